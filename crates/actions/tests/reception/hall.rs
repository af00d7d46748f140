//! A hall chosen in the form: held for the draft, booked with the case, free again without it.

use actions::citizen::{drafts as forms, file_application::file_application, informing, start_draft};
use actions::reception::{application, earlier, own};
use actions::stop::Stop;
use domain::case::{Actor, CaseState, Wish};
use domain::id::DraftId;
use domain::reception::{Appointment, BookedBy, LineId, Stage};
use domain::refusal::Refusal;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use regulation::form::Problem;
use store::{Batch, drafts, reception as rows};

use crate::world::World;
use crate::{made, refused};
use actions::citizen::session::Session;

/// A Tuesday that is more than a month after the beginning.
const DAY: Date = Date::constant(2026, 4, 14);

async fn both() -> Vec<World> {
    let mut worlds = vec![made(World::of(&["marriage"]).await).await];
    if let Some(world) = World::on_postgres(&["marriage"]).await {
        worlds.push(made(world).await);
    }
    worlds
}

fn hall() -> LineId {
    LineId::new("zags-central", "hall")
}

async fn start(world: &World, index: usize) -> Timestamp {
    rows::day_of(&world.office.db, &hall(), DAY).await.unwrap().unwrap().slots[index].start
}

/// A draft with everything but the day.
async fn draft(world: &World, who: &Session) -> DraftId {
    let id = start_draft::start(&world.office, who, "marriage", None).await.unwrap();
    let mut draft = drafts::by_id(&world.office.db, &id).await.unwrap().unwrap();
    let read = draft.revision;
    let regulation = world.office.library.current("marriage", world.office.today(world.now())).unwrap();
    draft.answers = informing::sample_answers(regulation);
    draft.answers.shift_remove("wedding.date");
    draft.revision += 1;
    world.office.db.commit(Batch::new().with(drafts::save(&draft, read))).await.unwrap();
    id
}

async fn hold(world: &World, who: &Session, draft: &DraftId, start: Timestamp) -> Result<(), Stop> {
    application::hold(&world.office, who, draft, "hall", &hall(), start).await
}

async fn chosen(world: &World, draft: &DraftId) -> Appointment {
    rows::of_draft(&world.office.db, draft).await.unwrap().pop().unwrap()
}

async fn taken(world: &World) -> usize {
    let day = rows::day_of(&world.office.db, &hall(), DAY).await.unwrap().unwrap();
    let claims = rows::claims(&world.office.db, &day).await.unwrap();
    assert_eq!(day.taken, claims.len() as i64, "the counter is what is taken");
    claims.len()
}

fn problems(outcome: Result<domain::id::CaseId, Stop>) -> Vec<Problem> {
    match outcome {
        Err(Stop::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

/// Proves: BOOK-02, BOOK-07, BOOK-11, BOOK-12.
#[tokio::test]
async fn a_hall_is_held_for_the_draft_and_booked_in_the_commit_of_its_case() {
    for world in both().await {
        let office = &world.office;
        let who = world.person("Образцов Пример Примерович").await;
        let id = draft(&world, &who).await;
        // Nothing is filed without it, and the missing time is named once.
        let found = problems(file_application(office, &who, &id, &[]).await);
        assert_eq!(found.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["bookings.hall"]);
        let at = start(&world, 3).await;
        hold(&world, &who, &id, at).await.unwrap();
        hold(&world, &who, &id, at).await.unwrap();
        let held = chosen(&world, &id).await;
        assert_eq!(held.stage, Stage::Held { until: world.now() + SignedDuration::from_hours(24) });
        assert_eq!(taken(&world).await, 1);
        let open = forms::open(office, &who, &id).await.unwrap();
        assert_eq!(open.draft.answers["wedding.date"], "14.04.2026", "the day is not asked again");
        // Another time in its place: the first is free the same moment.
        hold(&world, &who, &id, start(&world, 5).await).await.unwrap();
        assert_eq!(taken(&world).await, 1);
        let case = file_application(office, &who, &id, &[]).await.unwrap();
        let booked = chosen(&world, &id).await;
        assert_eq!((&booked.stage, taken(&world).await), (&Stage::Booked, 1));
        assert_eq!(booked.application.as_ref().unwrap().case.as_ref(), Some(&case));
        let stored = world.case(&case).await;
        assert_eq!(stored.facts.get("wedding.date").unwrap().value, Some(regulation::fact::Value::Date(DAY)));
        assert_eq!(application::of_case(office, &stored).await.unwrap().len(), 1);
        // It stays on its day and goes only with the case.
        assert_eq!(refused(own::cancel(office, &who, &booked.id).await), Refusal::SlotOfCase);
        let next = jiff::civil::date(2026, 4, 15);
        let other = rows::day_of(&office.db, &hall(), next).await.unwrap().unwrap().slots[0].start;
        assert_eq!(refused(own::move_to(office, &who, &booked.id, other).await), Refusal::SlotOfCase);
        own::move_to(office, &who, &booked.id, start(&world, 6).await).await.unwrap();
        assert_eq!(taken(&world).await, 1);
        let asked = Wish::Withdraw;
        world.wish(&case, &asked, &Actor::Applicant(who.person.id.clone())).await;
        assert_eq!(world.case(&case).await.state, CaseState::Withdrawn);
        assert_eq!((chosen(&world, &id).await.stage, taken(&world).await), (Stage::CaseEnded, 0));
    }
}

/// Proves: BOOK-11.
#[tokio::test]
async fn two_drafts_want_one_slot_and_one_has_it() {
    for world in both().await {
        let (one, two) = (world.person("Первый Пример Пробович").await, world.person("Второй Пример Пробович").await);
        let (first, second) = (draft(&world, &one).await, draft(&world, &two).await);
        let at = start(&world, 3).await;
        let (a, b) = tokio::join!(hold(&world, &one, &first, at), hold(&world, &two, &second, at));
        let lost = if a.is_ok() { b } else { a };
        assert_eq!(refused(lost), Refusal::SlotTaken);
        assert_eq!(taken(&world).await, 1);
    }
}

/// Proves: BOOK-11, BOOK-12.
#[tokio::test]
async fn a_hold_that_ran_out_frees_the_slot_and_the_draft_says_so() {
    for world in both().await {
        let office = &world.office;
        let (one, two) = (world.person("Первый Пример Пробович").await, world.person("Второй Пример Пробович").await);
        let (first, second) = (draft(&world, &one).await, draft(&world, &two).await);
        let at = start(&world, 3).await;
        hold(&world, &one, &first, at).await.unwrap();
        world.wait(SignedDuration::from_hours(24));
        // Past its time it books nothing, although nobody has let it go yet.
        let found = problems(file_application(office, &one, &first, &[]).await);
        assert!(found[0].message.contains("больше не придержано"), "{found:?}");
        assert_eq!(earlier::lapse_all(office, world.now()).await.unwrap(), 1);
        assert_eq!((chosen(&world, &first).await.stage, taken(&world).await), (Stage::Lapsed, 0));
        let kept = forms::open(office, &one, &first).await.unwrap();
        assert_eq!(kept.draft.answers["groom.last_name"], "Образцов", "nothing else is lost");
        hold(&world, &two, &second, at).await.unwrap();
        assert_eq!(refused(hold(&world, &one, &first, at).await), Refusal::SlotTaken);
        hold(&world, &one, &first, start(&world, 4).await).await.unwrap();
        file_application(office, &one, &first, &[]).await.unwrap();
        // Let go by hand: the slot is free and the day has to be chosen again.
        application::let_go(office, &two, &second, "hall").await.unwrap();
        assert_eq!(taken(&world).await, 1);
        assert_eq!(forms::open(office, &two, &second).await.unwrap().draft.answers["wedding.date"], "");
    }
}

/// Proves: BOOK-02, BOOK-10, BOOK-11.
#[tokio::test]
async fn only_what_the_regulation_lets_one_choose_is_held() {
    let world = made(World::of(&["marriage"]).await).await;
    let office = &world.office;
    let who = world.person("Образцов Пример Примерович").await;
    let id = draft(&world, &who).await;
    let soon = rows::day_of(&office.db, &hall(), jiff::civil::date(2026, 3, 10)).await.unwrap().unwrap().slots[3].start;
    let room = LineId::new("zags-central", "room");
    let at = start(&world, 3).await;
    let off = at + SignedDuration::from_mins(7);
    for (booking, line, start, refusal) in [
        ("hall", hall(), soon, Refusal::SlotGone),
        ("hall", hall(), off, Refusal::SlotGone),
        ("hall", room.clone(), at, Refusal::SlotGone),
        ("room", room, at, Refusal::TimeNotNeeded),
    ] {
        let outcome = application::hold(office, &who, &id, booking, &line, start).await;
        assert_eq!(refused(outcome), refusal, "{booking} at {line} {start}");
    }
    let stranger = world.person("Чужой Пример Пробович").await;
    assert!(hold(&world, &stranger, &id, at).await.is_err(), "a draft is its person's own");
    // A hall is not booked without an application, and the region's limit of one person holds here too.
    let alone = actions::reception::book::Wanted { line: hall(), start: at, service: "marriage".to_owned() };
    assert!(matches!(actions::reception::book::book(office, &who, &alone).await, Err(Stop::Missing)));
    for index in 0..3 {
        let id = draft(&world, &who).await;
        hold(&world, &who, &id, start(&world, index).await).await.unwrap();
    }
    assert_eq!(refused(hold(&world, &who, &id, at).await), Refusal::TooManyAppointments);
    let day = rows::day_of(&office.db, &hall(), DAY).await.unwrap().unwrap();
    assert!(day.keeps_share() && day.free(BookedBy::Offline) <= day.free(BookedBy::Electronic));
}

/// Proves: BOOK-02.
#[tokio::test]
async fn where_nobody_keeps_slots_the_day_is_typed() {
    let world = World::of(&["marriage"]).await;
    let who = world.person("Образцов Пример Примерович").await;
    let case = world.filed(&who, "marriage", &[("wedding.date", "14.04.2026".into())]).await;
    assert!(application::of_case(&world.office, &world.case(&case).await).await.unwrap().is_empty());
}
