//! Chosen compositions against a rule set: rows of the matrix, cells of the passport.

use std::collections::BTreeMap;

use jiff::civil::date;
use regulation::diagnostic::{Severity, Sources};
use regulation::rules::{
    self, ActKind, Action, Cell, Cells, Channel, Chosen, Citation, Composition, Note, Reason, ServiceFacts, check,
};

use crate::world::{asked, but, kam, kos};

const YES: Cell = Cell::Yes;
const NO: Cell = Cell::No;
const DASH: Cell = Cell::Absent;

fn codes(set: &rules::RuleSet, service: &ServiceFacts, composition: &Composition) -> Vec<String> {
    let finding = |one: &rules::Finding| format!("{} {}", one.action.map_or("", Action::code), one.code);
    check(set, service, composition).iter().map(finding).collect()
}

fn free() -> ServiceFacts {
    but(asked(101), &[("payment.exists", false), ("payment.budget", false)])
}

/// Proves: MATRIX-04, MATRIX-07, MATRIX-08.
#[test]
fn a_row_of_the_matrix_is_held_against_the_criteria() {
    let set = kam();
    let row = |cells| codes(&set, &free(), &Composition::row(cells));
    assert!(row([YES, NO, YES, YES, DASH, YES, YES, YES, YES]).is_empty());
    assert!(row([YES, YES, YES, YES, DASH, YES, YES, YES, YES]).is_empty(), "A2 is the body's choice");
    assert_eq!(row([YES, NO, NO, NO, DASH, NO, NO, YES, YES]), ["A3 COMPULSORY_BUT_OFF"]);
    assert_eq!(row([YES, NO, YES, NO, DASH, YES, YES, YES, YES]), ["A4 A4_REQUIRED_BY_A3"]);
    assert_eq!(row([YES, NO, YES, YES, DASH, DASH, NO, YES, YES]), ["A6 DOES_NOT_FOLLOW", "A7 DOES_NOT_FOLLOW"]);
    assert_eq!(row([YES, NO, YES, YES, YES, YES, YES, YES, YES]), ["A5 ABSENT_BUT_ON"]);
    assert_eq!(row([YES, NO, YES, YES, NO, YES, YES, YES, YES]), ["A5 DASH_NEEDED"]);
    assert_eq!(
        row([NO, DASH, YES, YES, DASH, YES, YES, NO, NO]),
        ["A1 COMPULSORY_BUT_OFF", "A2 DASH_WRONG", "A8 COMPULSORY_BUT_OFF", "A9 A9_MANDATORY"]
    );
    let mut short = Composition::row([YES, NO, YES, YES, DASH, YES, YES, YES, YES]);
    short.actions.remove(&Action::A9);
    assert_eq!(codes(&set, &free(), &short), ["A9 NOT_ANSWERED"]);
}

/// Proves: MATRIX-06.
#[test]
fn at_or_below_the_threshold_a_value_needs_the_decision_of_the_working_group() {
    let set = kam();
    let paid = asked(100);
    let mut row = Composition::row([YES, NO, YES, YES, YES, YES, YES, YES, YES]);
    assert_eq!(codes(&set, &paid, &row), ["A3 DECISION_NEEDED"]);
    row.actions.get_mut(&Action::A3).unwrap().decision = Some("протокол от 01.02.2026 № 1, п. 4".into());
    assert!(codes(&set, &paid, &row).is_empty());
    // Reception only in the centre: `-`, but the group may set 0 (AMB-16).
    let centre = but(asked(101), &[("reception.own", false)]);
    row.actions.insert(Action::A2, Chosen::whole(NO));
    assert_eq!(codes(&set, &centre, &row), ["A2 DASH_NEEDED"]);
    row.actions.get_mut(&Action::A2).unwrap().decision = Some("протокол от 01.02.2026 № 1, п. 5".into());
    assert!(codes(&set, &centre, &row).is_empty());
}

fn citation(kind: ActKind) -> Citation {
    Citation {
        kind,
        issuer: "Российская Федерация".into(),
        date: date(2020, 1, 1),
        number: "1-Примерный".into(),
        title: "О примерах".into(),
        article: Some("3".into()),
        part: Some("2".into()),
        item: None,
        sub_item: None,
        quote: "Заявитель предъявляет подлинник.".into(),
    }
}

/// Proves: MATRIX-05.
#[test]
fn a_zero_over_the_threshold_needs_a_note_that_cites_federal_law() {
    let set = kam();
    let service = but(asked(101), &[("request.feasible", false), ("originals.required", true)]);
    let row = Composition::row([YES, NO, NO, NO, YES, NO, NO, YES, YES]);
    let with = |citations: Vec<Citation>| {
        let note = Note {
            statement: "Подлинник проверяют на месте.".into(),
            citations,
            author: "Образцов".into(),
            date: None,
        };
        codes(&set, &service, &Composition { note: Some(note), ..row.clone() })
    };
    assert_eq!(codes(&set, &service, &row), ["A3 NOTE_MISSING"]);
    assert_eq!(with(vec![]), ["A3 NOTE_NOT_FEDERAL"], "free text only");
    assert_eq!(with(vec![citation(ActKind::RegionalAct)]), ["A3 NOTE_NOT_FEDERAL"]);
    assert!(with(vec![citation(ActKind::FederalLaw)]).is_empty());
    assert!(with(vec![citation(ActKind::RegionalAct), citation(ActKind::GovernmentAct)]).is_empty());
    let without = |change: fn(&mut Citation)| {
        let mut one = citation(ActKind::FederalLaw);
        change(&mut one);
        with(vec![one])
    };
    let incomplete = ["A3 NOTE_INCOMPLETE"];
    assert_eq!(without(|one| one.article = None), incomplete, "a part of no article");
    assert_eq!(without(|one| one.sub_item = Some("б".into())), incomplete, "a sub-item of no item");
    assert_eq!(without(|one| one.quote.clear()), incomplete);
    assert_eq!(without(|one| one.number.clear()), incomplete);
    // And electronic it cannot be.
    let on = Composition::row([YES, NO, YES, YES, YES, YES, YES, YES, YES]);
    assert_eq!(codes(&set, &service, &on), ["A3 CANNOT_BE_ON"]);
}

/// Proves: MATRIX-02.
#[test]
fn only_three_codes_are_read_and_every_dash_is_one() {
    for dash in ["-", "–", "—", "−", " - "] {
        assert_eq!(Cell::parse(dash), Some(Cell::Absent));
    }
    assert_eq!((Cell::parse("0"), Cell::parse("1")), (Some(Cell::No), Some(Cell::Yes)));
    for wrong in ["", "да", "2", "x", "01", "--"] {
        assert_eq!(Cell::parse(wrong), None, "{wrong}");
    }
}

fn cells(federal: bool, regional: bool, site: bool) -> Chosen {
    let channels = BTreeMap::from([(Channel::Federal, federal), (Channel::Regional, regional), (Channel::Site, site)]);
    Chosen { cells: Cells::PerChannel(channels), reasons: Vec::new(), decision: None }
}

fn off(ground: &str, text: &str) -> Chosen {
    let reason = Reason { ground: ground.into(), text: text.into() };
    Chosen { reasons: vec![reason], ..cells(false, false, false) }
}

fn passport() -> Composition {
    let actions = Action::ALL.into_iter().map(|action| (action, cells(true, true, false))).collect();
    Composition { actions, note: None }
}

fn passport_with(action: Action, chosen: Chosen) -> Composition {
    let mut passport = passport();
    passport.actions.insert(action, chosen);
    passport
}

/// Proves: PASSPORT-03, PASSPORT-05.
#[test]
fn the_site_is_not_wider_than_the_portals_and_no_cell_is_blank() {
    let set = kos();
    let service = asked(500);
    let with = |chosen: Chosen| codes(&set, &service, &passport_with(Action::A1, chosen));
    assert!(with(cells(true, true, true)).is_empty());
    assert!(with(cells(true, false, false)).is_empty());
    assert_eq!(with(cells(false, false, true)), ["A1 SITE_WIDER_THAN_PORTAL"]);
    let severity = |chosen: Chosen| check(&set, &service, &passport_with(Action::A1, chosen))[0].severity;
    assert_eq!(severity(cells(false, false, true)), Severity::Error);
    assert_eq!(severity(cells(false, true, true)), Severity::Warning, "wider than one of them only");
    // A region that reads the clause more strictly says so in its data.
    let mut each = set.clone();
    each.matters.get_mut("site.subset").unwrap().position.as_mut().unwrap().is = "each".into();
    assert_eq!(
        check(&each, &service, &passport_with(Action::A1, cells(false, true, true)))[0].severity,
        Severity::Error
    );

    let Cells::PerChannel(mut two) = cells(true, true, false).cells else { unreachable!() };
    two.remove(&Channel::Site);
    let blank = Chosen { cells: Cells::PerChannel(two), reasons: Vec::new(), decision: None };
    let finding = &check(&set, &service, &passport_with(Action::A1, blank))[0];
    assert_eq!((finding.code, finding.channel), ("BLANK_CELL", Some(Channel::Site)));
    assert_eq!(passport().actions.len() * Channel::ALL.len(), 27);
}

/// Proves: PASSPORT-04.
#[test]
fn every_no_has_a_ground_that_is_allowed_true_and_explained() {
    let set = kos();
    let low = asked(12);
    let with = |action: Action, chosen: Chosen| {
        let all = codes(&set, &low, &passport_with(action, chosen));
        all.into_iter().filter(|code| !code.ends_with("EXEMPT_BUT_ON")).collect::<Vec<_>>()
    };
    assert!(with(Action::A2, off("G2.3", "Двенадцать обращений за год.")).is_empty());
    assert_eq!(with(Action::A2, cells(false, false, false)), ["A2 REASON_MISSING"]);
    assert_eq!(with(Action::A2, off("G2.3", " ")), ["A2 EXPLANATION_MISSING"]);
    assert_eq!(with(Action::A2, off("G3.1", "Мало.")), ["A2 GROUND_NOT_FOR_ACTION"]);
    assert_eq!(with(Action::A2, off("G2.1", "Приёма нет.")), ["A2 GROUND_NOT_TRUE"]);
    assert_eq!(with(Action::A2, off("G9.9", "Мало.")), ["A2 GROUND_UNKNOWN"]);
    // Low demand is void for intake once the request is electronic.
    let intake = with(Action::A4, off("G4.1", "Мало."));
    assert!(intake.contains(&"A4 COMPULSORY_BUT_OFF".to_owned()), "{intake:?}");
    assert!(intake.contains(&"A4 GROUND_NOT_TRUE".to_owned()), "{intake:?}");
    assert!(intake.contains(&"A4 A4_REQUIRED_BY_A3".to_owned()), "{intake:?}");
    // An own ground goes to the expert, with its text.
    let own = check(&set, &asked(500), &passport_with(Action::A2, off("other", "Приём идёт по видеосвязи.")));
    assert_eq!(own.iter().map(|one| (one.code, one.severity)).collect::<Vec<_>>(), [("OWN_GROUND", Severity::Warning)]);
    let silent = codes(&set, &asked(500), &passport_with(Action::A2, off("other", "")));
    assert!(silent.contains(&"A2 EXPLANATION_MISSING".to_owned()), "{silent:?}");
}

/// Proves: PASSPORT-04.
#[test]
fn what_is_impossible_is_refused_and_what_is_only_exempt_may_be_done() {
    let set = kos();
    let material = but(asked(500), &[("result.material", true)]);
    let finding = &check(&set, &material, &passport())[0];
    assert_eq!((finding.code, finding.action, finding.severity), ("CANNOT_BE_ON", Some(Action::A6), Severity::Error));
    assert!(finding.clause.ends_with("п. 5.3.6") && finding.rule == "A6-material", "{finding:?}");
    let exempt = check(&set, &asked(12), &passport());
    assert!(exempt.iter().all(|one| one.severity == Severity::Warning), "{exempt:?}");
    assert_eq!(exempt.iter().map(|one| one.action.unwrap()).collect::<Vec<_>>(), [Action::A5, Action::A6]);
}

#[test]
fn what_is_not_known_of_a_service_is_said_and_never_guessed() {
    let mut service = asked(500);
    service.known.remove("reception.none_by_law");
    let findings = check(&kos(), &service, &passport_with(Action::A2, off("G2.1", "Приёма нет.")));
    assert_eq!(findings[0].code, "FACTS_MISSING");
    assert!(findings[0].message.contains("reception.none_by_law"));
}

const ELECTRONIC: &str = "electronic: 1\ndemand:\n  years:\n    2023: { requests: 100, provisions: 90, source: Отчёт }\n    2024: { requests: 101, provisions: 90, source: Отчёт }\n    2025: { requests: 105, provisions: 90, source: Отчёт }\nreception: { own: true, service-centre: true }\nevaluation: none\n";

fn package(extra: &str) -> Sources {
    Sources([("electronic.yaml".to_owned(), format!("{ELECTRONIC}{extra}"))].into_iter().collect())
}

/// Proves: MATRIX-03.
#[test]
fn the_file_of_a_service_is_read_with_the_place_of_every_mistake() {
    let (electronic, found) = rules::read_electronic(&package(
        "composition:\n  A1: { federal: true, regional: true, site: true }\n  A5: \"—\"\n  A2: { federal: false, regional: false, site: false, reasons: [ { ground: G2.3, text: Мало. } ] }\n",
    ));
    assert!(found.is_empty(), "{found:?}");
    let electronic = electronic.unwrap();
    assert_eq!(electronic.demand.years[&2024].requests, 101);
    let composition = electronic.composition.unwrap();
    assert_eq!(composition.cell(Action::A5), Some(Cell::Absent));
    assert_eq!(composition.actions[&Action::A2].reasons[0].ground, "G2.3");
    assert_eq!(electronic.evaluation, Some(None));

    for (wrong, place) in [
        ("composition:\n  A1: 2\n", "electronic.yaml:10:7"),
        ("composition:\n  A10: 1\n", "electronic.yaml:10:3"),
        ("chanels: [federal]\n", "electronic.yaml:9:1"),
        ("live: [A1, B2]\n", "electronic.yaml:9:12"),
        ("originals:\n  - { what: Паспорт, shown: filing }\n", "electronic.yaml:10:7"),
    ] {
        let sources = package(wrong);
        let (electronic, found) = rules::read_electronic(&sources);
        assert!(electronic.is_none(), "{wrong}");
        assert_eq!(found[0].span.place(&sources), place, "{wrong}: {}", found[0].message);
    }
    assert_eq!(rules::read_electronic(&Sources::default()), (None, Vec::new()));
    let negative = ELECTRONIC.replace("requests: 100", "requests: -1");
    assert!(rules::read_electronic(&Sources([("electronic.yaml".into(), negative)].into_iter().collect())).0.is_none());
}
