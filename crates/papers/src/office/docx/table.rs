//! Tables of a DOCX: fixed widths, merged cells, head rows repeated on every page.

use super::super::grid::{Placed, grid};
use super::super::markup::Markup;
use super::super::model::{Look, Style, Table};
use super::word;

/// From so many columns on the letters are smaller.
const DENSE: usize = 9;

/// Writes a table over that width.
pub(super) fn table(xml: &mut Markup, table: &Table, width: u32) {
    let whole: u32 = table.widths.iter().map(|width| u32::from(*width)).sum::<u32>().max(1);
    let widths: Vec<u32> = table.widths.iter().map(|part| width * u32::from(*part) / whole).collect();
    let cells = grid(table);
    xml.inside("w:tbl", &[], |xml| {
        properties(xml, widths.iter().sum());
        xml.inside("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        for number in 0..table.head.len() + table.rows.len() {
            xml.inside("w:tr", &[], |xml| {
                xml.inside("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    if number < table.head.len() {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                row(xml, &cells, number, &widths);
            });
        }
    });
}

fn properties(xml: &mut Markup, width: u32) {
    xml.inside("w:tblPr", &[], |xml| {
        xml.empty("w:tblStyle", &[("w:val", "Grid")]);
        xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.inside("w:tblCellMar", &[], |xml| {
            xml.empty("w:left", &[("w:w", "57"), ("w:type", "dxa")]);
            xml.empty("w:right", &[("w:w", "57"), ("w:type", "dxa")]);
        });
    });
}

/// A row: the cells that begin in it, the rest of those that reach into it, and empty ones
/// where the table says nothing.
fn row(xml: &mut Markup, cells: &[Placed<'_>], number: usize, widths: &[u32]) {
    let mut column = 0;
    while column < widths.len() {
        let here = cells.iter().find(|placed| {
            (placed.column..placed.column + placed.across).contains(&column)
                && (placed.row..placed.row + placed.down).contains(&number)
        });
        let across = here.map_or(1, |placed| placed.across);
        let width: u32 = widths[column..column + across].iter().sum();
        let styles = if widths.len() < DENSE { ["CellHead", "CellText"] } else { ["CellHeadDense", "CellTextDense"] };
        xml.inside("w:tc", &[], |xml| cell(xml, here, number, width, styles));
        column += across;
    }
}

fn cell(xml: &mut Markup, placed: Option<&Placed<'_>>, number: usize, width: u32, styles: [&str; 2]) {
    let look = placed.map_or(Look::Plain, |placed| placed.cell.look);
    xml.inside("w:tcPr", &[], |xml| {
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if let Some(placed) = placed {
            if placed.across > 1 {
                xml.empty("w:gridSpan", &[("w:val", &placed.across.to_string())]);
            }
            if placed.down > 1 {
                let part = if placed.row == number { "restart" } else { "continue" };
                xml.empty("w:vMerge", &[("w:val", part)]);
            }
        }
        match look {
            Look::Head => shade(xml, "EDEDED"),
            Look::Missing => shade(xml, "FFF2CC"),
            Look::Plain | Look::Mark | Look::Number => {}
        }
        if matches!(look, Look::Head | Look::Mark) {
            xml.empty("w:vAlign", &[("w:val", "center")]);
        }
    });
    xml.inside("w:p", &[], |xml| {
        xml.inside("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", styles[usize::from(look != Look::Head)])]);
            match look {
                Look::Head | Look::Mark => xml.empty("w:jc", &[("w:val", "center")]),
                Look::Number => xml.empty("w:jc", &[("w:val", "right")]),
                Look::Plain | Look::Missing => {}
            }
        });
        if let Some(placed) = placed.filter(|placed| placed.row == number) {
            word(xml, &placed.cell.text, Style::Plain);
        }
    });
}

fn shade(xml: &mut Markup, colour: &str) {
    xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)]);
}
