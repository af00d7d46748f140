//! The emulated СМЭВ 3 (version 1.2): SOAP, queues, signatures of both sides, the rules about
//! message ids, and faults on demand. Behind it stand registers shaped like those of Росреестр,
//! ФНС, МВД, ЕГР ЗАГС and СФР, which know the invented people.

mod bus;
mod providers;
mod reply;
mod turn;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use connect::smev::multipart;
use connect::smev::names::{SOAP, TYPES};
use connect::smev::{Seal, build};
use connect::xml::{Document, Element, read, write_document};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::{Mode, Where};
use crate::registers::Registers;
use crate::{Shared, locked};

pub use bus::{Received, Told};

/// Who takes part in the emulated СМЭВ.
#[derive(Debug, Clone)]
pub struct Smev {
    /// Signs as СМЭВ, and knows whom to believe.
    pub smev: Arc<Seal>,
    /// Signs as every provider.
    pub provider: Arc<Seal>,
}

/// The emulated СМЭВ while it runs.
pub(crate) struct Exchange {
    shared: Arc<Shared>,
    registers: Registers,
    settings: Smev,
    bus: Mutex<bus::Bus>,
}

/// Why an operation was not done.
pub(super) enum No {
    /// A fault of the service: its name and words.
    Fault(&'static str, &'static str),
    /// As if nobody were there.
    Down,
    /// The stand itself is broken.
    Broken(String),
}

impl From<String> for No {
    fn from(why: String) -> Self {
        Self::Broken(why)
    }
}

impl Exchange {
    pub(crate) fn new(shared: Arc<Shared>, settings: Smev) -> Result<Self, serde_json::Error> {
        Ok(Self { shared, registers: Registers::built_in()?, settings, bus: Mutex::default() })
    }

    /// Puts a question to the portal's register into its queue; gives the id of the message.
    pub(crate) fn ask(&self, service: &str, purpose: &str, keys: &[(&str, &str)], broken: bool) -> String {
        let now = self.shared.now();
        let mut bus = locked(&self.bus);
        let message = bus.new_id(now);
        let keys = keys.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        bus.asking.push_back(bus::Asking {
            message: message.clone(),
            service: service.to_owned(),
            purpose: purpose.to_owned(),
            keys,
            sender: "MINT99",
            broken,
            from: now,
        });
        message
    }

    /// What the portal's register answered to a question, and how many different messages said so.
    pub(crate) fn told(&self, question: &str) -> (Option<Told>, usize) {
        let bus = locked(&self.bus);
        let count = bus.responses.values().filter(|one| one.as_str() == question).count();
        (bus.told.get(question).cloned(), count)
    }

    /// Every question of the portal, once for each message id.
    pub(crate) fn received(&self) -> Vec<Received> {
        locked(&self.bus).received()
    }

    /// What was not acknowledged comes again at once.
    pub(crate) fn hurry(&self) {
        let now = self.shared.now();
        locked(&self.bus).hurry(now);
    }

    /// Ids of the questions of the portal that lie here unanswered or unacknowledged.
    pub(crate) fn waiting(&self) -> usize {
        locked(&self.bus).answers.len()
    }
}

pub(crate) fn router(exchange: Arc<Exchange>) -> Router {
    Router::new().route("/ws", post(turn)).layer(DefaultBodyLimit::max(12 * 1024 * 1024)).with_state(exchange)
}

/// Other authorities by hand: `POST /questions {service, purpose, keys}` puts a question to the
/// portal's register, `GET /questions/{id}` tells what it answered. `GET /received` tells what the
/// portal asked, `GET /waiting` which answers it has not acknowledged, `POST /again` lets everything that was not acknowledged come again at once.
pub(crate) fn questions(exchange: Arc<Exchange>) -> Router {
    Router::new()
        .route("/questions", post(put_question))
        .route("/questions/{id}", get(show_question))
        .route("/received", get(show_received))
        .route("/waiting", get(show_waiting))
        .route("/again", post(hurry))
        .with_state(exchange)
}

#[derive(Deserialize)]
struct Question {
    service: String,
    purpose: String,
    #[serde(default)]
    keys: BTreeMap<String, String>,
    #[serde(default)]
    broken: bool,
}

async fn put_question(State(exchange): State<Arc<Exchange>>, Json(question): Json<Question>) -> Json<Value> {
    let keys: Vec<_> = question.keys.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let id = exchange.ask(&question.service, &question.purpose, &keys, question.broken);
    Json(json!({ "id": id }))
}

async fn show_question(State(exchange): State<Arc<Exchange>>, Path(id): Path<String>) -> Json<Value> {
    let (told, messages) = exchange.told(&id);
    let told = told.map(|told| match told {
        Told::Entries(entries) => json!({ "entries": entries }),
        Told::Rejected(code, words) => json!({ "rejected": code, "words": words }),
    });
    Json(json!({ "told": told, "messages": messages }))
}

async fn show_received(State(exchange): State<Arc<Exchange>>) -> Json<Vec<Received>> {
    Json(exchange.received())
}

async fn show_waiting(State(exchange): State<Arc<Exchange>>) -> Json<Vec<String>> {
    Json(locked(&exchange.bus).answers.iter().map(|waiting| waiting.original.clone()).collect())
}

async fn hurry(State(exchange): State<Arc<Exchange>>) -> StatusCode {
    exchange.hurry();
    StatusCode::NO_CONTENT
}

async fn turn(State(exchange): State<Arc<Exchange>>, headers: HeaderMap, body: Bytes) -> Response {
    let whole_fault = exchange
        .shared
        .faults()
        .all()
        .iter()
        .find(|fault| fault.system == Where::Smev && fault.source.is_none())
        .cloned();
    if let Some(fault) = whole_fault {
        if fault.mode == Mode::Down {
            exchange.shared.faults().take(Where::Smev, "");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        fault.wait().await;
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let done = parsed(kind, &body).and_then(|document| exchange.operate(&document));
    let (status, message) = match done {
        Ok(message) => (StatusCode::OK, message),
        Err(No::Down) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(No::Fault(name, words)) => (StatusCode::INTERNAL_SERVER_ERROR, reply::fault(name, words)),
        Err(No::Broken(why)) => (StatusCode::INTERNAL_SERVER_ERROR, reply::fault("SMEVFailure", &why)),
    };
    match write_document(&build::envelope(message)) {
        Ok(xml) => (status, [(header::CONTENT_TYPE, "text/xml; charset=UTF-8")], Body::from(xml)).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn parsed(kind: &str, body: &[u8]) -> Result<Document, No> {
    let broken = |why: String| No::Broken(format!("сообщение не читается: {why}"));
    let parts = multipart::split(kind, body).map_err(|why| broken(why.to_string()))?;
    read(&parts.root).map_err(|why| broken(why.to_string()))
}

impl Exchange {
    fn operate(&self, document: &Document) -> Result<Element, No> {
        let body = document.root.child(SOAP.uri, "Body").and_then(|body| body.elements().next());
        let request = body.filter(|one| &*one.name.uri == TYPES.uri);
        let request = request.ok_or_else(|| No::Broken("в конверте нет сообщения СМЭВ 1.2".to_owned()))?;
        self.settings
            .smev
            .caller(document, self.shared.now())
            .map_err(|_| No::Fault("SignatureVerificationFault", "ЭП-ОВ не прошла проверку."))?;
        match request.name.local.as_str() {
            "SendRequestRequest" => self.send_request(request),
            "GetResponseRequest" => self.get_response(request),
            "AckRequest" => self.ack(request),
            "GetStatusRequest" => self.get_status(),
            "GetRequestRequest" => self.get_request(request),
            "SendResponseRequest" => self.send_response(request),
            _ => Err(No::Broken("такой операции нет".to_owned())),
        }
    }
}
