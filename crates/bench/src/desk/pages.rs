//! The pages that are measured: lists with each filter, searches, cases, what is done with them,
//! and the lists of those who watch.

use std::path::Path;

use anyhow::{Context, Result};

use super::clerk::{Clerk, between, encoded};
use super::fill::Filled;
use crate::figures::{Durations, Figures};

/// Cases of one act upon many.
const BULK: usize = 50;

/// Measures all pages under a key; gives their names.
pub async fn measure(
    figures: &mut Figures,
    portal: &str,
    log: &Path,
    key: &str,
    filled: &mut Filled,
    turns: usize,
) -> Result<Vec<String>> {
    let mut clerk = Clerk::sign_in(portal, log).await?;
    let mut names = Vec::new();
    for (name, address) in lists(&mut clerk, filled).await? {
        let mut durations = Durations::default();
        for _ in 0..turns {
            durations.push(clerk.open(&address).await?.0);
        }
        put(figures, key, name, &mut durations, &mut names);
    }
    let closed: Vec<String> = filled.known.closed.iter().rev().cycle().take(turns).cloned().collect();
    for (name, cases, what) in [
        ("card", filled.take_cases(turns)?, ""),
        ("card_closed", closed, ""),
        ("history", filled.take_cases(turns)?, "/history"),
        ("print", filled.take_cases(turns)?, "/print"),
    ] {
        let mut durations = Durations::default();
        for case in cases {
            durations.push(clerk.open(&format!("/desk/cases/{case}{what}")).await?.0);
        }
        put(figures, key, name, &mut durations, &mut names);
    }
    acts(figures, &mut clerk, key, filled, turns, &mut names).await?;
    Ok(names)
}

/// What an official does with a case, from taking it to deciding it, and with many.
async fn acts(
    figures: &mut Figures,
    clerk: &mut Clerk,
    key: &str,
    filled: &mut Filled,
    turns: usize,
    names: &mut Vec<String>,
) -> Result<()> {
    const ACTS: [&str; 6] = ["take", "message", "note", "task", "decision_page", "decision"];
    let mut durations: [Durations; 6] = Default::default();
    for case in filled.take_cases(turns)? {
        let address = format!("/desk/cases/{case}");
        durations[0].push(clerk.take(&case).await?);
        let words = "Просим подождать: план сверяется.";
        durations[1].push(clerk.write(&case, "message", words).await?);
        durations[2].push(clerk.write(&case, "note", words).await?);
        let task = format!("kind=task&whom={}&what={}&until=2099-01-01", encoded("Геодезисты"), encoded("Сверить"));
        durations[3].push(clerk.send(&format!("{address}/tasks"), &task).await?);
        let (page, decision) = clerk.decide(&case).await?;
        durations[4].push(page);
        durations[5].push(decision);
    }
    for (name, durations) in ACTS.into_iter().zip(&mut durations) {
        put(figures, key, name, durations, names);
    }
    let chosen: String = filled.known.held.iter().take(BULK).map(|case| format!("&case={case}")).collect();
    let mut durations = Durations::default();
    for _ in 0..turns {
        durations.push(clerk.send("/desk/bulk", &format!("act=hand-over{chosen}")).await?);
    }
    put(figures, key, "bulk", &mut durations, names);
    Ok(())
}

/// Lists and searches: a name and the address of each.
async fn lists(clerk: &mut Clerk, filled: &Filled) -> Result<Vec<(&'static str, String)>> {
    let (known, service) = (&filled.known, filled.service());
    clerk.send("/desk/views", "name=Mine&address=view%3Dall%26whose%3Dnobody%26waits%3Ddecide").await?;
    let queue = |filters: &str| format!("/desk?{filters}");
    let mut lists = vec![
        ("queue", "/desk".to_owned()),
        ("queue_deep", queue(&format!("after={}", known.deep))),
        ("queue_late", queue("view=late")),
        ("queue_person", queue("view=person")),
        ("queue_mine", queue("view=mine")),
        ("queue_free", queue("view=free")),
        ("queue_decided", queue("view=decided")),
        ("queue_saved", queue("view=all&whose=nobody&waits=decide")),
        ("queue_service", queue(&format!("service={service}"))),
        ("queue_waits", queue("waits=answers")),
        ("queue_today", queue("due=today")),
        ("queue_week", queue("due=week&whose=nobody")),
        ("queue_filters", queue(&format!("view=free&waits=decide&service={service}"))),
        ("queue_filters_deep", queue(&format!("view=free&waits=decide&service={service}&after={}", known.deep))),
        ("search_begin", queue(&format!("q={}", encoded("ива")))),
        ("search_name", queue(&format!("q={}", encoded(&known.name)))),
        ("search_nobody", queue(&format!("q={}", encoded("Ёжиков")))),
        ("search_number", queue(&format!("q={}", encoded(&known.number)))),
        ("search_closed_number", queue(&format!("q={}", encoded(&known.closed_number)))),
        ("search_part", queue(&format!("q={}", encoded(&begins(&known.number))))),
    ];
    let name = encoded("ива");
    let (day, month) = (filled.day(3), filled.day(30));
    let closed = |filters: &str| format!("/desk/closed?{filters}");
    lists.extend([
        ("search_archive", closed("")),
        ("search_archive_name", closed(&format!("q={name}"))),
        ("search_archive_nobody", closed(&format!("q={}", encoded("Ёжиков")))),
        ("search_archive_day", closed(&format!("from={day}&until={day}"))),
        ("search_archive_name_day", closed(&format!("q={name}&from={day}&until={day}"))),
        ("search_archive_name_month", closed(&format!("q={name}&from={month}&until={day}"))),
        ("search_archive_name_future", closed(&format!("q={name}&from=2099-01-01"))),
        ("search_archive_number", closed(&format!("q={}", encoded(&known.closed_number)))),
    ]);
    for (page, from) in [("search_archive_deep", ""), ("search_archive_name_deep", name.as_str())] {
        lists.push((page, later(clerk, &format!("/desk/closed?q={from}")).await?));
    }
    lists.extend([
        ("day", "/desk/day".to_owned()),
        ("day_all", "/desk/day?all=1".to_owned()),
        ("watch", "/desk/watch".to_owned()),
        ("watch_rule", "/desk/watch?rule=late-notice".to_owned()),
        ("watch_deep", format!("/desk/watch?before={}-00", filled.moment(1_000))),
        ("systems", "/desk/systems".to_owned()),
        ("late", "/desk/late-notices".to_owned()),
        ("late_last", format!("/desk/late-notices?after={}", "f".repeat(32))),
        ("handout", "/desk/handout".to_owned()),
        ("blanks", "/desk/blanks".to_owned()),
        ("stocks", "/desk/stocks".to_owned()),
        ("entry_search", format!("/desk/entries?q={}", encoded(&known.entry_number))),
        ("entry_missing", format!("/desk/entries?q={}", encoded("ГА-2024-999999-00"))),
        ("entry", format!("/desk/entries/{}", known.entry)),
    ]);
    Ok(lists)
}

/// The address of the twentieth page of a list.
async fn later(clerk: &mut Clerk, list: &str) -> Result<String> {
    let mut address = list.to_owned();
    for _ in 0..20 {
        let (_, html) = clerk.open(&address).await?;
        let next = html.split("href=\"").find(|link| link.starts_with("/desk/closed?") && link.contains("after="));
        let Some(next) = next else { break };
        let next = next.split('"').next().context("a link has no end")?;
        address = next.replace("&#38;", "&").replace("&amp;", "&");
    }
    Ok(address)
}

/// A number without its last digits and check.
fn begins(number: &str) -> String {
    let count = number.rsplit('-').nth(1).unwrap_or_default();
    let front = between(&format!("|{number}"), "|", count).unwrap_or_default();
    format!("{front}{}", count.chars().take(count.len().saturating_sub(2)).collect::<String>())
}

fn put(figures: &mut Figures, key: &str, name: &str, durations: &mut Durations, names: &mut Vec<String>) {
    for (quantile, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        figures.put(format!("{key}.{name}.{quantile}_ms"), durations.quantile_ms(share));
    }
    names.push(name.to_owned());
}
