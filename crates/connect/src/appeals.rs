//! The federal pre-trial appeal system (ФГИС ДО): complaints are told there with every step. Its
//! protocol is not public, so the form is ours (docs/complaints.md); an adapter in front of the real
//! system speaks this, and the settings name its address.
//!
//! `PUT {base}/complaints/ID` with `Idempotency-Key: ID:REVISION` and a [`Message`]: 200 or 201 with
//! `{number}`; 422 with `{missing: […]}` while reference data of the body is not there, or with
//! `{reason}`. Nothing of a message is ever logged.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "appeals";

/// Code of a rejection for want of reference data (APPEAL-03).
pub const REFERENCE_DATA: &str = "REFERENCE-DATA";

/// Where complaints are told to.
#[derive(Debug)]
pub enum Appeals {
    /// An adapter over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// A complaint as it stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Our id: one complaint however often it is told.
    pub id: String,
    /// Grows with every step; an older one changes nothing.
    pub revision: i64,
    /// Our number.
    pub number: String,
    /// Id of the body that handles it.
    pub body: String,
    /// `authority`, `official` or `servant`.
    pub target: String,
    /// Who exactly, as the citizen wrote it.
    pub who: String,
    /// `decision`, `action` or `omission`.
    pub object: String,
    /// Clause of the ground.
    pub clause: String,
    /// Number of the case, if it is about one.
    pub case: Option<String>,
    /// Who complains.
    pub person: String,
    /// What happened.
    pub words: String,
    /// What is wanted.
    pub wants: String,
    /// When the citizen sent it, whenever it arrives.
    pub filed_at: Timestamp,
    /// Name of its state.
    pub state: String,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// What was decided, in the official's words.
    pub answer: Option<String>,
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Message").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Appeals {
    /// Tells of a complaint; answers its external number, the same one every time.
    pub async fn tell(&self, message: &Message) -> Result<String, Failure> {
        match self {
            Self::Http(client) => client.tell(message).await,
            Self::Memory(memory) => memory.tell(message),
        }
    }
}

/// An adapter over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct Taken {
    number: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Refused {
    missing: Vec<String>,
    reason: String,
}

impl Client {
    /// A client of the adapter at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn tell(&self, message: &Message) -> Result<String, Failure> {
        let key = format!("{}:{}", message.id, message.revision);
        let call = self.http.put(http::join(&self.base, &["complaints", &message.id])).header("Idempotency-Key", key);
        let response = call.json(message).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        match status {
            StatusCode::OK | StatusCode::CREATED => {
                let taken: Taken = http::json(SYSTEM, &body)
                    .map_err(|_| Failure::later(SYSTEM, "the number it gave cannot be read"))?;
                Ok(taken.number)
            }
            StatusCode::UNPROCESSABLE_ENTITY => {
                let refused: Refused = http::json(SYSTEM, &body)?;
                Err(if refused.missing.is_empty() {
                    Failure::rejected(SYSTEM, "REFUSED", refused.reason)
                } else {
                    Failure::rejected(SYSTEM, REFERENCE_DATA, refused.missing.join(", "))
                })
            }
            status => Err(http::declined(SYSTEM, status, "Система обжалования отвечает отказом.")),
        }
    }
}

/// The system out of memory: takes everything, or fails as told.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    taken: BTreeMap<String, (String, Message)>,
    trouble: Option<Failure>,
}

impl Memory {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fails so until told otherwise.
    pub fn behave(&self, trouble: Option<Failure>) {
        self.inside().trouble = trouble;
    }

    /// What it knows of every complaint, with the number it gave.
    pub fn taken(&self) -> Vec<(String, Message)> {
        self.inside().taken.values().cloned().collect()
    }

    fn tell(&self, message: &Message) -> Result<String, Failure> {
        let mut inside = self.inside();
        if let Some(trouble) = &inside.trouble {
            return Err(trouble.clone());
        }
        let next = format!("ДО-{:06}", inside.taken.len() + 1);
        let known = inside.taken.entry(message.id.clone()).or_insert_with(|| (next, message.clone()));
        if known.1.revision < message.revision {
            known.1 = message.clone();
        }
        Ok(known.0.clone())
    }
}
