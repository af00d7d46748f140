//! The official's pages: sign in, queue, card, decision, signature. Dense but calm; everything
//! works without scripts, and every change names the revision the official saw.

mod card;
mod card_parts;
mod decision;
mod files;
mod learn;
mod machine;
mod queue;
mod sign;
mod sign_in;
mod staff;
mod words;
mod work;

use axum::Router;
use axum::routing::{get, post};

pub use files::safe;

use crate::shell::App;

/// The official's addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/sign-in", get(sign_in::show).post(sign_in::save))
        .route("/desk/second-factor", get(sign_in::show_code).post(sign_in::save_code))
        .route("/desk/sign-out", post(sign_in::leave))
        .route("/desk/cases/{id}", get(card::show))
        .route("/desk/cases/{id}/take", post(work::take))
        .route("/desk/cases/{id}/return", post(work::give_back))
        .route("/desk/cases/{id}/hand-over", post(work::hand_over))
        .route("/desk/cases/{id}/intake", get(decision::show_intake).post(decision::save_intake))
        .route("/desk/cases/{id}/decision", get(decision::show).post(decision::save))
        .route("/desk/cases/{id}/decision.json", get(files::decision))
        .route("/desk/cases/{id}/facts", post(learn::save))
        .route("/desk/cases/{id}/result", get(sign::show).post(sign::save))
        .route("/desk/cases/{id}/result/{file}", get(sign::preview))
        .route("/desk/cases/{id}/files/{sha256}", get(files::download))
}
