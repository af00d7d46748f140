//! The queue of an authority: open cases by term, filtered, page by page. The scope comes from
//! the permit and is the first column of every index, so another authority's case cannot slip in.
//! A page reads its own lines and a few counters, however long the queue and the archive are.

use std::collections::BTreeMap;

use domain::case::{Case, CaseState, DayOf, Waits, day_of};
use domain::id::{CaseId, OfficialId};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use store::desk::{self, Counts, Cursor, Filter, Holder};
use store::officials;

use super::deadline::{Deadline, LateReason, deadline, late_reason};
use super::next_step::{NextStep, next_step};
use super::search::{self, Names};
use crate::office::Office;
use crate::stop::Stop;

/// Lines of one page.
pub(super) const PAGE: i64 = 50;

/// Terms that ended today are counted one by one up to here.
const MOST_LATE_TODAY: i64 = 1000;

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

/// When the term ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueIn {
    /// It has ended.
    Late,
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// Within seven days from today.
    Week,
}

/// Whose cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The official's who looks.
    Mine,
    /// Nobody's.
    Nobody,
    /// A colleague's.
    Of(OfficialId),
}

/// What the official asked to see. A filter given by itself goes before the one of the view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Which part.
    pub view: View,
    /// One service only.
    pub service: Option<String>,
    /// What it waits for.
    pub waits: Option<Waits>,
    /// Whose.
    pub whose: Option<Whose>,
    /// When it is due.
    pub due: Option<DueIn>,
    /// A number, its beginning, or the beginning of the applicant's name; the filters do not
    /// matter then.
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
    /// Which day of its term it is.
    pub day: Option<DayOf>,
    /// The moment of the deadline.
    pub due_at: Option<Timestamp>,
    /// Why it is late, if it is.
    pub late: Option<LateReason>,
    /// What it waits for.
    pub next: NextStep,
    /// Who has taken it: id and name.
    pub assignee: Option<(OfficialId, String)>,
}

/// How many lines each view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tallies {
    /// All.
    pub all: i64,
    /// Decided, not closed.
    pub decided: i64,
    /// Past their term.
    pub late: i64,
    /// Taken by nobody.
    pub untaken: i64,
    /// Taken by the official who asks.
    pub mine: i64,
    /// An official must do something.
    pub needs_person: i64,
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
    /// Officials of the authority by name: id, name.
    pub officials: Vec<(OfficialId, String)>,
    /// How many lines each view has.
    pub tallies: Tallies,
}

/// A page of the official's queue.
pub async fn queue(office: &Office, official: &Official, asked: &Asked, now: Timestamp) -> Result<QueuePage, Stop> {
    let authority = scope(official)?;
    let staff = officials::of_authority(&office.db, authority).await?;
    let names: Names = staff.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let counts = desk::counts(&office.db, authority).await?;
    let mut page = QueuePage {
        services: services(office, authority, now),
        tallies: tallies(office, official, &counts, now).await?,
        officials: staff.into_iter().filter(|one| one.active).map(|one| (one.id, one.name)).collect(),
        ..QueuePage::default()
    };
    if !asked.search.trim().is_empty() {
        (page.rows, page.next) = search::open(office, official, asked, &names, now).await?;
        return Ok(page);
    }
    (page.rows, page.next) = filtered(office, official, asked, &names, now).await?;
    Ok(page)
}

/// Rows that the filters leave, and where the next page begins.
pub(super) async fn filtered(
    office: &Office,
    official: &Official,
    asked: &Asked,
    names: &Names,
    now: Timestamp,
) -> Result<(Vec<QueueRow>, Option<String>), Stop> {
    let after = asked.after.as_deref().and_then(Cursor::parse);
    let filter = filter(office, official, asked, now);
    let mut lines = desk::queue(&office.db, scope(official)?, &filter, after.as_ref(), PAGE + 1).await?;
    let mut next = None;
    if lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX) {
        lines.pop();
        next = lines.last().map(|line| line.cursor.to_text());
    }
    Ok((lines.iter().map(|line| row(office, &line.case, names, now)).collect(), next))
}

/// The authority whose queue the official may see.
pub(super) fn scope(official: &Official) -> Result<&str, Stop> {
    permit(&Subject::Official(official.clone()), Act::SeeQueue, &Thing::authority(&official.authority))?;
    Ok(&official.authority)
}

fn filter(office: &Office, official: &Official, asked: &Asked, now: Timestamp) -> Filter {
    let on_official = || Waits::ALL.into_iter().filter(|waits| waits.on_official()).collect::<Vec<_>>();
    let decided = || Waits::ALL.into_iter().filter(|waits| waits.decided()).collect();
    let waits = match (asked.waits, asked.view) {
        (Some(one), _) => vec![one],
        (None, View::NeedsPerson) => on_official(),
        (None, View::Decided) => decided(),
        (None, _) => Vec::new(),
    };
    let whose = asked.whose.clone().or(match asked.view {
        View::Mine => Some(Whose::Mine),
        View::Unassigned => Some(Whose::Nobody),
        _ => None,
    });
    let holder = match whose {
        None => Holder::Any,
        Some(Whose::Mine) => Holder::Official(official.id.clone()),
        Some(Whose::Nobody) => Holder::Nobody,
        Some(Whose::Of(id)) => Holder::Official(id),
    };
    let due = asked.due.or((asked.view == View::Late).then_some(DueIn::Late));
    let (due_from, due_before) = due.map_or((None, None), |due| span(office, due, now));
    Filter { waits, holder, service: asked.service.clone(), due_from, due_before }
}

/// From when until before when a term ends, by the region's days.
pub(super) fn span(office: &Office, due: DueIn, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
    let today = office.today(now);
    let begin = |days: i64| office.clock.start_of_day(after(today, days));
    match due {
        DueIn::Late => (None, Some(now)),
        DueIn::Today => (Some(begin(0)), Some(begin(1))),
        DueIn::Tomorrow => (Some(begin(1)), Some(begin(2))),
        DueIn::Week => (Some(begin(0)), Some(begin(7))),
    }
}

/// The day so many days later.
pub(super) fn after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

async fn tallies(office: &Office, official: &Official, counts: &Counts, now: Timestamp) -> Result<Tallies, Stop> {
    let today = office.today(now);
    let begun = office.clock.start_of_day(today);
    // Counters know whole days; of today's terms only those that have ended are late.
    let today_late = desk::late_since(&office.db, &official.authority, begun, now, MOST_LATE_TODAY).await?;
    Ok(Tallies {
        all: counts.all(),
        decided: counts.sum(|waits, _| waits.decided()),
        late: counts.between(i64::MIN, desk::day_number(today) - 1) + today_late,
        untaken: counts.sum(|_, holder| holder.is_empty()),
        mine: counts.of(&official.id),
        needs_person: counts.sum(|waits, _| waits.on_official()),
    })
}

/// What a row shows of a case.
pub(super) fn row(office: &Office, case: &Case, names: &BTreeMap<OfficialId, String>, now: Timestamp) -> QueueRow {
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
        day: day_of(case, &office.clock, now),
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
