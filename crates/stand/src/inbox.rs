//! The system of another authority that takes results and answers with a receipt: one delivery
//! per key, however often it comes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::faults::{Mode, Where};
use crate::{Shared, locked};

/// Most documents remembered.
const MOST: usize = 2_000;

/// A document that was taken; its content only by length.
#[derive(Debug, Clone, Serialize)]
struct Taken {
    id: String,
    to: String,
    number: String,
    purpose: String,
    name: String,
    letters: usize,
    signed: bool,
    receipt: String,
    at: Timestamp,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    to: String,
    number: String,
    #[serde(default)]
    purpose: String,
    name: String,
    content: String,
    #[serde(default)]
    signature: String,
}

struct Inbox {
    shared: Arc<Shared>,
    taken: Mutex<BTreeMap<String, Taken>>,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let inbox = Inbox { shared, taken: Mutex::default() };
    Router::new()
        .route("/inbox/documents", post(take).get(list))
        .route("/inbox", get(list))
        .layer(axum::extract::DefaultBodyLimit::max(64 * 1024 * 1024))
        .with_state(Arc::new(inbox))
}

async fn take(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, Json(document): Json<Document>) -> Response {
    let fault = inbox.shared.faults().take(Where::Inbox, &document.to);
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Down | Mode::Failed | Mode::SoftBounce => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Mode::Wrong => return (StatusCode::OK, "чепуха").into_response(),
            Mode::Bounce | Mode::Absent => return refused("Такого получателя нет."),
            _ => {}
        }
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key != document.id {
        return refused("Нет ключа доставки.");
    }
    if document.content.is_empty() || document.signature.is_empty() {
        return refused("Документ без подписи не принимается.");
    }
    let at = inbox.shared.now();
    let mut taken = locked(&inbox.taken);
    if let Some(known) = taken.get(key) {
        return (StatusCode::OK, Json(json!({ "receipt": known.receipt, "at": known.at }))).into_response();
    }
    if taken.len() >= MOST {
        taken.pop_first();
    }
    let receipt = format!("ВХ-{:06}", taken.len() + 1);
    let kept = Taken {
        id: document.id,
        to: document.to,
        number: document.number,
        purpose: document.purpose,
        name: document.name,
        letters: document.content.len(),
        signed: true,
        receipt: receipt.clone(),
        at,
    };
    taken.insert(key.to_owned(), kept);
    (StatusCode::CREATED, Json(json!({ "receipt": receipt, "at": at }))).into_response()
}

async fn list(State(inbox): State<Arc<Inbox>>) -> Response {
    let taken: Vec<Taken> = locked(&inbox.taken).values().cloned().collect();
    Json(taken).into_response()
}

fn refused(reason: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "reason": reason }))).into_response()
}
