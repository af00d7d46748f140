//! Rules over the records of a list: settled exactly while a fact beside the list is unknown.

use indexmap::IndexMap;
use jiff::civil::date;
use proptest::prelude::*;
use regulation::expression::{Definitions, Verdict};
use regulation::fact::{Facts, Record, Value};
use regulation::package::HitPolicy;

use crate::definitions::{number, table};
use crate::exact::{NAMES, brute_force, values};
use crate::{facts, learn, rule_with, verdict, world};

/// Conditions over `children` with one thing that may be unknown beside the list.
const CONDITIONS: [&str; 14] = [
    "some c in children satisfies age(c.born, date(\"2003-03-02\")) > n",
    "every c in children satisfies age(c.born, date(\"2003-03-02\")) > n and c.name != \"v\"",
    "count(children[age(born, date(\"2003-03-02\")) < n + 3]) >= 2",
    "count(children[name = \"u\"]) > n",
    "sum(for c in children return if age(c.born, date(\"2003-03-02\")) > n then 2 else 1) > 4",
    "max(for c in children return age(c.born, date(\"2003-03-02\"))) > n",
    "any(for c in children return c.born > d)",
    "all(for c in children return c.born >= d or a)",
    "first(children[born > d]).name = \"u\"",
    "children[1].name = t or count(children) > n",
    "some c in children satisfies c.name = t and k = \"x\"",
    "sum(for c in children return price(c.name, k) * 2) > 9",
    "sum(for c in children return price(c.name, k)) > n + 3",
    "is absent(first(children[age(born, date(\"2003-03-02\")) = n]))",
];

fn child(name: &str, year: i16) -> Record {
    IndexMap::from([("name".to_owned(), Value::Text(name.into())), ("born".to_owned(), Value::Date(date(year, 3, 2)))])
}

fn defined() -> Definitions {
    let mut definitions = Definitions::default();
    let rows: &[&[&str]] = &[&["u", "x, y", "5"], &["-", "z", "3"], &["not(u)", "-", "1"]];
    let found = table(&mut definitions, "price", HitPolicy::First, &["children.name", "k"], &number(), rows);
    assert_eq!(found, []);
    definitions
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = (0..CONDITIONS.len()).prop_map(|at| CONDITIONS[at].to_owned());
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|rule| format!("not({rule})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("(({one}) and ({other}))")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("(({one}) or ({other}))")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Proves: PROCEDURE-03, INTAKE-09.
    #[test]
    fn a_rule_over_records_is_what_every_completion_says(
        text in condition(),
        children in prop::collection::vec((0_usize..3, 2000_i16..2002), 0..4),
        ways in prop::collection::vec(0_usize..100, 7),
        open in any::<u8>(),
    ) {
        let records: Vec<Record> = children.into_iter().map(|(name, year)| child(["u", "v", "w"][name], year)).collect();
        let rule = rule_with(&text, &defined()).map_err(|found| TestCaseError::fail(format!("{text}: {found:?}")))?;
        let mut known = vec![None; 7];
        let mut given = Facts::default();
        learn(&mut given, "children", Some(Value::List(records)));
        let mut unknown = Vec::new();
        for fact in 0..7 {
            if !rule.reads().contains(NAMES[fact]) {
                continue;
            }
            known[fact].clone_from(&values(fact)[ways[fact] % values(fact).len()]);
            if open >> fact & 1 == 1 && unknown.len() < 2 {
                unknown.push(fact);
            } else {
                learn(&mut given, NAMES[fact], known[fact].clone());
            }
        }
        let all_known = |facts: &[Option<Value>]| {
            let mut whole = given.clone();
            for fact in &unknown {
                learn(&mut whole, NAMES[*fact], facts[*fact].clone());
            }
            rule.verdict(&world(&whole)) == Verdict::Yes
        };
        prop_assert_eq!(rule.verdict(&world(&given)), brute_force(all_known, &known, &unknown), "{}", text);
    }
}

#[test]
fn lists_are_gone_through_counted_and_reached_into() {
    let known = facts([("children", Some(Value::List(vec![child("Анна", 2015), child("Пётр", 2021)])))]);
    for text in [
        "sum(for c in children return age(c.born, today)) = 16",
        "count(for c in children return c.name) = 2",
        "children[1].name = \"Анна\" and children[-1].name = \"Пётр\" and is absent(children[3])",
        "first(children).born.year = 2015 and year(first(children).born) = 2015",
        "month(children[1].born) = 3 and day(children[1].born) = 2",
        "matches(children[1].name, \"^[А-Я][а-я]+$\") and not(matches(\"12а\", \"^[0-9]+$\"))",
        "min(for c in children return c.born) = date(\"2015-03-02\")",
        "count(flatten([[1, 2], [3]])) = 3 and first([1, 2, 3][item > 1]) = 2",
        "sum(for x in [1, 2, 3] return sum(for y in [1, 2] return x * y)) = 18",
        "date(\"2026-05-01\") in [date(\"2026-05-01\")..date(\"2026-09-01\")]",
    ] {
        assert_eq!(verdict(text, &known), Verdict::Yes, "{text}");
    }
    assert_eq!(verdict("sum(for c in children return 1) = 0", &facts([("children", None)])), Verdict::Yes);
}
