//! One document model, four formats: DOCX, XLSX, CSV and PDF.
//!
//! A paper is written once as a [`Paper`] and printed by [`render`]; what comes in from
//! outside is read cell by cell by [`read_sheets`].

mod csv;
mod docx;
mod grid;
mod markup;
mod model;
mod pdf;
mod sheet;
mod xlsx;

pub use grid::{Placed, address, grid};
pub use model::{Block, Cell, Look, Paper, Run, Section, Style, Table, run, strong};
pub use sheet::{Incoming, ReadError, Sheet, read_sheets};

use crate::error::PaperError;

/// A format a paper is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Office Open XML text.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
    /// Semicolons, UTF-8 with its mark: what a Russian Excel opens by a double click.
    Csv,
    /// PDF/A-2a.
    Pdf,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Xlsx, Self::Csv, Self::Pdf];

    /// The ending of file names.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
        }
    }
}

/// The bytes of a paper in a format: the same paper gives the same bytes.
pub fn render(paper: &Paper, format: Format) -> Result<Vec<u8>, PaperError> {
    match format {
        Format::Docx => docx::docx(paper),
        Format::Xlsx => xlsx::xlsx(paper),
        Format::Csv => csv::csv(paper),
        Format::Pdf => pdf::pdf(paper),
    }
}
