//! The processes of okno are killed at random moments while people file and the exchange over СМЭВ
//! runs, a hundred times on each engine: one process on SQLite, a server and two workers on
//! PostgreSQL. What was acknowledged stands exactly once, what was typed is at most one save old,
//! each question, letter and document is seen once outside, no timer is missed, every journal
//! replays, and in the end the machine has finished everything by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::filer::{Filer, Wanted};
use crate::nodes::{Nodes, Random};
use crate::seen;
use crate::world::{Engine, Ground, records};

const KILLS: u32 = 100;

/// Confirmed people who file at once.
const PEOPLE: [(&str, Wanted); 3] =
    [("Землев", Wanted::LandPlan), ("Образцова", Wanted::HuntingTicket), ("Торговцев", Wanted::LandPlan)];

/// Proves: FORM-14, FORM-08, INTAKE-01, SEC-03, INTEG-01, SM-31.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_on_sqlite_lose_nothing_and_double_nothing() {
    survive(Engine::Sqlite).await;
}

/// Proves: FORM-14, FORM-08, INTAKE-01, SEC-03, INTEG-01, SM-31.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_of_a_server_and_two_workers_on_postgres_lose_nothing_and_double_nothing() {
    survive(Engine::Postgres).await;
}

async fn survive(engine: Engine) {
    let Some(ground) = Ground::new(engine).await else { return };
    let mut random = Random::new("kills", engine);
    let mut nodes = Nodes::begin(ground, None).await;
    let db = records::open(&nodes.ground.address).await;
    let mut people = Vec::new();
    for (name, wanted) in PEOPLE {
        people.push(Filer::new(&nodes.portal, name, wanted, false).await);
    }
    people[0].citizen.choose_copies().await;
    people[1].citizen.choose_copies().await;
    let begun = Instant::now();
    for kill in 1..=KILLS {
        let stop = Arc::new(AtomicBool::new(false));
        let mut working = JoinSet::new();
        for mut filer in people.drain(..) {
            let stop = Arc::clone(&stop);
            working.spawn(async move {
                filer.work_until(&stop).await;
                filer
            });
        }
        tokio::time::sleep(Duration::from_millis(20 + random.below(230))).await;
        let victim = random.below(nodes.nodes.len() as u64) as usize;
        nodes.kill(victim).await;
        // Every third time another one with it, where there are several.
        let second = (victim + 1) % nodes.nodes.len();
        let both = kill % 3 == 0 && second != victim;
        if both {
            nodes.kill(second).await;
        }
        stop.store(true, Ordering::Relaxed);
        people = working.join_all().await;
        nodes.let_leases_end(&db).await;
        if kill % 5 == 0 {
            nodes.stumble(victim, Duration::from_millis(random.below(200))).await;
        }
        if both {
            nodes.begin_again(second);
        }
        nodes.start(victim).await;
        for filer in &mut people {
            filer.check(&db, filer.open.as_slice()).await;
            filer.check(&db, filer.done.iter().rev().take(5)).await;
            filer.send_results_on(&db).await;
        }
        assert!(nodes.all_live(), "a node fell by itself after kill {kill}");
    }
    let acknowledged: usize = people.iter().map(|filer| filer.done.len()).sum();
    eprintln!("{engine:?}: {KILLS} kills in {:?}, {acknowledged} acknowledged applications", begun.elapsed());
    assert!(acknowledged >= KILLS as usize / 4, "too little was filed to prove anything: {acknowledged}");
    nodes.let_leases_end(&db).await;
    seen::caught_up(&nodes, &db).await;
    for filer in &mut people {
        filer.send_results_on(&db).await;
    }
    seen::caught_up(&nodes, &db).await;
    for filer in &people {
        filer.check(&db, filer.open.iter().chain(&filer.done)).await;
    }
    seen::check_the_whole(&nodes, &db, &people).await;
    eprintln!("{engine:?}: everything proved after {:?}", begun.elapsed());
}
