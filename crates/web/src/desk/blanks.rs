//! Stocks of numbered blanks: how many are left, a new delivery, a write-off with its act.

use actions::delivery::blanks::{self, Stock};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use domain::delivery::BlankState;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/blanks.html")]
struct Blanks {
    me: Option<Me>,
    stocks: Vec<Stock>,
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
    let stocks = blanks::stocks(&app.office, &staff.0).await?;
    html(&Blanks { me: staff.me(), stocks, page })
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
    staff: Staff,
    Path((kind, act)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    match act.as_str() {
        "receive" => {
            blanks::receive(&app.office, &staff.0, &kind, &typed.from, &typed.to).await?;
        }
        "spoil" => {
            let which = (kind.as_str(), typed.serial.as_str());
            blanks::spoil(&app.office, &staff.0, which, &typed.reason, &typed.paper).await?;
        }
        _ => return Err(Failure(Stop::Missing)),
    }
    Ok(Redirect::to("/desk/blanks").into_response())
}
