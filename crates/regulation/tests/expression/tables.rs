//! Generated decision tables agree with going through their rows one by one.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use regulation::expression::{Definitions, Verdict};
use regulation::fact::{Facts, Value};
use regulation::package::HitPolicy;
use rust_decimal::Decimal;

use crate::definitions::{choice, number, table};
use crate::exact::{NAMES, brute_force, compare, sign, values};
use crate::{expression_with, learn, rule_with, world};

/// Facts the tables look at: yes-no, choice, whole number, day, text.
const INPUTS: [usize; 5] = [0, 2, 3, 5, 6];

/// A cell as data, with a meaning of its own beside the engine's.
#[derive(Debug, Clone)]
enum Test {
    Any,
    Yes(bool),
    Codes(bool, Vec<&'static str>),
    Number(&'static str, i64),
    Range(i64, bool, i64, bool),
    Day(&'static str, Date),
}

impl Test {
    fn text(&self) -> String {
        match self {
            Self::Any => "-".to_owned(),
            Self::Yes(yes) => yes.to_string(),
            Self::Codes(true, codes) => codes.join(", "),
            Self::Codes(false, codes) => format!("not({})", codes.join(", ")),
            Self::Number(sign, bound) => format!("{sign} {bound}"),
            Self::Range(low, low_inside, high, high_inside) => {
                let (opens, closes) = (if *low_inside { '[' } else { '(' }, if *high_inside { ']' } else { ')' });
                format!("{opens}{low}..{high}{closes}")
            }
            Self::Day(sign, day) => format!("{sign} {day}"),
        }
    }

    fn holds(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Any, _) => true,
            (Self::Codes(false, codes), value) => !Self::Codes(true, codes.clone()).holds(value),
            (Self::Yes(yes), Some(Value::YesNo(found))) => yes == found,
            (Self::Codes(true, codes), Some(Value::Choice(found) | Value::Text(found))) => {
                codes.contains(&found.as_str())
            }
            (Self::Number(sign, bound), Some(Value::Number(found))) => compare(found, sign, &Decimal::from(*bound)),
            (Self::Range(low, low_inside, high, high_inside), Some(Value::Number(found))) => {
                compare(found, if *low_inside { ">=" } else { ">" }, &Decimal::from(*low))
                    && compare(found, if *high_inside { "<=" } else { "<" }, &Decimal::from(*high))
            }
            (Self::Day(sign, day), Some(Value::Date(found))) => compare(found, sign, day),
            _ => false,
        }
    }
}

fn test(fact: usize) -> BoxedStrategy<Test> {
    let own = match fact {
        0 => any::<bool>().prop_map(Test::Yes).boxed(),
        2 => codes(&["x", "y", "z"]),
        3 => prop_oneof![
            (sign(), 0_i64..6).prop_map(|(sign, bound)| Test::Number(sign, bound)),
            (0_i64..5, any::<bool>(), 1_i64..6, any::<bool>())
                .prop_map(|(low, a, high, b)| Test::Range(low, a, high, b)),
        ]
        .boxed(),
        5 => (sign(), 1_i8..4).prop_map(|(sign, day)| Test::Day(sign, date(2000, 1, day))).boxed(),
        _ => codes(&["u", "v"]),
    };
    prop_oneof![1 => Just(Test::Any), 3 => own].boxed()
}

fn codes(known: &'static [&'static str]) -> BoxedStrategy<Test> {
    (any::<bool>(), prop::sample::subsequence(known.to_vec(), 1..known.len()))
        .prop_map(|(is, codes)| Test::Codes(is, codes))
        .boxed()
}

#[derive(Debug, Clone)]
struct Table {
    hit: HitPolicy,
    rows: Vec<(Vec<Test>, i64)>,
}

fn tables() -> impl Strategy<Value = Table> {
    let tests = INPUTS.map(test).into_iter().collect::<Vec<_>>();
    let row = (tests, 0_i64..6);
    (any::<bool>(), prop::collection::vec(row, 1..7))
        .prop_map(|(first, rows)| Table { hit: if first { HitPolicy::First } else { HitPolicy::Collect }, rows })
}

impl Table {
    /// The value by going through the rows.
    fn value(&self, facts: &[Option<Value>]) -> Option<i64> {
        let mut fitting = self
            .rows
            .iter()
            .filter(|(tests, _)| tests.iter().zip(INPUTS).all(|(test, fact)| test.holds(facts[fact].as_ref())))
            .map(|(_, value)| *value);
        match self.hit {
            HitPolicy::Collect => Some(fitting.sum()),
            _ => fitting.next(),
        }
    }

    /// The table under two names: its value a number, and the same as a code.
    fn defined(&self) -> Definitions {
        let mut definitions = Definitions::default();
        let inputs = INPUTS.map(|fact| NAMES[fact]);
        let rows = |code: bool| -> Vec<Vec<String>> {
            let value = |value: &i64| if code { format!("c{value}") } else { value.to_string() };
            let cells =
                |(tests, output): &(Vec<Test>, i64)| tests.iter().map(Test::text).chain([value(output)]).collect();
            self.rows.iter().map(cells).collect()
        };
        let mut define = |id: &str, hit, kind, rows: &[Vec<String>]| {
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            assert_eq!(table(&mut definitions, id, hit, &inputs, &kind, &rows), []);
        };
        define("points", self.hit, number(), &rows(false));
        define("code", HitPolicy::First, choice(&["c0", "c1", "c2", "c3", "c4", "c5"]), &rows(true));
        definitions
    }
}

fn complete(ways: &[usize]) -> Vec<Option<Value>> {
    ways.iter().enumerate().map(|(fact, way)| values(fact)[way % values(fact).len()].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Proves: PROCEDURE-03.
    #[test]
    fn a_table_is_worth_what_its_rows_say_one_by_one(table in tables(), ways in prop::collection::vec(0_usize..100, 7)) {
        let known = complete(&ways);
        let mut facts = Facts::default();
        for (name, value) in NAMES.iter().zip(&known) {
            learn(&mut facts, name, value.clone());
        }
        let definitions = table.defined();
        let found = expression_with("points", &definitions).value(&world(&facts));
        prop_assert_eq!(found, table.value(&known).map(|value| Value::Number(value.into())));
        let first = Table { hit: HitPolicy::First, ..table };
        let found = expression_with("code", &definitions).value(&world(&facts));
        prop_assert_eq!(found, first.value(&known).map(|value| Value::Choice(format!("c{value}"))));
    }

    /// Proves: PROCEDURE-03, INTAKE-09.
    #[test]
    fn a_verdict_over_a_table_is_what_every_completion_says(
        table in tables(),
        ways in prop::collection::vec(0_usize..100, 7),
        open in any::<u8>(),
        sign in sign(),
        bound in 0_i64..8,
        code in 0_i64..6,
        shape in 0_usize..4,
    ) {
        let known = complete(&ways);
        let mut facts = Facts::default();
        let mut unknown = Vec::new();
        for fact in INPUTS {
            if open >> fact & 1 == 1 && unknown.len() < 3 {
                unknown.push(fact);
            } else {
                learn(&mut facts, NAMES[fact], known[fact].clone());
            }
        }
        let first = Table { hit: HitPolicy::First, ..table.clone() };
        let points = |facts: &[Option<Value>]| table.value(facts).is_some_and(|value| compare(&value, sign, &bound));
        let is_code = |facts: &[Option<Value>]| first.value(facts) == Some(code);
        let (text, expected) = match shape {
            0 => (format!("points {sign} {bound}"), brute_force(points, &known, &unknown)),
            1 => (format!("code = \"c{code}\""), brute_force(is_code, &known, &unknown)),
            2 => {
                let both = |facts: &[Option<Value>]| points(facts) && !is_code(facts);
                (format!("points {sign} {bound} and not(code = \"c{code}\")"), brute_force(both, &known, &unknown))
            }
            _ => {
                let either = |facts: &[Option<Value>]| points(facts) || first.value(facts).is_none();
                (format!("points * 2 {sign} {} or is absent(code)", bound * 2), brute_force(either, &known, &unknown))
            }
        };
        let rule = rule_with(&text, &table.defined()).unwrap();
        prop_assert_eq!(rule.verdict(&world(&facts)), expected, "{}", text);
    }

    /// Proves: INTAKE-09.
    #[test]
    fn a_table_never_goes_back_on_a_settled_verdict(
        table in tables(),
        ways in prop::collection::vec(0_usize..100, 7),
        order in Just(INPUTS.to_vec()).prop_shuffle(),
        bound in 0_i64..8,
    ) {
        let known = complete(&ways);
        let rule = rule_with(&format!("points > {bound} or code = \"c1\""), &table.defined()).unwrap();
        let mut facts = Facts::default();
        let mut settled: Option<Verdict> = None;
        let mut left: BTreeSet<&str> = order.iter().map(|fact| NAMES[*fact]).collect();
        for fact in order {
            let verdict = rule.verdict(&world(&facts));
            match (&settled, &verdict) {
                (Some(before), verdict) => prop_assert_eq!(before, verdict),
                (None, Verdict::Unknown(open)) => prop_assert!(open.iter().all(|name| left.contains(name.as_str()))),
                (None, _) => settled = Some(verdict),
            }
            learn(&mut facts, NAMES[fact], known[fact].clone());
            left.remove(NAMES[fact]);
        }
        prop_assert!(!matches!(rule.verdict(&world(&facts)), Verdict::Unknown(_)));
    }
}
