//! How many requests one person or one address may make. Generous: people never meet it,
//! a runaway script does.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::{App, cookies};

/// A person at an address may use so much of the address's allowance: many people may share
/// one, and a single runaway script must not shut the others out.
const SHARE_OF_PERSON: u32 = 2;

type Counts = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>;

/// Counts requests by person and by address.
pub struct Limiter {
    people: Counts,
    addresses: Counts,
}

impl Limiter {
    /// A limiter that lets an address make so many requests in a minute.
    pub fn new(per_minute: u32) -> Self {
        let quota = |count: u32| {
            let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
            RateLimiter::keyed(Quota::per_minute(count))
        };
        Self { people: quota(per_minute / SHARE_OF_PERSON), addresses: quota(per_minute) }
    }

    /// Takes one from the allowance of a person, or of an address where nobody is signed in.
    pub fn allows(&self, person: Option<&str>, address: &str) -> bool {
        for counts in [&self.people, &self.addresses] {
            if counts.len() > 100_000 {
                counts.retain_recent();
            }
        }
        let own = person.is_none_or(|person| self.people.check_key(&person.to_owned()).is_ok());
        // A made-up session does not help: its address is counted as well.
        own && self.addresses.check_key(&address.to_owned()).is_ok()
    }
}

/// Answers 429 to whoever exceeds the allowance.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(address) = address(&request) else { return next.run(request).await };
    let person = cookies::get(request.headers(), cookies::SESSION);
    if app.limiter.allows(person.as_deref(), &address.to_string()) {
        return next.run(request).await;
    }
    let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// Whose request it is. A proxy on this machine says so in `X-Forwarded-For`; the machine
/// itself is not limited.
pub fn address(request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    if !peer.is_loopback() {
        return Some(peer);
    }
    forwarded(request.headers())
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let list = headers.get("x-forwarded-for")?.to_str().ok()?;
    list.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_runs_out_and_another_at_the_same_address_does_not_notice() {
        let limiter = Limiter::new(4);
        assert!(limiter.allows(Some("a"), "10.0.0.1") && limiter.allows(Some("a"), "10.0.0.1"));
        assert!(!limiter.allows(Some("a"), "10.0.0.1"));
        assert!(limiter.allows(Some("b"), "10.0.0.1") && limiter.allows(Some("b"), "10.0.0.1"));
        assert!(!limiter.allows(Some("c"), "10.0.0.1"), "made-up sessions do not help");
    }

    #[test]
    fn the_last_hop_of_the_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 10.0.0.7"));
        assert_eq!(forwarded(&headers).map(|ip| ip.to_string()).as_deref(), Some("10.0.0.7"));
    }
}
