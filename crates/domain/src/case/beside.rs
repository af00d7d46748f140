//! What is said, asked or noted beside the course of a case: the journal keeps its digest, the
//! words lie with the case. The state of the case does not matter, except for messages.

use jiff::Timestamp;

use super::changing::Changing;
use super::decide::Context;
use super::model::{Actor, Case, Change};
use crate::charge;
use crate::journal::{Event, Record};
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Records something said about a case. A message of an official is told to the applicant by a
/// notice that bears none of its words.
pub fn record(
    case: &Case,
    what: Record,
    id: &str,
    digest: String,
    by: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Change, Refusal> {
    if case.service != context.regulation.service || case.version != context.regulation.version {
        return Err(Refusal::EditionUnknown);
    }
    let by_official = match by {
        Actor::Applicant(person) if *person != case.applicant => return Err(Refusal::NotFound),
        Actor::Applicant(_) if !matches!(what, Record::Message | Record::Charge) => return Err(Refusal::NotAllowed),
        Actor::Applicant(_) => false,
        _ => true,
    };
    if what == Record::Message && case.closed_at.is_some() {
        return Err(Refusal::WrongState { state: case.state.name() });
    }
    let mut work = Changing::new(case, by, context, now);
    work.happened(Event::Recorded { what, id: id.to_owned(), digest });
    if what == Record::Message && by_official {
        let authority = context.region.authority(&case.authority);
        let authority = authority.map_or_else(|| case.authority.clone(), |one| one.short.clone());
        work.notify(&Content::Progress(Progress::Written { authority }))?;
    }
    Ok(work.finish())
}

/// Records a change of the charge of a case, in whatever state the case is, with what the applicant
/// is told of it.
pub fn record_charge(
    case: &Case,
    changed: &charge::Change,
    digest: String,
    by: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Change, Refusal> {
    if case.service != context.regulation.service || case.version != context.regulation.version {
        return Err(Refusal::EditionUnknown);
    }
    if matches!(by, Actor::Applicant(person) if *person != case.applicant) {
        return Err(Refusal::NotFound);
    }
    let mut work = Changing::new(case, by, context, now);
    if changed.tells {
        work.happened(Event::Recorded { what: Record::Charge, id: changed.charge.id.to_string(), digest });
    }
    for content in &changed.notices {
        work.notify(content)?;
    }
    Ok(work.finish())
}
