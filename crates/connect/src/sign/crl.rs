//! Revocation lists (CRL): read, checked against their issuer, asked about one certificate.
//! Delta and indirect lists are not followed: what a list's critical extension changes about
//! its meaning, nobody here understands, so such a list is refused.

use std::fmt;

use jiff::Timestamp;
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode;
use x509_cert::name::Name;

use super::certificate::{first_element, from_pem_blocks, timestamp};
use super::key::{PublicKey, Scheme};
use super::verify::Invalid;
use super::{Certificate, CertificateError};

/// A list of certificates that their authority took back.
#[derive(Clone)]
pub struct RevocationList {
    inner: CertificateList,
    der: Vec<u8>,
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RevocationList")
            .field("issued_at", &self.issued_at())
            .field("next_at", &self.next_at())
            .finish_non_exhaustive()
    }
}

impl RevocationList {
    /// Reads DER or PEM.
    pub fn read(bytes: &[u8]) -> Result<Self, CertificateError> {
        let der = match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("-----BEGIN") => {
                from_pem_blocks(text, "X509 CRL")?.into_iter().next().ok_or(CertificateError::None)?
            }
            _ => bytes.to_vec(),
        };
        let inner = CertificateList::from_der(&der).map_err(|_| CertificateError::Unreadable)?;
        Ok(Self { inner, der })
    }

    /// When it was published.
    pub fn issued_at(&self) -> Timestamp {
        timestamp(self.inner.tbs_cert_list.this_update)
    }

    /// When the next one is due: after this moment it says nothing.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.inner.tbs_cert_list.next_update.map(timestamp)
    }

    pub(super) fn issuer(&self) -> &Name {
        &self.inner.tbs_cert_list.issuer
    }

    /// Judges one certificate by the list of its issuer, as of a moment.
    pub(super) fn judge(&self, certificate: &Certificate, issuer: &Certificate, at: Timestamp) -> Result<(), Invalid> {
        if !self.is_issued_by(issuer) {
            return Err(Invalid::RevocationList);
        }
        let serial = &certificate.inner().tbs_certificate.serial_number;
        let entries = self.inner.tbs_cert_list.revoked_certificates.as_deref().unwrap_or_default();
        let found = entries.iter().find(|entry| entry.serial_number == *serial);
        if found.is_some_and(|entry| at >= timestamp(entry.revocation_date)) {
            return Err(Invalid::Revoked);
        }
        if self.next_at().is_some_and(|next| at > next) {
            return Err(Invalid::RevocationListExpired);
        }
        Ok(())
    }

    fn is_issued_by(&self, issuer: &Certificate) -> bool {
        let critical = self.inner.tbs_cert_list.crl_extensions.iter().flatten().any(|extension| extension.critical);
        let parts = (
            PublicKey::of(issuer),
            Scheme::from_oid(self.inner.signature_algorithm.oid),
            first_element(&self.der),
            self.inner.signature.as_bytes(),
        );
        let (Some(key), Some(scheme), Some(message), Some(signature)) = parts else { return false };
        !critical && issuer.may_revoke() && key.verify(scheme, message, signature)
    }
}
