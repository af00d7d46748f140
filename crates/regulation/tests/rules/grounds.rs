//! Every row of 5.3 (Kostroma) and 5.4 (Kamchatka), as tables.

use std::collections::BTreeMap;

use proptest::prelude::*;
use regulation::rules::{
    Action, Cell, Chosen, Composition, Proof, ServiceFacts, Strength, Verdict, judge, judge_chosen,
};

use crate::world::{asked, but, kam, kos, plain, shipped};

/// A composition that speaks of some actions only.
fn chosen(on: &[Action], off: &[Action]) -> Composition {
    let cells = on.iter().map(|one| (*one, Cell::Yes)).chain(off.iter().map(|one| (*one, Cell::No)));
    let actions: BTreeMap<Action, Chosen> = cells.map(|(action, cell)| (action, Chosen::whole(cell))).collect();
    Composition { actions, note: None }
}

/// Proves: RULE-02, RULE-03.
#[test]
fn every_kostroma_ground_holds_exactly_on_its_facts_and_keeps_its_strength() {
    use Action::{A2, A3, A4, A5, A6, A7, A8};
    let no_notices = chosen(&[], &[A2, A4, A5, A6]);
    let request_off = chosen(&[], &[A3]);
    let nothing = Composition::default();
    let set = kos();
    let low = asked(19);
    let much = asked(500);
    let table: [(&str, Action, ServiceFacts, &Composition, Verdict); 15] = [
        ("G2.1", A2, but(much.clone(), &[("reception.none_by_law", true)]), &nothing, Verdict::MayOmit),
        ("G2.2", A2, but(much.clone(), &[("reception.inexpedient", true)]), &nothing, Verdict::MayOmit),
        ("G2.3", A2, low.clone(), &nothing, Verdict::MayOmit),
        ("G3.1", A3, low.clone(), &nothing, Verdict::MayOmit),
        ("G3.2", A3, but(much.clone(), &[("request.paper_only", true)]), &nothing, Verdict::MayOmit),
        ("G4.1", A4, low.clone(), &request_off, Verdict::MayOmit),
        ("G5.1", A5, but(much.clone(), &[("payment.exists", false)]), &nothing, Verdict::NotSubject),
        ("G5.2", A5, low.clone(), &nothing, Verdict::NeedNot),
        ("G6.1", A6, but(much.clone(), &[("result.material", true)]), &nothing, Verdict::NotSubject),
        ("G6.2", A6, low.clone(), &nothing, Verdict::NeedNot),
        ("G6.3", A6, but(much.clone(), &[("result.paper_only", true)]), &nothing, Verdict::NotSubject),
        ("G6.4", A6, but(much.clone(), &[("originals.on_result", true)]), &nothing, Verdict::MayOmit),
        ("G7.1", A7, much.clone(), &no_notices, Verdict::NotSubject),
        ("G8.1", A8, but(much.clone(), &[("evaluation.required", false)]), &nothing, Verdict::MayOmit),
        ("", A8, much.clone(), &nothing, Verdict::Must),
    ];
    for (ground, action, service, composition, expected) in table {
        let judgement = judge_chosen(&set, &service, Some(composition));
        let verdict = judgement.of(action).unwrap();
        assert_eq!(verdict.verdict, expected, "{ground} {action}");
        assert_eq!(verdict.strength, expected.strength(), "{ground}");
        let codes: Vec<&str> = verdict.grounds.iter().map(|one| one.code.as_str()).collect();
        if ground.is_empty() {
            assert!(codes.is_empty());
            continue;
        }
        assert!(codes.contains(&ground), "{ground}: {codes:?}");
        assert!(verdict.clause.contains("п. 5.3."), "{ground}: {}", verdict.clause);
        assert!(!verdict.rule.is_empty() && !verdict.facts.is_empty(), "{ground}");
        assert_eq!(verdict.proof, [Proof::GroundAndText]);
        // And on the plain service it does not hold.
        let plain = judge(&set, &much);
        assert!(plain.of(action).unwrap().grounds.iter().all(|one| one.code != ground));
    }
    for action in [Action::A1, Action::A9] {
        for service in [&low, &much] {
            assert_eq!(judge(&set, service).of(action).unwrap().verdict, Verdict::Must);
        }
    }
    // Every ground of the list was looked at.
    assert_eq!(set.grounds.len(), 14);
}

/// Proves: RULE-03.
#[test]
fn a_seldom_request_may_be_left_out_while_a_material_result_is_not_subject() {
    let set = kos();
    let judgement = judge(&set, &but(asked(12), &[("result.material", true)]));
    let request = judgement.of(Action::A3).unwrap();
    assert_eq!(request.strength, Strength::MayBeOmitted);
    let demand = request.facts.iter().find(|fact| fact.name == "demand.provisions").unwrap();
    assert_eq!(demand.value.as_deref(), Some("12\u{a0}предоставлений в год"));
    assert!(request.facts.iter().any(|fact| fact.name == "low_demand_limit"));
    assert_eq!(request.rule, "A3-low-demand");
    assert_eq!(request.clause, "Методические рекомендации КОС, п. 5.3.3");
    assert_eq!(judgement.of(Action::A6).unwrap().strength, Strength::NotSubject);
    assert_eq!(judgement.set.shown(), "kos-44 2017.1");
    // Twenty is not fewer than twenty.
    assert_eq!(judge(&set, &asked(20)).of(Action::A3).unwrap().strength, Strength::Compulsory);
    assert_eq!(judge(&set, &asked(19)).of(Action::A3).unwrap().strength, Strength::MayBeOmitted);
}

/// Proves: RULE-02.
#[test]
fn low_demand_no_longer_frees_intake_once_the_request_is_electronic() {
    let set = kos();
    let with = |on: &[Action], off: &[Action]| {
        judge_chosen(&set, &asked(12), Some(&chosen(on, off))).of(Action::A4).unwrap().clone()
    };
    assert_eq!(with(&[], &[Action::A3]).verdict, Verdict::MayOmit);
    assert_eq!(with(&[Action::A3], &[]).verdict, Verdict::Must);
    let open = judge(&set, &asked(12)).of(Action::A4).unwrap().clone();
    assert_eq!((open.verdict, open.missing), (Verdict::Unknown, vec!["chosen.a3".to_owned()]));
}

/// What Kamchatka's criteria say, written independently of the rules.
fn expected(requests: u32, feasible: bool, own: bool, paid: bool, action: Action) -> (Verdict, Option<Cell>) {
    let many = requests > 100;
    let request = match (many, feasible) {
        (true, true) => (Verdict::Must, Some(Cell::Yes)),
        (true, false) => (Verdict::Off, Some(Cell::No)),
        (false, _) => (Verdict::WorkingGroup, None),
    };
    match action {
        Action::A1 | Action::A8 | Action::A9 => (Verdict::Must, Some(Cell::Yes)),
        Action::A2 if own => (Verdict::Choice, None),
        Action::A2 => (Verdict::Absent, Some(Cell::Absent)),
        Action::A3 => request,
        Action::A4 | Action::A6 | Action::A7 => (Verdict::Follows(Action::A3), request.1),
        Action::A5 if paid => (Verdict::Must, Some(Cell::Yes)),
        Action::A5 => (Verdict::Absent, Some(Cell::Absent)),
    }
}

/// Proves: MATRIX-04, MATRIX-06, MATRIX-07, MATRIX-08, RULE-02.
#[test]
fn kamchatkas_criteria_hold_for_every_combination_of_their_inputs() {
    let set = kam();
    for requests in [0, 12, 99, 100, 101, 5000] {
        for bits in 0..8u8 {
            let [feasible, own, paid] = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
            let facts = [
                ("request.feasible", feasible),
                ("reception.own", own),
                ("payment.budget", paid),
                ("payment.exists", paid),
            ];
            let judgement = judge(&set, &but(asked(requests), &facts));
            for action in Action::ALL {
                let verdict = judgement.of(action).unwrap();
                let got = (verdict.verdict, verdict.cell);
                assert_eq!(got, expected(requests, feasible, own, paid, action), "{requests} {facts:?} {action}");
            }
        }
    }
}

proptest! {
    /// Proves: MATRIX-08.
    #[test]
    fn kamchatkas_matrix_follows_from_the_facts_whatever_they_are(
        requests in 0u32..300,
        provisions in 0u32..300,
        bits in prop::collection::vec(any::<bool>(), 15),
    ) {
        thread_local! {
            static SET: regulation::rules::RuleSet = kam();
        }
        let mut service = plain(requests, provisions);
        let names: Vec<String> = service.known.keys().filter(|name| !name.starts_with("demand")).cloned().collect();
        for (name, yes) in names.iter().zip(&bits) {
            service = but(service, &[(name, *yes)]);
        }
        let yes = |name: &str| service.known[name] == regulation::fact::Value::YesNo(true);
        let judgement = SET.with(|set| judge(set, &service));
        for action in Action::ALL {
            let verdict = judgement.of(action).unwrap();
            let wanted = expected(requests, yes("request.feasible"), yes("reception.own"), yes("payment.budget"), action);
            prop_assert_eq!((verdict.verdict, verdict.cell), wanted, "{}", action);
        }
    }

    /// Proves: RULE-02.
    #[test]
    fn in_every_set_every_service_has_a_verdict_on_every_action(
        requests in 0u32..300,
        bits in prop::collection::vec(any::<bool>(), 15),
        cells in prop::collection::vec(any::<bool>(), 9),
    ) {
        thread_local! {
            static BOOK: regulation::rules::RuleBook = shipped();
        }
        let mut service = asked(requests);
        let names: Vec<String> = service.known.keys().filter(|name| !name.starts_with("demand")).cloned().collect();
        for (name, yes) in names.iter().zip(&bits) {
            service = but(service, &[(name, *yes)]);
        }
        let on: Vec<Action> = Action::ALL.into_iter().zip(&cells).filter(|(_, on)| **on).map(|(one, _)| one).collect();
        let off: Vec<Action> = Action::ALL.into_iter().filter(|one| !on.contains(one)).collect();
        let composition = chosen(&on, &off);
        BOOK.with(|book| {
            for set in &book.sets {
                for verdict in judge_chosen(set, &service, Some(&composition)).actions {
                    assert_ne!(verdict.verdict, Verdict::Unknown, "{} {}", set.id, verdict.action);
                    assert_eq!(verdict.verdict == Verdict::Silent, verdict.rule.is_empty());
                }
            }
        });
    }
}
