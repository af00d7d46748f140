//! What becomes of an entry (SM-22): suspended and resumed, annulled, corrected or issued anew
//! with the old version kept, expired by its own term. Nothing is ever taken out.

use jiff::Timestamp;

use super::enter::{Made, is_signed};
use super::record::{Basis, Correction, ResultChange, ResultRecord};
use super::state::ResultState;
use crate::case::Actor;
use crate::journal::{Entry, Event};
use crate::official::Official;
use crate::refusal::Refusal;

/// What is to become of an entry, without a new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alteration {
    /// Stop it for a time.
    Suspend(Basis),
    /// Put it in force again.
    Resume(Basis),
    /// End it for good.
    Annul(Basis),
    /// Its term has passed.
    Expire,
    /// It leaves its owner's account; the register keeps it (RESULT-04).
    Leave,
}

impl Alteration {
    /// Short name, for addresses and messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Suspend(_) => "suspend",
            Self::Resume(_) => "resume",
            Self::Annul(_) => "annul",
            Self::Expire => "expire",
            Self::Leave => "leave",
        }
    }
}

/// Words of a change that follows from the entry itself.
const TERM_PASSED: &str = "Срок действия истёк.";

/// Changes an entry. An official names a ground and a clause; only the machine expires and
/// lets leave, and only when the term has passed.
pub fn alter(
    record: &ResultRecord,
    alteration: &Alteration,
    by: &Actor,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    let machine = *by == Actor::Machine;
    match alteration {
        Alteration::Suspend(basis) => official(record, ResultState::Suspended, basis, by, now),
        Alteration::Resume(basis) => official(record, ResultState::Active, basis, by, now),
        Alteration::Annul(basis) => official(record, ResultState::Annulled, basis, by, now),
        Alteration::Expire if !machine => Err(Refusal::NotAllowed),
        Alteration::Expire if record.valid_until.is_none_or(|until| now <= until) => Err(Refusal::NotDue),
        Alteration::Expire => change(record, ResultState::Expired, TERM_PASSED, by, now),
        Alteration::Leave if !machine => Err(Refusal::NotAllowed),
        Alteration::Leave if record.keep_until.is_none_or(|until| now <= until) => Err(Refusal::NotDue),
        Alteration::Leave if record.left_account_at.is_some() => Err(Refusal::AlreadyDone),
        Alteration::Leave => {
            let mut left = record.clone();
            left.left_account_at = Some(now);
            left.revision += 1;
            Ok(left)
        }
    }
}

/// A change that a person answers for: with a ground and a clause, from the state the entry is
/// really in at that moment.
fn official(
    record: &ResultRecord,
    to: ResultState,
    basis: &Basis,
    by: &Actor,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    if !matches!(by, Actor::Official(_)) {
        return Err(Refusal::NotAllowed);
    }
    with_clause(basis)?;
    if !record.state_at(now).may_become(to) {
        return Err(Refusal::AlreadyDone);
    }
    change(record, to, basis.clone(), by, now)
}

fn with_clause(basis: &Basis) -> Result<(), Refusal> {
    let empty = |text: &str| text.trim().is_empty();
    if empty(&basis.ground) {
        return Err(Refusal::ReasonNeeded);
    }
    if basis.clause.as_deref().is_none_or(empty) { Err(Refusal::ClauseNeeded) } else { Ok(()) }
}

/// The bare step from state to state with a ground; the history only grows.
pub fn change(
    record: &ResultRecord,
    to: ResultState,
    basis: impl Into<Basis>,
    by: &Actor,
    now: Timestamp,
) -> Result<ResultRecord, Refusal> {
    let Basis { ground, clause } = basis.into();
    let ground = ground.trim().to_owned();
    if ground.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if !record.state.may_become(to) {
        return Err(Refusal::AlreadyDone);
    }
    let mut changed = record.clone();
    changed.state = to;
    changed.ground = Some(ground.clone());
    changed.revision += 1;
    let clause = clause.map(|clause| clause.trim().to_owned()).filter(|clause| !clause.is_empty());
    changed.history.push(ResultChange { state: to, ground, clause, correction: None, by: by.clone(), at: now });
    Ok(changed)
}

/// A new version takes the place of the old, which stays readable as replaced (RESULT-11).
/// Gives the old one and the new one as they are to be written. The term of validity is the
/// old one's: a correction prolongs nothing.
pub fn replace(
    record: &ResultRecord,
    made: Made,
    signer: &Official,
    basis: impl Into<Basis>,
    by: &Actor,
    now: Timestamp,
) -> Result<(ResultRecord, ResultRecord), Refusal> {
    let undocumented = record.document.is_some() && made.document.is_none();
    if !signer.may_sign(&record.authority, now) || !is_signed(&made) || undocumented {
        return Err(Refusal::SignatureNeeded);
    }
    if record.state_at(now) == ResultState::Expired {
        return Err(Refusal::AlreadyDone);
    }
    let mut old = change(record, ResultState::Changed, basis, by, now)?;
    old.replaced_by = Some(made.id.clone());
    let new = ResultRecord {
        id: made.id,
        number: made.number,
        check_code: made.check_code,
        content: made.content,
        state: ResultState::Active,
        ground: None,
        issued_at: now,
        left_account_at: None,
        signer: signer.id.clone(),
        document: made.document,
        signature: made.signature,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        replaces: Some(record.id.clone()),
        ..record.clone()
    };
    Ok((old, new))
}

/// Mends a technical error: who asked, what was wrong, why and by which clause (RESULT-11).
/// What reads as before is no correction.
pub fn correct(
    record: &ResultRecord,
    made: Made,
    signer: &Official,
    correction: &Correction,
    basis: &Basis,
    by: &Actor,
    now: Timestamp,
) -> Result<(ResultRecord, ResultRecord), Refusal> {
    with_clause(basis)?;
    if correction.asked_by.trim().is_empty() || correction.what.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if made.content == record.content {
        return Err(Refusal::NothingChanged);
    }
    let (mut old, new) = replace(record, made, signer, basis.clone(), by, now)?;
    if let Some(line) = old.history.last_mut() {
        line.correction = Some(correction.clone());
    }
    Ok((old, new))
}

/// Issues the same again under a new number and signature: the old one was spoiled or lost.
pub fn reissue(
    record: &ResultRecord,
    made: Made,
    signer: &Official,
    basis: &Basis,
    by: &Actor,
    now: Timestamp,
) -> Result<(ResultRecord, ResultRecord), Refusal> {
    with_clause(basis)?;
    if made.content != record.content {
        return Err(Refusal::NotAllowed);
    }
    replace(record, made, signer, basis.clone(), by, now)
}

/// What the journal of the case says of a changed or new version of an entry.
pub fn told(record: &ResultRecord, by: &Actor, now: Timestamp) -> Entry {
    let event = Event::ResultChanged { result: record.id.clone(), state: record.state };
    Entry { at: now, by: by.clone(), event }
}

/// Nobody may take an entry out of the register (RESULTREG-04).
pub fn erase(_record: &ResultRecord) -> Result<std::convert::Infallible, Refusal> {
    Err(Refusal::NeverDeleted)
}
