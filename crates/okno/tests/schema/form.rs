//! The schema of a form and the form itself agree.

use std::path::Path;

use regulation::diagnostic::Sources;
use regulation::fact::Facts;
use regulation::package::{self, Regulation};
use serde_json::{Value, json};

use super::{okno, printed, root, validator};

/// Folders of all packages of the project.
fn folders() -> Vec<String> {
    let files = super::files("regulations", "/regulation.yaml");
    files.iter().map(|file| format!("regulations/{}", name(file.parent().unwrap()))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn sources(folder: &Path) -> Sources {
    let mut sources = Sources::default();
    for ending in [".yaml", ".typ"] {
        for file in super::files(folder.strip_prefix(root()).unwrap().to_str().unwrap(), ending) {
            let name = file.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            sources.0.insert(name, std::fs::read_to_string(&file).unwrap());
        }
    }
    sources
}

/// A package with what it needs from beside it.
fn regulation(folder: &str) -> Regulation {
    let mut own = sources(&root().join(folder));
    let parent = package::needs(&own).parent.map(|parent| sources(&root().join("regulations").join(parent)));
    let region = sources(&root().join("region"));
    package::lend(&mut own, parent.as_ref(), &region);
    package::read(&own).0.unwrap_or_else(|| panic!("{folder} does not read"))
}

/// What the published sample answers of what the form asks.
fn sample(regulation: &Regulation) -> Value {
    let asked: Vec<&String> = regulation.form.iter().flat_map(|step| &step.fields).collect();
    let answers = regulation.sample.iter().filter(|(name, _)| asked.contains(name));
    Value::Object(answers.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Proves: FORM-02.
#[test]
fn the_published_sample_of_each_service_fits_the_schema_of_its_form() {
    for folder in folders() {
        let schema = printed(&["schema", "form", &folder]);
        let regulation = regulation(&folder);
        let sample = sample(&regulation);
        let validator = validator(&schema);
        let found: Vec<String> =
            validator.iter_errors(&sample).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(found, Vec::<String>::new(), "{folder}");
        let asked: usize = regulation.form.iter().map(|step| step.fields.len()).sum();
        assert_eq!(schema["properties"].as_object().unwrap().len(), asked, "{folder} asks something else");
    }
}

/// An answer left out, of a wrong type or beyond its limits is refused by both.
///
/// Proves: FORM-05.
#[test]
fn what_the_schema_of_a_form_refuses_the_form_refuses_too() {
    let mut refused = 0;
    for folder in folders() {
        let validator = validator(&printed(&["schema", "form", &folder]));
        let regulation = regulation(&folder);
        let sample = sample(&regulation);
        for name in sample.as_object().unwrap().keys() {
            let wrong =
                [json!({ "strange": 1 }), json!("\u{7}нет такого ответа"), json!("ы".repeat(20_000)), Value::Null];
            for answer in wrong {
                let mut answers = sample.clone();
                if answer.is_null() {
                    answers.as_object_mut().unwrap().remove(name);
                } else {
                    answers[name] = answer;
                }
                if validator.is_valid(&answers) {
                    continue;
                }
                refused += 1;
                let answers = answers.as_object().unwrap().clone().into_iter().collect();
                let problems = regulation::form::check(&regulation, &answers, &Facts::default(), regulation.from);
                let told = problems.iter().any(|one| one.field == *name || one.field.starts_with(&format!("{name}.")));
                // What the sample is not asked, the form does not look at.
                let view = regulation::form::view(&regulation, &answers, &Facts::default(), regulation.from);
                let asked = view.steps.iter().flat_map(|step| &step.fields).any(|field| field.path == *name);
                assert!(told || !asked, "{folder}: the schema alone refuses `{name}` = {:?}", answers.get(name));
            }
        }
    }
    assert!(refused > 300, "only {refused} answers were refused");
}

#[test]
fn a_condition_that_can_be_said_is_said_exactly() {
    let folder = std::env::temp_dir().join(format!("okno-form-{}", std::process::id())).join("plain");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("cases")).unwrap();
    for file in ["regulation.yaml", "permit.typ", "cases/basic.yaml"] {
        let from = root().join("crates/regulation/tests/fixtures/plain").join(file);
        std::fs::copy(from, folder.join(file)).unwrap();
    }
    let schema: Value = serde_json::from_str(&okno(&["schema", "form", folder.to_str().unwrap()])).unwrap();
    std::fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    assert_eq!(
        schema["allOf"],
        json!([{
            "if": { "required": ["request.kind"], "properties": { "request.kind": { "const": "renew" } } },
            "then": { "required": ["permit.number"] },
        }])
    );
    assert_eq!(schema["properties"]["permit.number"]["x-okno-when"], json!("request.kind = \"renew\""));
    assert_eq!(
        schema["properties"]["request.kind"]["oneOf"],
        json!([{ "const": "issue", "title": "Получить разрешение" }, { "const": "renew", "title": "Продлить разрешение" }])
    );
    let baskets = &schema["properties"]["baskets"];
    assert_eq!((&baskets["minItems"], &baskets["maxItems"]), (&json!(1), &json!(5)));
    assert_eq!(baskets["items"]["required"], json!(["berry", "litres"]));
    let litres = &baskets["items"]["properties"]["litres"];
    assert_eq!(litres["anyOf"][0], json!({ "type": "integer", "minimum": 1, "maximum": 50 }));
    assert_eq!(schema["properties"]["photo"]["properties"]["size"]["maximum"], json!(5 * 1024 * 1024));
    assert!(schema["properties"].get("banned").is_none() && schema["properties"].get("total").is_none());
}
