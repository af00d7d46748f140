//! Our signature under what we send, and whom we believe: СМЭВ by its own certificates, systems
//! by their authorities. What a signature holds is read from the place where it must stand.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;

use crate::sign::{Authorities, Certificate, Invalid, LocalVerifier, Signer, Verifier};
use crate::xml::signature::{self, Refusal, Role, Verified};
use crate::xml::{Document, Element};

/// Whom to believe.
#[derive(Clone, Default)]
pub struct Trust {
    /// Certificates of СМЭВ itself: no other may sign as СМЭВ, whoever issued it.
    pub smev: Vec<Certificate>,
    /// Authorities that issue the certificates of systems.
    pub systems: Authorities,
}

/// Signs as one system and believes as it was told.
#[derive(Clone)]
pub struct Seal {
    signer: Arc<dyn Signer>,
    trust: Trust,
}

/// Why a signature is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadSeal {
    /// It does not hold.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// It holds, but its certificate is not one of СМЭВ.
    #[error("сертификат подписи не принадлежит СМЭВ")]
    NotSmev,
    /// It holds, but its certificate may not be trusted.
    #[error("сертификату подписи нельзя доверять: {0}")]
    Untrusted(#[from] Invalid),
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Seal").field("certificate", self.signer.certificate()).finish_non_exhaustive()
    }
}

impl Seal {
    /// Signs with this key and believes these.
    pub fn new(signer: Arc<dyn Signer>, trust: Trust) -> Self {
        Self { signer, trust }
    }

    /// The signature of an element that has an `Id`.
    pub fn sign(&self, element: &Element) -> Result<Element, String> {
        signature::sign(element, &*self.signer).map_err(|error| error.to_string())
    }

    /// What СМЭВ signed in a message.
    pub fn smev<'a>(&self, document: &'a Document, now: Timestamp) -> Result<&'a Element, BadSeal> {
        let verified = signature::verify(document, Role::Smev)?;
        if !self.is_smev(&verified.certificate) {
            return Err(BadSeal::NotSmev);
        }
        // A pinned certificate is not followed to a root, but it must not have run out.
        if now < verified.certificate.valid_from() || verified.certificate.valid_until() < now {
            return Err(BadSeal::NotSmev);
        }
        Ok(verified.element)
    }

    /// What the sender of a delivered message signed; reports of СМЭВ are signed by itself.
    pub fn sender<'a>(&self, document: &'a Document, now: Timestamp) -> Result<&'a Element, BadSeal> {
        let verified = signature::verify(document, Role::Sender)?;
        if self.is_smev(&verified.certificate) { Ok(verified.element) } else { self.trusted(verified, now) }
    }

    /// What the caller of an operation signed: the side of СМЭВ.
    pub fn caller<'a>(&self, document: &'a Document, now: Timestamp) -> Result<&'a Element, BadSeal> {
        self.trusted(signature::verify(document, Role::Caller)?, now)
    }

    /// Is the file the one that was signed, and may its signer be trusted?
    pub fn file(&self, content: &[u8], cms: &[u8], now: Timestamp) -> Result<(), Invalid> {
        LocalVerifier::of_any_form(self.trust.systems.clone()).verify(content, cms, now).map(drop)
    }

    fn trusted<'a>(&self, verified: Verified<'a>, now: Timestamp) -> Result<&'a Element, BadSeal> {
        self.trust.systems.check(&verified.certificate, &[], now)?;
        Ok(verified.element)
    }

    fn is_smev(&self, certificate: &Certificate) -> bool {
        self.trust.smev.iter().any(|known| known.der() == certificate.der())
    }
}
