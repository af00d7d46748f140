//! Many want the same: on both databases.

use std::sync::Arc;

use actions::office::Office;
use actions::reception::{book, desk, look, timetable};
use actions::stop::Stop;
use domain::official::{Official, Role};
use domain::reception::{BookedBy, Week};
use domain::refusal::Refusal;
use jiff::civil::time;
use regulation::region::Hours;
use tokio::task::JoinSet;

use crate::world::World;
use crate::{check, day, line, made, tuesday, wanted};

async fn both() -> Vec<World> {
    let mut worlds = vec![made(World::of(&["hunting-ticket"]).await).await];
    if let Some(world) = World::on_postgres(&["hunting-ticket"]).await {
        worlds.push(made(world).await);
    }
    worlds
}

/// Proves: BOOK-11.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hundred_want_one_slot_and_one_has_it() {
    for world in both().await {
        let start = day(&world, tuesday()).await.slots[2].start;
        let mut people = Vec::new();
        for number in 0..200 {
            people.push(world.person(&format!("Пробный Номер {number}")).await);
        }
        let (office, _scratch) = world.into_office();
        let office = Arc::new(office);
        let mut clients = JoinSet::new();
        for person in people {
            let office = Arc::clone(&office);
            clients.spawn(async move { book::book(&office, &person, &wanted(start)).await });
        }
        let outcomes = clients.join_all().await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let late = outcomes.iter().filter(|one| matches!(one, Err(Stop::Refused(Refusal::SlotTaken)))).count();
        assert_eq!((won, late), (1, 199));
        // Whoever was late is shown what is free near by, not an empty page.
        let now = office.now();
        let near = look::nearest(&office, &line(), start, BookedBy::Electronic, 6, now).await.unwrap();
        assert!(near.len() == 6 && near.iter().all(|slot| slot.free && slot.start != start));
    }
}

/// One client: takes whatever is free until it has a slot or nothing is left.
async fn come(office: &Office, client: &Client, number: usize) -> bool {
    let by = if matches!(client, Client::Desk(_)) { BookedBy::Offline } else { BookedBy::Electronic };
    loop {
        let slots = look::slots(office, &line(), tuesday(), by, office.now()).await.unwrap();
        let free: Vec<_> = slots.into_iter().filter(|slot| slot.free).collect();
        let Some(slot) = free.get(number % free.len().max(1)) else { return false };
        assert!(by == BookedBy::Electronic || !slot.electronic, "the desk is not shown what is kept");
        let done = match client {
            Client::Person(session) => book::book(office, session, &wanted(slot.start)).await,
            Client::Desk(official) => desk::book(office, official, &wanted(slot.start), "Посетитель").await,
        };
        match done {
            Ok(_) => return true,
            Err(Stop::Refused(Refusal::SlotTaken) | Stop::Conflict) => {}
            Err(stop) => panic!("{stop}"),
        }
    }
}

enum Client {
    Person(Box<actions::citizen::session::Session>),
    Desk(Box<Official>),
}

/// Proves: BOOK-03, BOOK-10, BOOK-11.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_want_a_hundred_slots_and_the_share_stays_whole() {
    for world in both().await {
        let keeper = world.official("nature.keeper", "Расписаньев Пример Примерович", &[Role::Scheduler]).await;
        let clerk = world.official("nature.clerk", "Окошкина Проба Примеровна", &[Role::Caseworker]).await;
        let hours = vec![Hours { days: vec![2], from: time(9, 0, 0, 0), until: time(17, 20, 0, 0) }];
        let week = Week { from: tuesday(), minutes: 5, percent: 30, hours };
        let kept = timetable::set_week(&world.office, &keeper, &line(), &week, "Проверка наплыва").await.unwrap();
        assert_eq!(kept, timetable::Kept::Done);
        let before = day(&world, tuesday()).await;
        assert_eq!((before.slots.len(), before.electronic()), (100, 30));
        let mut clients = Vec::new();
        for number in 0..1000 {
            clients.push(match number % 4 {
                0 => Client::Desk(Box::new(clerk.clone())),
                _ => Client::Person(Box::new(world.person(&format!("Пробный Номер {number}")).await)),
            });
        }
        let (office, scratch) = world.into_office();
        let office = Arc::new(office);
        let mut coming = JoinSet::new();
        for (number, client) in clients.into_iter().enumerate() {
            let office = Arc::clone(&office);
            coming.spawn(async move { come(&office, &client, number).await });
        }
        let won = coming.join_all().await.into_iter().filter(|has| *has).count();
        assert_eq!(won, 100);
        let world = World::over(scratch, &["hunting-ticket"]);
        let (taken, offline) = check(&world, tuesday()).await;
        assert_eq!(taken, 100);
        assert!(offline <= 70, "{offline} by the desk");
        assert_eq!(day(&world, tuesday()).await.free(BookedBy::Electronic), 0);
    }
}
