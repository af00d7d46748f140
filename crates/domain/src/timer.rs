//! Timers (SM-31): due moments that the legal clock computed; never deleted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, TimerId};

/// A timer of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Id.
    pub id: TimerId,
    /// Case.
    pub case: CaseId,
    /// What ends: `case` or the id of a procedure.
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
