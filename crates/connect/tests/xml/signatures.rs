//! Signatures of real messages and of our own: what holds, and what never does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use connect::sign::gost::PublicKey;
use connect::sign::{Certificate, Signer};
use connect::xml::signature::{DSIG, NotSigned, Refusal, Role, Spacing, sign, slots, strays, verify};
use connect::xml::{Element, Exclusive, IdError, Node, canonical, read, transform, write};
use proptest::prelude::*;

use crate::message::{data, envelope, request, signed};
use crate::openssl::{self, official, stranger, system};
use crate::samples;
use crate::schema::{self, Revision};

const REAL: &str = "smev-signed-2012/GetResponseResponce_InvalidContent.xml";

fn refusal(message: &str, role: Role) -> Refusal {
    let document = read(message.as_bytes()).unwrap();
    match verify(&document, role) {
        Ok(verified) => panic!("{role} holds over {}", verified.element.name.local),
        Err(refusal) => refusal,
    }
}

#[test]
fn real_signatures_of_a_delivered_message_hold() {
    let Some(message) = samples::published(REAL) else { return };
    let document = read(&message).unwrap();
    for (role, id) in [(Role::Smev, "SIGNED_BY_SMEV"), (Role::Sender, "SIGNED_ASYNC_BY_SMEV")] {
        let verified = verify(&document, role).unwrap();
        let file = format!("transform/GetResponseResponce_InvalidContent.{id}.c14n");
        assert_eq!(verified.content, samples::published(&file).unwrap());
        assert_eq!(verified.element.attribute("Id"), Some(id));
        // The file was laid out «nicely» after it had been signed.
        assert_eq!(verified.spacing, Spacing::Added);
        assert_eq!(verified.certificate.subject().inn.as_deref(), None);
        assert_eq!(verified.certificate.subject().ogrn.as_deref(), Some("1047702026701"));
    }
    assert_eq!(verify(&document, Role::Caller).unwrap_err(), Refusal::Missing(Role::Caller));
}

#[test]
fn signatures_by_the_withdrawn_standard_are_refused_by_name() {
    for file in samples::messages().iter().filter(|file| file.starts_with("mr33")) {
        let document = read(&samples::published(file).unwrap()).unwrap();
        for slot in slots(&document).unwrap().iter().filter(|slot| slot.signature.is_some()) {
            assert_eq!(verify(&document, slot.role).unwrap_err(), Refusal::Withdrawn, "{file} {}", slot.role);
        }
        assert!(strays(&document, &slots(&document).unwrap()).is_empty(), "{file}");
    }
}

/// The engine still knows the withdrawn standard: it judges our canonical forms.
#[test]
fn openssl_accepts_every_published_signature_over_our_canonical_form() {
    for vector in samples::vectors() {
        let document = read(&samples::published(&vector.file).unwrap()).unwrap();
        let algorithm = if vector.method.ends_with("gostr3411") { "-md_gost94" } else { "-md_gost12_256" };
        let place = document.by_id(&vector.id).unwrap();
        let digest = openssl::digest(algorithm, &transform(place.element).unwrap());
        assert_eq!(STANDARD.encode(digest) == vector.digest, vector.fits, "{} {}", vector.file, vector.id);
        let reference = format!("#{}", vector.id);
        let signature = document.all_named(DSIG.uri, "Signature").into_iter().find(|place| {
            place.element.at(DSIG.uri, &["SignedInfo", "Reference"]).unwrap().attribute("URI") == Some(&reference)
        });
        let signature = signature.unwrap().element;
        let info = without_spacing(signature.child(DSIG.uri, "SignedInfo").unwrap());
        let message = canonical(&info, &[], &Exclusive::default()).unwrap();
        let bytes = |path: &[&str]| {
            let text = signature.at(DSIG.uri, path).unwrap().text();
            STANDARD.decode(text.split_whitespace().collect::<String>()).unwrap()
        };
        let certificate = bytes(&["KeyInfo", "X509Data", "X509Certificate"]);
        let value = bytes(&["SignatureValue"]);
        assert!(openssl::accepts(algorithm, &certificate, &message, &value), "{} {}", vector.file, vector.id);
    }
}

fn without_spacing(element: &Element) -> Element {
    let mut own = element.clone();
    if own.elements().next().is_some() {
        own.children.retain(|node| matches!(node, Node::Element(_)));
    }
    for node in &mut own.children {
        if let Node::Element(child) = node {
            *child = without_spacing(child);
        }
    }
    own
}

#[test]
fn what_we_sign_holds_after_it_has_travelled_and_openssl_agrees() {
    let message = signed();
    let document = read(message.as_bytes()).unwrap();
    for (role, holder, algorithm) in
        [(Role::Caller, system(), "-md_gost12_256"), (Role::Personal, official(), "-md_gost12_512")]
    {
        let verified = verify(&document, role).unwrap();
        assert_eq!(verified.spacing, Spacing::AsIs);
        assert_eq!(verified.certificate.der(), holder.certificate().der());
        let slots = slots(&document).unwrap();
        let signature = slots.iter().find(|slot| slot.role == role).unwrap().signature.unwrap();
        let info = signature.child(DSIG.uri, "SignedInfo").unwrap();
        let signed = canonical(info, &[], &Exclusive::default()).unwrap();
        let value = STANDARD.decode(signature.child(DSIG.uri, "SignatureValue").unwrap().text()).unwrap();
        assert!(openssl::accepts(algorithm, verified.certificate.der(), &signed, &value), "{role}");
        let digest = signature.at(DSIG.uri, &["SignedInfo", "Reference", "DigestValue"]).unwrap().text();
        assert_eq!(STANDARD.encode(openssl::digest(algorithm, &verified.content)), digest, "{role}");
    }
}

#[test]
fn what_we_sign_fits_the_schema_and_has_no_text_between_elements() {
    let message = signed();
    assert_eq!(schema::check(message.as_bytes(), Revision::V1_2), Ok(()));
    let document = read(message.as_bytes()).unwrap();
    for place in document.all_named(DSIG.uri, "Signature") {
        assert_eq!(&without_spacing(place.element), place.element);
    }
}

#[test]
fn changed_content_is_refused() {
    for (from, to) in [("Примеров &amp;", "Примерова &amp;"), ("Nothing", "Something"), ("2a9b0e80", "2a9b0e81")]
    {
        let changed = signed().replace(from, to);
        assert_eq!(refusal(&changed, Role::Caller), Refusal::Digest, "{from}");
    }
    assert_eq!(refusal(&signed().replace("Примеров &amp;", "П"), Role::Personal), Refusal::Digest);
    // White space between elements is not content.
    let spaced = signed().replace("><ns:MessageID", ">\n  <ns:MessageID");
    assert!(verify(&read(spaced.as_bytes()).unwrap(), Role::Caller).is_ok());
}

#[test]
fn a_removed_signature_is_refused() {
    let data = data(None);
    let bare = String::from_utf8(write(&envelope(request(data, None))).unwrap()).unwrap();
    assert_eq!(refusal(&bare, Role::Caller), Refusal::Missing(Role::Caller));
    assert_eq!(refusal(&bare, Role::Personal), Refusal::Missing(Role::Personal));
    let emptied = signed();
    let from = emptied.rfind("<ds:Signature ").unwrap();
    let until = emptied.rfind("</ns:CallerInformationSystemSignature>").unwrap();
    let emptied = format!("{}{}", &emptied[..from], &emptied[until..]);
    assert!(matches!(refusal(&emptied, Role::Caller), Refusal::Shape(_)));
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let text = |certificate: &Certificate| STANDARD.encode(certificate.der());
    let exchanged = signed().replace(&text(system().certificate()), &text(stranger().certificate()));
    assert_eq!(refusal(&exchanged, Role::Caller), Refusal::Value);
    let longer = signed().replace(&text(system().certificate()), &text(official().certificate()));
    assert_eq!(refusal(&longer, Role::Caller), Refusal::Key);
    let none = signed().replace(&text(system().certificate()), "AAAA");
    assert_eq!(refusal(&none, Role::Caller), Refusal::Certificate);
}

/// The signed element is kept whole, but not where the message is read.
#[test]
fn a_wrapped_message_is_refused() {
    let message = signed();
    let from = message.find("<ns:SenderProvidedRequestData").unwrap();
    let until = message.find("</ns:SenderProvidedRequestData>").unwrap() + "</ns:SenderProvidedRequestData>".len();
    let kept = &message[from..until];
    let fake =
        |id: &str| kept.replace("Примеров", "Подменов").replace("SIGNED_BY_CONSUMER", id).replace("PERSONAL\"", "P2\"");
    let with_types = kept.replacen(
        "<ns:SenderProvidedRequestData",
        "<ns:SenderProvidedRequestData xmlns:ns=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2\"",
        1,
    );
    let in_header = |id: &str| {
        let message = message.replace(kept, &fake(id));
        message.replace("<S:Body>", &format!("<S:Header>{with_types}</S:Header><S:Body>"))
    };
    // Moved to the header, a fake in its place: with another Id, then with the same.
    assert!(matches!(refusal(&in_header("OTHER"), Role::Caller), Refusal::Target { .. }));
    assert_eq!(
        refusal(&in_header("SIGNED_BY_CONSUMER"), Role::Caller),
        Refusal::Id(IdError::Repeated("SIGNED_BY_CONSUMER".to_owned()))
    );
    // Two of them side by side, in either order.
    for both in [format!("{}{kept}", fake("OTHER")), format!("{kept}{}", fake("OTHER"))] {
        let twice = message.replace(kept, &both);
        assert!(matches!(refusal(&twice, Role::Caller), Refusal::Element { .. }));
    }
    // A second body, or a second message in the body.
    let body = message.find("<S:Body>").unwrap();
    let end = message.find("</S:Envelope>").unwrap();
    let two = format!("{}{}{}", &message[..body], &message[body..end].repeat(2), &message[end..]);
    assert!(matches!(refusal(&two, Role::Caller), Refusal::Message(_)));
    let two = message.replace(
        "</S:Body>",
        "<ns:AckRequest xmlns:ns=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2\"/></S:Body>",
    );
    assert!(matches!(refusal(&two, Role::Caller), Refusal::Message(_)));
    // The reference turned to another element that is really there.
    let turned = message.replace("URI=\"#SIGNED_BY_CONSUMER\"", "URI=\"#PERSONAL\"");
    assert!(matches!(refusal(&turned, Role::Caller), Refusal::Target { .. }));
    // The whole message wrapped into something else.
    let wrapped = message.replace("<S:Body>", "<S:Body><x>").replace("</S:Body>", "</x></S:Body>");
    assert!(matches!(refusal(&wrapped, Role::Caller), Refusal::Message(_)));
}

#[test]
fn anything_unusual_in_a_signature_is_refused() {
    let from = signed().rfind("<ds:Signature ").unwrap();
    let caller = |what: &str, with: &str| {
        let message = signed();
        let (before, after) = message.split_at(from);
        assert!(after.contains(what), "{what}");
        refusal(&format!("{before}{}", after.replacen(what, with, 1)), Role::Caller)
    };
    let smev = "<ds:Transform Algorithm=\"urn://smev-gov-ru/xmldsig/transform\"></ds:Transform>";
    let xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"></ds:Transform>";
    assert_eq!(caller(smev, ""), Refusal::Transforms);
    assert_eq!(caller(smev, xpath), Refusal::Transforms);
    assert_eq!(caller(smev, &format!("{smev}{smev}")), Refusal::Transforms);
    let listed = "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">";
    let prefixes = "<e:InclusiveNamespaces xmlns:e=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"ns\"/>";
    assert!(matches!(caller(listed, &format!("{listed}{prefixes}")), Refusal::Shape(_)));
    let inclusive =
        listed.replace("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315");
    assert!(matches!(caller(listed, &inclusive), Refusal::Algorithm(_)));
    let sha = "http://www.w3.org/2001/04/xmlenc#sha256";
    assert_eq!(
        caller("urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256", sha),
        Refusal::Algorithm(sha.to_owned())
    );
    let hmac = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
    let gost = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256";
    assert_eq!(caller(gost, hmac), Refusal::Algorithm(hmac.to_owned()));
    assert_eq!(caller(gost, &gost.replace("256", "512")), Refusal::Key);
    for uri in ["", "#", "http://example.org/a.xml", "#xpointer(/)"] {
        let expected = caller("URI=\"#SIGNED_BY_CONSUMER\"", &format!("URI=\"{uri}\""));
        assert!(matches!(expected, Refusal::Uri(_) | Refusal::Id(_)), "{uri}");
    }
    assert!(matches!(caller("</ds:Reference>", "</ds:Reference><ds:Reference/>"), Refusal::Shape(_)));
    assert!(matches!(caller("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>"), Refusal::Shape(_)));
    assert!(matches!(caller("<ds:SignatureValue>", "<ds:SignatureValue><!-- -->"), Refusal::Shape(_)));
    assert!(matches!(caller("<ds:SignatureValue>", "text<ds:SignatureValue>"), Refusal::Shape(_)));
    assert_eq!(caller("<ds:X509Certificate>", "<ds:X509Certificate/><ds:X509Certificate>"), Refusal::Certificate);
    assert_eq!(caller("<ds:DigestValue>", "<ds:DigestValue>AAAA"), Refusal::Digest);
}

#[test]
fn a_signature_in_a_foreign_place_is_told() {
    let message = signed();
    let document = read(message.as_bytes()).unwrap();
    assert!(strays(&document, &slots(&document).unwrap()).is_empty());
    let moved = message.replace("CallerInformationSystemSignature", "Elsewhere");
    let document = read(moved.as_bytes()).unwrap();
    assert_eq!(verify(&document, Role::Caller).unwrap_err(), Refusal::Missing(Role::Caller));
    assert_eq!(strays(&document, &slots(&document).unwrap()), [Refusal::Stray("Elsewhere".to_owned())]);
}

#[test]
fn nothing_is_signed_without_an_identifier_or_with_another_kind_of_key() {
    let nameless = Element::new(DSIG, "A");
    assert_eq!(sign(&nameless, system()).unwrap_err(), NotSigned::NoId("A".to_owned()));
    let unwritable = Element::new(DSIG, "A").with_attribute("Id", "x").with_text("\u{1}");
    assert!(matches!(sign(&unwritable, system()), Err(NotSigned::Write(_))));
    let element = Element::new(DSIG, "A").with_attribute("Id", "x");
    let foreign = system().under(&openssl::foreign_certificate());
    assert_eq!(sign(&element, &foreign).unwrap_err(), NotSigned::Key);
    assert_eq!(sign(&element, &system().under(stranger().certificate())).unwrap_err(), NotSigned::Wrong);
}

/// A byte changed anywhere: the signature is refused, or what is signed and whose key signed it
/// are the same as before.
fn survives(message: &[u8], changed: &[u8], role: Role) -> Result<(), TestCaseError> {
    let Ok(document) = read(changed) else { return Ok(()) };
    let Ok(found) = verify(&document, role) else { return Ok(()) };
    let original = read(message).unwrap();
    let before = verify(&original, role).unwrap();
    prop_assert_eq!(&found.content, &before.content);
    let key = |certificate: &Certificate| PublicKey::from_certificate(certificate).unwrap();
    prop_assert_eq!(key(&found.certificate), key(&before.certificate));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_changed_byte_of_a_real_message_makes_other_content_hold(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        if let Some(message) = samples::published(REAL) {
            let mut changed = message.clone();
            let at = at.index(message.len());
            changed[at] ^= flip;
            for role in [Role::Smev, Role::Sender] {
                survives(&message, &changed, role)?;
            }
        }
    }

    #[test]
    fn no_changed_byte_of_our_message_makes_other_content_hold(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        static MESSAGE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| signed().into_bytes());
        let mut changed = MESSAGE.clone();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        for role in [Role::Caller, Role::Personal] {
            survives(&MESSAGE, &changed, role)?;
        }
    }
}
