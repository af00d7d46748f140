//! Notices and their copies; the clock of a case; late and in time.

use domain::case::{CaseState, Wish};
use domain::channels::{self, ChannelState, Delivery, LetterKind};
use domain::id::NoticeId;
use domain::notice::{Channel, Content, CopyState, How, NoticeKind, NoticeState, Progress, compose};
use domain::procedure::ProcedureStage;
use domain::refusal::Refusal;
use domain::timer::{self, TimerState};

use crate::world::*;

/// Proves: STATUS-02.
#[test]
fn a_notice_with_an_empty_element_cannot_be_made() {
    let world = World::new();
    let case = world.registered().case;
    let due = case.due.clone().unwrap();
    let make = |content: Content| {
        let id = NoticeId("000000000000000000000000000e002a".to_owned());
        compose(id, &case, "Бортовой номер".to_owned(), &content, morning(), morning())
    };
    let past = Content::Registered { accepted_at: at("2027-01-01T00:00:00Z"), started_at: morning(), due };
    assert_eq!(make(past), Err(Refusal::NoticeIncomplete("due")));
    let unreasoned = Content::Refused { decided_at: morning(), reasons: Vec::new(), words: Some("Нет".to_owned()) };
    assert_eq!(make(unreasoned), Err(Refusal::NoticeIncomplete("reasons")));
    let unreasoned = Content::NotAccepted { reasons: Vec::new(), words: None };
    assert_eq!(make(unreasoned), Err(Refusal::NoticeIncomplete("reasons")));
    let nothing = Content::Granted { decided_at: morning(), results: Vec::new(), how: How::InAccount };
    assert_eq!(make(nothing), Err(Refusal::NoticeIncomplete("results")));
    for (progress, lacks) in [
        (Progress::Ended { procedure: String::new(), next: "Решение".to_owned() }, "procedure"),
        (Progress::Ended { procedure: "Запросы".to_owned(), next: " ".to_owned() }, "next"),
        (suspended("Запросы", ""), "reason"),
    ] {
        assert_eq!(make(Content::Progress(progress)), Err(Refusal::NoticeIncomplete(lacks)));
    }
    let fine = Progress::Ended { procedure: "Запросы".to_owned(), next: "Решение".to_owned() };
    let notice = make(Content::Progress(fine.clone())).unwrap();
    assert_eq!(notice.says(), Some(Content::Progress(fine)));
}

/// Proves: STATUS-01, STATUS-04, PROCEDURE-04.
#[test]
fn each_procedure_that_ends_is_told_within_a_working_day() {
    let world = World::new();
    let friday_evening = at("2026-03-13T13:55:00Z");
    let wish = Wish::EndProcedure { procedure: "queries".to_owned() };
    let told = world.grant(&world.answered(), &wish, &machine(), friday_evening);
    let notice = &told.last.notices[0];
    assert_eq!(notice.kind, NoticeKind::Progress);
    assert_eq!(world.clock.local_date(notice.latest).to_string(), "2026-03-16", "Monday, the next working day");
    assert_eq!(notice.latest, world.clock.end_of_day("2026-03-16".parse().unwrap()));
    assert!(!notice.late(friday_evening));
    let expected = Progress::Ended {
        procedure: "Запросы в инспекцию".to_owned(), next: "Принятие решения".to_owned()
    };
    assert_eq!(notice.says(), Some(Content::Progress(expected)));
    // Before a holiday the latest moment moves over it.
    let before_holiday = world.grant(&world.answered(), &wish, &machine(), at("2026-05-08T13:55:00Z"));
    let latest = before_holiday.last.notices[0].latest;
    assert_eq!(world.clock.local_date(latest).to_string(), "2026-05-12");
}

/// Proves: STATUS-04.
#[test]
fn a_notice_that_came_too_late_says_so() {
    let world = World::new();
    let mut notice = world.registered().last.notices[0].clone();
    assert_eq!(notice.state(), NoticeState::InAccount);
    notice.in_account_at = None;
    assert_eq!(notice.state(), NoticeState::Due);
    assert!(!notice.late(notice.latest));
    assert!(notice.late(at("2026-03-14T06:00:00Z")));
    notice.in_account_at = Some(morning());
    notice.open(at("2026-03-12T07:00:00Z"));
    notice.open(at("2026-03-12T08:00:00Z"));
    assert_eq!((notice.state(), notice.read_at), (NoticeState::Read, Some(at("2026-03-12T07:00:00Z"))));
}

/// Proves: STATUS-03.
#[test]
fn copies_go_only_by_chosen_channels_that_work_and_the_account_always_has_it() {
    let world = World::new();
    let ids = |bucket| domain::id::make([7; 16], bucket);
    let channels = |person: &domain::person::Person, off: &[Channel]| {
        let mut notice = world.registered().last.notices[0].clone();
        let jobs = channels::copy(&mut notice, person, off, &ids, morning());
        assert_eq!(notice.in_account_at, Some(morning()));
        assert_eq!(jobs.len(), notice.copies.len());
        notice.copies.iter().map(|copy| copy.channel).collect::<Vec<_>>()
    };
    let mut person = world.person();
    assert_eq!(channels(&person, &[]), [Channel::Email, Channel::Sms]);
    assert_eq!(channels(&person, &[Channel::Email]), [Channel::Sms]);
    let off = ChannelState { soft: 0, disabled_at: Some(morning()) };
    person.channels.insert(Channel::Sms, off);
    assert_eq!(channels(&person, &[]), [Channel::Email]);
    person.email = None;
    assert_eq!(channels(&person, &[]), []);
}

/// Proves: STATUS-08.
#[test]
fn a_copy_tells_number_service_and_link_and_nothing_of_the_decision() {
    let world = World::new();
    let refused = world.in_state(CaseState::DecisionNegative).last.notices[0].clone();
    let granted = world.ready().last.notices[0].clone();
    let (no, yes) = (channels::letter(&refused), channels::letter(&granted));
    assert_eq!((no.kind, yes.kind), (LetterKind::Decision, LetterKind::Decision));
    let written = serde_json::to_value(&no).unwrap();
    let names: Vec<_> = written.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["number", "service_title", "kind", "path"]);
    let text = written.to_string();
    for secret in ["Образцов", "недостоверны", "R4", "1990"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Proves: STATUS-09.
#[test]
fn a_hard_bounce_switches_a_channel_off_at_once_and_a_soft_one_after_three() {
    let world = World::new();
    let ids = |bucket| domain::id::make([7; 16], bucket);
    let queued = || {
        let mut notice = world.registered().last.notices[0].clone();
        channels::copy(&mut notice, &world.person(), &[], &ids, morning());
        notice.copies[0].clone()
    };
    let mut channel = ChannelState::default();
    let mut copy = queued();
    channels::delivered(&mut copy, &mut channel, Delivery::HardBounce, morning());
    assert_eq!((copy.state, channel.works()), (CopyState::Bounced, false));
    assert!(channel.asks_for_new_address());
    let mut channel = ChannelState::default();
    let mut copy = queued();
    for works in [true, true, false] {
        channels::delivered(&mut copy, &mut channel, Delivery::SoftBounce, morning());
        assert_eq!(channel.works(), works);
    }
    assert_eq!((copy.state, copy.tries), (CopyState::Bounced, 3));
    let mut channel = ChannelState { soft: 2, disabled_at: None };
    let mut copy = queued();
    channels::delivered(&mut copy, &mut channel, Delivery::Sent, morning());
    assert_eq!(copy.state, CopyState::Sent);
    channels::delivered(&mut copy, &mut channel, Delivery::Delivered, morning());
    assert_eq!((copy.state, channel.soft), (CopyState::Delivered, 0), "what arrives begins the count anew");
}

fn suspended(procedure: &str, reason: &str) -> Progress {
    let (procedure, reason) = (procedure.to_owned(), reason.to_owned());
    Progress::Suspended { procedure, reason, mend: String::new(), clause: String::new(), limit: None }
}

/// Proves: STATUS-10, SEC-05.
#[test]
fn a_suspension_shows_its_ground_and_moves_every_end() {
    let world = World::new();
    let told = world.deciding();
    let before = told.case.due.clone().unwrap();
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let told = world.grant(&told, &suspend("S1"), &anna(), morning());
    assert_eq!(told.case.pauses[0].reason, "Инспекция проверяет судно. Нужна схема проезда");
    assert!(matches!(told.last.notices[0].says(), Some(Content::Progress(Progress::Suspended { .. }))));
    let states: Vec<_> = told.last.timers.iter().map(|timer| (timer.what.as_str(), timer.state)).collect();
    let expected = [
        ("case", TimerState::Paused),
        ("warn:case", TimerState::Paused),
        ("decision", TimerState::Paused),
        ("suspension", TimerState::Armed),
    ];
    assert_eq!(states, expected);
    // From Thursday, 12 March, to Tuesday, 17 March: three working days stood still.
    let told = world.grant(&told, &Wish::Resume, &anna(), at("2026-03-17T06:00:00Z"));
    assert_eq!(before.last_day().to_string(), "2026-03-26");
    assert_eq!(told.case.due.clone().unwrap().last_day().to_string(), "2026-03-31");
    assert_eq!(told.case.pauses[0].until, Some(at("2026-03-17T06:00:00Z")));
    let decision = told.case.procedures.iter().find(|procedure| procedure.id == "decision").unwrap();
    assert_eq!(decision.stage, ProcedureStage::Started);
    assert_eq!(decision.due.clone().unwrap().last_day().to_string(), "2026-03-18");
    let states: Vec<_> = told.last.timers.iter().map(|timer| (timer.what.as_str(), timer.state)).collect();
    let expected = [
        ("case", TimerState::Armed),
        ("warn:case", TimerState::Armed),
        ("decision", TimerState::Armed),
        ("suspension", TimerState::Met),
    ];
    assert_eq!(states, expected);
}

/// Proves: STATUS-10, PROCEDURE-04.
#[test]
fn what_passes_its_term_is_overdue_and_ends_late() {
    let world = World::new();
    let told = world.answered();
    let breach = |what: &str| Wish::Breach { what: what.to_owned() };
    assert_eq!(world.refused(&told, &breach("queries"), &machine(), morning()), Refusal::NotDue);
    let late = at("2026-03-17T06:00:00Z");
    let told = world.grant(&told, &breach("queries"), &machine(), late);
    assert_eq!(told.case.procedures[1].stage, ProcedureStage::Overdue);
    assert_eq!(told.last.timers[0].state, TimerState::Breached);
    assert_eq!(world.refused(&told, &breach("queries"), &machine(), late), Refusal::AlreadyDone);
    let wish = Wish::EndProcedure { procedure: "queries".to_owned() };
    let told = world.grant(&told, &wish, &machine(), late);
    assert_eq!(told.case.procedures[1].stage, ProcedureStage::EndedLate);
    let queries = timer::of(&told.case).into_iter().find(|timer| timer.what == "queries").unwrap();
    assert_eq!(queries.state, TimerState::MetLate);
    let told = world.grant(&told, &breach("case"), &machine(), at("2026-03-27T06:00:00Z"));
    assert_eq!(told.case.breached, ["case"]);
}

/// Proves: STATUS-02.
#[test]
fn a_region_may_leave_out_the_ends_of_procedures_but_none_of_the_four_kinds() {
    let mut world = World::new();
    world.region.params.notify_mode.value = regulation::region::NotifyMode::Required;
    assert!(world.deciding().last.notices.is_empty());
    assert_eq!(world.registered().last.notices.len(), 1);
    assert_eq!(world.ready().last.notices.len(), 1);
}

/// Proves: SEC-05.
#[test]
fn an_amended_calendar_moves_every_running_end_and_the_journal_says_so() {
    let world = World::new();
    let told = world.deciding();
    assert_eq!(world.refused(&told, &Wish::Recount, &machine(), morning()), Refusal::AlreadyDone);
    let amended = world.amended("2026-03-13");
    let told = amended.grant(&told, &Wish::Recount, &machine(), morning());
    assert_eq!(told.case.due.clone().unwrap().last_day().to_string(), "2026-03-27");
    let moved: Vec<_> = told.last.timers.iter().map(|timer| timer.what.as_str()).collect();
    assert_eq!(moved, ["case", "warn:case", "decision"]);
    assert_eq!(told.last.journal[0].event.name(), "recounted");
    // What was filed without any calendar is counted when one comes.
    let mut bare = World::new();
    bare.clock.calendar = regulation::clock::Calendar::default();
    let filed = bare.filed();
    let told = world.grant(&filed, &Wish::Recount, &machine(), morning());
    assert_eq!(told.case.registration_due.unwrap().last_day().to_string(), "2026-03-13");
}
