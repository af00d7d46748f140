//! The services of this repository, from their published samples to an end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use domain::case::assessed::expected;
use domain::case::{Actor, CaseState, Next, WaitFor, Wish, advance};
use domain::delivery::{Handed, Receiver, Stage, Step};
use domain::draft;
use domain::permit::AccountKind;
use domain::procedure::ProcedureState;
use regulation::assess::{GroundFinding, GroundSeen, Outcome, Outlook, assess, outlook};
use regulation::diagnostic::Sources;
use regulation::package::{self, Performer, Regulation, SourcePath};
use serde_json::json;

use crate::world::*;

pub fn packages() -> Vec<Regulation> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.join("regulation.yaml").exists());
    folders.sort();
    folders.iter().map(|folder| read(folder)).collect()
}

fn read(folder: &Path) -> Regulation {
    let mut own = files(folder);
    let parent = package::needs(&own).parent.map(|parent| files(&folder.join("..").join(parent)));
    let region = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region"));
    package::lend(&mut own, parent.as_ref(), &region);
    let (regulation, found) = package::read(&own);
    regulation.unwrap_or_else(|| panic!("{}: {found:#?}", folder.display()))
}

/// A service of this repository.
pub fn shipped(service: &str) -> Regulation {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(service))
}

/// The files of its region.
pub fn region() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region");
    let mut region = files(&folder);
    for (name, text) in files(&folder.join("calendars")).0 {
        region.0.insert(format!("calendars/{name}"), text);
    }
    region
}

fn files(folder: &Path) -> Sources {
    let mut files = BTreeMap::new();
    for part in ["", "cases", "dictionaries"] {
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    Sources(files)
}

/// Runs the machine until it waits for a person, calling off every source that was asked.
fn run(world: &World, mut told: Told) -> Told {
    for _ in 0..40 {
        let wish = match advance(&told.case, &world.context(), morning()) {
            Next::Do(wish) => wish,
            Next::Issue { .. } => {
                let number = u8::try_from(told.case.results.len()).unwrap();
                Wish::Issue { result: result_id(number), signer: official(3) }
            }
            Next::Wait(WaitFor::Sources(sources)) => Wish::SourceFailed { source: sources[0].clone(), overdue: true },
            Next::Wait(_) | Next::Done => return told,
        };
        told = world.grant(&told, &wish, &machine(), morning());
    }
    panic!("{} goes round in circles: {:?}", world.regulation.service, told.case.state);
}

/// Who the invented applicant of the sample is.
fn account_of(regulation: &Regulation) -> AccountKind {
    let itself = SourcePath::Case("applicant".to_owned());
    let fact = regulation.facts.values().find(|fact| fact.from.contains(&itself));
    let said = fact.and_then(|fact| regulation.sample.get(&fact.name)).and_then(serde_json::Value::as_str);
    match said {
        Some("organisation") => AccountKind::Organisation,
        Some("sole-trader") => AccountKind::SoleTrader,
        _ => AccountKind::Person,
    }
}

/// The next step of a result that is a thing: made, put out at the window, handed over.
fn handing(told: &Told) -> Option<Wish> {
    let item = told.case.deliveries.iter().find(|item| item.at.stage != Stage::HandedOver)?;
    let step = match item.at.stage {
        Stage::Chosen => Step::Prepare { blank: None },
        Stage::Prepared => Step::Arrive,
        _ => Step::HandOver(Handed {
            document: "passport".to_owned(),
            against: "document".to_owned(),
            receiver: Receiver::Applicant,
            originals: told.case.declared.iter().map(|owed| owed.item.clone()).collect(),
        }),
    };
    Some(Wish::Item { output: item.at.output.clone(), step })
}

/// Experts give the best sheets that the regulation lets them, if it declares any.
fn scored(world: &World, told: &Told) -> Option<Told> {
    let wanted = expected(&told.case, &world.regulation).filter(|one| one.rule.is_some())?;
    let mut told = told.clone();
    for number in 40..40 + u8::try_from(wanted.wanted - wanted.given.len()).unwrap() {
        let mut sheet = wanted.sample(official(number).as_str(), "Всё в порядке");
        for (score, (_, _, most)) in sheet.scores.iter_mut().zip(wanted.criteria()) {
            score.score = most.unwrap_or(1.into());
        }
        told = world.grant(&told, &Wish::Assessed { sheet }, &Actor::Official(official(number)), morning());
    }
    Some(told)
}

/// What an official does when called: ends what runs, and grants.
fn by_hand(world: &World, told: &Told) -> Option<Wish> {
    let running = told.case.procedures.iter().find(|procedure| procedure.runs());
    let issued = u8::try_from(told.case.results.len()).unwrap();
    match (told.case.state, running) {
        (CaseState::Delivered, _) => Some(Wish::Register),
        // A season that has not opened yet: whoever sees that it matters no longer lets it go on.
        (CaseState::Suspended | CaseState::AwaitingApplicant, _) => Some(Wish::Resume),
        (CaseState::ResultReady, _) => handing(told),
        (CaseState::DecisionPositive, Some(procedure)) => {
            let rule = world.regulation.procedures.iter().find(|rule| rule.id == procedure.id)?;
            (rule.by == Performer::Official || told.case.needs_person.is_some())
                .then(|| Wish::Issue { result: result_id(70 + issued), signer: official(3) })
        }
        (CaseState::InProgress, Some(procedure)) => match procedure.kind {
            package::ProcedureKind::Decision => Some(Wish::Grant { trace: json!({}) }),
            _ => Some(Wish::EndProcedure { procedure: procedure.id.clone() }),
        },
        _ => None,
    }
}

/// Proves: CAR-03, INTAKE-09, SEC-06.
#[test]
fn every_service_goes_from_its_sample_to_a_result_though_all_sources_are_silent() {
    for regulation in packages() {
        let mut world = World::new();
        world.regulation = regulation;
        let name = world.regulation.service.clone();
        let begun = draft::begin(world.draft().id, &person_id(), Default::default(), &world.context(), morning());
        let answers = world.regulation.sample.clone();
        let draft = draft::save(&begun, &answers, None, &world.context(), morning()).unwrap();
        let mut told = run(&world, world.filed_as(&draft, Vec::new(), account_of(&world.regulation)));
        for _ in 0..20 {
            if told.case.state.ended() {
                break;
            }
            if told.case.assignee.is_none() {
                told = world.grant(&told, &Wish::Take, &anna(), morning());
            }
            told = match scored(&world, &told) {
                Some(told) => told,
                None => {
                    let wish = by_hand(&world, &told).unwrap_or_else(|| panic!("{name} is stuck: {:#?}", told.case));
                    world.grant(&told, &wish, &anna(), morning())
                }
            };
            told = world.grant(&told, &Wish::Return, &anna(), morning());
            told = run(&world, told);
        }
        if told.case.decision.as_ref().is_some_and(|decision| !decision.positive) {
            // The season is over, say: a refusal from what is known, never from silence.
            let today = world.clock.local_date(morning());
            let seen = assess(&world.regulation, &told.case.facts, today);
            assert!(matches!(seen.decision, Outcome::Negative(_)), "{name}: refused unknown");
            continue;
        }
        assert_eq!(told.case.state, CaseState::Completed, "{name}");
        assert!(told.case.procedures.iter().all(ProcedureState::over), "{name}");
        assert!(!told.case.results.is_empty(), "{name}");
    }
}

/// Proves: PROCEDURE-05.
#[test]
fn what_the_machine_acts_upon_is_what_a_person_reads_with_its_reasons() {
    for regulation in packages() {
        let name = &regulation.service;
        for case in &regulation.cases {
            let now = morning();
            let facts = package::facts_of(&regulation, &case.given, now, case.as_of).unwrap_or_default();
            let (whole, seen) = (assess(&regulation, &facts, case.as_of), outlook(&regulation, &facts, case.as_of));
            let verdicts = |found: &[GroundFinding]| -> Vec<GroundSeen> {
                found.iter().map(|one| GroundSeen { id: one.id.clone(), verdict: one.verdict.clone() }).collect()
            };
            let read = Outlook {
                variant: whole.variant,
                accept: whole.accept,
                decision: whole.decision,
                provision: verdicts(&whole.provision),
                suspend: verdicts(&whole.suspend),
                give_back: verdicts(&whole.give_back),
                forward: verdicts(&whole.forward),
                prolong: verdicts(&whole.prolong),
                term: whole.term,
            };
            assert_eq!(seen, read, "{name}: {}", case.name);
        }
    }
}
