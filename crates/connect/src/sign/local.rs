//! A key from a file of ours: ГОСТ Р 34.10-2012, P-256 or RSA.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::{DecodePrivateKey, PrivateKeyInfo, SecretDocument};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use x509_cert::der::Decode;

use super::identity::{Identity, KeyFileError, read_secret};
use super::key::PublicKey;
use super::{Algorithms, Certificate, CertificateError, SignFailure, Signer, gost, oid};

/// A key with its certificate, from PEM files.
#[derive(Clone)]
pub struct LocalSigner {
    key: Key,
    identity: Identity,
}

#[derive(Clone)]
enum Key {
    P256(Box<SigningKey>),
    Gost(gost::PrivateKey),
    Rsa(Arc<KeyPair>),
}

impl fmt::Debug for LocalSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalSigner").field("certificate", &self.identity.certificate).finish_non_exhaustive()
    }
}

impl LocalSigner {
    /// Reads a PKCS#8 key and a certificate with its chain, the signer's own first.
    pub fn from_pem(key: &str, certificates: &str) -> Result<Self, CertificateError> {
        let (key, public) = read(key)?;
        let identity = Identity::from_pem(certificates)?;
        if identity.key != public {
            return Err(CertificateError::Mismatch);
        }
        Ok(Self { key, identity })
    }

    /// The same from files; the key must be readable by its owner alone.
    pub fn from_files(key: &Path, certificates: &Path) -> Result<Self, KeyFileError> {
        let secret = read_secret(key)?;
        let identity = Identity::from_file(certificates)?;
        let content = |source| KeyFileError::Content { path: key.to_owned(), source };
        let (read, public) = read(&secret).map_err(content)?;
        if identity.key != public {
            return Err(content(CertificateError::Mismatch));
        }
        Ok(Self { key: read, identity })
    }
}

/// A key of whichever algorithm the file names, with its public half.
fn read(pem: &str) -> Result<(Key, PublicKey), CertificateError> {
    let bad = CertificateError::Key;
    let (_, document) = SecretDocument::from_pem(pem.trim_start()).map_err(|_| bad)?;
    let info = PrivateKeyInfo::from_der(document.as_bytes()).map_err(|_| bad)?;
    match info.algorithm.oid {
        oid::GOST_KEY_256 | oid::GOST_KEY_512 => {
            let key = gost::PrivateKey::from_pkcs8_der(document.as_bytes()).map_err(|_| bad)?;
            let public = key.public_key().map_err(|_| bad)?;
            Ok((Key::Gost(key), PublicKey::Gost(public)))
        }
        oid::EC_PUBLIC_KEY => {
            let key = SigningKey::from_pkcs8_der(document.as_bytes()).map_err(|_| bad)?;
            let public = *key.verifying_key();
            Ok((Key::P256(Box::new(key)), PublicKey::P256(public)))
        }
        oid::RSA_KEY => {
            let key = KeyPair::from_pkcs8(document.as_bytes()).map_err(|_| bad)?;
            let public = key.public().as_ref().to_vec();
            Ok((Key::Rsa(Arc::new(key)), PublicKey::Rsa(public)))
        }
        _ => Err(bad),
    }
}

impl Signer for LocalSigner {
    fn certificate(&self) -> &Certificate {
        &self.identity.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.identity.chain
    }

    fn algorithms(&self) -> Algorithms {
        self.identity.algorithms()
    }

    fn digest(&self, content: &[u8]) -> Vec<u8> {
        self.identity.digest(content)
    }

    fn sign_raw(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        match &self.key {
            Key::P256(key) => {
                let signature: Signature = key.try_sign(message).map_err(|error| SignFailure(error.to_string()))?;
                Ok(signature.to_bytes().to_vec())
            }
            Key::Gost(key) => key.sign(message).map_err(|error| SignFailure(error.to_string())),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| SignFailure("the RSA key did not sign".to_owned()))?;
                Ok(signature)
            }
        }
    }

    fn sign_for_cms(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        self.identity.for_cms(&self.sign_raw(message)?)
    }
}
