//! What holds for every term and every day.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use regulation::clock::{LegalClock, RUSSIAN_ZONES, Term, TermUnit};

use crate::clock;

static CLOCKS: LazyLock<Vec<LegalClock>> = LazyLock::new(|| RUSSIAN_ZONES.into_iter().map(clock).collect());

fn clocks() -> impl Strategy<Value = LegalClock> {
    (0..RUSSIAN_ZONES.len(), any::<bool>())
        .prop_map(|(at, moves_from_day_off)| LegalClock { moves_from_day_off, ..CLOCKS[at].clone() })
}

/// Moments of 2024–2026, so that terms up to a year end within the calendars.
fn moments() -> impl Strategy<Value = Timestamp> {
    (1_704_067_200_i64 + 86_400..1_798_675_200).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        (1..120_u32).prop_map(|amount| Term { amount, unit: TermUnit::WorkingDays }),
        (1..180_u32).prop_map(|amount| Term { amount, unit: TermUnit::CalendarDays }),
        (1..6_u32).prop_map(|amount| Term { amount, unit: TermUnit::Months }),
    ]
}

/// A pause after a moment, some days long.
fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-10_i64..60, 0_i64..15), 0..4)
}

fn shift(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

fn spans(from: Timestamp, pauses: &[(i64, i64)]) -> Vec<(Timestamp, Timestamp)> {
    pauses.iter().map(|(start, days)| (shift(from, start * 24), shift(from, (start + days) * 24))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_later_trigger_is_never_due_earlier(clock in clocks(), from in moments(), term in terms(), pauses in pauses(), later in 0_i64..2000) {
        let until = shift(from, later);
        // A month is no number of days: who stood still for the last four days of March ends on
        // 1 July, who only began after them on 30 June. So months are paused after both began.
        let stops = |start: Timestamp| term.unit != TermUnit::Months || start >= until;
        let spans: Vec<_> = spans(from, &pauses).into_iter().filter(|(start, _)| stops(*start)).collect();
        if let (Ok(first), Ok(second)) = (clock.due(from, term, &spans), clock.due(until, term, &spans)) {
            prop_assert!(first.at <= second.at, "{} then {}", first.explain(), second.explain());
        }
    }

    #[test]
    fn a_longer_term_is_never_due_earlier(clock in clocks(), from in moments(), term in terms(), pauses in pauses()) {
        let spans = spans(from, &pauses);
        let longer = Term { amount: term.amount + 1, ..term };
        if let (Ok(first), Ok(second)) = (clock.due(from, term, &spans), clock.due(from, longer, &spans)) {
            prop_assert!(first.at <= second.at);
        }
    }

    #[test]
    fn a_pause_never_shortens_and_one_within_a_day_changes_nothing(clock in clocks(), from in moments(), term in terms(), pauses in pauses(), at in 0_i64..500) {
        let plain = clock.due(from, term, &[]);
        let moment = shift(from, at);
        prop_assert_eq!(&clock.due(from, term, &[(moment, moment)]), &plain);
        if let (Ok(plain), Ok(paused)) = (plain, clock.due(from, term, &spans(from, &pauses))) {
            prop_assert!(plain.at <= paused.at);
        }
    }

    #[test]
    fn n_working_days_hold_exactly_n_working_days(clock in clocks(), from in moments(), amount in 1_u32..120) {
        let due = clock.due(from, Term { amount, unit: TermUnit::WorkingDays }, &[]);
        if let Ok(due) = due {
            prop_assert_eq!(clock.working_days_between(from, due.at).unwrap(), amount);
            prop_assert_eq!(clock.calendar.is_working(due.last_day()), Ok(true));
            prop_assert_eq!(clock.end_of_day(due.last_day()), due.at);
        }
    }

    #[test]
    fn any_text_is_a_term_or_a_problem_and_never_a_crash(text in ".{0,20}") {
        if let Ok(term) = Term::parse(&text) {
            prop_assert_eq!(Term::parse(&term.code()).unwrap(), term);
        }
    }
}
