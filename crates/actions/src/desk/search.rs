//! Finding a case: by number wherever it is, by the beginning of a number or a name in the queue,
//! and closed cases by name and day.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::id::{CaseId, OfficialId};
use domain::number::PublicNumber;
use domain::official::Official;
use jiff::Timestamp;
use jiff::civil::Date;
use store::cases;
pub use store::desk::archive::Closed;
use store::desk::archive::{self, Sought};
use store::desk::{self, NameCursor};

use super::queue::{Asked, PAGE, QueueRow, after, row, scope};
use crate::office::Office;
use crate::stop::Stop;

/// Names of officials by id.
pub(super) type Names = BTreeMap<OfficialId, String>;

/// Rows of the queue that a search finds, with the place where the next page begins. A whole
/// number finds its case, a closed one too, within the own authority.
pub(super) async fn open(
    office: &Office,
    official: &Official,
    asked: &Asked,
    names: &Names,
    now: Timestamp,
) -> Result<(Vec<QueueRow>, Option<String>), Stop> {
    let (db, authority, typed) = (&office.db, &official.authority, asked.search.trim());
    if let Some(case) = by_number(office, official, typed).await? {
        return Ok((vec![row(office, &case, names, now)], None));
    }
    if let Some(begins) = number_begins(office, official, typed, now) {
        let lines = desk::by_number(db, authority, &begins, PAGE).await?;
        return Ok((lines.iter().map(|line| row(office, &line.case, names, now)).collect(), None));
    }
    let begin = asked.after.as_deref().and_then(NameCursor::parse);
    let mut found = desk::by_applicant(db, authority, typed, begin.as_ref(), PAGE + 1).await?;
    let mut next = None;
    if found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX) {
        found.pop();
        next = found.last().map(|(_, cursor)| cursor.to_text());
    }
    Ok((found.iter().map(|(line, _)| row(office, &line.case, names, now)).collect(), next))
}

/// A whole number finds its case within the own authority, open or closed.
async fn by_number(office: &Office, official: &Official, typed: &str) -> Result<Option<Case>, Stop> {
    let Some(number) = PublicNumber::parse(typed) else { return Ok(None) };
    let found = cases::by_number(&office.db, &number.to_string()).await?;
    Ok(found.filter(|case| case.authority == official.authority))
}

/// How a number begins of which a part was typed: «МП-2026-00», or only the count of this year.
fn number_begins(office: &Office, official: &Official, typed: &str, now: Timestamp) -> Option<String> {
    let prefix = &office.region.authority(&official.authority)?.number_prefix;
    if let Ok(count) = typed.parse::<u64>() {
        let year = office.today(now).year();
        return Some(format!("{prefix}-{year:04}-{count:06}"));
    }
    let typed = typed.to_uppercase();
    typed.starts_with(&format!("{prefix}-")).then_some(typed)
}

/// What is sought among closed cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosedAsked {
    /// A whole number, or the beginning of the applicant's name.
    pub search: String,
    /// Closed on this day or later.
    pub from: Option<Date>,
    /// Closed on this day or before.
    pub until: Option<Date>,
    /// The last case of the page before.
    pub after: Option<CaseId>,
}

/// Closed cases of the official's authority and where the next page begins.
pub async fn closed(
    office: &Office,
    official: &Official,
    asked: &ClosedAsked,
) -> Result<(Vec<Closed>, Option<CaseId>), Stop> {
    let authority = scope(official)?;
    let typed = asked.search.trim();
    if let Some(case) = by_number(office, official, typed).await? {
        return Ok((closed_row(case).into_iter().collect(), None));
    }
    let sought = Sought {
        applicant: Some(typed.to_owned()).filter(|typed| !typed.is_empty()),
        from: asked.from.map_or(Timestamp::UNIX_EPOCH, |day| office.clock.start_of_day(day)),
        before: asked.until.map_or(office.now(), |day| office.clock.start_of_day(after(day, 1))),
    };
    let last = match &asked.after {
        Some(case) => archive::one(&office.db, authority, case).await?,
        None => None,
    };
    let mut found = archive::find(&office.db, authority, &sought, last.as_ref(), PAGE + 1).await?;
    let mut next = None;
    if found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX) {
        found.pop();
        next = found.last().map(|one| one.case.clone());
    }
    Ok((found, next))
}

fn closed_row(case: Case) -> Option<Closed> {
    Some(Closed {
        closed_at: case.closed_at?,
        case: case.id,
        number: case.number,
        service: case.service,
        state: case.state,
        applicant_name: case.applicant_name,
        filed_at: case.filed_at,
    })
}
