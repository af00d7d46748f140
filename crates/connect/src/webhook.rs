//! Signatures between okno and departmental systems: HMAC-SHA-256 over moment, method, path and
//! body, both ways alike (docs/departmental-api.md).
//!
//! okno keeps only the SHA-256 of a system's key: who reads our settings cannot call us as that
//! system, because a call shows the key itself. Signatures are made with that SHA-256, which both
//! sides can compute.

use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use sha2::{Digest, Sha256};

/// Header with the moment of a call, in seconds since 1970.
pub const TIMESTAMP: &str = "okno-timestamp";

/// Header with the signature of a call: `v1=HEX`.
pub const SIGNATURE: &str = "okno-signature";

/// A call older or newer than this is not believed.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Why a call is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbelieved {
    /// The key is not that of the system.
    Key,
    /// No moment, or one too far away.
    Moment,
    /// The signature does not fit.
    Signature,
}

/// The SHA-256 of a key, in lower-case hex: all that is kept of it.
pub fn hash_of(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

/// The signature of a call.
pub fn sign(key_sha256: &str, moment: i64, method: &str, path: &str, body: &[u8]) -> String {
    format!("v1={}", hex(hmac::sign(&key_of(key_sha256), &signed(moment, method, path, body)).as_ref()))
}

/// A call as it came.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// `POST`
    pub method: &'a str,
    /// Path with its query.
    pub path: &'a str,
    /// Header [`TIMESTAMP`].
    pub timestamp: &'a str,
    /// Header [`SIGNATURE`].
    pub signature: &'a str,
    /// The bytes of the body.
    pub body: &'a [u8],
}

/// Is a call signed by who has the key, and fresh?
pub fn verify(key_sha256: &str, call: &Call<'_>, now: Timestamp) -> Result<(), Unbelieved> {
    let moment: i64 = call.timestamp.trim().parse().map_err(|_| Unbelieved::Moment)?;
    let at = Timestamp::from_second(moment).map_err(|_| Unbelieved::Moment)?;
    if now.duration_since(at).abs() > WINDOW {
        return Err(Unbelieved::Moment);
    }
    let given = call.signature.trim().strip_prefix("v1=").and_then(unhex).ok_or(Unbelieved::Signature)?;
    let signed = signed(moment, call.method, call.path, call.body);
    hmac::verify(&key_of(key_sha256), &signed, &given).map_err(|_| Unbelieved::Signature)
}

/// Is this the key whose hash we keep? Hashes are compared, so time tells nothing of the key.
pub fn is_key(key: &str, key_sha256: &str) -> bool {
    let given = hash_of(key);
    let wanted = key_sha256.to_lowercase();
    given.len() == wanted.len() && given.bytes().zip(wanted.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two)) == 0
}

fn key_of(key_sha256: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, key_sha256.to_lowercase().as_bytes())
}

fn signed(moment: i64, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    [format!("{moment}\n{method}\n{path}\n").as_bytes(), body].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |start: usize| text.get(start..start + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (text.len() == 64).then(|| (0..text.len()).step_by(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_call_is_believed_as_it_was_signed_and_only_for_a_while() {
        let now: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let hash = hash_of("ключ");
        let signature = sign(&hash, now.as_second(), "POST", "/x", b"{}");
        let timestamp = now.as_second().to_string();
        let call = Call { method: "POST", path: "/x", timestamp: &timestamp, signature: &signature, body: b"{}" };
        assert_eq!(verify(&hash, &call, now), Ok(()));
        assert_eq!(verify(&hash, &call, now + WINDOW), Ok(()));
        let late = now + WINDOW + SignedDuration::from_secs(1);
        assert_eq!(verify(&hash, &call, late), Err(Unbelieved::Moment));
        for wrong in [
            Call { body: b"{ }", ..call },
            Call { path: "/y", ..call },
            Call { method: "GET", ..call },
            Call { signature: "v1=щщщщ", ..call },
            Call { signature: "", ..call },
        ] {
            assert_eq!(verify(&hash, &wrong, now), Err(Unbelieved::Signature), "{wrong:?}");
        }
        assert_eq!(verify(&hash_of("другой"), &call, now), Err(Unbelieved::Signature));
        for timestamp in ["", "вчера", "99999999999999999999"] {
            assert_eq!(verify(&hash, &Call { timestamp, ..call }, now), Err(Unbelieved::Moment));
        }
        assert!(is_key("ключ", &hash) && !is_key("другой", &hash) && !is_key("ключ", ""));
    }
}
