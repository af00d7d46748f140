//! A signing service over HTTP: the key lives there, only digests leave this machine.
//!
//! `POST` to its address with `{"certificate": SHA-256 of the DER in hex, "scheme": "gost256",
//! "digest": Base64}` gives `{"signature": Base64}`: s‖r for ГОСТ, r‖s for ECDSA, PKCS#1 for RSA.
//! `docs/signatures.md` describes it whole. What comes back is checked against the certificate.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

use super::identity::{Identity, KeyFileError, read_secret};
use super::key::Scheme;
use super::{Algorithms, Certificate, SignFailure, Signer};
use crate::failure::Failure;
use crate::http::{self, Settings};

const SYSTEM: &str = "signing service";

/// Signs by a service.
#[derive(Clone)]
pub struct ServiceSigner {
    identity: Identity,
    url: Url,
    token: Option<Zeroizing<String>>,
    http: Settings,
}

impl std::fmt::Debug for ServiceSigner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ServiceSigner").field("certificate", &self.identity.certificate).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Question<'a> {
    certificate: &'a str,
    scheme: Scheme,
    digest: String,
}

#[derive(Deserialize)]
struct Reply {
    signature: String,
}

/// Why a signing service cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Its files.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// Its address.
    #[error(transparent)]
    Address(#[from] Failure),
}

impl ServiceSigner {
    /// The certificate with its chain, the service's address, a file with its token if it wants
    /// one (readable by its owner alone).
    pub fn new(certificates: &Path, url: Url, token: Option<&Path>, http: Settings) -> Result<Self, ServiceError> {
        http::check_base(SYSTEM, &url)?;
        let token = token.map(read_secret).transpose()?;
        Ok(Self { identity: Identity::from_file(certificates)?, url, token, http })
    }

    async fn ask(&self, digest: &[u8]) -> Result<Vec<u8>, SignFailure> {
        let failed = |failure: Failure| SignFailure(failure.to_string());
        let certificate = self.identity.certificate.sha256();
        let question =
            Question { certificate: &certificate, scheme: self.identity.scheme(), digest: STANDARD.encode(digest) };
        let mut request = http::client(&self.http).map_err(failed)?.post(self.url.clone()).json(&question);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.trim());
        }
        let response = request.send().await.map_err(|error| failed(http::transport(SYSTEM, error)))?;
        let (status, body) = http::read(SYSTEM, response).await.map_err(failed)?;
        if !status.is_success() {
            return Err(SignFailure(format!("the signing service answered {}", status.as_u16())));
        }
        let reply: Reply = http::json(SYSTEM, &body).map_err(failed)?;
        STANDARD.decode(reply.signature).map_err(|_| SignFailure("the signing service sent no Base64".to_owned()))
    }
}

impl Signer for ServiceSigner {
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
        let digest = self.identity.digest(message);
        // Signing is asked from blocking and from asynchronous places alike; a thread with a
        // runtime of its own may wait in both.
        let answer = std::thread::scope(|scope| {
            scope
                .spawn(|| {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.map_err(|error| SignFailure(error.to_string()))?.block_on(self.ask(&digest))
                })
                .join()
        });
        let signature = answer.map_err(|_| SignFailure("the signing service was not asked".to_owned()))??;
        self.identity.accept(message, &signature)
    }

    fn sign_for_cms(&self, message: &[u8]) -> Result<Vec<u8>, SignFailure> {
        self.identity.for_cms(&self.sign_raw(message)?)
    }
}
