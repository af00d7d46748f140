//! What is kept of a charge.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::money::Money;
use serde::{Deserialize, Serialize};

use crate::case::Actor;
use crate::id::{CaseId, ChargeId, PersonId};

/// A charge (начисление): what one case owes, fixed when it was made (PAY-09).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// Id, in the bucket of the case.
    pub id: ChargeId,
    /// The case.
    pub case: CaseId,
    /// Public number of the case.
    pub number: String,
    /// The applicant, who is told; whoever pays may be somebody else.
    pub person: PersonId,
    /// Name of the applicant, for the payment document.
    pub payer: String,
    /// СНИЛС of the applicant, where it is known: state systems know payers by it.
    #[serde(default)]
    pub snils: Option<String>,
    /// The authority that charges.
    pub authority: String,
    /// The service.
    pub service: String,
    /// Its title.
    pub title: String,
    /// УИН; without one it is paid by the details alone (PAY-07).
    pub uin: Option<String>,
    /// Where it is paid to, as it was on the day (PAY-06).
    pub details: PaymentDetails,
    /// What it is paid for, as payment orders say it.
    pub purpose: String,
    /// What is due.
    pub amount: Money,
    /// What it is made of.
    pub lines: Vec<ChargeLine>,
    /// Title of the exemption that holds, if one does.
    pub exempt: Option<String>,
    /// The clause that sets the fee, in words.
    pub because: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it can be paid.
    pub until: Due,
    /// Grows by one with every change; a writer must name the one it read.
    pub revision: i64,
    /// Payments that the payments system told of, by their ids.
    #[serde(default)]
    pub proofs: Vec<Proof>,
    /// When the payer went to pay from here.
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    /// When the payer came back from paying: proof is awaited.
    #[serde(default)]
    pub returned_at: Option<Timestamp>,
    /// When its payment document was saved first.
    #[serde(default)]
    pub document_at: Option<Timestamp>,
    /// When the whole amount was proved first: the one notice N3 is of that moment (PAY-05).
    #[serde(default)]
    pub confirmed_at: Option<Timestamp>,
    /// When it was found unpaid after its term.
    #[serde(default)]
    pub expired_at: Option<Timestamp>,
    /// Taken back.
    #[serde(default)]
    pub annulled: Option<Annulled>,
    /// When its case ended without the service, where the fee is given back then.
    #[serde(default)]
    pub unserved_at: Option<Timestamp>,
    /// Refunds asked for, oldest first; only the last one may be open.
    #[serde(default)]
    pub refunds: Vec<Refund>,
    /// The least and the most that the applicant was told of a sum that does not fit.
    #[serde(default)]
    pub told: Vec<Money>,
    /// How the payments system was spoken to.
    #[serde(default)]
    pub contact: Contact,
    /// What happened, oldest first.
    #[serde(default)]
    pub history: Vec<Happened>,
}

/// Where money is paid to (реквизиты платежа), as it was when the charge was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDetails {
    /// Who receives it.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// Name of the bank.
    pub bank: String,
    /// БИК.
    pub bik: String,
    /// Account of the bank.
    pub correspondent: String,
    /// The account.
    pub account: String,
    /// ОКТМО.
    pub oktmo: String,
    /// КБК.
    pub kbk: String,
}

/// A line of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    /// What is paid for.
    pub title: String,
    /// How much.
    pub amount: Money,
    /// The clause, in words.
    pub clause: String,
}

/// Proof of a payment: what the payments system says of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Proof {
    /// Id of the payment (УИП).
    pub payment: String,
    /// When the system said so: of two words about one payment the later one counts.
    pub said_at: Timestamp,
    /// The payment was taken back or corrected away.
    pub revoked: bool,
    /// How much.
    pub amount: Money,
    /// When it was paid.
    pub paid_at: Timestamp,
}

/// Why a charge was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annulled {
    /// When.
    pub at: Timestamp,
    /// Why, in words.
    pub why: String,
}

/// A refund that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// How much.
    pub amount: Money,
    /// Why, in the words of who asked.
    pub words: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// What came of it.
    pub settled: Option<Settled>,
}

/// What came of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The money goes back; otherwise it is refused.
    pub granted: bool,
    /// Number of the document, or the reason of the refusal.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// How the payments system was spoken to about a charge.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// Does it know the charge?
    #[serde(default)]
    pub registered: Registered,
    /// The question that is open.
    #[serde(default)]
    pub question: Option<Question>,
    /// How many questions were asked: each has an id of its own.
    #[serde(default)]
    pub asked: u32,
    /// When it answered about payments last.
    #[serde(default)]
    pub answered_at: Option<Timestamp>,
    /// How often in a row it could not be reached.
    #[serde(default)]
    pub tries: u32,
    /// Since when it cannot be reached.
    #[serde(default)]
    pub silent_since: Option<Timestamp>,
}

/// Does the payments system know the charge?
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Registered {
    /// Not yet.
    #[default]
    No,
    /// Yes.
    Yes {
        /// Since when.
        at: Timestamp,
    },
    /// It refused the charge: a person must look.
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        words: String,
    },
}

/// A question to the payments system, written before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Id of the message.
    pub message: String,
    /// What is asked.
    pub kind: QuestionKind,
    /// When it was made.
    pub made_at: Timestamp,
    /// It went out.
    pub sent: bool,
}

/// Kinds of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Take the charge in.
    Import,
    /// Tell the payments for it: banks tell of them at once.
    Payments,
    /// Tell how the treasury matched them: payments that were taken back show here.
    Quittances,
}

/// Something that happened to a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Name of what happened: see [`super::WishKind::name`].
    pub what: String,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Name of the state it led to.
    pub state: String,
}
