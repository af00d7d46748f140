//! Errors as ЕСИА gives them: an OAuth name, a code with a text, the state of the request.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;
use url::Url;

use crate::html::{escape, page};

/// An error of ЕСИА by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Error(pub(super) String);

impl Error {
    pub(super) fn new(code: &str) -> Self {
        Self(format!("ESIA-{code}"))
    }

    /// The OAuth name of the error.
    fn name(&self) -> &'static str {
        match self.0.as_str() {
            "ESIA-007004" | "ESIA-007019" | "ESIA-007055" => "access_denied",
            "ESIA-007005" => "unauthorized_client",
            "ESIA-007006" | "ESIA-007013" | "ESIA-007194" => "invalid_scope",
            "ESIA-007007" => "server_error",
            "ESIA-007008" => "temporarily_unavailable",
            "ESIA-007009" => "unsupported_response_type",
            "ESIA-007011" => "invalid_grant",
            "ESIA-007012" => "unsupported_grant_type",
            "ESIA-008010" => "invalid_client",
            _ => "invalid_request",
        }
    }

    fn description(&self) -> String {
        let text = match self.0.as_str() {
            "ESIA-007002" => "The certificate does not match the mnemonic of the system",
            "ESIA-007003" => "A parameter is missing, repeated or has a wrong value",
            "ESIA-007004" => "The resource owner or authorization server denied the request",
            "ESIA-007005" => "The client may not request an access token by this method",
            "ESIA-007006" => "The requested scope is invalid, unknown or malformed",
            "ESIA-007007" => "The authorization server met an unexpected condition",
            "ESIA-007008" => "The authorization server is overloaded or under maintenance",
            "ESIA-007009" => "Obtaining an access token by this method is not supported",
            "ESIA-007011" => "The code is invalid, expired, used, or was issued to another client",
            "ESIA-007012" => "The grant type is not supported",
            "ESIA-007013" => "The request contains no scope",
            "ESIA-007014" => "The request does not contain the mandatory parameter",
            "ESIA-007015" => "The time of the request is wrong",
            "ESIA-007023" => "The redirect_uri is not among those allowed for the system",
            "ESIA-007039" => "code_challenge was not given in the request to /v2/ac",
            "ESIA-007040" => "The code verifier does not match the challenge",
            "ESIA-007053" => "client_secret is wrong",
            "ESIA-007055" => "The account is not confirmed",
            "ESIA-008010" => "The client could not be authenticated",
            _ => "Stand error",
        };
        format!("{}: {text}", self.0)
    }

    /// As the token endpoint answers it.
    pub(super) fn json(&self, state: Option<&str>) -> Response {
        let status = match self.0.as_str() {
            "ESIA-008010" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = json!({ "error": self.name(), "error_description": self.description(), "state": state });
        (status, Json(body)).into_response()
    }

    /// Back to the client with the error in the address.
    pub(super) fn redirect(&self, redirect_uri: &str, state: Option<&str>) -> Response {
        let Ok(mut url) = Url::parse(redirect_uri) else {
            return self.page();
        };
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("error", self.name()).append_pair("error_description", &self.description());
            if let Some(state) = state {
                query.append_pair("state", state);
            }
        }
        Redirect::to(url.as_str()).into_response()
    }

    /// To the person: the client is not known well enough to send them back to it.
    pub(super) fn page(&self) -> Response {
        let body = format!(
            "<p>Система, которая направила вас сюда, прислала неверный запрос.</p><p><code>{}</code></p>",
            escape(&self.description())
        );
        (StatusCode::BAD_REQUEST, Html(page("Вход невозможен", &body))).into_response()
    }
}
