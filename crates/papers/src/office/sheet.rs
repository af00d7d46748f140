//! Sheets that people send: XLSX and CSV as text by cell, bounded in every direction.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::csv::unguard;

/// Most bytes of a file, and of its parts once unpacked.
const MOST_BYTES: u64 = 32 << 20;
const MOST_UNPACKED: u64 = 256 << 20;
/// Most rows and columns that are read.
const MOST_ROWS: u32 = 100_000;
const MOST_COLUMNS: u32 = 256;

/// What kind of file comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incoming {
    /// A workbook.
    Xlsx,
    /// Text with separators.
    Csv,
}

/// A sheet: text by row and column from zero; empty cells are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Its cells.
    pub cells: BTreeMap<(usize, usize), String>,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is not such a file, or it is broken.
    #[error("Файл не читается как {0}: {1}. Откройте его в Excel или LibreOffice и сохраните заново.")]
    Broken(&'static str, String),
    /// It is too large.
    #[error("Файл слишком велик: {0}. Оставьте в нём только матрицу.")]
    Large(String),
    /// CSV in another encoding than UTF-8.
    #[error("В файле CSV есть символы не из UTF-8: строка {0}. Сохраните его как «CSV UTF-8».")]
    Encoding(usize),
}

impl Sheet {
    /// The text of a cell; nothing for an empty one.
    pub fn get(&self, row: usize, column: usize) -> &str {
        self.cells.get(&(row, column)).map_or("", String::as_str)
    }

    /// One past the last row that holds something.
    pub fn rows(&self) -> usize {
        self.cells.last_key_value().map_or(0, |((row, _), _)| row + 1)
    }

    fn put(&mut self, row: usize, column: usize, text: String) {
        if !text.is_empty() {
            self.cells.insert((row, column), text);
        }
    }
}

/// The sheets of a file, in their order.
pub fn read_sheets(bytes: &[u8], kind: Incoming) -> Result<Vec<Sheet>, ReadError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::Large(format!("{} байт, а можно {MOST_BYTES}", bytes.len())));
    }
    match kind {
        Incoming::Xlsx => read_xlsx(bytes),
        Incoming::Csv => read_csv(bytes).map(|sheet| vec![sheet]),
    }
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, ReadError> {
    let broken = |error: &dyn std::fmt::Display| ReadError::Broken("XLSX", error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        unpacked = unpacked.saturating_add(archive.by_index_raw(at).map_err(|error| broken(&error))?.size());
    }
    if unpacked > MOST_UNPACKED {
        return Err(ReadError::Large(format!("{unpacked} байт после распаковки, а можно {MOST_UNPACKED}")));
    }
    // The reader of workbooks panics on some broken cell addresses; found by fuzzing.
    std::panic::catch_unwind(|| sheets_of(bytes)).unwrap_or_else(|_| Err(broken(&"адрес одной из ячеек испорчен")))
}

fn sheets_of(bytes: &[u8]) -> Result<Vec<Sheet>, ReadError> {
    let broken = |error: &dyn std::fmt::Display| ReadError::Broken("XLSX", error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // Cells are read one by one: a range would be allocated up to the farthest of them.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let text = words(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                let place = super::address(row as usize, column as usize);
                return Err(ReadError::Large(format!("на листе «{name}» занята ячейка {place}")));
            }
            sheet.put(row as usize, column as usize, text);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// A value as a person sees it in the cell, without the format.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Bool(true) => "ИСТИНА".to_owned(),
        DataRef::Bool(false) => "ЛОЖЬ".to_owned(),
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(moment) => moment.to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn read_csv(bytes: &[u8]) -> Result<Sheet, ReadError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::Encoding(before.iter().filter(|byte| **byte == b'\n').count() + 1)
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    // Empty lines are no records but they are rows, and a field may hold several lines: rows
    // are counted by the ends of lines up to the record, less those inside fields.
    let (mut counted, mut ends, mut folded) = (0, 0, 0);
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Broken("CSV", error.to_string()))?;
        let start = record_start(text, record.position());
        ends += text.get(counted..start).unwrap_or("").matches('\n').count();
        counted = start;
        let row = ends - folded;
        folded += record.iter().map(|field| field.matches('\n').count()).sum::<usize>();
        if row >= MOST_ROWS as usize || record.len() > MOST_COLUMNS as usize {
            return Err(ReadError::Large(format!("строка {} или её длина", row + 1)));
        }
        for (column, field) in record.iter().enumerate() {
            sheet.put(row, column, unguard(field).to_owned());
        }
    }
    Ok(sheet)
}

/// Where a record begins: the reader may have left the end of the line before it unread.
fn record_start(text: &str, position: Option<&csv::Position>) -> usize {
    let start = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX)).min(text.len());
    let rest = text.get(start..).unwrap_or("");
    start + rest.len() - rest.trim_start_matches(['\r', '\n']).len()
}

/// The separator that the first line has most of: semicolons in Russia, commas and tabs elsewhere.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b',', b'\t', b';'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b';')
}
