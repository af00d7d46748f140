//! A request of our own, signed by an invented system and an invented official.

use connect::xml::signature::{Role, sign};
use connect::xml::{Element, Namespace, write_document};

use crate::openssl::{Holder, official, system};

pub const SOAP: Namespace<'static> = Namespace { prefix: "S", uri: "http://schemas.xmlsoap.org/soap/envelope/" };
pub const TYPES: Namespace<'static> =
    Namespace { prefix: "ns", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2" };
pub const BASIC: Namespace<'static> =
    Namespace { prefix: "ns2", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.2" };
const QUESTION: Namespace<'static> = Namespace { prefix: "", uri: "urn://example/question/1.0" };

pub fn data(official: Option<&Holder>) -> Element {
    let question = Element::new(QUESTION, "Question")
        .with_attribute("Id", "PERSONAL")
        .with(Element::new(QUESTION, "Name").with_text("Примеров & «Сын» ]> <1>"))
        .with(Element::new(QUESTION, "Nothing").with_attribute("why", "\"'<\n"));
    let personal = official.map(|official| sign(&question, official).unwrap());
    let personal = personal.map(|signature| Element::new(TYPES, Role::Personal.container()).with(signature));
    Element::new(TYPES, "SenderProvidedRequestData")
        .declaring(BASIC)
        .with_attribute("Id", "SIGNED_BY_CONSUMER")
        .with(Element::new(TYPES, "MessageID").with_text("2a9b0e80-16db-11f1-8000-0242ac120002"))
        .with(Element::new(TYPES, "ReferenceMessageID").with_text("2a9b0e80-16db-11f1-8000-0242ac120002"))
        .with(Element::new(TYPES, "TransactionCode").with_text("1"))
        .with(Element::new(BASIC, "MessagePrimaryContent").with(question))
        .with_all(personal)
        .with(Element::new(TYPES, "TestMessage"))
}

pub fn request(data: Element, signature: Option<Element>) -> Element {
    let container = |signature| Element::new(TYPES, Role::Caller.container()).with(signature);
    Element::new(TYPES, "SendRequestRequest").with(data).with_all(signature.map(container))
}

pub fn envelope(message: Element) -> Element {
    Element::new(SOAP, "Envelope").with(Element::new(SOAP, "Body").with(message))
}

/// The whole message as it would travel.
pub fn signed() -> String {
    let data = data(Some(official()));
    let signature = sign(&data, system()).unwrap();
    String::from_utf8(write_document(&envelope(request(data, Some(signature)))).unwrap()).unwrap()
}
