//! The queue of an authority: a view of its open cases, written in the same batch as the case.
//! Closed cases leave it, so its lists cost the same after ten years.

use domain::case::{Case, CaseState};
use domain::id::{CaseId, OfficialId};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::text::{fold, prefix_range};
use crate::value::{Row, Statement, Value, args, word};

/// The two halves of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Not decided yet.
    Open,
    /// Decided, but something remains: to sign, to hand out, to close.
    Decided,
}

impl Group {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
        }
    }

    /// The half a case belongs to; `None` when it is closed.
    pub fn of(case: &Case) -> Option<Self> {
        use CaseState as State;
        match case.state {
            _ if case.closed_at.is_some() => None,
            State::NotAccepted | State::Completed | State::Withdrawn => None,
            State::DecisionPositive | State::DecisionNegative | State::ResultReady => Some(Self::Decided),
            _ => Some(Self::Open),
        }
    }
}

const PLACE: Statement = Statement::new(
    "desk.place",
    "insert into desk_queue (authority, case_id, number, service, state, state_group,
         applicant_name, applicant_key, filed_at, registered_at, due_at, sort_at, assignee_id,
         needs_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (authority, case_id) do update set state = $5, state_group = $6,
         registered_at = $10, due_at = $11, sort_at = $12, assignee_id = $13, needs_person = $14",
);

const LEAVE: Statement = Statement::new("desk.leave", "delete from desk_queue where authority = $1 and case_id = $2");

/// Puts a case where it belongs in the queue, or takes it out.
pub(crate) fn place(case: &Case) -> Write {
    let Some(group) = Group::of(case) else {
        return Write::any(LEAVE, args![&case.authority, &case.id]);
    };
    // What is not registered yet must be within a day or so: it goes by its own term, and
    // without one before everything else.
    let due = case.due.as_ref().or(case.registration_due.as_ref()).map(|due| due.at);
    let row = args![
        &case.authority,
        &case.id,
        &case.number,
        &case.service,
        word(&case.state),
        group.word(),
        &case.applicant_name,
        fold(&case.applicant_name),
        case.filed_at,
        case.registered_at,
        due,
        due.unwrap_or(case.filed_at),
        case.assignee.as_ref(),
        case.needs_person.as_ref(),
    ];
    Write::one(PLACE, row)
}

/// A line of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The case.
    pub case: CaseId,
    /// Its public number.
    pub number: String,
    /// Its service.
    pub service: String,
    /// Where it stands.
    pub state: CaseState,
    /// «Фамилия Имя Отчество».
    pub applicant_name: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// When it, or first its registration, is due.
    pub due_at: Option<Timestamp>,
    /// Who has taken it.
    pub assignee: Option<OfficialId>,
    /// Why a person must look.
    pub needs_person: Option<String>,
    /// Where the next page begins.
    pub cursor: Cursor,
}

/// A place in the queue: the line it names is not shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// One half only.
    pub group: Option<Group>,
    /// Whose.
    pub holder: Holder,
    /// One service only.
    pub service: Option<String>,
    /// Only those a person must look at.
    pub needs_person: bool,
    /// Only those due before this moment.
    pub due_before: Option<Timestamp>,
    /// Only applicants whose name begins so; case and ё do not matter.
    pub applicant: Option<String>,
}

const QUEUE: Statement = Statement::new(
    "desk.queue",
    "select case_id, number, service, state, applicant_name, filed_at, registered_at, due_at,
         assignee_id, needs_person, sort_at
     from desk_queue
     where authority = $1 and (sort_at, case_id) > ($2, $3)
         and ($4 = '' or state_group = $4)
         and ($5 = '' or service = $5)
         and ($6 = 'any' or ($6 = 'nobody' and assignee_id is null) or assignee_id = $6)
         and (not $7 or needs_person is not null)
         and sort_at < $8
         and applicant_key >= $9 and applicant_key < $10
     order by sort_at, case_id limit $11",
);

/// Lines of one authority's queue, the nearest term first; nothing of another authority can be
/// in it, because the authority is the first column of its key.
pub async fn queue(
    db: &Db,
    authority: &str,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let (sort_at, case) = after.map_or((i64::MIN, ""), |at| (at.sort_at, at.case.as_str()));
    let mut args = args![authority, sort_at, case];
    args.extend(conditions(filter));
    args.push(limit.into());
    db.all(QUEUE, args, read).await
}

fn conditions(filter: &Filter) -> Vec<Value> {
    let holder = match &filter.holder {
        Holder::Any => "any",
        Holder::Nobody => "nobody",
        Holder::Official(official) => official.as_str(),
    };
    let key = fold(filter.applicant.as_deref().unwrap_or(""));
    let (from, below) = prefix_range(&key);
    args![
        filter.group.map_or("", Group::word),
        filter.service.as_deref().unwrap_or(""),
        holder,
        filter.needs_person,
        filter.due_before.map_or(i64::MAX, Timestamp::as_millisecond),
        from,
        below,
    ]
}

fn read(mut row: Row) -> Result<Line, StoreError> {
    let case = row.text("case_id")?;
    Ok(Line {
        case: CaseId(case.clone()),
        number: row.text("number")?,
        service: row.text("service")?,
        state: row.word("state")?,
        applicant_name: row.text("applicant_name")?,
        filed_at: row.at("filed_at")?,
        registered_at: row.maybe_at("registered_at")?,
        due_at: row.maybe_at("due_at")?,
        assignee: row.maybe_text("assignee_id")?.map(OfficialId),
        needs_person: row.maybe_text("needs_person")?,
        cursor: Cursor { sort_at: row.int("sort_at")?, case },
    })
}

/// How many lines of each sort a queue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Not decided.
    pub open: i64,
    /// Decided, not closed.
    pub decided: i64,
    /// Past their term.
    pub late: i64,
    /// Taken by nobody.
    pub untaken: i64,
    /// Taken by the official who asks.
    pub mine: i64,
    /// A person must look.
    pub needs_person: i64,
}

const COUNTS: Statement = Statement::new(
    "desk.counts",
    "select count(*) filter (where state_group = 'open'),
         count(*) filter (where state_group = 'decided'),
         count(*) filter (where due_at < $2),
         count(*) filter (where assignee_id is null),
         count(*) filter (where assignee_id = $3),
         count(*) filter (where needs_person is not null)
     from desk_queue where authority = $1",
);

/// How many lines of each sort there are, for the official who asks.
pub async fn counts(db: &Db, authority: &str, official: &OfficialId, now: Timestamp) -> Result<Counts, StoreError> {
    let counts = db.one(COUNTS, args![authority, now, official], |mut row| {
        Ok(Counts {
            open: row.int("open")?,
            decided: row.int("decided")?,
            late: row.int("late")?,
            untaken: row.int("untaken")?,
            mine: row.int("mine")?,
            needs_person: row.int("needs_person")?,
        })
    });
    counts.await.map(Option::unwrap_or_default)
}

pub(crate) const ALL: &[Statement] = &[PLACE, LEAVE, QUEUE, COUNTS];
