//! Checks detached signatures and the right of a certificate to make them: content, signed
//! attributes, chain to a known authority, validity at the moment asked about, revocation.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::DerSignature;
use p256::ecdsa::signature::Verifier as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{ObjectIdentifier, OctetStringRef};
use x509_cert::der::{Decode, Encode};
use x509_cert::time::Time;

use super::cms::SigningCertificateV2;
use super::{Certificate, Subject, Verifier, oid};

/// Longest chain followed.
const MAX_CHAIN: usize = 6;
/// A signature is small; anything longer is not one.
const MAX_CMS: usize = 256 * 1024;
/// The clock of a signer may run ahead by this much.
const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

/// Why a signature or certificate is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// The bytes are not a detached CMS signature.
    #[error("this is not a detached CMS signature")]
    Unreadable,
    /// The algorithm is not supported here.
    #[error("the algorithm is not supported")]
    Algorithm,
    /// The content differs from what was signed.
    #[error("the content differs from what was signed")]
    Content,
    /// The signature does not match its certificate.
    #[error("the signature does not match")]
    Signature,
    /// The certificate is not yet valid.
    #[error("the certificate is not yet valid")]
    NotYetValid,
    /// The certificate has expired.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate is revoked.
    #[error("the certificate is revoked")]
    Revoked,
    /// The certificate does not lead to a known authority.
    #[error("the certificate does not lead to a known authority")]
    UnknownAuthority,
    /// The certificate may not be used for signing.
    #[error("the certificate is not meant for signing")]
    NotForSigning,
    /// The stated time of signing cannot be true.
    #[error("the stated time of signing cannot be true")]
    Time,
}

/// What a good signature says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who signed.
    pub subject: Subject,
    /// Serial number of the certificate, lower-case hex.
    pub serial: String,
    /// Time of signing as the signer states it.
    pub signed_at: Timestamp,
    /// Validity of the certificate.
    pub valid_from: Timestamp,
    /// Last moment of validity of the certificate.
    pub valid_until: Timestamp,
}

/// A revoked certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Serial number, lower-case hex.
    pub serial: String,
    /// From when; signatures made before stay good.
    pub at: Timestamp,
}

/// Authorities whose certificates are trusted, and what they revoked.
#[derive(Debug, Clone, Default)]
pub struct Authorities {
    /// Root certificates.
    pub roots: Vec<Certificate>,
    /// Revoked certificates.
    pub revoked: Vec<Revoked>,
}

impl Authorities {
    /// May this certificate sign at that moment?
    pub fn check(&self, certificate: &Certificate, chain: &[Certificate], at: Timestamp) -> Result<(), Invalid> {
        if !certificate.may_sign() {
            return Err(Invalid::NotForSigning);
        }
        self.check_one(certificate, at)?;
        let mut current = certificate;
        for depth in 0..MAX_CHAIN {
            let issued = |issuer: &&Certificate| {
                issuer.may_issue()
                    && issuer.path_length().is_none_or(|most| usize::from(most) >= depth)
                    && current.is_issued_by(issuer)
            };
            if let Some(root) = self.roots.iter().find(issued) {
                return self.check_one(root, at);
            }
            let Some(next) = chain.iter().find(issued) else {
                return Err(Invalid::UnknownAuthority);
            };
            self.check_one(next, at)?;
            current = next;
        }
        Err(Invalid::UnknownAuthority)
    }

    fn check_one(&self, certificate: &Certificate, at: Timestamp) -> Result<(), Invalid> {
        if at < certificate.valid_from() {
            return Err(Invalid::NotYetValid);
        }
        if at > certificate.valid_until() {
            return Err(Invalid::Expired);
        }
        if certificate.has_unknown_critical() {
            return Err(Invalid::NotForSigning);
        }
        let serial = certificate.serial();
        if self.revoked.iter().any(|revoked| revoked.serial == serial && at >= revoked.at) {
            return Err(Invalid::Revoked);
        }
        Ok(())
    }
}

/// Checks P-256 signatures against known authorities.
#[derive(Debug, Clone)]
pub struct LocalVerifier {
    authorities: Authorities,
}

impl LocalVerifier {
    /// A verifier that trusts these authorities.
    pub fn new(authorities: Authorities) -> Self {
        Self { authorities }
    }

    pub(super) fn check(&self, content: &[u8], cms: &[u8], at: Timestamp) -> Result<Signed, Invalid> {
        let (signed, info) = read(cms)?;
        let enclosed = enclosed(&signed)?;
        let certificate = enclosed.iter().find(|found| is_named(found, &info.sid)).ok_or(Invalid::Unreadable)?;
        check_signature(&info, certificate)?;
        check_attributes(&info, certificate, content)?;
        let signed_at = signing_time(&info)?;
        if signed_at > at + LEEWAY {
            return Err(Invalid::Time);
        }
        self.authorities.check(certificate, &enclosed, at)?;
        if signed_at + LEEWAY < certificate.valid_from() {
            return Err(Invalid::Time);
        }
        Ok(Signed {
            subject: certificate.subject(),
            serial: certificate.serial(),
            signed_at,
            valid_from: certificate.valid_from(),
            valid_until: certificate.valid_until(),
        })
    }
}

impl Verifier for LocalVerifier {
    fn verify(&self, content: &[u8], cms: &[u8], at: Timestamp) -> Result<Signed, Invalid> {
        self.check(content, cms, at)
    }
}

fn read(cms: &[u8]) -> Result<(SignedData, SignerInfo), Invalid> {
    if cms.len() > MAX_CMS {
        return Err(Invalid::Unreadable);
    }
    let outer = ContentInfo::from_der(cms).map_err(|_| Invalid::Unreadable)?;
    if outer.content_type != oid::SIGNED_DATA {
        return Err(Invalid::Unreadable);
    }
    let signed: SignedData = outer.content.decode_as().map_err(|_| Invalid::Unreadable)?;
    // Detached, one signer: what we make and what a result carries.
    if signed.encap_content_info.econtent.is_some() || signed.signer_infos.0.len() != 1 {
        return Err(Invalid::Unreadable);
    }
    let info = signed.signer_infos.0.get(0).cloned().ok_or(Invalid::Unreadable)?;
    Ok((signed, info))
}

fn enclosed(signed: &SignedData) -> Result<Vec<Certificate>, Invalid> {
    let Some(set) = &signed.certificates else {
        return Err(Invalid::Unreadable);
    };
    let mut found = Vec::new();
    for choice in set.0.iter() {
        if let CertificateChoices::Certificate(inner) = choice {
            let der = inner.to_der().map_err(|_| Invalid::Unreadable)?;
            found.push(Certificate::from_der(&der).map_err(|_| Invalid::Unreadable)?);
        }
    }
    Ok(found)
}

fn is_named(certificate: &Certificate, named: &SignerIdentifier) -> bool {
    let tbs = &certificate.inner().tbs_certificate;
    match named {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == tbs.issuer && named.serial_number == tbs.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(_) => false,
    }
}

fn check_signature(info: &SignerInfo, certificate: &Certificate) -> Result<(), Invalid> {
    if info.digest_alg.oid != oid::SHA_256 || info.signature_algorithm.oid != oid::ECDSA_WITH_SHA_256 {
        return Err(Invalid::Algorithm);
    }
    let key = certificate.p256_key().ok_or(Invalid::Algorithm)?;
    let attributes = info.signed_attrs.as_ref().ok_or(Invalid::Unreadable)?;
    let message = attributes.to_der().map_err(|_| Invalid::Unreadable)?;
    let signature = DerSignature::try_from(info.signature.as_bytes()).map_err(|_| Invalid::Signature)?;
    key.verify(&message, &signature).map_err(|_| Invalid::Signature)
}

fn check_attributes(info: &SignerInfo, certificate: &Certificate, content: &[u8]) -> Result<(), Invalid> {
    let kind: ObjectIdentifier = single(info, oid::CONTENT_TYPE)?.decode_as().map_err(|_| Invalid::Unreadable)?;
    if kind != oid::DATA {
        return Err(Invalid::Unreadable);
    }
    let value = single(info, oid::MESSAGE_DIGEST)?;
    let digest: OctetStringRef<'_> = value.decode_as().map_err(|_| Invalid::Unreadable)?;
    if digest.as_bytes() != &Sha256::digest(content)[..] {
        return Err(Invalid::Content);
    }
    let identity: SigningCertificateV2 =
        single(info, oid::SIGNING_CERTIFICATE_V2)?.decode_as().map_err(|_| Invalid::Unreadable)?;
    let first = identity.certs.first().ok_or(Invalid::Unreadable)?;
    if first.hash_algorithm.as_ref().is_some_and(|algorithm| algorithm.oid != oid::SHA_256) {
        return Err(Invalid::Algorithm);
    }
    if first.cert_hash.as_bytes() != &Sha256::digest(certificate.der())[..] {
        return Err(Invalid::Signature);
    }
    Ok(())
}

fn signing_time(info: &SignerInfo) -> Result<Timestamp, Invalid> {
    let value = single(info, oid::SIGNING_TIME)?.to_der().map_err(|_| Invalid::Unreadable)?;
    let time = Time::from_der(&value).map_err(|_| Invalid::Unreadable)?;
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .ok_or(Invalid::Time)
}

/// The only value of the only signed attribute of that kind.
fn single(info: &SignerInfo, kind: ObjectIdentifier) -> Result<&x509_cert::der::Any, Invalid> {
    let attributes = info.signed_attrs.as_ref().ok_or(Invalid::Unreadable)?;
    let mut found = attributes.iter().filter(|attribute: &&Attribute| attribute.oid == kind);
    match (found.next(), found.next()) {
        (Some(attribute), None) if attribute.values.len() == 1 => attribute.values.get(0).ok_or(Invalid::Unreadable),
        _ => Err(Invalid::Unreadable),
    }
}
