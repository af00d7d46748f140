//! Officials (должностные лица) and what they may do.

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
}
