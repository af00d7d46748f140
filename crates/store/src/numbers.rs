//! Numbers given out in order: a counter per authority, kind and year. A case takes its number
//! inside its own commit ([`crate::Batch::numbered`]), so the order of numbers is the order of
//! arrival and no number is lost.

use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args};

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numbered {
    /// Cases.
    Case,
    /// Entries of the result register.
    Result,
    /// Complaints.
    Complaint,
    /// Charges under one code of УИН. They never begin anew: a УИН is one for ever, so their year
    /// is [`FOR_EVER`] and the code stands for the authority.
    Charge,
}

/// The year of a counter that never begins anew.
pub const FOR_EVER: i64 = 0;

impl Numbered {
    fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Result => "result",
            Self::Complaint => "complaint",
            Self::Charge => "charge",
        }
    }
}

/// A counter: it begins at 1 every year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Counter {
    /// Id of the authority.
    pub authority: String,
    /// What is numbered.
    pub what: Numbered,
    /// Year of the region's calendar.
    pub year: i64,
}

impl Counter {
    /// The arguments of [`NEXT`], taking `amount` numbers at once.
    pub(crate) fn args(&self, amount: i64) -> Vec<Value> {
        args![&self.authority, self.what.word(), self.year, amount]
    }
}

pub(crate) const NEXT: Statement = Statement::new(
    "numbers.next",
    "insert into counters (authority, what, year, last) values ($1, $2, $3, $4)
     on conflict (authority, what, year) do update set last = counters.last + $4
     returning last",
);

/// Reads the answer of [`NEXT`]: the last number taken.
pub(crate) fn last(rows: Vec<Row>) -> Result<i64, StoreError> {
    let row = rows.into_iter().next();
    row.ok_or_else(|| StoreError::broken("numbers.next: no row came back"))?.int("last")
}

/// Takes the next number in a commit of its own. What then fails leaves a gap: for numbers
/// that must be known before the thing exists, such as the number on a signed result.
pub async fn take(db: &Db, counter: &Counter) -> Result<i64, StoreError> {
    last(db.take(NEXT, counter.args(1)).await?)
}

pub(crate) const ALL: &[Statement] = &[NEXT];
