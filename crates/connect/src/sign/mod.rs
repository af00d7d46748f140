//! Electronic signatures: raw ones for ЕСИА, detached CMS (CAdES-BES) for results.
//!
//! [`Signer`] and [`Verifier`] are traits because outsiders implement them: a certified ГОСТ
//! tool, a token, a signing service. Ours is P-256 from PEM files; it signs the demo and tests.

use std::fmt;

use jiff::Timestamp;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use sha2::{Digest, Sha256};
use thiserror::Error;
use x509_cert::der::asn1::ObjectIdentifier;

mod certificate;
mod cms;
mod demo;
pub mod gost;
mod oid;
mod verify;

pub use certificate::{Certificate, CertificateError, Subject};
pub use cms::{CmsSigner, SigningRefused, Who};
pub use demo::{DemoAuthority, DemoSubject, Issued, demo_authority};
pub use verify::{Authorities, Invalid, LocalVerifier, Revoked, Signed};

/// Signs in the name of one certificate.
pub trait Signer: Send + Sync + fmt::Debug {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// Certificates between it and the root, nearest first; the root may be left out.
    fn chain(&self) -> &[Certificate];

    /// Algorithms as CMS names them.
    fn algorithms(&self) -> Algorithms;

    /// Hash of the content by `algorithms().digest`.
    fn digest(&self, content: &[u8]) -> Vec<u8>;

    /// A raw signature: for elliptic curves r and s one after the other, 64 bytes.
    fn sign_raw(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure>;

    /// A signature as it stands in CMS; ГОСТ puts the raw one there, ECDSA a DER pair.
    fn sign_for_cms(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        self.sign_raw(message)
    }
}

/// Checks detached signatures.
pub trait Verifier: Send + Sync + fmt::Debug {
    /// Checks a detached CMS over the content as of `at`: the moment the signature is judged
    /// by, for a result the moment of issue.
    fn verify(&self, content: &[u8], cms: &[u8], at: Timestamp) -> Result<Signed, Invalid>;
}

/// Algorithms of a signer by their object identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithms {
    /// Hash.
    pub digest: ObjectIdentifier,
    /// Signature.
    pub signature: ObjectIdentifier,
}

/// A key did not sign.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("while signing: {0}")]
pub struct SignFailure(pub String);

/// A P-256 key with its certificate, from PEM files.
#[derive(Clone)]
pub struct LocalSigner {
    key: SigningKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl fmt::Debug for LocalSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalSigner").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl LocalSigner {
    /// Reads a PKCS#8 key and a certificate with its chain, the signer's own first.
    pub fn from_pem(key: &str, certificates: &str) -> Result<Self, CertificateError> {
        let key = SigningKey::from_pkcs8_pem(key).map_err(|_| CertificateError::Key)?;
        let mut certificates = Certificate::all_from_pem(certificates)?.into_iter();
        let certificate = certificates.next().ok_or(CertificateError::None)?;
        if certificate.p256_key().as_ref() != Some(key.verifying_key()) {
            return Err(CertificateError::Mismatch);
        }
        Ok(Self { key, certificate, chain: certificates.collect() })
    }
}

impl Signer for LocalSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn algorithms(&self) -> Algorithms {
        Algorithms { digest: oid::SHA_256, signature: oid::ECDSA_WITH_SHA_256 }
    }

    fn digest(&self, content: &[u8]) -> Vec<u8> {
        Sha256::digest(content).to_vec()
    }

    fn sign_raw(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        let signature: Signature = self.key.try_sign(message).map_err(|error| SignFailure(error.to_string()))?;
        Ok(signature.to_bytes().to_vec())
    }

    fn sign_for_cms(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        let signature: Signature = self.key.try_sign(message).map_err(|error| SignFailure(error.to_string()))?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}
