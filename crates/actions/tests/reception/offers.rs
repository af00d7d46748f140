//! Earlier slots: offered one after the other to who wished for one, held, taken or let go.

use actions::machine;
use actions::reception::{book, earlier, own};
use domain::reception::Stage;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use store::jobs;

use crate::world::World;
use crate::{booked, check, day, made, refused, tuesday, wanted};

/// Does every job that is due, as the worker would.
async fn work(world: &World) {
    for _ in 0..20 {
        let now = world.now();
        let leased =
            jobs::lease(&world.office.db, "проверка", now, now + SignedDuration::from_mins(1), 50).await.unwrap();
        if leased.is_empty() {
            return;
        }
        for job in &leased {
            machine::perform(&world.office, job).await;
        }
    }
}

/// Proves: BOOK-12.
#[tokio::test]
async fn an_earlier_slot_goes_to_the_first_who_wished_and_then_to_the_next() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let mut people = Vec::new();
    for name in ["Первый", "Второй", "Третий"] {
        people.push(world.person(&format!("{name} Пример Пробович")).await);
    }
    let early = booked(&world, &people[0], tuesday(), 1).await;
    let second = booked(&world, &people[1], tuesday(), 20).await;
    let third = booked(&world, &people[2], tuesday(), 21).await;
    own::wish_earlier(office, &people[1], &second, true).await.unwrap();
    own::wish_earlier(office, &people[2], &third, true).await.unwrap();
    let start = day(&world, tuesday()).await.slots[1].start;
    own::cancel(office, &people[0], &early).await.unwrap();
    work(&world).await;
    let offered = own::see(office, &people[1], &second).await.unwrap().appointment;
    assert_eq!(offered.offer.as_ref().map(|offer| offer.slot.start), Some(start), "the first who wished");
    assert!(own::see(office, &people[2], &third).await.unwrap().appointment.offer.is_none());
    // Held for them: nobody else can book it, and it is counted as taken.
    assert_eq!(refused(book::book(office, &people[0], &wanted(start)).await), Refusal::SlotTaken);
    assert_eq!(check(&world, tuesday()).await.0, 3);
    // Not answered in time: the next has their turn.
    world.wait(SignedDuration::from_hours(3));
    assert_eq!(earlier::lapse_all(office, world.now()).await.unwrap(), 1);
    work(&world).await;
    assert!(own::see(office, &people[1], &second).await.unwrap().appointment.offer.is_none());
    let offered = own::see(office, &people[2], &third).await.unwrap().appointment;
    assert_eq!(offered.offer.as_ref().map(|offer| offer.slot.start), Some(start));
    own::answer_offer(office, &people[2], &third, true).await.unwrap();
    let moved = own::see(office, &people[2], &third).await.unwrap();
    assert_eq!((moved.appointment.start, moved.appointment.stage, moved.earlier), (start, Stage::Booked, false));
    assert_eq!(check(&world, tuesday()).await.0, 2, "the slot it had is free again");
    work(&world).await;
    // Cancelling with an offer open gives both slots back.
    own::wish_earlier(office, &people[1], &second, true).await.unwrap();
    own::cancel(office, &people[2], &third).await.unwrap();
    work(&world).await;
    assert!(own::see(office, &people[1], &second).await.unwrap().appointment.offer.is_some());
    assert_eq!(check(&world, tuesday()).await.0, 2);
    own::cancel(office, &people[1], &second).await.unwrap();
    work(&world).await;
    assert_eq!(check(&world, tuesday()).await.0, 0);
}

/// Proves: BOOK-12.
#[tokio::test]
async fn a_slot_held_too_long_goes_to_who_asks_for_it() {
    let world = made(World::of(&["hunting-ticket"]).await).await;
    let office = &world.office;
    let (one, two) = (world.person("Первый Пример Пробович").await, world.person("Второй Пример Пробович").await);
    let early = booked(&world, &one, tuesday(), 1).await;
    let late = booked(&world, &two, tuesday(), 20).await;
    own::wish_earlier(office, &two, &late, true).await.unwrap();
    let start = day(&world, tuesday()).await.slots[1].start;
    own::cancel(office, &one, &early).await.unwrap();
    work(&world).await;
    world.wait(SignedDuration::from_hours(3));
    assert_eq!(refused(own::answer_offer(office, &two, &late, true).await), Refusal::SlotGone);
    let won = book::book(office, &one, &wanted(start)).await.unwrap();
    assert_eq!(own::see(office, &one, &won).await.unwrap().appointment.start, start);
    assert_eq!(check(&world, tuesday()).await.0, 2);
}
