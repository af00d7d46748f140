//! All services together: links, relations, circles.

use regulation::package::Regulation;
use regulation::prove;

use crate::{edited, package_folder, whole};

const PLACE: &str = "\nform:";

/// The plain service under another name, with one fact more.
fn service(id: &str, fact: &str) -> Regulation {
    let facts = format!("{fact}{PLACE}");
    let used = if fact.is_empty() { "when: not(allowed)" } else { "when: not(allowed) or not(known)" };
    let id = format!("service: {id}");
    whole(&edited(&[("service: berry-permit", &id), (PLACE, &facts), ("when: not(allowed)", used)]))
}

fn fact(from: &str) -> String {
    format!(
        "  known: {{ type: yes-no, label: Известно, from: [{from}], ask: never, purpose: decision, because: law.3 }}\n"
    )
}

fn codes(services: &[&Regulation]) -> Vec<(String, &'static str, String)> {
    let found = prove::library(services);
    found.into_iter().map(|one| (one.service, one.finding.code, one.finding.message)).collect()
}

/// Proves: LIFE-02.
#[test]
fn the_graph_of_services_follows_from_their_inputs_and_outputs() {
    let giver = service("giver", "");
    let taker = service("taker", &fact("services.giver.permit.exists"));
    let edges = prove::chain(&[&giver, &taker]);
    let [edge] = edges.as_slice() else { panic!("one edge: {edges:?}") };
    assert_eq!((edge.from.as_str(), edge.to.as_str(), edge.fact.as_str()), ("giver", "taker", "known"));
    assert!(codes(&[&giver, &taker]).is_empty());
}

/// Proves: LIFE-02.
#[test]
fn a_link_to_what_is_not_there_is_refused_at_its_fact() {
    let giver = service("giver", "");
    for (from, word) in [
        ("services.nobody.permit.exists", "услуги `nobody` нет"),
        ("services.giver.ticket.exists", "нет результата `ticket`"),
        ("services.giver.permit.colour", "нет сведения `colour`"),
    ] {
        let taker = service("taker", &fact(from));
        let found = codes(&[&giver, &taker]);
        let [(service, "R076", message)] = found.as_slice() else { panic!("{from}: {found:?}") };
        assert_eq!(service, "taker");
        assert!(message.contains(word), "{message}");
    }
    let taker = service("taker", &fact("services.giver.permit.issued"));
    assert!(codes(&[&giver, &taker]).is_empty(), "every result is issued on some day");
}

/// Proves: LIFE-03.
#[test]
fn services_that_wait_for_one_another_are_refused_with_the_circle() {
    let one = service("one", &fact("services.three.permit.exists"));
    let two = service("two", &fact("services.one.permit.exists"));
    let three = service("three", &fact("services.two.permit.exists"));
    let found = codes(&[&one, &two, &three]);
    let [(service, "R075", message)] = found.as_slice() else { panic!("one circle, one finding: {found:?}") };
    assert_eq!(service, "one");
    assert!(message.contains("one → two → three → one"), "{message}");
    // Without the last edge there is no circle.
    let free = self::service("one", "");
    assert!(codes(&[&free, &two, &three]).is_empty());
}

#[test]
fn a_service_may_look_at_its_own_earlier_result() {
    let own = service("own", &fact("services.own.permit.exists"));
    assert!(codes(&[&own]).is_empty());
}

#[test]
fn a_relation_to_nowhere_is_told() {
    let relation =
        "relations:\n  - { service: moonwalk, kind: beside, say: После прогулки берут и это. }\n\nprocedures:\n";
    let related = whole(&edited(&[("procedures:\n", relation)]));
    let found = codes(&[&related]);
    assert!(matches!(found.as_slice(), [(_, "R077", _)]), "{found:?}");
}

/// Proves: LIFE-02, LIFE-03.
#[test]
fn the_services_of_the_project_hold_together() {
    let mut services = Vec::new();
    for folder in package_folder::all() {
        match regulation::package::read(&package_folder::sources(&folder)) {
            (Some(regulation), _) => services.push(regulation),
            // Mistakes of one package are reported by its own test.
            (None, _) => return,
        }
    }
    let services: Vec<&Regulation> = services.iter().collect();
    let found = prove::library(&services);
    let errors: Vec<_> = found.iter().filter(|one| one.finding.code != "R077").collect();
    assert!(errors.is_empty(), "{errors:?}");
}
