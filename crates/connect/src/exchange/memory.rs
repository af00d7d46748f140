//! The exchange in memory: what each source answers, after how long, and what goes wrong on the
//! way, all given as data. The same data and the same moments give the same course.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Answer, Content, Delivery, Question, STALE, Sent, Way};
use crate::concentrator::Played;
use crate::failure::Failure;
use crate::gisgmp::{self, Outage};
use crate::xml::Element;

const SYSTEM: &str = "exchange";

/// After so long an unacknowledged message comes again (СМЭВ: 15 minutes).
const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// What one source answers and what goes wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Play {
    /// Id of the source: `mvd.conviction`.
    pub source: String,
    /// Only questions asked for this service; any without it.
    #[serde(default)]
    pub service: Option<String>,
    /// Only questions whose keys have these values.
    #[serde(default)]
    pub keys: Map<String, Value>,
    /// What is answered.
    pub reply: Reply,
    /// How long the source thinks.
    #[serde(default)]
    pub after: SignedDuration,
    /// What goes wrong on the way.
    #[serde(default)]
    pub trouble: Option<Trouble>,
}

/// What a source answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Field of the register → value.
    Answered(Map<String, Value>),
    /// It knows nothing about the keys.
    Absent,
    /// It cannot answer, in its words.
    Failed(String),
    /// It never answers.
    Silent,
}

/// What goes wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The first so many sendings fail and may be repeated.
    Down(u32),
    /// The sending arrives, but its receipt is lost: the sender sees a failure.
    LostReceipt,
    /// Every acknowledgement is lost once: the answer comes twice.
    LostAck,
    /// The answer comes in two messages of different ids.
    Twice,
    /// The answer cannot be believed.
    Broken,
    /// The first message to the source is said to be too old.
    Stale,
}

impl Play {
    /// A source that answers these fields at once.
    pub fn answers(source: &str, answer: Map<String, Value>) -> Self {
        Self::of(source, Reply::Answered(answer))
    }

    /// A source with its reply, at once and without trouble.
    pub fn of(source: &str, reply: Reply) -> Self {
        Self {
            source: source.to_owned(),
            service: None,
            keys: Map::new(),
            reply,
            after: SignedDuration::ZERO,
            trouble: None,
        }
    }

    /// Only for this service.
    #[must_use]
    pub fn asked_for(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    /// Only when a key has this value.
    #[must_use]
    pub fn when(mut self, key: &str, value: Value) -> Self {
        self.keys.insert(key.to_owned(), value);
        self
    }

    /// After so long.
    #[must_use]
    pub fn after(mut self, delay: SignedDuration) -> Self {
        self.after = delay;
        self
    }

    /// With this trouble.
    #[must_use]
    pub fn trouble(mut self, trouble: Trouble) -> Self {
        self.trouble = Some(trouble);
        self
    }

    fn fits(&self, question: &Question) -> bool {
        self.source == question.source
            && self.service.as_ref().is_none_or(|service| *service == question.service)
            && self.keys.iter().all(|(name, value)| question.keys.get(name) == Some(value))
    }
}

/// The exchange in memory.
#[derive(Debug)]
pub struct Memory {
    /// ЕПГУ with its applications.
    pub epgu: Played,
    /// ГИС ГМП with its charges and payments.
    pub treasury: Box<gisgmp::Played>,
    way: Way,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    plays: Vec<Play>,
    /// By message id.
    asked: BTreeMap<String, Asked>,
    /// Tries of messages that did not arrive yet.
    tries: BTreeMap<String, u32>,
    queue: VecDeque<Queued>,
    acknowledged: Vec<String>,
    /// Sources that have called a message too old already.
    stale: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Asked {
    question: Question,
    reply: Reply,
    ready_at: Option<Timestamp>,
    broken: bool,
}

#[derive(Debug, Clone)]
struct Queued {
    message: String,
    original: String,
    /// Not given out before this moment.
    from: Timestamp,
    loses_ack: bool,
}

impl Memory {
    /// An exchange where requests are asked after, or where answers come in a queue. Where no play
    /// fits, the source fails: it is not known here.
    pub fn new(way: Way, plays: Vec<Play>) -> Self {
        Self {
            epgu: Played::default(),
            treasury: Box::default(),
            way,
            state: Mutex::new(State { plays, ..State::default() }),
        }
    }

    /// Other plays from now on; what was asked before keeps its own.
    pub fn play(&self, plays: Vec<Play>) {
        self.state().plays = plays;
    }

    /// Every question that arrived, by message id.
    pub fn asked(&self) -> Vec<Question> {
        self.state().asked.values().map(|asked| asked.question.clone()).collect()
    }

    /// Ids of acknowledged messages, in order.
    pub fn acknowledged(&self) -> Vec<String> {
        self.state().acknowledged.clone()
    }

    pub(super) fn way(&self) -> Way {
        self.way
    }

    pub(super) fn queues(&self) -> Vec<String> {
        match self.way {
            Way::ByRequest => Vec::new(),
            Way::ByQueue => vec!["memory".to_owned()],
        }
    }

    pub(super) fn send(&self, question: &Question, now: Timestamp) -> Result<Sent, Failure> {
        let mut state = self.state();
        if let Some(known) = state.asked.get(&question.id) {
            let same = known.question == *question;
            return if same {
                Ok(Sent::Known)
            } else {
                Err(rejected("ID-TAKEN", "Под этим номером есть другой запрос."))
            };
        }
        let play = match gisgmp::message_of(question) {
            Some(message) => Some(self.paid(&message, now)?),
            None => state.plays.iter().find(|play| play.fits(question)).cloned(),
        };
        let Some(play) = play else {
            return Err(rejected("UNKNOWN-SOURCE", "Такого источника сведений в обмене нет."));
        };
        let tries = state.tries.entry(question.id.clone()).or_default();
        match play.trouble {
            Some(Trouble::Down(times)) if *tries < times => {
                *tries += 1;
                return Err(Failure::later(SYSTEM, "no connection"));
            }
            _ => {}
        }
        if play.trouble == Some(Trouble::Stale) && state.stale.insert(question.source.clone()) {
            return Err(rejected(STALE, "Идентификатор сообщения устарел."));
        }
        state.arrive(question, &play, now);
        if play.trouble == Some(Trouble::LostReceipt) {
            return Err(Failure::later(SYSTEM, "no answer in time"));
        }
        Ok(Sent::Taken)
    }

    /// What ГИС ГМП answers a message, as it fares now.
    fn paid(&self, message: &Element, now: Timestamp) -> Result<Play, Failure> {
        let answered = || {
            let answer = self.treasury.answer(message, now).and_then(|answer| gisgmp::wrapped(&answer));
            answer.map(Reply::Answered).unwrap_or_else(|why| Reply::Failed(why.to_string()))
        };
        let play = |reply| Play::of(gisgmp::SOURCE, reply);
        Ok(match self.treasury.outage() {
            Outage::Down => return Err(Failure::later(SYSTEM, "no connection")),
            Outage::None => play(answered()),
            Outage::LostReceipt => play(answered()).trouble(Trouble::LostReceipt),
            Outage::Silent => play(Reply::Silent),
            Outage::Wrong => play(Reply::Answered(Map::new())),
        })
    }

    pub(super) fn look(&self, message: &str, now: Timestamp) -> Result<Answer, Failure> {
        let state = self.state();
        let asked = state.asked.get(message).ok_or_else(|| rejected("NOT-ASKED", "Такого запроса не было."))?;
        match (self.way, asked.ready_at) {
            (Way::ByRequest, Some(ready)) if ready <= now && asked.broken => {
                Err(rejected("ANSWER-SHAPE", "Ответ не читается."))
            }
            (Way::ByRequest, Some(ready)) if ready <= now => Ok(asked.said(ready)),
            _ => Ok(Answer::Waiting),
        }
    }

    pub(super) fn receive(&self, now: Timestamp) -> Result<Option<Delivery>, Failure> {
        let mut state = self.state();
        let Some(index) = state.queue.iter().position(|queued| queued.from <= now) else { return Ok(None) };
        let Some(mut queued) = state.queue.remove(index) else { return Ok(None) };
        let Some(asked) = state.asked.get(&queued.original).cloned() else { return Ok(None) };
        let content = match asked.ready_at {
            Some(_) if asked.broken => Content::Broken {
                why: "Подпись под ответом не сходится.".to_owned(),
                raw: b"broken".to_vec(),
            },
            ready => Content::Said(asked.said(ready.unwrap_or(now))),
        };
        let delivery = Delivery {
            message: queued.message.clone(),
            original: Some(queued.original.clone()),
            sender: Some(asked.question.source.clone()),
            content,
        };
        queued.from = now + AGAIN;
        state.queue.push_back(queued);
        Ok(Some(delivery))
    }

    pub(super) fn acknowledge(&self, message: &str) -> Result<(), Failure> {
        let mut state = self.state();
        if let Some(queued) = state.queue.iter_mut().find(|queued| queued.message == message && queued.loses_ack) {
            queued.loses_ack = false;
            return Err(Failure::later(SYSTEM, "no answer in time"));
        }
        state.queue.retain(|queued| queued.message != message);
        state.acknowledged.push(message.to_owned());
        Ok(())
    }

    /// A panic elsewhere must not take the exchange with it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn arrive(&mut self, question: &Question, play: &Play, now: Timestamp) {
        let silent = play.reply == Reply::Silent;
        let ready_at = (!silent).then(|| now.checked_add(play.after).unwrap_or(now));
        let broken = play.trouble == Some(Trouble::Broken);
        let asked = Asked { question: question.clone(), reply: play.reply.clone(), ready_at, broken };
        self.asked.insert(question.id.clone(), asked);
        let Some(from) = ready_at else { return };
        let copies = if play.trouble == Some(Trouble::Twice) { 2 } else { 1 };
        for copy in 1..=copies {
            self.queue.push_back(Queued {
                message: format!("reply-{copy}-{}", question.id),
                original: question.id.clone(),
                from,
                loses_ack: play.trouble == Some(Trouble::LostAck),
            });
        }
    }
}

impl Asked {
    fn said(&self, at: Timestamp) -> Answer {
        match &self.reply {
            Reply::Answered(answer) => Answer::Answered { answer: answer.clone(), at },
            Reply::Absent => Answer::Absent { at },
            Reply::Failed(reason) => Answer::Failed { reason: reason.clone(), at },
            Reply::Silent => Answer::Waiting,
        }
    }
}

fn rejected(code: &str, text: &str) -> Failure {
    Failure::rejected(SYSTEM, code, text)
}
