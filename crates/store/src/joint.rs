//! Parts of joint applications: found by the draft they belong to, and by the СНИЛС of the invited.

use domain::id::{DraftId, PartId};
use domain::joint::Part;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "joint.insert",
    "insert into joint_parts (bucket, id, draft_id, revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6)",
);

const INVITE: Statement = Statement::new("joint.invite", "insert into joint_invited (snils, part_id) values ($1, $2)");

/// A new part with its invitation.
pub fn insert(part: &Part) -> Vec<Write> {
    let row = args![part.id.bucket(), &part.id, &part.draft, part.revision, BODY, json(part)];
    vec![Write::one(INSERT, row), Write::one(INVITE, args![&part.snils, &part.id])]
}

const UPDATE: Statement = Statement::new(
    "joint.update",
    "update joint_parts set revision = $4, body_version = $5, body = $6
     where bucket = $1 and id = $2 and revision = $3",
);

/// A changed part; one that changed after it was read is a conflict at `joint.update`.
pub fn update(part: &Part, read: i64) -> Write {
    Write::one(UPDATE, args![part.id.bucket(), &part.id, read, part.revision, BODY, json(part)])
}

fn read(mut row: Row) -> Result<Part, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("joint.by_id", "select body_version, body from joint_parts where bucket = $1 and id = $2");

/// A part.
pub async fn by_id(db: &Db, id: &PartId) -> Result<Option<Part>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_DRAFT: Statement = Statement::new(
    "joint.of_draft",
    "select body_version, body from joint_parts where bucket = $1 and draft_id = $2 order by id",
);

/// All parts that others were ever invited to in a draft, in the order of invitation.
pub async fn of_draft(db: &Db, draft: &DraftId) -> Result<Vec<Part>, StoreError> {
    db.all(OF_DRAFT, args![draft.bucket(), draft], read).await
}

const OF_INVITED: Statement = Statement::new(
    "joint.of_invited",
    "select part_id from joint_invited where snils = $1 order by part_id desc limit $2",
);

/// Parts that somebody is or was invited to, the last ones first.
pub async fn of_invited(db: &Db, snils: &str, limit: i64) -> Result<Vec<Part>, StoreError> {
    let ids = db.all(OF_INVITED, args![snils, limit], |mut row| row.text("part_id").map(PartId)).await?;
    let mut parts = Vec::new();
    for id in ids {
        parts.extend(by_id(db, &id).await?);
    }
    Ok(parts)
}

pub(crate) const ALL: &[Statement] = &[INSERT, INVITE, UPDATE, BY_ID, OF_DRAFT, OF_INVITED];
