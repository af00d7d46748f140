//! Kinds of wishes: what the table of states, the grid and the diagram speak of.

use WishKind as W;

use super::wish::Wish;

/// A wish without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WishKind {
    /// See [`Wish::DelayDelivery`].
    DelayDelivery,
    /// See [`Wish::Deliver`].
    Deliver,
    /// See [`Wish::Register`].
    Register,
    /// See [`Wish::RefuseIntake`].
    RefuseIntake,
    /// See [`Wish::Learn`].
    Learn,
    /// See [`Wish::SourceFailed`].
    SourceFailed,
    /// See [`Wish::CallPerson`].
    CallPerson,
    /// See [`Wish::EndProcedure`].
    EndProcedure,
    /// See [`Wish::Suspend`].
    Suspend,
    /// See [`Wish::AskApplicant`].
    AskApplicant,
    /// See [`Wish::Answer`].
    Answer,
    /// See [`Wish::Resume`].
    Resume,
    /// See [`Wish::Prolong`].
    Prolong,
    /// See [`Wish::GiveBack`].
    GiveBack,
    /// See [`Wish::Forward`].
    Forward,
    /// See [`Wish::Assessed`].
    Assessed,
    /// See [`Wish::Assessing`].
    Assessing,
    /// See [`Wish::Contest`].
    Contest,
    /// See [`Wish::Settle`].
    Settle,
    /// See [`Wish::Grant`].
    Grant,
    /// See [`Wish::Refuse`].
    Refuse,
    /// See [`Wish::Issue`].
    Issue,
    /// See [`Wish::LookAtOriginal`].
    LookAtOriginal,
    /// See [`Wish::Item`].
    Item,
    /// See [`Wish::Complete`].
    Complete,
    /// See [`Wish::Withdraw`].
    Withdraw,
    /// See [`Wish::Reopen`].
    Reopen,
    /// See [`Wish::Correct`].
    Correct,
    /// See [`Wish::DeclineProactive`].
    DeclineProactive,
    /// See [`Wish::Undo`].
    Undo,
    /// See [`Wish::Fulfil`].
    Fulfil,
    /// See [`Wish::Recheck`].
    Recheck,
    /// See [`Wish::Queue`].
    Queue,
    /// See [`Wish::Offer`].
    Offer,
    /// See [`Wish::AnswerOffer`].
    AnswerOffer,
    /// See [`Wish::LapseOffer`].
    LapseOffer,
    /// See [`Wish::Allot`].
    Allot,
    /// See [`Wish::LeaveQueue`].
    LeaveQueue,
    /// See [`Wish::Take`].
    Take,
    /// See [`Wish::Return`].
    Return,
    /// See [`Wish::HandOver`].
    HandOver,
    /// See [`Wish::Recount`].
    Recount,
    /// See [`Wish::Warn`].
    Warn,
    /// See [`Wish::Breach`].
    Breach,
    /// See [`Wish::Escalate`].
    Escalate,
}

impl WishKind {
    /// All kinds, in the order of a case's life.
    pub const ALL: [Self; 45] = [
        W::DelayDelivery,
        W::Deliver,
        W::Register,
        W::RefuseIntake,
        W::Learn,
        W::SourceFailed,
        W::CallPerson,
        W::EndProcedure,
        W::Suspend,
        W::AskApplicant,
        W::Answer,
        W::Resume,
        W::Prolong,
        W::GiveBack,
        W::Forward,
        W::Assessed,
        W::Assessing,
        W::Contest,
        W::Settle,
        W::Grant,
        W::Refuse,
        W::Issue,
        W::LookAtOriginal,
        W::Item,
        W::Complete,
        W::Withdraw,
        W::Reopen,
        W::Correct,
        W::DeclineProactive,
        W::Undo,
        W::Fulfil,
        W::Recheck,
        W::Queue,
        W::Offer,
        W::AnswerOffer,
        W::LapseOffer,
        W::Allot,
        W::LeaveQueue,
        W::Take,
        W::Return,
        W::HandOver,
        W::Recount,
        W::Warn,
        W::Breach,
        W::Escalate,
    ];

    /// Name used in the grid and the diagram.
    pub fn name(self) -> &'static str {
        match self {
            W::DelayDelivery => "delay delivery",
            W::Deliver => "deliver",
            W::Register => "register",
            W::RefuseIntake => "refuse intake",
            W::Learn => "learn",
            W::SourceFailed => "source failed",
            W::CallPerson => "call person",
            W::EndProcedure => "end procedure",
            W::Suspend => "suspend",
            W::AskApplicant => "ask applicant",
            W::Answer => "answer",
            W::Resume => "resume",
            W::Prolong => "prolong",
            W::GiveBack => "give back",
            W::Forward => "forward",
            W::Assessed => "assessed",
            W::Assessing => "assessing",
            W::Contest => "contest",
            W::Settle => "settle",
            W::Grant => "grant",
            W::Refuse => "refuse",
            W::Issue => "issue",
            W::LookAtOriginal => "look at original",
            W::Item => "item",
            W::Complete => "complete",
            W::Withdraw => "withdraw",
            W::Reopen => "reopen",
            W::Correct => "correct",
            W::DeclineProactive => "decline proactive",
            W::Undo => "undo",
            W::Fulfil => "fulfil",
            W::Recheck => "recheck",
            W::Queue => "queue",
            W::Offer => "offer",
            W::AnswerOffer => "answer offer",
            W::LapseOffer => "lapse offer",
            W::Allot => "allot",
            W::LeaveQueue => "leave queue",
            W::Take => "take",
            W::Return => "return",
            W::HandOver => "hand over",
            W::Recount => "recount",
            W::Warn => "warn",
            W::Breach => "breach",
            W::Escalate => "escalate",
        }
    }
}

impl Wish {
    /// Its kind.
    pub fn kind(&self) -> WishKind {
        match self {
            Self::DelayDelivery => W::DelayDelivery,
            Self::Deliver => W::Deliver,
            Self::Register => W::Register,
            Self::RefuseIntake { .. } => W::RefuseIntake,
            Self::Learn { .. } => W::Learn,
            Self::SourceFailed { .. } => W::SourceFailed,
            Self::CallPerson { .. } => W::CallPerson,
            Self::EndProcedure { .. } => W::EndProcedure,
            Self::Suspend { .. } => W::Suspend,
            Self::AskApplicant { .. } => W::AskApplicant,
            Self::Answer { .. } => W::Answer,
            Self::Resume => W::Resume,
            Self::Prolong { .. } => W::Prolong,
            Self::GiveBack { .. } => W::GiveBack,
            Self::Forward { .. } => W::Forward,
            Self::Assessed { .. } => W::Assessed,
            Self::Assessing { .. } => W::Assessing,
            Self::Contest { .. } => W::Contest,
            Self::Settle { .. } => W::Settle,
            Self::Grant { .. } => W::Grant,
            Self::Refuse { .. } => W::Refuse,
            Self::Issue { .. } => W::Issue,
            Self::LookAtOriginal { .. } => W::LookAtOriginal,
            Self::Item { .. } => W::Item,
            Self::Complete => W::Complete,
            Self::Withdraw => W::Withdraw,
            Self::Reopen { .. } => W::Reopen,
            Self::Correct { .. } => W::Correct,
            Self::DeclineProactive => W::DeclineProactive,
            Self::Undo { .. } => W::Undo,
            Self::Fulfil { .. } => W::Fulfil,
            Self::Recheck { .. } => W::Recheck,
            Self::Queue { .. } => W::Queue,
            Self::Offer { .. } => W::Offer,
            Self::AnswerOffer { .. } => W::AnswerOffer,
            Self::LapseOffer { .. } => W::LapseOffer,
            Self::Allot { .. } => W::Allot,
            Self::LeaveQueue { .. } => W::LeaveQueue,
            Self::Take => W::Take,
            Self::Return => W::Return,
            Self::HandOver { .. } => W::HandOver,
            Self::Recount => W::Recount,
            Self::Warn { .. } => W::Warn,
            Self::Breach { .. } => W::Breach,
            Self::Escalate { .. } => W::Escalate,
        }
    }
}
