//! A decision for the clerk: a table of criteria and grounds, each with its verdict, the facts
//! with source and time, the clause and the place in the package.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::assess::{Assessment, FactRead};
use crate::expression::Verdict;
use crate::fact::FactName;
use crate::package::Regulation;

/// The decision as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClerkTable {
    /// Rows in the order in which they are looked at.
    pub rows: Vec<ClerkRow>,
}

/// One criterion or ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClerkRow {
    /// What it is: «Критерий», «Отказ в приёме»…
    pub kind: &'static str,
    /// Id in the regulation.
    pub id: String,
    /// In words.
    pub title: String,
    /// «да», «нет», «пока неизвестно», «решает человек».
    pub verdict: &'static str,
    /// Facts read; those that alone decide are marked with a star.
    pub facts: Vec<String>,
    /// The clause, in words.
    pub clause: String,
    /// Where it is written.
    pub place: String,
}

/// Heads of the columns.
const HEADS: [&str; 7] = ["Что", "Код", "Формулировка", "Вывод", "Сведения", "Норма", "Место"];

/// Widest cell that is not broken.
const WIDEST: usize = 44;

/// The decision and its reasons as a table.
pub fn for_clerk(assessment: &Assessment, regulation: &Regulation) -> ClerkTable {
    let mut rows = Vec::new();
    if let (crate::assess::VariantFit::One(id), Some(found)) = (&assessment.variant, &assessment.because) {
        rows.push(ClerkRow {
            kind: "Вариант",
            id: id.clone(),
            title: found.title.clone(),
            verdict: "да",
            facts: facts(&found.facts, &found.reasons, regulation),
            clause: found.clause.clone(),
            place: found.place.clone(),
        });
    }
    rows.extend(assessment.criteria.iter().map(|one| ClerkRow {
        kind: "Критерий",
        id: one.id.clone(),
        title: one.sentence.clone(),
        verdict: super::mark(&one.verdict),
        facts: facts(&one.facts, &one.reasons, regulation),
        clause: one.clause.clone(),
        place: one.place.clone(),
    }));
    let grounds = [
        ("Перенаправление", &assessment.forward),
        ("Возврат", &assessment.give_back),
        ("Отказ в приёме", &assessment.intake),
        ("Приостановление", &assessment.suspend),
        ("Продление", &assessment.prolong),
        ("Отказ в услуге", &assessment.provision),
    ];
    for (kind, grounds) in grounds {
        rows.extend(grounds.iter().map(|one| ClerkRow {
            kind,
            id: one.id.clone(),
            title: one.title.clone(),
            verdict: one.verdict.as_ref().map_or("решает человек", super::mark),
            facts: facts(&one.facts, &one.reasons, regulation),
            clause: one.clause.clone(),
            place: one.place.clone(),
        }));
    }
    rows.extend(assessment.fee.lines.iter().map(|line| ClerkRow {
        kind: "Плата",
        id: line.id.clone(),
        title: format!("{}: {}", line.title, line.amount.shown()),
        verdict: super::mark(&Verdict::Yes),
        facts: Vec::new(),
        clause: line.clause.clone(),
        place: String::new(),
    }));
    ClerkTable { rows }
}

fn facts(facts: &[FactRead], reasons: &BTreeSet<FactName>, regulation: &Regulation) -> Vec<String> {
    let words = facts.iter().map(|fact| {
        let star = if reasons.contains(&fact.name) { "* " } else { "" };
        let said = super::said(fact, regulation);
        format!("{star}{}: {}{said}", fact.label, fact.shown)
    });
    words.collect()
}

impl fmt::Display for ClerkTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells: Vec<[Vec<String>; 7]> = self.rows.iter().map(ClerkRow::lines).collect();
        let heads = HEADS.map(|head| vec![head.to_owned()]);
        let mut widths = HEADS.map(|head| head.chars().count());
        for row in &cells {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.iter().map(|line| line.chars().count()).chain([*width]).max().unwrap_or(*width);
            }
        }
        write_row(formatter, &heads, &widths)?;
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        writeln!(formatter, "{}", rule.join("─┼─"))?;
        for row in &cells {
            write_row(formatter, row, &widths)?;
        }
        formatter.write_str("* — этих сведений достаточно для вывода\n")
    }
}

impl ClerkRow {
    fn lines(&self) -> [Vec<String>; 7] {
        let facts = self.facts.iter().flat_map(|fact| broken(fact)).collect();
        let one = |text: &str| broken(text);
        [one(self.kind), one(&self.id), one(&self.title), one(self.verdict), facts, one(&self.clause), one(&self.place)]
    }
}

fn write_row(formatter: &mut fmt::Formatter<'_>, row: &[Vec<String>; 7], widths: &[usize; 7]) -> fmt::Result {
    let height = row.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for line in 0..height {
        let parts: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{:<width$}", cell.get(line).map_or("", String::as_str), width = *width))
            .collect();
        writeln!(formatter, "{}", parts.join(" │ ").trim_end())?;
    }
    Ok(())
}

/// A text in lines that fit a cell, broken between words.
fn broken(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > WIDEST {
            lines.push(word.to_owned());
        } else if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
