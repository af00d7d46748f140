//! A departmental system that serves cases: takes them once, hears of the applicant's doings, says which
//! cases it has; wrong in all ways that its faults want.
//! What it has: `GET /departmental/kept`. Events are sent to the portal by whoever tests it, with
//! [`headers`] signed as this system signs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use connect::webhook::{self, Call};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::faults::{Fault, Mode, Where};
use crate::{Shared, locked};

/// Most cases remembered; the oldest go first.
const MOST: usize = 10_000;

/// The key of the emulated system: known to everybody.
pub const KEY: &str = "stand-departmental-key-for-tests-only";

/// Id of the emulated system, as regions name it.
pub const ID: &str = "stand-registry";

#[derive(Default)]
struct Kept {
    cases: BTreeMap<String, (Value, String, Timestamp)>,
    news: BTreeMap<String, Value>,
}

/// The emulated system while it runs.
pub(crate) struct Registry {
    shared: Arc<Shared>,
    kept: Mutex<Kept>,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let registry = Arc::new(Registry { shared, kept: Mutex::default() });
    Router::new()
        .route("/departmental/cases", post(take).get(list))
        .route("/departmental/events", post(hear))
        .route("/departmental/kept", get(kept))
        .layer(axum::extract::DefaultBodyLimit::max(8 * 1024 * 1024))
        .with_state(registry)
}

impl Registry {
    /// Is the call signed by the portal, and what goes wrong with it?
    async fn meet(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<Fault>, Response> {
        let fault = self.shared.faults().take(Where::Departmental, ID);
        if let Some(fault) = &fault {
            fault.wait().await;
        }
        match fault.as_ref().map(|fault| fault.mode) {
            Some(Mode::Down | Mode::Failed) => return Err(StatusCode::SERVICE_UNAVAILABLE.into_response()),
            Some(Mode::Wrong) => return Err((StatusCode::OK, "чепуха").into_response()),
            Some(Mode::Rejected) => return Err(refused("Система не ведёт такие дела.")),
            _ => {}
        }
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let call = Call {
            method: method.as_str(),
            path: uri.path(),
            timestamp: text(webhook::TIMESTAMP),
            signature: text(webhook::SIGNATURE),
            body,
        };
        webhook::verify(&webhook::hash_of(KEY), &call, self.shared.now())
            .map_err(|_| StatusCode::UNAUTHORIZED.into_response())?;
        Ok(fault)
    }
}

async fn take(
    State(registry): State<Arc<Registry>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fault = match registry.meet(&method, &uri, &headers, &body).await {
        Ok(fault) => fault,
        Err(answer) => return answer,
    };
    let case: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(number) = case["number"].as_str().map(str::to_owned) else {
        return refused("Нет номера дела.");
    };
    let at = registry.shared.now();
    let mut kept = locked(&registry.kept);
    if kept.cases.len() >= MOST {
        kept.cases.pop_first();
    }
    let receipt = format!("ВС-{:06}", kept.cases.len() + 1);
    let (_, receipt, at) = kept.cases.entry(number).or_insert((case, receipt, at)).clone();
    drop(kept);
    if fault.is_some_and(|fault| fault.mode == Mode::LostAck) {
        // Taken, and the portal does not hear of it.
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    (StatusCode::CREATED, Json(json!({ "receipt": receipt, "at": at }))).into_response()
}

async fn hear(
    State(registry): State<Arc<Registry>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(answer) = registry.meet(&method, &uri, &headers, &body).await {
        return answer;
    }
    let news: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(id) = news["id"].as_str().map(str::to_owned) else {
        return refused("Нет идентификатора.");
    };
    locked(&registry.kept).news.insert(id, news);
    StatusCode::NO_CONTENT.into_response()
}

async fn list(State(registry): State<Arc<Registry>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if let Err(answer) = registry.meet(&method, &uri, &headers, b"").await {
        return answer;
    }
    let numbers: Vec<String> = locked(&registry.kept).cases.keys().cloned().collect();
    Json(numbers).into_response()
}

/// Everything it has, for tests and people.
async fn kept(State(registry): State<Arc<Registry>>) -> Json<Value> {
    let kept = locked(&registry.kept);
    let cases: BTreeMap<&String, Value> = kept
        .cases
        .iter()
        .map(|(number, (case, receipt, at))| (number, json!({ "case": case, "receipt": receipt, "at": at })))
        .collect();
    Json(json!({ "cases": cases, "news": kept.news.values().collect::<Vec<_>>() }))
}

fn refused(reason: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "reason": reason }))).into_response()
}

/// How an event is sent to the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// As it should be.
    Right,
    /// With a signature that does not fit.
    Unsigned,
    /// With a key that nobody has.
    Stranger,
    /// Signed an hour ago.
    Old,
}

/// The headers of a call to the portal, signed as the emulated system signs.
pub fn headers(sending: Sending, method: &str, path: &str, body: &[u8], now: Timestamp) -> [(&'static str, String); 3] {
    let key = if sending == Sending::Stranger { "чужой ключ" } else { KEY };
    let moment = now.as_second() - if sending == Sending::Old { 3600 } else { 0 };
    let signed: &[u8] = if sending == Sending::Unsigned { b"other" } else { body };
    let key_header = if sending == Sending::Stranger { "stranger".to_owned() } else { key.to_owned() };
    [
        ("authorization", format!("Bearer {key_header}")),
        (webhook::TIMESTAMP, moment.to_string()),
        (webhook::SIGNATURE, webhook::sign(&webhook::hash_of(key), moment, method, path, signed)),
    ]
}
