//! The explanatory note to a request that is not composed electronically though many apply
//! (MATRIX-05; form 4.6): why originals must be shown, and the federal rules that say so.

use regulation::rules::{ActKind, Action, Cell as Code, Citation};

use super::finding::{self, Finding, Made};
use super::material::{Material, day};
use crate::office::{Block, Cell, Paper, Section, Table};

pub(super) fn paper(service: &Material<'_>) -> Made {
    let mut paper = Paper::new("Пояснительная записка к составу действий", service.today);
    let note = service.composition().and_then(|composition| composition.note.as_ref());
    let parts: Vec<&str> = service.dossier.sub_services.iter().map(|part| part.title.as_str()).collect();
    let count = service.requests().map(|count| count.to_string()).unwrap_or_default();
    let head = Table::lines(
        [35, 65],
        [
            ("Услуга".to_owned(), Cell::plain(&service.regulation.title)),
            ("Подуслуга".to_owned(), Cell::plain(parts.join("; "))),
            ("Среднее количество заявлений в год".to_owned(), Cell::needed(&count)),
            ("Действие".to_owned(), Cell::plain("3. Формирование запроса: 0 (не предоставляется в электронной форме)")),
        ],
    );
    let why = note.map(|note| note.statement.as_str()).unwrap_or_default();
    let mut blocks = vec![
        Block::Table(head),
        Block::heading(1, "Почему услугу нельзя предоставить без очного предъявления оригиналов"),
        Block::text(if why.is_empty() { "Не указано." } else { why }),
        Block::heading(1, "Нормы федерального законодательства"),
    ];
    match note.filter(|note| !note.citations.is_empty()) {
        Some(note) => blocks.push(Block::Table(citations(&note.citations))),
        None => blocks.push(Block::text("Не указаны.")),
    }
    let author = note.map(|note| note.author.as_str()).unwrap_or_default();
    let date = note.and_then(|note| note.date).map(day).unwrap_or_default();
    blocks.push(Block::Table(Table::lines(
        [35, 65],
        [("Составил".to_owned(), Cell::needed(author)), ("Дата".to_owned(), Cell::needed(&date))],
    )));
    paper.sections.push(Section::portrait("Пояснительная записка", blocks));
    Made::new(paper, check(service))
}

fn citations(citations: &[Citation]) -> Table {
    let columns = [("№", 5), ("Акт", 45), ("Структурная единица", 22), ("Норма", 60)];
    let mut table = Table::new(&columns);
    for (citation, number) in citations.iter().zip(1..) {
        let act = format!(
            "{} ({}) от {} № {} «{}»",
            kind(citation.kind),
            citation.issuer,
            day(citation.date),
            citation.number,
            citation.title
        );
        table.rows.push(vec![
            Cell::mark(format!("{number}.")),
            Cell::plain(act),
            Cell::needed(&place(citation)),
            Cell::needed(&citation.quote),
        ]);
    }
    table
}

/// «подпункт 2, пункт 1, часть 3, статья 12»: from the smallest part up, as the act is cited.
fn place(citation: &Citation) -> String {
    let parts = [
        ("подпункт", &citation.sub_item),
        ("пункт", &citation.item),
        ("часть", &citation.part),
        ("статья", &citation.article),
    ];
    let named = parts.iter().filter_map(|(word, value)| value.as_ref().map(|value| format!("{word} {value}")));
    named.collect::<Vec<_>>().join(", ")
}

fn kind(kind: ActKind) -> &'static str {
    match kind {
        ActKind::FederalLaw => "Федеральный закон",
        ActKind::PresidentialDecree => "Указ Президента Российской Федерации",
        ActKind::GovernmentAct => "Акт Правительства Российской Федерации",
        ActKind::FederalAgencyOrder => "Приказ федерального органа",
        ActKind::RegionalAct => "Акт региона",
        ActKind::MunicipalAct => "Муниципальный акт",
    }
}

fn check(service: &Material<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if service.cell(Action::A3) != Some(Code::No) {
        found.push(Finding::warning(
            finding::NOT_FOR_THIS,
            "Действие",
            "Действие 3 не отмечено кодом 0: записка к этой услуге не нужна.",
            "Уберите записку или проверьте состав действий в electronic.yaml.",
        ));
    }
    if service.requests().is_none() {
        let mend = "Впишите количество и его источник в electronic.yaml.";
        found.push(Finding::error(finding::MISSING, "Среднее количество", "Нет количества заявлений в год.", mend));
    }
    let Some(note) = service.composition().and_then(|composition| composition.note.as_ref()) else {
        let mend = "Впишите «note» в electronic.yaml: обоснование, нормы, автора и дату.";
        found.push(Finding::error(finding::MISSING, "Записка", "Записки нет.", mend));
        return found;
    };
    let empty = [
        ("Обоснование", note.statement.trim().is_empty()),
        ("Составил", note.author.trim().is_empty()),
        ("Дата", note.date.is_none()),
        ("Нормы", note.citations.is_empty()),
    ];
    found.extend(
        empty.into_iter().filter(|(_, empty)| *empty).map(|(cell, _)| {
            Finding::error(finding::MISSING, cell, "Не указано.", "Впишите в «note» в electronic.yaml.")
        }),
    );
    for (citation, number) in note.citations.iter().zip(1..) {
        found.extend(unfit(citation).map(|message| {
            let mend = "Сошлитесь на норму федерального акта до подпункта, пункта, части, статьи.";
            Finding::error(finding::CITATION, format!("Нормы, строка {number}"), message, mend)
        }));
    }
    found
}

/// Why a citation proves nothing.
fn unfit(citation: &Citation) -> Option<&'static str> {
    match citation.kind {
        ActKind::RegionalAct | ActKind::MunicipalAct => Some("Акт не федеральный."),
        _ if place(citation).is_empty() => Some("Не названа структурная единица акта."),
        _ if citation.quote.trim().is_empty() => Some("Норма не приведена."),
        _ => None,
    }
}
