//! The one way out over HTTP: rustls with ring, timeouts on everything, answers of bounded size,
//! plain HTTP only to loopback (the stand), no address in any message.

use std::time::Duration;

pub use reqwest::Client;
use reqwest::{Certificate, Response, StatusCode, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::{Host, Url};

use crate::failure::Failure;

/// Largest answer read from an outside system.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// Settings of outgoing HTTP, shared by all clients.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest wait for a whole answer.
    pub whole: Duration,
    /// Further root certificates in PEM, for example of the national certification authority.
    pub roots_pem: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), whole: Duration::from_secs(10), roots_pem: Vec::new() }
    }
}

/// Makes the client that all outgoing calls share. Redirects are never followed and proxies
/// of the environment are not used, so that a call goes where the settings say.
pub fn client(settings: &Settings) -> Result<reqwest::Client, Failure> {
    // Another part may have installed the same provider already; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .connect_timeout(settings.connect)
        .timeout(settings.whole)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .user_agent("okno");
    let mut roots = Vec::new();
    for pem in &settings.roots_pem {
        let found = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| {
            Failure::rejected("HTTP", "ROOTS", "Корневой сертификат в настройках не читается: нужен PEM.")
        })?;
        roots.extend(found);
    }
    if !roots.is_empty() {
        builder = builder.tls_certs_merge(roots);
    }
    builder.build().map_err(|error| {
        Failure::rejected("HTTP", "CLIENT", format!("Не удалось подготовить исходящие соединения: {error}."))
    })
}

/// Checks that an address of the settings is HTTPS, or plain HTTP to this very machine.
pub fn check_base(system: &'static str, url: &Url) -> Result<(), Failure> {
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if loopback => Ok(()),
        _ => Err(Failure::rejected(
            system,
            "ADDRESS",
            "Адрес системы в настройках должен начинаться с https://; http:// допустим только для этой же машины.",
        )),
    }
}

/// The base with path segments added, each encoded.
pub(crate) fn join(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

/// Turns a transport error into "later", without the address it happened at.
pub(crate) fn transport(system: &'static str, error: reqwest::Error) -> Failure {
    let error = error.without_url();
    let reason = if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        format!("broken exchange: {error}")
    };
    Failure::Later { system, reason }
}

/// Reads an answer of bounded size with its status.
pub(crate) async fn read(system: &'static str, response: Response) -> Result<(StatusCode, Vec<u8>), Failure> {
    read_most(system, response, MAX_ANSWER).await
}

/// Reads an answer of at most so many bytes with its status.
pub(crate) async fn read_most(
    system: &'static str,
    mut response: Response,
    most: usize,
) -> Result<(StatusCode, Vec<u8>), Failure> {
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| transport(system, error))? {
        if body.len() + chunk.len() > most {
            return Err(Failure::rejected(system, "ANSWER-SIZE", "Ответ внешней системы слишком велик."));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

/// What an answer other than the awaited one means: later where it may pass by itself, otherwise
/// never, with `text` for a person.
pub(crate) fn declined(system: &'static str, status: StatusCode, text: &str) -> Failure {
    if may_pass(status) {
        Failure::later(system, format!("status {status}"))
    } else {
        Failure::rejected(system, format!("HTTP-{}", status.as_u16()), text)
    }
}

/// The same where the system says its reason for people with status 422: `{"reason": "…"}`.
pub(crate) fn refused(system: &'static str, status: StatusCode, body: &[u8], text: &str) -> Failure {
    #[derive(Deserialize)]
    struct Told {
        reason: String,
    }
    if status != StatusCode::UNPROCESSABLE_ENTITY {
        return declined(system, status, text);
    }
    match json::<Told>(system, body) {
        Ok(told) => Failure::rejected(system, "REFUSED", told.reason),
        Err(unreadable) => unreadable,
    }
}

/// True for statuses that may pass by themselves.
pub(crate) fn may_pass(status: StatusCode) -> bool {
    status.is_server_error()
        || status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_EARLY
}

/// Reads JSON of the expected shape.
pub(crate) fn json<T: DeserializeOwned>(system: &'static str, body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body)
        .map_err(|_| Failure::rejected(system, "ANSWER-SHAPE", "Внешняя система ответила в непонятном виде."))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn plain_http_is_refused_except_to_this_machine() {
        for good in ["https://esia.gosuslugi.ru", "http://127.0.0.1:8080", "http://[::1]:1/", "http://localhost/"] {
            assert!(check_base("x", &Url::parse(good).unwrap()).is_ok(), "{good}");
        }
        for bad in ["http://esia.gosuslugi.ru", "http://127.0.0.1.example.test/", "ftp://localhost/", "data:x"] {
            assert!(check_base("x", &Url::parse(bad).unwrap()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_segment_with_a_slash_stays_one_segment() {
        let base = Url::parse("http://127.0.0.1/api/").unwrap();
        assert_eq!(join(&base, &["requests", "a/../b?c"]).as_str(), "http://127.0.0.1/api/requests/a%2F..%2Fb%3Fc");
    }
}
