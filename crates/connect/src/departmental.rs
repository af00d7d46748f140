//! Departmental systems that serve cases (INTAKE-01): a case is handed over once by its number, news
//! of the applicant follow it, and the system says which cases it has.
//!
//! `POST {base}/cases` with the case; 200 or 201 with `{receipt, at}`. `POST {base}/events` with news;
//! 200, 202 or 204. `GET {base}/cases` lists the numbers the system has. All calls are signed
//! ([`crate::webhook`]); 422 with `{reason}` means never. `Memory` is a system for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use reqwest::{RequestBuilder, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::failure::Failure;
use crate::{http, webhook};

const SYSTEM: &str = "departmental system";

/// A departmental system.
#[derive(Debug)]
pub struct System {
    /// Its name for people.
    pub title: String,
    /// SHA-256 of its key, in hex; the key itself is kept nowhere.
    pub key_sha256: String,
    /// The way to it.
    pub to: To,
}

/// The way to a departmental system.
#[derive(Debug)]
pub enum To {
    /// Over HTTP.
    Http(Client),
    /// In memory: tests and simulation.
    Memory(Memory),
}

/// What a system says when it took a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Receipt {
    /// Number of the case there.
    pub receipt: String,
    /// When it was taken.
    pub at: Timestamp,
}

impl System {
    /// Hands a case over. The same case again gives the same receipt.
    pub async fn deliver(&self, number: &str, case: &Value, now: Timestamp) -> Result<Receipt, Failure> {
        match &self.to {
            To::Http(client) => {
                let call = client.post("cases", number, case, &self.key_sha256, now)?;
                let (status, body) = client.send(call).await?;
                settled(status, &body)?;
                http::json(SYSTEM, &body)
            }
            To::Memory(memory) => memory.deliver(number, case, now),
        }
    }

    /// Tells what the applicant did. The same news again is one.
    pub async fn tell(&self, id: &str, news: &Value, now: Timestamp) -> Result<(), Failure> {
        match &self.to {
            To::Http(client) => {
                let call = client.post("events", id, news, &self.key_sha256, now)?;
                let (status, body) = client.send(call).await?;
                settled(status, &body)
            }
            To::Memory(memory) => memory.tell(id, news),
        }
    }

    /// Numbers of the cases the system has.
    pub async fn list(&self, now: Timestamp) -> Result<Vec<String>, Failure> {
        match &self.to {
            To::Http(client) => {
                let url = http::join(&client.base, &["cases"]);
                let call = client.signed(client.http.get(url.clone()), &url, "GET", b"", &self.key_sha256, now);
                let (status, body) = client.send(call).await?;
                settled(status, &body)?;
                http::json(SYSTEM, &body)
            }
            To::Memory(memory) => memory.list(),
        }
    }
}

/// Over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// A client of the system at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    fn post(&self, to: &str, id: &str, body: &Value, key: &str, now: Timestamp) -> Result<RequestBuilder, Failure> {
        let bytes = serde_json::to_vec(body)
            .map_err(|_| Failure::rejected(SYSTEM, "MESSAGE", "Сообщение для системы не составлено."))?;
        let url = http::join(&self.base, &[to]);
        let call = self.http.post(url.clone()).header("idempotency-key", id_header(id));
        let call = call.header("content-type", "application/json");
        Ok(self.signed(call, &url, "POST", &bytes, key, now).body(bytes))
    }

    fn signed(
        &self,
        call: RequestBuilder,
        url: &Url,
        method: &str,
        body: &[u8],
        key: &str,
        now: Timestamp,
    ) -> RequestBuilder {
        let moment = now.as_second();
        call.header(webhook::TIMESTAMP, moment.to_string())
            .header(webhook::SIGNATURE, webhook::sign(key, moment, method, url.path(), body))
    }

    async fn send(&self, call: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Failure> {
        let response = call.send().await.map_err(|error| http::transport(SYSTEM, error))?;
        http::read(SYSTEM, response).await
    }
}

/// Numbers of cases hold Russian letters, headers do not.
fn id_header(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

fn settled(status: StatusCode, body: &[u8]) -> Result<(), Failure> {
    match status {
        StatusCode::OK | StatusCode::CREATED | StatusCode::ACCEPTED | StatusCode::NO_CONTENT => Ok(()),
        status => {
            Err(http::refused(SYSTEM, status, body, "Ведомственная система не принимает обращения в таком виде."))
        }
    }
}

/// A departmental system out of memory: takes everything, or fails as told.
#[derive(Debug, Default)]
pub struct Memory {
    has: Mutex<Has>,
}

#[derive(Debug, Default)]
struct Has {
    cases: BTreeMap<String, (Value, Receipt)>,
    news: BTreeMap<String, Value>,
    trouble: Vec<Failure>,
}

impl Memory {
    /// The next calls fail so, the last of the list first.
    pub fn fail_with(&self, failures: Vec<Failure>) {
        self.has().trouble = failures;
    }

    /// Cases by number.
    pub fn cases(&self) -> BTreeMap<String, Value> {
        self.has().cases.iter().map(|(number, (case, _))| (number.clone(), case.clone())).collect()
    }

    /// News by id.
    pub fn news(&self) -> Vec<Value> {
        self.has().news.values().cloned().collect()
    }

    /// Loses a case, as systems do.
    pub fn lose(&self, number: &str) {
        self.has().cases.remove(number);
    }

    fn has(&self) -> std::sync::MutexGuard<'_, Has> {
        self.has.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn well(&self) -> Result<std::sync::MutexGuard<'_, Has>, Failure> {
        let mut has = self.has();
        has.trouble.pop().map_or(Ok(()), Err)?;
        Ok(has)
    }

    fn deliver(&self, number: &str, case: &Value, at: Timestamp) -> Result<Receipt, Failure> {
        let mut has = self.well()?;
        let receipt = Receipt { receipt: format!("ВС-{}", has.cases.len() + 1), at };
        Ok(has.cases.entry(number.to_owned()).or_insert((case.clone(), receipt)).1.clone())
    }

    fn tell(&self, id: &str, news: &Value) -> Result<(), Failure> {
        self.well()?.news.insert(id.to_owned(), news.clone());
        Ok(())
    }

    fn list(&self) -> Result<Vec<String>, Failure> {
        Ok(self.well()?.cases.keys().cloned().collect())
    }
}
