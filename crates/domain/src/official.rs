//! Officials (должностные лица) and what they may do.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::OfficialId;

/// Roles of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works applications through procedures.
    Caseworker,
    /// Signs results with the authority's signature.
    Signer,
    /// Reads the journal.
    Auditor,
    /// Serves people at a service centre: prints what an electronic result confirms.
    Centre,
    /// A notary: makes electronic duplicates of paper documents.
    Notary,
    /// Keeps the schedules of reception (BOOK-06).
    Scheduler,
    /// Handles complaints out of court (APPEAL-03).
    Complaints,
}

/// An official of one authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// Id.
    pub id: OfficialId,
    /// Sign-in name.
    pub login: String,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Post, as it stands under a decision.
    pub post: String,
    /// Id of the authority; nothing outside it is visible.
    pub authority: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// May sign in.
    pub active: bool,
    /// When they have authority to sign.
    #[serde(default)]
    pub mandate: Mandate,
}

/// From when until when an official has authority to sign in the name of the authority, by
/// appointment or letter of attorney; a side left out is not limited (63-ФЗ, art. 17.2, 17.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mandate {
    /// First moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// First moment at which it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Mandate {
    /// Does it cover that moment?
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl Official {
    /// May they sign results of that authority at that moment? (RESULT-02)
    pub fn may_sign(&self, authority: &str, at: Timestamp) -> bool {
        self.active && self.roles.contains(&Role::Signer) && self.authority == authority && self.mandate.covers(at)
    }
}
