//! Rebuilding a case from its journal: states, due moments, procedures, decision, results.
//!
//! The rules change a case only by applying journal entries to it with this same code, so that
//! the row and the journal cannot say different things.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::package::ProcedureKind;
use serde::{Deserialize, Serialize};

use super::chain::digest;
use super::event::{Entry, Event};
use crate::case::{Actor, AskedSource, Case, CaseState, DecisionRecord, Declared};
use crate::evidence::EvidenceState;
use crate::id::{EvidenceRequestId, OfficialId, ResultId};
use crate::procedure::{ProcedureStage, ProcedureState};

/// What a journal tells of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Replayed {
    /// Where it stands; `None` before it was filed.
    pub state: Option<CaseState>,
    /// Variant, once registered.
    pub variant: Option<String>,
    /// When it was filed.
    pub filed_at: Option<Timestamp>,
    /// When it must be registered.
    pub registration_due: Option<Due>,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// End of the whole term.
    pub due: Option<Due>,
    /// When the whole term stopped running.
    pub term_ended_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Official who has taken it.
    pub assignee: Option<OfficialId>,
    /// Why a person must look.
    pub needs_person: Option<String>,
    /// Procedures with stages and due moments.
    pub procedures: Vec<ProcedureState>,
    /// Times the clock stood still.
    pub pauses: Vec<PauseSeen>,
    /// Outside sources asked: source, request, state.
    pub sources: Vec<(String, EvidenceRequestId, EvidenceState)>,
    /// Declared originals: shown in order, not in order, or not looked at.
    pub declared: Vec<(String, Option<bool>)>,
    /// Timers that passed: `registration`, `case`.
    pub breached: Vec<String>,
    /// The decision.
    pub decision: Option<DecisionSeen>,
    /// Results issued.
    pub results: Vec<ResultId>,
}

/// A time the clock stood still, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseSeen {
    /// First moment.
    pub from: Timestamp,
    /// Last moment.
    pub until: Option<Timestamp>,
}

/// A decision as the journal holds it: its words and trace by digest only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionSeen {
    /// Provide or refuse.
    pub positive: bool,
    /// Grounds of a refusal.
    pub grounds: Vec<String>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of words and trace.
    pub digest: String,
}

impl DecisionSeen {
    /// What the journal must say of this decision.
    pub fn of(record: &DecisionRecord) -> Self {
        Self {
            positive: record.positive,
            grounds: record.grounds.clone(),
            by: record.by.clone(),
            at: record.at,
            digest: digest(&(&record.words, &record.trace)),
        }
    }
}

/// Rebuilds what a journal tells, from its first entry to its last.
pub fn replay(entries: &[Entry]) -> Replayed {
    let mut seen = Replayed::default();
    for entry in entries {
        seen.apply(entry);
    }
    seen
}

/// Does the journal tell of the case what its row says? The error names what differs.
pub fn replay_agrees(case: &Case, entries: &[Entry]) -> Result<(), String> {
    let told = serde_json::to_value(replay(entries)).map_err(|error| error.to_string())?;
    let row = serde_json::to_value(Replayed::of(case)).map_err(|error| error.to_string())?;
    let (Some(told), Some(row)) = (told.as_object(), row.as_object()) else {
        return Err("nothing to compare".to_owned());
    };
    let differing: Vec<String> = row
        .iter()
        .filter(|(name, value)| told.get(*name) != Some(value))
        .map(|(name, value)| format!("{name}: row {value}, journal {:?}", told.get(name)))
        .collect();
    if differing.is_empty() { Ok(()) } else { Err(differing.join("; ")) }
}

impl Replayed {
    /// What a journal must tell of this case.
    pub fn of(case: &Case) -> Self {
        Self {
            state: Some(case.state),
            variant: case.variant.clone(),
            filed_at: Some(case.filed_at),
            registration_due: case.registration_due.clone(),
            registered_at: case.registered_at,
            due: case.due.clone(),
            term_ended_at: case.term_ended_at,
            closed_at: case.closed_at,
            assignee: case.assignee.clone(),
            needs_person: case.needs_person.clone(),
            procedures: case.procedures.clone(),
            pauses: case.pauses.iter().map(|pause| PauseSeen { from: pause.from, until: pause.until }).collect(),
            sources: (case.sources.iter())
                .map(|asked| (asked.source.clone(), asked.request.clone(), asked.state))
                .collect(),
            declared: case.declared.iter().map(|owed| (owed.item.clone(), owed.shown)).collect(),
            breached: case.breached.clone(),
            decision: case.decision.as_ref().map(DecisionSeen::of),
            results: case.results.clone(),
        }
    }

    /// Writes what was told back into a case. The decision's words and trace, the words of
    /// pauses and of originals are not in any journal: the rule that has them writes them.
    pub(crate) fn write_into(self, case: &mut Case) {
        case.state = self.state.unwrap_or(case.state);
        case.variant = self.variant;
        case.registration_due = self.registration_due;
        case.registered_at = self.registered_at;
        case.due = self.due;
        case.term_ended_at = self.term_ended_at;
        case.closed_at = self.closed_at;
        case.closed_at = self.closed_at;
        case.assignee = self.assignee;
        case.needs_person = self.needs_person;
        case.procedures = self.procedures;
        case.sources =
            (self.sources.into_iter()).map(|(source, request, state)| AskedSource { source, request, state }).collect();
        for (item, shown) in self.declared {
            match case.declared.iter_mut().find(|owed| owed.item == item) {
                Some(owed) => owed.shown = shown,
                None => case.declared.push(Declared { item, shown, reason: None }),
            }
        }
        for (index, pause) in self.pauses.into_iter().enumerate() {
            match case.pauses.get_mut(index) {
                Some(known) => known.until = pause.until,
                None => {
                    case.pauses.push(crate::case::Pause { from: pause.from, until: pause.until, reason: String::new() })
                }
            }
        }
        case.breached = self.breached;
        case.results = self.results;
    }

    /// Takes one more entry in.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Filed { registration_due, declared, .. } => {
                self.state = Some(CaseState::Submitted);
                self.filed_at = Some(entry.at);
                self.registration_due.clone_from(registration_due);
                self.declared = declared.iter().map(|item| (item.clone(), None)).collect();
            }
            Event::DeliveryDelayed => self.state = Some(CaseState::Delivering),
            Event::Delivered => self.state = Some(CaseState::Delivered),
            Event::Registered { variant, due, procedures } => {
                self.state = Some(CaseState::Registered);
                self.registered_at = Some(entry.at);
                self.variant = Some(variant.clone());
                self.due = Some(due.clone());
                self.needs_person = None;
                self.procedures =
                    (procedures.iter()).map(|name| ProcedureState::pending(name.id.clone(), name.kind)).collect();
            }
            Event::NotAccepted { .. } => {
                self.state = Some(CaseState::NotAccepted);
                self.end(entry.at);
            }
            Event::Decided { .. } | Event::ResultIssued { .. } | Event::Completed | Event::Withdrawn => {
                self.conclude(entry);
            }
            Event::Learnt { .. }
            | Event::EvidenceAsked { .. }
            | Event::EvidenceAnswered { .. }
            | Event::EvidenceFailed { .. }
            | Event::OriginalSeen { .. } => self.apply_knowledge(entry),
            Event::PersonCalled { reason } => self.needs_person = Some(reason.clone()),
            Event::Taken { official } => self.assignee = Some(official.clone()),
            Event::Returned => self.assignee = None,
            Event::HandedOver { to } => self.assignee = Some(to.clone()),
            Event::Noticed { .. } | Event::ResultChanged { .. } | Event::Recorded { .. } | Event::Read { .. } => {}
            Event::ProcedureStarted { .. }
            | Event::ProcedureEnded { .. }
            | Event::ProcedureSkipped { .. }
            | Event::Suspended
            | Event::ApplicantAsked
            | Event::Resumed { .. }
            | Event::Recounted { .. }
            | Event::TimerBreached { .. } => self.apply_course(entry),
        }
    }

    /// Decision, result, end.
    fn conclude(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Decided { positive, grounds, digest } => {
                self.needs_person = None;
                self.decision = Some(DecisionSeen {
                    positive: *positive,
                    grounds: grounds.clone(),
                    by: entry.by.clone(),
                    at: entry.at,
                    digest: digest.clone(),
                });
                if *positive {
                    self.state = Some(CaseState::DecisionPositive);
                } else {
                    self.state = Some(CaseState::DecisionNegative);
                    self.end(entry.at);
                }
            }
            Event::ResultIssued { result, ready, .. } => {
                self.results.push(result.clone());
                if *ready {
                    self.state = Some(CaseState::ResultReady);
                    self.term_ended_at = Some(entry.at);
                }
            }
            Event::Completed => {
                self.state = Some(CaseState::Completed);
                self.end(entry.at);
            }
            Event::Withdrawn => {
                self.state = Some(CaseState::Withdrawn);
                self.close_pause(entry.at);
                self.end(entry.at);
            }
            _ => {}
        }
    }

    /// What is known and from whom.
    fn apply_knowledge(&mut self, entry: &Entry) {
        match &entry.event {
            Event::EvidenceAsked { request, source } => {
                self.sources.retain(|(name, _, _)| name != source);
                self.sources.push((source.clone(), request.clone(), EvidenceState::Queued));
            }
            Event::EvidenceAnswered { source, absent } => {
                let state = if *absent { EvidenceState::Absent } else { EvidenceState::Answered };
                self.source_is(source, state);
            }
            Event::EvidenceFailed { source, overdue } => {
                let state = if *overdue { EvidenceState::Overdue } else { EvidenceState::Failed };
                self.source_is(source, state);
            }
            Event::OriginalSeen { item, shown } => {
                if let Some(owed) = self.declared.iter_mut().find(|owed| &owed.0 == item) {
                    owed.1 = Some(*shown);
                }
            }
            _ => {}
        }
    }

    /// Procedures and the clock.
    fn apply_course(&mut self, entry: &Entry) {
        match &entry.event {
            Event::ProcedureStarted { procedure, since, due } => {
                let Some(found) = self.procedure(procedure) else { return };
                found.start(*since, due.clone());
                // Profiling and intake are over when the case is registered: the work begins
                // with the first procedure after them.
                let begins = !matches!(found.kind, ProcedureKind::Intake | ProcedureKind::Profiling);
                if begins && self.state == Some(CaseState::Registered) {
                    self.state = Some(CaseState::InProgress);
                }
            }
            Event::ProcedureEnded { procedure } => {
                self.needs_person = None;
                if let Some(found) = self.procedure(procedure) {
                    found.end(entry.at);
                }
            }
            Event::ProcedureSkipped { procedure } => {
                if let Some(found) = self.procedure(procedure) {
                    found.stage = ProcedureStage::Skipped;
                }
            }
            Event::Suspended | Event::ApplicantAsked => {
                self.state = Some(match entry.event {
                    Event::Suspended => CaseState::Suspended,
                    _ => CaseState::AwaitingApplicant,
                });
                self.needs_person = None;
                self.pauses.push(PauseSeen { from: entry.at, until: None });
                self.procedures.iter_mut().for_each(ProcedureState::pause);
            }
            Event::Resumed { due, procedures } => {
                self.state = Some(CaseState::InProgress);
                self.due = Some(due.clone());
                self.close_pause(entry.at);
                for (id, due) in procedures {
                    if let Some(found) = self.procedure(id) {
                        found.resume(due.clone());
                    }
                }
            }
            Event::Recounted { registration_due, due, procedures } => {
                self.registration_due = registration_due.clone().or(self.registration_due.take());
                self.due = due.clone().or(self.due.take());
                for (id, due) in procedures {
                    if let Some(found) = self.procedure(id) {
                        found.due = Some(due.clone());
                    }
                }
            }
            Event::TimerBreached { what } => match self.procedure(what) {
                Some(found) => found.stage = ProcedureStage::Overdue,
                None => self.breached.push(what.clone()),
            },
            _ => {}
        }
    }

    fn procedure(&mut self, id: &str) -> Option<&mut ProcedureState> {
        self.procedures.iter_mut().find(|procedure| procedure.id == id)
    }

    fn source_is(&mut self, source: &str, state: EvidenceState) {
        if let Some(asked) = self.sources.iter_mut().find(|asked| asked.0 == source) {
            asked.2 = state;
        }
    }

    fn close_pause(&mut self, at: Timestamp) {
        if let Some(pause) = self.pauses.last_mut() {
            pause.until.get_or_insert(at);
        }
    }

    fn end(&mut self, at: Timestamp) {
        self.closed_at = Some(at);
        self.term_ended_at.get_or_insert(at);
        self.needs_person = None;
    }
}
