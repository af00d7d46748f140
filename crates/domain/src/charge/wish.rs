//! What can be wished of a charge, by people and by the payments system.

use jiff::Timestamp;
use regulation::clock::Due;

use super::model::Proof;
use WishKind as W;

/// A wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The payments system took the charge in.
    Register,
    /// The payments system refused the charge.
    Reject {
        /// Its code.
        code: String,
        /// Its words.
        words: String,
    },
    /// The payment document was saved or printed.
    SaveDocument,
    /// The payer goes to pay.
    Start,
    /// The payer came back from paying.
    Return,
    /// The payments system told of payments.
    Prove {
        /// УИН that they were paid by.
        uin: String,
        /// The payments.
        proofs: Vec<Proof>,
        /// The question this answers; a notice answers none.
        answers: Option<Answers>,
    },
    /// The payments system does not answer.
    Silence,
    /// The term has passed.
    Expire,
    /// The charge is taken back.
    Annul {
        /// Why.
        why: String,
    },
    /// The case ended without the service.
    Unserve {
        /// The regulation gives the fee back then.
        refundable: bool,
    },
    /// The case that had ended goes on: what was taken back is due again, until then.
    Restore {
        /// Until when it can be paid.
        until: Due,
    },
    /// What is too much is asked back.
    AskRefund {
        /// Why.
        words: String,
        /// Until when that can be asked for.
        until: Timestamp,
    },
    /// The money goes back.
    GrantRefund {
        /// Number of the document it goes by.
        document: String,
    },
    /// The money does not go back.
    RefuseRefund {
        /// Why.
        why: String,
    },
}

/// Which question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Every payment was told: what is not among them had not come by then.
    pub whole: bool,
}

/// Kinds of wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WishKind {
    /// [`Wish::Register`].
    Register,
    /// [`Wish::Reject`].
    Reject,
    /// [`Wish::SaveDocument`].
    SaveDocument,
    /// [`Wish::Start`].
    Start,
    /// [`Wish::Return`].
    Return,
    /// [`Wish::Prove`].
    Prove,
    /// [`Wish::Silence`].
    Silence,
    /// [`Wish::Expire`].
    Expire,
    /// [`Wish::Annul`].
    Annul,
    /// [`Wish::Unserve`].
    Unserve,
    /// [`Wish::Restore`].
    Restore,
    /// [`Wish::AskRefund`].
    AskRefund,
    /// [`Wish::GrantRefund`].
    GrantRefund,
    /// [`Wish::RefuseRefund`].
    RefuseRefund,
}

impl WishKind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        W::Register,
        W::Reject,
        W::SaveDocument,
        W::Start,
        W::Return,
        W::Prove,
        W::Silence,
        W::Expire,
        W::Annul,
        W::Unserve,
        W::Restore,
        W::AskRefund,
        W::GrantRefund,
        W::RefuseRefund,
    ];

    /// Name in the history of a charge and in the catalogue of messages.
    pub fn name(self) -> &'static str {
        match self {
            W::Register => "register",
            W::Reject => "reject",
            W::SaveDocument => "save-document",
            W::Start => "start",
            W::Return => "return",
            W::Prove => "prove",
            W::Silence => "silence",
            W::Expire => "expire",
            W::Annul => "annul",
            W::Unserve => "unserve",
            W::Restore => "restore",
            W::AskRefund => "ask-refund",
            W::GrantRefund => "grant-refund",
            W::RefuseRefund => "refuse-refund",
        }
    }
}

impl Wish {
    /// Its kind.
    pub fn kind(&self) -> WishKind {
        match self {
            Self::Register => W::Register,
            Self::Reject { .. } => W::Reject,
            Self::SaveDocument => W::SaveDocument,
            Self::Start => W::Start,
            Self::Return => W::Return,
            Self::Prove { .. } => W::Prove,
            Self::Silence => W::Silence,
            Self::Expire => W::Expire,
            Self::Annul { .. } => W::Annul,
            Self::Unserve { .. } => W::Unserve,
            Self::Restore { .. } => W::Restore,
            Self::AskRefund { .. } => W::AskRefund,
            Self::GrantRefund { .. } => W::GrantRefund,
            Self::RefuseRefund { .. } => W::RefuseRefund,
        }
    }
}
