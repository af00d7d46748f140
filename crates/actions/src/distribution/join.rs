//! A case joins the lines of the stocks it needs: in the very batch that files it, where its
//! answers already say which, so that the order of the line is the order of arrival; otherwise
//! when the machine comes to it. Nothing joins where no stock is published: there an outside
//! register keeps the line.

use std::collections::BTreeSet;

use domain::case::{Actor, Case, Change, Context, Wish};
use domain::distribution::{LimitKey, QueueEntry, Stock, Window, keys_of, limit_keys, standing, window};
use domain::id::StockId;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::expression::{Verdict, World};
use regulation::package::{Order, Regulation, Resource};
use store::{Write, distribution};

use super::{case_job, serve_later};
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;
use domain::job::Work;

/// A line that a case needs.
#[derive(Debug, Clone)]
pub struct Line {
    resource: String,
    stock: StockId,
    entry: QueueEntry,
    slots: Vec<(LimitKey, i64)>,
    /// Pieces go out while applications come.
    serves: bool,
}

impl Line {
    /// The writes that put the case into the line, under the number it has by then.
    pub fn writes(&self, number: &str, now: Timestamp) -> Vec<Write> {
        let mut entry = QueueEntry::new(&self.stock, &self.entry.case, number, self.entry.filed_at);
        // The arrival is the last part of the sort key, and the number gives it.
        entry.sort_key = match self.entry.sort_key.rsplit_once('.') {
            Some((ranks, _)) => format!("{ranks}.{}", entry.sort_key),
            None => entry.sort_key,
        };
        entry.standing = self.entry.standing.clone();
        entry.ready = self.entry.ready;
        entry.claims = self.slots.iter().map(|(key, _)| (key.index, key.hash.clone())).collect();
        let mut writes = vec![distribution::join(&entry)];
        for (key, slot) in &self.slots {
            writes.push(distribution::claim(key.bucket(), &key.hash, *slot, &entry.case, now));
        }
        writes
    }

    /// The job that serves the line, where pieces go out while applications come.
    pub fn serving(&self, office: &Office, now: Timestamp) -> Option<Write> {
        self.serves.then(|| serve_later(office, &self.stock, self.entry.case.as_str(), now))
    }
}

/// The lines that a case needs and does not stand in yet.
pub async fn lines(office: &Office, case: &Case, regulation: &Regulation, now: Timestamp) -> Result<Vec<Line>, Stop> {
    let mut lines = Vec::new();
    let today = office.today(now);
    let world = World { regulation, facts: &case.facts, today };
    let mut limited = BTreeSet::new();
    for resource in &regulation.resources {
        if resource.when.as_ref().is_some_and(|when| when.verdict(&world) != Verdict::Yes) {
            continue;
        }
        let window: Window = window(resource, &world);
        if !window.takes(office.today(case.filed_at)) {
            continue;
        }
        for key in keys_of(regulation, resource, &case.facts) {
            let Some(stock) = distribution::last_of(&office.db, &key).await? else { continue };
            let known = case.queues.iter().any(|place| place.stock == stock.id);
            if known || !takes(&stock) || stock.authority != case.authority {
                continue;
            }
            let first = limited.insert(resource.id.clone());
            let slots = if first { slots(office, case, regulation, resource, now).await? } else { Vec::new() };
            let mut entry = QueueEntry::new(&stock.id, &case.id, &case.number, case.filed_at);
            entry.rank(resource, standing(resource, &world));
            entry.ready = resource.shares.is_empty() && resource.rank.is_empty();
            let serves = stock.order == Order::Arrival;
            lines.push(Line { resource: resource.id.clone(), stock: stock.id, entry, slots, serves });
        }
    }
    Ok(lines)
}

/// May applications join? A lottery takes none once its list is published; a ranking goes on.
fn takes(stock: &Stock) -> bool {
    use domain::distribution::Phase;
    match stock.phase {
        Phase::Open => true,
        Phase::Frozen | Phase::Dealt => stock.order == Order::Ranking,
        Phase::Closed => false,
    }
}

/// The slots that an application takes under the limits per applicant; a refusal in the words of
/// the regulation when there is none.
async fn slots(
    office: &Office,
    case: &Case,
    regulation: &Regulation,
    resource: &Resource,
    now: Timestamp,
) -> Result<Vec<(LimitKey, i64)>, Stop> {
    let mut slots = Vec::new();
    for key in limit_keys(regulation, &resource.id, &case.facts) {
        let taken: BTreeSet<i64> = distribution::claims(&office.db, key.bucket(), &key.hash)
            .await?
            .into_iter()
            .filter(|claim| claim.until > now.as_millisecond())
            .map(|claim| claim.slot)
            .collect();
        let Some(free) = (0..i64::from(key.most)).find(|slot| !taken.contains(slot)) else {
            let limit = resource.limits.get(key.index);
            let words =
                limit.map(|limit| format!("{} {} ({})", limit.say, limit.mend, regulation.clause_text(&limit.because)));
            return Err(Refusal::LimitReached { words: words.unwrap_or_default() }.into());
        };
        slots.push((key, free));
    }
    Ok(slots)
}

/// The change that files a case, with its places in the lines it needs.
pub fn joined(
    office: &Office,
    change: Change,
    lines: &[Line],
    regulation: &Regulation,
    now: Timestamp,
) -> Result<Change, Stop> {
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let mut change = change;
    for line in lines {
        let wish = wish(line);
        match domain::case::decide(&change.case, &wish, &Actor::Machine, &context, now) {
            Ok(next) => change = change.then(next),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(change)
}

fn wish(line: &Line) -> Wish {
    Wish::Queue { resource: line.resource.clone(), stock: line.stock.clone(), because: Vec::new() }
}

/// Puts an open case into the lines it needs by now; true when it joined one.
pub async fn join_later(office: &Office, opened: &Opened, now: Timestamp) -> Result<bool, Stop> {
    let case = &opened.case;
    if opened.regulation.resources.is_empty() || !case.state.before_decision() {
        return Ok(false);
    }
    let lines = match lines(office, case, &opened.regulation, now).await {
        Ok(lines) if lines.is_empty() => return Ok(false),
        Ok(lines) => lines,
        // It was filed before anybody could say so: the grounds of the regulation decide.
        Err(Stop::Refused(Refusal::LimitReached { .. })) => return Ok(false),
        Err(stop) => return Err(stop),
    };
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let mut change: Option<Change> = None;
    let mut writes = Vec::new();
    for line in &lines {
        let before = change.as_ref().map_or(case, |change| &change.case);
        let next = domain::case::decide(before, &wish(line), &Actor::Machine, &context, now)?;
        change = Some(match change {
            Some(change) => change.then(next),
            None => next,
        });
        writes.extend(line.writes(&case.number, now));
        writes.extend(line.serving(office, now));
    }
    let Some(change) = change else { return Ok(false) };
    let once = change.case.revision.to_string();
    writes.push(case_job(office, &case.id, Work::SettlePlaces { case: case.id.clone() }, &format!("join{once}"), now));
    office.commit_change(opened, &change, writes).await?;
    Ok(true)
}
