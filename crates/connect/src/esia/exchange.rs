//! Exchange of the code for tokens.

use std::fmt;

use jiff::Timestamp;
use regulation::package::Assurance;
use serde::Deserialize;

use super::{Attempt, Client, SYSTEM, codes, timestamp, token};
use crate::failure::Failure;
use crate::http;

/// Proof that the person signed in, and the key to their data. Lives only during sign-in.
#[derive(Clone)]
pub struct Tokens {
    /// Id of the person in ЕСИА.
    pub oid: String,
    /// Strength of the account as the token shows it: confirmed or not. Standard and simplified
    /// are told apart by [`Client::profile`].
    pub assurance: Assurance,
    /// The session in ЕСИА.
    pub session: Option<String>,
    /// When the access ends.
    pub expires_at: Timestamp,
    pub(super) access: String,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tokens").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    id_token: String,
    state: String,
    token_type: String,
    expires_in: i64,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    error_description: Option<String>,
}

impl Client {
    /// Exchanges a code for tokens and checks them.
    pub async fn exchange(&self, code: &str, attempt: &Attempt, now: Timestamp) -> Result<Tokens, Failure> {
        let timestamp = timestamp(now);
        let secret = self.client_secret(&timestamp, &attempt.state, code)?;
        let scope = self.scope();
        let hash = self.signer.certificate().streebog256();
        let form = [
            ("client_id", self.settings.client_id.as_str()),
            ("code", code),
            ("grant_type", "authorization_code"),
            ("client_secret", &secret),
            ("state", &attempt.state),
            ("redirect_uri", self.settings.redirect_uri.as_str()),
            ("scope", &scope),
            ("timestamp", &timestamp),
            ("token_type", "Bearer"),
            ("client_certificate_hash", &hash),
            ("code_verifier", &attempt.verifier),
        ];
        let url = http::join(&self.settings.base, &["aas", "oauth2", "v3", "te"]);
        let response = self.http.post(url).form(&form).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        if http::may_pass(status) {
            return Err(Failure::later(SYSTEM, format!("status {}", status.as_u16())));
        }
        if !status.is_success() {
            let refusal: Refusal = http::json(SYSTEM, &body)?;
            return Err(codes::failure(refusal.error.as_deref(), refusal.error_description.as_deref()));
        }
        self.accept(http::json(SYSTEM, &body)?, attempt, now)
    }

    fn accept(&self, answer: Answer, attempt: &Attempt, now: Timestamp) -> Result<Tokens, Failure> {
        if answer.state != attempt.state {
            return Err(token::untrusted("STATE-MISMATCH", "Ответ ЕСИА относится к другой попытке входа."));
        }
        if !answer.token_type.eq_ignore_ascii_case("bearer") {
            return Err(token::untrusted("TOKEN-TYPE", "ЕСИА выдала маркер неизвестного вида."));
        }
        let identity = token::check(&self.token_keys, &self.settings, &answer.id_token, attempt, now)?;
        Ok(Tokens {
            oid: identity.oid,
            assurance: identity.assurance,
            session: identity.session,
            expires_at: now
                .checked_add(jiff::SignedDuration::from_secs(answer.expires_in.clamp(0, 86_400)))
                .unwrap_or(now),
            access: answer.access_token,
        })
    }
}
