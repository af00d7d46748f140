//! Timers (SM-31): due moments that the legal clock computed; never deleted. They are a view
//! of the case: what ends, when, and how it stands, so they can always be made anew.

use jiff::Timestamp;
use regulation::clock::LegalClock;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::{Case, ObligationStage, Wish};
use crate::delivery::Step;
use crate::distribution::PlaceState;
use crate::id::{self, CaseId, StockId, TimerId};
use crate::procedure::ProcedureStage;

/// A timer of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Id.
    pub id: TimerId,
    /// Case.
    pub case: CaseId,
    /// What ends: `registration`, `case`, the id of a procedure, `suspension`, `answer`,
    /// `after:ID`, `storage:RESULT`; or what is looked at: `warn:case`, `escalate:case`, `look:after`. What comes again has `@1`,
    /// `@2` … behind it, because a timer that met its end is never armed again.
    pub what: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// State.
    pub state: TimerState,
}

impl Timer {
    fn ended(self) -> Self {
        let late = matches!(self.state, TimerState::Breached | TimerState::MetLate);
        Self { state: if late { TimerState::MetLate } else { TimerState::Met }, ..self }
    }
}

/// States of a timer (SM-31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerState {
    /// Runs.
    Armed,
    /// The clock stands still.
    Paused,
    /// What it watched ended in time.
    Met,
    /// The moment passed and the thing still runs.
    Breached,
    /// Ended after the moment.
    MetLate,
}

impl TimerState {
    /// May the state follow? A timer that met its end stays as it is.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Armed => true,
            Self::Paused => next != Self::Breached,
            Self::Breached => matches!(next, Self::Breached | Self::MetLate),
            Self::Met | Self::MetLate => next == self,
        }
    }
}

/// The id of a timer follows from its case and what it watches, so it can be written over
/// without being read.
pub fn id_of(case: &CaseId, what: &str) -> TimerId {
    let hash = Sha256::digest(format!("{case}/{what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    TimerId(id::make(bytes, case.bucket()))
}

/// Tells calendars apart: the same days off, the same zone and rule give the same word.
pub fn calendar_mark(clock: &LegalClock) -> String {
    let years = (1990..2200).filter_map(|year| Some((year, clock.calendar.year(year)?)));
    let days: Vec<_> = years
        .map(|(year, of)| {
            (year, of.days_off.keys().collect::<Vec<_>>(), of.working_weekends.keys().collect::<Vec<_>>())
        })
        .collect();
    crate::journal::digest(&(clock.time_zone.iana_name(), clock.moves_from_day_off, days))
}

/// Looking again at what a closed case gave: the day alone can end it. Numbered by the day.
pub const LOOK: &str = "look:after";

/// A name for the time of that number: the first has no number.
pub fn numbered(what: &str, time: u32) -> String {
    if time == 0 { what.to_owned() } else { format!("{what}@{time}") }
}

/// The obligation that a timer watches: its id and which time.
pub fn obligation(what: &str) -> Option<(&str, u32)> {
    let rest = what.strip_prefix("after:")?;
    Some(split(rest))
}

/// A name without its number, and the number.
pub fn split(what: &str) -> (&str, u32) {
    match what.rsplit_once('@') {
        Some((name, time)) => time.parse().map_or((what, 0), |time| (name, time)),
        None => (what, 0),
    }
}

/// What the machine wishes when a timer passed.
pub fn passed(what: &str) -> Wish {
    let name = split(what).0;
    if let Some(watched) = name.strip_prefix("warn:") {
        return Wish::Warn { what: watched.to_owned() };
    }
    if let Some(watched) = name.strip_prefix("escalate:") {
        return Wish::Escalate { what: watched.to_owned() };
    }
    if let Some((resource, stock)) = name.strip_prefix("offer:").and_then(|rest| rest.split_once(':')) {
        return Wish::LapseOffer { resource: resource.to_owned(), stock: StockId(stock.to_owned()) };
    }
    if let Some(output) = name.strip_prefix("storage:") {
        return Wish::Item { output: output.to_owned(), step: Step::Lapse };
    }
    match name {
        "suspension" | "answer" => Wish::Resume,
        _ if what.starts_with("after:") => Wish::Breach { what: what.to_owned() },
        name => Wish::Breach { what: name.to_owned() },
    }
}

/// All timers of a case as they stand.
pub fn of(case: &Case) -> Vec<Timer> {
    let mut timers = Timers { case, found: Vec::new() };
    let round = u32::try_from(case.rounds.len()).unwrap_or(u32::MAX);
    if let Some(due) = &case.registration_due {
        let ended = case.registered_at.or(case.closed_at);
        let again = case.rounds.iter().filter(|round| round.intake).count();
        let again = u32::try_from(again).unwrap_or(u32::MAX);
        timers.add("registration", again, due.at, state(due.at, ended, late(case, "registration"), false));
    }
    if let Some(due) = &case.due {
        timers.add("case", round, due.at, whole(case, due.at));
        timers.watches(round);
    }
    for procedure in &case.procedures {
        if let Some(due) = &procedure.due {
            timers.add(&procedure.id, procedure.round, due.at, of_stage(procedure.stage));
        }
    }
    timers.pauses();
    for place in &case.queues {
        if let Some(until) = &place.until {
            let name = format!("offer:{}:{}", place.resource, place.stock);
            let answered = place.state != PlaceState::Offered;
            timers.add(&name, place.offers.saturating_sub(1), until.at, looked(answered, false));
        }
    }
    for item in &case.deliveries {
        // Each stay has a timer of its own: what met its end is never armed again.
        if let Some(due) = &item.at.until {
            let name = format!("storage:{}", item.at.output);
            timers.add(&name, item.at.stays.saturating_sub(1), due.at, looked(false, false));
        }
    }
    for obligation in &case.obligations {
        if let Some(due) = &obligation.due {
            let name = format!("after:{}", obligation.id);
            timers.add(&name, obligation.time, due.at, of_obligation(obligation.stage));
        }
    }
    if let Some(at) = case.after_look {
        let day = u32::try_from(at.as_second() / 86_400).unwrap_or(0);
        timers.add(LOOK, day, at, looked(false, false));
    }
    timers.found
}

struct Timers<'a> {
    case: &'a Case,
    found: Vec<Timer>,
}

impl Timers<'_> {
    fn add(&mut self, what: &str, time: u32, due_at: Timestamp, state: TimerState) {
        let (case, what) = (self.case.id.clone(), numbered(what, time));
        self.found.push(Timer { id: id_of(&case, &what), case, what, due_at, state });
    }

    /// Looking before and after the end of the whole term.
    fn watches(&mut self, round: u32) {
        let case = self.case;
        if let Some(at) = case.warn_at {
            let time = round * 100 + u32::try_from(case.prolonged.len()).unwrap_or(u32::MAX).min(99);
            let done = case.warned.iter().any(|name| name == "case") || late(case, "case");
            self.add("warn:case", time, at, looked(done || case.term_ended_at.is_some(), case.state.paused()));
        }
        if let Some(at) = case.escalate_at {
            let done = case.escalated.iter().any(|name| name == "case");
            self.add("escalate:case", round, at, looked(done || case.term_ended_at.is_some(), false));
        }
    }

    /// The latest end of what the clock stands still for.
    fn pauses(&mut self) {
        let (mut suspensions, mut questions) = (0, 0);
        for pause in &self.case.pauses {
            let (name, time) = match pause.ground {
                Some(_) => ("suspension", &mut suspensions),
                None => ("answer", &mut questions),
            };
            let ends = [pause.limit.as_ref().map(|due| due.at), pause.looks_at].into_iter().flatten().min();
            if let Some(at) = ends {
                self.add(name, *time, at, looked(pause.until.is_some(), false));
            }
            *time += 1;
        }
    }
}

fn looked(done: bool, paused: bool) -> TimerState {
    match (done, paused) {
        (true, _) => TimerState::Met,
        (false, true) => TimerState::Paused,
        (false, false) => TimerState::Armed,
    }
}

fn of_obligation(stage: ObligationStage) -> TimerState {
    match stage {
        ObligationStage::Open => TimerState::Armed,
        ObligationStage::Overdue => TimerState::Breached,
        ObligationStage::Done => TimerState::Met,
        ObligationStage::DoneLate => TimerState::MetLate,
    }
}

fn late(case: &Case, what: &str) -> bool {
    case.breached.iter().any(|name| name == what)
}

fn whole(case: &Case, due_at: Timestamp) -> TimerState {
    // Ended while the clock stood still: the due moment was never counted on, so not late.
    let stood = case.pauses.last().is_some_and(|pause| pause.until.is_some() && pause.until == case.term_ended_at);
    if stood && !late(case, "case") {
        return TimerState::Met;
    }
    state(due_at, case.term_ended_at, late(case, "case"), case.state.paused())
}

fn of_stage(stage: ProcedureStage) -> TimerState {
    match stage {
        ProcedureStage::Pending | ProcedureStage::Started => TimerState::Armed,
        ProcedureStage::Paused => TimerState::Paused,
        ProcedureStage::Overdue => TimerState::Breached,
        ProcedureStage::Ended | ProcedureStage::Skipped => TimerState::Met,
        ProcedureStage::EndedLate => TimerState::MetLate,
    }
}

/// Timers that a change armed, moved or ended.
pub fn changed(before: Option<&Case>, after: &Case) -> Vec<Timer> {
    let known = before.map(of).unwrap_or_default();
    let now = of(after);
    // What is watched no longer has met its end; a timer is never lost.
    let gone = known.iter().filter(|timer| now.iter().all(|other| other.id != timer.id)).cloned();
    let gone: Vec<Timer> = gone.map(Timer::ended).collect();
    now.into_iter().filter(|timer| !known.contains(timer)).chain(gone).collect()
}

fn state(due_at: Timestamp, ended: Option<Timestamp>, breached: bool, paused: bool) -> TimerState {
    match ended {
        Some(ended) if ended > due_at => TimerState::MetLate,
        Some(_) => TimerState::Met,
        None if breached => TimerState::Breached,
        None if paused => TimerState::Paused,
        None => TimerState::Armed,
    }
}
