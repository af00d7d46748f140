//! Everything that may be permitted: each route and each job names its act.

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Read the catalogue and what a service is.
    SeeService,
    /// Ask whether a result is valid (RESULT-10).
    CheckResult,
    /// Begin a draft of a service (SEC-01, FORM-18).
    OpenDraft,
    /// See, change, print or copy a draft.
    EditDraft,
    /// Throw a draft away.
    DropDraft,
    /// Send a draft.
    FileDraft,
    /// List one's own drafts, cases, notices, results.
    SeeAccount,
    /// See one's own case, its timeline and who read it.
    SeeOwnCase,
    /// Read a notice.
    ReadNotice,
    /// Have one's own result.
    HaveResult,
    /// Take an application back.
    Withdraw,
    /// Answer what an official asked.
    AnswerCase,
    /// See the queue of an authority.
    SeeQueue,
    /// See a case of an authority: facts, documents, criteria.
    SeeCase,
    /// See a file that belongs to a case or draft.
    ReadAttachment,
    /// Take a case.
    TakeCase,
    /// Put a case back.
    ReturnCase,
    /// Give a case to another official.
    HandOver,
    /// Register, refuse intake, end procedures, suspend, learn.
    WorkCase,
    /// Give an expert's sheet; whoever does so takes no part in deciding.
    AssessCase,
    /// Grant or refuse.
    DecideCase,
    /// Open a case again that was over, or correct an error in its result.
    ReopenCase,
    /// Keep what goes on after the decision: reports, re-checks.
    FollowCase,
    /// Sign a result with the authority's signature (RESULT-02).
    SignResult,
    /// Suspend, replace or annul a register entry.
    ChangeResult,
    /// Give others a link to one's own result and take it back, send it to an authority.
    ShareResult,
    /// Print at a service centre what an electronic result confirms (RESULT-03).
    PrintResult,
    /// Ask the register for another service's result (RESULTREG-02).
    AskRegister,
    /// See the stocks of an authority and who stands in line for them.
    SeeStocks,
    /// Publish a stock, freeze its line, draw lots, give a batch (PROCEDURE-09).
    RunStock,
    /// See what is handed out at a desk, prepare it, check identities, hand it over (SM-23).
    HandOut,
    /// Receive, write off and count numbered blanks.
    KeepBlanks,
    /// Make an electronic duplicate of a paper document, revoke it (DUP-01).
    MakeDuplicate,
    /// See the journal of a case.
    SeeJournal,
    /// See how the exchange with other authorities fares, and send again what got stuck (INTEG-01).
    MindExchange,
    /// See breaches of applicants' rights as they happen (MONITOR-06).
    WatchRights,
    /// Do what jobs and timers do.
    RunMachine,
}

impl Act {
    /// All acts, for the grid.
    pub const ALL: [Self; 37] = [
        Self::SeeService,
        Self::CheckResult,
        Self::OpenDraft,
        Self::EditDraft,
        Self::DropDraft,
        Self::FileDraft,
        Self::SeeAccount,
        Self::SeeOwnCase,
        Self::ReadNotice,
        Self::HaveResult,
        Self::Withdraw,
        Self::AnswerCase,
        Self::SeeQueue,
        Self::SeeCase,
        Self::ReadAttachment,
        Self::TakeCase,
        Self::ReturnCase,
        Self::HandOver,
        Self::WorkCase,
        Self::AssessCase,
        Self::DecideCase,
        Self::ReopenCase,
        Self::FollowCase,
        Self::SignResult,
        Self::ChangeResult,
        Self::ShareResult,
        Self::PrintResult,
        Self::AskRegister,
        Self::SeeStocks,
        Self::RunStock,
        Self::HandOut,
        Self::KeepBlanks,
        Self::MakeDuplicate,
        Self::SeeJournal,
        Self::MindExchange,
        Self::WatchRights,
        Self::RunMachine,
    ];
}
