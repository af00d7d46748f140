//! One public service: what it is, who provides it, for whom, how long, for how much, with
//! which result.

use jiff::civil::Date;
use regulation::clock::{Term, TermUnit};
use regulation::expression::World;
use regulation::fact::{Facts, Value};
use regulation::package::{ApplicantKind, Kind, Output, OutputKind, Regulation, Status};

use super::graph::Graph;
use super::names::{Names, ROUBLE, RUSSIAN};
use super::region::{authority, concept, contact, life_event};
use super::requirement::Telling;
use crate::dossier::Material;

/// Tells a service; the address is returned.
pub(super) fn tell(graph: &mut Graph, names: &Names, material: &Material<'_>) -> String {
    let regulation = material.regulation;
    let address = names.service(&regulation.service);
    let version = format!("Редакция регламента {}.", regulation.version);
    graph
        .of(&address)
        .is("cpsv:PublicService")
        .plain("dct:identifier", &regulation.service)
        .say("dct:title", &regulation.title)
        .say("dct:alternative", &regulation.short)
        .say("dct:description", &regulation.summary)
        .say("skos:note", &version)
        .plain("owl:versionInfo", &regulation.version)
        .typed("dct:modified", regulation.from, "xsd:date")
        .link("dct:language", RUSSIAN)
        .link("dct:spatial", &names.region(&material.region.id));
    for word in &regulation.keywords {
        graph.of(&address).say("dcat:keyword", word);
    }
    if names.are_pages() {
        let page = names.page(&regulation.service);
        graph.of(&page).is("foaf:Document").say("dct:title", &regulation.short);
        graph.of(&address).link("foaf:page", &page);
    }
    classify(graph, names, material, &address);
    people(graph, names, material, &address);
    for id in &regulation.life_events {
        let event = life_event(graph, names, material.region, id, &address);
        graph.of(&address).link("m8g:isGroupedBy", &event);
    }
    let mut telling = Telling { graph, names, regulation };
    telling.acts();
    telling.all();
    variants(&mut telling);
    results(graph, names, regulation, &address);
    costs(graph, names, regulation, material.today, &address);
    address
}

/// Category, kind, status, audience.
fn classify(graph: &mut Graph, names: &Names, material: &Material<'_>, address: &str) {
    let regulation = material.regulation;
    let category = material.region.categories.get(&regulation.category);
    let title = category.map_or(regulation.category.as_str(), |category| category.title.as_str());
    let area = concept(graph, names, "category", &regulation.category, title);
    let (id, title) = match regulation.kind {
        Kind::Regional => ("regional", "Государственная услуга"),
        Kind::Municipal => ("municipal", "Муниципальная услуга"),
        Kind::Delegated => ("delegated", "Услуга по переданному полномочию"),
    };
    let kind = concept(graph, names, "kind", id, title);
    let (id, title) = match regulation.status {
        Status::Draft => ("draft", "Готовится"),
        Status::Published => ("published", "Опубликована"),
        Status::Withdrawn => ("withdrawn", "Выведена из действия"),
    };
    let status = concept(graph, names, "status", id, title);
    graph.of(address).link("m8g:thematicArea", &area).link("dct:type", &kind).link("adms:status", &status);
    for list in regulation.lists_on(material.today) {
        let on = concept(graph, names, "list", &list.list, &list.act);
        graph.of(address).link("m8g:isClassifiedBy", &on);
    }
    for applicant in &regulation.applicants {
        let (id, title) = match applicant {
            ApplicantKind::Person => ("person", "Гражданин"),
            ApplicantKind::SoleTrader => ("sole-trader", "Индивидуальный предприниматель"),
            ApplicantKind::Organisation => ("organisation", "Организация"),
        };
        let audience = concept(graph, names, "audience", id, title);
        graph.of(address).link("dct:audience", &audience);
    }
}

/// The competent authority and whom to ask.
fn people(graph: &mut Graph, names: &Names, material: &Material<'_>, address: &str) {
    let Some(competent) = material.region.authority(&material.regulation.authority) else { return };
    let body = authority(graph, names, material.region, competent);
    let point = contact(graph, names, competent);
    graph.of(address).link("m8g:hasCompetentAuthority", &body).link("m8g:contactPoint", &point);
}

/// Variants as rules with their terms. The processing time of the whole is told only where
/// the calendar alone says it: working days have no duration.
fn variants(telling: &mut Telling<'_>) {
    let regulation = telling.regulation;
    let address = telling.names.service(&regulation.service);
    for variant in &regulation.variants {
        let rule = telling.names.of(&regulation.service, "variant", &variant.id);
        let term = format!("Срок предоставления: {}.", variant.term);
        let act = telling.names.of(&regulation.service, "act", &variant.because.act);
        telling
            .graph
            .of(&rule)
            .is("cpsv:Rule")
            .plain("dct:identifier", &variant.id)
            .say("dct:title", &variant.title)
            .say("dct:description", &term)
            .link("dct:language", RUSSIAN);
        if regulation.acts.contains_key(&variant.because.act) {
            telling.graph.of(&rule).link("cpsv:implements", &act);
        }
        telling.graph.of(&address).link("cpsv:follows", &rule);
    }
    let longest = regulation.variants.iter().map(|variant| variant.term).max_by_key(Term::most_days);
    let plain = regulation.variants.iter().all(|variant| variant.term.unit != TermUnit::WorkingDays);
    if let (Some(term), true) = (longest, plain) {
        telling.graph.of(&address).typed("m8g:processingTime", duration(term), "xsd:duration");
    }
}

fn duration(term: Term) -> String {
    match term.unit {
        TermUnit::WorkingDays | TermUnit::CalendarDays => format!("P{}D", term.amount),
        TermUnit::Months => format!("P{}M", term.amount),
        TermUnit::Years => format!("P{}Y", term.amount),
        TermUnit::Hours => format!("PT{}H", term.amount),
        TermUnit::Minutes => format!("PT{}M", term.amount),
    }
}

fn results(graph: &mut Graph, names: &Names, regulation: &Regulation, address: &str) {
    for output in &regulation.results {
        let result = names.of(&regulation.service, "result", &output.id);
        let (id, title, what) = kind(output);
        let kind = concept(graph, names, "result", id, title);
        graph
            .of(&result)
            .is("m8g:Output")
            .plain("dct:identifier", &output.id)
            .say("dct:title", &output.title)
            .say("dct:description", what)
            .link("dct:type", &kind)
            .link("dct:language", RUSSIAN);
        graph.of(address).link("cpsv:produces", &result);
    }
}

fn kind(output: &Output) -> (&'static str, &'static str, &str) {
    match &output.kind {
        OutputKind::Document => ("document", "Документ", ""),
        OutputKind::Register(_) => ("register", "Запись в реестре", ""),
        OutputKind::Information => ("information", "Сведения", ""),
        OutputKind::Object(what) => ("object", "Предмет", what),
    }
}

/// Lines of the fee; the value stands where it does not depend on the applicant.
fn costs(graph: &mut Graph, names: &Names, regulation: &Regulation, today: Date, address: &str) {
    let mut cost = |id: &str, words: &str, value: Option<String>| {
        let cost = names.of(&regulation.service, "cost", id);
        let resource = graph.of(&cost);
        resource.is("m8g:Cost").plain("dct:identifier", id).say("dct:description", words).link("m8g:currency", ROUBLE);
        if let Some(value) = value {
            resource.typed("m8g:hasValue", value, "xsd:double");
        }
        graph.of(address).link("m8g:hasCost", &cost);
    };
    if regulation.fee.is_free() {
        return cost("free", "Услуга бесплатна.", Some("0".to_owned()));
    }
    let facts = Facts::default();
    for line in &regulation.fee.lines {
        let value = match line.amount.value(&World { regulation, facts: &facts, today }) {
            Some(Value::Money(money)) => Some(roubles(money.kopecks())),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        cost(&line.id, &line.title, value);
    }
}

/// Kopecks as a number of roubles, exactly.
fn roubles(kopecks: i64) -> String {
    format!("{}.{:02}", kopecks / 100, kopecks.unsigned_abs() % 100)
}
