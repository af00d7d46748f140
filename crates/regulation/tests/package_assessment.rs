//! What an assessment must say: a procedure of its own, a remote way, a sheet that can come about,
//! consent before a recording.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use std::path::Path;

use regulation::diagnostic::Severity;
use regulation::package;

/// Codes of the errors in the attestation of teachers with some texts changed.
fn codes(edits: &[(&str, &str)]) -> Vec<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations/teacher-attestation");
    let mut sources = package_folder::sources(&folder);
    let text = sources.0.get_mut("regulation.yaml").unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from} is not there");
        *text = text.replace(from, to);
    }
    let (_, found) = package::read(&sources);
    found.into_iter().filter(|one| one.severity == Severity::Error).map(|one| one.code).collect()
}

/// Proves: REMOTE-01, REMOTE-02, PROCEDURE-01.
#[test]
fn an_assessment_that_cannot_come_about_is_refused() {
    assert_eq!(codes(&[]), [""; 0]);
    let methods = "methods: [self-declaration, recording, video, appointment]";
    for (from, to, code) in [
        ("procedure: expertise", "procedure: nowhere", "R083"),
        ("procedure: expertise", "procedure: decision", "R083"),
        (methods, "methods: [appointment]", "R084"),
        ("most: 30, because", "most: 50, because", "R085"),
        ("title: Результаты учеников, most: 30", "title: Результаты учеников", "R085"),
        ("passes: expertise.score >= pass_score", "passes: expertise.score > 100", "R085"),
        ("apart: 40", "apart: 100", "R085"),
        ("rule: mean\n", "rule: all\n", "R085"),
        ("output: [expertise.score]", "output: [schedule]", "R085"),
        (
            "    consent: Я согласен на запись открытого урока и на то, что её посмотрят эксперты комиссии.\n",
            "",
            "R086",
        ),
        ("gives: expertise.score", "gives: expertise.points", "R012"),
        ("experts: 3", "experts: 0", "R037"),
        ("    sheet:\n      - { id: learning", "    sheets:\n      - { id: learning", "R003"),
    ] {
        let found = codes(&[(from, to)]);
        assert!(found.contains(&code), "{to}: {found:?}, not {code}");
    }
}
