//! A matrix that people send: XLSX or CSV, refused as a whole when one cell is wrong, with
//! the address of every such cell (MATRIX-02, MATRIX-15).

use regulation::rules::Cell as Code;

use super::finding::{self, Finding, Severity};
use super::matrix::{self, Row};
use super::official::{COUNT_AS_PRINTED, MATRIX};
use crate::office::{Incoming, ReadError, Sheet, address, read_sheets};

/// Column of the count.
const COUNT: usize = 15;

/// What came in: all the rows, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The rows; empty when an error was found.
    pub rows: Vec<Row>,
    /// Errors and warnings in order of rows.
    pub findings: Vec<Finding>,
}

/// Reads a matrix from a file.
pub fn import(bytes: &[u8], kind: Incoming) -> Result<Imported, ReadError> {
    let sheets = read_sheets(bytes, kind)?;
    let found = sheets.iter().find_map(|sheet| Some((sheet, head(sheet)?)));
    Ok(match found {
        Some((sheet, head)) => read(sheet, head),
        None => Imported { rows: Vec::new(), findings: vec![headless(&sheets)] },
    })
}

/// The row that names the columns: the one that begins as the official form does.
fn head(sheet: &Sheet) -> Option<usize> {
    (0..sheet.rows()).find(|row| plain(sheet.get(*row, 0)) == plain(MATRIX[0].0))
}

fn headless(sheets: &[Sheet]) -> Finding {
    let names: Vec<String> = sheets.iter().map(|sheet| format!("«{}»", sheet.name)).collect();
    Finding::error(
        finding::COLUMN,
        "A1",
        format!("Ни на одном листе нет строки с названиями столбцов матрицы (листы: {}).", names.join(", ")),
        "Возьмите форму, которую печатает `okno paper matrix`: строка названий начинается с «№ п/п».",
    )
}

fn read(sheet: &Sheet, head: usize) -> Imported {
    let mut findings = columns(sheet, head);
    let mut rows = Vec::new();
    if findings.is_empty() {
        let mut lines = Vec::new();
        for line in head + 1..sheet.rows() {
            let empty = (0..MATRIX.len()).all(|column| sheet.get(line, column).trim().is_empty());
            if empty || sheet.get(line, 0).trim_start().starts_with('*') {
                continue;
            }
            rows.push(row(sheet, line, rows.len() + 1, &mut findings));
            lines.push(line);
        }
        findings.extend(twice(&rows, &lines));
    }
    if findings.iter().any(|one| one.severity == Severity::Error) {
        rows.clear();
    }
    Imported { rows, findings }
}

/// Columns must be those of the official form, in its order.
fn columns(sheet: &Sheet, head: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for (column, (name, _)) in MATRIX.iter().enumerate() {
        let stands = sheet.get(head, column);
        let slip = column == COUNT && plain(stands) == plain(COUNT_AS_PRINTED);
        if plain(stands) != plain(name) && !slip {
            found.push(Finding::error(
                finding::COLUMN,
                address(head, column),
                format!("Здесь должен стоять столбец «{name}», а стоит «{}».", short(stands)),
                "Расставьте столбцы в порядке официальной формы.",
            ));
        }
    }
    let extra = sheet.cells.keys().find(|(row, column)| *row >= head && *column >= MATRIX.len());
    if let Some((row, column)) = extra {
        found.push(Finding::error(
            finding::COLUMN,
            address(*row, *column),
            "За последним столбцом формы что-то написано.",
            "Перенесите это в «Примечание» или удалите: в матрице ничего не теряется молча.",
        ));
    }
    found
}

fn row(sheet: &Sheet, line: usize, number: usize, findings: &mut Vec<Finding>) -> Row {
    let text = |column: usize| sheet.get(line, column).trim().to_owned();
    let stands = text(0);
    if stands.trim_end_matches('.').parse() != Ok(number) {
        findings.push(Finding::warning(
            finding::COUNT,
            address(line, 0),
            format!("Номер строки «{}», а по порядку она {number}.", short(&stands)),
            "При выгрузке строки нумеруются по порядку.",
        ));
    }
    let read = Row {
        body: text(1),
        act: text(2),
        registry: text(3),
        service: text(4),
        sub_service: text(5),
        codes: std::array::from_fn(|at| code(sheet, line, matrix::FIRST_ACTION + at, findings)),
        applications: applications(sheet, line, findings),
        remark: text(16),
    };
    for one in read.check(line) {
        // What stands in a cell and cannot be read has been told already; a draft may lack
        // details of the act, number and count.
        let told = one.message.starts_with("Действи") || (one.cell == address(line, COUNT) && !text(COUNT).is_empty());
        let may_wait = one.code == finding::MISSING && !(read.body.is_empty() || read.service.is_empty());
        match one.severity {
            Severity::Error if told => {}
            Severity::Error if may_wait => findings.push(Finding { severity: Severity::Warning, ..one }),
            Severity::Error | Severity::Warning => findings.push(one),
        }
    }
    read
}

/// Only the three codes; every dash that keyboards and word processors make counts as one.
fn code(sheet: &Sheet, line: usize, column: usize, findings: &mut Vec<Finding>) -> Option<Code> {
    let text = sheet.get(line, column);
    let code = Code::parse(text);
    if code.is_none() {
        let message = if text.trim().is_empty() {
            "Код действия не указан.".to_owned()
        } else {
            format!("«{}» — не код действия.", short(text))
        };
        let mend = "Поставьте 0 (не в электронной форме), 1 (в электронной форме) или «-» (действия в услуге нет).";
        findings.push(Finding::error(finding::CODE, address(line, column), message, mend));
    }
    code
}

fn applications(sheet: &Sheet, line: usize, findings: &mut Vec<Finding>) -> Option<u64> {
    let text = sheet.get(line, COUNT);
    let digits: String = text.chars().filter(|mark| !mark.is_whitespace()).collect();
    if digits.is_empty() {
        return None;
    }
    let count = Some(&digits).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    let count = count.and_then(|digits| digits.parse().ok());
    if count.is_none() {
        findings.push(Finding::error(
            finding::COUNT,
            address(line, COUNT),
            format!("«{}» — не целое число заявлений.", short(text)),
            "Впишите среднее за год целым числом от нуля.",
        ));
    }
    count
}

fn twice(rows: &[Row], lines: &[usize]) -> Vec<Finding> {
    let mut found = Vec::new();
    for one in matrix::twice(rows) {
        let at = one.cell.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
        let line = at.and_then(|at| lines.get(at - 1));
        found.push(Finding { cell: line.map_or(one.cell.clone(), |line| address(*line, 4)), ..one });
    }
    found
}

/// A name as it is compared: without differences of spaces, case and ё.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е")
}

fn short(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}
