//! Key by key: into every object of a package a key is put that nobody knows; the reader then
//! says which keys it would take there, and the schema must name the same.

use std::collections::{BTreeMap, BTreeSet};

use regulation::diagnostic::Sources;
use regulation::package;
use serde_json::{Map, Value, json};

use super::{parsed, printed, root, tree};

/// Begins a key that nobody knows and that is like none.
const STRANGER: &str = "qqqqqqqqqq";

/// A schema document that is walked together with a value.
struct Schema(Value);

impl Schema {
    /// Every part of the schema that holds at this place: references followed, branches chosen.
    fn parts<'s>(&'s self, schema: &'s Value, value: &Value) -> Vec<&'s Value> {
        let mut parts = vec![schema];
        if let Some(name) = schema["$ref"].as_str() {
            parts.extend(self.parts(self.0.pointer(name.trim_start_matches('#')).unwrap(), value));
        }
        for all in schema["allOf"].as_array().into_iter().flatten() {
            parts.extend(self.parts(all, value));
        }
        let branches = schema["anyOf"].as_array().into_iter().flatten();
        let branch = branches.into_iter().find(|branch| self.parts(branch, value).iter().any(|part| fits(part, value)));
        parts.extend(branch.map(|branch| self.parts(branch, value)).unwrap_or_default());
        if let Some(condition) = schema.get("if") {
            let holds = jsonschema::draft202012::is_valid(condition, value);
            let then = schema.get(if holds { "then" } else { "else" });
            parts.extend(then.map(|then| self.parts(then, value)).unwrap_or_default());
        }
        parts
    }

    /// The keys that may stand in this object; nothing when any may.
    fn keys(&self, parts: &[&Value]) -> Option<BTreeSet<String>> {
        if !parts.iter().any(|part| part["additionalProperties"] == json!(false)) {
            return None;
        }
        let declared = parts.iter().filter_map(|part| part["properties"].as_object());
        let mut keys: BTreeSet<String> = declared.flat_map(|properties| properties.keys().cloned()).collect();
        for names in parts.iter().filter_map(|part| part["propertyNames"]["enum"].as_array()) {
            let names: BTreeSet<&str> = names.iter().filter_map(Value::as_str).collect();
            keys.retain(|key| names.contains(key.as_str()));
        }
        keys.retain(|key| !parts.iter().any(|part| part["properties"][key] == json!(false)));
        Some(keys)
    }

    /// Puts a stranger into every object whose keys are closed; remembers what may stand there.
    fn plant(&self, parts: &[&Value], value: &mut Value, path: &str, planted: &mut Planted) {
        let whole = value.clone();
        match value {
            Value::Array(elements) => {
                for (at, element) in elements.iter_mut().enumerate() {
                    let parts = self.below(parts, element, |part| part.get("items"));
                    self.plant(&parts, element, &format!("{path}.{at}"), planted);
                }
            }
            Value::Object(entries) => {
                for (key, inner) in entries.iter_mut() {
                    let declared = parts.iter().any(|part| part["properties"].get(key).is_some());
                    let parts = self.below(parts, inner, |part| {
                        part["properties"].get(key).or_else(|| part.get("additionalProperties").filter(|_| !declared))
                    });
                    self.plant(&parts, inner, &format!("{path}.{key}"), planted);
                }
                if let Some(keys) = self.keys(parts).filter(|_| whole.get("kind") != Some(&Value::Null)) {
                    let stranger = format!("{STRANGER}{}", planted.0.len());
                    entries.insert(stranger.clone(), json!(1));
                    planted.0.insert(stranger, (path.to_owned(), keys));
                }
            }
            _ => {}
        }
    }

    fn below<'s>(
        &'s self,
        parts: &[&'s Value],
        value: &Value,
        step: impl Fn(&'s Value) -> Option<&'s Value>,
    ) -> Vec<&'s Value> {
        parts.iter().filter_map(|part| step(part)).flat_map(|schema| self.parts(schema, value)).collect()
    }
}

/// Stranger → where it was put and the keys that the schema takes there.
#[derive(Default)]
struct Planted(BTreeMap<String, (String, BTreeSet<String>)>);

/// Is the value of the type that a branch asks for?
fn fits(part: &Value, value: &Value) -> bool {
    match part["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        _ => false,
    }
}

/// What the reader would take beside each stranger.
fn told(sources: &Sources) -> BTreeMap<String, BTreeSet<String>> {
    let (_, found) = package::read(sources);
    let mut told = BTreeMap::new();
    for one in found.iter().filter(|one| one.code == "R003" && one.message.contains(STRANGER)) {
        let stranger = one.message.split('`').nth(1).unwrap().to_owned();
        let list = one.help.split("Здесь можно:").nth(1).unwrap_or_default();
        told.insert(stranger, list.split('`').skip(1).step_by(2).map(str::to_owned).collect());
    }
    told
}

/// Plants strangers into one file of a package and compares what is told of each.
fn compare(schema: &Schema, file: &str, text: &Value, others: &Sources) -> BTreeSet<String> {
    let mut value = text.clone();
    let mut planted = Planted::default();
    let parts = schema.parts(&schema.0, &value);
    schema.plant(&parts, &mut value, "", &mut planted);
    let mut sources = others.clone();
    sources.0.insert(file.to_owned(), value.to_string());
    let told = told(&sources);
    let mut places = BTreeSet::new();
    for (stranger, (path, keys)) in planted.0 {
        let known = told.get(&stranger).unwrap_or_else(|| panic!("{file}{path} is not read by the reader"));
        // A register is looked for only where no object is named, so it is told of only there.
        let missing: Vec<_> = known.difference(&keys).collect();
        let strange: Vec<_> =
            keys.difference(known).filter(|key| !path.ends_with(".kind") || *key != "register").collect();
        assert!(missing.is_empty(), "{file}{path}: the reader knows {missing:?}, the schema does not");
        assert!(strange.is_empty(), "{file}{path}: the schema names {strange:?}, the reader does not know them");
        places.extend(keys.into_iter().map(|key| format!("{}.{key}", kind_of_place(&path))));
    }
    places
}

/// A place without the names that authors give: `facts.item`, `fee.lines`.
fn kind_of_place(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').filter(|part| !part.is_empty() && part.parse::<usize>().is_err()).collect();
    parts.join(".")
}

/// A package folder with what it needs from beside it.
fn lent(folder: &str) -> Sources {
    let mut sources = Sources::default();
    let base = root().join(folder);
    for ending in [".yaml", ".typ"] {
        for file in super::files(folder, ending) {
            let name = file.strip_prefix(&base).unwrap().to_string_lossy().into_owned();
            sources.0.insert(name, std::fs::read_to_string(&file).unwrap());
        }
    }
    let mut region = Sources::default();
    for file in super::files("region/dictionaries", ".yaml") {
        let name = format!("dictionaries/{}", file.file_name().unwrap().to_string_lossy());
        region.0.insert(name, std::fs::read_to_string(&file).unwrap());
    }
    package::lend(&mut sources, None, &region);
    sources
}

fn packages() -> Vec<String> {
    let files = super::files("regulations", "/regulation.yaml");
    let folder = |file: &std::path::PathBuf| file.parent().unwrap().strip_prefix(root()).unwrap().display().to_string();
    let local = |file: &std::path::PathBuf| parsed(file).get("parent").is_some();
    files.iter().filter(|file| !local(file)).map(folder).collect()
}

/// Proves: CAR-02.
#[test]
fn every_key_that_the_reader_knows_is_in_the_schema_and_the_other_way_round() {
    let package = Schema(printed(&["schema", "package"]));
    let cases = Schema(printed(&["schema", "cases"]));
    let rare = tree::parsed(include_str!("rare.yaml"));
    let mut met = BTreeSet::new();
    for folder in packages().iter().map(String::as_str).chain(["crates/regulation/tests/fixtures/plain"]) {
        let sources = lent(folder);
        let mut main = tree::parsed(&sources.0["regulation.yaml"]);
        if folder.ends_with("plain") {
            lay_over(&mut main, &rare);
        }
        met.extend(compare(&package, "regulation.yaml", &main, &sources));
        for (name, text) in sources.0.iter().filter(|(name, _)| name.starts_with("cases/")) {
            compare(&cases, name, &tree::parsed(text), &sources);
        }
    }
    for key in
        package.0["properties"].as_object().unwrap().keys().filter(|key| !["parent", "set"].contains(&key.as_str()))
    {
        let text = package.0["properties"][key].to_string();
        let scalar = !text.contains("#/$defs/")
            || ["text", "id", "date"].iter().any(|name| text.contains(&format!("/{name}\"")));
        assert!(
            scalar || met.iter().any(|place| place.starts_with(&format!("{key}."))),
            "no package has `{key}`: put it into rare.yaml"
        );
    }
}

/// Adds what no package has.
fn lay_over(main: &mut Value, rare: &Value) {
    let entries: Map<String, Value> = rare.as_object().unwrap().clone();
    main.as_object_mut().unwrap().extend(entries);
}

#[test]
fn a_local_regulation_takes_what_the_schema_lets_it() {
    let schema = printed(&["schema", "package"]);
    let allowed: BTreeSet<&str> =
        schema["then"]["propertyNames"]["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let mut child: Map<String, Value> =
        parsed(&root().join("regulations/kindergarten-priozersk/regulation.yaml")).as_object().unwrap().clone();
    let parent = std::fs::read_to_string(root().join("regulations/kindergarten/regulation.yaml")).unwrap();
    for key in schema["properties"].as_object().unwrap().keys() {
        child.entry(key.clone()).or_insert(Value::Null);
    }
    let mut sources = Sources::default();
    sources.0.insert("regulation.yaml".to_owned(), Value::Object(child).to_string());
    sources.0.insert("parent/regulation.yaml".to_owned(), parent);
    let (_, found) = package::read(&sources);
    let refused: BTreeSet<&str> = found
        .iter()
        .filter(|one| one.code == "R048" && one.message.contains("не может менять"))
        .map(|one| one.message.split('`').nth(1).unwrap())
        .collect();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert_ne!(refused.contains(key.as_str()), allowed.contains(key.as_str()), "`{key}`");
    }
}

/// Proves: CAR-02.
#[test]
fn the_keys_of_dictionaries_are_the_same_too() {
    let schema = Schema(printed(&["schema", "dictionary"]));
    let mut sources = lent("regulations/hunting-ticket");
    let main = sources.0["regulation.yaml"].clone();
    let mut columns = 0;
    for file in super::files("region/dictionaries", ".yaml") {
        let id = file.file_stem().unwrap().to_string_lossy().into_owned();
        let mut uses = tree::parsed(&main);
        uses["facts"]["strange"] = json!({
            "type": "choice", "dictionary": id, "label": "Что", "purpose": "decision", "because": "fz209.21",
        });
        sources.0.insert("regulation.yaml".to_owned(), uses.to_string());
        let places = compare(&schema, &format!("dictionaries/{id}.yaml"), &parsed(&file), &sources);
        columns += usize::from(places.iter().any(|place| place.starts_with("columns.")));
    }
    assert!(columns > 0, "no dictionary has columns");
}
