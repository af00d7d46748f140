//! Demands for paper: each has its act, what will stand in for it, and the day it goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use jiff::civil::date;
use regulation::diagnostic::Sources;
use regulation::package::{self, Instead};
use regulation::prove;

const REMOVAL: &str = "\n    removal: { instead: duplicate, by: 2027-12-31 }";

fn kindergarten() -> Sources {
    let folders = package_folder::all();
    let folder = folders.iter().find(|folder| folder.ends_with("kindergarten")).unwrap();
    package_folder::sources(folder)
}

fn edited(from: &str, to: &str) -> Sources {
    let mut sources = kindergarten();
    let text = sources.0.get_mut("regulation.yaml").unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    *text = text.replace(from, to);
    sources
}

/// Proves: CAR-04.
#[test]
fn a_demand_for_paper_is_listed_with_its_act_its_replacement_and_its_day() {
    let regulation = package::read(&kindergarten()).0.unwrap();
    let demands = prove::paper_demands(&regulation);
    let [demand] = demands.as_slice() else { panic!("one paper: {demands:?}") };
    assert_eq!(demand.fact, "birth.document");
    assert!(demand.act.contains("236"), "{}", demand.act);
    let removal = demand.removal.as_ref().unwrap();
    assert_eq!((removal.instead, removal.by), (Instead::Duplicate, date(2027, 12, 31)));
}

/// Proves: CAR-04.
#[test]
fn a_demand_for_paper_that_nobody_plans_to_drop_is_found_at_its_fact() {
    let unplanned = edited(REMOVAL, "");
    let (_, found) = package::read(&unplanned);
    let told: Vec<_> = found.iter().filter(|one| one.code == "R079").collect();
    let [one] = told.as_slice() else { panic!("{found:?}") };
    assert!(one.message.contains("Иностранное свидетельство о рождении"), "{}", one.message);
    for (wrong, code) in [
        ("\n    removal: { instead: duplicate }", "R004"),
        ("\n    removal: { instead: fax, by: 2027-12-31 }", "R006"),
        ("\n    removal: { instead: status, by: soon }", "R007"),
    ] {
        let (read, found) = package::read(&edited(REMOVAL, wrong));
        assert!(read.is_none() && found.iter().any(|one| one.code == code), "{wrong}: {found:?}");
    }
    let (read, found) = package::read(&edited("\n    original: true", ""));
    assert!(read.is_none() && found.iter().any(|one| one.message.contains("убирать нечего")), "{found:?}");
}

/// Proves: CAR-04.
#[test]
fn no_paper_in_any_service_is_demanded_without_an_act_and_a_plan() {
    let mut demands = 0;
    for folder in package_folder::all() {
        let Some(regulation) = package::read(&package_folder::sources(&folder)).0 else { continue };
        for demand in prove::paper_demands(&regulation) {
            assert!(!demand.act.is_empty() && demand.removal.is_some(), "{}: {}", regulation.service, demand.fact);
            demands += 1;
        }
    }
    assert!(demands >= 10, "{demands} demands: the services do ask for paper, records included");
}
