//! The smallest reasons of a verdict.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use regulation::assess::assess;
use regulation::expression::{Verdict, World};
use regulation::fact::Facts;
use regulation::package::Regulation;

use crate::rules::{self, learn, rule};
use crate::{TODAY, good, package};

static CAMP: LazyLock<Regulation> = LazyLock::new(package::camp);

/// Only these facts of all.
fn only(facts: &Facts, names: &BTreeSet<String>) -> Facts {
    Facts(facts.0.iter().filter(|(name, _)| names.contains(*name)).map(|(n, k)| (n.clone(), k.clone())).collect())
}

#[test]
fn a_refusal_names_the_facts_that_decide_and_no_others() {
    let mut facts = good();
    facts.learn("income", crate::known(None, regulation::fact::Source::Applicant));
    let assessment = assess(&CAMP, &facts, TODAY);
    let poor = &assessment.criteria[1];
    assert_eq!(poor.verdict, Verdict::No);
    assert_eq!(poor.reasons, ["income".to_owned()].into(), "how old the parent is does not matter");
    assert_eq!(poor.facts.len(), 2);
    let because = assessment.because.unwrap();
    assert_eq!((because.title.as_str(), because.reasons), ("Бесплатная путёвка", ["kind".to_owned()].into()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Proves: PROFILE-05.
    #[test]
    fn the_reasons_alone_keep_the_verdict_and_each_is_needed(
        tree in rule(&[0, 1, 2, 3, 4, 5], false),
        person in rules::full(),
        told in any::<u8>(),
    ) {
        let mut regulation = rules::service(&CAMP, [None, None], &rules::Rule::Is(0));
        let mut criterion = CAMP.criteria[0].clone();
        criterion.rule = rules::read(&tree.text());
        regulation.criteria.insert("adult".into(), criterion);
        let mut facts = Facts::default();
        for fact in (0..6).filter(|fact| told >> fact & 1 == 1) {
            learn(&mut facts, fact, person[fact]);
        }
        let finding = &assess(&regulation, &facts, TODAY).criteria[0];
        let verdict = |facts: &Facts| {
            regulation.criteria[0].rule.verdict(&World { regulation: &regulation, facts, today: TODAY })
        };
        if matches!(finding.verdict, Verdict::Unknown(_)) {
            prop_assert!(finding.reasons.is_empty());
            return Ok(());
        }
        prop_assert_eq!(&verdict(&only(&facts, &finding.reasons)), &finding.verdict, "{}", tree.text());
        for name in &finding.reasons {
            let mut fewer = finding.reasons.clone();
            fewer.remove(name);
            prop_assert_ne!(&verdict(&only(&facts, &fewer)), &finding.verdict, "{} without {}", tree.text(), name);
        }
    }
}
