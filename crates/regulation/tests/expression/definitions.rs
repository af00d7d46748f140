//! Parameters, decision tables and columns of dictionaries stand in expressions by their names.

use indexmap::IndexMap;
use jiff::civil::{Date, date};
use regulation::diagnostic::{Diagnostic, Span};
use regulation::expression::{Definitions, Scope, Verdict, World, Written, kind_of, unary};
use regulation::fact::{Facts, Record, Value};
use regulation::money::Money;
use regulation::package::{FactType, HitPolicy};

use crate::{CAMP, FACTS, TODAY, expression_with, facts, rule_with, unknown, world};

pub fn number() -> FactType {
    FactType::Number { whole: false, min: None, max: None, unit: None }
}

pub fn choice(codes: &[&str]) -> FactType {
    FactType::Choice(codes.iter().map(|code| ((*code).to_owned(), code.to_uppercase())).collect())
}

fn span(start: usize) -> Span {
    Span { file: "regulation.yaml".into(), start, end: start + 1 }
}

/// A table as an author writes it: the last cell of a row is its value.
pub fn table(
    definitions: &mut Definitions,
    id: &str,
    hit: HitPolicy,
    inputs: &[&str],
    output: &FactType,
    rows: &[&[&str]],
) -> Vec<Diagnostic> {
    let places: Vec<Vec<Span>> =
        (0..rows.len()).map(|row| (0..10).map(|cell| span(1000 * (row + 1) + cell)).collect()).collect();
    let of = span(0);
    let criteria = CAMP.criteria.keys().cloned().collect();
    let scope = Scope { facts: &FACTS, criteria: &criteria, definitions: &definitions.clone() };
    let inputs: Vec<(Written<'_>, FactType)> = inputs
        .iter()
        .map(|text| (Written { text, span: &of }, kind_of(text, &of, &scope).unwrap_or_else(|_| number())))
        .collect();
    let rows: Vec<(Vec<Written<'_>>, Written<'_>)> = rows
        .iter()
        .zip(&places)
        .map(|(row, places)| {
            let mut cells: Vec<Written<'_>> =
                row.iter().zip(places).map(|(text, span)| Written { text, span }).collect();
            let value = cells.pop().unwrap();
            (cells, value)
        })
        .collect();
    definitions.table(id, hit, &inputs, output, &rows)
}

fn parameter(
    definitions: &mut Definitions,
    id: &str,
    kind: &FactType,
    editions: &[(Option<Date>, Option<Date>, &str)],
) {
    let place = span(0);
    let editions: Vec<_> =
        editions.iter().map(|(from, until, text)| (*from, *until, Written { text, span: &place })).collect();
    assert_eq!(definitions.parameter(id, kind, &editions), []);
}

fn defined() -> Definitions {
    let mut definitions = Definitions::default();
    let (change, end) = (Some(date(2025, 1, 1)), Some(date(2027, 1, 1)));
    let editions = [(Some(date(2020, 1, 1)), change, "1500.00"), (change, end, "3000.00")];
    parameter(&mut definitions, "plate_rate", &FactType::Money, &editions);
    parameter(&mut definitions, "norm", &number(), &[(None, None, "3")]);
    parameter(&mut definitions, "opening", &FactType::Date, &[(None, None, "2026-03-01")]);
    let rows: &[&[&str]] = &[&["x", ">= norm", "a1"], &["x", "< 3", "a2"], &["y, z", "-", "a3"]];
    let kind = choice(&["a1", "a2", "a3"]);
    assert_eq!(table(&mut definitions, "scheme", HitPolicy::Unique, &["k", "n"], &kind, rows), []);
    let rows: &[&[&str]] = &[&["a1, a2", "100"], &["-", "plate_rate * 2"]];
    assert_eq!(table(&mut definitions, "price", HitPolicy::First, &["scheme"], &FactType::Money, rows), []);
    let rows: &[&[&str]] = &[&["true", "-", "5"], &["-", "> 2", "7"], &["-", "-", "1"]];
    assert_eq!(table(&mut definitions, "points", HitPolicy::Collect, &["a", "n"], &number(), rows), []);
    let rows: &[&[&str]] = &[&["[2014-01-01..2016-01-01]", "Лия, Анна", "true"], &["-", "-", "false"]];
    let inputs = ["children.born", "children.name"];
    assert_eq!(table(&mut definitions, "older", HitPolicy::First, &inputs, &FactType::YesNo, rows), []);
    let good = [("x", "true"), ("y", "false")].map(|(code, value)| (code.to_owned(), value.to_owned())).to_vec();
    assert_eq!(definitions.column("k", "good", &FactType::YesNo, &[(None, None, good)]), []);
    let weight = [("x", "1"), ("y", "10"), ("z", "10")].map(|(code, value)| (code.to_owned(), value.to_owned()));
    let editions = [(None, change, Vec::new()), (change, None, weight.to_vec())];
    assert_eq!(definitions.column("k", "weight", &number(), &editions), []);
    definitions
}

fn verdict(text: &str, known: &Facts) -> Verdict {
    rule_with(text, &defined()).unwrap_or_else(|found| panic!("{text}: {found:?}")).verdict(&world(known))
}

fn case(code: &str, n: i64) -> Facts {
    facts([("k", Some(Value::Choice(code.into()))), ("n", Some(Value::Number(n.into())))])
}

#[test]
fn a_parameter_is_what_is_in_force_today() {
    let rate = expression_with("plate_rate", &defined());
    let none = Facts::default();
    let on = |today| rate.value(&World { regulation: &CAMP, facts: &none, today });
    assert_eq!(on(date(2019, 12, 31)), None);
    assert_eq!(on(date(2024, 12, 31)), Some(Value::Money(Money::from_kopecks(150_000))));
    assert_eq!(on(date(2025, 1, 1)), Some(Value::Money(Money::from_kopecks(300_000))));
    assert_eq!(on(date(2027, 1, 1)), None);
    assert_eq!(verdict("fee > plate_rate and fee < plate_rate", &none), Verdict::No);
    assert_eq!(verdict("d >= opening or d < opening or is absent(d)", &none), Verdict::Yes);
    let rule = rule_with("fee > plate_rate and n > norm", &defined()).unwrap();
    assert_eq!(rule.definitions().iter().collect::<Vec<_>>(), ["norm", "plate_rate"]);
}

#[test]
fn a_table_gives_the_value_of_the_row_that_fits() {
    for (code, n, scheme) in [("x", 3, "a1"), ("x", 2, "a2"), ("y", 5, "a3"), ("z", 0, "a3")] {
        assert_eq!(verdict(&format!("scheme = \"{scheme}\""), &case(code, n)), Verdict::Yes, "{code} {n}");
    }
    assert_eq!(verdict("is absent(scheme)", &facts([("k", None)])), Verdict::Yes);
    assert_eq!(verdict("scheme != \"a1\"", &facts([("k", None)])), Verdict::No, "no row fits");
    assert_eq!(verdict("price = 100", &case("x", 3)), Verdict::Yes);
    assert_eq!(verdict("price = 6000", &case("y", 3)), Verdict::Yes);
    assert_eq!(verdict("scheme(\"x\", n + 1) = \"a1\" and scheme = \"a2\"", &case("x", 2)), Verdict::Yes);
    let price = expression_with("price(scheme(\"y\", 1)) / 2", &defined());
    assert_eq!(price.value(&world(&Facts::default())), Some(Value::Money(Money::from_kopecks(300_000))));
}

#[test]
fn a_table_that_collects_adds_the_rows_that_fit() {
    let with = |a, n: i64| facts([("a", Some(Value::YesNo(a))), ("n", Some(Value::Number(n.into())))]);
    for (a, n, points) in [(true, 3, 13), (true, 2, 6), (false, 3, 8), (false, 0, 1)] {
        assert_eq!(verdict(&format!("points = {points}"), &with(a, n)), Verdict::Yes);
    }
    assert_eq!(verdict("points >= 1 and points <= 13", &Facts::default()), Verdict::Yes);
    assert_eq!(verdict("points > 8", &Facts::default()), unknown(["a", "n"].map(|name| name)));
    assert_eq!(verdict("points = 6 or points = 13", &facts([("a", Some(Value::YesNo(true)))])), Verdict::Yes);
}

/// Proves: PROCEDURE-03.
#[test]
fn a_table_is_settled_over_everything_the_unknown_may_be() {
    let none = Facts::default();
    let x = facts([("k", Some(Value::Choice("x".into())))]);
    assert_eq!(verdict("scheme = \"a1\"", &none), unknown(["k", "n"]));
    assert_eq!(verdict("scheme = \"a3\"", &x), Verdict::No);
    assert_eq!(verdict("scheme = \"a1\" or scheme = \"a2\" or is absent(n)", &x), Verdict::Yes);
    assert_eq!(verdict("price >= 100 or is absent(k)", &none), Verdict::Yes, "every row costs something");
    assert_eq!(verdict("price = 100", &x), unknown(["n"]), "without n the last row counts");
}

#[test]
fn a_dictionary_tells_of_the_code_that_was_chosen() {
    assert_eq!(verdict("k.good", &case("x", 0)), Verdict::Yes);
    assert_eq!(verdict("k.good", &case("z", 0)), Verdict::No);
    assert_eq!(verdict("is absent(k.good)", &case("z", 0)), Verdict::Yes);
    assert_eq!(verdict("k.weight = 10 and k.good", &Facts::default()), Verdict::No);
    assert_eq!(verdict("k.weight > 5 and k = \"x\"", &Facts::default()), Verdict::No);
    let countries: Vec<String> = (0..250).map(|at| format!("c{at}")).collect();
    let codes: Vec<&str> = countries.iter().map(String::as_str).collect();
    let mut definitions = defined();
    let visa = countries.iter().enumerate().map(|(at, code)| (code.clone(), (at % 3 == 0).to_string())).collect();
    let days = countries.iter().enumerate().map(|(at, code)| (code.clone(), at.to_string())).collect();
    assert_eq!(definitions.column("country", "visa", &FactType::YesNo, &[(None, None, visa)]), []);
    assert_eq!(definitions.column("country", "days", &number(), &[(None, None, days)]), []);
    let mut known = FACTS.clone();
    known.insert("country".into(), choice(&codes));
    let criteria = Default::default();
    let scope = Scope { facts: &known, criteria: &criteria, definitions: &definitions };
    let rule = |text: &str| regulation::expression::Expression::parse_rule(text, span(0), &scope).unwrap();
    let none = Facts::default();
    assert_eq!(rule("country.visa and country.days > 248").verdict(&world(&none)), unknown(["country"]));
    assert_eq!(rule("country.visa and country.days = 248").verdict(&world(&none)), Verdict::No);
    assert_eq!(rule("country.visa and country = \"c1\"").verdict(&world(&none)), Verdict::No);
    assert_eq!(rule("country.days >= 0 or is absent(country)").verdict(&world(&none)), Verdict::Yes);
    assert_eq!(rule("country.days * 2 > 498").verdict(&world(&none)), Verdict::No);
}

fn child(name: &str, year: i16) -> Record {
    IndexMap::from([("name".to_owned(), Value::Text(name.into())), ("born".to_owned(), Value::Date(date(year, 5, 1)))])
}

#[test]
fn a_table_is_asked_of_each_record() {
    let known = facts([("children", Some(Value::List(vec![child("Анна", 2015), child("Пётр", 2015)])))]);
    assert_eq!(verdict("count(children[older(born, name)]) = 1", &known), Verdict::Yes);
    assert_eq!(verdict("any(for c in children return older(c.born, c.name))", &known), Verdict::Yes);
    assert_eq!(verdict("all(for c in children return older(c.born, c.name))", &known), Verdict::No);
    assert_eq!(verdict("sum(for c in children return points(older(c.born, c.name), 3)) = 21", &known), Verdict::Yes);
    let found = rule_with("older", &defined()).unwrap_err();
    assert_eq!((found[0].code, found.len()), ("E013", 1), "{found:?}");
    assert!(found[0].help.contains("older(children.born, children.name)"), "{found:?}");
}

#[test]
fn a_use_that_does_not_fit_is_found_where_it_stands() {
    for (text, code, advice) in [
        ("scheme(k) = \"a1\"", "E013", "scheme(k, n)"),
        ("plate_rate() > 1", "E013", "plate_rate"),
        ("scheme(n, n) = \"a1\"", "E023", "inputs"),
        ("scheme(\"q\", n) = \"a1\"", "E024", "\"x\""),
        ("scheme(k, d) = \"a1\"", "E023", "inputs"),
        ("scheme = \"a4\"", "E024", "\"a1\""),
        ("plate_rat > 1", "E010", "`plate_rate`"),
        ("shceme(k, n) = \"a1\"", "E011", "`scheme(...)`"),
        ("k.goot", "E012", "`good`"),
    ] {
        let found = rule_with(text, &defined()).unwrap_err();
        assert_eq!((found[0].code, found.len()), (code, 1), "{text}: {found:?}");
        assert!(found[0].help.contains(advice), "{text}: {found:?}");
    }
}

/// Proves: PROCEDURE-03.
#[test]
fn a_cell_that_does_not_fit_is_found_at_its_own_place() {
    let mut definitions = defined();
    for (row, place, code) in [
        (["q", "-", "a1"], 1000, "E024"),
        (["x", "> \"a\"", "a1"], 1001, "E020"),
        (["x", "-", "a9"], 1002, "E024"),
        (["x", "unknown_name", "a1"], 1001, "E010"),
        (["x,", "-", "a1"], 1000, "E032"),
        (["x", "[1-3]", "a1"], 1001, "E020"),
    ] {
        let kind = choice(&["a1", "a2"]);
        let found = table(&mut definitions, "t", HitPolicy::Unique, &["k", "n"], &kind, &[&row]);
        assert_eq!(found.len(), 1, "{row:?}: {found:?}");
        assert_eq!((found[0].code, found[0].span.start), (code, place), "{row:?}: {found:?}");
        assert!(found[0].message.ends_with('.') && found[0].help.ends_with('.'), "{found:?}");
    }
    let found = table(&mut definitions, "t", HitPolicy::Collect, &["k"], &choice(&["a1", "a2"]), &[&["x", "a1"]]);
    assert_eq!(found[0].code, "E032", "what is collected is added up");
    let found = table(&mut definitions, "t", HitPolicy::Unique, &["k", "n"], &number(), &[&["x", "1"]]);
    assert_eq!(found[0].code, "E032", "a cell is missing");
}

#[test]
fn a_large_table_stays_within_the_bounds_on_cost() {
    let mut definitions = Definitions::default();
    let codes: Vec<String> = (0..57).map(|at| format!("s{at}")).collect();
    let kind = choice(&codes.iter().map(String::as_str).collect::<Vec<_>>());
    let rows: Vec<Vec<String>> = (0..57)
        .map(|at| {
            vec![["x", "y", "z"][at % 3].to_owned(), format!("[{}..{}]", at, at), "-".to_owned(), codes[at].clone()]
        })
        .collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    assert_eq!(table(&mut definitions, "scheme", HitPolicy::Unique, &["k", "m", "age(d, today)"], &kind, &rows), []);
    let rows: Vec<Vec<&str>> = codes.iter().map(|code| vec![code.as_str(), "1"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    assert_eq!(table(&mut definitions, "again", HitPolicy::Unique, &["scheme"], &number(), &rows), []);
    let none = Facts::default();
    let verdict = |text: &str| rule_with(text, &definitions).unwrap().verdict(&world(&none));
    assert_eq!(verdict("scheme = \"s7\" and scheme = \"s8\""), Verdict::No);
    assert_eq!(verdict("scheme = \"s7\" and k = \"x\""), Verdict::No, "row 7 is of y");
    assert_eq!(verdict("scheme = \"s7\""), unknown(["k", "m"]));
    assert_eq!(verdict("again = 1 and m > 56"), Verdict::No);
    assert_eq!(verdict("again != 1"), Verdict::No);
}

#[test]
fn a_table_that_rests_on_itself_is_refused() {
    let mut definitions = Definitions::default();
    table(&mut definitions, "one", HitPolicy::First, &["other"], &number(), &[&["> 1", "1"]]);
    table(&mut definitions, "other", HitPolicy::First, &["one"], &number(), &[&["> 1", "1"]]);
    let found = rule_with("one > 1", &definitions).unwrap_err();
    assert_eq!((found[0].code, found.len()), ("E031", 1), "{found:?}");
    assert!(found[0].message.contains("one → other → one"), "{found:?}");
}

#[test]
fn cells_are_written_as_people_write_them() {
    let kinds = [
        (choice(&["sole-trader", "person"]), "sole-trader", "(k) = \"sole-trader\""),
        (choice(&["x", "y"]), "x, y", "(k) in (\"x\", \"y\")"),
        (choice(&["x", "y"]), "not(x)", "not((k) = \"x\")"),
        (choice(&["x", "y"]), "-", "true"),
        (number(), ">= 18", "(k) >= 18"),
        (number(), "[18..60)", "(k) in [18..60)"),
        (number(), "< 1, > 5", "(k) in (< 1, > 5)"),
        (FactType::Date, "2026-01-01", "(k) = date(\"2026-01-01\")"),
        (FactType::Date, "[2026-01-01..2026-12-31]", "(k) in [date(\"2026-01-01\")..date(\"2026-12-31\")]"),
        (FactType::YesNo, "yes", "(k)"),
        (FactType::YesNo, "нет", "(k) = false"),
        (FactType::Text { max: 9, long: false }, "\"а, б\", в", "(k) in (\"а, б\", \"в\")"),
    ];
    for (kind, test, expected) in kinds {
        assert_eq!(unary("k", &kind, test).as_deref(), Ok(expected));
    }
    for test in ["1, , 2", ">=", "1, -", "[1, 2"] {
        let read = unary("n", &number(), test);
        assert!(read.is_err() || test == "[1, 2", "{test}: {read:?}");
    }
    assert_eq!(TODAY, date(2026, 3, 2));
}
