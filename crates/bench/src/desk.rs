//! `--desk`: the clerk's pages with a hundred thousand open cases and many closed ones. One real
//! case is filed through the portal; its rows are multiplied straight into the database, then the
//! pages are measured through HTTP as a signed-in official, twice: with few closed cases and with
//! all of them. No page may cost more for what is closed.

mod fill;
mod rows;
mod tables;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::figures::{Durations, Figures};
use crate::process::Process;
use crate::{free_port, journey};

use fill::Filled;
use tables::Tables;

/// How large the database is made and how often each page is asked for.
#[derive(Clone, Copy)]
pub struct Size {
    /// All cases.
    pub cases: u64,
    /// The open ones among them.
    pub open: u64,
    /// Turns of each page.
    pub turns: usize,
}

/// Who decides building plans in the demo.
const CLERK: &str = "zodchev";

/// How long the first case may take to reach its official.
const PATIENCE: Duration = Duration::from_secs(120);

/// Measures one engine.
pub async fn measure(
    figures: &mut Figures,
    okno: &Path,
    folder: &Path,
    engine: &str,
    database: Option<&str>,
    size: Size,
) -> Result<()> {
    let data = folder.join(format!("desk-{engine}"));
    let log = folder.join(format!("desk-{engine}.log"));
    let port = free_port()?;
    let (data_text, port_text) = (data.display().to_string(), port.to_string());
    let mut arguments = vec!["demo", "--exchange", "http", "--json", "--data", &data_text, "--port", &port_text];
    arguments.extend(database.map(|address| ["--database", address]).into_iter().flatten());
    let health = format!("http://127.0.0.1:{port}/healthz");
    let portal = format!("http://127.0.0.1:{port}");
    let start = async || Process::start(okno, &arguments, log.clone(), &health).await;

    let process = start().await?;
    let mut visitor = journey::sign_in(&portal, 0).await?;
    journey::walk(&mut visitor).await?;
    let mut tables = Tables::open(&data.join("okno.db"), database).await?;
    let template = template(&mut tables).await?;
    process.stop().await?;

    let few = (size.cases.saturating_sub(size.open) / 9).min(100_000);
    let begun = Instant::now();
    let mut filled = Filled::new(template, CLERK)?;
    filled.open(&mut tables, size.open).await?;
    filled.closed(&mut tables, few).await?;
    figures.put(format!("desk.{engine}.fill_few_s"), begun.elapsed().as_secs_f64());
    let process = start().await?;
    pages(figures, &portal, &log, &format!("desk.{engine}.few"), &mut filled, size.turns).await?;
    process.stop().await?;

    let begun = Instant::now();
    let rest = size.cases.saturating_sub(size.open + few);
    filled.closed(&mut tables, rest).await?;
    figures.put(format!("desk.{engine}.fill_rest_s"), begun.elapsed().as_secs_f64());
    let process = start().await?;
    let measured = pages(figures, &portal, &log, &format!("desk.{engine}"), &mut filled, size.turns).await;
    process.stop().await?;
    measured.with_context(|| format!("log: {}", std::fs::read_to_string(&log).unwrap_or_default()))?;
    figures.put(format!("desk.{engine}.cases"), size.cases as f64);
    figures.put(format!("desk.{engine}.open"), size.open as f64);
    for page in PAGES {
        let few = figures.get(&format!("desk.{engine}.few.{page}.p95_ms")).max(0.001);
        let all = figures.get(&format!("desk.{engine}.{page}.p95_ms"));
        figures.put(format!("desk.{engine}.ratio.{page}"), all / few);
    }
    Ok(())
}

/// What is measured.
const PAGES: [&str; 9] =
    ["queue", "queue_deep", "filtered", "by_name", "by_number", "closed", "day", "card", "decision"];

/// Waits until the machine has called an official to the first case; gives its rows.
async fn template(tables: &mut Tables) -> Result<rows::Template> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Some(template) = rows::Template::read(tables).await? {
            return Ok(template);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("the first case did not reach an official")
}

async fn pages(
    figures: &mut Figures,
    portal: &str,
    log: &Path,
    key: &str,
    filled: &mut Filled,
    turns: usize,
) -> Result<()> {
    let mut clerk = sign_in(portal, log).await?;
    let number = filled.some_number();
    let deep = format!("{portal}/desk?after={}", filled.deep_cursor());
    let addresses = [
        ("queue", format!("{portal}/desk")),
        ("queue_deep", deep),
        ("filtered", format!("{portal}/desk?view=free&waits=decide&service={}", filled.service())),
        ("by_name", format!("{portal}/desk?q=%D0%B8%D0%B2%D0%B0")),
        ("by_number", format!("{portal}/desk?q={}", encoded(&number))),
        ("closed", format!("{portal}/desk/closed?q=%D0%B8%D0%B2%D0%B0&from=2020-01-01")),
        ("day", format!("{portal}/desk/day?all=1")),
    ];
    for (name, address) in addresses {
        let mut durations = Durations::default();
        for _ in 0..turns {
            durations.push(timed(&mut clerk, &address).await?);
        }
        put(figures, &format!("{key}.{name}"), &mut durations);
    }
    let mut durations = Durations::default();
    for case in filled.take_cases(turns) {
        durations.push(timed(&mut clerk, &format!("{portal}/desk/cases/{case}")).await?);
    }
    put(figures, &format!("{key}.card"), &mut durations);
    let mut durations = Durations::default();
    for case in filled.take_cases(turns) {
        durations.push(decide(&mut clerk, portal, &case).await?);
    }
    put(figures, &format!("{key}.decision"), &mut durations);
    Ok(())
}

fn put(figures: &mut Figures, key: &str, durations: &mut Durations) {
    for (quantile, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        figures.put(format!("{key}.{quantile}_ms"), durations.quantile_ms(share));
    }
}

async fn timed(clerk: &mut Client, address: &str) -> Result<Duration> {
    let begun = Instant::now();
    let answer = clerk.get(address).await?;
    let took = begun.elapsed();
    ensure!(answer.status.is_success(), "{address} answered {}: {}", answer.status, short(&answer));
    Ok(took)
}

/// What the machine sees is what is decided: a refusal by the ground that holds, or a grant.
fn choice(html: &str) -> String {
    let ground = html.split("ground-yes").nth(1).and_then(|rest| between(rest, "name=\"ground\" value=\"", "\""));
    ground.map_or_else(|| "choice=yes".to_owned(), |ground| format!("choice=no&ground={}", encoded(&ground)))
}

/// Takes a case and decides it; the decision alone is timed.
async fn decide(clerk: &mut Client, portal: &str, case: &str) -> Result<Duration> {
    let card = format!("{portal}/desk/cases/{case}");
    let taken = clerk.post(&format!("{card}/take"), "").await?;
    ensure!(taken.status.is_redirection(), "taking answered {}: {}", taken.status, short(&taken));
    let form = clerk.get(&format!("{card}/decision")).await?;
    let html = form.text();
    let revision = between(&html, "name=\"revision\" value=\"", "\"").context("the decision has no revision")?;
    let begun = Instant::now();
    let done = clerk.post(&format!("{card}/decision"), &format!("{}&revision={revision}", choice(&html))).await?;
    let took = begun.elapsed();
    ensure!(done.status.is_redirection(), "deciding answered {}: {}", done.status, short(&done));
    Ok(took)
}

/// Signs the clerk in with the password the demo told and the code the stand shows.
async fn sign_in(portal: &str, log: &Path) -> Result<Client> {
    let told = std::fs::read_to_string(log)?;
    let line = told.lines().find(|line| line.starts_with('{')).context("the demo told nothing")?;
    let told: Value = serde_json::from_str(line)?;
    let staff = told["staff"].as_array().context("the demo told no staff")?;
    let account = staff.iter().find(|one| one["login"] == CLERK).context("the clerk is not there")?;
    let password = account["password"].as_str().unwrap_or_default();
    let stand = told["stand"].as_str().context("the demo told no stand")?.trim_end_matches('/').to_owned();
    // A code is good once; the one of the run before may still be the present one.
    for _ in 0..8 {
        let mut clerk = Client::default();
        let fields = format!("login={CLERK}&password={}&return_to=%2Fdesk", encoded(password));
        let first = clerk.post(&format!("{portal}/desk/sign-in"), &fields).await?;
        ensure!(first.status.is_redirection(), "the password was answered with {}", first.status);
        let html = Client::default().get(&format!("{stand}/phones")).await?.text();
        let row = html.split("<tr>").find(|row| row.contains(CLERK)).context("the stand shows no code")?;
        let code = between(row, "<strong>", "</strong>").context("the stand shows no code")?;
        let second =
            clerk.post(&format!("{portal}/desk/second-factor"), &format!("code={code}&return_to=%2Fdesk")).await?;
        if second.status.is_redirection() {
            return Ok(clerk);
        }
        tokio::time::sleep(Duration::from_secs(8)).await;
    }
    bail!("the clerk could not sign in")
}

fn short(answer: &Answer) -> String {
    let text = answer.text();
    let told = between(&text, "wrong-list", "</div>").unwrap_or(text);
    told.chars().take(400).collect()
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn between(text: &str, from: &str, until: &str) -> Option<String> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(rest[..rest.find(until)?].to_owned())
}
