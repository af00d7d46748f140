//! Where messages of СМЭВ keep their signatures and what each of them certifies (МР 3.3 tables
//! 4–7 and the schemas of versions 1.1–1.3). What is signed is known by its place, never by
//! what a signature says about itself.

use std::fmt;

use super::DSIG;
use super::refusal::Refusal;
use crate::xml::{Document, Element};

/// All namespaces of messages begin so.
const MESSAGES: &str = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/";
const SOAP: [&str; 2] = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];

/// Whose signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The system that sends the message (ЭП-ОВ).
    Caller,
    /// The system whose message СМЭВ delivers (ЭП-ОВ).
    Sender,
    /// СМЭВ itself.
    Smev,
    /// The official, over the content (ЭП-СП).
    Personal,
}

impl Role {
    /// The element that holds the signature.
    pub fn container(self) -> &'static str {
        match self {
            Self::Caller => "CallerInformationSystemSignature",
            Self::Sender => "SenderInformationSystemSignature",
            Self::Smev => "SMEVSignature",
            Self::Personal => "PersonalSignature",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Caller => "подпись информационной системы (ЭП-ОВ)",
            Self::Sender => "подпись информационной системы отправителя (ЭП-ОВ)",
            Self::Smev => "подпись СМЭВ",
            Self::Personal => "подпись должностного лица (ЭП-СП)",
        })
    }
}

/// Path of names from the message to the element that holds both, the role, what is signed.
type Rule = (&'static [&'static str], Role, &'static [&'static str]);

const RULES: [Rule; 13] = [
    (&["SendRequestRequest"], Role::Caller, &["SenderProvidedRequestData"]),
    (&["SendResponseRequest"], Role::Caller, &["SenderProvidedResponseData"]),
    (&["GetRequestRequest"], Role::Caller, &["MessageTypeSelector"]),
    (&["GetResponseRequest"], Role::Caller, &["MessageTypeSelector"]),
    (&["GetStatusRequest"], Role::Caller, &["Timestamp"]),
    (&["GetIncomingQueueStatisticsRequest"], Role::Caller, &["Timestamp"]),
    (&["AckRequest"], Role::Caller, &["AckTargetMessage"]),
    (&["SendRequestResponse"], Role::Smev, &["MessageMetadata"]),
    (&["SendResponseResponse"], Role::Smev, &["MessageMetadata"]),
    (&["GetStatusResponse", "SmevAsyncProcessingMessage"], Role::Smev, &["AsyncProcessingStatusData"]),
    (&["SmevAsyncProcessingMessage"], Role::Smev, &["AsyncProcessingStatusData"]),
    (&["GetRequestResponse", "RequestMessage"], Role::Smev, &["Request", "Cancel"]),
    (&["GetResponseResponse", "ResponseMessage"], Role::Smev, &["Response"]),
];

/// A place for a signature in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot<'a> {
    /// Whose signature it is.
    pub role: Role,
    /// What it must certify.
    pub element: &'a Element,
    /// Names of the elements down to what it certifies, the message first.
    pub path: Vec<String>,
    /// The signature, if there is one.
    pub signature: Option<&'a Element>,
}

/// Every place for a signature in a message: those that must be filled and those that are. A
/// signature of an official may be left out, all others belong to the message.
pub fn slots(document: &Document) -> Result<Vec<Slot<'_>>, Refusal> {
    let message = message(document)?;
    let mut found = Vec::new();
    for (path, role, signed) in RULES {
        let Some(parent) = follow(message, path)? else { continue };
        let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
        let before = found.len();
        for name in signed {
            if parent.elements().any(|child| is(child, name)) {
                found.push(slot(parent, &path, role, name)?);
            }
        }
        if found.len() == before {
            return Err(Refusal::Element { parent: parent.name.local.clone(), name: signed[0] });
        }
    }
    let outer: Vec<(&Element, Vec<String>)> = found.iter().map(|slot| (slot.element, slot.path.clone())).collect();
    for (element, path) in outer {
        inside(element, &path, &mut found)?;
    }
    Ok(found)
}

/// Signatures that stand where no message has one, by the name of the element around each.
pub fn strays(document: &Document, known: &[Slot<'_>]) -> Vec<Refusal> {
    let all = document.all_named(DSIG.uri, "Signature");
    let stray = all.iter().filter(|place| {
        !known.iter().any(|slot| slot.signature.is_some_and(|signature| std::ptr::eq(signature, place.element)))
    });
    stray
        .map(|place| Refusal::Stray(place.parent().map_or_else(String::new, |parent| parent.name.local.clone())))
        .collect()
}

/// What the signatures of senders and officials certify inside what others signed.
fn inside<'a>(element: &'a Element, path: &[String], found: &mut Vec<Slot<'a>>) -> Result<(), Refusal> {
    let sent = match element.name.local.as_str() {
        "Request" => "SenderProvidedRequestData",
        "Response" => "SenderProvidedResponseData",
        "Cancel" => "MessageReference",
        "SenderProvidedRequestData" | "SenderProvidedResponseData" => return personal(element, path, found),
        _ => return Ok(()),
    };
    let sender = slot(element, path, Role::Sender, sent)?;
    personal(sender.element, &sender.path, found)?;
    found.push(sender);
    Ok(())
}

/// The official signs the root of the content, which stands beside the signature.
fn personal<'a>(sent: &'a Element, path: &[String], found: &mut Vec<Slot<'a>>) -> Result<(), Refusal> {
    let Some(signature) = held(sent, Role::Personal)? else { return Ok(()) };
    let content = only(sent, "MessagePrimaryContent")?;
    let mut roots = content.elements();
    let (Some(root), None) = (roots.next(), roots.next()) else {
        return Err(Refusal::Message("в MessagePrimaryContent должен быть ровно один элемент"));
    };
    let mut path = path.to_vec();
    path.extend([content.name.local.clone(), root.name.local.clone()]);
    found.push(Slot { role: Role::Personal, element: root, path, signature: Some(signature) });
    Ok(())
}

fn slot<'a>(parent: &'a Element, path: &[String], role: Role, name: &'static str) -> Result<Slot<'a>, Refusal> {
    let element = only(parent, name)?;
    let mut path = path.to_vec();
    path.push(element.name.local.clone());
    Ok(Slot { role, element, path, signature: held(parent, role)? })
}

/// The signature in the container of that role, if the parent has the container.
fn held(parent: &Element, role: Role) -> Result<Option<&Element>, Refusal> {
    if !parent.elements().any(|child| is(child, role.container())) {
        return Ok(None);
    }
    let container = only(parent, role.container())?;
    let mut inside = container.elements();
    match (inside.next(), inside.next()) {
        (Some(signature), None) if signature.name.is(DSIG.uri, "Signature") => Ok(Some(signature)),
        _ => Err(Refusal::Shape("внутри элемента подписи должен стоять ровно один ds:Signature")),
    }
}

/// The message inside its envelope, or the root where there is none.
fn message(document: &Document) -> Result<&Element, Refusal> {
    let root = &document.root;
    let Some(soap) = SOAP.into_iter().find(|soap| root.name.is(soap, "Envelope")) else {
        return ours(root);
    };
    let mut bodies = root.all(soap, "Body");
    let (Some(body), None) = (bodies.next(), bodies.next()) else {
        return Err(Refusal::Message("в конверте должен быть ровно один элемент Body"));
    };
    let mut inside = body.elements();
    match (inside.next(), inside.next()) {
        (Some(message), None) => ours(message),
        _ => Err(Refusal::Message("в Body должен стоять ровно один элемент")),
    }
}

fn ours(message: &Element) -> Result<&Element, Refusal> {
    if message.name.uri.starts_with(MESSAGES) {
        Ok(message)
    } else {
        Err(Refusal::Message("корневой элемент не из пространства имён СМЭВ"))
    }
}

/// The element at the end of a path that begins with the message itself; each step is unique.
fn follow<'a>(message: &'a Element, path: &[&'static str]) -> Result<Option<&'a Element>, Refusal> {
    let Some((first, rest)) = path.split_first() else { return Ok(None) };
    if !is(message, first) {
        return Ok(None);
    }
    let mut at = message;
    for name in rest {
        if !at.elements().any(|child| is(child, name)) {
            return Ok(None);
        }
        at = only(at, name)?;
    }
    Ok(Some(at))
}

fn only<'a>(parent: &'a Element, name: &'static str) -> Result<&'a Element, Refusal> {
    let mut found = parent.elements().filter(|child| is(child, name));
    match (found.next(), found.next()) {
        (Some(element), None) => Ok(element),
        _ => Err(Refusal::Element { parent: parent.name.local.clone(), name }),
    }
}

fn is(element: &Element, name: &str) -> bool {
    element.name.local == name && element.name.uri.starts_with(MESSAGES)
}
