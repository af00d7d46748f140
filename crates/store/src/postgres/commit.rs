//! One batch in one transaction with three round trips: `begin`, then all statements, which go over
//! without waiting for each other, then `commit`, once the rows they touched were compared with what
//! was expected. The answer to `begin` is waited for: statements that follow one that failed would
//! each be a transaction of its own, and a batch could happen in part.

use std::borrow::Cow;
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use futures_util::future::join_all;
use tokio_postgres::Client;

use super::{Fault, borrowed, connection, fault, pause, pipelined, query, silent};
use crate::batch::{Batch, Committed, Expect, Write};
use crate::error::StoreError;
use crate::idempotency;
use crate::numbers;

/// How an attempt failed.
pub(super) enum Failed {
    /// The transaction is surely undone.
    Undone(Fault),
    /// The connection was lost while committing: nobody knows.
    Unknown(String),
}

/// Commits one batch, trying again where that is safe.
pub(super) async fn commit(pool: &Pool, watch: Duration, batch: &Batch) -> Result<Committed, StoreError> {
    until_known(pool, watch, batch, false).await
}

/// The same for a batch with a key that may have been committed already.
pub(super) async fn commit_in_doubt(pool: &Pool, watch: Duration, batch: &Batch) -> Result<Committed, StoreError> {
    match done_before(pool, watch, batch).await {
        Ok(Some(committed)) => Ok(committed),
        _ => until_known(pool, watch, batch, true).await,
    }
}

async fn until_known(pool: &Pool, watch: Duration, batch: &Batch, mut in_doubt: bool) -> Result<Committed, StoreError> {
    let mut tried = 0;
    loop {
        let why = match attempt(pool, watch, &[batch]).await {
            Ok(committed) => return Ok(committed.into_iter().next().unwrap_or_default()),
            Err(Failed::Undone(Fault::Final(error))) => {
                return if in_doubt && error.is_conflict() {
                    done_before(pool, watch, batch).await?.ok_or(error)
                } else {
                    Err(error)
                };
            }
            Err(Failed::Undone(Fault::Again(why))) => why,
            Err(Failed::Unknown(why)) if batch.once.is_none() => {
                return Err(StoreError::Unavailable { why, unknown: true });
            }
            Err(Failed::Unknown(why)) => {
                in_doubt = true;
                why
            }
        };
        if let Err(error) = pause(&mut tried, "commit", why.clone()).await {
            return Err(if in_doubt { StoreError::Unavailable { why, unknown: true } } else { error });
        }
        // Still no answer: the next attempt finds the key taken if it was committed.
        if in_doubt && let Ok(Some(committed)) = done_before(pool, watch, batch).await {
            return Ok(committed);
        }
    }
}

/// Looks under the batch's key whether an earlier attempt was committed after all.
async fn done_before(pool: &Pool, watch: Duration, batch: &Batch) -> Result<Option<Committed>, StoreError> {
    let Some(once) = &batch.once else { return Ok(None) };
    let args = [once.key.bucket.into(), once.key.text.as_str().into()];
    let rows = query(pool, watch, idempotency::OUTCOME, &args).await.map_err(|fault| match fault {
        Fault::Final(error) => error,
        Fault::Again(why) => StoreError::Unavailable { why, unknown: true },
    })?;
    let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
    row.text("outcome")?;
    let number = row.int("number")?;
    Ok(Some(Committed { number: (number != 0).then_some(number) }))
}

/// Runs several batches in one transaction: all of them or none.
pub(super) async fn attempt(pool: &Pool, watch: Duration, batches: &[&Batch]) -> Result<Vec<Committed>, Failed> {
    let client = connection(pool).await.map_err(|error| Failed::Undone(Fault::Again(error.to_string())))?;
    match tokio::time::timeout(watch, run(&client, batches)).await {
        Err(_) => Err(Failed::Undone(silent(client, "commit"))),
        Ok(Err(fault)) => {
            // The rollback also tells whether the connection is still of use.
            let undone = tokio::time::timeout(watch, client.batch_execute("rollback")).await;
            if !matches!(undone, Ok(Ok(()))) || super::is_spent(&client, &fault) {
                drop(Object::take(client));
            }
            Err(Failed::Undone(fault))
        }
        Ok(Ok(committed)) => match tokio::time::timeout(watch, client.batch_execute("commit")).await {
            Ok(Ok(())) => Ok(committed),
            Ok(Err(error)) if error.as_db_error().is_some() => {
                // The server answered, so the transaction is undone: a conflict found late.
                drop(Object::take(client));
                Err(Failed::Undone(fault("commit", &error)))
            }
            Ok(Err(error)) => {
                drop(Object::take(client));
                Err(Failed::Unknown(error.to_string()))
            }
            Err(_) => {
                drop(Object::take(client));
                Err(Failed::Unknown("the database did not answer to commit".to_owned()))
            }
        },
    }
}

/// Everything before the commit.
async fn run(client: &Object, batches: &[&Batch]) -> Result<Vec<Committed>, Fault> {
    client.batch_execute("begin").await.map_err(|error| fault("begin", &error))?;
    let numbers = take_numbers(client, batches).await?;
    let mut committed = Vec::with_capacity(batches.len());
    let mut writes = Vec::new();
    for (batch, number) in batches.iter().zip(numbers) {
        writes.extend(batch.all_writes(number.unwrap_or(0))?);
        committed.push(Committed { number });
    }
    let mut prepared = Vec::with_capacity(writes.len());
    for write in &writes {
        let statement = client.prepare_cached(write.statement.sql).await;
        prepared.push(statement.map_err(|error| fault(write.statement.name, &error))?);
    }
    let plain: &Client = client;
    let args: Vec<_> = writes.iter().map(|write| borrowed(&write.args)).collect();
    let running: Vec<_> = prepared.iter().zip(&args).map(|(statement, args)| plain.execute(statement, args)).collect();
    compare(&writes, pipelined(running).await)?;
    Ok(committed)
}

/// Takes the numbers that batches want.
async fn take_numbers(client: &Object, batches: &[&Batch]) -> Result<Vec<Option<i64>>, Fault> {
    let mut wanted: Vec<(&numbers::Counter, i64)> = Vec::new();
    for (counter, _) in batches.iter().filter_map(|batch| batch.numbered.as_ref()) {
        match wanted.iter_mut().find(|(known, _)| *known == counter) {
            Some((_, amount)) => *amount += 1,
            None => wanted.push((counter, 1)),
        }
    }
    if wanted.is_empty() {
        return Ok(vec![None; batches.len()]);
    }
    // Two nodes that take the same counters take them in the same order.
    wanted.sort();
    let broken = |error: tokio_postgres::Error| fault(numbers::NEXT.name, &error);
    let next = client.prepare_cached(numbers::NEXT.sql).await.map_err(broken)?;
    let args: Vec<_> = wanted.iter().map(|(counter, amount)| counter.args(*amount)).collect();
    let args: Vec<_> = args.iter().map(|args| borrowed(args)).collect();
    let plain: &Client = client;
    let taken = join_all(args.iter().map(|args| plain.query(&next, args))).await;

    let mut free = Vec::with_capacity(wanted.len());
    for ((counter, amount), rows) in wanted.iter().zip(taken) {
        let rows = rows.map_err(broken)?;
        let rows: Result<Vec<_>, _> = rows.iter().map(|row| super::value::row(numbers::NEXT, row)).collect();
        free.push((*counter, numbers::last(rows?)? - amount));
    }
    let numbers = batches.iter().map(|batch| {
        let (counter, _) = batch.numbered.as_ref()?;
        let (_, last) = free.iter_mut().find(|(known, _)| *known == counter)?;
        *last += 1;
        Some(*last)
    });
    Ok(numbers.collect())
}

/// Compares the rows touched with the rows expected. The first failure is the one that counts:
/// those after it only say that the transaction has failed.
fn compare(writes: &[Cow<'_, Write>], touched: Vec<Result<u64, tokio_postgres::Error>>) -> Result<(), Fault> {
    for (write, touched) in writes.iter().zip(touched) {
        let name = write.statement.name;
        let touched = touched.map_err(|error| fault(name, &error))?;
        if matches!(write.expect, Expect::Exactly(wanted) if wanted != touched) {
            return Err(Fault::Final(StoreError::Conflict { write: name }));
        }
    }
    Ok(())
}
