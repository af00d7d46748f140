//! Ratings proved: a chance per procedure that ended, the scale, the window, low marks, no effect on
//! the case.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use domain::case::Case;
use domain::rating::{Chance, ChanceState, Context, Flaw, Rating, chances, rate};
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::region::{self, Region};
use serde_json::json;

const CALENDAR: &str = include_str!("../../../../region/calendars/2026.yaml");
const REGION: &str = include_str!("../../../../region/region.yaml");
const RATINGS: &str = include_str!("../../../../region/ratings.yaml");

fn world() -> (Region, LegalClock) {
    let (calendar, _) = Calendar::read(&Sources(BTreeMap::from([("2026.yaml".to_owned(), CALENDAR.to_owned())])));
    let files = [("region.yaml", REGION), ("ratings.yaml", RATINGS)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let (region, found) = region::read(&Sources(BTreeMap::from(files)));
    let region = region.unwrap_or_else(|| panic!("{found:#?}"));
    let clock = region.clock(calendar.unwrap()).unwrap();
    (region, clock)
}

fn at(hours: i64) -> Timestamp {
    let monday: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
    monday + SignedDuration::from_hours(hours)
}

/// A case whose first procedure ended, whose second runs, whose third is not in its variant.
fn case() -> Case {
    let procedure = |id: &str, kind: &str, stage: &str, ended: Option<i64>| {
        json!({
            "id": id, "kind": kind, "stage": stage, "started_at": at(0).to_string(), "due": null,
            "ended_at": ended.map(|hours| at(hours).to_string()),
        })
    };
    serde_json::from_value(json!({
        "id": "0000000000000000000000000000ab07", "number": "ГА-1", "authority": "city-architecture",
        "service": "land-plan", "version": "1", "applicant": "00000000000000000000000000000107",
        "applicant_name": "Образцова Примера", "draft": "00000000000000000000000000000207", "variant": null,
        "state": "in_progress", "revision": 1, "filed_at": at(0).to_string(), "registered_at": null, "due": null,
        "assignee": null, "decision": null, "closed_at": null,
        "procedures": [
            procedure("check", "exchange", "ended_late", Some(5)), procedure("decide", "decision", "started", None),
            procedure("other", "decision", "skipped", None),
        ],
        "facts": {}, "results": [], "needs_person": null,
    }))
    .unwrap()
}

fn marks(given: &[(&str, u8)]) -> BTreeMap<String, u8> {
    given.iter().map(|(name, mark)| ((*name).to_owned(), *mark)).collect()
}

fn give(case: &Case, given: &[(&str, u8)], known: Option<&Rating>, hours: i64) -> Result<Rating, Refusal> {
    let (region, clock) = world();
    let context = Context { region: &region, clock: &clock };
    rate(case, "check", &marks(given), "", known, &context, at(hours)).map(|found| found.unwrap())
}

/// Proves: RATE-01, SM-17.
#[test]
fn each_procedure_of_the_variant_gives_a_chance_that_opens_when_it_ends() {
    let (region, clock) = world();
    let context = Context { region: &region, clock: &clock };
    let case = case();
    let found = chances(&case, &[], &context, at(6)).unwrap();
    let told = |all: &[Chance<'_>]| all.iter().map(|one| (one.procedure.id.clone(), one.state)).collect::<Vec<_>>();
    assert_eq!(
        told(&found),
        [("check".to_owned(), ChanceState::Open), ("decide".to_owned(), ChanceState::Closed)],
        "one for each, none for what is not in the variant"
    );
    let early = rate(&case, "decide", &marks(&[("term", 5)]), "", None, &context, at(6));
    assert_eq!(early.map(|_| ()), Err(Refusal::ProcedureNotRunning("decide".to_owned())), "not ended");
    let nowhere = rate(&case, "other", &marks(&[("term", 5)]), "", None, &context, at(6));
    assert_eq!(nowhere.map(|_| ()), Err(Refusal::NotFound));
    let late = chances(&case, &[], &context, at(24 * 40)).unwrap();
    assert_eq!(late[0].state, ChanceState::Lapsed);
    assert_eq!(give(&case, &[("term", 5)], None, 24 * 40).map(|_| ()), Err(Refusal::TermPassed));
}

/// Proves: RATE-02.
#[test]
fn marks_off_the_scale_of_the_act_are_refused_and_the_version_is_kept() {
    let (region, clock) = world();
    let context = Context { region: &region, clock: &clock };
    let case = case();
    let flaws = |given: &[(&str, u8)], comment: &str| {
        rate(&case, "check", &marks(given), comment, None, &context, at(6)).unwrap().unwrap_err()
    };
    for off in [&[("term", 0)][..], &[("term", 6)], &[("term", 5), ("beauty", 3)]] {
        assert_eq!(flaws(off, ""), [Flaw::OffScale], "{off:?}");
    }
    assert_eq!(flaws(&[], ""), [Flaw::NoMarks]);
    assert_eq!(flaws(&[("term", 5)], &"а".repeat(1001)), [Flaw::CommentLong]);
    let given = give(&case, &[("term", 1), ("people", 5)], None, 6).unwrap();
    assert_eq!(given.set, "pp-1284");
    let set = &region.ratings.as_ref().unwrap().sets[&given.set];
    assert_eq!((set.least, set.most), (1, 5));
    assert!(set.because.contains("1284"));
}

/// Proves: RATE-06, SM-17.
#[test]
fn a_rating_is_one_and_can_be_changed_within_its_window_alone() {
    let case = case();
    let first = give(&case, &[("term", 4)], None, 6).unwrap();
    assert_eq!(first.state, ChanceState::Given);
    assert_eq!(give(&case, &[("term", 4)], Some(&first), 24 * 30).unwrap(), first, "the same again is the same");
    let second = give(&case, &[("term", 5)], Some(&first), 24).unwrap();
    assert_eq!((second.state, &second.id, second.revision), (ChanceState::Changed, &first.id, 2));
    assert_eq!(give(&case, &[("term", 1)], Some(&second), 24 * 10).map(|_| ()), Err(Refusal::TermPassed));
    let sent = second.exported("МК-1");
    assert_eq!(give(&case, &[("term", 1)], Some(&sent), 25).map(|_| ()), Err(Refusal::TermPassed));
    assert_eq!(sent.lost().receipt, None, "what they lost goes out again");
}

/// Proves: RATE-06.
#[test]
fn a_low_mark_opens_a_follow_up_at_once_and_stays_looked_into() {
    let case = case();
    assert!(!give(&case, &[("term", 3)], None, 6).unwrap().waits());
    let low = give(&case, &[("term", 5), ("people", 2)], None, 6).unwrap();
    assert_eq!(low.follow_up.as_ref().unwrap().since, at(6), "the same moment");
    let better = give(&case, &[("term", 5)], Some(&low), 7).unwrap();
    assert!(better.waits(), "what was wrong is no less wrong");
    let who = domain::id::OfficialId("a".to_owned());
    assert_eq!(low.looked_into(" ", &who, at(8)).map(|_| ()), Err(Refusal::ReasonNeeded));
    let done = low.looked_into("Поговорили с отделом.", &who, at(8)).unwrap();
    assert!(!done.waits());
    assert_eq!(done.looked_into("Ещё раз.", &who, at(9)).map(|_| ()), Err(Refusal::AlreadyDone));
    assert_eq!((low.stage.milliseconds, low.stage.late), (5 * 3_600_000, true), "joined to how it really went");
}
