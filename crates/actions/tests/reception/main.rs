//! Reception by appointment against real databases: one slot has one winner, the share of electronic
//! booking holds whoever comes, changes of the timetable lose nobody (BOOK-01…14).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hall;
mod offers;
mod providers;
mod rush;
mod timetables;
#[allow(dead_code)]
#[path = "../desk/world.rs"]
mod world;

use actions::citizen::session::Session;
use actions::reception::book::Wanted;
use actions::reception::make;
use domain::reception::{BookedBy, Day, LineId};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use store::reception as rows;
use world::World;

/// The window of the hunters: Monday to Thursday, 9–13 and 14–17, fifteen minutes each.
pub fn line() -> LineId {
    LineId::new("nature-forest", "window")
}

/// Tuesday, 3 March 2026.
pub fn tuesday() -> Date {
    Date::constant(2026, 3, 3)
}

/// A slot of the hunters' window, for a ticket.
pub fn wanted(start: Timestamp) -> Wanted {
    Wanted { line: line(), start, service: "hunting-ticket".to_owned() }
}

/// A world whose days of reception are made.
pub async fn made(world: World) -> World {
    assert!(make::make(&world.office, world.now()).await.unwrap() > 0);
    assert_eq!(make::make(&world.office, world.now()).await.unwrap(), 0, "made once");
    world
}

/// A day of the hunters' window.
pub async fn day(world: &World, date: Date) -> Day {
    rows::day_of(&world.office.db, &line(), date).await.unwrap().unwrap()
}

/// Books the slot at that place of the day.
pub async fn booked(world: &World, who: &Session, date: Date, index: usize) -> domain::id::AppointmentId {
    let start = day(world, date).await.slots[index].start;
    actions::reception::book::book(&world.office, who, &wanted(start)).await.unwrap()
}

/// What is taken now, by the writer's own rows, held against the counters of the day.
pub async fn check(world: &World, date: Date) -> (usize, usize) {
    let day = day(world, date).await;
    let claims = rows::claims(&world.office.db, &day).await.unwrap();
    assert_eq!(day.taken, claims.len() as i64, "the counter is what is taken");
    let kept = |start: Timestamp| day.slots.iter().any(|slot| slot.start == start && slot.electronic);
    let electronic = claims.iter().filter(|claim| kept(claim.taken.start)).count();
    assert_eq!(day.taken_electronic, electronic as i64);
    assert!(day.keeps_share(), "{day:?}");
    let offline: Vec<_> = claims.iter().filter(|claim| claim.taken.by == BookedBy::Offline).collect();
    assert!(offline.iter().all(|claim| !kept(claim.taken.start)), "the desk has none of what is kept");
    (claims.len(), offline.len())
}

/// The rule that said no.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, actions::stop::Stop>) -> Refusal {
    match outcome {
        Err(actions::stop::Stop::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}
