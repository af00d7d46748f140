//! A filed case on its way to the system that serves it: kept until it is there, tried again after
//! growing pauses, delivered with a receipt (INTAKE-01).

use domain::case::{Actor, CaseState, Wish};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::jobs::{self, Leased};
use store::{Batch, departmental};

use crate::commit::Opened;
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// What the machine does with a case that another system serves.
pub(crate) enum Step {
    /// The machine goes on as with any case.
    Go,
    /// The job has ended.
    Ended(Ended),
}

/// Delivers a case, or says whether the machine has anything to do with it.
pub(crate) async fn step(
    office: &Office,
    opened: &Opened,
    system: &str,
    job: &Leased,
    now: Timestamp,
) -> Result<Step, Stop> {
    match opened.case.state {
        CaseState::Submitted | CaseState::Delivering => {
            deliver(office, opened, system, job, now).await.map(Step::Ended)
        }
        // The law ends a suspension whoever serves the case.
        CaseState::Suspended | CaseState::AwaitingApplicant => Ok(Step::Go),
        // okno signs and enters what the system has made.
        CaseState::DecisionPositive | CaseState::ResultReady | CaseState::Completed => {
            let known = departmental::by_case(&office.db, &opened.case.id).await?;
            let made = known.is_some_and(|known| known.result.is_some());
            Ok(if made { Step::Go } else { Step::Ended(Ended::Nothing) })
        }
        _ => Ok(Step::Ended(Ended::Nothing)),
    }
}

async fn deliver(office: &Office, opened: &Opened, id: &str, job: &Leased, now: Timestamp) -> Result<Ended, Stop> {
    let case = &opened.case;
    let known = departmental::by_case(&office.db, &case.id).await?;
    let tries = known.as_ref().map_or(0, |known| known.tries) + 1;
    let want = departmental::want(&case.id, id, &case.number, now);
    let sent = match office.departmental.get(id) {
        Some(system) => system.deliver(&case.number, &envelope(office, opened).await?, now).await,
        None => Err(connect::Failure::later("departmental system", format!("{id} is not in the settings"))),
    };
    match sent {
        Ok(receipt) => {
            let change = office.decide(opened, &Wish::Deliver, &Actor::Machine, now)?;
            let received = departmental::received(&case.id, &receipt.receipt, now);
            let more = [want, received, departmental::well(id, now), jobs::done(job, now)];
            office.commit_change(opened, &change, more).await?;
        }
        Err(failure) => {
            let problem = failure.to_string();
            tracing::warn!(system = id, case = %case.id, tries, %failure, "a case could not be delivered");
            // What the system will never take waits for a person; anything else is tried for ever.
            let rest = match failure.is_later() {
                true => jobs::later(job, now + jobs::pause(tries)),
                false => jobs::park(job, now, &problem),
            };
            let health = match failure.is_later() {
                true => departmental::ill(id, &problem, now),
                false => departmental::well(id, now),
            };
            let more = [want, departmental::tried(&case.id, &problem), health, rest];
            if case.state == CaseState::Submitted {
                let change = office.decide(opened, &Wish::DelayDelivery, &Actor::Machine, now)?;
                office.commit_change(opened, &change, more).await?;
            } else {
                office.db.commit(Batch::new().with_all(more)).await?;
            }
        }
    }
    Ok(Ended::Written)
}

/// The case as the system gets it: everything that is known, attachments by reference.
pub(super) async fn envelope(office: &Office, opened: &Opened) -> Result<Value, Stop> {
    let (case, regulation) = (&opened.case, &opened.regulation);
    let own = address(office, &case.number);
    let facts: Vec<Value> = case
        .facts
        .0
        .iter()
        .map(|(name, known)| {
            let label = regulation.facts.get(name).map(|fact| fact.label.as_str());
            let value = known.value.as_ref().map(regulation::fact::Value::plain);
            json!({ "name": name, "label": label, "value": value, "source": known.source, "at": known.at })
        })
        .collect();
    let uploads = crate::joint::case::attached(office, case).await?;
    let files = uploads.iter().filter_map(|upload| {
        let sha256 = upload.sha256.as_ref()?;
        let href = format!("{own}/files/{sha256}");
        Some(json!({ "fact": upload.field, "name": upload.name, "mediaType": upload.media_type,
                     "size": upload.size, "sha256": sha256, "href": href }))
    });
    Ok(json!({
        "number": case.number,
        "service": case.service,
        "version": case.version,
        "authority": case.authority,
        "applicant": case.applicant_name,
        "filedAt": case.filed_at,
        "registerBy": case.registration_due.as_ref().map(|due| due.at),
        "facts": facts,
        "attachments": files.collect::<Vec<_>>(),
        "events": format!("{own}/events"),
    }))
}

/// The address of a case for the system that serves it.
pub(super) fn address(office: &Office, number: &str) -> String {
    let number: String = number
        .bytes()
        .map(|byte| match byte.is_ascii_alphanumeric() || byte == b'-' {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    format!("{}/api/v1/departmental/cases/{number}", office.settings.public_url)
}
