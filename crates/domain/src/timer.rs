//! Timers (SM-31): due moments that the legal clock computed; never deleted. They are a view
//! of the case: what ends, when, and how it stands, so they can always be made anew.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::Case;
use crate::id::{self, CaseId, TimerId};
use crate::procedure::ProcedureStage;

/// A timer of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Id.
    pub id: TimerId,
    /// Case.
    pub case: CaseId,
    /// What ends: `registration`, `case` or the id of a procedure.
    pub what: String,
    /// When it is due.
    pub due_at: Timestamp,
    /// State.
    pub state: TimerState,
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

/// All timers of a case as they stand.
pub fn of(case: &Case) -> Vec<Timer> {
    let mut timers = Vec::new();
    let mut add = |what: &str, due_at: Timestamp, state| {
        timers.push(Timer { id: id_of(&case.id, what), case: case.id.clone(), what: what.to_owned(), due_at, state });
    };
    if let Some(due) = &case.registration_due {
        let ended = case.registered_at.or(case.closed_at);
        add("registration", due.at, state(due.at, ended, late(case, "registration"), false));
    }
    if let Some(due) = &case.due {
        add("case", due.at, whole(case, due.at));
    }
    for procedure in &case.procedures {
        if let Some(due) = &procedure.due {
            add(&procedure.id, due.at, of_stage(procedure.stage));
        }
    }
    timers
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
    of(after).into_iter().filter(|timer| !known.contains(timer)).collect()
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
