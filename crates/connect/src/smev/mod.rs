//! СМЭВ 3: messages through queues, each signed by its system and by СМЭВ (docs/exchange.md).
//!
//! Version 1.2 of the service: the one of which real signed messages are known, and the last that
//! needs no routing directives. What we send is valid against its schema; what comes in is read
//! leniently, because real traffic is not. Nothing here remembers: message ids are the caller's.

pub mod body;
pub mod build;
pub mod fault;
pub mod message_id;
pub mod multipart;
pub mod names;
pub mod parse;

mod answers;
mod orders;
mod seal;
mod value;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use url::Url;

use crate::exchange::{Delivery, Incoming, Question, Response, Says, Sent, Stage, Standing};
use crate::failure::Failure;
use crate::xml::{Document, read, write_document};
use crate::{exchange, http};
use build::Unsigned;
use fault::Kind;
use multipart::Parts;
use names::{Operation, RESULTS, SOAP};

pub use seal::{BadSeal, Seal, Trust};

const SYSTEM: &str = "СМЭВ";

/// Largest answer read: attachments of the most that goes inside a message, in base64, and a body.
const MOST: usize = 12 * 1024 * 1024;

/// A queue of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Our name for it.
    pub name: String,
    /// Only answers with this root: namespace and local name. Any answer without it.
    pub selector: Option<(String, String)>,
}

/// How we take part in СМЭВ.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of the service.
    pub url: Url,
    /// Node of ours, where several share one mnemonic and have queues of their own.
    pub node: Option<String>,
    /// Queues of answers.
    pub queues: Vec<Queue>,
    /// Messages are tests: providers keep their data as it is.
    pub test: bool,
    /// Pause between two looks into an empty queue.
    pub pause: SignedDuration,
    /// Systems that may ask our register, by their mnemonic.
    pub readers: BTreeMap<String, Reader>,
}

/// A system that may ask our register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Results of these services.
    pub services: Vec<String>,
    /// On what ground, in words that the owner of a result reads.
    pub ground: String,
}

/// A system that takes part in СМЭВ.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    http: reqwest::Client,
    seal: Seal,
}

/// An answer of the service, believed as far as the transport goes.
struct Answered {
    document: Document,
    parts: Parts,
}

impl Client {
    /// A client that signs and believes as the seal says.
    pub fn new(settings: Settings, http: reqwest::Client, seal: Seal) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &settings.url)?;
        Ok(Self { settings, http, seal })
    }

    /// The ground on which a system may have results of a service; none: it may not.
    pub fn reader(&self, sender: &str, service: &str) -> Option<String> {
        let reader = self.settings.readers.get(sender)?;
        reader.services.iter().any(|one| one == service).then(|| reader.ground.clone())
    }

    /// Pause between two looks into an empty queue.
    pub fn pause(&self) -> SignedDuration {
        self.settings.pause
    }

    /// Names of the queues of answers.
    pub fn queues(&self) -> Vec<String> {
        self.settings.queues.iter().map(|queue| queue.name.clone()).collect()
    }

    /// Sends a question. A receipt that cannot be believed counts as none: the question is sent
    /// again and the exchange says that it has it.
    pub async fn send_request(&self, question: &Question, now: Timestamp) -> Result<Sent, Failure> {
        let body = body::question(question);
        let message = build::send_request(&question.id, &question.id, body, self.settings.test, Vec::new());
        match self.call(message).await {
            Ok(answered) => {
                self.seal
                    .smev(&answered.document, now)
                    .map_err(|bad| Failure::later(SYSTEM, format!("the receipt cannot be believed: {bad}")))?;
                Ok(Sent::Taken)
            }
            Err(failure) if failure.code() == Some(Kind::MessageIsAlreadySent.name()) => Ok(Sent::Known),
            Err(failure) => Err(failure),
        }
    }

    /// The next answer of a queue.
    pub async fn get_response(&self, queue: &str, now: Timestamp) -> Result<Option<Delivery>, Failure> {
        let unknown = || Failure::rejected(SYSTEM, "QUEUE", "Такой очереди в настройках СМЭВ нет.");
        let queue = self.settings.queues.iter().find(|one| one.name == queue).ok_or_else(unknown)?;
        let selector = queue.selector.as_ref().map(|(uri, root)| (uri.as_str(), root.as_str()));
        let node = self.settings.node.as_deref();
        let answered = self.call(build::take(Operation::GetResponse, selector, node, now)).await?;
        answers::delivery(&self.seal, &answered.document, &answered.parts, now)
    }

    /// Tells that a message was taken, or that its signature was not believed.
    pub async fn ack(&self, message: &str, accepted: bool) -> Result<(), Failure> {
        match self.call(build::ack(message, accepted)).await {
            // It was acknowledged before, and the receipt of that got lost.
            Err(failure) if failure.code() == Some(Kind::TargetMessageIsNotFound.name()) => Ok(()),
            other => other.map(drop),
        }
    }

    /// The next word about how a message of ours fares.
    pub async fn get_status(&self, now: Timestamp) -> Result<Option<Standing>, Failure> {
        let answered = self.call(build::get_status(now)).await?;
        if parse::is_no_status(&answered.document) {
            return Ok(None);
        }
        let believed = self.seal.smev(&answered.document, now);
        let believed =
            believed.map_err(|bad| Failure::rejected(SYSTEM, "SIGNATURE", format!("Статус СМЭВ не принят: {bad}.")))?;
        let Some((message, content)) = parse::status(believed) else { return Ok(None) };
        let parse::Content::Async { category, words, .. } = content else { return Ok(None) };
        let stage = match category.as_str() {
            "doesNotExist" => Stage::Unknown,
            "requestIsRejectedBySmev" | "responseIsRejectedBySmev" | "cancelled" => Stage::Refused,
            "responseIsAcceptedBySmev" | "responseIsDelivered" | "messageIsDelivered" => Stage::Answered,
            _ => Stage::Underway,
        };
        Ok(Some(Standing { message, stage, words: if words.is_empty() { category } else { words } }))
    }

    /// The next question of another authority to our register.
    pub async fn get_request(&self, now: Timestamp) -> Result<Option<Incoming>, Failure> {
        let selector = Some((RESULTS.uri, body::RESULTS_REQUEST));
        let answered =
            self.call(build::take(Operation::GetRequest, selector, self.settings.node.as_deref(), now)).await?;
        answers::incoming(&self.seal, &answered.document, &answered.parts, now)
    }

    /// Sends our answer. Sent again under the same id it is the same answer.
    pub async fn send_response(&self, response: &Response) -> Result<Sent, Failure> {
        let content = match &response.says {
            Says::Entries(entries) => build::Content::Body(body::entries(entries)),
            Says::NoData => build::Content::Rejected("NO_DATA", "Сведений нет.".to_owned()),
            Says::Denied(why) => build::Content::Rejected("ACCESS_DENIED", why.clone()),
            Says::NotUnderstood(why) => build::Content::Rejected("UNKNOWN_REQUEST_DESCRIPTION", why.clone()),
        };
        match self.call(build::send_response(&response.message, &response.to, content, Vec::new())).await {
            Ok(_) => Ok(Sent::Taken),
            Err(failure) if failure.code() == Some(Kind::MessageIsAlreadySent.name()) => Ok(Sent::Known),
            Err(failure) => Err(failure),
        }
    }

    /// Signs a message, sends it, reads what comes back.
    async fn call(&self, message: Unsigned) -> Result<Answered, Failure> {
        let operation = message.operation;
        let (content_type, body) = self.wire(message)?;
        let action = HeaderValue::from_str(&format!("\"urn:{}\"", operation.name()))
            .map_err(|_| broken("имя операции не годится для заголовка"))?;
        let kind =
            HeaderValue::from_str(&content_type).map_err(|_| broken("тип сообщения не годится для заголовка"))?;
        let request = self.http.post(self.settings.url.clone()).header("SOAPAction", action).header(CONTENT_TYPE, kind);
        let response = request.body(body).send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let kind =
            response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        let (status, bytes) = http::read_most(SYSTEM, response, MOST).await?;
        // A fault of SOAP comes with status 500; anything else there is no СМЭВ that speaks.
        if status != StatusCode::OK && status != StatusCode::INTERNAL_SERVER_ERROR {
            return Err(match http::may_pass(status) {
                true => Failure::later(SYSTEM, format!("status {}", status.as_u16())),
                false => Failure::rejected(SYSTEM, format!("HTTP-{}", status.as_u16()), "СМЭВ отклонила обращение."),
            });
        }
        let failed = status == StatusCode::INTERNAL_SERVER_ERROR;
        let unread = |why: String| match failed {
            true => Failure::later(SYSTEM, "status 500 without a fault"),
            false => Failure::rejected(SYSTEM, "ANSWER-SHAPE", format!("Ответ СМЭВ не читается: {why}.")),
        };
        let parts = multipart::split(&kind, &bytes).map_err(|why| unread(why.to_string()))?;
        let document = read(&parts.root).map_err(|why| unread(why.to_string()))?;
        let envelope = document.root.child(SOAP.uri, "Body").filter(|_| document.root.name.is(SOAP.uri, "Envelope"));
        let envelope = envelope.ok_or_else(|| unread(parse::Unreadable::NoEnvelope.to_string()))?;
        match fault::in_body(envelope) {
            Some(fault) => Err(fault.failure()),
            None if failed => Err(unread(String::new())),
            None => Ok(Answered { document, parts }),
        }
    }

    fn wire(&self, message: Unsigned) -> Result<(String, Vec<u8>), Failure> {
        let signature = self.seal.sign(&message.signed).map_err(|error| broken(&error))?;
        let (envelope, attached): (_, BTreeMap<String, Vec<u8>>) = message.envelope(Some(signature));
        let xml = write_document(&envelope).map_err(|error| broken(&error.to_string()))?;
        let wire = multipart::join(xml, &attached).map_err(|error| broken(&error.to_string()))?;
        Ok((wire.content_type, wire.body))
    }
}

/// The message cannot even be made: repeating will not help.
fn broken(why: &str) -> Failure {
    Failure::rejected(SYSTEM, "MESSAGE", format!("Сообщение для СМЭВ не составлено: {why}."))
}

impl exchange::Stage {
    /// Will an answer still come?
    pub fn is_open(self) -> bool {
        matches!(self, Self::Underway | Self::Unknown)
    }
}
