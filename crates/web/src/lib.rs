//! Pages: the citizen's and the official's. Each page function parses, calls one action and
//! renders; nothing here reads the database or knows a rule.

pub mod api;
pub mod citizen;
pub mod desk;
pub mod public;
pub mod shell;

use std::sync::Arc;

use actions::office::Office;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use shell::{App, assets, drain, error, limit, security};

/// Longest body of a form without files, in bytes.
const LONGEST_FORM: usize = 1024 * 1024;

/// All pages of one office.
pub fn router(office: Arc<Office>) -> Router {
    let app = App::new(office);
    Router::new()
        .merge(citizen::routes())
        .merge(desk::routes())
        .merge(public::routes())
        .merge(api::routes())
        .route("/static/{file}", get(assets::serve))
        .route("/healthz", get(health))
        .fallback(error::nowhere)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(CsrfLayer::new())
        .layer(from_fn(drain::drain))
        .layer(from_fn_with_state(app.clone(), limit::limit))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), error::pages))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(shell::request_line))
        .layer(from_fn_with_state(app.clone(), shell::in_flight))
        .with_state(app)
}

/// Alive: the process answers. Whether the database does is for `/metrics` and the worker's log.
async fn health() -> impl IntoResponse {
    ([("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")], "ok\n")
}
