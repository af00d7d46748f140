//! Checks detached signatures and the right of a certificate to make them: content, signed
//! attributes, chain to a known authority, validity at the moment asked about, revocation.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{ObjectIdentifier, OctetStringRef};
use x509_cert::der::{Decode, Encode};
use x509_cert::time::Time;

use super::cms::SigningCertificateV2;
use super::crl::RevocationList;
use super::key::{Hash, PublicKey, Scheme};
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
    /// The term of the private key has not begun or is over.
    #[error("the term of the private key does not hold")]
    KeyPeriod,
    /// The certificate is revoked.
    #[error("the certificate is revoked")]
    Revoked,
    /// The revocation list is out of date.
    #[error("the revocation list has expired")]
    RevocationListExpired,
    /// The revocation list is not what its authority signed.
    #[error("the revocation list is not signed by its authority")]
    RevocationList,
    /// The certificate differs from what its authority signed.
    #[error("the certificate differs from what its authority signed")]
    CertificateSignature,
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

/// What a CMS signature carries beside the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// CAdES-BES: the certificate is signed too and cannot be exchanged.
    CadesBes,
    /// Signed attributes without the certificate's hash.
    Attributes,
    /// The content alone.
    Bare,
}

/// Which forms a verifier accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accepts {
    CadesBes,
    AnyForm,
}

/// What a good signature says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who signed.
    pub subject: Subject,
    /// Serial number of the certificate, lower-case hex.
    pub serial: String,
    /// Time of signing as the signer states it; a bare signature states none.
    pub signed_at: Option<Timestamp>,
    /// What the signature carries beside the content.
    pub form: Form,
    /// How it is computed.
    pub scheme: Scheme,
    /// As of when revocation lists were asked; none when the signer's authority has no list here.
    pub revocation_known_at: Option<Timestamp>,
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
    /// Revocation lists of these authorities and of those they trust.
    pub lists: Vec<RevocationList>,
}

impl Authorities {
    /// May this certificate sign at that moment?
    pub fn check(&self, certificate: &Certificate, chain: &[Certificate], at: Timestamp) -> Result<(), Invalid> {
        self.follow(certificate, chain, at).map(|_| ())
    }

    /// The same, and as of when the revocation of the certificate is known.
    fn follow(
        &self,
        certificate: &Certificate,
        chain: &[Certificate],
        at: Timestamp,
    ) -> Result<Option<Timestamp>, Invalid> {
        if !certificate.may_sign() {
            return Err(Invalid::NotForSigning);
        }
        self.check_one(certificate, at)?;
        let mut known_at = None;
        let mut current = certificate;
        for depth in 0..MAX_CHAIN {
            let (issuer, is_root) = self.issuer(current, chain, depth)?;
            let known = self.check_list(current, issuer, at)?;
            if depth == 0 {
                known_at = known;
            }
            self.check_one(issuer, at)?;
            if is_root {
                return Ok(known_at);
            }
            current = issuer;
        }
        Err(Invalid::UnknownAuthority)
    }

    /// Who issued a certificate: a trusted root before anything that came with the signature.
    fn issuer<'a>(
        &'a self,
        current: &Certificate,
        chain: &'a [Certificate],
        depth: usize,
    ) -> Result<(&'a Certificate, bool), Invalid> {
        let known = self.roots.iter().map(|root| (root, true)).chain(chain.iter().map(|link| (link, false)));
        let mut found = Err(Invalid::UnknownAuthority);
        for (issuer, is_root) in known.filter(|(issuer, _)| current.names_issuer(issuer)) {
            let may = issuer.may_issue() && issuer.path_length().is_none_or(|most| usize::from(most) >= depth);
            if may && current.is_issued_by(issuer) {
                return Ok((issuer, is_root));
            }
            if may && is_root && current.names_key_of(issuer) {
                found = Err(Invalid::CertificateSignature);
            }
        }
        found
    }

    /// Asks the newest list of the issuer, if there is one here.
    fn check_list(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, Invalid> {
        let subject = &issuer.inner().tbs_certificate.subject;
        let lists = self.lists.iter().filter(|list| list.issuer() == subject);
        let Some(newest) = lists.max_by_key(|list| list.issued_at()) else { return Ok(None) };
        newest.judge(certificate, issuer, at)?;
        Ok(Some(newest.issued_at()))
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

/// Checks ГОСТ, P-256 and RSA signatures against known authorities.
#[derive(Debug, Clone)]
pub struct LocalVerifier {
    authorities: Authorities,
    accepts: Accepts,
}

impl LocalVerifier {
    /// A verifier of CAdES-BES that trusts these authorities: what a result must carry.
    pub fn new(authorities: Authorities) -> Self {
        Self { authorities, accepts: Accepts::CadesBes }
    }

    /// A verifier that also takes plain CMS, as other programs make it.
    pub fn of_any_form(authorities: Authorities) -> Self {
        Self { authorities, accepts: Accepts::AnyForm }
    }

    pub(super) fn check(&self, content: &[u8], cms: &[u8], at: Timestamp) -> Result<Signed, Invalid> {
        let (signed, info) = read(cms)?;
        let enclosed = enclosed(&signed)?;
        let certificate = enclosed.iter().find(|found| is_named(found, &info.sid)).ok_or(Invalid::Unreadable)?;
        let scheme = Scheme::from_cms(info.digest_alg.oid, info.signature_algorithm.oid).ok_or(Invalid::Algorithm)?;
        check_signature(&info, certificate, scheme, content)?;
        let form = form(&info, certificate, scheme, content)?;
        if self.accepts == Accepts::CadesBes && form != Form::CadesBes {
            return Err(Invalid::Unreadable);
        }
        let signed_at = signing_time(&info, form)?;
        if signed_at.is_some_and(|signed_at| signed_at > at + LEEWAY) {
            return Err(Invalid::Time);
        }
        let revocation_known_at = self.authorities.follow(certificate, &enclosed, at)?;
        if signed_at.is_some_and(|signed_at| signed_at + LEEWAY < certificate.valid_from()) {
            return Err(Invalid::Time);
        }
        if !certificate.key_holds(signed_at.unwrap_or(at)) {
            return Err(Invalid::KeyPeriod);
        }
        Ok(Signed {
            subject: certificate.subject(),
            serial: certificate.serial(),
            signed_at,
            form,
            scheme,
            revocation_known_at,
            valid_from: certificate.valid_from(),
            valid_until: certificate.valid_until(),
        })
    }
}

/// May this certificate sign now, whoever issued it?
pub(super) fn check_alone(certificate: &Certificate, now: Timestamp) -> Result<(), Invalid> {
    if !certificate.may_sign() {
        return Err(Invalid::NotForSigning);
    }
    Authorities::default().check_one(certificate, now)?;
    if certificate.key_holds(now) { Ok(()) } else { Err(Invalid::KeyPeriod) }
}

/// The signer's certificate as a signature encloses it, whether or not it holds.
pub fn signer_of(cms: &[u8]) -> Result<Certificate, Invalid> {
    let (signed, info) = read(cms)?;
    enclosed(&signed)?.into_iter().find(|found| is_named(found, &info.sid)).ok_or(Invalid::Unreadable)
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

fn check_signature(
    info: &SignerInfo,
    certificate: &Certificate,
    scheme: Scheme,
    content: &[u8],
) -> Result<(), Invalid> {
    let key = PublicKey::of(certificate).ok_or(Invalid::Algorithm)?;
    if key.scheme() != scheme {
        return Err(Invalid::Algorithm);
    }
    let signature = info.signature.as_bytes();
    let holds = match &info.signed_attrs {
        Some(attributes) => {
            let message = attributes.to_der().map_err(|_| Invalid::Unreadable)?;
            key.verify(scheme, &message, signature)
        }
        None => key.verify(scheme, content, signature),
    };
    if holds { Ok(()) } else { Err(Invalid::Signature) }
}

/// Checks the signed attributes; the form is what they amount to.
fn form(info: &SignerInfo, certificate: &Certificate, scheme: Scheme, content: &[u8]) -> Result<Form, Invalid> {
    let Some(attributes) = &info.signed_attrs else { return Ok(Form::Bare) };
    let kind: ObjectIdentifier = single(info, oid::CONTENT_TYPE)?.decode_as().map_err(|_| Invalid::Unreadable)?;
    if kind != oid::DATA {
        return Err(Invalid::Unreadable);
    }
    let value = single(info, oid::MESSAGE_DIGEST)?;
    let digest: OctetStringRef<'_> = value.decode_as().map_err(|_| Invalid::Unreadable)?;
    if digest.as_bytes() != scheme.hash().digest(content) {
        return Err(Invalid::Content);
    }
    if !attributes.iter().any(|attribute| attribute.oid == oid::SIGNING_CERTIFICATE_V2) {
        return Ok(Form::Attributes);
    }
    let identity: SigningCertificateV2 =
        single(info, oid::SIGNING_CERTIFICATE_V2)?.decode_as().map_err(|_| Invalid::Unreadable)?;
    let first = identity.certs.first().ok_or(Invalid::Unreadable)?;
    let hash = match &first.hash_algorithm {
        None => Hash::Sha256,
        Some(algorithm) => Hash::from_oid(algorithm.oid).ok_or(Invalid::Algorithm)?,
    };
    if first.cert_hash.as_bytes() != hash.digest(certificate.der()) {
        return Err(Invalid::Signature);
    }
    Ok(Form::CadesBes)
}

fn signing_time(info: &SignerInfo, form: Form) -> Result<Option<Timestamp>, Invalid> {
    let stated = info.signed_attrs.iter().flat_map(|attributes| attributes.iter());
    if form != Form::CadesBes && !stated.into_iter().any(|attribute| attribute.oid == oid::SIGNING_TIME) {
        return Ok(None);
    }
    let value = single(info, oid::SIGNING_TIME)?.to_der().map_err(|_| Invalid::Unreadable)?;
    let time = Time::from_der(&value).map_err(|_| Invalid::Unreadable)?;
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| Invalid::Time)?;
    Timestamp::from_second(seconds).map(Some).map_err(|_| Invalid::Time)
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
