//! What is looked over at midnight: open cases that nobody touched, the desks of the authorities,
//! and the stocks with their lines.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use domain::distribution::EntryState;
use domain::id::{CaseId, StockId};
use store::desk::{self, Filter};
use store::distribution;

use super::kit::scene::Scene;
use super::watch::{Broken, Watch, armed, terms};

/// Open cases looked at in one night at most, in turn: each comes up again within days.
const CASES: usize = 300;
/// Lines read at once.
const PAGE: i64 = 500;
/// Nights between two readings of every line of every desk.
const DESK_NIGHTS: u32 = 7;

/// What a night found wrong, where no case is to blame.
type Found = Result<Result<(), String>>;
/// What the cases of one desk wait for, and who holds them.
type Sorted<'a> = Vec<(&'a CaseId, (&'a str, &'a str))>;

/// Open cases as they stand: the row is what its journal told, its timers are there, its end is
/// what the legal clock says.
pub async fn open_cases(watch: &mut Watch, scene: &Scene, night: u32) -> Result<()> {
    let open = watch.open();
    let from = (night as usize * CASES) % open.len().max(1);
    for id in open.iter().cycle().skip(from).take(CASES.min(open.len())) {
        let (case, _) = watch.look(scene, id).await?;
        let broken = |what: String| Broken { what: format!("at midnight: {what}"), case: id.clone() };
        terms(scene, &case).map_err(broken)?;
        armed(scene, &case).await?.map_err(broken)?;
    }
    Ok(())
}

/// The counters of every desk are those of the cases; now and then its lines are, too.
pub async fn desks(watch: &Watch, scene: &Scene, night: u32) -> Found {
    let mut expected: BTreeMap<&str, Sorted> = BTreeMap::new();
    for (id, authority, waits, holder) in watch.on_desks() {
        expected.entry(authority).or_default().push((id, (waits, holder)));
    }
    for authority in scene.staff.keys() {
        let cases = expected.remove(authority.as_str()).unwrap_or_default();
        let mut wanted: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for (_, sort) in &cases {
            *wanted.entry(*sort).or_default() += 1;
        }
        let counted = desk::counts(&scene.office.db, authority).await?;
        let counted: BTreeMap<(&str, &str), i64> =
            counted.waits.iter().map(|(waits, holder, n)| ((waits.name(), holder.as_str()), *n)).collect();
        if counted != wanted {
            return Ok(Err(format!("the desk of {authority} counts {counted:?}, and its cases are {wanted:?}")));
        }
        if night.is_multiple_of(DESK_NIGHTS) {
            let lines = lines(scene, authority).await?;
            let wanted: BTreeSet<CaseId> = cases.iter().map(|(id, _)| (*id).clone()).collect();
            if let Some(id) = lines.symmetric_difference(&wanted).next() {
                return Ok(Err(format!("the queue of {authority} and its open cases differ by {id}")));
            }
        }
    }
    Ok(Ok(()))
}

async fn lines(scene: &Scene, authority: &str) -> Result<BTreeSet<CaseId>> {
    let mut found = BTreeSet::new();
    let mut after = None;
    loop {
        let page = desk::queue(&scene.office.db, authority, &Filter::default(), after.as_ref(), PAGE).await?;
        let more = page.len() as i64 == PAGE;
        after = page.last().map(|line| line.cursor.clone());
        found.extend(page.into_iter().map(|line| line.case.id));
        if !more {
            return Ok(found);
        }
    }
}

/// A stock gives no piece twice and no more than it has.
pub async fn stocks(scene: &Scene, all: &[StockId]) -> Found {
    for id in all {
        let stock = distribution::by_id(&scene.office.db, id).await?.context("a published stock is there")?;
        let mut had: BTreeSet<i64> = BTreeSet::new();
        for state in [EntryState::Held, EntryState::Offered, EntryState::Given] {
            let mut after = String::new();
            loop {
                let page = distribution::line(&scene.office.db, id, state, &after, PAGE).await?;
                for entry in &page {
                    match entry.piece {
                        Some(piece) if had.insert(piece) => {}
                        piece => {
                            return Ok(Err(format!("the stock {id} gave the piece {piece:?} to {} too", entry.number)));
                        }
                    }
                }
                after = page.last().map(|last| last.sort_key.clone()).unwrap_or_default();
                if (page.len() as i64) < PAGE {
                    break;
                }
            }
        }
        let taken = i64::try_from(had.len())?;
        if taken > stock.pieces || taken != stock.held + stock.offered + stock.given {
            let (held, offered, given, pieces) = (stock.held, stock.offered, stock.given, stock.pieces);
            return Ok(Err(format!(
                "of {pieces} pieces of the stock {id} {taken} are gone, and it counts held {held}, offered {offered}, given {given}"
            )));
        }
    }
    Ok(Ok(()))
}
