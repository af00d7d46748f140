//! The evidence pack: what the journal of a case shows, put together by the machine at the moment of
//! the complaint, and who had a part in the case. No answers of the applicant are in it.

use jiff::Timestamp;
use regulation::clock::Due;
use serde::{Deserialize, Serialize};

use crate::case::{Actor, Case, CaseState, DecisionRecord, ReopenGround, TurnedAway};
use crate::id::{CaseId, OfficialId};
use crate::journal::{Entry, Event};
use crate::procedure::ProcedureState;

/// What can be proved of a case at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// The service.
    pub service: String,
    /// Edition of the regulation.
    pub version: String,
    /// When it was put together.
    pub made_at: Timestamp,
    /// Hash of the last entry: the rest of the journal can be checked against it.
    pub head: String,
    /// Where the case stood.
    pub state: CaseState,
    /// End of its whole term.
    pub due: Option<Due>,
    /// The decision complained of.
    pub decision: Option<DecisionRecord>,
    /// Returned or passed on.
    pub turned_away: Option<TurnedAway>,
    /// Its procedures with their terms.
    pub procedures: Vec<ProcedureState>,
    /// The journal, oldest first.
    pub entries: Vec<Entry>,
}

impl Pack {
    /// Puts it together.
    pub fn of(case: &Case, entries: Vec<Entry>, head: String, now: Timestamp) -> Self {
        // What the machine saw at the decision holds answers of the applicant: the case keeps it.
        let decision = case.decision.clone().map(|one| DecisionRecord { trace: serde_json::Value::Null, ..one });
        Self {
            case: case.id.clone(),
            number: case.number.clone(),
            service: case.service.clone(),
            version: case.version.clone(),
            made_at: now,
            head,
            state: case.state,
            due: case.due.clone(),
            decision,
            turned_away: case.turned_away.clone(),
            procedures: case.procedures.clone(),
            entries,
        }
    }
}

/// Officials who had a part in a case: whoever did anything to it but read it. Opening it again upon
/// a complaint is no part in what is complained of next.
pub fn acted(case: &Case, entries: &[Entry]) -> Vec<OfficialId> {
    let upheld = |entry: &Entry| matches!(entry.event, Event::Reopened { ground: ReopenGround::Complaint, .. });
    let complaints: Vec<_> = entries.iter().filter(|entry| upheld(entry)).map(|entry| (&entry.by, entry.at)).collect();
    let mut found: Vec<OfficialId> = Vec::new();
    let mut add = |who: &OfficialId| {
        if !found.contains(who) {
            found.push(who.clone());
        }
    };
    for entry in entries {
        let beside = matches!(entry.event, Event::Read { .. }) || complaints.contains(&(&entry.by, entry.at));
        if let (Actor::Official(who), false) = (&entry.by, beside) {
            add(who);
        }
        match &entry.event {
            Event::Taken { official } => add(official),
            Event::ResultIssued { signer, .. } => add(signer),
            _ => {}
        }
    }
    let rounds = case.rounds.iter().filter_map(|round| round.decision.as_ref());
    for decision in rounds.chain(case.decision.as_ref()) {
        if let Actor::Official(who) = &decision.by {
            add(who);
        }
    }
    case.assignee.iter().for_each(&mut add);
    case.sheets.iter().for_each(|sheet| add(&OfficialId(sheet.expert.clone())));
    found
}
