//! A parameter is worth what looking through its editions by hand gives, on any day.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use regulation::diagnostic::Span;
use regulation::expression::{Dated, Definitions, Verdict, World, Written};
use regulation::fact::{Facts, Value};
use rust_decimal::Decimal;

use crate::definitions::number;
use crate::{CAMP, expression_with, rule_with};

/// First day, day after the last one, value.
type Edition = (Option<Date>, Option<Date>, i64);

fn day(number: i64) -> Date {
    date(2024, 1, 1) + number.days()
}

/// Editions in any order, with gaps and overlaps, open at either end.
fn editions() -> impl Strategy<Value = Vec<Edition>> {
    let bound = || prop::option::weighted(0.8, 0_i64..60);
    let one = (bound(), bound(), 0_i64..5).prop_map(|(from, until, value)| (from.map(day), until.map(day), value));
    prop::collection::vec(one, 0..6)
}

/// The first edition whose days have the day among them.
fn by_hand(editions: &[Edition], today: Date) -> Option<i64> {
    let in_force =
        |(from, until, _): &&Edition| from.is_none_or(|from| from <= today) && until.is_none_or(|until| today < until);
    editions.iter().find(in_force).map(|(_, _, value)| *value)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_parameter_is_worth_what_looking_through_its_editions_gives(
        editions in editions(),
        today in -2_i64..64,
        bound in 0_i64..5,
    ) {
        let today = day(today);
        let span = Span::default();
        let texts: Vec<String> = editions.iter().map(|(_, _, value)| value.to_string()).collect();
        let written: Vec<Dated<Written<'_>>> = editions
            .iter()
            .zip(&texts)
            .map(|((from, until, _), text)| (*from, *until, Written { text, span: &span }))
            .collect();
        let mut definitions = Definitions::default();
        let found = definitions.parameter("rate", &number(), &written);
        prop_assert!(found.is_empty(), "{found:?}");
        let facts = Facts::default();
        let world = World { regulation: &CAMP, facts: &facts, today };
        let worth = by_hand(&editions, today);
        let value = expression_with("rate", &definitions).value(&world);
        prop_assert_eq!(value, worth.map(|worth| Value::Number(Decimal::from(worth))));
        // Without an edition in force the value is absent, and a comparison with it is no.
        let above = rule_with(&format!("rate > {bound}"), &definitions).unwrap();
        let expected = if worth.is_some_and(|worth| worth > bound) { Verdict::Yes } else { Verdict::No };
        prop_assert_eq!(&above.verdict(&world), &expected);
        prop_assert_eq!(&above.bind(&CAMP, today).verdict(), &expected);
    }
}
