//! What each entry of a journal does to a case: one arm per event.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::package::ProcedureKind;

use super::event::{Entry, Event};
use super::replay::{DecisionSeen, Replayed, RoundSeen};
use crate::case::{
    AssessingSeen, CaseState, Contest, Obligation, ObligationStage, Pause, Prolonged, Questions, WentOn,
};
use crate::distribution::PlaceState;
use crate::evidence::EvidenceState;
use crate::procedure::{ProcedureStage, ProcedureState};
use crate::timer;

impl Replayed {
    /// Takes one more entry in.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Filed { registration_due, declared, proactive, .. } => {
                self.proactive.clone_from(proactive);
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
            Event::NotAccepted { .. }
            | Event::GivenBack { .. }
            | Event::Forwarded { .. }
            | Event::Decided { .. }
            | Event::ResultIssued { .. }
            | Event::Completed
            | Event::Withdrawn
            | Event::Declined
            | Event::Undone
            | Event::Reopened { .. } => self.conclude(entry),
            Event::Learnt { .. }
            | Event::EvidenceAsked { .. }
            | Event::EvidenceAnswered { .. }
            | Event::EvidenceFailed { .. }
            | Event::OriginalSeen { .. }
            | Event::Assessed { .. }
            | Event::Assessing { .. }
            | Event::Contested { .. }
            | Event::Settled { .. } => self.apply_knowledge(entry),
            Event::Item { at } => match self.items.iter_mut().find(|known| known.output == at.output) {
                Some(known) => known.clone_from(at),
                None => self.items.push(at.clone()),
            },
            Event::Line { resource, stock, what } => what.apply(&mut self.queues, resource, stock, entry.at),
            Event::PersonCalled { reason } => self.needs_person = Some(reason.clone()),
            Event::Taken { official } => self.assignee = Some(official.clone()),
            // Who puts a case back lets the machine look again with fresh eyes.
            Event::Returned => {
                self.assignee = None;
                self.needs_person = None;
            }
            Event::HandedOver { to } => self.assignee = Some(to.clone()),
            Event::Noticed { .. }
            | Event::ResultChanged { .. }
            | Event::Recorded { .. }
            | Event::Read { .. }
            | Event::TypedIn { .. } => {}
            Event::ProcedureStarted { .. }
            | Event::ProcedureEnded { .. }
            | Event::ProcedureSkipped { .. }
            | Event::Recounted { .. } => self.apply_course(entry),
            Event::Suspended { .. }
            | Event::ApplicantAsked { .. }
            | Event::Resumed { .. }
            | Event::Prolonged { .. }
            | Event::TimerBreached { .. }
            | Event::Warned { .. }
            | Event::Escalated { .. } => self.apply_clock(entry),
            Event::ObligationArose { .. } | Event::ObligationDone { .. } => self.apply_after(entry),
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
            Event::NotAccepted { .. } => self.ended(CaseState::NotAccepted, entry.at),
            Event::Completed => self.ended(CaseState::Completed, entry.at),
            Event::Withdrawn | Event::Declined | Event::Undone => self.ended(CaseState::Withdrawn, entry.at),
            Event::GivenBack { ground, digest } => {
                self.turned_away = Some((ground.clone(), None, digest.clone()));
                self.ended(CaseState::Returned, entry.at);
            }
            Event::Forwarded { ground, to, digest } => {
                self.turned_away = Some((ground.clone(), Some(to.clone()), digest.clone()));
                self.ended(CaseState::Forwarded, entry.at);
            }
            Event::Reopened { .. } => self.reopen(entry),
            _ => {}
        }
    }

    /// What was over begins again; what was decided is kept as a round of its own.
    fn reopen(&mut self, entry: &Entry) {
        let Event::Reopened { ground, only_result, procedures, due } = &entry.event else { return };
        self.rounds.push(RoundSeen {
            decision: self.decision.clone(),
            results: std::mem::take(&mut self.results),
            closed_at: self.closed_at.take(),
            reopened_at: entry.at,
            ground: *ground,
            only_result: *only_result,
            intake: self.registered_at.is_none(),
        });
        // What was handed out stays in the journal; the new result is a new thing.
        self.items.clear();
        self.term_ended_at = None;
        self.assignee = None;
        self.needs_person = None;
        self.turned_away = None;
        for name in ["case", "registration"] {
            for list in [&mut self.breached, &mut self.warned, &mut self.escalated] {
                list.retain(|known| known != name);
            }
        }
        if self.registered_at.is_none() {
            self.state = Some(CaseState::Delivered);
            self.registration_due = Some(due.clone());
            self.stand_again();
            return;
        }
        self.due = Some(due.clone());
        self.state = Some(if *only_result { CaseState::DecisionPositive } else { CaseState::InProgress });
        if !only_result {
            self.decision = None;
            self.stand_again();
            // What followed from a decision that is taken back is owed no more.
            for known in self.obligations.iter_mut().filter(|known| known.open()) {
                known.stage = ObligationStage::Done;
                known.done_at = Some(entry.at);
            }
        }
        for id in procedures {
            if let Some(found) = self.procedure(id) {
                found.again();
            }
        }
    }

    /// The places that were left because the case ended are the case's again.
    fn stand_again(&mut self) {
        for place in self.queues.iter_mut().filter(|place| place.state == PlaceState::Ended) {
            place.state = PlaceState::Waiting;
        }
    }

    fn ended(&mut self, state: CaseState, at: Timestamp) {
        self.state = Some(state);
        self.close_pause(at, None);
        self.end(at);
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
            Event::Assessing { procedure, round, what } => {
                AssessingSeen::apply(&mut self.assessing, procedure, *round, what, entry.at);
            }
            Event::Assessed { expert, digest } => self.sheets.push((expert.clone(), digest.clone())),
            Event::Contested { fact, keeper } => self.contests.push(Contest {
                fact: fact.clone(),
                keeper: keeper.clone(),
                at: entry.at,
                words: String::new(),
                settled_at: None,
                upheld: false,
            }),
            Event::Settled { fact, upheld } => {
                self.needs_person = None;
                for contest in &mut self.contests {
                    if contest.fact == *fact && contest.settled_at.is_none() {
                        contest.settled_at = Some(entry.at);
                        contest.upheld = *upheld;
                    }
                }
            }
            Event::OriginalSeen { item, shown } => {
                if let Some(owed) = self.declared.iter_mut().find(|owed| &owed.0 == item) {
                    owed.1 = Some(*shown);
                }
            }
            _ => {}
        }
    }

    /// Procedures.
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
            Event::Recounted { registration_due, due, procedures } => {
                self.registration_due = registration_due.clone().or(self.registration_due.take());
                self.due = due.clone().or(self.due.take());
                for (id, due) in procedures {
                    if let Some(found) = self.procedure(id) {
                        found.due = Some(due.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// Standing still, going on, other ends, ends that passed.
    fn apply_clock(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Suspended { ground, limit } => {
                self.stand(CaseState::Suspended, entry.at, ground.clone(), limit.clone());
            }
            Event::ApplicantAsked { facts, due } => {
                self.stand(CaseState::AwaitingApplicant, entry.at, None, due.clone());
                self.asked_of_applicant.push(Questions {
                    facts: facts.clone(),
                    words: String::new(),
                    asked_at: entry.at,
                    due: due.clone(),
                    ended_at: None,
                    answered: false,
                });
            }
            Event::Resumed { due, procedures, why } => {
                self.state = Some(CaseState::InProgress);
                self.due = Some(due.clone());
                self.close_pause(entry.at, *why);
                for (id, due) in procedures {
                    if let Some(found) = self.procedure(id) {
                        found.resume(due.clone());
                    }
                }
            }
            Event::Prolonged { ground, to, due } => {
                self.due = Some(due.clone());
                self.warned.retain(|name| name != "case");
                self.prolonged.push(Prolonged { ground: ground.clone(), at: entry.at, to: *to, words: None });
            }
            Event::TimerBreached { what } => self.breach(what),
            Event::Warned { what } => self.warned.push(what.clone()),
            Event::Escalated { what } => self.escalated.push(what.clone()),
            _ => {}
        }
    }

    fn stand(&mut self, state: CaseState, at: Timestamp, ground: Option<String>, limit: Option<Due>) {
        self.state = Some(state);
        self.needs_person = None;
        self.pauses.push(Pause {
            from: at,
            until: None,
            reason: String::new(),
            ground,
            limit,
            looks_at: None,
            went_on: None,
        });
        self.procedures.iter_mut().for_each(ProcedureState::pause);
    }

    fn breach(&mut self, what: &str) {
        let obligation = timer::obligation(what)
            .and_then(|(id, time)| self.obligations.iter_mut().find(|known| known.id == id && known.time == time));
        if let Some(found) = obligation {
            found.stage = ObligationStage::Overdue;
            return;
        }
        match self.procedure(what) {
            Some(found) => found.stage = ProcedureStage::Overdue,
            None => self.breached.push(what.to_owned()),
        }
    }

    /// What goes on after the decision.
    fn apply_after(&mut self, entry: &Entry) {
        match &entry.event {
            Event::ObligationArose { id, kind, time, due, blocks_until } => self.obligations.push(Obligation {
                id: id.clone(),
                kind: *kind,
                time: *time,
                since: entry.at,
                due: due.clone(),
                blocks_until: *blocks_until,
                stage: ObligationStage::Open,
                done_at: None,
                words: None,
                evidence: Vec::new(),
            }),
            Event::ObligationDone { id, time } => {
                let found = self.obligations.iter_mut().find(|known| known.id == *id && known.time == *time);
                if let Some(found) = found {
                    let late = found.due.as_ref().is_some_and(|due| entry.at > due.at);
                    found.stage = if late { ObligationStage::DoneLate } else { ObligationStage::Done };
                    found.done_at = Some(entry.at);
                }
            }
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

    fn close_pause(&mut self, at: Timestamp, why: Option<WentOn>) {
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            pause.until = Some(at);
            pause.went_on = why;
        }
        if let Some(asked) = self.asked_of_applicant.last_mut().filter(|asked| asked.open()) {
            asked.ended_at = Some(at);
            asked.answered = why == Some(WentOn::Answered);
        }
    }

    fn end(&mut self, at: Timestamp) {
        self.closed_at = Some(at);
        self.term_ended_at.get_or_insert(at);
        self.needs_person = None;
    }
}
