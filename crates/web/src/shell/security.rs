//! Headers that every answer carries: what a browser may load, whom it may tell, what it may keep.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{App, cookies};

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// Adds the headers where the page has not set its own.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let signed_in =
        [cookies::SESSION, cookies::VISIT].iter().any(|name| cookies::get(request.headers(), name).is_some())
            || request.uri().path().starts_with("/desk");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::REFERRER_POLICY, "same-origin");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    // What belongs to one person is kept by no cache; public pages are asked about again.
    put(header::CACHE_CONTROL, if signed_in { "private, no-store" } else { "no-cache" });
    if app.is_https() {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}
