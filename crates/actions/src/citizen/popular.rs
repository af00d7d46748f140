//! What people apply for most: counted once a day from the applications themselves, over the window
//! by which the region judges demand (CAT-12).

use jiff::Timestamp;
use jiff::civil::Date;
use store::{Batch, filed_counts, marks};

use super::informing::window_start;
use crate::office::Office;
use crate::stop::Stop;

/// Name of the mark that says which day was counted last.
const MARK: &str = "filed-counts";

/// What is applied for, the most wanted first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// First day of the window; the last one is yesterday.
    pub from: Date,
    /// Services that were applied for at all.
    pub services: Vec<Popular>,
}

/// A service in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Popular {
    /// The service.
    pub service: String,
    /// Applications in the window; `None` where they are fewer than the region's bound of low
    /// demand: so few could tell who applied.
    pub count: Option<i64>,
}

/// Counts the days that are over and were not counted yet.
pub async fn keep(office: &Office) -> Result<(), Stop> {
    let today = office.today(office.now());
    let Ok(yesterday) = today.yesterday() else { return Ok(()) };
    let counted = marks::get(&office.db, MARK).await?.and_then(|word| word.parse::<Date>().ok());
    if counted.is_some_and(|counted| counted >= yesterday) {
        return Ok(());
    }
    let window = window_start(today, office.region.params.low_demand_window.value);
    let next = match counted {
        Some(counted) => counted.tomorrow().ok(),
        None => filed_counts::first(&office.db).await?.map(|first| office.today(first)),
    };
    let mut day = next.unwrap_or(today).max(window);
    while day < today {
        let Ok(after) = day.tomorrow() else { break };
        let (from, until) = (start_of(office, day)?, start_of(office, after)?);
        let found = filed_counts::count(&office.db, from, until).await?;
        let kept = found.iter().map(|(service, total)| filed_counts::keep(from, service, *total));
        let batch = Batch::new().with_all(kept).with(marks::set(MARK, &day.to_string()));
        office.db.commit(batch).await?;
        day = after;
    }
    let batch = Batch::new().with(filed_counts::forget(start_of(office, window)?));
    office.db.commit(batch.with(marks::set(MARK, &yesterday.to_string()))).await?;
    Ok(())
}

/// Services that were applied for within the window, the most wanted first.
pub async fn ranking(office: &Office) -> Result<Ranking, Stop> {
    let params = &office.region.params;
    let from = window_start(office.today(office.now()), params.low_demand_window.value);
    let bound = i64::from(params.low_demand_below.value);
    let sums = filed_counts::sums(&office.db, start_of(office, from)?).await?;
    let told = |(service, total): (String, i64)| Popular { service, count: (total >= bound).then_some(total) };
    Ok(Ranking { from, services: sums.into_iter().map(told).collect() })
}

fn start_of(office: &Office, day: Date) -> Result<Timestamp, Stop> {
    let start = day.to_zoned(office.clock.time_zone.clone()).map(|day| day.timestamp());
    start.map_err(Stop::broken("finding the start of a day"))
}
