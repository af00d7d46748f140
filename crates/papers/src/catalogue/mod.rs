//! The catalogue of services as linked data: CPSV-AP 3.2, with requirements and evidence in
//! the words of CCCEV, in Turtle and in JSON-LD.
//!
//! Everything follows from regulations, the region's file and the facts of services for rule
//! sets; the day decides rates and lists. The same data gives the same bytes.

mod channels;
mod graph;
mod informed;
mod jsonld;
mod names;
mod region;
mod requirement;
mod service;
mod turtle;

use regulation::package::{RelationKind, Status};
use regulation::rules;

use crate::dossier::{Finding, Material};

pub use graph::{Graph, LANGUAGE, Object, PREFIXES, Resource, TYPE};
pub use informed::{NOT_INFORMED, informed};
pub use jsonld::jsonld;
pub use names::Names;
pub use turtle::turtle;

/// A service that nobody can file for, and the catalogue says so (CAT-14).
pub const NO_CHANNEL: &str = "NO_CHANNEL";

/// What was made: the graph, and what is worth a look.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The triples.
    pub graph: Graph,
    /// Services that nobody can file for; what was promised and does not work (CAT-06).
    pub findings: Vec<Finding>,
}

/// The catalogue of published services.
pub fn catalogue(services: &[Material<'_>], names: &Names) -> Catalogue {
    let (mut graph, mut findings) = (Graph::default(), Vec::new());
    let published: Vec<&Material<'_>> =
        services.iter().filter(|one| one.regulation.status == Status::Published).collect();
    if let Some(first) = published.first() {
        region::common(&mut graph, names, first.region);
        datasets(&mut graph, names, first);
    }
    for material in &published {
        let address = service::tell(&mut graph, names, material);
        graph.of(&names.catalogue()).link("dct:hasPart", &address);
        graph.of(&address).link("dct:isPartOf", &names.catalogue());
        if channels::electronic(material) {
            graph.of(&names.electronic()).link("dct:hasPart", &address);
        }
        if let Some(why) = channels::tell(&mut graph, names, material) {
            graph.of(&address).say("skos:note", &why);
            let mend = "Опишите каналы: ключ `channels` регламента; работает ли форма — `live` и `composition` в `electronic.yaml`.";
            findings.push(Finding::warning(NO_CHANNEL, material.regulation.service.clone(), why, mend));
        }
        findings.extend(informed::look(material));
        promised(material, &mut findings);
        relations(&mut graph, names, material, &published);
    }
    Catalogue { graph, findings }
}

/// The catalogue itself, and the list of services that are provided electronically: both are
/// generated from the same facts, so the list cannot say anything else (CAT-06).
fn datasets(graph: &mut Graph, names: &Names, service: &Material<'_>) {
    let region = service.region;
    let publisher = names.authority(&region.id);
    graph.of(&publisher).is("foaf:Agent").plain("dct:identifier", &region.id).say("dct:title", &region.portal);
    let whole = (names.catalogue(), "services", "Каталог услуг", "Все опубликованные услуги региона.");
    let electronic = (
        names.electronic(),
        "electronic-services",
        "Услуги в электронной форме",
        "Услуги, за которыми можно обратиться электронно: состав действий это предусматривает, и форма работает.",
    );
    for (address, id, title, words) in [whole, electronic] {
        graph
            .of(&address)
            .is("dcat:Dataset")
            .plain("dct:identifier", id)
            .say("dct:title", title)
            .say("dct:description", words)
            .typed("dct:modified", service.today, "xsd:date")
            .link("dct:publisher", &publisher);
    }
}

/// A form that was promised and does not work, and the other way round (CAT-06).
fn promised(material: &Material<'_>, findings: &mut Vec<Finding>) {
    let Some(electronic) = &material.electronic else { return };
    let found = rules::mismatch(material.regulation, electronic);
    let works = |one: &rules::Finding| matches!(one.code, "NOT_LIVE" | "LIVE_BUT_OFF");
    let told = found.into_iter().filter(|one| works(one) && one.action == Some(rules::Action::A3));
    findings.extend(told.map(|one| Finding::ruled(one, material.regulation.service.clone())));
}

/// Other services of the same catalogue.
fn relations(graph: &mut Graph, names: &Names, material: &Material<'_>, published: &[&Material<'_>]) {
    let address = names.service(&material.regulation.service);
    for relation in &material.regulation.relations {
        if !published.iter().any(|other| other.regulation.service == relation.service) {
            continue;
        }
        let other = names.service(&relation.service);
        graph.of(&address).link("m8g:relatedService", &other);
        if relation.kind == RelationKind::Before {
            graph.of(&address).link("dct:requires", &other);
        }
    }
}
