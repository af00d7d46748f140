//! The map of interagency requests (технологическая карта межведомственного взаимодействия):
//! provider, data, trigger, keys, term, clause (SCHEME-02).

use regulation::package::{FactType, ProcedureKind, SourcePath};
use serde::Serialize;

use super::finding::{self, Finding, Made};
use super::material::Material;
use super::words;
use crate::office::{Block, Cell, Paper, Section, Table};

/// The channel of requests between authorities.
const CHANNEL: &str = "СМЭВ";

/// A document's holder that is not a source.
const APPLICANT: &str = "applicant";

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Id of the source.
    pub source: String,
    /// What is asked, in plain words.
    pub title: String,
    /// Who answers; empty when the region does not know the provider.
    pub provider: String,
    /// Facts that are sent.
    pub sends: Vec<String>,
    /// Facts that come back.
    pub gets: Vec<String>,
    /// By which way.
    pub channel: String,
    /// When it is sent.
    pub trigger: String,
    /// Norm for the answer.
    pub term: String,
    /// The clause.
    pub clause: String,
}

/// Every request of a service.
pub(super) fn requests(service: &Material<'_>) -> Vec<Request> {
    let regulation = service.regulation;
    regulation
        .sources
        .values()
        .map(|source| {
            let from_it =
                |path: &SourcePath| matches!(path, SourcePath::Register { source: id, .. } if *id == source.id);
            let gets = regulation.facts.values().filter(|fact| fact.from.iter().any(from_it));
            let code = source.id.split('.').next().unwrap_or(&source.id);
            Request {
                source: source.id.clone(),
                title: source.title.clone(),
                provider: service.region.providers.get(code).cloned().unwrap_or_default(),
                sends: source.keys.iter().map(|key| regulation.label_of(key).to_owned()).collect(),
                gets: gets.map(|fact| fact.label.clone()).collect(),
                channel: CHANNEL.to_owned(),
                trigger: trigger(service, &source.id),
                term: source.within.to_string(),
                clause: words::clause(regulation, &source.because),
            }
        })
        .collect()
}

/// Which procedure sends it, and when that begins.
fn trigger(service: &Material<'_>, source: &str) -> String {
    let procedures = &service.regulation.procedures;
    let asks = |one: &&regulation::package::Procedure| {
        one.kind == ProcedureKind::Exchange && one.asks.iter().any(|id| id == source)
    };
    let words = procedures.iter().filter(asks).map(|procedure| match &procedure.start {
        Some(start) => format!("Процедура «{}»: когда {}", procedure.title, words::line(&start.text)),
        None => format!("Процедура «{}»: после предыдущей процедуры", procedure.title),
    });
    words.collect::<Vec<_>>().join("\n")
}

/// The official table of requests.
pub(super) fn table(requests: &[Request]) -> Table {
    let mut table = Table::new(&[
        ("№ п/п", 5),
        ("Запрос", 28),
        ("Поставщик сведений", 22),
        ("Передаваемые сведения", 26),
        ("Получаемые сведения", 26),
        ("Канал", 10),
        ("Когда направляется", 26),
        ("Срок ответа", 12),
        ("Основание", 18),
    ]);
    table.rows = requests
        .iter()
        .zip(1..)
        .map(|(request, number)| {
            vec![
                Cell::mark(format!("{number}.")),
                Cell::plain(&request.title),
                Cell::needed(&request.provider),
                Cell::plain(request.sends.join("; ")),
                Cell::needed(&request.gets.join("; ")),
                Cell::mark(&request.channel),
                Cell::needed(&request.trigger),
                Cell::plain(&request.term),
                Cell::needed(&request.clause),
            ]
        })
        .collect();
    table
}

pub(super) fn paper(service: &Material<'_>) -> Made {
    let requests = requests(service);
    let title = "Технологическая карта межведомственного взаимодействия";
    let mut paper = Paper::new(title, service.today);
    let mut blocks =
        vec![Block::text(format!("Услуга: {}. Орган: {}.", service.regulation.title, service.authority()))];
    if requests.is_empty() {
        blocks.push(Block::text("Межведомственных запросов при предоставлении услуги нет."));
    } else {
        blocks.push(Block::Table(table(&requests)));
    }
    paper.sections.push(Section::landscape("Запросы", blocks));
    Made::new(paper, check(service, &requests))
}

/// Every document that the applicant does not hold, and every source, has its provider.
pub(super) fn check(service: &Material<'_>, requests: &[Request]) -> Vec<Finding> {
    let unknown = requests.iter().filter(|request| request.provider.is_empty()).map(|request| {
        Finding::error(
            finding::MISSING,
            format!("{}, поставщик сведений", request.source),
            format!("Поставщик запроса «{}» неизвестен.", request.title),
            "Назовите его в «providers» в region.yaml: код — часть имени источника до точки.",
        )
    });
    let documents = service.regulation.facts.values().filter(|fact| matches!(fact.kind, FactType::Document(_)));
    let held = documents.filter_map(|fact| Some((fact, fact.document.as_ref()?)));
    let orphans = held
        .filter(|(_, terms)| terms.held != APPLICANT && !requests.iter().any(|request| request.source == terms.held))
        .map(|(fact, terms)| {
            Finding::error(
                finding::MISSING,
                format!("{}, поставщик сведений", fact.name),
                format!("Документ «{}» держит «{}», а такого запроса нет.", fact.label, terms.held),
                "Объявите источник в «sources» или исправьте «held».",
            )
        });
    unknown.chain(orphans).collect()
}
