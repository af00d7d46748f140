//! The region's own file: who provides services here, and every term and limit that is not
//! set by a regulation.
//!
//! A number of the law never stands in code: it stands here, with the clause it rests on and
//! with the floor a federal act sets for it. See `region/region.yaml` for the demo region.

mod assignment;
mod complaints;
mod delivery;
mod events;
mod file;
mod payee;
mod payments;
mod ratings;
mod reception;
mod watch;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::{Calendar, LegalClock, Term, time_zone};

pub use assignment::{AssignRule, Assignment};
pub use complaints::{ComplaintGround, ComplaintReason, Complaints, Object, Suits};
pub use delivery::{BlankKind, Delivery, DuplicateKind, Method, PaperAct, PaperRule, Way};
pub use events::{ConsentText, Consents, EventKind, Events};
pub use file::read;
pub use payee::Payee;
pub use payments::Payments;
pub use ratings::{CriteriaSet, Ratings};
pub use reception::{Hours, Line, Place, Premise, Reception, span_of};
pub use watch::{WatchRule, WatchSign};

/// A region of Russia as okno serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Stable id: `priozerye`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Name of the portal in page headers and letters.
    pub portal: String,
    /// IANA name of the time zone all terms are counted in.
    pub time_zone: String,
    /// Public authorities by id.
    pub authorities: IndexMap<String, Authority>,
    /// Catalogue categories by id, in the order shown.
    pub categories: IndexMap<String, Category>,
    /// Life events (жизненные ситуации): id → title.
    pub life_events: IndexMap<String, String>,
    /// Holders of outside registers: the part of a source's id before the dot → title.
    pub providers: IndexMap<String, String>,
    /// Words of copies of notices by e-mail and SMS.
    pub letters: Letters,
    /// Terms and limits.
    pub params: Params,
    /// How much a service may ask of an applicant, where the region has set that.
    pub burden: Option<Budget>,
    /// Results that are things, duplicates, paper.
    pub delivery: Delivery,
    /// Where people are received by appointment, where the region takes any.
    pub reception: Option<Reception>,
    /// Complaints out of court, where the region takes them here.
    pub complaints: Option<Complaints>,
    /// Quality ratings, where the region asks for them.
    pub ratings: Option<Ratings>,
    /// Events that registers tell of, where the region takes any.
    pub events: Option<Events>,
    /// Texts by which people agree that services begin by themselves.
    pub consents: Option<Consents>,
    /// What is watched for while services are provided: rule → sign, name, clause (MONITOR-06).
    pub watch: IndexMap<String, WatchRule>,
    /// How fees are charged; without it nothing is charged through okno.
    pub payments: Option<Payments>,
}

/// How much a service may ask of an applicant; what is `None` is not bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Questions that only the applicant can answer.
    pub questions: Option<u32>,
    /// Documents to attach.
    pub documents: Option<u32>,
    /// Visits.
    pub visits: Option<u32>,
    /// Calendar days from registration to the decision.
    pub days: Option<u32>,
    /// Who decided so: «Приказ № 5».
    pub because: String,
}

/// A public authority (орган).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// Stable id, as regulations name it.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short everyday name.
    pub short: String,
    /// Postal address.
    pub address: String,
    /// Phone for citizens.
    pub phone: String,
    /// E-mail for citizens.
    pub email: String,
    /// Opening hours in words.
    pub hours: String,
    /// First part of its case numbers, for example `МП`.
    pub number_prefix: String,
    /// Is it a one-stop service centre (МФЦ)?
    pub service_centre: bool,
    /// Where fees are paid to, edition by edition.
    pub payees: Vec<Payee>,
    /// How it gives out cases that need a person.
    pub assignment: Assignment,
    /// Services it serves in a system of its own: service → id of the system (INTAKE-01).
    pub outside: IndexMap<String, String>,
}

impl Authority {
    /// Where a charge made on that day is paid to. A charge keeps what it was made with:
    /// a new edition changes new charges only (PAY-06).
    pub fn payee_on(&self, day: Date) -> Option<&Payee> {
        self.payees.iter().find(|payee| payee.from <= day && payee.until.is_none_or(|until| day < until))
    }
}

/// A catalogue category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
}

/// Words of the copies of notices. They say that something is in the account, never what
/// (STATUS-08); the only placeholders are `{portal}`, `{number}`, `{service}` and `{link}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letters {
    /// About intake.
    pub intake: Letter,
    /// About the decision.
    pub decision: Letter,
    /// About the course of the case.
    pub progress: Letter,
}

/// Words of one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Subject of the e-mail and the whole SMS.
    pub subject: String,
    /// Text of the e-mail.
    pub text: String,
}

/// A value set by law, with the words of its clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Norm<T> {
    /// The value.
    pub value: T,
    /// The clause: «Правила № 236, п. 10».
    pub because: String,
}

/// Which procedures' ends are told to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotifyMode {
    /// Each procedure's end, besides N1–N4 (N0).
    EachProcedure,
    /// Only the four kinds the act demands.
    Required,
}

/// Terms and limits outside regulations. Keys in the file are the same words with dashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Params {
    /// From filing to registration or to refusal of intake.
    pub registration_within: Norm<Term>,
    /// From the end of a procedure to the notice of it (T4).
    pub notice_within: Norm<Term>,
    /// Which procedures' ends are told.
    pub notify_mode: Norm<NotifyMode>,
    /// How long a draft is kept after its last save (T3).
    pub draft_keep: Norm<Term>,
    /// How long before its deletion the applicant is warned, longest first (FORM-13).
    pub draft_warn: Norm<Vec<Term>>,
    /// How long a sent application is readable after sending (T2).
    pub sent_keep: Norm<Term>,
    /// Does a term not in working days move from a day off to the next working day?
    pub term_moves_from_day_off: Norm<bool>,
    /// Fewer provisions in the window make a low-demand service (CAT-15).
    pub low_demand_below: Norm<u32>,
    /// The window in which provisions are counted.
    pub low_demand_window: Norm<Term>,
    /// Largest upload in bytes when a regulation names none.
    pub upload_max_bytes: Norm<u64>,
    /// Most uploads of one application.
    pub upload_max_count: Norm<u32>,
    /// From registration of a complaint to its answer.
    pub complaint_within: Norm<Term>,
    /// The same when a refusal of intake or an uncorrected misprint is complained of.
    pub complaint_short_within: Norm<Term>,
    /// How long before the end of the whole term officials are warned; `None`: they are not.
    pub warn_before: Option<Norm<Term>>,
    /// How long after a breach of the whole term it is brought before the head of the authority.
    pub escalate_after: Option<Norm<Term>>,
}

impl Region {
    /// The region's legal clock over a calendar. Nothing only when the time zone is unknown,
    /// which [`read`] has refused before.
    pub fn clock(&self, calendar: Calendar) -> Option<LegalClock> {
        let moves_from_day_off = self.params.term_moves_from_day_off.value;
        Some(LegalClock { calendar, time_zone: time_zone(&self.time_zone)?, moves_from_day_off })
    }

    /// The departmental system in which an authority serves a service; none: in okno.
    pub fn served_in(&self, authority: &str, service: &str) -> Option<&str> {
        self.authority(authority)?.outside.get(service).map(String::as_str)
    }

    /// The authority with that id.
    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.authorities.get(id)
    }
}
