//! An administrative procedure of a case (SM-12).

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::package::ProcedureKind;
use serde::{Deserialize, Serialize};

/// A procedure of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcedureState {
    /// Id in the regulation.
    pub id: String,
    /// Kind.
    pub kind: ProcedureKind,
    /// Where it stands.
    pub stage: ProcedureStage,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// When it must end.
    pub due: Option<Due>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// Stages of a procedure (SM-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureStage {
    /// Not begun.
    Pending,
    /// Runs.
    Started,
    /// The case's clock stands still.
    Paused,
    /// The norm has passed and it still runs.
    Overdue,
    /// Done in time.
    Ended,
    /// Done late.
    EndedLate,
    /// Not in this variant.
    Skipped,
}
