//! ГИС ГМП, the state payments system (PAY-04, PAY-07): charges go in, payments and quittances come
//! out, notices come by themselves. Format 2.4.0 is sent; 2.2.0 and its neighbours are read, too.
//!
//! The messages travel through the exchange that is there (`crate::exchange`): over СМЭВ as the
//! bodies of its messages, over the plain ways wrapped as one value. No schema of format 2.x is
//! public: shapes follow the published samples, and a test compares every kind with its sample.

mod names;
mod payer;
mod played;
mod question;
mod read;
mod write;

use jiff::Timestamp;

use crate::xml::Element;

pub use names::{NOTICE, SOURCE};
pub use payer::{of_organisation, of_person};
pub use played::{Outage, Played};
pub use question::{answer_of, is_body, message_of, question, wrapped};
pub use read::{Unread, read};
pub use write::{confirmation, import, imported, notice, payments, payments_asked, quittances, quittances_asked};

/// How we take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// УРН of the participant that sends: six characters.
    pub sender: String,
    /// Role of the sender.
    pub role: String,
    /// УРН of the one the charges are of, where we send them for another.
    pub originator: Option<String>,
}

/// What every message has around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its id.
    pub id: String,
    /// Id of the request it answers.
    pub answers: Option<String>,
    /// When it was made.
    pub at: Timestamp,
}

/// A charge as the payments system knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCharge {
    /// Id of the charge inside the message: what its protocol names.
    pub id: String,
    /// УИН.
    pub uin: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How much, in kopecks.
    pub kopecks: i64,
    /// What for.
    pub purpose: String,
    /// КБК.
    pub kbk: String,
    /// ОКТМО.
    pub oktmo: String,
    /// Where it is paid to.
    pub payee: Payee,
    /// Who pays: identifier of 22 characters and name.
    pub payer: Payer,
    /// The last day it can be paid on; a charge without one never lapses there.
    pub until: Option<jiff::civil::Date>,
    /// It is taken back: its reason.
    pub annulled: Option<String>,
}

/// Where money is paid to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// Account.
    pub account: String,
    /// Name of the bank.
    pub bank: String,
    /// БИК.
    pub bik: String,
    /// Account of the bank.
    pub correspondent: String,
}

/// Who pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Identifier of 22 characters.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What became of something imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// Id of what was imported.
    pub entity: String,
    /// `0`: taken; `5`: known already.
    pub code: String,
    /// In words.
    pub words: String,
}

impl Protocol {
    /// Is it in the system now? That it was there before is no failure: the import was repeated.
    pub fn is_taken(&self) -> bool {
        matches!(self.code.as_str(), "0" | "5")
    }
}

/// A payment for a charge, told as such or by a quittance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// УИП.
    pub id: String,
    /// УИН it was made by; none where the payer gave none.
    pub uin: Option<String>,
    /// How much, in kopecks.
    pub kopecks: i64,
    /// When it was made.
    pub paid_at: Timestamp,
    /// It was taken back.
    pub revoked: bool,
}

/// A message of ГИС ГМП.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Take these charges in.
    Import(Vec<ImportedCharge>),
    /// What became of them.
    Imported(Vec<Protocol>),
    /// Which payments are there by these УИН?
    PaymentsAsked(Vec<String>),
    /// These payments.
    Payments {
        /// The payments.
        payments: Vec<Payment>,
        /// There are more of them.
        more: bool,
    },
    /// Which quittances are there by these УИН?
    QuittancesAsked(Vec<String>),
    /// These quittances.
    Quittances {
        /// The payments they are about.
        payments: Vec<Payment>,
        /// There are more of them.
        more: bool,
    },
    /// A notice of a payment or of a quittance.
    Notice {
        /// Code of the route that an answer must name.
        route: String,
        /// To whom.
        recipient: String,
        /// The payment.
        payment: Payment,
    },
    /// A notice of something we do not act upon: it is confirmed and no more.
    OtherNotice {
        /// Code of the route that an answer must name.
        route: String,
        /// To whom.
        recipient: String,
        /// Name of what it tells.
        what: String,
    },
    /// A notice was taken.
    NoticeTaken,
    /// A kind of message that we neither send nor act upon.
    Other {
        /// Its service: `import-payments`.
        service: String,
        /// Name of its root.
        root: String,
    },
}

/// A message with what is around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Around it.
    pub envelope: Envelope,
    /// What it says.
    pub message: Message,
}

/// The element of a message, as it was understood; for callers that have only text.
pub fn parse(text: &str) -> Result<Element, Unread> {
    crate::xml::read(text.as_bytes()).map(|document| document.root).map_err(|_| Unread::Broken)
}
