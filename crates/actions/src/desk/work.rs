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

/// Most tries when the machine writes at the same moment.
const TRIES: usize = 5;

/// Takes a case that nobody has. Whatever the machine did meanwhile does not matter for that, so no
/// revision is asked for; if a colleague was faster, the rule says so.
pub async fn take(office: &Office, official: &Official, id: &CaseId, now: Timestamp) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let opened = access::open(office, official, id, Act::TakeCase).await?;
        match access::wish(office, official, &opened, &Wish::Take, now).await {
            Err(Stop::Conflict) => {}
            done => return done.map(|_| ()),
        }
    }
    Err(Stop::Conflict)
}

/// Puts a case back into the queue.
pub async fn give_back(
    office: &Office,
    official: &Official,
    id: &CaseId,
    revision: i64,
    now: Timestamp,
) -> Result<(), Stop> {
    let opened = access::open_as_seen(office, official, id, Act::ReturnCase, revision).await?;
    access::wish(office, official, &opened, &Wish::Return, now).await?;
    Ok(())
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
