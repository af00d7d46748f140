//! A fresh answer serves again: for the same person, the same service and the same keys, as long
//! as the regulation lets it (PROCEDURE-06). Nobody is asked then.

use domain::case::CaseState;
use domain::evidence::EvidenceRequest;
use domain::journal::digest;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use store::evidence;

use super::answer::told;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// No answer is looked for that is older: no act lets one serve for longer.
const OLDEST: SignedDuration = SignedDuration::from_hours(24 * 400);

/// SHA-256 of what a request asks with, whatever the order of its keys.
pub(super) fn asked_with(keys: &Map<String, Value>) -> String {
    let sorted: std::collections::BTreeMap<&String, &Value> = keys.iter().collect();
    digest(&serde_json::to_string(&sorted).unwrap_or_default())
}

/// An earlier request whose answer serves this one too.
pub(super) async fn fresh(
    office: &Office,
    opened: &Opened,
    request: &EvidenceRequest,
    asked_with: &str,
    now: Timestamp,
) -> Result<Option<EvidenceRequest>, Stop> {
    let case = &opened.case;
    // A re-check is for what has changed since: an old answer tells nothing of it.
    if case.state == CaseState::Completed {
        return Ok(None);
    }
    let source = opened.regulation.sources.get(&request.source);
    let Some(term) = source.and_then(|source| source.fresh) else { return Ok(None) };
    let since = now.checked_sub(OLDEST).unwrap_or(Timestamp::UNIX_EPOCH);
    let known = evidence::fresh(&office.db, &case.applicant, &case.service, &request.source, since).await?;
    let lasts = |at: Timestamp| office.clock.due(at, term, &[]).is_ok_and(|due| now <= due.at);
    let fits = |one: &EvidenceRequest| {
        one.id != request.id
            && one.reused.is_none()
            && one.asked_with.as_deref() == Some(asked_with)
            && one.answered_at.is_some_and(lasts)
            // A later edition may want what the earlier answer does not hold.
            && told(&opened.regulation, &request.source).all(|fact| one.answer.get(&fact.name).is_some())
    };
    Ok(known.into_iter().find(fits))
}
