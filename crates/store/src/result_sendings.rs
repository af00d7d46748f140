//! Results on their way to other authorities, with what became of each.

use domain::id::{ResultId, SendingId};
use domain::result::Sending;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "result_sendings.insert",
    "insert into result_sendings (bucket, id, result_id, state, asked_at, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

/// A new sending.
pub fn insert(sending: &Sending) -> Write {
    let row = args![
        sending.id.bucket(),
        &sending.id,
        &sending.result,
        word(&sending.state),
        sending.asked_at,
        BODY,
        json(sending),
    ];
    Write::one(INSERT, row)
}

const SETTLE: Statement = Statement::new(
    "result_sendings.settle",
    "update result_sendings set state = $3, body_version = $4, body = $5
     where bucket = $1 and id = $2 and state = 'queued'",
);

/// What became of a sending that was on its way; who comes second gets a conflict.
pub fn settle(sending: &Sending) -> Write {
    Write::one(SETTLE, args![sending.id.bucket(), &sending.id, word(&sending.state), BODY, json(sending)])
}

fn read(mut row: Row) -> Result<Sending, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement = Statement::new(
    "result_sendings.by_id",
    "select body_version, body from result_sendings where bucket = $1 and id = $2",
);

/// A sending.
pub async fn by_id(db: &Db, id: &SendingId) -> Result<Option<Sending>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const OF_RESULT: Statement = Statement::new(
    "result_sendings.of_result",
    "select body_version, body from result_sendings
     where bucket = $1 and result_id = $2 order by asked_at desc, id desc",
);

/// Sendings of an entry, newest first.
pub async fn of_result(db: &Db, result: &ResultId) -> Result<Vec<Sending>, StoreError> {
    db.all(OF_RESULT, args![result.bucket(), result], read).await
}

pub(crate) const ALL: &[Statement] = &[INSERT, SETTLE, BY_ID, OF_RESULT];
