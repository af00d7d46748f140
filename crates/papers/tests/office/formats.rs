//! The document model in each format.

use jiff::civil::date;
use papers::office::{
    Block, Cell, Format, Incoming, Look, Paper, Section, Table, address, grid, read_sheets, render, run, strong,
};

/// A paper with one of everything.
fn sampler() -> Paper {
    let mut table = Table::new(&[("№ п/п", 6), ("Наименование", 30), ("Код", 8), ("Количество", 12)]);
    table.head = vec![
        vec![Cell::head("№ п/п").span(1, 2), Cell::head("Услуга").span(3, 1)],
        vec![Cell::head("Наименование"), Cell::head("Код"), Cell::head("Количество")],
    ];
    table.rows = vec![
        vec![Cell::plain("1."), Cell::plain("Первая\nв две строки"), Cell::mark("-"), Cell::number(120)],
        vec![Cell::plain("2.").span(1, 2), Cell::plain("=1+1; \"кавычки\""), Cell::mark("1"), Cell::missing("")],
        vec![Cell::plain("сливается").span(2, 1), Cell::number(7)],
    ];
    table.notes.push("* Сноска под таблицей.".to_owned());
    let mut paper = Paper::new("Бумага со всем, что бывает", date(2026, 3, 10));
    paper.draft = true;
    paper.sections = vec![
        Section::portrait(
            "Текст",
            vec![
                Block::heading(1, "Заголовок"),
                Block::Text {
                    runs: vec![run("Обычные слова, "), strong("важные слова"), run(" и <знаки> & прочее.")]
                },
                Block::Item { depth: 0, mark: "—".to_owned(), runs: vec![run("Пункт списка.")] },
                Block::Item { depth: 1, mark: "1.".to_owned(), runs: vec![run("Вложенный пункт.")] },
                Block::Table(Table::lines(
                    [30, 60],
                    [("Ключ".to_owned(), Cell::plain("Значение")), ("Пусто".to_owned(), Cell::needed(""))],
                )),
            ],
        ),
        Section::landscape("Таблица: лёжа", vec![Block::heading(1, "Таблица"), Block::Table(table)]),
    ];
    paper
}

/// Two sheets of one table each, so that CSV is the table alone.
fn one_table(rows: Vec<Vec<Cell>>) -> Paper {
    let mut table = Table::new(&[("А", 10), ("Б", 10)]);
    table.rows = rows;
    let mut paper = Paper::new("Одна таблица", date(2026, 3, 10));
    paper.sections = vec![Section::landscape("Лист", vec![Block::text("Слова над таблицей."), Block::Table(table)])];
    paper
}

#[test]
fn addresses_are_those_of_spreadsheets() {
    let shown = [(0, 0), (13, 6), (0, 25), (0, 26), (9, 701), (9, 702)].map(|(row, column)| address(row, column));
    assert_eq!(shown, ["A1", "G14", "Z1", "AA1", "ZZ10", "AAA10"]);
}

#[test]
fn spans_never_leave_the_table_nor_cover_each_other() {
    let mut table = Table::new(&[("А", 1), ("Б", 1), ("В", 1)]);
    table.rows = vec![
        vec![Cell::plain("1").span(1, 9), Cell::plain("2").span(9, 1)],
        vec![Cell::plain("3"), Cell::plain("4"), Cell::plain("нет места")],
    ];
    let placed = grid(&table);
    let shown: Vec<_> = placed[3..].iter().map(|at| (&*at.cell.text, at.row, at.column, at.across, at.down)).collect();
    assert_eq!(shown, [("1", 1, 0, 1, 2), ("2", 1, 1, 2, 1), ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1)]);
}

#[test]
fn csv_opens_in_a_russian_excel_and_runs_no_formula() {
    let rows = vec![
        vec![Cell::plain("=HYPERLINK(\"http://x\")"), Cell::plain("+7 800")],
        vec![Cell::mark("-"), Cell::plain("@имя; и \"кавычки\"")],
    ];
    let text = String::from_utf8(render(&one_table(rows), Format::Csv).unwrap()).unwrap();
    let expected = "\u{feff}А;Б\r\n\"'=HYPERLINK(\"\"http://x\"\")\";'+7 800\r\n-;\"'@имя; и \"\"кавычки\"\"\"\r\n";
    assert_eq!(text, expected);
    let back = read_sheets(text.as_bytes(), Incoming::Csv).unwrap();
    assert_eq!(back[0].get(1, 0), "=HYPERLINK(\"http://x\")", "the guard is taken off again");
    assert_eq!(back[0].get(2, 1), "@имя; и \"кавычки\"");
}

#[test]
fn an_xlsx_keeps_formulas_as_text_and_codes_as_names() {
    let rows = vec![vec![Cell::plain("=1+1"), Cell::mark("1")], vec![Cell::plain("007"), Cell::number(42)]];
    let bytes = render(&one_table(rows), Format::Xlsx).unwrap();
    let sheet = &read_sheets(&bytes, Incoming::Xlsx).unwrap()[0];
    assert_eq!([sheet.get(3, 0), sheet.get(3, 1), sheet.get(4, 0), sheet.get(4, 1)], ["=1+1", "1", "007", "42"]);
}

#[test]
fn a_docx_has_every_part_it_names_and_only_signs_that_xml_allows() {
    let mut paper = sampler();
    paper.title = "Знаки \u{1}, < > & \" и эмодзи 🙂".to_owned();
    let bytes = render(&paper, Format::Docx).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let types = part(&mut archive, "[Content_Types].xml");
    for name in types.split("PartName=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        part(&mut archive, name);
    }
    let text = part(&mut archive, "word/document.xml");
    assert!(text.contains("Знаки , &lt; &gt; &amp; ") && text.contains("эмодзи 🙂"));
    assert_eq!(text.matches("<w:tblHeader/>").count(), 2, "both rows of the head are repeated");
    assert_eq!(text.matches("w:orient=\"landscape\"").count(), 1);
    assert!(text.contains("w:gridSpan w:val=\"3\"") && text.contains("w:vMerge w:val=\"continue\""));
}

/// A part of the package, read to its end as XML.
fn part(archive: &mut zip::ZipArchive<std::io::Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    text
}

#[test]
fn every_format_takes_a_paper_with_everything() {
    for format in Format::ALL {
        let bytes = render(&sampler(), format).unwrap();
        let start: &[u8] = match format {
            Format::Docx | Format::Xlsx => b"PK",
            Format::Csv => "\u{feff}Бумага".as_bytes(),
            Format::Pdf => b"%PDF-",
        };
        assert!(bytes.starts_with(start), "{format:?}");
    }
    let empty = Paper::new("Пусто", date(2026, 3, 10));
    assert!(render(&empty, Format::Docx).is_ok() && render(&empty, Format::Csv).is_ok());
    assert_eq!(Cell::needed("  ").look, Look::Missing);
}
