//! What `okno check` adds to the findings of one package: all packages together, the budget of
//! the authority, and what was not explored.

use std::path::Path;

use anyhow::Result;
use regulation::diagnostic::Diagnostic;
use regulation::package::Regulation;
use regulation::prove::{self, Burden};

use crate::{author, packages};

/// A package as it was read, with its findings.
type Checked = (Option<Regulation>, Vec<Diagnostic>);

/// Adds findings that only all packages together show. One package alone, or one that cannot
/// be used, would make the others' links look broken: then nothing is claimed.
pub fn together(checked: &mut [Checked]) {
    let services: Vec<&Regulation> = checked.iter().filter_map(|(regulation, _)| regulation.as_ref()).collect();
    if services.len() < 2 || services.len() < checked.len() {
        return;
    }
    for found in prove::library(&services) {
        let of = |(regulation, _): &&mut Checked| {
            regulation.as_ref().is_some_and(|regulation| regulation.service == found.service)
        };
        if let Some((_, findings)) = checked.iter_mut().find(of) {
            findings.push(found.finding);
        }
    }
}

/// Adds a warning for every variant above the region's budget.
pub fn against_budget(checked: &mut [Checked], region: Option<&Path>) -> Result<()> {
    let sources = match region {
        Some(folder) => packages::read_sources(folder)?,
        None => packages::built_in_region(),
    };
    let (region, _) = author::region_and_clock(&sources)?;
    let Some(budget) = region.burden else { return Ok(()) };
    for (regulation, findings) in checked {
        if let Some(regulation) = regulation {
            findings.extend(prove::over_budget(regulation, &budget));
        }
    }
    Ok(())
}

/// What the proofs left open, package by package.
pub fn unexplored(services: &[&Regulation]) -> String {
    let mut lines = Vec::new();
    for service in services {
        let proofs = prove::regulation(service);
        if proofs.unexplored.is_empty() {
            lines.push(format!("{}: исследовано полностью", service.service));
        }
        for one in proofs.unexplored {
            lines.push(format!("{}: не исследовано: {}. {}", service.service, one.what, one.why));
        }
    }
    lines.join("\n") + "\n"
}

/// The burden statement as a table.
pub fn burden(services: &[&Regulation]) -> String {
    let mut rows = vec![
        ["услуга", "вариант", "вопросов", "заполнено", "документов", "посещений", "дней", "плата"].map(str::to_owned),
    ];
    for service in services {
        rows.extend(prove::burden(service).into_iter().map(|one| row(service, &one)));
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..8).map(width).collect();
    let line = |row: &[String; 8]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn row(service: &Regulation, one: &Burden) -> [String; 8] {
    let fee = match one.fee_most {
        Some(most) if most == one.fee_least && most.kopecks() == 0 => "бесплатно".to_owned(),
        Some(most) if most == one.fee_least => most.to_string(),
        Some(most) => format!("от {} до {most}", one.fee_least),
        None => format!("от {}", one.fee_least),
    };
    [
        service.service.clone(),
        one.variant.clone(),
        one.questions.to_string(),
        one.filled.to_string(),
        one.documents.to_string(),
        one.visits.to_string(),
        one.days.to_string(),
        fee,
    ]
}
