//! Closed-loop load: that many clients, each starting its next turn when the last one ended.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::client::Client;
use crate::figures::Durations;
use crate::journey::{self, Visitor};

/// Pages per second of one address.
pub async fn pages(url: &str, clients: usize, time: Duration) -> Result<f64> {
    let visitors = (0..clients).map(|_| Client::default()).collect();
    pages_as(visitors, url, time).await.map(|(per_second, _)| per_second)
}

/// Pages per second of one address for clients that have signed in; gives them back.
pub async fn pages_as(clients: Vec<Client>, url: &str, time: Duration) -> Result<(f64, Vec<Client>)> {
    let begin = Instant::now();
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let url = url.to_owned();
            tokio::spawn(async move {
                let mut done = 0_u64;
                while begin.elapsed() < time {
                    let answer = client.get(&url).await?;
                    if !answer.status.is_success() {
                        bail!("{url} answered {}", answer.status);
                    }
                    done += 1;
                }
                Ok((done, client))
            })
        })
        .collect();
    let (mut sum, mut back) = (0, Vec::new());
    for task in tasks {
        let (done, client) = task.await??;
        sum += done;
        back.push(client);
    }
    Ok((sum as f64 / begin.elapsed().as_secs_f64(), back))
}

/// Whole journeys of visitors who have signed in; gives them back with the durations.
pub async fn journeys(visitors: Vec<Visitor>, time: Duration) -> Result<(f64, Durations, Vec<Visitor>)> {
    let begin = Instant::now();
    let tasks: Vec<_> = visitors
        .into_iter()
        .map(|mut visitor| {
            tokio::spawn(async move {
                let mut durations = Durations::default();
                while begin.elapsed() < time {
                    let start = Instant::now();
                    journey::walk(&mut visitor).await?;
                    durations.push(start.elapsed());
                }
                anyhow::Ok((durations, visitor))
            })
        })
        .collect();
    let (mut all, mut back) = (Durations::default(), Vec::new());
    for task in tasks {
        let (durations, visitor) = task.await??;
        all.append(durations);
        back.push(visitor);
    }
    Ok((all.len() as f64 / begin.elapsed().as_secs_f64(), all, back))
}
