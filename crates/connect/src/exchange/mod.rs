//! The exchange with other authorities (межведомственный обмен): one set of calls, three ways.
//!
//! `Http` is a plain provider of facts asked request by request, `Smev` is СМЭВ 3 with its queues,
//! `Memory` plays either of them out of data, without a network, for tests and simulation.
//! A question is recognised by its message id: sent again with the same id it is the same message.
//! Nothing here remembers: who asked what is kept by the caller, before anything is sent.

mod memory;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::concentrator::{Application, OrderStatus};
use crate::evidence;
pub use crate::evidence::{Answer, Request as Question};
use crate::failure::Failure;
use crate::xml::Element;
use crate::{gisgmp, smev};

pub use memory::{Memory, Play, Reply, Trouble};

/// Code of the refusal of a message whose id has outlived its life: it is sent under a new one.
pub const STALE: &str = "STALE";

/// Where questions to other authorities go.
#[derive(Debug)]
pub enum Exchange {
    /// A plain HTTP provider, asked request by request.
    Http(evidence::Client),
    /// СМЭВ 3.
    Smev(Box<smev::Client>),
    /// Data in memory: tests and simulation.
    Memory(Memory),
}

/// How answers come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Each request is asked after by its id.
    ByRequest,
    /// Answers lie in queues, are taken one by one and acknowledged.
    ByQueue,
}

/// What became of a sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Taken.
    Taken,
    /// The other side has this very message already: an earlier sending had arrived.
    Known,
}

/// One message out of a queue of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Id of this message: acknowledged and recognised by it.
    pub message: String,
    /// Id of our message it is about, as far as it can be read.
    pub original: Option<String>,
    /// Who sent it, as the exchange names them.
    pub sender: Option<String>,
    /// What it says.
    pub content: Content,
}

/// What a message out of a queue says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The question is settled; never [`Answer::Waiting`].
    Said(Answer),
    /// Still at work, in words; the answer comes later.
    Progress(String),
    /// May not be believed: a broken signature, a hash that does not fit, an unreadable body.
    Broken {
        /// What is wrong: a whole sentence for a person.
        why: String,
        /// The message as it came, for that person.
        raw: Vec<u8>,
    },
}

/// Where one of our messages stands, as the exchange sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Our message.
    pub message: String,
    /// How far it is.
    pub stage: Stage,
    /// In words of the exchange.
    pub words: String,
}

/// How far a message of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The exchange does not know it.
    Unknown,
    /// On its way or being worked at.
    Underway,
    /// Answered; the answer lies in our queue or was taken.
    Answered,
    /// Refused by the exchange; it will not be answered.
    Refused,
}

/// A question of another authority to us.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Id of the message.
    pub message: String,
    /// Who asks, as the exchange names them.
    pub sender: String,
    /// Opaque address of the answer.
    pub reply_to: String,
    /// Were both signatures good? What is not believed is not answered.
    pub believed: bool,
    /// What is asked, or what is wrong with it.
    pub asked: Result<Asked, String>,
}

/// What another authority wants to know: results of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The service whose results are meant.
    pub service: String,
    /// What for: the purpose the asking authority names (152-ФЗ, art. 5).
    pub purpose: String,
    /// The person: facts of theirs by name, for example `snils`.
    pub keys: Vec<(String, String)>,
}

/// Our answer to another authority. Sent again under the same id it is the same answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Id of our message.
    pub message: String,
    /// The address the question gave.
    pub to: String,
    /// The message that is answered.
    pub original: String,
    /// What is said.
    pub says: Says,
}

/// What we say to another authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// Entries of the register, each a record of plain values.
    Entries(Vec<Value>),
    /// Nothing is known.
    NoData,
    /// They may not ask this.
    Denied(String),
    /// The question is not understood.
    NotUnderstood(String),
}

impl Exchange {
    /// Short name for logs and figures.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Http(_) => "http",
            Self::Smev(_) => "smev",
            Self::Memory(_) => "memory",
        }
    }

    /// How answers come back.
    pub fn way(&self) -> Way {
        match self {
            Self::Http(_) => Way::ByRequest,
            Self::Smev(_) => Way::ByQueue,
            Self::Memory(memory) => memory.way(),
        }
    }

    /// The id of the message that carries a request of ours: the `generation`-th one, when the
    /// ones before it grew too old. Its last byte is that of the request, the bucket of both.
    pub fn new_message(&self, request: &str, generation: u32, now: Timestamp) -> String {
        match self {
            Self::Smev(_) => smev::message_id::make(&format!("{request}:{generation}"), bucket(request), now),
            Self::Http(_) | Self::Memory(_) if generation == 0 => request.to_owned(),
            Self::Http(_) | Self::Memory(_) => format!("{generation}-{request}"),
        }
    }

    /// Has the message id outlived its life, so that it can no longer be sent?
    pub fn is_stale(&self, message: &str, now: Timestamp) -> bool {
        match self {
            Self::Smev(_) => smev::message_id::is_stale(message, now),
            Self::Http(_) | Self::Memory(_) => false,
        }
    }

    /// Sends a question. Sending it again with the same id changes nothing.
    pub async fn send(&self, question: &Question, now: Timestamp) -> Result<Sent, Failure> {
        match self {
            Self::Http(client) => client.ask(question).await.map(|()| Sent::Taken),
            Self::Smev(client) => client.send_request(question, now).await,
            Self::Memory(memory) => memory.send(question, now),
        }
    }

    /// How far a request is, where answers are asked after one by one; [`Answer::Waiting`] where
    /// they come in queues.
    pub async fn look(&self, message: &str, now: Timestamp) -> Result<Answer, Failure> {
        match self {
            Self::Http(client) => client.answer(message).await,
            Self::Smev(_) => Ok(Answer::Waiting),
            Self::Memory(memory) => memory.look(message, now),
        }
    }

    /// Names of the queues answers come in; none where each request is asked after.
    pub fn queues(&self) -> Vec<String> {
        match self {
            Self::Http(_) => Vec::new(),
            Self::Smev(client) => client.queues(),
            Self::Memory(memory) => memory.queues(),
        }
    }

    /// Do other authorities ask us through it?
    pub fn is_asked(&self) -> bool {
        matches!(self, Self::Smev(_))
    }

    /// The ground on which a system may have results of a service; none: it may not.
    pub fn reader(&self, sender: &str, service: &str) -> Option<String> {
        match self {
            Self::Smev(client) => client.reader(sender, service),
            Self::Http(_) | Self::Memory(_) => None,
        }
    }

    /// Pause between two looks into an empty queue.
    pub fn pause(&self) -> SignedDuration {
        match self {
            Self::Smev(client) => client.pause(),
            Self::Http(_) | Self::Memory(_) => SignedDuration::from_secs(1),
        }
    }

    /// The next message of a queue, if there is one. Until it is acknowledged it comes again.
    pub async fn receive(&self, queue: &str, now: Timestamp) -> Result<Option<Delivery>, Failure> {
        match self {
            Self::Http(_) => Ok(None),
            Self::Smev(client) => client.get_response(queue, now).await,
            Self::Memory(memory) => memory.receive(now),
        }
    }

    /// Can applications of ЕПГУ come through it?
    pub fn takes_applications(&self) -> bool {
        matches!(self, Self::Smev(_) | Self::Memory(_))
    }

    /// The next application of ЕПГУ with a body of that namespace and root.
    pub async fn application(&self, selector: (&str, &str), now: Timestamp) -> Result<Option<Application>, Failure> {
        match self {
            Self::Http(_) => Ok(None),
            Self::Smev(client) => client.get_application(selector, now).await,
            Self::Memory(memory) => Ok(memory.epgu.next()),
        }
    }

    /// An application was taken, or it may not be believed: it does not come again.
    pub async fn application_taken(&self, message: &str, believed: bool) -> Result<(), Failure> {
        if let Self::Memory(memory) = self {
            memory.epgu.acknowledge(message);
            return Ok(());
        }
        self.acknowledge(message, believed).await
    }

    /// Answers an application with what is wrong in it.
    pub async fn refuse_application(&self, response: &Response) -> Result<(), Failure> {
        match (self, &response.says) {
            (Self::Memory(memory), Says::NotUnderstood(words)) => {
                memory.epgu.refuse(&response.original, words);
                Ok(())
            }
            _ => self.respond(response).await.map(drop),
        }
    }

    /// Do notices of ГИС ГМП come through it?
    pub fn takes_notices(&self) -> bool {
        matches!(self, Self::Smev(_) | Self::Memory(_))
    }

    /// The next notice of ГИС ГМП.
    pub async fn notice(&self, now: Timestamp) -> Result<Option<Application>, Failure> {
        match self {
            Self::Http(_) => Ok(None),
            Self::Smev(client) => client.get_application(gisgmp::NOTICE, now).await,
            Self::Memory(memory) => Ok(memory.treasury.next_notice().map(|(message, body)| Application {
                reply_to: message.clone(),
                message,
                body: Ok(body),
                files: Vec::new(),
            })),
        }
    }

    /// Answers a notice that its sender awaits an answer to. Answered again under the same id it is
    /// answered once.
    pub async fn confirm_notice(&self, message: &str, to: &str, body: Element) -> Result<(), Failure> {
        match self {
            Self::Http(_) | Self::Memory(_) => Ok(()),
            Self::Smev(client) => client.confirm_notice(message, to, body).await.map(drop),
        }
    }

    /// A notice was taken, or may not be believed: it does not come again.
    pub async fn notice_taken(&self, message: &str, believed: bool) -> Result<(), Failure> {
        if let Self::Memory(memory) = self {
            memory.treasury.notice_taken(message);
            return Ok(());
        }
        self.acknowledge(message, believed).await
    }

    /// Tells the cabinet of ЕПГУ how an order fares. Told again under the same id it is told once.
    pub async fn tell_order(&self, message: &str, status: &OrderStatus) -> Result<(), Failure> {
        match self {
            Self::Http(_) => Err(Failure::rejected("ЕПГУ", "NO-WAY", "До ЕПГУ нет пути: обмен не через СМЭВ.")),
            Self::Smev(client) => client.tell_order(message, status).await.map(drop),
            Self::Memory(memory) => memory.epgu.tell(message, status),
        }
    }

    /// Tells that a message was taken (or, with `accepted` false, that it could not be believed):
    /// it does not come again.
    pub async fn acknowledge(&self, message: &str, accepted: bool) -> Result<(), Failure> {
        match self {
            Self::Http(_) => Ok(()),
            Self::Smev(client) => client.ack(message, accepted).await,
            Self::Memory(memory) => memory.acknowledge(message),
        }
    }

    /// The next word about how a message of ours fares, where the exchange keeps such words.
    pub async fn standing(&self, now: Timestamp) -> Result<Option<Standing>, Failure> {
        match self {
            Self::Smev(client) => client.get_status(now).await,
            Self::Http(_) | Self::Memory(_) => Ok(None),
        }
    }

    /// The next question of another authority to our register.
    pub async fn question(&self, now: Timestamp) -> Result<Option<Incoming>, Failure> {
        match self {
            Self::Smev(client) => client.get_request(now).await,
            Self::Http(_) | Self::Memory(_) => Ok(None),
        }
    }

    /// The id of our answer to a question: always the same one, so that it is one answer. `at` is
    /// when the question was first taken.
    pub fn answering_message(&self, question: &str, at: Timestamp) -> String {
        smev::message_id::make(&format!("answer:{question}"), bucket(question), at)
    }

    /// Answers a question of another authority. Sent again with the same id it is the same answer.
    pub async fn respond(&self, response: &Response) -> Result<Sent, Failure> {
        match self {
            Self::Smev(client) => client.send_response(response).await,
            Self::Http(_) | Self::Memory(_) => Err(Failure::rejected("exchange", "NOT-ASKED", "Отвечать некому.")),
        }
    }
}

/// The last byte of an id written in hex.
fn bucket(id: &str) -> u8 {
    let tail = id.len().checked_sub(2).and_then(|start| id.get(start..));
    tail.and_then(|tail| u8::from_str_radix(tail, 16).ok()).unwrap_or(0)
}
