//! The decision and its reasons in words: whole for the file, plain for the citizen, as a table
//! for the clerk. All three are read off the same assessment.

mod citizen;
mod clerk;

use std::collections::BTreeSet;
use std::fmt::Write as _;

pub use citizen::for_citizen;
pub use clerk::{ClerkRow, ClerkTable, for_clerk};

use super::{Assessment, FactRead, Finding, GroundFinding, Outcome, VariantFit};
use crate::expression::Verdict;
use crate::fact::{FactName, Source};
use crate::package::Regulation;

/// The decision and its reasons as plain Russian text.
pub fn explain(assessment: &Assessment, regulation: &Regulation) -> String {
    let mut text = format!("{} (редакция {})\n\n", regulation.title, regulation.version);
    let variant = match &assessment.variant {
        VariantFit::One(id) => regulation.variant(id).map_or(id.as_str(), |variant| &variant.title).to_owned(),
        VariantFit::None => "ни один не подходит, нужен человек".to_owned(),
        VariantFit::NotYet(facts) => format!("пока не определён: {}", waiting(facts, regulation)),
    };
    let accept = outcome(&assessment.accept, "принять", "отказать в приёме", regulation);
    let decision = outcome(&assessment.decision, "предоставить услугу", "отказать в услуге", regulation);
    let term = match (assessment.term.term, assessment.term.unknown.is_empty()) {
        (Some(term), true) => format!("{term} ({})", assessment.term.clause),
        (Some(term), false) => {
            let facts = waiting(&assessment.term.unknown, regulation);
            format!("{term} ({}); ещё может измениться: {facts}", assessment.term.clause)
        }
        (None, _) => "пока не определён".to_owned(),
    };
    let fee = assessment.fee.shown();
    let head = [("Вариант", variant), ("Приём", accept), ("Решение", decision), ("Срок", term), ("Плата", fee)];
    for (name, words) in head {
        line(&mut text, &format!("{name}: {words}"));
    }
    section(&mut text, "Критерии", &assessment.criteria, |text, one| criterion(text, one, regulation));
    let grounds = [
        ("Основания для перенаправления", &assessment.forward),
        ("Основания для возврата", &assessment.give_back),
        ("Основания для отказа в приёме", &assessment.intake),
        ("Основания для приостановления", &assessment.suspend),
        ("Основания для продления", &assessment.prolong),
        ("Основания для отказа в услуге", &assessment.provision),
    ];
    for (title, found) in grounds {
        section(&mut text, title, found, |text, one| ground(text, one, regulation));
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

fn section<T>(text: &mut String, title: &str, parts: &[T], mut part: impl FnMut(&mut String, &T)) {
    if parts.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    let _ = write!(text, "\n{title}\n");
    for one in parts {
        part(text, one);
    }
}

fn outcome(outcome: &Outcome, yes: &str, no: &str, regulation: &Regulation) -> String {
    match outcome {
        Outcome::Positive => yes.to_owned(),
        Outcome::Negative(grounds) => format!("{no}, основания: {}", grounds.join(", ")),
        Outcome::NotYet(facts) if facts.is_empty() => "решает человек".to_owned(),
        Outcome::NotYet(facts) => format!("пока нельзя, не хватает сведений: {}", waiting(facts, regulation)),
    }
}

fn waiting(facts: &BTreeSet<FactName>, regulation: &Regulation) -> String {
    let labels = facts.iter().map(|name| match regulation.fact(name) {
        Some(fact) => format!("«{}» ({name})", fact.label),
        None => name.clone(),
    });
    labels.collect::<Vec<_>>().join(", ")
}

fn mark(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "да",
        Verdict::No => "нет",
        Verdict::Unknown(_) => "пока неизвестно",
    }
}

fn criterion(text: &mut String, finding: &Finding, regulation: &Regulation) {
    line(text, &format!("  {}: {}. {}", finding.id, mark(&finding.verdict), finding.sentence));
    line(text, &format!("    {}; {}", finding.clause, finding.place));
    facts(text, &finding.facts, regulation);
}

fn ground(text: &mut String, finding: &GroundFinding, regulation: &Regulation) {
    let verdict = finding.verdict.as_ref().map_or("видит только человек", mark);
    line(text, &format!("  {}: {verdict}. {}", finding.id, finding.title));
    line(text, &format!("    {}; {}", finding.clause, finding.place));
    if matches!(finding.verdict, Some(Verdict::Yes)) {
        line(text, &format!("    {} {}", finding.say, finding.mend));
    }
    facts(text, &finding.facts, regulation);
}

fn facts(text: &mut String, facts: &[FactRead], regulation: &Regulation) {
    for fact in facts {
        line(text, &format!("    — {}: {}{}", fact.label, fact.shown, said(fact, regulation)));
    }
}

/// « (ЕСИА, 01.02.2026 09:30 UTC)»; nothing while the fact is not known.
fn said(fact: &FactRead, regulation: &Regulation) -> String {
    match (&fact.source, fact.at) {
        (Some(source), Some(at)) => {
            let at = at.strftime("%d.%m.%Y %H:%M");
            format!(" ({}, {at} UTC)", source_in_words(source, regulation))
        }
        _ => String::new(),
    }
}

/// Who said so, in words.
pub fn source_in_words(source: &Source, regulation: &Regulation) -> String {
    match source {
        Source::Applicant => "сообщил заявитель".to_owned(),
        Source::Identity => "ЕСИА".to_owned(),
        Source::Register { source } => {
            regulation.sources.get(source).map_or_else(|| source.clone(), |declared| declared.title.clone())
        }
        Source::Official { .. } => "установило должностное лицо".to_owned(),
        Source::Experts { .. } => "экспертная оценка".to_owned(),
        Source::Derived => "следует из других сведений".to_owned(),
        Source::Case => "видно из самого заявления".to_owned(),
        Source::Service { service, .. } => format!("результат услуги `{service}`"),
    }
}
