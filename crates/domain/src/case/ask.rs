//! Extra data from the applicant (P7 of C24, PROCEDURE-08): asked once, remotely, with a term,
//! and never what an authority holds.

use std::collections::BTreeSet;

use regulation::fact::{FactName, Facts, Source};
use regulation::package::{Fact, Performer, Procedure, ProcedureKind, Regulation, SourcePath};

use super::changing::Changing;
use super::derived;
use super::model::{Actor, Case};
use super::parts::WentOn;
use super::suspend::{begin_beside, go_on, running_title};
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::paper;
use crate::refusal::Refusal;

/// Asks a final list of facts; the clock stands still until the answer or the end of the term.
pub(super) fn ask(work: &mut Changing<'_>, facts: &[FactName], words: &str) -> Result<(), Refusal> {
    work.in_hands()?;
    let words = words.trim();
    if words.is_empty() || facts.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let rules: Vec<&Procedure> = procedures(&work.case, work.context.regulation).collect();
    let rule = rules.get(work.case.asked_of_applicant.len()).or(rules.first()).ok_or(Refusal::NoExtraData)?;
    if work.case.asked_of_applicant.len() >= rules.len() {
        return Err(Refusal::AskedAlready);
    }
    if *work.by == Actor::Machine {
        work.may_perform(rule.by)?;
    }
    let facts: BTreeSet<&FactName> = facts.iter().collect();
    let mut labels = Vec::new();
    for name in &facts {
        labels.push(askable(&work.case, work.context.regulation, name)?.label.clone());
    }
    let named = &work.context.regulation.facts;
    let asked: Vec<&Fact> = facts.iter().filter_map(|name| named.get(name.as_str())).collect();
    paper::demanded(words, &asked, work.context.regulation, work.context.region)?;
    let due = work.due(rule.within)?;
    let procedure = running_title(work);
    begin_beside(work, ProcedureKind::ExtraData)?;
    let facts = facts.into_iter().cloned().collect();
    work.happened(Event::ApplicantAsked { facts, due: Some(due.clone()) });
    for asked in work.case.asked_of_applicant.iter_mut().rev().take(1) {
        words.clone_into(&mut asked.words);
    }
    for pause in work.case.pauses.iter_mut().rev().take(1) {
        words.clone_into(&mut pause.reason);
    }
    work.notify(&Content::Progress(Progress::Asked {
        procedure,
        reason: words.to_owned(),
        facts: labels,
        due: Some(due),
    }))
}

/// Procedures of extra data of the case's variant: as many lists may be asked.
pub(super) fn procedures<'r>(case: &Case, regulation: &'r Regulation) -> impl Iterator<Item = &'r Procedure> {
    let variant = case.variant.clone();
    regulation.procedures.iter().filter(move |rule| {
        rule.kind == ProcedureKind::ExtraData
            && (rule.variants.is_empty() || variant.as_ref().is_none_or(|own| rule.variants.contains(own)))
    })
}

/// Can the applicant be asked for that fact? What an authority holds it gives itself.
pub(super) fn askable<'r>(case: &Case, regulation: &'r Regulation, name: &FactName) -> Result<&'r Fact, Refusal> {
    let fact = regulation.facts.get(name).ok_or_else(|| Refusal::UnknownFact(name.clone()))?;
    let held = |keeper: String| Refusal::HeldByAuthority { fact: name.clone(), keeper };
    for path in &fact.from {
        match path {
            SourcePath::Register { source, .. } => return Err(held(source.clone())),
            SourcePath::Service { service, .. } => return Err(held(service.clone())),
            SourcePath::Case(_) => return Err(Refusal::UnknownFact(name.clone())),
            SourcePath::Identity(_) => {
                if case.facts.get(name).is_some_and(|known| known.source == Source::Identity) {
                    return Err(held("esia".to_owned()));
                }
            }
        }
    }
    if let Some(terms) = fact.document.as_ref().filter(|terms| terms.held != "applicant") {
        return Err(held(terms.held.clone()));
    }
    if fact.derive.is_some() { Err(Refusal::UnknownFact(name.clone())) } else { Ok(fact) }
}

/// What the machine may ask by itself, if the decision waits for nothing else.
pub(super) fn by_machine(case: &Case, regulation: &Regulation, facts: &BTreeSet<FactName>) -> Option<String> {
    let rules: Vec<&Procedure> = procedures(case, regulation).collect();
    let rule = rules.get(case.asked_of_applicant.len()).filter(|rule| rule.by != Performer::Official)?;
    let all = !facts.is_empty() && facts.iter().all(|name| askable(case, regulation, name).is_ok());
    (all && case.assignee.is_none() && !case.person_wanted()).then(|| rule.title.clone())
}

/// The applicant's answers to what was asked; what is left out stays unknown.
pub(super) fn answer(work: &mut Changing<'_>, facts: &Facts) -> Result<(), Refusal> {
    let asked = work.case.asked_of_applicant.last().filter(|asked| asked.open());
    let asked = asked.ok_or(Refusal::WrongState { state: work.case.state.name() })?;
    if facts.0.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    for (name, known) in &facts.0 {
        // A list asked before there were lists holds nothing: anything the applicant may say fits.
        let fits = asked.facts.contains(name) || (asked.facts.is_empty() && askable_now(work, name));
        if !fits || known.source != Source::Applicant {
            return Err(Refusal::UnknownFact(name.clone()));
        }
    }
    work.happened(Event::Learnt { source: "applicant".to_owned(), facts: facts.0.keys().cloned().collect() });
    for (name, known) in &facts.0 {
        work.case.facts.learn(name.clone(), known.clone());
    }
    derived::follow(work, facts.0.keys().cloned());
    go_on(work, WentOn::Answered)
}

fn askable_now(work: &Changing<'_>, name: &FactName) -> bool {
    askable(&work.case, work.context.regulation, name).is_ok()
}
