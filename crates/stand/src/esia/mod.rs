//! An emulator of ЕСИА that really checks what a client sends: signature, certificate hash, time,
//! state, address, PKCE, one-time code. Codes and texts of errors are ЕСИА's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;

use crate::Shared;

mod authorise;
mod client;
mod error;
mod login;
mod people;
mod rest;
mod token;

pub use people::People;

/// The certificate that signs the emulator's tokens, PEM. Its key is public: it proves nothing.
pub const TOKEN_CERTIFICATE_PEM: &str = include_str!("../../data/token-certificate.pem");
const TOKEN_KEY_PEM: &str = include_str!("../../data/token-key.pem");

/// Scopes the emulator knows.
pub const SCOPES: [&str; 20] = [
    "openid",
    "fullname",
    "birthdate",
    "gender",
    "snils",
    "inn",
    "id_doc",
    "birthplace",
    "drivers_licence_doc",
    "vehicles",
    "email",
    "mobile",
    "contacts",
    "usr_org",
    "addresses",
    "kid_fullname",
    "kid_birthdate",
    "kid_gender",
    "kid_snils",
    "kid_birth_cert_doc",
];

/// The emulator.
struct Esia {
    shared: Arc<Shared>,
    base: String,
    people: People,
    keys: token::Keys,
    attempts: Mutex<HashMap<String, Attempt>>,
    codes: Mutex<HashMap<String, Code>>,
}

/// A request for a code that passed all checks and waits for the person.
#[derive(Clone)]
struct Attempt {
    client_id: String,
    redirect_uri: String,
    scope: String,
    state: String,
    challenge: Option<String>,
    nonce: Option<String>,
    begun_at: Timestamp,
}

/// A code that waits for its exchange.
#[derive(Clone)]
struct Code {
    attempt: Attempt,
    oid: u64,
    given_at: Timestamp,
}

/// More attempts or codes than this, and those past their time are forgotten.
const MOST: usize = 10_000;

pub(crate) fn router(shared: Arc<Shared>, base: String) -> Result<Router, Box<dyn std::error::Error + Send + Sync>> {
    let esia = Arc::new(Esia {
        shared,
        base,
        people: People::built_in()?,
        keys: token::Keys::read()?,
        attempts: Mutex::new(HashMap::new()),
        codes: Mutex::new(HashMap::new()),
    });
    Ok(Router::new()
        .route("/aas/oauth2/v2/ac", get(authorise::authorise))
        .route("/login", get(login::show).post(login::choose))
        .route("/aas/oauth2/v3/te", post(token::exchange))
        .route("/idp/ext/Logout", get(login::logout))
        .route("/rs/prns/{oid}", get(rest::person))
        .route("/rs/prns/{oid}/{collection}", get(rest::collection))
        .route("/rs/prns/{oid}/{collection}/{id}", get(rest::element))
        .with_state(esia))
}

/// A word nobody can guess: 128 random bits.
fn secret_word() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
