//! A paper as CSV for a Russian Excel: UTF-8 with its mark, semicolons, CRLF.
//!
//! A paper of one table is that table and nothing else, so that machines can read it back.
//! Others are written one block after another with an empty line between them.

use super::grid::grid;
use super::model::{Block, Paper, Run, Table};
use crate::error::PaperError;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// First characters that make a spreadsheet run a cell; the apostrophe is the guard itself.
const RUNS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

pub(super) fn csv(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let tables: Vec<&Table> = paper.sections.iter().flat_map(|section| &section.blocks).filter_map(table).collect();
    let rows = match tables.as_slice() {
        [one] => lines(one),
        _ => everything(paper),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| guard(cell))).map_err(|error| PaperError::Data(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| PaperError::Data(error.to_string()))
}

fn table(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) => Some(table),
        _ => None,
    }
}

fn everything(paper: &Paper) -> Vec<Vec<String>> {
    let mut rows = vec![vec![paper.title.clone()]];
    for section in &paper.sections {
        for block in &section.blocks {
            match block {
                Block::Heading { text, .. } => rows.extend([vec![String::new()], vec![text.clone()]]),
                Block::Text { runs } => rows.push(vec![words(runs)]),
                Block::Item { mark, runs, .. } => rows.push(vec![format!("{mark} {}", words(runs))]),
                Block::Table(table) => {
                    rows.extend(lines(table));
                    rows.extend(table.notes.iter().map(|note| vec![note.clone()]));
                }
            }
        }
    }
    rows
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The table with a field for every column: a spanning cell says its text once.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new(); table.widths.len()]; table.head.len() + table.rows.len()];
    for placed in grid(table) {
        rows[placed.row][placed.column].clone_from(&placed.cell.text);
    }
    rows
}

/// Takes from a cell the power to run as a formula. A lone sign is a code, not a formula.
fn guard(text: &str) -> String {
    if text.chars().count() > 1 && text.starts_with(RUNS) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell as it was before [`guard`].
pub(super) fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(RUNS)).unwrap_or(text)
}
