//! A decision for the one it concerns: whole sentences, no codes, what it means and what to do.

use std::collections::BTreeSet;

use crate::assess::{Assessment, FactRead, Finding, GroundFinding, Outcome, VariantFit};
use crate::expression::Verdict;
use crate::fact::{FactName, Source};
use crate::package::{Regulation, SourcePath};

/// The decision and its reasons for the applicant.
pub fn for_citizen(assessment: &Assessment, regulation: &Regulation) -> String {
    let mut lines = vec![format!("{}.", regulation.title), String::new()];
    variant(&mut lines, assessment, regulation);
    lines.push(String::new());
    intake(&mut lines, assessment, regulation);
    decision(&mut lines, assessment, regulation);
    grounds(&mut lines, "Срок рассмотрения приостановят.", &assessment.suspend, regulation);
    grounds(&mut lines, "Срок рассмотрения продлят.", &assessment.prolong, regulation);
    checked(&mut lines, &assessment.criteria);
    lines.push(String::new());
    term(&mut lines, assessment, regulation);
    fee(&mut lines, assessment, regulation);
    lines.dedup_by(|next, before| next.is_empty() && before.is_empty());
    lines.join("\n") + "\n"
}

fn variant(lines: &mut Vec<String>, assessment: &Assessment, regulation: &Regulation) {
    match (&assessment.variant, &assessment.because) {
        (VariantFit::One(_), Some(found)) => {
            lines.push(format!("Вам подходит: «{}». Основание: {}.", found.title, found.clause));
            told(lines, &found.facts, &found.reasons, regulation);
        }
        (VariantFit::One(id), None) => lines.push(format!("Вам подходит: «{id}».")),
        (VariantFit::None, _) => {
            lines.push("По вашим ответам ни один вариант услуги не подходит. Заявление посмотрит сотрудник.".to_owned())
        }
        (VariantFit::NotYet(facts), _) => {
            lines.push("Какой вариант услуги вам подходит, пока не ясно.".to_owned());
            missing(lines, facts, regulation);
        }
    }
}

fn intake(lines: &mut Vec<String>, assessment: &Assessment, regulation: &Regulation) {
    grounds(lines, "Заявление передадут в другой орган.", &assessment.forward, regulation);
    grounds(lines, "Заявление вернут без рассмотрения.", &assessment.give_back, regulation);
    let elsewhere = assessment.forward.iter().chain(&assessment.give_back).any(holds);
    match &assessment.accept {
        Outcome::Negative(_) => {
            grounds(lines, "В приёме заявления откажут.", &assessment.intake, regulation);
        }
        Outcome::Positive if elsewhere => {}
        Outcome::Positive => lines.push("Заявление примут.".to_owned()),
        Outcome::NotYet(facts) => {
            lines.push("Примут ли заявление, пока не ясно.".to_owned());
            missing(lines, facts, regulation);
        }
    }
}

fn decision(lines: &mut Vec<String>, assessment: &Assessment, regulation: &Regulation) {
    match &assessment.decision {
        Outcome::Negative(_) => {
            grounds(lines, "В предоставлении услуги откажут.", &assessment.provision, regulation);
        }
        Outcome::Positive => lines.push("Препятствий для предоставления услуги нет.".to_owned()),
        Outcome::NotYet(facts) if facts.is_empty() => {
            lines.push("Решение примет сотрудник.".to_owned());
        }
        Outcome::NotYet(facts) => {
            lines.push("Будет ли услуга предоставлена, пока не ясно.".to_owned());
            missing(lines, facts, regulation);
        }
    }
}

fn holds(ground: &GroundFinding) -> bool {
    ground.verdict == Some(Verdict::Yes)
}

/// What happens on the grounds that hold, each with its facts and what to do.
fn grounds(lines: &mut Vec<String>, what: &str, found: &[GroundFinding], regulation: &Regulation) {
    let holding: Vec<&GroundFinding> = found.iter().filter(|ground| holds(ground)).collect();
    if holding.is_empty() {
        return;
    }
    lines.push(what.to_owned());
    for ground in holding {
        lines.push(String::new());
        lines.push(ground.say.clone());
        told(lines, &ground.facts, &ground.reasons, regulation);
        lines.push(format!("Основание: {}.", ground.clause));
        if !ground.mend.is_empty() {
            lines.push(format!("Что можно сделать. {}", ground.mend));
        }
    }
    lines.push(String::new());
}

/// The facts that alone decide, with who said them.
fn told(lines: &mut Vec<String>, facts: &[FactRead], reasons: &BTreeSet<FactName>, regulation: &Regulation) {
    for fact in facts.iter().filter(|fact| reasons.contains(&fact.name)) {
        let source = fact.source.as_ref().map(|source| source_for_citizen(source, regulation));
        lines.push(match source {
            Some(source) => format!("  — {}: {} ({source}).", fact.label, fact.shown),
            None => format!("  — {}: {}.", fact.label, fact.shown),
        });
    }
}

fn source_for_citizen(source: &Source, regulation: &Regulation) -> String {
    match source {
        Source::Applicant => "сообщили вы".to_owned(),
        Source::Identity => "из вашей учётной записи".to_owned(),
        Source::Official { .. } => "установил сотрудник".to_owned(),
        other => super::source_in_words(other, regulation),
    }
}

/// What is missing, and who will tell it.
fn missing(lines: &mut Vec<String>, facts: &BTreeSet<FactName>, regulation: &Regulation) {
    for name in facts {
        let Some(fact) = regulation.fact(name) else { continue };
        let asked = regulation.form.iter().any(|step| step.fields.contains(name));
        let register = fact.from.iter().find_map(|path| match path {
            SourcePath::Register { source, .. } => regulation.sources.get(source),
            _ => None,
        });
        lines.push(match register {
            Some(source) => format!("  — Не хватает: {}. Мы узнаем это сами: {}.", fact.label, source.title),
            None if asked => format!("  — Не хватает: {}. Укажите это в заявлении.", fact.label),
            None => format!("  — Не хватает: {}. Это установит сотрудник.", fact.label),
        });
    }
}

/// What was looked at, in the author's own sentences.
fn checked(lines: &mut Vec<String>, criteria: &[Finding]) {
    let known: Vec<&Finding> =
        criteria.iter().filter(|finding| !matches!(finding.verdict, Verdict::Unknown(_))).collect();
    if known.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push("Что проверено:".to_owned());
    lines.extend(known.iter().map(|finding| format!("  — {}", finding.sentence)));
}

fn term(lines: &mut Vec<String>, assessment: &Assessment, regulation: &Regulation) {
    let finding = &assessment.term;
    match finding.term {
        Some(term) => {
            lines.push(format!("Срок со дня регистрации: {term}. Основание: {}.", finding.clause));
            if !finding.unknown.is_empty() {
                lines.push("Срок ещё может измениться.".to_owned());
                missing(lines, &finding.unknown, regulation);
            }
        }
        None if finding.unknown.is_empty() => {}
        None => lines.push("Срок пока не определён.".to_owned()),
    }
}

fn fee(lines: &mut Vec<String>, assessment: &Assessment, regulation: &Regulation) {
    let cost = &assessment.fee;
    lines.push(format!("Плата: {}.", cost.shown()));
    for line in &cost.lines {
        lines.push(format!("  — {}: {}. Основание: {}.", line.title, line.amount.shown(), line.clause));
    }
    let exempt = cost.exempt.as_ref();
    let exempt = exempt.and_then(|id| regulation.fee.exemptions.iter().find(|one| one.id == *id));
    if let Some(exempt) = exempt {
        let clause = regulation.clause_text(&exempt.because);
        lines.push(format!("  — Льгота: {}. Основание: {clause}.", exempt.title));
    }
    missing(lines, &cost.unknown, regulation);
}
