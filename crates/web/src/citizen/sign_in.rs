//! Sign-in through ЕСИА: away, back, and out.

use actions::citizen::session;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::shell::error::Answer;
use crate::shell::{App, Page, cookies, html};

/// Seconds a sign-in may take.
const SIGN_IN_SECONDS: i64 = 900;

/// Where to return, and whether a page must stand between.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    return_to: Option<String>,
    pause: Option<String>,
}

/// What ЕСИА answers with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Callback {
    state: String,
    code: String,
    error: String,
    error_description: String,
}

#[derive(Template)]
#[template(path = "citizen/sign_in.html")]
struct SignIn {
    page: Page,
    go: String,
    denied: bool,
}

/// `GET /sign-in?return_to=`: to ЕСИА, or a page with the way there after a lost session.
pub async fn show(State(app): State<App>, page: Page, Query(wanted): Query<Wanted>) -> Answer {
    let return_to = cookies::safe_return(wanted.return_to.as_deref());
    if wanted.pause.is_some() {
        let go = format!("/sign-in?return_to={}", page.encoded(&return_to));
        return html(&SignIn { page, go, denied: false });
    }
    let begun = session::begin(&app.office, &return_to).await?;
    let mut response = Redirect::to(&begun.address).into_response();
    // The answer of ЕСИА must come back to the browser that asked.
    cookies::set(response.headers_mut(), &app, cookies::SIGN_IN, &begun.state, Some(SIGN_IN_SECONDS));
    Ok(response)
}

/// `GET /sign-in/esia`: the way back.
pub async fn callback(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Query(callback): Query<Callback>,
) -> Answer {
    let go = "/sign-in?return_to=%2Faccount".to_owned();
    if !callback.error.is_empty() || callback.code.is_empty() {
        tracing::info!(error = callback.error, description = callback.error_description, "a sign-in was not finished");
        return html(&SignIn { page, go, denied: true });
    }
    let ours = cookies::get(&headers, cookies::SIGN_IN).is_some_and(|state| state == callback.state);
    if !ours {
        return html(&SignIn { page, go, denied: true });
    }
    let signed = match session::complete(&app.office, &callback.state, &callback.code).await {
        Ok(signed) => signed,
        Err(Stop::Missing | Stop::SignInNeeded) => return html(&SignIn { page, go, denied: true }),
        Err(stop) => return Err(stop.into()),
    };
    let mut response = Redirect::to(&cookies::safe_return(Some(&signed.return_to))).into_response();
    cookies::set(response.headers_mut(), &app, cookies::SESSION, &signed.token, None);
    cookies::clear(response.headers_mut(), &app, cookies::SIGN_IN);
    Ok(response)
}

/// `POST /sign-out`: the session ends on the server, not only in the browser.
pub async fn out(State(app): State<App>, headers: HeaderMap) -> Result<Response, crate::shell::Failure> {
    if let Some(token) = cookies::get(&headers, cookies::SESSION) {
        session::end(&app.office, &token).await?;
    }
    let mut response = Redirect::to("/").into_response();
    cookies::clear(response.headers_mut(), &app, cookies::SESSION);
    Ok(response)
}
