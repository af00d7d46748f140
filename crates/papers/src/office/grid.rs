//! Where the cells of a table stand once spans are spread out, and what their addresses are.

use super::model::{Cell, Table};

/// A cell at its place; rows of the head come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'t> {
    /// Row from zero.
    pub row: usize,
    /// Column from zero.
    pub column: usize,
    /// How many columns it takes, within the table.
    pub across: usize,
    /// How many rows it takes, within its part of the table.
    pub down: usize,
    /// The cell.
    pub cell: &'t Cell,
}

/// The cells of a table at their places, row by row. A span never leaves the table, and a
/// span of the head never reaches into the data: such spans are cut.
pub fn grid(table: &Table) -> Vec<Placed<'_>> {
    let mut placed = place(&table.head, table.widths.len(), 0);
    placed.extend(place(&table.rows, table.widths.len(), table.head.len()));
    placed
}

fn place(rows: &[Vec<Cell>], columns: usize, first: usize) -> Vec<Placed<'_>> {
    let mut taken = vec![vec![false; columns]; rows.len()];
    let mut placed = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while taken[row].get(column) == Some(&true) {
                column += 1;
            }
            if column >= columns {
                break;
            }
            let free = taken[row][column..].iter().take_while(|taken| !**taken).count();
            let across = usize::from(cell.across).clamp(1, free);
            let down = usize::from(cell.down).clamp(1, rows.len() - row);
            for line in &mut taken[row..row + down] {
                line[column..column + across].fill(true);
            }
            placed.push(Placed { row: first + row, column, across, down, cell });
            column += across;
        }
    }
    placed
}

/// The address of a cell as spreadsheets write it: row and column from zero give `G14`.
pub fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}
