//! The queue of an authority: open cases by term, filtered, page by page. The scope comes from
//! the permit and is the first column of the key, so another authority's case cannot slip in.

use std::collections::BTreeMap;

use domain::case::{Case, CaseState};
use domain::id::{CaseId, OfficialId};
use domain::official::Official;
use jiff::Timestamp;
use store::desk::{self, Cursor, Filter, Group, Holder, Line};
use store::{cases, officials};

use super::deadline::{Deadline, LateReason, deadline, late_reason};
use super::next_step::{NextStep, next_step};
use crate::office::Office;
use crate::stop::Stop;

/// Lines of one page.
const PAGE: i64 = 50;

/// Which part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Everything in work.
    #[default]
    All,
    /// Past the term.
    Late,
    /// Taken by the official who looks.
    Mine,
    /// Taken by nobody.
    Unassigned,
    /// A person must look.
    NeedsPerson,
    /// Decided: to sign, to hand out.
    Decided,
}

/// What the official asked to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which part.
    pub view: View,
    /// One service only.
    pub service: Option<String>,
    /// A number, or the beginning of the applicant's name.
    pub search: String,
    /// Where the page begins.
    pub after: Option<String>,
}

/// One line of the queue with everything a row shows.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Everyday name of the service.
    pub service: String,
    /// Id of the service.
    pub service_id: String,
    /// Edition the case is pinned to.
    pub version: String,
    /// The applicant.
    pub applicant: String,
    /// Where it stands.
    pub state: CaseState,
    /// How its deadline stands.
    pub deadline: Deadline,
    /// The moment of the deadline.
    pub due_at: Option<Timestamp>,
    /// Why it is late, if it is.
    pub late: Option<LateReason>,
    /// What it waits for.
    pub next: NextStep,
    /// Who has taken it: id and name.
    pub assignee: Option<(OfficialId, String)>,
}

/// A page of the queue.
#[derive(Debug, Default)]
pub struct QueuePage {
    /// Its rows.
    pub rows: Vec<QueueRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Services of the authority: id, everyday name.
    pub services: Vec<(String, String)>,
    /// How many lines each view has.
    pub counts: desk::Counts,
}

/// A page of the official's queue.
pub async fn queue(office: &Office, official: &Official, asked: &Asked, now: Timestamp) -> Result<QueuePage, Stop> {
    let names: BTreeMap<OfficialId, String> = officials::of_authority(&office.db, &official.authority)
        .await?
        .into_iter()
        .map(|colleague| (colleague.id, colleague.name))
        .collect();
    let mut page = QueuePage {
        services: services(office, &official.authority, now),
        counts: desk::counts(&office.db, &official.authority, &official.id, now).await?,
        ..QueuePage::default()
    };
    if let Some(case) = by_number(office, official, &asked.search).await? {
        page.rows.push(row(office, &case, &names, now));
        return Ok(page);
    }
    let after = asked.after.as_deref().and_then(Cursor::parse);
    let filter = filter(official, asked, now);
    let mut lines = desk::queue(&office.db, &official.authority, &filter, after.as_ref(), PAGE + 1).await?;
    if lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX) {
        lines.pop();
        page.next = lines.last().map(|line| line.cursor.to_text());
    }
    for line in lines {
        page.rows.extend(row_of_line(office, &line, &names, now).await?);
    }
    Ok(page)
}

fn filter(official: &Official, asked: &Asked, now: Timestamp) -> Filter {
    let search = asked.search.trim();
    let mut filter = Filter {
        service: asked.service.clone(),
        applicant: (!search.is_empty()).then(|| search.to_owned()),
        ..Filter::default()
    };
    match asked.view {
        View::All => {}
        View::Late => filter.due_before = Some(now),
        View::Mine => filter.holder = Holder::Official(official.id.clone()),
        View::Unassigned => filter.holder = Holder::Nobody,
        View::NeedsPerson => filter.needs_person = true,
        View::Decided => filter.group = Some(Group::Decided),
    }
    filter
}

/// A whole number finds its case, closed ones too, within the own authority.
async fn by_number(office: &Office, official: &Official, search: &str) -> Result<Option<Case>, Stop> {
    let number = search.trim().to_uppercase();
    if !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let found = cases::by_number(&office.db, &number).await?;
    Ok(found.filter(|case| case.authority == official.authority))
}

/// The queue's own row is a copy; what a row tells of lateness stands in the case.
async fn row_of_line(
    office: &Office,
    line: &Line,
    names: &BTreeMap<OfficialId, String>,
    now: Timestamp,
) -> Result<Option<QueueRow>, Stop> {
    let case = cases::by_id(&office.db, &line.case).await?;
    Ok(case.map(|case| row(office, &case, names, now)))
}

fn row(office: &Office, case: &Case, names: &BTreeMap<OfficialId, String>, now: Timestamp) -> QueueRow {
    let regulation = office.library.edition(&case.service, &case.version);
    let deadline = deadline(case, &office.clock, now);
    let is_late = matches!(deadline, Deadline::Late { .. });
    QueueRow {
        id: case.id.clone(),
        number: case.number.clone(),
        service: regulation.map_or_else(|| case.service.clone(), |regulation| regulation.short.clone()),
        service_id: case.service.clone(),
        version: case.version.clone(),
        applicant: case.applicant_name.clone(),
        state: case.state,
        due_at: case.due.as_ref().or(case.registration_due.as_ref()).map(|due| due.at),
        late: regulation.filter(|_| is_late).and_then(|regulation| late_reason(case, regulation, now)),
        deadline,
        next: next_step(case, regulation.map(|regulation| &**regulation)),
        assignee: case.assignee.as_ref().map(|id| (id.clone(), names.get(id).cloned().unwrap_or_default())),
    }
}

fn services(office: &Office, authority: &str, now: Timestamp) -> Vec<(String, String)> {
    let published = office.library.published(office.today(now));
    published
        .filter(|regulation| regulation.authority == authority)
        .map(|regulation| (regulation.service.clone(), regulation.short.clone()))
        .collect()
}
