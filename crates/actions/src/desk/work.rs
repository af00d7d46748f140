//! Who works on a case: an official takes it, puts it back, hands it to a colleague.

use domain::case::Wish;
use domain::id::{CaseId, OfficialId};
use domain::official::{Official, Role};
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::officials;

use super::access;
use crate::office::Office;
use crate::stop::Stop;

/// Takes a case that nobody has.
pub async fn take(
    office: &Office,
    official: &Official,
    id: &CaseId,
    revision: i64,
    now: Timestamp,
) -> Result<(), Stop> {
    assign(office, official, id, revision, Act::TakeCase, Wish::Take, now).await
}

/// Puts a case back into the queue.
pub async fn give_back(
    office: &Office,
    official: &Official,
    id: &CaseId,
    revision: i64,
    now: Timestamp,
) -> Result<(), Stop> {
    assign(office, official, id, revision, Act::ReturnCase, Wish::Return, now).await
}

/// Hands a case to an active colleague of the same authority.
pub async fn hand_over(
    office: &Office,
    official: &Official,
    id: &CaseId,
    to: &OfficialId,
    revision: i64,
    now: Timestamp,
) -> Result<(), Stop> {
    // The case first: another authority's must look as if it were not there, whatever else is wrong.
    let opened = access::open_as_seen(office, official, id, Act::HandOver, revision).await?;
    if !colleagues(office, official).await?.iter().any(|colleague| colleague.id == *to) {
        return Err(Stop::Refused(Refusal::NotAllowed));
    }
    access::wish(office, official, &opened, &Wish::HandOver { to: to.clone() }, now).await?;
    Ok(())
}

/// Active officials of the same authority who can work on cases or sign, without oneself.
pub async fn colleagues(office: &Office, official: &Official) -> Result<Vec<Official>, Stop> {
    let mut colleagues = officials::of_authority(&office.db, &official.authority).await?;
    colleagues.retain(|colleague| {
        let works = colleague.roles.iter().any(|role| matches!(role, Role::Caseworker | Role::Signer));
        colleague.active && works && colleague.id != official.id
    });
    Ok(colleagues)
}

async fn assign(
    office: &Office,
    official: &Official,
    id: &CaseId,
    revision: i64,
    act: Act,
    wish: Wish,
    now: Timestamp,
) -> Result<(), Stop> {
    let opened = access::open_as_seen(office, official, id, act, revision).await?;
    access::wish(office, official, &opened, &wish, now).await?;
    Ok(())
}
