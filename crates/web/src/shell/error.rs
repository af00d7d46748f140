//! Why a page could not be shown: one place turns every stop of an action, and every bare error
//! status of a layer, into a page (or a problem document for scripts) that says what can be done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actions::stop::Stop;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::form::Problem;
use serde_json::json;

use super::page::{Area, html};
use super::{App, Page};

/// What a page function answers.
pub type Answer = Result<Response, Failure>;

/// A page that could not be shown. The middleware [`pages`] draws it.
#[derive(Debug)]
pub struct Failure(pub Stop);

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        Self(stop)
    }
}

/// The refusal that a form shows above itself, with what was typed; everything else is a page of
/// its own.
pub fn on_form(stop: Stop) -> Result<Refusal, Failure> {
    match stop {
        Stop::Refused(refusal) if !matches!(refusal, Refusal::NotAllowed | Refusal::NotFound) => Ok(refusal),
        stop => Err(Failure(stop)),
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

#[derive(Clone)]
struct Why(Arc<Stop>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Why(Arc::new(self.0)));
        response
    }
}

fn status(stop: &Stop) -> StatusCode {
    match stop {
        Stop::Missing => StatusCode::NOT_FOUND,
        Stop::Refused(
            Refusal::WrongState { .. }
            | Refusal::AlreadyDone
            | Refusal::DraftSent
            | Refusal::TakenByAnother
            | Refusal::ChargeState(_),
        )
        | Stop::Conflict => StatusCode::CONFLICT,
        Stop::Refused(Refusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Stop::Refused(_) => StatusCode::FORBIDDEN,
        Stop::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Stop::SignInNeeded => StatusCode::UNAUTHORIZED,
        Stop::Later { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Stop::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Stop::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Which message of the catalogue explains a stop: `error-KIND-title`, `-text`, `-mend`.
fn kind(stop: &Stop) -> &'static str {
    match stop {
        Stop::Missing => "missing",
        Stop::Refused(Refusal::AssuranceTooLow) => "assurance",
        Stop::Refused(Refusal::NotAnApplicant) => "not-applicant",
        Stop::Refused(_) => "refused",
        Stop::Conflict => "conflict",
        Stop::Problems(_) => "problems",
        Stop::SignInNeeded => "sign-in",
        Stop::Later { .. } => "later",
        Stop::TooMany => "too-many",
        Stop::Broken { .. } => "broken",
    }
}

fn kind_of_status(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "missing",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::FORBIDDEN => "cross-site",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::TOO_MANY_REQUESTS => "too-many",
        StatusCode::UNAUTHORIZED => "sign-in",
        StatusCode::CONFLICT => "conflict",
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => "later",
        status if status.is_client_error() => "bad-request",
        _ => "broken",
    }
}

/// Every kind of failure that has words; a test finds them all in the catalogue.
pub const KINDS: [&str; 14] = [
    "missing",
    "assurance",
    "not-applicant",
    "refused",
    "conflict",
    "problems",
    "sign-in",
    "later",
    "too-many",
    "broken",
    "method",
    "cross-site",
    "too-large",
    "bad-request",
];

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: Page,
    kind: &'a str,
    refusal: Option<&'a Refusal>,
    status: u16,
    problems: &'a [Problem],
    reference: String,
}

impl ErrorPage<'_> {
    /// A part of the words; a refusal by a rule has its own text and way out.
    fn words(&self, part: &str) -> String {
        if let (Some(refusal), "refused") = (self.refusal, self.kind) {
            match part {
                // The regulation says itself what is too much, what can be done and by which clause.
                "mend" if let Refusal::LimitReached { words } = refusal => return words.clone(),
                "text" if let Some(detail) = refusal.detail() => return self.page.t1(refusal.key(), "detail", detail),
                "text" => return self.page.t(refusal.key()).to_owned(),
                "mend" => return self.page.t(&format!("{}-mend", refusal.key())).to_owned(),
                _ => {}
            }
        }
        self.page.t(&format!("error-{}-{part}", self.kind)).to_owned()
    }
}

/// Draws a page for every error answer that has none yet.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let shell = Page::new(&app, request.headers(), request.uri());
    let by_script = wants_json(request.headers());
    let method = request.method().clone();
    let mut response = next.run(request).await;
    if !(response.status().is_client_error() || response.status().is_server_error()) || is_drawn(&response) {
        return response;
    }
    let why = response.extensions_mut().remove::<Why>();
    if response.status() == StatusCode::UNAUTHORIZED && !by_script {
        return to_sign_in(&shell, &method);
    }
    let mut drawn =
        draw(shell, response.status(), why.as_ref().map(|why| &*why.0), by_script, reference(app.office.now()));
    if let Some(after) = response.headers().get(header::RETRY_AFTER) {
        drawn.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    drawn
}

fn draw(shell: Page, status: StatusCode, stop: Option<&Stop>, by_script: bool, reference: String) -> Response {
    match stop {
        Some(stop @ (Stop::Broken { .. } | Stop::Later { .. })) => {
            tracing::error!(%reference, error = %stop, "a request failed");
        }
        None if status.is_server_error() => tracing::error!(%reference, %status, "a request failed"),
        _ => tracing::debug!(%reference, %status, "a request was refused"),
    }
    let kind = stop.map_or_else(|| kind_of_status(status), kind);
    let problems: &[Problem] = if let Some(Stop::Problems(problems)) = stop { problems } else { &[] };
    let refusal = if let Some(Stop::Refused(refusal)) = stop { Some(refusal) } else { None };
    let view = ErrorPage { page: shell, kind, refusal, status: status.as_u16(), problems, reference };
    if by_script {
        return problem_document(&view, status);
    }
    match html(&view) {
        Ok(mut response) => {
            *response.status_mut() = status;
            response
        }
        Err(_) => status.into_response(),
    }
}

/// RFC 9457, as the general rule on bad input asks.
fn problem_document(view: &ErrorPage<'_>, status: StatusCode) -> Response {
    let problems: Vec<_> = view
        .problems
        .iter()
        .map(|problem| {
            json!({ "field": problem.field, "code": problem.code, "message": problem.message,
                    "mend": problem.mend, "clause": problem.clause })
        })
        .collect();
    let document = json!({
        "type": format!("/problems/{}", view.kind), "code": view.kind, "status": view.status,
        "title": view.words("title"), "detail": view.words("text"), "mend": view.words("mend"),
        "reference": view.reference, "problems": problems,
    });
    let mut response = (status, document.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn to_sign_in(shell: &Page, method: &Method) -> Response {
    let back = if method == Method::GET { shell.here.as_str() } else { "/account" };
    let encoded = shell.encoded(back);
    match shell.area {
        Area::Desk => Redirect::to(&format!("/desk/sign-in?return_to={encoded}")).into_response(),
        // After a form the browser would not follow us to another site (form-action), so the
        // page with a link stands between.
        Area::Citizen if method != Method::GET => {
            Redirect::to(&format!("/sign-in?pause=1&return_to={encoded}")).into_response()
        }
        Area::Citizen => Redirect::to(&format!("/sign-in?return_to={encoded}")).into_response(),
    }
}

/// Whether a script asks, who wants a problem document.
pub fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json"))
}

fn is_drawn(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"))
}

/// A short number that leads from a page to the line in the log.
fn reference(now: Timestamp) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:x}-{}", now.as_second(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The page for an address that leads nowhere.
pub async fn nowhere() -> Failure {
    Failure(Stop::Missing)
}
