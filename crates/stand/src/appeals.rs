//! The federal pre-trial appeal system as an adapter of ours would show it (docs/complaints.md): one
//! complaint per id, the same number every time, the newest revision kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use connect::appeals::Message;
use serde_json::json;

use crate::faults::{Mode, Where};
use crate::{Shared, locked};

/// Most complaints remembered.
const MOST: usize = 2_000;

struct Appeals {
    shared: Arc<Shared>,
    taken: Mutex<BTreeMap<String, (String, Message)>>,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let appeals = Appeals { shared, taken: Mutex::default() };
    Router::new()
        .route("/appeals/complaints/{id}", put(take))
        .route("/appeals", get(list))
        .with_state(Arc::new(appeals))
}

async fn take(State(appeals): State<Arc<Appeals>>, Path(id): Path<String>, Json(message): Json<Message>) -> Response {
    let fault = appeals.shared.faults().take(Where::Appeals, &message.body);
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Down | Mode::Failed => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Mode::Wrong => return (StatusCode::OK, "чепуха").into_response(),
            Mode::Absent => {
                let missing = json!({ "missing": ["справочник органа"] });
                return (StatusCode::UNPROCESSABLE_ENTITY, Json(missing)).into_response();
            }
            _ => {}
        }
    }
    if message.id != id {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "reason": "Чужой номер." }))).into_response();
    }
    let mut taken = locked(&appeals.taken);
    if taken.len() >= MOST {
        taken.pop_first();
    }
    let next = format!("ДО-{:06}", taken.len() + 1);
    let known = taken.entry(id).or_insert_with(|| (next, message.clone()));
    if known.1.revision < message.revision {
        known.1 = message;
    }
    Json(json!({ "number": known.0 })).into_response()
}

/// What is known of each complaint, without a word of the citizen.
async fn list(State(appeals): State<Arc<Appeals>>) -> Response {
    let known: Vec<_> = locked(&appeals.taken)
        .values()
        .map(|(number, one)| {
            json!({ "number": number, "ours": one.number, "state": one.state, "filedAt": one.filed_at, "body": one.body })
        })
        .collect();
    Json(known).into_response()
}
