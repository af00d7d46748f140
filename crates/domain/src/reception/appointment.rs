//! An appointment (запись на приём) and what may happen to it (SM-13, BOOK-11, 12).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{LineId, Slot};
use crate::id::{AppointmentId, CaseId, DraftId, OfficialId, PersonId};
use crate::refusal::Refusal;

/// A visit somebody has a slot for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Id, in the bucket of its line.
    pub id: AppointmentId,
    /// Which line.
    pub line: LineId,
    /// The day by the clock of the place.
    pub date: Date,
    /// When it begins.
    pub start: Timestamp,
    /// Length in minutes.
    pub minutes: u32,
    /// The slot is for electronic booking alone; it stays so when it is free again.
    pub electronic: bool,
    /// How it was booked.
    pub by: BookedBy,
    /// Who comes, where they booked themselves.
    pub person: Option<PersonId>,
    /// Who comes, as they named themselves at the desk or on the phone; at most a name.
    pub visitor: String,
    /// The service it is for: the purpose of the visit, and all that is asked (BOOK-04).
    pub service: String,
    /// The application it is for, where a regulation books it together with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
    /// Where it stands.
    pub stage: Stage,
    /// An earlier slot that is held for this person until they say whether they come then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What happened, the oldest first.
    pub history: Vec<Happened>,
    /// Grows with every change.
    pub revision: i64,
}

/// What a hall or an inspector is booked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The draft that holds the slot until it is filed.
    pub draft: DraftId,
    /// Id of the booking in the regulation.
    pub booking: String,
    /// The case, once the draft was filed.
    pub case: Option<CaseId>,
}

/// A slot that became free earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The day by the clock of the place.
    pub date: Date,
    /// The slot.
    pub slot: Slot,
    /// Until when it is held.
    pub until: Timestamp,
}

/// How a slot was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookedBy {
    /// By the person, signed in.
    Electronic,
    /// By an official, for somebody on the phone or at the desk.
    Offline,
}

/// States of an appointment (SM-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Held for a draft that is not filed yet.
    Held {
        /// Until when.
        until: Timestamp,
    },
    /// Booked.
    Booked,
    /// The person has come.
    Arrived,
    /// The person was received.
    Served,
    /// Nobody came.
    NoShow,
    /// The person will not come.
    CancelledByApplicant,
    /// The authority cannot receive then.
    CancelledByBody {
        /// Why, as the person reads it.
        reason: String,
    },
    /// The draft was not filed in time.
    Lapsed,
    /// The case it belonged to ended without it.
    CaseEnded,
}

impl Stage {
    /// Does it have its slot?
    pub fn has_slot(&self) -> bool {
        matches!(self, Self::Held { .. } | Self::Booked | Self::Arrived | Self::Served | Self::NoShow)
    }

    /// Is somebody still to come?
    pub fn is_ahead(&self) -> bool {
        matches!(self, Self::Held { .. } | Self::Booked)
    }

    /// Name in rows and refusals.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Booked => "booked",
            Self::Arrived => "arrived",
            Self::Served => "served",
            Self::NoShow => "no-show",
            Self::CancelledByApplicant => "cancelled-by-applicant",
            Self::CancelledByBody { .. } => "cancelled-by-body",
            Self::Lapsed => "lapsed",
            Self::CaseEnded => "case-ended",
        }
    }
}

/// One thing that happened to an appointment. An official who looked at who it is stands here too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// What.
    #[serde(alias = "what")]
    pub deed: Deed,
    /// From which moment it was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
}

/// What can happen to an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// It was held for a draft.
    Held,
    /// It was booked.
    Booked,
    /// It was put at another time.
    Moved,
    /// An earlier slot was held for its person.
    Offered,
    /// The earlier slot was let go.
    OfferDropped,
    /// The person will not come.
    CancelledByApplicant,
    /// The authority cannot receive then.
    CancelledByBody,
    /// The person came.
    Arrived,
    /// The person was received.
    Served,
    /// Nobody came.
    NoShow,
    /// The draft was not filed in time.
    Lapsed,
    /// The case it belongs to ended without it.
    CaseEnded,
    /// An official looked who it is.
    Read,
}

/// Who did something to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Whose it is.
    Person,
    /// An official.
    Official(OfficialId),
    /// okno itself.
    Machine,
}

/// What somebody wants of an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Book what is held: its draft is filed and becomes this case.
    Confirm(CaseId),
    /// Come at another time; the slot was looked at before.
    Move {
        /// The day.
        date: Date,
        /// The slot.
        slot: Slot,
    },
    /// Hold an earlier slot for the person.
    Offer(Offer),
    /// Come then.
    TakeOffer,
    /// Stay where it is, or the time to answer is over.
    DropOffer,
    /// Not come after all.
    Cancel,
    /// Not receive after all.
    CancelByBody {
        /// Why.
        reason: String,
    },
    /// The person is here.
    Arrive,
    /// The person was received.
    Serve,
    /// Nobody came.
    Miss,
    /// The time to file the draft is over.
    Lapse,
    /// The case it belongs to has ended and nobody will come.
    EndCase,
    /// An official looks who it is.
    Read,
}

/// A changed appointment and what follows from the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it stands now.
    pub appointment: Appointment,
    /// It gave up its slot, or another one.
    pub frees: bool,
    /// What its person is told (N1).
    pub tells: Option<Told>,
}

/// What a notice of an appointment is about (STATUS-01, N1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It is booked.
    Booked,
    /// It is at another time.
    Moved,
    /// The authority cancelled it.
    Cancelled,
    /// A slot became free earlier.
    Earlier,
}

impl Appointment {
    /// What a person names at the desk: `417-052`.
    pub fn code(&self) -> String {
        let hash = Sha256::digest(self.id.as_str().as_bytes());
        let number = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) % 1_000_000;
        format!("{:03}-{:03}", number / 1000, number % 1000)
    }

    /// When it ends.
    pub fn end(&self) -> Timestamp {
        self.start + SignedDuration::from_mins(i64::from(self.minutes))
    }
}

/// What becomes of an appointment.
///
/// # Errors
///
/// [`Refusal::AppointmentBegun`] for moving and cancelling once its time has come (BOOK-12),
/// [`Refusal::NotDue`] for «nobody came» before that, [`Refusal::SlotGone`] for what is held no
/// longer, [`Refusal::WrongState`] for the rest.
pub fn decide(appointment: &Appointment, wish: &Wish, by: &By, now: Timestamp) -> Result<Changed, Refusal> {
    let (next, deed, frees, tells) = match &appointment.stage {
        Stage::Held { until } => of_held(*until, appointment, wish, by, now)?,
        _ => of_booked(appointment, wish, by, now)?,
    };
    let mut changed = Appointment { stage: next, revision: appointment.revision + 1, ..appointment.clone() };
    let taken = appointment.offer.as_ref().map(|offer| (offer.date, offer.slot));
    let to = match wish {
        Wish::Move { date, slot } => Some((*date, *slot)),
        Wish::TakeOffer => taken,
        _ => None,
    };
    if let Some((date, slot)) = to {
        (changed.date, changed.start, changed.minutes, changed.electronic) =
            (date, slot.start, slot.minutes, slot.electronic);
    }
    if let (Wish::Confirm(case), Some(application)) = (wish, &mut changed.application) {
        application.case = Some(case.clone());
    }
    // Who comes at another time, or not at all, holds nothing else.
    match wish {
        Wish::Offer(offer) => changed.offer = Some(offer.clone()),
        Wish::Read => {}
        _ => changed.offer = None,
    }
    let from = to.map(|_| appointment.start);
    changed.history.push(Happened { at: now, by: by.clone(), deed, from });
    Ok(Changed { appointment: changed, frees, tells })
}

/// The stage after a wish, what is written down, whether the slot is given up, what is told.
type Outcome = (Stage, Deed, bool, Option<Told>);

/// What may be done with a slot that is held for a draft: book it in time, let it go, look.
fn of_held(
    until: Timestamp,
    appointment: &Appointment,
    wish: &Wish,
    by: &By,
    now: Timestamp,
) -> Result<Outcome, Refusal> {
    let stage = &appointment.stage;
    let official = matches!(by, By::Official(_));
    Ok(match wish {
        Wish::Confirm(_) if now < until && now < appointment.start => {
            (Stage::Booked, Deed::Booked, false, Some(Told::Booked))
        }
        Wish::Confirm(_) => return Err(Refusal::SlotGone),
        Wish::Lapse if until <= now => (Stage::Lapsed, Deed::Lapsed, true, None),
        Wish::Lapse => return Err(Refusal::NotDue),
        Wish::Cancel => (Stage::CancelledByApplicant, Deed::CancelledByApplicant, true, None),
        Wish::CancelByBody { reason } if official => cancelled_by_body(reason)?,
        Wish::Read if official => (stage.clone(), Deed::Read, false, None),
        _ => return Err(Refusal::WrongState { state: stage.name() }),
    })
}

fn of_booked(appointment: &Appointment, wish: &Wish, by: &By, now: Timestamp) -> Result<Outcome, Refusal> {
    let stage = &appointment.stage;
    let ahead = stage.is_ahead();
    let begun = appointment.start <= now;
    let official = matches!(by, By::Official(_));
    Ok(match wish {
        Wish::Move { .. } | Wish::TakeOffer | Wish::Cancel | Wish::CancelByBody { .. } if ahead && begun => {
            return Err(Refusal::AppointmentBegun);
        }
        Wish::Move { .. } if ahead => (Stage::Booked, Deed::Moved, true, Some(Told::Moved)),
        Wish::Offer(offer) if ahead && !begun && appointment.offer.is_none() => {
            if offer.slot.start <= now || offer.slot.start >= appointment.start {
                return Err(Refusal::SlotGone);
            }
            (Stage::Booked, Deed::Offered, false, Some(Told::Earlier))
        }
        Wish::TakeOffer => match &appointment.offer {
            Some(offer) if now < offer.until && now < offer.slot.start => {
                (Stage::Booked, Deed::Moved, true, Some(Told::Moved))
            }
            _ => return Err(Refusal::SlotGone),
        },
        Wish::DropOffer if appointment.offer.is_some() => (stage.clone(), Deed::OfferDropped, false, None),
        // Who cancels at the desk for a visitor on the phone cancels for the visitor.
        Wish::Cancel if ahead => (Stage::CancelledByApplicant, Deed::CancelledByApplicant, true, None),
        Wish::CancelByBody { reason } if ahead && official => cancelled_by_body(reason)?,
        Wish::EndCase if ahead && !begun && appointment.application.is_some() => {
            (Stage::CaseEnded, Deed::CaseEnded, true, None)
        }
        Wish::Arrive if ahead && official => (Stage::Arrived, Deed::Arrived, false, None),
        Wish::Serve if matches!(stage, Stage::Booked | Stage::Arrived) && official => {
            (Stage::Served, Deed::Served, false, None)
        }
        Wish::Miss if ahead && official && !begun => return Err(Refusal::NotDue),
        Wish::Miss if ahead && official => (Stage::NoShow, Deed::NoShow, false, None),
        Wish::Read if official => (stage.clone(), Deed::Read, false, None),
        _ => return Err(Refusal::WrongState { state: stage.name() }),
    })
}

fn cancelled_by_body(reason: &str) -> Result<Outcome, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let stage = Stage::CancelledByBody { reason: reason.to_owned() };
    Ok((stage, Deed::CancelledByBody, true, Some(Told::Cancelled)))
}
