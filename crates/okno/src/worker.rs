//! The worker: leases jobs, runs several at once, sleeps until the next is due or a commit wakes it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actions::machine;
use actions::office::Office;
use jiff::SignedDuration;
use store::jobs::Leased;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A lease lasts so long; a job that takes longer is done again by another worker.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// The longest sleep: other nodes leave jobs without waking this one.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// More requests than this at one moment, and jobs give way: when a campaign opens, filing comes
/// first and the checks run after it. One job at a time still runs, so nothing ever stands still.
const CROWD: usize = 4;

/// In a crowd, for every moment of work so many moments of rest.
const REST: u32 = 7;

/// The longest rest after one job.
const LONGEST_REST: Duration = Duration::from_millis(250);

/// Runs jobs until told to stop.
pub async fn run(office: Arc<Office>, most: usize, mut stopped: watch::Receiver<bool>) {
    let mut running = JoinSet::new();
    if let Err(stop) = machine::begin(&office).await {
        // The next start looks again; nothing is counted wrongly meanwhile but what moved.
        tracing::warn!(%stop, "the calendar could not be compared with the last one");
    }
    // The late timers of many cases take long: jobs must not stand still behind them.
    let mut keeping = JoinSet::new();
    let mut housekeeping = tokio::time::interval(Duration::from_secs(60));
    while !*stopped.borrow() {
        let is_crowded = office.in_flight.load(Ordering::Relaxed) > CROWD;
        let hands = if is_crowded { 1 } else { most };
        if running.len() < hands {
            let leased = lease(&office, most - running.len()).await;
            let found = !leased.is_empty();
            start(&office, leased, is_crowded, &mut running);
            if found {
                continue;
            }
        }
        let is_free = running.len() < hands;
        tokio::select! {
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = office.wake.notified(), if is_free => {}
            () = tokio::time::sleep(LONGEST_SLEEP), if is_free => {}
            Some(_) = keeping.join_next(), if !keeping.is_empty() => {}
            _ = housekeeping.tick(), if keeping.is_empty() => {
                let office = Arc::clone(&office);
                keeping.spawn(async move { machine::keep_house(&office).await });
            }
            _ = stopped.changed() => {}
        }
    }
    while running.join_next().await.is_some() {}
    while keeping.join_next().await.is_some() {}
}

async fn lease(office: &Office, most: usize) -> Vec<Leased> {
    let now = office.now();
    let lease = office.new_owner_id();
    let limit = i64::try_from(most).unwrap_or(1);
    match store::jobs::lease(&office.db, &lease, now, now + LEASE, limit).await {
        Ok(leased) => leased,
        Err(error) => {
            tracing::warn!(%error, "jobs cannot be leased");
            Vec::new()
        }
    }
}

/// Starts leased jobs side by side, or in a crowd one after the other.
fn start(office: &Arc<Office>, leased: Vec<Leased>, one_by_one: bool, running: &mut JoinSet<()>) {
    let parts: Vec<Vec<Leased>> =
        if one_by_one { vec![leased] } else { leased.into_iter().map(|job| vec![job]).collect() };
    for jobs in parts.into_iter().filter(|jobs| !jobs.is_empty()) {
        let office = Arc::clone(office);
        running.spawn(async move {
            for job in &jobs {
                let begin = Instant::now();
                machine::perform(&office, job).await;
                if one_by_one {
                    tokio::time::sleep((begin.elapsed() * REST).min(LONGEST_REST)).await;
                }
            }
        });
    }
}
