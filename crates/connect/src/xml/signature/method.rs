//! Algorithms as signatures name them.

use super::refusal::Refusal;
use crate::sign::gost::PublicKey;

/// ГОСТ Р 34.10-2012 over Streebog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Gost256,
    Gost512,
}

const SIGNATURES: [(&str, Method); 2] = [
    ("urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256", Method::Gost256),
    ("urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-512", Method::Gost512),
];

const DIGESTS: [(&str, Method); 2] = [
    ("urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256", Method::Gost256),
    ("urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-512", Method::Gost512),
];

/// ГОСТ Р 34.10-2001 and ГОСТ Р 34.11-94: certificates of them are not issued since 2019.
const WITHDRAWN: [&str; 4] = [
    "http://www.w3.org/2001/04/xmldsig-more#gostr34102001-gostr3411",
    "http://www.w3.org/2001/04/xmldsig-more#gostr3411",
    "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102001-gostr3411",
    "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr3411",
];

impl Method {
    pub(super) fn of_signature(uri: &str) -> Result<Self, Refusal> {
        named(&SIGNATURES, uri)
    }

    pub(super) fn of_digest(uri: &str) -> Result<Self, Refusal> {
        named(&DIGESTS, uri)
    }

    /// What the key of a certificate signs with.
    pub(super) fn of_key(key: &PublicKey) -> Self {
        if key.curve().size() == 32 { Self::Gost256 } else { Self::Gost512 }
    }

    pub(super) fn signature_uri(self) -> &'static str {
        SIGNATURES[self as usize].0
    }

    pub(super) fn digest_uri(self) -> &'static str {
        DIGESTS[self as usize].0
    }

    pub(super) fn digest(self, content: &[u8]) -> Vec<u8> {
        use streebog::{Digest, Streebog256, Streebog512};
        match self {
            Self::Gost256 => Streebog256::digest(content).to_vec(),
            Self::Gost512 => Streebog512::digest(content).to_vec(),
        }
    }
}

fn named(known: &[(&str, Method)], uri: &str) -> Result<Method, Refusal> {
    if WITHDRAWN.contains(&uri) {
        return Err(Refusal::Withdrawn);
    }
    let found = known.iter().find(|(own, _)| *own == uri);
    found.map(|(_, method)| *method).ok_or_else(|| Refusal::Algorithm(uri.to_owned()))
}
