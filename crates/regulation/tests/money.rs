//! Money: read as typed, shown as written, never out of range.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use regulation::money::Money;

#[test]
fn amounts_are_read_as_people_type_them() {
    for (typed, kopecks) in [
        ("1500", 150_000),
        ("1 500", 150_000),
        ("1\u{a0}500,50 ₽", 150_050),
        ("1500.5 руб.", 150_050),
        ("0,07", 7),
        ("350 р.", 35_000),
        ("0", 0),
    ] {
        assert_eq!(Money::parse(typed).unwrap().kopecks(), kopecks, "{typed}");
    }
    for wrong in
        ["", "₽", "-5", "1,234", "1.2.3", "тысяча", "1e5", "99999999999999999999", "92233720368547758,08", ",5"]
    {
        let problem = Money::parse(wrong).unwrap_err();
        assert!(problem.mend.contains("1 500,50"), "{wrong}");
    }
}

#[test]
fn amounts_are_shown_with_spaces_that_do_not_break() {
    for (kopecks, shown) in [
        (0, "0 ₽"),
        (7, "0,07 ₽"),
        (150_000, "1 500 ₽"),
        (150_050, "1 500,50 ₽"),
        (12_345_678_900, "123 456 789 ₽"),
        (-25_000, "−250 ₽"),
        (i64::MIN, "−92 233 720 368 547 758,08 ₽"),
    ] {
        let money = Money::from_kopecks(kopecks);
        assert_eq!(money.shown(), shown.replace(' ', "\u{a0}"));
        assert_eq!(money.to_string(), money.shown());
    }
}

#[test]
fn arithmetic_says_when_it_does_not_fit() {
    let rouble = Money::from_kopecks(100);
    let most = Money::from_kopecks(i64::MAX);
    assert_eq!(most.checked_add(rouble), None);
    assert_eq!(Money::from_kopecks(i64::MIN).checked_sub(rouble), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(rouble.checked_mul(3), Some(Money::from_kopecks(300)));
    assert_eq!(Money::sum([rouble, rouble, rouble]), Some(Money::from_kopecks(300)));
    assert_eq!(Money::sum([most, rouble]), None);
    assert!(Money::ZERO.is_zero());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn what_is_shown_is_read_back(kopecks in 0..i64::MAX) {
        let money = Money::from_kopecks(kopecks);
        prop_assert_eq!(Money::parse(&money.shown()).unwrap(), money);
        let stored = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(stored, kopecks.to_string());
    }

    #[test]
    fn any_text_is_an_amount_or_a_problem(text in ".{0,30}") {
        let _ = Money::parse(&text);
    }
}
