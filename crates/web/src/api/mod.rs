//! Interfaces for other systems: JSON in, JSON out, mistakes as RFC 9457 problem documents.

mod assistant;
mod departmental;
mod problem;

use axum::Router;
use axum::routing::{get, post};

use crate::shell::App;

/// Addresses for other systems.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/assistant", post(assistant::hear))
        .route("/api/v1/departmental/openapi.yaml", get(departmental::description))
        .route("/api/v1/departmental/cases/{number}", get(departmental::standing))
        .route("/api/v1/departmental/cases/{number}/events", post(departmental::event))
        .route("/api/v1/departmental/cases/{number}/files/{sha256}", get(departmental::file))
}
