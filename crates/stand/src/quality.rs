//! The national quality monitoring system as an adapter of ours would show it (docs/ratings.md): one
//! rating per id with a receipt, and what it has of a day.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use connect::quality::Rating;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

use crate::faults::{Mode, Where};
use crate::{Shared, locked};

/// Most ratings remembered.
const MOST: usize = 10_000;

struct Quality {
    shared: Arc<Shared>,
    taken: Mutex<BTreeMap<String, Rating>>,
}

#[derive(Deserialize)]
struct Asked {
    day: Date,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let quality = Quality { shared, taken: Mutex::default() };
    Router::new()
        .route("/quality/ratings/{id}", put(take))
        .route("/quality/ratings", get(of_day))
        .with_state(Arc::new(quality))
}

fn down(quality: &Quality, body: &str) -> bool {
    let fault = quality.shared.faults().take(Where::Quality, body);
    fault.is_some_and(|fault| matches!(fault.mode, Mode::Down | Mode::Failed))
}

async fn take(State(quality): State<Arc<Quality>>, Path(id): Path<String>, Json(rating): Json<Rating>) -> Response {
    if down(&quality, &rating.body) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if rating.id != id || rating.marks.is_empty() {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "reason": "Нет оценок." }))).into_response();
    }
    let mut taken = locked(&quality.taken);
    if taken.len() >= MOST {
        taken.pop_first();
    }
    let receipt = format!("МК-{}", id.get(..8).unwrap_or_default());
    taken.insert(id, rating);
    (StatusCode::CREATED, Json(json!({ "receipt": receipt }))).into_response()
}

async fn of_day(State(quality): State<Arc<Quality>>, Query(asked): Query<Asked>) -> Response {
    if down(&quality, "") {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let taken = locked(&quality.taken);
    let ids: Vec<&String> = taken.values().filter(|one| one.day == asked.day).map(|one| &one.id).collect();
    Json(json!({ "ids": ids })).into_response()
}
