//! What the machine does by itself, what it waits for, and when it calls a person.

use domain::case::{CallReason, CaseState, Next, WaitFor, Wish, advance};
use domain::evidence::EvidenceState;
use domain::procedure::ProcedureStage;
use domain::refusal::Refusal;
use serde_json::json;

use crate::world::*;

fn next(world: &World, told: &Told) -> Next {
    advance(&told.case, &world.context(), morning())
}

fn called(next: Next) -> CallReason {
    match next {
        Next::Do(Wish::CallPerson { reason }) => CallReason::read(&reason).expect("a reason by code"),
        other => panic!("a person must be called: {other:?}"),
    }
}

/// Runs the machine until it waits or issues, as the worker does.
fn run(world: &World, mut told: Told) -> (Told, Next) {
    for _ in 0..20 {
        match next(world, &told) {
            Next::Do(wish) => told = world.grant(&told, &wish, &machine(), morning()),
            Next::Issue { .. } => {
                let wish = Wish::Issue { result: result_id(1), signer: official(3) };
                told = world.grant(&told, &wish, &machine(), morning());
            }
            other => return (told, other),
        }
    }
    panic!("the machine goes round in circles: {:?}", told.case.state);
}

/// Proves: CAR-03, INTAKE-09.
#[test]
fn with_all_answers_the_machine_goes_from_filing_to_the_result() {
    let world = World::new();
    let (told, waits) = run(&world, world.filed());
    assert_eq!(told.case.state, CaseState::InProgress);
    let sources = vec!["gims.debt".to_owned(), "gims.theft".to_owned()];
    assert_eq!(waits, Next::Wait(WaitFor::Sources(sources)));
    let told = world.learn(&told, "gims.debt", "debt", Some(false));
    let told = world.learn(&told, "gims.theft", "stolen", Some(false));
    let (told, end) = run(&world, told);
    assert_eq!((told.case.state, end), (CaseState::Completed, Next::Done));
    let decision = told.case.decision.unwrap();
    assert!(decision.positive);
    assert!(
        decision.trace["assessment"]["criteria"].as_array().is_some_and(|criteria| !criteria.is_empty()),
        "the trace is kept"
    );
    let stages: Vec<_> = told.case.procedures.iter().map(|procedure| procedure.stage).collect();
    let (ended, skipped) = (ProcedureStage::Ended, ProcedureStage::Skipped);
    assert_eq!(stages, [ended, ended, skipped, ended, ended], "nobody had to ask for more");
}

/// Proves: CAR-03, RESULT-09.
#[test]
fn with_an_answer_against_it_the_machine_refuses_by_that_ground() {
    let world = World::new();
    let told = world.learn(&world.registered(), "gims.debt", "debt", Some(true));
    let told = world.learn(&told, "gims.theft", "stolen", Some(false));
    let (told, end) = run(&world, told);
    assert_eq!((told.case.state, end), (CaseState::DecisionNegative, Next::Done));
    assert_eq!(told.case.decision.unwrap().grounds, ["R2"]);
}

/// Proves: SEC-04.
#[test]
fn only_sources_that_can_change_the_decision_are_asked() {
    let world = World::new();
    let told = world.registered();
    let asked: Vec<_> = told.last.requests.iter().map(|request| request.source.as_str()).collect();
    assert_eq!(asked, ["gims.debt", "gims.theft"]);
    assert_eq!(told.last.requests[1].keys, ["boat.mark"]);
    assert_eq!(told.last.requests[0].due.as_ref().unwrap().last_day().to_string(), "2026-03-16");
    // A debt is no ground in the other variant.
    let cancel = world.filed_with(&[("request.kind", "cancel")]);
    let cancel = world.grant(&cancel, &Wish::Deliver, &machine(), morning());
    let cancel = world.grant(&cancel, &Wish::Register, &machine(), morning());
    let asked: Vec<_> = cancel.last.requests.iter().map(|request| request.source.as_str()).collect();
    assert_eq!(asked, ["gims.theft"]);
    assert_eq!(cancel.case.due.unwrap().last_day().to_string(), "2026-03-19");
}

/// Proves: INTAKE-09.
#[test]
fn a_silent_source_falls_to_a_person_with_the_reason() {
    let world = World::new();
    let told = world.learn(&world.registered(), "gims.theft", "stolen", Some(false));
    let silent = Wish::SourceFailed { source: "gims.debt".to_owned(), overdue: true };
    let told = world.grant(&told, &silent, &machine(), at("2026-03-17T06:00:00Z"));
    assert_eq!(told.case.sources[0].state, EvidenceState::Overdue);
    let told = world.grant(&told, &Wish::EndProcedure { procedure: "queries".to_owned() }, &machine(), morning());
    let reason = called(next(&world, &told));
    let expected = CallReason::DecisionUnknown { facts: vec!["debt".to_owned()], silent: vec!["gims.debt".to_owned()] };
    assert_eq!(reason, expected);
    let wish = Wish::CallPerson { reason: reason.written() };
    let told = world.grant(&told, &wish, &machine(), morning());
    assert_eq!(next(&world, &told), Next::Wait(WaitFor::Official), "called once");
    assert_eq!(world.refused(&told, &wish, &machine(), morning()), Refusal::AlreadyDone);
    // A late answer is still taken, and then nobody is needed.
    let told = world.learn(&told, "gims.debt", "debt", Some(false));
    assert!(matches!(next(&world, &told), Next::Do(Wish::Grant { .. })));
}

/// Proves: RESULT-09.
#[test]
fn the_machine_never_decides_from_the_unknown() {
    let world = World::new();
    let failed = |source: &str| Wish::SourceFailed { source: source.to_owned(), overdue: false };
    let told = world.grant(&world.registered(), &failed("gims.debt"), &machine(), morning());
    let told = world.grant(&told, &failed("gims.theft"), &machine(), morning());
    let told = world.grant(&told, &Wish::EndProcedure { procedure: "queries".to_owned() }, &machine(), morning());
    let refuse = Wish::Refuse { grounds: vec!["R2".to_owned()], words: None, trace: json!({}) };
    for wish in [Wish::Grant { trace: json!({}) }, refuse] {
        assert_eq!(world.refused(&told, &wish, &machine(), morning()), Refusal::NotEstablished);
    }
}

/// Proves: CAR-03.
#[test]
fn what_an_official_has_taken_the_official_decides() {
    let world = World::new();
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    assert_eq!(next(&world, &told), Next::Wait(WaitFor::Official));
    let grant = Wish::Grant { trace: json!({}) };
    assert_eq!(world.refused(&told, &grant, &machine(), morning()), Refusal::TakenByAnother);
    assert_eq!(world.refused(&told, &grant, &boris(), morning()), Refusal::TakenByAnother);
    assert_eq!(world.refused(&world.deciding(), &grant, &anna(), morning()), Refusal::TakeFirst);
    let returned = world.grant(&told, &Wish::Return, &anna(), morning());
    assert!(matches!(next(&world, &returned), Next::Do(Wish::Grant { .. })));
    let handed = world.grant(&told, &Wish::HandOver { to: official(2) }, &anna(), morning());
    assert_eq!(world.refused(&handed, &grant, &anna(), morning()), Refusal::TakenByAnother);
    let decided = world.grant(&handed, &grant, &boris(), morning());
    assert_eq!(decided.case.state, CaseState::DecisionPositive);
}

/// Proves: CAR-03.
#[test]
fn a_machines_step_that_does_not_end_is_handed_to_who_has_the_case() {
    let queries = "asks: [gims.debt, gims.theft], because: law.9 }";
    assert!(TEXT.contains(queries));
    let world = World::of(&TEXT.replace(queries, "asks: [gims.debt, gims.theft], end: not(debt), because: law.9 }"));
    let told = world.grant(&world.registered(), &Wish::Take, &anna(), morning());
    let told = world.learn(&told, "gims.debt", "debt", Some(true));
    let told = world.learn(&told, "gims.theft", "stolen", Some(false));
    let end = Wish::EndProcedure { procedure: "queries".to_owned() };
    assert_eq!(world.refused(&told, &end, &anna(), morning()), Refusal::NotAllowed, "it is the machine's");
    let reason = called(next(&world, &told));
    assert_eq!(reason, CallReason::CannotEnd("queries".to_owned()));
    let told = world.grant(&told, &Wish::CallPerson { reason: reason.written() }, &machine(), morning());
    assert_eq!(next(&world, &told), Next::Wait(WaitFor::Official), "called once");
    assert_ne!(world.refused(&told, &end, &anna(), morning()), Refusal::NotAllowed, "and hers now");
}

/// Proves: CAR-03.
#[test]
fn a_change_of_the_file_changes_what_the_engine_does() {
    let text = TEXT
        .replace(
            "title: Принятие решения, within: 1 wd, by: machine-else-official",
            "title: Принятие решения, within: 1 wd, by: official",
        )
        .replace("term: 10 wd", "term: 8 wd");
    let world = World::of(&text);
    let told = world.deciding();
    assert_eq!(told.case.due.clone().unwrap().last_day().to_string(), "2026-03-24");
    assert_eq!(called(next(&world, &told)), CallReason::OfficialsProcedure("decision".to_owned()));
    let grant = Wish::Grant { trace: json!({}) };
    assert_eq!(world.refused(&told, &grant, &machine(), morning()), Refusal::NotAllowed);
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    assert_eq!(world.grant(&told, &grant, &anna(), morning()).case.state, CaseState::DecisionPositive);
}

/// Proves: CAR-05.
#[test]
fn a_case_is_decided_only_under_the_edition_it_began_with() {
    let told = World::new().deciding();
    let newer = World::of(&TEXT.replace("version: \"2026.1\"", "version: \"2026.2\""));
    let grant = Wish::Grant { trace: json!({}) };
    assert_eq!(newer.refused(&told, &grant, &machine(), morning()), Refusal::EditionUnknown);
    assert_eq!(newer.regulation.version, "2026.2");
}

#[test]
fn every_reason_to_call_a_person_is_read_as_it_was_written() {
    let names = vec!["a.b".to_owned(), "c".to_owned()];
    for reason in [
        CallReason::OfficialsProcedure("decision".to_owned()),
        CallReason::NoVariant,
        CallReason::VariantUnknown(names.clone()),
        CallReason::IntakeUnknown(Vec::new()),
        CallReason::DecisionUnknown { facts: names.clone(), silent: names },
        CallReason::CannotBegin("x".to_owned()),
        CallReason::CannotEnd("x".to_owned()),
        CallReason::NothingLeft,
        CallReason::NoSigner,
        CallReason::SignatureRefused,
        CallReason::ResultIncomplete(vec!["boat.mark".to_owned()]),
        CallReason::Contested(vec!["debt".to_owned()]),
        CallReason::Applicant,
        CallReason::Official,
    ] {
        assert_eq!(CallReason::read(&reason.written()), Some(reason));
    }
    assert_eq!(CallReason::read("Позвоните заявителю"), None);
}

/// Proves: PROCEDURE-02, PROCEDURE-04.
#[test]
fn a_procedure_begins_and_ends_by_its_own_criteria_and_norm() {
    let look = "  - { id: look, kind: assessment, title: Осмотр судна, within: 3 wd, by: official, start: boat.length > 4, end: not(stolen), input: [boat.length], output: [stolen], because: law.9 }\n";
    let text = TEXT
        .replace("  - { id: decision, kind: decision", &format!("{look}  - {{ id: decision, kind: decision"))
        .replace("term: 5 wd", "term: 10 wd");
    let world = World::of(&text);
    let end = |procedure: &str| Wish::EndProcedure { procedure: procedure.to_owned() };
    let stage = |told: &Told, id: &str| {
        told.case.procedures.iter().find(|procedure| procedure.id == id).map(|procedure| procedure.stage)
    };
    let queried = |length: &str, stolen: Option<bool>| {
        let mut told = world.filed_with(&[("boat.length", length)]);
        for wish in [Wish::Deliver, Wish::Register] {
            told = world.grant(&told, &wish, &machine(), morning());
        }
        told = world.learn(&told, "gims.debt", "debt", Some(false));
        told = match stolen {
            Some(found) => world.learn(&told, "gims.theft", "stolen", Some(found)),
            None => {
                let failed = Wish::SourceFailed { source: "gims.theft".to_owned(), overdue: false };
                world.grant(&told, &failed, &machine(), morning())
            }
        };
        world.grant(&told, &end("queries"), &machine(), morning())
    };
    let small = queried("3", Some(false));
    assert_eq!(stage(&small, "look"), Some(ProcedureStage::Skipped), "the start criterion is no");
    assert_eq!(stage(&small, "decision"), Some(ProcedureStage::Started));

    let large = queried("5", Some(false));
    let looked = large.case.procedures.iter().find(|procedure| procedure.id == "look").unwrap();
    assert_eq!(looked.stage, ProcedureStage::Started);
    assert_eq!(looked.due.clone().unwrap().last_day().to_string(), "2026-03-17", "its own norm, from its start");
    assert_eq!(called(next(&world, &large)), CallReason::OfficialsProcedure("look".to_owned()));
    assert_eq!(world.refused(&large, &end("look"), &machine(), morning()), Refusal::NotAllowed);
    let taken = world.grant(&large, &Wish::Take, &anna(), morning());
    let ended = world.grant(&taken, &end("look"), &anna(), morning());
    assert_eq!(stage(&ended, "decision"), Some(ProcedureStage::Started));

    let stolen = world.grant(&queried("5", Some(true)), &Wish::Take, &anna(), morning());
    let refusal = world.refused(&stolen, &end("look"), &anna(), morning());
    assert_eq!(refusal, Refusal::ProcedureNotReady("look".to_owned()), "the end criterion is no");
    let unknown = world.grant(&queried("5", None), &Wish::Take, &anna(), morning());
    assert_eq!(world.grant(&unknown, &end("look"), &anna(), morning()).case.state, CaseState::InProgress);
    let decision = world.refused(&unknown, &end("decision"), &anna(), morning());
    assert_eq!(decision, Refusal::ProcedureNotRunning("decision".to_owned()), "one after the other");
}
