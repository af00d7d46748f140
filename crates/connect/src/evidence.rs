//! Facts from other authorities over a simple HTTP form: ask by id, then fetch the answer.
//!
//! `POST {base}/requests {id, service, source, keys}` is idempotent by id (202 the first time, 200 after);
//! `GET {base}/requests/{id}` tells how far the provider is. СМЭВ comes behind the same calls.

use jiff::Timestamp;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "evidence";

/// A client of one provider.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

/// A question to a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Our id; two requests with one id are one request.
    pub id: String,
    /// The service it is asked for: a request must name it (210-ФЗ, 7.2).
    #[serde(default)]
    pub service: String,
    /// Id of the declared source, for example `mvd.conviction`.
    pub source: String,
    /// Facts the register needs: name of the fact → value.
    pub keys: Map<String, Value>,
}

/// How far the provider is with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Not answered yet.
    Waiting,
    /// Answered: field of the register → value.
    Answered {
        /// What the register holds.
        answer: Map<String, Value>,
        /// When the register said so.
        at: Timestamp,
    },
    /// The register knows nothing about the keys: known to be absent.
    Absent {
        /// When the register said so.
        at: Timestamp,
    },
    /// The provider could not answer and will not by itself.
    Failed {
        /// In the provider's words.
        reason: String,
        /// When it gave up.
        at: Timestamp,
    },
}

#[derive(Deserialize)]
struct Shape {
    id: String,
    state: State,
    #[serde(default)]
    answer: Option<Map<String, Value>>,
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Waiting,
    Answered,
    Absent,
    Failed,
}

impl Client {
    /// A client of the provider at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    /// Sends a request; sending it again with the same id changes nothing.
    pub async fn ask(&self, request: &Request) -> Result<(), Failure> {
        let url = http::join(&self.base, &["requests"]);
        let response =
            self.http.post(url).json(request).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, _) = http::read(SYSTEM, response).await?;
        match status {
            StatusCode::OK | StatusCode::ACCEPTED => Ok(()),
            status => Err(refused(status)),
        }
    }

    /// Asks how far the provider is with a request.
    pub async fn answer(&self, id: &str) -> Result<Answer, Failure> {
        let url = http::join(&self.base, &["requests", id]);
        let response = self.http.get(url).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        if status != StatusCode::OK {
            return Err(refused(status));
        }
        let shape: Shape = http::json(SYSTEM, &body)?;
        if shape.id != id {
            return Err(wrong("Поставщик сведений ответил на другой запрос."));
        }
        understand(shape)
    }
}

fn understand(shape: Shape) -> Result<Answer, Failure> {
    let undated = || wrong("Поставщик сведений не указал время ответа.");
    Ok(match shape.state {
        State::Waiting => Answer::Waiting,
        State::Answered => Answer::Answered {
            answer: shape.answer.ok_or_else(|| wrong("Поставщик сведений прислал ответ без сведений."))?,
            at: shape.at.ok_or_else(undated)?,
        },
        State::Absent => Answer::Absent { at: shape.at.ok_or_else(undated)? },
        State::Failed => Answer::Failed { reason: shape.reason.unwrap_or_default(), at: shape.at.ok_or_else(undated)? },
    })
}

fn wrong(text: &str) -> Failure {
    Failure::rejected(SYSTEM, "ANSWER-SHAPE", text)
}

fn refused(status: StatusCode) -> Failure {
    if http::may_pass(status) {
        return Failure::later(SYSTEM, format!("status {}", status.as_u16()));
    }
    match status {
        StatusCode::NOT_FOUND => Failure::rejected(SYSTEM, "NOT-ASKED", "Поставщик сведений не знает такого запроса."),
        StatusCode::CONFLICT => {
            Failure::rejected(SYSTEM, "ID-TAKEN", "Под этим номером поставщик сведений уже получил другой запрос.")
        }
        status => Failure::rejected(SYSTEM, format!("HTTP-{}", status.as_u16()), "Поставщик сведений отклонил запрос."),
    }
}
