//! What is wrong with a paper: the cell, the mistake, how to mend it.

use std::fmt;

use serde::Serialize;

use crate::office::{Block, Paper, Section, run, strong};

pub use regulation::diagnostic::Severity;

/// A finding about one cell. An error leaves the paper a draft; a warning does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code: `SITE_WIDER_THAN_PORTAL`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which cell: «Форма 2, A3, ЕПГУ» or `G14`.
    pub cell: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl Finding {
    /// A finding that leaves the paper a draft.
    pub fn error(
        code: &'static str,
        cell: impl Into<String>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { code, severity: Severity::Error, cell: cell.into(), message: message.into(), mend: mend.into() }
    }

    /// What a rule set found, at its cell and with its clause.
    pub fn ruled(one: regulation::rules::Finding, cell: String) -> Self {
        let clause = if one.clause.is_empty() { String::new() } else { format!(" ({})", one.clause) };
        Self {
            code: one.code,
            severity: one.severity,
            cell,
            message: format!("{}{clause}", one.message),
            mend: one.mend,
        }
    }

    /// A finding worth a look.
    pub fn warning(
        code: &'static str,
        cell: impl Into<String>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, cell, message, mend) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {} {} [{}]", self.cell, self.message, self.mend, self.code)
    }
}

/// A cell that must be filled is empty.
pub const MISSING: &str = "MISSING";
/// A registry number does not look like one.
pub const REGISTRY_ID: &str = "REGISTRY_ID";
/// A day that cannot be.
pub const DAY: &str = "DAY";
/// A code other than `0`, `1`, `-`.
pub const CODE: &str = "CODE";
/// A value that is not a whole number.
pub const COUNT: &str = "COUNT";
/// A column of the official form is not where it must be.
pub const COLUMN: &str = "COLUMN";
/// The same row stands twice.
pub const TWICE: &str = "TWICE";
/// A service of the registry has no row.
pub const NO_ROW: &str = "NO_ROW";
/// A day after the outer limit.
pub const AFTER_LIMIT: &str = "AFTER_LIMIT";
/// The outer limit itself is past.
pub const EXPIRED_LIMIT: &str = "EXPIRED_LIMIT";
/// Codes of rule sets for blank cells, which papers find cell by cell themselves.
pub const BLANKS: [&str; 2] = ["BLANK_CELL", "NOT_ANSWERED"];
/// The target model says nothing of a planned action.
pub const MODEL_SILENT: &str = "MODEL_SILENT";
/// A planned action has no measure.
pub const NO_MEASURE: &str = "NO_MEASURE";
/// A typical measure of the other library.
pub const WRONG_LIBRARY: &str = "WRONG_LIBRARY";
/// Own forms of a priority service without the reason.
pub const HUB_FIRST: &str = "HUB_FIRST";
/// The paper is not made for this service.
pub const NOT_FOR_THIS: &str = "NOT_FOR_THIS";
/// A citation that does not prove anything.
pub const CITATION: &str = "CITATION";
/// Papers and regulation say different things.
pub const DIFFERS: &str = "DIFFERS";

/// A paper with what was found about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The paper.
    pub paper: Paper,
    /// What was found, in order of cells.
    pub findings: Vec<Finding>,
}

impl Made {
    /// Marks the paper as a draft where something is wrong, and says what at its end.
    pub fn new(mut paper: Paper, findings: Vec<Finding>) -> Self {
        let errors: Vec<&Finding> = findings.iter().filter(|one| one.severity == Severity::Error).collect();
        if !errors.is_empty() {
            paper.draft = true;
            let mut blocks = vec![
                Block::heading(1, "Что нужно заполнить и исправить"),
                Block::text("Пока это не сделано, документ остаётся проектом. В готовый документ лист не входит."),
            ];
            blocks.extend(errors.iter().zip(1..).map(|(one, at)| Block::Item {
                depth: 0,
                mark: format!("{at}."),
                runs: vec![strong(format!("{}. ", one.cell)), run(format!("{} {}", one.message, one.mend))],
            }));
            paper.sections.push(Section::portrait("Не заполнено", blocks));
        }
        Self { paper, findings }
    }

    /// Is it free of errors?
    pub fn ready(&self) -> bool {
        !self.paper.draft
    }
}
