//! The authorities of the town, each an office of its own: no case, line, number or official is
//! shared between two of them, so their years go by side by side, and one seed gives one course
//! however many processors there are.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow};

use super::report::Report;
use super::town::{Made, Town};

/// Lets the year of every office go by; what held, or the first office where something did not.
pub fn side_by_side(offices: Vec<Made>) -> Result<Report> {
    let many = offices.len();
    // The busiest begins first: nobody waits for it at the end.
    let mut waiting: Vec<(usize, Made)> = offices.into_iter().enumerate().collect();
    waiting.sort_by_key(|(place, made)| (std::cmp::Reverse(made.arrivals.len()), *place));
    let waiting: Vec<Mutex<Option<(usize, Made)>>> = waiting.into_iter().map(|one| Mutex::new(Some(one))).collect();
    let (next, ended) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(many)));
    let hands = std::thread::available_parallelism().map_or(2, usize::from).min(many);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some(office) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some((place, made)) = office.lock().ok().and_then(|mut office| office.take()) else { return };
                    let year = year(made);
                    if let Ok(mut ended) = ended.lock() {
                        ended.push((place, year));
                    }
                }
            });
        }
    });
    let mut ended = ended.into_inner().map_err(|_| anyhow!("an office came to a sudden end"))?;
    ended.sort_by_key(|(place, _)| *place);
    let mut whole = Report::default();
    for (_, year) in ended {
        whole.add(year?);
    }
    Ok(whole)
}

/// One thread plays everything of an office, so that one seed gives one course.
fn year(made: Made) -> Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting")?;
    runtime.block_on(async move {
        let mut town = Town::found(made).await?;
        town.run().await?;
        Ok(town.report)
    })
}
