//! A server and two workers on PostgreSQL in serializable mode, over a connection on which things go
//! wrong, and a worker that sleeps through the end of its lease: nothing is lost, nothing is done
//! twice, what the outside gets twice it recognises.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use store::Statement;
use tokio::task::JoinSet;

use crate::filer::{Filer, Wanted};
use crate::nodes::{Nodes, Random};
use crate::proxy::Proxy;
use crate::seen;
use crate::world::{Engine, Ground, records, until};

/// Applications that must be acknowledged while things go wrong.
const FILED: usize = 30;

/// Proves: FORM-14, INTAKE-01, SEC-03, INTEG-01, SM-31.
#[tokio::test(flavor = "multi_thread")]
async fn serializable_transactions_that_clash_and_lose_their_connections_do_nothing_twice() {
    let Some(ground) = Ground::new(Engine::Postgres).await else { return };
    let mut random = Random::new("clashes", Engine::Postgres);
    let url = url::Url::parse(ground.database.as_ref().unwrap()).unwrap();
    let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let proxy = Proxy::start(server, random.clone()).await;
    let mut through = url.clone();
    through.set_host(Some("127.0.0.1")).unwrap();
    through.set_port(Some(proxy.address.port())).unwrap();
    through.set_query(Some("options=-c%20default_transaction_isolation%3Dserializable"));
    let nodes = Nodes::begin(ground, Some(through.as_str())).await;
    let db = records::open(&nodes.ground.address).await;
    let mut people = Vec::new();
    for (name, wanted) in
        [("Землев", Wanted::LandPlan), ("Образцова", Wanted::HuntingTicket), ("Торговцев", Wanted::LandPlan)]
    {
        let mut filer = Filer::new(&nodes.portal, name, wanted, true).await;
        filer.citizen.choose_copies().await;
        people.push(filer);
    }
    proxy.wild.store(true, Ordering::Relaxed);
    let mut round = 0;
    while people.iter().map(|filer| filer.done.len()).sum::<usize>() < FILED {
        round += 1;
        assert!(round < 500, "too little is filed: {:?}", proxy.count);
        work(&mut people, Duration::from_millis(200 + random.below(400))).await;
        // Now and then a worker stands still while its leases end and others do its work.
        let asleep = 1 + random.below(2) as usize;
        nodes.signal(asleep, "-STOP").await;
        nodes.let_leases_end(&db).await;
        work(&mut people, Duration::from_millis(50 + random.below(250))).await;
        nodes.signal(asleep, "-CONT").await;
        for filer in &mut people {
            filer.send_results_on(&db).await;
        }
    }
    proxy.wild.store(false, Ordering::Relaxed);
    eprintln!("{round} rounds, {:?}", proxy.count);
    let count = &proxy.count;
    for counter in [&count.begin_clashes, &count.commit_clashes, &count.lost_before, &count.lost_at, &count.lost_after]
    {
        assert!(counter.load(Ordering::Relaxed) > 0, "something never went wrong: {count:?}");
    }
    nodes.let_leases_end(&db).await;
    seen::caught_up(&nodes, &db).await;
    for filer in &mut people {
        filer.send_results_on(&db).await;
        assert!(filer.done.iter().all(|one| one.sent_on || filer.wanted == Wanted::LandPlan));
    }
    seen::caught_up(&nodes, &db).await;
    for filer in &people {
        filer.check(&db, filer.open.iter().chain(&filer.done)).await;
    }
    seen::check_the_whole(&nodes, &db, &people).await;
}

/// All of them file side by side for a while.
async fn work(people: &mut Vec<Filer>, a_while: Duration) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut working = JoinSet::new();
    for mut filer in people.drain(..) {
        let stop = Arc::clone(&stop);
        working.spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                filer.work().await;
            }
            filer
        });
    }
    tokio::time::sleep(a_while).await;
    stop.store(true, Ordering::Relaxed);
    *people = working.join_all().await;
    people.sort_by_key(|filer| filer.wanted == Wanted::HuntingTicket);
}

/// Proves: SEC-03, STATUS-09.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_slept_past_its_lease_writes_nothing_and_its_letter_is_the_same_letter() {
    const HELD: Statement = Statement::new(
        "test.held",
        "select id from jobs where name = 'mail' and state = 'open' and lease <> '' and attempts = 1",
    );
    const DONE: Statement = Statement::new("test.done", "select id from jobs where name = 'mail' and state = 'done'");
    let Some(ground) = Ground::new(Engine::Postgres).await else { return };
    let mut nodes = Nodes::begin(ground, None).await;
    let db = records::open(&nodes.ground.address).await;
    let mut filer = Filer::new(&nodes.portal, "Землев", Wanted::LandPlan, false).await;
    filer.citizen.choose_copies().await;
    // One worker is left; the mail server lets it wait, and there it stops.
    nodes.kill(2).await;
    nodes.fault(json!({ "system": "mail", "mode": "slow", "ms": 3000, "count": 1 })).await;
    while filer.done.is_empty() {
        filer.work().await.unwrap();
    }
    until("the worker waits for the mail server", || async {
        let held = db.rows(HELD, Vec::new()).await.unwrap();
        (!held.is_empty()).then_some(())
    })
    .await;
    nodes.signal(1, "-STOP").await;
    nodes.let_leases_end(&db).await;
    nodes.begin_again(2);
    until("the other worker has sent the letter", || async {
        let done = db.rows(DONE, Vec::new()).await.unwrap();
        (!done.is_empty()).then_some(())
    })
    .await;
    nodes.signal(1, "-CONT").await;
    until("the one that slept finds its lease gone", || async {
        nodes.log().contains("the end of a job was not written").then_some(())
    })
    .await;
    seen::caught_up(&nodes, &db).await;
    seen::check_the_whole(&nodes, &db, &[filer]).await;
}
