//! Electronic signatures: raw ones for ЕСИА and СМЭВ, detached CMS (CAdES-BES) for documents.
//!
//! A [`Signer`] is a key file of ours ([`LocalSigner`]: ГОСТ Р 34.10-2012, P-256, RSA), another
//! program ([`CommandSigner`]: OpenSSL's engine, a certified tool, a token) or a service
//! ([`ServiceSigner`]). `docs/signatures.md` says what is tested against what.

use std::fmt;

use jiff::Timestamp;
use thiserror::Error;
use x509_cert::der::asn1::ObjectIdentifier;

mod armour;
mod certificate;
mod cms;
mod command;
mod crl;
mod demo;
pub mod gost;
mod identity;
mod key;
mod local;
mod oid;
mod service;
mod verify;
mod words;

pub use armour::unarmoured;
pub use certificate::{Certificate, CertificateError, Subject};
pub use cms::{CmsSigner, SigningRefused, Who, sign_document};
pub use command::CommandSigner;
pub use crl::RevocationList;
pub use demo::{DemoAuthority, DemoSubject, Issued, demo_authority};
pub use identity::{KeyFileError, read_secret};
pub use key::{Hash, PublicKey, Scheme};
pub use local::LocalSigner;
pub use service::{ServiceError, ServiceSigner};
pub use verify::{Authorities, Form, Invalid, LocalVerifier, Revoked, Signed, signer_of};

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

    /// A raw signature of the message: for P-256 r and s one after the other, for ГОСТ s and r,
    /// for RSA the PKCS#1 signature.
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
