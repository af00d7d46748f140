//! The machine issues in the name of the official whom the authority appointed for that; where
//! it cannot, a person is called, with the reason.

use domain::case::{Actor, CallReason, CaseState};
use domain::id::CaseId;
use domain::official::Official;
use jiff::Timestamp;
use store::officials;

use super::issue::{self, NotIssued, Outcome};
use crate::office::Office;
use crate::stop::Stop;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Automatic {
    /// The results are issued.
    Issued,
    /// Nothing to do for the machine: not decided, or done already.
    NotMine,
    /// The machine cannot; a person must.
    Person {
        /// Why, as the case keeps it: a written [`CallReason`].
        reason: String,
    },
}

/// Issues every result that a positively decided case still lacks and closes it in the same
/// commit. Safe to call again: what is issued already is not issued twice, and a case that
/// changed meanwhile is a conflict.
pub async fn issue_automatically(office: &Office, id: &CaseId, now: Timestamp) -> Result<Automatic, Stop> {
    let opened = office.open_case(id).await?;
    if opened.case.state != CaseState::DecisionPositive {
        return Ok(Automatic::NotMine);
    }
    let Some(signer) = appointed(office, &opened.case.authority).await? else {
        return Ok(person(&CallReason::NoSigner));
    };
    match issue::issue(office, &opened, &Actor::Machine, &signer, now).await? {
        Outcome::Issued(_) => Ok(Automatic::Issued),
        Outcome::NotIssued(NotIssued::Missing(facts)) => Ok(person(&CallReason::ResultIncomplete(facts))),
        Outcome::NotIssued(NotIssued::Signature(why)) => {
            tracing::warn!(authority = %opened.case.authority, %why, "the appointed signer cannot sign");
            Ok(person(&CallReason::SignatureRefused))
        }
    }
}

fn person(reason: &CallReason) -> Automatic {
    Automatic::Person { reason: reason.written() }
}

/// The official in whose name the machine of an authority signs.
async fn appointed(office: &Office, authority: &str) -> Result<Option<Official>, Stop> {
    let Some(login) = office.settings.automatic_signers.get(authority) else { return Ok(None) };
    let found = officials::by_login(&office.db, login).await?;
    Ok(found.map(|(official, _)| official).filter(|official| official.authority == authority))
}
