//! What becomes of entries by itself: past its validity an entry expires, past its term it
//! leaves the account; the register keeps both (SM-22, RESULT-04).

use domain::case::Actor;
use domain::result::{self, Alteration};
use store::result_terms::{self, Passed, Term};
use store::{Batch, results};

use super::entry;
use crate::office::Office;
use crate::stop::Stop;

/// Terms looked at in one round.
const ROUND: i64 = 200;

/// Looks at the terms that have passed; each is looked at once. Gives how many changed an entry.
pub async fn pass(office: &Office) -> Result<usize, Stop> {
    let now = office.now();
    let mut changed = 0;
    for passed in result_terms::passed(&office.db, now, ROUND).await? {
        match one(office, &passed).await {
            Ok(true) => changed += 1,
            // Another node or an official was faster: the next round looks again.
            Ok(false) | Err(Stop::Conflict) => {}
            Err(stop) => tracing::warn!(result = %passed.result, %stop, "a term of a result was not looked at"),
        }
    }
    Ok(changed)
}

async fn one(office: &Office, passed: &Passed) -> Result<bool, Stop> {
    let now = office.now();
    let record = results::by_id(&office.db, &passed.result).await?.ok_or(Stop::Missing)?;
    let alteration = match passed.term {
        Term::Validity => Alteration::Expire,
        Term::Account => Alteration::Leave,
    };
    let by = Actor::Machine;
    let Ok(changed) = result::alter(&record, &alteration, &by, now) else {
        // Annulled or replaced before its time: nothing is left to expire.
        office.db.commit(Batch::new().with(result_terms::done(passed, now))).await?;
        return Ok(false);
    };
    let mut writes = vec![results::append(&changed, now, &by), result_terms::done(passed, now)];
    let mut told = Vec::new();
    if changed.state != record.state {
        told.push(result::told(&changed, &by, now));
        writes.extend(entry::notice_writes(office, &changed, None, &mut told, &by, now).await?);
        entry::commit(office, &changed, &told, writes).await?;
    } else {
        office.db.commit(Batch::new().with_all(writes)).await?;
    }
    Ok(true)
}
