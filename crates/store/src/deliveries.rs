//! Results that are things, as desks list them. The rows follow from the case and are written with
//! every change of it, so a list never says what a case does not.

use domain::case::Case;
use domain::delivery::{Delivery, Stage, Standing, blank_bucket};
use domain::id::CaseId;
use serde::{Deserialize, Serialize};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

/// A line of a hand-out list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handout {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// The service.
    pub service: String,
    /// Edition of the regulation.
    pub version: String,
    /// Who applied.
    pub name: String,
    /// Where the item stands.
    pub at: Standing,
}

const SAVE: Statement = Statement::new(
    "handouts.save",
    "insert into handouts (bucket, desk, case_id, output, stage, until_at, number, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (bucket, desk, case_id, output) do update
     set stage = $5, until_at = $6, body_version = $8, body = $9",
);

const LEAVE: Statement = Statement::new(
    "handouts.leave",
    "delete from handouts where bucket = $1 and desk = $2 and case_id = $3 and output = $4",
);

/// The lines of a case's items: at its authority, and at the centre one is fetched at.
pub fn save(case: &Case) -> Vec<Write> {
    case.deliveries.iter().flat_map(|item| lines(case, item)).collect()
}

fn lines(case: &Case, item: &Delivery) -> Vec<Write> {
    let desks = std::iter::once(&case.authority).chain(item.at.centre.as_ref());
    desks.map(|desk| line(case, item, desk)).collect()
}

fn line(case: &Case, item: &Delivery, desk: &str) -> Write {
    let handout = Handout {
        case: case.id.clone(),
        number: case.number.clone(),
        service: case.service.clone(),
        version: case.version.clone(),
        name: case.applicant_name.clone(),
        at: item.at.clone(),
    };
    let until = item.at.until.as_ref().map(|due| due.at);
    let row = args![
        blank_bucket(desk),
        desk,
        &case.id,
        &item.at.output,
        item.at.stage.name(),
        until,
        &case.number,
        BODY,
        json(&handout),
    ];
    Write::any(SAVE, row)
}

/// A centre the item no longer goes to.
pub fn leave(desk: &str, case: &CaseId, output: &str) -> Write {
    Write::any(LEAVE, args![blank_bucket(desk), desk, case, output])
}

fn read(mut row: Row) -> Result<Handout, StoreError> {
    row.body(BODY)
}

const LISTED: Statement = Statement::new(
    "handouts.listed",
    "select body_version, body from handouts
     where bucket = $1 and desk = $2 and stage = $3 and case_id > $4
     order by case_id limit $5",
);

/// Items at a desk in one stage, oldest case first, after one.
pub async fn listed(db: &Db, desk: &str, stage: Stage, after: &str, limit: i64) -> Result<Vec<Handout>, StoreError> {
    db.all(LISTED, args![blank_bucket(desk), desk, stage.name(), after, limit], read).await
}

pub(crate) const ALL: &[Statement] = &[SAVE, LEAVE, LISTED];
