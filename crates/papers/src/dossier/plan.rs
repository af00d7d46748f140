//! The plan of amendments to regulations: six columns, a row for every service (4.5).

use jiff::civil::Date;

use super::finding::{self, Finding, Made};
use super::material::{Material, day};
use super::official::PLAN;
use super::passport::person;
use crate::office::{Block, Cell, Paper, Section, Table};

/// The plan for these services. `registry` is what the registry of services knows: id and
/// title; each of them must have its row (PLAN-01). The last day allowed is a parameter of the
/// rule set (PLAN-02).
pub fn plan(services: &[Material<'_>], registry: &[(String, String)]) -> Made {
    let limit = services.iter().find_map(Material::plan_limit);
    let today = services.first().map(|service| service.today).unwrap_or_default();
    let mut table = Table::new(&PLAN);
    let mut findings = Vec::new();
    for (at, service) in services.iter().enumerate() {
        let number = at + 1;
        table.rows.push(row(service, number));
        findings.extend(check(service, number, limit.filter(|limit| *limit >= today)));
        let same = |other: &&Material<'_>| other.regulation.service == service.regulation.service;
        if services[..at].iter().any(|other| same(&other)) {
            findings.push(Finding::error(
                finding::TWICE,
                format!("строка {number}"),
                format!("Услуга «{}» уже стоит в плане.", service.regulation.title),
                "Оставьте одну строку на услугу.",
            ));
        }
    }
    findings.extend(missing(services, registry));
    findings.extend(limit.filter(|limit| *limit < today).map(|limit| {
        Finding::warning(
            finding::EXPIRED_LIMIT,
            "Срок внесения изменений",
            format!("Крайний срок плана {} уже прошёл, поэтому сроки с ним не сравниваются.", day(limit)),
            "Задайте новый крайний срок в параметрах набора правил.",
        )
    }));
    let mut paper = Paper::new("План внесения изменений в административные регламенты", today);
    paper.sections.push(Section::landscape("План", vec![Block::Table(table)]));
    Made::new(paper, findings)
}

fn row(service: &Material<'_>, number: usize) -> Vec<Cell> {
    let dossier = &service.dossier;
    let amendment = dossier.amendment.as_ref();
    let parts: Vec<&str> = dossier.sub_services.iter().map(|part| part.title.as_str()).collect();
    let name = if parts.is_empty() {
        service.regulation.title.clone()
    } else {
        format!("{} ({})", service.regulation.title, parts.join("; "))
    };
    vec![
        Cell::mark(format!("{number}.")),
        Cell::plain(name),
        Cell::plain(dossier.body.clone().unwrap_or_else(|| service.authority())),
        Cell::needed(&service.act().unwrap_or_default()),
        Cell::needed(&amendment.map(|amendment| day(amendment.due)).unwrap_or_default()),
        Cell::needed(&amendment.map(|amendment| person(&amendment.official)).unwrap_or_default()),
    ]
}

fn check(service: &Material<'_>, number: usize, limit: Option<Date>) -> Vec<Finding> {
    let mut found = Vec::new();
    let cell = |column: usize| format!("строка {number}, {}", PLAN[column].0);
    if service.dossier.regulation.is_none() {
        let mend = "Впишите их в «regulation» в dossier.yaml.";
        found.push(Finding::error(finding::MISSING, cell(3), "Нет реквизитов административного регламента.", mend));
    }
    let Some(amendment) = &service.dossier.amendment else {
        let mend = "Впишите «amendment: { due, official }» в dossier.yaml.";
        found.push(Finding::error(finding::MISSING, cell(4), "Нет срока внесения изменений и ответственного.", mend));
        return found;
    };
    if let Some(limit) = limit.filter(|limit| amendment.due > *limit) {
        found.push(Finding::error(
            finding::AFTER_LIMIT,
            cell(4),
            format!("Срок {} позже крайнего срока плана {}.", day(amendment.due), day(limit)),
            "Назначьте срок не позже крайнего.",
        ));
    }
    found
}

/// Services of the registry without a row.
fn missing(services: &[Material<'_>], registry: &[(String, String)]) -> Vec<Finding> {
    let has = |id: &str| services.iter().any(|service| service.regulation.service == id);
    let missing = registry.iter().filter(|(id, _)| !has(id));
    missing
        .map(|(id, title)| {
            Finding::error(
                finding::NO_ROW,
                "план",
                format!("Услуги «{title}» ({id}) в плане нет."),
                "Добавьте её: в плане каждая услуга реестра.",
            )
        })
        .collect()
}
