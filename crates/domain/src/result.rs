//! The result register (RESULTREG, SM-22): append-only entries, documents as views.

use jiff::Timestamp;
use regulation::package::{Output, OutputKind};
use regulation::region::Region;
use serde::{Deserialize, Serialize};

use crate::case::{Actor, Case, Context};
use crate::id::{CaseId, OfficialId, PersonId, ResultId};
use crate::official::{Official, Role};
use crate::refusal::Refusal;

/// An entry of the result register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultRecord {
    /// Id.
    pub id: ResultId,
    /// Public number of the result, for example `ОБ-2026-000017-32`.
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
    /// Every change of state, in order: nothing is ever taken out (RESULTREG-04).
    #[serde(default)]
    pub history: Vec<ResultChange>,
    /// The newer version that took its place (RESULT-11).
    #[serde(default)]
    pub replaced_by: Option<ResultId>,
}

/// A change of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultChange {
    /// The state it came to.
    pub state: ResultState,
    /// Why.
    pub ground: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
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
}

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

/// What a public check says; nothing about whose it is or what it holds (RESULT-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// In force.
    Valid,
    /// Was issued and is not in force: suspended, replaced, annulled or expired.
    Revoked(ResultState),
    /// No such result.
    Unknown,
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
    let may_sign = signer.active && signer.roles.contains(&Role::Signer) && signer.authority == case.authority;
    let unsigned = made.signature.as_deref().is_none_or(str::is_empty);
    let undocumented = output.kind == OutputKind::Document && made.document.as_deref().is_none_or(str::is_empty);
    if !may_sign || unsigned || undocumented {
        return Err(Refusal::SignatureNeeded);
    }
    let valid_until = match output.valid {
        Some(term) => Some(context.clock.due(now, term, &[])?.at),
        None => None,
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
        valid_until,
        signer: signer.id.clone(),
        document: made.document,
        signature: made.signature,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
    })
}

/// Changes the state of an entry with a ground; the history only grows.
pub fn change(
    record: &ResultRecord,
    to: ResultState,
    ground: &str,
    by: &Actor,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    if ground.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if !record.state.may_become(to) {
        return Err(Refusal::AlreadyDone);
    }
    let mut changed = record.clone();
    changed.state = to;
    changed.ground = Some(ground.trim().to_owned());
    changed.revision += 1;
    let line = ResultChange { state: to, ground: ground.trim().to_owned(), by: by.clone(), at: now };
    changed.history.push(line);
    Ok(changed)
}

/// Corrects an entry: the new version takes the place of the old, which stays readable as
/// replaced (RESULT-11). Gives the old one and the new one as they are to be written.
pub fn replace(
    record: &ResultRecord,
    made: Made,
    signer: &Official,
    ground: &str,
    by: &Actor,
    now: Timestamp,
) -> Result<(ResultRecord, ResultRecord), Refusal> {
    let may_sign = signer.active && signer.roles.contains(&Role::Signer) && signer.authority == record.authority;
    let undocumented = record.document.is_some() && made.document.is_none();
    if !may_sign || made.signature.as_deref().is_none_or(str::is_empty) || undocumented {
        return Err(Refusal::SignatureNeeded);
    }
    let mut old = change(record, ResultState::Changed, ground, by, now)?;
    old.replaced_by = Some(made.id.clone());
    let new = ResultRecord {
        id: made.id,
        number: made.number,
        check_code: made.check_code,
        content: made.content,
        state: ResultState::Active,
        ground: None,
        issued_at: now,
        signer: signer.id.clone(),
        document: made.document,
        signature: made.signature,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        ..record.clone()
    };
    Ok((old, new))
}

/// Nobody may take an entry out of the register (RESULTREG-04).
pub fn erase(_record: &ResultRecord) -> Result<std::convert::Infallible, Refusal> {
    Err(Refusal::NeverDeleted)
}

impl ResultRecord {
    /// The state at a moment: past its term an entry in force is expired, whether or not a
    /// timer has said so yet.
    pub fn state_at(&self, now: Timestamp) -> ResultState {
        let in_force = matches!(self.state, ResultState::Active | ResultState::Suspended);
        match self.valid_until {
            Some(until) if in_force && now > until => ResultState::Expired,
            _ => self.state,
        }
    }

    /// What anybody may know of it.
    pub fn validity(&self, now: Timestamp) -> Validity {
        match self.state_at(now) {
            ResultState::Active => Validity::Valid,
            other => Validity::Revoked(other),
        }
    }

    /// Until when its files can be had in the account: the term of the output, from issue;
    /// `None` for ever. Afterwards the entry says that the term has passed (RESULT-04).
    pub fn kept_until(&self, output: &Output, context: &Context<'_>) -> Result<Option<Timestamp>, Refusal> {
        match output.keep {
            Some(term) => Ok(Some(context.clock.due(self.issued_at, term, &[])?.at)),
            None => Ok(None),
        }
    }
}
