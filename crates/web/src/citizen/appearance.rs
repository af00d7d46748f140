//! The large-print contrast mode (версия для слабовидящих): a cookie, no account needed.

use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::shell::{App, cookies};

/// The choice.
#[derive(Deserialize)]
pub struct Choice {
    contrast: String,
    return_to: Option<String>,
}

/// Keeps the choice for a year and returns to the page.
pub async fn save(State(app): State<App>, Form(choice): Form<Choice>) -> Response {
    let mut response = Redirect::to(&cookies::safe_return(choice.return_to.as_deref())).into_response();
    if choice.contrast == "on" {
        cookies::set(response.headers_mut(), &app, cookies::CONTRAST, "on", Some(31_536_000));
    } else {
        cookies::clear(response.headers_mut(), &app, cookies::CONTRAST);
    }
    response
}
