//! Every application that the cases of a package promise is driven to its end, and what came of
//! it is what the case expects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actions::library::Library;
use actions::office::Drawing;
use domain::case::{Case, CaseState};
use jiff::SignedDuration;
use regulation::clock::LegalClock;
use regulation::package::Regulation;
use regulation::region::Region;

use crate::kit::citizen;
use crate::kit::drive::{Trail, drive};
use crate::kit::official::Intent;
use crate::kit::scene::{Plan, Scene};
use crate::kit::script::Script;
use crate::plan::{region, scripts, services};

/// What came of the applications of one service.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// Outcome → how many applications reached it.
    pub reached: BTreeMap<String, usize>,
    /// Applications that did not come out as promised, with why.
    pub wrong: Vec<String>,
    /// Cases that cannot be filed on the portal, with why.
    pub not_filed: Vec<String>,
}

async fn scene(service: &Arc<Regulation>, region: Region, clock: LegalClock, first: &Script) -> Scene {
    let start = clock.start_of_day(first.filed()) + SignedDuration::from_hours(10);
    let plan = Plan {
        library: Library::new([(**service).clone()]),
        region,
        clock,
        seed: 7,
        start,
        officials: 1,
        drawing: Drawing::Canonical,
    };
    Scene::open(plan).await.unwrap()
}

/// Drives every promised application of a service, in order of their days.
pub async fn outcomes(service: &Arc<Regulation>) -> Outcomes {
    let (region, clock) = region();
    let (mut made, not) = scripts(service, &clock);
    made.sort_by_key(|script| (script.filed(), script.as_of));
    let mut outcomes = Outcomes::default();
    outcomes.not_filed = not.into_iter().map(|(case, why)| format!("{case}: {why}")).collect();
    let mut number = 0;
    for script in &made {
        number += 1;
        // Each has an office of its own: applications of one day must not meet in a queue.
        let scene = scene(service, region.clone(), clock.clone(), script).await;
        match play(&scene, &clock, script, number).await {
            Ok(trail) => {
                *outcomes.reached.entry(word(&trail.case)).or_default() += 1;
                if trail.states.contains(&CaseState::Suspended) {
                    *outcomes.reached.entry("suspended and resumed".to_owned()).or_default() += 1;
                }
                if let Some(wrong) = differs(script, &trail) {
                    outcomes.wrong.push(format!("{}: {wrong}", script.name));
                }
            }
            Err(why) => outcomes.wrong.push(format!("{}: {why}", script.name)),
        }
    }
    outcomes
}

async fn play(scene: &Scene, clock: &LegalClock, script: &Script, number: u64) -> Result<Trail, String> {
    let session = citizen::arrive(scene, script, number).await.map_err(|error| error.to_string())?;
    let id = citizen::apply(scene, &session, script).await.map_err(|error| error.to_string())?;
    scene.go_to(clock.start_of_day(script.as_of) + SignedDuration::from_hours(10));
    drive(scene, &session, &id, script, &Intent::default()).await.map_err(|error| error.to_string())
}

/// The outcome of a case in a word.
pub fn word(case: &Case) -> String {
    let variant = case.variant.as_deref().unwrap_or("?");
    match case.state {
        CaseState::Completed | CaseState::ResultReady | CaseState::DecisionPositive => format!("granted {variant}"),
        CaseState::DecisionNegative => {
            let grounds = case.decision.as_ref().map(|decision| decision.grounds.join("+")).unwrap_or_default();
            format!("refused {grounds}")
        }
        other => other.name().to_owned(),
    }
}

/// What is not as the case expects.
fn differs(script: &Script, trail: &Trail) -> Option<String> {
    let (case, expect) = (&trail.case, &script.expect);
    let told = || format!("{} after {:?} ({:?})", word(case), trail.acts, trail.stuck);
    let turned = |what: &Option<Vec<String>>| what.as_ref().is_some_and(|grounds| !grounds.is_empty());
    if turned(&expect.give_back) {
        return (case.state != CaseState::Returned).then(|| format!("not returned: {}", told()));
    }
    if turned(&expect.forward) {
        return (case.state != CaseState::Forwarded).then(|| format!("not forwarded: {}", told()));
    }
    if turned(&expect.suspend) && !trail.states.contains(&CaseState::Suspended) {
        return Some(format!("not suspended: {}", told()));
    }
    if expect.intake.as_deref() == Some("refuse") {
        return (case.state != CaseState::NotAccepted).then(|| format!("accepted: {}", told()));
    }
    let wanted = match expect.decision.as_deref() {
        Some("grant") => true,
        Some("refuse") => false,
        _ => return None,
    };
    if !case.state.ended() {
        return Some(format!("no end: {}", told()));
    }
    let Some(decision) = &case.decision else { return Some(format!("not decided: {}", told())) };
    if decision.positive != wanted {
        return Some(format!("decided otherwise: {}", told()));
    }
    if let (Some(variant), got) = (&expect.variant, &case.variant)
        && got.as_ref() != Some(variant)
    {
        return Some(format!("variant {got:?} instead of {variant}"));
    }
    let expected: BTreeSet<&String> = expect.grounds.iter().flatten().collect();
    let got: BTreeSet<&String> = decision.grounds.iter().collect();
    let same = expect.grounds.is_none() || wanted || got.is_subset(&expected) && !got.is_empty();
    (!same).then(|| format!("grounds {got:?} instead of {expected:?}"))
}

/// All services, a few at a time.
pub fn all() -> BTreeMap<String, Outcomes> {
    let services = services();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let found = std::sync::Mutex::new(BTreeMap::new());
    let only = std::env::var("OKNO_TEST_SERVICE").ok();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                while let Some(service) = services.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    if only.as_ref().is_some_and(|only| *only != service.service) {
                        continue;
                    }
                    let outcomes = runtime.block_on(outcomes(service));
                    found.lock().unwrap().insert(service.service.clone(), outcomes);
                }
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
fn every_service_reaches_its_outcomes() {
    let all = all();
    for (service, outcomes) in &all {
        eprintln!("== {service}: {:?}", outcomes.reached);
        for wrong in &outcomes.wrong {
            eprintln!("    wrong {wrong}");
        }
    }
}
