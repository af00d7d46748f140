//! What a verifier without a network needs: the keys, the list of what is not in force, and a
//! page that explains both.

use actions::register::keys;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "public/offline.html")]
struct Offline {
    page: Page,
}

/// `GET /check/offline`.
pub async fn show(page: Page) -> Answer {
    html(&Offline { page })
}

/// `GET /.well-known/okno/keys.json`.
pub async fn published(State(app): State<App>) -> Answer {
    Ok(json(keys::published(&app.office).to_string(), "public, max-age=3600"))
}

/// `GET /.well-known/okno/not-in-force.json`: a flattened JWS, good for an hour.
pub async fn not_in_force(State(app): State<App>) -> Answer {
    let list = keys::not_in_force(&app.office, app.office.now()).await?;
    Ok(json(list.to_string(), "public, max-age=120"))
}

fn json(body: String, kept: &'static str) -> axum::response::Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
