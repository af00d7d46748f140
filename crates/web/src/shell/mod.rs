//! The shell around every page: layout data, words, cookies, headers, limits, error pages.
//! Areas (`citizen`, `desk`) only parse, call an action and render.

pub mod assets;
pub mod cookies;
pub mod drain;
pub mod error;
pub mod limit;
pub mod page;
pub mod security;
pub mod words;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use actions::citizen::catalogue::Catalogue;
use actions::citizen::informing::{self, Demand};
use actions::citizen::popular::{self, Ranking};
use actions::office::Office;
use actions::stop::Stop;
use axum::extract::FromRef;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

pub use error::{Answer, Failure};
pub use page::{Page, html};

/// How long a count of provisions is shown before it is counted anew.
const DEMAND_KEPT: SignedDuration = SignedDuration::from_hours(1);

/// State of the web layer: the office and what pages keep in memory.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What is shared by all requests.
pub struct Shared {
    /// Everything actions need.
    pub office: Arc<Office>,
    /// Requests per person and address.
    pub limiter: limit::Limiter,
    catalogue: RwLock<Option<(Date, Arc<Catalogue>)>>,
    demand: RwLock<HashMap<String, (Timestamp, Demand)>>,
    popular: RwLock<Option<(Timestamp, Arc<Ranking>)>>,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<App> for Arc<Office> {
    fn from_ref(app: &App) -> Self {
        Arc::clone(&app.office)
    }
}

impl App {
    /// State for an office.
    pub fn new(office: Arc<Office>) -> Self {
        let limiter = limit::Limiter::new(office.settings.requests_per_minute);
        Self(Arc::new(Shared {
            office,
            limiter,
            catalogue: RwLock::new(None),
            demand: RwLock::default(),
            popular: RwLock::new(None),
        }))
    }

    /// The catalogue of services in force today; built once a day.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        let today = self.office.today(self.office.now());
        let kept = self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((day, catalogue)) = kept
            && day == today
        {
            return catalogue;
        }
        let fresh = Arc::new(Catalogue::build(self.office.library.published(today)));
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Some((today, Arc::clone(&fresh)));
        fresh
    }

    /// How much a service is asked for; counted once an hour, since its page is read far more
    /// often.
    pub async fn demand(&self, service: &str) -> Result<Demand, Stop> {
        let now = self.office.now();
        let kept = self.demand.read().unwrap_or_else(PoisonError::into_inner).get(service).cloned();
        if let Some((at, demand)) = kept
            && now.duration_since(at) < DEMAND_KEPT
        {
            return Ok(demand);
        }
        let fresh = informing::demand(&self.office, service).await?;
        let mut kept = self.demand.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(service.to_owned(), (now, fresh.clone()));
        Ok(fresh)
    }

    /// What people apply for most; read once an hour, since the home page is read far more often.
    pub async fn popular(&self) -> Result<Arc<Ranking>, Stop> {
        let now = self.office.now();
        let kept = self.popular.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, popular)) = kept
            && now.duration_since(at) < DEMAND_KEPT
        {
            return Ok(popular);
        }
        let fresh = Arc::new(popular::ranking(&self.office).await?);
        *self.popular.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&fresh)));
        Ok(fresh)
    }

    /// Whether people reach this installation over HTTPS, so that cookies must be `Secure`.
    pub fn is_https(&self) -> bool {
        self.office.settings.public_url.starts_with("https://")
    }
}

/// Counts the requests being answered; the worker lets them go first.
pub async fn in_flight(
    axum::extract::State(app): axum::extract::State<App>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let _counted = Counted::one(&app.office.in_flight);
    next.run(request).await
}

/// Counts one up, and down again when dropped: also when the client went away.
struct Counted<'a>(&'a std::sync::atomic::AtomicUsize);

impl<'a> Counted<'a> {
    fn one(count: &'a std::sync::atomic::AtomicUsize) -> Self {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
}

/// One line in the log per request, without query, cookies or names.
pub async fn request_line(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    tracing::debug!(%method, path, status = response.status().as_u16(), "request");
    response
}
