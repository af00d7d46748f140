//! Stocks of numbered blanks: how many are left, a new delivery, a write-off with its act.

use actions::delivery::blanks::{self, Stock};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::delivery::BlankState;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/blanks.html")]
struct Blanks {
    me: Option<Me>,
    stocks: Vec<Stock>,
    problem: Option<String>,
    page: Page,
}

impl Blanks {
    /// Words for a state.
    fn state_key(state: &BlankState) -> &'static str {
        match state {
            BlankState::Free => "blanks-free",
            BlankState::Reserved => "blanks-reserved",
            BlankState::Used => "blanks-used",
            BlankState::Spoiled => "blanks-spoiled",
        }
    }
}

/// `GET /desk/blanks`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    all(&app, page, &staff, None).await
}

async fn all(app: &App, page: Page, staff: &Staff, problem: Option<String>) -> Answer {
    let stocks = blanks::stocks(&app.office, &staff.0).await?;
    html(&Blanks { me: staff.me(), stocks, problem, page })
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    from: String,
    to: String,
    serial: String,
    reason: String,
    paper: String,
}

/// `POST /desk/blanks/{kind}/{act}`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((kind, act)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    let done = match act.as_str() {
        "receive" => blanks::receive(&app.office, &staff.0, &kind, &typed.from, &typed.to).await.map(|_| ()),
        "spoil" => {
            let which = (kind.as_str(), typed.serial.as_str());
            blanks::spoil(&app.office, &staff.0, which, &typed.reason, &typed.paper).await
        }
        _ => return Err(Failure(Stop::Missing)),
    };
    if let Err(stop) = done {
        let problem = page.refusal(&on_form(stop)?);
        let shown = all(&app, page, &staff, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    Ok(Redirect::to("/desk/blanks").into_response())
}
