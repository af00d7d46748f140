//! The worker: leases jobs, runs several at once, sleeps until the next is due or a commit wakes it.

use std::sync::Arc;
use std::time::Duration;

use actions::machine;
use actions::office::Office;
use jiff::SignedDuration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A lease lasts so long; a job that takes longer is done again by another worker.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// The longest sleep: other nodes leave jobs without waking this one.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// Runs jobs until told to stop.
pub async fn run(office: Arc<Office>, at_once: usize, mut stopped: watch::Receiver<bool>) {
    let mut running = JoinSet::new();
    let mut housekeeping = tokio::time::interval(Duration::from_secs(60));
    while !*stopped.borrow() {
        let free = at_once.saturating_sub(running.len());
        let leased = if free == 0 { 0 } else { take(&office, free, &mut running).await };
        if leased > 0 && running.len() < at_once {
            continue;
        }
        tokio::select! {
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = office.wake.notified(), if running.len() < at_once => {}
            () = tokio::time::sleep(LONGEST_SLEEP), if running.len() < at_once => {}
            _ = housekeeping.tick() => machine::keep_house(&office).await,
            _ = stopped.changed() => {}
        }
    }
    while running.join_next().await.is_some() {}
}

/// Leases as many due jobs as there are free hands and starts them.
async fn take(office: &Arc<Office>, free: usize, running: &mut JoinSet<()>) -> usize {
    let now = office.now();
    let lease = office.new_owner_id();
    let limit = i64::try_from(free).unwrap_or(1);
    match store::jobs::lease(&office.db, &lease, now, now + LEASE, limit).await {
        Ok(leased) => {
            let count = leased.len();
            for job in leased {
                let office = Arc::clone(office);
                running.spawn(async move { machine::perform(&office, &job).await });
            }
            count
        }
        Err(error) => {
            tracing::warn!(%error, "jobs cannot be leased");
            0
        }
    }
}
