//! What the emulated СМЭВ remembers: messages by id, the queues, what it may say about them.

use std::collections::{BTreeMap, HashMap, VecDeque};

use connect::smev::build::Content;
use connect::smev::message_id;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::faults::Fault;
use crate::registers::Keys;

/// A message that was given out and not acknowledged comes again after so long.
const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// Most questions remembered, so that a load run does not eat the memory; the oldest go first.
const MOST: usize = 200_000;

/// A question of the portal.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub service: String,
    pub source: String,
    pub keys: Keys,
    pub fault: Option<Fault>,
    /// How often it was sent, and whether it ever said something else under the same id.
    pub sendings: u32,
    pub changed: bool,
}

/// A question as the stand got it, for those who count.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Id of the message.
    pub message: String,
    /// The service it was asked for.
    pub service: String,
    /// The source that was asked.
    pub source: String,
    /// What it was asked with.
    pub keys: Keys,
    /// How often the same message came.
    pub sendings: u32,
    /// It came again with another content: not the same message at all.
    pub changed: bool,
}

/// What lies in the queue of answers.
#[derive(Debug, Clone)]
pub(super) enum Says {
    /// The provider answers the question.
    Provider,
    /// СМЭВ itself refuses the question.
    Refusal,
}

/// A message in the queue of answers.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub message: String,
    pub original: String,
    pub says: Says,
    /// Not given out before.
    pub from: Timestamp,
    pub ready_at: Timestamp,
    /// Given out and not acknowledged yet.
    pub given: bool,
    /// Its first acknowledgement gets lost.
    pub loses_ack: bool,
    /// After its acknowledgement it comes once more.
    pub twice: bool,
}

/// A question to the portal's register.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    pub message: String,
    pub service: String,
    pub purpose: String,
    pub keys: Vec<(String, String)>,
    pub sender: &'static str,
    pub broken: bool,
    pub from: Timestamp,
}

/// What the portal's register answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Entries of the register.
    Entries(Vec<Map<String, Value>>),
    /// No: the code and the words.
    Rejected(String, String),
}

#[derive(Debug, Default)]
pub(super) struct Bus {
    questions: HashMap<String, Question>,
    order: VecDeque<String>,
    pub answers: VecDeque<Waiting>,
    pub statuses: VecDeque<(String, &'static str)>,
    pub asking: VecDeque<Asking>,
    pub told: BTreeMap<String, Told>,
    /// Ids of answers of the portal, with the question each is to.
    pub responses: BTreeMap<String, String>,
    /// Notices of ГИС ГМП: the message each goes out in, and not before when it comes again.
    notices: BTreeMap<String, (String, Timestamp)>,
    made: u64,
}

impl Bus {
    /// Gives out a notice; it comes again unless acknowledged.
    pub fn give_notice(&mut self, notice: &str, now: Timestamp) -> Option<Asking> {
        let fresh = self.new_id(now);
        let (message, from) = self.notices.entry(notice.to_owned()).or_insert((fresh, now));
        if *from > now {
            return None;
        }
        *from = now + AGAIN;
        Some(Asking {
            message: message.clone(),
            service: String::new(),
            purpose: String::new(),
            keys: Vec::new(),
            sender: "TRSR99",
            broken: false,
            from: now,
        })
    }

    /// The notice that went out in this message was taken.
    pub fn notice_taken(&mut self, message: &str) -> Option<String> {
        let notice = self.notices.iter().find(|(_, (known, _))| known == message)?.0.clone();
        self.notices.remove(&notice);
        Some(notice)
    }

    /// Takes a question; `false` when it has it already.
    pub fn keep(&mut self, message: &str, question: Question) -> bool {
        if let Some(known) = self.questions.get_mut(message) {
            known.sendings += 1;
            known.changed |=
                (&known.source, &known.service, &known.keys) != (&question.source, &question.service, &question.keys);
            return false;
        }
        if self.order.len() >= MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.questions.remove(&oldest);
        }
        self.order.push_back(message.to_owned());
        self.questions.insert(message.to_owned(), question);
        true
    }

    /// An id for a message that the stand makes.
    pub fn new_id(&mut self, now: Timestamp) -> String {
        self.made += 1;
        message_id::make(&format!("stand {}", self.made), (self.made % 256) as u8, now)
    }

    /// Gives out the first answer that is ready; it comes again unless acknowledged.
    pub fn take_answer(&mut self, wanted: impl Fn(&Question) -> bool, now: Timestamp) -> Option<(Waiting, Question)> {
        let fits =
            |waiting: &Waiting| waiting.from <= now && self.questions.get(&waiting.original).is_some_and(&wanted);
        let index = self.answers.iter().position(fits)?;
        let waiting = self.answers.get_mut(index)?;
        waiting.from = now + AGAIN;
        waiting.given = true;
        let taken = waiting.clone();
        let question = self.questions.get(&taken.original)?.clone();
        Some((taken, question))
    }

    /// Everything that was asked, in order.
    pub fn received(&self) -> Vec<Received> {
        let known = self.order.iter().filter_map(|message| Some((message, self.questions.get(message)?)));
        let told = known.map(|(message, question)| Received {
            message: message.clone(),
            service: question.service.clone(),
            source: question.source.clone(),
            keys: question.keys.clone(),
            sendings: question.sendings,
            changed: question.changed,
        });
        told.collect()
    }

    /// What was given out and not acknowledged comes again now, as if the quarter of an hour had passed.
    pub fn hurry(&mut self, now: Timestamp) {
        for waiting in &mut self.answers {
            if waiting.given {
                waiting.from = waiting.from.min(now);
            }
        }
        for asking in &mut self.asking {
            asking.from = asking.from.min(now);
        }
    }

    /// Gives out the first question to the portal's register.
    pub fn take_asking(&mut self, now: Timestamp) -> Option<Asking> {
        let asking = self.asking.iter_mut().find(|asking| asking.from <= now)?;
        asking.from = now + AGAIN;
        Some(asking.clone())
    }

    /// A message was taken. `None`: nothing awaits it. `Some(false)`: the acknowledgement got lost.
    pub fn acknowledge(&mut self, message: &str, now: Timestamp) -> Option<bool> {
        if let Some(index) = self.asking.iter().position(|asking| asking.message == message) {
            self.asking.remove(index);
            return Some(true);
        }
        let index = self.answers.iter().position(|waiting| waiting.message == message)?;
        let waiting = self.answers.get_mut(index)?;
        if waiting.loses_ack {
            waiting.loses_ack = false;
            waiting.from = now;
            return Some(false);
        }
        if waiting.twice {
            waiting.twice = false;
            waiting.from = now;
            return Some(true);
        }
        let original = waiting.original.clone();
        self.answers.remove(index);
        self.statuses.push_back((original, "responseIsDelivered"));
        Some(true)
    }
}

/// What an answer holds, in the words of СМЭВ.
pub(super) fn rejected(code: &'static str, why: &str) -> Content {
    Content::Rejected(code, why.to_owned())
}
