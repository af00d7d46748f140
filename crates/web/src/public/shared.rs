//! What somebody with a link sees (RESULTREG-02). The entry is shown after a press of a button,
//! so that a robot that follows links reads nothing; a link that does not hold is refused like
//! one that never was.

use actions::register::content::Line;
use actions::register::shared;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::views::standing_state;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};
use actions::register::answer::standing;
use domain::result::ResultState;

#[derive(Template)]
#[template(path = "public/shared.html")]
struct Shown {
    page: Page,
    address: String,
    whom: String,
    purpose: String,
    until: String,
    what: String,
    authority: String,
    /// What was read; nothing before the button is pressed.
    entry: Option<Entry>,
}

struct Entry {
    number: String,
    state: String,
    mark: &'static str,
    issued: String,
    check_code: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "public/refused.html")]
struct Refused {
    page: Page,
}

/// `GET /shared/{address}`.
pub async fn show(State(app): State<App>, page: Page, Path(address): Path<String>) -> Answer {
    let offered = match shared::open(&app.office, &address, app.office.now()).await {
        Ok(offered) => offered,
        Err(stop) => return refused(page, stop),
    };
    let (what, authority) = named(&app, &offered.held);
    let share = offered.share;
    let until = page.moment(&share.until);
    let shown = Shown { page, address, whom: share.whom, purpose: share.purpose, until, what, authority, entry: None };
    Ok(quiet(html(&shown)?))
}

/// `POST /shared/{address}`.
pub async fn read(State(app): State<App>, page: Page, Path(address): Path<String>) -> Answer {
    let now = app.office.now();
    let read = match shared::read(&app.office, &address, now).await {
        Ok(read) => read,
        Err(stop) => return refused(page, stop),
    };
    let (what, authority) = named(&app, &read.held);
    let record = &read.held.record;
    let state = standing_state(standing(record, now));
    let (key, mark) = match state {
        ResultState::Active => ("result-standing-valid", "good"),
        ResultState::Suspended => ("result-standing-suspended", "warn"),
        ResultState::Changed => ("result-standing-replaced", "warn"),
        ResultState::Annulled => ("result-standing-revoked", "bad"),
        ResultState::Expired => ("result-standing-expired", "warn"),
    };
    let entry = Entry {
        number: record.number.clone(),
        state: page.t(key).to_owned(),
        mark,
        issued: page.moment(&record.issued_at),
        check_code: record.check_code.clone(),
        lines: read.lines,
    };
    let share = read.share;
    let until = page.moment(&share.until);
    let entry = Some(entry);
    let shown = Shown { page, address, whom: share.whom, purpose: share.purpose, until, what, authority, entry };
    Ok(quiet(html(&shown)?))
}

fn named(app: &App, held: &actions::register::download::Held) -> (String, String) {
    let what = held.output().map(|output| output.title.clone()).unwrap_or_default();
    let authority = app.office.region.authority(&held.record.authority);
    (what, authority.map(|authority| authority.name.clone()).unwrap_or_default())
}

/// One answer for every link that does not hold.
fn refused(page: Page, stop: Stop) -> Answer {
    match stop {
        Stop::Missing | Stop::Refused(_) => {
            Ok(quiet((StatusCode::FORBIDDEN, html(&Refused { page })?).into_response()))
        }
        other => Err(Failure(other)),
    }
}

/// Neither kept on the way nor found by search engines, and its address goes nowhere.
fn quiet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
