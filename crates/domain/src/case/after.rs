//! Life after the decision: reports, re-checks, renewals and ends of entries that the regulation
//! names, each with its term and, where an act says so, with what happens to who has not done it.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use regulation::clock::Due;
use regulation::expression::{Verdict, World};
use regulation::package::{Afterwards, AfterwardsKind};

use super::changing::Changing;
use super::course::request;
use super::decide::Context;
use super::model::{Actor, Case, CaseState};
use super::parts::{Obligation, ObligationStage};
use crate::evidence::EvidenceState;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;
use crate::timer;

/// How far ahead it is looked for the day that alone ends or suspends an entry; then again.
const FARTHEST_DAYS: i64 = 800;

/// What arises now: called when the case is completed and whenever a re-check taught something.
pub(super) fn arise(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let variant = work.case.variant.clone();
    let rules = work.context.regulation.afterwards.iter().filter(|rule| fits(rule, variant.as_deref()));
    for rule in rules.collect::<Vec<_>>() {
        let holds = rule.when.as_ref().is_none_or(|when| work.verdict(when) == Verdict::Yes);
        if holds && !arose(&work.case, rule) {
            let due = due(work, rule, work.now)?;
            begin(work, rule, times(work, rule), due)?;
        }
    }
    if work.case.obligations.iter().any(|known| acts(&work.case, known, work.context)) {
        work.advance_later();
    }
    Ok(())
}

fn fits(rule: &Afterwards, variant: Option<&str>) -> bool {
    rule.variants.is_empty() || variant.is_some_and(|own| rule.variants.iter().any(|one| one == own))
}

/// Is it there already? A suspension can come again; the rest comes once of one decision, or, where
/// the regulation repeats it, follows the time before.
fn arose(case: &Case, rule: &Afterwards) -> bool {
    let decided_since = case.rounds.last().map(|round| round.reopened_at);
    (case.obligations.iter().filter(|known| known.id == rule.id)).any(|known| {
        let of_this_round =
            decided_since.is_none_or(|since| known.since >= since && known.done_at.is_none_or(|done| done > since));
        let once = rule.every.is_some() || rule.kind != AfterwardsKind::SuspendEntry;
        known.open() || (of_this_round && once)
    })
}

/// Is it one that stops or ends the entry?
pub(super) fn of_entry(kind: AfterwardsKind) -> bool {
    matches!(kind, AfterwardsKind::SuspendEntry | AfterwardsKind::EndEntry)
}

/// Does it stop or end the entry now? Not before its term has passed, and not before the sources
/// that must be asked once more have answered: nothing is taken away on what is not known.
pub(super) fn acts(case: &Case, known: &Obligation, context: &Context<'_>) -> bool {
    if !of_entry(known.kind) {
        return false;
    }
    match (known.stage, &known.due) {
        (ObligationStage::Open, None) => true,
        (ObligationStage::Overdue, _) => {
            let rule = context.regulation.afterwards.iter().find(|rule| rule.id == known.id);
            let told = |state| matches!(state, EvidenceState::Answered | EvidenceState::Absent);
            rule.is_some_and(|rule| {
                rule.asks.iter().all(|id| case.sources.iter().any(|asked| asked.source == *id && told(asked.state)))
            })
        }
        _ => false,
    }
}

/// What stops or ends the entry is no longer so.
fn lapse(work: &mut Changing<'_>) {
    let open: Vec<(String, u32)> = (work.case.obligations.iter())
        .filter(|known| of_entry(known.kind) && known.open())
        .map(|known| (known.id.clone(), known.time))
        .collect();
    for (id, time) in open {
        let rule = work.context.regulation.afterwards.iter().find(|rule| rule.id == id);
        let when = rule.and_then(|rule| rule.when.as_ref());
        if when.is_some_and(|when| work.verdict(when) == Verdict::No) {
            work.happened(Event::ObligationDone { id, time });
        }
    }
}

/// The day alone can end or suspend an entry: a child has grown up. Counts when it does.
pub(super) fn look_again(case: &mut Case, context: &Context<'_>, now: Timestamp) {
    case.after_look = None;
    if case.state != CaseState::Completed {
        return;
    }
    let variant = case.variant.as_deref();
    let rules = context.regulation.afterwards.iter().filter(|rule| of_entry(rule.kind) && fits(rule, variant));
    let rules: Vec<_> = rules.filter_map(|rule| rule.when.as_ref()).collect();
    if rules.is_empty() {
        return;
    }
    let seen = |today: Date| -> Vec<Verdict> {
        let world = World { regulation: context.regulation, facts: &case.facts, today };
        rules.iter().map(|when| when.verdict(&world)).collect()
    };
    let today = context.clock.local_date(now);
    let known = seen(today);
    let days = (1..=FARTHEST_DAYS).map_while(|ahead| today.checked_add(ahead.days()).ok());
    let farthest = today.checked_add(FARTHEST_DAYS.days()).ok();
    let day = days.into_iter().find(|day| seen(*day) != known).or(farthest);
    case.after_look = day.map(|day| context.clock.start_of_day(day));
}

/// That day has come.
pub(super) fn look(work: &mut Changing<'_>) -> Result<(), Refusal> {
    if work.case.after_look.is_none_or(|at| work.now < at) {
        return Err(Refusal::NotDue);
    }
    lapse(work);
    arise(work)?;
    work.advance_later();
    Ok(())
}

fn times(work: &Changing<'_>, rule: &Afterwards) -> u32 {
    let known = work.case.obligations.iter().filter(|known| known.id == rule.id).count();
    u32::try_from(known).unwrap_or(u32::MAX)
}

fn due(work: &Changing<'_>, rule: &Afterwards, from: Timestamp) -> Result<Option<Due>, Refusal> {
    let term = rule.within.or(rule.every);
    Ok(term.map(|term| work.context.clock.due(from, term, &[])).transpose()?)
}

fn begin(work: &mut Changing<'_>, rule: &Afterwards, time: u32, due: Option<Due>) -> Result<(), Refusal> {
    let blocked = due.as_ref().zip(rule.blocks).map(|(due, term)| work.context.clock.due(due.at, term, &[]));
    let blocks_until = blocked.transpose()?.map(|due| due.at);
    let (id, kind) = (rule.id.clone(), rule.kind);
    work.happened(Event::ObligationArose { id, kind, time, due: due.clone(), blocks_until });
    // A re-check is the authority's own work: the applicant is told when something comes of it.
    if rule.kind == AfterwardsKind::Recheck {
        return Ok(());
    }
    let (title, say, mend) = (rule.title.clone(), rule.say.clone(), rule.mend.clone());
    let clause = work.context.regulation.clause_text(&rule.because);
    work.notify(&Content::Progress(Progress::Afterwards { title, say, mend, clause, due, overdue: false }))
}

fn rule<'a>(work: &Changing<'a>, id: &str) -> Result<&'a Afterwards, Refusal> {
    let rule = work.context.regulation.afterwards.iter().find(|rule| rule.id == id);
    rule.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))
}

/// Done; what comes again begins anew, counted from when it was due.
pub(super) fn fulfil(
    work: &mut Changing<'_>,
    id: &str,
    words: Option<&str>,
    evidence: &[String],
) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let known = work.case.obligations.iter().find(|known| known.id == id && known.open());
    let known = known.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))?;
    let applicants = matches!(known.kind, AfterwardsKind::Report | AfterwardsKind::Closing | AfterwardsKind::Renewal);
    if matches!(work.by, Actor::Applicant(_)) && !applicants {
        return Err(Refusal::NotAllowed);
    }
    let (time, next_from) = (known.time, known.due.as_ref().map_or(work.now, |due| due.at));
    work.happened(Event::ObligationDone { id: id.to_owned(), time });
    if let Some(done) = work.case.obligations.iter_mut().find(|known| known.id == id && known.time == time) {
        done.words = words.map(str::to_owned);
        done.evidence = evidence.to_vec();
    }
    if let Some(every) = rule.every {
        let due = work.context.clock.due(next_from, every, &[])?;
        begin(work, rule, time + 1, Some(due))?;
    }
    Ok(())
}

/// Its term passed. A report is owed still; a re-check begins; the rest is the authority's turn.
pub(super) fn overdue(work: &mut Changing<'_>, id: &str, time: u32) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let known = work.case.obligations.iter().find(|known| known.id == id && known.time == time);
    let known = known.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))?;
    match known.stage {
        ObligationStage::Open => {}
        ObligationStage::Overdue => return Err(Refusal::AlreadyDone),
        ObligationStage::Done | ObligationStage::DoneLate => return Err(Refusal::NotDue),
    }
    if known.due.as_ref().is_none_or(|due| work.now <= due.at) {
        return Err(Refusal::NotDue);
    }
    let due = known.due.clone();
    if of_entry(rule.kind) {
        lapse(work);
        let gone = |known: &Obligation| known.id == id && known.time == time && !known.open();
        if work.case.obligations.iter().any(gone) {
            return Ok(());
        }
    }
    let what = timer::numbered(&format!("after:{id}"), time);
    work.happened(Event::TimerBreached { what });
    if rule.kind == AfterwardsKind::Recheck {
        work.advance_later();
        return Ok(());
    }
    let (title, say, mend) = (rule.title.clone(), rule.say.clone(), rule.mend.clone());
    let clause = work.context.regulation.clause_text(&rule.because);
    work.advance_later();
    if of_entry(rule.kind) {
        // What became of the entry is told when it is done to it; first the sources are asked anew.
        return ask(work, rule);
    }
    work.notify(&Content::Progress(Progress::Afterwards { title, say, mend, clause, due, overdue: true }))
}

/// Asks the sources of a rule for its own purpose; the journal says on what ground a closed case
/// is read and written to.
fn ask(work: &mut Changing<'_>, rule: &Afterwards) -> Result<(), Refusal> {
    if !rule.asks.is_empty() {
        let clause = work.context.regulation.clause_text(&rule.because);
        work.happened(Event::Read { ground: format!("{}: {clause}", rule.title) });
    }
    for source in &rule.asks {
        request(work, source)?;
    }
    Ok(())
}

/// May a closed case learn from that source? Only what is asked after the decision, and only while
/// the answer is waited for.
pub(super) fn may_learn(work: &Changing<'_>, source: &str) -> bool {
    let asks = |rule: &Afterwards| rule.asks.iter().any(|id| id == source);
    work.context.regulation.afterwards.iter().any(asks)
        && work.case.sources.iter().any(|asked| asked.source == source && asked.state.outstanding())
}

/// Asks the sources of a re-check anew; when the last has answered, it is done. An official may
/// also have those looked at that stop or end the entry.
pub(super) fn recheck(work: &mut Changing<'_>, id: &str) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let due = work.case.obligations.iter().any(|known| known.id == id && known.stage == ObligationStage::Overdue);
    let looks = match rule.kind {
        AfterwardsKind::Recheck => due || *work.by != Actor::Machine,
        kind => of_entry(kind) && !rule.asks.is_empty() && *work.by != Actor::Machine,
    };
    if !looks {
        return Err(Refusal::NotDue);
    }
    if work.case.sources.iter().any(|asked| rule.asks.contains(&asked.source) && asked.state.outstanding()) {
        return Err(Refusal::AlreadyDone);
    }
    ask(work, rule)?;
    if rule.asks.is_empty() {
        return fulfil(work, id, None, &[]);
    }
    Ok(())
}

/// After an answer to a re-check: conditions are looked at again, and a re-check whose sources
/// have all answered is done.
pub(super) fn learnt(work: &mut Changing<'_>) -> Result<(), Refusal> {
    lapse(work);
    arise(work)?;
    let checked: Vec<String> = (work.case.obligations.iter())
        .filter(|known| known.kind == AfterwardsKind::Recheck && known.stage == ObligationStage::Overdue)
        .map(|known| known.id.clone())
        .collect();
    for id in checked {
        let asks = &rule(work, &id)?.asks;
        let waits = work.case.sources.iter().any(|asked| asks.contains(&asked.source) && asked.state.outstanding());
        if !waits {
            fulfil(work, &id, None, &[])?;
        }
    }
    Ok(())
}
