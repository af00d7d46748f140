//! Every application that the cases of a package promise is driven to its end, and what came of
//! it is what the case expects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actions::citizen::applications;
use actions::library::Library;
use actions::office::Drawing;
use domain::case::{Case, CaseState};
use jiff::SignedDuration;
use regulation::clock::LegalClock;
use regulation::fact::Facts;
use regulation::package::{Ground, Regulation};
use regulation::region::Region;

use crate::drive::{Trail, apply, drive};
use crate::kit::citizen;
use crate::kit::official::Intent;
use crate::kit::scene::{Plan, Scene};
use crate::kit::script::Script;
use crate::plan::{Promise, promises, region, services};

/// What came of the applications of one service.
#[derive(Debug)]
pub struct Outcomes {
    /// The service.
    pub service: Arc<Regulation>,
    /// Outcome → how many applications reached it.
    pub reached: BTreeMap<String, usize>,
    /// Grounds that an application met.
    pub grounds: BTreeSet<String>,
    /// Applications that did not come out as promised, with why.
    pub wrong: Vec<String>,
    /// Cases that cannot be filed on the portal, with why.
    pub not_filed: Vec<String>,
}

/// One service with its office.
struct Stage<'a> {
    service: &'a Arc<Regulation>,
    region: Region,
    clock: LegalClock,
    scene: Scene,
    number: u64,
}

impl<'a> Stage<'a> {
    async fn new(service: &'a Arc<Regulation>, first: &Script) -> Self {
        let (region, clock) = region();
        let scene = scene(service, &region, &clock, first).await;
        Self { service, region, clock, scene, number: 0 }
    }

    /// The day of a script. Where things are scarce each has an office of its own: they must not
    /// meet in a queue; nor does time go back.
    async fn on(&mut self, script: &Script) {
        let day = self.clock.start_of_day(script.filed()) + SignedDuration::from_hours(10);
        if self.scene.office.now() > day || !self.service.resources.is_empty() {
            self.scene = scene(self.service, &self.region, &self.clock, script).await;
        }
        self.scene.go_to(day);
        self.number += 1;
    }

    async fn play(&mut self, script: &Script, intent: &Intent) -> Result<Trail, String> {
        self.on(script).await;
        let said = |error: anyhow::Error| format!("{error:#}");
        let session = citizen::arrive(&self.scene, script, self.number).await.map_err(said)?;
        let id = apply(&self.scene, &session, script).await.map_err(said)?;
        self.scene.go_to(self.clock.start_of_day(script.as_of) + SignedDuration::from_hours(10));
        drive(&self.scene, &session, &id, script, intent).await.map_err(said)
    }

    async fn withdrawn(&mut self, script: &Script) -> Result<CaseState, String> {
        self.on(script).await;
        let said = |error: anyhow::Error| format!("{error:#}");
        let session = citizen::arrive(&self.scene, script, self.number).await.map_err(said)?;
        let id = apply(&self.scene, &session, script).await.map_err(said)?;
        let office = &self.scene.office;
        applications::withdraw(office, &session, &id).await.map_err(|stop| stop.to_string())?;
        let case = store::cases::by_id(&office.db, &id).await.map_err(|error| error.to_string())?;
        case.map(|case| case.state).ok_or_else(|| "the case is gone".to_owned())
    }
}

async fn scene(service: &Arc<Regulation>, region: &Region, clock: &LegalClock, first: &Script) -> Scene {
    let start = clock.start_of_day(first.filed()) + SignedDuration::from_hours(10);
    let mut region = region.clone();
    // Who has no part in the service needs no officials with keys.
    region.authorities.retain(|id, _| *id == service.authority);
    let plan = Plan {
        library: Library::new([(**service).clone()]),
        region,
        clock: clock.clone(),
        seed: 7,
        start,
        officials: 1,
        drawing: Drawing::Canonical,
    };
    Scene::open(plan).await.unwrap()
}

/// Drives every promised application of a service, in order of their days; then those that a
/// person decides on what only a person sees, and one that is taken back.
pub async fn outcomes(service: &Arc<Regulation>) -> Outcomes {
    let (_, clock) = region();
    let (made, not_filed) = promises(service, &clock);
    let mut found = Outcomes {
        service: Arc::clone(service),
        reached: BTreeMap::new(),
        grounds: BTreeSet::new(),
        wrong: Vec::new(),
        not_filed,
    };
    let today = made.last().map_or(service.from, |one| one.script.as_of);
    if Library::new([(**service).clone()]).current(&service.service, today).is_none() {
        found.not_filed.push("it is a template: what municipalities make of it is filed".to_owned());
        return found;
    }
    let Some(first) = made.first() else { return found };
    let mut stage = Stage::new(service, &first.script).await;
    let mut granted = Vec::new();
    for promise in &made {
        match stage.play(&promise.script, &Intent::default()).await {
            Ok(trail) => {
                found.saw(&trail);
                match differs(promise, &trail) {
                    Some(wrong) => found.wrong.push(format!("{}: {wrong}", promise.name)),
                    None if trail.case.state == CaseState::Completed => {
                        granted.push((trail.case.variant.unwrap_or_default(), &promise.script));
                    }
                    None => {}
                }
            }
            Err(why) => found.wrong.push(format!("{}: {why}", promise.name)),
        }
    }
    if !granted.is_empty() {
        beyond(&mut stage, &granted, &mut found).await;
    }
    found
}

/// What people do beyond the machine's view: an applicant takes an application back, an official
/// turns one away, refuses it or lets it stand on a ground that only a person sees.
async fn beyond(stage: &mut Stage<'_>, granted: &[(String, &Script)], found: &mut Outcomes) {
    let Some((_, first)) = granted.first() else { return };
    match stage.withdrawn(first).await {
        Ok(state) => *found.reached.entry(state.name().to_owned()).or_default() += 1,
        Err(why) => found.wrong.push(format!("an application that is taken back: {why}")),
    }
    let service = Arc::clone(stage.service);
    let by_person = |ground: &&Ground| ground.when.is_none();
    let everywhere = |ground: &&Ground| ground.when.is_none() && ground.variants.is_empty();
    let refuse = service.refuse_provision.iter().find(everywhere);
    let give_back = service.give_back.iter().map(|one| &one.ground).find(everywhere);
    let forward = service.forward.iter().map(|one| &one.ground).find(everywhere);
    let suspend = service.suspend.iter().map(|one| &one.ground).filter(by_person);
    let mut intents: Vec<(&Ground, Intent)> = Vec::new();
    let on = |ground: &Ground| Some(ground.id.clone());
    intents.extend(refuse.map(|ground| (ground, Intent { refuse_on: on(ground), ..Intent::default() })));
    intents.extend(give_back.map(|ground| (ground, Intent { give_back_on: on(ground), ..Intent::default() })));
    intents.extend(forward.map(|ground| (ground, Intent { forward_on: on(ground), ..Intent::default() })));
    intents.extend(suspend.map(|ground| (ground, Intent { suspend_on: on(ground), ..Intent::default() })));
    for (ground, intent) in intents {
        let fits = |(variant, _): &&(String, &Script)| ground.variants.is_empty() || ground.variants.contains(variant);
        let Some((_, script)) = granted.iter().find(fits) else { continue };
        match stage.play(script, &intent).await {
            Ok(trail) => {
                found.saw(&trail);
                if !found.grounds.contains(&ground.id) {
                    found.wrong.push(format!(
                        "{} by a person: {} after {:?}",
                        ground.id,
                        word(&trail.case),
                        trail.acts
                    ));
                }
            }
            Err(why) => found.wrong.push(format!("{} by a person: {why}", ground.id)),
        }
    }
}

impl Outcomes {
    fn saw(&mut self, trail: &Trail) {
        let case = &trail.case;
        *self.reached.entry(word(case)).or_default() += 1;
        if trail.states.contains(&CaseState::Suspended) {
            *self.reached.entry("suspended and resumed".to_owned()).or_default() += 1;
        }
        if trail.states.contains(&CaseState::AwaitingApplicant) {
            *self.reached.entry("asked the applicant".to_owned()).or_default() += 1;
        }
        self.grounds.extend(case.decision.iter().flat_map(|decision| decision.grounds.iter().cloned()));
        self.grounds.extend(case.turned_away.iter().map(|away| away.ground.clone()));
        self.grounds.extend(case.pauses.iter().filter_map(|pause| pause.ground.clone()));
        self.grounds.extend(trail.not_accepted.iter().cloned());
    }
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

/// Facts that the case came to know otherwise than the script says.
fn otherwise(script: &Script, case: &Case) -> String {
    let known = script.known(case.filed_at, script.as_of);
    let value =
        |facts: &Facts, name: &String| facts.value(name).map(|value| value.plain().to_string()).unwrap_or_default();
    let names = known.0.keys().filter(|name| value(&known, name) != value(&case.facts, name));
    let each = names.map(|name| format!("{name}: {:.30} not {:.30}", value(&case.facts, name), value(&known, name)));
    each.collect::<Vec<_>>().join(", ")
}

/// What is not as the case expects.
fn differs(promise: &Promise, trail: &Trail) -> Option<String> {
    let (case, expect) = (&trail.case, &promise.expect);
    let told = || {
        if std::env::var("OKNO_TEST_SERVICE").is_ok() {
            let (filed, ended, facts) = (case.filed_at, case.closed_at, otherwise(&promise.script, case));
            return format!("{} {:?} ({:?}) {filed} {ended:?} {facts}", word(case), trail.acts, trail.stuck);
        }
        format!("{} after {:?}", word(case), trail.acts)
    };
    let turned = |what: &Option<Vec<String>>| what.as_ref().is_some_and(|grounds| !grounds.is_empty());
    if turned(&expect.give_back) {
        return (case.state != CaseState::Returned).then(|| format!("not returned: {}", told()));
    }
    if turned(&expect.forward) {
        return (case.state != CaseState::Forwarded).then(|| format!("not forwarded: {}", told()));
    }
    let paused = trail.states.contains(&CaseState::Suspended);
    if turned(&expect.suspend) && !(paused && case.state.ended()) {
        return Some(format!("not suspended and ended: {}", told()));
    }
    if paused {
        // When it goes on it is another day, and what the case says of its own day holds no longer.
        return (!case.state.ended()).then(|| format!("no end: {}", told()));
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
    (!same).then(|| format!("grounds {got:?} instead of {expected:?}: {}", told()))
}

/// All services, a few at a time.
pub fn all() -> BTreeMap<String, Outcomes> {
    let services = services();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let found = std::sync::Mutex::new(BTreeMap::new());
    let only = std::env::var("OKNO_TEST_SERVICE").ok();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                while let Some(service) = services.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    if only.as_ref().is_some_and(|only| !only.split(',').any(|one| one == service.service)) {
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
