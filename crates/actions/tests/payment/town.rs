//! An office that charges, people who owe 350 roubles for a duplicate of a hunting permit, and
//! workers that do what is due.

use actions::citizen::session::Session;
use actions::machine;
use connect::card::{Memory as Card, Provider};
use connect::exchange::{Exchange, Memory, Play, Reply, Way};
use connect::gisgmp::{Participant, Played};
use domain::charge::Charge;
use domain::evidence::EvidenceRequest;
use domain::id::CaseId;
use domain::notice::{ChargeNews, Content, Notice, Progress};
use jiff::SignedDuration;
use serde_json::json;

use crate::world::World;

/// What a duplicate costs.
pub const FEE: i64 = 35_000;

pub const MINUTE: SignedDuration = SignedDuration::from_mins(1);
pub const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn plays() -> Vec<Play> {
    let answers = |source: &str, answer: serde_json::Value| Play::answers(source, answer.as_object().unwrap().clone());
    vec![
        answers("hunters.ticket", json!({ "valid": true })),
        answers("hunters.claims", json!({ "exists": false, "won": true, "took_part": false })),
        Play::of("hunters.reports", Reply::Absent),
        Play::of("treasury.payment", Reply::Silent),
    ]
}

pub async fn town(way: Way) -> World {
    let mut world = World::of(&["hunting-draw"]).await;
    world.office.exchange = Exchange::Memory(Memory::new(way, plays()));
    world.office.treasury = Some(Participant { sender: "3eb5f9".to_owned(), role: "1".to_owned(), originator: None });
    world.office.card = Some(Provider::Memory(Card::default()));
    machine::keep_house(&world.office).await;
    world
}

pub fn memory(world: &World) -> &Memory {
    match &world.office.exchange {
        Exchange::Memory(memory) => memory,
        other => panic!("{other:?}"),
    }
}

pub fn treasury(world: &World) -> &Played {
    &memory(world).treasury
}

pub fn card(world: &World) -> &Card {
    match &world.office.card {
        Some(Provider::Memory(card)) => card,
        other => panic!("{other:?}"),
    }
}

/// A worker does everything that is due.
pub async fn work(world: &World) {
    for _ in 0..200 {
        let now = world.now();
        let lease = world.office.new_owner_id();
        let until = now + SignedDuration::from_secs(60);
        let leased = store::jobs::lease(&world.office.db, &lease, now, until, 20).await.unwrap();
        if leased.is_empty() {
            return;
        }
        for job in &leased {
            machine::perform(&world.office, job).await;
        }
    }
    panic!("jobs go in circles");
}

/// Time passes step by step, with a worker at each.
pub async fn pass(world: &World, steps: usize, step: SignedDuration) {
    for _ in 0..steps {
        world.wait(step);
        work(world).await;
    }
}

/// Somebody who lost a permit files for a duplicate, and the machine goes as far as it can.
pub async fn hunter(world: &World, name: &str) -> (Session, CaseId) {
    let who = world.person(name).await;
    let changed = [
        ("request.kind", json!("duplicate")),
        ("permit.number", json!("РД-2026-000001")),
        ("delivery", json!("electronic")),
    ];
    let case = world.filed(&who, "hunting-draw", &changed).await;
    work(world).await;
    pass(world, 5, SignedDuration::from_secs(2)).await;
    (who, case)
}

pub async fn charge(world: &World, case: &CaseId) -> Charge {
    store::charges::of_case(&world.office.db, case).await.unwrap().expect("the case has a charge")
}

pub async fn uin(world: &World, case: &CaseId) -> String {
    charge(world, case).await.uin.unwrap()
}

pub async fn request(world: &World, case: &CaseId) -> EvidenceRequest {
    let found = store::evidence::of_case(&world.office.db, case).await.unwrap();
    found.into_iter().find(|request| request.source == "treasury.payment").expect("proof is asked for")
}

pub async fn notices(world: &World, case: &CaseId) -> Vec<Notice> {
    store::notices::of_case(&world.office.db, case).await.unwrap()
}

/// How many notices N3 went out.
pub async fn n3(world: &World, case: &CaseId) -> usize {
    notices(world, case).await.iter().filter(|one| matches!(one.says(), Some(Content::Paid { .. }))).count()
}

pub async fn news(world: &World, case: &CaseId) -> Vec<ChargeNews> {
    let mut found = notices(world, case).await;
    found.sort_by_key(|one| one.at);
    let one = |notice: &Notice| match notice.says() {
        Some(Content::Progress(Progress::Charge { news, .. })) => Some(news),
        _ => None,
    };
    found.iter().filter_map(one).collect()
}

/// The row of a case is what its journal tells, payments or none.
pub async fn replays(world: &World, case: &CaseId) {
    let stored = store::journal::of_case(&world.office.db, case).await.unwrap();
    assert!(stored.iter().any(|one| matches!(
        one.entry.event,
        domain::journal::Event::Recorded { what: domain::journal::Record::Charge, .. }
    )));
}
