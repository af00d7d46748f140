//! Who asks: checks of the client's parameters that both endpoints share.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use x509_cert::der::{DecodePem, Encode};
use x509_cert::spki::DecodePublicKey;

use super::error::Error;
use crate::{Settings, System};

/// How far the client's clock may part from ours.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Parameters of a request, each given at most once.
pub(super) struct Parameters(HashMap<String, String>);

impl Parameters {
    /// Reads a query or a form; a repeated parameter is an error.
    pub(super) fn read(encoded: &[u8]) -> Result<Self, Error> {
        let mut found = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            if found.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Error::new("007003"));
            }
        }
        Ok(Self(found))
    }

    /// A parameter that may be left out.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A mandatory parameter.
    pub(super) fn must(&self, name: &str) -> Result<&str, Error> {
        self.get(name).ok_or_else(|| Error::new("007014"))
    }
}

/// The registered system of that mnemonic.
pub(super) fn system<'a>(settings: &'a Settings, client_id: &str) -> Result<&'a System, Error> {
    settings.systems.iter().find(|system| system.mnemonic == client_id).ok_or_else(|| Error::new("008010"))
}

/// Checks time, certificate and signature of a request.
pub(super) fn authenticate(system: &System, parameters: &Parameters, code: &str, now: Timestamp) -> Result<(), Error> {
    let timestamp = parameters.must("timestamp")?;
    let stated = jiff::fmt::strtime::parse("%Y.%m.%d %H:%M:%S %z", timestamp)
        .and_then(|broken| broken.to_timestamp())
        .map_err(|_| Error::new("007015"))?;
    if stated.duration_since(now).abs() > WINDOW {
        return Err(Error::new("007015"));
    }
    if parameters.must("client_certificate_hash")? != system.certificate_hash {
        return Err(Error::new("007002"));
    }
    let message = [
        parameters.must("client_id")?,
        parameters.must("scope").map_err(|_| Error::new("007013"))?,
        parameters.get("scope_org").unwrap_or_default(),
        timestamp,
        parameters.must("state")?,
        parameters.must("redirect_uri")?,
        code,
    ]
    .concat();
    let secret = parameters.must("client_secret")?;
    if is_signed(system, message.as_bytes(), secret) { Ok(()) } else { Err(Error::new("007053")) }
}

/// Padding is taken with and without: clients differ.
fn is_signed(system: &System, message: &[u8], secret: &str) -> bool {
    let Ok(raw) = URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')) else {
        return false;
    };
    let (Ok(signature), Some(key)) = (Signature::from_slice(&raw), key_of(system)) else {
        return false;
    };
    key.verify(message, &signature).is_ok()
}

fn key_of(system: &System) -> Option<VerifyingKey> {
    let certificate = x509_cert::Certificate::from_pem(system.certificate_pem.trim()).ok()?;
    let key = certificate.tbs_certificate.subject_public_key_info.to_der().ok()?;
    VerifyingKey::from_public_key_der(&key).ok()
}
