//! Conditions in one space of answers against plain enumeration.

use jiff::Timestamp;
use proptest::prelude::*;
use regulation::diagnostic::render;
use regulation::expression::{Verdict, World};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package;
use regulation::prove::{self, Claim};
use rust_decimal::Decimal;

use crate::{edited, whole};

const FACTS: &str = "  p.yes: { type: yes-no, label: Да или нет, from: [forest.ban.yes], ask: never, purpose: decision, because: law.3 }\n  \
    p.code: { type: choice, options: { a: A, b: B, c: C }, label: Выбор, from: [forest.ban.code], ask: never, purpose: decision, because: law.3 }\n  \
    p.number: { type: number, whole: true, min: 0, max: 5, label: Число, from: [forest.ban.number], ask: never, purpose: decision, because: law.3 }\n";

fn condition() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        Just("p.yes".to_owned()),
        prop::sample::select(vec!["a", "b", "c"]).prop_map(|code| format!("p.code = \"{code}\"")),
        (0..6).prop_map(|n| format!("p.number >= {n}")),
        (0..6).prop_map(|n| format!("p.number * 2 < {n}")),
        (0..4, 2..6).prop_map(|(low, high)| format!("p.number in [{low}..{high}]")),
    ];
    plain.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("not({one})")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            prop::collection::vec(inner, 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
        ]
    })
}

/// All completions of the three facts.
fn worlds() -> Vec<Facts> {
    let mut worlds = Vec::new();
    for yes in [true, false] {
        for code in ["a", "b", "c"] {
            for number in 0..=5 {
                let mut facts = Facts::default();
                let mut learn = |name: &str, value| {
                    let at = Timestamp::UNIX_EPOCH;
                    facts.learn(name, Known { value: Some(value), source: Source::Applicant, at, contested: false });
                };
                learn("p.yes", Value::YesNo(yes));
                learn("p.code", Value::Choice(code.to_owned()));
                learn("p.number", Value::Number(Decimal::from(number)));
                worlds.push(facts);
            }
        }
    }
    worlds
}

fn package_with(variants: &[String], ground: &str) -> regulation::diagnostic::Sources {
    let lines: String = variants
        .iter()
        .enumerate()
        .map(|(at, when)| format!("  - {{ id: v{at}, title: Вариант, when: '{when}', term: 5 wd, because: reg.6 }}\n"))
        .collect();
    let old = "  - { id: issue, title: Выдача, when: request.kind = \"issue\", term: 5 wd, because: reg.6 }\n  - { id: renew, title: Продление, when: request.kind = \"renew\" and permit.number != \"\", term: 4 wd, because: reg.6 }\n";
    let mut sources = edited(&[
        ("\nform:", &format!("{FACTS}\nform:")),
        (old, &lines),
        ("when: not(allowed)", &format!("when: '{ground}'")),
        ("    variants: [issue]\n", ""),
    ]);
    let case = "- name: Ничего не известно\n  as-of: 2026-03-02\n  given: {}\n  expect: {}\n";
    sources.0.insert("cases/basic.yaml".to_owned(), case.to_owned());
    sources
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Proves: PROFILE-07.
    #[test]
    fn gaps_overlaps_and_the_impossible_agree_with_enumeration(
        variants in prop::collection::vec(condition(), 1..4),
        ground in condition(),
    ) {
        // Variants that overlap are refused, so the regulation is read with them ordered first.
        let ordered: Vec<String> = variants.iter().enumerate().map(|(at, when)| {
            let before: Vec<String> = variants[..at].iter().map(|other| format!("not({other})")).collect();
            if before.is_empty() { when.clone() } else { format!("{when} and {}", before.join(" and ")) }
        }).collect();
        let sources = package_with(&variants, &ground);
        let (_, found) = package::read(&sources);
        let shown = render(&found, &sources, false);
        let worlds = worlds();
        let exclusive = package_with(&ordered, "p.number > 100");
        let (_, sound) = package::read(&exclusive);
        prop_assert!(!sound.iter().any(|one| one.code == "R024"), "{}", render(&sound, &exclusive, false));
        let probe = whole(&package_with(&["true".to_owned()], "p.yes"));
        let known = |text: &str, facts: &Facts| {
            let rule = read(&probe, text);
            rule.verdict(&World { regulation: &probe, facts, today: probe.from }) == Verdict::Yes
        };
        let overlap = worlds.iter().any(|facts| variants.iter().filter(|when| known(when, facts)).count() > 1);
        prop_assert_eq!(found.iter().any(|one| one.code == "R024"), overlap, "{}", shown);
        if overlap || found.iter().any(|one| one.code.starts_with('E')) {
            return Ok(());
        }
        let regulation = whole_or_variant_never(&sources);
        let Some(regulation) = regulation else { return Ok(()) };
        let proofs = prove::regulation(&regulation);
        let gap = proofs.claims.iter().any(|claim| matches!(claim, Claim::VariantsGap(_)));
        let left = worlds.iter().any(|facts| {
            let minor = regulation.refuse_provision.iter().filter_map(|one| one.when.as_ref());
            let world = World { regulation: &regulation, facts, today: regulation.from };
            let turned = minor.filter(|when| when.text == ground).any(|when| when.verdict(&world) == Verdict::Yes);
            !turned && !variants.iter().any(|when| known(when, facts))
        });
        prop_assert_eq!(gap, left, "{:?}", proofs.claims);
        let never = proofs.claims.iter().any(|claim| matches!(claim, Claim::Never(prove::At::Ground(prove::Grounds::Provision, 1))));
        prop_assert_eq!(never, worlds.iter().all(|facts| !known(&ground, facts)), "{}", ground);
    }
}

fn read(regulation: &package::Regulation, text: &str) -> regulation::expression::Expression {
    use std::collections::{BTreeMap, BTreeSet};
    let facts: BTreeMap<_, _> = regulation.facts.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())).collect();
    let criteria: BTreeSet<String> = BTreeSet::new();
    let definitions = regulation::expression::Definitions::default();
    let scope = regulation::expression::Scope { facts: &facts, criteria: &criteria, definitions: &definitions };
    regulation::expression::Expression::parse_rule(text, regulation::diagnostic::Span::default(), &scope)
        .expect("it reads")
}

/// The regulation, unless a made-up variant fits nobody or is always refused: that forbids it.
fn whole_or_variant_never(sources: &regulation::diagnostic::Sources) -> Option<package::Regulation> {
    let (regulation, found) = package::read(sources);
    if found.iter().any(|one| matches!(one.code, "R053" | "R054")) { None } else { Some(regulation.expect("it reads")) }
}

/// A hidden question has no answer: conditions over it are looked at only where it is shown.
#[test]
fn a_question_that_is_not_shown_makes_no_gap() {
    let sources = edited(&[(
        "request.kind = \"renew\" and permit.number != \"\"",
        "request.kind = \"renew\" and (permit.number = \"1\" or permit.number != \"1\")",
    )]);
    let (_, found) = package::read(&sources);
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
}

/// A derived yes-no is no answer of its own: it cannot contradict what it is derived from.
#[test]
fn a_derived_fact_does_not_contradict_its_rule() {
    let derived = "  renews: { type: yes-no, label: Продлевает, purpose: decision, because: law.3, derive: 'request.kind = \"renew\"' }\n\nform:";
    let sources = edited(&[("\nform:", derived), ("when: request.kind = \"issue\"", "when: not(renews)")]);
    let (_, found) = package::read(&sources);
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
}

const NORM: &str = "params:\n  norm:\n    title: Норма сбора\n    type: number\n    because: law.3.2\n    editions:\n      - { from: 2026-01-01, until: 2027-01-01, value: 10 }\n      - { from: 2027-01-01, value: 20 }\n\nform:";

/// What changes with a parameter is looked at on every day on which the parameter changes.
#[test]
fn a_gap_that_opens_with_a_later_edition_of_a_parameter_is_found() {
    let sources = edited(&[
        ("\nform:", &format!("\n{NORM}")),
        ("when: request.kind = \"issue\"", "when: request.kind = \"issue\" and (total < 15 or total > norm)"),
    ]);
    let (_, found) = package::read(&sources);
    let shown = render(&found, &sources, false);
    let [one] = found.as_slice() else { panic!("one gap, from 2027 on:\n{shown}") };
    assert_eq!(one.code, "R026", "{shown}");
    assert!(one.message.contains("`total`"), "{shown}");
}

/// A ground that can hold only under a later edition is not called dead.
#[test]
fn what_a_later_edition_makes_possible_is_not_called_impossible() {
    let sources = edited(&[
        ("\nform:", &format!("\n{NORM}")),
        ("when: not(adult)\n", "when: not(adult) and total < norm and total > 12\n"),
    ]);
    let (_, found) = package::read(&sources);
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
}

/// What could not be divided into cells is said, and nothing is claimed about it.
#[test]
fn what_was_not_explored_is_said() {
    let regulation = whole(&edited(&[
        ("when: request.kind = \"issue\"", "when: 'request.kind = \"issue\" and count(baskets[litres > 3]) > 1'"),
        (
            "when: request.kind = \"renew\" and permit.number != \"\"",
            "when: 'request.kind = \"renew\" or count(baskets[litres > 3]) <= 1'",
        ),
    ]));
    let proofs = prove::regulation(&regulation);
    assert!(
        !proofs.claims.iter().any(|claim| matches!(claim, Claim::VariantsGap(_) | Claim::VariantsOverlap { .. })),
        "{:?}",
        proofs.claims
    );
    assert!(proofs.unexplored.iter().any(|one| one.why.contains("`baskets`")), "{:?}", proofs.unexplored);
}
