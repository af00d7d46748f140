//! Reading a signature strictly and checking it: what it refers to, its digest, its value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::method::Method;
use super::refusal::Refusal;
use super::slot::{Role, Slot, slots};
use super::{DSIG, EXCLUSIVE};
use crate::sign::Certificate;
use crate::sign::gost::PublicKey;
use crate::xml::{Document, Element, Exclusive, Node, TRANSFORM, canonical, transform};

/// How the inside of the signature was laid out when it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// As it stands.
    AsIs,
    /// White space was put between its elements afterwards, against МР 3.3 table 4. It means
    /// nothing there; messages that were stored «nicely» have it.
    Added,
}

/// A signature that was read; nothing is known yet about whether it holds.
#[derive(Debug, Clone)]
pub struct Signature<'a> {
    role: Role,
    element: &'a Element,
    signed_info: &'a Element,
    method: Method,
    digest_method: Method,
    digest: Vec<u8>,
    value: Vec<u8>,
    certificate: Certificate,
    key: PublicKey,
}

/// A signature that holds. Whether its certificate may be trusted is another question.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    /// Whose signature it is.
    pub role: Role,
    /// What is signed: whoever acts on the message reads this element and no other.
    pub element: &'a Element,
    /// Its certificate.
    pub certificate: Certificate,
    /// How its inside is laid out.
    pub spacing: Spacing,
    /// The bytes that are signed.
    pub content: Vec<u8>,
}

/// Checks the signature of that role in a message: it is there, it certifies what stands where
/// the message keeps it, and it holds.
pub fn verify(document: &Document, role: Role) -> Result<Verified<'_>, Refusal> {
    let slot = slots(document)?.into_iter().find(|slot| slot.role == role).ok_or(Refusal::Missing(role))?;
    Signature::read(document, &slot)?.verify()
}

impl<'a> Signature<'a> {
    /// Reads the signature of a slot and finds what it refers to.
    pub fn read(document: &'a Document, slot: &Slot<'a>) -> Result<Self, Refusal> {
        let signature = slot.signature.ok_or(Refusal::Missing(slot.role))?;
        let [signed_info, value, key_info] = exactly(signature, ["SignedInfo", "SignatureValue", "KeyInfo"])?;
        let [canonicalization, signature_method, reference] =
            exactly(signed_info, ["CanonicalizationMethod", "SignatureMethod", "Reference"])?;
        for named in [canonicalization, signature_method] {
            no_parameters(named)?;
        }
        if algorithm(canonicalization)? != EXCLUSIVE {
            return Err(Refusal::Algorithm(algorithm(canonicalization)?.to_owned()));
        }
        let method = Method::of_signature(algorithm(signature_method)?)?;
        let [transforms, digest_method, digest] = exactly(reference, ["Transforms", "DigestMethod", "DigestValue"])?;
        check_transforms(transforms)?;
        no_parameters(digest_method)?;
        let digest_method = Method::of_digest(algorithm(digest_method)?)?;
        let element = target(document, reference, slot.element)?;
        let certificate = certificate(key_info)?;
        let key = PublicKey::from_certificate(&certificate).map_err(|_| Refusal::Key)?;
        if Method::of_key(&key) != method {
            return Err(Refusal::Key);
        }
        Ok(Self {
            role: slot.role,
            element,
            signed_info,
            method,
            digest_method,
            digest: base64(digest)?,
            value: base64(value)?,
            certificate,
            key,
        })
    }

    /// The certificate inside; not yet known to be the signer's.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Are the bytes of the element those that were signed? Answers with them.
    pub fn check_digest(&self) -> Result<Vec<u8>, Refusal> {
        let content = transform(self.element)?;
        if self.digest_method.digest(&content) == self.digest { Ok(content) } else { Err(Refusal::Digest) }
    }

    /// Did the key of the certificate sign this reference?
    pub fn check_value(&self) -> Result<Spacing, Refusal> {
        if self.holds_over(self.signed_info)? {
            return Ok(Spacing::AsIs);
        }
        if self.holds_over(&self.signed_info.without_spacing())? { Ok(Spacing::Added) } else { Err(Refusal::Value) }
    }

    /// Both checks.
    pub fn verify(self) -> Result<Verified<'a>, Refusal> {
        let content = self.check_digest()?;
        let spacing = self.check_value()?;
        Ok(Verified { role: self.role, element: self.element, certificate: self.certificate, spacing, content })
    }

    fn holds_over(&self, signed_info: &Element) -> Result<bool, Refusal> {
        let message = canonical(signed_info, &[], &Exclusive::default())?;
        Ok(self.key.verify_digest(&self.method.digest(&message), &self.value))
    }
}

fn check_transforms(transforms: &Element) -> Result<(), Refusal> {
    let all: Vec<&Element> = transforms.elements().collect();
    let [first, second] = all.as_slice() else { return Err(Refusal::Transforms) };
    let named = |element: &Element| element.name.is(DSIG.uri, "Transform");
    if !named(first) || !named(second) || transforms.has_words() {
        return Err(Refusal::Transforms);
    }
    no_parameters(first)?;
    no_parameters(second)?;
    let right = algorithm(first)? == EXCLUSIVE && algorithm(second)? == TRANSFORM;
    if right { Ok(()) } else { Err(Refusal::Transforms) }
}

/// The element the reference names, which must be the very one that stands in its place.
fn target<'a>(document: &'a Document, reference: &Element, expected: &'a Element) -> Result<&'a Element, Refusal> {
    let uri = reference.attribute("URI").unwrap_or_default();
    let id = uri.strip_prefix('#').filter(|id| !id.is_empty()).ok_or_else(|| Refusal::Uri(uri.to_owned()))?;
    let found = document.by_id(id)?.element;
    if std::ptr::eq(found, expected) {
        return Ok(expected);
    }
    Err(Refusal::Target { found: found.name.local.clone(), expected: expected.name.local.clone() })
}

fn certificate(key_info: &Element) -> Result<Certificate, Refusal> {
    let mut found = Vec::new();
    for data in key_info.all(DSIG.uri, "X509Data") {
        found.extend(data.all(DSIG.uri, "X509Certificate"));
    }
    let [only] = found.as_slice() else { return Err(Refusal::Certificate) };
    Certificate::from_der(&base64(only)?).map_err(|_| Refusal::Certificate)
}

/// The child elements, which are these and stand in this order with nothing between them.
fn exactly<'a, const N: usize>(parent: &'a Element, names: [&str; N]) -> Result<[&'a Element; N], Refusal> {
    let children: Vec<&Element> = parent.elements().collect();
    let fits = children.len() == N
        && children.iter().zip(names).all(|(child, name)| child.name.is(DSIG.uri, name))
        && !parent.has_words();
    let children: Result<[&Element; N], _> = children.try_into();
    match children {
        Ok(children) if fits => Ok(children),
        _ => Err(Refusal::Shape("элементы не те, стоят не в том порядке или между ними есть текст")),
    }
}

fn algorithm(element: &Element) -> Result<&str, Refusal> {
    element.attribute("Algorithm").ok_or(Refusal::Shape("не указан алгоритм"))
}

/// СМЭВ names algorithms and nothing more: a list of prefixes would change what is signed.
fn no_parameters(element: &Element) -> Result<(), Refusal> {
    if element.elements().next().is_some() || element.has_words() {
        return Err(Refusal::Shape("у алгоритма есть параметры, которых СМЭВ не предусматривает"));
    }
    Ok(())
}

/// Bytes in base64; white space may stand anywhere in it, elements and comments may not.
fn base64(element: &Element) -> Result<Vec<u8>, Refusal> {
    if element.children.iter().any(|node| !matches!(node, Node::Text(_))) {
        return Err(Refusal::Shape("в значении стоит не только текст"));
    }
    let text: String = element.text().split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_| Refusal::Shape("значение записано не в base64"))
}
