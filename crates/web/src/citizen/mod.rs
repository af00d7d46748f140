//! The citizen's pages: find a service, sign in, fill the form, file, follow, receive.

pub mod appearance;
pub mod home;
pub mod search;
pub mod service;

use axum::Router;
use axum::routing::{get, post};

use crate::shell::App;

/// The citizen's addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(search::show))
        .route("/categories/{id}", get(search::category))
        .route("/life/{id}", get(search::life_event))
        .route("/services/{id}", get(service::show))
        .route("/services/{id}/sample", get(service::sample))
        .route("/services/{id}/text", get(service::text))
        .route("/authorities/{id}", get(service::authority))
        .route("/appearance", post(appearance::save))
}
