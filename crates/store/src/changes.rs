//! A change of a case as writes: the case, its journal, notices, jobs, timers and requests go
//! into one batch, so that none of them is ever there without the others.

use domain::case::Change;

use crate::batch::Write;
use crate::journal::Head;
use crate::{attachments, cases, deliveries, drafts, evidence, jobs, notices, obligations, timers};

/// The writes of a filing: `change.draft` is the draft after it was sent, `draft_read` the
/// revision it was read with. Goes into [`crate::Batch::numbered`], where the number is known.
pub fn filing(change: &Change, draft_read: i64) -> Vec<Write> {
    let mut writes = Vec::new();
    if let Some(draft) = &change.draft {
        writes.push(drafts::file(draft, draft_read));
        writes.push(attachments::to_case(&draft.id, &change.case.id));
    }
    writes.extend(cases::insert(&change.case, &change.journal));
    writes.extend(beside(change));
    writes
}

/// The writes of any later change, made upon the revision and the head that were read together
/// by [`cases::to_change`].
pub fn later(change: &Change, read: i64, head: &Head) -> Vec<Write> {
    let mut writes = cases::update(&change.case, read, head, &change.journal);
    writes.extend(beside(change));
    writes
}

/// What a change brings besides the case and its journal.
fn beside(change: &Change) -> impl Iterator<Item = Write> {
    let notices = change.notices.iter().flat_map(notices::insert);
    let requests = change.requests.iter().map(evidence::insert);
    let timers = change.timers.iter().map(timers::save);
    let jobs = change.jobs.iter().map(jobs::insert);
    notices
        .chain(requests)
        .chain(timers)
        .chain(jobs)
        .chain(obligations::save(&change.case))
        .chain(deliveries::save(&change.case))
}
