//! What becomes of the entries of the register when their case goes on: what an undone decision
//! gave is annulled, a corrected entry gives its place to the new one, and what the regulation
//! says of life after the decision suspends, resumes and ends them (SM-22).
//!
//! The register follows the case: looked at twice, nothing is done twice.

use jiff::Timestamp;
use regulation::package::AfterwardsKind;

use super::after;
use super::changing::Changing;
use super::decide::Context;
use super::model::{Actor, Case, CaseState, Change};
use super::parts::Obligation;
use super::wish::ReopenGround;
use crate::distribution::{LeaveReason, LineEvent, PlaceState, QueuePlace};
use crate::id::ResultId;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;
use crate::result::{self, Basis, ResultRecord, ResultState};

/// Why an entry ends with the decision that gave it; reasons of people are not repeated here.
fn undone(ground: ReopenGround) -> &'static str {
    match ground {
        ReopenGround::Complaint => "Решение отменено: жалоба удовлетворена.",
        ReopenGround::Court => "Решение отменено по решению суда.",
        ReopenGround::Error => "Решение отменено: допущена ошибка.",
    }
}

/// Why an entry gives its place to another.
const CORRECTED: &str = "Исправлена ошибка, выдан новый результат.";
/// Why an entry is in force again.
const GONE: &str = "Основание приостановления отпало.";

/// What an entry should be.
enum Wanted {
    /// As it is.
    Same,
    /// In that state, for that reason.
    In(ResultState, Basis),
}

/// Brings the entries of a case to where the case stands: the change with journal and notices, and
/// the entries as they are to be written. `None` when all of them stand so already.
pub fn follow(
    case: &Case,
    records: &[ResultRecord],
    by: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Option<(Change, Vec<ResultRecord>)>, Refusal> {
    let mut work = Changing::new(case, by, context, now);
    let mut changed = Vec::new();
    for record in records {
        let Wanted::In(state, basis) = wanted(case, record, records, context, now) else { continue };
        let next = result::change(record, state, basis, by, now)?;
        work.happened(Event::ResultChanged { result: next.id.clone(), state });
        tell(&mut work, &next)?;
        changed.push(next);
    }
    let ended = ended(case, context);
    if !ended.is_empty() {
        leave_lines(&mut work);
    }
    for (id, time) in ended {
        work.happened(Event::ObligationDone { id, time });
    }
    if work.journal.is_empty() { Ok(None) } else { Ok(Some((work.finish(), changed))) }
}

/// Can the entries of this case stand otherwise than they should? Says without reading them.
pub fn follows(case: &Case, context: &Context<'_>) -> bool {
    let rounds = !case.rounds.is_empty() && matches!(case.state, CaseState::Completed | CaseState::ResultReady);
    let of_entry =
        |known: &Obligation| after::of_entry(known.kind) && (!known.open() || after::acts(case, known, context));
    rounds || (case.state == CaseState::Completed && case.obligations.iter().any(of_entry))
}

fn wanted(
    case: &Case,
    record: &ResultRecord,
    records: &[ResultRecord],
    context: &Context<'_>,
    now: Timestamp,
) -> Wanted {
    if record.state_at(now).ended() {
        return Wanted::Same;
    }
    if let Some(round) = round_of(case, record, records) {
        let undoing = case.rounds.iter().skip(round).find(|round| !round.only_result);
        let annulled = |ground: &str| Wanted::In(ResultState::Annulled, ground.into());
        return match undoing {
            Some(round) => annulled(undone(round.ground)),
            // Corrected: the decision stands, and so does its entry until the new one is there.
            None if matches!(case.state, CaseState::Completed | CaseState::ResultReady) => annulled(CORRECTED),
            None => Wanted::Same,
        };
    }
    // A paper that was given tells of the day it was given; it is the entry that is stopped.
    let touches = record.register.is_some() || records.iter().all(|other| other.register.is_none());
    if case.state != CaseState::Completed || !touches {
        return Wanted::Same;
    }
    let acting = |kind| case.obligations.iter().find(|known| known.kind == kind && after::acts(case, known, context));
    if let Some(known) = acting(AfterwardsKind::EndEntry) {
        return Wanted::In(ResultState::Annulled, basis(known, context));
    }
    match (record.state, acting(AfterwardsKind::SuspendEntry)) {
        (ResultState::Active, Some(known)) => Wanted::In(ResultState::Suspended, basis(known, context)),
        // What an official suspended, an official resumes.
        (ResultState::Suspended, None) => match record.history.last().filter(|last| last.by == Actor::Machine) {
            Some(last) => {
                let basis = Basis { ground: GONE.to_owned(), clause: last.clause.clone() };
                Wanted::In(ResultState::Active, basis)
            }
            None => Wanted::Same,
        },
        _ => Wanted::Same,
    }
}

/// The earlier round an entry is of, its older versions followed back; `None` for the present one.
fn round_of(case: &Case, record: &ResultRecord, records: &[ResultRecord]) -> Option<usize> {
    let mut id: &ResultId = &record.id;
    for _ in 0..=records.len() {
        if case.results.contains(id) {
            return None;
        }
        if let Some(round) = case.rounds.iter().position(|round| round.results.contains(id)) {
            return Some(round);
        }
        id = records.iter().find(|other| other.id == *id)?.replaces.as_ref()?;
    }
    None
}

fn basis(known: &Obligation, context: &Context<'_>) -> Basis {
    let rule = context.regulation.afterwards.iter().find(|rule| rule.id == known.id);
    let ground = rule.map_or_else(|| known.id.clone(), |rule| rule.title.clone());
    Basis { ground, clause: rule.map(|rule| context.regulation.clause_text(&rule.because)) }
}

/// What ends an entry is done once the entry has ended.
fn ended(case: &Case, context: &Context<'_>) -> Vec<(String, u32)> {
    if case.state != CaseState::Completed {
        return Vec::new();
    }
    let acting = |known: &&Obligation| known.kind == AfterwardsKind::EndEntry && after::acts(case, known, context);
    case.obligations.iter().filter(acting).map(|known| (known.id.clone(), known.time)).collect()
}

/// Whose entry has ended waits for nothing any more.
fn leave_lines(work: &mut Changing<'_>) {
    let waits = |place: &&QueuePlace| place.state.in_line() || place.state == PlaceState::Offered;
    let places: Vec<_> =
        (work.case.queues.iter().filter(waits)).map(|place| (place.resource.clone(), place.stock.clone())).collect();
    for (resource, stock) in places {
        let what = LineEvent::Left { reason: LeaveReason::Ended };
        work.happened(Event::Line { resource, stock, what });
    }
}

fn tell(work: &mut Changing<'_>, record: &ResultRecord) -> Result<(), Refusal> {
    let outputs = &work.context.regulation.results;
    let title = outputs.iter().find(|output| output.id == record.output).map(|output| output.title.clone());
    let clause = record.history.last().and_then(|line| line.clause.clone()).unwrap_or_default();
    work.notify(&Content::Progress(Progress::Entry {
        title: title.unwrap_or_else(|| record.output.clone()),
        result: record.number.clone(),
        state: record.state,
        reason: record.ground.clone().unwrap_or_default(),
        clause,
        newer: None,
    }))
}

/// A result that was made anew takes the place of the entries of the same output that are still in
/// force: they end as replaced, the new one keeps their term, because a correction prolongs nothing
/// (RESULT-11). Gives the old ones as they are to be written.
pub fn take_place(
    case: &Case,
    records: &[ResultRecord],
    new: &mut ResultRecord,
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<ResultRecord>, Refusal> {
    let mut replaced = Vec::new();
    let old =
        records.iter().filter(|old| old.output == new.output && old.id != new.id && !case.results.contains(&old.id));
    for old in old.filter(|old| !old.state_at(now).ended()) {
        // What is suspended cannot become replaced (SM-22): it is annulled and leads to the new one.
        let state = if old.state == ResultState::Active { ResultState::Changed } else { ResultState::Annulled };
        let mut next = result::change(old, state, CORRECTED, by, now)?;
        next.replaced_by = Some(new.id.clone());
        new.replaces = Some(old.id.clone());
        new.valid_until = old.valid_until;
        replaced.push(next);
    }
    Ok(replaced)
}
