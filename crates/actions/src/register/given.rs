//! Facts from the register: what a person holds of other services is found and not asked for
//! (LIFE-02, RESULTREG-02). Each reading for a case is logged with its ground.

use domain::case::Case;
use domain::id::{PersonId, ReadingId};
use domain::result::{self, ResultRecord};
use domain::share;
use jiff::Timestamp;
use regulation::fact::{Facts, Source};
use regulation::package::Regulation;
use store::{Write, result_shares, results};

use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Entries of one result that are looked at; a person holds a few at most.
const MOST: i64 = 50;

/// Everything the person holds of the results a regulation reads.
async fn entries(office: &Office, regulation: &Regulation, person: &PersonId) -> Result<Vec<ResultRecord>, Stop> {
    let mut found = Vec::new();
    for (service, output) in result::given_by_results(regulation) {
        found.extend(results::given(&office.db, person, (&service, &output), MOST).await?);
    }
    Ok(found)
}

/// What the register tells a new draft of a service about the signed-in person: only what is
/// there. What is not may still come true before the application is sent.
pub async fn prefill(
    office: &Office,
    regulation: &Regulation,
    person: &PersonId,
    now: Timestamp,
) -> Result<Facts, Stop> {
    if result::given_by_results(regulation).is_empty() {
        return Ok(Facts::default());
    }
    let entries = entries(office, regulation, person).await?;
    let (mut facts, _) = result::given(regulation, &entries, &office.clock, now);
    facts.0.retain(|_, known| known.value.is_some());
    // There is none: an answer of the register, not a fact to show in a form.
    let says_no = |value: &regulation::fact::Value| *value == regulation::fact::Value::YesNo(false);
    facts.0.retain(|_, known| !known.value.as_ref().is_some_and(says_no));
    Ok(facts)
}

/// What the machine can still learn for a case from the register, with the log of the readings.
/// A fact that stood in the draft is read anew once, after the application was sent; nothing is
/// read twice for the same moment. `None` when there is nothing to learn.
pub async fn learn(office: &Office, opened: &Opened, now: Timestamp) -> Result<Option<(Facts, Vec<Write>)>, Stop> {
    let (case, regulation) = (&opened.case, opened.regulation.as_ref());
    if !case.state.before_decision()
        || !result::given_by_results(regulation).iter().any(|it| wants(case, regulation, it))
    {
        return Ok(None);
    }
    let entries = entries(office, regulation, &case.applicant).await?;
    let (mut facts, used) = result::given(regulation, &entries, &office.clock, now);
    facts.0.retain(|name, _| open(case, name));
    if facts.0.is_empty() {
        return Ok(None);
    }
    let told = |record: &&ResultRecord| {
        let of = Source::Service { service: record.service.clone(), result: record.output.clone() };
        facts.0.values().any(|known| known.source == of)
    };
    let mut log = Vec::new();
    for record in used.into_iter().filter(told) {
        let (_, clause) = share::may_ask(regulation, &record.service, &record.output)?;
        let id = ReadingId(office.new_id(record.person.bucket()));
        let purpose = format!("{}, заявление {}", regulation.short, case.number);
        log.push(result_shares::log(&share::by_authority(record, id, regulation, clause, &purpose, now)?));
    }
    Ok(Some((facts, log)))
}

/// Is a fact of that result still open in the case?
fn wants(case: &Case, regulation: &Regulation, (service, output): &(String, String)) -> bool {
    let reads = |fact: &regulation::package::Fact| {
        fact.from.iter().any(|path| {
            matches!(path, regulation::package::SourcePath::Service { service: of, result, .. } if of == service && result == output)
        })
    };
    regulation.facts.values().any(|fact| reads(fact) && open(case, &fact.name))
}

/// Not known, or known from the register before the application was sent.
fn open(case: &Case, name: &str) -> bool {
    case.facts.get(name).is_none_or(|known| matches!(known.source, Source::Service { .. }) && known.at < case.filed_at)
}
