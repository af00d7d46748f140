//! Rebuilding a case from its journal: states, due moments, procedures, decision, results.
//!
//! The rules change a case only by applying journal entries to it with this same code, so that
//! the row and the journal cannot say different things.

use jiff::Timestamp;
use regulation::clock::Due;
use serde::{Deserialize, Serialize};

use super::chain::digest;
use super::event::Entry;
use super::unsaid;
use crate::case::{
    Actor, AskedSource, AssessingSeen, Case, CaseState, Contest, DecisionRecord, Declared, Obligation, Pause,
    Proactive, Prolonged, Questions, ReopenGround, Round, TurnedAway,
};
use crate::delivery::{Delivery, Standing};
use crate::distribution::QueuePlace;
use crate::evidence::EvidenceState;
use crate::id::{EvidenceRequestId, OfficialId, ResultId};
use crate::procedure::ProcedureState;

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
    /// Times the clock stood still, without their words.
    pub pauses: Vec<Pause>,
    /// What the applicant was asked for, without its words.
    pub asked_of_applicant: Vec<Questions>,
    /// How the whole term was prolonged, without the words.
    pub prolonged: Vec<Prolonged>,
    /// Timers that were warned of.
    pub warned: Vec<String>,
    /// Breaches brought before the head.
    pub escalated: Vec<String>,
    /// Returned or passed on: ground and SHA-256 of words and trace.
    pub turned_away: Option<(String, Option<String>, String)>,
    /// Earlier rounds.
    pub rounds: Vec<RoundSeen>,
    /// Sheets of experts: who and SHA-256.
    pub sheets: Vec<(String, String)>,
    /// How assessments go, without words and files.
    #[serde(default)]
    pub assessing: Vec<AssessingSeen>,
    /// Facts contested, without the words.
    pub contests: Vec<Contest>,
    /// What goes on after the decision, without the words.
    pub obligations: Vec<Obligation>,
    /// Started without an application, and why.
    pub proactive: Option<Proactive>,
    /// Outside sources asked: source, request, state.
    pub sources: Vec<(String, EvidenceRequestId, EvidenceState)>,
    /// Declared originals: shown in order, not in order, or not looked at.
    pub declared: Vec<(String, Option<bool>)>,
    /// Places in lines for limited resources.
    pub queues: Vec<QueuePlace>,
    /// Results that are things.
    pub items: Vec<Standing>,
    /// Timers that passed: `registration`, `case`.
    pub breached: Vec<String>,
    /// The decision.
    pub decision: Option<DecisionSeen>,
    /// Results issued.
    pub results: Vec<ResultId>,
}

/// An earlier round as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSeen {
    /// Its decision.
    pub decision: Option<DecisionSeen>,
    /// Its results.
    pub results: Vec<ResultId>,
    /// When it had ended.
    pub closed_at: Option<Timestamp>,
    /// When it was opened again.
    pub reopened_at: Timestamp,
    /// On what ground.
    pub ground: ReopenGround,
    /// Only the result is made anew.
    pub only_result: bool,
    /// Intake ran again.
    pub intake: bool,
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

impl RoundSeen {
    /// What the journal must say of this round.
    fn of(round: &Round) -> Self {
        Self {
            decision: round.decision.as_ref().map(DecisionSeen::of),
            results: round.results.clone(),
            closed_at: round.closed_at,
            reopened_at: round.reopened_at,
            ground: round.ground,
            only_result: round.only_result,
            intake: round.intake,
        }
    }

    /// The round with the decision that was the case's; its words come from the rule.
    fn with(self, decision: Option<DecisionRecord>) -> Round {
        Round {
            decision,
            results: self.results,
            closed_at: self.closed_at,
            reopened_at: self.reopened_at,
            ground: self.ground,
            only_result: self.only_result,
            intake: self.intake,
            reason: String::new(),
        }
    }
}

impl TurnedAway {
    /// SHA-256 of its words and trace, as the journal has it.
    pub(crate) fn digest(&self) -> String {
        digest(&(&self.words, &self.trace))
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
            pauses: case.pauses.iter().map(unsaid::pause).collect(),
            asked_of_applicant: case.asked_of_applicant.iter().map(unsaid::questions).collect(),
            prolonged: case.prolonged.iter().map(unsaid::prolonged).collect(),
            warned: case.warned.clone(),
            escalated: case.escalated.clone(),
            turned_away: case.turned_away.as_ref().map(|away| (away.ground.clone(), away.to.clone(), away.digest())),
            rounds: case.rounds.iter().map(RoundSeen::of).collect(),
            sheets: case.sheets.iter().map(|sheet| (sheet.expert.clone(), digest(sheet))).collect(),
            assessing: case.assessing.iter().filter_map(AssessingSeen::of).collect(),
            contests: case.contests.iter().map(unsaid::contest).collect(),
            obligations: case.obligations.iter().map(unsaid::obligation).collect(),
            proactive: case.proactive.as_ref().map(unsaid::proactive),
            sources: (case.sources.iter())
                .map(|asked| (asked.source.clone(), asked.request.clone(), asked.state))
                .collect(),
            queues: case.queues.clone(),
            items: case.deliveries.iter().map(|item| item.at.clone()).collect(),
            declared: case.declared.iter().map(|owed| (owed.item.clone(), owed.shown)).collect(),
            breached: case.breached.clone(),
            decision: case.decision.as_ref().map(DecisionSeen::of),
            results: case.results.clone(),
        }
    }

    /// Writes what was told back into a case. What people said, the words and traces of decisions
    /// and sheets are not in any journal: the rule that has them writes them, and what the case
    /// has of them already stays.
    pub(crate) fn write_into(self, case: &mut Case) {
        case.state = self.state.unwrap_or(case.state);
        case.variant = self.variant;
        case.registration_due = self.registration_due;
        case.registered_at = self.registered_at;
        case.due = self.due;
        case.term_ended_at = self.term_ended_at;
        case.closed_at = self.closed_at;
        case.assignee = self.assignee;
        case.needs_person = self.needs_person;
        case.procedures = self.procedures;
        case.sources =
            (self.sources.into_iter()).map(|(source, request, state)| AskedSource { source, request, state }).collect();
        case.queues = self.queues;
        let known = std::mem::take(&mut case.deliveries);
        case.deliveries = (self.items.into_iter())
            .map(|at| match known.iter().find(|item| item.at.output == at.output) {
                Some(item) => Delivery { at, ..item.clone() },
                None => Delivery { at: at.clone(), ..Delivery::begin(&at.output) },
            })
            .collect();
        for (item, shown) in self.declared {
            match case.declared.iter_mut().find(|owed| owed.item == item) {
                Some(owed) => owed.shown = shown,
                None => case.declared.push(Declared { item, shown, reason: None }),
            }
        }
        for (index, round) in self.rounds.into_iter().enumerate().skip(case.rounds.len()) {
            debug_assert_eq!(index, case.rounds.len());
            case.rounds.push(round.with(case.decision.clone()));
        }
        if self.decision.is_none() {
            case.decision = None;
        }
        if self.turned_away.is_none() {
            case.turned_away = None;
        }
        case.pauses = unsaid::said_again(self.pauses, &case.pauses, unsaid::pause_again);
        case.asked_of_applicant =
            unsaid::said_again(self.asked_of_applicant, &case.asked_of_applicant, unsaid::questions_again);
        case.prolonged = unsaid::said_again(self.prolonged, &case.prolonged, unsaid::prolonged_again);
        case.contests = unsaid::said_again(self.contests, &case.contests, unsaid::contest_again);
        case.obligations = unsaid::said_again(self.obligations, &case.obligations, unsaid::obligation_again);
        case.warned = self.warned;
        case.escalated = self.escalated;
        case.breached = self.breached;
        case.results = self.results;
    }
}
