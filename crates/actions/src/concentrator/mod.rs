//! Концентратор услуг of ЕПГУ as a second way in (INTEG-02): the same form checks, the same case, the
//! same queue of the same desk; statuses go back to the cabinet of ЕПГУ.

mod apply;
mod poll;
mod tell;

use domain::case::{Case, Change};
use domain::id::{DraftId, JobId};
use domain::job::{Job, Work};
use indexmap::IndexMap;
use jiff::Timestamp;
use regulation::concentrator::{Map, Status};
use sha2::{Digest, Sha256};
use store::{Write, jobs};

use crate::office::Office;

pub(crate) use poll::run as poll;
pub(crate) use tell::run as tell;

/// What is read from ЕПГУ and how it is told back.
#[derive(Debug, Clone, Default)]
pub struct Concentrator {
    /// A map for each service that takes applications from there.
    pub maps: Vec<Map>,
    /// What our states are called there.
    pub statuses: IndexMap<String, Status>,
}

/// The digit of a draft's id that says that it came from ЕПГУ: UUIDv8, made of the order.
const MARK: char = '8';

/// The draft of an order; the same order of the same person gives the same draft.
fn draft_of(order: &str, service: &str, bucket: i64) -> DraftId {
    let mut bytes = [0; 16];
    let hash = Sha256::digest(format!("order/{service}/{order}").as_bytes());
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    DraftId(domain::id::make(bytes, bucket))
}

/// Did a case come from ЕПГУ?
pub fn is_order(case: &Case) -> bool {
    case.draft.as_str().chars().nth(12) == Some(MARK)
}

/// The status to tell, where a change moved a case that came from ЕПГУ.
pub(crate) fn following(office: &Office, before: &Case, change: &Change, now: Timestamp) -> Option<Write> {
    let (case, state) = (&change.case, change.case.state.name());
    let moved = is_order(case) && before.state != case.state && office.concentrator.statuses.contains_key(state);
    moved.then(|| {
        let work = Work::TellOrder { case: case.id.clone(), state: state.to_owned() };
        let key = format!("tell_order:{}:{}", case.id, case.revision);
        jobs::insert(&Job { id: JobId(office.new_id(case.id.bucket())), work, due_at: now, key })
    })
}
