//! The citizen's pages: find a service, sign in, fill the form, file, follow, receive.

pub mod account;
pub mod appearance;
pub mod appointments;
pub mod around;
pub mod asked;
pub mod assessment;
pub mod assistant;
pub mod case;
pub mod case_now;
pub mod clock;
pub mod complaint;
pub mod condition;
pub mod delivery;
pub mod documents;
pub mod draft;
pub mod files;
pub mod home;
pub mod invitations;
pub mod messages;
pub mod obligations;
pub mod offer;
pub mod payment;
pub mod place;
pub mod proactive;
pub mod profiling;
pub mod profiling_outcome;
pub mod questions;
pub mod rating;
pub mod results;
pub mod review;
#[cfg(test)]
mod samples;
pub mod search;
pub mod service;
pub mod sign_in;
pub mod stand;
pub mod start;
pub mod times;
pub mod visitor;
pub mod visits;
pub mod voice;
pub mod widget;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::shell::App;

/// Longest step of a form with files, in bytes; each file has its own, smaller limit.
const LONGEST_STEP: usize = 48 * 1024 * 1024;

/// The citizen's addresses.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(search::show))
        .route("/categories/{id}", get(search::category))
        .route("/life/{id}", get(search::life_event))
        .route("/services/{id}", get(service::show))
        .route("/services/{id}/sample", get(service::sample))
        .route("/services/{id}/stand", get(stand::show))
        .route("/services/{id}/text", get(service::text))
        .route("/services/{id}/visit", get(visits::show).post(visits::save))
        .route("/services/{id}/questions", get(profiling::show).post(profiling::save))
        .route("/assistant", get(assistant::show).post(assistant::hear))
        .route("/services/{id}/start", get(start::show).post(start::save))
        .route("/authorities/{id}", get(service::authority))
        .route("/appearance", post(appearance::save))
        .route("/language", post(appearance::speak))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/esia", get(sign_in::callback))
        .route("/sign-out", post(sign_in::out))
        .merge(drafts())
        .merge(account())
}

fn drafts() -> Router<App> {
    let step = get(draft::show).post(draft::save).layer(DefaultBodyLimit::max(LONGEST_STEP));
    let file =
        get(files::show).post(files::announce).put(files::append).layer(DefaultBodyLimit::max(files::LONGEST_BODY));
    Router::new()
        .route("/drafts/{id}", get(draft::resume))
        .route("/drafts/{id}/autosave", post(draft::autosave))
        .route("/drafts/{id}/check", post(draft::check))
        .route("/drafts/{id}/review", get(review::show))
        .route("/drafts/{id}/file", post(review::file))
        .route("/drafts/{id}/copy.pdf", get(review::draft_pdf))
        .route("/drafts/{id}/copy.json", get(review::draft_json))
        .route("/drafts/{id}/delete", post(draft::delete))
        .route("/drafts/{id}/restore", post(draft::restore))
        .route("/drafts/{id}/files/{field}", file)
        .route("/drafts/{id}/documents/{field}", get(documents::show).post(documents::save))
        .route("/drafts/{id}/time/{booking}", get(times::show).post(times::save))
        .route("/drafts/{id}/parts/{party}", post(invitations::run))
        .route("/drafts/{id}/{step}", step)
}

fn account() -> Router<App> {
    Router::new()
        .route("/account", get(account::show))
        .route("/account/notices", get(account::list_notices))
        .route("/account/notices/{id}", get(account::notice))
        .route("/account/settings", get(account::settings).post(account::save_settings))
        .route("/account/offers/{id}", post(proactive::answer))
        .route("/account/consents", get(proactive::consents).post(proactive::say))
        .route("/account/role", post(account::act_for))
        .route("/account/readings", get(account::readings))
        .route("/invitations/{id}", get(invitations::show).post(invitations::answer))
        .route("/invitations/{id}/open", post(invitations::open))
        .route("/joint/{id}", get(invitations::follow))
        .route("/appointments", get(appointments::list))
        .route("/appointments/{id}", get(appointments::show).post(appointments::save))
        .route("/appointments/{id}/visit.ics", get(appointments::file))
        .route("/results", get(results::list))
        .route("/results/{id}/access", get(results::access))
        .route("/results/{id}/links", post(results::give))
        .route("/results/{id}/links/{share}/revoke", post(results::revoke))
        .route("/results/{id}/send", post(results::send_on))
        .route("/cases/{id}", get(case::show))
        .route("/complaints", get(complaint::list))
        .route("/complaints/new", get(complaint::begin).post(complaint::file))
        .route("/complaints/{id}", get(complaint::show))
        .route("/complaints/{id}/withdraw", post(complaint::withdraw))
        .route("/cases/{id}/rating", post(rating::save))
        .route("/cases/{id}/messages", post(messages::save).layer(DefaultBodyLimit::max(LONGEST_STEP)))
        .route("/cases/{id}/messages/{sha256}", get(messages::file))
        .route("/cases/{id}/answer", post(questions::answer).layer(DefaultBodyLimit::max(LONGEST_STEP)))
        .route("/cases/{id}/contest", post(questions::contest))
        .route("/cases/{id}/call", post(questions::call))
        .route("/cases/{id}/decline", get(obligations::ask).post(obligations::decline))
        .route("/cases/{id}/owed/{obligation}", post(obligations::report).layer(DefaultBodyLimit::max(LONGEST_STEP)))
        .route("/cases/{id}/asked", get(asked::show))
        .route("/documents", get(documents::list))
        .route("/documents/{id}/file", get(documents::file))
        .route("/cases/{id}/delivery", get(delivery::show).post(delivery::save))
        .route("/cases/{id}/assessment", get(assessment::show).post(assessment::choose))
        .route(
            "/cases/{id}/assessment/{assessment}",
            post(assessment::hand_in).layer(DefaultBodyLimit::max(LONGEST_STEP)),
        )
        .merge(payments())
        .route("/cases/{id}/place", get(place::show).post(place::save))
        .route("/cases/{id}/accepted", get(case::accepted))
        .route("/cases/{id}/copy.pdf", get(review::case_pdf))
        .route("/cases/{id}/copy.json", get(review::case_json))
        .route("/cases/{id}/withdraw", get(case::ask_withdraw).post(case::withdraw))
}

fn payments() -> Router<App> {
    Router::new()
        .route("/services/{id}/payment", get(payment::of_service))
        .route("/cases/{id}/payment", get(payment::show))
        .route("/cases/{id}/payment/card", post(payment::card))
        .route("/cases/{id}/payment/returned", get(payment::returned))
        .route("/cases/{id}/payment/check", post(payment::check))
        .route("/cases/{id}/payment/refund", post(payment::refund))
        .route("/cases/{id}/payment/document.pdf", get(payment::document))
}
