//! The fee: lines, exemptions, and the interval while facts are missing.

use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use regulation::assess::{Cost, cost};
use regulation::fact::Facts;
use regulation::money::Money;
use regulation::package::{Clause, Exemption, Fee, FeeDue, FeeKind, FeeLine, Regulation};

use crate::rules::{self, Answers, Rule, learn, rule};
use crate::{TODAY, package};

static CAMP: LazyLock<Regulation> = LazyLock::new(package::camp);

const NEVER: Rule = Rule::Number("<", 0);

fn line(id: &str, amount: &str, times: Option<&str>, when: Option<&str>) -> FeeLine {
    FeeLine {
        id: id.to_owned(),
        title: format!("Строка {id}"),
        amount: rules::read(amount),
        times: times.map(rules::read),
        when: when.map(rules::read),
        because: Clause { act: "law".into(), clause: "6".into() },
        span: CAMP.variants[0].span.clone(),
    }
}

fn exemption(id: &str, when: &str, percent: u8, lines: &[&str]) -> Exemption {
    Exemption {
        id: id.to_owned(),
        title: format!("Льгота {id}"),
        when: rules::read(when),
        percent,
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        because: Clause { act: "law".into(), clause: "6".into() },
        span: CAMP.variants[0].span.clone(),
    }
}

fn with(lines: Vec<FeeLine>, exemptions: Vec<Exemption>, derived: &Rule) -> Regulation {
    let mut regulation = rules::service(&CAMP, [None, None], derived);
    let because = Clause { act: "law".into(), clause: "6".into() };
    regulation.fee = Fee { kind: FeeKind::Duty, due: FeeDue::Filing, refundable: false, because, lines, exemptions };
    regulation
}

fn told(answers: &[(usize, usize)]) -> Facts {
    let mut facts = Facts::default();
    for (fact, answer) in answers {
        learn(&mut facts, *fact, *answer);
    }
    facts
}

fn roubles(amount: i64) -> Money {
    Money::from_kopecks(amount * 100)
}

fn between(cost: &Cost) -> (i64, Option<i64>) {
    (cost.least.kopecks(), cost.most.map(Money::kopecks))
}

/// Proves: PAY-09.
#[test]
fn the_amount_follows_from_lines_and_the_largest_exemption() {
    let regulation = with(
        vec![line("base", "1000", None, None), line("each", "150", Some("n"), Some("a"))],
        vec![exemption("half", "b", 50, &[]), exemption("whole-base", "k = \"x\"", 100, &["base"])],
        &NEVER,
    );
    // a, n = 3, b holds, k = "x": half of 1450 is less than the whole base of 1000.
    let both = cost(&regulation, &told(&[(0, 0), (1, 0), (2, 3), (3, 0)]), TODAY);
    assert_eq!((both.exact(), both.exempt.as_deref()), (Some(roubles(450)), Some("whole-base")));
    assert_eq!(both.saved, roubles(1000));
    assert_eq!(both.lines.iter().map(|line| line.amount).collect::<Vec<_>>(), [roubles(1000), roubles(450)]);
    assert!(both.unknown.is_empty());
    let half = cost(&regulation, &told(&[(0, 0), (1, 1), (2, 3), (3, 0)]), TODAY);
    assert_eq!((half.exact(), half.exempt.as_deref()), (Some(roubles(725)), Some("half")));
    let none = cost(&regulation, &told(&[(0, 1), (1, 1), (2, 3), (3, 1)]), TODAY);
    assert_eq!((none.exact(), none.exempt), (Some(roubles(1000)), None));
}

/// Proves: PAY-08.
#[test]
fn a_service_without_lines_or_fully_exempt_is_free() {
    let free = with(Vec::new(), Vec::new(), &NEVER);
    assert!(cost(&free, &Facts::default(), TODAY).is_free());
    let exempt = with(vec![line("base", "1000", None, None)], vec![exemption("all", "a", 100, &[])], &NEVER);
    assert!(cost(&exempt, &told(&[(0, 0)]), TODAY).is_free());
    assert_eq!(between(&cost(&exempt, &Facts::default(), TODAY)), (0, Some(100_000)));
}

#[test]
fn missing_facts_leave_an_interval_and_are_named() {
    let regulation = with(vec![line("each", "100", Some("n"), Some("a"))], Vec::new(), &NEVER);
    let open = cost(&regulation, &Facts::default(), TODAY);
    assert_eq!(between(&open), (0, Some(30_000)), "n lies between 0 and 3");
    assert_eq!(open.unknown, ["a", "n"].map(str::to_owned).into());
    assert_eq!(open.shown(), "от 0\u{a0}₽ до 300\u{a0}₽");
    let many = cost(&regulation, &told(&[(2, 2)]), TODAY);
    assert_eq!((between(&many), many.unknown), ((0, Some(20_000)), ["a".to_owned()].into()));
}

#[test]
fn a_number_without_a_bound_leaves_the_interval_open_above() {
    let mut regulation = with(vec![line("each", "100", Some("n"), None)], Vec::new(), &NEVER);
    let fact = regulation.facts.get_mut("n").unwrap();
    fact.kind = regulation::package::FactType::Number { whole: true, min: Some(2.into()), max: None, unit: None };
    let line = &mut regulation.fee.lines[0];
    line.times = Some(rules::read_with("n", "n", &fact.kind));
    let open = cost(&regulation, &Facts::default(), TODAY);
    assert_eq!(between(&open), (20_000, None));
    assert_eq!(open.shown(), "от 200\u{a0}₽");
}

#[test]
fn money_never_wraps_around() {
    let huge = "90000000000000000";
    let regulation = with(vec![line("one", huge, None, None), line("two", huge, None, None)], Vec::new(), &NEVER);
    let sum = cost(&regulation, &Facts::default(), TODAY);
    assert_eq!((sum.exact(), sum.most), (None, None), "a sum that money cannot hold is not known");
    let times = with(vec![line("one", huge, Some("n"), None)], Vec::new(), &NEVER);
    let times = cost(&times, &told(&[(2, 3)]), TODAY);
    assert_eq!(times.exact(), None);
}

#[test]
fn half_a_kopeck_goes_in_favour_of_the_one_who_pays() {
    let regulation = with(vec![line("one", "0.01", None, None)], vec![exemption("half", "a", 50, &[])], &NEVER);
    assert_eq!(cost(&regulation, &told(&[(0, 0)]), date(2026, 1, 1)).exact(), Some(Money::ZERO));
}

/// What a fully known case costs, in kopecks, reckoned apart from the engine.
fn sum(answers: &Answers, conditions: &[Rule; 3], exempt: &[(Rule, u8, bool)], derived: &Rule) -> i64 {
    let n = i64::try_from(answers[2]).unwrap();
    let amounts = [50_000, 10_000 * n, if answers[0] == 0 { 3_333 } else { 2_000 } * n];
    let due: Vec<i64> = amounts
        .iter()
        .zip(conditions)
        .map(|(amount, condition)| if condition.holds(answers, derived) { *amount } else { 0 })
        .collect();
    let whole: i64 = due.iter().sum();
    let saved = exempt.iter().filter(|(rule, ..)| rule.holds(answers, derived)).map(|(_, percent, second)| {
        let covered = if *second { due[1] } else { whole };
        (covered * i64::from(*percent) + 50) / 100
    });
    whole - saved.max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// Proves: PAY-09.
    #[test]
    fn the_interval_is_that_of_every_way_the_unknown_may_turn_out(
        conditions in [rule(&[0, 1, 2, 3], true), rule(&[0, 1, 2, 4], false), rule(&[1, 2, 3], false)],
        exempt in prop::collection::vec((rule(&[0, 1, 2, 3, 4], true), 0_u8..=100, any::<bool>()), 0..3),
        derived in rule(&[0, 1, 2, 3], false),
        person in rules::full(),
        known in any::<u8>(),
    ) {
        let amounts = [("500", None), ("100", Some("n")), ("if a then 33.33 * n else 20 * n", None)];
        let lines = amounts.iter().zip(&conditions).enumerate().map(|(at, ((amount, times), condition))| {
            line(&format!("l{at}"), amount, *times, Some(&condition.text()))
        });
        let exemptions = exempt.iter().enumerate().map(|(at, (rule, percent, second))| {
            exemption(&format!("e{at}"), &rule.text(), *percent, if *second { &["l1"] } else { &[] })
        });
        let regulation = with(lines.collect(), exemptions.collect(), &derived);
        let mut facts = Facts::default();
        let told: Vec<usize> = (0..6).filter(|fact| known >> fact & 1 == 1).collect();
        for fact in &told {
            learn(&mut facts, *fact, person[*fact]);
        }
        let facts = regulation::form::derive(&regulation, &facts, jiff::Timestamp::UNIX_EPOCH, TODAY);
        let mut ways = vec![person];
        for fact in (0..6).filter(|fact| !told.contains(fact)) {
            ways = ways.into_iter().flat_map(|way| (0..rules::answers(fact)).map(move |answer| {
                let mut way = way;
                way[fact] = answer;
                way
            })).collect();
        }
        let sums: Vec<i64> = ways.iter().map(|way| sum(way, &conditions, &exempt, &derived)).collect();
        let found = cost(&regulation, &facts, TODAY);
        prop_assert_eq!(between(&found), (*sums.iter().min().unwrap(), sums.iter().max().copied()), "{:?}", found);
    }
}
