//! The public page of a distribution: what it is bound to, the list by number, the order that came
//! out and how to work it out again. It names nobody (PROCEDURE-09).

use actions::distribution::look::{self, DrawView};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use domain::distribution::{Outcome, Part, Participant, Protocol};
use domain::id::StockId;
use serde::Deserialize;

use super::draw_words::{self as words};
use crate::desk::safe;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

/// Rows on one page.
const ROWS: usize = 200;

#[derive(Template)]
#[template(path = "public/draw.html")]
struct Draw<'a> {
    page: Page,
    draw: &'a DrawView,
    of: String,
    order: String,
    phase: String,
    rows: Vec<Row>,
    heads: Vec<String>,
    after: Option<usize>,
    count: usize,
}

/// An application in the list or the order.
struct Row {
    place: String,
    number: String,
    filed: String,
    says: Vec<String>,
    key: String,
    outcome: String,
    got: bool,
}

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    after: usize,
}

fn id(text: &str) -> Result<StockId, Stop> {
    StockId::parse(text).ok_or(Stop::Missing)
}

/// `GET /draws/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(stock): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let draw = look::draw(&app.office, &id(&stock)?, app.office.now()).await?;
    let rows = draw.protocol.as_ref().map(|protocol| rows(&page, protocol, wanted.after)).unwrap_or_default();
    let count = draw.protocol.as_ref().map_or(0, |protocol| protocol.participants.len());
    let next = wanted.after + rows.len();
    html(&Draw {
        of: words::of(&draw.view),
        order: words::order(&page, draw.view.stock.order),
        phase: words::phase(&page, draw.view.stock.phase),
        heads: draw.protocol.as_ref().map(heads).unwrap_or_default(),
        rows,
        after: (next < count).then_some(next),
        count,
        draw: &draw,
        page,
    })
}

/// `GET /draws/{id}/protocol.json`: the same as data, with all it takes to work it out again.
pub async fn protocol(State(app): State<App>, Path(stock): Path<String>) -> Answer {
    let draw = look::draw(&app.office, &id(&stock)?, app.office.now()).await?;
    let protocol = draw.protocol.ok_or(Failure(Stop::Missing))?;
    let text = serde_json::to_string_pretty(&protocol).map_err(Stop::broken("writing a protocol"))?;
    let mut response = text.into_response();
    safe(response.headers_mut(), "application/json", "protocol.json");
    Ok(response)
}

fn heads(protocol: &Protocol) -> Vec<String> {
    let criteria = protocol.criteria.iter().map(|criterion| criterion.title.clone());
    criteria.chain(protocol.shares.iter().map(|share| share.title.clone())).collect()
}

fn rows(page: &Page, protocol: &Protocol, after: usize) -> Vec<Row> {
    if protocol.lines.is_empty() {
        let listed = protocol.participants.iter().skip(after).take(ROWS);
        return listed.map(|one| row(page, one, String::new(), String::new(), None)).collect();
    }
    let by_number: std::collections::BTreeMap<&str, &Participant> =
        protocol.participants.iter().map(|one| (one.number.as_str(), one)).collect();
    let lines = protocol.lines.iter().skip(after).take(ROWS);
    lines
        .filter_map(|line| {
            let one = by_number.get(line.number.as_str())?;
            Some(row(page, one, line.place.to_string(), line.key.clone(), Some(line.outcome)))
        })
        .collect()
}

fn row(page: &Page, one: &Participant, place: String, key: String, outcome: Option<Outcome>) -> Row {
    let ranks = one.standing.ranks.iter().map(|value| words::rank(page, value));
    let shares = one.standing.shares.iter().map(|answer| words::share(page, *answer));
    let came = match outcome {
        None => "",
        Some(Outcome::Piece(Part::General)) => page.t("draw-got"),
        Some(Outcome::Piece(Part::Share(_))) => page.t("draw-got-share"),
        Some(Outcome::NotReached) => page.t("draw-not-got"),
    };
    Row {
        place,
        number: one.number.clone(),
        filed: page.moment(&one.filed_at),
        says: ranks.chain(shares).collect(),
        key,
        outcome: came.to_owned(),
        got: matches!(outcome, Some(Outcome::Piece(_))),
    }
}
