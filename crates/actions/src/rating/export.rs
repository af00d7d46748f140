//! The queue to the national quality monitoring system: a rating goes out when its window ends, gets a
//! receipt, and once a day it is compared what that system has (RATE-05).

use connect::Failure;
use connect::quality::{self, Quality};
use domain::id::{JobId, RatingId};
use domain::job::{Job, Work};
use domain::rating::Rating;
use jiff::ToSpan;
use jiff::civil::Date;
use store::jobs::{self, Leased};
use store::{Batch, marks, ratings};

use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Ratings of one page.
const PAGE: i64 = 200;

/// How many days back are compared: longer than any outage that jobs wait for.
const DAYS: i32 = 10;

/// Name of the mark that says when counts were compared last.
const MARK: &str = "ratings-reconciled";

/// Name of the mark with the counts of a day: «ours theirs».
pub(super) fn counted(day: Date) -> String {
    format!("ratings:{day}")
}

fn failed(failure: Failure) -> Stop {
    match failure {
        Failure::Later { system, reason } => Stop::Later { system, why: reason },
        rejected @ Failure::Rejected { .. } => Stop::broken("giving a rating away")(rejected),
    }
}

/// Once a minute: leaves jobs for what is to go out, and once a day one that compares counts.
pub(crate) async fn keep(office: &Office) -> Result<(), Stop> {
    if office.quality.is_none() {
        return Ok(());
    }
    let now = office.now();
    let waiting = ratings::to_export(&office.db, now, PAGE).await?;
    let mut batch = Batch::new().with_all(waiting.iter().map(|rating| jobs::insert(&sending(office, rating))));
    let today = office.today(now);
    let done = marks::get(&office.db, MARK).await?;
    let due = done.as_deref() != Some(today.to_string().as_str());
    if due {
        batch.push(marks::set(MARK, &today.to_string()));
        let (id, key) = (JobId(office.new_owner_id()), format!("reconcile_ratings:{today}"));
        batch.push(jobs::insert(&Job { id, work: Work::ReconcileRatings { day: today }, due_at: now, key }));
    }
    if due || !waiting.is_empty() {
        office.db.commit(batch).await?;
        office.wake.notify_one();
    }
    Ok(())
}

fn sending(office: &Office, rating: &Rating) -> Job {
    let id = JobId(office.new_id(rating.id.bucket()));
    // What was lost over there goes out again under a key of its own.
    let key = format!("send_rating:{}:{}", rating.id, rating.revision);
    Job { id, work: Work::SendRating { rating: rating.id.clone() }, due_at: office.now(), key }
}

/// Gives one rating away, without its person and case.
pub(crate) async fn send(office: &Office, id: &RatingId, job: &Leased) -> Result<Ended, Stop> {
    let Some(quality) = &office.quality else { return Ok(Ended::Nothing) };
    let rating = ratings::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    if rating.receipt.is_some() {
        return Ok(Ended::Nothing);
    }
    let editions = office.library.edition(&rating.service, &rating.version);
    let rule = editions.and_then(|edition| edition.procedures.iter().find(|one| one.id == rating.procedure));
    let message = quality::Rating {
        id: rating.id.to_string(),
        body: rating.authority.clone(),
        service: rating.service.clone(),
        procedure: rule.map_or_else(|| rating.procedure.clone(), |rule| rule.title.clone()),
        set: rating.set.clone(),
        day: rating.day,
        marks: rating.marks.clone(),
    };
    let receipt = quality.give(&message).await.map_err(failed)?;
    let batch = Batch::new().with_all(ratings::update(&rating.exported(&receipt), rating.revision));
    office.db.commit(batch.with(jobs::done(job, office.now()))).await?;
    Ok(Ended::Written)
}

/// Compares the days before one; a day compared twice is compared the same.
pub(crate) async fn reconcile(office: &Office, today: Date) -> Result<Ended, Stop> {
    let Some(quality) = &office.quality else { return Ok(Ended::Nothing) };
    for back in 1..=DAYS {
        if let Ok(day) = today.checked_sub(back.days()) {
            compare(office, quality, day).await?;
        }
    }
    office.wake.notify_one();
    Ok(Ended::Nothing)
}

/// What we have a receipt for and they do not have goes out again.
async fn compare(office: &Office, quality: &Quality, day: Date) -> Result<(), Stop> {
    let theirs = quality.of_day(day).await.map_err(failed)?;
    let (mut ours, mut after) = (0_usize, String::new());
    let mut batch = Batch::new();
    loop {
        let page = ratings::of_day(&office.db, day, &after, PAGE).await?;
        for rating in page.iter().filter(|rating| rating.receipt.is_some()) {
            ours += 1;
            if !theirs.contains(rating.id.as_str()) {
                let lost = rating.lost();
                batch.extend(ratings::update(&lost, rating.revision));
                batch.push(jobs::insert(&sending(office, &lost)));
            }
        }
        match page.last() {
            Some(last) if page.len() as i64 == PAGE => last.id.as_str().clone_into(&mut after),
            _ => break,
        }
    }
    // Of a day without ratings there is nothing to tell.
    if ours > 0 || !theirs.is_empty() {
        batch.push(marks::set(&counted(day), &format!("{ours} {}", theirs.len())));
        office.db.commit(batch).await?;
    }
    Ok(())
}
