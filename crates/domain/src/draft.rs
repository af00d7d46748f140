//! A draft (черновик): an application not yet sent; may contain errors (FORM-08).
//!
//! Here: beginning and saving. Moving to another edition and copying is in `carry.rs`, how long
//! it is kept in `keep.rs`.

use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::form::{Answers, Channel};
use serde::{Deserialize, Serialize};

use crate::case::Context;
use crate::centre::Window;
use crate::id::{CaseId, DraftId, PartId, PersonId};
use crate::keep;
use crate::refusal::Refusal;

/// The most that answers may take, written as JSON: a limit of safety, not of law. Files lie
/// elsewhere and do not count.
pub const MAX_BYTES: usize = 256 * 1024;

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
    /// The way it came: who is served at a counter has it typed there.
    #[serde(default)]
    pub channel: Channel,
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
    /// When the person threw it away; it can be brought back until it is erased.
    #[serde(default)]
    pub deleted_at: Option<Timestamp>,
    /// The part of another's application that is filled in here (FORM-07).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartId>,
    /// The window of a service centre where it is typed in for its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

/// A value that a newer edition or a copy could not keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfit {
    /// Label of its field, in the edition it was typed under.
    pub label: String,
    /// The raw value as typed.
    pub value: serde_json::Value,
}

/// Begins a draft at the first step of the form.
pub fn begin(id: DraftId, person: &PersonId, prefill: Facts, context: &Context<'_>, now: Timestamp) -> Draft {
    let regulation = context.regulation;
    Draft {
        id,
        person: person.clone(),
        service: regulation.service.clone(),
        version: regulation.version.clone(),
        channel: Channel::Portal,
        answers: Answers::new(),
        prefill,
        step: regulation.form.first().map(|step| step.id.clone()).unwrap_or_default(),
        revision: 1,
        created_at: now,
        saved_at: now,
        keep_until: keep::draft_until(now, context),
        case: None,
        unfit: Vec::new(),
        warnings: 0,
        deleted_at: None,
        part: None,
        window: None,
    }
}

/// Saves answers over those that stand; what is not among them stays (FORM-11). Nothing is
/// checked but size: a draft may hold errors and gives them back as they were typed (FORM-08).
pub fn save(
    draft: &Draft,
    answers: &Answers,
    step: Option<&str>,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Draft, Refusal> {
    if draft.case.is_some() {
        return Err(Refusal::DraftSent);
    }
    let mut saved = draft.clone();
    for (name, value) in answers {
        saved.answers.insert(name.clone(), value.clone());
    }
    let size = serde_json::to_string(&saved.answers).map_or(usize::MAX, |text| text.len());
    if size > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    if let Some(step) = step {
        step.clone_into(&mut saved.step);
    }
    saved.revision += 1;
    saved.saved_at = now;
    saved.keep_until = keep::draft_until(now, context);
    saved.warnings = 0;
    Ok(saved)
}
