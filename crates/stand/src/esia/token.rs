//! POST /aas/oauth2/v3/te: exchanges a code for tokens; makes and reads tokens.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use x509_cert::der::DecodePem;

use super::client::{Parameters, authenticate, system};
use super::error::Error;
use super::people::{Account, Level};
use super::{Attempt, Code, Esia, TOKEN_CERTIFICATE_PEM, TOKEN_KEY_PEM, secret_word};
use crate::faults::{Fault, Mode, Where};
use crate::locked;

/// How long a code may wait for its exchange.
pub(super) const CODE_LIFE: SignedDuration = SignedDuration::from_mins(2);
/// How long a token lives, in seconds.
const TOKEN_LIFE: i64 = 3600;

/// The pair that signs and checks tokens.
pub(super) struct Keys {
    signing: EncodingKey,
    checking: DecodingKey,
}

impl Keys {
    pub(super) fn read() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let certificate = x509_cert::Certificate::from_pem(TOKEN_CERTIFICATE_PEM.trim())?;
        let key = certificate.tbs_certificate.subject_public_key_info.subject_public_key;
        Ok(Self {
            signing: EncodingKey::from_rsa_pem(TOKEN_KEY_PEM.as_bytes())?,
            checking: DecodingKey::from_rsa_der(key.raw_bytes()),
        })
    }

    /// A signed token; the header is ЕСИА's, with its own fields `ver` and `sbt`.
    fn make(&self, kind: &str, claims: &Value) -> Option<String> {
        let header = json!({ "ver": 1, "typ": "JWT", "sbt": kind, "alg": "RS256" });
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", encode(&header), encode(claims));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.signing, Algorithm::RS256).ok()?;
        Some(format!("{message}.{signature}"))
    }

    /// The claims of a token we signed.
    pub(super) fn read_token(&self, token: &str) -> Option<Map<String, Value>> {
        let (message, signature) = token.rsplit_once('.')?;
        let good = jsonwebtoken::crypto::verify(signature, message.as_bytes(), &self.checking, Algorithm::RS256);
        if !good.unwrap_or(false) {
            return None;
        }
        let claims = URL_SAFE_NO_PAD.decode(message.split_once('.')?.1).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

pub(super) async fn exchange(State(esia): State<Arc<Esia>>, body: Bytes) -> Response {
    let fault = esia.shared.faults().take(Where::Esia, "te");
    if let Some(fault) = &fault {
        fault.wait().await;
        if fault.mode == Mode::Down {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    let wrong = fault.as_ref().filter(|fault| fault.mode == Mode::Wrong);
    if let Some(code) = wrong.and_then(|fault| fault.what.as_deref()).filter(|what| what.starts_with("ESIA-")) {
        return Error(code.to_owned()).json(None);
    }
    let parameters = match Parameters::read(&body) {
        Ok(parameters) => parameters,
        Err(error) => return error.json(None),
    };
    match take(&esia, &parameters) {
        Ok(code) => answer(&esia, &code, parameters.get("state").unwrap_or_default(), wrong),
        Err(error) => error.json(parameters.get("state")),
    }
}

/// Checks the exchange and uses the code up. A code is spent by the first exchange of its own
/// authenticated client, right or wrong.
fn take(esia: &Esia, parameters: &Parameters) -> Result<Code, Error> {
    let client_id = parameters.must("client_id")?;
    let system = system(&esia.shared.settings, client_id)?;
    match parameters.must("grant_type")? {
        "authorization_code" => {}
        "refresh_token" | "client_credentials" => return Err(Error::new("007005")),
        _ => return Err(Error::new("007012")),
    }
    if parameters.must("token_type")? != "Bearer" {
        return Err(Error::new("007003"));
    }
    let word = parameters.must("code")?;
    let now = esia.shared.now();
    authenticate(system, parameters, word, now)?;
    let code = locked(&esia.codes).get(word).cloned().ok_or_else(|| Error::new("007011"))?;
    if code.attempt.client_id != client_id {
        return Err(Error::new("007011"));
    }
    locked(&esia.codes).remove(word);
    if parameters.must("redirect_uri")? != code.attempt.redirect_uri || now.duration_since(code.given_at) > CODE_LIFE {
        return Err(Error::new("007011"));
    }
    check_verifier(&code.attempt, parameters.get("code_verifier"))?;
    Ok(code)
}

fn check_verifier(attempt: &Attempt, verifier: Option<&str>) -> Result<(), Error> {
    match (&attempt.challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(Error::new("007039")),
        (Some(_), None) => Err(Error::new("007014")),
        (Some(challenge), Some(verifier)) => {
            let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            if computed == *challenge { Ok(()) } else { Err(Error::new("007040")) }
        }
    }
}

fn answer(esia: &Esia, code: &Code, state: &str, wrong: Option<&Fault>) -> Response {
    let made = esia.people.get(code.oid).and_then(|account| tokens(esia, code, &account, wrong));
    let Some((access, mut identity)) = made else {
        return Error::new("007007").json(Some(state));
    };
    let mut state = state.to_owned();
    match wrong.map(|fault| fault.what.as_deref().unwrap_or("shape")) {
        Some("signature") => identity = broken_signature(&identity),
        Some("algorithm") => identity = unsigned(&identity),
        Some("state") => state = "00000000-0000-4000-8000-000000000000".to_owned(),
        Some("shape") => return Json(json!({ "чепуха": true })).into_response(),
        _ => {}
    }
    Json(json!({
        "access_token": access,
        "id_token": identity,
        "state": state,
        "token_type": "Bearer",
        "expires_in": TOKEN_LIFE,
    }))
    .into_response()
}

/// The access token and the id_token. `wrong` bends the claim it names.
fn tokens(esia: &Esia, code: &Code, account: &Account, wrong: Option<&Fault>) -> Option<(String, String)> {
    let mut now = esia.shared.now().as_second();
    let bent = wrong.and_then(|fault| fault.what.as_deref()).unwrap_or_default();
    match bent {
        "expired" => now -= 2 * TOKEN_LIFE,
        "not_yet" => now += TOKEN_LIFE,
        // `issued-90`: as if it had been issued 90 seconds ago.
        other => now -= other.strip_prefix("issued-").and_then(|ago| ago.parse().ok()).unwrap_or(0),
    }
    let session = secret_word()?;
    let issuer = if bent == "issuer" { "http://example.test/".to_owned() } else { format!("{}/", esia.base) };
    let audience = if bent == "audience" { "RPGU00" } else { code.attempt.client_id.as_str() };
    let nonce = if bent == "nonce" { Some("other".to_owned()) } else { code.attempt.nonce.clone() };
    let oid = account.oid;
    let access = json!({
        "nbf": now, "iat": now, "exp": now + TOKEN_LIFE, "iss": issuer, "client_id": code.attempt.client_id,
        "urn:esia:sid": session, "urn:esia:sbj_id": oid, "scope": granted(&code.attempt.scope, oid),
    });
    let mut subject = json!({
        "urn:esia:sbj:typ": if bent == "kind" { "O" } else { "P" },
        "urn:esia:sbj:oid": if bent == "subject" { 1 } else { oid },
        "urn:esia:sbj:nam": format!("OID.{oid}"),
        "urn:esia:sbj:lvl": if account.level == Level::Confirmed { "PR" } else { "P" },
    });
    if account.level == Level::Confirmed {
        subject["urn:esia:sbj:is_tru"] = json!(true);
    }
    let mut identity = json!({
        "aud": audience, "sub": oid.to_string(), "iss": issuer, "nbf": now, "iat": now,
        "exp": now + TOKEN_LIFE, "auth_time": now, "amr": ["PWD"], "urn:esia:amd": "PWD",
        "urn:esia:sid": session, "urn:esia:sbj": subject,
    });
    if let Some(nonce) = nonce {
        identity["nonce"] = json!(nonce);
    }
    Some((esia.keys.make("access", &access)?, esia.keys.make("id", &identity)?))
}

/// Every scope but openid carries the person it is about.
fn granted(scope: &str, oid: u64) -> String {
    let one = |scope: &str| match scope {
        "openid" => scope.to_owned(),
        other => format!("{other}?oid={oid}"),
    };
    scope.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

/// The same claims with one letter of the signature changed.
fn broken_signature(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let first = if signature.starts_with('A') { "B" } else { "A" };
    format!("{message}.{first}{}", signature.get(1..).unwrap_or_default())
}

/// The same claims under `"alg": "none"`, the oldest trick.
fn unsigned(token: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"none"}"#);
    let claims = token.split('.').nth(1).unwrap_or_default();
    format!("{header}.{claims}.")
}
