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

/// Requests allowed to one person, and to one address.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Requests per second in the long run.
    pub per_second: NonZeroU32,
    /// Requests at once.
    pub burst: NonZeroU32,
}

impl Default for Allowance {
    fn default() -> Self {
        Self {
            per_second: NonZeroU32::new(50).unwrap_or(NonZeroU32::MIN),
            burst: NonZeroU32::new(400).unwrap_or(NonZeroU32::MIN),
        }
    }
}

/// An address may stand for a whole office building: so many times one person's allowance.
const PEOPLE_PER_ADDRESS: u32 = 20;

type Counts = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock>;

/// Counts requests by person and by address.
pub struct Limiter {
    people: Counts,
    addresses: Counts,
}

impl Limiter {
    /// A limiter with that allowance.
    pub fn new(allowance: Allowance) -> Self {
        let quota = |times: u32| {
            let many = |count: NonZeroU32| count.saturating_mul(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
            RateLimiter::keyed(Quota::per_second(many(allowance.per_second)).allow_burst(many(allowance.burst)))
        };
        Self { people: quota(1), addresses: quota(PEOPLE_PER_ADDRESS) }
    }

    /// Takes one from the allowance of a person, or of an address where nobody is signed in.
    pub fn allows(&self, person: Option<&str>, address: &str) -> bool {
        for counts in [&self.people, &self.addresses] {
            if counts.len() > 100_000 {
                counts.retain_recent();
            }
        }
        let own = self.people.check_key(&person.unwrap_or(address).to_owned()).is_ok();
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
fn address(request: &Request) -> Option<IpAddr> {
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
    fn one_key_runs_out_and_another_does_not_notice() {
        let Some(two) = NonZeroU32::new(2) else { return };
        let limiter = Limiter::new(Allowance { per_second: NonZeroU32::MIN, burst: two });
        assert!(limiter.allows(Some("a"), "10.0.0.1") && limiter.allows(Some("a"), "10.0.0.1"));
        assert!(!limiter.allows(Some("a"), "10.0.0.1"));
        assert!(limiter.allows(Some("b"), "10.0.0.1"));
    }

    #[test]
    fn the_last_hop_of_the_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("6.6.6.6, 10.0.0.7"));
        assert_eq!(forwarded(&headers).map(|ip| ip.to_string()).as_deref(), Some("10.0.0.7"));
    }
}
