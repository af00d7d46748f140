//! Events that registers tell of (C24 IV.4): a feed that is read on from a cursor. The cursor is the
//! receipt: what stands before it was taken and may be forgotten over there (docs/proactive.md).
//!
//! `GET {base}?after=CURSOR` → `{events: [Told], cursor}`; without `after`, from the beginning.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "events";

/// Where events come from.
#[derive(Debug)]
pub enum Events {
    /// A feed over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// An event as a register tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Id of the event in its register.
    pub id: String,
    /// The register.
    pub register: String,
    /// Kind of the event.
    pub kind: String,
    /// СНИЛС of whom it is about.
    pub snils: String,
    /// When it happened.
    pub at: Timestamp,
    /// What is told.
    pub told: Map<String, Value>,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Events in the order of the feed.
    pub events: Vec<Told>,
    /// Where the next page begins.
    pub cursor: String,
}

impl Events {
    /// What came after a cursor; from the beginning without one.
    pub async fn after(&self, cursor: Option<&str>) -> Result<Page, Failure> {
        match self {
            Self::Http(client) => client.after(cursor).await,
            Self::Memory(memory) => memory.after(cursor),
        }
    }
}

/// A feed over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// A client of the feed at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn after(&self, cursor: Option<&str>) -> Result<Page, Failure> {
        let mut address = self.base.clone();
        if let Some(cursor) = cursor {
            address.query_pairs_mut().append_pair("after", cursor);
        }
        let response = self.http.get(address).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        match status {
            StatusCode::OK => {
                http::json(SYSTEM, &body).map_err(|_| Failure::later(SYSTEM, "its answer cannot be read"))
            }
            // A feed that refuses now is asked again: events must not be lost.
            status => Err(Failure::later(SYSTEM, format!("status {status}"))),
        }
    }
}

/// A feed out of memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    told: Vec<Told>,
    trouble: Option<Failure>,
}

/// Events of one page out of memory.
const PAGE: usize = 50;

impl Memory {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A register tells of an event.
    pub fn tell(&self, told: Told) {
        self.inside().told.push(told);
    }

    /// Fails so until told otherwise.
    pub fn behave(&self, trouble: Option<Failure>) {
        self.inside().trouble = trouble;
    }

    /// A page as the feed gives it.
    pub fn after(&self, cursor: Option<&str>) -> Result<Page, Failure> {
        let inside = self.inside();
        if let Some(trouble) = &inside.trouble {
            return Err(trouble.clone());
        }
        let from = cursor.and_then(|cursor| cursor.parse::<usize>().ok()).unwrap_or_default();
        let events: Vec<Told> = inside.told.iter().skip(from).take(PAGE).cloned().collect();
        Ok(Page { cursor: (from + events.len()).to_string(), events })
    }
}
