//! Messages of СМЭВ, read leniently: real ones do not keep to the schema (no name of the sender,
//! no transaction code before an answer), so only what is needed must be there.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, civil};

use super::build::Attachment;
use super::fault::Fault;
use super::names::{BASIC, TYPES};
use crate::xml::{Document, Element, Place};

/// A message out of a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Its id: what an acknowledgement names.
    pub message: String,
    /// The message of ours it answers.
    pub original: Option<String>,
    /// Mnemonic of the sender.
    pub sender: Option<String>,
    /// When СМЭВ had it from the sender.
    pub sent_at: Option<Timestamp>,
    /// For a question: the address of the answer.
    pub reply_to: Option<String>,
    /// What it says.
    pub content: Content,
    /// Files in it.
    pub attached: Vec<Attachment>,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A body.
    Body(Element),
    /// The provider says no: code and words.
    Rejected {
        /// `NO_DATA`, `ACCESS_DENIED`, …
        code: String,
        /// Why.
        words: String,
    },
    /// The provider is still at it.
    Status(String),
    /// СМЭВ reports what became of our message: category and, if it was refused, the fault.
    Async {
        /// `requestIsRejectedBySmev`
        category: String,
        /// In its words.
        words: String,
        /// The fault.
        fault: Option<Fault>,
    },
    /// Nothing that is understood.
    Unknown,
}

/// Why a message cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No envelope of SOAP.
    #[error("ответ СМЭВ не в конверте SOAP")]
    NoEnvelope,
    /// No message id.
    #[error("в сообщении СМЭВ нет идентификатора")]
    NoId,
    /// Headers and contents of attachments do not fit.
    #[error("вложения сообщения не соответствуют их описанию")]
    Attachments,
    /// A file lies in a store we do not read.
    #[error("файл передан через файловое хранилище СМЭВ (FTP), а не внутри сообщения: такой обмен не настроен")]
    Store,
}

/// The message of a queue inside an answer to GetResponse or GetRequest: where the signed part
/// stands, and the element around it that holds attachments and signature.
pub fn in_queue<'a>(document: &'a Document, signed: &str) -> Option<(Place<'a>, &'a Element)> {
    let place = document.all_named(TYPES.uri, signed).into_iter().next()?;
    let around = place.parent()?;
    Some((place, around))
}

/// Reads an answer (`Response`) or a question (`Request`) with the files beside it.
pub fn taken(
    signed: &Element,
    around: &Element,
    parts: &BTreeMap<String, Vec<u8>>,
) -> Result<Taken, (Option<String>, Unreadable)> {
    let data = provided(signed).ok_or((None, Unreadable::NoId))?;
    let message = data.text_of(TYPES.uri, "MessageID").filter(|id| !id.is_empty()).ok_or((None, Unreadable::NoId))?;
    let metadata = signed.child(TYPES.uri, "MessageMetadata");
    let sent_at = metadata.and_then(|one| one.text_of(TYPES.uri, "SendingTimestamp"));
    let attached = attached(data, signed, around, parts).map_err(|why| (Some(message.clone()), why))?;
    Ok(Taken {
        original: original(signed, data),
        sender: metadata
            .and_then(|one| one.at(TYPES.uri, &["Sender", "Mnemonic"]))
            .map(|mnemonic| mnemonic.text().trim().to_owned()),
        sent_at: sent_at.and_then(|text| moment(&text)),
        reply_to: signed.text_of(TYPES.uri, "ReplyTo"),
        content: content(data),
        attached,
        message,
    })
}

/// What the sender wrote and signed.
pub fn provided(signed: &Element) -> Option<&Element> {
    signed.elements().find(|one| {
        one.name.is(TYPES.uri, "SenderProvidedResponseData") || one.name.is(TYPES.uri, "SenderProvidedRequestData")
    })
}

/// Where our message stands that an answer is about.
fn original(signed: &Element, data: &Element) -> Option<String> {
    let stated = signed.text_of(TYPES.uri, "OriginalMessageId");
    let reported = data.at(TYPES.uri, &["AsyncProcessingStatus", "OriginalMessageId"]);
    stated.or_else(|| reported.map(|one| one.text().trim().to_owned())).filter(|id| !id.is_empty())
}

fn content(data: &Element) -> Content {
    if let Some(body) = data.child(BASIC.uri, "MessagePrimaryContent").and_then(|one| one.elements().next()) {
        return Content::Body(body.clone());
    }
    let text = |element: &Element, local: &str| element.text_of(TYPES.uri, local).unwrap_or_default();
    if let Some(no) = data.child(TYPES.uri, "RequestRejected") {
        return Content::Rejected {
            code: text(no, "RejectionReasonCode"),
            words: text(no, "RejectionReasonDescription"),
        };
    }
    if let Some(status) = data.child(TYPES.uri, "RequestStatus") {
        return Content::Status(text(status, "StatusDescription"));
    }
    data.child(TYPES.uri, "AsyncProcessingStatus").map_or(Content::Unknown, report)
}

fn report(status: &Element) -> Content {
    Content::Async {
        category: status.text_of(TYPES.uri, "StatusCategory").unwrap_or_default(),
        words: status.text_of(TYPES.uri, "StatusDetails").unwrap_or_default(),
        fault: status.child(TYPES.uri, "SmevFault").map(Fault::of_status),
    }
}

/// Is there no word in an answer to GetStatus?
pub fn is_no_status(document: &Document) -> bool {
    document.all_named(TYPES.uri, "SmevAsyncProcessingMessage").is_empty()
}

/// The report inside what СМЭВ signed for GetStatus: about which message, and what.
pub fn status(signed: &Element) -> Option<(String, Content)> {
    let status = signed.child(TYPES.uri, "AsyncProcessingStatus")?;
    let original = status.text_of(TYPES.uri, "OriginalMessageId")?;
    Some((original, report(status)))
}

/// Files: each header has its content and each content its header, once.
fn attached(
    data: &Element,
    signed: &Element,
    around: &Element,
    parts: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Attachment>, Unreadable> {
    if signed.child(BASIC.uri, "FSAttachmentsList").is_some()
        || data.child(BASIC.uri, "RefAttachmentHeaderList").is_some()
    {
        return Err(Unreadable::Store);
    }
    let headers = data.child(BASIC.uri, "AttachmentHeaderList").into_iter();
    let headers: Vec<_> = headers.flat_map(|list| list.all(BASIC.uri, "AttachmentHeader")).collect();
    let contents = around.child(BASIC.uri, "AttachmentContentList").into_iter();
    let contents: Vec<_> = contents.flat_map(|list| list.all(BASIC.uri, "AttachmentContent")).collect();
    if headers.len() != contents.len() {
        return Err(Unreadable::Attachments);
    }
    let mut found = Vec::new();
    for header in headers {
        let id = header.text_of(BASIC.uri, "contentId").ok_or(Unreadable::Attachments)?;
        let mut named = contents.iter().filter(|one| one.text_of(BASIC.uri, "Id").as_deref() == Some(id.as_str()));
        let (Some(content), None) = (named.next(), named.next()) else { return Err(Unreadable::Attachments) };
        if found.iter().any(|known: &Attachment| known.id == id) {
            return Err(Unreadable::Attachments);
        }
        let content = content.child(BASIC.uri, "Content").ok_or(Unreadable::Attachments)?;
        let signature = header.text_of(BASIC.uri, "SignaturePKCS7").map(|text| decoded(&text)).transpose()?;
        let kind = header.text_of(BASIC.uri, "MimeType").unwrap_or_default();
        found.push(Attachment { id, kind, bytes: bytes(content, parts)?, signature });
    }
    Ok(found)
}

/// Bytes of a file: a part of the body that XOP names, or base64 in place.
fn bytes(content: &Element, parts: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Unreadable> {
    match content.elements().next() {
        Some(include) if include.name.local == "Include" => {
            let id =
                include.attribute("href").and_then(|href| href.strip_prefix("cid:")).ok_or(Unreadable::Attachments)?;
            parts.get(id).cloned().ok_or(Unreadable::Attachments)
        }
        Some(_) => Err(Unreadable::Attachments),
        None => decoded(&content.text()),
    }
}

fn decoded(text: &str) -> Result<Vec<u8>, Unreadable> {
    let bare: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    STANDARD.decode(bare).map_err(|_| Unreadable::Attachments)
}

/// A moment of XML; one without an offset is Moscow time, which СМЭВ lives by.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let local: civil::DateTime = text.parse().ok()?;
    local.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).ok().map(|zoned| zoned.timestamp())
}
