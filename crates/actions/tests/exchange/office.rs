//! An office whose exchange is in memory, and workers that do its jobs.

use actions::machine;
use connect::exchange::{Exchange, Memory, Play, Trouble, Way};
use domain::evidence::EvidenceRequest;
use domain::id::CaseId;
use jiff::SignedDuration;
use serde_json::json;

use crate::world::World;

/// The police register: asked of everybody who wants a hunting ticket.
pub const SOURCE: &str = "mvd.conviction";

/// Not convicted.
pub fn clean() -> Play {
    Play::answers(SOURCE, json!({ "found": false }).as_object().unwrap().clone())
}

pub fn troubled(trouble: Trouble) -> Play {
    clean().trouble(trouble)
}

pub async fn world(way: Way, plays: Vec<Play>) -> World {
    let mut world = World::of(&["hunting-ticket"]).await;
    world.office.exchange = Exchange::Memory(Memory::new(way, plays));
    machine::keep_house(&world.office).await;
    world
}

pub fn memory(world: &World) -> &Memory {
    match &world.office.exchange {
        Exchange::Memory(memory) => memory,
        other => panic!("{other:?}"),
    }
}

/// A worker does everything that is due.
pub async fn work(world: &World) {
    for _ in 0..100 {
        let now = world.now();
        let lease = world.office.new_owner_id();
        let until = now + SignedDuration::from_secs(60);
        let leased = store::jobs::lease(&world.office.db, &lease, now, until, 10).await.unwrap();
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

pub async fn requests(world: &World, case: &CaseId) -> Vec<EvidenceRequest> {
    store::evidence::of_case(&world.office.db, case).await.unwrap()
}
