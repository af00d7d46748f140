//! The passport of an electronic service, forms 1 to 3.

use papers::dossier::{FORM_1, FORM_3, Form, library, may_open, passport};
use papers::office::{Block, Paper, Table};

use super::world::{Package, material, told};

fn tables(paper: &Paper, section: &str) -> Vec<Table> {
    let section = paper.sections.iter().find(|one| one.name == section);
    let blocks = section.map(|section| section.blocks.clone()).unwrap_or_default();
    blocks.into_iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

fn findings(package: &Package) -> Vec<String> {
    let regulation = package.regulation();
    told(&passport(&material(&regulation, "kos-44")).findings)
}

/// Proves: PASSPORT-01, PASSPORT-02, PASSPORT-03.
#[test]
fn a_whole_passport_has_three_official_forms_with_every_cell_filled() {
    let regulation = Package::passport().regulation();
    let made = passport(&material(&regulation, "kos-44"));
    assert!(made.ready(), "{:?}", made.findings);
    let first = &tables(&made.paper, "Форма 1")[0];
    assert_eq!(first.rows.iter().map(|row| row[1].text.as_str()).collect::<Vec<_>>(), FORM_1);
    assert_eq!(first.rows[2][2].text, "63000000000017, 16.02.2026");
    let second = &tables(&made.paper, "Форма 2")[0];
    assert_eq!(second.head[1].iter().map(|cell| &*cell.text).collect::<Vec<_>>(), ["ЕПГУ", "ЕПКО", "Иные ресурсы"]);
    let cells = second.rows.iter().flat_map(|row| &row[2..]);
    assert_eq!(cells.filter(|cell| cell.text == "да" || cell.text == "нет").count(), 27);
    let third = &tables(&made.paper, "Форма 3")[0];
    assert_eq!(third.head[0].iter().map(|cell| &*cell.text).collect::<Vec<_>>(), FORM_3.map(|(name, _)| name));
    assert_eq!(tables(&made.paper, "Причины")[0].rows.len(), 2, "the reasons are printed as an annex");
}

/// Proves: PASSPORT-01.
#[test]
fn the_next_form_opens_when_the_one_before_is_right() {
    let broken = Package::passport().cut("dossier.yaml", "registry:", "regulation:").regulation();
    let service = material(&broken, "kos-44");
    assert!(may_open(&service, Form::General).is_ok(), "going back is allowed");
    assert_eq!(told(&may_open(&service, Form::Composition).unwrap_err()), ["MISSING Форма 1, строка 3"]);
    assert!(may_open(&service, Form::Measures).is_err(), "skipping is refused");
    let made = passport(&service);
    assert!(tables(&made.paper, "Форма 2").is_empty());
    let right = Package::passport().regulation();
    assert!(may_open(&material(&right, "kos-44"), Form::Measures).is_ok());
}

/// Proves: PASSPORT-02.
#[test]
fn form_1_demands_a_responsible_person_with_a_contact_and_a_day_that_has_come() {
    let nobody = Package::passport().cut("dossier.yaml", "responsible:", "target-model:");
    assert_eq!(findings(&nobody), ["MISSING Форма 1, строка 4"]);
    let silent =
        Package::passport().edit("dossier.yaml", ", phone: +7 800 000-00-17, email: yagoda@priozerye.example", "");
    assert_eq!(findings(&silent), ["MISSING Форма 1, строка 4"]);
    let future = Package::passport().edit("dossier.yaml", "2026-02-16", "2026-03-11");
    assert_eq!(findings(&future), ["DAY Форма 1, строка 3"]);
    let by_hand = Package::passport().edit("dossier.yaml", "2026-02-16 }", "2026-02-16, by-hand: реестр недоступен }");
    assert_eq!(findings(&by_hand), ["DIFFERS Форма 1, строка 3"], "marked, not refused");
    let mute = Package::passport().edit("dossier.yaml", "подаёт жалобу", "идёт домой");
    assert_eq!(findings(&mute), ["MODEL_SILENT Форма 1, строка 5"], "a lint: appeal is not mentioned");
}

/// Proves: PASSPORT-03.
#[test]
fn a_blank_cell_of_form_2_is_refused() {
    let blank = Package::passport().edit(
        "electronic.yaml",
        "A7: { federal: yes, regional: yes, site: no }",
        "A7: { federal: yes, regional: yes }",
    );
    assert_eq!(findings(&blank), ["MISSING Форма 2, строка 7, Иные ресурсы"]);
    let unanswered =
        Package::passport().edit("electronic.yaml", "  A9: { federal: yes, regional: yes, site: no }\n", "");
    assert_eq!(findings(&unanswered).len(), 3, "27 cells, three of them blank");
}

/// Proves: PASSPORT-04.
#[test]
fn every_no_has_a_ground_that_fits_the_facts_and_an_explanation() {
    let why = ", reasons: [ { ground: G5.1, text: Разрешение на сбор ягод выдаётся бесплатно. } ]";
    assert!(!findings(&Package::passport().edit("electronic.yaml", why, "")).is_empty(), "no reason");
    let foreign = Package::passport().edit("electronic.yaml", "ground: G5.1", "ground: G3.1");
    assert!(!findings(&foreign).is_empty(), "a ground of another action");
    let low = Package::passport().edit("electronic.yaml", "ground: G5.1", "ground: G5.2");
    assert!(!findings(&low).is_empty(), "demand is not low");
    let wordless =
        Package::passport().edit("electronic.yaml", ", text: Разрешение на сбор ягод выдаётся бесплатно.", "");
    assert!(findings(&wordless).iter().all(|one| one.contains("строка 5")), "{:?}", findings(&wordless));
    assert!(!findings(&wordless).is_empty());
}

/// Proves: PASSPORT-05.
#[test]
fn the_site_is_not_wider_than_the_portals() {
    let wider = Package::passport().edit(
        "electronic.yaml",
        "A5: { federal: no, regional: no, site: no,",
        "A5: { federal: no, regional: no, site: yes,",
    );
    let found = findings(&wider);
    assert!(found.contains(&"SITE_WIDER_THAN_PORTAL Форма 2, строка 5, Иные ресурсы".to_owned()), "{found:?}");
    let differs = Package::passport().edit(
        "electronic.yaml",
        "A2: { federal: yes, regional: yes",
        "A2: { federal: yes, regional: no",
    );
    assert!(findings(&differs).is_empty(), "channels may differ");
}

/// Proves: PASSPORT-06.
#[test]
fn every_planned_action_that_does_not_work_yet_has_a_whole_measure() {
    let uncovered = Package::passport().edit("dossier.yaml", "actions: [A3, A4, A6, A7]", "actions: [A3, A6, A7]");
    assert_eq!(findings(&uncovered), ["NO_MEASURE Форма 3, действие 4"]);
    for (key, column) in [
        ("    evidence: Акт о размещении формы\n", "вид подтверждающего документа"),
        ("    by: Центр информационных технологий региона «Приозёрье»\n", "ответственный исполнитель"),
        ("    due: 2026-10-30\n", "срок реализации"),
    ] {
        let hole = Package::passport().edit("dossier.yaml", key, "");
        assert_eq!(findings(&hole), [format!("MISSING Форма 3, строка 2, {column}")]);
    }
}

/// Proves: PLAN-06, PLAN-07.
#[test]
fn priority_services_choose_from_their_own_library_and_join_the_hub_first() {
    let codes = |priority| library(priority).keys().cloned().collect::<Vec<_>>();
    assert_eq!(codes(false), ["6.6.1", "6.6.2", "6.6.3", "6.6.4", "6.6.5"]);
    assert_eq!(codes(true), ["6.1", "6.2", "6.2-hub", "6.3", "6.4", "6.5"]);
    let foreign = Package::passport().edit("dossier.yaml", "typical: \"6.6.1\"", "typical: \"6.1\"");
    assert_eq!(findings(&foreign), ["WRONG_LIBRARY Форма 3, строка 1, мероприятие"]);
    let priority = || {
        Package::passport()
            .edit("regulation.yaml", "list: mass-significant", "list: priority")
            .edit("dossier.yaml", "typical: \"6.6.1\"", "typical: \"6.1\"")
            .edit("dossier.yaml", "typical: \"6.6.2\"", "typical: \"6.2\"")
    };
    assert_eq!(findings(&priority()), ["HUB_FIRST Форма 3, строка 2, мероприятие"]);
    let reasoned = priority().edit(
        "dossier.yaml",
        "    expect: Заявление подаётся",
        "    hub-impossible: Концентратор не принимает снимки\n    expect: Заявление подаётся",
    );
    assert!(findings(&reasoned).is_empty(), "{:?}", findings(&reasoned));
}

#[test]
fn a_service_without_dossier_and_composition_prints_an_empty_form_and_invents_nothing() {
    let bare = Package::passport().without("dossier.yaml").without("electronic.yaml");
    let regulation = bare.regulation();
    let made = passport(&material(&regulation, "kos-44"));
    assert!(made.paper.draft);
    let form = &tables(&made.paper, "Форма 1")[0];
    assert_eq!(form.rows.iter().filter(|row| row[2].text.is_empty()).count(), 3);
}
