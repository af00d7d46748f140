//! Refusals: a rule says no. A closed list; each arm names what can be done instead.

use thiserror::Error;

/// A rule's no. The message is for logs; pages show `key()` from the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The state does not allow the wish.
    #[error("the case is {state} and this cannot be done now")]
    WrongState {
        /// Name of the state.
        state: &'static str,
    },
    /// Not there, or not yours to see: both look the same.
    #[error("not found")]
    NotFound,
    /// Nobody has signed in.
    #[error("sign in first")]
    SignInNeeded,
    /// The person's account is too weak for the service (SEC-01).
    #[error("the account is not strong enough")]
    AssuranceTooLow,
    /// Public bodies and other kinds are not applicants of this service (FORM-18).
    #[error("this kind of account may not apply")]
    NotAnApplicant,
    /// The role does not allow it.
    #[error("the role does not allow this")]
    NotAllowed,
    /// Another official has taken the case.
    #[error("another official has taken the case")]
    TakenByAnother,
    /// The official must take the case first.
    #[error("take the case first")]
    TakeFirst,
    /// It is so already.
    #[error("this is done already")]
    AlreadyDone,
    /// A refusal needs at least one ground of the regulation (INTAKE-05, RESULT-09).
    #[error("a ground of the regulation is needed")]
    GroundNeeded,
    /// The ground is not in the regulation for this variant.
    #[error("ground {0} is not in the regulation for this variant")]
    UnknownGround(String),
    /// The facts do not carry the decision: a machine never refuses or grants from the unknown.
    #[error("the facts do not carry this decision")]
    NotEstablished,
    /// A reason in words is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// A clause of an act is needed beside the ground.
    #[error("a clause is needed")]
    ClauseNeeded,
    /// Everything reads as before: there is nothing to correct.
    #[error("nothing would change")]
    NothingChanged,
    /// The region has no such authority to send to.
    #[error("there is no authority {0} to send to")]
    UnknownAuthority(String),
    /// No variant of the service fits, or it is not known yet which.
    #[error("no single variant of the service fits")]
    NoVariant,
    /// The regulation knows no such fact, or this actor may not state it.
    #[error("fact {0} cannot be stated by this actor")]
    UnknownFact(String),
    /// The regulation knows no such source, or it was not asked.
    #[error("source {0} was not asked")]
    UnknownSource(String),
    /// The procedure does not run.
    #[error("procedure {0} does not run")]
    ProcedureNotRunning(String),
    /// The procedure ends by a decision or an event of its own, not by hand.
    #[error("procedure {0} cannot be ended by hand")]
    ProcedureEndsOtherwise(String),
    /// The end criterion of the procedure does not hold, or answers are still awaited.
    #[error("procedure {0} cannot end yet")]
    ProcedureNotReady(String),
    /// The designer did not mark it as something to declare and show later (FORM-16).
    #[error("{0} cannot be declared")]
    NotDeclarable(String),
    /// Declared originals have not been looked at, or were not in order (INTAKE-06).
    #[error("declared originals are owed")]
    OriginalsOwed,
    /// A result needs the signature of an authorised official (RESULT-02).
    #[error("a result needs the signature of an authorised official")]
    SignatureNeeded,
    /// Paper may be demanded only where a federal act says so (INTAKE-02, INTAKE-03).
    #[error("paper may not be demanded")]
    PaperNotAllowed,
    /// The year has no production calendar: nothing is guessed (SEC-05).
    #[error("no production calendar for {year}")]
    NoCalendar {
        /// The year.
        year: i16,
    },
    /// The term ended; what it watches is not late.
    #[error("this timer has not passed")]
    NotDue,
    /// The regulation sets neither what ends this suspension nor how long it may last
    /// (PROCEDURE-07).
    #[error("suspension {0} has neither an end nor a limit")]
    SuspensionUnbounded(String),
    /// An authority holds the fact: the applicant is not asked for it (PROCEDURE-08).
    #[error("fact {fact} is held by {keeper}")]
    HeldByAuthority {
        /// The fact.
        fact: String,
        /// Who holds it.
        keeper: String,
    },
    /// The applicant was asked as often as the regulation allows (PROCEDURE-08).
    #[error("the applicant was asked already")]
    AskedAlready,
    /// The regulation has no procedure of extra data, so there is no term to ask within.
    #[error("the regulation does not let the applicant be asked for more")]
    NoExtraData,
    /// The whole term has passed: it is not prolonged any more.
    #[error("the term has passed")]
    TermPassed,
    /// The case was applied for, not started without an application.
    #[error("the case was not started without an application")]
    NotProactive,
    /// Nothing of that name is to be done after the decision.
    #[error("nothing named {0} is to be done")]
    UnknownObligation(String),
    /// Something of an earlier case was not done, and until that day the person may not apply
    /// again.
    #[error("{what} of case {number} is owed until {until}")]
    Owes {
        /// What is owed, in words.
        what: String,
        /// Number of the earlier case.
        number: String,
        /// Until when that keeps from applying.
        until: jiff::Timestamp,
    },
    /// A mandatory element of a notice is empty (STATUS-02).
    #[error("the notice lacks {0}")]
    NoticeIncomplete(&'static str),
    /// The draft was sent and is read-only.
    #[error("the draft was sent already")]
    DraftSent,
    /// The draft was begun under an edition or service that can no longer be filed (FORM-21).
    #[error("the draft must be moved to the present edition first")]
    DraftOutdated,
    /// The service is not provided now: withdrawn, or not yet in force.
    #[error("the service is not open for applications")]
    ServiceClosed,
    /// More than a draft may hold.
    #[error("the draft is too large")]
    TooLarge,
    /// The law keeps it for longer (FORM-12, FORM-13).
    #[error("it must be kept until {until}")]
    MustBeKept {
        /// First moment it may be erased.
        until: jiff::Timestamp,
    },
    /// Entries of the result register are never deleted (RESULTREG-04).
    #[error("an entry of the result register is never deleted")]
    NeverDeleted,
    /// The line takes applications on other days (PROCEDURE-09).
    #[error("the line does not take applications of that day")]
    LineClosed,
    /// The case does not stand in that line, or nothing is offered to it.
    #[error("the case does not stand in the line {0}")]
    NotInLine(String),
    /// The term to answer an offer has passed.
    #[error("the term to answer has passed")]
    OfferOver,
    /// More than one applicant may ask for, in the words of the regulation.
    #[error("the limit of the regulation is reached")]
    LimitReached {
        /// What is wrong, what can be done and the clause.
        words: String,
    },
    /// One person may not do two parts of the work upon one case (SEC-02).
    #[error("this official is already {0} of the case")]
    DutySplit(&'static str),
    /// The result is electronic: nothing of it is carried anywhere (DELIVERY-01).
    #[error("result {0} is not a thing that is carried")]
    NothingToCarry(String),
    /// The region does not hand that result over in this way.
    #[error("the result is not handed over by {0}")]
    WayClosed(&'static str),
    /// The carrier does not deliver there (DELIVERY-01).
    #[error("the address cannot be delivered to")]
    Undeliverable {
        /// Why, in the carrier's words.
        why: String,
    },
    /// A thing was not handed over yet, so the case does not end (SM-23).
    #[error("the result was not handed over")]
    NotHandedOver,
    /// Nothing is handed over without a check of identity (DELIVERY-02).
    #[error("identity was not checked")]
    IdentityNotChecked,
    /// The result is made on a numbered blank, or is not.
    #[error("a numbered blank is needed for this result and for no other")]
    BlankNeeded,
    /// The stock has no free blank of that kind.
    #[error("no blanks of kind {0} are left")]
    NoBlanks(String),
    /// A range of numbers cannot be read.
    #[error("the range of numbers is wrong")]
    RangeWrong,
    /// A blank is written off only with a reason and an act.
    #[error("a spoiled blank needs a reason and an act")]
    SpoilingUnproved,
    /// A duplicate lacks a mandatory detail (DUP-01).
    #[error("the duplicate lacks {0}")]
    DetailMissing(String),
    /// An expired or revoked duplicate cannot be attached (DUP-02).
    #[error("the duplicate cannot be used: {why}")]
    DuplicateUnfit {
        /// Why, in words.
        why: String,
    },
    /// Paper was demanded for what no federal act lets it be demanded for (INTAKE-02, INTAKE-03).
    #[error("paper may not be demanded: {what}")]
    PaperDemanded {
        /// The word that demands it, and what for.
        what: String,
    },
    /// A line of the experts' sheet has no score.
    #[error("the sheet lacks a score of {0}")]
    SheetIncomplete(String),
    /// A score is outside the bounds of its line, or there is no such line.
    #[error("the score of {0} is outside its bounds")]
    ScoreOutOfBounds(String),
    /// The regulation has no such assessment for this case, or it is over.
    #[error("there is no assessment {0} to be done")]
    UnknownAssessment(String),
    /// The regulation does not offer that way of an assessment (REMOTE-02).
    #[error("the way {0} is not offered")]
    MethodNotOffered(String),
    /// The way has a time, and the applicant has chosen none (REMOTE-01).
    #[error("a time is needed")]
    TimeNeeded,
    /// Nobody is recorded without having agreed (REMOTE-02).
    #[error("the applicant has not agreed to be recorded")]
    ConsentNeeded,
    /// A way with something to hand in must be chosen first.
    #[error("choose the way first")]
    ChooseMethodFirst,
    /// Nothing that can be assessed was handed in.
    #[error("nothing was handed in that can be assessed")]
    NothingHandedIn,
    /// The slot is past, outside the hours of reception, or not open to booking (BOOK-02).
    #[error("the slot is not there to be booked")]
    SlotGone,
    /// Somebody was faster (BOOK-11).
    #[error("somebody else has the slot")]
    SlotTaken,
    /// Phone and desk may not take what is kept for electronic booking (BOOK-10).
    #[error("the slot is for electronic booking alone")]
    SlotElectronic,
    /// As many appointments as the region lets one person have before them (BOOK-11).
    #[error("too many appointments at once")]
    TooManyAppointments,
    /// The time of the appointment has come: it is not moved or cancelled any more (BOOK-12).
    #[error("the appointment has begun")]
    AppointmentBegun,
    /// The slot belongs to a case: its day stands in the application, and it goes with the case.
    #[error("the slot belongs to an application")]
    SlotOfCase,
    /// The answers of the draft need no such time any more.
    #[error("this application needs no such time")]
    TimeNotNeeded,
    /// The charge stands so that this cannot be done with it (SM-14).
    #[error("the charge is {0} and this cannot be done now")]
    ChargeState(&'static str),
    /// Nothing is due for the case.
    #[error("nothing is to be paid")]
    NothingToPay,
    /// The registry has no details to pay to (PAY-01).
    #[error("the authority has no payment details")]
    NoPayee,
    /// The payment provider does not take payments now.
    #[error("payment by card is not possible now")]
    CardClosed,
    /// A part of a joint application stands so that this cannot be done with it (FORM-07).
    #[error("the part is {0} and this cannot be done now")]
    PartClosed(&'static str),
    /// At a service centre nothing is filed before the visitor has signed the printed application.
    #[error("the visitor has not signed the printed application")]
    VisitorUnsigned,
    /// Nothing is filed before everybody invited has signed (FORM-07).
    #[error("the part of {who} is awaited until {until:?}")]
    AwaitsPart {
        /// Who, as the regulation calls them.
        who: String,
        /// Until when; nobody is invited yet without it.
        until: Option<jiff::Timestamp>,
    },
    /// Somebody invited was reminded less than a day ago.
    #[error("reminded less than a day ago")]
    RemindedToday,
    /// The fact that names whom to invite is missing or wrong, or names the one who files.
    #[error("{0} does not name whom to invite")]
    NobodyToInvite(String),
    /// The regulation asks for a qualified signature, which is not put here.
    #[error("a qualified signature is needed")]
    QualifiedNeeded,
    /// The case is pinned to an edition that is not loaded.
    #[error("the edition of the regulation is not known")]
    EditionUnknown,
}

impl Refusal {
    /// Key of the message in the catalogue of each language, also the stable error code.
    pub fn key(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "refusal-wrong-state",
            Self::NotFound => "refusal-not-found",
            Self::SignInNeeded => "refusal-sign-in-needed",
            Self::AssuranceTooLow => "refusal-assurance-too-low",
            Self::NotAnApplicant => "refusal-not-an-applicant",
            Self::NotAllowed => "refusal-not-allowed",
            Self::TakenByAnother => "refusal-taken-by-another",
            Self::TakeFirst => "refusal-take-first",
            Self::AlreadyDone => "refusal-already-done",
            Self::GroundNeeded => "refusal-ground-needed",
            Self::UnknownGround(_) => "refusal-unknown-ground",
            Self::NotEstablished => "refusal-not-established",
            Self::ReasonNeeded => "refusal-reason-needed",
            Self::ClauseNeeded => "refusal-clause-needed",
            Self::NothingChanged => "refusal-nothing-changed",
            Self::UnknownAuthority(_) => "refusal-unknown-authority",
            Self::NoVariant => "refusal-no-variant",
            Self::UnknownFact(_) => "refusal-unknown-fact",
            Self::UnknownSource(_) => "refusal-unknown-source",
            Self::ProcedureNotRunning(_) => "refusal-procedure-not-running",
            Self::ProcedureEndsOtherwise(_) => "refusal-procedure-ends-otherwise",
            Self::ProcedureNotReady(_) => "refusal-procedure-not-ready",
            Self::NotDeclarable(_) => "refusal-not-declarable",
            Self::OriginalsOwed => "refusal-originals-owed",
            Self::SignatureNeeded => "refusal-signature-needed",
            Self::PaperNotAllowed => "refusal-paper-not-allowed",
            Self::NoCalendar { .. } => "refusal-no-calendar",
            Self::NotDue => "refusal-not-due",
            Self::SuspensionUnbounded(_) => "refusal-suspension-unbounded",
            Self::HeldByAuthority { .. } => "refusal-held-by-authority",
            Self::AskedAlready => "refusal-asked-already",
            Self::NoExtraData => "refusal-no-extra-data",
            Self::TermPassed => "refusal-term-passed",
            Self::NotProactive => "refusal-not-proactive",
            Self::UnknownObligation(_) => "refusal-unknown-obligation",
            Self::Owes { .. } => "refusal-owes",
            Self::NoticeIncomplete(_) => "refusal-notice-incomplete",
            Self::DraftSent => "refusal-draft-sent",
            Self::DraftOutdated => "refusal-draft-outdated",
            Self::ServiceClosed => "refusal-service-closed",
            Self::TooLarge => "refusal-too-large",
            Self::MustBeKept { .. } => "refusal-must-be-kept",
            Self::NeverDeleted => "refusal-never-deleted",
            Self::LineClosed => "refusal-line-closed",
            Self::NotInLine(_) => "refusal-not-in-line",
            Self::OfferOver => "refusal-offer-over",
            Self::LimitReached { .. } => "refusal-limit-reached",
            Self::DutySplit(_) => "refusal-duty-split",
            Self::NothingToCarry(_) => "refusal-nothing-to-carry",
            Self::WayClosed(_) => "refusal-way-closed",
            Self::Undeliverable { .. } => "refusal-undeliverable",
            Self::NotHandedOver => "refusal-not-handed-over",
            Self::IdentityNotChecked => "refusal-identity-not-checked",
            Self::BlankNeeded => "refusal-blank-needed",
            Self::NoBlanks(_) => "refusal-no-blanks",
            Self::RangeWrong => "refusal-range-wrong",
            Self::SpoilingUnproved => "refusal-spoiling-unproved",
            Self::DetailMissing(_) => "refusal-detail-missing",
            Self::DuplicateUnfit { .. } => "refusal-duplicate-unfit",
            Self::PaperDemanded { .. } => "refusal-paper-demanded",
            Self::SheetIncomplete(_) => "refusal-sheet-incomplete",
            Self::ScoreOutOfBounds(_) => "refusal-score-out-of-bounds",
            Self::UnknownAssessment(_) => "refusal-unknown-assessment",
            Self::MethodNotOffered(_) => "refusal-method-not-offered",
            Self::TimeNeeded => "refusal-time-needed",
            Self::ConsentNeeded => "refusal-consent-needed",
            Self::ChooseMethodFirst => "refusal-choose-method-first",
            Self::NothingHandedIn => "refusal-nothing-handed-in",
            Self::SlotGone => "refusal-slot-gone",
            Self::SlotTaken => "refusal-slot-taken",
            Self::SlotElectronic => "refusal-slot-electronic",
            Self::TooManyAppointments => "refusal-too-many-appointments",
            Self::AppointmentBegun => "refusal-appointment-begun",
            Self::SlotOfCase => "refusal-slot-of-case",
            Self::TimeNotNeeded => "refusal-time-not-needed",
            Self::ChargeState(_) => "refusal-charge-state",
            Self::NothingToPay => "refusal-nothing-to-pay",
            Self::NoPayee => "refusal-no-payee",
            Self::CardClosed => "refusal-card-closed",
            Self::PartClosed(_) => "refusal-part-closed",
            Self::AwaitsPart { .. } => "refusal-awaits-part",
            Self::VisitorUnsigned => "refusal-visitor-unsigned",
            Self::RemindedToday => "refusal-reminded-today",
            Self::NobodyToInvite(_) => "refusal-nobody-to-invite",
            Self::QualifiedNeeded => "refusal-qualified-needed",
            Self::EditionUnknown => "refusal-edition-unknown",
        }
    }

    /// What the message names beside its key: a ground, a fact, a state, a date.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::WrongState { state } => Some((*state).to_owned()),
            Self::DutySplit(part) | Self::PartClosed(part) => Some((*part).to_owned()),
            Self::NoticeIncomplete(what) => Some((*what).to_owned()),
            Self::UnknownGround(name)
            | Self::UnknownAuthority(name)
            | Self::UnknownFact(name)
            | Self::NotDeclarable(name)
            | Self::UnknownSource(name)
            | Self::ProcedureNotRunning(name)
            | Self::ProcedureEndsOtherwise(name)
            | Self::ProcedureNotReady(name)
            | Self::SheetIncomplete(name)
            | Self::ScoreOutOfBounds(name)
            | Self::UnknownAssessment(name)
            | Self::MethodNotOffered(name)
            | Self::SuspensionUnbounded(name)
            | Self::UnknownObligation(name) => Some(name.clone()),
            Self::HeldByAuthority { fact, keeper } => Some(format!("{fact}: {keeper}")),
            Self::Owes { what, number, .. } => Some(format!("{what} ({number})")),
            Self::NotInLine(name) | Self::NobodyToInvite(name) => Some(name.clone()),
            Self::AwaitsPart { who, .. } => Some(who.clone()),
            Self::LimitReached { words } => Some(words.clone()),
            Self::Undeliverable { why } | Self::DuplicateUnfit { why } => Some(why.clone()),
            Self::PaperDemanded { what } => Some(what.clone()),
            Self::NothingToCarry(name) | Self::NoBlanks(name) | Self::DetailMissing(name) => Some(name.clone()),
            Self::WayClosed(name) => Some((*name).to_owned()),
            Self::NoCalendar { year } => Some(year.to_string()),
            Self::MustBeKept { until } => Some(until.to_string()),
            _ => None,
        }
    }
}

impl From<regulation::clock::NoCalendar> for Refusal {
    fn from(missing: regulation::clock::NoCalendar) -> Self {
        Self::NoCalendar { year: missing.year }
    }
}
