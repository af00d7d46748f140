//! The action matrix.

use papers::dossier::{MATRIX, MATRIX_NOTE, differences, matrix};
use papers::office::{Block, Look, Table};

use super::world::{Package, material, told};

fn table(paper: &papers::office::Paper) -> &Table {
    let found = paper.sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    found.unwrap()
}

/// Proves: MATRIX-01.
#[test]
fn the_matrix_has_the_official_columns_in_their_order_and_the_footnote() {
    let regulation = Package::matrix().regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    let table = table(&made.paper);
    let names: Vec<&str> = table.head[0].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(names, MATRIX.map(|(name, _)| name));
    assert_eq!(table.notes, [MATRIX_NOTE]);
    let row: Vec<&str> = table.rows[0].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(row[3], "63000000000017");
    assert_eq!(row[6..15], ["1", "0", "1", "1", "-", "1", "1", "1", "1"]);
}

/// Proves: MATRIX-01.
#[test]
fn a_row_without_act_and_registry_number_is_a_draft_and_names_the_cells() {
    let package = Package::matrix().cut("dossier.yaml", "registry:", "responsible:");
    let regulation = package.regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    assert!(!made.ready());
    assert!(made.paper.draft);
    let missing: Vec<String> = told(&made.findings).into_iter().filter(|one| one.starts_with("MISSING")).collect();
    assert_eq!(missing, ["MISSING C4, berry-permit", "MISSING D4, berry-permit"]);
    let row = &table(&made.paper).rows[0];
    assert_eq!((row[2].look, row[3].look), (Look::Missing, Look::Missing));
    assert_eq!(row[2].text, "", "nothing is invented");
}

/// Proves: MATRIX-01, CAT-09.
#[test]
fn a_sub_service_has_a_row_of_its_own_with_its_own_codes() {
    let parts = "sub-services:\n  - { title: Первичная выдача, applications: 120 }\n  - { title: Продление, applications: 38, cells: { A2: \"-\" } }\namendment:";
    let regulation = Package::matrix().edit("dossier.yaml", "amendment:", parts).regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    let rows = &table(&made.paper).rows;
    let shown: Vec<[&str; 3]> = rows.iter().map(|row| [&*row[5].text, &*row[7].text, &*row[15].text]).collect();
    assert_eq!(shown, [["Первичная выдача", "0", "120"], ["Продление", "-", "38"]]);
}

/// Proves: MATRIX-03.
#[test]
fn the_count_is_the_mean_of_three_years_rounded_up_with_its_history_in_the_note() {
    let regulation = Package::matrix().edit("electronic.yaml", "requests: 161", "requests: 8").regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    let row = &table(&made.paper).rows[0];
    assert_eq!(row[15].text, "101", "100 and a third is over a hundred, and printed so");
    assert!(row[16].text.contains("2023 — 140 (форма 1-ГУ за 2023 год); 2024 — 155"), "{}", row[16].text);
}

/// Proves: MATRIX-04, MATRIX-07, MATRIX-08.
#[test]
fn what_the_rule_set_forbids_is_told_at_the_cell() {
    let regulation = Package::matrix().edit("electronic.yaml", "A3: 1, A4: 1", "A3: 0, A4: 1").regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    let told = told(&made.findings);
    assert!(told.iter().any(|one| one.ends_with("I4, berry-permit")), "A3 stands in column I: {told:?}");
    assert!(!made.ready());
    let right = Package::matrix().regulation();
    let made = matrix(&[material(&right, "kam-41")]);
    assert!(made.ready(), "{:?}", made.findings);
    let free = Package::matrix().edit("electronic.yaml", "A5: \"-\"", "A5: 1").regulation();
    let made = matrix(&[material(&free, "kam-41")]);
    assert!(!made.ready(), "a service without charges has no payment: {:?}", made.findings);
}

/// Proves: MATRIX-06.
#[test]
fn under_the_threshold_a_row_waits_for_the_working_group() {
    let few = Package::matrix()
        .edit("electronic.yaml", "requests: 140", "requests: 60")
        .edit("electronic.yaml", "requests: 155", "requests: 60")
        .edit("electronic.yaml", "requests: 161", "requests: 60");
    let regulation = few.regulation();
    let made = matrix(&[material(&regulation, "kam-41")]);
    assert_eq!(told(&made.findings)[0], "DECISION_NEEDED I4, berry-permit");
}

/// Proves: MATRIX-14.
#[test]
fn a_promise_without_anything_behind_it_and_a_live_action_without_a_promise_are_listed() {
    let promised = Package::matrix().edit("electronic.yaml", "A2: 0", "A2: 1").regulation();
    let found = differences(&material(&promised, "kam-41"));
    assert_eq!(told(&found), ["DIFFERS действие 2, berry-permit"], "the package books nothing");
    let dropped = Package::matrix().edit("electronic.yaml", "A3: 1", "A3: 0").regulation();
    let found = differences(&material(&dropped, "kam-41"));
    assert_eq!(told(&found), ["DIFFERS действие 3, berry-permit"], "the form is there");
}

#[test]
fn the_same_service_twice_is_refused() {
    let regulation = Package::matrix().regulation();
    let made = matrix(&[material(&regulation, "kam-41"), material(&regulation, "kam-41")]);
    assert!(told(&made.findings).contains(&"TWICE строка 2".to_owned()));
}
