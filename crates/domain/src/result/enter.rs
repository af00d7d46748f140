//! Entering a result: what it holds, until when it is valid and kept, and whose signature it
//! needs (RESULT-01, RESULT-02).

use jiff::Timestamp;
use regulation::package::{Output, OutputKind};
use regulation::region::Region;
use serde::{Deserialize, Serialize};

use super::record::ResultRecord;
use super::state::ResultState;
use crate::case::{Case, Context};
use crate::id::ResultId;
use crate::official::Official;
use crate::refusal::Refusal;

/// The forms in which an applicant can have a result (RESULT-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A signed electronic document; for a register entry, an extract.
    Document,
    /// A paper at a service centre that confirms the electronic document.
    PaperAtCentre,
    /// Data of a state register: the entry itself.
    RegisterData,
}

/// What the actor made before a result can be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Id of the entry, in the bucket of the case.
    pub id: ResultId,
    /// Public number.
    pub number: String,
    /// Code of the check page.
    pub check_code: String,
    /// What the entry holds.
    pub content: serde_json::Value,
    /// SHA-256 of the document or extract.
    pub document: Option<String>,
    /// SHA-256 of the detached signature.
    pub signature: Option<String>,
}

/// Forms that an output can be had in.
pub fn forms(output: &Output, region: &Region) -> Vec<Form> {
    let mut forms = match output.kind {
        OutputKind::Document => vec![Form::Document],
        OutputKind::Register(_) => vec![Form::RegisterData, Form::Document],
        OutputKind::Information | OutputKind::Object(_) => vec![Form::Document],
    };
    if region.authorities.values().any(|authority| authority.service_centre) {
        forms.push(Form::PaperAtCentre);
    }
    forms
}

/// An entry as it would stand if it were issued now, before anybody signed it: what a signer
/// looks at, and what a document is drawn from. A term that cannot be counted, for want of a
/// calendar, is a refusal and never «without limit».
pub fn prepare(
    case: &Case,
    output: &Output,
    signer: &Official,
    made: Made,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    let until = |term: Option<regulation::clock::Term>| match term {
        Some(term) => context.clock.due(now, term, &[]).map(|due| Some(due.at)),
        None => Ok(None),
    };
    Ok(ResultRecord {
        id: made.id,
        number: made.number,
        check_code: made.check_code,
        case: case.id.clone(),
        person: case.applicant.clone(),
        authority: case.authority.clone(),
        service: case.service.clone(),
        regulation_version: case.version.clone(),
        output: output.id.clone(),
        register: match &output.kind {
            OutputKind::Register(name) => Some(name.clone()),
            OutputKind::Document | OutputKind::Information | OutputKind::Object(_) => None,
        },
        content: made.content,
        state: ResultState::Active,
        ground: None,
        issued_at: now,
        valid_until: until(output.valid)?,
        keep_until: until(output.keep)?,
        left_account_at: None,
        signer: signer.id.clone(),
        document: made.document,
        signature: made.signature,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        replaces: None,
    })
}

/// Enters a result. Without the signature of an active signer of the same authority there is
/// none (RESULT-02).
pub fn enter(
    case: &Case,
    output: &Output,
    signer: &Official,
    made: Made,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    let documented = output.kind != OutputKind::Document || made.document.as_deref().is_some_and(|it| !it.is_empty());
    if !signer.may_sign(&case.authority, now) || !is_signed(&made) || !documented {
        return Err(Refusal::SignatureNeeded);
    }
    prepare(case, output, signer, made, context, now)
}

/// Does what was made bear a signature?
pub(super) fn is_signed(made: &Made) -> bool {
    made.signature.as_deref().is_some_and(|it| !it.is_empty())
}
