//! What follows from a form and from all services together, without anybody drawing it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use regulation::diagnostic::Sources;
use regulation::fact::Facts;
use regulation::form;
use regulation::package::{self, Regulation};
use serde_json::Value;

fn okno(arguments: &[&str]) -> (i32, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root).output().unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
}

fn regulation(name: &str) -> Regulation {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut sources = files(&root.join("regulations").join(name));
    package::lend(&mut sources, None, &files(&root.join("region")));
    package::read(&sources).0.expect(name)
}

fn files(folder: &Path) -> Sources {
    fn walk(root: &Path, at: &Path, texts: &mut BTreeMap<String, String>) {
        for path in std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(root, &path, texts);
            } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "typ") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut texts = BTreeMap::new();
    walk(folder, folder, &mut texts);
    Sources(texts)
}

fn asked(regulation: &Regulation) -> Vec<&str> {
    regulation.form.iter().flat_map(|step| &step.fields).map(String::as_str).collect()
}

/// Proves: FORMBUILDER-05.
#[test]
fn one_form_gives_its_sample_its_print_view_its_schema_and_its_part_of_the_otr() {
    let ticket = regulation("hunting-ticket");
    // The sample is the form filled in; the print view shows each of its answers under its label.
    let view = form::view(&ticket, &ticket.sample, &Facts::default(), ticket.from);
    let printed = papers::Section::of_form(&view);
    assert_eq!(printed.len(), view.steps.len());
    let mut shown = 0;
    for (section, step) in printed.iter().zip(&view.steps) {
        assert_eq!(section.title, step.title);
        for (line, field) in section.lines.iter().zip(&step.fields) {
            assert_eq!((&line.label, &line.shown), (&field.label, &field.shown));
            shown += usize::from(ticket.sample.contains_key(&field.name) && !line.shown.is_empty());
        }
    }
    assert!(shown >= 5, "{shown} answers of the sample are printed");
    // The schema asks exactly what the form asks.
    let (code, schema) = okno(&["schema", "form", "regulations/hunting-ticket"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let properties: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((code, properties), (0, asked(&ticket).into_iter().collect()));
    // And so does the form part of the OTR, in the order of the steps.
    let (_, otr) = okno(&["paper", "otr", "regulations/hunting-ticket", "--format", "json", "--out", "-"]);
    let otr: Value = serde_json::from_str(&otr).unwrap();
    let steps = otr["form"].as_array().unwrap().iter();
    let fields: Vec<&str> = steps
        .flat_map(|step| step["fields"].as_array().unwrap())
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert_eq!(fields, asked(&ticket));
}

/// Proves: FORMBUILDER-05.
#[test]
fn a_joint_form_says_whose_part_each_field_is() {
    let (code, schema) = okno(&["schema", "form", "regulations/marriage"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let marriage = regulation("marriage");
    let titles: Vec<&str> =
        schema["x-okno-parties"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!((code, titles), (0, vec!["Жених", "Невеста"]));
    for name in asked(&marriage) {
        let part = &schema["properties"][name]["x-okno-party"];
        let expected = match name.split('.').next().unwrap() {
            "groom" => serde_json::json!(["groom"]),
            "bride" => serde_json::json!(["bride"]),
            _ => Value::Null,
        };
        assert_eq!(*part, expected, "{name}");
    }
    let (_, alone) = okno(&["schema", "form", "regulations/hunting-ticket"]);
    assert!(!alone.contains("x-okno-part"), "one applicant has no parts");
}

/// Proves: LIFE-02.
#[test]
fn the_chain_of_services_is_shown_as_table_data_and_picture() {
    let (code, table) = okno(&["chain", "regulations"]);
    assert_eq!(code, 0, "{table}");
    for part in ["hunting-ticket → hunting-draw", "land-plan → building-permit", "кругов нет"] {
        assert!(table.contains(part), "{part} is not in\n{table}");
    }
    let (_, json) = okno(&["chain", "regulations", "--format", "json"]);
    let graph: Value = serde_json::from_str(&json).unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let edge = edges.iter().find(|edge| edge["to"] == "hunting-draw").unwrap();
    assert_eq!((&edge["from"], &edge["field"]), (&Value::from("hunting-ticket"), &Value::from("number")));
    let (_, picture) = okno(&["chain", "regulations", "--format", "svg"]);
    assert!(picture.starts_with("<svg ") && picture.contains("<title"), "{picture}");
    let (_, dot) = okno(&["chain", "regulations", "--format", "dot"]);
    assert!(dot.contains("\"hunting-ticket\" -> \"hunting-draw\""), "{dot}");
    assert_eq!(picture.matches("marker-end").count(), dot.matches(" -> ").count(), "one line for each pair");
}

/// Proves: LIFE-03.
#[test]
fn services_that_wait_for_one_another_are_told_with_the_whole_circle() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chain");
    let fixture = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../regulation/tests/fixtures/plain"));
    let write = |id: &str, giver: &str| {
        for (name, text) in &fixture.0 {
            let fact = format!(
                "  known: {{ type: yes-no, label: Известно, from: [services.{giver}.permit.exists], ask: never, purpose: decision, because: law.3 }}\n\nform:"
            );
            let text = if name == "regulation.yaml" {
                text.replace("service: berry-permit", &format!("service: {id}"))
                    .replacen("\nform:", &fact, 1)
                    .replace("when: not(allowed)", "when: not(allowed) or not(known)")
            } else {
                text.clone()
            };
            let path = root.join(id).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    };
    write("one", "two");
    write("two", "one");
    let (code, table) = okno(&["chain", root.to_str().unwrap()]);
    assert_eq!(code, 1, "{table}");
    assert!(table.contains("R075") && table.contains("one → two → one"), "{table}");
    assert!(!table.contains("кругов нет"), "{table}");
    let (code, picture) = okno(&["chain", root.to_str().unwrap(), "--format", "svg"]);
    assert!(code == 1 && picture.contains("</svg>"), "a circle is drawn all the same");
}
