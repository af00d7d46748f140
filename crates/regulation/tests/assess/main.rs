//! What the machine decides, and that it never refuses for want of knowledge.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fee;
#[path = "../form/package.rs"]
mod package;
mod readings;
mod reasons;
#[path = "../question/rules.rs"]
mod rules;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use regulation::assess::{Assessment, Outcome, VariantFit, assess, explain};
use regulation::expression::Verdict;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::money::Money;

const TODAY: Date = date(2026, 3, 2);

fn known(value: Option<Value>, source: Source) -> Known {
    Known { value, source, at: Timestamp::UNIX_EPOCH, contested: false }
}

/// A case in which everything is known and nothing speaks against it.
fn good() -> Facts {
    let register = |source: &str| Source::Register { source: source.into() };
    let mut facts = Facts::default();
    facts.learn("kind", known(Some(Value::Choice("free".into())), Source::Applicant));
    facts.learn("parent.born", known(Some(Value::Date(date(1985, 5, 1))), Source::Identity));
    facts.learn("consent", known(Some(Value::YesNo(true)), Source::Applicant));
    facts.learn("income", known(Some(Value::Money(Money::from_kopecks(2_500_000))), register("pension.income")));
    facts.learn("deprived", known(Some(Value::YesNo(false)), register("zags.parent")));
    facts
}

fn without(name: &str) -> Facts {
    let mut facts = good();
    facts.0.remove(name);
    facts
}

fn with(name: &str, value: Option<Value>) -> Facts {
    let mut facts = good();
    facts.learn(name, known(value, Source::Applicant));
    facts
}

fn seen(facts: &Facts) -> Assessment {
    assess(&package::camp(), facts, TODAY)
}

fn not_yet<const N: usize>(names: [&str; N]) -> Outcome {
    Outcome::NotYet(names.into_iter().map(str::to_owned).collect())
}

/// Proves: INTAKE-09, INTAKE-10, PROCEDURE-03.
#[test]
fn criteria_decide_when_all_is_known() {
    let assessment = seen(&good());
    assert_eq!(assessment.variant, VariantFit::One("free".into()));
    assert_eq!(assessment.accept, Outcome::Positive, "what only a person can see does not hold the machine up");
    assert_eq!(assessment.decision, Outcome::Positive);
    assert!(assessment.fee.is_free());
    let rich = seen(&with("income", Some(Value::Money(Money::from_kopecks(9_000_000)))));
    assert_eq!(rich.decision, Outcome::Negative(vec!["P1".into()]));
    let deprived = seen(&with("deprived", Some(Value::YesNo(true))));
    assert_eq!(deprived.decision, Outcome::Negative(vec!["P2".into()]));
    let unwilling = seen(&with("consent", Some(Value::YesNo(false))));
    assert_eq!(unwilling.accept, Outcome::Negative(vec!["A2".into()]));
}

/// Proves: INTAKE-09.
#[test]
fn the_unknown_never_refuses_and_is_named() {
    assert_eq!(seen(&without("income")).decision, not_yet(["income"]));
    assert_eq!(seen(&without("deprived")).decision, not_yet(["deprived"]));
    assert_eq!(seen(&without("consent")).accept, not_yet(["consent"]));
    let mut contested = good();
    contested.learn(
        "income",
        Known { contested: true, ..known(Some(Value::Money(Money::from_kopecks(9_000_000))), Source::Identity) },
    );
    assert_eq!(seen(&contested).decision, not_yet(["income"]));
    let nothing = seen(&Facts::default());
    assert_eq!(nothing.variant, VariantFit::NotYet(["kind".to_owned()].into()));
    assert_eq!(nothing.decision, not_yet(["deprived", "income", "kind", "parent.born"]));
}

#[test]
fn a_known_ground_refuses_although_others_are_unknown() {
    let mut facts = without("income");
    facts.learn("deprived", known(Some(Value::YesNo(true)), Source::Applicant));
    assert_eq!(seen(&facts).decision, Outcome::Negative(vec!["P2".into()]));
}

#[test]
fn grounds_of_other_variants_do_not_count() {
    let partial = with("kind", Some(Value::Choice("partial".into())));
    let assessment = seen(&{
        let mut facts = partial;
        facts.0.remove("income");
        facts
    });
    assert_eq!(assessment.decision, Outcome::Positive, "income is asked of free vouchers only");
    let ids: Vec<&str> = assessment.provision.iter().map(|ground| ground.id.as_str()).collect();
    assert_eq!(ids, ["P2", "P3"]);
    let undecided = seen(&{
        let mut facts = with("income", Some(Value::Money(Money::from_kopecks(9_000_000))));
        facts.0.remove("kind");
        facts
    });
    assert_eq!(undecided.decision, not_yet(["kind"]), "P1 refuses only a free voucher");
}

#[test]
fn no_variant_calls_a_person() {
    let assessment = seen(&with("kind", None));
    assert_eq!(assessment.variant, VariantFit::None);
    assert_eq!(assessment.decision, not_yet([]));
}

#[test]
fn every_finding_carries_its_sentence_facts_clause_and_place() {
    let assessment = seen(&without("income"));
    let adult = &assessment.criteria[0];
    assert_eq!((adult.id.as_str(), &adult.verdict), ("adult", &Verdict::Yes));
    assert_eq!(adult.sentence, "Родителю есть 18 лет.");
    assert_eq!(adult.clause, "12-ОЗ, п. 4");
    assert!(adult.place.starts_with("regulation.yaml:") && !adult.place.ends_with(":1:1"), "{}", adult.place);
    assert_eq!(adult.facts[0].label, "Дата рождения");
    assert_eq!(adult.facts[0].shown, "01.05.1985");
    assert_eq!(adult.facts[0].source, Some(Source::Identity));
    let poor = &assessment.criteria[1];
    assert_eq!(poor.verdict, Verdict::Unknown(["income".to_owned()].into()));
    assert_eq!(poor.sentence, "Доход семьи пока неизвестен.");
    assert_eq!(
        poor.facts.iter().map(|fact| fact.shown.as_str()).collect::<Vec<_>>(),
        ["пока неизвестно", "01.05.1985"]
    );
    let person = assessment.provision.iter().find(|ground| ground.id == "P3").unwrap();
    assert_eq!(person.verdict, None);
}

#[test]
fn the_trace_is_the_same_every_time_and_can_be_read_back() {
    let camp = package::camp();
    let one = serde_json::to_string(&assess(&camp, &good(), TODAY)).unwrap();
    let other = serde_json::to_string(&assess(&package::camp(), &good(), TODAY)).unwrap();
    assert_eq!(one, other);
    let back: Assessment = serde_json::from_str(&one).unwrap();
    assert_eq!(back, assess(&camp, &good(), TODAY));
}

#[test]
fn an_explanation_is_plain_text() {
    let camp = package::camp();
    insta::assert_snapshot!(explain(&assess(&camp, &without("deprived"), TODAY), &camp));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// Proves: INTAKE-09.
    #[test]
    fn dropping_facts_never_makes_a_refusal(kept in prop::collection::vec(any::<bool>(), 5), rich in any::<bool>(), deprived in any::<bool>()) {
        let mut full = good();
        if rich {
            full.learn("income", known(Some(Value::Money(Money::from_kopecks(9_000_000))), Source::Applicant));
        }
        full.learn("deprived", known(Some(Value::YesNo(deprived)), Source::Applicant));
        let camp = package::camp();
        let all = assess(&camp, &full, TODAY);
        let names: Vec<String> = full.0.keys().cloned().collect();
        let mut less = full.clone();
        for (name, kept) in names.iter().zip(kept) {
            if !kept {
                less.0.remove(name);
            }
        }
        let some = assess(&camp, &less, TODAY);
        if let Outcome::Negative(grounds) = &some.decision {
            let Outcome::Negative(all) = &all.decision else { panic!("refused for want of knowledge: {grounds:?}") };
            prop_assert!(grounds.iter().all(|ground| all.contains(ground)));
        }
        if some.decision == Outcome::Positive {
            prop_assert_eq!(all.decision, Outcome::Positive);
        }
    }
}
