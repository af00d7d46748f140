//! A decision is kept, recomputed offline, and explained to whoever asks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn okno(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_okno")).args(arguments).current_dir(root()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder of one test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("okno-replay-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn facts(&self) -> String {
        let known = json!({
            "request.kind": "issue", "applicant.birthdate": "2015-01-01", "read_rules": true, "convicted": true
        });
        self.write("facts.json", &known.to_string())
    }

    fn explain(&self, more: &[&str]) -> String {
        let facts = self.facts();
        let mut arguments = vec!["explain", "regulations/hunting-ticket", "--as-of", "2026-03-03", "--facts", &facts];
        arguments.extend(more);
        let (code, shown, said) = okno(&arguments);
        assert_eq!(code, 0, "{said}");
        shown
    }

    fn decision(&self) -> Value {
        serde_json::from_str(&self.explain(&["--json", "--decision"])).unwrap()
    }

    fn replay(&self, decision: &Value) -> (i32, String, String) {
        let path = self.write("decision.json", &decision.to_string());
        okno(&["replay", &path, "--regulations", "regulations"])
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Proves: INTAKE-10, CAR-05.
#[test]
fn a_kept_decision_is_recomputed_to_the_byte() {
    let desk = Desk::new("same");
    let (code, shown, said) = desk.replay(&desk.decision());
    assert_eq!(code, 0, "{shown}{said}");
    assert!(shown.contains("Пересчёт совпал с сохранённым решением до байта"), "{shown}");
    assert!(!shown.contains("изменились"), "{shown}");
}

/// Proves: INTAKE-10, CAR-05.
#[test]
fn a_changed_fact_or_assessment_is_shown_with_what_was_kept_and_what_comes_out() {
    let desk = Desk::new("changed");
    let mut decision = desk.decision();
    let born = decision["facts"]["applicant.birthdate"]["value"].clone();
    let changed = serde_json::from_str::<Value>(&born.to_string().replace("2015-01-01", "1990-01-01")).unwrap();
    decision["facts"]["applicant.birthdate"]["value"] = changed;
    let (code, shown, said) = desk.replay(&decision);
    assert_eq!(code, 1, "{shown}{said}");
    assert!(shown.contains("отличается") && shown.contains("сохранено: ") && shown.contains("пересчёт: "), "{shown}");
    let mut decision = desk.decision();
    decision["assessment"]["decision"] = json!("positive");
    let (code, shown, said) = desk.replay(&decision);
    assert_eq!(code, 1, "{shown}{said}");
    assert!(shown.contains("Различий: 1."), "{shown}");
}

/// Proves: INTAKE-10, CAR-05.
#[test]
fn a_regulation_that_was_edited_since_is_noticed() {
    let desk = Desk::new("edited");
    let decision = desk.write("decision.json", &desk.decision().to_string());
    let copy = desk.0.join("hunting-ticket");
    copy_folder(&root().join("regulations/hunting-ticket"), &copy);
    let path = copy.join("regulation.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}\n# Примечание.\n")).unwrap();
    let (code, shown, said) = okno(&["replay", &decision, "--regulations", copy.to_str().unwrap()]);
    assert_eq!(code, 0, "a comment decides nothing: {shown}{said}");
    assert!(shown.contains("Файлы регламента с тех пор изменились"), "{shown}");
    std::fs::write(&path, text.replace(">= 18", ">= 8")).unwrap();
    let (code, shown, said) = okno(&["replay", &decision, "--regulations", copy.to_str().unwrap()]);
    assert_eq!(code, 1, "{shown}{said}");
    assert!(shown.contains("Файлы регламента с тех пор изменились") && shown.contains("сохранено: "), "{shown}");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_replayed_is_refused_with_the_reason() {
    let desk = Desk::new("refused");
    let garbage = desk.write("garbage.json", "не JSON");
    let (code, _, said) = okno(&["replay", &garbage]);
    assert!(code == 2 && said.contains("is not a stored decision"), "{said}");
    let (code, _, said) = okno(&["replay", "no/such.json"]);
    assert!(code == 2 && said.contains("cannot read the decision in no/such.json"), "{said}");
    let mut decision = desk.decision();
    decision["version"] = json!("1999.1");
    let (code, _, said) = desk.replay(&decision);
    assert!(code == 2 && said.contains("edition 1999.1 of hunting-ticket; there is only"), "{said}");
    decision["service"] = json!("no-such-service");
    let (code, _, said) = desk.replay(&decision);
    assert!(code == 2 && said.contains("there is no package of the service no-such-service"), "{said}");
}

/// Proves: STATUS-02, STATUS-05.
#[test]
fn the_citizen_is_told_in_sentences_without_codes_and_the_clerk_by_table() {
    let desk = Desk::new("explain");
    let citizen = desk.explain(&["--for", "citizen"]);
    for code in ["H1", "H2", "convicted", "request.kind", "applicant.birthdate", "regulation.yaml", "hunting-ticket"] {
        assert!(!citizen.contains(code), "the code «{code}» is shown to the citizen:\n{citizen}");
    }
    for line in citizen.lines().filter(|line| !line.trim().is_empty()) {
        assert!(line.ends_with(['.', ':', '!', '?']), "not a whole sentence: «{line}»\n{citizen}");
    }
    assert!(citizen.contains("18 лет") && citizen.contains("209-ФЗ"), "{citizen}");
    let clerk = desk.explain(&["--for", "clerk"]);
    for part in ["H1", "209-ФЗ", "regulation.yaml:"] {
        assert!(clerk.contains(part), "«{part}» is missing for the clerk:\n{clerk}");
    }
    let table: Value = serde_json::from_str(&desk.explain(&["--for", "clerk", "--json"])).unwrap();
    assert!(table.is_object(), "{table}");
}
