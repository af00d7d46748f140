//! Notices in the accounts of persons, and what became of their copies by other channels.

use std::collections::BTreeMap;

use domain::id::{CaseId, NoticeId, PersonId};
use domain::notice::{Channel, CopyState, Notice, NoticeCopy};
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "notices.insert",
    "insert into notices (bucket, id, person_id, case_id, number, service_title, kind, at,
         latest, read_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);

const INSERT_COPY: Statement = Statement::new(
    "notices.insert_copy",
    "insert into notice_channels (bucket, notice_id, channel, state, changed_at, tries)
     values ($1, $2, $3, $4, $5, $6)",
);

/// A new notice and its copies.
pub fn insert(notice: &Notice) -> Vec<Write> {
    // Copies and reading have columns of their own and change there.
    let body = Notice { read_at: None, copies: Vec::new(), ..notice.clone() };
    let row = args![
        notice.id.bucket(),
        &notice.id,
        &notice.person,
        notice.case.as_ref().map_or("", CaseId::as_str),
        &notice.number,
        &notice.service_title,
        word(&notice.kind),
        notice.at,
        notice.latest,
        notice.read_at,
        BODY,
        json(&body),
    ];
    let mut writes = vec![Write::one(INSERT, row)];
    writes.extend(notice.copies.iter().map(|copy| copy_row(INSERT_COPY, &notice.id, copy)));
    writes
}

fn copy_row(statement: Statement, notice: &NoticeId, copy: &NoticeCopy) -> Write {
    let row = args![notice.bucket(), notice, word(&copy.channel), word(&copy.state), copy.at, copy.tries,];
    Write::one(statement, row)
}

const SET_COPY: Statement = Statement::new(
    "notices.set_copy",
    "update notice_channels set state = $4, changed_at = $5, tries = $6
     where bucket = $1 and notice_id = $2 and channel = $3",
);

/// What became of a copy.
pub fn set_copy(notice: &NoticeId, copy: &NoticeCopy) -> Write {
    copy_row(SET_COPY, notice, copy)
}

const MARK_READ: Statement = Statement::new(
    "notices.mark_read",
    "update notices set read_at = $4
     where bucket = $1 and id = $2 and person_id = $3 and read_at is null",
);

/// The person opened it; the first time counts.
pub fn mark_read(id: &NoticeId, person: &PersonId, now: Timestamp) -> Write {
    Write::any(MARK_READ, args![id.bucket(), id, person, now])
}

fn read(mut row: Row) -> Result<Notice, StoreError> {
    let read_at = row.maybe_at("read_at")?;
    let notice: Notice = row.body(BODY)?;
    Ok(Notice { read_at, ..notice })
}

fn read_copy(mut row: Row) -> Result<(NoticeId, NoticeCopy), StoreError> {
    let notice = NoticeId(row.text("notice_id")?);
    let copy = NoticeCopy {
        channel: row.word("channel")?,
        state: row.word("state")?,
        at: row.at("changed_at")?,
        tries: u32::try_from(row.int("tries")?).unwrap_or(u32::MAX),
    };
    Ok((notice, copy))
}

/// Reads notices and their copies with two statements that take the same arguments.
async fn with_copies(
    db: &Db,
    (notices, copies): (Statement, Statement),
    args: Vec<Value>,
) -> Result<Vec<Notice>, StoreError> {
    let mut found = db.all(notices, args.clone(), read).await?;
    if found.is_empty() {
        return Ok(found);
    }
    let mut by_notice: BTreeMap<NoticeId, Vec<NoticeCopy>> = BTreeMap::new();
    for (notice, copy) in db.all(copies, args, read_copy).await? {
        by_notice.entry(notice).or_default().push(copy);
    }
    for notice in &mut found {
        notice.copies = by_notice.remove(&notice.id).unwrap_or_default();
    }
    Ok(found)
}

const BY_ID: Statement =
    Statement::new("notices.by_id", "select read_at, body_version, body from notices where bucket = $1 and id = $2");

const COPIES_BY_ID: Statement = Statement::new(
    "notices.copies_by_id",
    "select notice_id, channel, state, changed_at, tries from notice_channels
     where bucket = $1 and notice_id = $2 order by channel",
);

/// A notice.
pub async fn by_id(db: &Db, id: &NoticeId) -> Result<Option<Notice>, StoreError> {
    let found = with_copies(db, (BY_ID, COPIES_BY_ID), args![id.bucket(), id]).await?;
    Ok(found.into_iter().next())
}

const OF_PERSON: Statement = Statement::new(
    "notices.of_person",
    "select read_at, body_version, body from notices
     where bucket = $1 and person_id = $2 and (at, id) < ($3, $4)
     order by at desc, id desc limit $5",
);

const COPIES_OF_PERSON: Statement = Statement::new(
    "notices.copies_of_person",
    "select notice_id, channel, state, changed_at, tries from notice_channels
     where bucket = $1 and notice_id in (
         select id from notices where bucket = $1 and person_id = $2 and (at, id) < ($3, $4)
         order by at desc, id desc limit $5)
     order by notice_id, channel",
);

/// A person's notices, newest first; `before` is the last one of the page before this one.
pub async fn of_person(
    db: &Db,
    person: &PersonId,
    before: Option<(Timestamp, &NoticeId)>,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, ""), |(at, id)| (at.as_millisecond(), id.as_str()));
    let args = args![person.bucket(), person, at, id, limit];
    with_copies(db, (OF_PERSON, COPIES_OF_PERSON), args).await
}

const OF_CASE: Statement = Statement::new(
    "notices.of_case",
    "select read_at, body_version, body from notices
     where bucket = $1 and case_id = $2 order by at, id",
);

const COPIES_OF_CASE: Statement = Statement::new(
    "notices.copies_of_case",
    "select notice_id, channel, state, changed_at, tries from notice_channels
     where bucket = $1 and notice_id in (
         select id from notices where bucket = $1 and case_id = $2)
     order by notice_id, channel",
);

/// The notices of a case, oldest first.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Notice>, StoreError> {
    with_copies(db, (OF_CASE, COPIES_OF_CASE), args![case.bucket(), case]).await
}

const UNREAD: Statement = Statement::new(
    "notices.unread",
    "select count(*) from notices where bucket = $1 and person_id = $2 and read_at is null",
);

/// How many notices a person has not opened.
pub async fn unread(db: &Db, person: &PersonId) -> Result<i64, StoreError> {
    let count = db.one(UNREAD, args![person.bucket(), person], |mut row| row.int("count"));
    count.await.map(Option::unwrap_or_default)
}

const COPY_COUNTS: Statement = Statement::new(
    "notices.copy_counts",
    "select channel, state, count(*) from notice_channels group by channel, state
     order by channel, state",
);

/// How many copies stand where, for metrics. Reads them all: once a minute at most.
pub async fn copy_counts(db: &Db) -> Result<Vec<(Channel, CopyState, i64)>, StoreError> {
    db.all(COPY_COUNTS, Vec::new(), |mut row| Ok((row.word("channel")?, row.word("state")?, row.int("count")?))).await
}

pub(crate) const ALL: &[Statement] = &[
    INSERT,
    INSERT_COPY,
    SET_COPY,
    MARK_READ,
    BY_ID,
    COPIES_BY_ID,
    OF_PERSON,
    COPIES_OF_PERSON,
    OF_CASE,
    COPIES_OF_CASE,
    UNREAD,
    COPY_COUNTS,
];
