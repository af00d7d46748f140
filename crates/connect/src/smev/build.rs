//! Messages of ours as they must stand in the schema, ready to be signed.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::names::{BASIC, Operation, SIGNED_BY_CALLER, SOAP, TYPES, XOP};
use crate::xml::Element;

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id inside the message: letters, digits, `-`, `_`; a letter first.
    pub id: String,
    /// `application/pdf`
    pub kind: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A detached PKCS#7 signature.
    pub signature: Option<Vec<u8>>,
}

/// What is signed, and what goes beside it under the operation's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// The operation.
    pub operation: Operation,
    /// The element that the system signs; it has the id [`SIGNED_BY_CALLER`].
    pub signed: Element,
    /// Attachments in the message, between what is signed and its signature.
    pub attached: Vec<Attachment>,
}

fn text(namespace: crate::xml::Namespace<'_>, local: &str, text: &str) -> Element {
    Element::new(namespace, local).with_text(text)
}

/// A question. A message that begins a chain refers to itself.
pub fn send_request(
    message: &str,
    transaction: &str,
    body: Element,
    test: bool,
    attached: Vec<Attachment>,
) -> Unsigned {
    let signed = Element::new(TYPES, "SenderProvidedRequestData")
        .with_attribute("Id", SIGNED_BY_CALLER)
        .with(text(TYPES, "MessageID", message))
        .with(text(TYPES, "ReferenceMessageID", message))
        .with(text(TYPES, "TransactionCode", transaction))
        .with(Element::new(BASIC, "MessagePrimaryContent").with(body))
        .with_all(headers(&attached))
        .with_all(test.then(|| Element::new(TYPES, "TestMessage")));
    Unsigned { operation: Operation::SendRequest, signed, attached }
}

/// What an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A body.
    Body(Element),
    /// No: `NO_DATA`, `ACCESS_DENIED` or `UNKNOWN_REQUEST_DESCRIPTION`, and why.
    Rejected(&'static str, String),
    /// Not yet, or not at all, in the provider's own code and words.
    Status(i32, String),
}

/// An answer to the address that the question gave.
pub fn send_response(message: &str, to: &str, content: Content, attached: Vec<Attachment>) -> Unsigned {
    let signed = Element::new(TYPES, "SenderProvidedResponseData")
        .with_attribute("Id", SIGNED_BY_CALLER)
        .with(text(TYPES, "MessageID", message))
        .with(text(TYPES, "To", to));
    let signed = match content {
        Content::Body(body) => {
            signed.with(Element::new(BASIC, "MessagePrimaryContent").with(body)).with_all(headers(&attached))
        }
        Content::Rejected(code, why) => signed.with(
            Element::new(TYPES, "RequestRejected").with(text(TYPES, "RejectionReasonCode", code)).with(text(
                TYPES,
                "RejectionReasonDescription",
                &why,
            )),
        ),
        Content::Status(code, words) => signed.with(
            Element::new(TYPES, "RequestStatus").with(text(TYPES, "StatusCode", &code.to_string())).with(text(
                TYPES,
                "StatusDescription",
                &words,
            )),
        ),
    };
    Unsigned { operation: Operation::SendResponse, signed, attached }
}

/// The next message of a queue: of one type, or of any.
pub fn take(operation: Operation, selector: Option<(&str, &str)>, node: Option<&str>, now: Timestamp) -> Unsigned {
    let types = selector
        .into_iter()
        .flat_map(|(uri, root)| [text(BASIC, "NamespaceURI", uri), text(BASIC, "RootElementLocalName", root)]);
    let signed = Element::new(BASIC, "MessageTypeSelector")
        .with_attribute("Id", SIGNED_BY_CALLER)
        .with_all(types)
        .with(text(BASIC, "Timestamp", &now.to_string()))
        .with_all(node.map(|node| text(BASIC, "NodeID", node)));
    Unsigned { operation, signed, attached: Vec::new() }
}

/// A message was taken, or (`accepted` false) its signature was not believed.
pub fn ack(message: &str, accepted: bool) -> Unsigned {
    let signed = text(BASIC, "AckTargetMessage", message)
        .with_attribute("Id", SIGNED_BY_CALLER)
        .with_attribute("accepted", accepted.to_string());
    Unsigned { operation: Operation::Ack, signed, attached: Vec::new() }
}

/// The next word about how messages of ours fare.
pub fn get_status(now: Timestamp) -> Unsigned {
    let signed = text(BASIC, "Timestamp", &now.to_string()).with_attribute("Id", SIGNED_BY_CALLER);
    Unsigned { operation: Operation::GetStatus, signed, attached: Vec::new() }
}

impl Unsigned {
    /// The whole envelope with the signature, and the attachments that go beside it as parts.
    pub fn envelope(self, signature: Option<Element>) -> (Element, BTreeMap<String, Vec<u8>>) {
        let root = format!("{}Request", self.operation.name());
        let contents = (!self.attached.is_empty()).then(|| {
            let one = |attachment: &Attachment| {
                let include = Element::new(XOP, "Include").with_attribute("href", format!("cid:{}", attachment.id));
                Element::new(BASIC, "AttachmentContent")
                    .with(text(BASIC, "Id", &attachment.id))
                    .with(Element::new(BASIC, "Content").with(include))
            };
            Element::new(BASIC, "AttachmentContentList").with_all(self.attached.iter().map(one))
        });
        let signature =
            signature.map(|signature| Element::new(TYPES, "CallerInformationSystemSignature").with(signature));
        let request = Element::new(TYPES, &root).with(self.signed).with_all(contents).with_all(signature);
        let parts = self.attached.into_iter().map(|attachment| (attachment.id, attachment.bytes)).collect();
        (envelope(request), parts)
    }
}

/// The SOAP envelope around a message.
pub fn envelope(message: Element) -> Element {
    Element::new(SOAP, "Envelope").with(Element::new(SOAP, "Body").with(message))
}

fn headers(attached: &[Attachment]) -> Option<Element> {
    let header = |attachment: &Attachment| {
        let signature = attachment.signature.as_ref().map(|cms| text(BASIC, "SignaturePKCS7", &STANDARD.encode(cms)));
        Element::new(BASIC, "AttachmentHeader")
            .with(text(BASIC, "contentId", &attachment.id))
            .with(text(BASIC, "MimeType", &attachment.kind))
            .with_all(signature)
    };
    (!attached.is_empty()).then(|| Element::new(BASIC, "AttachmentHeaderList").with_all(attached.iter().map(header)))
}
