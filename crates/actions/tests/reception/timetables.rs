//! Changes of the timetable, the limit of a person, who may do what, who looked.

use actions::reception::timetable::{self, Kept, NotKept};
use actions::reception::{book, desk, look, own};
use actions::stop::Stop;
use domain::notice::Content;
use domain::official::Role;
use domain::reception::{BookedBy, Deed, NotChanged, Stage, Told, Wish};
use domain::refusal::Refusal;
use jiff::SignedDuration;
use jiff::civil::{Date, date, time};

use crate::world::World;
use crate::{booked, check, day, line, made, refused, tuesday, wanted};

/// Proves: BOOK-03, BOOK-06, BOOK-13.
#[tokio::test]
async fn a_change_waits_for_a_decision_on_each_booking_in_its_way() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let keeper = world.official("nature.keeper", "Расписаньев Пример Примерович", &[Role::Scheduler]).await;
    let clerk = world.official("nature.clerk", "Окошкина Проба Примеровна", &[Role::Caseworker]).await;
    let (one, two) = (world.person("Первый Пример Пробович").await, world.person("Второй Пример Пробович").await);
    let (morning, evening) = (booked(&world, &one, tuesday(), 1).await, booked(&world, &two, tuesday(), 27).await);
    let short = [(time(9, 0, 0, 0), time(12, 0, 0, 0))];
    let line = line();
    let change = || timetable::set_day(office, &keeper, &line, tuesday(), &short, "Учёба сотрудников");
    assert_eq!(
        change().await.unwrap(),
        Kept::Not(tuesday(), NotKept::Slots(NotChanged::Booked(vec![evening.clone()])))
    );
    assert_eq!(day(&world, tuesday()).await.slots.len(), 28, "nothing is half done");
    // The clerk cancels with words; the person is told, and may come another time.
    let cancel = Wish::CancelByBody { reason: "Вечером приёма не будет".to_owned() };
    assert_eq!(
        refused(desk::mark(office, &clerk, &evening, &Wish::CancelByBody { reason: " ".to_owned() }).await),
        Refusal::ReasonNeeded
    );
    desk::mark(office, &clerk, &evening, &cancel).await.unwrap();
    let notices = store::notices::of_person(&office.db, &two.person.id, None, 10).await.unwrap();
    let Some(Content::Appointment(visit)) = notices[0].says() else { panic!("{notices:?}") };
    assert_eq!((visit.told, visit.reason.as_deref()), (Told::Cancelled, Some("Вечером приёма не будет")));
    assert_eq!(change().await.unwrap(), Kept::Done);
    let after = day(&world, tuesday()).await;
    assert_eq!(after.slots.len(), 12);
    let kept = own::see(office, &one, &morning).await.unwrap().appointment;
    assert!(kept.stage == Stage::Booked && after.slots.iter().any(|slot| slot.start == kept.start));
    check(&world, tuesday()).await;
    let (_, changes) = timetable::see(office, &keeper, &line).await.unwrap();
    assert_eq!(changes[0].slots, Some([(28, 9), (12, after.electronic())]));
    assert_eq!((changes[0].official.clone(), changes[0].reason.as_str()), (keeper.id.clone(), "Учёба сотрудников"));
}

/// Proves: BOOK-11, BOOK-12, BOOK-07.
#[tokio::test]
async fn a_person_has_so_many_seats_and_gets_one_back_with_each_cancellation() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let person = world.person("Первый Пример Пробович").await;
    let first = booked(&world, &person, tuesday(), 0).await;
    booked(&world, &person, tuesday(), 1).await;
    let third = booked(&world, &person, tuesday(), 2).await;
    let fourth = wanted(day(&world, tuesday()).await.slots[3].start);
    assert_eq!(refused(book::book(office, &person, &fourth).await), Refusal::TooManyAppointments);
    // The same asked twice is one appointment.
    let again = wanted(day(&world, tuesday()).await.slots[2].start);
    assert_eq!(book::book(office, &person, &again).await.unwrap(), third);
    own::cancel(office, &person, &first).await.unwrap();
    assert!(matches!(refused(own::cancel(office, &person, &first).await), Refusal::WrongState { .. }));
    let moved = book::book(office, &person, &fourth).await.unwrap();
    own::move_to(office, &person, &moved, day(&world, tuesday()).await.slots[9].start).await.unwrap();
    assert_eq!(check(&world, tuesday()).await.0, 3);
    let notices = store::notices::of_person(&office.db, &person.person.id, None, 10).await.unwrap();
    assert_eq!(notices.len(), 5, "four bookings and one move, each told");
    let own = own::see(office, &person, &moved).await.unwrap().appointment;
    assert_eq!((own.stage, own.history.len()), (Stage::Booked, 2));
    let calendar = own::calendar(office, &person, &moved).await.unwrap();
    assert!(calendar.contains("DTSTART:20260303T071500Z"), "{calendar}");
    // Once its time has come it is not moved; what is past leaves its seat by itself.
    world.wait(SignedDuration::from_hours(30));
    assert_eq!(refused(own::cancel(office, &person, &moved).await), Refusal::AppointmentBegun);
    booked(&world, &person, Date::constant(2026, 3, 4), 20).await;
}

/// Proves: BOOK-01, BOOK-04, BOOK-10, SEC-02.
#[tokio::test]
async fn everybody_sees_what_is_free_and_only_officials_of_the_place_who_comes() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let person = world.person("Первый Пример Пробович").await;
    let stranger = world.person("Чужой Пример Пробович").await;
    let clerk = world.official("nature.clerk", "Окошкина Проба Примеровна", &[Role::Caseworker]).await;
    let other = world.official("city.clerk", "Соседов Проба Примерович", &[Role::Caseworker, Role::Scheduler]).await;
    let id = booked(&world, &person, tuesday(), 4).await;
    let slots = look::slots(office, &line(), tuesday(), BookedBy::Electronic, world.now()).await.unwrap();
    assert_eq!(slots.iter().filter(|slot| !slot.free).count(), 1, "taken is shown as taken, by nobody");
    assert!(matches!(own::see(office, &stranger, &id).await, Err(Stop::Missing)));
    assert!(matches!(own::cancel(office, &stranger, &id).await, Err(Stop::Missing)));
    assert!(matches!(desk::day(office, &other, &line(), tuesday()).await, Err(Stop::Missing)));
    assert!(matches!(desk::read(office, &other, &id).await, Err(Stop::Missing)));
    assert!(matches!(timetable::see(office, &other, &line()).await, Err(Stop::Missing)));
    let unkept = timetable::set_day(office, &clerk, &line(), tuesday(), &[], "Просто так").await;
    assert_eq!(refused(unkept), Refusal::NotAllowed, "who receives does not keep the schedule");
    let (_, name) = desk::read(office, &clerk, &id).await.unwrap();
    assert_eq!(name, "Первый Пример Пробович");
    let own = own::see(office, &person, &id).await.unwrap().appointment;
    assert_eq!(own.history.last().unwrap().deed, Deed::Read, "the person sees who looked");
    let kept = day(&world, tuesday()).await.slots.into_iter().find(|slot| slot.electronic).unwrap();
    let taken = desk::book(office, &clerk, &wanted(kept.start), "Посетитель").await;
    assert_eq!(refused(taken), Refusal::SlotElectronic, "even though it is free");
    let nobody = desk::book(office, &clerk, &wanted(day(&world, tuesday()).await.slots[0].start), " ").await;
    assert_eq!(refused(nobody), Refusal::ReasonNeeded);
}

/// Proves: BOOK-01.
#[tokio::test]
async fn of_today_what_is_counted_is_what_can_still_be_chosen() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let person = world.person("Первый Пример Пробович").await;
    booked(&world, &person, tuesday(), 26).await;
    let mut counted = Vec::new();
    while world.now() < day(&world, tuesday()).await.slots.last().unwrap().start {
        world.wait(SignedDuration::from_hours(2));
        let (line, now) = (line(), world.now());
        let days = look::days(office, &line, tuesday(), tuesday(), now).await.unwrap();
        let slots = look::slots(office, &line, tuesday(), BookedBy::Electronic, now).await.unwrap();
        let free = slots.iter().filter(|slot| slot.free).count();
        counted.extend(days.iter().map(|day| day.free(BookedBy::Electronic)));
        assert_eq!(counted.last().copied(), days.first().map(|_| i64::try_from(free).unwrap()));
    }
    assert!(counted.first() > counted.last() && counted.last() == Some(&0), "{counted:?}");
}

/// Proves: BOOK-06, BOOK-13.
#[tokio::test]
async fn a_day_may_take_no_bookings_for_now_without_losing_any() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let keeper = world.official("nature.keeper", "Расписаньев Пример Примерович", &[Role::Scheduler]).await;
    let person = world.person("Первый Пример Пробович").await;
    let id = booked(&world, &person, tuesday(), 4).await;
    timetable::suspend(office, &keeper, &line(), tuesday(), Some("Авария водопровода")).await.unwrap();
    let start = day(&world, tuesday()).await.slots[5].start;
    assert_eq!(refused(book::book(office, &person, &wanted(start)).await), Refusal::SlotGone);
    assert_eq!(own::see(office, &person, &id).await.unwrap().appointment.stage, Stage::Booked);
    own::cancel(office, &person, &id).await.unwrap();
    timetable::suspend(office, &keeper, &line(), tuesday(), None).await.unwrap();
    book::book(office, &person, &wanted(start)).await.unwrap();
    check(&world, tuesday()).await;
    // A holiday has no slots until somebody opens it with a reason.
    let holiday = date(2026, 3, 9);
    assert!(store::reception::day_of(&office.db, &line(), holiday).await.unwrap().is_none());
    let open = [(time(10, 0, 0, 0), time(12, 0, 0, 0))];
    let kept = timetable::set_day(office, &keeper, &line(), holiday, &open, "День открытых дверей").await.unwrap();
    assert_eq!(kept, Kept::Done);
    assert_eq!(day(&world, holiday).await.slots.len(), 8);
}

/// Proves: BOOK-06.
#[tokio::test]
async fn nobody_has_come_before_the_day_of_the_visit() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let person = world.person("Первый Пример Пробович").await;
    let clerk = world.official("nature.clerk", "Окошкина Проба Примеровна", &[Role::Caseworker]).await;
    let id = booked(&world, &person, tuesday(), 4).await;
    for wish in [Wish::Arrive, Wish::Serve, Wish::Miss] {
        assert_eq!(refused(desk::mark(office, &clerk, &id, &wish).await), Refusal::NotDue, "{wish:?}");
    }
    // On the day itself who comes early is there.
    world.wait(SignedDuration::from_hours(13));
    desk::mark(office, &clerk, &id, &Wish::Arrive).await.unwrap();
    desk::mark(office, &clerk, &id, &Wish::Serve).await.unwrap();
}
