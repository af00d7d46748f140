//! The format of the region's file and its checks.

use indexmap::IndexMap;

use super::{Authority, Budget, Category, Letter, Letters, Norm, NotifyMode, Params, Region};
use crate::clock::{Term, TermUnit, time_zone};
use crate::data_file::{Node, Reading, Shape};
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::identifier::{Identifier, IdentifierKind};

const KEYS: [&str; 14] = [
    "burden",
    "okno",
    "region",
    "name",
    "portal",
    "time-zone",
    "authorities",
    "categories",
    "life-events",
    "providers",
    "letters",
    "params",
    "watch",
    "payments",
];
const AUTHORITY_KEYS: [&str; 11] = [
    "name",
    "short",
    "address",
    "phone",
    "email",
    "hours",
    "number-prefix",
    "service-centre",
    "payee",
    "assignment",
    "outside",
];
const PARAM_KEYS: [&str; 15] = [
    "registration-within",
    "notice-within",
    "notify-mode",
    "draft-keep",
    "draft-warn",
    "sent-keep",
    "term-moves-from-day-off",
    "low-demand-below",
    "low-demand-window",
    "upload-max-bytes",
    "upload-max-count",
    "complaint-within",
    "complaint-short-within",
    "warn-before",
    "escalate-after",
];

/// Reads `region.yaml`; gives a region only when nothing is wrong.
pub fn read(sources: &Sources) -> (Option<Region>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut reading = Reading { code: "G001", found: &mut found };
    let region = match sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some("region.yaml")) {
        Some((file, text)) => reading.open(file, text).and_then(|root| read_region(&mut reading, &root)),
        None => {
            reading.wrong(
                &crate::diagnostic::Span::default(),
                "Нет файла region.yaml",
                "Положите region.yaml в папку региона.",
            );
            None
        }
    };
    let delivery = super::delivery::read(sources, &mut found);
    let reception = super::reception::read(sources, &mut found);
    let complaints = super::complaints::read(sources, &mut found);
    let ratings = super::ratings::read(sources, &mut found);
    let events = super::events::read(sources, &mut found);
    let consents = super::events::consents(sources, &mut found);
    let region = region.map(|region| Region { delivery, reception, complaints, ratings, events, consents, ..region });
    let broken = found.iter().any(|one| one.severity == Severity::Error);
    (region.filter(|_| !broken), found)
}

fn read_region(reading: &mut Reading<'_>, root: &Node) -> Option<Region> {
    reading.only(root, &KEYS);
    if reading.required(root, "okno")? != "1" {
        reading.wrong(&root.span, "Неизвестная версия формата региона", "Укажите «okno: 1».");
    }
    // Every part is read before any is asked for, so that one run shows all mistakes.
    let id = reading.required(root, "region").map(str::to_owned);
    let name = reading.required(root, "name").map(str::to_owned);
    let portal = reading.required(root, "portal").map(str::to_owned);
    let zone = read_zone(reading, root);
    let authorities = read_authorities(reading, root);
    let categories = read_categories(reading, root);
    let life_events = read_titles(reading, root, "life-events");
    let providers = read_titles(reading, root, "providers");
    let letters = read_letters(reading, root);
    let watch = root.get("watch").map(|node| super::watch::read(reading, node)).unwrap_or_default();
    let payments = root.get("payments").and_then(|node| super::payments::read(reading, node));
    let burden = root.get("burden").map(|node| read_burden(reading, node));
    let params = match root.get("params") {
        Some(node) => read_params(reading, node),
        None => {
            reading.wrong(&root.span, "Нет раздела «params»", "Добавьте сроки и пределы региона.");
            None
        }
    };
    Some(Region {
        id: id?,
        name: name?,
        portal: portal?,
        time_zone: zone?,
        authorities,
        categories,
        life_events,
        providers,
        letters: letters?,
        params: params?,
        burden,
        watch,
        payments,
        delivery: super::Delivery::default(),
        reception: None,
        complaints: None,
        ratings: None,
        events: None,
        consents: None,
    })
}

/// `burden: { questions: 15, documents: 3, visits: 1, days: 30, because: … }`.
fn read_burden(reading: &mut Reading<'_>, node: &Node) -> Budget {
    reading.only(node, &["questions", "documents", "visits", "days", "because"]);
    let mut most = |key: &str| node.get(key).and_then(|value| number(reading, value));
    let (questions, documents, visits, days) = (most("questions"), most("documents"), most("visits"), most("days"));
    let because = reading.required(node, "because").unwrap_or_default().to_owned();
    Budget { questions, documents, visits, days, because }
}

fn read_zone(reading: &mut Reading<'_>, root: &Node) -> Option<String> {
    let name = reading.required(root, "time-zone")?;
    if time_zone(name).is_some() {
        return Some(name.to_owned());
    }
    let span = &root.get("time-zone")?.span;
    reading.wrong(
        span,
        &format!("Неизвестный часовой пояс «{name}»"),
        "Укажите имя IANA, например Europe/Samara или Asia/Kamchatka.",
    );
    None
}

fn read_authorities(reading: &mut Reading<'_>, root: &Node) -> IndexMap<String, Authority> {
    let mut authorities: IndexMap<String, Authority> = IndexMap::new();
    let Some(section) = root.get("authorities") else {
        reading.wrong(&root.span, "Нет раздела «authorities»", "Перечислите органы, которые предоставляют услуги.");
        return authorities;
    };
    for (id, span, node) in reading.map(section, "authorities") {
        reading.only(node, &AUTHORITY_KEYS);
        let number_prefix = reading.required(node, "number-prefix").unwrap_or_default().to_owned();
        if let Some(other) = authorities.values().find(|other| other.number_prefix == number_prefix) {
            let message = format!("Начало номеров «{number_prefix}» уже занято органом «{}»", other.id);
            reading.wrong(
                span,
                &message,
                "Дайте каждому органу своё начало номеров: номер дела единственный в регионе.",
            );
        }
        let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
        let (name, short, address, hours) = (text("name"), text("short"), text("address"), text("hours"));
        let payees = node.get("payee").map(|node| super::payee::read(reading, node)).unwrap_or_default();
        let assignment = node.get("assignment").map(|node| super::assignment::read(reading, node)).unwrap_or_default();
        // `outside: { SERVICE: SYSTEM }` is as plain as titles are.
        let outside = read_titles(reading, node, "outside");
        let authority = Authority {
            payees,
            assignment,
            outside,
            id: id.clone(),
            name,
            short,
            address,
            phone: read_contact(reading, node, "phone", IdentifierKind::Phone),
            email: read_contact(reading, node, "email", IdentifierKind::Email),
            hours,
            number_prefix,
            service_centre: node
                .get("service-centre")
                .is_some_and(|value| reading.text(value, "service-centre") == Some("yes")),
        };
        authorities.insert(id.clone(), authority);
    }
    authorities
}

fn read_contact(reading: &mut Reading<'_>, node: &Node, key: &str, kind: IdentifierKind) -> String {
    let Some(text) = reading.required(node, key) else { return String::new() };
    match Identifier::parse(kind, text) {
        Ok(contact) => contact.shown(),
        Err(problem) => {
            if let Some(value) = node.get(key) {
                reading.wrong(&value.span, problem.message(), problem.mend());
            }
            String::new()
        }
    }
}

fn read_categories(reading: &mut Reading<'_>, root: &Node) -> IndexMap<String, Category> {
    let Some(section) = root.get("categories") else { return IndexMap::new() };
    let mut categories = IndexMap::new();
    for (id, _, node) in reading.map(section, "categories") {
        reading.only(node, &["title", "summary"]);
        let title = reading.required(node, "title").unwrap_or_default().to_owned();
        let summary = reading.required(node, "summary").unwrap_or_default().to_owned();
        categories.insert(id.clone(), Category { title, summary });
    }
    categories
}

fn read_titles(reading: &mut Reading<'_>, root: &Node, key: &str) -> IndexMap<String, String> {
    let Some(section) = root.get(key) else { return IndexMap::new() };
    let mut titles = IndexMap::new();
    for (id, _, node) in reading.map(section, key) {
        titles.insert(id.clone(), reading.text(node, id).unwrap_or_default().to_owned());
    }
    titles
}

fn read_letters(reading: &mut Reading<'_>, root: &Node) -> Option<Letters> {
    let Some(section) = root.get("letters") else {
        reading.wrong(&root.span, "Нет раздела «letters»", "Добавьте слова писем: intake, decision, progress.");
        return None;
    };
    reading.only(section, &["intake", "decision", "progress"]);
    let mut letter = |key: &str| {
        let Some(node) = section.get(key) else {
            let message = format!("Нет слов письма «{key}»");
            reading.wrong(&section.span, &message, "Добавьте subject и text.");
            return None;
        };
        reading.only(node, &["subject", "text"]);
        let subject = reading.required(node, "subject")?.to_owned();
        let text = reading.required(node, "text")?.to_owned();
        Some(Letter { subject, text })
    };
    let (intake, decision, progress) = (letter("intake"), letter("decision"), letter("progress"));
    Some(Letters { intake: intake?, decision: decision?, progress: progress? })
}

fn read_params(reading: &mut Reading<'_>, node: &Node) -> Option<Params> {
    reading.only(node, &PARAM_KEYS);
    let registration_within = norm(reading, node, "registration-within", term);
    let notice_within = norm(reading, node, "notice-within", term);
    let notify_mode = norm(reading, node, "notify-mode", notify);
    let draft_keep = norm(reading, node, "draft-keep", term);
    let draft_warn = norm(reading, node, "draft-warn", terms);
    let sent_keep = norm(reading, node, "sent-keep", term);
    let term_moves_from_day_off = norm(reading, node, "term-moves-from-day-off", yes_no);
    let low_demand_below = norm(reading, node, "low-demand-below", number);
    let low_demand_window = norm(reading, node, "low-demand-window", term);
    let upload_max_bytes = norm(reading, node, "upload-max-bytes", number);
    let upload_max_count = norm(reading, node, "upload-max-count", number);
    let complaint_within = norm(reading, node, "complaint-within", term);
    let complaint_short_within = norm(reading, node, "complaint-short-within", term);
    let warn_before = maybe(reading, node, "warn-before", term);
    let escalate_after = maybe(reading, node, "escalate-after", term);
    Some(Params {
        registration_within: registration_within?,
        notice_within: notice_within?,
        notify_mode: notify_mode?,
        draft_keep: draft_keep?,
        draft_warn: draft_warn?,
        sent_keep: sent_keep?,
        term_moves_from_day_off: term_moves_from_day_off?,
        low_demand_below: low_demand_below?,
        low_demand_window: low_demand_window?,
        upload_max_bytes: upload_max_bytes?,
        upload_max_count: upload_max_count?,
        complaint_within: complaint_within?,
        complaint_short_within: complaint_short_within?,
        warn_before,
        escalate_after,
    })
}

/// One parameter: `{ value: 3 months, at-least: 3 months, because: Правила № 236, п. 9 }`.
pub(super) fn norm<T>(
    reading: &mut Reading<'_>,
    params: &Node,
    key: &str,
    read: fn(&mut Reading<'_>, &Node) -> Option<T>,
) -> Option<Norm<T>> {
    let Some(node) = params.get(key) else {
        reading.wrong(
            &params.span,
            &format!("Нет параметра «{key}»"),
            &format!("Добавьте «{key}: {{ value: …, because: … }}»."),
        );
        return None;
    };
    reading.only(node, &["value", "at-least", "because"]);
    let because = reading.required(node, "because")?.to_owned();
    let Some(value) = node.get("value") else {
        reading.wrong(&node.span, &format!("У параметра «{key}» нет значения"), "Добавьте «value: …».");
        return None;
    };
    check_floor(reading, node, value, key);
    Some(Norm { value: read(reading, value)?, because })
}

/// A parameter that a region may leave out.
fn maybe<T>(
    reading: &mut Reading<'_>,
    params: &Node,
    key: &str,
    read: fn(&mut Reading<'_>, &Node) -> Option<T>,
) -> Option<Norm<T>> {
    params.get(key)?;
    norm(reading, params, key, read)
}

/// A region may be kinder than the federal floor, never stricter (FORM-12, FORM-13).
fn check_floor(reading: &mut Reading<'_>, node: &Node, value: &Node, key: &str) {
    let Some(floor) = node.get("at-least") else { return };
    let (Some(least), Some(set)) = (term(reading, floor), term(reading, value)) else { return };
    if days(set) < days(least) {
        reading.wrong(
            &value.span,
            &format!("«{key}» короче, чем требует закон: {set}, а нужно не меньше, чем {least}"),
            "Увеличьте срок.",
        );
    }
}

/// Length in days, near enough to compare a value with its floor.
fn days(term: Term) -> u64 {
    let amount = u64::from(term.amount);
    match term.unit {
        TermUnit::WorkingDays | TermUnit::CalendarDays => amount,
        // 30.44 days a month, scaled so that 12 months are exactly a year.
        TermUnit::Months => amount * 365 / 12,
        TermUnit::Years => amount * 365,
        TermUnit::Hours => amount / 24,
        TermUnit::Minutes => amount / (24 * 60),
    }
}

pub(super) fn term(reading: &mut Reading<'_>, node: &Node) -> Option<Term> {
    match Term::parse(reading.text(node, "Срок")?) {
        Ok(term) => Some(term),
        Err(problem) => {
            reading.wrong(&node.span, &problem.message, &problem.mend);
            None
        }
    }
}

fn terms(reading: &mut Reading<'_>, node: &Node) -> Option<Vec<Term>> {
    reading.list(node, "Сроки").iter().map(|item| term(reading, item)).collect()
}

fn yes_no(reading: &mut Reading<'_>, node: &Node) -> Option<bool> {
    match &node.shape {
        Shape::Text(text) if text == "yes" => Some(true),
        Shape::Text(text) if text == "no" => Some(false),
        _ => {
            reading.wrong(&node.span, "Здесь бывает только yes или no", "Впишите yes или no.");
            None
        }
    }
}

pub(super) fn number<T: std::str::FromStr>(reading: &mut Reading<'_>, node: &Node) -> Option<T> {
    let text = reading.text(node, "Число")?;
    let number = text.parse().ok();
    if number.is_none() {
        reading.wrong(&node.span, &format!("«{text}» не целое число"), "Впишите целое неотрицательное число цифрами.");
    }
    number
}

fn notify(reading: &mut Reading<'_>, node: &Node) -> Option<NotifyMode> {
    match reading.text(node, "Порядок уведомлений")? {
        "each-procedure" => Some(NotifyMode::EachProcedure),
        "required" => Some(NotifyMode::Required),
        other => {
            reading.wrong(
                &node.span,
                &format!("Неизвестный порядок уведомлений «{other}»"),
                "Впишите each-procedure или required.",
            );
            None
        }
    }
}
