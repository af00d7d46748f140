//! A certification authority for the demo and tests: made from the caller's randomness, good
//! for nothing else. Its names say so.

use jiff::Timestamp;
use p256::SecretKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_cert::TbsCertificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::certificate::Version;
use x509_cert::der::asn1::{BitString, ObjectIdentifier, OctetString, SetOfVec};
use x509_cert::der::flagset::FlagSet;
use x509_cert::der::{Any, Decode, Encode, Tag};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::Validity;

use super::cms::time;
use super::{Certificate, CertificateError, gost, oid};

/// Fills a slice with randomness; the caller owns the source.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// Ten years, in seconds.
const ROOT_LIFE: i64 = 10 * 365 * 24 * 3600;

/// A demo certification authority.
#[derive(Debug, Clone)]
pub struct DemoAuthority {
    key: SigningKey,
    certificate: Certificate,
}

/// To whom a demo certificate is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoSubject {
    /// «Фамилия Имя Отчество», or the name of a system.
    pub name: String,
    /// Post.
    pub post: Option<String>,
    /// Public body.
    pub organisation: Option<String>,
    /// ОГРН of the body.
    pub ogrn: Option<String>,
    /// СНИЛС of the person, eleven digits.
    pub snils: Option<String>,
    /// ИНН of the body.
    pub inn: Option<String>,
}

/// A key and its certificate, both PEM.
#[derive(Clone)]
pub struct Issued {
    /// PKCS#8 key.
    pub key_pem: String,
    /// Certificate.
    pub certificate_pem: String,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Issued")
    }
}

/// Makes a demo authority valid from a day before `now` for ten years.
pub fn demo_authority(now: Timestamp, random: Random<'_>) -> Result<DemoAuthority, CertificateError> {
    let key = new_key(random)?;
    let subject = DemoSubject {
        name: "Демонстрационный УЦ okno (не аккредитован)".to_owned(),
        organisation: Some("Демонстрация okno".to_owned()),
        ..DemoSubject::default()
    };
    let name = name_of(&subject, false)?;
    let from = now - jiff::SignedDuration::from_hours(24);
    let until = now + jiff::SignedDuration::from_secs(ROOT_LIFE);
    let holder = public_key(&key).map_err(|_| CertificateError::NotMade)?;
    let certificate = issue(Wanted { subject: name.clone(), holder, from, until, ca: true }, &name, &key, random)?;
    Ok(DemoAuthority { key, certificate })
}

impl DemoAuthority {
    /// Reads an authority that was written with [`DemoAuthority::key_pem`] and its certificate.
    pub fn from_pem(key: &str, certificate: &str) -> Result<Self, CertificateError> {
        let key = SigningKey::from_pkcs8_pem(key).map_err(|_| CertificateError::Key)?;
        let certificate = Certificate::from_pem(certificate)?;
        if certificate.p256_key().as_ref() != Some(key.verifying_key()) {
            return Err(CertificateError::Mismatch);
        }
        Ok(Self { key, certificate })
    }

    /// Its own certificate, the root of trust of the demo.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its key as PKCS#8 PEM.
    pub fn key_pem(&self) -> Result<String, CertificateError> {
        key_pem(&self.key)
    }

    /// Issues a signing certificate.
    pub fn issue(
        &self,
        subject: &DemoSubject,
        from: Timestamp,
        until: Timestamp,
        random: Random<'_>,
    ) -> Result<Issued, CertificateError> {
        let key = new_key(random)?;
        let holder = public_key(&key).map_err(|_| CertificateError::NotMade)?;
        let certificate = self.certify(subject, holder, (from, until), random)?;
        Ok(Issued { key_pem: key_pem(&key)?, certificate_pem: certificate.pem() })
    }

    /// Issues a signing certificate for a new ГОСТ key of 256 bits.
    pub fn issue_gost(
        &self,
        subject: &DemoSubject,
        from: Timestamp,
        until: Timestamp,
        random: Random<'_>,
    ) -> Result<Issued, CertificateError> {
        let not_made = |_| CertificateError::NotMade;
        let key = gost::PrivateKey::generate(gost::Curve::Tc26A256, random).map_err(not_made)?;
        let holder = key.public_key().map_err(not_made)?.to_spki().map_err(|_| CertificateError::NotMade)?;
        let certificate = self.certify(subject, holder, (from, until), random)?;
        Ok(Issued { key_pem: key.to_pkcs8_pem().map_err(not_made)?.to_string(), certificate_pem: certificate.pem() })
    }

    fn certify(
        &self,
        subject: &DemoSubject,
        holder: SubjectPublicKeyInfoOwned,
        (from, until): (Timestamp, Timestamp),
        random: Random<'_>,
    ) -> Result<Certificate, CertificateError> {
        let wanted = Wanted { subject: name_of(subject, true)?, holder, from, until, ca: false };
        let issuer = self.certificate.inner().tbs_certificate.subject.clone();
        issue(wanted, &issuer, &self.key, random)
    }
}

struct Wanted {
    subject: Name,
    holder: SubjectPublicKeyInfoOwned,
    from: Timestamp,
    until: Timestamp,
    ca: bool,
}

fn issue(
    wanted: Wanted,
    issuer: &Name,
    issuer_key: &SigningKey,
    random: Random<'_>,
) -> Result<Certificate, CertificateError> {
    build(wanted, issuer, issuer_key, random).map_err(|_| CertificateError::NotMade)
}

fn build(
    wanted: Wanted,
    issuer: &Name,
    issuer_key: &SigningKey,
    random: Random<'_>,
) -> x509_cert::der::Result<Certificate> {
    let algorithm = AlgorithmIdentifierOwned { oid: oid::ECDSA_WITH_SHA_256, parameters: None };
    let mut serial = [0; 16];
    random(&mut serial);
    // Positive and of full length.
    serial[0] = serial[0] & 0x7f | 0x40;
    let tbs = TbsCertificate {
        version: Version::V3,
        serial_number: SerialNumber::new(&serial)?,
        signature: algorithm.clone(),
        issuer: issuer.clone(),
        validity: Validity { not_before: time(wanted.from)?, not_after: time(wanted.until)? },
        extensions: Some(extensions(wanted.ca, &wanted.holder, &public_key(issuer_key)?)?),
        subject: wanted.subject,
        subject_public_key_info: wanted.holder,
        issuer_unique_id: None,
        subject_unique_id: None,
    };
    let signature: DerSignature = issuer_key.sign(&tbs.to_der()?);
    let certificate = x509_cert::Certificate {
        tbs_certificate: tbs,
        signature_algorithm: algorithm,
        signature: BitString::from_bytes(signature.as_bytes())?,
    };
    Certificate::from_der(&certificate.to_der()?).map_err(|_| x509_cert::der::ErrorKind::Failed.into())
}

fn extensions(
    ca: bool,
    holder: &SubjectPublicKeyInfoOwned,
    issuer: &SubjectPublicKeyInfoOwned,
) -> x509_cert::der::Result<Vec<Extension>> {
    let usage: FlagSet<KeyUsages> = if ca {
        KeyUsages::KeyCertSign | KeyUsages::CRLSign
    } else {
        KeyUsages::DigitalSignature | KeyUsages::NonRepudiation
    };
    let basic = BasicConstraints { ca, path_len_constraint: ca.then_some(0) };
    let subject_key = SubjectKeyIdentifier(OctetString::new(key_id(holder))?);
    let mut found = vec![
        extension(oid::BASIC_CONSTRAINTS, true, &basic)?,
        extension(oid::KEY_USAGE, true, &KeyUsage(usage))?,
        extension(oid::SUBJECT_KEY_IDENTIFIER, false, &subject_key)?,
    ];
    if !ca {
        let authority_key = AuthorityKeyIdentifier {
            key_identifier: Some(OctetString::new(key_id(issuer))?),
            authority_cert_issuer: None,
            authority_cert_serial_number: None,
        };
        found.push(extension(oid::AUTHORITY_KEY_IDENTIFIER, false, &authority_key)?);
    }
    Ok(found)
}

fn extension(kind: ObjectIdentifier, critical: bool, value: &impl Encode) -> x509_cert::der::Result<Extension> {
    Ok(Extension { extn_id: kind, critical, extn_value: OctetString::new(value.to_der()?)? })
}

/// RFC 7093, method 1: the first 160 bits of SHA-256 of the key.
fn key_id(key: &SubjectPublicKeyInfoOwned) -> Vec<u8> {
    Sha256::digest(key.subject_public_key.raw_bytes())[..20].to_vec()
}

fn public_key(key: &SigningKey) -> x509_cert::der::Result<SubjectPublicKeyInfoOwned> {
    let document = key.verifying_key().to_public_key_der().map_err(|_| x509_cert::der::ErrorKind::Failed)?;
    SubjectPublicKeyInfoOwned::from_der(document.as_bytes())
}

fn name_of(subject: &DemoSubject, is_person: bool) -> Result<Name, CertificateError> {
    let mut parts = vec![(oid::COUNTRY, Tag::PrintableString, "RU")];
    parts.push((oid::COMMON_NAME, Tag::Utf8String, &subject.name));
    if let Some((surname, given)) = subject.name.split_once(' ').filter(|_| is_person) {
        parts.push((oid::SURNAME, Tag::Utf8String, surname));
        parts.push((oid::GIVEN_NAME, Tag::Utf8String, given));
    }
    for (kind, tag, value) in [
        (oid::ORGANISATION, Tag::Utf8String, &subject.organisation),
        (oid::POST, Tag::Utf8String, &subject.post),
        (oid::OGRN, Tag::NumericString, &subject.ogrn),
        (oid::SNILS, Tag::NumericString, &subject.snils),
        (oid::INN_ORGANISATION, Tag::NumericString, &subject.inn),
    ] {
        if let Some(value) = value {
            parts.push((kind, tag, value));
        }
    }
    let mut name = RdnSequence::default();
    for (kind, tag, text) in parts {
        let pair = AttributeTypeAndValue {
            oid: kind,
            value: Any::new(tag, text.as_bytes()).map_err(|_| CertificateError::NotMade)?,
        };
        let one = SetOfVec::try_from(vec![pair]).map_err(|_| CertificateError::NotMade)?;
        name.0.push(RelativeDistinguishedName(one));
    }
    Ok(name)
}

fn new_key(random: Random<'_>) -> Result<SigningKey, CertificateError> {
    // A random 32-byte number is no key with chance 2^-32; a broken source must not loop for ever.
    for _ in 0..16 {
        let mut bytes = [0; 32];
        random(&mut bytes);
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return Ok(SigningKey::from(key));
        }
    }
    Err(CertificateError::NotMade)
}

fn key_pem(key: &SigningKey) -> Result<String, CertificateError> {
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| CertificateError::NotMade)?;
    Ok(pem.to_string())
}
