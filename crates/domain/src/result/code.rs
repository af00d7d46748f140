//! The code that proves a result without a network: a signed note (COSE_Sign1, RFC 9052, with
//! the claims of RFC 8392) of number, digest, day of issue and validity, as text for a QR code.
//! It names nobody and does not change with the state; what was revoked since stands in a
//! published list.

use jiff::Timestamp;
use thiserror::Error;

use super::base45;
use super::cbor::Item;

/// What the text of a code begins with; the figure is the version of the form.
pub const PREFIX: &str = "OKNO1:";

/// ECDSA with SHA-256 over P-256, by its object identifier.
pub const ALGORITHM_ES256: &str = "1.2.840.10045.4.3.2";

/// The number that RFC 9053 gives it.
const ES256: i64 = -7;
/// The tag of a COSE_Sign1.
const SIGN1: u64 = 18;
/// Claims by the numbers of RFC 8392; the digest has none there and takes a private one.
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES: i64 = 4;
const ISSUED: i64 = 6;
const DIGEST: i64 = -65_537;
/// Parameters of the header by the numbers of RFC 9052.
const ALGORITHM: i64 = 1;
const KEY: i64 = 4;

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Address of the portal that publishes the keys.
    pub issuer: String,
    /// Public number of the result.
    pub number: String,
    /// SHA-256 of the signed data of the entry: the same whatever its state.
    pub digest: Vec<u8>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Last moment of validity; `None` without limit.
    pub until: Option<Timestamp>,
}

/// A code that was read: its claims, and what a verifier puts to the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it says; to be believed only after the signature was checked.
    pub claims: Claims,
    /// Which of the published keys signed it.
    pub key: Vec<u8>,
    /// Algorithm by its object identifier.
    pub algorithm: String,
    /// The bytes that are signed.
    pub message: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

/// The text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is not a code of a result")]
pub struct Broken;

impl Claims {
    /// The bytes to be signed.
    pub fn message(&self, algorithm: &str) -> Vec<u8> {
        message(&protected(algorithm), &self.payload())
    }

    /// The text of the code.
    pub fn text(&self, algorithm: &str, key: &[u8], signature: Vec<u8>) -> String {
        let parts = vec![
            Item::Bytes(protected(algorithm)),
            Item::Map(vec![(Item::Number(KEY), Item::Bytes(key.to_vec()))]),
            Item::Bytes(self.payload()),
            Item::Bytes(signature),
        ];
        let code = Item::Tag(SIGN1, Box::new(Item::Array(parts)));
        format!("{PREFIX}{}", base45::encode(&code.encode()))
    }

    fn payload(&self) -> Vec<u8> {
        let mut claims = vec![
            (Item::Number(ISSUER), Item::Text(self.issuer.clone())),
            (Item::Number(SUBJECT), Item::Text(self.number.clone())),
        ];
        if let Some(until) = self.until {
            claims.push((Item::Number(EXPIRES), Item::Number(until.as_second())));
        }
        claims.push((Item::Number(ISSUED), Item::Number(self.issued_at.as_second())));
        claims.push((Item::Number(DIGEST), Item::Bytes(self.digest.clone())));
        Item::Map(claims).encode()
    }

    fn read(payload: &[u8]) -> Option<Self> {
        let map = Item::read(payload)?;
        let text = |key| match map.at(key) {
            Some(Item::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let moment = |key| match map.at(key) {
            Some(Item::Number(seconds)) => Timestamp::from_second(*seconds).ok(),
            _ => None,
        };
        let Some(Item::Bytes(digest)) = map.at(DIGEST) else { return None };
        Some(Self {
            issuer: text(ISSUER)?,
            number: text(SUBJECT)?,
            digest: digest.clone(),
            issued_at: moment(ISSUED)?,
            until: match map.at(EXPIRES) {
                Some(_) => Some(moment(EXPIRES)?),
                None => None,
            },
        })
    }
}

impl Code {
    /// Reads the text of a code. Spaces around it do not matter.
    pub fn read(text: &str) -> Result<Self, Broken> {
        Self::understood(text.trim()).ok_or(Broken)
    }

    fn understood(text: &str) -> Option<Self> {
        let bytes = base45::decode(text.strip_prefix(PREFIX)?)?;
        let Item::Tag(SIGN1, parts) = Item::read(&bytes)? else { return None };
        let Item::Array(parts) = *parts else { return None };
        let [Item::Bytes(protected), unprotected, Item::Bytes(payload), Item::Bytes(signature)] = parts.as_slice()
        else {
            return None;
        };
        let algorithm = match Item::read(protected)?.at(ALGORITHM)? {
            Item::Number(ES256) => ALGORITHM_ES256.to_owned(),
            Item::Text(name) => name.clone(),
            _ => return None,
        };
        let Some(Item::Bytes(key)) = unprotected.at(KEY) else { return None };
        Some(Self {
            claims: Claims::read(payload)?,
            key: key.clone(),
            algorithm,
            message: message(protected, payload),
            signature: signature.clone(),
        })
    }
}

fn protected(algorithm: &str) -> Vec<u8> {
    let algorithm = match algorithm {
        ALGORITHM_ES256 => Item::Number(ES256),
        other => Item::Text(other.to_owned()),
    };
    Item::Map(vec![(Item::Number(ALGORITHM), algorithm)]).encode()
}

/// The Sig_structure of RFC 9052, 4.4.
fn message(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let parts = vec![
        Item::Text("Signature1".to_owned()),
        Item::Bytes(protected.to_vec()),
        Item::Bytes(Vec::new()),
        Item::Bytes(payload.to_vec()),
    ];
    Item::Array(parts).encode()
}
