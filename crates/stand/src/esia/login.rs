//! The sign-in page: invented people as buttons, no script.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use url::Url;

use super::client::system;
use super::error::Error;
use super::people::Level;
use super::token::CODE_LIFE;
use super::{Code, Esia, MOST, secret_word};
use crate::html::{escape, page};
use crate::locked;

/// How long the page waits for the person.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    attempt: String,
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    attempt: String,
    person: String,
}

#[derive(Deserialize)]
pub(super) struct Leaving {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    redirect_url: String,
}

pub(super) async fn show(State(esia): State<Arc<Esia>>, Query(asked): Query<Asked>) -> Response {
    if !locked(&esia.attempts).contains_key(&asked.attempt) {
        return gone();
    }
    let attempt = escape(&asked.attempt);
    let people = esia
        .people
        .all()
        .iter()
        .map(|account| {
            format!(
                "<li><button name=\"person\" value=\"{}\"><strong>{}</strong> <span>{}</span></button></li>",
                account.oid,
                escape(&account.name()),
                escape(&account.about)
            )
        })
        .collect::<String>();
    let body = format!(
        "<p>Это стенд, не настоящая ЕСИА. Выберите, кем войти: пароль не нужен, все люди выдуманы.</p>\
<form method=\"post\" action=\"/login\"><input type=\"hidden\" name=\"attempt\" value=\"{attempt}\">\
<ul class=\"people\">{people}</ul>\
<p><button name=\"person\" value=\"deny\">Не входить и не передавать данные</button></p></form>"
    );
    Html(page("Вход через стенд ЕСИА", &body)).into_response()
}

pub(super) async fn choose(State(esia): State<Arc<Esia>>, Form(chosen): Form<Chosen>) -> Response {
    let Some(attempt) = locked(&esia.attempts).remove(&chosen.attempt) else {
        return gone();
    };
    let now = esia.shared.now();
    if now.duration_since(attempt.begun_at) > PATIENCE {
        return gone();
    }
    let refuse = |code: &str| Error::new(code).redirect(&attempt.redirect_uri, Some(&attempt.state));
    let account = chosen.person.parse().ok().and_then(|oid: u64| esia.people.get(oid));
    let Some(account) = account else {
        return refuse("007004");
    };
    let only_confirmed = system(&esia.shared.settings, &attempt.client_id).is_ok_and(|system| system.only_confirmed);
    if only_confirmed && account.level != Level::Confirmed {
        return refuse("007055");
    }
    let (Some(code), Ok(mut url)) = (secret_word(), Url::parse(&attempt.redirect_uri)) else {
        return refuse("007007");
    };
    url.query_pairs_mut().append_pair("code", &code).append_pair("state", &attempt.state);
    let mut codes = locked(&esia.codes);
    if codes.len() >= MOST {
        codes.retain(|_, old| now.duration_since(old.given_at) <= CODE_LIFE);
    }
    codes.insert(code, Code { attempt, oid: account.oid, given_at: now });
    Redirect::to(url.as_str()).into_response()
}

/// Sends back only where the system was registered to send people.
pub(super) async fn logout(State(esia): State<Arc<Esia>>, Query(leaving): Query<Leaving>) -> Response {
    let Ok(system) = system(&esia.shared.settings, &leaving.client_id) else {
        return Error::new("008010").page();
    };
    let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
    let back = origin(&leaving.redirect_url);
    if back.is_some() && system.redirect_uris.iter().any(|known| origin(known) == back) {
        Redirect::to(&leaving.redirect_url).into_response()
    } else {
        Error::new("007023").page()
    }
}

fn gone() -> Response {
    let body =
        "<p>Эта попытка входа уже использована или устарела.</p><p>Вернитесь на портал и начните вход заново.</p>";
    (StatusCode::GONE, Html(page("Вход нужно начать заново", body))).into_response()
}
