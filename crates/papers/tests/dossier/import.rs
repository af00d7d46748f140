//! The matrix read back: all or nothing, every mistake at its cell, no loss on the way.

use jiff::civil::date;
use papers::dossier::import;
use papers::dossier::matrix::{Row, paper_of};
use papers::office::{Block, Format, Incoming, Paper, render};
use proptest::prelude::*;
use regulation::rules::Cell as Code;

use super::world::told;

fn row() -> Row {
    Row {
        body: "Минприроды".to_owned(),
        act: "Приказ от 03.02.2021 № 7".to_owned(),
        registry: "63000000000017".to_owned(),
        service: "Выдача разрешения".to_owned(),
        sub_service: String::new(),
        codes: [Code::Yes, Code::No, Code::Yes, Code::Yes, Code::Absent, Code::Yes, Code::Yes, Code::Yes, Code::Yes]
            .map(Some),
        applications: Some(152),
        remark: "строка\nи ещё".to_owned(),
    }
}

/// The table of the paper with cells changed before it is written.
fn changed(format: Format, change: impl Fn(&mut Vec<Vec<papers::office::Cell>>)) -> Vec<u8> {
    let mut paper: Paper = paper_of(&[row(), Row { service: "Вторая услуга".to_owned(), ..row() }], date(2026, 3, 10));
    for block in &mut paper.sections[0].blocks {
        if let Block::Table(table) = block {
            change(&mut table.rows);
        }
    }
    render(&paper, format).unwrap()
}

const BOTH: [(Format, Incoming); 2] = [(Format::Xlsx, Incoming::Xlsx), (Format::Csv, Incoming::Csv)];

/// Proves: MATRIX-02.
#[test]
fn every_dash_counts_as_the_dash() {
    for (format, incoming) in BOTH {
        for dash in ["-", "–", "—", "−", " – "] {
            let bytes = changed(format, |rows| rows[0][10].text = dash.to_owned());
            let read = import(&bytes, incoming).unwrap();
            assert_eq!(read.rows[0].codes[4], Some(Code::Absent), "«{dash}»: {:?}", read.findings);
        }
    }
}

/// Proves: MATRIX-02, MATRIX-15.
#[test]
fn another_code_is_refused_with_its_address_and_nothing_is_taken_over() {
    for wrong in ["", "да", "2", "x", "01", "--"] {
        let bytes = changed(Format::Xlsx, |rows| rows[1][6].text = wrong.to_owned());
        let read = import(&bytes, Incoming::Xlsx).unwrap();
        assert_eq!(told(&read.findings), ["CODE G5"], "«{wrong}»");
        assert!(read.rows.is_empty(), "all or nothing");
    }
    let bytes = changed(Format::Csv, |rows| {
        rows[0][8].text = "да".to_owned();
        rows[1][14].text = "2".to_owned();
    });
    let read = import(&bytes, Incoming::Csv).unwrap();
    assert_eq!(told(&read.findings), ["CODE I2", "CODE O3"], "every wrong cell is told at once");
    assert!(read.findings[0].message.contains("«да»") && !read.findings[0].mend.is_empty());
}

/// Proves: MATRIX-03.
#[test]
fn the_count_is_a_whole_number_from_zero() {
    for wrong in ["-1", "1,5", "много", "1.5"] {
        let bytes = changed(Format::Csv, |rows| rows[0][15].text = wrong.to_owned());
        assert_eq!(told(&import(&bytes, Incoming::Csv).unwrap().findings), ["COUNT P2"], "«{wrong}»");
    }
    for right in ["0", "12 345", "12\u{a0}345"] {
        let bytes = changed(Format::Csv, |rows| rows[0][15].text = right.to_owned());
        assert!(!import(&bytes, Incoming::Csv).unwrap().rows.is_empty(), "«{right}»");
    }
}

/// Proves: MATRIX-15.
#[test]
fn a_registry_number_that_is_not_fourteen_digits_is_a_warning() {
    let bytes = changed(Format::Xlsx, |rows| rows[0][3].text = "4100".to_owned());
    let read = import(&bytes, Incoming::Xlsx).unwrap();
    assert_eq!(told(&read.findings), ["REGISTRY_ID D4"]);
    assert_eq!(read.rows.len(), 2);
}

#[test]
fn columns_out_of_order_and_foreign_files_are_refused_with_the_place() {
    let mut paper = paper_of(&[row()], date(2026, 3, 10));
    for block in &mut paper.sections[0].blocks {
        if let Block::Table(table) = block {
            table.head[0].swap(1, 2);
        }
    }
    let read = import(&render(&paper, Format::Xlsx).unwrap(), Incoming::Xlsx).unwrap();
    assert_eq!(told(&read.findings), ["COLUMN B3", "COLUMN C3"]);
    let read = import("просто;текст\r\n".as_bytes(), Incoming::Csv).unwrap();
    assert_eq!(told(&read.findings), ["COLUMN A1"]);
    assert!(import(b"PK\x03\x04 not a workbook", Incoming::Xlsx).is_err());
    assert!(import(b"\xb9 \xef/\xef;\xc8\xce\xc3\xc2", Incoming::Csv).is_err(), "Windows-1251 is told, not guessed");
}

#[test]
fn the_slip_of_the_source_in_the_name_of_the_count_is_read_all_the_same() {
    let bytes = render(&paper_of(&[row()], date(2026, 3, 10)), Format::Csv).unwrap();
    let text = String::from_utf8(bytes).unwrap().replace("Среднее количество", "Средне количество");
    assert_eq!(import(text.as_bytes(), Incoming::Csv).unwrap().rows, [row()]);
}

#[test]
fn empty_lines_do_not_shift_addresses() {
    let bytes = changed(Format::Csv, |rows| rows[1][6].text = "да".to_owned());
    let text = String::from_utf8(bytes).unwrap().replacen("\r\n1.;", "\r\n\r\n\r\n1.;", 1);
    assert_eq!(told(&import(text.as_bytes(), Incoming::Csv).unwrap().findings), ["CODE G5"]);
}

fn words() -> impl Strategy<Value = String> {
    // Everything that breaks separators, quotes, formulas and lines; edges are trimmed on import.
    "[=+@;,\"'\\-]{0,2}[а-яёa-z0-9№«»() .;,\"'=+@\n-]{0,24}[а-я0-9]"
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let code = prop_oneof![Just(Code::Yes), Just(Code::No), Just(Code::Absent)];
    let texts =
        (words(), prop_oneof![Just(String::new()), words()], words(), prop_oneof![Just(String::new()), words()]);
    let rest = (proptest::array::uniform9(code), proptest::option::of(0..u64::from(u32::MAX)), "[0-9]{14}", words());
    let row = (texts, rest).prop_map(|((body, act, service, sub_service), (codes, applications, registry, remark))| {
        Row { body, act, registry, service, sub_service, codes: codes.map(Some), applications, remark }
    });
    proptest::collection::vec(row, 1..12).prop_map(|mut rows| {
        // One row per service: the number makes each of them its own.
        for (at, row) in rows.iter_mut().enumerate() {
            row.service = format!("{}. {}", at + 1, row.service).trim().to_owned();
            row.body = row.body.trim().to_owned();
            row.act = row.act.trim().to_owned();
            row.sub_service = row.sub_service.trim().to_owned();
            row.remark = row.remark.trim().to_owned();
        }
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Proves: MATRIX-15.
    #[test]
    fn export_and_import_lose_nothing(rows in rows()) {
        for (format, incoming) in BOTH {
            let bytes = render(&paper_of(&rows, date(2026, 3, 10)), format).unwrap();
            let read = import(&bytes, incoming).unwrap();
            prop_assert_eq!(&read.rows, &rows, "{:?}: {:?}", format, read.findings);
            let again = render(&paper_of(&read.rows, date(2026, 3, 10)), format).unwrap();
            prop_assert_eq!(bytes, again, "{:?}", format);
        }
    }

    #[test]
    fn strange_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&bytes, Incoming::Csv);
        let _ = import(&bytes, Incoming::Xlsx);
    }
}
