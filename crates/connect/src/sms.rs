//! Text messages through an operator's HTTP gateway. The form is ours: operators differ, and an
//! adapter in front of them speaks this. A number is never logged and never printed.

use std::fmt;
use std::sync::Arc;

use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::failure::Failure;
use crate::http;
pub use crate::mail::Outcome;
use crate::post::Post;

const SYSTEM: &str = "sms";

/// A text message.
#[derive(Clone, Serialize)]
pub struct Text {
    /// Idempotency key: two messages with one id are one message.
    pub id: String,
    /// Number, `+79000000000`.
    pub to: String,
    /// Words.
    pub text: String,
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Text").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Sends text messages.
#[derive(Clone)]
pub enum Gateway {
    /// The operator's gateway.
    Http {
        /// Its address.
        url: Url,
        /// Bearer token, if it asks for one.
        token: Option<String>,
        /// The HTTP client.
        http: reqwest::Client,
    },
    /// Messages stay in the process.
    Memory(Arc<Post>),
}

impl fmt::Debug for Gateway {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Gateway")
    }
}

#[derive(Deserialize)]
struct Answer {
    outcome: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Accepted,
    Unreachable,
    NoSuchNumber,
}

impl Gateway {
    /// A gateway at `url`, with a bearer token if it asks for one.
    pub fn new(url: Url, token: Option<String>, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &url)?;
        Ok(Self::Http { url, token, http })
    }

    /// Makes one attempt.
    pub async fn send(&self, text: &Text) -> Outcome {
        let outcome = self.attempt(text).await;
        if outcome != Outcome::Delivered {
            tracing::warn!(key = %text.id, ?outcome, "a text message was not taken");
        }
        outcome
    }

    async fn attempt(&self, text: &Text) -> Outcome {
        let (url, token, http) = match self {
            Self::Http { url, token, http } => (url, token, http),
            Self::Memory(post) => return post.give(&format!("sms:{}", text.id)).await,
        };
        let mut call = http.post(url.clone()).json(text);
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        let Ok(response) = call.send().await else {
            return Outcome::Later;
        };
        let Ok((status, body)) = http::read(SYSTEM, response).await else {
            return Outcome::Later;
        };
        if status != StatusCode::OK && status != StatusCode::ACCEPTED {
            // A refusal of the gateway as a whole says nothing about the number.
            return Outcome::Later;
        }
        match http::json::<Answer>(SYSTEM, &body) {
            Ok(Answer { outcome: Said::Accepted }) => Outcome::Delivered,
            Ok(Answer { outcome: Said::Unreachable }) => Outcome::SoftBounce,
            Ok(Answer { outcome: Said::NoSuchNumber }) => Outcome::HardBounce,
            Err(_) => Outcome::Later,
        }
    }
}
