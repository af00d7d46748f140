//! Lines of the queue. Every combination of filters has a statement of its own and an index that
//! ends with the order of the queue, so a page is a walk along one index, however long the queue.

use std::collections::BTreeMap;

use domain::case::{Case, Waits};
use domain::id::{CaseId, OfficialId};
use jiff::Timestamp;
use regulation::fact::Facts;

use crate::cases;
use crate::db::Db;
use crate::error::StoreError;
use crate::text::{fold, prefix_range};
use crate::value::{Row, Statement, Value, args};

/// A line of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The case without its facts, decision, results and originals: what a row shows.
    pub case: Case,
    /// Where the next page begins.
    pub cursor: Cursor,
}

/// A place in the queue: the line it names is not shown again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    sort_at: i64,
    case: String,
}

impl Cursor {
    /// The cursor as text for an address.
    pub fn to_text(&self) -> String {
        format!("{}.{}", self.sort_at, self.case)
    }

    /// Reads what [`Cursor::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (sort_at, case) = text.split_once('.')?;
        let case = CaseId::parse(case)?;
        Some(Self { sort_at: sort_at.parse().ok()?, case: case.0 })
    }
}

/// Whose cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Holder {
    /// Anybody's and nobody's.
    #[default]
    Any,
    /// Nobody has taken them.
    Nobody,
    /// One official's.
    Official(OfficialId),
}

/// Which lines of a queue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only what waits for one of these; empty for all.
    pub waits: Vec<Waits>,
    /// Whose.
    pub holder: Holder,
    /// One service only.
    pub service: Option<String>,
    /// Only those due at this moment or later.
    pub due_from: Option<Timestamp>,
    /// Only those due before this moment.
    pub due_before: Option<Timestamp>,
}

/// What a row of the queue shows of a case: the case without what is long or private.
pub(super) fn shown(case: &Case) -> Case {
    Case { facts: Facts::default(), decision: None, results: Vec::new(), declared: Vec::new(), ..case.clone() }
}

macro_rules! walk {
    ($name:literal, $more:literal) => {
        Statement::new(
            $name,
            concat!(
                "select line, sort_at, case_id from desk_queue
                 where authority = $1 and (sort_at, case_id) > ($2, $3) and sort_at < $4",
                $more,
                " order by sort_at, case_id limit $5"
            ),
        )
    };
}

const QUEUE: Statement = walk!("desk.queue", "");
const QUEUE_S: Statement = walk!("desk.queue_s", " and service = $6");
const QUEUE_W: Statement = walk!("desk.queue_w", " and waits = $6");
const QUEUE_H: Statement = walk!("desk.queue_h", " and holder = $6");
const QUEUE_SW: Statement = walk!("desk.queue_sw", " and service = $6 and waits = $7");
const QUEUE_SH: Statement = walk!("desk.queue_sh", " and service = $6 and holder = $7");
const QUEUE_WH: Statement = walk!("desk.queue_wh", " and waits = $6 and holder = $7");
const QUEUE_SWH: Statement = walk!("desk.queue_swh", " and service = $6 and waits = $7 and holder = $8");

/// Lines of one authority's queue, the nearest term first; nothing of another authority can be
/// in it, because the authority is the first column of every index.
pub async fn queue(
    db: &Db,
    authority: &str,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let from = filter.due_from.map_or(i64::MIN, |from| from.as_millisecond() - 1);
    let begin = match after {
        Some(after) if after.sort_at > from => (after.sort_at, after.case.as_str()),
        // Above every id: the lines of that millisecond are not wanted any more.
        _ if from > i64::MIN => (from, "~"),
        _ => (i64::MIN, ""),
    };
    let before = filter.due_before.map_or(i64::MAX, Timestamp::as_millisecond);
    let mut common = args![authority, begin.0, begin.1, before, limit];
    let one_of: Vec<Option<Waits>> = match filter.waits.as_slice() {
        [] => vec![None],
        some => some.iter().copied().map(Some).collect(),
    };
    let mut found = BTreeMap::new();
    for waits in one_of {
        let (statement, more) = chosen(filter, waits);
        common.truncate(5);
        common.extend(more);
        for row in db.rows(statement, common.clone()).await? {
            let written = Written::take(row)?;
            found.insert(written.cursor.clone(), written);
        }
    }
    // Several walks find more than a page; only what is shown is read.
    let mut lines = Vec::new();
    for written in found.into_values().take(usize::try_from(limit).unwrap_or(0)) {
        lines.extend(written.read(db).await?);
    }
    Ok(lines)
}

/// The statement whose index serves the filters, and its further arguments.
fn chosen(filter: &Filter, waits: Option<Waits>) -> (Statement, Vec<Value>) {
    let holder = match &filter.holder {
        Holder::Any => None,
        Holder::Nobody => Some(""),
        Holder::Official(official) => Some(official.as_str()),
    };
    let statement = match (filter.service.is_some(), waits.is_some(), holder.is_some()) {
        (false, false, false) => QUEUE,
        (true, false, false) => QUEUE_S,
        (false, true, false) => QUEUE_W,
        (false, false, true) => QUEUE_H,
        (true, true, false) => QUEUE_SW,
        (true, false, true) => QUEUE_SH,
        (false, true, true) => QUEUE_WH,
        (true, true, true) => QUEUE_SWH,
    };
    let more = [filter.service.as_deref(), waits.map(Waits::name), holder];
    (statement, more.into_iter().flatten().map(Value::from).collect())
}

const BY_APPLICANT: Statement = Statement::new(
    "desk.by_applicant",
    "select line, sort_at, case_id, applicant_key from desk_queue
     where authority = $1 and (applicant_key, case_id) > ($2, $3) and applicant_key < $4
     order by applicant_key, case_id limit $5",
);

/// A place in a list by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCursor {
    key: String,
    case: String,
}

impl NameCursor {
    /// The cursor as text for an address.
    pub fn to_text(&self) -> String {
        format!("{}.{}", self.case, self.key)
    }

    /// Reads what [`NameCursor::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (case, key) = text.split_once('.')?;
        Some(Self { case: CaseId::parse(case)?.0, key: key.to_owned() })
    }
}

/// Lines of applicants whose name begins so, in the order of names; case and ё do not matter.
pub async fn by_applicant(
    db: &Db,
    authority: &str,
    begins: &str,
    after: Option<&NameCursor>,
    limit: i64,
) -> Result<Vec<(Line, NameCursor)>, StoreError> {
    let (from, below) = prefix_range(&fold(begins));
    let (key, case) = match after {
        Some(after) if after.key >= from => (after.key.clone(), after.case.as_str()),
        _ => (from, ""),
    };
    let rows = db.rows(BY_APPLICANT, args![authority, key, case, below, limit]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let mut written = Written::take(row)?;
        let Some(Value::Text(key)) = written.rest.pop() else { continue };
        let cursor = NameCursor { key, case: written.cursor.case.clone() };
        found.extend(written.read(db).await?.map(|line| (line, cursor)));
    }
    Ok(found)
}

const BY_NUMBER: Statement = Statement::new(
    "desk.by_number",
    "select line, sort_at, case_id from desk_queue
     where authority = $1 and number >= $2 and number < $3
     order by number limit $4",
);

/// Lines whose number begins so, in the order of numbers.
pub async fn by_number(db: &Db, authority: &str, begins: &str, limit: i64) -> Result<Vec<Line>, StoreError> {
    let (from, below) = prefix_range(begins);
    let mut lines = Vec::new();
    for row in db.rows(BY_NUMBER, args![authority, from, below, limit]).await? {
        lines.extend(Written::take(row)?.read(db).await?);
    }
    Ok(lines)
}

/// A line as it is written, and what else its row holds.
struct Written {
    cursor: Cursor,
    line: String,
    rest: Vec<Value>,
}

impl Written {
    fn take(mut row: Row) -> Result<Self, StoreError> {
        let line = row.text("line")?;
        let cursor = Cursor { sort_at: row.int("sort_at")?, case: row.text("case_id")? };
        Ok(Self { cursor, line, rest: row.rest() })
    }

    /// What it says. One from before lines were kept is read from its case.
    async fn read(self, db: &Db) -> Result<Option<Line>, StoreError> {
        let case = if self.line.is_empty() {
            cases::by_id(db, &CaseId(self.cursor.case.clone())).await?.map(|case| shown(&case))
        } else {
            let case = serde_json::from_str(&self.line);
            Some(case.map_err(|error| StoreError::Broken(format!("desk_queue, column line: {error}")))?)
        };
        Ok(case.map(|case| Line { case, cursor: self.cursor }))
    }
}

pub(crate) const ALL: &[Statement] =
    &[QUEUE, QUEUE_S, QUEUE_W, QUEUE_H, QUEUE_SW, QUEUE_SH, QUEUE_WH, QUEUE_SWH, BY_APPLICANT, BY_NUMBER];
