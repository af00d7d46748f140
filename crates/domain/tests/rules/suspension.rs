//! The clock stands still and goes on: suspension, extra data, prolongation (P4, P7 of C24).

use domain::case::{CaseState, Next, StandsFor, WaitFor, WentOn, Wish, advance, day_of};
use domain::notice::{Content, Progress};
use domain::procedure::ProcedureStage;
use domain::refusal::Refusal;
use domain::timer::{self, TimerState};
use jiff::Timestamp;

use crate::world::*;

fn next(world: &World, told: &Told, now: Timestamp) -> Next {
    advance(&told.case, &world.context(), now)
}

fn last_day(told: &Told) -> String {
    told.case.due.clone().unwrap().last_day().to_string()
}

fn timer_of(told: &Told, what: &str) -> (TimerState, Timestamp) {
    let found = timer::of(&told.case).into_iter().find(|timer| timer.what == what);
    found.map(|timer| (timer.state, timer.due_at)).unwrap_or_else(|| panic!("no timer {what}"))
}

fn learn(world: &World, told: &Told, name: &str, value: bool, now: Timestamp) -> Told {
    let facts = from_register("gims.theft", name, Some(value), now);
    world.grant(told, &Wish::Learn { facts }, &machine(), now)
}

/// Proves: PROCEDURE-07.
#[test]
fn a_suspension_needs_a_ground_that_fits_and_an_end_or_a_limit() {
    let mut world = World::new();
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    let no_ground = world.refused(&told, &suspend("X9"), &anna(), morning());
    assert_eq!(no_ground, Refusal::UnknownGround("X9".to_owned()));
    let denied = learn(&world, &told, "wreck", false, morning());
    assert_eq!(world.refused(&denied, &suspend("S2"), &anna(), morning()), Refusal::NotEstablished);
    world.regulation.suspend[0].until = None;
    world.regulation.suspend[0].limit = None;
    let unbounded = world.refused(&told, &suspend("S1"), &anna(), morning());
    assert_eq!(unbounded, Refusal::SuspensionUnbounded("S1".to_owned()));
    world.regulation.suspend[0].ground.variants = vec!["cancel".to_owned()];
    let other_variant = world.refused(&told, &suspend("S1"), &anna(), morning());
    assert_eq!(other_variant, Refusal::UnknownGround("S1".to_owned()));
}

/// Proves: PROCEDURE-07, SM-31.
#[test]
fn the_clock_leaves_the_pause_out_and_both_notices_are_sent() {
    let world = World::new();
    let told = world.suspended();
    let told_of = |told: &Told| {
        let notices = told.journal.iter().filter(|entry| entry.event.name() == "noticed");
        notices.count()
    };
    assert_eq!(told.case.state, CaseState::Suspended);
    let (state, at_limit) = timer_of(&told, "suspension");
    assert_eq!((state, world.clock.local_date(at_limit).to_string()), (TimerState::Armed, "2026-03-26".to_owned()));
    let before = told_of(&told);
    // The check is over on Monday: two working days stood still, Friday and Monday.
    let monday = at("2026-03-16T06:00:00Z");
    let told = learn(&world, &told, "trial", true, monday);
    assert_eq!(next(&world, &told, monday), Next::Do(Wish::Resume));
    let told = world.grant(&told, &Wish::Resume, &machine(), monday);
    assert_eq!(told.case.pauses[0].went_on, Some(WentOn::Ended));
    assert_eq!((told.case.state, last_day(&told).as_str()), (CaseState::InProgress, "2026-03-30"));
    assert_eq!(told_of(&told), before + 1);
    assert!(matches!(told.last.notices[0].says(), Some(Content::Progress(Progress::Resumed { .. }))));
    assert_eq!(timer_of(&told, "suspension").0, TimerState::Met);
}

/// Proves: PROCEDURE-05, PROCEDURE-07.
#[test]
fn the_machine_suspends_by_an_established_ground_and_goes_on_when_its_limit_passes() {
    let world = World::new();
    let told = learn(&world, &world.deciding(), "wreck", true, morning());
    let Next::Do(wish) = next(&world, &told, morning()) else { panic!("the machine must suspend") };
    assert_eq!(wish, Wish::Suspend { ground: "S2".to_owned(), words: None });
    let told = world.grant(&told, &wish, &machine(), morning());
    match told.last.notices[0].says() {
        Some(Content::Progress(Progress::Suspended { reason, mend, clause, limit, .. })) => {
            assert_eq!(
                (reason.as_str(), mend.as_str()),
                ("Судно поднято со дна, его осматривают.", "Дождитесь осмотра.")
            );
            assert!(!clause.is_empty());
            assert_eq!(limit.unwrap().last_day().to_string(), "2026-03-19");
        }
        other => panic!("a notice of the suspension was expected: {other:?}"),
    }
    assert_eq!(next(&world, &told, morning()), Next::Wait(WaitFor::Resumption));
    assert_eq!(world.refused(&told, &Wish::Resume, &machine(), morning()), Refusal::NotDue);
    // Nobody found anything out: the case goes on with what is known, and is granted, not refused.
    let after = at("2026-03-20T06:00:00Z");
    assert_eq!(timer::passed("suspension"), Wish::Resume);
    let told = world.grant(&told, &timer::passed("suspension"), &machine(), after);
    assert_eq!(told.case.pauses[0].went_on, Some(WentOn::Limit));
    assert!(matches!(next(&world, &told, after), Next::Do(Wish::Grant { .. })), "not again by the same ground");
}

/// Proves: PROCEDURE-05, PROCEDURE-07.
#[test]
fn a_ground_that_falls_away_lets_the_case_go_on_by_itself() {
    let world = World::new();
    let told = learn(&world, &world.deciding(), "wreck", true, morning());
    let wish = Wish::Suspend { ground: "S2".to_owned(), words: None };
    let told = world.grant(&told, &wish, &machine(), morning());
    let told = learn(&world, &told, "wreck", false, at("2026-03-13T06:00:00Z"));
    let told = world.grant(&told, &Wish::Resume, &machine(), at("2026-03-13T06:00:00Z"));
    assert_eq!(told.case.pauses[0].went_on, Some(WentOn::Ended));
}

/// Proves: PROCEDURE-07, SM-31.
#[test]
fn a_suspension_that_ends_on_a_day_of_the_calendar_has_a_timer_for_that_day() {
    let world = World::new();
    let mut told = world.filed_with(&[("boat.length", "7")]);
    for wish in [Wish::Deliver, Wish::Register] {
        told = world.grant(&told, &wish, &machine(), morning());
    }
    let wish = Wish::Suspend { ground: "S3".to_owned(), words: None };
    assert_eq!(next(&world, &told, morning()), Next::Do(wish.clone()));
    let told = world.grant(&told, &wish, &machine(), morning());
    let opens = world.clock.start_of_day("2026-04-10".parse().unwrap());
    assert_eq!(timer_of(&told, "suspension"), (TimerState::Armed, opens));
    let told = world.grant(&told, &timer::passed("suspension"), &machine(), opens);
    assert_eq!((told.case.state, told.case.pauses[0].went_on), (CaseState::InProgress, Some(WentOn::Ended)));
}

/// Proves: PROCEDURE-08.
#[test]
fn the_applicant_is_asked_once_never_for_what_an_authority_holds_and_the_answer_goes_on() {
    let world = World::new();
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    let held = world.refused(&told, &ask(&["boat.note", "debt"]), &anna(), morning());
    let expected = Refusal::HeldByAuthority { fact: "debt".to_owned(), keeper: "gims.debt".to_owned() };
    assert_eq!(held, expected);
    assert_eq!(held.detail().unwrap(), "debt: gims.debt");
    let unknown = world.refused(&told, &ask(&["boat.colour"]), &anna(), morning());
    assert_eq!(unknown, Refusal::UnknownFact("boat.colour".to_owned()));
    let told = world.grant(&told, &ask(&["boat.note"]), &anna(), morning());
    let asked = &told.case.asked_of_applicant[0];
    assert_eq!((asked.facts.as_slice(), asked.words.as_str()), (&["boat.note".to_owned()][..], "Нужна схема проезда"));
    assert_eq!(asked.due.as_ref().unwrap().last_day().to_string(), "2026-03-16", "the norm of the procedure");
    match told.last.notices[0].says() {
        Some(Content::Progress(Progress::Asked { facts, due, .. })) => {
            assert_eq!(facts, ["Что ещё известно о судне"]);
            assert!(due.is_some());
        }
        other => panic!("the questions were expected: {other:?}"),
    }
    let friday = at("2026-03-13T06:00:00Z");
    let more = Wish::Answer { facts: said("boat.mark", "Иная марка", friday) };
    assert_eq!(world.refused(&told, &more, &applicant(), friday), Refusal::UnknownFact("boat.mark".to_owned()));
    let told = world.grant(&told, &Wish::Answer { facts: said("boat.note", "Синее", friday) }, &applicant(), friday);
    let asked = &told.case.asked_of_applicant[0];
    assert_eq!((asked.answered, asked.ended_at), (true, Some(friday)));
    assert_eq!((told.case.state, last_day(&told).as_str()), (CaseState::InProgress, "2026-03-27"));
    assert!(told.case.facts.value("boat.note").is_some());
    let again = world.refused(&told, &ask(&["boat.mark"]), &anna(), friday);
    assert_eq!(again, Refusal::AskedAlready);
}

/// Proves: PROCEDURE-05, PROCEDURE-08.
#[test]
fn a_question_that_nobody_answers_lets_the_case_go_on_with_what_is_known() {
    let world = World::new();
    let told = world.asked();
    assert_eq!(timer_of(&told, "answer").0, TimerState::Armed);
    assert_eq!(world.refused(&told, &Wish::Resume, &machine(), morning()), Refusal::NotDue);
    let after = at("2026-03-17T06:00:00Z");
    let told = world.grant(&told, &timer::passed("answer"), &machine(), after);
    assert_eq!(told.case.pauses[0].went_on, Some(WentOn::Limit));
    assert!(!told.case.asked_of_applicant[0].answered);
    let more = told.case.procedures.iter().find(|procedure| procedure.id == "more").unwrap();
    assert_eq!(more.stage, ProcedureStage::Ended, "extra data show in the course");
    assert!(matches!(next(&world, &told, after), Next::Do(Wish::Grant { .. })));
}

/// Proves: PROCEDURE-05, PROCEDURE-08.
#[test]
fn the_machine_itself_asks_for_what_only_the_applicant_knows() {
    let text = TEXT
        .replace("within: 2 wd, by: official, variants: [give]", "within: 2 wd, by: machine, variants: [give]")
        .replace("rule: not(debt)", "rule: not(debt) and not(boat.note = \"нет\")");
    let cases = CASES.replace("debt: false", "boat.note: да, debt: false");
    let world = World::with_cases(&text, &cases);
    let told = world.deciding();
    let Next::Do(wish) = next(&world, &told, morning()) else { panic!("the machine must ask") };
    let words = "Дополнительные сведения".to_owned();
    assert_eq!(wish, Wish::AskApplicant { facts: vec!["boat.note".to_owned()], words });
    let told = world.grant(&told, &wish, &machine(), morning());
    let told = world.grant(&told, &Wish::Answer { facts: said("boat.note", "да", morning()) }, &applicant(), morning());
    assert!(matches!(next(&world, &told, morning()), Next::Do(Wish::Grant { .. })));
    // Not answered: asked once, so a person looks; nothing is refused from the unknown.
    let silent = world.grant(&world.deciding(), &wish, &machine(), morning());
    let after = at("2026-03-17T06:00:00Z");
    let silent = world.grant(&silent, &Wish::Resume, &machine(), after);
    assert!(matches!(next(&world, &silent, after), Next::Do(Wish::CallPerson { .. })));
}

#[test]
fn the_whole_term_is_prolonged_once_per_ground_and_not_after_it_passed() {
    let world = World::new();
    let told = learn(&world, &world.deciding(), "far", true, morning());
    let Next::Do(wish) = next(&world, &told, morning()) else { panic!("the machine must prolong") };
    assert_eq!(wish, Wish::Prolong { ground: "P1".to_owned(), words: None });
    let told = world.grant(&told, &wish, &machine(), morning());
    assert_eq!(last_day(&told), "2026-04-09", "20 working days from registration");
    match told.last.notices[0].says() {
        Some(Content::Progress(Progress::Prolonged { reasons, .. })) => {
            assert_eq!(
                (reasons[0].ground.as_str(), reasons[0].say.as_str()),
                ("P1", "Судно в другом регионе, срок продлён.")
            );
        }
        other => panic!("a notice of the longer term was expected: {other:?}"),
    }
    assert_eq!(world.refused(&told, &wish, &machine(), morning()), Refusal::AlreadyDone);
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let shorter = Wish::Prolong { ground: "P2".to_owned(), words: None };
    assert_eq!(world.refused(&told, &shorter, &anna(), morning()), Refusal::AlreadyDone, "15 days are fewer");
    let late = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    assert_eq!(world.refused(&late, &shorter, &anna(), at("2026-03-27T06:00:00Z")), Refusal::TermPassed);
}

#[test]
fn a_prolonged_term_still_leaves_the_pauses_out() {
    let world = World::new();
    let told = world.suspended();
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let told = world.grant(&told, &Wish::Resume, &anna(), at("2026-03-16T06:00:00Z"));
    let wish = Wish::Prolong { ground: "P2".to_owned(), words: Some("Завод молчит".to_owned()) };
    let told = world.grant(&told, &wish, &anna(), at("2026-03-16T06:00:00Z"));
    assert_eq!(last_day(&told), "2026-04-06", "15 working days and the two that stood still");
    assert_eq!(told.case.prolonged[0].words.as_deref(), Some("Завод молчит"));
}

/// Proves: PROCEDURE-06.
#[test]
fn a_late_answer_of_an_authority_does_not_shift_the_applicants_term() {
    let world = World::new();
    let told = world.registered();
    let before = last_day(&told);
    let silent = Wish::SourceFailed { source: "gims.debt".to_owned(), overdue: true };
    let told = world.grant(&told, &silent, &machine(), at("2026-03-17T06:00:00Z"));
    let told = world.grant(
        &told,
        &Wish::Learn { facts: from_register("gims.debt", "debt", Some(false), at("2026-03-18T06:00:00Z")) },
        &machine(),
        at("2026-03-18T06:00:00Z"),
    );
    assert_eq!(last_day(&told), before);
    let moved = told.last.timers.iter().any(|timer| timer.what == "case");
    assert!(!moved, "{:?}", told.last.timers);
}

/// Proves: STATUS-10.
#[test]
fn a_case_tells_its_day_and_what_the_clock_stands_still_for() {
    let world = World::new();
    let told = world.registered();
    let first = day_of(&told.case, &world.clock, morning()).unwrap();
    assert_eq!((first.day, first.of, first.working, first.late), (0, 10, true, false));
    let told = world.suspended();
    let tuesday = at("2026-03-17T06:00:00Z");
    let stands = day_of(&told.case, &world.clock, tuesday).unwrap();
    assert_eq!((stands.day, stands.of, stands.stood), (0, 10, 3), "Friday, Monday and Tuesday do not count");
    let standing = stands.standing.unwrap();
    assert_eq!((standing.days, standing.since), (3, morning()));
    assert!(matches!(standing.waits_for, StandsFor::Ground { ground, .. } if ground == "S1"));
    assert!(standing.until.is_some());
    let told = world.grant(&told, &Wish::Take, &anna(), tuesday);
    let told = world.grant(&told, &Wish::Resume, &anna(), tuesday);
    let later = day_of(&told.case, &world.clock, at("2026-03-19T06:00:00Z")).unwrap();
    assert_eq!((later.day, later.of, later.stood, later.standing), (2, 10, 3, None));
    let asked = day_of(&world.asked().case, &world.clock, tuesday).unwrap().standing.unwrap();
    assert_eq!(asked.waits_for, StandsFor::Applicant { facts: vec!["boat.note".to_owned()] });
    let late = day_of(&told.case, &world.clock, at("2026-04-02T06:00:00Z")).unwrap();
    assert!(late.late && late.day > late.of, "{late:?}");
    let completed = world.in_state(CaseState::Completed).case;
    assert_eq!(day_of(&completed, &world.clock, tuesday), None);
}

/// Proves: SM-31.
#[test]
fn it_is_warned_before_the_term_ends_and_a_breach_goes_up() {
    let world = World::new();
    let told = world.registered();
    assert_eq!(last_day(&told), "2026-03-26");
    let (state, warns) = timer_of(&told, "warn:case");
    assert_eq!((state, world.clock.local_date(warns).to_string()), (TimerState::Armed, "2026-03-25".to_owned()));
    let warn = timer::passed("warn:case");
    assert_eq!(world.refused(&told, &warn, &machine(), at("2026-03-24T06:00:00Z")), Refusal::NotDue);
    let told = world.grant(&told, &warn, &machine(), at("2026-03-25T06:00:00Z"));
    assert_eq!(
        (told.case.warned.as_slice(), timer_of(&told, "warn:case").0),
        (&["case".to_owned()][..], TimerState::Met)
    );
    let late = at("2026-03-27T06:00:00Z");
    let told = world.grant(&told, &timer::passed("case"), &machine(), late);
    let (state, escalates) = timer_of(&told, "escalate:case");
    assert_eq!((state, world.clock.local_date(escalates).to_string()), (TimerState::Armed, "2026-03-27".to_owned()));
    let up = timer::passed("escalate:case");
    assert_eq!(world.refused(&told, &up, &machine(), late), Refusal::NotDue);
    let told = world.grant(&told, &up, &machine(), at("2026-03-30T06:00:00Z"));
    assert_eq!(told.case.escalated, ["case"]);
    assert_eq!(told.last.journal[0].event.name(), "escalated");
    let mut quiet = World::new();
    quiet.region.params.warn_before = None;
    assert!(timer::of(&quiet.registered().case).iter().all(|timer| timer.what != "warn:case"));
}
