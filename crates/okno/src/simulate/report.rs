//! What the year was like: printed at the end of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use domain::case::Case;

/// Counted while the year goes by.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases filed.
    pub filed: u64,
    /// Drafts that were never sent.
    pub abandoned: u64,
    /// Applications whose form did not let them through on their day.
    pub not_let_through: u64,
    /// Problems of forms that were mended before sending.
    pub mended: u64,
    /// Cases by service and state at the end.
    pub outcomes: BTreeMap<String, BTreeMap<&'static str, u64>>,
    /// Decisions: of the machine, of people.
    pub by_machine: u64,
    /// Decisions of people.
    pub by_people: u64,
    /// Seconds from filing to the end, one of every ended case.
    pub took: Vec<i64>,
    /// Late cases by cause.
    pub late: BTreeMap<&'static str, u64>,
    /// Of these, the cases that are late for a cause of ours.
    pub ours: Vec<String>,
    /// What went wrong on purpose, by name.
    pub faults: BTreeMap<&'static str, u64>,
    /// Acts of people, by name.
    pub acts: BTreeMap<&'static str, u64>,
    /// Why officials did not know how to go on, counted.
    pub stuck: BTreeMap<String, u64>,
    /// Open cases at the end of each day.
    pub open: Vec<usize>,
    /// Jobs performed.
    pub jobs: u64,
    /// Of these, by what they do.
    pub jobs_by_name: BTreeMap<&'static str, u64>,
    /// Rounds of the housekeeping.
    pub rounds: u64,
    /// Plans of people carried out.
    pub plans: u64,
    /// Journal entries.
    pub entries: u64,
    /// Notices.
    pub notices: u64,
    /// Letters and texts taken by the post, and of these taken again under the same key.
    pub letters: (u64, u64),
    /// Queries that arrived at sources.
    pub queries: u64,
    /// Digest of all journals.
    pub digest: String,
}

impl Report {
    /// Counts one more of a name.
    pub fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    /// Counts one more act.
    pub fn act(&mut self, name: &'static str) {
        *self.acts.entry(name).or_default() += 1;
    }

    /// Counts an official who did not know how to go on, by where the case stood.
    pub fn stuck(&mut self, case: &Case, why: &str) {
        let runs = case.procedures.iter().find(|procedure| procedure.runs());
        let at = runs.map_or_else(|| case.state.name(), |procedure| procedure.id.as_str());
        *self.stuck.entry(format!("{} at {at}: {why}", case.service)).or_default() += 1;
    }

    /// Adds what another office counted.
    pub fn add(&mut self, other: Self) {
        self.filed += other.filed;
        self.abandoned += other.abandoned;
        self.not_let_through += other.not_let_through;
        self.mended += other.mended;
        self.outcomes.extend(other.outcomes);
        self.by_machine += other.by_machine;
        self.by_people += other.by_people;
        self.took.extend(other.took);
        sum(&mut self.late, other.late);
        self.ours.extend(other.ours);
        sum(&mut self.faults, other.faults);
        sum(&mut self.acts, other.acts);
        sum(&mut self.stuck, other.stuck);
        self.open.resize(self.open.len().max(other.open.len()), 0);
        for (all, more) in self.open.iter_mut().zip(other.open) {
            *all += more;
        }
        self.jobs += other.jobs;
        sum(&mut self.jobs_by_name, other.jobs_by_name);
        self.rounds += other.rounds;
        self.plans += other.plans;
        self.entries += other.entries;
        self.notices += other.notices;
        self.letters = (self.letters.0 + other.letters.0, self.letters.1 + other.letters.1);
        self.queries += other.queries;
        self.digest = domain::journal::digest(&format!("{}{}", self.digest, other.digest));
    }

    /// Events: everything that happened at a moment of its own.
    pub fn events(&self) -> u64 {
        self.jobs + self.plans + self.rounds
    }

    /// The report in words; what depends on the machine only with `took`.
    pub fn words(&self, spent: Option<Duration>) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "filed {}, never sent {}", self.filed, self.abandoned);
        let _ = writeln!(text, "not let through on their day {}, mended {}", self.not_let_through, self.mended);
        let mut all: BTreeMap<&str, u64> = BTreeMap::new();
        for states in self.outcomes.values() {
            for (state, count) in states {
                *all.entry(state).or_default() += count;
            }
        }
        list(&mut text, "outcomes", &all);
        for (service, states) in &self.outcomes {
            list(&mut text, &format!("  {service}"), states);
        }
        let decided = self.by_machine + self.by_people;
        let share = (self.by_machine * 1000).checked_div(decided).unwrap_or_default();
        let _ = writeln!(text, "decided {decided}, by the machine {}.{} %", share / 10, share % 10);
        let _ = writeln!(text, "days from filing to the end: {}", self.spans());
        list(&mut text, "late, by cause", &self.late);
        if !self.ours.is_empty() {
            let _ = writeln!(text, "late for a cause of ours: {}", self.ours.join(", "));
        }
        list(&mut text, "acts of people", &self.acts);
        list(&mut text, "did not know how to go on", &self.stuck);
        list(&mut text, "faults", &self.faults);
        list(&mut text, "jobs", &self.jobs_by_name);
        let most = self.open.iter().max().copied().unwrap_or_default();
        let last = self.open.last().copied().unwrap_or_default();
        let _ = writeln!(text, "open cases: {most} at most, {last} at the end");
        let _ = writeln!(
            text,
            "jobs {}, plans {}, rounds {}, journal entries {}, notices {}",
            self.jobs, self.plans, self.rounds, self.entries, self.notices
        );
        let (taken, again) = self.letters;
        let _ = writeln!(text, "letters and texts {taken}, of these recognised as sent before {again}");
        let _ = writeln!(text, "papers are stood for by the bytes they are made of: none was typeset");
        let _ = writeln!(text, "journals {}", self.digest);
        if let Some(spent) = spent {
            let millis = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX).max(1);
            let _ = writeln!(
                text,
                "took {}.{:03} s, {} events/s{}",
                millis / 1000,
                millis % 1000,
                self.events() * 1000 / millis,
                peak_memory().map(|memory| format!(", peak memory {memory}")).unwrap_or_default()
            );
        }
        text
    }

    fn spans(&self) -> String {
        let mut took = self.took.clone();
        took.sort_unstable();
        let at = |part: usize| took.get((took.len().saturating_sub(1)) * part / 100).copied().unwrap_or_default();
        let days = |seconds: i64| format!("{}.{}", seconds / 86_400, seconds % 86_400 * 10 / 86_400);
        format!("median {}, nine of ten within {}, longest {}", days(at(50)), days(at(90)), days(at(100)))
    }
}

fn sum<K: Ord>(all: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (what, count) in more {
        *all.entry(what).or_default() += count;
    }
}

fn list<K: std::fmt::Display>(text: &mut String, name: &str, counted: &BTreeMap<K, u64>) {
    let each: Vec<String> = counted.iter().map(|(what, count)| format!("{what} {count}")).collect();
    let _ = writeln!(text, "{name}: {}", if each.is_empty() { "none".to_owned() } else { each.join(", ") });
}

/// The most memory this process ever had, where the system tells.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
