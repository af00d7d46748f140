//! Quality ratings: what was given, its marks one by one for the means, the queue to the national
//! system, follow-ups of low marks (SM-17).

use domain::id::{CaseId, RatingId};
use domain::rating::Rating;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "ratings.insert",
    "insert into ratings (bucket, id, case_id, authority, service, procedure, day, given_at, took, late, refused,
         revision, export_at, follow, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
);

/// A rating given for the first time; a second one of the same procedure is a conflict.
pub fn insert(rating: &Rating) -> Vec<Write> {
    let mut row = args![
        rating.id.bucket(),
        &rating.id,
        &rating.case,
        &rating.authority,
        &rating.service,
        &rating.procedure,
        rating.day.to_string(),
        rating.given_at,
        rating.stage.milliseconds,
        i64::from(rating.stage.late),
        i64::from(rating.stage.refused),
    ];
    row.extend(moving(rating));
    let mut writes = vec![Write::one(INSERT, row)];
    writes.extend(marks(rating));
    writes
}

fn moving(rating: &Rating) -> Vec<Value> {
    let export = rating.receipt.is_none().then_some(rating.until.at);
    let follow = match &rating.follow_up {
        None => "",
        Some(one) if one.done.is_none() => "open",
        Some(_) => "done",
    };
    args![rating.revision, export, follow, BODY, json(rating)]
}

const UPDATE: Statement = Statement::new(
    "ratings.update",
    "update ratings set revision = $3, export_at = $4, follow = $5, body_version = $6, body = $7
     where bucket = $1 and id = $2 and revision = $8",
);

/// A change of a rating, made upon the revision that was read.
pub fn update(rating: &Rating, read: i64) -> Vec<Write> {
    let mut row = args![rating.id.bucket(), &rating.id];
    row.extend(moving(rating));
    row.push(read.into());
    let mut writes = vec![Write::one(UPDATE, row), Write::any(CLEAR, args![rating.id.bucket(), &rating.id])];
    writes.extend(marks(rating));
    writes
}

const CLEAR: Statement =
    Statement::new("ratings.clear", "delete from rating_marks where bucket = $1 and rating_id = $2");

const MARK: Statement = Statement::new(
    "ratings.mark",
    "insert into rating_marks (bucket, rating_id, criterion, mark, authority, service, procedure, day)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

fn marks(rating: &Rating) -> impl Iterator<Item = Write> {
    rating.marks.iter().map(|(criterion, mark)| {
        let row = args![
            rating.id.bucket(),
            &rating.id,
            criterion,
            i64::from(*mark),
            &rating.authority,
            &rating.service,
            &rating.procedure,
            rating.day.to_string(),
        ];
        Write::one(MARK, row)
    })
}

fn read(mut row: Row) -> Result<Rating, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("ratings.by_id", "select body_version, body from ratings where bucket = $1 and id = $2");

/// A rating.
pub async fn by_id(db: &Db, id: &RatingId) -> Result<Option<Rating>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_CASE: Statement =
    Statement::new("ratings.of_case", "select body_version, body from ratings where bucket = $1 and case_id = $2");

/// Ratings of a case.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<Rating>, StoreError> {
    db.all(OF_CASE, args![case.bucket(), case], read).await
}

const TO_EXPORT: Statement = Statement::new(
    "ratings.to_export",
    "select body_version, body from ratings where export_at < $1 order by export_at limit $2",
);

/// Ratings whose window ended before a moment and that the national system does not have.
pub async fn to_export(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<Rating>, StoreError> {
    db.all(TO_EXPORT, args![now, limit], read).await
}

const OF_DAY: Statement = Statement::new(
    "ratings.of_day",
    "select body_version, body from ratings where day = $1 and id > $2 order by id limit $3",
);

/// Ratings counted on a day, after one.
pub async fn of_day(db: &Db, day: Date, after: &str, limit: i64) -> Result<Vec<Rating>, StoreError> {
    db.all(OF_DAY, args![day.to_string(), after, limit], read).await
}

const TO_FOLLOW: Statement = Statement::new(
    "ratings.to_follow",
    "select body_version, body from ratings
     where authority = $1 and follow = 'open' order by given_at, id limit $2",
);

/// Follow-ups of a body that wait for somebody, oldest first.
pub async fn to_follow(db: &Db, authority: &str, limit: i64) -> Result<Vec<Rating>, StoreError> {
    db.all(TO_FOLLOW, args![authority, limit], read).await
}

/// How a stage of a service went and was liked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The service.
    pub service: String,
    /// The procedure.
    pub procedure: String,
    /// How many rated it.
    pub count: i64,
    /// How long it took them together, in milliseconds.
    pub took: i64,
    /// How many of these stages ended late.
    pub late: i64,
    /// How many of these stages refused.
    pub refused: i64,
}

const SUMS: Statement = Statement::new(
    "ratings.sums",
    "select service, procedure, count(*), cast(sum(took) as bigint), cast(sum(late) as bigint),
         cast(sum(refused) as bigint)
     from ratings where authority = $1 and day >= $2 group by service, procedure order by service, procedure",
);

/// Real durations, lateness and refusals of the stages rated since a day.
pub async fn sums(db: &Db, authority: &str, since: Date) -> Result<Vec<Sum>, StoreError> {
    db.all(SUMS, args![authority, since.to_string()], |mut row| {
        Ok(Sum {
            service: row.text("service")?,
            procedure: row.text("procedure")?,
            count: row.int("count")?,
            took: row.int("took")?,
            late: row.int("late")?,
            refused: row.int("refused")?,
        })
    })
    .await
}

/// How a criterion of a stage was marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mean {
    /// The service.
    pub service: String,
    /// The procedure.
    pub procedure: String,
    /// The criterion.
    pub criterion: String,
    /// How many marks.
    pub count: i64,
    /// Their sum.
    pub sum: i64,
}

const MEANS: Statement = Statement::new(
    "ratings.means",
    "select service, procedure, criterion, count(*), cast(sum(mark) as bigint)
     from rating_marks where authority = $1 and day >= $2
     group by service, procedure, criterion order by service, procedure, criterion",
);

/// Marks given since a day, by stage and criterion.
pub async fn means(db: &Db, authority: &str, since: Date) -> Result<Vec<Mean>, StoreError> {
    db.all(MEANS, args![authority, since.to_string()], |mut row| {
        Ok(Mean {
            service: row.text("service")?,
            procedure: row.text("procedure")?,
            criterion: row.text("criterion")?,
            count: row.int("count")?,
            sum: row.int("sum")?,
        })
    })
    .await
}

pub(crate) const ALL: &[Statement] =
    &[INSERT, UPDATE, CLEAR, MARK, BY_ID, OF_CASE, TO_EXPORT, OF_DAY, TO_FOLLOW, SUMS, MEANS];
