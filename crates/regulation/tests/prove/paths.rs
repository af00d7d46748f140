//! Paths through a service: they end where an assessment of the same answers ends.

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use regulation::assess::{Outcome, VariantFit, assess};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::Regulation;
use regulation::prove::{self, Branch, End};
use rust_decimal::Decimal;

use crate::{edited, package_folder, whole};

fn learn(facts: &mut Facts, name: &str, value: Value) {
    let at = Timestamp::UNIX_EPOCH;
    facts.learn(name, Known { value: Some(value), source: Source::Applicant, at, contested: false });
}

/// Does a value belong to an answer as a path says it?
fn belongs(value: &Value, answer: &str) -> bool {
    if answer == "любое значение" {
        return true;
    }
    match value {
        Value::YesNo(yes) => answer == if *yes { "да" } else { "нет" },
        Value::Choice(code) => answer == code,
        Value::Text(text) => answer == text || answer == "другой текст",
        Value::Date(date) => within(answer, "с ", "до ", |bound| *date >= day(bound), |bound| *date < day(bound)),
        Value::Number(number) => answer.split(" и ").all(|part| {
            let bound = |text: &str| text.parse::<Decimal>().unwrap_or_else(|_| panic!("`{part}` names no number"));
            match part.split_once("больше ").or_else(|| part.split_once("меньше ")) {
                Some(("не ", rest)) if part.contains("больше") => *number <= bound(rest),
                Some(("не ", rest)) => *number >= bound(rest),
                Some((_, rest)) if part.contains("больше") => *number > bound(rest),
                Some((_, rest)) => *number < bound(rest),
                None => *number == bound(part),
            }
        }),
        other => panic!("no path asks {other:?}"),
    }
}

fn day(text: &str) -> Date {
    text.trim().parse().unwrap_or_else(|_| panic!("`{text}` is no day"))
}

fn within(answer: &str, from: &str, to: &str, low: impl Fn(&str) -> bool, high: impl Fn(&str) -> bool) -> bool {
    let (first, last) = match answer.split_once(to) {
        Some((first, last)) => (first.strip_prefix(from), Some(last)),
        None => (answer.strip_prefix(from), None),
    };
    first.is_none_or(low) && last.is_none_or(high)
}

/// The end that these facts lead to; each question must have exactly one answer that fits.
fn follow<'p>(branch: &'p Branch, facts: &Facts) -> &'p End {
    match branch {
        Branch::End(end) => end,
        Branch::Cut => panic!("the fixture is small"),
        Branch::Question { fact, ways, .. } => {
            let value = facts.value(fact).unwrap_or_else(|| panic!("{fact} was not made up"));
            let mut fitting = ways.iter().filter(|way| way.answers.iter().any(|answer| belongs(value, answer)));
            let way = fitting.next().unwrap_or_else(|| panic!("no answer for {fact} = {value:?}: {ways:?}"));
            assert!(fitting.next().is_none(), "two answers for {fact} = {value:?}: {ways:?}");
            follow(&way.then, facts)
        }
    }
}

fn agrees(regulation: &Regulation, end: &End, facts: &Facts) -> Result<(), TestCaseError> {
    let assessment = assess(regulation, facts, regulation.from);
    match (&end.variant, &assessment.variant) {
        (Some(id), VariantFit::One(other)) => prop_assert_eq!(id, other),
        (None, VariantFit::None) => {}
        other => prop_assert!(false, "{:?}", other),
    }
    match (&end.ground, &assessment.decision) {
        (Some(("refuse-provision", id)), Outcome::Negative(ids)) => {
            prop_assert!(ids.contains(id), "{} in {:?}", id, ids)
        }
        (None, Outcome::Positive) => {}
        other => prop_assert!(false, "{:?}", other),
    }
    Ok(())
}

fn sample() -> impl Strategy<Value = Facts> {
    let days = (1990_i16..2012, 1_i8..13, 1_i8..28).prop_map(|(y, m, d)| Date::new(y, m, d).expect("a day"));
    (any::<bool>(), "[A-C]{1,2}", days, any::<bool>(), 0_i64..220).prop_map(|(renew, number, born, banned, total)| {
        let mut facts = Facts::default();
        learn(&mut facts, "request.kind", Value::Choice(if renew { "renew" } else { "issue" }.to_owned()));
        if renew {
            learn(&mut facts, "permit.number", Value::Text(number));
        }
        learn(&mut facts, "applicant.birthdate", Value::Date(born));
        learn(&mut facts, "banned", Value::YesNo(banned));
        learn(&mut facts, "total", Value::Number(Decimal::new(total, 0)));
        facts
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Proves: PROFILE-05, PROFILE-07.
    #[test]
    fn every_path_ends_where_the_assessment_of_the_same_facts_ends(facts in sample()) {
        let regulation = whole(&package_folder::fixture("plain"));
        let paths = prove::paths(&regulation, prove::MOST_PATHS);
        prop_assert!(paths.unexplored.is_empty(), "{:?}", paths.unexplored);
        agrees(&regulation, follow(&paths.root, &facts), &facts)?;
    }

    #[test]
    fn paths_over_bounds_that_cut_one_fact_many_times_agree_too(facts in sample()) {
        let regulation = whole(&edited(&[(
            "rule: not(banned) and total <= 100",
            "rule: not(banned) and (total < 10 or total in [40..50] or total = 77 or total > 120)",
        )]));
        let paths = prove::paths(&regulation, prove::MOST_PATHS);
        agrees(&regulation, follow(&paths.root, &facts), &facts)?;
    }
}

#[test]
fn paths_name_outcome_ground_term_fee_and_what_a_person_decides() {
    let regulation = whole(&package_folder::fixture("plain"));
    let paths = prove::paths(&regulation, prove::MOST_PATHS);
    let list = paths.list();
    let granted = list.iter().filter(|path| path.end.ground.is_none()).count();
    assert_eq!((list.len(), granted), (7, 2), "{list:?}");
    assert!(list.iter().all(|path| path.end.discretion == ["B1"]), "{list:?}");
    let grant = list.iter().find(|path| path.end.ground.is_none()).expect("some are granted");
    assert_eq!(grant.end.term.map(|term| term.code()).as_deref(), Some("5 wd"));
    assert!(grant.end.fee.is_free());
    assert!(grant.answers.contains(&("request.kind", &["issue".to_owned()][..])), "{:?}", grant.answers);
    assert!(grant.shown.contains(&("Что нужно сделать", &["Получить разрешение".to_owned()][..])), "{:?}", grant.shown);
}

#[test]
fn a_bound_on_paths_is_kept_and_said() {
    let regulation = whole(&package_folder::fixture("plain"));
    let paths = prove::paths(&regulation, 2);
    assert_eq!(paths.list().len(), 2);
    assert!(paths.unexplored.iter().any(|one| one.why.contains('2')), "{:?}", paths.unexplored);
}

#[test]
fn the_picture_is_readable_without_eyes_and_always_the_same() {
    let regulation = whole(&package_folder::fixture("plain"));
    let paths = prove::paths(&regulation, prove::MOST_PATHS);
    let picture = prove::draw(&paths, "Ягоды & грибы");
    assert_eq!(picture, prove::draw(&prove::paths(&regulation, prove::MOST_PATHS), "Ягоды & грибы"));
    assert!(picture.contains("<title id=\"title\">Ягоды &amp; грибы</title>"));
    assert!(picture.contains("<desc id=\"about\">") && picture.contains("role=\"img\""));
    for path in paths.list() {
        for (label, _) in path.shown {
            let first = label.split(' ').next().expect("a word");
            assert!(picture.contains(first), "{label}");
        }
    }
    let boxes = boxes(&picture);
    assert!(boxes.len() > paths.list().len());
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[..at] {
            let apart = one.0 + one.2 <= other.0
                || other.0 + other.2 <= one.0
                || one.1 + one.3 <= other.1
                || other.1 + other.3 <= one.1;
            assert!(apart, "{one:?} lies over {other:?}");
        }
    }
}

/// Left, top, width, height of the boxes with text.
fn boxes(picture: &str) -> Vec<(i64, i64, i64, i64)> {
    let rects = picture.lines().filter(|line| line.starts_with("<rect") && line.contains("rx="));
    rects
        .map(|line| {
            let number = |name: &str| -> i64 {
                let rest = line.split(&format!(" {name}=\"")).nth(1).expect("the attribute is there");
                rest.split('"').next().and_then(|text| text.parse().ok()).expect("a number")
            };
            (number("x"), number("y"), number("width"), number("height"))
        })
        .collect()
}
