//! The package's own cases with their results: the scenarios of a joint test, already run.

use regulation::clock::LegalClock;
use regulation::package;

use super::finding::{self, Finding, Made};
use super::material::{Material, day};
use crate::office::{Block, Cell, Paper, Section, Table};

pub(super) fn paper(service: &Material<'_>, clock: &LegalClock) -> Made {
    let regulation = service.regulation;
    let mut table = Table::new(&[("№ п/п", 6), ("Сценарий", 56), ("На дату", 14), ("Итог", 16), ("Замечания", 50)]);
    let mut findings = Vec::new();
    for (case, number) in regulation.cases.iter().zip(1..) {
        let wrong = package::run_case(regulation, case, clock);
        let remarks: Vec<String> = wrong
            .iter()
            .map(|one| format!("{}: ожидалось {}, получилось {}", one.what, one.expected, one.got))
            .collect();
        table.rows.push(vec![
            Cell::mark(format!("{number}.")),
            Cell::plain(&case.name),
            Cell::mark(day(case.as_of)),
            Cell::mark(if wrong.is_empty() { "пройден" } else { "не пройден" }),
            Cell::plain(remarks.join("\n")),
        ]);
        if !wrong.is_empty() {
            let cell = format!("строка {number}");
            findings.push(Finding::error(
                finding::DIFFERS,
                cell,
                "Сценарий не пройден.",
                "Исправьте регламент или сценарий.",
            ));
        }
    }
    let failed = findings.len();
    let passed = regulation.cases.len() - failed;
    let mut paper = Paper::new("Протокол проверки регламента на собственных случаях", service.today);
    let blocks = vec![
        Block::text(format!("Услуга: {}. Редакция {}.", regulation.title, regulation.version)),
        Block::text(format!("Пройдено: {passed}. Не пройдено: {failed}.")),
        Block::Table(table),
    ];
    paper.sections.push(Section::landscape("Протокол", blocks));
    Made::new(paper, findings)
}
