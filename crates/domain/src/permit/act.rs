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
    /// Book a slot of a line of reception (BOOK-02).
    BookSlot,
    /// See, move, cancel one's own appointment.
    OwnAppointment,
    /// Take an application back.
    Withdraw,
    /// Answer what an official asked.
    AnswerCase,
    /// Receive people by appointment: the list of the day, who came, booking for a visitor (BOOK-06).
    Receive,
    /// Change schedules and days of reception (BOOK-06, BOOK-13).
    KeepSchedule,
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
    /// Complain, follow one's own complaint, take it back (APPEAL-02).
    Complain,
    /// See the complaints an authority handles (APPEAL-06).
    SeeComplaints,
    /// Register, assign, consider and decide a complaint (APPEAL-05).
    HandleComplaint,
    /// Rate a procedure of one's own case (RATE-01).
    RateProcedure,
    /// Say to what one agrees, answer offers of services (PROACTIVE-03).
    Agree,
    /// See what people think of an authority's procedures (RATE-06).
    SeeRatings,
    /// See a part of a joint application: the invited what they are asked for, who files where it
    /// stands (FORM-07).
    SeePart,
    /// Fill in a part one is invited to.
    FillPart,
    /// Open, sign, change or refuse a part one is invited to.
    AnswerPart,
    /// Take an invitation back, remind of it.
    RunPart,
    /// See a case that one has signed a part of (RESULT-11).
    SeeJointCase,
    /// Serve a visitor at a service centre: begin, follow and end their visit.
    ServeVisitor,
    /// Do what jobs and timers do.
    RunMachine,
}

impl Act {
    /// All acts, for the grid.
    pub const ALL: [Self; 53] = [
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
        Self::BookSlot,
        Self::OwnAppointment,
        Self::Withdraw,
        Self::AnswerCase,
        Self::Receive,
        Self::KeepSchedule,
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
        Self::Complain,
        Self::SeeComplaints,
        Self::HandleComplaint,
        Self::RateProcedure,
        Self::Agree,
        Self::SeeRatings,
        Self::SeePart,
        Self::FillPart,
        Self::AnswerPart,
        Self::RunPart,
        Self::SeeJointCase,
        Self::ServeVisitor,
        Self::RunMachine,
    ];
}
