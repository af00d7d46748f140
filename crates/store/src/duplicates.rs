//! Electronic duplicates of paper documents.

use domain::delivery::blank_bucket;
use domain::duplicate::Duplicate;
use domain::id::{DuplicateId, PersonId};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "duplicates.insert",
    "insert into duplicates (bucket, id, person_id, made_at, revoked_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

const MADE: Statement = Statement::new(
    "duplicates.made",
    "insert into duplicates_made (bucket, maker, made_at, duplicate_id) values ($1, $2, $3, $4)",
);

/// A new duplicate, in its owner's account and in its maker's list.
pub fn insert(made: &Duplicate) -> Vec<Write> {
    let content = &made.content;
    let revoked = made.revoked.as_ref().map(|revoked| revoked.at);
    let (id, maker) = (content.id.as_str(), &content.maker.authority);
    let row = args![content.id.bucket(), id, &content.person, content.made_at, revoked, BODY, json(made)];
    vec![Write::one(INSERT, row), Write::one(MADE, args![blank_bucket(maker), maker, content.made_at, id])]
}

const REVOKE: Statement = Statement::new(
    "duplicates.revoke",
    "update duplicates set revoked_at = $3, body_version = $4, body = $5
     where bucket = $1 and id = $2 and revoked_at is null",
);

/// One that was taken back. Who comes second gets a conflict.
pub fn revoke(made: &Duplicate) -> Write {
    let revoked = made.revoked.as_ref().map(|revoked| revoked.at);
    let id = &made.content.id;
    Write::one(REVOKE, args![id.bucket(), id.as_str(), revoked, BODY, json(made)])
}

fn read(mut row: Row) -> Result<Duplicate, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("duplicates.by_id", "select body_version, body from duplicates where bucket = $1 and id = $2");

/// A duplicate.
pub async fn by_id(db: &Db, id: &DuplicateId) -> Result<Option<Duplicate>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id.as_str()], read).await
}

const OF_PERSON: Statement = Statement::new(
    "duplicates.of_person",
    "select body_version, body from duplicates where bucket = $1 and person_id = $2
     order by made_at desc, id desc limit $3",
);

/// A person's duplicates, newest first.
pub async fn of_person(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Duplicate>, StoreError> {
    db.all(OF_PERSON, args![person.bucket(), person, limit], read).await
}

const OF_MAKER: Statement = Statement::new(
    "duplicates.of_maker",
    "select duplicate_id from duplicates_made where bucket = $1 and maker = $2
     order by made_at desc, duplicate_id desc limit $3",
);

/// What a centre or notary made, newest first.
pub async fn of_maker(db: &Db, maker: &str, limit: i64) -> Result<Vec<Duplicate>, StoreError> {
    let ids = db
        .all(OF_MAKER, args![blank_bucket(maker), maker, limit], |mut row| row.text("duplicate_id").map(DuplicateId))
        .await?;
    let mut made = Vec::with_capacity(ids.len());
    for id in ids {
        made.extend(by_id(db, &id).await?);
    }
    Ok(made)
}

pub(crate) const ALL: &[Statement] = &[INSERT, MADE, REVOKE, BY_ID, OF_PERSON, OF_MAKER];
