//! Who a signer signs as: the certificate with its chain, and what a signature must look like
//! to belong to it. Every arm of [`super::Signer`] stands on this.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use p256::ecdsa::{DerSignature, Signature};
use thiserror::Error;
use zeroize::Zeroizing;

use super::key::{PublicKey, Scheme};
use super::{Algorithms, Certificate, CertificateError, SignFailure};

/// Largest key or certificate file.
const MAX_FILE: u64 = 1024 * 1024;

/// Why files of a signer cannot be used.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others than the owner may read the key.
    #[error("{path} holds a secret, but its mode {mode:04o} lets others read it: run `chmod 600 {path}`")]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// What it holds cannot be used.
    #[error("{path}")]
    Content {
        /// The file.
        path: PathBuf,
        /// Why.
        source: CertificateError,
    },
}

/// Reads a secret (a key, a token) that its owner alone may read.
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>, KeyFileError> {
    let failed = |source| KeyFileError::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    // The open file is asked, so that nobody exchanges it in between.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let mode = file.metadata().map_err(failed)?.mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Open { path: path.to_owned(), mode });
        }
    }
    // Reserved beforehand: a growing buffer would leave copies behind.
    let length = file.metadata().map_err(failed)?.len().min(MAX_FILE);
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(length).unwrap_or(0) + 1));
    file.by_ref().take(MAX_FILE).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// The certificate of a signer, those above it, and its public key.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub(super) certificate: Certificate,
    pub(super) chain: Vec<Certificate>,
    pub(super) key: PublicKey,
}

impl Identity {
    /// Certificates in PEM, the signer's own first.
    pub(super) fn from_pem(certificates: &str) -> Result<Self, CertificateError> {
        let mut certificates = Certificate::all_from_pem(certificates)?.into_iter();
        let certificate = certificates.next().ok_or(CertificateError::None)?;
        let key = PublicKey::of(&certificate).ok_or(CertificateError::Algorithm)?;
        Ok(Self { certificate, chain: certificates.collect(), key })
    }

    /// The same from a file.
    pub(super) fn from_file(path: &Path) -> Result<Self, KeyFileError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| KeyFileError::Read { path: path.to_owned(), source })?;
        Self::from_pem(&text).map_err(|source| KeyFileError::Content { path: path.to_owned(), source })
    }

    pub(super) fn scheme(&self) -> Scheme {
        self.key.scheme()
    }

    pub(super) fn algorithms(&self) -> Algorithms {
        Algorithms { digest: self.scheme().hash().oid(), signature: self.scheme().cms_oid() }
    }

    pub(super) fn digest(&self, content: &[u8]) -> Vec<u8> {
        self.scheme().hash().digest(content)
    }

    /// What another program signed, as a raw signature; refused unless it holds.
    pub(super) fn accept(&self, message: &[u8], signature: &[u8]) -> Result<Vec<u8>, SignFailure> {
        let raw = match DerSignature::try_from(signature).and_then(Signature::try_from) {
            Ok(pair) if self.scheme() == Scheme::EcdsaSha256 => pair.to_bytes().to_vec(),
            _ => signature.to_vec(),
        };
        let encoded = self.for_cms(&raw)?;
        if self.key.verify(self.scheme(), message, &encoded) {
            return Ok(raw);
        }
        Err(SignFailure("the signature does not belong to the certificate".to_owned()))
    }

    /// A raw signature as CMS holds it: ECDSA as a DER pair, the others as they are.
    pub(super) fn for_cms(&self, raw: &[u8]) -> Result<Vec<u8>, SignFailure> {
        if self.scheme() != Scheme::EcdsaSha256 {
            return Ok(raw.to_vec());
        }
        let pair = Signature::from_slice(raw).map_err(|error| SignFailure(error.to_string()))?;
        Ok(pair.to_der().as_bytes().to_vec())
    }
}
