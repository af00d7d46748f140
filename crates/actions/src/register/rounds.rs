//! The register follows its case: entries of a decision that was undone are annulled in the very
//! batch that undoes it, a corrected result takes the place of the old one as it is issued. No
//! output ever has two entries in force.

use std::borrow::Cow;

use domain::case::{self, Actor, Case, Change, Context};
use domain::journal::Event;
use domain::result::{self, ResultRecord};
use jiff::Timestamp;
use store::{Write, results};

use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// What goes along with a change of a case: where it opens the case again, its entries end with
/// the decision that gave them. Any other change is as it was.
pub(crate) async fn along<'c>(
    office: &Office,
    opened: &Opened,
    change: &'c Change,
    now: Timestamp,
) -> Result<(Cow<'c, Change>, Vec<Write>), Stop> {
    let again = change.journal.iter().find(|entry| matches!(entry.event, Event::Reopened { .. }));
    let Some(again) = again else { return Ok((Cow::Borrowed(change), Vec::new())) };
    let Some((ending, writes)) = follow(office, opened, &change.case, &again.by, now).await? else {
        return Ok((Cow::Borrowed(change), Vec::new()));
    };
    Ok((Cow::Owned(change.clone().then(ending)), writes))
}

/// Brings the entries of a case to where the case stands. `None` when they stand so already.
pub(crate) async fn follow(
    office: &Office,
    opened: &Opened,
    case: &Case,
    by: &Actor,
    now: Timestamp,
) -> Result<Option<(Change, Vec<Write>)>, Stop> {
    let records = results::of_case(&office.db, &case.id).await?;
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let followed = case::follow(case, &records, by, &context, now)?;
    Ok(followed.map(|(change, entries)| {
        let writes = entries.iter().map(|entry| results::append(entry, now, by)).collect();
        (change, writes)
    }))
}

/// A result that is issued takes the place of those of an earlier round: their new versions, and
/// what the journal says of them.
pub(super) fn renewed(
    opened: &Opened,
    issued: &[ResultRecord],
    new: &mut ResultRecord,
    change: &mut Change,
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<Write>, Stop> {
    let old = case::take_place(&opened.case, issued, new, by, now)?;
    change.journal.extend(old.iter().map(|old| result::told(old, by, now)));
    Ok(old.iter().map(|old| results::append(old, now, by)).collect())
}
