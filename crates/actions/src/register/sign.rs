//! An official looks at the result before signing, and signs it.

use std::sync::Arc;

use domain::case::{Actor, CaseState};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::Regulation;

use super::content::{self, Line};
use super::issue::{self, Outcome};
use super::paper::Paper;
use crate::commit::Opened;
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// One result before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Id of the output.
    pub output: String,
    /// Its title.
    pub title: String,
    /// What it will hold.
    pub lines: Vec<Line>,
}

/// The results of a case before they are signed.
#[derive(Debug)]
pub struct Preview {
    /// Number of the case.
    pub number: String,
    /// Revision the official sees.
    pub revision: i64,
    /// The results.
    pub results: Vec<Prepared>,
    /// Labels of facts without which they cannot be issued.
    pub missing: Vec<String>,
    /// The official may sign.
    pub may_sign: bool,
}

/// What would be signed.
/// `ground` says in words why the case of that number is read.
pub async fn preview(
    office: &Office,
    official: &Official,
    id: &CaseId,
    ground: impl FnOnce(&str) -> String,
    now: Timestamp,
) -> Result<Preview, Stop> {
    let opened = decided(office, official, id).await?;
    access::journal_reading(office, official, id, ground(&opened.case.number), now).await?;
    let mut preview = Preview {
        number: opened.case.number.clone(),
        revision: opened.case.revision,
        results: Vec::new(),
        missing: Vec::new(),
        may_sign: crate::desk::card::can(official, &opened.case, &opened.regulation).sign,
    };
    for output in issue::outputs(&opened.case, &opened.regulation, office.clock.local_date(now)) {
        let lines = match content::lines(&opened.regulation, output, &opened.case.facts) {
            Ok(lines) => lines,
            Err(unbound) => {
                preview.missing.extend(unbound.into_iter().map(|unbound| unbound.label));
                Vec::new()
            }
        };
        preview.results.push(Prepared { output: output.id.clone(), title: output.title.clone(), lines });
    }
    Ok(preview)
}

/// The paper of one result before it is signed.
pub async fn preview_pdf(
    office: &Office,
    official: &Official,
    id: &CaseId,
    output: &str,
    now: Timestamp,
) -> Result<Vec<u8>, Stop> {
    let opened = decided(office, official, id).await?;
    let outputs = issue::outputs(&opened.case, &opened.regulation, office.clock.local_date(now));
    let output = outputs.into_iter().find(|known| known.id == output).ok_or(Stop::Missing)?;
    let drafted = issue::draft(office, &opened.case, &opened.regulation, output, official, now)?;
    let record = drafted.map_err(|_| Stop::Missing)?;
    let subject = issue::subject(office, &opened.regulation, output, &record, official, &opened.case.applicant_name);
    issue::draw(&subject, Paper::Draft).await
}

/// The edition of a case that the official may see.
pub async fn regulation(office: &Office, official: &Official, id: &CaseId) -> Result<Arc<Regulation>, Stop> {
    Ok(access::open(office, official, id, Act::SeeCase).await?.regulation)
}

/// Signs and issues the results of a case in the official's own name.
pub async fn sign(
    office: &Office,
    official: &Official,
    id: &CaseId,
    revision: i64,
    now: Timestamp,
) -> Result<Outcome, Stop> {
    let opened = access::open_as_seen(office, official, id, Act::SignResult, revision).await?;
    if opened.case.assignee.as_ref() != Some(&official.id) {
        return Err(Stop::Refused(Refusal::TakeFirst));
    }
    issue::issue(office, &opened, &Actor::Official(official.id.clone()), official, now).await
}

async fn decided(office: &Office, official: &Official, id: &CaseId) -> Result<Opened, Stop> {
    let opened = access::open(office, official, id, Act::SeeCase).await?;
    if opened.case.state == CaseState::DecisionPositive {
        return Ok(opened);
    }
    Err(Stop::Refused(Refusal::WrongState { state: opened.case.state.name() }))
}
