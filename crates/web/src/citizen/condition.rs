//! When something holds, in words for people: plain comparisons are said as question and answer,
//! of everything else it is said on which answers it depends.

use regulation::expression::Expression;
use regulation::package::{FactType, Regulation};

use crate::shell::Page;

/// Most questions that are named; more tell nobody anything.
const MOST_NAMED: usize = 4;

/// The condition as a whole phrase: «Как подано заявление: через портал».
pub fn words(page: &Page, service: &Regulation, when: &Expression) -> String {
    let parts: Option<Vec<String>> = when.text.split(" and ").map(|part| simple(page, service, part)).collect();
    parts.map_or_else(|| depends(page, service, when), |parts| parts.join("; "))
}

/// The same for a condition that may be missing.
pub fn maybe(page: &Page, service: &Regulation, when: Option<&Expression>) -> Option<String> {
    when.map(|when| words(page, service, when))
}

/// One comparison of a fact with its answers, or a bare yes or no.
fn simple(page: &Page, service: &Regulation, part: &str) -> Option<String> {
    let part = part.trim();
    if let Some((name, answers)) = part.split_once(" in (") {
        return chosen(page, service, name, answers.strip_suffix(')')?.split(','));
    }
    if let Some((name, answer)) = part.split_once(" = ") {
        return chosen(page, service, name, std::iter::once(answer));
    }
    match part.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        Some(name) => yes_no(page, service, name, false),
        None => yes_no(page, service, part, true),
    }
}

fn chosen<'a>(page: &Page, service: &Regulation, name: &str, answers: impl Iterator<Item = &'a str>) -> Option<String> {
    let fact = service.facts.get(name.trim())?;
    let FactType::Choice(options) = &fact.kind else { return None };
    let label = |answer: &str| options.get(answer.trim().strip_prefix('"')?.strip_suffix('"')?).cloned();
    let labels: Vec<String> = answers.map(label).collect::<Option<_>>()?;
    Some(page.t2("condition-is", "label", fact.label.as_str(), "value", labels.join(page.t("condition-or"))))
}

fn yes_no(page: &Page, service: &Regulation, name: &str, yes: bool) -> Option<String> {
    if let Some(criterion) = service.criteria.get(name) {
        let sentence = if yes { &criterion.say_yes } else { &criterion.say_no };
        return Some(sentence.trim_end_matches('.').to_owned());
    }
    let fact = service.facts.get(name).filter(|fact| matches!(fact.kind, FactType::YesNo))?;
    Some(page.t2("condition-is", "label", fact.label.as_str(), "value", page.t(if yes { "yes" } else { "no" })))
}

fn depends(page: &Page, service: &Regulation, when: &Expression) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for name in when.reads_all(service) {
        if let Some(fact) = service.fact(&name).filter(|fact| !labels.contains(&fact.label.as_str())) {
            labels.push(&fact.label);
        }
    }
    if labels.is_empty() || labels.len() > MOST_NAMED {
        return page.t("condition-facts").to_owned();
    }
    page.t1("condition-depends", "labels", page.quoted(&labels))
}
