//! What must hold after every event: the row is what its journal tells, terms are what the legal
//! clock says, nothing is lost, nothing happens twice, nobody is refused from the unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context, Result};
use domain::case::{Actor, Case, CaseState, Waits};
use domain::id::CaseId;
use domain::journal::{Entry, Event, Replayed, chain, replay};
use domain::timer::{self, TimerState};
use jiff::Timestamp;
use regulation::assess::{Outcome, assess};
use regulation::package::Regulation;
use store::cases::Written;
use store::journal::Stored;
use store::{cases, journal, results, timers};

use super::kit::scene::Scene;

/// What was seen of a case last.
#[derive(Debug, Clone)]
struct Seen {
    revision: i64,
    length: i64,
    head: String,
    told: Replayed,
    state: CaseState,
    authority: String,
    /// What it waits for and who holds it, as the desk sorts its queue; nothing when it is closed.
    desk: Option<(&'static str, String)>,
}

/// What is broken: the sentence, and the case it is about.
#[derive(Debug, Clone)]
pub struct Broken {
    /// What does not hold.
    pub what: String,
    /// Of which case.
    pub case: CaseId,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.what)
    }
}

impl std::error::Error for Broken {}

/// Watches over all cases of a run.
#[derive(Debug, Default)]
pub struct Watch {
    seen: BTreeMap<CaseId, Seen>,
    /// Open cases as they were read last.
    read: BTreeMap<CaseId, (Written, Arc<Case>)>,
    /// The next armed timer of each case that has one.
    due: BTreeMap<CaseId, Timestamp>,
    /// The same, the earliest first.
    by_due: BTreeSet<(Timestamp, CaseId)>,
    numbers: BTreeSet<String>,
    last_numbers: BTreeMap<(String, i16), u64>,
    questions: BTreeMap<CaseId, BTreeSet<(String, String)>>,
    /// How often a case was looked at.
    pub looks: u64,
    /// Entries of journals read.
    pub entries: u64,
    /// Notices in accounts.
    pub notices: u64,
}

impl Watch {
    /// A case was filed: its number is new and follows the one before.
    pub fn filed(&mut self, case: &Case) -> Result<(), Broken> {
        let broken = |what: String| Broken { what, case: case.id.clone() };
        if !self.numbers.insert(case.number.clone()) {
            return Err(broken(format!("the number {} was given twice", case.number)));
        }
        let parts: Vec<&str> = case.number.split('-').collect();
        let (Some(year), Some(count)) = (
            parts.iter().rev().nth(2).and_then(|year| year.parse::<i16>().ok()),
            parts.iter().rev().nth(1).and_then(|count| count.parse::<u64>().ok()),
        ) else {
            return Err(broken(format!("{} is not a public number", case.number)));
        };
        let last = self.last_numbers.entry((case.authority.clone(), year)).or_default();
        if count != *last + 1 {
            return Err(broken(format!("{} does not follow number {last}", case.number)));
        }
        *last = count;
        Ok(())
    }

    /// Looks at a case after something happened to it; gives the case and what is new of it.
    pub async fn look(&mut self, scene: &Scene, id: &CaseId) -> Result<(Arc<Case>, Vec<Entry>)> {
        self.looks += 1;
        let office = &scene.office;
        let (written, head) = cases::written(&office.db, id).await?.context("a filed case is there")?;
        // What is written to the byte as it was holds as it held: nothing is new of it.
        if let (Some(seen), Some((before, case))) = (self.seen.get(id), self.read.get(id))
            && (seen.length, &seen.head, before) == (head.length, &head.hash, &written)
        {
            return Ok((Arc::clone(case), Vec::new()));
        }
        let case = Arc::new(written.case()?);
        self.read.remove(id);
        if !case.state.ended() {
            self.read.insert(id.clone(), (written, Arc::clone(&case)));
        }
        let from = self.seen.get(id).map_or(0, |seen| seen.length);
        let fresh = if head.length == from { Vec::new() } else { journal::since(&office.db, id, from).await? };
        let broken = |what: String| Broken { what, case: id.clone() };
        let entries: Vec<Entry> = fresh.iter().map(|stored| stored.entry.clone()).collect();
        self.follows(&case, &fresh, (head.length, &head.hash)).map_err(broken)?;
        if !entries.is_empty() {
            let regulation = office.library.edition(&case.service, &case.version).cloned();
            let regulation = regulation.ok_or_else(|| broken("its edition is gone".to_owned()))?;
            notices(&entries).map_err(broken)?;
            terms(scene, &case).map_err(broken)?;
            self.reasons(scene, &case, &regulation, &entries).map_err(broken)?;
            self.questions(&case, &entries).map_err(broken)?;
            armed(scene, &case).await?.map_err(broken)?;
            let next = timer::of(&case).into_iter().filter(|one| one.state == TimerState::Armed);
            self.due_at(id, next.map(|one| one.due_at).min());
            if case.state.ended() {
                register(scene, &case, &regulation).await?.map_err(broken)?;
                self.whole(scene, &case).await?.map_err(broken)?;
            }
        }
        self.entries += entries.len() as u64;
        self.notices += entries.iter().filter(|entry| matches!(entry.event, Event::Noticed { .. })).count() as u64;
        Ok((case, entries))
    }

    /// The row is what the journal tells, the chain holds, the revision only grows.
    fn follows(&mut self, case: &Case, fresh: &[Stored], head: (i64, &str)) -> Result<(), String> {
        // Whoever finds something wrong here ends the run: what was seen need not be put back.
        let (revision, mut length, mut hash, mut told) = match self.seen.remove(&case.id) {
            Some(seen) => (seen.revision, seen.length, seen.head, seen.told),
            None => (0, 0, domain::journal::START.to_owned(), Replayed::default()),
        };
        for stored in fresh {
            if stored.position != length || stored.previous_hash != hash {
                return Err(format!("entry {} of the journal does not follow {length}", stored.position));
            }
            hash = chain(&hash, &stored.entry);
            if hash != stored.hash {
                return Err(format!("entry {} of the journal has another hash", stored.position));
            }
            told.apply(&stored.entry);
            length += 1;
        }
        if (length, hash.as_str()) != head {
            return Err("the journal does not end where its row says".to_owned());
        }
        if told != Replayed::of(case) {
            return Err(differing(&told, &Replayed::of(case)));
        }
        let changes = fresh.iter().filter(|stored| !matches!(stored.entry.event, Event::Read { .. })).count() as i64;
        if case.revision < revision || case.revision > revision + changes.max(1) {
            return Err(format!("the revision went from {revision} to {} by {changes} entries", case.revision));
        }
        let state = case.state;
        let holder = case.assignee.as_ref().map_or("", |official| official.as_str()).to_owned();
        let desk = Waits::of(case).map(|waits| (waits.name(), holder));
        let authority = case.authority.clone();
        let seen = Seen { revision: case.revision, length, head: hash, told, state, authority, desk };
        self.seen.insert(case.id.clone(), seen);
        Ok(())
    }

    /// A decision carries its reasons; nobody is refused from the unknown.
    fn reasons(&self, scene: &Scene, case: &Case, regulation: &Regulation, entries: &[Entry]) -> Result<(), String> {
        for entry in entries {
            let (listed, grounds) = match &entry.event {
                Event::Decided { positive: false, grounds, .. } => (&regulation.refuse_provision, grounds),
                Event::NotAccepted { grounds } => (&regulation.refuse_intake, grounds),
                _ => continue,
            };
            if grounds.is_empty() {
                return Err("it was refused without a ground".to_owned());
            }
            if let Some(unknown) = grounds.iter().find(|id| !listed.iter().any(|ground| ground.id == **id)) {
                return Err(format!("it was refused on {unknown}, which the regulation does not have"));
            }
            if entry.by != Actor::Machine {
                continue;
            }
            let found = assess(regulation, &case.facts, scene.office.clock.local_date(entry.at));
            let outcome = if case.registered_at.is_some() { &found.decision } else { &found.accept };
            let follows = matches!(outcome, Outcome::Negative(seen) if grounds.iter().all(|one| seen.contains(one)));
            if !follows {
                return Err(format!("the machine refused on {grounds:?}, and what is known says {outcome:?}"));
            }
        }
        Ok(())
    }

    /// A source is asked once, unless the case is looked at again after its decision.
    fn questions(&mut self, case: &Case, entries: &[Entry]) -> Result<(), String> {
        let asked = self.questions.entry(case.id.clone()).or_default();
        for entry in entries {
            let Event::EvidenceAsked { request, source } = &entry.event else { continue };
            let again = asked.iter().any(|(named, _)| named == source);
            if again && case.obligations.is_empty() && case.rounds.is_empty() {
                return Err(format!("{source} was asked twice"));
            }
            if !asked.insert((source.clone(), request.to_string())) {
                return Err(format!("the request {request} was made twice"));
            }
        }
        Ok(())
    }

    /// At its end a journal is read whole and tells the same.
    async fn whole(&self, scene: &Scene, case: &Case) -> Result<Result<(), String>> {
        let all = journal::of_case(&scene.office.db, &case.id).await?;
        let entries: Vec<Entry> = all.into_iter().map(|stored| stored.entry).collect();
        let told = replay(&entries);
        Ok(if told == Replayed::of(case) { Ok(()) } else { Err(differing(&told, &Replayed::of(case))) })
    }

    fn due_at(&mut self, id: &CaseId, next: Option<Timestamp>) {
        if let Some(before) = self.due.remove(id) {
            self.by_due.remove(&(before, id.clone()));
        }
        if let Some(next) = next {
            self.due.insert(id.clone(), next);
            self.by_due.insert((next, id.clone()));
        }
    }

    /// Cases with a timer that is armed and due at that moment.
    pub fn timed(&self, now: Timestamp) -> Vec<CaseId> {
        self.by_due.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| id.clone()).collect()
    }

    /// Cases that are not at their end.
    pub fn open(&self) -> Vec<CaseId> {
        self.seen.iter().filter(|(_, seen)| !seen.state.ended()).map(|(id, _)| id.clone()).collect()
    }

    /// Cases that stand on a desk: authority, what each waits for, who holds it.
    pub fn on_desks(&self) -> impl Iterator<Item = (&CaseId, &str, &'static str, &str)> {
        self.seen.iter().filter_map(|(id, seen)| {
            let (waits, holder) = seen.desk.as_ref()?;
            Some((id, seen.authority.as_str(), *waits, holder.as_str()))
        })
    }

    /// A digest of all journals: two runs of one seed have the same.
    pub fn digest(&self) -> String {
        let mut text = String::new();
        for (id, seen) in &self.seen {
            let _ = writeln!(text, "{id} {} {}", seen.length, seen.head);
        }
        domain::journal::digest(&text)
    }
}

/// What differs between what a journal tells and its row.
fn differing(told: &Replayed, row: &Replayed) -> String {
    let (told, row) = (serde_json::to_value(told).unwrap_or_default(), serde_json::to_value(row).unwrap_or_default());
    let empty = serde_json::Map::new();
    let differ = row.as_object().unwrap_or(&empty).iter().filter(|(name, value)| told.get(*name) != Some(value));
    let each = differ.map(|(name, value)| format!("{name}: row {value}, journal {:?}", told.get(name)));
    format!("the row is not what its journal tells: {}", each.collect::<Vec<_>>().join("; "))
}

/// A notice stands in the account when it is due, at the latest (STATUS-04).
fn notices(entries: &[Entry]) -> Result<(), String> {
    for entry in entries {
        if let Event::Noticed { kind, latest, .. } = &entry.event
            && entry.at > *latest
        {
            return Err(format!("the notice {kind:?} of {} was due by {latest}", entry.at));
        }
    }
    Ok(())
}

/// The end of the whole term is what the legal clock says of its story.
pub fn terms(scene: &Scene, case: &Case) -> Result<(), String> {
    let Some(due) = case.due.as_ref().filter(|_| case.term_ended_at.is_none() && !case.state.paused()) else {
        return Ok(());
    };
    if case.breached.iter().any(|name| name == "case") {
        return Ok(());
    }
    let closed = case.pauses.iter().filter_map(|pause| Some((pause.from, pause.until?)));
    let pauses: Vec<(Timestamp, Timestamp)> = closed.filter(|(from, _)| *from >= due.story.from).collect();
    let counted = scene.office.clock.due(due.story.from, due.story.term, &pauses).map_err(|error| error.to_string())?;
    if counted.at != due.at {
        return Err(format!("its term ends {} and by the legal clock {}", due.at, counted.at));
    }
    Ok(())
}

/// Timers stand as the case says.
pub async fn armed(scene: &Scene, case: &Case) -> Result<Result<(), String>> {
    let stored = timers::of_case(&scene.office.db, &case.id).await?;
    for wanted in timer::of(case) {
        match stored.iter().find(|one| one.id == wanted.id) {
            Some(found) if found.state == wanted.state && found.due_at == wanted.due_at => {}
            Some(found) => {
                return Ok(Err(format!(
                    "the timer {} is {:?} at {} and must be {:?} at {}",
                    wanted.what, found.state, found.due_at, wanted.state, wanted.due_at
                )));
            }
            None => return Ok(Err(format!("there is no timer {}", wanted.what))),
        }
    }
    Ok(Ok(()))
}

/// The register holds what was decided, and nothing else.
async fn register(scene: &Scene, case: &Case, regulation: &Regulation) -> Result<Result<(), String>> {
    let entered = results::of_case(&scene.office.db, &case.id).await?;
    let positive = case.decision.as_ref().is_some_and(|decision| decision.positive);
    if !positive && case.rounds.is_empty() && !entered.is_empty() {
        return Ok(Err(format!("it has {} results and no positive decision", entered.len())));
    }
    let known: BTreeSet<_> = entered.iter().map(|entry| &entry.id).collect();
    if let Some(missing) = case.results.iter().find(|id| !known.contains(id)) {
        return Ok(Err(format!("its result {missing} is not in the register")));
    }
    let outputs: BTreeSet<_> = regulation.results.iter().map(|output| output.id.as_str()).collect();
    if let Some(foreign) = entered.iter().find(|entry| !outputs.contains(entry.output.as_str())) {
        return Ok(Err(format!("the register holds {}, which the service does not give", foreign.output)));
    }
    Ok(Ok(()))
}
