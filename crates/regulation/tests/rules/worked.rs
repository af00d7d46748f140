//! The eight worked cases that every pair of rule sets must hold (section 8).

use regulation::rules::{Action, Cell, Composition, Judgement, Proof, Strength, Verdict, check, judge, judge_chosen};

use crate::world::{asked, but, kam, kos};

fn verdict(judgement: &Judgement, action: Action) -> Verdict {
    judgement.of(action).unwrap().verdict
}

/// The matrix row: `x` where the body chooses, `?` where the collegial body decides.
fn row(judgement: &Judgement) -> String {
    let code = |action: &Action| {
        let one = judgement.of(*action).unwrap();
        match (one.cell, one.verdict) {
            (Some(cell), _) => cell.code(),
            (None, Verdict::Choice) => "x",
            (None, _) => "?",
        }
    };
    Action::ALL.iter().map(code).collect::<Vec<_>>().join(",")
}

/// Proves: RULE-02, RULE-03.
#[test]
fn case_1_paid_seldom_and_material() {
    let service = but(asked(12), &[("result.material", true)]);
    let kos = judge(&kos(), &service);
    assert_eq!(kos.of(Action::A3).unwrap().strength, Strength::MayBeOmitted);
    assert_eq!(kos.of(Action::A5).unwrap().strength, Strength::NotSubject);
    assert_eq!(kos.of(Action::A6).unwrap().strength, Strength::NotSubject);
    // Low demand only exempts, a material result forbids (AMB-02).
    assert_eq!(verdict(&kos, Action::A5), Verdict::NeedNot);
    assert_eq!(verdict(&kos, Action::A6), Verdict::NotSubject);
    let kam = judge(&kam(), &service);
    assert_eq!(kam.of(Action::A5).unwrap().cell, Some(Cell::Yes));
    assert_eq!(verdict(&kam, Action::A3), Verdict::WorkingGroup);
}

/// Proves: RULE-02, MATRIX-07.
#[test]
fn case_2_free_and_asked_for_101_times() {
    let service = but(asked(101), &[("payment.exists", false), ("payment.budget", false)]);
    let kos = judge(&kos(), &service);
    for action in Action::ALL {
        let wanted = if action == Action::A5 { Verdict::NotSubject } else { Verdict::Must };
        assert_eq!(verdict(&kos, action), wanted, "{action}");
    }
    assert_eq!(row(&judge(&kam(), &service)), "1,x,1,1,-,1,1,1,1");
}

/// Proves: RULE-02, MATRIX-05.
#[test]
fn case_3_originals_must_be_shown_by_federal_law() {
    let service = but(asked(101), &[("originals.required", true), ("request.feasible", false)]);
    let kos = judge(&kos(), &service);
    let request = kos.of(Action::A3).unwrap();
    assert_eq!((request.verdict, request.proof.as_slice()), (Verdict::Must, [Proof::Declaration].as_slice()));
    let kam = judge(&kam(), &service);
    let request = kam.of(Action::A3).unwrap();
    assert_eq!((request.cell, request.proof.as_slice()), (Some(Cell::No), [Proof::FederalNote].as_slice()));
    for action in [Action::A4, Action::A6, Action::A7] {
        assert_eq!(kam.of(action).unwrap().cell, Some(Cell::No), "{action}");
    }
}

/// Proves: RULE-02.
#[test]
fn case_4_booking_only() {
    let only_booking = Composition::row([
        Cell::Yes,
        Cell::Yes,
        Cell::No,
        Cell::No,
        Cell::No,
        Cell::No,
        Cell::Yes,
        Cell::Yes,
        Cell::Yes,
    ]);
    let service = asked(12);
    assert_eq!(verdict(&judge_chosen(&kos(), &service, Some(&only_booking)), Action::A7), Verdict::Must);
    let kam = judge_chosen(&kam(), &service, Some(&only_booking));
    assert_eq!(kam.of(Action::A7).unwrap().cell, Some(Cell::No));
}

/// Proves: RULE-02, MATRIX-06.
#[test]
fn case_5_sixty_a_year() {
    let kos = judge(&kos(), &asked(60));
    let request = kos.of(Action::A3).unwrap();
    assert_eq!(request.verdict, Verdict::Must);
    assert!(request.grounds.is_empty(), "no ground fits");
    assert_eq!(verdict(&judge(&kam(), &asked(60)), Action::A3), Verdict::WorkingGroup);
}

/// Proves: RULE-02, MATRIX-07.
#[test]
fn case_6_seldom_but_chosen_by_will() {
    let mut composition = Composition::row([Cell::Yes; 9]);
    composition.actions.remove(&Action::A4);
    let service = asked(12);
    for set in [kos(), kam()] {
        let judgement = judge_chosen(&set, &service, Some(&composition));
        assert_eq!(judgement.of(Action::A4).unwrap().cell, Some(Cell::Yes), "{}", set.id);
        let mut without = Composition::row([Cell::Yes; 9]);
        without.actions.insert(Action::A4, regulation::rules::Chosen::whole(Cell::No));
        let codes: Vec<&str> = check(&set, &service, &without).iter().map(|one| one.code).collect();
        assert!(codes.contains(&"A4_REQUIRED_BY_A3"), "{}: {codes:?}", set.id);
    }
}

/// Proves: RULE-02.
#[test]
fn case_7_only_the_service_centre_receives() {
    let service = but(asked(500), &[("reception.own", false)]);
    assert_eq!(judge(&kam(), &service).of(Action::A2).unwrap().cell, Some(Cell::Absent));
    assert_eq!(verdict(&judge(&kos(), &service), Action::A2), Verdict::Must);
}

/// Proves: RULE-02.
#[test]
fn case_8_no_act_demands_evaluation() {
    let service = but(asked(500), &[("evaluation.required", false)]);
    assert_eq!(judge(&kos(), &service).of(Action::A8).unwrap().strength, Strength::MayBeOmitted);
    assert_eq!(judge(&kam(), &service).of(Action::A8).unwrap().cell, Some(Cell::Yes));
}
