//! Writes as plain values, put together into a batch that is committed whole or not at all.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;

use crate::error::StoreError;
use crate::idempotency;
use crate::numbers::Counter;
use crate::value::{Statement, Value};

/// How many rows a write must touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Exactly so many; otherwise the whole batch is a conflict.
    Exactly(u64),
    /// Any number, none included.
    Any,
}

/// One change: a statement, its arguments and the rows it must touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// What to do.
    pub statement: Statement,
    /// With which values.
    pub args: Vec<Value>,
    /// How many rows it must touch.
    pub expect: Expect,
}

impl Write {
    /// A write that must touch one row.
    pub fn one(statement: Statement, args: Vec<Value>) -> Self {
        Self { statement, args, expect: Expect::Exactly(1) }
    }

    /// A write that may touch any number of rows.
    pub fn any(statement: Statement, args: Vec<Value>) -> Self {
        Self { statement, args, expect: Expect::Any }
    }
}

/// Makes the writes of a batch once its number is known. Called inside the transaction, and
/// again if the transaction has to be repeated: pure, quick, and never reading the clock.
pub(crate) type Numbered = Arc<dyn Fn(i64) -> Vec<Write> + Send + Sync>;

/// A batch: all of its writes happen in one durable commit, or none does.
#[derive(Clone, Default)]
pub struct Batch {
    pub(crate) once: Option<Once>,
    pub(crate) writes: Vec<Write>,
    pub(crate) numbered: Option<(Counter, Numbered)>,
}

/// The idempotency key of a batch.
#[derive(Clone)]
pub(crate) struct Once {
    pub(crate) key: idempotency::Key,
    pub(crate) outcome: String,
    pub(crate) now: Timestamp,
}

/// What a commit brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Committed {
    /// The number the batch took from its counter, if it asked for one.
    pub number: Option<i64>,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// A batch that takes the next number of a counter inside its own transaction: numbers
    /// grow strictly in the order of commits, and a batch that fails leaves no gap. `make`
    /// turns the number into the writes; see [`Numbered`] for what it may do.
    pub fn numbered(counter: Counter, make: impl Fn(i64) -> Vec<Write> + Send + Sync + 'static) -> Self {
        Self { numbered: Some((counter, Arc::new(make))), ..Self::default() }
    }

    /// Adds a write.
    #[must_use]
    pub fn with(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Adds several writes.
    #[must_use]
    pub fn with_all(mut self, writes: impl IntoIterator<Item = Write>) -> Self {
        self.writes.extend(writes);
        self
    }

    /// Adds a write in place.
    pub fn push(&mut self, write: Write) {
        self.writes.push(write);
    }

    /// Adds several writes in place.
    pub fn extend(&mut self, writes: impl IntoIterator<Item = Write>) {
        self.writes.extend(writes);
    }

    /// Gives the batch an idempotency key: a second batch under the same key is a conflict at
    /// `idempotency.insert`, and [`idempotency::outcome`] answers what the first one said. A
    /// commit whose outcome got lost on the way is looked up under the key, not guessed.
    #[must_use]
    pub fn once(mut self, key: idempotency::Key, outcome: impl Into<String>, now: Timestamp) -> Self {
        self.once = Some(Once { key, outcome: outcome.into(), now });
        self
    }

    /// All writes in the order they are run, given the number taken (0 without a counter). The
    /// maker is foreign code: should it panic, only its own batch fails.
    pub(crate) fn all_writes(&self, number: i64) -> Result<Vec<Cow<'_, Write>>, StoreError> {
        let mut all = Vec::with_capacity(self.writes.len() + 8);
        if let Some(once) = &self.once {
            all.push(Cow::Owned(idempotency::insert(once, number)));
        }
        all.extend(self.writes.iter().map(Cow::Borrowed));
        if let Some((_, make)) = &self.numbered {
            let made = catch_unwind(AssertUnwindSafe(|| make(number)));
            let made = made.map_err(|_| StoreError::broken("the maker of a numbered batch panicked"))?;
            all.extend(made.into_iter().map(Cow::Owned));
        }
        Ok(all)
    }
}
