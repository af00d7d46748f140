//! The action matrix (матрица составов действий): rows, their checks, the official table.

use regulation::rules::{Action, Cell as Code};
use serde::Serialize;

use super::file::{Path, SubService};
use super::finding::{self, Finding, Made};
use super::material::Material;
use super::official::{MATRIX, MATRIX_CODES, MATRIX_NOTE};
use super::watch;
use crate::office::{Block, Cell, Paper, Section, Table, address};

/// Digits of a number in the registry, as the sample of the source has it.
const ID_DIGITS: usize = 14;

/// Column of the first action.
pub(super) const FIRST_ACTION: usize = 6;

/// A row of the matrix: a service or one of its sub-services.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The body in charge.
    pub body: String,
    /// Details of the act that approved the regulation; empty in a draft.
    pub act: String,
    /// Number in the registry; empty in a draft.
    pub registry: String,
    /// Name of the service.
    pub service: String,
    /// Name of the sub-service; empty for the service as a whole.
    pub sub_service: String,
    /// Codes of the nine actions; `None` was not chosen yet.
    pub codes: [Option<Code>; 9],
    /// Average number of applications a year.
    pub applications: Option<u64>,
    /// Note.
    pub remark: String,
}

impl Row {
    /// The rows of a service: its own, or one for each of its sub-services.
    pub fn of(service: &Material<'_>) -> Vec<Self> {
        let dossier = &service.dossier;
        let whole = Self {
            body: dossier.body.clone().unwrap_or_else(|| service.authority()),
            act: service.act().unwrap_or_default(),
            registry: dossier.registry.as_ref().map(|registry| registry.id.clone()).unwrap_or_default(),
            service: service.regulation.title.clone(),
            sub_service: String::new(),
            codes: Action::ALL.map(|action| service.cell(action)),
            applications: service.requests(),
            remark: remark(service),
        };
        if dossier.sub_services.is_empty() {
            return vec![whole];
        }
        dossier.sub_services.iter().map(|part| whole.part(part)).collect()
    }

    fn part(&self, part: &SubService) -> Self {
        let mut row = Self { sub_service: part.title.clone(), ..self.clone() };
        if let Some(registry) = &part.registry {
            row.registry.clone_from(registry);
        }
        row.applications = part.applications.or(row.applications);
        for (action, cell) in &part.cells {
            row.codes[action.number() - 1] = Some(*cell);
        }
        if let Some(remark) = &part.remark {
            row.remark.clone_from(remark);
        }
        row
    }

    /// Without details of the act or a registry number a row may be kept but not submitted (MATRIX-01).
    pub fn draft(&self) -> bool {
        self.act.is_empty() || self.registry.is_empty() || self.codes.contains(&None)
    }

    /// What is missing or looks wrong; `line` is the row of the sheet, from zero.
    pub(super) fn check(&self, line: usize) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut missing = |column: usize, what: &str, mend: &str| {
            found.push(Finding::error(finding::MISSING, address(line, column), what, mend));
        };
        if self.body.is_empty() {
            missing(1, "Не указан орган.", "Впишите орган, предоставляющий услугу.");
        }
        if self.act.is_empty() {
            missing(
                2,
                "Нет реквизитов акта, которым утверждён регламент.",
                "Впишите вид, дату и номер акта: ключ «regulation» в dossier.yaml.",
            );
        }
        if self.registry.is_empty() {
            missing(
                3,
                "Нет идентификатора услуги в реестре.",
                "Впишите номер из реестра: ключ «registry» в dossier.yaml.",
            );
        }
        if self.service.is_empty() {
            missing(4, "Нет наименования услуги.", "Впишите полное наименование услуги.");
        }
        if self.codes.iter().all(Option::is_none) {
            missing(
                FIRST_ACTION,
                "Действия не отмечены ни в одном из девяти столбцов.",
                "Выберите состав действий: «composition» в electronic.yaml.",
            );
        } else {
            for (at, _) in self.codes.iter().enumerate().filter(|(_, code)| code.is_none()) {
                let what = format!("Действие {} не отмечено.", at + 1);
                missing(FIRST_ACTION + at, &what, "Поставьте 0, 1 или «-»: состав действий — в electronic.yaml.");
            }
        }
        if self.applications.is_none() {
            missing(
                15,
                "Нет среднего количества заявлений в год.",
                "Впишите целое число и его источник: electronic.yaml.",
            );
        }
        if !self.registry.is_empty() && !is_registry_id(&self.registry) {
            found.push(Finding::warning(
                finding::REGISTRY_ID,
                address(line, 3),
                format!("Идентификатор «{}» — не {ID_DIGITS} цифр.", self.registry),
                "Сверьте номер с реестром: в образце формы он из четырнадцати цифр.",
            ));
        }
        found
    }

    fn cells(&self, number: usize) -> Vec<Cell> {
        let mut cells = vec![
            Cell::mark(format!("{number}.")),
            Cell::needed(&self.body),
            Cell::needed(&self.act),
            Cell::needed(&self.registry),
            Cell::needed(&self.service),
            Cell::plain(&self.sub_service),
        ];
        cells.extend(self.codes.map(|code| code.map_or_else(|| Cell::missing(""), |code| Cell::mark(code.code()))));
        cells.push(self.applications.map_or_else(|| Cell::missing(""), Cell::number));
        cells.push(Cell::plain(&self.remark));
        cells
    }
}

/// Does it look like a number of the registry?
pub(super) fn is_registry_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// The note of a row: what the dossier says, the decisions that allow cells, the source of the count.
fn remark(service: &Material<'_>) -> String {
    let mut notes: Vec<String> = service.dossier.remark.iter().cloned().collect();
    if service.path() == Path::Priority {
        notes.push("Приоритетная услуга: состав действий одобряется на федеральном уровне.".to_owned());
    }
    let chosen = service.composition().into_iter().flat_map(|composition| &composition.actions);
    notes.extend(
        chosen.filter_map(|(action, chosen)| Some(format!("{}: {}", action.number(), chosen.decision.as_ref()?))),
    );
    notes.extend(service.requests_source().map(|source| format!("Заявлений по годам: {source}")));
    notes.join("\n")
}

/// The matrix of these rows as the official form prints it.
pub fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&MATRIX);
    table.rows = rows.iter().zip(1..).map(|(row, number)| row.cells(number)).collect();
    table.notes.push(MATRIX_NOTE.to_owned());
    table
}

/// The matrix of these rows as a paper.
pub fn paper_of(rows: &[Row], today: jiff::civil::Date) -> Paper {
    let mut paper = Paper::new("Матрица составов действий", today);
    paper.sections = vec![Section::landscape("Матрица", vec![Block::text(MATRIX_CODES), Block::Table(table(rows))])];
    paper
}

pub(super) fn paper(services: &[Material<'_>]) -> Made {
    let today = services.first().map(|service| service.today).unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    let mut findings = Vec::new();
    // The title, the codes and the column names stand above the first row of a sheet.
    let first = 3;
    for service in services {
        let name = &service.regulation.service;
        let line = first + rows.len();
        for row in Row::of(service) {
            let own = row.check(first + rows.len());
            findings.extend(own.into_iter().map(|one| Finding { cell: format!("{}, {name}", one.cell), ..one }));
            rows.push(row);
        }
        findings.extend(ruled(service, line));
        findings.extend(watch::differences(service));
    }
    findings.extend(twice(&rows));
    Made::new(paper_of(&rows, today), findings)
}

/// What the rule set finds wrong, at the cells of the row.
fn ruled(service: &Material<'_>, line: usize) -> Vec<Finding> {
    let name = &service.regulation.service;
    let told = service.ruled().into_iter().filter(|one| !finding::BLANKS.contains(&one.code));
    told.map(|one| {
        let column = one.action.map_or(FIRST_ACTION, |action| FIRST_ACTION + action.number() - 1);
        Finding::ruled(one, format!("{}, {name}", address(line, column)))
    })
    .collect()
}

/// One row for a service or sub-service (MATRIX-01).
pub(super) fn twice(rows: &[Row]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let same = |other: &Row| {
            other.body == row.body && other.service == row.service && other.sub_service == row.sub_service
        };
        if let Some(before) = rows.iter().take(at).position(same) {
            found.push(Finding::error(
                finding::TWICE,
                format!("строка {}", at + 1),
                format!("Услуга «{}» уже стоит в строке {}.", row.service, before + 1),
                "Оставьте одну строку на услугу или подуслугу.",
            ));
        }
    }
    found
}
