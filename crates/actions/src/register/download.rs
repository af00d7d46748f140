//! A result in its owner's hands: seen in the account and downloaded with its signature for as
//! long as the law keeps it there; afterwards the record says so, and is not «not found»
//! (RESULT-04). An extract is drawn when asked for, as of that moment (RESULTREG-03).

use std::sync::Arc;

use bytes::Bytes;
use domain::id::{PersonId, ResultId};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::result::ResultRecord;
use jiff::Timestamp;
use regulation::clock::LegalClock;
use regulation::package::{Output, Regulation};
use store::{officials, people, results};

use super::canonical;
use super::issue;
use super::paper::Paper;
use crate::office::Office;
use crate::stop::Stop;

/// A result as its owner sees it.
#[derive(Debug)]
pub struct Held {
    /// The entry.
    pub record: ResultRecord,
    /// The edition it was issued under.
    pub regulation: Arc<Regulation>,
    /// Index of its output in the regulation.
    output: usize,
    /// Who signed it.
    pub signer: Official,
    /// Last moment it is kept in the account; `None`: for ever.
    pub keep_until: Option<Timestamp>,
}

impl Held {
    /// What the regulation says of it.
    pub fn output(&self) -> Option<&Output> {
        self.regulation.results.get(self.output)
    }

    /// Has the term of keeping passed?
    pub fn is_gone(&self, now: Timestamp) -> bool {
        self.keep_until.is_some_and(|until| until < now)
    }
}

/// Reads a result for whoever asks; another person's is not there.
pub async fn held(office: &Office, subject: &Subject, id: &ResultId) -> Result<Held, Stop> {
    let record = results::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(subject, Act::HaveResult, &Thing::result(&record))?;
    let edition = office.library.edition(&record.service, &record.regulation_version).cloned();
    let regulation = edition.ok_or(Stop::Refused(domain::refusal::Refusal::EditionUnknown))?;
    let output = regulation.results.iter().position(|output| output.id == record.output).ok_or(Stop::Missing)?;
    let signer = officials::by_id(&office.db, &record.signer).await?.ok_or(Stop::Missing)?;
    let keep_until =
        regulation.results.get(output).and_then(|output| keep_until(&office.clock, output, record.issued_at));
    Ok(Held { record, regulation, output, signer, keep_until })
}

/// The last moment a result is kept in the account.
pub fn keep_until(clock: &LegalClock, output: &Output, issued_at: Timestamp) -> Option<Timestamp> {
    // A year without a production calendar lies far ahead: it is kept until the calendar tells.
    output.keep.and_then(|term| clock.due(issued_at, term, &[]).ok()).map(|due| due.at)
}

/// Which part of a result is downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The signed document.
    Document,
    /// The detached signature.
    Signature,
    /// The signed data of an entry.
    Data,
    /// An extract as of now.
    Extract,
}

/// The bytes of a part. A part that this kind of result does not have is not there.
pub async fn part(office: &Office, held: &Held, part: Part, now: Timestamp) -> Result<Bytes, Stop> {
    if held.is_gone(now) {
        return Err(Stop::Missing);
    }
    match part {
        Part::Document => stored(office, held.record.document.as_deref()).await,
        Part::Signature => stored(office, held.record.signature.as_deref()).await,
        Part::Data => Ok(canonical::bytes(&held.record).into()),
        Part::Extract if held.record.register.is_some() => extract(office, held, now).await,
        Part::Extract => Err(Stop::Missing),
    }
}

async fn stored(office: &Office, sha256: Option<&str>) -> Result<Bytes, Stop> {
    let content = office.files.get(sha256.ok_or(Stop::Missing)?).await;
    content.map_err(Stop::broken("reading a stored result"))
}

async fn extract(office: &Office, held: &Held, now: Timestamp) -> Result<Bytes, Stop> {
    let applicant = name_of(office, &held.record.person).await?;
    let output = held.output().ok_or(Stop::Missing)?;
    let subject = issue::subject(office, &held.regulation, output, &held.record, &held.signer, &applicant);
    Ok(issue::draw(&subject, Paper::Extract { as_of: now }).await?.into())
}

async fn name_of(office: &Office, person: &PersonId) -> Result<String, Stop> {
    Ok(people::by_id(&office.db, person).await?.map(|person| person.name).unwrap_or_default())
}
