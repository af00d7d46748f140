//! To whom the machine gives a case that needs a person: the authority's own rule, read from the
//! region's data. Who is away is passed over, and who may not decide on it by the part they had in
//! it; who gave the case back is not given it again.

use std::collections::BTreeSet;

use domain::case::{Actor, Waits, Wish};
use domain::duty;
use domain::id::{CaseId, OfficialId};
use domain::journal::Event;
use domain::official::{Official, Role};
use jiff::Timestamp;
use regulation::region::{AssignRule, Assignment};
use store::desk::roster;
pub use store::desk::roster::Absence;
use store::{Batch, desk, journal, officials};

use super::queue::scope;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Longest absence that is entered at once, in days.
const LONGEST_ABSENCE: i64 = 370;

/// Gives the case to whom the rule names, if it waits for an official and nobody has it. Whether
/// it did.
pub async fn assign(office: &Office, id: &CaseId, now: Timestamp) -> Result<bool, Stop> {
    let opened = office.open_case(id).await?;
    let case = &opened.case;
    let waits = Waits::of(case).is_some_and(Waits::on_official);
    if !waits || case.assignee.is_some() || case.needs_person.is_none() {
        return Ok(false);
    }
    let Some(rule) = office.region.authority(&case.authority).map(|one| &one.assignment) else { return Ok(false) };
    if rule.rule == AssignRule::ByHand {
        return Ok(false);
    }
    let Some(to) = chosen(office, &opened, rule, now).await? else { return Ok(false) };
    let change = office.decide(&opened, &Wish::HandOver { to: to.clone() }, &Actor::Machine, now)?;
    match office.commit_change(&opened, &change, [roster::turn(&case.authority, &to, now)]).await {
        Ok(()) => Ok(true),
        // An official was faster.
        Err(Stop::Conflict) => Ok(false),
        Err(stop) => Err(stop),
    }
}

async fn chosen(
    office: &Office,
    opened: &Opened,
    rule: &Assignment,
    now: Timestamp,
) -> Result<Option<OfficialId>, Stop> {
    let (db, case) = (&office.db, &opened.case);
    let mut able = officials::of_authority(db, &case.authority).await?;
    let away: BTreeSet<OfficialId> = roster::absent(db, &case.authority, now).await?.into_iter().collect();
    let refused = gave_back(office, &case.id).await?;
    let named = rule.services.get(&case.service);
    able.retain(|one| {
        one.active
            && one.roles.contains(&Role::Caseworker)
            && !away.contains(&one.id)
            && !refused.contains(&one.id)
            && duty::may_decide(case, &one.id).is_ok()
            && named.is_none_or(|logins| logins.contains(&one.login))
    });
    let turns = roster::turns(db, &case.authority).await?;
    // Who never had a turn comes before everybody who had one.
    let last = |one: &Official| turns.iter().position(|(id, _)| *id == one.id).map_or(0, |at| at + 1);
    let chosen = match rule.rule {
        AssignRule::ByHand => None,
        AssignRule::RoundRobin => able.iter().min_by_key(|one| last(one)),
        AssignRule::LeastLoaded => {
            let counts = desk::counts(db, &case.authority).await?;
            able.iter().min_by_key(|one| (counts.of(&one.id), last(one)))
        }
    };
    Ok(chosen.map(|one| one.id.clone()))
}

/// Officials who put the case back.
async fn gave_back(office: &Office, id: &CaseId) -> Result<BTreeSet<OfficialId>, Stop> {
    let entries = journal::of_case(&office.db, id).await?;
    let returned = entries.into_iter().filter_map(|stored| match (stored.entry.event, stored.entry.by) {
        (Event::Returned, Actor::Official(official)) => Some(official),
        _ => None,
    });
    Ok(returned.collect())
}

/// The official's own absences, present and to come.
pub async fn absences(office: &Office, official: &Official, now: Timestamp) -> Result<Vec<Absence>, Stop> {
    scope(official)?;
    Ok(roster::absences_of(&office.db, &official.id, now).await?)
}

/// An official will be away from one day to another, both included. No: the days are the wrong
/// way round, in the past or too many.
pub async fn be_away(
    office: &Office,
    official: &Official,
    first: jiff::civil::Date,
    last: jiff::civil::Date,
    now: Timestamp,
) -> Result<bool, Stop> {
    scope(official)?;
    let days = first.until(last).map_or(-1, |span| i64::from(span.get_days()));
    if !(0..=LONGEST_ABSENCE).contains(&days) || last < office.today(now) {
        return Ok(false);
    }
    let absence = Absence {
        id: office.new_owner_id(),
        from: office.clock.start_of_day(first),
        until: office.clock.start_of_day(super::queue::after(last, 1)),
    };
    office.db.commit(Batch::new().with(roster::insert_absence(&official.id, &absence))).await?;
    Ok(true)
}

/// They will be there after all.
pub async fn be_there(office: &Office, official: &Official, id: &str) -> Result<(), Stop> {
    scope(official)?;
    office.db.commit(Batch::new().with(roster::delete_absence(&official.id, id))).await?;
    Ok(())
}
