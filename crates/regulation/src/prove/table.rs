//! Gaps and overlaps of a decision table, by the classical partition: columns are cut into cells
//! at the bounds that the tests name, rows become boxes of cells, and the space is split column
//! by column only where rows differ. Nothing is enumerated cell by cell.

use std::collections::HashMap;

use super::axis::{self, Axis};
use super::bits::Bits;
use crate::package::{DecisionTable, HitPolicy};

/// Most sets of rows looked at while gaps are sought; beyond it nothing is claimed.
const MOST: usize = 100_000;

/// What was found in a table. A combination has a value for each column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableProof {
    /// Rows that fit at once, each pair with a combination that both fit. Only of a table that
    /// allows one row.
    pub overlaps: Vec<(usize, usize, Vec<String>)>,
    /// A combination that no row fits.
    pub gap: Option<Vec<String>>,
    /// Rows that never count: their own tests exclude each other, or rows above take everything.
    pub never: Vec<usize>,
}

/// Proves a table over its columns, every combination of whose values counts as possible.
/// `None` when a test is not plain, or when the table is too large.
pub fn table(table: &DecisionTable) -> Option<TableProof> {
    let boxes = Boxes::of(table)?;
    let all: Vec<usize> = (0..table.rows.len()).collect();
    let mut proof = TableProof { gap: boxes.uncovered(&all, &boxes.whole())?, ..TableProof::default() };
    for second in 0..table.rows.len() {
        if boxes.rows[second].iter().any(Bits::is_empty) {
            proof.never.push(second);
            continue;
        }
        if table.hit == HitPolicy::First && boxes.uncovered(&all[..second], &boxes.rows[second])?.is_none() {
            proof.never.push(second);
        }
        if table.hit == HitPolicy::Unique {
            let pairs = (0..second).filter_map(|first| Some((first, second, boxes.common(first, second)?)));
            proof.overlaps.extend(pairs);
        }
    }
    Some(proof)
}

/// Rows as boxes: for each row and column the cells that its test lets through.
struct Boxes {
    axes: Vec<Axis>,
    rows: Vec<Vec<Bits>>,
}

impl Boxes {
    fn of(table: &DecisionTable) -> Option<Self> {
        let mut axes = Vec::new();
        let mut rows = vec![Vec::new(); table.rows.len()];
        for (column, input) in table.inputs.iter().enumerate() {
            let tests: Vec<&str> =
                table.rows.iter().map(|row| row.tests.get(column).map(String::as_str)).collect::<Option<_>>()?;
            let (axis, cells) = axis::divide(&input.kind, &tests)?;
            axes.push(axis);
            for (row, cells) in rows.iter_mut().zip(cells) {
                row.push(cells);
            }
        }
        Some(Self { axes, rows })
    }

    fn whole(&self) -> Vec<Bits> {
        self.axes.iter().map(|axis| Bits::of(axis.names.len(), |_| true)).collect()
    }

    /// A combination that two rows fit.
    fn common(&self, first: usize, second: usize) -> Option<Vec<String>> {
        let columns = self.rows[first].iter().zip(&self.rows[second]).zip(&self.axes);
        columns.map(|((one, other), axis)| Some(axis.names[one.and(other).first()?].clone())).collect()
    }

    /// A combination inside a box that none of the rows fits; the outer `None` when the search
    /// grew too large.
    fn uncovered(&self, rows: &[usize], within: &[Bits]) -> Option<Option<Vec<String>>> {
        let mut search = Search { boxes: self, within, covered: HashMap::new(), steps: 0 };
        let rows = Bits::of(self.rows.len(), |row| rows.contains(&row));
        let mut way = Vec::new();
        let found = search.seek(0, rows, &mut way)?;
        Some(found.then_some(way))
    }
}

struct Search<'b> {
    boxes: &'b Boxes,
    within: &'b [Bits],
    /// Columns and rows left that were found to leave nothing uncovered.
    covered: HashMap<(usize, Bits), ()>,
    steps: usize,
}

impl Search<'_> {
    /// Goes on from a column with the rows that fit so far; true when a gap was found.
    fn seek(&mut self, column: usize, rows: Bits, way: &mut Vec<String>) -> Option<bool> {
        let boxes = self.boxes;
        let Some(axis) = boxes.axes.get(column) else { return Some(rows.is_empty()) };
        if self.covered.contains_key(&(column, rows.clone())) {
            return Some(false);
        }
        self.steps += 1;
        if self.steps > MOST {
            return None;
        }
        // Cells that the same rows let through are one.
        let mut seen: Vec<Bits> = Vec::new();
        for cell in (0..axis.names.len()).filter(|cell| self.within[column].has(*cell)) {
            let fitting = Bits::of(boxes.rows.len(), |row| rows.has(row) && boxes.rows[row][column].has(cell));
            // Fewer rows cover less, so a set that a tried one lies within cannot do better.
            if seen.iter().any(|tried| tried.within(&fitting)) {
                continue;
            }
            way.push(axis.names[cell].clone());
            if self.seek(column + 1, fitting.clone(), way)? {
                return Some(true);
            }
            way.pop();
            seen.push(fitting);
        }
        self.covered.insert((column, rows), ());
        Some(false)
    }
}
