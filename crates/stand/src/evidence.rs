//! The provider of interagency facts: takes a request, thinks for a while, answers.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::faults::{Fault, Mode, Where};
use crate::registers::{Keys, Registers, Said, turn_over};
use crate::{Shared, locked};

/// Most requests remembered, so that a load run does not eat the memory; the oldest go first.
const MOST: usize = 200_000;

struct Provider {
    shared: Arc<Shared>,
    registers: Registers,
    asked: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    by_id: HashMap<String, Asked>,
    order: VecDeque<String>,
}

impl Memory {
    fn keep(&mut self, id: String, asked: Asked) {
        if self.order.len() >= MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_id.remove(&oldest);
        }
        self.order.push_back(id.clone());
        self.by_id.insert(id, asked);
    }
}

#[derive(Clone)]
struct Asked {
    service: String,
    source: String,
    keys: Keys,
    ready_at: Timestamp,
    fault: Option<Fault>,
}

#[derive(Deserialize)]
struct Request {
    id: String,
    #[serde(default)]
    service: String,
    source: String,
    #[serde(default)]
    keys: Keys,
}

pub(crate) fn router(shared: Arc<Shared>) -> Result<Router, serde_json::Error> {
    let provider = Provider { shared, registers: Registers::built_in()?, asked: Mutex::new(Memory::default()) };
    Ok(Router::new().route("/requests", post(ask)).route("/requests/{id}", get(answer)).with_state(Arc::new(provider)))
}

async fn ask(State(provider): State<Arc<Provider>>, Json(request): Json<Request>) -> Response {
    let known = locked(&provider.asked).by_id.get(&request.id).cloned();
    if let Some(known) = known {
        let same = known.source == request.source && known.keys == request.keys;
        return if same { StatusCode::OK } else { StatusCode::CONFLICT }.into_response();
    }
    if request.id.is_empty() || request.id.len() > 100 {
        return (StatusCode::UNPROCESSABLE_ENTITY, "нет номера запроса").into_response();
    }
    let said = provider.registers.say(&provider.shared, &request.service, &request.source, &request.keys);
    if let Said::Wrong(reason) = said {
        return (StatusCode::UNPROCESSABLE_ENTITY, reason).into_response();
    }
    let fault = provider.shared.faults().take(Where::Evidence, &request.source);
    let mut delay = provider.shared.settings.evidence_delay;
    if let Some(fault) = &fault {
        if fault.mode == Mode::Down {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        // A slow register takes the request at once and thinks long.
        delay = fault.thinks().unwrap_or(delay);
    }
    let ready_at = later(provider.shared.now(), delay);
    let asked = Asked { service: request.service, source: request.source, keys: request.keys, ready_at, fault };
    locked(&provider.asked).keep(request.id, asked);
    StatusCode::ACCEPTED.into_response()
}

async fn answer(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let Some(asked) = locked(&provider.asked).by_id.get(&id).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if provider.shared.faults().all().iter().any(|fault| {
        let here = fault.source.as_deref().is_none_or(|source| source == asked.source);
        fault.system == Where::Evidence && here && fault.mode == Mode::Down
    }) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let at = asked.ready_at;
    let mode = asked.fault.as_ref().map(|fault| fault.mode);
    if provider.shared.now() < at || mode == Some(Mode::Silent) {
        return Json(json!({ "id": id, "state": "waiting" })).into_response();
    }
    let body = match mode {
        Some(Mode::Absent) => json!({ "id": id, "state": "absent", "at": at }),
        Some(Mode::Failed) => {
            json!({ "id": id, "state": "failed", "reason": "Ведомство не смогло обработать запрос.", "at": at })
        }
        Some(Mode::Wrong) => wrong(&id, asked.fault.as_ref(), at),
        _ => match provider.registers.say(&provider.shared, &asked.service, &asked.source, &asked.keys) {
            Said::Known(mut answer) => {
                if mode == Some(Mode::Contradicting) {
                    turn_over(&mut answer);
                }
                answered(&id, &answer, at)
            }
            Said::Absent => json!({ "id": id, "state": "absent", "at": at }),
            Said::Wrong(reason) => json!({ "id": id, "state": "failed", "reason": reason, "at": at }),
        },
    };
    Json(body).into_response()
}

fn answered(id: &str, answer: &Map<String, Value>, at: Timestamp) -> Value {
    json!({ "id": id, "state": "answered", "answer": answer, "at": at })
}

/// Wrong answers: a wrong shape unless `what` says `values` (right shape, values of wrong types)
/// or `other` (an answer to somebody else's request).
fn wrong(id: &str, fault: Option<&Fault>, at: Timestamp) -> Value {
    match fault.and_then(|fault| fault.what.as_deref()) {
        Some("values") => {
            let values =
                ["found", "holder", "confirmed", "in_region", "deprived", "exists", "needed", "approved", "area"];
            let answer = values.into_iter().map(|name| (name.to_owned(), json!("чепуха"))).collect();
            answered(id, &answer, at)
        }
        Some("other") => answered("not-yours", &Map::new(), at),
        _ => json!({ "ошибка": "чепуха" }),
    }
}

fn later(now: Timestamp, delay: Duration) -> Timestamp {
    SignedDuration::try_from(delay).ok().and_then(|delay| now.checked_add(delay).ok()).unwrap_or(now)
}
