//! Cases served in departmental systems (INTAKE-01): they are delivered with a receipt, what the
//! system tells is decided by the same rules as an official's wishes, what the applicant does is told
//! to it; and how all outside systems fare (INTEG-01).

mod auth;
mod deliver;
pub mod events;
pub mod files;
pub mod health;
mod news;
pub mod systems;

use domain::case::{Case, Change};
use domain::departmental;
use domain::id::JobId;
use domain::job::{Job, Work};
use jiff::Timestamp;
use store::{Write, jobs};

use crate::office::Office;

pub use auth::{Call, Unbelieved, authenticate};
pub(crate) use deliver::{Step, step};
pub(crate) use news::run as tell;

/// The departmental system that serves a case, if one does.
pub fn system_of<'o>(office: &'o Office, case: &Case) -> Option<&'o str> {
    office.region.served_in(&case.authority, &case.service)
}

/// What follows from a change for the system that serves the case: the applicant's doings are told
/// to it, and of a case that has ended nothing is waited for.
pub(crate) fn following(office: &Office, before: &Case, change: &Change, now: Timestamp) -> Vec<Write> {
    let Some(_) = system_of(office, &change.case) else { return Vec::new() };
    let case = &change.case.id;
    let mut writes = Vec::new();
    let there = !matches!(before.state, domain::case::CaseState::Submitted | domain::case::CaseState::Delivering);
    for (place, news) in departmental::news(&change.journal).into_iter().enumerate().filter(|_| there) {
        let key = format!("tell_system:{case}:{}:{place}", change.case.revision);
        let work = Work::TellSystem { case: case.clone(), news };
        writes.push(jobs::insert(&Job { id: JobId(office.new_id(case.bucket())), work, due_at: now, key }));
    }
    if change.case.state.ended() {
        writes.push(store::departmental::ended(case, now));
    }
    writes
}
