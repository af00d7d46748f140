//! Opinions of other bodies and experts: asked with a term, answered in words and with a file.

use domain::id::CaseId;
use domain::journal::Record;
use domain::official::Official;
use domain::permit::Act;
use jiff::civil::Date;
use store::desk::tasks::Kind;

use super::access;
use super::messages::{Sent, kept, worded};
use super::tasks;
use crate::citizen::uploads::NotTaken;
use crate::office::Office;
use crate::stop::Stop;

/// Asks a body or an expert for an opinion, until the end of a day.
pub async fn ask(
    office: &Office,
    official: &Official,
    id: &CaseId,
    whom: &str,
    question: &str,
    until: Date,
) -> Result<(), Stop> {
    tasks::ask(office, official, id, Kind::Opinion, whom, question, until).await
}

/// Enters the opinion that came.
pub async fn answer(
    office: &Office,
    official: &Official,
    id: &CaseId,
    opinion: &str,
    words: &str,
    file: Option<Sent>,
) -> Result<(), NotTaken> {
    // Whose case it is comes first: a stranger's file is not even looked at.
    access::open(office, official, id, Act::WorkCase).await?;
    let words = worded(words)?;
    let found = tasks::open_one(office, id, opinion, Kind::Opinion).await?;
    let file = kept(office, file).await?;
    Ok(tasks::finish(office, official, found, words, file, Record::OpinionGiven, Act::WorkCase).await?)
}
