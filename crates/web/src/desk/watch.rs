//! Breaches of applicants' rights as they happen, newest first (MONITOR-06).

use actions::watch;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    rule: String,
    before: String,
}

#[derive(Template)]
#[template(path = "desk/watch.html")]
struct WatchPage {
    page: Page,
    me: Option<Me>,
    rules: Vec<RuleView>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct RuleView {
    id: String,
    title: String,
    chosen: bool,
}

struct Row {
    case: String,
    number: String,
    service: String,
    title: String,
    what: String,
    because: String,
    at: String,
    machine: String,
}

/// `GET /desk/watch`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(params): Query<Params>) -> Answer {
    let rules = &app.office.region.watch;
    let rule = rules.contains_key(&params.rule).then_some(params.rule.as_str());
    let before = params.before.split_once('-').and_then(|(at, id)| {
        let at = Timestamp::from_millisecond(at.parse().ok()?).ok()?;
        Some((at, id.to_owned()))
    });
    let found = watch::page(&app.office, &staff.0, rule, before, app.office.now()).await?;
    let next = found.next.map(|(at, id)| {
        format!("/desk/watch?rule={}&before={}-{id}", page.encoded(rule.unwrap_or_default()), at.as_millisecond())
    });
    let rows = found.found.into_iter().map(|one| {
        let known = rules.get(&one.rule);
        Row {
            case: one.case.to_string(),
            number: one.number,
            what: what(&app, &page, &one.service, &one.what),
            service: app.office.library.editions(&one.service).last().map_or(one.service, |of| of.short.clone()),
            title: known.map_or(one.rule, |rule| rule.title.clone()),
            because: known.map(|rule| rule.because.clone()).unwrap_or_default(),
            at: page.moment(&one.at),
            machine: page.machine(&one.at),
        }
    });
    let rows = rows.collect();
    let chosen = |(id, known): (&String, &regulation::region::WatchRule)| RuleView {
        id: id.clone(),
        title: known.title.clone(),
        chosen: rule == Some(id.as_str()),
    };
    html(&WatchPage { me: staff.me(), rules: rules.iter().map(chosen).collect(), rows, next, page })
}

/// What a breach is about, in words: a term, a procedure, a fact, a word.
fn what(app: &App, page: &Page, service: &str, what: &str) -> String {
    match what {
        "case" => return page.t("desk-watch-case").to_owned(),
        "registration" => return page.t("desk-watch-registration").to_owned(),
        _ => {}
    }
    let editions = app.office.library.editions(service);
    let Some(regulation) = editions.last() else { return what.to_owned() };
    let procedure = regulation.procedures.iter().find(|rule| rule.id == what).map(|rule| rule.title.clone());
    let fact = regulation.facts.get(what).map(|fact| fact.label.clone());
    procedure.or(fact).unwrap_or_else(|| what.to_owned())
}
