//! Public keys and signature schemes accepted here: ГОСТ Р 34.10-2012, ECDSA P-256 and
//! RSA PKCS#1 v1.5 over SHA-256. Everything else is refused by name.

use std::fmt;

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, VerifyingKey};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use streebog::{Streebog256, Streebog512};
use x509_cert::der::asn1::ObjectIdentifier;

use super::{Certificate, gost, oid};

/// Hash functions accepted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// Streebog with 256 bits (ГОСТ Р 34.11-2012).
    Streebog256,
    /// Streebog with 512 bits.
    Streebog512,
}

impl Hash {
    /// By its identifier.
    pub fn from_oid(wanted: ObjectIdentifier) -> Option<Self> {
        [Self::Sha256, Self::Streebog256, Self::Streebog512].into_iter().find(|hash| hash.oid() == wanted)
    }

    /// Its identifier.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => oid::SHA_256,
            Self::Streebog256 => oid::STREEBOG_256,
            Self::Streebog512 => oid::STREEBOG_512,
        }
    }

    /// Hash of the content.
    pub fn digest(self, content: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => <Sha256 as sha2::Digest>::digest(content).to_vec(),
            Self::Streebog256 => <Streebog256 as streebog::Digest>::digest(content).to_vec(),
            Self::Streebog512 => <Streebog512 as streebog::Digest>::digest(content).to_vec(),
        }
    }
}

/// How a signature is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// ГОСТ Р 34.10-2012 with 256 bits over Streebog.
    Gost256,
    /// ГОСТ Р 34.10-2012 with 512 bits over Streebog.
    Gost512,
    /// ECDSA on P-256 over SHA-256.
    EcdsaSha256,
    /// RSA PKCS#1 v1.5 over SHA-256, keys of 2048 bits and more.
    RsaSha256,
}

impl Scheme {
    /// By the identifier in a certificate or a revocation list.
    pub fn from_oid(wanted: ObjectIdentifier) -> Option<Self> {
        match wanted {
            oid::GOST_WITH_STREEBOG_256 => Some(Self::Gost256),
            oid::GOST_WITH_STREEBOG_512 => Some(Self::Gost512),
            oid::ECDSA_WITH_SHA_256 => Some(Self::EcdsaSha256),
            oid::RSA_WITH_SHA_256 => Some(Self::RsaSha256),
            _ => None,
        }
    }

    /// By the two identifiers of CMS, where the signature is often named by its key alone.
    pub fn from_cms(digest: ObjectIdentifier, signature: ObjectIdentifier) -> Option<Self> {
        let found = match signature {
            oid::GOST_KEY_256 => Self::Gost256,
            oid::GOST_KEY_512 => Self::Gost512,
            oid::RSA_KEY => Self::RsaSha256,
            oid::EC_PUBLIC_KEY => Self::EcdsaSha256,
            other => Self::from_oid(other)?,
        };
        (found.hash().oid() == digest).then_some(found)
    }

    /// The hash it is computed over.
    pub fn hash(self) -> Hash {
        match self {
            Self::Gost256 => Hash::Streebog256,
            Self::Gost512 => Hash::Streebog512,
            Self::EcdsaSha256 | Self::RsaSha256 => Hash::Sha256,
        }
    }

    /// The identifier that CMS carries: for ГОСТ and RSA that of the key, as OpenSSL's engine
    /// and the certified tools write it.
    pub fn cms_oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost256 => oid::GOST_KEY_256,
            Self::Gost512 => oid::GOST_KEY_512,
            Self::EcdsaSha256 => oid::ECDSA_WITH_SHA_256,
            Self::RsaSha256 => oid::RSA_KEY,
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gost256 => "ГОСТ Р 34.10-2012 (256 бит), хеш ГОСТ Р 34.11-2012",
            Self::Gost512 => "ГОСТ Р 34.10-2012 (512 бит), хеш ГОСТ Р 34.11-2012",
            Self::EcdsaSha256 => "ECDSA P-256, хеш SHA-256",
            Self::RsaSha256 => "RSA, хеш SHA-256",
        }
    }
}

/// A key that checks signatures of certificates, revocation lists and documents.
#[derive(Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// ГОСТ Р 34.10-2012.
    Gost(gost::PublicKey),
    /// P-256.
    P256(VerifyingKey),
    /// RSA: the PKCS#1 structure.
    Rsa(Vec<u8>),
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("PublicKey").field(&self.scheme()).finish()
    }
}

impl PublicKey {
    /// The key of a certificate, if its algorithm is accepted here.
    pub fn of(certificate: &Certificate) -> Option<Self> {
        let info = &certificate.inner().tbs_certificate.subject_public_key_info;
        match info.algorithm.oid {
            oid::GOST_KEY_256 | oid::GOST_KEY_512 => gost::PublicKey::from_spki(info).ok().map(Self::Gost),
            oid::EC_PUBLIC_KEY => {
                VerifyingKey::from_sec1_bytes(info.subject_public_key.as_bytes()?).ok().map(Self::P256)
            }
            oid::RSA_KEY => Some(Self::Rsa(info.subject_public_key.as_bytes()?.to_vec())),
            _ => None,
        }
    }

    /// The scheme its signatures follow.
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Gost(key) if key.curve().size() == 32 => Scheme::Gost256,
            Self::Gost(_) => Scheme::Gost512,
            Self::P256(_) => Scheme::EcdsaSha256,
            Self::Rsa(_) => Scheme::RsaSha256,
        }
    }

    /// Does the signature, as certificates and CMS hold it, belong to the message?
    pub fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> bool {
        if scheme != self.scheme() {
            return false;
        }
        match self {
            Self::Gost(key) => key.verify(message, signature),
            Self::P256(key) => {
                DerSignature::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
            Self::Rsa(key) => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(message, signature).is_ok()
            }
        }
    }
}
