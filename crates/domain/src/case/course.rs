//! The course of procedures (SM-12): which begins next, and which sources it must ask.

use std::collections::BTreeSet;

use regulation::assess::{Outcome, VariantFit};
use regulation::expression::Verdict;
use regulation::fact::FactName;
use regulation::package::{Fact, Ground, Procedure, ProcedureKind, SourcePath};

use super::changing::Changing;
use super::distribute;
use crate::evidence::{EvidenceRequest, EvidenceState};
use crate::id::EvidenceRequestId;
use crate::journal::Event;
use crate::procedure::ProcedureStage;
use crate::refusal::Refusal;

/// Begins the next procedure whose start criterion allows it; skips those that are not needed.
/// One procedure runs at a time, in the order of the regulation.
pub(super) fn start_next(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let waiting: Vec<String> = (work.case.procedures.iter())
        .filter(|procedure| procedure.stage == ProcedureStage::Pending)
        .map(|procedure| procedure.id.clone())
        .collect();
    for id in waiting {
        if work.case.procedures.iter().any(|procedure| procedure.runs() || procedure.stage == ProcedureStage::Paused) {
            return Ok(());
        }
        let Some(rule) = work.rule(&id) else { continue };
        match may_start(work, rule) {
            Start::Now => start(work, rule)?,
            Start::Never => work.happened(Event::ProcedureSkipped { procedure: id }),
            Start::NotYet => return Ok(()),
        }
    }
    Ok(())
}

enum Start {
    Now,
    Never,
    NotYet,
}

fn may_start(work: &Changing<'_>, rule: &Procedure) -> Start {
    let decided = work.case.decision.is_some() || work.case.state == super::CaseState::DecisionPositive;
    match (&rule.start, rule.kind) {
        // The result is provided after a positive decision and never before.
        (_, ProcedureKind::Provision) if !decided => Start::NotYet,
        (Some(criterion), _) => match work.verdict(criterion) {
            Verdict::Yes => Start::Now,
            Verdict::No => Start::Never,
            // Nothing stops for a reason that nobody sees yet; whoever sees it later begins these
            // two by a wish.
            Verdict::Unknown(_) if is_begun_by_wish(rule.kind) => Start::Never,
            Verdict::Unknown(_) => Start::NotYet,
        },
        // These two are begun by a wish of their own, not by their turn.
        (None, kind) if is_begun_by_wish(kind) => Start::Never,
        (None, ProcedureKind::Exchange) if sources_needed(work, rule).is_empty() => Start::Never,
        (None, _) => Start::Now,
    }
}

fn is_begun_by_wish(kind: ProcedureKind) -> bool {
    matches!(kind, ProcedureKind::Suspension | ProcedureKind::ExtraData)
}

fn start(work: &mut Changing<'_>, rule: &Procedure) -> Result<(), Refusal> {
    let due = work.due(rule.within)?;
    work.happened(Event::ProcedureStarted { procedure: rule.id.clone(), since: work.now, due });
    if rule.kind != ProcedureKind::Exchange {
        return Ok(());
    }
    for source in sources_needed(work, rule) {
        request(work, &source)?;
    }
    Ok(())
}

/// Asks one declared source.
pub(super) fn request(work: &mut Changing<'_>, source: &str) -> Result<(), Refusal> {
    let Some(declared) = work.context.regulation.sources.get(source) else { return Ok(()) };
    let request = EvidenceRequest {
        id: EvidenceRequestId((work.context.ids)(work.case.id.bucket())),
        case: work.case.id.clone(),
        source: source.to_owned(),
        keys: declared.keys.clone(),
        state: EvidenceState::Queued,
        asked_at: work.now,
        due: Some(work.due(declared.within)?),
        answered_at: None,
        answer: regulation::fact::Facts::default(),
        tries: 0,
        sent_at: None,
        problem: None,
        message: None,
        asked_with: None,
        reused: None,
    };
    work.ask(request);
    Ok(())
}

/// Asks before registration what variant and intake depend on, if a source has it: intake is
/// decided from what is known (INTAKE-09).
pub(super) fn ask_for_intake(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let outlook = work.outlook();
    let mut unknown: BTreeSet<FactName> = BTreeSet::new();
    if let Outcome::NotYet(facts) = &outlook.accept {
        unknown.extend(facts.iter().cloned());
    }
    if let VariantFit::NotYet(facts) = &outlook.variant {
        unknown.extend(facts.iter().cloned());
    }
    let regulation = work.context.regulation;
    let mut sources = BTreeSet::new();
    for fact in unknown.iter().filter_map(|name| regulation.facts.get(name)) {
        sources.extend(fact.from.iter().filter_map(|path| match path {
            SourcePath::Register { source, .. } => Some(source.clone()),
            _ => None,
        }));
    }
    for source in sources {
        if work.case.sources.iter().all(|asked| asked.source != source) {
            request(work, &source)?;
        }
    }
    Ok(())
}

/// Sources of an exchange that hold something still wanted: nothing is asked for its own sake
/// (SEC-04), nothing twice.
fn sources_needed(work: &Changing<'_>, rule: &Procedure) -> Vec<String> {
    let wanted = wanted(work);
    let gives = |fact: &Fact, source: &String| {
        let from = fact.from.iter();
        from.into_iter().any(|path| matches!(path, SourcePath::Register { source: other, .. } if other == source))
    };
    let applies = |fact: &Fact| fact.when.as_ref().is_none_or(|when| work.verdict(when) != Verdict::No);
    let regulation = work.context.regulation;
    (rule.asks.iter())
        .filter(|source| work.case.sources.iter().all(|asked| asked.source != **source))
        .filter(|source| !distribute::told_by_line(work, source))
        .filter(|source| {
            regulation.facts.values().any(|fact| {
                gives(fact, source)
                    && work.case.facts.get(&fact.name).is_none()
                    && wanted.contains(&fact.name)
                    && applies(fact)
            })
        })
        .cloned()
        .collect()
}

/// Facts that can still change the decision, or stand in the result, or begin or end a
/// procedure; with what they are derived from.
fn wanted(work: &Changing<'_>) -> BTreeSet<FactName> {
    let regulation = work.context.regulation;
    let found = work.outlook();
    let mut wanted: BTreeSet<FactName> = match &found.decision {
        Outcome::NotYet(facts) => facts.iter().cloned().collect(),
        Outcome::Positive | Outcome::Negative(_) => BTreeSet::new(),
    };
    // What turns an application away or stops it is a question of the same exchange.
    for ground in found.give_back.iter().chain(&found.forward).chain(&found.suspend).chain(&found.prolong) {
        if let Some(Verdict::Unknown(facts)) = &ground.verdict {
            wanted.extend(facts.iter().cloned());
        }
    }
    if let Some(variant) = &work.case.variant {
        wanted.extend(regulation.outputs_for(variant).flat_map(|output| output.holds.iter().cloned()));
    }
    let criteria = regulation.procedures.iter().flat_map(|rule| rule.start.iter().chain(rule.end.iter()));
    wanted.extend(criteria.flat_map(|criterion| criterion.reads().iter().cloned()));
    // What stops or prolongs a case changes it as much as what decides it.
    let fits = |ground: &Ground| {
        ground.variants.is_empty() || work.case.variant.as_ref().is_none_or(|own| ground.variants.contains(own))
    };
    let stops = regulation.suspend.iter().filter(|rule| fits(&rule.ground));
    let stops = stops.flat_map(|rule| rule.ground.when.iter().chain(rule.until.iter()));
    let prolongs = regulation.prolong.iter().filter(|rule| fits(&rule.ground)).flat_map(|rule| rule.ground.when.iter());
    wanted.extend(stops.chain(prolongs).flat_map(|rule| rule.reads_all(regulation)));
    // What ranks it in a line it stands in decides who gets a piece.
    let stands = |id: &str| work.case.queues.iter().any(|place| place.resource == id);
    for resource in regulation.resources.iter().filter(|one| stands(&one.id)) {
        wanted.extend(resource.rank.iter().flat_map(|rank| rank.by.reads_all(regulation)));
        wanted.extend(resource.shares.iter().flat_map(|share| share.when.reads_all(regulation)));
    }
    let mut queue: Vec<FactName> = wanted.iter().cloned().collect();
    while let Some(name) = queue.pop() {
        let derive = regulation.facts.get(&name).and_then(|fact| fact.derive.as_ref());
        for read in derive.into_iter().flat_map(|derive| derive.reads().iter()) {
            if wanted.insert(read.clone()) {
                queue.push(read.clone());
            }
        }
    }
    wanted
}

/// Title of what comes after: the procedure that runs now, or the next one, or the service.
pub(super) fn next_title(work: &Changing<'_>) -> String {
    let procedures = &work.case.procedures;
    let next = (procedures.iter().find(|procedure| procedure.runs()))
        .or_else(|| procedures.iter().find(|procedure| procedure.stage == ProcedureStage::Pending));
    let rule = next.and_then(|procedure| work.rule(&procedure.id));
    rule.map_or_else(|| work.context.regulation.short.clone(), |rule| rule.title.clone())
}
