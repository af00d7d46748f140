//! Makes detached CMS SignedData with the attributes of CAdES-BES, after checking that the
//! signer may sign now (RESULT-02).

use std::sync::Arc;
use std::time::Duration;

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use jiff::Timestamp;
use thiserror::Error;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use x509_cert::der::{Any, Decode, Encode, Sequence};
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::verify::{Authorities, Invalid, LocalVerifier};
use super::{Algorithms, Certificate, SignFailure, Signer, oid};

/// In whose name a signature is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// «Фамилия Имя Отчество» of the official.
    pub name: String,
    /// ОГРН of the authority; the certificate must carry it when given.
    pub ogrn: Option<String>,
}

/// Why a signature was not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SigningRefused {
    /// The certificate names another person.
    #[error("the certificate belongs to another person")]
    WrongPerson,
    /// The certificate names another body.
    #[error("the certificate belongs to another body")]
    WrongBody,
    /// The certificate does not hold now; says why.
    #[error("the certificate may not be used now: {0}")]
    Certificate(#[from] Invalid),
    /// The key did not sign.
    #[error(transparent)]
    Failed(#[from] SignFailure),
    /// The structure could not be encoded.
    #[error("the signature could not be encoded")]
    Encoding,
}

/// Signs documents in the name of an official.
#[derive(Debug, Clone)]
pub struct CmsSigner {
    signer: Arc<dyn Signer>,
    authorities: Authorities,
}

impl CmsSigner {
    /// A signer of documents whose certificate must lead to one of the authorities.
    pub fn new(signer: Arc<dyn Signer>, authorities: Authorities) -> Self {
        Self { signer, authorities }
    }

    /// The certificate it signs with.
    pub fn certificate(&self) -> &Certificate {
        self.signer.certificate()
    }

    /// Algorithms of its key.
    pub fn algorithms(&self) -> Algorithms {
        self.signer.algorithms()
    }

    /// A raw signature in the name of an official who may sign now, for codes that stand alone.
    pub fn sign_raw(&self, message: &[u8], who: &Who, now: Timestamp) -> Result<Vec<u8>, SigningRefused> {
        self.check(who, now)?;
        Ok(self.signer.sign_raw(message)?)
    }

    /// Could this official sign now? Tells before anything is prepared.
    pub fn check(&self, who: &Who, now: Timestamp) -> Result<(), SigningRefused> {
        let certificate = self.signer.certificate();
        let subject = certificate.subject();
        let named = subject.person.as_deref().unwrap_or(&subject.common_name);
        if folded(named) != folded(&who.name) {
            return Err(SigningRefused::WrongPerson);
        }
        if who.ogrn.is_some() && who.ogrn != subject.ogrn {
            return Err(SigningRefused::WrongBody);
        }
        self.authorities.check(certificate, self.signer.chain(), now)?;
        if !certificate.key_holds(now) {
            return Err(Invalid::KeyPeriod.into());
        }
        Ok(())
    }

    /// Makes a detached signature over the content; refuses before touching the key when the
    /// certificate is another person's, not yet valid, expired, revoked or of no known
    /// authority, and checks its own work before giving it away.
    pub fn sign(&self, content: &[u8], who: &Who, now: Timestamp) -> Result<Vec<u8>, SigningRefused> {
        self.check(who, now)?;
        let cms = build(self.signer.as_ref(), content, now)?;
        LocalVerifier::new(self.authorities.clone()).check(content, &cms, now)?;
        Ok(cms)
    }
}

/// Makes a detached CAdES-BES signature for whoever holds the key: the certificate must hold now
/// and be meant for signing; whom it leads to, the one who checks decides.
pub fn sign_document(signer: &dyn Signer, content: &[u8], now: Timestamp) -> Result<Vec<u8>, SigningRefused> {
    super::verify::check_alone(signer.certificate(), now)?;
    build(signer, content, now)
}

/// Letter case, ё and spacing do not make another person.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е")
}

/// RFC 5035: names the certificate by its hash, so that it cannot be exchanged.
#[derive(Sequence)]
pub(super) struct SigningCertificateV2 {
    pub(super) certs: Vec<EssCertIdV2>,
}

/// One certificate by its hash; the algorithm left out means SHA-256.
#[derive(Sequence)]
pub(super) struct EssCertIdV2 {
    #[asn1(optional = "true")]
    pub(super) hash_algorithm: Option<AlgorithmIdentifierOwned>,
    pub(super) cert_hash: OctetString,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

/// Issuer and serial number in the form of RFC 5035.
#[derive(Sequence)]
pub(super) struct IssuerSerial {
    pub(super) issuer: GeneralNames,
    pub(super) serial_number: SerialNumber,
}

fn build(signer: &dyn Signer, content: &[u8], now: Timestamp) -> Result<Vec<u8>, SigningRefused> {
    let certificate = signer.certificate();
    let algorithms = signer.algorithms();
    let attributes = attributes(signer, content, now).map_err(|_| SigningRefused::Encoding)?;
    let message = attributes.to_der().map_err(|_| SigningRefused::Encoding)?;
    let signature = signer.sign_for_cms(&message)?;
    assemble(certificate, signer.chain(), algorithms, attributes, signature).map_err(|_| SigningRefused::Encoding)
}

fn attributes(signer: &dyn Signer, content: &[u8], now: Timestamp) -> x509_cert::der::Result<SetOfVec<Attribute>> {
    let certificate = signer.certificate();
    let tbs = &certificate.inner().tbs_certificate;
    let digest = signer.algorithms().digest;
    let identity = SigningCertificateV2 {
        certs: vec![EssCertIdV2 {
            // RFC 5035: SHA-256 is the default, and DER leaves defaults out.
            hash_algorithm: (digest != oid::SHA_256)
                .then_some(AlgorithmIdentifierOwned { oid: digest, parameters: None }),
            cert_hash: OctetString::new(signer.digest(certificate.der()))?,
            issuer_serial: Some(IssuerSerial {
                issuer: vec![GeneralName::DirectoryName(tbs.issuer.clone())],
                serial_number: tbs.serial_number.clone(),
            }),
        }],
    };
    SetOfVec::try_from(vec![
        attribute(oid::CONTENT_TYPE, &oid::DATA)?,
        attribute(oid::MESSAGE_DIGEST, &OctetString::new(signer.digest(content))?)?,
        attribute(oid::SIGNING_TIME, &time(now)?)?,
        attribute(oid::SIGNING_CERTIFICATE_V2, &identity)?,
    ])
}

fn attribute(kind: ObjectIdentifier, value: &impl Encode) -> x509_cert::der::Result<Attribute> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok(Attribute { oid: kind, values: SetOfVec::try_from(vec![value])? })
}

/// RFC 5652 11.3: UTCTime through 2049, GeneralizedTime after.
pub(super) fn time(moment: Timestamp) -> x509_cert::der::Result<Time> {
    let seconds = Duration::from_secs(u64::try_from(moment.as_second()).unwrap_or(0));
    match UtcTime::from_unix_duration(seconds) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => Ok(Time::GeneralTime(GeneralizedTime::from_unix_duration(seconds)?)),
    }
}

fn assemble(
    certificate: &Certificate,
    chain: &[Certificate],
    algorithms: super::Algorithms,
    attributes: SetOfVec<Attribute>,
    signature: Vec<u8>,
) -> x509_cert::der::Result<Vec<u8>> {
    let tbs = &certificate.inner().tbs_certificate;
    let digest = AlgorithmIdentifierOwned { oid: algorithms.digest, parameters: None };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer.clone(),
            serial_number: tbs.serial_number.clone(),
        }),
        digest_alg: digest.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: algorithms.signature, parameters: None },
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let enclosed = std::iter::once(certificate)
        .chain(chain)
        .map(|certificate| CertificateChoices::Certificate(certificate.inner().clone()))
        .collect::<Vec<_>>();
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![digest])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: oid::DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(enclosed)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    let content = Any::from_der(&signed.to_der()?)?;
    ContentInfo { content_type: oid::SIGNED_DATA, content }.to_der()
}
