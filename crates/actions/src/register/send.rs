//! Sending a result on to another authority (RESULT-04): wished by its owner or by an official
//! for them, done by a job, recognised there by its key, with the receipt kept.

use connect::Failure;
use connect::inbox::Parcel;
use domain::case::Actor;
use domain::id::{JobId, ResultId, SendingId};
use domain::job::{Job, Work};
use domain::permit::{Act, Subject, Thing, permit};
use domain::result::{self, Receipt, Sending, SendingState};
use jiff::Timestamp;
use store::jobs::{self, Leased};
use store::{Batch, result_sendings, results};

use super::download;
use super::{canonical, download::Held};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Authorities a result can be sent to, by id and name.
pub fn recipients(office: &Office, held: &Held) -> Vec<(String, String)> {
    let others = office.region.authorities.values().filter(|one| one.id != held.record.authority);
    others.map(|one| (one.id.clone(), one.name.clone())).collect()
}

/// Begins a sending of one's own result.
pub async fn send(
    office: &Office,
    subject: &Subject,
    id: &ResultId,
    to: &str,
    purpose: &str,
    now: Timestamp,
) -> Result<(), Stop> {
    let held = download::held(office, subject, id).await?;
    permit(subject, Act::ShareResult, &Thing::result(&held.record))?;
    let earlier = result_sendings::of_result(&office.db, id).await?;
    let by = Actor::Applicant(held.record.person.clone());
    let new = SendingId(office.new_id(held.record.person.bucket()));
    let sending = result::send(&held.record, new, (to, purpose), &earlier, &by, &office.region, now)?;
    let job = Job {
        id: JobId(office.new_id(sending.id.bucket())),
        work: Work::SendResult { sending: sending.id.clone() },
        due_at: now,
        key: format!("send_result:{}", sending.id),
    };
    office.db.commit(Batch::new().with(result_sendings::insert(&sending)).with(jobs::insert(&job))).await?;
    office.wake.notify_one();
    Ok(())
}

/// Where one's own result was sent, newest first.
pub async fn sendings(office: &Office, subject: &Subject, id: &ResultId) -> Result<Vec<Sending>, Stop> {
    download::held(office, subject, id).await?;
    Ok(result_sendings::of_result(&office.db, id).await?)
}

/// One attempt of a delivery. What passes by itself is tried again; what the other side will
/// never take is kept with its words.
pub async fn run(office: &Office, id: &SendingId, job: &Leased) -> Result<Ended, Stop> {
    let sending = result_sendings::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    if sending.state != SendingState::Queued {
        return Ok(Ended::Nothing);
    }
    let Some(inbox) = &office.inbox else {
        return settle(office, result::refused(&sending, "Обмен документами с органами не настроен.")?, job).await;
    };
    let parcel = parcel(office, &sending).await?;
    let settled = match inbox.deliver(&parcel).await {
        Ok(taken) => result::received(&sending, Receipt { number: taken.receipt, at: taken.at })?,
        Err(Failure::Rejected { text, .. }) => result::refused(&sending, &text)?,
        Err(Failure::Later { system, reason }) => return Err(Stop::Later { system, why: reason }),
    };
    settle(office, settled, job).await
}

async fn settle(office: &Office, sending: Sending, job: &Leased) -> Result<Ended, Stop> {
    let batch = Batch::new().with(result_sendings::settle(&sending)).with(jobs::done(job, office.now()));
    office.db.commit(batch).await?;
    Ok(Ended::Written)
}

/// What goes: the signed document, or the signed data of an entry, with the signature.
async fn parcel(office: &Office, sending: &Sending) -> Result<Parcel, Stop> {
    let record = results::by_id(&office.db, &sending.result).await?.ok_or(Stop::Missing)?;
    let held = download::whole(office, record).await?;
    let record = &held.record;
    let signature = download::stored(office, record.signature.as_deref()).await?;
    let (name, media_type, content) = match &record.document {
        Some(document) => ("document.pdf", "application/pdf", download::stored(office, Some(document)).await?),
        None => ("data.json", "application/json", canonical::bytes(record).into()),
    };
    Ok(Parcel {
        id: sending.id.to_string(),
        to: sending.to.clone(),
        from: record.authority.clone(),
        number: record.number.clone(),
        title: held.output().map(|output| output.title.clone()).unwrap_or_default(),
        purpose: sending.purpose.clone(),
        issued_at: record.issued_at,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        content,
        signature,
    })
}
