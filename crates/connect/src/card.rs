//! A provider that takes payments by card (PAY-01). Providers differ; an adapter in front of one
//! speaks this form, which is ours.
//!
//! `POST {base}/orders` with `Idempotency-Key` and `{uin, kopecks, purpose, details, return_url}`:
//! `{url}`, the page where the person pays. Nothing here says that anything was paid: that is asked
//! of ГИС ГМП alone (PAY-04).

use std::sync::{Mutex, PoisonError};

use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::failure::Failure;
use crate::gisgmp::Payee;
use crate::http;

const SYSTEM: &str = "card";

/// Who takes payments by card.
#[derive(Debug)]
pub enum Provider {
    /// An adapter over HTTP.
    Http(Client),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// What is to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Our id: two orders with one id are one.
    pub id: String,
    /// УИН.
    pub uin: String,
    /// How much.
    pub kopecks: i64,
    /// What for.
    pub purpose: String,
    /// Where to.
    pub payee: Payee,
    /// КБК.
    pub kbk: String,
    /// ОКТМО.
    pub oktmo: String,
    /// Where the person comes back to.
    pub return_url: String,
}

impl Provider {
    /// Opens an order; gives the address where the person pays it.
    pub async fn open(&self, order: &Order) -> Result<Url, Failure> {
        match self {
            Self::Http(client) => client.open(order).await,
            Self::Memory(memory) => memory.open(order),
        }
    }
}

/// An adapter over HTTP.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

#[derive(Serialize)]
struct Wanted<'a> {
    uin: &'a str,
    kopecks: i64,
    purpose: &'a str,
    name: &'a str,
    inn: &'a str,
    kpp: &'a str,
    account: &'a str,
    bank: &'a str,
    bik: &'a str,
    correspondent: &'a str,
    kbk: &'a str,
    oktmo: &'a str,
    return_url: &'a str,
}

#[derive(Deserialize)]
struct Opened {
    url: String,
}

impl Client {
    /// A client of the adapter at `base`.
    pub fn new(base: Url, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &base)?;
        Ok(Self { base, http })
    }

    async fn open(&self, order: &Order) -> Result<Url, Failure> {
        let payee = &order.payee;
        let wanted = Wanted {
            uin: &order.uin,
            kopecks: order.kopecks,
            purpose: &order.purpose,
            name: &payee.name,
            inn: &payee.inn,
            kpp: &payee.kpp,
            account: &payee.account,
            bank: &payee.bank,
            bik: &payee.bik,
            correspondent: &payee.correspondent,
            kbk: &order.kbk,
            oktmo: &order.oktmo,
            return_url: &order.return_url,
        };
        let call = self.http.post(http::join(&self.base, &["orders"])).header("Idempotency-Key", &order.id);
        let response = call.json(&wanted).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        match status {
            StatusCode::OK | StatusCode::CREATED => {
                let opened: Opened = http::json(SYSTEM, &body)?;
                // The same rule as for any address we speak to: https, or this machine.
                let wrong = |_| Failure::rejected(SYSTEM, "ADDRESS", "Платёжный сервис назвал неверный адрес оплаты.");
                let url = Url::parse(&opened.url).map_err(wrong)?;
                http::check_base(SYSTEM, &url)?;
                Ok(url)
            }
            status => Err(http::declined(SYSTEM, status, "Платёжный сервис отказался принять платёж.")),
        }
    }
}

/// A provider out of memory.
#[derive(Debug, Default)]
pub struct Memory {
    orders: Mutex<Vec<Order>>,
    is_down: std::sync::atomic::AtomicBool,
}

impl Memory {
    /// It does not answer, or answers again.
    pub fn down(&self, is_down: bool) {
        self.is_down.store(is_down, std::sync::atomic::Ordering::SeqCst);
    }

    /// Orders, once for each id.
    pub fn orders(&self) -> Vec<Order> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn open(&self, order: &Order) -> Result<Url, Failure> {
        if self.is_down.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(Failure::later(SYSTEM, "no connection"));
        }
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        if !orders.iter().any(|known| known.id == order.id) {
            orders.push(order.clone());
        }
        let address = format!("https://pay.example/orders/{}", order.id);
        Url::parse(&address).map_err(|_| Failure::rejected(SYSTEM, "ADDRESS", "Адрес оплаты не составлен."))
    }
}
