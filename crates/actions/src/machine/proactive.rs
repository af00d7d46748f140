//! Starting a service without an application, when registers tell that it is due (P10 of C24).

use std::sync::Arc;

use domain::case::{Basis, Change, Context, ProactiveStart};
use domain::id::CaseId;
use domain::journal::Event;
use domain::number::PublicNumber;
use domain::permit::{self, Act, Subject, Thing};
use domain::person::Person;
use domain::refusal::Refusal;
use regulation::fact::Facts;
use store::numbers::{Counter, Numbered};
use store::{Batch, changes, idempotency};

use crate::office::Office;
use crate::stop::Stop;

/// What set a service off.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// The service.
    pub service: String,
    /// What registers told.
    pub facts: Facts,
    /// What allows it.
    pub basis: Basis,
    /// Code of the event; the same event starts a service once.
    pub event: String,
}

/// Starts a service for a person, once per event. The person is told in the same batch.
pub async fn start_proactively(office: &Office, person: &Person, trigger: &Trigger) -> Result<CaseId, Stop> {
    permit::permit(&Subject::Machine, Act::RunMachine, &Thing::nothing())?;
    let now = office.now();
    let edition = office.library.current(&trigger.service, office.today(now)).ok_or(Refusal::ServiceClosed)?;
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: edition, clock: &office.clock, region: &office.region, ids: &ids };
    let start = ProactiveStart {
        person,
        account: permit::AccountKind::Person,
        case: CaseId(office.new_id(person.id.bucket())),
        // The number is known only inside the commit.
        number: "0".to_owned(),
        facts: trigger.facts.clone(),
        basis: trigger.basis,
        trigger: trigger.event.clone(),
    };
    let change = domain::case::start_proactively(&start, &context, now)?;
    let case = change.case.id.clone();
    let key = idempotency::Key::new(person.id.bucket(), format!("proactive:{}:{}", trigger.service, trigger.event));
    let change = office.with_copies(&change).await?;
    let batch = numbered(office, change, now).once(key.clone(), case.as_str(), now);
    match office.db.commit(batch).await {
        Ok(_) => {
            office.wake.notify_one();
            Ok(case)
        }
        Err(error) if error.is_conflict() => {
            let first = idempotency::outcome(&office.db, &key).await?;
            first.map(|(case, _)| CaseId(case)).ok_or(Stop::Conflict)
        }
        Err(error) => Err(error.into()),
    }
}

fn numbered(office: &Office, change: Change, now: jiff::Timestamp) -> Batch {
    let year = office.today(now).year();
    let authority = change.case.authority.clone();
    let prefix = office.region.authority(&authority).map(|one| one.number_prefix.clone()).unwrap_or_default();
    let counter = Counter { authority, what: Numbered::Case, year: i64::from(year) };
    let change = Arc::new(change);
    Batch::numbered(counter, move |count| {
        let number = PublicNumber::new(&prefix, year, count.unsigned_abs()).to_string();
        changes::filing(&with_number(&change, &number), 0)
    })
}

fn with_number(change: &Change, number: &str) -> Change {
    let mut change = change.clone();
    number.clone_into(&mut change.case.number);
    for notice in &mut change.notices {
        number.clone_into(&mut notice.number);
    }
    for entry in &mut change.journal {
        if let Event::Filed { number: filed, .. } = &mut entry.event {
            number.clone_into(filed);
        }
    }
    change
}
