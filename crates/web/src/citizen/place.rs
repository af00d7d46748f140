//! One's own place in the lines for limited resources: where, why, and the answer to an offer
//! (PROCEDURE-09).

use actions::distribution::answer::{self, Answer as Said};
use actions::distribution::look::{self, PlaceView};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::distribution::PlaceState;
use domain::id::{CaseId, StockId};
use regulation::package::Order;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::public::draw_words::{self as words, Why};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/place.html")]
struct Places {
    page: Page,
    case: String,
    lines: Vec<Line>,
    done: bool,
}

/// A place as the page shows it.
struct Line {
    stock: String,
    title: String,
    of: String,
    says: String,
    rule: String,
    clause: String,
    why: Vec<Why>,
    offer: Option<Offer>,
    leaves: bool,
    published: bool,
}

/// An open offer.
struct Offer {
    last_day: String,
    story: String,
}

/// What was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    stock: String,
    answer: String,
}

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: Option<String>,
}

/// `GET /cases/{id}/place`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = CaseId::parse(&case).ok_or(Stop::Missing)?;
    let places = look::places(&app.office, &visitor.0, &id, app.office.now()).await?;
    if places.is_empty() {
        return Err(Stop::Missing.into());
    }
    let lines = places.iter().map(|place| line(&page, place)).collect();
    html(&Places { lines, case, done: wanted.done.is_some(), page })
}

/// `POST /cases/{id}/place`: takes what is offered, leaves it to the next, leaves the line.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let id = CaseId::parse(&case).ok_or(Stop::Missing)?;
    let stock = StockId::parse(&pressed.stock).ok_or(Stop::Missing)?;
    let said = match pressed.answer.as_str() {
        "accept" => Said::Accept,
        "decline" => Said::Decline,
        "leave" => Said::Leave,
        _ => return Err(Stop::Missing.into()),
    };
    answer::answer(&app.office, &visitor.0, &id, &stock, &said).await?;
    Ok(Redirect::to(&format!("/cases/{case}/place?done=1")).into_response())
}

fn line(page: &Page, view: &PlaceView) -> Line {
    let stock = &view.view.stock;
    let place = &view.place;
    let offer = place.until.as_ref().filter(|_| place.state == PlaceState::Offered);
    Line {
        stock: stock.id.to_string(),
        title: view.view.title.clone(),
        of: words::of(&view.view),
        says: says(page, view),
        rule: words::order(page, stock.order),
        clause: view.view.clause.clone(),
        why: view.why.iter().map(|reason| words::why(page, reason)).collect(),
        offer: offer.map(|due| Offer { last_day: page.last_day(due), story: due.explain() }),
        leaves: matches!(place.state, PlaceState::Waiting | PlaceState::Aside | PlaceState::Allotted),
        published: stock.order != Order::Arrival,
    }
}

/// «Ваше место 14 из 120», or what became of it.
fn says(page: &Page, view: &PlaceView) -> String {
    match (view.place.state, view.now) {
        (PlaceState::Waiting, Some(now)) => {
            page.t2("place-now", "place", words::counted(page, now), "of", words::counted(page, view.of))
        }
        (PlaceState::Waiting, None) => page.t1("place-lottery", "of", words::counted(page, view.of)),
        (PlaceState::Offered, _) => page.t("place-offered").to_owned(),
        (PlaceState::Allotted, _) => page.t("place-allotted").to_owned(),
        (PlaceState::Aside, _) => page.t("place-aside").to_owned(),
        (PlaceState::Passed, _) => match view.place.place {
            Some(place) => page.t1("place-passed", "place", place),
            None => page.t("place-left").to_owned(),
        },
        (PlaceState::Left, _) => page.t("place-left").to_owned(),
        (PlaceState::Ended, _) => page.t("place-ended").to_owned(),
    }
}
