//! Results: the public check, which anybody may ask and which names nobody, and the owner's
//! page of a result with its downloads.

mod check;
mod draw;
pub mod draw_words;
mod held;
mod offline;
mod shared;
mod views;

pub use views::{ReadingView, SendingView, reading_view, sending_view, standing_state};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::get;

use crate::shell::App;

/// Largest file that is checked, in bytes.
const LARGEST_FILE: usize = 32 * 1024 * 1024;

/// The addresses of results.
pub fn routes() -> Router<App> {
    let check = Router::new()
        .route("/check", get(check::show).post(check::save))
        .route("/check/{code}", get(check::show_code))
        .route("/shared/{address}", get(shared::show).post(shared::read))
        .layer(DefaultBodyLimit::max(LARGEST_FILE))
        .layer(from_fn(check::limit));
    Router::new()
        .merge(check)
        .route("/check/offline", get(offline::show))
        .route("/.well-known/okno/keys.json", get(offline::published))
        .route("/.well-known/okno/not-in-force.json", get(offline::not_in_force))
        .route("/draws/{id}", get(draw::show))
        .route("/draws/{id}/protocol.json", get(draw::protocol))
        .route("/results/{id}", get(held::show))
        .route("/results/{id}/{part}", get(held::download))
}
