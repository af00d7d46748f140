//! Results delivered to another authority's system: a document with its signature, taken once
//! by its key, answered with a receipt.
//!
//! `POST {base}/documents` with `Idempotency-Key: ID`; 200 or 201 with `{receipt, at}` when it is
//! taken, 422 with `{reason}` when it never will be. `Memory` takes everything, for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "inbox";

/// Where results are delivered to.
#[derive(Debug)]
pub enum Inbox {
    /// The exchange of the region over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// A result on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Our id; two deliveries with one id are one delivery.
    pub id: String,
    /// To which authority.
    pub to: String,
    /// From which authority.
    pub from: String,
    /// Number of the result.
    pub number: String,
    /// What it is.
    pub title: String,
    /// What for.
    pub purpose: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Name of the file.
    pub name: String,
    /// Kind of the file.
    pub media_type: String,
    /// The signed bytes.
    pub content: Bytes,
    /// The detached signature.
    pub signature: Bytes,
}

/// What the system that took it says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Receipt {
    /// Its number there.
    pub receipt: String,
    /// When it was taken.
    pub at: Timestamp,
}

impl Inbox {
    /// Delivers a parcel. The same parcel again gives the same receipt.
    pub async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Failure> {
        match self {
            Self::Http(client) => client.deliver(parcel).await,
            Self::Memory(memory) => memory.deliver(parcel),
        }
    }
}

/// Delivers over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// A client of the exchange at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Failure> {
        let body = json!({
            "id": parcel.id,
            "to": parcel.to,
            "from": parcel.from,
            "number": parcel.number,
            "title": parcel.title,
            "purpose": parcel.purpose,
            "issuedAt": parcel.issued_at.to_string(),
            "name": parcel.name,
            "mediaType": parcel.media_type,
            "content": STANDARD.encode(&parcel.content),
            "signature": STANDARD.encode(&parcel.signature),
        });
        let call = self.http.post(http::join(&self.base, &["documents"])).header("Idempotency-Key", &parcel.id);
        let response = call.json(&body).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        match status {
            // It says that it took the parcel, but not under which number: asked again by its key.
            StatusCode::OK | StatusCode::CREATED => {
                http::json(SYSTEM, &body).map_err(|_| Failure::later(SYSTEM, "its receipt cannot be read"))
            }
            status => Err(http::refused(SYSTEM, status, &body, "Система органа не принимает документы в таком виде.")),
        }
    }
}

/// An authority's system out of memory: takes everything, or fails as told.
#[derive(Debug, Default)]
pub struct Memory {
    taken: Mutex<BTreeMap<String, (Parcel, Receipt)>>,
    trouble: Mutex<Vec<Failure>>,
}

impl Memory {
    /// The next calls fail so, the last of the list first.
    pub fn fail_with(&self, failures: Vec<Failure>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = failures;
    }

    /// Everything that was taken, by key.
    pub fn taken(&self) -> Vec<Parcel> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.values().map(|(parcel, _)| parcel.clone()).collect()
    }

    fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Failure> {
        if let Some(failure) = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Err(failure);
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let number = taken.len() + 1;
        let receipt = Receipt { receipt: format!("ВХ-{number}"), at: parcel.issued_at };
        Ok(taken.entry(parcel.id.clone()).or_insert((parcel.clone(), receipt)).1.clone())
    }
}
