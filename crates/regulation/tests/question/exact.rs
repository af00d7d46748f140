//! Generated services: every question asked can change the outcome, and the end is the one that
//! looking at every way gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use regulation::fact::Facts;
use regulation::form;
use regulation::package::{Regulation, Variant};
use regulation::question::{Aim, End, Reach, Step, next, of_service, outcome};

use crate::rules::{self, Answers, NAMES, Rule, learn, rule};
use crate::{TODAY, package};

static CAMP: LazyLock<Regulation> = LazyLock::new(package::camp);

/// What a generated service consists of.
#[derive(Debug, Clone)]
struct Plan {
    variants: Vec<Rule>,
    grounds: Vec<(Rule, Option<usize>)>,
    whens: [Option<Rule>; 2],
    derived: Rule,
}

/// Where a service ends: variant and decision, or open.
type Ends = (Option<String>, Option<&'static str>);

impl Plan {
    fn regulation(&self) -> Regulation {
        let mut regulation = rules::service(&CAMP, [self.whens[0].as_ref(), self.whens[1].as_ref()], &self.derived);
        let variant = &CAMP.variants[0];
        for (at, rule) in self.variants.iter().enumerate() {
            let when = rules::read(&rule.text());
            regulation.variants.push(Variant { id: format!("v{at}"), when, ..variant.clone() });
        }
        for (at, (rule, own)) in self.grounds.iter().enumerate() {
            let mut ground = CAMP.refuse_provision[1].clone();
            ground.id = format!("g{at}");
            ground.when = Some(rules::read(&rule.text()));
            ground.variants = own.iter().map(|own| format!("v{own}")).collect();
            regulation.refuse_provision.push(ground);
        }
        regulation
    }

    /// Variant and decision under full knowledge.
    fn ends(&self, answers: &Answers) -> (String, &'static str) {
        let variant = self.variants.iter().position(|rule| rule.holds(answers, &self.derived));
        let refused = self
            .grounds
            .iter()
            .any(|(rule, own)| (own.is_none() || *own == variant) && rule.holds(answers, &self.derived));
        let decision = match (refused, variant) {
            (true, _) => "refuse",
            (false, Some(_)) => "grant",
            (false, None) => "person",
        };
        (variant.map_or_else(|| "none".to_owned(), |at| format!("v{at}")), decision)
    }

    /// Which facts are shown to one who answers so: what is hidden is not known to conditions.
    fn shown(&self, answers: &Answers) -> [bool; 6] {
        let mut shown = [true; 6];
        for (at, when) in self.whens.iter().enumerate() {
            if let Some(when) = when {
                shown[4 + at] = ways(answers, &shown).iter().all(|way| when.holds(way, &self.derived));
            }
        }
        shown
    }

    /// Where one who answers so ends; open where what is hidden would decide.
    fn reached(&self, answers: &Answers) -> Ends {
        let ends: Vec<_> = ways(answers, &self.shown(answers)).iter().map(|way| self.ends(way)).collect();
        let variants: BTreeSet<&String> = ends.iter().map(|(variant, _)| variant).collect();
        let decisions: BTreeSet<&str> = ends.iter().map(|(_, decision)| *decision).collect();
        let one = |set: usize| set == 1;
        (one(variants.len()).then(|| ends[0].0.clone()), one(decisions.len()).then(|| ends[0].1))
    }
}

/// Every way in which what is not shown may stand.
fn ways(answers: &Answers, shown: &[bool; 6]) -> Vec<Answers> {
    let mut ways = vec![*answers];
    for fact in (0..6).filter(|fact| !shown[*fact]) {
        ways = ways
            .into_iter()
            .flat_map(|way| {
                (0..rules::answers(fact)).map(move |answer| {
                    let mut way = way;
                    way[fact] = answer;
                    way
                })
            })
            .collect();
    }
    ways
}

fn everything() -> Vec<Answers> {
    ways(&[0; 6], &[false; 6])
}

fn plan() -> impl Strategy<Value = Plan> {
    const ALL: &[usize] = &[0, 1, 2, 3, 4, 5];
    let variants = prop::collection::vec(rule(ALL, true), 1..4);
    let grounds = prop::collection::vec((rule(ALL, true), prop::option::of(0_usize..2)), 0..3);
    let one = prop::option::of(rule(&[0, 1, 3], false));
    let other = prop::option::of(rule(&[0, 3, 4], false));
    (variants, grounds, one, other, rule(&[0, 1, 2, 3, 4], false))
        .prop_map(|(variants, grounds, one, other, derived)| Plan { variants, grounds, whens: [one, other], derived })
}

/// Facts with what follows from them.
fn whole(regulation: &Regulation, facts: &Facts) -> Facts {
    form::derive(regulation, facts, jiff::Timestamp::UNIX_EPOCH, TODAY)
}

fn ends(reached: &[regulation::question::Reached]) -> Ends {
    let label = |goal: &str| {
        reached.iter().find(|one| one.goal == goal).and_then(|one| match &one.end {
            End::Settled(label) => Some(label.clone()),
            End::Open { .. } => None,
        })
    };
    let decision = label("decision").map(|label| match label.as_str() {
        "refuse" => "refuse",
        "grant" => "grant",
        _ => "person",
    });
    (label("variant"), decision)
}

/// Can the answer to a question still change the end, for one who has answered so far?
fn matters(table: &BTreeMap<Answers, Ends>, answers: &Answers, asked: &[usize], fact: usize) -> bool {
    let fits = |way: &Answers| asked.iter().all(|known| way[*known] == answers[*known]);
    table.iter().filter(|(way, _)| fits(way)).any(|(way, ends)| {
        (0..rules::answers(fact)).any(|answer| {
            let mut other = *way;
            other[fact] = answer;
            table[&other] != *ends
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// Proves: PROFILE-04, PROFILE-01.
    #[test]
    fn no_question_is_useless_and_the_end_is_that_of_full_knowledge(plan in plan(), people in prop::collection::vec(rules::full(), 4)) {
        let regulation = plan.regulation();
        let inquiry = of_service(&regulation, &[Aim::Variant, Aim::Decision]);
        let table: BTreeMap<Answers, Ends> = everything().into_iter().map(|way| (way, plan.reached(&way))).collect();
        for person in people {
            let mut facts = Facts::default();
            let mut asked = Vec::new();
            loop {
                let known = whole(&regulation, &facts);
                match next(&inquiry, &known, TODAY, &Reach::Nobody) {
                    Step::Ask(ask) => {
                        let fact = NAMES.iter().position(|name| *name == ask.fact).unwrap();
                        prop_assert!(!asked.contains(&fact), "«{}» is asked twice", ask.fact);
                        prop_assert!(plan.shown(&person)[fact], "«{}» is hidden", ask.fact);
                        prop_assert!(matters(&table, &person, &asked, fact), "«{}» is useless after {asked:?}", ask.fact);
                        prop_assert_eq!(&next(&inquiry, &known, TODAY, &Reach::Nobody), &Step::Ask(ask), "it asks the same every time");
                        learn(&mut facts, fact, person[fact]);
                        asked.push(fact);
                    }
                    Step::Done(reached) => {
                        prop_assert_eq!(ends(&reached), table[&person].clone(), "asked {:?} of {:?}", asked, person);
                        // Nothing that would have changed the end was left out.
                        let shown = plan.shown(&person);
                        for fact in (0..6).filter(|fact| shown[*fact] && !asked.contains(fact)) {
                            prop_assert!(!matters(&table, &person, &asked, fact), "«{}» was not asked", NAMES[fact]);
                        }
                        break;
                    }
                    Step::Fetch { .. } => prop_assert!(false, "nobody can be asked"),
                }
            }
        }
    }

    /// Proves: PROFILE-04.
    #[test]
    fn what_is_known_of_the_end_agrees_with_every_way(plan in plan(), person in rules::full(), told in any::<u8>()) {
        let regulation = plan.regulation();
        let inquiry = of_service(&regulation, &[Aim::Variant, Aim::Decision]);
        let shown = plan.shown(&person);
        let mut facts = Facts::default();
        let told: Vec<usize> = (0..6).filter(|fact| shown[*fact] && told >> fact & 1 == 1).collect();
        for fact in &told {
            learn(&mut facts, *fact, person[*fact]);
        }
        let (variant, decision) = ends(&outcome(&inquiry, &whole(&regulation, &facts), TODAY, &Reach::Nobody));
        let fits = |way: &Answers| told.iter().all(|fact| way[*fact] == person[*fact]);
        let all: Vec<Ends> = everything().into_iter().filter(fits).map(|way| plan.reached(&way)).collect();
        let variants: BTreeSet<Option<String>> = all.iter().map(|(variant, _)| variant.clone()).collect();
        let decisions: BTreeSet<Option<&str>> = all.iter().map(|(_, decision)| *decision).collect();
        // A conditional question that was told although another answer would have hidden it
        // keeps its answer; only those who see it are compared.
        if told.iter().all(|fact| *fact < 4) {
            prop_assert_eq!(variant, if variants.len() == 1 { all[0].0.clone() } else { None });
            prop_assert_eq!(decision, if decisions.len() == 1 { all[0].1 } else { None });
        }
    }
}
