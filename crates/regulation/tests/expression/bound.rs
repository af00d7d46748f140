//! A rule bound to facts answers as the expression itself does, whatever is told in which order.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use regulation::expression::{Bound, Expression, Verdict};
use regulation::fact::{Facts, Known, Value};

use crate::learning::{NAMES, condition, value};
use crate::{CAMP, TODAY, facts, learn, rule, world};

/// What the expression itself says of these facts.
fn asked(rule: &Expression, told: &BTreeMap<usize, Known>) -> Verdict {
    rule.verdict(&world(&Facts(told.iter().map(|(at, known)| (NAMES[*at].to_owned(), known.clone())).collect())))
}

fn known(name: &str, value: Option<Value>, contested: bool) -> Known {
    let mut facts = Facts::default();
    learn(&mut facts, name, value);
    Known { contested, ..facts.get(name).unwrap().clone() }
}

fn tell<'a>(bound: &mut Bound<'a>, fact: usize, known: Option<&'a Known>) {
    if let Some(slot) = bound.slot(NAMES[fact]) {
        bound.set(slot, known);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Proves: PROCEDURE-03, PROFILE-05.
    #[test]
    fn a_bound_rule_agrees_with_the_expression_while_facts_come_and_go(
        text in condition(),
        steps in prop::collection::vec((0..NAMES.len(), 0_usize..100, 0_u8..12), 1..14),
    ) {
        let rule = rule(&text).map_err(|found| TestCaseError::fail(format!("{text}: {found:?}")))?;
        let all: Vec<Known> =
            steps.iter().map(|(fact, way, how)| known(NAMES[*fact], value(*fact, *way), *how == 0)).collect();
        let mut bound = rule.bind(&CAMP, TODAY);
        let mut told: BTreeMap<usize, Known> = BTreeMap::new();
        for ((fact, _, how), known) in steps.iter().zip(&all) {
            if *how == 1 {
                told.remove(fact);
                tell(&mut bound, *fact, None);
            } else {
                told.insert(*fact, known.clone());
                tell(&mut bound, *fact, Some(known));
            }
            let verdict = asked(&rule, &told);
            prop_assert_eq!(&bound.verdict(), &verdict, "{} {:?}", text, told);
            let reasons: BTreeSet<usize> = bound.reasons().iter().collect();
            if let Verdict::Unknown(_) = verdict {
                prop_assert!(reasons.is_empty());
                continue;
            }
            let names: Vec<String> = bound.facts().map(str::to_owned).collect();
            let keeps = |slots: &BTreeSet<usize>| {
                let among = |fact: &usize| slots.iter().any(|slot| names[*slot] == NAMES[*fact]);
                let few = told.iter().filter(|(fact, _)| among(fact));
                asked(&rule, &few.map(|(fact, known)| (*fact, known.clone())).collect()) == verdict
            };
            prop_assert!(keeps(&reasons), "{}: {:?} alone do not keep {:?}", text, reasons, verdict);
            for slot in &reasons {
                let mut fewer = reasons.clone();
                fewer.remove(slot);
                prop_assert!(!keeps(&fewer), "{}: {} is no reason", text, names[*slot]);
            }
        }
    }
}

/// Proves: PROCEDURE-03.
#[test]
fn values_that_lie_in_no_cell_are_asked_of_the_expression() {
    let rule = rule("n > 2 or k = \"x\"").unwrap();
    let odd =
        facts([("n", Some(Value::Number(rust_decimal::Decimal::new(25, 1)))), ("k", Some(Value::Text("x".into())))]);
    let mut bound = rule.bind(&CAMP, TODAY);
    bound.set_all(&odd);
    assert_eq!(bound.holds(), Some(true));
    let above = facts([("n", Some(Value::Number(1_000_000.into()))), ("k", None)]);
    bound.set_all(&above);
    assert_eq!(bound.holds(), Some(true), "a number above its bound is compared as it is");
    let reasons = bound.reasons().clone();
    assert_eq!(reasons.iter().filter_map(|slot| bound.facts().nth(slot)).collect::<Vec<_>>(), ["n"]);
    let none = Facts::default();
    bound.set_all(&none);
    assert_eq!(bound.verdict(), crate::unknown(["n", "k"]));
}
