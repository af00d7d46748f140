//! Breaches of applicants' rights, written in the commit that shows them and read newest first
//! (MONITOR-06).

use domain::case::{Case, Change};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::watch::Watch;
use jiff::Timestamp;
use store::breaches::{self, Breach};
use store::{Batch, Write};

use crate::office::Office;
use crate::stop::Stop;

/// Breaches of one page.
const PAGE: i64 = 50;

/// Sorts after every id.
const LAST: &str = "~";

fn watch(office: &Office) -> Watch<'_> {
    let params = &office.region.params;
    Watch { rules: &office.region.watch, clock: &office.clock, notice_within: params.notice_within.value }
}

/// What a change of a case shows, as writes of the same batch.
pub(crate) fn shown(office: &Office, before: &Case, change: &Change, now: Timestamp) -> Vec<Write> {
    let shown = watch(office).look(before, change, now);
    let averted = shown.told.then(|| breaches::avert(&change.case.id, now));
    averted.into_iter().chain(shown.breaches.iter().map(|breach| breaches::insert(&change.case, breach))).collect()
}

/// What an official writes to the applicant, as writes of the same batch.
pub(crate) fn written(office: &Office, case: &Case, text: &str, now: Timestamp) -> Vec<Write> {
    watch(office).words(text, now).iter().map(|breach| breaches::insert(case, breach)).collect()
}

/// Somebody tried what a rule refused: the applicant was nearly asked for what an authority holds.
pub(crate) async fn tried(office: &Office, case: &Case, refusal: &Refusal, now: Timestamp) -> Result<(), Stop> {
    let Refusal::HeldByAuthority { fact, .. } = refusal else { return Ok(()) };
    let found = watch(office).tried(fact, now);
    office.db.commit(Batch::new().with_all(found.iter().map(|breach| breaches::insert(case, breach)))).await?;
    Ok(())
}

/// A page of breaches.
#[derive(Debug, Default)]
pub struct Page {
    /// Newest first.
    pub found: Vec<Breach>,
    /// Where the next page begins; `None`: this is the last one.
    pub next: Option<(Timestamp, String)>,
}

/// Breaches at the official's authority until now, of one rule or of all.
pub async fn page(
    office: &Office,
    official: &Official,
    rule: Option<&str>,
    before: Option<(Timestamp, String)>,
    now: Timestamp,
) -> Result<Page, Stop> {
    let authority = &official.authority;
    permit(&Subject::Official(official.clone()), Act::WatchRights, &Thing::authority(authority))?;
    let (at, id) = before.unwrap_or((now, LAST.to_owned()));
    // What is still to come is no breach yet.
    let at = at.min(now);
    let found = breaches::newest(&office.db, authority, rule, (at, &id), PAGE).await?;
    let next = found.last().filter(|_| found.len() as i64 == PAGE).map(|last| (last.at, last.id.clone()));
    Ok(Page { found, next })
}
