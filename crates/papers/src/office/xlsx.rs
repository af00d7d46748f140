//! A paper as XLSX: a section is a sheet, ready to print on A4.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::grid::grid;
use super::model::{Block, Look, Paper, Run, Section, Table};
use crate::error::PaperError;

/// Height of a line of text, and the tallest row a sheet may have, in points.
const LINE: f64 = 14.0;
const TALLEST: f64 = 409.0;
/// A4.
const PAPER: u8 = 9;

pub(super) fn xlsx(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    book(paper).map_err(|error| PaperError::Data(error.to_string()))
}

fn book(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (year, month, day) = (paper.date.year(), paper.date.month(), paper.date.day());
    // A workbook knows no day before its own first one.
    let made = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())
        .or_else(|_| ExcelDateTime::from_ymd(1900, 1, 1))?;
    book.set_properties(&DocProperties::new().set_title(&paper.title).set_author("okno").set_creation_datetime(&made));
    let mut names: Vec<String> = Vec::new();
    for (at, section) in paper.sections.iter().enumerate() {
        let name = name(&section.name, &names);
        let page = book.add_worksheet();
        page.set_name(&name)?;
        names.push(name);
        Page::new(page, section)?.fill(paper, section, at == 0)?;
    }
    book.save_to_buffer()
}

/// A name that a sheet may have: short, without the signs of references, and its own.
fn name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().filter(|mark| !"[]:*?/\\'".contains(*mark)).take(28).collect();
    let clean = if clean.trim().is_empty() { "Лист".to_owned() } else { clean.trim().to_owned() };
    let same = |name: &String| taken.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
    (1..).map(|n| if n == 1 { clean.clone() } else { format!("{clean} {n}") }).find(|name| !same(name)).unwrap_or(clean)
}

/// A sheet being filled from above.
struct Page<'b> {
    page: &'b mut Worksheet,
    widths: Vec<u16>,
    row: u32,
}

impl<'b> Page<'b> {
    /// A sheet whose columns are those of the section's table with most of them.
    fn new(page: &'b mut Worksheet, section: &Section) -> Result<Self, XlsxError> {
        let tables = section.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(&table.widths),
            _ => None,
        });
        let widths = tables.max_by_key(|widths| widths.len()).cloned().unwrap_or_else(|| vec![20, 70]);
        for (column, width) in (0_u16..).zip(&widths) {
            page.set_column_width(column, f64::from(*width))?;
        }
        page.set_paper_size(PAPER).set_print_fit_to_pages(1, 0).set_footer("&C&9Страница &P из &N");
        if section.landscape {
            page.set_landscape();
        }
        Ok(Self { page, widths, row: 0 })
    }

    fn fill(&mut self, paper: &Paper, section: &Section, first: bool) -> Result<(), XlsxError> {
        if first {
            // The mark shares the line of the title: addresses of cells must not hang on it.
            let mark = if paper.draft { " — ПРОЕКТ: заполнены не все ячейки" } else { "" };
            self.line(&format!("{}{mark}", paper.title), &text().set_bold().set_font_size(14))?;
        }
        let single = section.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count() == 1;
        for block in &section.blocks {
            match block {
                Block::Heading { text: words, .. } => self.line(words, &text().set_bold().set_font_size(12))?,
                Block::Text { runs } => self.line(&words(runs), &text())?,
                Block::Item { depth, mark, runs } => {
                    let words = format!("{mark} {}", words(runs));
                    self.line(&words, &text().set_indent(*depth))?;
                }
                Block::Table(table) => self.table(table, single)?,
            }
        }
        Ok(())
    }

    /// A line of text over the whole width.
    fn line(&mut self, words: &str, format: &Format) -> Result<(), XlsxError> {
        let last = self.last();
        self.cell(self.row, 0, self.row, last, words, format, Look::Plain)?;
        let width: u16 = self.widths.iter().sum();
        self.height(self.row, lines(words, f64::from(width)))?;
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, table: &Table, single: bool) -> Result<(), XlsxError> {
        let first = self.row;
        let edges = edges(&table.widths, &self.widths);
        let placed = grid(table);
        for at in &placed {
            let (from, to) = (edges[at.column], edges[at.column + at.across] - 1);
            let row = first + at.row as u32;
            let bottom = row + at.down as u32 - 1;
            self.cell(row, from, bottom, to, &at.cell.text, &bordered(at.cell.look), at.cell.look)?;
        }
        let count = table.head.len() + table.rows.len();
        for number in 0..count {
            let tall = placed.iter().filter(|at| at.row == number && at.down == 1).map(|at| {
                let (from, to) = (usize::from(edges[at.column]), usize::from(edges[at.column + at.across]));
                lines(&at.cell.text, f64::from(self.widths[from..to].iter().sum::<u16>()))
            });
            self.height(first + number as u32, tall.max().unwrap_or(1))?;
        }
        self.row = first + count as u32;
        if single && !table.head.is_empty() {
            let below = first + table.head.len() as u32;
            self.page.set_repeat_rows(first, below - 1)?;
            self.page.set_freeze_panes(below, 0)?;
        }
        for note in &table.notes {
            self.line(note, &text().set_font_size(9))?;
        }
        self.row += 1;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "a range, what stands in it and how")]
    fn cell(
        &mut self,
        top: u32,
        left: u16,
        bottom: u32,
        right: u16,
        words: &str,
        format: &Format,
        look: Look,
    ) -> Result<(), XlsxError> {
        if (top, left) != (bottom, right) {
            self.page.merge_range(top, left, bottom, right, words, format)?;
            return Ok(());
        }
        match words.parse::<u32>() {
            Ok(number) if look == Look::Number => {
                self.page.write_number_with_format(top, left, number, format)?;
            }
            _ if words.is_empty() => {
                self.page.write_blank(top, left, format)?;
            }
            other => {
                self.page.write_string_with_format(top, left, words, format)?;
                if other.is_ok() || words.bytes().all(|digit| digit.is_ascii_digit()) {
                    // Codes and numbers of registers are names, not amounts.
                    self.page.ignore_error(top, left, IgnoreError::NumberStoredAsText)?;
                }
            }
        }
        Ok(())
    }

    fn height(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        if lines > 1 {
            self.page.set_row_height(row, (LINE * lines as f64 + 2.0).min(TALLEST))?;
        }
        Ok(())
    }

    fn last(&self) -> u16 {
        u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(0)
    }
}

/// Between which columns of the sheet the columns of a table lie: a table narrower than the
/// sheet takes several of them for one of its own.
fn edges(table: &[u16], sheet: &[u16]) -> Vec<u16> {
    let (whole, all) = (sum(table), sum(sheet));
    let mut edges = vec![0];
    for column in 1..table.len() {
        let wanted = sum(&table[..column]) * all / whole.max(1.0);
        let before = usize::from(edges[column - 1]) + 1;
        let after = sheet.len() - (table.len() - column);
        let off = |edge: &usize| ((sum(&sheet[..*edge]) - wanted).abs() * 100.0) as u64;
        let edge = (before..=after.max(before)).min_by_key(off).unwrap_or(before);
        edges.push(u16::try_from(edge).unwrap_or(u16::MAX));
    }
    edges.push(u16::try_from(sheet.len()).unwrap_or(u16::MAX));
    edges
}

fn sum(widths: &[u16]) -> f64 {
    widths.iter().map(|width| f64::from(*width)).sum()
}

/// How many lines the text takes at that width in characters.
fn lines(text: &str, width: f64) -> usize {
    let fits = (width * 0.95).max(1.0);
    text.split('\n').map(|line| ((line.chars().count() as f64 / fits).ceil() as usize).max(1)).sum()
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn text() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn bordered(look: Look) -> Format {
    let format = text().set_border(FormatBorder::Thin);
    match look {
        Look::Plain => format,
        Look::Head => format
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00ED_EDED)),
        Look::Mark => format.set_align(FormatAlign::Center),
        Look::Number => format.set_num_format("0"),
        Look::Missing => format.set_background_color(Color::RGB(0x00FF_F2CC)),
    }
}
