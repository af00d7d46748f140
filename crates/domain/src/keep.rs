//! How long things are kept (FORM-12, FORM-13, SEC-04): nothing younger than its term may be
//! erased, and its owner is warned before. Terms are the region's data, never code.

use jiff::{Span, Timestamp};
use regulation::clock::{LegalClock, Term, TermUnit};

use crate::case::{Case, Context};
use crate::draft::Draft;
use crate::refusal::Refusal;

/// The last moment a draft saved then is kept. Where it cannot be counted, for want of a
/// calendar, nothing is erased.
pub fn draft_until(saved_at: Timestamp, context: &Context<'_>) -> Timestamp {
    let term = context.region.params.draft_keep.value;
    context.clock.due(saved_at, term, &[]).map_or(Timestamp::MAX, |due| due.at)
}

/// The last moment a sent application is kept, with its draft, files and notices.
pub fn case_until(case: &Case, context: &Context<'_>) -> Timestamp {
    let term = context.region.params.sent_keep.value;
    context.clock.due(case.filed_at, term, &[]).map_or(Timestamp::MAX, |due| due.at)
}

/// May a draft be erased by the machine? A person may drop their own at any time.
pub fn may_erase_draft(draft: &Draft, now: Timestamp) -> Result<(), Refusal> {
    if draft.case.is_some() {
        // It is part of a sent application and goes with it.
        return Err(Refusal::DraftSent);
    }
    if now <= draft.keep_until {
        return Err(Refusal::MustBeKept { until: draft.keep_until });
    }
    Ok(())
}

/// May the personal part of a case be erased? Not while it runs, not before its term.
pub fn may_erase_case(case: &Case, context: &Context<'_>, now: Timestamp) -> Result<(), Refusal> {
    let until = case_until(case, context);
    if !case.state.ended() {
        return Err(Refusal::WrongState { state: case.state.name() });
    }
    if now <= until { Err(Refusal::MustBeKept { until }) } else { Ok(()) }
}

/// Which warning is due now: how many will have been sent with it. `None` when none is due.
pub fn draft_warning(draft: &Draft, context: &Context<'_>, now: Timestamp) -> Option<u8> {
    if draft.case.is_some() || now > draft.keep_until {
        return None;
    }
    let terms = &context.region.params.draft_warn.value;
    let passed = terms.iter().filter(|term| now >= before(draft.keep_until, **term, context.clock)).count();
    let passed = u8::try_from(passed).unwrap_or(u8::MAX);
    (passed > draft.warnings).then_some(passed)
}

/// The beginning of the day that lies a term before a moment.
fn before(until: Timestamp, term: Term, clock: &LegalClock) -> Timestamp {
    let amount = i64::from(term.amount);
    let span = match term.unit {
        TermUnit::WorkingDays | TermUnit::CalendarDays => Span::new().try_days(amount),
        TermUnit::Months => Span::new().try_months(amount),
        TermUnit::Years => Span::new().try_years(amount),
        TermUnit::Hours => Span::new().try_days(amount / 24),
        TermUnit::Minutes => Span::new().try_days(amount / (24 * 60)),
    };
    let day = span.and_then(|span| clock.local_date(until).checked_sub(span));
    day.map_or(Timestamp::MIN, |day| clock.start_of_day(day))
}
