//! `--opening`: the second at which a campaign opens. Applications prepared beforehand are sent at
//! a fixed rate whatever the answers do (an open loop: a slow answer does not hold the next one
//! back, and every wait is counted from the moment the button was pressed). Afterwards every number
//! is read: none may be missing or given twice, and who was answered before another pressed has
//! the smaller one.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::client::Client;
use crate::figures::{Durations, Figures};
use crate::journey::{self, Visitor};
use crate::process::Process;
use crate::{free_port, load};

/// How hard the opening is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Applications sent in a second.
    pub per_second: usize,
    /// For how long.
    pub seconds: usize,
}

/// What ninety-five of a hundred may wait for their answer, in milliseconds.
const GOAL_MS: f64 = 1000.0;

/// Pages of the service that a second must bear, measured apart.
const GOAL_PAGES: f64 = 3000.0;

/// People whose drafts they are, each over a connection of their own.
const PREPARING: usize = 250;

/// Connections that wait for the second; more than are ever busy within the goal.
const WAITING: usize = 512;

/// Clients of the page run.
const LOOKING: usize = 32;

/// An application on its way: when it was to be sent, when it was answered, the case it became.
struct Sent {
    due: Instant,
    answered: Instant,
    /// Place of the visitor.
    by: usize,
    case: String,
}

/// Measures one engine.
pub async fn measure(
    figures: &mut Figures,
    okno: &Path,
    folder: &Path,
    engine: &str,
    database: Option<&str>,
    size: Size,
) -> Result<()> {
    let data = folder.join(format!("opening-{engine}"));
    let log = folder.join(format!("opening-{engine}.log"));
    let port = free_port()?;
    let (data_text, port_text) = (data.display().to_string(), port.to_string());
    let mut arguments = vec!["demo", "--exchange", "http", "--json", "--data", &data_text, "--port", &port_text];
    arguments.extend(database.map(|address| ["--database", address]).into_iter().flatten());
    let portal = format!("http://127.0.0.1:{port}");
    let process = Process::start(okno, &arguments, log.clone(), &format!("{portal}/healthz")).await?;
    let measured = opening(figures, &portal, &process, engine, size).await;
    process.stop().await?;
    measured.with_context(|| format!("log: {}", std::fs::read_to_string(&log).unwrap_or_default()))
}

async fn opening(figures: &mut Figures, portal: &str, okno: &Process, engine: &str, size: Size) -> Result<()> {
    let key = format!("opening.{engine}");
    let (mut visitors, drafts) = prepared(portal, size.per_second * size.seconds).await?;
    let pages = load::pages(&journey::service_page(portal), LOOKING, Duration::from_secs(3)).await?;
    figures.put(format!("{key}.page.service.per_second"), pages);
    let before = okno.cpu_seconds()?;
    let begin = Instant::now();
    let sent = send(&visitors, &drafts, size.per_second).await?;
    figures.put(format!("{key}.cpu_ms"), (okno.cpu_seconds()? - before) * 1000.0 / sent.len().max(1) as f64);
    let ended = sent.iter().map(|one| one.answered).max().unwrap_or(begin);
    let mut waits = Durations::default();
    for one in &sent {
        waits.push(one.answered.saturating_duration_since(one.due));
    }
    figures.put(format!("{key}.sent"), sent.len() as f64);
    figures.put(format!("{key}.per_second"), sent.len() as f64 / (ended - begin).as_secs_f64());
    for (quantile, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)] {
        figures.put(format!("{key}.{quantile}_ms"), waits.quantile_ms(share));
    }
    let numbers = numbers(&mut visitors, &sent).await?;
    in_order(&sent, &numbers)?;
    let reached = waits.quantile_ms(0.95) < GOAL_MS && pages >= GOAL_PAGES;
    figures.put("opening.goal.p95_ms", GOAL_MS);
    figures.put("opening.goal.page.service.per_second", GOAL_PAGES);
    figures.put(format!("{key}.goal.reached"), f64::from(u8::from(reached)));
    Ok(())
}

/// Visitors who have signed in, and drafts of theirs that lack nothing but the last press: place of
/// the visitor, id of the draft.
async fn prepared(portal: &str, many: usize) -> Result<(Vec<Visitor>, Vec<(usize, String)>)> {
    let mut visitors = Vec::new();
    for at in 0..PREPARING {
        visitors.push(journey::sign_in_of_crowd(portal, at).await?);
    }
    let mut tasks = JoinSet::new();
    for (at, mut visitor) in visitors.into_iter().enumerate() {
        let own = many / PREPARING + usize::from(at < many % PREPARING);
        tasks.spawn(async move {
            let mut drafts = Vec::new();
            for _ in 0..own {
                drafts.push(journey::prepare(&mut visitor).await?);
            }
            anyhow::Ok((at, visitor, drafts))
        });
    }
    let mut done = Vec::new();
    while let Some(task) = tasks.join_next().await {
        done.push(task??);
    }
    done.sort_by_key(|(at, ..)| *at);
    let (mut visitors, mut drafts) = (Vec::new(), Vec::new());
    for (at, visitor, own) in done {
        visitors.push(visitor);
        drafts.extend(own.into_iter().enumerate().map(|(turn, draft)| (turn, at, draft)));
    }
    // Neighbours in the order of sending are different visitors.
    drafts.sort();
    Ok((visitors, drafts.into_iter().map(|(_, at, draft)| (at, draft)).collect()))
}

/// Sends every draft at its moment.
async fn send(visitors: &[Visitor], drafts: &[(usize, String)], per_second: usize) -> Result<Vec<Sent>> {
    let (give, take) = mpsc::unbounded_channel::<(Instant, usize, String)>();
    let take = Arc::new(Mutex::new(take));
    let mut tasks = JoinSet::new();
    let portal = visitors.first().context("there is no visitor")?.portal.clone();
    let people: Arc<Vec<Client>> = Arc::new(visitors.iter().map(|one| one.client.same_person()).collect());
    for _ in 0..WAITING {
        let (take, people, portal) = (Arc::clone(&take), Arc::clone(&people), portal.clone());
        let mut connection = Client::default();
        connection.get(&format!("{portal}/healthz")).await?;
        tasks.spawn(async move {
            let mut sent = Vec::new();
            loop {
                let next = take.lock().await.recv().await;
                let Some((due, by, draft)) = next else { break };
                connection.go_on_as(people.get(by).context("there is no such visitor")?);
                let case = journey::press(&mut connection, &portal, &draft).await?;
                sent.push(Sent { due, answered: Instant::now(), by, case });
            }
            anyhow::Ok(sent)
        });
    }
    let begin = Instant::now();
    for (index, (at, draft)) in drafts.iter().enumerate() {
        let due = begin + Duration::from_secs_f64(index as f64 / per_second as f64);
        tokio::time::sleep_until(due.into()).await;
        give.send((due, *at, draft.clone())).context("nobody sends any more")?;
    }
    drop(give);
    let mut all = Vec::new();
    while let Some(task) = tasks.join_next().await {
        all.extend(task??);
    }
    ensure!(all.len() == drafts.len(), "{} of {} were answered", all.len(), drafts.len());
    all.sort_by_key(|one| one.due);
    Ok(all)
}

/// The number of every case, read from its page.
async fn numbers(visitors: &mut [Visitor], sent: &[Sent]) -> Result<Vec<u64>> {
    let mut numbers = Vec::with_capacity(sent.len());
    for one in sent {
        let visitor = visitors.get_mut(one.by).context("there is no such visitor")?;
        let page = visitor.client.get(&one.case).await?;
        numbers.push(journey::number(&page.text()).with_context(|| format!("{} shows no number", one.case))?);
    }
    Ok(numbers)
}

/// None is lost or given twice, and who was answered before another pressed comes first.
fn in_order(sent: &[Sent], numbers: &[u64]) -> Result<()> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    for (one, next) in sorted.iter().zip(sorted.iter().skip(1)) {
        ensure!(one + 1 == *next, "after number {one} comes {next}");
    }
    let mut by_answer: Vec<usize> = (0..sent.len()).collect();
    by_answer.sort_by_key(|at| sent[*at].answered);
    let (mut answered, mut highest) = (by_answer.into_iter().peekable(), 0);
    // `sent` stands in the order of pressing.
    for (one, number) in sent.iter().zip(numbers) {
        while let Some(at) = answered.next_if(|at| sent[*at].answered < one.due) {
            highest = highest.max(numbers[at]);
        }
        ensure!(*number > highest, "{number} was pressed after {highest} was answered");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(begin: Instant, due: u64, answered: u64) -> Sent {
        let at = |ms| begin + Duration::from_millis(ms);
        Sent { due: at(due), answered: at(answered), by: 0, case: String::new() }
    }

    #[test]
    fn numbers_must_be_whole_and_follow_the_arrival() {
        let begin = Instant::now();
        let three = [sent(begin, 0, 5), sent(begin, 1, 4), sent(begin, 6, 9)];
        assert!(in_order(&three, &[2, 1, 3]).is_ok(), "the first two were on their way together");
        assert!(in_order(&three, &[1, 3, 2]).is_err(), "the third pressed after the second was answered");
        assert!(in_order(&three, &[1, 2, 4]).is_err(), "one is lost");
        assert!(in_order(&three, &[1, 1, 2]).is_err(), "one is given twice");
    }
}
