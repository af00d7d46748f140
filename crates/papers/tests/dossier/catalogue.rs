//! The catalogue: where services must be told about, and that both ways of writing agree.

use papers::catalogue::{LANGUAGE, Names, Object, PREFIXES, TYPE, catalogue, informed, jsonld, turtle};
use papers::dossier::Material;

use super::world::{Package, material};

/// Proves: CAT-04.
#[test]
fn where_a_service_must_be_told_about_is_the_rule_sets_own() {
    let whole = Package::matrix().edit("electronic.yaml", "channels: [federal, regional]", "channels: [regional]");
    let one_portal = whole.regulation();
    assert_eq!(informed(&material(&one_portal, "kam-41")), Some(false), "one of two portals is not enough");
    assert_eq!(informed(&material(&one_portal, "kos-44")), Some(true), "any of the channels is enough");
    let found = catalogue(&[material(&one_portal, "kam-41")], &Names::new("urn:x:")).findings;
    assert!(found.iter().any(|one| one.code == "NOT_INFORMED"), "{found:?}");
    let both = Package::matrix().regulation();
    assert_eq!(informed(&material(&both, "kam-41")), Some(true));
    let (electronic, found) = {
        let mut files = both.files.clone();
        let text = files.0.get_mut("electronic.yaml").unwrap();
        *text = text.replacen("channels: [federal, regional]", "channels: [federal, telegram]", 1);
        regulation::rules::read_electronic(&files)
    };
    assert!(electronic.is_none() && found[0].message.contains("telegram"), "an unknown channel is refused: {found:?}");
}

/// Reads back what is written: every triple of the graph and no other.
fn triples(data: &serde_json::Value) -> usize {
    data["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|node| node.as_object().unwrap())
        .filter(|(key, _)| *key != "@id")
        .map(|(_, values)| values.as_array().unwrap().len())
        .sum()
}

#[test]
fn json_ld_says_every_triple_of_the_graph_and_the_same_data_is_the_same_bytes() {
    let regulation = Package::passport().regulation();
    let services: [Material<'_>; 1] = [material(&regulation, "kos-44")];
    let made = catalogue(&services, &Names::new("https://portal.example/"));
    assert_eq!(made.graph, catalogue(&services, &Names::new("https://portal.example/")).graph);
    let data = jsonld(&made.graph);
    assert_eq!(triples(&data), made.graph.len());
    let text = turtle(&made.graph);
    for (address, resource) in &made.graph.0 {
        assert!(text.contains(&format!("\n<{address}>\n")), "{address}");
        assert!(resource.0.contains_key(TYPE), "{address} is of some class");
        for (predicate, objects) in &resource.0 {
            let prefix = predicate.split_once(':').unwrap().0;
            assert!(PREFIXES.iter().any(|(name, _)| *name == prefix), "{predicate}");
            for object in objects {
                match object {
                    Object::Resource(to) => assert!(made.graph.0.contains_key(to), "{address} leads to {to}"),
                    Object::Words(words) => {
                        let written = words.replace('\\', "\\\\").replace('"', "\\\"");
                        assert!(text.contains(&format!("\"{written}\"@{LANGUAGE}")), "{words}");
                    }
                    _ => {}
                }
            }
        }
    }
}
