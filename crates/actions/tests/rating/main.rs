//! Ratings against a real database, a fixed clock and a quality system out of memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use std::collections::BTreeMap;

use actions::citizen::applications;
use actions::citizen::session::Session;
use actions::machine;
use actions::rating::{self, Given};
use actions::stop::Stop;
use connect::Failure;
use connect::quality::{Memory, Quality};
use domain::id::CaseId;
use domain::official::Role;
use domain::rating::{ChanceState, Flaw};
use domain::refusal::Refusal;
use jiff::SignedDuration;

#[path = "../desk/world.rs"]
mod world;

use world::World;

fn marks(given: &[(&str, u8)]) -> BTreeMap<String, u8> {
    given.iter().map(|(name, mark)| ((*name).to_owned(), *mark)).collect()
}

fn national(world: &World) -> &Memory {
    match &world.office.quality {
        Some(Quality::Memory(memory)) => memory,
        _ => panic!("another system"),
    }
}

async fn give(world: &World, who: &Session, case: &CaseId, procedure: &str, given: &[(&str, u8)]) -> Given {
    rating::rate(&world.office, who, case, procedure, &marks(given), "Долго").await.unwrap()
}

/// The first procedure of a case that can be rated.
async fn open_chance(world: &World, who: &Session, case: &CaseId) -> String {
    let known = world.case(case).await;
    let regulation = world.office.library.edition(&known.service, &known.version).unwrap().clone();
    let found = rating::chances(&world.office, who, &known, &regulation).await.unwrap();
    found.iter().find(|chance| chance.state == ChanceState::Open).unwrap().procedure.clone()
}

/// Keeps house and does what is due, as the worker does.
async fn work(world: &World) {
    machine::keep_house(&world.office).await;
    loop {
        let now = world.now();
        let lease = world.office.new_owner_id();
        let until = now + SignedDuration::from_secs(60);
        let jobs = store::jobs::lease(&world.office.db, &lease, now, until, 20).await.unwrap();
        if jobs.is_empty() {
            return;
        }
        for job in &jobs {
            machine::perform(&world.office, job).await;
        }
    }
}

/// Proves: RATE-01, RATE-02, RATE-03, RATE-06.
#[tokio::test]
async fn an_ended_procedure_is_rated_once_and_nothing_of_the_case_changes() {
    let world = World::new().await;
    let (who, case) = world.plot().await;
    let before = world.case(&case).await;
    let procedure = open_chance(&world, &who, &case).await;
    let running = before.procedures.iter().find(|one| one.ended_at.is_none()).unwrap().id.clone();
    let early = rating::rate(&world.office, &who, &case, &running, &marks(&[("term", 5)]), "").await;
    assert!(matches!(early, Err(Stop::Refused(Refusal::ProcedureNotRunning(_)))), "{early:?}");
    let off = give(&world, &who, &case, &procedure, &[("term", 9)]).await;
    assert!(matches!(off, Given::Wrong(flaws) if flaws == [Flaw::OffScale]));
    for _ in 0..2 {
        assert!(matches!(give(&world, &who, &case, &procedure, &[("term", 4)]).await, Given::Done));
    }
    assert!(matches!(give(&world, &who, &case, &procedure, &[("term", 5)]).await, Given::Done), "changed");
    let kept = store::ratings::of_case(&world.office.db, &case).await.unwrap();
    assert_eq!((kept.len(), kept[0].revision, kept[0].marks["term"]), (1, 2, 5));
    assert_eq!(world.case(&case).await, before, "rating or not, the case is as it was");
    let other = world.person("Чужакова Другая Примеровна").await;
    let foreign = rating::rate(&world.office, &other, &case, &procedure, &marks(&[("term", 1)]), "").await;
    assert!(matches!(foreign, Err(Stop::Missing)));
    world.wait(SignedDuration::from_hours(24 * 8));
    let late = rating::rate(&world.office, &who, &case, &procedure, &marks(&[("term", 1)]), "").await;
    assert!(matches!(late, Err(Stop::Refused(Refusal::TermPassed))), "{late:?}");
}

/// Proves: RATE-06.
#[tokio::test]
async fn a_low_mark_waits_for_somebody_at_once_and_names_nobody_until_the_case_is_over() {
    let world = World::new().await;
    let (who, case) = world.plot().await;
    let monitor = world.official("city.monitor", "Контролёрова Анна Примеровна", &[Role::Auditor]).await;
    let clerk = world.official("city.clerk", "Клеркова Образца Примеровна", &[Role::Caseworker]).await;
    let procedure = open_chance(&world, &who, &case).await;
    give(&world, &who, &case, &procedure, &[("term", 1), ("people", 5)]).await;
    let seen = rating::overview(&world.office, &monitor).await.unwrap();
    assert_eq!((seen.follow_ups.len(), seen.follow_ups[0].since), (1, world.now()));
    let row = &seen.rows[0];
    assert_eq!(row.count, 1);
    assert!(row.means.iter().any(|(title, mean, _)| title.contains("Время предоставления") && *mean == 100));
    assert!(matches!(rating::overview(&world.office, &clerk).await, Err(Stop::Refused(Refusal::NotAllowed))));
    let id = seen.follow_ups[0].rating.clone();
    let (_, told) = rating::open(&world.office, &monitor, &id, |_| "слова".to_owned()).await.unwrap();
    assert_eq!(told, None, "sums alone until the case is over");
    applications::withdraw(&world.office, &who, &case).await.unwrap();
    let (_, told) = rating::open(&world.office, &monitor, &id, |number| number.to_owned()).await.unwrap();
    let told = told.unwrap();
    assert_eq!((told.comment.as_str(), told.marks.len()), ("Долго", 1));
    let journal = world.journal(&case).await;
    let read = |entry: &domain::journal::Entry| matches!(&entry.event, domain::journal::Event::Read { ground } if *ground == told.number);
    assert!(journal.iter().any(read), "who read it stands in the journal");
    rating::follow(&world.office, &monitor, &id, "Поговорили с отделом.").await.unwrap();
    assert!(rating::overview(&world.office, &monitor).await.unwrap().follow_ups.is_empty());
}

/// Proves: RATE-05.
#[tokio::test]
async fn ratings_go_out_when_their_window_ends_with_a_receipt_and_what_got_lost_goes_again() {
    let world = World::new().await;
    let (who, case) = world.plot().await;
    let procedure = open_chance(&world, &who, &case).await;
    give(&world, &who, &case, &procedure, &[("term", 4)]).await;
    work(&world).await;
    assert!(national(&world).taken().is_empty(), "it may still be changed");
    national(&world).behave(Some(Failure::later("quality", "down")));
    world.wait(SignedDuration::from_hours(24 * 4));
    work(&world).await;
    assert!(national(&world).taken().is_empty());
    national(&world).behave(None);
    world.wait(SignedDuration::from_hours(1));
    work(&world).await;
    let taken = national(&world).taken();
    assert_eq!(taken.len(), 1);
    let written = serde_json::to_string(&taken).unwrap();
    assert!(!written.contains("Образцова") && !written.contains(case.as_str()), "nobody is named: {written}");
    let kept = async || store::ratings::of_case(&world.office.db, &case).await.unwrap().remove(0);
    assert!(kept().await.receipt.is_some());
    // They lose it; the next day's comparison sends it again.
    national(&world).lose(&taken[0].id);
    world.wait(SignedDuration::from_hours(24));
    work(&world).await;
    assert_eq!(national(&world).taken().len(), 1, "sent again");
    assert!(kept().await.receipt.is_some());
    world.wait(SignedDuration::from_hours(24));
    work(&world).await;
    let monitor = world.official("city.monitor", "Контролёрова Анна Примеровна", &[Role::Auditor]).await;
    let counts = rating::overview(&world.office, &monitor).await.unwrap().counts;
    assert!(counts.iter().any(|(_, ours, theirs)| (*ours, *theirs) == (1, 1)), "{counts:?}");
}
