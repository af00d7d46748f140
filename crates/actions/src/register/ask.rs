//! The register answers an authority (RESULTREG-02): for a chained or a proactive service, what
//! its own regulation says it may read, and each answer is logged with its ground before it is
//! given.

use domain::id::{PersonId, ReadingId};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::result::{self, ResultRecord, ResultState};
use domain::share;
use jiff::Timestamp;
use serde_json::{Map, Value};
use store::{Batch, result_shares, results};

use crate::office::Office;
use crate::stop::Stop;

/// Who asks, and for which service of theirs.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The official at whose hand it is asked; the machine's own question without one.
    pub official: Option<&'a Official>,
    /// The authority.
    pub authority: &'a str,
    /// Its service that needs the answer.
    pub service: &'a str,
    /// What for, in words that the owner will read.
    pub purpose: &'a str,
}

/// By what the entry is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// Whose it is.
    Person(PersonId),
    /// Its public number.
    Number(String),
}

/// What the register says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// There is one in force: the fields that may be read, by name.
    Found(Map<String, Value>),
    /// There is none in force.
    Nothing,
}

/// Asks for a result of a service. Only what the asking regulation names is told; an authority
/// whose services name nothing of it is refused, whether or not there is an entry.
pub async fn ask(
    office: &Office,
    asking: &Asking<'_>,
    (service, output): (&str, &str),
    keys: &Keys,
    now: Timestamp,
) -> Result<Said, Stop> {
    let subject = asking.official.map_or(Subject::Machine, |official| Subject::Official(official.clone()));
    permit(&subject, Act::AskRegister, &Thing::authority(asking.authority))?;
    let regulation = office.library.current(asking.service, office.today(now));
    let regulation = regulation.filter(|regulation| regulation.authority == asking.authority);
    let regulation = regulation.ok_or(Stop::Refused(Refusal::NotAllowed))?;
    let (fields, clause) = share::may_ask(regulation, service, output)?;
    let Some(record) = find(office, (service, output), keys, now).await? else { return Ok(Said::Nothing) };
    let id = ReadingId(office.new_id(record.person.bucket()));
    let reading = share::by_authority(&record, id, regulation, clause, asking.purpose, now)?;
    office.db.commit(Batch::new().with(result_shares::log(&reading))).await?;
    let mut said = result::of_entry(&record, &office.clock);
    said.retain(|name, _| fields.contains(name));
    Ok(Said::Found(said))
}

async fn find(
    office: &Office,
    (service, output): (&str, &str),
    keys: &Keys,
    now: Timestamp,
) -> Result<Option<ResultRecord>, Stop> {
    let found = match keys {
        Keys::Person(person) => results::given(&office.db, person, (service, output), 50).await?,
        Keys::Number(number) => results::by_number(&office.db, number).await?.into_iter().collect(),
    };
    let fits = |record: &ResultRecord| {
        record.service == service && record.output == output && record.state_at(now) == ResultState::Active
    };
    Ok(found.into_iter().find(fits))
}
