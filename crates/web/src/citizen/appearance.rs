//! The large-print contrast mode (версия для слабовидящих) and the language: cookies, no account needed.

use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::shell::words::Language;
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

/// The choice of a language.
#[derive(Deserialize)]
pub struct Chosen {
    language: String,
    return_to: Option<String>,
}

/// `POST /language`: keeps the choice for a year and returns to the page; Russian needs no cookie.
pub async fn speak(State(app): State<App>, Form(chosen): Form<Chosen>) -> Response {
    let mut response = Redirect::to(&cookies::safe_return(chosen.return_to.as_deref())).into_response();
    match Language::parse(&chosen.language) {
        Some(language) if language != Language::Russian => {
            cookies::set(response.headers_mut(), &app, cookies::LANGUAGE, language.code(), Some(31_536_000));
        }
        _ => cookies::clear(response.headers_mut(), &app, cookies::LANGUAGE),
    }
    response
}
