//! Taking an application back before the decision (INTAKE-13), and likely duplicates.

use super::changing::Changing;
use super::model::Case;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// The applicant takes it back: everything that runs ends, nothing is refused.
pub(super) fn withdraw(work: &mut Changing<'_>) -> Result<(), Refusal> {
    work.happened(Event::Withdrawn);
    work.close_procedures();
    work.notify(&Content::Progress(Progress::Withdrawn { at: work.now }))
}

/// The applicant does not want what was started without an application (P10 of C24).
pub(super) fn decline(work: &mut Changing<'_>) -> Result<(), Refusal> {
    if work.case.proactive.is_none() {
        return Err(Refusal::NotProactive);
    }
    work.close_procedures();
    work.happened(Event::Declined);
    work.notify(&Content::Progress(Progress::Withdrawn { at: work.now }))
}

/// It was started by a wrong trigger: undone, and the person is told why.
pub(super) fn undo(work: &mut Changing<'_>, reason: &str) -> Result<(), Refusal> {
    work.in_hands()?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    if work.case.proactive.is_none() {
        return Err(Refusal::NotProactive);
    }
    work.close_procedures();
    work.happened(Event::Undone);
    if let Some(proactive) = &mut work.case.proactive {
        proactive.undone = Some(reason.to_owned());
    }
    work.notify(&Content::Progress(Progress::Undone { reason: reason.to_owned() }))
}

/// Is this probably the same application again? Same person, service and variant, both open:
/// officials are warned with a link, nobody is refused for it.
pub fn likely_duplicate(case: &Case, other: &Case) -> bool {
    let same_variant = match (&case.variant, &other.variant) {
        (Some(one), Some(two)) => one == two,
        // Not registered yet: not known to differ.
        _ => true,
    };
    case.id != other.id
        && case.applicant == other.applicant
        && case.service == other.service
        && same_variant
        && !case.state.ended()
        && !other.state.ended()
}
