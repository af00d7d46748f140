//! The result register (RESULTREG, SM-22): append-only entries, documents as views.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, OfficialId, PersonId, ResultId};

/// An entry of the result register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultRecord {
    /// Id.
    pub id: ResultId,
    /// Public number of the result, for example `ОБ-2026-000017-3`.
    pub number: String,
    /// Code for the public check page: short, random, says nothing about the person.
    pub check_code: String,
    /// Case it came from.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// Authority that issued it.
    pub authority: String,
    /// Service.
    pub service: String,
    /// Edition of the regulation.
    pub regulation_version: String,
    /// Id of the output in the regulation.
    pub output: String,
    /// Name of the register; `None` when the result is a document.
    pub register: Option<String>,
    /// What the entry holds: fact → shown value with its label.
    pub content: serde_json::Value,
    /// State.
    pub state: ResultState,
    /// Ground of the last change of state.
    pub ground: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Last moment of validity; `None` without limit.
    pub valid_until: Option<Timestamp>,
    /// Who signed.
    pub signer: OfficialId,
    /// SHA-256 of the signed document in the object store, if it is a document.
    pub document: Option<String>,
    /// SHA-256 of the detached CMS signature in the object store.
    pub signature: Option<String>,
    /// Grows by one with every change.
    pub revision: i64,
}

/// States of an entry (SM-22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
