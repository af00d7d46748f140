//! An administrative procedure of a case (SM-12): pending, started, paused, overdue, ended.

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
    /// How often it began anew after the case had been decided.
    #[serde(default)]
    pub round: u32,
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

impl ProcedureState {
    /// A procedure that has not begun.
    pub fn pending(id: String, kind: ProcedureKind) -> Self {
        Self { id, kind, stage: ProcedureStage::Pending, started_at: None, due: None, ended_at: None, round: 0 }
    }

    /// Does it run, in time or late?
    pub fn runs(&self) -> bool {
        matches!(self.stage, ProcedureStage::Started | ProcedureStage::Overdue)
    }

    /// Is it over: ended or skipped?
    pub fn over(&self) -> bool {
        matches!(self.stage, ProcedureStage::Ended | ProcedureStage::EndedLate | ProcedureStage::Skipped)
    }

    /// It runs again, as if it had not begun.
    pub(crate) fn again(&mut self) {
        *self = Self { round: self.round + 1, ..Self::pending(self.id.clone(), self.kind) };
    }

    /// It begins.
    pub(crate) fn start(&mut self, at: Timestamp, due: Due) {
        self.stage = ProcedureStage::Started;
        self.started_at = Some(at);
        self.due = Some(due);
    }

    /// It ends; after its due moment it ended late, unless its clock stood still.
    pub(crate) fn end(&mut self, at: Timestamp) {
        let late = self.stage != ProcedureStage::Paused && self.due.as_ref().is_some_and(|due| at > due.at);
        self.stage = if late { ProcedureStage::EndedLate } else { ProcedureStage::Ended };
        self.ended_at = Some(at);
    }

    /// The clock stands still: what runs in time waits. What is overdue stays overdue.
    pub(crate) fn pause(&mut self) {
        if self.stage == ProcedureStage::Started {
            self.stage = ProcedureStage::Paused;
        }
    }

    /// The clock runs again.
    pub(crate) fn resume(&mut self, due: Due) {
        if self.stage == ProcedureStage::Paused {
            self.stage = ProcedureStage::Started;
            self.due = Some(due);
        }
    }
}
