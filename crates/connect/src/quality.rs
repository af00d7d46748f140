//! The national quality monitoring system (ИАС МКГУ): ratings are given to it with a receipt, and what
//! it has of a day is asked, so that counts agree. Its protocol is not public, so the form is ours
//! (docs/ratings.md); an adapter in front of the real system speaks this.
//!
//! `PUT {base}/ratings/ID` with a [`Rating`]: 200 or 201 with `{receipt}`, 422 with `{reason}`.
//! `GET {base}/ratings?day=2026-03-02`: `{ids: […]}`. No person and no case is ever named there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::failure::Failure;
use crate::http;

const SYSTEM: &str = "quality";

/// Where ratings are given to.
#[derive(Debug)]
pub enum Quality {
    /// An adapter over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// A rating without its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Our id: one rating however often it is given.
    pub id: String,
    /// The body.
    pub body: String,
    /// The service.
    pub service: String,
    /// Kind of the procedure.
    pub procedure: String,
    /// Set of criteria.
    pub set: String,
    /// The day it is counted on.
    pub day: Date,
    /// Marks by criterion.
    pub marks: BTreeMap<String, u8>,
}

impl Quality {
    /// Gives a rating; answers the receipt, the same one every time.
    pub async fn give(&self, rating: &Rating) -> Result<String, Failure> {
        match self {
            Self::Http(client) => client.give(rating).await,
            Self::Memory(memory) => memory.give(rating),
        }
    }

    /// Ids of the ratings it has of a day.
    pub async fn of_day(&self, day: Date) -> Result<BTreeSet<String>, Failure> {
        match self {
            Self::Http(client) => client.of_day(day).await,
            Self::Memory(memory) => memory.of_day(day),
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
    receipt: String,
}

#[derive(Deserialize)]
struct Known {
    ids: BTreeSet<String>,
}

impl Client {
    /// A client of the adapter at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn give(&self, rating: &Rating) -> Result<String, Failure> {
        let call = self.http.put(http::join(&self.base, &["ratings", &rating.id])).json(rating);
        let taken: Taken = answer(call).await?;
        Ok(taken.receipt)
    }

    async fn of_day(&self, day: Date) -> Result<BTreeSet<String>, Failure> {
        let mut address = http::join(&self.base, &["ratings"]);
        address.query_pairs_mut().append_pair("day", &day.to_string());
        let known: Known = answer(self.http.get(address)).await?;
        Ok(known.ids)
    }
}

async fn answer<T: serde::de::DeserializeOwned>(call: reqwest::RequestBuilder) -> Result<T, Failure> {
    let response = call.send().await.map_err(|error| http::transport(SYSTEM, error))?;
    let (status, body) = http::read(SYSTEM, response).await?;
    match status {
        StatusCode::OK | StatusCode::CREATED => {
            http::json(SYSTEM, &body).map_err(|_| Failure::later(SYSTEM, "its answer cannot be read"))
        }
        status => Err(http::refused(SYSTEM, status, &body, "Система мониторинга качества отвечает отказом.")),
    }
}

/// The system out of memory: takes everything, fails as told, forgets what it is told to.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    taken: BTreeMap<String, Rating>,
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

    /// Loses a rating it had taken.
    pub fn lose(&self, id: &str) {
        self.inside().taken.remove(id);
    }

    /// Everything it has.
    pub fn taken(&self) -> Vec<Rating> {
        self.inside().taken.values().cloned().collect()
    }

    fn give(&self, rating: &Rating) -> Result<String, Failure> {
        let mut inside = self.inside();
        if let Some(trouble) = &inside.trouble {
            return Err(trouble.clone());
        }
        inside.taken.insert(rating.id.clone(), rating.clone());
        Ok(format!("МК-{}", rating.id.get(..8).unwrap_or_default()))
    }

    fn of_day(&self, day: Date) -> Result<BTreeSet<String>, Failure> {
        let inside = self.inside();
        if let Some(trouble) = &inside.trouble {
            return Err(trouble.clone());
        }
        Ok(inside.taken.values().filter(|one| one.day == day).map(|one| one.id.clone()).collect())
    }
}
