//! The catalogue of the demo region as linked data: it fits the published shapes, says the same
//! in both formats, and says where to file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

const SHAPES: &str = "../shared/data/cpsv-ap/cpsv-ap-SHACL.ttl";

/// Says whether two files carry the same triples.
const SAME: &str = "import sys; from rdflib import Graph\n\
one = set(Graph().parse(sys.argv[1], format='turtle')); two = set(Graph().parse(sys.argv[2], format='json-ld'))\n\
print(len(one)); sys.exit(0 if one == two else 1)";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Output {
    Command::new(program).current_dir(root()).args(arguments).output().unwrap()
}

/// The catalogue of all services in a format, written into the folder of tests.
fn written(format: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("catalogue.{format}"));
    let out = file.to_string_lossy().into_owned();
    let base = "https://portal.example/";
    let arguments = [
        "paper",
        "catalogue",
        "regulations",
        "--date",
        "2026-03-10",
        "--base",
        base,
        "--format",
        format,
        "--out",
        &out,
    ];
    let output = run(env!("CARGO_BIN_EXE_okno"), &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    file
}

static TURTLE: LazyLock<PathBuf> = LazyLock::new(|| written("turtle"));
static JSON: LazyLock<PathBuf> = LazyLock::new(|| written("jsonld"));

fn data() -> Vec<Value> {
    let data: Value = serde_json::from_slice(&std::fs::read(&*JSON).unwrap()).unwrap();
    data["@graph"].as_array().unwrap().clone()
}

fn of<'d>(data: &'d [Value], id: &str) -> &'d Value {
    data.iter().find(|node| node["@id"] == format!("https://portal.example/{id}")).unwrap_or_else(|| panic!("no {id}"))
}

fn linked(node: &Value, predicate: &str) -> Vec<String> {
    let all = node[predicate].as_array().cloned().unwrap_or_default();
    all.iter().map(|one| one["@id"].as_str().unwrap().replace("https://portal.example/", "")).collect()
}

#[test]
fn the_catalogue_passes_the_published_shapes_and_both_formats_say_the_same() {
    let tools = root().join("target/pyshacl/bin");
    if !tools.join("pyshacl").is_file() {
        eprintln!("LOUD: pyshacl is not installed, no shape was checked; `cargo xtask test` installs it");
        return;
    }
    let (turtle, json) = (TURTLE.to_string_lossy().into_owned(), JSON.to_string_lossy().into_owned());
    let output = run(tools.join("python"), &["-c", SAME, &turtle, &json]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let triples: usize = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    assert!(triples > 5000, "all services are in it: {triples} triples");
    if !root().join(SHAPES).is_file() {
        eprintln!("LOUD: {SHAPES} is not here, the catalogue was held against no shapes");
        return;
    }
    let output = run(tools.join("pyshacl"), &["-s", SHAPES, "-f", "human", "-df", "turtle", &turtle]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("Conforms: True"), "{said}");
    assert!(!said.contains("Failed to convert"), "every value is of its data type: {said}");
}

/// Proves: CAT-06.
#[test]
fn the_list_of_electronic_services_is_those_whose_form_is_chosen_and_works_with_their_pages() {
    let data = data();
    let listed = linked(of(&data, "services#electronic"), "dct:hasPart");
    assert!(listed.contains(&"services/hunting-ticket#service".to_owned()), "{listed:?}");
    assert!(!listed.contains(&"services/apostille#service".to_owned()), "the original is handed over in person");
    assert_eq!(linked(of(&data, "services#catalogue"), "dct:hasPart").len(), 21);
    for service in &listed {
        let page = service.trim_end_matches("#service").to_owned();
        assert_eq!(linked(of(&data, service), "foaf:page"), [page.as_str()]);
        of(&data, &page);
    }
}

/// Proves: CAT-14.
#[test]
fn every_service_names_the_portals_and_says_where_to_file() {
    let data = data();
    for service in linked(of(&data, "services#catalogue"), "dct:hasPart") {
        let node = of(&data, &service);
        let channels: Vec<String> = linked(node, "m8g:hasChannel")
            .iter()
            .map(|channel| of(&data, channel)["dct:description"][0]["@value"].as_str().unwrap().to_owned())
            .collect();
        let files = channels.iter().any(|words| words.contains("подать заявление"));
        let notes = node["skos:note"].to_string();
        assert!(files || notes.contains("Где подать заявление") || notes.contains("негде"), "{service}: {channels:?}");
    }
    let portal = of(&data, "services/hunting-ticket#channel-portal")["dct:description"][0]["@value"].to_string();
    assert!(portal.contains("Региональный портал «Окно Приозёрья»: узнать об услуге, подать заявление"), "{portal}");
    let federal = of(&data, "services/hunting-ticket#channel-epgu")["dct:description"][0]["@value"].to_string();
    assert!(federal.contains("Единый портал госуслуг") && federal.contains("нельзя"), "{federal}");
}

/// Proves: CAT-13, CAT-16, CAT-18.
#[test]
fn every_service_has_its_kind_its_lists_with_their_act_and_the_version_it_follows() {
    let data = data();
    let apostille = of(&data, "services/apostille#service");
    assert_eq!(linked(apostille, "dct:type"), ["concepts#kind-delegated"]);
    assert_eq!(linked(apostille, "m8g:isClassifiedBy"), ["concepts#list-mass-significant"]);
    let list = of(&data, "concepts#list-mass-significant")["skos:prefLabel"][0]["@value"].to_string();
    assert!(list.contains("Перечень массовых социально значимых услуг"), "{list}");
    assert_eq!(apostille["owl:versionInfo"][0]["@value"], "2026.1");
    assert_eq!(apostille["dct:modified"][0]["@value"], "2026-01-01");
    let fee = &of(&data, "services/apostille#service")["m8g:hasCost"];
    assert!(!fee.as_array().unwrap().is_empty());
}
