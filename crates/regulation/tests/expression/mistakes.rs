//! What the language refuses: each mistake at its place, with a way to mend it.

use proptest::prelude::*;

use crate::rule;

/// Text, code, the part at the caret, words that the advice must hold.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("", "E004", "", "Напишите условие"),
    ("a # b", "E001", "#", "Уберите"),
    ("t = «слово»", "E001", "«", "прямых двойных"),
    ("t = 'x'", "E001", "'", "прямых двойных"),
    ("!a", "E001", "!", "not("),
    ("t = \"слово", "E002", "\"слово", "Закройте"),
    ("t = \"a\\q\"", "E002", "\\q", "дважды"),
    ("a and", "E003", "", "имя сведения"),
    ("a b", "E003", "b", "and"),
    ("(a", "E003", "", "Закройте скобку"),
    ("a)", "E003", ")", "лишнюю скобку"),
    ("n = 1,5", "E003", ",", "через точку"),
    ("1 < n < 3", "E003", "<", "between"),
    ("not a", "E003", "a", "not(условие)"),
    ("a и b", "E003", "и", "and"),
    ("if a then b", "E003", "", "else"),
    ("n between 1 or 2", "E003", "or", "between 1 and 5"),
    ("some c of children satisfies c.name = \"x\"", "E003", "of", "satisfies"),
    ("n in [1..2", "E003", "", "[1..5]"),
    ("n > 18лет", "E005", "18л", "пробелом"),
    ("n > 99999999999999999999999999999999", "E005", "99999999999999999999999999999999", "28"),
    ("d > date(\"2026-02-30\")", "E006", "\"2026-02-30\"", "date("),
    ("d > date(\"01.02.2026\")", "E006", "\"01.02.2026\"", "2026-01-31"),
    ("d > date(t)", "E006", "date(t)", "date("),
    ("d + duration(\"18Y\") < today", "E006", "\"18Y\"", "P18Y6M"),
    ("n == 3", "E007", "==", "`=`"),
    ("a && b", "E007", "&&", "`and`"),
    ("n ≥ 3", "E007", "≥", "`>=`"),
    ("t = null", "E008", "null", "is absent"),
    ("for c in children return c.name", "E022", "for c in children return c.name", "Сравните"),
    ("count(for c in children) = 1", "E003", ")", "return"),
    ("count(children[1]) = 1", "E026", "children[1]", "list"),
    ("children[0].name = \"x\"", "E023", "0", "[1]"),
    ("matches(t, \"[\")", "E033", "\"[\"", "Образец"),
    ("d.week = 1", "E012", "d.week", "year, month, day"),
    ("aadult", "E010", "aadult", "`adult`"),
    ("parent.birn > today", "E010", "parent.birn", "`parent.born`"),
    ("born > today", "E010", "born", "`parent.born`"),
    ("k = x", "E010", "x", "кавычки"),
    ("a = yes", "E010", "yes", "`true`"),
    ("some c in children satisfies x.name = \"x\"", "E010", "x.name", "facts"),
    ("cuont(children) = 1", "E011", "cuont(children)", "`count(...)`"),
    ("возраст(d) > 18", "E011", "возраст(d)", "age"),
    ("some c in children satisfies c.birn > d", "E012", "c.birn", "`born`"),
    ("n.value = 1", "E012", "n.value", "Уберите точку"),
    ("place.street = \"x\"", "E012", "place.street", "text, fias"),
    ("age(d) > 18", "E013", "age(d)", "age(дата рождения, today)"),
    ("count(children, 1) = 2", "E013", "count(children, 1)", "count(список)"),
    ("d > 18", "E020", "d > 18", "age("),
    ("n = \"3\"", "E020", "n = \"3\"", "без кавычек"),
    ("a = 1", "E020", "a = 1", "само условие"),
    ("t > \"a\"", "E020", "t > \"a\"", "`=` и `!=`"),
    ("children = 3", "E020", "children = 3", "count("),
    ("d = \"2026-01-01\"", "E020", "d = \"2026-01-01\"", "date("),
    ("d in (1, 2)", "E020", "d in (1, 2)", "age("),
    ("d - today > 3", "E021", "d - today", "days between"),
    ("d + 10 > today", "E021", "d + 10", "duration("),
    ("t + \"a\" = \"b\"", "E021", "t + \"a\"", "contains"),
    ("-t = \"a\"", "E021", "t", "минус"),
    ("n", "E022", "n", "n >= 18".split_at(0).0),
    ("a and n", "E022", "n", ">= 18"),
    ("a and children", "E022", "children", "count("),
    ("k or a", "E022", "k", "код"),
    ("age(n, today) > 1", "E023", "n", "age("),
    ("is known(n + 1)", "E023", "n + 1", "is known(сведение)"),
    ("sum(children.name) > 1", "E023", "children.name", "sum("),
    ("k = \"w\"", "E024", "\"w\"", "\"x\""),
    ("k = \"X\"", "E024", "\"X\"", "\"x\""),
    ("(if a then 1 else \"x\") = 1", "E025", "(if a then 1 else \"x\")", "одного вида"),
    ("count([1, \"a\"]) = 2", "E025", "\"a\"", "одного вида"),
    ("count(n) = 1", "E026", "n", "list"),
    ("some c in n satisfies c > 1", "E026", "n", "list"),
];

#[test]
fn each_mistake_is_found_at_its_place_with_a_way_to_mend_it() {
    for (text, code, at, advice) in MISTAKES {
        let Err(found) = rule(text) else { panic!("{text} was let through") };
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        let one = &found[0];
        assert_eq!(one.code, *code, "{text}: {one:?}");
        let shown = &text[one.span.start - 100..one.span.end - 100];
        assert_eq!(shown, *at, "{text}: {one:?}");
        assert!(one.help.contains(advice), "{text}: {one:?}");
        assert!(one.message.ends_with(['.', '?']) && one.help.ends_with('.'), "{text}: {one:?}");
        assert!(!one.label.is_empty(), "{text}");
    }
}

#[test]
fn several_mistakes_are_found_at_once() {
    let found = rule("aadult and d > 18 and k = \"w\" and cuont(children) = 1").unwrap_err();
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["E010", "E020", "E024", "E011"]);
}

#[test]
fn depth_length_and_loops_are_bounded() {
    let deep = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(rule(&deep).unwrap_err()[0].code, "E030");
    let long = vec!["a"; 400].join(" and ");
    assert_eq!(rule(&long).unwrap_err()[0].code, "E030");
    let chain = format!("{}n > 0", "1 + ".repeat(290));
    assert!(rule(&chain).is_ok(), "a long sum is no nesting");
    let loops = "some a1 in children satisfies some a2 in children satisfies some a3 in children satisfies \
                 some a4 in children satisfies true";
    assert_eq!(rule(loops).unwrap_err()[0].code, "E030");
    let minus = format!("{}1 = n", "- ".repeat(580));
    assert!(rule(&minus).is_ok());
}

#[test]
fn a_text_folded_over_lines_is_pointed_at_as_a_whole() {
    use regulation::diagnostic::Span;
    use regulation::expression::{Definitions, Expression, Scope};
    let criteria = Default::default();
    let span = Span { file: "regulation.yaml".into(), start: 10, end: 60 };
    let scope = Scope { facts: &crate::FACTS, criteria: &criteria, definitions: &Definitions::default() };
    let found = Expression::parse_rule("a and wrong", span.clone(), &scope).unwrap_err();
    assert_eq!(found[0].span, span);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,60}") {
        if let Err(found) = rule(&text) {
            for one in found {
                prop_assert!(one.span.start >= 100 && one.span.start <= one.span.end && one.span.end <= 100 + text.len());
                prop_assert!(text.is_char_boundary(one.span.start - 100) && text.is_char_boundary(one.span.end - 100));
            }
        }
    }

    #[test]
    fn no_mixture_of_words_brings_the_reader_down(words in prop::collection::vec(0_usize..46, 0..25)) {
        const WORDS: [&str; 46] = [
            "for", "return", "first(", "matches(", "flatten(", "-1",
            "a", "n", "d", "k", "t", "children", "children.born", "adult", "and", "or", "not", "(", ")", "[", "]", "if",
            "then", "else", "some", "every", "in", "satisfies", "between", "=", "<", ">=", "+", "-", "*", "/", "..", ",",
            "1", "\"x\"", "date(\"2026-01-01\")", "count(", "age(", "starts with(", "is known(", ".",
        ];
        let text = words.into_iter().map(|at| WORDS[at]).collect::<Vec<_>>().join(" ");
        if let Ok(rule) = rule(&text) {
            rule.verdict(&crate::world(&Default::default()));
        }
    }
}
