//! What expressions mean, one by one.

use indexmap::IndexMap;
use jiff::civil::date;
use regulation::expression::{Derived, Verdict};
use regulation::fact::{Address, Facts, Record, Value};
use regulation::money::Money;
use regulation::package::FactType;

use crate::{FACTS, expression, facts, learn, unknown, verdict, world};

fn child(name: &str, born: jiff::civil::Date) -> Record {
    let mut record: Record = IndexMap::new();
    record.insert("name".into(), Value::Text(name.into()));
    record.insert("born".into(), Value::Date(born));
    record
}

fn everything() -> Facts {
    facts([
        ("a", Some(Value::YesNo(true))),
        ("b", Some(Value::YesNo(false))),
        ("k", Some(Value::Choice("y".into()))),
        ("n", Some(Value::Number(3.into()))),
        ("m", Some(Value::Number("2.5".parse().unwrap()))),
        ("d", Some(Value::Date(date(2008, 3, 2)))),
        ("t", Some(Value::Text("Примерск".into()))),
        ("fee", Some(Value::Money(Money::from_kopecks(150_050)))),
        ("place", Some(Value::Address(Address { text: "г. Примерск, д. 1".into(), fias: None }))),
        ("children", Some(Value::List(vec![child("Анна", date(2015, 5, 1)), child("Пётр", date(2021, 5, 1))]))),
    ])
}

/// Proves: PROCEDURE-03.
#[test]
fn rules_over_known_facts_are_yes_or_no() {
    let known = everything();
    for text in [
        "a and not(b)",
        "да or нет",
        "n = 3 and n != 4 and n > 2 and n >= 3 and n < 4 and n <= 3",
        "n + 1 = 4 and n - 1 = 2 and n * 2 = 6 and n / 2 = 1.5 and -n = -3",
        "n * (1 + 1) = 6 and 0.1 + 0.2 = 0.3",
        "m between 2 and 3",
        "n in [1..3] and not(n in [1..3)) and n in (2..4) and n in (1, 2, 3) and n in (<= 1, >= 3)",
        "k in (\"x\", \"y\") and k != \"z\" and k in [\"y\"]",
        "if a then n = 3 else n = 4",
        "(if b then 1 else n) = 3",
        "age(d, today) = 18 and age(d, date(\"2026-03-01\")) = 17",
        "years between(d, today) = 18 and days between(date(\"2026-01-01\"), today) = 60",
        "d + duration(\"P18Y\") = today and today - duration(\"P18Y\") = d",
        "d < date(\"2008-03-03\")",
        "starts with(t, \"Прим\") and starts_with(t, \"П\") and ends with(t, \"рск\") and contains(t, \"мер\")",
        "string length(t) = 8 and upper case(t) = \"ПРИМЕРСК\" and lower case(t) = \"примерск\"",
        "fee = 1500.50 and fee + 0.5 > 1500 and fee / fee = 1 and fee * 2 = 3001",
        "contains(place.text, \"Примерск\") and is absent(place.fias)",
        "count(children) = 2 and count(children[age(born, today) < 7]) = 1",
        "some c in children satisfies c.name = \"Анна\"",
        "every ребёнок in children satisfies age(ребёнок.born, today) < 18",
        "some c in children satisfies some other in children satisfies c.born < other.born",
        "max(children[item.name = \"Пётр\"].born) = date(\"2021-05-01\")",
        "contains(children.name, \"Анна\") and \"Анна\" in children.name",
        "min(children.born) = date(\"2015-05-01\") and max(1, n, 2) = 3",
        "sum([1, n, m]) = 6.5 and min([n, m]) = 2.5 and count([1, 2]) = 2",
        "all([a, not(b)]) and any([b, a]) and all([]) and not(any([]))",
        "floor(m) = 2 and ceiling(m) = 3 and abs(-n) = 3",
        "is known(a) and not(is absent(a))",
        "every x in [1, 2, 3] satisfies x < n + 1",
    ] {
        assert_eq!(verdict(text, &known), Verdict::Yes, "{text}");
        assert_eq!(verdict(&format!("not({text})"), &known), Verdict::No, "not({text})");
    }
}

#[test]
fn comparisons_with_what_is_absent_are_no() {
    let absent = facts([("n", None), ("a", None), ("children", None), ("t", None), ("d", None)]);
    for text in [
        "n = 1",
        "n != 1",
        "n < 1",
        "n >= 1",
        "n + 1 > 0",
        "a",
        "t = \"\"",
        "age(d, today) >= 0",
        "n in [0..5]",
        "count(children) > 0",
        "some c in children satisfies true",
        "contains(t, \"\")",
        "contains(children.name, \"x\")",
    ] {
        assert_eq!(verdict(text, &absent), Verdict::No, "{text}");
    }
    for text in [
        "not(a)",
        "count(children) = 0",
        "every c in children satisfies false",
        "is known(n)",
        "is absent(n)",
        "count(children[name = \"x\"]) = 0",
    ] {
        assert_eq!(verdict(text, &absent), Verdict::Yes, "{text}");
    }
    assert_eq!(verdict("1 / 0 = 1 or 1 / 0 != 1", &Facts::default()), Verdict::No, "a result that does not exist");
}

/// Proves: INTAKE-09.
#[test]
fn what_is_not_known_is_named_and_never_a_no() {
    let none = Facts::default();
    assert_eq!(verdict("a", &none), unknown(["a"]));
    assert_eq!(verdict("not(a)", &none), unknown(["a"]));
    assert_eq!(verdict("a and n > 3", &none), unknown(["a", "n"]));
    assert_eq!(verdict("a and n > 3", &facts([("n", Some(Value::Number(1.into())))])), Verdict::No);
    assert_eq!(verdict("a or n > 3", &facts([("a", Some(Value::YesNo(false)))])), unknown(["n"]));
    assert_eq!(verdict("is known(a)", &none), unknown(["a"]));
    assert_eq!(verdict("count(children) >= 2", &none), unknown(["children"]));
    assert_eq!(verdict("adult", &none), unknown(["parent.born"]));
    assert_eq!(verdict("poor", &none), unknown(["income", "parent.born"]));
    let mut contested = facts([("a", Some(Value::YesNo(false)))]);
    contested.0.get_mut("a").unwrap().contested = true;
    assert_eq!(verdict("a", &contested), unknown(["a"]), "a contested fact may not decide alone");
}

#[test]
fn a_fact_that_cannot_matter_is_not_named() {
    let none = Facts::default();
    let one_known = facts([("b", Some(Value::YesNo(true)))]);
    assert_eq!(verdict("(a and b) or (not(a) and b)", &one_known), Verdict::Yes);
    assert_eq!(verdict("(a and b) or (not(a) and b)", &none), unknown(["b"]));
    assert_eq!(verdict("n <= 5 or is absent(n)", &none), Verdict::Yes, "five is the most it can be");
    assert_eq!(verdict("n > 5", &none), Verdict::No);
    assert_eq!(verdict("age(d, today) >= 18 and age(d, today) < 16", &none), Verdict::No);
    assert_eq!(verdict("d + duration(\"P18Y\") <= today and age(d, today) < 18", &none), Verdict::No);
    assert_eq!(verdict("k in (\"x\", \"y\", \"z\") or is absent(k)", &none), Verdict::Yes);
    assert_eq!(verdict("count(children) >= 3 and count(children) < 2", &none), Verdict::No);
    assert_eq!(verdict("m / 3 = 1 and m = 3", &none), unknown(["m"]));
    assert_eq!(verdict("m / 3 = 1 and m > 3.5", &none), Verdict::No);
    assert_eq!(verdict("2 * m + 1 > 3 and m <= 1", &none), Verdict::No);
    assert_eq!(verdict("t = \"u\" and t = \"v\"", &none), Verdict::No);
    assert_eq!(verdict("adult and age(parent.born, today) < 18", &none), Verdict::No);
    assert_eq!(verdict("(if a then n else 1) > 5", &none), Verdict::No);
    assert_eq!(verdict("n < m or n >= m", &none), unknown(["m", "n"]), "two unknowns in one comparison: not settled");
}

#[test]
fn an_incomplete_record_leaves_its_list_open() {
    let mut known = everything();
    let mut nameless: Record = IndexMap::new();
    nameless.insert("name".into(), Value::Text("Вера".into()));
    learn(&mut known, "children", Some(Value::List(vec![nameless])));
    assert_eq!(verdict("every c in children satisfies age(c.born, today) < 18", &known), unknown(["children"]));
    assert_eq!(
        verdict("every c in children satisfies c.school = \"1\"", &known),
        Verdict::No,
        "an optional field is absent"
    );
}

#[test]
fn values_come_out_in_their_types() {
    let known = everything();
    let value = |text: &str| expression(text).value(&world(&known));
    assert_eq!(value("n + m"), Some(Value::Number("5.5".parse().unwrap())));
    assert_eq!(value("fee / 3"), Some(Value::Money(Money::from_kopecks(50_017))));
    assert_eq!(value("if a then d else today"), Some(Value::Date(date(2008, 3, 2))));
    assert_eq!(value("t"), Some(Value::Text("Примерск".into())));
    assert_eq!(value("k"), Some(Value::Choice("y".into())));
    assert_eq!(value("a or b"), Some(Value::YesNo(true)));
    assert_eq!(value("count(children)"), Some(Value::Number(2.into())));
    assert_eq!(value("n / 0"), None);
    assert!(matches!(value("children[name = \"Анна\"]"), Some(Value::List(records)) if records.len() == 1));
    let whole = FactType::Number { whole: true, min: None, max: Some(4.into()), unit: None };
    let derived = |text: &str| expression(text).derived(&world(&known), None, &whole);
    assert_eq!(derived("n"), Derived::Known(Value::Number(3.into())));
    assert_eq!(derived("n / 2"), Derived::Absent, "not whole");
    assert_eq!(derived("n + 2"), Derived::Absent, "beyond the limit");
    assert_eq!(expression("n").derived(&world(&Facts::default()), None, &whole), Derived::Unknown);
    assert!(FACTS.contains_key("children"));
}

#[test]
fn facts_behind_criteria_are_read_too() {
    let rule = crate::rule("poor or a").unwrap();
    assert_eq!(rule.reads().iter().collect::<Vec<_>>(), ["a"]);
    assert_eq!(rule.criteria().iter().collect::<Vec<_>>(), ["poor"]);
    assert_eq!(rule.reads_all(&crate::CAMP).iter().collect::<Vec<_>>(), ["a", "income", "parent.born"]);
}

#[test]
fn an_example_shows_when_rules_hold_together() {
    let none = Facts::default();
    let (one, other) = (crate::rule("n >= 2").unwrap(), crate::rule("n <= 2 and k = \"x\"").unwrap());
    let both = regulation::expression::example(&[&one, &other], &[], &world(&none)).unwrap();
    assert_eq!(both, [("n".to_owned(), "2".to_owned()), ("k".to_owned(), "\"x\"".to_owned())]);
    let apart = crate::rule("n > 2").unwrap();
    assert_eq!(regulation::expression::example(&[&other, &apart], &[], &world(&none)), None);
    let gap = regulation::expression::example(&[], &[&crate::rule("n < 2").unwrap(), &apart], &world(&none)).unwrap();
    assert_eq!(gap, [("n".to_owned(), "2".to_owned())]);
}

#[test]
fn a_question_has_a_bounded_cost() {
    let none = Facts::default();
    let long = vec!["(n + m > 1 and n - m < 2)"; 40].join(" or ");
    assert_eq!(verdict(&long, &none), unknown(["m", "n"]));
    let wide: Vec<String> = (0..45).map(|at| format!("m > {at} and n = {} or t = \"{at}\"", at % 6)).collect();
    assert!(matches!(verdict(&wide.join(" or "), &none), Verdict::Unknown(_)));
    let many: Vec<Record> = (0..2_000).map(|_| child("Анна", date(2015, 5, 1))).collect();
    let known = facts([("children", Some(Value::List(many)))]);
    let cubic =
        "every x in children satisfies every y in children satisfies every z in children satisfies x.born <= y.born";
    assert_eq!(verdict(cubic, &known), unknown(["children"]), "too dear to settle: a person looks");
}
