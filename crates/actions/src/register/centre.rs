//! A service centre prints on paper what an electronic result says (RESULT-03): only after the
//! signature was found in order at that moment, with the data of the certificate, who printed
//! it, where and when. Each print is logged, and the owner sees it.

use connect::sign::Signed;
use domain::id::ReadingId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::result::{ResultRecord, ResultState};
use domain::share::{Ground, Reader, Reading};
use jiff::Timestamp;
use regulation::clock::date_in_words;
use store::{Batch, result_shares};

use super::answer::{Answer, answer};
use super::paper::{self, Paper, Print, Subject as Drawn};
use super::{canonical, check, download, issue, keys};
use crate::office::Office;
use crate::stop::Stop;

/// Why nothing is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// There is no such result.
    Unknown,
    /// It is not in force.
    NotInForce(ResultState),
    /// The signature was not found in order; why, for the log and the operator.
    Signature(String),
    /// The owner's consent to print was not stated.
    NoRequest,
}

/// What the operator sees before printing: what anybody may know, no personal data.
pub async fn look(office: &Office, official: &Official, typed: &str, now: Timestamp) -> Result<Answer, Stop> {
    may(office, official)?;
    Ok(answer(check::find(office, typed).await?.as_ref(), now))
}

/// Prints. The document is verified first; a print that would fail is never drawn.
pub async fn print(
    office: &Office,
    official: &Official,
    typed: &str,
    owner_asked: bool,
    now: Timestamp,
) -> Result<Result<(String, Vec<u8>), Blocked>, Stop> {
    may(office, official)?;
    let Some(record) = check::find(office, typed).await? else { return Ok(Err(Blocked::Unknown)) };
    if !owner_asked {
        return Ok(Err(Blocked::NoRequest));
    }
    let state = record.state_at(now);
    if state != ResultState::Active {
        return Ok(Err(Blocked::NotInForce(state)));
    }
    let signed = match verified(office, &record).await? {
        Ok(signed) => signed,
        Err(why) => {
            tracing::warn!(result = %record.id, %why, "a print was blocked: the signature is not in order");
            return Ok(Err(Blocked::Signature(why)));
        }
    };
    log(office, official, &record, now).await?;
    let number = record.number.clone();
    Ok(Ok((number, draw(office, official, record, &signed, now).await?)))
}

/// Only an operator of a service centre, and only of a centre the region knows as one.
fn may(office: &Office, official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::PrintResult, &Thing::authority(&official.authority))?;
    match office.region.authority(&official.authority) {
        Some(authority) if authority.service_centre => Ok(()),
        _ => Err(Stop::Refused(Refusal::NotAllowed)),
    }
}

/// Checks the stored document, byte for byte, against its signature: as of the moment it was
/// issued, by what is known of certificates now.
async fn verified(office: &Office, record: &ResultRecord) -> Result<Result<Signed, String>, Stop> {
    let Some(signature) = &record.signature else { return Ok(Err("the result has no signature".to_owned())) };
    let stored = office.files.get(signature).await;
    let content = match &record.document {
        Some(document) => office.files.get(document).await,
        None => Ok(canonical::bytes(record).into()),
    };
    let (Ok(signature), Ok(content)) = (stored, content) else {
        return Ok(Err("the document or its signature is not in the store".to_owned()));
    };
    let (verifier, at) = (std::sync::Arc::clone(&office.verifier), record.issued_at);
    let checked = tokio::task::spawn_blocking(move || verifier.verify(&content, &signature, at)).await;
    Ok(checked.map_err(Stop::broken("checking a signature"))?.map_err(|invalid| invalid.to_string()))
}

/// Logged before the paper leaves the printer.
async fn log(office: &Office, official: &Official, record: &ResultRecord, now: Timestamp) -> Result<(), Stop> {
    let reading = Reading {
        id: ReadingId(office.new_id(record.person.bucket())),
        result: record.id.clone(),
        person: record.person.clone(),
        reader: Reader::Official {
            official: official.id.clone(),
            authority: official.authority.clone(),
            post: official.post.clone(),
        },
        purpose: format!("Печать на бумаге, {}", record.number),
        ground: Ground::OwnersRequest,
        at: now,
    };
    office.db.commit(Batch::new().with(result_shares::log(&reading))).await?;
    Ok(())
}

async fn draw(
    office: &Office,
    official: &Official,
    record: ResultRecord,
    signed: &Signed,
    now: Timestamp,
) -> Result<Vec<u8>, Stop> {
    let offline = keys::code(office, &record, now).await?;
    let held = download::whole(office, record).await?;
    let output = held.output().ok_or(Stop::Missing)?;
    let applicant = download::name_of(office, &held.record.person).await?;
    let centre = office.region.authority(&official.authority);
    let day = |at: Timestamp| date_in_words(office.clock.local_date(at));
    let print = Print {
        centre: centre.map(|centre| centre.name.clone()).unwrap_or_default(),
        centre_address: centre.map(|centre| centre.address.clone()).unwrap_or_default(),
        printer: official.name.clone(),
        post: official.post.clone(),
        at: paper::moment(&office.clock, now),
        owner: signed.subject.person.clone().unwrap_or_else(|| signed.subject.common_name.clone()),
        serial: signed.serial.clone(),
        from: day(signed.valid_from),
        until: day(signed.valid_until),
        signed: paper::moment(&office.clock, signed.signed_at.unwrap_or(held.record.issued_at)),
    };
    let subject = issue::subject(office, &held.regulation, output, &held.record, &held.signer, &applicant);
    issue::draw(&Drawn { offline, print: Some(&print), ..subject }, Paper::Confirmation { as_of: now }).await
}
