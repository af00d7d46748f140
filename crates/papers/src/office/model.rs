//! A paper before it has a format: sections of headings, text and tables.

use jiff::civil::Date;
use serde::Serialize;

/// A whole paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its title, at the head of the first page.
    pub title: String,
    /// The day it is made for; it dates the file itself.
    pub date: Date,
    /// Not all its cells are filled: marked as a draft on every page.
    pub draft: bool,
    /// Its parts; each begins on a new page.
    pub sections: Vec<Section>,
}

/// A part with its own page layout; one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Short name: that of the sheet.
    pub name: String,
    /// Wide tables lie down.
    pub landscape: bool,
    /// What stands there.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 is the largest below the title.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words.
        runs: Vec<Run>,
    },
    /// A line of a list.
    Item {
        /// How deep it is nested, from zero.
        depth: u8,
        /// Its number or mark as printed.
        mark: String,
        /// Its words.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// How they look.
    pub style: Style,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// As they are.
    Plain,
    /// Bold.
    Strong,
    /// An expression of the language.
    Code,
}

/// A table. Rows name only the cells that begin in them, as in HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Widths of the columns in characters of text; they say how many columns there are.
    pub widths: Vec<u16>,
    /// Rows that name the columns, repeated on every page.
    pub head: Vec<Vec<Cell>>,
    /// Rows of data.
    pub rows: Vec<Vec<Cell>>,
    /// Footnotes under the table.
    pub notes: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says; lines are parted by `\n`.
    pub text: String,
    /// How many columns it takes.
    pub across: u16,
    /// How many rows it takes.
    pub down: u16,
    /// How it looks.
    pub look: Look,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Text at the left.
    Plain,
    /// Names a column or a row.
    Head,
    /// A code or a mark in the middle.
    Mark,
    /// A whole number.
    Number,
    /// Must be filled and is not.
    Missing,
}

impl Paper {
    /// A paper without sections yet.
    pub fn new(title: impl Into<String>, date: Date) -> Self {
        Self { title: title.into(), date, draft: false, sections: Vec::new() }
    }
}

impl Section {
    /// An upright part.
    pub fn portrait(name: &str, blocks: Vec<Block>) -> Self {
        Self { name: name.to_owned(), landscape: false, blocks }
    }

    /// A part that lies down.
    pub fn landscape(name: &str, blocks: Vec<Block>) -> Self {
        Self { name: name.to_owned(), landscape: true, blocks }
    }
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }

    /// A plain paragraph.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { runs: vec![run(text)] }
    }
}

impl Table {
    /// A table with one row of column names.
    pub fn new(columns: &[(&str, u16)]) -> Self {
        Self {
            widths: columns.iter().map(|(_, width)| *width).collect(),
            head: vec![columns.iter().map(|(name, _)| Cell::head(*name)).collect()],
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A table of two columns, label and value, without column names.
    pub fn lines(widths: [u16; 2], lines: impl IntoIterator<Item = (String, Cell)>) -> Self {
        let rows = lines.into_iter().map(|(label, value)| vec![Cell::plain(label), value]).collect();
        Self { widths: widths.to_vec(), head: Vec::new(), rows, notes: Vec::new() }
    }
}

impl Cell {
    fn of(text: impl Into<String>, look: Look) -> Self {
        Self { text: text.into(), across: 1, down: 1, look }
    }

    /// Text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of(text, Look::Plain)
    }

    /// Name of a column or row.
    pub fn head(text: impl Into<String>) -> Self {
        Self::of(text, Look::Head)
    }

    /// A code in the middle.
    pub fn mark(text: impl Into<String>) -> Self {
        Self::of(text, Look::Mark)
    }

    /// A whole number.
    pub fn number(value: u64) -> Self {
        Self::of(value.to_string(), Look::Number)
    }

    /// Must be filled and is not.
    pub fn missing(text: impl Into<String>) -> Self {
        Self::of(text, Look::Missing)
    }

    /// The text, or a missing cell when there is none.
    pub fn needed(text: &str) -> Self {
        if text.trim().is_empty() { Self::missing("") } else { Self::plain(text) }
    }

    /// The same cell over several columns and rows.
    pub fn span(self, across: u16, down: u16) -> Self {
        Self { across: across.max(1), down: down.max(1), ..self }
    }
}

/// Plain words.
pub fn run(text: impl Into<String>) -> Run {
    Run { text: text.into(), style: Style::Plain }
}

/// Bold words.
pub fn strong(text: impl Into<String>) -> Run {
    Run { text: text.into(), style: Style::Strong }
}
