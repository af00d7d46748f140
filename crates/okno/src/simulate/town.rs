//! The year: time jumps from one event to the next, and after each of them everything must hold.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use actions::machine;
use anyhow::{Context, Result, anyhow};
use domain::case::{Case, CaseState};
use domain::distribution::PlaceState;
use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::job::Work;
use domain::journal::{Entry, Event};
use jiff::{SignedDuration, Timestamp};
use regulation::clock::LegalClock;
use store::jobs::Leased;

use super::chance::Chance;
use super::demand::{Arrival, Days};
use super::kit::outside;
use super::kit::scene::{self, Scene};
use super::kit::script::Script;
use super::nature::Nature;
use super::people::{Folk, Hands, Plan};
use super::report::Report;
use super::scarce::Run;
use super::shape::Shape;
use super::watch::{Broken, Watch};

/// Jobs a worker takes at once.
const HANDS: i64 = 16;
/// Rounds after which a timer that is due must have been seen to.
const MOST_ROUNDS: u32 = 3;

/// Why a case is late when nobody else is to blame.
const OURS: &str = "ours";

/// A town and its year.
pub struct Town {
    /// The office.
    pub scene: Scene,
    /// The shape of the town.
    pub shape: Shape,
    /// Scripts of each service, in the order of the services.
    pub scripts: Vec<Vec<Arc<Script>>>,
    /// What goes wrong.
    pub nature: Nature,
    /// Chance.
    pub chance: Chance,
    /// The calendar after its amendment.
    pub amended: Option<LegalClock>,
    /// Days of the run.
    pub days: Days,
    /// What is counted.
    pub report: Report,
    /// What must hold.
    pub watch: Watch,
    pub(super) folk: BTreeMap<CaseId, Folk>,
    pub(super) lying: BTreeMap<u64, (Folk, domain::id::DraftId)>,
    pub(super) hands: Hands,
    pub(super) stocks: Vec<Run>,
    arrivals: BTreeMap<usize, i64>,
    pub(super) people: u64,
    plans: BinaryHeap<Reverse<(Timestamp, u64, Plan)>>,
    planned: u64,
    timers: Option<Timestamp>,
    overlooked: u32,
}

/// Everything a town is made of.
pub struct Made {
    /// The office.
    pub plan: scene::Plan,
    /// The shape.
    pub shape: Shape,
    /// Scripts of each service.
    pub scripts: Vec<Vec<Arc<Script>>>,
    /// What goes wrong.
    pub nature: Nature,
    /// Chance.
    pub chance: Chance,
    /// The calendar after its amendment.
    pub amended: Option<LegalClock>,
    /// Days of the run.
    pub days: Days,
    /// Who applies for what, when.
    pub arrivals: Vec<Arrival>,
}

impl Town {
    /// A town where nothing has happened yet.
    pub async fn found(made: Made) -> Result<Self> {
        let arrivals = made.arrivals;
        let mut town = Self {
            scene: Scene::open(made.plan).await?,
            shape: made.shape,
            scripts: made.scripts,
            nature: made.nature,
            chance: made.chance,
            amended: made.amended,
            days: made.days,
            report: Report::default(),
            watch: Watch::default(),
            folk: BTreeMap::new(),
            lying: BTreeMap::new(),
            hands: Hands::default(),
            stocks: Vec::new(),
            arrivals: BTreeMap::new(),
            people: 0,
            plans: BinaryHeap::new(),
            planned: 0,
            timers: None,
            overlooked: 0,
        };
        for arrival in arrivals {
            *town.arrivals.entry(arrival.service).or_default() += 1;
            town.plan(arrival.at, Plan::Begin(arrival.service));
        }
        let clock = town.scene.office.clock.clone();
        for number in 1..=town.days.count {
            town.plan(clock.start_of_day(town.days.day(number)), Plan::Midnight(number));
        }
        if town.amended.is_some() {
            let half = town.days.day(town.days.count / 2);
            town.plan(clock.start_of_day(half) + SignedDuration::from_hours(12), Plan::Amend);
        }
        Ok(town)
    }

    /// Somebody means to do something at a moment.
    pub(super) fn plan(&mut self, at: Timestamp, plan: Plan) {
        self.planned += 1;
        self.plans.push(Reverse((at, self.planned, plan)));
    }

    /// How many applications of a service are begun.
    pub(super) fn expected(&self, service: &str) -> i64 {
        let of = |scripts: &Vec<Arc<Script>>| scripts.first().is_some_and(|one| one.regulation.service == service);
        let place = self.scripts.iter().position(of);
        place.and_then(|place| self.arrivals.get(&place)).copied().unwrap_or_default()
    }

    /// Lets the time pass until the last day is over.
    pub async fn run(&mut self) -> Result<()> {
        let end = self.scene.office.clock.start_of_day(self.days.day(self.days.count));
        self.publish().await?;
        loop {
            let plan = self.plans.peek().map(|Reverse((at, ..))| *at);
            let job = store::jobs::next_due(&self.scene.office.db).await?;
            let Some(next) = [plan, job, self.timers].into_iter().flatten().min() else { break };
            if next > end {
                break;
            }
            self.scene.go_to(next);
            let now = self.scene.office.now();
            if job.is_some_and(|job| job <= now) {
                self.work().await?;
            } else if self.timers.is_some_and(|timer| timer <= now) {
                self.keep_house().await?;
            } else if let Some(Reverse((_, _, plan))) = self.plans.pop() {
                self.report.plans += 1;
                self.carry_out(plan).await?;
            }
        }
        self.finish().await
    }

    /// The worker: leases what is due and does it, unless it dies meanwhile.
    async fn work(&mut self) -> Result<()> {
        let leased = self.scene.lease(HANDS).await?;
        let mut dead = false;
        for job in leased {
            self.report.jobs += 1;
            *self.report.jobs_by_name.entry(job.work.name()).or_default() += 1;
            let subject = outside::subject(&self.scene, &job.work).await?;
            // Who died in the middle of a batch does not do the rest of it: its leases run out.
            if dead || self.nature.worker_dies(&mut self.chance, &mut self.report) {
                continue;
            }
            self.prepare(&job, subject.as_ref());
            self.scene.death.after(self.nature.commits_to_death(&mut self.chance, &mut self.report));
            tokio::select! {
                biased;
                () = machine::perform(&self.scene.office, &job) => {}
                () = self.scene.post.hung() => dead = true,
                () = self.scene.death.died() => {
                    self.report.fault("worker died after a commit, in the middle of its batch");
                    dead = true;
                }
            }
            self.scene.death.after(0);
            match (subject, &job.work) {
                (Some(case), _) => self.touch(&case).await?,
                // These change many cases at once.
                (None, Work::Recount { .. }) => {
                    for case in self.watch.open() {
                        self.touch(&case).await?;
                    }
                }
                (None, _) => {}
            }
        }
        Ok(())
    }

    /// Says what the outside does with this job.
    fn prepare(&mut self, job: &Leased, case: Option<&CaseId>) {
        let today = self.scene.office.today(self.scene.office.now());
        match &job.work {
            Work::Ask { .. } => {
                let Some(folk) = case.and_then(|case| self.folk.get_mut(case)) else { return };
                if folk.plays.is_none() {
                    let (plays, trouble) = self.nature.plays(&folk.script, &mut self.chance, &mut self.report);
                    folk.source_trouble |= trouble;
                    folk.plays = Some(plays);
                }
                let plays = folk.plays.as_deref().unwrap_or_default();
                let plays = self.nature.today(plays, today, &mut self.report);
                if let Some(exchange) = self.scene.exchange() {
                    exchange.play(plays);
                }
            }
            Work::Mail { .. } | Work::Sms { .. } => {
                self.scene.post.behave(self.nature.post(&mut self.chance, &mut self.report));
            }
            _ => {}
        }
    }

    /// The housekeeping of timers: afterwards none may be armed past its moment.
    async fn keep_house(&mut self) -> Result<()> {
        self.report.rounds += 1;
        let now = self.scene.office.now();
        // Timers are looked at once a minute: whatever fell due within it is looked at together.
        self.scene.wait(SignedDuration::from_millis(1));
        let due = self.due_timers().await?;
        machine::keep_house(&self.scene.office).await;
        for case in due {
            self.touch(&case).await?;
        }
        self.timers = store::timers::next_due(&self.scene.office.db).await?;
        self.overlooked = if self.timers.is_some_and(|next| next <= now) { self.overlooked + 1 } else { 0 };
        if self.overlooked > 0 {
            // Armed by this very round for a moment that is over: the next round has it.
            self.scene.wait(SignedDuration::from_secs(60));
        }
        match self.timers {
            Some(next) if self.overlooked > MOST_ROUNDS => {
                let cases: Vec<String> = self.watch.timed(now).iter().map(ToString::to_string).collect();
                Err(anyhow!("a timer of {next} is still armed after the round of {now}; due are {}", cases.join(", ")))
            }
            _ => Ok(()),
        }
    }

    /// Cases whose timers are due now.
    async fn due_timers(&self) -> Result<Vec<CaseId>> {
        let now = self.scene.office.now();
        let mut due = Vec::new();
        for id in self.watch.timed(now) {
            due.push(id);
        }
        Ok(due)
    }

    /// Something happened to a case: everything must hold, and people may have something to do.
    pub(super) async fn touch(&mut self, id: &CaseId) -> Result<()> {
        let looked = self.watch.look(&self.scene, id).await;
        let (case, entries) = match looked {
            Ok(looked) => looked,
            Err(error) => return Err(self.blame(error, id).await),
        };
        self.timers = store::timers::next_due(&self.scene.office.db).await?;
        self.count(&case, &entries);
        self.react(&case, &entries);
        Ok(())
    }

    /// The seed, the day and the journal of the case: everything one needs to see it again.
    pub(super) async fn blame(&self, error: anyhow::Error, id: &CaseId) -> anyhow::Error {
        let Some(id) = error.downcast_ref::<Broken>().map_or(Some(id), |broken| Some(&broken.case)) else {
            return error;
        };
        let now = self.scene.office.now();
        let number = store::cases::by_id(&self.scene.office.db, id).await.ok().flatten();
        let number = number.map(|case| format!("{} ({})", case.number, case.service)).unwrap_or_default();
        let mut told = format!("{now}: case {number} {id}: {error}\n");
        for stored in store::journal::of_case(&self.scene.office.db, id).await.unwrap_or_default() {
            let entry = serde_json::to_string(&stored.entry).unwrap_or_default();
            told.push_str(&format!("  {:>3} {entry}\n", stored.position));
        }
        anyhow!(told)
    }

    fn count(&mut self, case: &Case, entries: &[Entry]) {
        for entry in entries {
            match (&entry.event, &entry.by) {
                (Event::Decided { .. }, domain::case::Actor::Machine) => self.report.by_machine += 1,
                (Event::Decided { .. }, _) => self.report.by_people += 1,
                (Event::TimerBreached { what }, _) if what == "case" => {
                    let cause = self.cause(case, entry.at);
                    *self.report.late.entry(cause).or_default() += 1;
                    if cause == OURS {
                        self.report.ours.push(format!("{} ({})", case.number, case.service));
                    }
                }
                _ => {}
            }
        }
    }

    /// Why a case is late: what it waited for longest.
    fn cause(&self, case: &Case, at: Timestamp) -> &'static str {
        let Some(folk) = self.folk.get(&case.id) else { return "not known" };
        let waits = folk.person_since.map_or(0, |since| at.as_millisecond() - since.as_millisecond());
        let waited = folk.person_waited + waits;
        let whole = at.as_millisecond() - case.filed_at.as_millisecond();
        if waited * 3 > whole {
            "officials"
        } else if folk.source_trouble || case.sources.iter().any(|asked| unanswered(asked.state)) {
            "sources"
        } else if case.state == CaseState::AwaitingApplicant || folk.silent {
            "the applicant"
        } else if waited > 0 {
            "officials"
        } else if case.queues.iter().any(|place| place.state.in_line() || place.state == PlaceState::Offered) {
            "a line"
        } else {
            OURS
        }
    }

    async fn finish(&mut self) -> Result<()> {
        let db = &self.scene.office.db;
        for (id, folk) in &self.folk {
            let case = store::cases::by_id(db, id).await?.context("a filed case is there")?;
            let states = self.report.outcomes.entry(folk.script.regulation.service.clone()).or_default();
            *states.entry(case.state.name()).or_default() += 1;
            if let Some(closed) = case.closed_at {
                self.report.took.push(closed.as_second() - case.filed_at.as_second());
            }
        }
        let taken = self.scene.post.taken();
        let again = taken.values().filter(|times| **times > 1).count() as u64;
        self.report.letters = (taken.len() as u64, again);
        self.report.queries = self.scene.exchange().map_or(0, |exchange| exchange.asked().len() as u64);
        self.report.entries = self.watch.entries;
        self.report.notices = self.watch.notices;
        self.report.digest = self.watch.digest();
        Ok(())
    }
}

/// Did a source not answer within its norm, or not at all?
fn unanswered(state: EvidenceState) -> bool {
    state.outstanding() || matches!(state, EvidenceState::Failed | EvidenceState::Overdue)
}
