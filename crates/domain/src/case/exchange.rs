//! Learning facts, interagency answers, and ending procedures by hand or by criterion
//! (P3 of C24; INTAKE-09: a silent source falls to a person).

use std::collections::BTreeMap;

use regulation::expression::Verdict;
use regulation::fact::{FactName, Facts, Known, Source};
use regulation::package::ProcedureKind;

use super::after;
use super::assessed::{of_experts, sheets_wanted};
use super::call::CallReason;
use super::changing::Changing;
use super::course::{next_title, start_next};
use super::derived;
use super::model::{Actor, CaseState};
use crate::evidence::EvidenceState;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// New facts. The journal keeps their names, source and time; the values stay in the case.
pub(super) fn learn(work: &mut Changing<'_>, facts: &Facts) -> Result<(), Refusal> {
    work.in_hands()?;
    if work.case.state == CaseState::Completed && *work.by != Actor::Machine {
        return Err(Refusal::WrongState { state: work.case.state.name() });
    }
    let mut by_source: BTreeMap<String, Vec<FactName>> = BTreeMap::new();
    for (name, known) in &facts.0 {
        let may_say = match (work.by, &known.source) {
            (Actor::System(system), Source::Official { official: named }) => system == named,
            (Actor::Official(official), Source::Official { official: named }) => official.as_str() == named,
            (
                Actor::Machine,
                Source::Identity | Source::Register { .. } | Source::Derived | Source::Case | Source::Service { .. },
            ) => true,
            _ => false,
        };
        // What experts' sheets give, nobody states.
        let of_experts = of_experts(&work.case, work.context.regulation, name);
        if !may_say || of_experts || !work.context.regulation.facts.contains_key(name) {
            return Err(Refusal::UnknownFact(name.clone()));
        }
        // A closed case learns from registers for what goes on after its decision, and no more.
        if let Source::Register { source } = &known.source
            && work.case.state == CaseState::Completed
            && !after::may_learn(work, source)
        {
            return Err(Refusal::WrongState { state: work.case.state.name() });
        }
        by_source.entry(source_name(&known.source)).or_default().push(name.clone());
    }
    for (source, names) in by_source {
        let absent = names.iter().all(|name| facts.value(name).is_none());
        let asked = work.case.sources.iter().any(|asked| asked.source == source);
        if asked {
            work.happened(Event::EvidenceAnswered { source: source.clone(), absent });
        }
        work.happened(Event::Learnt { source, facts: names });
    }
    let contradicted = contradicted(&work.case.facts, facts);
    for (name, known) in &facts.0 {
        // That one register has nothing does not undo what another one told.
        if known.value.is_none() && another_register_told(&work.case.facts, name, known) {
            continue;
        }
        // A contest stays until its keeper settles it: an answer that comes meanwhile does not.
        let contested = work.case.contests.iter().any(|open| open.fact == *name && open.settled_at.is_none());
        let contested = contested || contradicted.contains(name);
        let known = Known { contested: known.contested || contested, ..known.clone() };
        work.case.facts.learn(name.clone(), known);
    }
    derived::follow(work, facts.0.keys().cloned());
    if !contradicted.is_empty() {
        work.happened(Event::PersonCalled { reason: CallReason::Contradiction(contradicted).written() });
    }
    match work.case.state {
        CaseState::Registered => start_next(work)?,
        CaseState::Completed => after::learnt(work)?,
        _ => {}
    }
    work.advance_later();
    Ok(())
}

/// Facts of which two registers say different things: neither may decide, a person must look.
fn contradicted(before: &Facts, now: &Facts) -> Vec<FactName> {
    let differs = |name: &FactName, known: &Known| {
        known.value.is_some()
            && another_register_told(before, name, known)
            && before.value(name) != known.value.as_ref()
    };
    now.0.iter().filter(|(name, known)| differs(name, known)).map(|(name, _)| name.clone()).collect()
}

fn another_register_told(before: &Facts, name: &FactName, now: &Known) -> bool {
    before.get(name).is_some_and(|known| {
        let registers = matches!((&known.source, &now.source), (Source::Register { .. }, Source::Register { .. }));
        registers && known.source != now.source && known.value.is_some()
    })
}

/// A source cannot answer, or stayed silent past its norm: the case goes on without it.
pub(super) fn failed(work: &mut Changing<'_>, source: &str, overdue: bool) -> Result<(), Refusal> {
    let asked = work.case.sources.iter().find(|asked| asked.source == source);
    let asked = asked.ok_or_else(|| Refusal::UnknownSource(source.to_owned()))?;
    let open = asked.state.outstanding() || (asked.state == EvidenceState::Overdue && !overdue);
    if !open {
        return Err(Refusal::AlreadyDone);
    }
    work.happened(Event::EvidenceFailed { source: source.to_owned(), overdue });
    if work.case.state == CaseState::Completed {
        let reason = CallReason::DecisionUnknown { facts: Vec::new(), silent: vec![source.to_owned()] };
        work.happened(Event::PersonCalled { reason: reason.written() });
        after::learnt(work)?;
    }
    work.advance_later();
    Ok(())
}

/// Ends the procedure that runs and begins the next; the applicant is told (STATUS-04).
pub(super) fn end(work: &mut Changing<'_>, procedure: &str) -> Result<(), Refusal> {
    let Some((_, rule)) = work.running().filter(|(state, _)| state.id == procedure) else {
        return Err(Refusal::ProcedureNotRunning(procedure.to_owned()));
    };
    // Intake ends by registration, a decision by a decision, provision by the result.
    if matches!(rule.kind, ProcedureKind::Intake | ProcedureKind::Decision | ProcedureKind::Provision) {
        return Err(Refusal::ProcedureEndsOtherwise(procedure.to_owned()));
    }
    work.may_perform(rule.by)?;
    let by_machine = *work.by == Actor::Machine;
    let ready = match rule.end.as_ref().map(|criterion| work.verdict(criterion)) {
        Some(Verdict::No) => false,
        // What the machine cannot know, a person can: they end it on their own judgment.
        Some(Verdict::Unknown(_)) => !by_machine,
        Some(Verdict::Yes) | None => true,
    };
    if sheets_wanted(&work.case, work.context.regulation, procedure) {
        return Err(Refusal::ProcedureNotReady(procedure.to_owned()));
    }
    let awaited = rule.kind == ProcedureKind::Exchange && outstanding(work, &rule.asks);
    if !ready || (awaited && by_machine) {
        return Err(Refusal::ProcedureNotReady(procedure.to_owned()));
    }
    work.happened(Event::ProcedureEnded { procedure: procedure.to_owned() });
    start_next(work)?;
    let next = next_title(work);
    work.notify(&Content::Progress(Progress::Ended { procedure: rule.title.clone(), next }))?;
    work.advance_later();
    Ok(())
}

/// Is an answer of these sources still awaited?
fn outstanding(work: &Changing<'_>, asks: &[String]) -> bool {
    work.case.sources.iter().any(|asked| asks.contains(&asked.source) && asked.state.outstanding())
}

/// A source as the journal names it.
fn source_name(source: &Source) -> String {
    match source {
        Source::Applicant => "applicant".to_owned(),
        Source::Identity => "identity".to_owned(),
        Source::Register { source } => source.clone(),
        Source::Official { .. } => "official".to_owned(),
        Source::Derived => "derived".to_owned(),
        Source::Experts { .. } => "experts".to_owned(),
        Source::Case => "case".to_owned(),
        Source::Service { service, result } => format!("services.{service}.{result}"),
    }
}
