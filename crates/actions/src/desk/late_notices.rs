//! Ends of procedures that applicants were not told of in time (STATUS-04), for the auditor of an
//! authority: read from the journals of its open cases, a page at a time, and at the end from those
//! of closed cases whose breach was written down as it happened.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::id::CaseId;
use domain::notice::{LateNotice, late};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use regulation::package::Regulation;
use regulation::region::WatchSign;
use store::{breaches, cases, journal};

use crate::office::Office;
use crate::stop::Stop;

/// Cases looked at for one page.
const PAGE: i64 = 50;

/// Breaches looked at for closed cases, the newest; the index holds authority and rule.
const CLOSED: i64 = 200;

/// A page of the report.
#[derive(Debug, Default)]
pub struct Page {
    /// Cases with what was told late in each.
    pub found: Vec<Found>,
    /// After which case the next page begins; `None`: this is the last one.
    pub next: Option<CaseId>,
}

/// A case of which something was told late.
#[derive(Debug)]
pub struct Found {
    /// Its id.
    pub id: CaseId,
    /// Its number; nothing else of it is told here.
    pub number: String,
    /// What was told late.
    pub notices: Vec<LateNotice>,
    regulation: Option<Arc<Regulation>>,
}

impl Found {
    /// The title of a procedure.
    pub fn title(&self, procedure: &str) -> String {
        let rules = self.regulation.iter().flat_map(|regulation| &regulation.procedures);
        let mut titles = rules.filter(|rule| rule.id == procedure).map(|rule| rule.title.clone());
        titles.next().unwrap_or_else(|| procedure.to_owned())
    }
}

/// Looks at the next cases of the official's authority.
pub async fn page(office: &Office, official: &Official, after: Option<&CaseId>, now: Timestamp) -> Result<Page, Stop> {
    let authority = &official.authority;
    permit(&Subject::Official(official.clone()), Act::SeeJournal, &Thing::authority(authority))?;
    let ids = cases::still_open_of(&office.db, authority, after, PAGE).await?;
    let mut page = Page { found: Vec::new(), next: ids.last().filter(|_| ids.len() as i64 == PAGE).cloned() };
    for id in ids {
        page.found.extend(look(office, id, now).await?);
    }
    if page.next.is_none() {
        for id in closed(office, authority, now).await? {
            page.found.extend(look(office, id, now).await?);
        }
    }
    Ok(page)
}

/// What was told late of one case.
async fn look(office: &Office, id: CaseId, now: Timestamp) -> Result<Option<Found>, Stop> {
    let within = office.region.params.notice_within.value;
    let entries: Vec<_> = journal::of_case(&office.db, &id).await?.into_iter().map(|stored| stored.entry).collect();
    let notices = late(&entries, &office.clock, within, now).map_err(domain::refusal::Refusal::from)?;
    if notices.is_empty() {
        return Ok(None);
    }
    let case = cases::by_id(&office.db, &id).await?.ok_or(Stop::Missing)?;
    let regulation = office.library.edition(&case.service, &case.version).cloned();
    Ok(Some(Found { id, number: case.number, notices, regulation }))
}

/// Closed cases with a late notice, found by the breach: no list of closed cases is walked through.
async fn closed(office: &Office, authority: &str, now: Timestamp) -> Result<Vec<CaseId>, Stop> {
    let rules = office.region.watch.iter().filter(|(_, rule)| rule.on == WatchSign::NoticeLate);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (rule, _) in rules {
        for breach in breaches::newest(&office.db, authority, Some(rule), (now, "~"), CLOSED).await? {
            if seen.insert(breach.case.clone())
                && cases::by_id(&office.db, &breach.case).await?.is_some_and(|case| case.closed_at.is_some())
            {
                found.push(breach.case);
            }
        }
    }
    Ok(found)
}
