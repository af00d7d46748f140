//! Making a signature in the shape СМЭВ prescribes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::method::Method;
use super::{DSIG, EXCLUSIVE};
use crate::sign::gost::PublicKey;
use crate::sign::{SignFailure, Signer};
use crate::xml::{Element, Exclusive, TRANSFORM, TooLong, WriteError, canonical, transform, write};

/// Why a signature was not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotSigned {
    /// The element has no `Id` to refer to.
    #[error("у подписываемого элемента «{0}» нет атрибута Id")]
    NoId(String),
    /// The signer's key is not a ГОСТ one.
    #[error("ключ подписи не по ГОСТ Р 34.10-2012: СМЭВ другие не принимает")]
    Key,
    /// The element could not be written, so nobody could check the signature.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// The key did not sign.
    #[error("средство подписи отказало: {0}")]
    Failed(#[from] SignFailure),
    /// The signature made does not hold.
    #[error("средство подписи выдало подпись, которая не сходится с его же сертификатом")]
    Wrong,
}

/// Signs an element that has an `Id`; answers with `ds:Signature`, which goes into the
/// container of its role. It certifies the element wherever it will stand.
pub fn sign(element: &Element, signer: &dyn Signer) -> Result<Element, NotSigned> {
    let id = element.attribute("Id").ok_or_else(|| NotSigned::NoId(element.name.local.clone()))?;
    let key = PublicKey::from_certificate(signer.certificate()).map_err(|_| NotSigned::Key)?;
    let method = Method::of_key(&key);
    write(element)?;
    let signed_info = signed_info(id, method, &method.digest(&transform(element)?));
    let message = canonical(&signed_info, &[], &Exclusive::default())?;
    let value = signer.sign_raw(&message)?;
    if !key.verify_digest(&method.digest(&message), &value) {
        return Err(NotSigned::Wrong);
    }
    let certificate = ds("X509Certificate").with_text(STANDARD.encode(signer.certificate().der()));
    Ok(ds("Signature")
        .with(signed_info)
        .with(ds("SignatureValue").with_text(STANDARD.encode(value)))
        .with(ds("KeyInfo").with(ds("X509Data").with(certificate))))
}

fn signed_info(id: &str, method: Method, digest: &[u8]) -> Element {
    let algorithm = |name, uri: &str| ds(name).with_attribute("Algorithm", uri);
    let transforms = ds("Transforms").with(algorithm("Transform", EXCLUSIVE)).with(algorithm("Transform", TRANSFORM));
    let reference = ds("Reference")
        .with_attribute("URI", format!("#{id}"))
        .with(transforms)
        .with(algorithm("DigestMethod", method.digest_uri()))
        .with(ds("DigestValue").with_text(STANDARD.encode(digest)));
    ds("SignedInfo")
        .with(algorithm("CanonicalizationMethod", EXCLUSIVE))
        .with(algorithm("SignatureMethod", method.signature_uri()))
        .with(reference)
}

fn ds(local: &str) -> Element {
    Element::new(DSIG, local)
}
