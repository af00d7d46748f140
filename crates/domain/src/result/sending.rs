//! Sending a result on to another authority at its owner's wish, with the receipt of the system
//! that took it (RESULT-04).

use jiff::Timestamp;
use regulation::region::Region;
use serde::{Deserialize, Serialize};

use super::record::ResultRecord;
use super::state::ResultState;
use crate::case::Actor;
use crate::id::{CaseId, PersonId, ResultId, SendingId};
use crate::refusal::Refusal;

/// A result on its way to another authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Id; also the idempotency key of the delivery.
    pub id: SendingId,
    /// Which result.
    pub result: ResultId,
    /// Case it came from.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// To which authority.
    pub to: String,
    /// What for, in the owner's words.
    pub purpose: String,
    /// Who wished it.
    pub by: Actor,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: SendingState,
    /// The receipt, once it was taken.
    pub receipt: Option<Receipt>,
    /// Why it was not taken.
    pub problem: Option<String>,
}

/// States of a sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendingState {
    /// Waits, or is tried again.
    Queued,
    /// Taken, with a receipt.
    Delivered,
    /// The authority's system will not take it.
    Refused,
}

/// What the system that took it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number there.
    pub number: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// Begins a sending: of a result in force that is still in the account, to another authority
/// of the region, not twice to the same one.
pub fn send(
    record: &ResultRecord,
    id: SendingId,
    (to, purpose): (&str, &str),
    earlier: &[Sending],
    by: &Actor,
    region: &Region,
    now: Timestamp,
) -> Result<Sending, Refusal> {
    if region.authority(to).is_none() || to == record.authority {
        return Err(Refusal::UnknownAuthority(to.to_owned()));
    }
    if purpose.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if record.state_at(now) != ResultState::Active {
        return Err(Refusal::WrongState { state: record.state_at(now).name() });
    }
    if record.is_gone(now) {
        return Err(Refusal::NotFound);
    }
    if earlier.iter().any(|known| known.to == to && known.state != SendingState::Refused) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(Sending {
        id,
        result: record.id.clone(),
        case: record.case.clone(),
        person: record.person.clone(),
        to: to.to_owned(),
        purpose: purpose.trim().to_owned(),
        by: by.clone(),
        asked_at: now,
        state: SendingState::Queued,
        receipt: None,
        problem: None,
    })
}

/// It was taken; a second receipt for the same key changes nothing.
pub fn received(sending: &Sending, receipt: Receipt) -> Result<Sending, Refusal> {
    if sending.state != SendingState::Queued {
        return Err(Refusal::AlreadyDone);
    }
    Ok(Sending { state: SendingState::Delivered, receipt: Some(receipt), problem: None, ..sending.clone() })
}

/// The system of the authority will not take it, in its own words.
pub fn refused(sending: &Sending, problem: &str) -> Result<Sending, Refusal> {
    if sending.state != SendingState::Queued {
        return Err(Refusal::AlreadyDone);
    }
    Ok(Sending { state: SendingState::Refused, problem: Some(problem.to_owned()), ..sending.clone() })
}
