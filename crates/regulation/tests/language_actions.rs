//! Which of the nine actions a service owes, action by action, as each rule set says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "rules/world.rs"]
#[allow(dead_code)]
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use regulation::diagnostic::Sources;
use regulation::package;
use regulation::rules::{
    self, Action, Cell, Cells, Channel, Chosen, Composition, Electronic, Reason, ServiceFacts, Verdict, check,
    judge_chosen, read_electronic,
};

use world::{asked, but, kam, kos, shipped};

const HERE: &str = env!("CARGO_MANIFEST_DIR");
const ALL_ON: [Cell; 9] = [Cell::Yes; 9];

/// Everything electronic but the actions named.
fn all_but(changes: &[(Action, Cell)]) -> Composition {
    let mut composition = Composition::row(ALL_ON);
    for (action, cell) in changes {
        composition.actions.insert(*action, Chosen::whole(*cell));
    }
    composition
}

/// The same, with one action dropped on a ground.
fn dropped(composition: Composition, action: Action, ground: &str) -> Composition {
    let mut composition = composition;
    let reason = Reason {
        ground: ground.to_owned(), text: "Так устроена эта выдуманная услуга.".to_owned()
    };
    composition.actions.insert(action, Chosen { reasons: vec![reason], ..Chosen::whole(Cell::No) });
    composition
}

fn codes_of(
    set: &rules::RuleSet,
    service: &ServiceFacts,
    composition: &Composition,
    action: Action,
) -> Vec<&'static str> {
    let found = check(set, service, composition);
    found.iter().filter(|one| one.action == Some(action)).map(|one| one.code).collect()
}

/// Proves: BOOK-09.
#[test]
fn kamchatka_leaves_booking_to_a_body_that_receives_people_itself_and_to_nobody_else() {
    let own = but(asked(101), &[("reception.own", true), ("reception.mfc", true)]);
    let centre = but(asked(101), &[("reception.own", false), ("reception.mfc", true)]);
    for (cell, of_own, of_centre) in [
        (Cell::Yes, None, Some("ABSENT_BUT_ON")),
        (Cell::No, None, Some("DASH_NEEDED")),
        (Cell::Absent, Some("DASH_WRONG"), None),
    ] {
        let row = all_but(&[(Action::A2, cell)]);
        assert_eq!(codes_of(&kam(), &own, &row, Action::A2), of_own.into_iter().collect::<Vec<_>>(), "{cell:?}");
        assert_eq!(codes_of(&kam(), &centre, &row, Action::A2), of_centre.into_iter().collect::<Vec<_>>(), "{cell:?}");
    }
}

/// Proves: BOOK-08.
#[test]
fn kostroma_drops_booking_only_on_a_ground_that_is_named_and_true() {
    let low = asked(19);
    let enough = asked(20);
    let off = all_but(&[(Action::A2, Cell::No)]);
    assert_eq!(codes_of(&kos(), &low, &off, Action::A2), ["REASON_MISSING"], "a ground must be picked");
    assert_eq!(codes_of(&kos(), &low, &dropped(off.clone(), Action::A2, "G2.3"), Action::A2), [""; 0]);
    let refused = codes_of(&kos(), &enough, &dropped(off.clone(), Action::A2, "G2.3"), Action::A2);
    assert!(refused.contains(&"GROUND_NOT_TRUE"), "twenty provisions are not low demand: {refused:?}");
    for (fact, ground) in [("reception.none_by_law", "G2.1"), ("reception.inexpedient", "G2.2")] {
        let without = codes_of(&kos(), &enough, &dropped(off.clone(), Action::A2, ground), Action::A2);
        assert!(without.contains(&"GROUND_NOT_TRUE"), "{ground}: {without:?}");
        let with = but(enough.clone(), &[(fact, true)]);
        assert_eq!(codes_of(&kos(), &with, &dropped(off.clone(), Action::A2, ground), Action::A2), [""; 0], "{ground}");
    }
}

/// Proves: INTAKE-08.
#[test]
fn a_request_composed_electronically_is_taken_in_electronically_under_every_rule_set() {
    let book = shipped();
    assert_eq!(book.sets.len(), 5);
    for set in &book.sets {
        for demand in [0, 12, 19, 60, 500] {
            let with = |intake| codes_of(set, &asked(demand), &all_but(&[(Action::A4, intake)]), Action::A4);
            assert!(with(Cell::No).contains(&"A4_REQUIRED_BY_A3"), "{} {demand}: {:?}", set.id, with(Cell::No));
            assert!(with(Cell::Absent).contains(&"A4_REQUIRED_BY_A3"), "{} {demand}", set.id);
            assert_eq!(with(Cell::Yes), [""; 0], "{} {demand}", set.id);
            let neither = all_but(&[(Action::A3, Cell::No), (Action::A4, Cell::No)]);
            let found = codes_of(set, &asked(demand), &neither, Action::A4);
            assert!(!found.contains(&"A4_REQUIRED_BY_A3"), "{} {demand}: {found:?}", set.id);
        }
    }
}

/// Proves: INTAKE-08.
#[test]
fn on_each_channel_intake_goes_with_the_request() {
    let per = |federal, regional| {
        let cells = [(Channel::Federal, federal), (Channel::Regional, regional), (Channel::Site, false)];
        Chosen { cells: Cells::PerChannel(BTreeMap::from(cells)), reasons: Vec::new(), decision: None }
    };
    let mut composition = Composition::default();
    composition.actions.insert(Action::A3, per(true, true));
    composition.actions.insert(Action::A4, per(true, false));
    let found = check(&kos(), &asked(12), &composition);
    let missing: Vec<_> = found.iter().filter(|one| one.code == "A4_REQUIRED_BY_A3").map(|one| one.channel).collect();
    assert_eq!(missing, [Some(Channel::Regional)]);
}

/// Proves: INTAKE-08, APPEAL-01.
#[test]
fn a_set_below_cannot_part_intake_from_the_request_nor_make_the_appeal_optional() {
    let town = |actions: &str| {
        let mut files = world::shipped_files();
        let head = "rules: 1\nid: town\nversion: \"1\"\nlevel: municipality\nfrom: 2020-01-01\nextends: kem-42\ntitle: Город Образцовск\nacts:\n  decree: { title: Порядок, short: Порядок, issuer: Администрация, kind: постановление, number: \"5\" }\nactions:\n";
        files.0.insert("town.yaml".to_owned(), format!("{head}{actions}"));
        rules::read(&files)
    };
    let rule = |action: &str, verdict: &str| {
        format!(
            "  {action}:\n    rules:\n      - {{ id: {action}-town, verdict: {verdict}, because: decree.1, say: Город решил так. }}\n"
        )
    };
    let (book, found) = town(&rule("A4", "choice"));
    assert_eq!(world::codes(&found), [""; 0]);
    let set = book.unwrap().latest("town").unwrap().clone();
    let parted = all_but(&[(Action::A4, Cell::No)]);
    assert_eq!(codes_of(&set, &asked(60), &parted, Action::A4), ["A4_REQUIRED_BY_A3"]);

    assert_eq!(world::codes(&town(&rule("A9", "choice")).1), ["S011"]);
    assert_eq!(world::codes(&town(&rule("A9", "must")).1), [""; 0], "to confirm it is allowed");
}

/// Proves: APPEAL-01.
#[test]
fn the_appeal_is_refused_to_be_off_in_every_set_whatever_the_ground() {
    for set in &shipped().sets {
        for demand in [0, 19, 500] {
            let off = all_but(&[(Action::A9, Cell::No)]);
            assert!(codes_of(set, &asked(demand), &off, Action::A9).contains(&"A9_MANDATORY"), "{} {demand}", set.id);
            let own = dropped(off.clone(), Action::A9, rules::OWN_GROUND);
            assert!(codes_of(set, &asked(demand), &own, Action::A9).contains(&"A9_MANDATORY"), "{} {demand}", set.id);
            let dash = all_but(&[(Action::A9, Cell::Absent)]);
            assert!(codes_of(set, &asked(demand), &dash, Action::A9).contains(&"A9_MANDATORY"), "{} {demand}", set.id);
            assert_eq!(codes_of(set, &asked(demand), &Composition::row(ALL_ON), Action::A9), [""; 0], "{}", set.id);
        }
    }
}

const FILE: &str = "electronic: 1\ndemand:\n  last-12-months: { requests: 500, provisions: 500, source: Отчёт }\nreception: { own: true, service-centre: true }\nevaluation: none\n";
const MACHINE: &str = "originals:\n  - what: Самоходная машина\n    shown: result\n    object: true\n    citation: { kind: government-act, issuer: Правительство, date: 2020-01-01, number: \"1\", title: О примерах, item: \"3\", quote: Машину предъявляют. }\n";
const ASSESSED: &str = "intake-assessment: { sensible: true, text: Машину осматривают после приёма заявления., author: Образцов О. О., date: 2026-01-12 }\n";

fn electronic(parts: &[&str]) -> Electronic {
    let sources = Sources([("electronic.yaml".to_owned(), parts.concat())].into());
    let (read, found) = read_electronic(&sources);
    assert!(found.is_empty(), "{}", regulation::diagnostic::render(&found, &sources, false));
    read.unwrap()
}

/// Every file of a package.
fn files(folder: &Path) -> Sources {
    let mut texts = BTreeMap::new();
    for entry in walk(folder) {
        let name = entry.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        texts.insert(name, std::fs::read_to_string(&entry).unwrap());
    }
    Sources(texts)
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(walk(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "typ") {
            found.push(path);
        }
    }
    found
}

/// A real package under a file of its own.
fn service(name: &str, electronic: &Electronic) -> ServiceFacts {
    let (read, _) = package::read(&files(&Path::new(HERE).join("../../regulations").join(name)));
    ServiceFacts::of(&read.expect(name), electronic)
}

/// Proves: INTAKE-07.
#[test]
fn intake_of_a_service_with_a_thing_to_show_is_not_closed_without_its_assessment() {
    let facts = |parts: &[&str]| service("hunting-ticket", &electronic(parts));
    for intake in [Cell::Yes, Cell::No] {
        let row = all_but(&[(Action::A4, intake)]);
        let found = |parts: &[&str]| codes_of(&kos(), &facts(parts), &row, Action::A4);
        assert!(found(&[FILE, MACHINE]).contains(&"ASSESSMENT_MISSING"), "{intake:?}");
        assert!(!found(&[FILE, MACHINE, ASSESSED]).contains(&"ASSESSMENT_MISSING"), "{intake:?}");
        assert!(!found(&[FILE]).contains(&"ASSESSMENT_MISSING"), "nothing is shown");
        let paper = MACHINE.replace("    object: true\n", "");
        assert!(!found(&[FILE, &paper]).contains(&"ASSESSMENT_MISSING"), "a paper is no thing");
    }
    // Low demand frees the action, not the assessment.
    let rare = FILE.replace("provisions: 500", "provisions: 5");
    let off = dropped(all_but(&[(Action::A3, Cell::No)]), Action::A4, "G4.1");
    assert_eq!(codes_of(&kos(), &facts(&[&rare, MACHINE]), &off, Action::A4), ["ASSESSMENT_MISSING"]);
    assert_eq!(codes_of(&kos(), &facts(&[&rare, MACHINE, ASSESSED]), &off, Action::A4), [""; 0]);
    // An assessment says who found what, and why.
    let empty =
        Sources([("electronic.yaml".to_owned(), format!("{FILE}intake-assessment: {{ sensible: true }}\n"))].into());
    assert!(read_electronic(&empty).0.is_none());
}

/// Proves: PAY-08.
#[test]
fn payment_is_owed_by_what_is_charged_and_each_set_frees_in_its_own_way() {
    let free = but(asked(500), &[("payment.exists", false), ("payment.budget", false)]);
    let rare = asked(12);
    let off = all_but(&[(Action::A5, Cell::No)]);
    let dash = all_but(&[(Action::A5, Cell::Absent)]);
    let on = Composition::row(ALL_ON);
    // Nothing is charged.
    assert_eq!(codes_of(&kam(), &free, &dash, Action::A5), [""; 0]);
    assert_eq!(codes_of(&kam(), &free, &on, Action::A5), ["ABSENT_BUT_ON"]);
    assert_eq!(codes_of(&kos(), &free, &dropped(off.clone(), Action::A5, "G5.1"), Action::A5), [""; 0]);
    assert_eq!(codes_of(&kos(), &free, &on, Action::A5), ["CANNOT_BE_ON"]);
    // Charged and seldom.
    assert_eq!(codes_of(&kam(), &rare, &off, Action::A5), ["COMPULSORY_BUT_OFF"]);
    assert_eq!(codes_of(&kos(), &rare, &dropped(off, Action::A5, "G5.2"), Action::A5), [""; 0]);
}

/// Proves: RESULT-05.
#[test]
fn kostroma_keeps_the_result_off_the_portal_only_where_the_service_itself_bears_it_out() {
    let set = kos();
    let off = |ground| dropped(Composition::row(ALL_ON), Action::A6, ground);
    let much = asked(500);
    for (ground, with) in [
        ("G6.1", but(much.clone(), &[("result.material", true)])),
        ("G6.2", asked(19)),
        ("G6.3", but(much.clone(), &[("result.paper_only", true)])),
    ] {
        assert_eq!(codes_of(&set, &with, &off(ground), Action::A6), [""; 0], "{ground}");
        let refused = codes_of(&set, &much, &off(ground), Action::A6);
        assert!(refused.contains(&"GROUND_NOT_TRUE"), "{ground}: {refused:?}");
    }
    // The data are the package's own: the entry of a hunting ticket is nothing to hold in the hand.
    let ticket = service("hunting-ticket", &electronic(&[FILE]));
    assert!(codes_of(&set, &ticket, &off("G6.1"), Action::A6).contains(&"GROUND_NOT_TRUE"));
    let law = "paper-only:\n  result: { kind: federal-law, issuer: РФ, date: 2020-01-01, number: 1-Ф, title: О примерах, article: \"2\", quote: Только на бумаге. }\n";
    let ticket = service("hunting-ticket", &electronic(&[FILE, law]));
    assert_eq!(codes_of(&set, &ticket, &off("G6.3"), Action::A6), [""; 0]);
}

/// Proves: RESULT-06.
#[test]
fn the_result_gives_way_to_intake_only_where_there_is_intake_and_something_to_show() {
    let set = kos();
    let ground = "G6.4";
    let shown = but(asked(500), &[("originals.on_result", true)]);
    let result_off = dropped(Composition::row(ALL_ON), Action::A6, ground);
    assert_eq!(codes_of(&set, &shown, &result_off, Action::A6), [""; 0]);
    let nothing_shown = codes_of(&set, &asked(500), &result_off, Action::A6);
    assert!(nothing_shown.contains(&"GROUND_NOT_TRUE"), "{nothing_shown:?}");
    let mut no_intake = result_off;
    no_intake.actions.insert(Action::A3, Chosen::whole(Cell::No));
    no_intake.actions.insert(Action::A4, Chosen::whole(Cell::No));
    let without = codes_of(&set, &shown, &no_intake, Action::A6);
    assert!(without.contains(&"GROUND_NOT_TRUE"), "{without:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Proves: RESULT-07, STATUS-06.
    #[test]
    fn in_kamchatka_the_result_and_the_progress_do_as_the_request_does(
        cells in prop::collection::vec(0u8..3, 9),
        demand in 0u32..300,
    ) {
        thread_local! {
            static SET: rules::RuleSet = kam();
        }
        let cell = |code: u8| [Cell::No, Cell::Yes, Cell::Absent][usize::from(code)];
        let row = Composition::row(std::array::from_fn(|at| cell(cells[at])));
        let request = row.cell(Action::A3) == Some(Cell::Yes);
        SET.with(|set| {
            for action in [Action::A6, Action::A7] {
                let on = row.cell(action) == Some(Cell::Yes);
                let refused = codes_of(set, &asked(demand), &row, action).contains(&"DOES_NOT_FOLLOW");
                // Off is 0; a dash is not an answer where the action exists.
                let dash = row.cell(action) == Some(Cell::Absent);
                prop_assert_eq!(refused, on != request || dash, "{} {:?}", action, row);
            }
            Ok(())
        })?;
    }

    /// Proves: STATUS-05.
    #[test]
    fn in_kostroma_progress_is_off_only_when_every_action_that_tells_is_off(on in prop::collection::vec(any::<bool>(), 4)) {
        thread_local! {
            static SET: rules::RuleSet = kos();
        }
        let telling = [Action::A2, Action::A4, Action::A5, Action::A6];
        let changes: Vec<(Action, Cell)> =
            telling.into_iter().zip(&on).map(|(action, on)| (action, if *on { Cell::Yes } else { Cell::No })).collect();
        let off = dropped(all_but(&changes), Action::A7, "G7.1");
        SET.with(|set| {
            let refused = !codes_of(set, &asked(500), &off, Action::A7).is_empty();
            prop_assert_eq!(refused, on.contains(&true), "{:?}", changes);
            Ok(())
        })?;
    }
}

/// Proves: STATUS-05, STATUS-06.
#[test]
fn a_booking_alone_calls_for_progress_in_kostroma_and_not_in_kamchatka() {
    let off = [Action::A3, Action::A4, Action::A5, Action::A6, Action::A7].map(|action| (action, Cell::No));
    let only_booking = all_but(&off);
    let kostroma = judge_chosen(&kos(), &asked(12), Some(&only_booking));
    assert_eq!(kostroma.of(Action::A7).unwrap().verdict, Verdict::Must);
    assert!(codes_of(&kos(), &asked(12), &only_booking, Action::A7).contains(&"COMPULSORY_BUT_OFF"));
    assert_eq!(codes_of(&kam(), &asked(12), &only_booking, Action::A7), [""; 0]);
}

/// Proves: RATE-04.
#[test]
fn rating_is_owed_by_act_or_compulsory_list_in_kostroma_and_always_in_kamchatka() {
    let off = dropped(Composition::row(ALL_ON), Action::A8, "G8.1");
    let free = but(asked(500), &[("evaluation.required", false)]);
    let owed = but(asked(500), &[("evaluation.required", true)]);
    assert_eq!(codes_of(&kos(), &free, &off, Action::A8), [""; 0]);
    assert!(codes_of(&kos(), &owed, &off, Action::A8).contains(&"COMPULSORY_BUT_OFF"));
    for service in [&free, &owed] {
        assert_eq!(codes_of(&kam(), service, &off, Action::A8), ["COMPULSORY_BUT_OFF"]);
    }
    // A service on the compulsory list is owed a rating, though its file names no act.
    let plain = files(&Path::new(HERE).join("tests/fixtures/plain"));
    let text = plain.0["regulation.yaml"].clone();
    let listed = |list: &str| {
        let mut plain = plain.clone();
        plain.0.insert("regulation.yaml".to_owned(), text.replace("list: mass-significant", list));
        let (read, _) = package::read(&plain);
        ServiceFacts::of(&read.unwrap(), &electronic(&[FILE])).known["evaluation.required"].clone()
    };
    let yes_no = regulation::fact::Value::YesNo;
    assert!(text.contains("list: mass-significant"), "the fixture is on one list");
    assert_eq!(listed("list: mass-significant"), yes_no(false));
    assert_eq!(listed("list: compulsory-evaluation"), yes_no(true));
}
