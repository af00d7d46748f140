//! An SMS gateway that takes every message and sends none.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::Shared;
use crate::caught::{Channel, Message};
use crate::faults::{Mode, Where};

#[derive(Deserialize)]
struct Text {
    id: String,
    to: String,
    text: String,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().route("/messages", post(take)).with_state(shared)
}

async fn take(State(shared): State<Arc<Shared>>, Json(text): Json<Text>) -> Response {
    let fault = shared.faults().take(Where::Sms, "");
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Bounce | Mode::Absent => return said("no_such_number"),
            Mode::SoftBounce => return said("unreachable"),
            Mode::Wrong => return (StatusCode::OK, "чепуха").into_response(),
            Mode::Down | Mode::Failed => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            _ => {}
        }
    }
    let at = shared.now();
    let mut caught = shared.caught();
    if !caught.has(Channel::Sms, &text.id) {
        let message = Message {
            number: 0,
            channel: Channel::Sms,
            to: text.to,
            subject: String::new(),
            text: text.text,
            id: text.id,
            at,
        };
        caught.keep(message);
    }
    said("accepted")
}

fn said(outcome: &str) -> Response {
    Json(json!({ "outcome": outcome })).into_response()
}
