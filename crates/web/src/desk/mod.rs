//! The official's pages: sign in, queue, card, decision, signature. Dense but calm; everything
//! works without scripts, and every change names the revision the official saw.

mod blanks;
mod bulk;
mod calendar;
mod card;
mod card_beside;
mod card_charge;
mod card_next;
mod card_parts;
mod closed;
mod complaint_card;
mod complaints;
mod decision;
mod duplicates;
mod entry;
mod entry_centre;
mod entry_view;
mod exchange;
mod files;
mod handout;
mod history;
mod late;
mod learn;
mod machine;
pub mod messages;
mod opinions;
mod print;
mod procedures;
mod procedures_view;
mod queue;
mod ratings;
mod reception;
mod schedule;
mod sign;
mod sign_in;
mod staff;
mod stock;
mod stock_new;
mod systems;
mod told;
mod views;
mod visitors;
mod watch;
mod words;
mod work;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub use files::safe;
pub use handout::{method_key, stage_key};

use crate::shell::App;

/// The official's addresses.
pub fn routes() -> Router<App> {
    let act = get(procedures::show).post(procedures::save).layer(DefaultBodyLimit::max(messages::LONGEST_WITH_FILE));
    Router::new()
        .route("/desk/sign-in", get(sign_in::show).post(sign_in::save))
        .route("/desk/second-factor", get(sign_in::show_code).post(sign_in::save_code))
        .route("/desk/sign-out", post(sign_in::leave))
        .route("/desk/entries", get(entry::find))
        .route("/desk/entries/{id}", get(entry::show))
        .route("/desk/entries/{id}/{what}", post(entry::save))
        .route("/desk/centre", get(entry_centre::show).post(entry_centre::print))
        .merge(visits())
        .merge(queues())
        .merge(beside())
        .route("/desk/systems", get(systems::show))
        .route("/desk/systems/again", post(systems::again))
        .route("/desk/systems/exchange", get(exchange::show).post(exchange::act))
        .route("/desk/watch", get(watch::show))
        .merge(things())
        .route("/desk/reception", get(reception::show).post(reception::save))
        .route("/desk/appointments/{id}", get(reception::one).post(reception::act))
        .route("/desk/schedule", get(schedule::show).post(schedule::save))
        .route("/desk/complaints", get(complaints::list))
        .route("/desk/complaints/{id}", get(complaints::show).post(complaints::save))
        .route("/desk/ratings", get(ratings::show))
        .route("/desk/ratings/{id}", get(ratings::open).post(ratings::save))
        .route("/desk/stocks", get(stock::list))
        .route("/desk/stocks/new", get(stock_new::show).post(stock_new::save))
        .route("/desk/stocks/{id}", get(stock::show))
        .route("/desk/stocks/{id}/{act}", post(stock::save))
        .route("/desk/cases/{id}", get(card::show))
        .route("/desk/cases/{id}/charge/{act}", post(card_charge::save))
        .route("/desk/cases/{id}/take", post(work::take))
        .route("/desk/cases/{id}/return", post(work::give_back))
        .route("/desk/cases/{id}/hand-over", post(work::hand_over))
        .route("/desk/cases/{id}/intake", get(decision::show_intake).post(decision::save_intake))
        .route("/desk/cases/{id}/decision", get(decision::show).post(decision::save))
        .route("/desk/cases/{id}/decision.json", get(files::decision))
        .route("/desk/cases/{id}/act/{doing}", act)
        .route("/desk/cases/{id}/evidence/{sha256}", get(procedures::evidence))
        .route("/desk/late-notices", get(late::show))
        .route("/desk/cases/{id}/facts", post(learn::save))
        .route("/desk/cases/{id}/result", get(sign::show).post(sign::save))
        .route("/desk/cases/{id}/result/{file}", get(sign::preview))
        .route("/desk/cases/{id}/files/{sha256}", get(files::download))
}

/// Visitors of a service centre.
fn visits() -> Router<App> {
    Router::new()
        .route("/desk/visitors", get(visitors::list))
        .route("/desk/visitors/new", get(visitors::show_new).post(visitors::receive))
        .route("/desk/visitors/{id}", get(visitors::show))
        .route("/desk/visitors/{id}/{what}", post(visitors::act))
        .route("/desk/visitors/{id}/receipt/{draft}", get(visitors::receipt))
}

/// Results that are things, blanks, duplicates of paper documents.
fn things() -> Router<App> {
    let with_file = DefaultBodyLimit::max(messages::LONGEST_WITH_FILE);
    Router::new()
        .route("/desk/handout", get(handout::list))
        .route("/desk/handout/{case}/{output}", get(handout::show).post(handout::save))
        .route("/desk/blanks", get(blanks::show))
        .route("/desk/blanks/{kind}/{act}", post(blanks::save))
        .route("/desk/duplicates", get(duplicates::list))
        .route("/desk/duplicates/new", get(duplicates::show).post(duplicates::save).layer(with_file))
        .route("/desk/duplicates/{id}/revoke", post(duplicates::revoke))
}

/// Lists of cases and what is done with many.
fn queues() -> Router<App> {
    Router::new()
        .route("/desk", get(queue::show))
        .route("/desk/day", get(calendar::show))
        .route("/desk/closed", get(closed::show))
        .route("/desk/views", post(views::save))
        .route("/desk/views/{id}/delete", post(views::delete))
        .route("/desk/bulk", post(bulk::ask))
        .route("/desk/bulk/done", post(bulk::run))
        .route("/desk/absences", post(calendar::be_away))
        .route("/desk/absences/{id}/delete", post(calendar::be_there))
}

/// What is beside the course of a case.
fn beside() -> Router<App> {
    let with_file = || DefaultBodyLimit::max(messages::LONGEST_WITH_FILE);
    Router::new()
        .route("/desk/cases/{id}/messages", post(messages::save).layer(with_file()))
        .route("/desk/cases/{id}/tasks", post(opinions::ask))
        .route("/desk/cases/{id}/tasks/{task}", post(opinions::done))
        .route("/desk/cases/{id}/opinions/{opinion}", post(opinions::answer).layer(with_file()))
        .route("/desk/cases/{id}/beside/{sha256}", get(messages::file))
        .route("/desk/cases/{id}/history", get(history::show))
        .route("/desk/cases/{id}/print", get(print::show))
}
