//! One item on its way to the person, and every step it can take. Pure and total: a step is granted,
//! changes nothing, or is refused.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::region::Method;
use serde::{Deserialize, Serialize};

use super::blank::BlankRef;
use super::stage::{Move, Stage, leads};
use crate::case::Actor;
use crate::refusal::Refusal;

/// Where an item stands, as the case, the journal and the timers tell it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The result in the regulation.
    pub output: String,
    /// Where it stands.
    pub stage: Stage,
    /// How it is handed over.
    pub method: Method,
    /// The service centre it is fetched at.
    #[serde(default)]
    pub centre: Option<String>,
    /// The numbered blank it is made on.
    #[serde(default)]
    pub blank: Option<BlankRef>,
    /// Until when it lies where it is fetched.
    #[serde(default)]
    pub until: Option<Due>,
    /// How often it lay somewhere: a timer is never armed twice.
    #[serde(default)]
    pub stays: u32,
    /// How often it was sent: events of an earlier shipment change nothing.
    #[serde(default)]
    pub shipment: u32,
}

/// An item with everything that is not in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where it stands.
    pub at: Standing,
    /// Where it is brought to, in the carrier's words; empty where it is fetched at an authority.
    #[serde(default)]
    pub address: String,
    /// Where it lies now.
    #[serde(default)]
    pub point: String,
    /// The carrier's number of the shipment.
    #[serde(default)]
    pub tracking: Option<String>,
    /// Code of the locker: for the account only (DELIVERY-02).
    #[serde(default)]
    pub code: Option<Code>,
    /// Events of the carrier that were taken in.
    #[serde(default)]
    pub seen: Vec<String>,
    /// How it was handed over.
    #[serde(default)]
    pub check: Option<Check>,
}

/// A locker code. It is never printed or logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub String);

impl std::fmt::Debug for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Code")
    }
}

/// Who received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Receiver {
    /// The applicant.
    Applicant,
    /// Somebody who acts for them.
    Representative {
        /// «Фамилия Имя Отчество».
        name: String,
        /// The power they showed.
        power: String,
    },
}

/// That identity was checked: by whom, when, against what; the document itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Kind of the document shown.
    pub document: String,
    /// What it was compared with.
    pub against: String,
    /// Who received.
    pub receiver: Receiver,
    /// Who checked.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What an official says at a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Kind of the document shown.
    pub document: String,
    /// What it was compared with, and was found the same.
    pub against: String,
    /// Who received.
    pub receiver: Receiver,
    /// Declared originals that were shown and are in order.
    pub originals: Vec<String>,
}

/// An event of a carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// Its id at the carrier: taken once.
    pub id: String,
    /// The shipment.
    pub tracking: String,
    /// What happened.
    pub what: What,
}

/// What a carrier says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It moves.
    Moves,
    /// It lies there.
    Lies {
        /// Where.
        point: String,
        /// Code of the locker.
        code: Option<Code>,
    },
    /// The person has it; the carrier checked the identity.
    Fetched,
    /// It comes back.
    ComesBack,
    /// It is lost.
    Lost,
}

/// A step of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Choose the way, or choose it anew after the item came back.
    Choose {
        /// The way.
        method: Method,
        /// The service centre.
        centre: Option<String>,
        /// The address, as the carrier understood it.
        address: String,
    },
    /// The item is made; on this blank, where it needs one.
    Prepare {
        /// The blank.
        blank: Option<BlankRef>,
    },
    /// It leaves the authority.
    Give,
    /// The carrier named the shipment.
    Ship {
        /// Its number.
        tracking: String,
        /// Which sending was named.
        shipment: u32,
    },
    /// The carrier says something.
    Track(Tracked),
    /// It lies at the window of the authority or centre.
    Arrive,
    /// It did not reach where it was sent, and whoever carries it says nothing of it.
    Miss,
    /// The carrier did not take it, or brought it back without a word.
    ComeBack,
    /// An official hands it over.
    HandOver(Handed),
    /// The storage term passed.
    Lapse,
    /// It is made anew.
    Reissue {
        /// The new blank.
        blank: Option<BlankRef>,
    },
}

impl Step {
    /// The kind of step in the table.
    pub fn kind(&self) -> Move {
        match self {
            Self::Choose { .. } => Move::Choose,
            Self::Prepare { .. } => Move::Prepare,
            Self::Give => Move::Give,
            Self::Ship { .. } => Move::Ship,
            Self::Track(Tracked { what, .. }) => match what {
                What::Moves => Move::Transit,
                What::Lies { .. } => Move::Arrive,
                What::Fetched => Move::Fetched,
                What::ComesBack => Move::ComeBack,
                What::Lost => Move::Miss,
            },
            Self::Arrive => Move::Arrive,
            Self::Miss => Move::Miss,
            Self::ComeBack => Move::ComeBack,
            Self::HandOver(_) => Move::HandOver,
            Self::Lapse => Move::Lapse,
            Self::Reissue { .. } => Move::Reissue,
        }
    }
}

/// The most events of one shipment that are remembered: a limit of safety.
const MOST_SEEN: usize = 500;

impl Delivery {
    /// A new item: fetched at the authority unless the person chooses otherwise.
    pub fn begin(output: &str) -> Self {
        let at = Standing {
            output: output.to_owned(),
            stage: Stage::Chosen,
            method: Method::Authority,
            centre: None,
            blank: None,
            until: None,
            stays: 0,
            shipment: 0,
        };
        Self {
            at,
            address: String::new(),
            point: String::new(),
            tracking: None,
            code: None,
            seen: Vec::new(),
            check: None,
        }
    }

    /// Takes a step. `None` when it changes nothing: an event seen before, of an earlier shipment,
    /// or overtaken by a later one. `stored` ends the storage term of a way that begins now.
    pub fn step(
        &self,
        step: &Step,
        by: &Actor,
        stored: impl Fn(Method) -> Result<Option<Due>, Refusal>,
        now: Timestamp,
    ) -> Result<Option<Self>, Refusal> {
        if let Step::Track(event) = step {
            return self.track(event, by, stored, now);
        }
        let stage = leads(self.at.stage, step.kind()).ok_or_else(|| self.wrong())?;
        let mut next = self.clone();
        next.at.stage = stage;
        match step {
            Step::Choose { method, centre, address } => next.choose(*method, centre.as_deref(), address)?,
            Step::Prepare { blank } => next.at.blank.clone_from(blank),
            Step::Reissue { blank } => {
                // Two items of one blank would be two things of one number.
                if blank.is_some() && *blank == self.at.blank {
                    return Err(Refusal::AlreadyDone);
                }
                next.at.blank.clone_from(blank);
                next.nowhere();
            }
            Step::Give => next.give()?,
            Step::Ship { tracking, shipment } => {
                if *shipment != self.at.shipment || self.tracking.as_ref() == Some(tracking) {
                    return Ok(None);
                }
                if self.tracking.is_some() || tracking.trim().is_empty() {
                    return Err(Refusal::AlreadyDone);
                }
                next.tracking = Some(tracking.clone());
            }
            Step::Arrive => {
                let fetched = matches!(self.at.method, Method::Authority | Method::Centre);
                // What goes to a centre does not lie there before it was sent.
                let there = self.at.method == Method::Authority || self.at.stage != Stage::Prepared;
                if !fetched || !there {
                    return Err(self.wrong());
                }
                next.lies(stored(self.at.method)?);
            }
            Step::Miss | Step::ComeBack => {
                // What lies with a carrier or a centre is theirs to speak of.
                if self.at.method == Method::Authority || !self.at.stage.on_its_way() {
                    return Err(self.wrong());
                }
            }
            Step::HandOver(handed) => next.check = Some(self.checked(handed, by, now)?),
            Step::Lapse => {
                if self.at.until.as_ref().is_none_or(|due| now < due.at) {
                    return Err(Refusal::NotDue);
                }
            }
            Step::Track(_) => {}
        }
        next.settle();
        Ok(Some(next))
    }

    fn track(
        &self,
        event: &Tracked,
        by: &Actor,
        stored: impl Fn(Method) -> Result<Option<Due>, Refusal>,
        now: Timestamp,
    ) -> Result<Option<Self>, Refusal> {
        let known = self.seen.contains(&event.id) || self.seen.len() >= MOST_SEEN;
        if known || self.tracking.as_ref() != Some(&event.tracking) {
            return Ok(None);
        }
        let mut next = self.clone();
        next.seen.push(event.id.clone());
        // An event that no longer leads anywhere is remembered and changes nothing else.
        let Some(stage) = leads(self.at.stage, Step::Track(event.clone()).kind()) else { return Ok(Some(next)) };
        next.at.stage = stage;
        match &event.what {
            What::Moves | What::ComesBack | What::Lost => {}
            What::Lies { point, code } => {
                next.lies(stored(self.at.method)?);
                next.point.clone_from(point);
                next.code.clone_from(code);
            }
            What::Fetched => {
                next.check = Some(Check {
                    document: "carrier".to_owned(),
                    against: "carrier".to_owned(),
                    receiver: Receiver::Applicant,
                    by: by.clone(),
                    at: now,
                });
            }
        }
        next.settle();
        Ok(Some(next))
    }

    fn wrong(&self) -> Refusal {
        Refusal::WrongState { state: self.at.stage.name() }
    }

    fn choose(&mut self, method: Method, centre: Option<&str>, address: &str) -> Result<(), Refusal> {
        let address = address.trim();
        if method.by_carrier() == address.is_empty() || (method == Method::Centre) != centre.is_some() {
            return Err(Refusal::Undeliverable { why: String::new() });
        }
        self.nowhere();
        self.at.method = method;
        self.at.centre = centre.map(str::to_owned);
        self.address = address.to_owned();
        Ok(())
    }

    /// Leaves the authority: a new shipment, of which nothing is known yet.
    fn give(&mut self) -> Result<(), Refusal> {
        if self.at.method == Method::Authority {
            return Err(Refusal::WrongState { state: Stage::Prepared.name() });
        }
        self.nowhere();
        self.at.shipment += 1;
        Ok(())
    }

    fn nowhere(&mut self) {
        self.tracking = None;
        self.code = None;
        self.point = String::new();
        self.seen.clear();
    }

    fn lies(&mut self, until: Option<Due>) {
        self.at.until = until;
        self.at.stays += 1;
    }

    /// A term runs and a code opens only while the item lies there.
    fn settle(&mut self) {
        if self.at.stage != Stage::AtPoint {
            self.at.until = None;
            self.code = None;
        }
    }

    fn checked(&self, handed: &Handed, by: &Actor, now: Timestamp) -> Result<Check, Refusal> {
        // What a carrier holds nobody else can hand over.
        if self.at.stage == Stage::AtPoint && self.at.method.by_carrier() {
            return Err(self.wrong());
        }
        let empty = |text: &str| text.trim().is_empty();
        if empty(&handed.document) || empty(&handed.against) {
            return Err(Refusal::IdentityNotChecked);
        }
        if let Receiver::Representative { name, power } = &handed.receiver
            && (empty(name) || empty(power))
        {
            return Err(Refusal::IdentityNotChecked);
        }
        Ok(Check {
            document: handed.document.clone(),
            against: handed.against.clone(),
            receiver: handed.receiver.clone(),
            by: by.clone(),
            at: now,
        })
    }
}
