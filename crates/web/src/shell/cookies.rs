//! Cookies: the session, the sign-in on its way, the look and the language. All `HttpOnly`,
//! `SameSite=Lax`, and `Secure` where people come over HTTPS.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use super::App;

/// Session of a citizen.
pub const SESSION: &str = "okno_session";
/// Session of an official.
pub const DESK: &str = "okno_desk";
/// The visitor whom an official of a service centre serves in this browser.
pub const VISIT: &str = "okno_visit";
/// A sign-in on its way: state, and where to return.
pub const SIGN_IN: &str = "okno_sign_in";
/// Answers of a questionnaire on their way into an application: until the browser is closed.
pub const ANSWERS: &str = "okno_answers";
/// Large print: `on`.
pub const CONTRAST: &str = "okno_contrast";
/// Language of the pages: its code.
pub const LANGUAGE: &str = "okno_language";

/// The value of a cookie of the request.
pub fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| Cookie::parse_encoded(pair.trim().to_owned()).ok())
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// Sets a cookie; `None` keeps it until the browser is closed.
pub fn set(headers: &mut HeaderMap, app: &App, name: &'static str, value: &str, seconds: Option<i64>) {
    let mut cookie = Cookie::build((name, value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.is_https());
    if let Some(seconds) = seconds {
        cookie = cookie.max_age(Duration::seconds(seconds));
    }
    if let Ok(value) = HeaderValue::from_str(&cookie.build().encoded().to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// Takes a cookie away.
pub fn clear(headers: &mut HeaderMap, app: &App, name: &'static str) {
    set(headers, app, name, "", Some(0));
}

/// An address of ours to return to, or `/`: an address from outside must not lead outside.
pub fn safe_return(address: Option<&str>) -> String {
    let address = address.unwrap_or("/");
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && address.len() <= 500
        && !address.contains(['\\', '\r', '\n', '\t'])
        && !address.chars().any(char::is_control)
        && !address.starts_with("/sign-in")
        && !address.starts_with("/static/");
    if ours { address.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    /// Proves: SEC-01.
    #[test]
    fn after_sign_in_a_person_is_never_led_to_another_site() {
        for good in ["/", "/account", "/services/hunting-ticket?from=1", "/drafts/0a/review#photo"] {
            assert_eq!(safe_return(Some(good)), good);
        }
        for bad in [
            "https://example.com/",
            "//example.com",
            "/\\example.com",
            "javascript:alert(1)",
            "",
            "account",
            "/a\r\nSet-Cookie: x=1",
            "/sign-in?return_to=/",
            "/\t/example.com",
        ] {
            assert_eq!(safe_return(Some(bad)), "/", "{bad}");
        }
        assert_eq!(safe_return(None), "/");
    }
}
