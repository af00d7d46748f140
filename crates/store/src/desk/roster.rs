//! Who is there to be given a case: absences, and whose turn it is.

use domain::id::OfficialId;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

/// A time an official is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Id.
    pub id: String,
    /// First moment.
    pub from: Timestamp,
    /// The moment of return.
    pub until: Timestamp,
}

const INSERT: Statement = Statement::new(
    "roster.insert_absence",
    "insert into official_absences (official_id, id, from_at, until_at) values ($1, $2, $3, $4)",
);

/// An official will be away.
pub fn insert_absence(official: &OfficialId, absence: &Absence) -> Write {
    Write::one(INSERT, args![official, &absence.id, absence.from, absence.until])
}

const DELETE: Statement =
    Statement::new("roster.delete_absence", "delete from official_absences where official_id = $1 and id = $2");

/// They will be there after all.
pub fn delete_absence(official: &OfficialId, id: &str) -> Write {
    Write::any(DELETE, args![official, id])
}

const OF_OFFICIAL: Statement = Statement::new(
    "roster.absences_of",
    "select id, from_at, until_at from official_absences
     where official_id = $1 and until_at > $2 order by from_at, id",
);

/// The absences of an official that last or are to come.
pub async fn absences_of(db: &Db, official: &OfficialId, now: Timestamp) -> Result<Vec<Absence>, StoreError> {
    db.all(OF_OFFICIAL, args![official, now], |mut row| {
        Ok(Absence { id: row.text("id")?, from: row.at("from_at")?, until: row.at("until_at")? })
    })
    .await
}

const ABSENT: Statement = Statement::new(
    "roster.absent",
    "select official_id from official_absences
     where official_id in (select id from officials where authority = $1)
         and from_at <= $2 and until_at > $2
     order by official_id",
);

/// Who of an authority is away now.
pub async fn absent(db: &Db, authority: &str, now: Timestamp) -> Result<Vec<OfficialId>, StoreError> {
    db.all(ABSENT, args![authority, now], |mut row| row.text("official_id").map(OfficialId)).await
}

const TURN: Statement = Statement::new(
    "roster.turn",
    "insert into desk_turns (authority, official_id, at) values ($1, $2, $3)
     on conflict (authority, official_id) do update set at = $3",
);

/// An official was given a case by the rule.
pub fn turn(authority: &str, official: &OfficialId, now: Timestamp) -> Write {
    Write::one(TURN, args![authority, official, now])
}

const TURNS: Statement = Statement::new(
    "roster.turns",
    "select official_id, at from desk_turns where authority = $1 order by at, official_id",
);

/// When each official was last given a case by the rule, the longest ago first.
pub async fn turns(db: &Db, authority: &str) -> Result<Vec<(OfficialId, Timestamp)>, StoreError> {
    db.all(TURNS, args![authority], |mut row| Ok((OfficialId(row.text("official_id")?), row.at("at")?))).await
}

const PURGE: Statement = Statement::new("roster.purge", "delete from official_absences where until_at < $1");

/// Forgets absences that are over.
pub(crate) fn purge(now: Timestamp) -> Write {
    Write::any(PURGE, args![now])
}

pub(crate) const ALL: &[Statement] = &[INSERT, DELETE, OF_OFFICIAL, ABSENT, TURN, TURNS, PURGE];
