//! States of an entry and which may follow which (SM-22).

use serde::{Deserialize, Serialize};

/// States of an entry (SM-22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultState {
    /// In force.
    Active,
    /// Stopped for a time.
    Suspended,
    /// Replaced by a newer version.
    Changed,
    /// Annulled with a ground.
    Annulled,
    /// Its term has passed.
    Expired,
}

impl ResultState {
    /// All states, for the grid.
    pub const ALL: [Self; 5] = [Self::Active, Self::Suspended, Self::Changed, Self::Annulled, Self::Expired];

    /// May the state follow (SM-22)?
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Active => next != Self::Active,
            Self::Suspended => matches!(next, Self::Active | Self::Annulled | Self::Expired),
            Self::Changed | Self::Annulled | Self::Expired => false,
        }
    }

    /// Nothing can follow it.
    pub fn ended(self) -> bool {
        matches!(self, Self::Changed | Self::Annulled | Self::Expired)
    }

    /// Short name for tables, lists of revoked entries and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Changed => "changed",
            Self::Annulled => "annulled",
            Self::Expired => "expired",
        }
    }
}
