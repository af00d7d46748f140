//! Batches that take a number pass one after another, because the counter's row is locked from
//! the taking to the commit. So they queue here, without holding connections, and those that
//! wait together share one transaction. Should one of them fail, the group is undone and each
//! is run alone, in the order of arrival.
//!
//! Batches without a number do not come here: PostgreSQL already lets concurrent commits share
//! a flush, and a savepoint per batch would cost more messages than the shared commit saves.

use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::{mpsc, oneshot};

use super::commit::{attempt, commit};
use crate::batch::{Batch, Committed};
use crate::error::StoreError;

/// Batches that share one transaction at most.
const GROUP: usize = 32;
/// Batches that may wait before callers have to.
const WAITING: usize = 1024;

type Task = (Batch, oneshot::Sender<Result<Committed, StoreError>>);

/// The door to the lane.
pub(super) struct Lane {
    tasks: mpsc::Sender<Task>,
}

impl Lane {
    pub(super) fn start(pool: Pool, watch: Duration) -> Self {
        let (tasks, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(pool, watch, waiting));
        Self { tasks }
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<Committed, StoreError> {
        let gone = || StoreError::Unavailable { why: "the lane has ended".into(), unknown: true };
        let (answer, answered) = oneshot::channel();
        self.tasks.send((batch, answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn run(pool: Pool, watch: Duration, mut waiting: mpsc::Receiver<Task>) {
    let mut group: Vec<Task> = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        // A task of its own, so that a panic in somebody's `make` cannot stop the lane.
        let (pool, tasks) = (pool.clone(), std::mem::take(&mut group));
        let ended = tokio::spawn(async move { commit_group(&pool, watch, tasks).await }).await;
        if let Err(error) = ended {
            tracing::error!(%error, "a group of numbered batches was lost");
        }
    }
}

async fn commit_group(pool: &Pool, watch: Duration, tasks: Vec<Task>) {
    if tasks.len() > 1 {
        let batches: Vec<&Batch> = tasks.iter().map(|(batch, _)| batch).collect();
        match attempt(pool, watch, &batches).await {
            Ok(committed) => {
                for ((_, answer), committed) in tasks.into_iter().zip(committed) {
                    let _ = answer.send(Ok(committed));
                }
                return;
            }
            Err(super::commit::Failed::Unknown(why)) => {
                return in_doubt(pool, watch, tasks, &why).await;
            }
            // Who it was is found by running each alone.
            Err(super::commit::Failed::Undone(_)) => {}
        }
    }
    for (batch, answer) in tasks {
        let _ = answer.send(commit(pool, watch, &batch).await);
    }
}

/// A group whose commit got no answer: those with a key are asked again one by one (the key
/// tells whether they happened), the others are told that nobody knows.
async fn in_doubt(pool: &Pool, watch: Duration, tasks: Vec<Task>, why: &str) {
    for (batch, answer) in tasks {
        let result = if batch.once.is_some() {
            super::commit::commit_in_doubt(pool, watch, &batch).await
        } else {
            Err(StoreError::Unavailable { why: why.to_owned(), unknown: true })
        };
        let _ = answer.send(result);
    }
}
