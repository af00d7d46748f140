//! Messages of СМЭВ itself: receipts, what it gives out of queues, faults.

use connect::smev::names::{BASIC, FAULTS, SIGNED_BY_SMEV, SOAP, TYPES};
use connect::smev::{Seal, build};
use connect::xml::{Element, Namespace};
use jiff::Timestamp;

use super::bus::Asking;

/// `xsi:type` of a fault inside a status.
const XSI: Namespace<'static> = Namespace { prefix: "xsi", uri: "http://www.w3.org/2001/XMLSchema-instance" };

fn text(namespace: Namespace<'_>, local: &str, text: &str) -> Element {
    Element::new(namespace, local).with_text(text)
}

/// Who sends a message to whom.
pub(super) struct Route<'a> {
    pub kind: &'a str,
    pub message: &'a str,
    pub from: (&'a str, &'a str),
    pub to: &'a str,
    pub sent_at: Timestamp,
    pub status: &'a str,
}

impl Route<'_> {
    fn metadata(&self) -> Element {
        let party = |local, mnemonic: &str, name: &str| {
            Element::new(TYPES, local).with(text(TYPES, "Mnemonic", mnemonic)).with(text(
                TYPES,
                "HumanReadableName",
                name,
            ))
        };
        Element::new(TYPES, "MessageMetadata")
            .with(text(TYPES, "MessageId", self.message))
            .with(text(TYPES, "MessageType", self.kind))
            .with(party("Sender", self.from.0, self.from.1))
            .with(text(TYPES, "SendingTimestamp", &self.sent_at.to_string()))
            .with(text(TYPES, "DestinationName", self.to))
            .with(party("Recipient", self.to, self.to))
            .with(Element::new(TYPES, "SupplementaryData").with(text(TYPES, "InteractionType", "OIV2OIV")))
            .with(text(TYPES, "Status", self.status))
    }
}

/// An element with the signature of СМЭВ after it.
fn sealed(seal: &Seal, holder: Element, signed: Element, rest: Option<Element>) -> Result<Element, String> {
    let signature = seal.sign(&signed)?;
    Ok(holder.with(signed).with_all(rest).with(Element::new(TYPES, "SMEVSignature").with(signature)))
}

/// The receipt of a question or an answer.
pub(super) fn receipt(seal: &Seal, operation: &str, route: &Route<'_>) -> Result<Element, String> {
    let metadata = route.metadata().with_attribute("Id", SIGNED_BY_SMEV);
    sealed(seal, Element::new(TYPES, &format!("{operation}Response")), metadata, None)
}

/// An answer out of the queue: the sender's part with its signature, then that of СМЭВ.
pub(super) fn answer(
    seal: &Seal,
    sender: &Seal,
    message: build::Unsigned,
    original: &str,
    route: &Route<'_>,
) -> Result<Element, String> {
    let signature = sender.sign(&message.signed)?;
    let response = Element::new(TYPES, "Response")
        .with_attribute("Id", SIGNED_BY_SMEV)
        .with(text(TYPES, "OriginalMessageId", original))
        .with(text(TYPES, "OriginalTransactionCode", original))
        .with(text(TYPES, "ReferenceMessageID", original))
        .with(message.signed)
        .with(route.metadata())
        .with(Element::new(TYPES, "SenderInformationSystemSignature").with(signature));
    let inside = sealed(seal, Element::new(TYPES, "ResponseMessage"), response, None)?;
    Ok(Element::new(TYPES, "GetResponseResponse").with(inside))
}

/// A question out of the queue of the portal's register.
pub(super) fn asking(
    seal: &Seal,
    sender: &Seal,
    asking: &Asking,
    body: Element,
    now: Timestamp,
) -> Result<Element, String> {
    let message = build::send_request(&asking.message, &asking.message, body, true, Vec::new());
    let signature = sender.sign(&message.signed)?;
    let route = Route {
        kind: "REQUEST",
        message: &asking.message,
        from: (asking.sender, asking.sender),
        to: "OKNO",
        sent_at: now,
        status: "underProcessing",
    };
    let request = Element::new(TYPES, "Request")
        .with_attribute("Id", SIGNED_BY_SMEV)
        .with(message.signed)
        .with(route.metadata())
        .with(text(TYPES, "ReplyTo", &reply_to(&asking.message)))
        .with(Element::new(TYPES, "SenderInformationSystemSignature").with(signature));
    let inside = sealed(seal, Element::new(TYPES, "RequestMessage"), request, None)?;
    Ok(Element::new(TYPES, "GetRequestResponse").with(inside))
}

/// The address of an answer: opaque to systems, here the id of the question.
pub(super) fn reply_to(message: &str) -> String {
    format!("stand:{message}")
}

/// The question an address belongs to.
pub(super) fn addressed(to: &str) -> Option<&str> {
    to.strip_prefix("stand:")
}

/// What became of a message of the portal.
pub(super) fn status(seal: &Seal, about: Option<(&str, &str)>) -> Result<Element, String> {
    let response = Element::new(TYPES, "GetStatusResponse");
    let Some((original, category)) = about else { return Ok(response) };
    let report = Element::new(TYPES, "AsyncProcessingStatus")
        .with(text(TYPES, "OriginalMessageId", original))
        .with(text(TYPES, "StatusCategory", category));
    let data = Element::new(TYPES, "AsyncProcessingStatusData").with_attribute("Id", SIGNED_BY_SMEV).with(report);
    Ok(response.with(sealed(seal, Element::new(TYPES, "SmevAsyncProcessingMessage"), data, None)?))
}

/// СМЭВ refuses a question after it took it: the body does not fit its schema.
pub(super) fn refusal(message: &str, original: &str) -> build::Unsigned {
    let fault = Element::new(TYPES, "SmevFault")
        .declaring(FAULTS)
        .with_qualified(XSI, "type", "flt:InvalidContent")
        .with(text(BASIC, "Code", "SMEV-403"))
        .with(text(BASIC, "Description", "Бизнес-данные не соответствуют схеме (стенд)."))
        .with(text(FAULTS, "ValidationError", "нет обязательного элемента").with_attribute("errorPosition", "-1"));
    let report = Element::new(TYPES, "AsyncProcessingStatus")
        .with(text(TYPES, "OriginalMessageId", original))
        .with(text(TYPES, "StatusCategory", "requestIsRejectedBySmev"))
        .with(text(TYPES, "StatusDetails", "Запрос не прошёл проверку (стенд)."))
        .with(fault);
    let mut made = build::send_response(message, &reply_to(original), super::bus::rejected("NO_DATA", ""), Vec::new());
    made.signed.children.truncate(2);
    made.signed = made.signed.with(report);
    made
}

/// A fault of SOAP.
pub(super) fn fault(name: &str, words: &str) -> Element {
    let detail = Element::new(FAULTS, name).with(text(BASIC, "Code", "STAND")).with(text(BASIC, "Description", words));
    let bare = |local: &str| Element::named(connect::xml::Name::bare(local));
    Element::new(SOAP, "Fault")
        .with(bare("faultcode").with_text("S:Client"))
        .with(bare("faultstring").with_text(words))
        .with(bare("detail").with(detail))
}
