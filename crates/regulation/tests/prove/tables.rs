//! The table prover against plain enumeration, over tables made up at random.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use proptest::prelude::*;
use regulation::diagnostic::{Span, render};
use regulation::package::{self, Clause, DecisionTable, FactType, HitPolicy, TableInput, TableRow};
use regulation::prove;
use rust_decimal::Decimal;

use crate::edited;

/// A column of the made-up tables, with all its values.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Choice,
    YesNo,
    Whole,
    Date,
}

const COLUMNS: [Column; 4] = [Column::Choice, Column::YesNo, Column::Whole, Column::Date];
const CODES: [&str; 3] = ["a", "b", "c"];
/// Numbers and days that a test may name; values lie half a step around them.
const POINTS: i64 = 4;

/// A unary test over places of values: codes by number, numbers and days in half steps.
#[derive(Debug, Clone)]
enum Test {
    Any,
    OneOf(BTreeSet<i64>),
    NotIn(BTreeSet<i64>),
    /// Low and high with «the bound itself belongs».
    Range(Option<(i64, bool)>, Option<(i64, bool)>),
}

impl Column {
    /// Places of all values that can be told apart.
    fn values(self) -> Vec<i64> {
        match self {
            Self::Choice => vec![0, 1, 2],
            Self::YesNo => vec![0, 1],
            Self::Whole => (0..=POINTS).collect(),
            Self::Date => (-1..=POINTS + 1).collect(),
        }
    }

    fn word(self, value: i64) -> String {
        match self {
            Self::Choice => CODES[usize::try_from(value).expect("a code")].to_owned(),
            Self::YesNo => if value == 0 { "true" } else { "false" }.to_owned(),
            Self::Whole => value.to_string(),
            Self::Date => format!("2026-01-{:02}", value + 10),
        }
    }

    fn kind(self) -> FactType {
        match self {
            Self::Choice => FactType::Choice(
                CODES.iter().map(|code| ((*code).to_owned(), code.to_uppercase())).collect::<IndexMap<_, _>>(),
            ),
            Self::YesNo => FactType::YesNo,
            Self::Whole => {
                let (min, max) = (Some(Decimal::ZERO), Some(Decimal::from(POINTS)));
                FactType::Number { whole: true, min, max, unit: None }
            }
            Self::Date => FactType::Date,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Choice => "t.choice",
            Self::YesNo => "t.yes",
            Self::Whole => "t.number",
            Self::Date => "t.date",
        }
    }

    fn test(self) -> BoxedStrategy<Test> {
        let last = *self.values().last().expect("there are values");
        let few = prop::collection::btree_set(0..=last.min(POINTS), 1..3);
        let bound = || prop::option::of((0..=POINTS, any::<bool>()));
        match self {
            Self::Choice | Self::YesNo => {
                prop_oneof![Just(Test::Any), few.clone().prop_map(Test::OneOf), few.prop_map(Test::NotIn),].boxed()
            }
            Self::Whole | Self::Date => prop_oneof![
                Just(Test::Any),
                few.clone().prop_map(Test::OneOf),
                few.prop_map(Test::NotIn),
                (bound(), bound()).prop_map(|(low, high)| Test::Range(low, high)),
            ]
            .boxed(),
        }
    }
}

impl Test {
    fn passes(&self, value: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(some) => some.contains(&value),
            Self::NotIn(some) => !some.contains(&value),
            Self::Range(low, high) => {
                low.is_none_or(|(low, own)| value > low || own && value == low)
                    && high.is_none_or(|(high, own)| value < high || own && value == high)
            }
        }
    }

    fn text(&self, column: Column) -> String {
        let list = |some: &BTreeSet<i64>| some.iter().map(|value| column.word(*value)).collect::<Vec<_>>().join(", ");
        match self {
            Self::Any | Self::Range(None, None) => "-".to_owned(),
            Self::OneOf(some) => list(some),
            Self::NotIn(some) => format!("not({})", list(some)),
            Self::Range(Some((low, own)), None) => format!("{} {}", if *own { ">=" } else { ">" }, column.word(*low)),
            Self::Range(None, Some((high, own))) => format!("{} {}", if *own { "<=" } else { "<" }, column.word(*high)),
            Self::Range(Some((low, a)), Some((high, b))) => format!(
                "{}{}..{}{}",
                if *a { "[" } else { "(" },
                column.word(*low),
                column.word(*high),
                if *b { "]" } else { ")" }
            ),
        }
    }
}

type Rows = Vec<Vec<Test>>;

fn rows() -> impl Strategy<Value = (Vec<Column>, Rows)> {
    prop::sample::subsequence(COLUMNS.to_vec(), 1..=3).prop_flat_map(|columns| {
        let row: Vec<_> = columns.iter().map(|column| column.test()).collect();
        (Just(columns), prop::collection::vec(row, 1..6))
    })
}

fn made(columns: &[Column], rows: &Rows, hit: HitPolicy) -> DecisionTable {
    let row = |tests: &Vec<Test>| TableRow {
        tests: tests.iter().zip(columns).map(|(test, column)| test.text(*column)).collect(),
        when: None,
        output: "true".to_owned(),
        because: Clause::default(),
        span: Span::default(),
    };
    let input = |column: &Column| TableInput {
        title: column.name().to_owned(),
        of: column.name().to_owned(),
        kind: column.kind(),
        span: Span::default(),
    };
    DecisionTable {
        id: "made".to_owned(),
        title: "Придуманная".to_owned(),
        hit,
        inputs: columns.iter().map(input).collect(),
        output: FactType::YesNo,
        rows: rows.iter().map(row).collect(),
        because: Clause::default(),
        span: Span::default(),
    }
}

/// Every combination of values, each with the rows that it fits.
fn all(columns: &[Column], rows: &Rows) -> Vec<(Vec<String>, Vec<usize>)> {
    let mut ways: Vec<Vec<i64>> = vec![Vec::new()];
    for column in columns {
        let longer = |way: &Vec<i64>| {
            column.values().into_iter().map(move |value| [way.as_slice(), &[value]].concat()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(longer).collect();
    }
    let fits = |way: &[i64], row: &[Test]| row.iter().zip(way).all(|(test, value)| test.passes(*value));
    ways.into_iter()
        .map(|way| {
            let fitting = (0..rows.len()).filter(|row| fits(&way, &rows[*row])).collect();
            (way.iter().zip(columns).map(|(value, column)| column.word(*value)).collect(), fitting)
        })
        .collect()
}

/// Rows that a combination fits; where a column is never asked, any value of it stands for all.
fn fitting<'a>(all: &'a [(Vec<String>, Vec<usize>)], way: &[String]) -> &'a [usize] {
    let same = |words: &[String]| words.iter().zip(way).all(|(word, said)| said == word || said == "любое значение");
    let found = all.iter().find(|(words, _)| same(words));
    found.map_or_else(|| panic!("{way:?} is no combination of the table"), |(_, rows)| rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Proves: PROFILE-07, RULE-02.
    #[test]
    fn the_table_prover_agrees_with_enumeration((columns, rows) in rows()) {
        let all = all(&columns, &rows);
        let proof = prove::table(&made(&columns, &rows, HitPolicy::Unique)).expect("the tests are plain");
        let pairs: BTreeSet<(usize, usize)> = proof.overlaps.iter().map(|(first, second, _)| (*first, *second)).collect();
        let together = |(first, second): &(usize, usize)| all.iter().any(|(_, fit)| fit.contains(first) && fit.contains(second));
        let expected: BTreeSet<(usize, usize)> = (0..rows.len())
            .flat_map(|second| (0..second).map(move |first| (first, second)))
            .filter(together)
            .collect();
        prop_assert_eq!(pairs, expected);
        for (first, second, way) in &proof.overlaps {
            let fit = fitting(&all, way);
            prop_assert!(fit.contains(first) && fit.contains(second), "{:?} fits {:?}", way, fit);
        }
        match &proof.gap {
            Some(way) => prop_assert!(fitting(&all, way).is_empty(), "{:?} is no gap", way),
            None => prop_assert!(all.iter().all(|(_, fit)| !fit.is_empty()), "a gap was missed"),
        }
        let dead: Vec<usize> = (0..rows.len()).filter(|row| all.iter().all(|(_, fit)| !fit.contains(row))).collect();
        prop_assert_eq!(proof.never, dead);
    }

    #[test]
    fn of_a_table_whose_first_row_counts_dead_rows_agree_with_enumeration((columns, rows) in rows()) {
        let all = all(&columns, &rows);
        let proof = prove::table(&made(&columns, &rows, HitPolicy::First)).expect("the tests are plain");
        let counts = |row: &usize| all.iter().any(|(_, fit)| fit.first() == Some(row));
        let dead: Vec<usize> = (0..rows.len()).filter(|row| !counts(row)).collect();
        prop_assert_eq!(proof.never, dead);
        prop_assert!(proof.overlaps.is_empty(), "rows may overlap where the first counts");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The way through expressions: the same tables, read from a package, with facts as columns.
    ///
    /// Proves: PROFILE-07.
    #[test]
    fn a_table_read_from_a_package_is_proved_as_enumeration_says((columns, rows) in rows()) {
        let all = all(&columns, &rows);
        let mut facts = String::new();
        for column in COLUMNS {
            let kind = match column {
                Column::Choice => "type: choice, options: { a: A, b: B, c: C }".to_owned(),
                Column::YesNo => "type: yes-no".to_owned(),
                Column::Whole => format!("type: number, whole: true, min: 0, max: {POINTS}"),
                Column::Date => "type: date".to_owned(),
            };
            let name = column.name();
            let place = format!("from: [forest.ban.{}], ask: never", &name[2..]);
            facts += &format!("  {name}: {{ {kind}, label: Столбец, {place}, purpose: decision, because: law.3 }}\n");
        }
        let inputs: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        let lines: String = rows.iter().map(|row| {
            let cells: Vec<String> = row.iter().zip(&columns).map(|(test, column)| format!("\"{}\"", test.text(*column))).collect();
            format!("      - [{}, true]\n", cells.join(", "))
        }).collect();
        let section = format!(
            "{facts}\ntables:\n  made:\n    title: Придуманная\n    because: law.3.2\n    inputs: [{}]\n    \
             output: {{ type: yes-no }}\n    rows:\n{lines}\nform:",
            inputs.join(", ")
        );
        let sources = edited(&[("\nform:", &section), ("when: not(allowed)", "when: not(allowed) or not(made)")]);
        let (_, found) = package::read(&sources);
        let shown = render(&found, &sources, false);
        let has = |code: &str| found.iter().any(|one| one.code == code);
        prop_assert!(!found.iter().any(|one| one.code.starts_with('E')), "{}", shown);
        prop_assert_eq!(has("R050"), all.iter().any(|(_, fit)| fit.is_empty()), "{}", shown);
        prop_assert_eq!(has("R051"), all.iter().any(|(_, fit)| fit.len() > 1), "{}", shown);
        let dead = (0..rows.len()).any(|row| all.iter().all(|(_, fit)| !fit.contains(&row)));
        prop_assert_eq!(has("R052"), dead, "{}", shown);
    }
}

#[test]
fn a_test_that_is_not_plain_is_left_to_the_expressions() {
    let mut table = made(&[Column::Whole], &vec![vec![Test::Any]], HitPolicy::Unique);
    table.rows[0].tests[0] = ">= norm".to_owned();
    assert_eq!(prove::table(&table), None);
}

/// A table as large as the largest of the twenty services, and larger.
#[test]
fn many_rows_and_columns_are_no_burden() {
    let codes: IndexMap<String, String> = (0..60).map(|n| (format!("c{n}"), format!("Код {n}"))).collect();
    let mut table = made(&[Column::Whole; 8], &Vec::new(), HitPolicy::Unique);
    for input in &mut table.inputs {
        input.kind = FactType::Choice(codes.clone());
    }
    for n in 0..57 {
        let mut tests = vec!["-".to_owned(); 8];
        tests[n % 8] = format!("c{n}");
        tests[(n + 3) % 8] = format!("not(c{}, c{})", n, (n + 1) % 60);
        let row = TableRow {
            tests,
            when: None,
            output: "true".to_owned(),
            because: Clause::default(),
            span: Span::default(),
        };
        table.rows.push(row);
    }
    // Whatever is found, it is found within the bound or not claimed at all.
    let proof = prove::table(&table);
    assert!(proof.is_none_or(|proof| proof.gap.is_some()));
}
