//! Plays one application to its end: jobs as they fall due, timers as they pass, the official and
//! the applicant as the case waits for them. Time jumps to whatever comes next.

use std::collections::BTreeSet;

use actions::citizen::session::Session;
use actions::machine;
use actions::stop::Stop;
use anyhow::{Context, Result, anyhow, bail};
use domain::case::{Case, CaseState};
use domain::id::CaseId;
use jiff::SignedDuration;

use crate::kit::citizen;
use crate::kit::official::{self, Did, Intent};
use crate::kit::outside::{answer, plays};
use crate::kit::scene::Scene;
use crate::kit::script::Script;

/// Acts of one application at most; a regulation that needs more goes in circles.
const MOST_ACTS: usize = 150;
/// An official looks at a case again after so long.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(3);

/// After so many looks in vain a person asks why a case stands still.
const PATIENCE: usize = 40;

/// Fills a form and sends it.
pub async fn apply(scene: &Scene, session: &Session, script: &Script) -> Result<CaseId> {
    let draft = citizen::fill(scene, session, script).await.map_err(|stop| anyhow!("filling: {}", said(&stop)))?;
    citizen::send(scene, session, &draft).await.map_err(|stop| anyhow!("filing: {}", said(&stop)))
}

/// A stop with its problems named.
fn said(stop: &Stop) -> String {
    match stop {
        Stop::Problems(problems) => {
            let each = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.message));
            each.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// How an application went.
#[derive(Debug)]
pub struct Trail {
    /// States it was seen in.
    pub states: BTreeSet<CaseState>,
    /// Acts of people, in order.
    pub acts: Vec<&'static str>,
    /// The case at the end.
    pub case: Case,
    /// Why it did not come to an end.
    pub stuck: Option<String>,
    /// Grounds on which it was not accepted.
    pub not_accepted: Vec<String>,
}

/// Does everything that is due now.
pub async fn settle(scene: &Scene) -> Result<()> {
    for _ in 0..1000 {
        let leased = scene.lease(32).await?;
        if leased.is_empty() {
            return Ok(());
        }
        for job in &leased {
            machine::perform(&scene.office, job).await;
        }
    }
    bail!("the jobs that are due never end")
}

/// Plays to the end, or until nothing happens any more.
pub async fn drive(scene: &Scene, session: &Session, id: &CaseId, script: &Script, intent: &Intent) -> Result<Trail> {
    let mut states = BTreeSet::new();
    let mut acts = Vec::new();
    let mut stuck = None;
    let mut idle = 0;
    if let Some(exchange) = scene.exchange() {
        exchange.play(plays(script));
    }
    for _ in 0..MOST_ACTS {
        settle(scene).await?;
        let case = store::cases::by_id(&scene.office.db, id).await?.context("the case is there")?;
        states.insert(case.state);
        if case.state.ended() {
            let not_accepted = not_accepted(scene, id).await?;
            return Ok(Trail { states, acts, case, stuck: None, not_accepted });
        }
        let did = act(scene, session, &case, script, intent, idle).await?;
        match did {
            Did::Acted(name) => {
                acts.push(name);
                idle = 0;
                scene.wait(SignedDuration::from_mins(7));
            }
            Did::Nothing | Did::Stuck(_) => {
                stuck = Some(match did {
                    Did::Stuck(why) => why,
                    _ => format!("{:?} waits: {:?}", case.state, case.needs_person),
                });
                idle += 1;
                if idle > 80 {
                    break;
                }
                next(scene).await?;
            }
        }
    }
    let case = store::cases::by_id(&scene.office.db, id).await?.context("the case is there")?;
    states.insert(case.state);
    Ok(Trail { states, acts, case, stuck, not_accepted: Vec::new() })
}

/// Who the case waits for does something.
async fn act(
    scene: &Scene,
    session: &Session,
    case: &Case,
    script: &Script,
    intent: &Intent,
    idle: usize,
) -> Result<Did> {
    if case.state == CaseState::AwaitingApplicant {
        return Ok(match answer(scene, session, &case.id, script).await {
            Ok(()) => Did::Acted("answer"),
            Err(stop) => Did::Stuck(format!("the applicant cannot answer: {stop}")),
        });
    }
    let officials = scene.staff.get(&case.authority).context("the authority has officials")?;
    let theirs = officials.iter().find(|one| case.assignee.as_ref() == Some(&one.id));
    let by_machine = case.assignee.is_none() && case.needs_person.is_none();
    // What no register ever says comes by another way, and a person lets the case go on.
    let long = case.state == CaseState::Suspended && idle >= PATIENCE;
    if by_machine && intent == &Intent::default() && !waits_for_person(case) && !long {
        return Ok(Did::Nothing);
    }
    let official = theirs.or_else(|| officials.last()).context("the authority has officials")?;
    match official::act(scene, official, &case.id, script, intent).await {
        Ok(did) => Ok(did),
        Err(Stop::Conflict) => Ok(Did::Nothing),
        Err(stop) => Ok(Did::Stuck(format!("the official cannot act: {stop}"))),
    }
}

/// States in which a person acts though the machine called nobody.
fn waits_for_person(case: &Case) -> bool {
    let owed = case.declared.iter().any(|owed| owed.shown != Some(true));
    let thing = case.deliveries.iter().any(|item| item.at.stage != domain::delivery::Stage::HandedOver);
    case.state == CaseState::ResultReady && (owed || thing)
}

/// Jumps to the next moment at which anything happens by itself.
pub async fn next(scene: &Scene) -> Result<()> {
    let now = scene.office.now();
    let job = store::jobs::next_due(&scene.office.db).await?;
    let timer = store::timers::next_due(&scene.office.db).await?;
    let next = [job, timer].into_iter().flatten().min().unwrap_or(now + LOOK_AGAIN).max(now);
    scene.go_to(next + SignedDuration::from_millis(1));
    if timer.is_some_and(|timer| timer <= scene.office.now()) {
        machine::keep_house(&scene.office).await;
    }
    Ok(())
}

/// Grounds on which intake was refused, as the journal has them.
async fn not_accepted(scene: &Scene, id: &CaseId) -> Result<Vec<String>> {
    let entries = store::journal::of_case(&scene.office.db, id).await?;
    let grounds = entries.into_iter().filter_map(|stored| match stored.entry.event {
        domain::journal::Event::NotAccepted { grounds } => Some(grounds),
        _ => None,
    });
    Ok(grounds.flatten().collect())
}
