//! Learning more never turns yes into no, whatever the rule is made of.

use indexmap::IndexMap;
use jiff::civil::date;
use proptest::prelude::*;
use regulation::expression::Verdict;
use regulation::fact::{Facts, Record, Value};
use rust_decimal::Decimal;

use crate::{learn, rule, world};

pub const NAMES: [&str; 8] = ["a", "k", "n", "m", "d", "t", "children", "parent.born"];

/// Conditions that cannot be cut into cells as well as those that can.
const CONDITIONS: [&str; 31] = [
    "sum(for c in children return age(c.born, today)) > n",
    "first(children).born > d",
    "children[-1].name = t or children[2].name = \"u\"",
    "matches(t, \"^u\")",
    "month(d) = 3 and year(d) > 2000",
    "is absent(first(children[born > d]))",
    "any(for c in children return c.born > d and a)",
    "a",
    "adult",
    "k = \"x\"",
    "k != t",
    "n > 2",
    "n + m > 4",
    "n * m < m",
    "m / n >= 1",
    "n = m",
    "(if a then n else m) > 1",
    "age(d, today) >= 18",
    "d < parent.born",
    "days between(d, parent.born) > 100",
    "contains(t, \"u\")",
    "string length(t) < 2",
    "upper case(t) = \"U\"",
    "count(children) >= 2",
    "count(children[age(born, today) < n]) = 1",
    "some c in children satisfies c.born > d",
    "every c in children satisfies c.name = t and a",
    "min(children.born) > parent.born",
    "is known(a)",
    "is absent(children)",
    "n in [1..4) and not(n in (2, 3))",
];

fn child(name: &str, year: i16) -> Record {
    let mut record: Record = IndexMap::new();
    record.insert("name".into(), Value::Text(name.into()));
    if year > 0 {
        record.insert("born".into(), Value::Date(date(year, 5, 1)));
    }
    record
}

pub fn value(fact: usize, way: usize) -> Option<Value> {
    if way.is_multiple_of(5) {
        return None;
    }
    let years = [1999, 2004, 2008, 2020];
    Some(match fact {
        0 => Value::YesNo(way.is_multiple_of(2)),
        1 => Value::Choice(["x", "y", "z"][way % 3].into()),
        2 => Value::Number((way % 6).into()),
        3 => Value::Number(Decimal::new(i64::try_from(way).unwrap_or_default() - 40, 1)),
        4 | 7 => Value::Date(date(years[way % 4], 3, 2)),
        5 => Value::Text(["u", "x", "uv"][way % 3].into()),
        _ => Value::List(
            (0..way % 4).map(|at| child(["u", "x"][at % 2], [0, 2008, 2021, 2001][(way + at) % 4])).collect(),
        ),
    })
}

pub fn condition() -> impl Strategy<Value = String> {
    let leaf = (0..CONDITIONS.len()).prop_map(|at| CONDITIONS[at].to_owned());
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|rule| format!("not({rule})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("(({one}) and ({other}))")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("(({one}) or ({other}))")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("(if {a} then {b} else {c})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    /// Proves: INTAKE-09.
    #[test]
    fn a_settled_verdict_stays_and_an_open_one_names_unknown_facts(
        text in condition(),
        order in Just((0..NAMES.len()).collect::<Vec<usize>>()).prop_shuffle(),
        ways in prop::collection::vec(0_usize..100, NAMES.len()),
    ) {
        let rule = rule(&text).map_err(|found| TestCaseError::fail(format!("{text}: {found:?}")))?;
        let mut facts = Facts::default();
        let mut settled: Option<Verdict> = None;
        let mut before: Option<Verdict> = None;
        for fact in order {
            let verdict = rule.verdict(&world(&facts));
            if let Verdict::Unknown(open) = &verdict {
                prop_assert!(settled.is_none(), "{} was {:?} and became {:?}", text, settled, verdict);
                prop_assert!(!open.is_empty());
                for name in open {
                    // A list may be known and yet incomplete: a record lacks its date.
                    prop_assert!(facts.get(name).is_none() || name == "children", "{}: {}", text, name);
                }
            } else {
                if let Some(settled) = &settled {
                    prop_assert_eq!(settled, &verdict, "{}", text);
                }
                settled = Some(verdict.clone());
            }
            if let (Some(Verdict::Unknown(open)), true) = (&before, matches!(verdict, Verdict::Yes | Verdict::No)) {
                prop_assert!(!open.is_empty());
            }
            before = Some(verdict);
            learn(&mut facts, NAMES[fact], value(fact, ways[fact]));
        }
        let last = rule.verdict(&world(&facts));
        if let Some(settled) = settled {
            prop_assert_eq!(settled, last, "{}", text);
        }
    }
}
