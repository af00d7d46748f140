//! A carrier of things: post, parcel lockers, couriers (DELIVERY-01, DELIVERY-02). The form is ours:
//! carriers differ, and an adapter in front of them speaks this.
//!
//! `POST {base}/addresses` with `{method, address}`: 200 with `{address}` as the carrier understood it,
//! 422 with `{reason}` where it does not deliver. `POST {base}/shipments` with `Idempotency-Key: ID`:
//! `{tracking}`. `GET {base}/shipments/TRACKING`: `{events: [{id, what, point, code}]}`, oldest first.
//! Addresses, numbers and codes are never logged.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "carrier";

/// Who carries things.
#[derive(Debug)]
pub enum Carrier {
    /// An adapter over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// A thing that leaves the authority.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Shipment {
    /// Our id: two shipments with one id are one.
    pub id: String,
    /// `post`, `locker` or `courier`.
    pub method: String,
    /// Where to, as the carrier understood it.
    pub address: String,
    /// To whom.
    pub name: String,
    /// Number of the application, for the label.
    pub number: String,
}

impl fmt::Debug for Shipment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shipment").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What happened to a shipment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id at the carrier.
    pub id: String,
    /// What.
    pub what: What,
    /// Where it lies.
    #[serde(default)]
    pub point: String,
    /// Code of the locker.
    #[serde(default)]
    pub code: Option<String>,
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Event").field("id", &self.id).field("what", &self.what).finish_non_exhaustive()
    }
}

/// Kinds of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It moves.
    InTransit,
    /// It lies where it is fetched.
    AtPoint,
    /// The person has it.
    HandedOver,
    /// It comes back.
    Returned,
    /// It is lost.
    Lost,
}

impl Carrier {
    /// Can that address be delivered to? Gives it as the carrier understood it, or a sentence why
    /// not.
    pub async fn check(&self, method: &str, address: &str) -> Result<String, Failure> {
        match self {
            Self::Http(client) => client.check(method, address).await,
            Self::Memory(memory) => memory.check(address),
        }
    }

    /// Gives a thing to the carrier; the same one again has the same number.
    pub async fn ship(&self, shipment: &Shipment) -> Result<String, Failure> {
        match self {
            Self::Http(client) => client.ship(shipment).await,
            Self::Memory(memory) => memory.ship(shipment),
        }
    }

    /// Everything that happened to a shipment, oldest first.
    pub async fn track(&self, tracking: &str) -> Result<Vec<Event>, Failure> {
        match self {
            Self::Http(client) => client.track(tracking).await,
            Self::Memory(memory) => memory.track(tracking),
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
struct Understood {
    address: String,
}

#[derive(Deserialize)]
struct Taken {
    tracking: String,
}

#[derive(Deserialize)]
struct Told {
    events: Vec<Event>,
}

impl Client {
    /// A client of the adapter at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn check(&self, method: &str, address: &str) -> Result<String, Failure> {
        let body = json!({ "method": method, "address": address });
        let call = self.http.post(http::join(&self.base, &["addresses"])).json(&body);
        Ok(answer::<Understood>(call).await?.address)
    }

    async fn ship(&self, shipment: &Shipment) -> Result<String, Failure> {
        let call = self.http.post(http::join(&self.base, &["shipments"]));
        Ok(answer::<Taken>(call.header("Idempotency-Key", &shipment.id).json(shipment)).await?.tracking)
    }

    async fn track(&self, tracking: &str) -> Result<Vec<Event>, Failure> {
        Ok(answer::<Told>(self.http.get(http::join(&self.base, &["shipments", tracking]))).await?.events)
    }
}

async fn answer<T: serde::de::DeserializeOwned>(call: reqwest::RequestBuilder) -> Result<T, Failure> {
    let response = call.send().await.map_err(|error| http::transport(SYSTEM, error))?;
    let (status, body) = http::read(SYSTEM, response).await?;
    match status {
        StatusCode::OK | StatusCode::CREATED => http::json(SYSTEM, &body),
        status => Err(http::refused(SYSTEM, status, &body, "Служба доставки отвечает отказом.")),
    }
}

/// A carrier out of memory: delivers everywhere but where it was told not to, and says what a test
/// lets happen.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    unreachable: Vec<String>,
    shipments: BTreeMap<String, String>,
    events: BTreeMap<String, Vec<Event>>,
}

impl Memory {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Addresses with this word are not delivered to.
    pub fn never_to(&self, word: &str) {
        self.inside().unreachable.push(word.to_owned());
    }

    /// Something happens to a shipment.
    pub fn happens(&self, tracking: &str, event: Event) {
        self.inside().events.entry(tracking.to_owned()).or_default().push(event);
    }

    /// Numbers of all shipments, by our id.
    pub fn shipped(&self) -> BTreeMap<String, String> {
        self.inside().shipments.clone()
    }

    fn check(&self, address: &str) -> Result<String, Failure> {
        if self.inside().unreachable.iter().any(|word| address.contains(word)) {
            return Err(Failure::rejected(SYSTEM, "REFUSED", "По этому адресу мы не доставляем."));
        }
        Ok(address.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn ship(&self, shipment: &Shipment) -> Result<String, Failure> {
        let mut inside = self.inside();
        let number = format!("RU{:09}", inside.shipments.len() + 1);
        Ok(inside.shipments.entry(shipment.id.clone()).or_insert(number).clone())
    }

    fn track(&self, tracking: &str) -> Result<Vec<Event>, Failure> {
        Ok(self.inside().events.get(tracking).cloned().unwrap_or_default())
    }
}
