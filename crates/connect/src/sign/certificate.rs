//! A certificate read once: who it belongs to, from when until when, by whom it is signed.

use std::fmt;

use jiff::Timestamp;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use streebog::Streebog256;
use thiserror::Error;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode, EncodePem, Tag, Tagged, pem::LineEnding};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::name::Name;
use x509_cert::time::Time;

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
    /// The bytes are not a P-256 key.
    #[error("this is not a P-256 key in PKCS#8 PEM")]
    Key,
    /// The key is not the one the certificate was issued for.
    #[error("the key does not belong to the certificate")]
    Mismatch,
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
        let found = x509_cert::Certificate::load_pem_chain(pem.trim_start().as_bytes())
            .map_err(|_| CertificateError::Unreadable)?;
        found
            .into_iter()
            .map(|inner| {
                let der = inner.to_der().map_err(|_| CertificateError::Unreadable)?;
                Ok(Self { inner, der })
            })
            .collect()
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
        let info = &self.inner.tbs_certificate.subject_public_key_info;
        if info.algorithm.oid != oid::EC_PUBLIC_KEY {
            return None;
        }
        VerifyingKey::from_sec1_bytes(info.subject_public_key.as_bytes()?).ok()
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
        ];
        let extensions = self.inner.tbs_certificate.extensions.as_deref().unwrap_or_default();
        extensions.iter().any(|extension| extension.critical && !known.contains(&extension.extn_id))
    }

    /// Was it signed by the key of that certificate?
    pub fn is_issued_by(&self, issuer: &Certificate) -> bool {
        let own = &self.inner;
        if own.tbs_certificate.issuer != issuer.inner.tbs_certificate.subject
            || own.signature_algorithm.oid != oid::ECDSA_WITH_SHA_256
            || own.tbs_certificate.signature != own.signature_algorithm
        {
            return false;
        }
        let (Some(key), Ok(message), Some(signature)) =
            (issuer.p256_key(), own.tbs_certificate.to_der(), own.signature.as_bytes())
        else {
            return false;
        };
        DerSignature::try_from(signature).is_ok_and(|signature| key.verify(&message, &signature).is_ok())
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
    let textual = matches!(
        found.value.tag(),
        Tag::Utf8String | Tag::PrintableString | Tag::NumericString | Tag::Ia5String | Tag::TeletexString
    );
    if !textual {
        return None;
    }
    String::from_utf8(found.value.value().to_vec()).ok()
}

fn timestamp(time: Time) -> Timestamp {
    // X.509 time ends in the year 9999, which both types hold.
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}
