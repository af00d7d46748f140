//! One attempt to sign in: what is sent to ЕСИА with the person and checked when they return.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use super::{Client, SYSTEM, codes, timestamp};
use crate::failure::Failure;
use crate::http;

/// What must be remembered between sending a person to ЕСИА and their return. Used once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Ties the answer to this browser.
    pub state: String,
    /// PKCE: proves at the exchange that the code came to us.
    pub verifier: String,
    /// Ties the token to this attempt.
    pub nonce: String,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Attempt")
    }
}

/// What ЕСИА adds to our address when the person comes back.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Returned {
    /// The code to exchange.
    #[serde(default)]
    pub code: Option<String>,
    /// Must be ours.
    #[serde(default)]
    pub state: Option<String>,
    /// Short name of an error.
    #[serde(default)]
    pub error: Option<String>,
    /// `ESIA-007004: …`.
    #[serde(default)]
    pub error_description: Option<String>,
}

impl Attempt {
    /// A new attempt from 64 bytes of the caller's randomness.
    pub fn new(random: &[u8; 64]) -> Self {
        let (state, rest) = random.split_at(16);
        let (verifier, nonce) = rest.split_at(32);
        let mut uuid = [0; 16];
        uuid.copy_from_slice(state);
        Self {
            state: uuid::Builder::from_random_bytes(uuid).into_uuid().to_string(),
            verifier: URL_SAFE_NO_PAD.encode(verifier),
            nonce: URL_SAFE_NO_PAD.encode(nonce),
        }
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }
}

impl Client {
    /// Where to send the person.
    pub fn authorise_url(&self, attempt: &Attempt, now: Timestamp) -> Result<Url, Failure> {
        let timestamp = timestamp(now);
        let secret = self.client_secret(&timestamp, &attempt.state, "")?;
        let mut url = http::join(&self.settings.base, &["aas", "oauth2", "v2", "ac"]);
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &self.settings.client_id)
                .append_pair("client_secret", &secret)
                .append_pair("redirect_uri", self.settings.redirect_uri.as_str())
                .append_pair("scope", &self.scope())
                .append_pair("response_type", "code")
                .append_pair("state", &attempt.state)
                .append_pair("access_type", "online")
                .append_pair("timestamp", &timestamp)
                .append_pair("client_certificate_hash", &self.signer.certificate().streebog256())
                .append_pair("code_challenge", &attempt.challenge())
                .append_pair("code_challenge_method", "S256");
            if self.settings.nonce {
                query.append_pair("nonce", &attempt.nonce);
            }
        }
        Ok(url)
    }

    /// The code out of what the person came back with. The state is looked at first: an answer
    /// to somebody else's attempt is not even read.
    pub fn code(&self, attempt: &Attempt, returned: &Returned) -> Result<String, Failure> {
        if returned.state.as_deref() != Some(attempt.state.as_str()) {
            return Err(Failure::rejected(
                SYSTEM,
                "STATE-MISMATCH",
                "Ответ относится к другой попытке входа. Начните вход заново.",
            ));
        }
        if returned.error.is_some() || returned.error_description.is_some() {
            return Err(codes::failure(returned.error.as_deref(), returned.error_description.as_deref()));
        }
        returned
            .code
            .clone()
            .filter(|code| !code.is_empty())
            .ok_or_else(|| Failure::rejected(SYSTEM, "NO-CODE", "ЕСИА не прислала код. Начните вход заново."))
    }
}
