//! The account: the course of an application, notices and their copies, withdrawal.

use actions::citizen::{applications, notices, replies, session};
use actions::library::Library;
use actions::stop::Stop;
use domain::case::{Actor, CaseState, Wish};
use domain::id::CaseId;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use regulation::clock::Term;
use regulation::package::{Assurance, Ground, Suspension};
use store::{Batch, people};

use super::known;
use super::world::World;

/// Lets officials suspend a shipped service on an invented ground; gives its id.
fn suspendable(world: &mut World, service: &str) -> String {
    let edition = world.office.library.editions(service).last().unwrap();
    let mut edition = (**edition).clone();
    let invented =
        Ground { id: "Z1".to_owned(), when: None, variants: Vec::new(), ..edition.refuse_provision[0].clone() };
    let limit = Some(Term::parse("20 wd").unwrap());
    edition.suspend.push(Suspension { ground: invented, until: None, limit });
    world.office.library = Library::new([edition]);
    "Z1".to_owned()
}

/// Proves: PROCEDURE-07, SM-31.
#[tokio::test]
async fn the_housekeeping_lets_a_case_go_on_when_the_limit_of_its_suspension_passes() {
    let mut world = World::new().await;
    let (_, case) = world.hunter().await;
    let ground = suspendable(&mut world, "hunting-ticket");
    let official =
        world.official("nature.wrong", "Чужакова Другая Примеровна", &[domain::official::Role::Caseworker]).await;
    let by = Actor::Official(official.id);
    world.wish(&case, &Wish::Take, &by).await;
    world.wish(&case, &Wish::Suspend { ground, words: None }, &by).await;
    world.wish(&case, &Wish::Return, &by).await;
    actions::machine::keep_house(&world.office).await;
    assert_eq!(world.case(&case).await.state, CaseState::Suspended);
    world.wait(SignedDuration::from_hours(24 * 40));
    actions::machine::keep_house(&world.office).await;
    let after = world.case(&case).await;
    assert_eq!(after.state, CaseState::InProgress);
    assert_eq!(after.pauses[0].went_on, Some(domain::case::WentOn::Limit));
}

/// Proves: PROCEDURE-05, PROFILE-09.
#[tokio::test]
async fn the_applicant_contests_a_fact_and_calls_a_person_in() {
    let world = World::new().await;
    let (who, case) = world.hunter().await;
    replies::call_person(&world.office, &who, &case, "Прошу посмотреть самим").await.unwrap();
    let called = world.case(&case).await;
    assert_eq!(called.call_words.as_deref(), Some("Прошу посмотреть самим"));
    assert!(called.person_wanted());
    let stranger = world.person("Чужой Человек").await;
    let refused = replies::call_person(&world.office, &stranger, &case, "Мне тоже").await;
    assert!(matches!(refused, Err(Stop::Missing)), "{refused:?}");
    let own = called.facts.0.iter().find(|(_, known)| known.source == regulation::fact::Source::Applicant);
    let (own, _) = own.expect("something said by the applicant");
    let refused = replies::contest(&world.office, &who, &case, own, "Это не так").await;
    assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
    let answers = std::collections::BTreeMap::from([(own.clone(), "Иное".to_owned())]);
    assert!(replies::answer(&world.office, &who, &case, &answers).await.is_err(), "nothing was asked");
}

/// Proves: SEC-05, SM-31.
#[tokio::test]
async fn a_changed_calendar_is_noticed_once_and_every_open_case_counted_anew() {
    let mut world = World::new().await;
    let (_, case) = world.hunter().await;
    assert!(actions::machine::begin(&world.office).await.unwrap(), "no calendar is remembered yet");
    assert!(!actions::machine::begin(&world.office).await.unwrap(), "the same calendar is not counted twice");
    let before = world.case(&case).await.due.unwrap();
    world.office.clock.moves_from_day_off = !world.office.clock.moves_from_day_off;
    let calendar = domain::timer::calendar_mark(&world.office.clock);
    assert!(actions::machine::begin(&world.office).await.unwrap());
    let last = store::cases::still_open(&world.office.db, None, 10).await.unwrap();
    assert_eq!(last, std::slice::from_ref(&case));
    assert!(
        !calendar.is_empty() && world.case(&case).await.due.unwrap() == before,
        "nothing moves before the job runs"
    );
    let lease = world.office.new_owner_id();
    let now = world.office.now();
    let jobs =
        store::jobs::lease(&world.office.db, &lease, now, now + SignedDuration::from_secs(60), 50).await.unwrap();
    for job in jobs.iter().filter(|job| job.work.name() == "recount") {
        actions::machine::perform(&world.office, job).await;
    }
    let stats = store::jobs::stats(&world.office.db, now).await.unwrap();
    assert_eq!(stats.parked, 0);
}

/// Proves: STATUS-10.
#[tokio::test]
async fn the_timeline_tells_planned_and_actual_times_and_pauses_with_their_reason() {
    let mut world = World::new().await;
    let (who, case) = world.hunter().await;
    let ground = suspendable(&mut world, "hunting-ticket");
    let opened = applications::open(&world.office, &who, &case).await.unwrap();
    let running = opened.case.procedures.iter().find(|one| one.runs()).unwrap();
    assert!(running.started_at.is_some() && running.due.is_some() && running.ended_at.is_none());
    assert!(opened.promised.as_ref().unwrap().explain().contains("5 рабочих дней"));
    let reason = "Ждём ответа другого ведомства до 10 марта.".to_owned();
    let official =
        world.official("nature.wrong", "Чужакова Другая Примеровна", &[domain::official::Role::Caseworker]).await;
    world.wish(&case, &Wish::Take, &Actor::Official(official.id.clone())).await;
    world
        .wish(&case, &Wish::Suspend { ground, words: Some(reason.clone()) }, &Actor::Official(official.id.clone()))
        .await;
    world.wait(SignedDuration::from_hours(24));
    let paused = applications::open(&world.office, &who, &case).await.unwrap().case;
    assert_eq!(paused.pauses.len(), 1);
    assert!(paused.pauses[0].reason.ends_with(&reason) && paused.pauses[0].until.is_none());
    world.wish(&case, &Wish::Resume, &Actor::Official(official.id)).await;
    let after = applications::open(&world.office, &who, &case).await.unwrap().case;
    assert!(after.pauses[0].until.is_some());
    assert!(after.due.unwrap().at > opened.case.due.unwrap().at);
}

/// Proves: STATUS-03.
#[tokio::test]
async fn every_notice_is_in_the_account_and_copies_go_only_to_verified_addresses() {
    let world = World::new().await;
    let (plain, case) = world.hunter().await;
    let told = notices::of_person(&world.office, &plain, None).await.unwrap();
    assert!(
        !told.is_empty()
            && told.iter().all(|notice| notice.case.as_ref() == Some(&case) && notice.in_account_at.is_some())
    );
    assert_eq!(notices::unread(&world.office, &plain).await.unwrap(), told.len());
    notices::read(&world.office, &plain, &told[0].id).await.unwrap();
    assert_eq!(notices::unread(&world.office, &plain).await.unwrap(), told.len() - 1);
    // Nothing verified: wishing for copies gives none.
    notices::choose(&world.office, &plain, true, true).await.unwrap();
    let stored = people::by_id(&world.office.db, &plain.person.id).await.unwrap().unwrap();
    assert_eq!((stored.email, stored.phone), (None, None));
    let who = known(&world, Assurance::Confirmed).await;
    notices::choose(&world.office, &who, true, false).await.unwrap();
    let stored = people::by_id(&world.office.db, &who.person.id).await.unwrap().unwrap();
    assert_eq!((stored.email.as_deref(), stored.phone), (Some("primera@example.test"), None));
    assert!(matches!(notices::read(&world.office, &who, &told[0].id).await, Err(Stop::Missing)));
}

/// Proves: STATUS-09.
#[tokio::test]
async fn an_address_that_bounced_is_asked_about_until_another_one_comes() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    notices::choose(&world.office, &who, true, false).await.unwrap();
    let mut person = people::by_id(&world.office.db, &who.person.id).await.unwrap().unwrap();
    let state = domain::channels::ChannelState { soft: 0, disabled_at: Some(world.now()) };
    person.channels.insert(domain::notice::Channel::Email, state);
    let mut bounced = who.clone();
    bounced.person = person.clone();
    assert_eq!(notices::switched_off(&bounced), [domain::notice::Channel::Email]);
    person.claims.insert("email".to_owned(), serde_json::json!("novaya@example.test"));
    world.office.db.commit(Batch::new().with(people::update(&person))).await.unwrap();
    let mut anew = who;
    anew.person = person;
    notices::choose(&world.office, &anew, true, false).await.unwrap();
    let stored = people::by_id(&world.office.db, &anew.person.id).await.unwrap().unwrap();
    assert!(stored.channels.is_empty() && stored.email.as_deref() == Some("novaya@example.test"));
}

/// Proves: INTAKE-13.
#[tokio::test]
async fn an_application_is_taken_back_before_the_decision_and_not_after() {
    let world = World::new().await;
    let (who, case) = world.hunter().await;
    let other = world.person("Другова Другая").await;
    assert!(matches!(applications::withdraw(&world.office, &other, &case).await, Err(Stop::Missing)));
    assert!(applications::open(&world.office, &who, &case).await.unwrap().may_withdraw);
    applications::withdraw(&world.office, &who, &case).await.unwrap();
    assert_eq!(world.case(&case).await.state, CaseState::Withdrawn);
    let twice = applications::withdraw(&world.office, &who, &case).await;
    assert!(matches!(twice, Err(Stop::Refused(Refusal::WrongState { .. }))), "{twice:?}");
    let (late, decided) = world.hunter().await;
    world.answer(&decided, "mvd.conviction", serde_json::json!({ "found": true })).await;
    assert!(world.case(&decided).await.decision.is_some());
    let refused = applications::withdraw(&world.office, &late, &decided).await;
    assert!(matches!(refused, Err(Stop::Refused(Refusal::WrongState { .. }))), "{refused:?}");
}

/// Proves: SEC-01.
#[tokio::test]
async fn an_ended_expired_or_invented_session_opens_nothing() {
    let world = World::new().await;
    let who = world.person("Образцов Пример").await;
    let token = session::open_for(&world.office, &who.person.id).await.unwrap();
    session::find(&world.office, &token).await.unwrap();
    let tampered: String = token.chars().rev().collect();
    for wrong in ["", "x", tampered.as_str(), &"0".repeat(64), &token[..63]] {
        assert!(matches!(session::find(&world.office, wrong).await, Err(Stop::SignInNeeded)), "{wrong}");
    }
    session::end(&world.office, &token).await.unwrap();
    assert!(matches!(session::find(&world.office, &token).await, Err(Stop::SignInNeeded)));
    let token = session::open_for(&world.office, &who.person.id).await.unwrap();
    world.wait(SignedDuration::from_hours(9));
    assert!(matches!(session::find(&world.office, &token).await, Err(Stop::SignInNeeded)));
}

/// Proves: SEC-03.
#[tokio::test]
async fn a_person_sees_who_read_their_data_and_nobody_elses() {
    let world = World::new().await;
    let (who, case) = world.hunter().await;
    let official = world.official("nature.signer", "Подписантов Пример", &[domain::official::Role::Caseworker]).await;
    assert!(applications::readings(&world.office, &who).await.unwrap().is_empty());
    actions::desk::card::card(&world.office, &official, &case, |_| "Рассмотрение дела".to_owned(), world.now())
        .await
        .unwrap();
    let read = applications::readings(&world.office, &who).await.unwrap();
    assert_eq!(read.len(), 1);
    assert!(read[0].who.contains("советник") && !read[0].who.contains("Подписантов"));
    let other = world.person("Другова Другая").await;
    assert!(applications::readings(&world.office, &other).await.unwrap().is_empty());
    let foreign = applications::open(&world.office, &other, &case).await.map(|_| ());
    assert!(matches!(foreign, Err(Stop::Missing)));
    let nobody = applications::open(&world.office, &who, &CaseId("f".repeat(32))).await.map(|_| ());
    assert!(matches!(nobody, Err(Stop::Missing)));
}
