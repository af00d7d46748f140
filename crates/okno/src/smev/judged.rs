//! The judgement: each signature of a message with what holds and what does not.

use connect::sign::{Authorities, Certificate, Invalid, Subject};
use connect::xml::signature::{Refusal, Role, Signature, Slot, Spacing, slots, strays};
use connect::xml::{Document, Element};
use jiff::Timestamp;
use serde::Serialize;

/// What certificates are judged by.
pub struct By<'a> {
    /// Whom to trust; without it nobody's origin is checked.
    pub authorities: Option<&'a Authorities>,
    /// The moment to judge by instead of the one the message states.
    pub at: Option<Timestamp>,
    /// The moment for a message that states none.
    pub now: Timestamp,
}

/// What is known about all signatures of a message.
#[derive(Serialize)]
pub struct Judgement {
    /// There are signatures, and all of them hold.
    pub holds: bool,
    /// Each place for a signature.
    pub signatures: Vec<Judged>,
    /// What is wrong with the message itself, and signatures in foreign places.
    pub problems: Vec<String>,
}

/// What is known about one signature.
#[derive(Serialize)]
pub struct Judged {
    /// The element that holds it.
    pub container: &'static str,
    /// Whose signature it is, in Russian.
    pub role: String,
    /// Path of the element it certifies.
    pub element: String,
    /// Identifier of that element.
    pub id: Option<String>,
    /// Line where the element begins.
    pub line: usize,
    /// Does the digest hold? Unknown when the signature could not be read.
    pub digest: Option<bool>,
    /// Does the signature value hold?
    pub signature: Option<bool>,
    /// Was white space put into the signature after signing?
    pub spacing_added: bool,
    /// Why something does not hold, in Russian.
    pub reasons: Vec<String>,
    /// The certificate inside.
    pub certificate: Option<Signer>,
    /// All of it holds.
    pub holds: bool,
}

/// Whose certificate it is and how far it may be believed.
#[derive(Serialize)]
pub struct Signer {
    /// Whom it belongs to.
    pub subject: Subject,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Beginning of its validity.
    pub valid_from: Timestamp,
    /// End of its validity.
    pub valid_until: Timestamp,
    /// The moment it is judged by.
    pub judged_at: Timestamp,
    /// Where that moment comes from.
    pub moment: Moment,
    /// Is it valid at that moment?
    pub valid: bool,
    /// Does it lead to a trusted authority? Unknown when nobody said whom to trust.
    pub trusted: Option<bool>,
}

/// Where the moment of judging comes from.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The message states when it was made.
    Message,
    /// Whoever asks said it.
    Asked,
    /// Nobody states it: today.
    Today,
}

/// Judges every signature.
pub fn judge(document: &Document, source: &[u8], by: &By<'_>) -> Judgement {
    let (slots, mut problems) = match slots(document) {
        Ok(slots) => (slots, Vec::new()),
        Err(refusal) => (Vec::new(), vec![refusal.to_string()]),
    };
    problems.extend(strays(document, &slots).iter().map(Refusal::to_string));
    let signatures: Vec<Judged> = slots.iter().map(|slot| judge_one(document, source, slot, by)).collect();
    let holds = problems.is_empty() && !signatures.is_empty() && signatures.iter().all(|judged| judged.holds);
    Judgement { holds, signatures, problems }
}

fn judge_one(document: &Document, source: &[u8], slot: &Slot<'_>, by: &By<'_>) -> Judged {
    let before = source.get(..slot.element.span.start).unwrap_or_default();
    let mut judged = Judged {
        container: slot.role.container(),
        role: slot.role.to_string(),
        element: slot.path.join("/"),
        id: slot.element.attribute("Id").map(str::to_owned),
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        digest: None,
        signature: None,
        spacing_added: false,
        reasons: Vec::new(),
        certificate: None,
        holds: false,
    };
    let signature = match Signature::read(document, slot) {
        Ok(signature) => signature,
        Err(refusal) => {
            judged.reasons.push(refusal.to_string());
            return judged;
        }
    };
    let (digest, value) = (signature.check_digest(), signature.check_value());
    judged.digest = Some(digest.is_ok());
    judged.signature = Some(value.is_ok());
    judged.spacing_added = value == Ok(Spacing::Added);
    judged.reasons.extend([digest.err(), value.err()].into_iter().flatten().map(|refusal| refusal.to_string()));
    let (signer, invalid) = signer(document, slot, signature.certificate(), by);
    judged.reasons.extend(invalid.map(|invalid| invalid.words().to_owned()));
    judged.certificate = Some(signer);
    judged.holds = judged.reasons.is_empty();
    judged
}

fn signer(document: &Document, slot: &Slot<'_>, certificate: &Certificate, by: &By<'_>) -> (Signer, Option<Invalid>) {
    let stated = || stated(slot.element, slot.role).or_else(|| stated(&document.root, slot.role));
    let (judged_at, moment) = match (by.at, stated()) {
        (Some(at), _) => (at, Moment::Asked),
        (None, Some(at)) => (at, Moment::Message),
        (None, None) => (by.now, Moment::Today),
    };
    let early = (judged_at < certificate.valid_from()).then_some(Invalid::NotYetValid);
    let late = (judged_at > certificate.valid_until()).then_some(Invalid::Expired);
    let valid = early.is_none() && late.is_none();
    let trust = by.authorities.map(|authorities| authorities.check(certificate, &[], judged_at));
    let signer = Signer {
        subject: certificate.subject(),
        serial: certificate.serial(),
        valid_from: certificate.valid_from(),
        valid_until: certificate.valid_until(),
        judged_at,
        moment,
        valid,
        trusted: trust.map(|trust| trust.is_ok()),
    };
    (signer, early.or(late).or(trust.and_then(Result::err)))
}

/// When the message says it was made. СМЭВ signs what it delivers on delivery; a system's
/// message id is a UUID of version 1, which carries the time it was made at.
fn stated(element: &Element, role: Role) -> Option<Timestamp> {
    let names: &[&str] = match role {
        Role::Smev => &["DeliveryTimestamp", "SendingTimestamp", "MessageId", "MessageID"],
        Role::Caller | Role::Sender | Role::Personal => &["Timestamp", "MessageID"],
    };
    names.iter().find_map(|name| moment(&found(element, name)?.text()))
}

fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    let (seconds, nanoseconds) = uuid::Uuid::parse_str(text).ok()?.get_timestamp()?.to_unix();
    Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanoseconds).ok()?).ok()
}

/// The first element of that name of СМЭВ inside, itself included.
fn found<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    let ours = element.name.uri.starts_with("urn://x-artefacts-smev-gov-ru/services/message-exchange/");
    if ours && element.name.local == name {
        return Some(element);
    }
    element.elements().find_map(|child| found(child, name))
}
