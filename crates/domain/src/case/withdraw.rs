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
