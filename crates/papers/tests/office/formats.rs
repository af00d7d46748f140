//! The document model in each format.

use jiff::civil::date;
use papers::office::{
    Block, Cell, Format, Incoming, Paper, Section, Table, address, grid, read_sheets, render, run, strong,
};

/// A paper with one of everything.
pub fn sampler() -> Paper {
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

#[test]
#[ignore]
fn dump() {
    for format in Format::ALL {
        std::fs::write(format!("/tmp/papers-out/sampler.{}", format.ending()), render(&sampler(), format).unwrap())
            .unwrap();
    }
    let _ = (address(0, 0), grid(&Table::new(&[])), read_sheets(b"", Incoming::Csv));
}
