//! The official's side: the charge of a case, a question on demand, what becomes of a refund, taking
//! back a charge made in error (PAY-04, PAY-10).

use domain::case::Actor;
use domain::charge::{Charge, Wish};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use store::charges;

use super::{own, wish};
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// The charge of a case, for its card; who may see the case was asked by the caller.
pub(crate) async fn of_case(office: &Office, case: &CaseId) -> Result<Option<Charge>, Stop> {
    Ok(charges::of_case(&office.db, case).await?)
}

async fn charge(office: &Office, official: &Official, id: &CaseId) -> Result<Charge, Stop> {
    access::open(office, official, id, Act::FollowCase).await?;
    charges::of_case(&office.db, id).await?.ok_or(Stop::Missing)
}

/// Asks ГИС ГМП now.
pub async fn ask_now(office: &Office, official: &Official, id: &CaseId) -> Result<(), Stop> {
    let charge = charge(office, official, id).await?;
    own::ask(office, &charge).await
}

/// The money goes back by this document, or does not for this reason.
pub async fn settle_refund(
    office: &Office,
    official: &Official,
    id: &CaseId,
    granted: bool,
    words: &str,
) -> Result<(), Stop> {
    let charge = charge(office, official, id).await?;
    let words = words.to_owned();
    let settle = if granted { Wish::GrantRefund { document: words } } else { Wish::RefuseRefund { why: words } };
    wish::wish(office, &charge.id, &settle, &Actor::Official(official.id.clone())).await.map(drop)
}

/// Takes a charge back that was made in error.
pub async fn annul(office: &Office, official: &Official, id: &CaseId, why: &str) -> Result<(), Stop> {
    let charge = charge(office, official, id).await?;
    let annul = Wish::Annul { why: why.to_owned() };
    wish::wish(office, &charge.id, &annul, &Actor::Official(official.id.clone())).await.map(drop)
}
