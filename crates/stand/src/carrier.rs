//! A carrier that delivers at once: everything given to it lies at a point with a code the next time
//! somebody asks. It does not deliver to addresses with «Тридевятое».

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::locked;

/// The place no carrier of the stand goes to.
const NOWHERE: &str = "Тридевятое";

/// Shipments by our key, and what was told of each by its number.
#[derive(Default)]
struct Depot {
    taken: BTreeMap<String, String>,
    told: BTreeMap<String, Vec<Value>>,
}

type Shared = Arc<Mutex<Depot>>;

#[derive(Deserialize)]
struct Address {
    address: String,
}

pub(crate) fn router() -> Router {
    Router::new()
        .route("/carrier/addresses", post(check))
        .route("/carrier/shipments", post(take))
        .route("/carrier/shipments/{tracking}", get(tell))
        .route("/carrier/shipments/{tracking}/events", post(happen))
        .with_state(Shared::default())
}

async fn check(Json(asked): Json<Address>) -> Response {
    if asked.address.contains(NOWHERE) {
        let reason = json!({ "reason": "В этот населённый пункт не доставляем." });
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(reason)).into_response();
    }
    Json(json!({ "address": asked.address.split_whitespace().collect::<Vec<_>>().join(" ") })).into_response()
}

async fn take(State(depot): State<Shared>, headers: HeaderMap, Json(shipment): Json<Value>) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    let locker = shipment.get("method").and_then(Value::as_str) == Some("locker");
    let mut depot = locked(&depot);
    let next = format!("RU{:09}", depot.taken.len() + 1);
    let tracking = depot.taken.entry(key).or_insert(next).clone();
    let code = locker.then(|| format!("{:06}", 700_000 + depot.taken.len() * 37));
    depot.told.entry(tracking.clone()).or_insert_with(|| {
        vec![
            json!({ "id": format!("{tracking}-1"), "what": "in_transit" }),
            json!({ "id": format!("{tracking}-2"), "what": "at_point", "point": "Пункт выдачи № 1, ул. Почтовая, д. 1", "code": code }),
        ]
    });
    Json(json!({ "tracking": tracking })).into_response()
}

async fn tell(State(depot): State<Shared>, Path(tracking): Path<String>) -> Response {
    match locked(&depot).told.get(&tracking) {
        Some(events) => Json(json!({ "events": events })).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What a tester lets happen.
async fn happen(State(depot): State<Shared>, Path(tracking): Path<String>, Json(event): Json<Value>) -> StatusCode {
    match locked(&depot).told.get_mut(&tracking) {
        Some(events) => {
            events.push(event);
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}
