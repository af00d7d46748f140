//! Life after the decision reaches the register: an entry is suspended, put in force again or ended
//! as the obligations of its closed case have it. Looked at twice, nothing is done twice.

use domain::case::{Actor, Context, follows};
use jiff::Timestamp;

use crate::commit::Opened;
use crate::office::Office;
use crate::register::rounds;
use crate::stop::Stop;

/// Does to the entries what the case calls for; true when there was anything to do.
pub(super) async fn follow(office: &Office, opened: &Opened, now: Timestamp) -> Result<bool, Stop> {
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    if !follows(&opened.case, &context) {
        return Ok(false);
    }
    let followed = rounds::follow(office, opened, &opened.case, &Actor::Machine, now).await?;
    let Some((change, writes)) = followed else { return Ok(false) };
    office.commit_change(opened, &change, writes).await?;
    Ok(true)
}
