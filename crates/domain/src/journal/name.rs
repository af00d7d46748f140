//! Short names of events: in tables, logs and the catalogue of messages.

use super::event::Event;

impl Event {
    /// Short name used in tables, logs and the catalogue of messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "filed",
            Self::DeliveryDelayed => "delivery_delayed",
            Self::Delivered => "delivered",
            Self::Registered { .. } => "registered",
            Self::NotAccepted { .. } => "not_accepted",
            Self::ProcedureStarted { .. } => "procedure_started",
            Self::ProcedureEnded { .. } => "procedure_ended",
            Self::ProcedureSkipped { .. } => "procedure_skipped",
            Self::Learnt { .. } => "learnt",
            Self::EvidenceAsked { .. } => "evidence_asked",
            Self::EvidenceAnswered { .. } => "evidence_answered",
            Self::EvidenceFailed { .. } => "evidence_failed",
            Self::PersonCalled { .. } => "person_called",
            Self::Suspended { .. } => "suspended",
            Self::ApplicantAsked { .. } => "applicant_asked",
            Self::Resumed { .. } => "resumed",
            Self::Recounted { .. } => "recounted",
            Self::Decided { .. } => "decided",
            Self::ResultIssued { .. } => "result_issued",
            Self::ResultChanged { .. } => "result_changed",
            Self::OriginalSeen { .. } => "original_seen",
            Self::Item { .. } => "item",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
            Self::Prolonged { .. } => "prolonged",
            Self::GivenBack { .. } => "given_back",
            Self::Forwarded { .. } => "forwarded",
            Self::Reopened { .. } => "reopened",
            Self::Assessed { .. } => "assessed",
            Self::Assessing { .. } => "assessing",
            Self::Contested { .. } => "contested",
            Self::Settled { .. } => "settled",
            Self::Declined => "declined",
            Self::Undone => "undone",
            Self::ObligationArose { .. } => "obligation_arose",
            Self::ObligationDone { .. } => "obligation_done",
            Self::Warned { .. } => "warned",
            Self::Escalated { .. } => "escalated",
            Self::Line { what, .. } => what.name(),
            Self::Taken { .. } => "taken",
            Self::Returned => "returned",
            Self::HandedOver { .. } => "handed_over",
            Self::Noticed { .. } => "noticed",
            Self::TimerBreached { .. } => "timer_breached",
            Self::Recorded { .. } => "recorded",
            Self::Read { .. } => "read",
            Self::TypedIn { .. } => "typed_in",
        }
    }
}
