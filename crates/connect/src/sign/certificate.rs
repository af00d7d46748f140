//! A certificate read once: who it belongs to, from when until when, by whom it is signed.

use std::fmt;

use jiff::Timestamp;
use p256::ecdsa::VerifyingKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use streebog::Streebog256;
use thiserror::Error;
use x509_cert::der::asn1::{GeneralizedTime, ObjectIdentifier};
use x509_cert::der::{Decode, Document, EncodePem, Header, Reader, SliceReader, Tag, Tagged, pem::LineEnding};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, PrivateKeyUsagePeriod, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::key::{PublicKey, Scheme};
use super::oid;
use crate::files::hex;

/// Why a certificate or key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// The bytes are not a certificate.
    #[error("this is not a certificate in PEM or DER")]
    Unreadable,
    /// The file holds no certificate.
    #[error("the file holds no certificate")]
    None,
    /// The bytes are not a key of a known algorithm.
    #[error("this is not an unencrypted ГОСТ, P-256 or RSA key in PKCS#8 PEM")]
    Key,
    /// The key is not the one the certificate was issued for.
    #[error("the key does not belong to the certificate")]
    Mismatch,
    /// The certificate's key is of an algorithm that is not known here.
    #[error("the certificate's algorithm is not supported: ГОСТ Р 34.10-2012, P-256 and RSA are")]
    Algorithm,
    /// A certificate could not be made.
    #[error("the certificate could not be made")]
    NotMade,
}

/// An X.509 certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    inner: x509_cert::Certificate,
    der: Vec<u8>,
}

/// Whom a certificate belongs to, by the attributes Russian certificates carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Common name: the person's or the body's.
    pub common_name: String,
    /// Surname, name and patronymic, if it belongs to a person.
    pub person: Option<String>,
    /// Post.
    pub post: Option<String>,
    /// Public body.
    pub organisation: Option<String>,
    /// ОГРН of the body.
    pub ogrn: Option<String>,
    /// СНИЛС of the person.
    pub snils: Option<String>,
    /// ИНН of the body.
    pub inn: Option<String>,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Certificate")
            .field("serial", &self.serial())
            .field("common_name", &self.subject().common_name)
            .finish_non_exhaustive()
    }
}

impl Certificate {
    /// Reads DER.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let inner = x509_cert::Certificate::from_der(der).map_err(|_| CertificateError::Unreadable)?;
        Ok(Self { inner, der: der.to_vec() })
    }

    /// Reads the first certificate of a PEM text.
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        Self::all_from_pem(pem)?.into_iter().next().ok_or(CertificateError::None)
    }

    /// Reads every certificate of a PEM text.
    pub fn all_from_pem(pem: &str) -> Result<Vec<Self>, CertificateError> {
        from_pem_blocks(pem, "CERTIFICATE")?.iter().map(|der| Self::from_der(der)).collect()
    }

    /// Reads a file that holds either DER or PEM, the latter with any number of certificates.
    pub fn all_from_file(bytes: &[u8]) -> Result<Vec<Self>, CertificateError> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("-----BEGIN") => Self::all_from_pem(text),
            _ => Ok(vec![Self::from_der(bytes)?]),
        }
    }

    /// The certificate as DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as PEM.
    pub fn pem(&self) -> String {
        self.inner.to_pem(LineEnding::LF).unwrap_or_default()
    }

    pub(super) fn inner(&self) -> &x509_cert::Certificate {
        &self.inner
    }

    /// Serial number, lower-case hex.
    pub fn serial(&self) -> String {
        hex(self.inner.tbs_certificate.serial_number.as_bytes())
    }

    /// First moment of validity.
    pub fn valid_from(&self) -> Timestamp {
        timestamp(self.inner.tbs_certificate.validity.not_before)
    }

    /// Last moment of validity.
    pub fn valid_until(&self) -> Timestamp {
        timestamp(self.inner.tbs_certificate.validity.not_after)
    }

    /// SHA-256 of the DER, lower-case hex.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(&self.der))
    }

    /// Streebog-256 of the DER, upper-case hex: what ЕСИА calls `client_certificate_hash`.
    pub fn streebog256(&self) -> String {
        use streebog::Digest as _;
        hex(&Streebog256::digest(&self.der)).to_uppercase()
    }

    /// Whom it belongs to.
    pub fn subject(&self) -> Subject {
        let name = &self.inner.tbs_certificate.subject;
        let surname = attribute(name, oid::SURNAME);
        let given = attribute(name, oid::GIVEN_NAME);
        Subject {
            common_name: attribute(name, oid::COMMON_NAME).unwrap_or_default(),
            person: surname.map(|surname| match given {
                Some(given) => format!("{surname} {given}"),
                None => surname,
            }),
            post: attribute(name, oid::POST),
            organisation: attribute(name, oid::ORGANISATION),
            ogrn: attribute(name, oid::OGRN),
            snils: attribute(name, oid::SNILS),
            inn: attribute(name, oid::INN_ORGANISATION),
        }
    }

    /// Its key, if it is a P-256 one.
    pub(super) fn p256_key(&self) -> Option<VerifyingKey> {
        match PublicKey::of(self)? {
            PublicKey::P256(key) => Some(key),
            PublicKey::Gost(_) | PublicKey::Rsa(_) => None,
        }
    }

    /// The bytes of its public key; for RSA the PKCS#1 structure.
    pub fn public_key_bytes(&self) -> &[u8] {
        self.inner.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes()
    }

    /// May it sign documents? A certificate without the extension may.
    pub(super) fn may_sign(&self) -> bool {
        match self.extension::<KeyUsage>(oid::KEY_USAGE) {
            Ok(None) => true,
            Ok(Some(usage)) => usage.digital_signature() || usage.non_repudiation(),
            Err(_) => false,
        }
    }

    /// May it issue certificates?
    pub(super) fn may_issue(&self) -> bool {
        let usage = match self.extension::<KeyUsage>(oid::KEY_USAGE) {
            Ok(None) => true,
            Ok(Some(usage)) => usage.key_cert_sign(),
            Err(_) => false,
        };
        let basic = self.extension::<BasicConstraints>(oid::BASIC_CONSTRAINTS);
        usage && matches!(basic, Ok(Some(basic)) if basic.ca)
    }

    /// May it sign revocation lists?
    pub(super) fn may_revoke(&self) -> bool {
        match self.extension::<KeyUsage>(oid::KEY_USAGE) {
            Ok(None) => true,
            Ok(Some(usage)) => usage.crl_sign(),
            Err(_) => false,
        }
    }

    /// Does the term of the private key itself hold? Certificates of accredited authorities
    /// name it: the certificate outlives its key, so that old signatures can be checked.
    pub(super) fn key_holds(&self, at: Timestamp) -> bool {
        match self.extension::<PrivateKeyUsagePeriod>(oid::PRIVATE_KEY_USAGE_PERIOD) {
            Ok(None) => true,
            Ok(Some(period)) => {
                let moment = |time: GeneralizedTime| timestamp(Time::GeneralTime(time));
                period.not_before.is_none_or(|from| moment(from) <= at)
                    && period.not_after.is_none_or(|until| at <= moment(until))
            }
            Err(_) => false,
        }
    }

    /// Does it say that the key of that certificate signed it?
    pub(super) fn names_key_of(&self, issuer: &Certificate) -> bool {
        let own = self.extension::<AuthorityKeyIdentifier>(oid::AUTHORITY_KEY_IDENTIFIER).ok().flatten();
        let key = issuer.extension::<SubjectKeyIdentifier>(oid::SUBJECT_KEY_IDENTIFIER).ok().flatten();
        match (own.and_then(|own| own.key_identifier), key) {
            (Some(own), Some(key)) => own == key.0,
            _ => false,
        }
    }

    /// Does it name that certificate's holder as its issuer?
    pub(super) fn names_issuer(&self, issuer: &Certificate) -> bool {
        self.inner.tbs_certificate.issuer == issuer.inner.tbs_certificate.subject
    }

    /// How many issuing certificates may stand below it.
    pub(super) fn path_length(&self) -> Option<u8> {
        self.extension::<BasicConstraints>(oid::BASIC_CONSTRAINTS).ok().flatten()?.path_len_constraint
    }

    /// Does it carry a critical extension that nobody here understands?
    pub(super) fn has_unknown_critical(&self) -> bool {
        let known = [
            oid::SUBJECT_KEY_IDENTIFIER,
            oid::KEY_USAGE,
            oid::BASIC_CONSTRAINTS,
            oid::CERTIFICATE_POLICIES,
            oid::AUTHORITY_KEY_IDENTIFIER,
            oid::EXTENDED_KEY_USAGE,
            oid::PRIVATE_KEY_USAGE_PERIOD,
        ];
        let extensions = self.inner.tbs_certificate.extensions.as_deref().unwrap_or_default();
        extensions.iter().any(|extension| extension.critical && !known.contains(&extension.extn_id))
    }

    /// Was it signed by the key of that certificate?
    pub fn is_issued_by(&self, issuer: &Certificate) -> bool {
        let own = &self.inner;
        if !self.names_issuer(issuer) || own.tbs_certificate.signature.oid != own.signature_algorithm.oid {
            return false;
        }
        let parts = (
            PublicKey::of(issuer),
            Scheme::from_oid(own.signature_algorithm.oid),
            first_element(&self.der),
            own.signature.as_bytes(),
        );
        let (Some(key), Some(scheme), Some(message), Some(signature)) = parts else { return false };
        key.verify(scheme, message, signature)
    }

    fn extension<'a, T: Decode<'a>>(&'a self, wanted: ObjectIdentifier) -> Result<Option<T>, CertificateError> {
        let extensions = self.inner.tbs_certificate.extensions.as_deref().unwrap_or_default();
        extensions
            .iter()
            .find(|extension| extension.extn_id == wanted)
            .map(|extension| T::from_der(extension.extn_value.as_bytes()))
            .transpose()
            .map_err(|_| CertificateError::Unreadable)
    }
}

fn attribute(name: &Name, wanted: ObjectIdentifier) -> Option<String> {
    let found = name.0.iter().flat_map(|part| part.0.iter()).find(|pair| pair.oid == wanted)?;
    match found.value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::NumericString | Tag::Ia5String | Tag::TeletexString => {
            String::from_utf8(found.value.value().to_vec()).ok()
        }
        // Older authorities of the state wrote Cyrillic so.
        Tag::BmpString => {
            let units = found.value.value().chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).ok()
        }
        _ => None,
    }
}

/// The bytes of the first element of a sequence as they stand: what is signed in a certificate
/// or a list. Encoding it anew could differ from what its issuer wrote.
pub(super) fn first_element(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    Header::decode(&mut reader).ok()?;
    reader.tlv_bytes().ok()
}

/// Every block of that kind in a PEM text, whatever stands between them.
pub(super) fn from_pem_blocks(text: &str, label: &str) -> Result<Vec<Vec<u8>>, CertificateError> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(&begin) {
        let length = rest[start..].find(&end).ok_or(CertificateError::Unreadable)? + end.len();
        let (_, document) =
            Document::from_pem(&rest[start..start + length]).map_err(|_| CertificateError::Unreadable)?;
        found.push(document.as_bytes().to_vec());
        rest = &rest[start + length..];
    }
    if found.is_empty() && !text.trim().is_empty() {
        return Err(CertificateError::Unreadable);
    }
    Ok(found)
}

pub(super) fn timestamp(time: Time) -> Timestamp {
    // X.509 time ends in the year 9999, which both types hold.
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}
