//! All services together: whose result feeds whose question, links that lead nowhere, circles.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Span};
use crate::package::{Regulation, SourcePath, codes};

/// What every result has besides the facts it holds.
const OF_EVERY_RESULT: [&str; 4] = ["exists", "number", "issued", "until"];

/// One service's result feeds another service's fact (LIFE-02).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edge {
    /// The service that gives.
    pub from: String,
    /// Its result.
    pub result: String,
    /// Field of the result.
    pub field: String,
    /// The service that takes.
    pub to: String,
    /// Its fact.
    pub fact: String,
}

/// A finding about one of several packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LibraryFinding {
    /// Service of the package in whose files the finding stands.
    pub service: String,
    /// The finding.
    pub finding: Diagnostic,
}

/// The graph of services by inputs and outputs, drawn by nobody: it follows from `from`.
pub fn chain(services: &[&Regulation]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for to in services {
        for fact in to.facts.values() {
            for path in &fact.from {
                let SourcePath::Service { service, result, field } = path else { continue };
                edges.push(Edge {
                    from: service.clone(),
                    result: result.clone(),
                    field: field.clone(),
                    to: to.service.clone(),
                    fact: fact.name.clone(),
                });
            }
        }
    }
    edges.sort();
    edges
}

/// Findings that only all packages together show: links that lead nowhere (LIFE-02) and
/// services that wait for one another (LIFE-03).
pub fn library(services: &[&Regulation]) -> Vec<LibraryFinding> {
    let by_id: BTreeMap<&str, &Regulation> = services.iter().map(|one| (one.service.as_str(), *one)).collect();
    let mut found = Vec::new();
    for service in services {
        let mut add = |finding| found.push(LibraryFinding { service: service.service.clone(), finding });
        links(service, &by_id, &mut add);
        relations(service, &by_id, &mut add);
    }
    circles(services, &by_id, &mut found);
    found
}

fn links(service: &Regulation, by_id: &BTreeMap<&str, &Regulation>, add: &mut impl FnMut(Diagnostic)) {
    for fact in service.facts.values() {
        for path in &fact.from {
            let SourcePath::Service { service: giver, result, field } = path else { continue };
            let Some(other) = by_id.get(giver.as_str()) else {
                add(nowhere(&fact.span, &fact.name, format!("услуги `{giver}` нет"), "Исправьте имя услуги в `from`."));
                continue;
            };
            let Some(output) = other.results.iter().find(|one| one.id == *result) else {
                let known: Vec<String> = other.results.iter().map(|one| format!("`{}`", one.id)).collect();
                let what = format!("у услуги `{giver}` нет результата `{result}`");
                add(nowhere(&fact.span, &fact.name, what, &format!("Результаты этой услуги: {}.", known.join(", "))));
                continue;
            };
            let held = output.holds.iter().any(|name| name == field);
            if !held && !OF_EVERY_RESULT.contains(&field.as_str()) {
                let what = format!("в результате `{result}` услуги `{giver}` нет сведения `{field}`");
                let help = "Назовите то, что стоит в его `holds`, или `exists`, `number`, `issued`, `until`.";
                add(nowhere(&fact.span, &fact.name, what, help));
            }
        }
    }
}

fn nowhere(span: &Span, fact: &str, what: String, help: &str) -> Diagnostic {
    let message = format!("Сведение `{fact}` взять неоткуда: {what}.");
    Diagnostic::error(codes::UNKNOWN_RESULT, span.clone(), message, "ссылка в никуда", help)
}

fn relations(service: &Regulation, by_id: &BTreeMap<&str, &Regulation>, add: &mut impl FnMut(Diagnostic)) {
    for relation in &service.relations {
        if by_id.contains_key(relation.service.as_str()) {
            continue;
        }
        let message = format!("Связанной услуги `{}` среди услуг нет.", relation.service);
        let help = "Исправьте имя или уберите связь, пока такой услуги нет.";
        add(Diagnostic::warning(codes::UNKNOWN_SERVICE, relation.span.clone(), message, "нет такой услуги", help));
    }
}

/// Each circle once, at the fact that closes it.
fn circles(services: &[&Regulation], by_id: &BTreeMap<&str, &Regulation>, found: &mut Vec<LibraryFinding>) {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for service in services {
        // A service may look at its own earlier result: a renewal is no circle.
        for (giver, fact) in givers(service).filter(|(giver, _)| *giver != service.service) {
            // A question that can also be answered by a person waits for nobody.
            let asked = service.form.iter().any(|step| step.fields.iter().any(|name| name == fact));
            if !asked && by_id.contains_key(giver) {
                next.entry(giver).or_default().insert(&service.service);
            }
        }
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for start in next.keys().copied() {
        if told.contains(start) {
            continue;
        }
        let Some(way) = way_back(&next, start) else { continue };
        told.extend(way.iter().copied());
        let Some(first) = by_id.get(start) else { continue };
        let last = way.iter().rev().nth(1).copied().unwrap_or(start);
        let fact = givers(first).find(|(giver, _)| *giver == last).map(|(_, fact)| fact);
        let span = fact.and_then(|fact| first.facts.get(fact)).map(|fact| fact.span.clone()).unwrap_or_default();
        let message = format!("Услуги ждут результатов друг друга: {}.", way.join(" → "));
        let help = "Разорвите круг: одно из этих сведений должно приходить от заявителя или из реестра.";
        let finding = Diagnostic::error(codes::SERVICE_CYCLE, span, message, "замыкает круг", help);
        found.push(LibraryFinding { service: start.to_owned(), finding });
    }
}

/// Services whose results a service takes, each with the fact.
fn givers(service: &Regulation) -> impl Iterator<Item = (&str, &str)> {
    service.facts.values().flat_map(|fact| {
        fact.from.iter().filter_map(move |path| match path {
            SourcePath::Service { service, .. } => Some((service.as_str(), fact.name.as_str())),
            _ => None,
        })
    })
}

/// The shortest way from a service back to it.
fn way_back<'s>(next: &BTreeMap<&'s str, BTreeSet<&'s str>>, start: &'s str) -> Option<Vec<&'s str>> {
    let mut ways = vec![vec![start]];
    let mut met = BTreeSet::new();
    let mut at = 0;
    while let Some(way) = ways.get(at).cloned() {
        at += 1;
        let last = way.last().copied().unwrap_or(start);
        for service in next.get(last).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(service);
            if *service == start {
                return Some(longer);
            }
            if met.insert(*service) {
                ways.push(longer);
            }
        }
    }
    None
}
