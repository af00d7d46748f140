//! Filing, delivery, registration, refusal of intake.

use domain::case::{CaseState, Filing, NotFiled, Wish, file, likely_duplicate};
use domain::draft;
use domain::job::Work;
use domain::journal::Event;
use domain::notice::{Content, NoticeKind};
use domain::paper::{ActKind, PaperException, may_demand};
use domain::permit::AccountKind;
use domain::refusal::Refusal;
use regulation::package::{Assurance, Status};
use serde_json::json;

use crate::world::*;

fn refusal(result: Result<domain::case::Change, NotFiled>) -> Refusal {
    match result {
        Err(NotFiled::Refused(refusal)) => refusal,
        other => panic!("a refusal was expected: {other:?}"),
    }
}

/// Proves: FORM-14, INTAKE-01, INTAKE-12.
#[test]
fn a_draft_becomes_a_numbered_case_with_a_receipt_to_come() {
    let world = World::new();
    let told = world.filed();
    assert_eq!(told.case.state, CaseState::Submitted);
    assert_eq!(told.case.number, "МП-2026-000042-07");
    assert_eq!(told.case.version, "2026.1");
    assert!(matches!(told.last.jobs[0].work, Work::Intake { .. }));
    let sent = told.last.draft.clone().unwrap();
    assert_eq!(sent.case, Some(told.case.id.clone()));
    assert_eq!(sent.answers, world.draft().answers);
    assert!(domain::case::answers_sent(&sent).is_some());
}

/// Proves: FORM-14.
#[test]
fn a_draft_that_was_sent_is_not_sent_again() {
    let world = World::new();
    let sent = world.filed().last.draft.unwrap();
    let person = world.person();
    let again = file(&world.filing(&sent, &person), &world.context(), morning());
    assert_eq!(refusal(again), Refusal::DraftSent);
    let saved = draft::save(&sent, &world.answers(), None, &world.context(), morning());
    assert_eq!(saved, Err(Refusal::DraftSent));
}

/// Proves: FORM-18, SEC-01.
#[test]
fn only_applicants_with_a_strong_account_may_file_and_only_their_own() {
    let world = World::new();
    let (draft, person) = (world.draft(), world.person());
    let filing = world.filing(&draft, &person);
    for account in [AccountKind::PublicBody, AccountKind::Organisation] {
        let other = Filing { account, ..filing.clone() };
        assert_eq!(refusal(file(&other, &world.context(), morning())), Refusal::NotAnApplicant);
    }
    let trader = Filing { account: AccountKind::SoleTrader, ..filing.clone() };
    assert!(file(&trader, &world.context(), morning()).is_ok());
    let mut weak = world.person();
    weak.assurance = Assurance::Standard;
    assert_eq!(refusal(file(&world.filing(&draft, &weak), &world.context(), morning())), Refusal::AssuranceTooLow);
    let mut stranger = world.person();
    stranger.id = domain::id::PersonId("000000000000000000000000000000ff".to_owned());
    assert_eq!(refusal(file(&world.filing(&draft, &stranger), &world.context(), morning())), Refusal::NotFound);
}

/// Proves: FORM-21, CAR-05.
#[test]
fn a_draft_of_another_edition_or_of_a_closed_service_is_kept_but_not_sent() {
    let mut world = World::new();
    let (draft, person) = (world.draft(), world.person());
    world.regulation.version = "2027.1".to_owned();
    assert_eq!(refusal(file(&world.filing(&draft, &person), &world.context(), morning())), Refusal::DraftOutdated);
    world.regulation.status = Status::Withdrawn;
    assert_eq!(refusal(file(&world.filing(&draft, &person), &world.context(), morning())), Refusal::ServiceClosed);
}

/// Proves: FORM-20.
#[test]
fn the_server_checks_every_answer_again_and_files_nothing_wrong() {
    let world = World::new();
    let person = world.person();
    let wrong = [("boat.length".to_owned(), json!("много"))].into_iter().collect();
    let draft = draft::save(&world.draft(), &wrong, None, &world.context(), morning()).unwrap();
    match file(&world.filing(&draft, &person), &world.context(), morning()) {
        Err(NotFiled::Problems(problems)) => {
            assert!(problems.iter().any(|problem| problem.field == "boat.length"), "{problems:?}");
        }
        other => panic!("problems were expected: {other:?}"),
    }
}

/// Proves: INTAKE-12, SEC-06.
#[test]
fn at_night_and_on_a_holiday_it_is_filed_at_once_and_due_the_next_working_day() {
    let world = World::new();
    let (draft, person) = (world.draft(), world.person());
    let saturday_night = at("2026-03-07T19:30:00Z");
    let change = file(&world.filing(&draft, &person), &world.context(), saturday_night).unwrap();
    assert_eq!(change.case.filed_at, saturday_night);
    // 8 March is a Sunday and a holiday, 9 March the day off moved from it.
    let due = change.case.registration_due.unwrap();
    assert_eq!(due.last_day().to_string(), "2026-03-10");
    assert_eq!(change.timers[0].what, "registration");
    assert_eq!(change.timers[0].due_at, due.at);
}

/// Proves: SEC-05, SEC-06.
#[test]
fn without_a_calendar_it_is_filed_but_no_term_is_guessed() {
    let mut world = World::new();
    world.clock.calendar = regulation::clock::Calendar::default();
    let told = world.filed();
    assert_eq!(told.case.registration_due, None);
    let told = world.grant(&told, &Wish::Deliver, &machine(), morning());
    assert_eq!(world.refused(&told, &Wish::Register, &machine(), morning()), Refusal::NoCalendar { year: 2026 });
}

/// Proves: INTAKE-01.
#[test]
fn while_the_serving_system_is_down_the_case_is_being_delivered_and_not_lost() {
    let world = World::new();
    let told = world.grant(&world.filed(), &Wish::DelayDelivery, &machine(), morning());
    assert_eq!(told.case.state, CaseState::Delivering);
    let again = world.grant(&told, &Wish::DelayDelivery, &machine(), at("2026-03-12T06:05:00Z"));
    assert!(again.last.journal.is_empty(), "a repeated try says nothing new");
    let told = world.grant(&again, &Wish::Deliver, &machine(), at("2026-03-12T07:00:00Z"));
    assert_eq!(told.case.state, CaseState::Delivered);
    assert!(matches!(told.last.journal[0].event, Event::Delivered));
}

/// Proves: INTAKE-04, INTAKE-09, STATUS-01, STATUS-02, STATUS-07.
#[test]
fn registration_starts_the_term_and_n2_says_until_when_at_once() {
    let world = World::new();
    let told = world.registered();
    assert_eq!(told.case.registered_at, Some(morning()));
    assert_eq!(told.case.variant.as_deref(), Some("give"));
    // Ten working days after Thursday, 12 March.
    let due = told.case.due.clone().unwrap();
    assert_eq!(due.last_day().to_string(), "2026-03-26");
    let notice = &told.last.notices[0];
    assert_eq!(notice.kind, NoticeKind::Registered);
    assert_eq!(notice.number, told.case.number);
    assert_eq!((notice.at, notice.in_account_at), (morning(), Some(morning())));
    match notice.says() {
        Some(Content::Registered { accepted_at, started_at, due: said }) => {
            assert_eq!((accepted_at, started_at, said), (morning(), morning(), due.clone()));
        }
        other => panic!("N2+ was expected: {other:?}"),
    }
    assert_eq!(notice.content["due_words"], json!(due.explain()));
}

/// Proves: INTAKE-05, INTAKE-09.
#[test]
fn the_machine_refuses_intake_only_by_a_ground_that_holds() {
    let world = World::new();
    let long = world.grant(&world.filed_with(&[("boat.length", "25")]), &Wish::Deliver, &machine(), morning());
    assert_eq!(world.refused(&long, &Wish::Register, &machine(), morning()), Refusal::NotEstablished);
    let by_a2 = Wish::RefuseIntake { grounds: vec!["A2".to_owned()], words: None };
    assert_eq!(world.refused(&long, &by_a2, &machine(), morning()), Refusal::NotEstablished);
    let by_a1 = Wish::RefuseIntake { grounds: vec!["A1".to_owned()], words: None };
    let told = world.grant(&long, &by_a1, &machine(), morning());
    assert_eq!(told.case.state, CaseState::NotAccepted);
    assert_eq!(told.case.closed_at, Some(morning()));
    match told.last.notices[0].says() {
        Some(Content::NotAccepted { reasons, .. }) => {
            assert_eq!(reasons[0].ground, "A1");
            assert_eq!(reasons[0].say, "Судно длиннее 20 метров.");
            assert!(reasons[0].clause.contains("1-ФЗ"));
        }
        other => panic!("N2- was expected: {other:?}"),
    }
}

/// Proves: INTAKE-05.
#[test]
fn a_refusal_of_intake_without_a_ground_or_off_the_list_is_refused() {
    let world = World::new();
    let told = world.grant(&world.delivered(), &Wish::Take, &anna(), morning());
    let by = |grounds: &[&str]| Wish::RefuseIntake {
        grounds: grounds.iter().map(|ground| (*ground).to_owned()).collect(),
        words: Some("Файл не открылся".to_owned()),
    };
    let refused = |grounds: &[&str]| world.refused(&told, &by(grounds), &anna(), morning());
    assert_eq!(refused(&[]), Refusal::GroundNeeded);
    assert_eq!(refused(&["A9"]), Refusal::UnknownGround("A9".to_owned()));
    assert_eq!(refused(&["A2", "R1"]), Refusal::UnknownGround("R1".to_owned()));
    assert_eq!(refused(&["A3"]), Refusal::UnknownGround("A3".to_owned()), "a ground of another variant");
    let told = world.grant(&told, &by(&["A2"]), &anna(), morning());
    match told.last.notices[0].says() {
        Some(Content::NotAccepted { words, .. }) => assert_eq!(words.as_deref(), Some("Файл не открылся")),
        other => panic!("N2- was expected: {other:?}"),
    }
}

/// Proves: INTAKE-13.
#[test]
fn it_can_be_taken_back_before_the_decision_and_not_after() {
    let world = World::new();
    for state in CaseState::ALL {
        let told = world.in_state(state);
        let answer = world.wish(&told, &Wish::Withdraw, &applicant(), morning());
        assert_eq!(answer.is_ok(), state.before_decision(), "{state:?}");
        if state == CaseState::DecisionPositive {
            assert_eq!(answer.err(), Some(Refusal::WrongState { state: "decision_positive" }));
        }
    }
    let told = world.in_state(CaseState::Withdrawn);
    assert!(told.case.procedures.iter().all(domain::procedure::ProcedureState::over));
    assert_eq!(told.case.closed_at, Some(morning()));
}

/// Proves: INTAKE-13.
#[test]
fn a_likely_duplicate_is_flagged_and_never_refused() {
    let world = World::new();
    let one = world.registered().case;
    let mut two = world.filed().case;
    two.id = domain::id::CaseId("000000000000000000000000000c012a".to_owned());
    assert!(likely_duplicate(&two, &one));
    two.variant = Some("cancel".to_owned());
    assert!(!likely_duplicate(&two, &one), "another variant");
    assert!(!likely_duplicate(&one, &one), "not of itself");
    let ended = world.in_state(CaseState::Withdrawn).case;
    two.variant = None;
    assert!(!likely_duplicate(&two, &ended), "an ended one is no duplicate");
}

/// Proves: INTAKE-02, INTAKE-03.
#[test]
fn paper_is_demanded_only_by_a_federal_act_with_details_and_clause() {
    for act in [ActKind::Departmental, ActKind::Regional, ActKind::Municipal] {
        assert_eq!(PaperException::new(act, "от 01.01.2020 № 1", "п. 2"), Err(Refusal::PaperNotAllowed));
    }
    for act in [ActKind::FederalLaw, ActKind::PresidentialDecree, ActKind::GovernmentAct] {
        assert_eq!(PaperException::new(act, " ", "п. 2"), Err(Refusal::ReasonNeeded));
        assert_eq!(PaperException::new(act, "от 01.01.2020 № 1", ""), Err(Refusal::ReasonNeeded));
        let exception = PaperException::new(act, "от 01.01.2020 № 1", "п. 2").unwrap();
        assert_eq!(may_demand(Some(&exception)), Ok(&exception));
    }
    assert_eq!(may_demand(None), Err(Refusal::PaperNotAllowed));
}
