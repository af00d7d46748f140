//! A paper as PDF/A through the typesetter: the same model, set by `paper.typ`.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::grid::grid;
use super::model::{Block, Paper, Table};
use crate::compile::pdf_of;
use crate::error::PaperError;

const TEMPLATE: &str = include_str!("paper.typ");

pub(super) fn pdf(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let sections: Vec<Value> = paper
        .sections
        .iter()
        .map(|section| json!({ "landscape": section.landscape, "blocks": section.blocks.iter().map(block).collect::<Vec<_>>() }))
        .collect();
    let data = json!({
        "title": paper.title,
        "date": paper.date.to_string(),
        "draft": paper.draft,
        "sections": sections,
    });
    pdf_of("paper.typ", TEMPLATE, &data, &IndexMap::new())
}

fn block(block: &Block) -> Value {
    match block {
        Block::Table(one) => table(one),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

/// A table with every cell at its place, so that the template reckons nothing.
fn table(table: &Table) -> Value {
    let cells: Vec<Value> = grid(table)
        .into_iter()
        .map(|at| {
            json!({
                "x": at.column, "y": at.row, "across": at.across, "down": at.down,
                "look": at.cell.look, "text": at.cell.text,
            })
        })
        .collect();
    json!({ "block": "table", "widths": table.widths, "head": table.head.len(), "cells": cells, "notes": table.notes })
}
