//! Checks of the id_token: signature, issuer, audience, times, nonce, person.

use jiff::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use regulation::package::Assurance;
use serde::Deserialize;
use serde_json::Value;

use super::{Attempt, SYSTEM, Settings};
use crate::failure::Failure;
use crate::sign::Certificate;

/// How far clocks may part, in seconds.
const LEEWAY: i64 = 60;

/// What a good id_token says.
pub(super) struct Identity {
    pub(super) oid: String,
    pub(super) assurance: Assurance,
    pub(super) session: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: Value,
    exp: i64,
    iat: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default, rename = "urn:esia:sid")]
    session: Option<String>,
    #[serde(rename = "urn:esia:sbj")]
    subject: SubjectClaims,
}

#[derive(Deserialize)]
struct SubjectClaims {
    #[serde(rename = "urn:esia:sbj:typ")]
    kind: String,
    #[serde(rename = "urn:esia:sbj:oid")]
    oid: Value,
    #[serde(default, rename = "urn:esia:sbj:is_tru")]
    is_trusted: bool,
}

/// A refusal to believe what came.
pub(super) fn untrusted(code: &str, text: &str) -> Failure {
    Failure::rejected(SYSTEM, code, text)
}

/// Reads the key that signs tokens: a certificate or a bare public key.
pub(super) fn key(pem: &str) -> Result<DecodingKey, Failure> {
    let wrong = || untrusted("TOKEN-KEYS", "Сертификат маркеров ЕСИА в настройках не читается: нужен RSA в PEM.");
    if pem.contains("BEGIN CERTIFICATE") {
        let certificate = Certificate::from_pem(pem).map_err(|_| wrong())?;
        return Ok(DecodingKey::from_rsa_der(certificate.public_key_bytes()));
    }
    DecodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| wrong())
}

/// Checks a token completely; the moment comes from the caller, so the library's own clock is off.
pub(super) fn check(
    keys: &[DecodingKey],
    settings: &Settings,
    token: &str,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<Identity, Failure> {
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[&settings.client_id]);
    rules.set_issuer(&[&settings.issuer]);
    rules.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let claims = decode(keys, token, &rules)?;
    check_times(&claims, now)?;
    if settings.nonce && claims.nonce.as_deref() != Some(attempt.nonce.as_str()) {
        return Err(untrusted("TOKEN-NONCE", "Маркер ЕСИА относится к другой попытке входа."));
    }
    identity(claims)
}

fn decode(keys: &[DecodingKey], token: &str, rules: &Validation) -> Result<Claims, Failure> {
    let mut last = ErrorKind::InvalidSignature;
    for key in keys {
        match jsonwebtoken::decode::<Claims>(token, key, rules) {
            Ok(found) => return Ok(found.claims),
            // Another key may fit; every other fault is the token's own.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidSignature) => {}
            Err(error) => {
                last = error.into_kind();
                break;
            }
        }
    }
    Err(match last {
        ErrorKind::InvalidSignature => untrusted("TOKEN-SIGNATURE", "Подпись маркера ЕСИА неверна."),
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => {
            untrusted("TOKEN-ALGORITHM", "Маркер ЕСИА подписан неизвестным способом.")
        }
        ErrorKind::InvalidAudience => untrusted("TOKEN-AUDIENCE", "Маркер ЕСИА выдан другой системе."),
        ErrorKind::InvalidIssuer => untrusted("TOKEN-ISSUER", "Маркер выдала не ЕСИА."),
        _ => untrusted("TOKEN-SHAPE", "Маркер ЕСИА не читается."),
    })
}

fn check_times(claims: &Claims, now: Timestamp) -> Result<(), Failure> {
    let now = now.as_second();
    if now > claims.exp.saturating_add(LEEWAY) {
        return Err(untrusted("TOKEN-EXPIRED", "Срок маркера ЕСИА истёк. Войдите снова."));
    }
    let begins = claims.nbf.unwrap_or(claims.iat).max(claims.iat);
    if now < begins.saturating_sub(LEEWAY) {
        return Err(untrusted("TOKEN-NOT-YET", "Маркер ЕСИА ещё не действует: часы портала отстают."));
    }
    Ok(())
}

fn identity(claims: Claims) -> Result<Identity, Failure> {
    let oid = plain(&claims.subject.oid);
    if oid.is_empty() || plain(&claims.sub) != oid {
        return Err(untrusted("TOKEN-SUBJECT", "В маркере ЕСИА названы разные люди."));
    }
    if claims.subject.kind != "P" {
        return Err(untrusted("TOKEN-SUBJECT", "Маркер ЕСИА выдан не человеку."));
    }
    Ok(Identity {
        oid,
        assurance: if claims.subject.is_trusted { Assurance::Confirmed } else { Assurance::Simplified },
        session: claims.session,
    })
}

/// Ids come as numbers or as text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A published certificate of ЕСИА's test contour and a token it once signed, long expired.
    #[test]
    fn a_real_token_is_known_by_its_signature_and_refused_when_changed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/esia/");
        let read = |name: &str| std::fs::read_to_string(format!("{folder}{name}"));
        let (Ok(pem), Ok(token)) = (read("esia.test.cer"), read("expired-access-token-rs256.txt")) else {
            eprintln!("SKIPPED LOUDLY: the published token is not here, the key was not tried on it");
            return;
        };
        let key = key(&pem).unwrap();
        let (message, signature) = token.trim().rsplit_once('.').unwrap();
        let is_good = |message: &str| {
            jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, Algorithm::RS256).unwrap()
        };
        assert!(is_good(message));
        assert!(!is_good(&message.replace('e', "f")));
    }

    #[test]
    fn a_key_that_is_no_key_is_refused_with_a_sentence() {
        for pem in ["", "чепуха", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert_eq!(key(pem).err().unwrap().code(), Some("TOKEN-KEYS"));
        }
    }
}
