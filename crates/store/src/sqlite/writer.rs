//! The writer thread of SQLite: takes the batches that wait, runs each inside a savepoint of
//! its own so that one conflict fails alone, commits them together, then answers. While one
//! commit waits for the disk, the next group gathers.

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::batch::{Batch, Committed, Expect, Write};
use crate::error::StoreError;
use crate::numbers;
use crate::value::{Row, Statement, Value};

/// Batches that share one commit at most.
const GROUP: usize = 128;
/// Batches that may wait before callers have to.
const WAITING: usize = 1024;

type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

enum Task {
    Commit(Batch, Answer<Committed>),
    Take(Statement, Vec<Value>, Answer<Vec<Row>>),
}

/// What to say to whom once the group is durable.
enum Verdict {
    Commit(Result<Committed, StoreError>, Answer<Committed>),
    Take(Result<Vec<Row>, StoreError>, Answer<Vec<Row>>),
}

/// The door to the writer thread. The thread ends when the last door is gone.
pub(super) struct Writer {
    tasks: mpsc::Sender<Task>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (tasks, waiting) = mpsc::channel(WAITING);
        std::thread::Builder::new()
            .name("okno-sqlite-writer".to_owned())
            .spawn(move || run(&connection, waiting))
            .map_err(|error| StoreError::unavailable(format!("cannot start the writer: {error}")))?;
        Ok(Self { tasks })
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<Committed, StoreError> {
        self.ask(|answer| Task::Commit(batch, answer)).await
    }

    pub(super) async fn take(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.ask(|answer| Task::Take(statement, args, answer)).await
    }

    async fn ask<T>(&self, task: impl FnOnce(Answer<T>) -> Task) -> Result<T, StoreError> {
        let gone = || StoreError::Unavailable { why: "the writer has ended".into(), unknown: true };
        let (answer, answered) = oneshot::channel();
        self.tasks.send(task(answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

fn run(connection: &Connection, mut waiting: mpsc::Receiver<Task>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
        commit_group(connection, group.drain(..));
    }
}

fn commit_group(connection: &Connection, group: impl ExactSizeIterator<Item = Task>) {
    let alone = group.len() == 1;
    let begun = simple(connection, "begin immediate");
    let mut verdicts = Vec::with_capacity(group.len());
    for task in group {
        let verdict = match (&begun, task) {
            (Err(error), Task::Commit(_, answer)) => Verdict::Commit(Err(error.clone()), answer),
            (Err(error), Task::Take(.., answer)) => Verdict::Take(Err(error.clone()), answer),
            (Ok(()), Task::Commit(batch, answer)) => {
                Verdict::Commit(apart(connection, alone, || run_batch(connection, &batch)), answer)
            }
            (Ok(()), Task::Take(statement, args, answer)) => {
                let run = || super::query(connection, statement, &args);
                Verdict::Take(apart(connection, alone, run), answer)
            }
        };
        verdicts.push(verdict);
    }
    let nothing_to_keep = alone && verdicts.iter().all(Verdict::is_bad);
    let ended = match (&begun, nothing_to_keep) {
        (Err(_), _) => Ok(()),
        (Ok(()), true) => simple(connection, "rollback"),
        (Ok(()), false) => simple(connection, "commit"),
    };
    if ended.is_err() && !connection.is_autocommit() {
        // The verdicts below all say that the commit failed; the next group begins anew.
        let _ = simple(connection, "rollback");
    }
    for verdict in verdicts {
        verdict.say(&ended);
    }
}

impl Verdict {
    fn is_bad(&self) -> bool {
        match self {
            Self::Commit(result, _) => result.is_err(),
            Self::Take(result, _) => result.is_err(),
        }
    }

    /// Answers; who has stopped waiting is not told.
    fn say(self, ended: &Result<(), StoreError>) {
        match self {
            Self::Commit(result, answer) => {
                let _ = answer.send(ended.clone().and(result));
            }
            Self::Take(result, answer) => {
                let _ = answer.send(ended.clone().and(result));
            }
        }
    }
}

/// Runs one task inside a savepoint of its own, unless it is alone in its transaction.
fn apart<T>(
    connection: &Connection,
    alone: bool,
    run: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    if !alone {
        simple(connection, "savepoint task")?;
    }
    let result = run();
    if !alone {
        if result.is_err() {
            simple(connection, "rollback to task")?;
        }
        simple(connection, "release task")?;
    }
    result
}

/// Runs one task in a transaction of its own, in the calling task.
pub(super) fn at_once<T>(
    connection: &Connection,
    run: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    simple(connection, "begin immediate")?;
    let result = run(connection);
    simple(connection, if result.is_ok() { "commit" } else { "rollback" })?;
    result
}

pub(super) fn run_batch(connection: &Connection, batch: &Batch) -> Result<Committed, StoreError> {
    let mut committed = Committed::default();
    if let Some((counter, _)) = &batch.numbered {
        let rows = super::query(connection, numbers::NEXT, &counter.args(1))?;
        committed.number = Some(numbers::last(rows)?);
    }
    for write in batch.all_writes(committed.number.unwrap_or(0))? {
        run_write(connection, &write)?;
    }
    Ok(committed)
}

fn run_write(connection: &Connection, write: &Write) -> Result<(), StoreError> {
    let touched = super::execute(connection, write.statement, &write.args)?;
    match write.expect {
        Expect::Exactly(wanted) if wanted != touched => Err(StoreError::Conflict { write: write.statement.name }),
        _ => Ok(()),
    }
}

fn simple(connection: &Connection, sql: &'static str) -> Result<(), StoreError> {
    let run = || connection.prepare_cached(sql)?.raw_execute();
    run().map(|_| ()).map_err(|error| super::fault(sql, &error))
}
