//! A person's own results: those in the account, and those whose term there has passed, which
//! say so and are not gone (RESULT-04).

use domain::permit::{self, Act, Thing};
use domain::result::ResultRecord;

use super::session::Session;
use crate::office::Office;
use crate::register::download;
use crate::stop::Stop;

/// Results shown.
const MOST: i64 = 200;

/// A result in the list.
#[derive(Debug)]
pub struct Mine {
    /// The entry.
    pub record: ResultRecord,
    /// Its title in the regulation.
    pub title: String,
    /// Its term in the account has passed.
    pub gone: bool,
}

/// One's own results, newest first.
pub async fn of_person(office: &Office, session: &Session) -> Result<Vec<Mine>, Stop> {
    permit::permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let records = store::results::of_person(&office.db, &session.person.id, MOST).await?;
    let now = office.now();
    let mine = |record: ResultRecord| {
        let edition = office.library.edition(&record.service, &record.regulation_version);
        let output = edition.and_then(|edition| edition.results.iter().find(|output| output.id == record.output));
        let until = output.and_then(|output| download::keep_until(&office.clock, output, record.issued_at));
        let gone = record.is_gone(now) || (record.keep_until.is_none() && until.is_some_and(|until| now > until));
        Mine { title: output.map_or_else(|| record.output.clone(), |output| output.title.clone()), gone, record }
    };
    Ok(records.into_iter().map(mine).collect())
}
