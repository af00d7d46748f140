//! The clock of a case stands still and goes on (P4 of C24, PROCEDURE-07): on a ground of the
//! regulation, until what ends it, at the longest for its limit.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use regulation::clock::Due;
use regulation::expression::{Verdict, World};
use regulation::package::{Ground, Performer, Procedure, ProcedureKind, Suspension};

use super::changing::Changing;
use super::decide::Context;
use super::model::{Actor, Case, CaseState};
use super::parts::{Pause, WentOn};
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::procedure::ProcedureStage;
use crate::refusal::Refusal;

/// How far ahead it is looked for the day that ends a suspension by itself.
const FARTHEST_DAYS: i64 = 800;

/// Stops on a ground; the applicant is told the ground and the clock stands still.
pub(super) fn suspend(work: &mut Changing<'_>, id: &str, words: Option<&str>) -> Result<(), Refusal> {
    work.in_hands()?;
    let rule = work.context.regulation.suspend.iter().find(|rule| rule.ground.id == id);
    let ground = work.ground(rule.map(|rule| &rule.ground), id)?;
    let rule = rule.ok_or_else(|| Refusal::UnknownGround(id.to_owned()))?;
    if rule.until.is_none() && rule.limit.is_none() {
        return Err(Refusal::SuspensionUnbounded(id.to_owned()));
    }
    if rule.until.as_ref().is_some_and(|until| work.verdict(until) == Verdict::Yes) {
        return Err(Refusal::NotEstablished);
    }
    if *work.by == Actor::Machine && !by_machine(&work.case, rule, work.context) {
        return Err(Refusal::NotAllowed);
    }
    let limit = rule.limit.map(|limit| work.due(limit)).transpose()?;
    let procedure = running_title(work);
    begin_beside(work, ProcedureKind::Suspension)?;
    work.happened(Event::Suspended { ground: Some(id.to_owned()), limit: limit.clone() });
    let reason = work.said(ground, words);
    // The words are for the applicant and stay in the case; the journal knows from when.
    if let Some(pause) = work.case.pauses.last_mut() {
        pause.reason.clone_from(&reason);
    }
    let (mend, clause) = (ground.mend.clone(), work.context.regulation.clause_text(&ground.because));
    work.notify(&Content::Progress(Progress::Suspended { procedure, reason, mend, clause, limit }))?;
    // What ends it may be there already as soon as the day is over, or never come.
    work.advance_later();
    Ok(())
}

/// May the machine stop a case on that ground by itself? Not where the regulation gives
/// suspension to officials, nor twice on a ground whose limit passed or that a person let go.
pub(super) fn by_machine(case: &Case, rule: &Suspension, context: &Context<'_>) -> bool {
    let variant = case.variant.as_ref();
    let fits = |procedure: &&Procedure| {
        procedure.kind == ProcedureKind::Suspension
            && (procedure.variants.is_empty() || variant.is_none_or(|own| procedure.variants.contains(own)))
    };
    let performer = context.regulation.procedures.iter().find(fits).map(|procedure| procedure.by);
    let let_go = |pause: &Pause| {
        pause.ground.as_ref() == Some(&rule.ground.id) && matches!(pause.went_on, Some(WentOn::Limit | WentOn::Person))
    };
    performer != Some(Performer::Official)
        && (rule.until.is_some() || rule.limit.is_some())
        && case.assignee.is_none()
        && !case.person_wanted()
        && !case.pauses.iter().any(let_go)
}

/// The ground on which the machine stops a case now.
pub(super) fn established<'r>(case: &Case, context: &Context<'r>, now: Timestamp) -> Option<&'r Ground> {
    let world = World { regulation: context.regulation, facts: &case.facts, today: context.clock.local_date(now) };
    let variant = case.variant.as_ref();
    let holds = |rule: &&Suspension| {
        let fits = rule.ground.variants.is_empty() || variant.is_none_or(|own| rule.ground.variants.contains(own));
        let when = rule.ground.when.as_ref().map(|when| when.verdict(&world));
        let until = rule.until.as_ref().map(|until| until.verdict(&world));
        fits && when == Some(Verdict::Yes) && until != Some(Verdict::Yes) && by_machine(case, rule, context)
    };
    context.regulation.suspend.iter().find(holds).map(|rule| &rule.ground)
}

/// Why the machine may let the case go on now; `None` while it must wait.
pub(super) fn over(case: &Case, context: &Context<'_>, now: Timestamp) -> Option<WentOn> {
    let pause = case.pauses.last().filter(|pause| pause.until.is_none())?;
    let passed = pause.limit.as_ref().is_some_and(|limit| now > limit.at);
    let by_facts = pause.ground.as_ref().is_some_and(|id| {
        let rule = context.regulation.suspend.iter().find(|rule| rule.ground.id == *id);
        rule.is_some_and(|rule| lifted(rule, case, context, context.clock.local_date(now)))
    });
    match (by_facts, passed) {
        (true, _) => Some(WentOn::Ended),
        (false, true) => Some(WentOn::Limit),
        (false, false) => None,
    }
}

/// Has it come to its end by the facts and the day?
fn lifted(rule: &Suspension, case: &Case, context: &Context<'_>, today: Date) -> bool {
    let world = World { regulation: context.regulation, facts: &case.facts, today };
    let until = rule.until.as_ref().map(|until| until.verdict(&world));
    let when = rule.ground.when.as_ref().map(|when| when.verdict(&world));
    until == Some(Verdict::Yes) || when == Some(Verdict::No)
}

/// Goes on: every term that stood still ends later by as long as it stood.
pub(super) fn resume(work: &mut Changing<'_>) -> Result<(), Refusal> {
    work.in_hands()?;
    let why = match work.by {
        Actor::Machine => over(&work.case, work.context, work.now).ok_or(Refusal::NotDue)?,
        Actor::Applicant(_) if work.case.state != CaseState::AwaitingApplicant => return Err(Refusal::NotAllowed),
        _ => WentOn::Person,
    };
    go_on(work, why)
}

/// The same, for a known reason.
pub(super) fn go_on(work: &mut Changing<'_>, why: WentOn) -> Result<(), Refusal> {
    let pauses: Vec<(Timestamp, Timestamp)> =
        work.case.pauses.iter().map(|pause| (pause.from, pause.until.unwrap_or(work.now))).collect();
    let recount = |due: &Due| work.context.clock.due(due.story.from, due.story.term, &pauses);
    let due = work.case.due.as_ref().ok_or(Refusal::WrongState { state: work.case.state.name() })?;
    let due = recount(due)?;
    let asked = work.case.state == CaseState::AwaitingApplicant;
    end_beside(work, if asked { ProcedureKind::ExtraData } else { ProcedureKind::Suspension });
    let mut procedures = Vec::new();
    for procedure in &work.case.procedures {
        if let (ProcedureStage::Paused, Some(due)) = (procedure.stage, &procedure.due) {
            procedures.push((procedure.id.clone(), recount(due)?));
        }
    }
    work.happened(Event::Resumed { due: due.clone(), procedures, why: Some(why) });
    let procedure = running_title(work);
    work.notify(&Content::Progress(Progress::Resumed { procedure, due }))?;
    work.advance_later();
    Ok(())
}

/// A suspension or a question is a procedure of its own: it shows in the course beside the one
/// that waits, if the regulation has it and its turn did not come otherwise.
pub(super) fn begin_beside(work: &mut Changing<'_>, kind: ProcedureKind) -> Result<(), Refusal> {
    let skipped = |procedure: &&crate::procedure::ProcedureState| {
        procedure.kind == kind && procedure.stage == ProcedureStage::Skipped
    };
    let Some(id) = work.case.procedures.iter().find(skipped).map(|procedure| procedure.id.clone()) else {
        return Ok(());
    };
    let Some(rule) = work.rule(&id) else { return Ok(()) };
    let due = work.due(rule.within)?;
    work.happened(Event::ProcedureStarted { procedure: id, since: work.now, due });
    Ok(())
}

/// Ends what [`begin_beside`] began; what another procedure waits behind stays.
fn end_beside(work: &mut Changing<'_>, kind: ProcedureKind) {
    let paused: Vec<_> =
        work.case.procedures.iter().filter(|procedure| procedure.stage == ProcedureStage::Paused).collect();
    if paused.len() < 2 {
        return;
    }
    if let Some(id) = paused.iter().find(|procedure| procedure.kind == kind).map(|procedure| procedure.id.clone()) {
        work.happened(Event::ProcedureEnded { procedure: id });
    }
}

/// Counts when the day alone lifts what the case stands still for, so that a timer wakes it.
pub(super) fn look_again(case: &mut Case, context: &Context<'_>, now: Timestamp) {
    let Some(pause) = case.pauses.last().filter(|pause| pause.until.is_none()) else { return };
    let rule = pause.ground.as_ref().and_then(|id| context.regulation.suspend.iter().find(|one| one.ground.id == *id));
    let looks_at = rule.and_then(|rule| {
        let today = context.clock.local_date(now);
        let day = first_day(today, |day| lifted(rule, case, context, day))?;
        Some(context.clock.start_of_day(day))
    });
    if let Some(pause) = case.pauses.last_mut() {
        pause.looks_at = looks_at;
    }
}

/// The first day after today on which it holds. Day by day: a window of next year is another
/// edition of the same parameter, so what holds in autumn may not hold again in spring.
fn first_day(today: Date, holds: impl Fn(Date) -> bool) -> Option<Date> {
    (1..=FARTHEST_DAYS).map_while(|ahead| today.checked_add(ahead.days()).ok()).find(|day| holds(*day))
}

pub(super) fn running_title(work: &Changing<'_>) -> String {
    work.running().map_or_else(|| work.context.regulation.short.clone(), |(_, rule)| rule.title.clone())
}
