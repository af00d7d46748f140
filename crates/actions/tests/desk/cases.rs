//! The queue and the card: what is visible to whom, what is journalled, who works on what.

use actions::desk::card::{card, file};
use actions::desk::deadline::Deadline;
use actions::desk::next_step::NextStep;
use actions::desk::queue::{Asked, View, queue};
use actions::desk::work::{colleagues, give_back, hand_over, take};
use actions::stop::Stop;
use domain::case::{Actor, Case};
use domain::journal::{Event, verify};
use domain::official::{Official, Role};
use domain::refusal::Refusal;
use jiff::SignedDuration;

use crate::world::World;

fn ground(case: &Case) -> String {
    format!("рассмотрение заявления {}", case.number)
}

async fn clerks(world: &World) -> (Official, Official) {
    let own = world.official("nature.clerk", "Клеркова Образца Примеровна", &[Role::Caseworker]).await;
    let foreign = world.official("city.clerk", "Соседов Пример Примерович", &[Role::Caseworker, Role::Signer]).await;
    (own, foreign)
}

#[tokio::test]
async fn another_authoritys_case_is_not_there_in_any_way() {
    let world = World::new().await;
    let (own, foreign) = clerks(&world).await;
    let (_, id) = world.hunter().await;
    let (office, now) = (&world.office, world.now());
    let case = world.case(&id).await;
    let all = Asked::default();
    assert_eq!(queue(office, &own, &all, now).await.unwrap().rows.len(), 1);
    assert!(queue(office, &foreign, &all, now).await.unwrap().rows.is_empty());
    let by_number = Asked { search: case.number.clone(), ..Asked::default() };
    assert_eq!(queue(office, &own, &by_number, now).await.unwrap().rows.len(), 1);
    assert!(queue(office, &foreign, &by_number, now).await.unwrap().rows.is_empty());
    let seen = card(office, &foreign, &id, ground, now).await;
    assert!(matches!(seen, Err(Stop::Missing)), "{seen:?}");
    assert!(matches!(take(office, &foreign, &id, now).await, Err(Stop::Missing)));
    let photo = actions::desk::card::attachments(&case)[0].1.sha256.clone();
    assert!(matches!(file(office, &foreign, &id, &photo, ground, now).await, Err(Stop::Missing)));
    assert!(!world.journal(&id).await.iter().any(|entry| matches!(entry.event, Event::Read { .. })));
}

/// Proves: SEC-03.
#[tokio::test]
async fn every_reading_is_journalled_with_its_ground_and_a_removed_entry_is_missed() {
    let world = World::new().await;
    let (own, _) = clerks(&world).await;
    let (_, id) = world.hunter().await;
    for _ in 0..2 {
        card(&world.office, &own, &id, ground, world.now()).await.unwrap();
    }
    let journal = world.journal(&id).await;
    let number = world.case(&id).await.number;
    let readings = journal.iter().filter(|entry| {
        entry.by == Actor::Official(own.id.clone())
            && entry.event == Event::Read { ground: format!("рассмотрение заявления {number}") }
    });
    assert_eq!(readings.count(), 2);
    let stored = store::journal::of_case(&world.office.db, &id).await.unwrap();
    let head = store::journal::head(&world.office.db, &id).await.unwrap().unwrap();
    let chain: Vec<_> = stored.iter().map(|stored| (&stored.entry, stored.hash.as_str())).collect();
    verify(chain.iter().copied(), Some(&head.hash)).unwrap();
    for removed in 0..chain.len() {
        let mut without = chain.clone();
        without.remove(removed);
        assert!(verify(without, Some(&head.hash)).is_err(), "entry {removed} is missed");
    }
}

/// Proves: STATUS-10.
#[tokio::test]
async fn the_card_shows_the_course_with_norms_and_the_queue_says_how_late_and_why() {
    let world = World::new().await;
    let (own, _) = clerks(&world).await;
    let (_, id) = world.hunter().await;
    let (office, now) = (&world.office, world.now());
    let shown = card(office, &own, &id, ground, now).await.unwrap();
    let started = shown.case.procedures.iter().filter(|procedure| procedure.started_at.is_some());
    assert!(started.clone().count() >= 2, "intake has ended and the queries run");
    assert!(started.into_iter().all(|procedure| procedure.due.as_ref().is_some_and(|due| !due.explain().is_empty())));
    let row = &queue(office, &own, &Asked::default(), now).await.unwrap().rows[0];
    assert_eq!(row.deadline, Deadline::Left { days: 5 });
    assert!(matches!(row.next, NextStep::Answers { .. }), "{:?}", row.next);
    world.wait(SignedDuration::from_hours(24 * 9));
    let late = Asked { view: View::Late, ..Asked::default() };
    let rows = queue(office, &own, &late, world.now()).await.unwrap().rows;
    assert_eq!(rows[0].deadline, Deadline::Late { days: 1 });
    assert!(rows[0].late.is_some());
}

#[tokio::test]
async fn taking_returning_and_handing_over_keep_one_holder_and_notice_what_changed() {
    let world = World::new().await;
    let (own, foreign) = clerks(&world).await;
    let mate = world.official("nature.mate", "Коллегин Пример Примерович", &[Role::Caseworker]).await;
    let (_, id) = world.hunter().await;
    let (office, now) = (&world.office, world.now());
    take(office, &own, &id, now).await.unwrap();
    let seen = world.case(&id).await.revision;
    assert!(matches!(take(office, &mate, &id, now).await, Err(Stop::Refused(Refusal::TakenByAnother))));
    assert!(matches!(give_back(office, &mate, &id, seen, now).await, Err(Stop::Refused(Refusal::TakenByAnother))));
    assert_eq!(colleagues(office, &own).await.unwrap(), std::slice::from_ref(&mate));
    let out = hand_over(office, &own, &id, &foreign.id, seen, now).await;
    assert!(matches!(out, Err(Stop::Refused(Refusal::NotAllowed))), "{out:?}");
    assert!(matches!(hand_over(office, &own, &id, &mate.id, seen - 1, now).await, Err(Stop::Conflict)));
    hand_over(office, &own, &id, &mate.id, seen, now).await.unwrap();
    let seen = world.case(&id).await.revision;
    give_back(office, &mate, &id, seen, now).await.unwrap();
    assert_eq!(world.case(&id).await.assignee, None);
}

#[tokio::test]
async fn the_queue_goes_by_term_page_by_page_and_finds_by_the_beginning_of_a_name() {
    let world = World::new().await;
    let (own, _) = clerks(&world).await;
    for number in 0..53 {
        let who = world.person(if number == 7 { "Ёжиков Единственный" } else { "Образцов Пример" }).await;
        world.file(&who, "hunting-ticket", &[]).await;
    }
    let office = &world.office;
    let first = queue(office, &own, &Asked::default(), world.now()).await.unwrap();
    assert_eq!(first.rows.len(), 50);
    let second = Asked { after: first.next, ..Asked::default() };
    let second = queue(office, &own, &second, world.now()).await.unwrap();
    assert_eq!((second.rows.len(), second.next), (3, None));
    assert!(first.rows.iter().all(|row| second.rows.iter().all(|other| other.id != row.id)));
    for search in ["ежик", "Ёжиков"] {
        let asked = Asked { search: search.to_owned(), ..Asked::default() };
        assert_eq!(queue(office, &own, &asked, world.now()).await.unwrap().rows.len(), 1, "{search}");
    }
    let nonsense = Asked { after: Some("' or 1=1".to_owned()), search: "%".to_owned(), ..Asked::default() };
    assert!(queue(office, &own, &nonsense, world.now()).await.unwrap().rows.is_empty());
}
