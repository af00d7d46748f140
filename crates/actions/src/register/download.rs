//! A result in its owner's hands: seen in the account and downloaded with its signature for as
//! long as the law keeps it there; afterwards the record says so, and is not «not found»
//! (RESULT-04). An extract is drawn when asked for, as of that moment (RESULTREG-03).

use std::sync::Arc;

use bytes::Bytes;
use connect::sign::Who;
use domain::id::{PersonId, ResultId};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::result::ResultRecord;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::LegalClock;
use regulation::package::{Output, Regulation};
use store::{cases, officials, people, results};

use super::paper::{Paper, Subject as Drawn};
use super::{canonical, issue, keys};
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
    /// Last moment it is kept in the account; `None`: for ever. Entries of an earlier form do
    /// not carry it: there it follows from the regulation.
    pub keep_until: Option<Timestamp>,
}

impl Held {
    /// What the regulation says of it.
    pub fn output(&self) -> Option<&Output> {
        self.regulation.results.get(self.output)
    }

    /// Has the term of keeping passed?
    pub fn is_gone(&self, now: Timestamp) -> bool {
        self.record.left_account_at.is_some() || self.keep_until.is_some_and(|until| until < now)
    }
}

/// Reads a result for whoever asks; another person's is not there, and one's own is not given out
/// before the originals that were declared for it are seen (INTAKE-06).
pub async fn held(office: &Office, subject: &Subject, id: &ResultId) -> Result<Held, Stop> {
    let record = results::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let case = cases::by_id(&office.db, &record.case).await?;
    permit(subject, Act::HaveResult, &Thing::result_of(&record, case.as_ref()))?;
    if case.is_some_and(|case| case.originals_owed()) {
        return Err(Refusal::OriginalsOwed.into());
    }
    whole(office, record).await
}

/// A record with what belongs to it. Who may see it must be asked by the caller.
pub(super) async fn whole(office: &Office, record: ResultRecord) -> Result<Held, Stop> {
    let edition = office.library.edition(&record.service, &record.regulation_version).cloned();
    let regulation = edition.ok_or(Stop::Refused(Refusal::EditionUnknown))?;
    let output = regulation.results.iter().position(|output| output.id == record.output).ok_or(Stop::Missing)?;
    let signer = officials::by_id(&office.db, &record.signer).await?.ok_or(Stop::Missing)?;
    let by_rule = regulation.results.get(output).and_then(|output| keep_until(&office.clock, output, record.issued_at));
    let keep_until = record.keep_until.or(by_rule);
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
    /// An extract as of a day or of now.
    Extract(AsOf),
    /// The same with its signature, as an archive.
    SignedExtract(AsOf),
}

/// The moment an extract speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// This very moment.
    Now,
    /// The end of that day by the region's clock.
    Day(Date),
}

impl AsOf {
    /// The moment itself: neither before the entry was made nor after now.
    fn moment(self, office: &Office, record: &ResultRecord, now: Timestamp) -> Result<Timestamp, Stop> {
        let Self::Day(day) = self else { return Ok(now) };
        let moment = office.clock.end_of_day(day).min(now);
        if day > office.today(now) || moment < record.issued_at {
            return Err(Stop::Missing);
        }
        Ok(moment)
    }
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
        Part::Extract(as_of) => Ok(extract(office, held, as_of.moment(office, &held.record, now)?, now).await?.into()),
        Part::SignedExtract(as_of) => {
            let moment = as_of.moment(office, &held.record, now)?;
            Ok(signed_extract(office, held, moment, now).await?.into())
        }
    }
}

pub(super) async fn stored(office: &Office, sha256: Option<&str>) -> Result<Bytes, Stop> {
    let content = office.files.get(sha256.ok_or(Stop::Missing)?).await;
    content.map_err(Stop::broken("reading a stored result"))
}

/// A view of the entry as of a moment; a document is its own view and has none.
pub(super) async fn extract(office: &Office, held: &Held, as_of: Timestamp, now: Timestamp) -> Result<Vec<u8>, Stop> {
    if held.record.register.is_none() {
        return Err(Stop::Missing);
    }
    let applicant = name_of(office, &held.record.person).await?;
    let output = held.output().ok_or(Stop::Missing)?;
    let offline = keys::code(office, &held.record, now).await?;
    let subject = issue::subject(office, &held.regulation, output, &held.record, &held.signer, &applicant);
    issue::draw(&Drawn { offline, ..subject }, Paper::Extract { as_of }).await
}

/// An extract with a detached signature of today beside it.
async fn signed_extract(office: &Office, held: &Held, as_of: Timestamp, now: Timestamp) -> Result<Vec<u8>, Stop> {
    let pdf = extract(office, held, as_of, now).await?;
    let Some((signer, key)) = keys::key_of(office, &held.record, now).await? else {
        return Err(Stop::Later { system: "signing", why: "nobody may sign an extract now".to_owned() });
    };
    let who = Who { name: signer.name, ogrn: None };
    let made = tokio::task::spawn_blocking(move || {
        let signature = key.sign(&pdf, &who, now).map_err(Stop::broken("signing an extract"))?;
        let files = [("extract.pdf", pdf.as_slice()), ("extract.pdf.p7s", signature.as_slice())];
        papers::archive(&files).map_err(Stop::broken("packing an extract"))
    });
    made.await.map_err(Stop::broken("signing an extract"))?
}

pub(super) async fn name_of(office: &Office, person: &PersonId) -> Result<String, Stop> {
    Ok(people::by_id(&office.db, person).await?.map(|person| person.name).unwrap_or_default())
}
