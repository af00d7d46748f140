//! The map of interagency requests, the regulation as a document, the protocol of own cases.

use papers::dossier::{regulation as text, technological_map};
use papers::office::{Format, render};

use super::world::{Package, material, told};

/// Proves: SCHEME-02.
#[test]
fn the_map_names_provider_data_trigger_keys_term_and_clause() {
    let regulation = Package::passport().regulation();
    let made = technological_map(&material(&regulation, "kam-41"));
    assert!(made.ready(), "{:?}", made.findings);
    let csv = String::from_utf8(render(&made.paper, Format::Csv).unwrap()).unwrap();
    let row = csv.lines().find(|line| line.starts_with("1.;")).unwrap();
    for said in [
        "Лесная служба Приозёрья",
        "СНИЛС",
        "Есть запрет на сбор",
        "СМЭВ",
        "Запрос в лесной реестр",
        "2 рабочих дня",
        "7, п. 4",
    ] {
        assert!(row.contains(said), "{said} is not in {row}");
    }
}

/// Proves: SCHEME-02.
#[test]
fn a_request_without_a_provider_is_told() {
    let unknown = Package::passport()
        .edit("regulation.yaml", "  forest.ban:", "  marsh.ban:")
        .edit("regulation.yaml", "forest.ban.found", "marsh.ban.found")
        .edit("regulation.yaml", "asks: [forest.ban]", "asks: [marsh.ban]");
    let regulation = unknown.regulation();
    assert_eq!(
        told(&technological_map(&material(&regulation, "kam-41")).findings),
        ["MISSING marsh.ban, поставщик сведений"]
    );
}

#[test]
fn the_regulation_reads_as_a_document_without_marks_of_markdown() {
    let regulation = Package::passport().regulation();
    let paper = text(&material(&regulation, "kam-41"));
    let csv = String::from_utf8(render(&paper, Format::Csv).unwrap()).unwrap();
    assert!(csv.contains("Варианты и сроки") && csv.contains("Выдача. Срок"), "{csv}");
    assert!(!csv.contains("**") && !csv.contains("## "), "{csv}");
}
