//! Ends of procedures that applicants were not told of in time (STATUS-04), for the auditor of an
//! authority: read from the journals of its open cases, a page at a time, and then from those of
//! closed cases whose breach was written down as it happened, the newest first.

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

/// Sorts after every id.
const LAST: &str = "~";

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// After an open case.
    Open(CaseId),
    /// After the breach of a closed one.
    Closed(Timestamp, String),
}

impl After {
    /// As text for an address.
    pub fn to_text(&self) -> String {
        match self {
            Self::Open(case) => case.to_string(),
            Self::Closed(at, id) => format!("{}-{id}", at.as_millisecond()),
        }
    }

    /// Reads what [`After::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((at, id)) = text.split_once('-') else { return CaseId::parse(text).map(Self::Open) };
        Some(Self::Closed(Timestamp::from_millisecond(at.parse().ok()?).ok()?, id.to_owned()))
    }
}

/// A page of the report.
#[derive(Debug, Default)]
pub struct Page {
    /// Cases with what was told late in each.
    pub found: Vec<Found>,
    /// Where the next page begins; `None`: this is the last one.
    pub next: Option<After>,
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
pub async fn page(office: &Office, official: &Official, after: Option<&After>, now: Timestamp) -> Result<Page, Stop> {
    let authority = &official.authority;
    permit(&Subject::Official(official.clone()), Act::SeeJournal, &Thing::authority(authority))?;
    let mut page = Page::default();
    let before = match after {
        Some(After::Closed(at, id)) => ((*at).min(now), id.as_str()),
        Some(After::Open(case)) => {
            open(office, authority, Some(case), now, &mut page).await?;
            (now, LAST)
        }
        None => {
            open(office, authority, None, now, &mut page).await?;
            (now, LAST)
        }
    };
    if page.next.is_none() {
        closed(office, authority, before, now, &mut page).await?;
    }
    Ok(page)
}

async fn open(
    office: &Office,
    authority: &str,
    after: Option<&CaseId>,
    now: Timestamp,
    page: &mut Page,
) -> Result<(), Stop> {
    let ids = cases::still_open_of(&office.db, authority, after, PAGE).await?;
    page.next = ids.last().filter(|_| ids.len() as i64 == PAGE).cloned().map(After::Open);
    for id in ids {
        page.found.extend(look(office, id, now).await?);
    }
    Ok(())
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
async fn closed(
    office: &Office,
    authority: &str,
    before: (Timestamp, &str),
    now: Timestamp,
    page: &mut Page,
) -> Result<(), Stop> {
    let rules = office.region.watch.iter().filter(|(_, rule)| rule.on == WatchSign::NoticeLate);
    let mut found = Vec::new();
    for (rule, _) in rules {
        found.extend(breaches::newest_of_cases(&office.db, authority, rule, before, now, PAGE).await?);
    }
    found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
    found.truncate(usize::try_from(PAGE).unwrap_or(0));
    page.next = found.last().filter(|_| found.len() as i64 == PAGE).map(|last| After::Closed(last.at, last.id.clone()));
    let mut seen = BTreeSet::new();
    for breach in found {
        let first = seen.insert(breach.case.clone());
        if first && cases::by_id(&office.db, &breach.case).await?.is_some_and(|case| case.closed_at.is_some()) {
            page.found.extend(look(office, breach.case, now).await?);
        }
    }
    Ok(())
}
