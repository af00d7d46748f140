//! A draft (черновик): an application not yet sent; may contain errors (FORM-08).

use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::form::Answers;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, DraftId, PersonId};

/// A draft of an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Id; carries the bucket of its person.
    pub id: DraftId,
    /// Whose it is.
    pub person: PersonId,
    /// Service.
    pub service: String,
    /// Edition it was begun under (FORM-21).
    pub version: String,
    /// Raw answers exactly as typed, wrong ones included.
    pub answers: Answers,
    /// Facts had without asking: identity claims, with source and time (FORM-10).
    pub prefill: Facts,
    /// Step the person was last at.
    pub step: String,
    /// Grows by one with every save.
    pub revision: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it may be erased at the earliest; each save moves it (FORM-13).
    pub keep_until: Timestamp,
    /// The case it became; a sent draft is read-only.
    pub case: Option<CaseId>,
    /// Values that did not fit a newer edition, kept for the person to see (FORM-21).
    #[serde(default)]
    pub unfit: Vec<Unfit>,
    /// Warnings sent that it will be erased; a save sets it back to none (FORM-13).
    #[serde(default)]
    pub warnings: u8,
}

/// A value that a newer edition or a copy could not keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfit {
    /// Label of its field, in the edition it was typed under.
    pub label: String,
    /// The raw value as typed.
    pub value: serde_json::Value,
}
