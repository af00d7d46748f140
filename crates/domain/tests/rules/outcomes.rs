//! The other ways of a case: returned, passed on, contested, opened again, assessed, started
//! without an application, and life after the decision.

use domain::case::{
    Actor, Basis, CallReason, CaseState, Filing, Next, NotFiled, ObligationStage, ProactiveStart, ReopenGround,
    WaitFor, Wish, advance, file, owed, start_proactively,
};
use domain::id::CaseId;
use domain::journal::{Entry, Event, replay_agrees};
use domain::notice::{Content, Progress, late};
use domain::permit::AccountKind;
use domain::procedure::ProcedureStage;
use domain::refusal::Refusal;
use domain::timer::{self, TimerState};
use jiff::Timestamp;
use regulation::fact::{Facts, Known, Source, Value};
use serde_json::json;

use crate::world::*;

fn next(world: &World, told: &Told, now: Timestamp) -> Next {
    advance(&told.case, &world.context(), now)
}

fn taken(world: &World, told: &Told) -> Told {
    world.grant(told, &Wish::Take, &anna(), morning())
}

/// Proves: SM-11, PROCEDURE-05.
#[test]
fn what_another_body_must_decide_is_passed_on_and_what_may_not_be_considered_is_returned() {
    let world = World::new();
    for (state, ground) in [(CaseState::Forwarded, "F1"), (CaseState::Returned, "B1")] {
        let length = if state == CaseState::Returned { "92" } else { "99" };
        let told = world.grant(&world.filed_with(&[("boat.length", length)]), &Wish::Deliver, &machine(), morning());
        let Next::Do(wish) = next(&world, &told, morning()) else { panic!("the machine must do it at intake") };
        let told = world.grant(&told, &wish, &machine(), morning());
        assert_eq!((told.case.state, told.case.closed_at), (state, Some(morning())));
        let away = told.case.turned_away.as_ref().unwrap();
        assert_eq!((away.ground.as_str(), away.by.clone()), (ground, machine()));
        assert!(away.trace["assessment"]["criteria"].is_array(), "the trace is kept");
        assert_eq!(next(&world, &told, morning()), Next::Done);
        match told.last.notices[0].says() {
            Some(Content::Progress(Progress::GivenBack { reasons, due, .. })) => {
                assert_eq!(reasons[0].mend, "Проверьте длину и подайте заявление снова.");
                assert!(!reasons[0].clause.is_empty());
                assert_eq!(due.unwrap().last_day().to_string(), "2026-03-17", "from receipt");
            }
            Some(Content::Progress(Progress::Forwarded { reasons, to, .. })) => {
                assert_eq!(reasons[0].say, "Морские суда регистрирует другой орган.");
                assert_eq!(to, world.region.authority("city-transport").unwrap().name);
            }
            other => panic!("a notice with the ground was expected: {other:?}"),
        }
    }
}

/// Proves: SM-11.
#[test]
fn a_person_returns_only_by_a_ground_that_the_facts_do_not_deny() {
    let world = World::new();
    let told = taken(&world, &world.deciding());
    let back = |ground: &str| Wish::GiveBack {
        ground: ground.to_owned(),
        words: Some("Подписи нет".to_owned()),
        trace: json!({}),
    };
    assert_eq!(world.refused(&told, &back("B9"), &anna(), morning()), Refusal::UnknownGround("B9".to_owned()));
    assert_eq!(world.refused(&told, &back("B1"), &anna(), morning()), Refusal::NotEstablished);
    assert_eq!(world.refused(&told, &back("B2"), &boris(), morning()), Refusal::TakenByAnother);
    let told = world.grant(&told, &back("B2"), &anna(), morning());
    assert_eq!(told.case.turned_away.as_ref().unwrap().words.as_deref(), Some("Подписи нет"));
    let journal = serde_json::to_string(&told.journal).unwrap();
    assert!(!journal.contains("Подписи нет"));
}

/// Proves: PROFILE-09.
#[test]
fn a_contested_fact_never_decides_silently() {
    let world = World::new();
    let told = world.learn(&world.registered(), "gims.debt", "debt", Some(true));
    let told = world.learn(&told, "gims.theft", "stolen", Some(false));
    let told = world.grant(&told, &Wish::EndProcedure { procedure: "queries".to_owned() }, &machine(), morning());
    assert!(matches!(next(&world, &told, morning()), Next::Do(Wish::Refuse { .. })), "a debt would refuse");
    let contest =
        |fact: &str| Wish::Contest { fact: fact.to_owned(), words: "Долг уплачен 1 марта".to_owned() };
    let own = world.refused(&told, &contest("boat.mark"), &applicant(), morning());
    assert_eq!(own, Refusal::UnknownFact("boat.mark".to_owned()), "what one said oneself is not contested");
    let told = world.grant(&told, &contest("debt"), &applicant(), morning());
    let task = &told.case.contests[0];
    assert_eq!((task.fact.as_str(), task.keeper.as_str(), task.settled_at), ("debt", "gims.debt", None));
    assert_eq!(task.words, "Долг уплачен 1 марта");
    assert!(told.case.facts.get("debt").unwrap().contested);
    let reason = told.case.needs_person.as_deref().and_then(CallReason::read);
    assert_eq!(reason, Some(CallReason::Contested(vec!["debt".to_owned()])));
    assert_eq!(next(&world, &told, morning()), Next::Wait(WaitFor::Official));
    let refuse = Wish::Refuse { grounds: vec!["R2".to_owned()], words: None, trace: json!({}) };
    assert_eq!(world.refused(&told, &refuse, &machine(), morning()), Refusal::NotEstablished);
    // The same answer again does not settle it; the keeper does.
    let told = world.learn(&told, "gims.debt", "debt", Some(true));
    assert!(told.case.facts.get("debt").unwrap().contested);
    let told = taken(&world, &told);
    let mut facts = Facts::default();
    let source = Source::Official { official: official(1).0 };
    let value = Some(Value::YesNo(false));
    facts.learn("debt", Known { value, source, at: morning(), contested: false });
    let told = world.grant(&told, &Wish::Learn { facts }, &anna(), morning());
    let told = world.grant(&told, &Wish::Settle { fact: "debt".to_owned(), upheld: true }, &anna(), morning());
    assert!(told.case.contests[0].upheld && told.case.contested().is_empty());
    let told = world.grant(&told, &Wish::Return, &anna(), morning());
    assert!(matches!(next(&world, &told, morning()), Next::Do(Wish::Grant { .. })));
}

/// Proves: PROCEDURE-05.
#[test]
fn a_person_can_be_called_in_by_the_applicant_and_by_an_official() {
    let world = World::new();
    for (by, code) in [(applicant(), CallReason::Applicant), (anna(), CallReason::Official)] {
        let told = world.deciding();
        assert!(matches!(next(&world, &told, morning()), Next::Do(Wish::Grant { .. })));
        let call =
            Wish::CallPerson { reason: "Прошу посмотреть: лодка дедушкина".to_owned() };
        let told = world.grant(&told, &call, &by, morning());
        assert_eq!(told.case.needs_person, Some(code.written()));
        assert_eq!(told.case.call_words.as_deref(), Some("Прошу посмотреть: лодка дедушкина"));
        assert!(!serde_json::to_string(&told.journal).unwrap().contains("дедушкина"));
        assert_eq!(next(&world, &told, morning()), Next::Wait(WaitFor::Official), "the machine leaves it alone");
        let grant = Wish::Grant { trace: json!({}) };
        assert_eq!(world.refused(&told, &grant, &machine(), morning()), Refusal::NotEstablished);
        let told = taken(&world, &told);
        let told = world.grant(&told, &Wish::Return, &anna(), morning());
        assert!(matches!(next(&world, &told, morning()), Next::Do(Wish::Grant { .. })), "looked at and put back");
    }
}

/// Proves: SM-11, SM-12, SEC-02.
#[test]
fn a_decision_that_a_complaint_undid_stays_beside_the_new_one() {
    let world = World::new();
    let told = world.in_state(CaseState::DecisionNegative);
    let first = told.case.decision.clone().unwrap();
    let reopen = |reason: &str| Wish::Reopen { reason: reason.to_owned(), by: ReopenGround::Complaint };
    // Who decided does not consider the complaint about it.
    assert_eq!(world.refused(&told, &reopen("Жалоба"), &anna(), morning()), Refusal::DutySplit("complained_of"));
    assert_eq!(world.refused(&told, &reopen(" "), &boris(), morning()), Refusal::ReasonNeeded);
    assert_eq!(world.refused(&told, &reopen("Жалоба"), &machine(), morning()), Refusal::NotAllowed);
    let monday = at("2026-03-16T06:00:00Z");
    let told = world.grant(&told, &reopen("Жалоба № 5 удовлетворена"), &boris(), monday);
    assert_eq!((told.case.state, told.case.closed_at, told.case.decision.clone()), (CaseState::InProgress, None, None));
    assert_eq!(told.case.rounds[0].decision, Some(first));
    assert_eq!(told.case.rounds[0].reason, "Жалоба № 5 удовлетворена");
    assert!(!serde_json::to_string(&told.journal).unwrap().contains("№ 5"));
    let may = |who| domain::duty::may_decide(&told.case, &official(who));
    assert_eq!((may(1), may(2)), (Err(Refusal::DutySplit("complained_of")), Ok(())), "a colleague decides anew");
    assert_eq!(told.case.due.clone().unwrap().last_day().to_string(), "2026-03-30", "the term runs anew");
    let timers: Vec<_> = told.last.timers.iter().map(|timer| timer.what.as_str()).collect();
    assert!(timers.contains(&"case@1") && timers.contains(&"decision@1"), "{timers:?}");
    let told = world.grant(&told, &Wish::Grant { trace: json!({}) }, &machine(), monday);
    let issue = Wish::Issue { result: result_id(1), signer: official(3) };
    let told = world.grant(&told, &issue, &machine(), monday);
    let told = world.grant(&told, &Wish::Complete, &machine(), monday);
    assert!(told.case.decision.as_ref().unwrap().positive && !told.case.rounds[0].decision.as_ref().unwrap().positive);
    // What was refused at intake is looked at again from there.
    let refused = world.in_state(CaseState::NotAccepted);
    let again = world.grant(&refused, &reopen("Суд обязал принять"), &boris(), monday);
    assert_eq!(again.case.state, CaseState::Delivered);
    assert_eq!(again.case.registration_due.clone().unwrap().last_day().to_string(), "2026-03-17");
    let told = world.grant(&again, &Wish::Register, &machine(), monday);
    assert_eq!(told.case.state, CaseState::InProgress);
}

/// Proves: SM-11.
#[test]
fn a_misprint_in_a_result_is_mended_without_deciding_again() {
    let world = World::new();
    let told = world.in_state(CaseState::Completed);
    let told = world.grant(&told, &Wish::Correct { reason: "Опечатка в марке".to_owned() }, &anna(), morning());
    assert_eq!(told.case.state, CaseState::DecisionPositive);
    assert!(told.case.decision.is_some() && told.case.results.is_empty());
    assert_eq!(told.case.rounds[0].results, [result_id(1)]);
    assert_eq!(told.case.due.clone().unwrap().last_day().to_string(), "2026-03-13", "the norm of the provision");
    let same = Wish::Issue { result: result_id(2), signer: official(3) };
    let told = world.grant(&told, &same, &machine(), morning());
    let told = world.grant(&told, &Wish::Complete, &machine(), morning());
    assert_eq!((told.case.state, told.case.results.as_slice()), (CaseState::Completed, &[result_id(2)][..]));
}

fn assessing() -> World {
    let look = "  - { id: look, kind: assessment, title: Осмотр судна, within: 1 wd, by: official, input: [boat.length], output: [stolen], because: law.9 }\n";
    World::of(
        &TEXT
            .replace("  - { id: decision, kind: decision", &format!("{look}  - {{ id: decision, kind: decision"))
            .replace("term: 5 wd", "term: 8 wd"),
    )
}

/// Proves: PROCEDURE-01.
#[test]
fn an_experts_sheet_ends_the_assessment() {
    let world = assessing();
    let told =
        world.grant(&world.answered(), &Wish::EndProcedure { procedure: "queries".to_owned() }, &machine(), morning());
    let running = |told: &Told| told.case.procedures.iter().find(|one| one.runs()).map(|one| one.id.clone());
    assert_eq!(running(&told).as_deref(), Some("look"));
    let give = |number: u8| Wish::Assessed { sheet: sheet(number) };
    assert_eq!(world.refused(&told, &give(1), &machine(), morning()), Refusal::NotAllowed);
    assert_eq!(world.refused(&told, &give(2), &anna(), morning()), Refusal::NotAllowed, "in one's own name only");
    let mut empty = sheet(1);
    (empty.scores, empty.text) = (Vec::new(), " ".to_owned());
    assert_eq!(world.refused(&told, &Wish::Assessed { sheet: empty }, &anna(), morning()), Refusal::ReasonNeeded);
    let told = world.grant(&told, &give(1), &anna(), morning());
    assert_eq!((told.case.sheets.len(), running(&told).as_deref()), (1, Some("decision")));
    assert!(!serde_json::to_string(&told.journal).unwrap().contains("Корпус цел"));
}

fn proactive() -> World {
    let start = "  - { id: begin, kind: proactive, title: Начало без заявления, within: 1 wd, by: machine, variants: [give], start: not(stolen), input: [stolen], output: [registration], because: law.9 }\n";
    World::of(&TEXT.replace("  - { id: intake, kind: intake", &format!("{start}  - {{ id: intake, kind: intake")))
}

fn registers(stolen: bool) -> Facts {
    let mut facts = from_register("gims.theft", "stolen", Some(stolen), morning());
    let mut known = |name: &str, value: Value| {
        let source = Source::Register { source: "gims.debt".to_owned() };
        facts.learn(name, Known { value: Some(value), source, at: morning(), contested: false });
    };
    known("request.kind", Value::Choice("give".to_owned()));
    known("boat.length", Value::Number(5.into()));
    known("debt", Value::YesNo(false));
    facts
}

fn started(world: &World, facts: Facts) -> Result<Told, Refusal> {
    let person = world.person();
    let start = ProactiveStart {
        person: &person,
        account: AccountKind::Person,
        case: CaseId("000000000000000000000000000c012a".to_owned()),
        number: "МП-2026-000043-05".to_owned(),
        facts,
        basis: Basis::Consent,
        trigger: "boat-bought".to_owned(),
    };
    let change = start_proactively(&start, &world.context(), morning())?;
    replay_agrees(&change.case, &change.journal).unwrap();
    Ok(Told { case: change.case.clone(), journal: change.journal.clone(), last: change })
}

/// Proves: PROCEDURE-01, PROCEDURE-05.
#[test]
fn a_service_starts_without_an_application_and_can_be_declined_or_undone() {
    let world = proactive();
    let told = started(&world, registers(false)).unwrap();
    assert!(matches!(told.case.state, CaseState::InProgress | CaseState::Registered));
    assert_eq!((told.case.revision, told.case.variant.as_deref()), (1, Some("give")));
    let begin = told.case.procedures.iter().find(|one| one.id == "begin").unwrap();
    assert_eq!(begin.stage, ProcedureStage::Ended);
    let told_of = told.last.notices.iter().any(|notice| {
        matches!(notice.says(), Some(Content::Progress(Progress::Started { basis: Basis::Consent, .. })))
    });
    assert!(told_of, "the person is told at once");
    assert_eq!(started(&world, registers(true)).err(), Some(Refusal::NotEstablished));
    assert_eq!(started(&World::new(), registers(false)).err(), Some(Refusal::NotProactive));
    let mut own = registers(false);
    own.0.extend(said("boat.mark", "Пример-1", morning()).0);
    assert_eq!(started(&world, own).err(), Some(Refusal::UnknownFact("boat.mark".to_owned())));

    let declined = world.grant(&told, &Wish::DeclineProactive, &applicant(), morning());
    assert_eq!(declined.case.state, CaseState::Withdrawn);
    let undo = Wish::Undo { reason: "Лодку купил однофамилец".to_owned() };
    let undone = world.grant(&taken(&world, &told), &undo, &anna(), morning());
    assert_eq!(undone.case.state, CaseState::Withdrawn);
    assert!(matches!(undone.last.notices[0].says(), Some(Content::Progress(Progress::Undone { .. }))));
    let usual = world.deciding();
    assert_eq!(world.refused(&usual, &Wish::DeclineProactive, &applicant(), morning()), Refusal::NotProactive);
}

/// Proves: SM-31.
#[test]
fn after_the_decision_obligations_have_terms_and_who_owes_may_not_apply_again() {
    let world = World::new();
    let told = world.in_state(CaseState::Completed);
    let stages: Vec<_> = told.case.obligations.iter().map(|known| (known.id.as_str(), known.stage)).collect();
    assert_eq!(stages, [("report", ObligationStage::Open), ("yearly", ObligationStage::Open)]);
    let report = timer::of(&told.case).into_iter().find(|timer| timer.what == "after:report").unwrap();
    assert_eq!(
        (report.state, world.clock.local_date(report.due_at).to_string()),
        (TimerState::Armed, "2026-03-22".to_owned())
    );
    assert!(owed(std::slice::from_ref(&told.case), &world.context(), morning()).is_empty(), "it is not due yet");

    let after = at("2026-03-23T06:00:00Z");
    let overdue = world.grant(&told, &timer::passed("after:report"), &machine(), after);
    assert_eq!(overdue.case.obligations[0].stage, ObligationStage::Overdue);
    assert!(matches!(
        overdue.last.notices[0].says(),
        Some(Content::Progress(Progress::Afterwards { overdue: true, .. }))
    ));
    let blocked = owed(std::slice::from_ref(&overdue.case), &world.context(), after);
    assert_eq!(blocked[0].what, "Отчёт о ходовых испытаниях");
    let (draft, person) = (world.draft(), world.person());
    let filing = Filing { owed: blocked.clone(), ..world.filing(&draft, &person) };
    match file(&filing, &world.context(), after) {
        Err(NotFiled::Refused(Refusal::Owes { number, until, .. })) => {
            assert_eq!((number, until), (told.case.number.clone(), blocked[0].until));
        }
        other => panic!("who owes may not apply: {other:?}"),
    }
    let done =
        Wish::Fulfil {
            id: "report".to_owned(), words: Some("Испытано".to_owned()), evidence: vec!["a".repeat(64)]
        };
    let done = world.grant(&overdue, &done, &applicant(), after);
    assert_eq!(done.case.obligations[0].stage, ObligationStage::DoneLate);
    assert_eq!(done.case.obligations[0].words.as_deref(), Some("Испытано"));
    assert!(owed(std::slice::from_ref(&done.case), &world.context(), after).is_empty());
    let again = Wish::Fulfil { id: "report".to_owned(), words: None, evidence: Vec::new() };
    assert_eq!(world.refused(&done, &again, &applicant(), after), Refusal::UnknownObligation("report".to_owned()));
    let yearly = Wish::Fulfil { id: "yearly".to_owned(), words: None, evidence: Vec::new() };
    assert_eq!(world.refused(&told, &yearly, &applicant(), morning()), Refusal::NotAllowed, "the authority's own work");
}

/// Proves: SM-31.
#[test]
fn a_yearly_recheck_asks_its_sources_and_begins_anew() {
    let world = World::new();
    let told = world.in_state(CaseState::Completed);
    let in_a_year = at("2027-03-13T06:00:00Z");
    let told = world.grant(&told, &timer::passed("after:yearly"), &machine(), in_a_year);
    let Next::Do(wish) = next(&world, &told, in_a_year) else { panic!("the machine must ask") };
    assert_eq!(wish, Wish::Recheck { id: "yearly".to_owned() });
    let told = world.grant(&told, &wish, &machine(), in_a_year);
    assert_eq!(told.last.requests[0].source, "gims.debt");
    assert_eq!(next(&world, &told, in_a_year), Next::Wait(WaitFor::Sources(vec!["gims.debt".to_owned()])));
    let facts = from_register("gims.debt", "debt", Some(true), in_a_year);
    let told = world.grant(&told, &Wish::Learn { facts }, &machine(), in_a_year);
    let yearly: Vec<_> = told.case.obligations.iter().filter(|known| known.id == "yearly").collect();
    assert_eq!((yearly.len(), yearly[0].stage, yearly[1].stage), (2, ObligationStage::DoneLate, ObligationStage::Open));
    assert_eq!(yearly[1].due.as_ref().unwrap().last_day().to_string(), "2028-03-12");
    let armed = timer::of(&told.case).into_iter().find(|timer| timer.what == "after:yearly@1").unwrap();
    assert_eq!(armed.state, TimerState::Armed);
    assert_eq!(next(&world, &told, in_a_year), Next::Done);
}

/// Proves: INTAKE-13.
#[test]
fn it_can_be_taken_back_from_every_state_before_the_decision() {
    let world = World::new();
    for state in CaseState::ALL.into_iter().filter(|state| state.before_decision()) {
        let told = world.in_state(state);
        if told.case.state != CaseState::Registered && told.case.state != CaseState::AwaitingPayment {
            let told = world.grant(&told, &Wish::Withdraw, &applicant(), morning());
            assert_eq!(told.case.state, CaseState::Withdrawn, "from {state:?}");
            assert!(told.case.pauses.iter().all(|pause| pause.until.is_some()));
            assert!(timer::of(&told.case).iter().all(|timer| timer.state == TimerState::Met), "from {state:?}");
        }
    }
}

/// Proves: INTAKE-09, PROCEDURE-05.
#[test]
fn what_intake_depends_on_is_asked_before_registration() {
    let text = TEXT.replace("when: not(small)", "when: not(small) or stolen");
    let world = World::of(&text);
    let told = world.delivered();
    assert_eq!(told.last.requests[0].source, "gims.theft");
    assert_eq!(next(&world, &told, morning()), Next::Wait(WaitFor::Sources(vec!["gims.theft".to_owned()])));
    let fine = world.learn(&told, "gims.theft", "stolen", Some(false));
    assert_eq!(next(&world, &fine, morning()), Next::Do(Wish::Register));
    let silent = Wish::SourceFailed { source: "gims.theft".to_owned(), overdue: true };
    let silent = world.grant(&told, &silent, &machine(), morning());
    assert!(matches!(next(&world, &silent, morning()), Next::Do(Wish::CallPerson { .. })), "never refused for it");
}

/// Proves: STATUS-04, SM-16.
#[test]
fn the_journal_shows_which_ends_of_procedures_were_told_late() {
    let world = World::new();
    let within = world.region.params.notice_within.value;
    let told = world.ready();
    let all = |entries: &[Entry], now| late(entries, &world.clock, within, now).unwrap();
    assert!(all(&told.journal, at("2026-04-01T06:00:00Z")).is_empty());
    let untold: Vec<Entry> =
        told.journal.iter().filter(|entry| !matches!(entry.event, Event::Noticed { .. })).cloned().collect();
    assert!(all(&untold, at("2026-03-13T19:59:59Z")).is_empty(), "there is time until the end of Friday");
    let found = all(&untold, at("2026-03-13T20:00:00Z"));
    let ids: Vec<_> = found.iter().map(|one| one.procedure.as_str()).collect();
    assert_eq!(ids, ["intake", "queries", "decision", "provision"]);
    assert_eq!((found[0].latest, found[0].told_at), (world.clock.end_of_day("2026-03-13".parse().unwrap()), None));
    let mut slow = told.journal.clone();
    let last = slow.iter().rposition(|entry| matches!(entry.event, Event::Noticed { .. })).unwrap();
    slow[last].at = at("2026-03-16T06:00:00Z");
    let found = all(&slow, at("2026-04-01T06:00:00Z"));
    assert_eq!((found.len(), found[0].told_at), (1, Some(at("2026-03-16T06:00:00Z"))));
}

#[test]
fn a_departmental_system_serves_a_case_as_an_official_would() {
    let world = World::new();
    let system = Actor::System("egov-boats".to_owned());
    let told = world.grant(&world.delivered(), &Wish::Register, &system, morning());
    assert_eq!(told.case.state, CaseState::InProgress);
    assert_eq!(world.refused(&told, &Wish::Withdraw, &system, morning()), Refusal::NotAllowed);
    let told = taken(&world, &told);
    assert_eq!(world.refused(&told, &suspend("S1"), &system, morning()), Refusal::TakenByAnother);
}
