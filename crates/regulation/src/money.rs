//! Money: whole kopecks, never a float.

use serde::{Deserialize, Serialize};

/// An amount of roubles, held in kopecks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    kopecks: i64,
}

impl Money {
    /// An amount of that many kopecks.
    pub const fn from_kopecks(kopecks: i64) -> Self {
        Self { kopecks }
    }

    /// The amount in kopecks.
    pub const fn kopecks(self) -> i64 {
        self.kopecks
    }
}
