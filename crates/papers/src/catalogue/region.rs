//! What services share: authorities with contacts and hours, life events, categories, the
//! region as a place, and concepts.

use regulation::region::{Authority, Region};

use super::graph::Graph;
use super::names::{Names, ROUBLE, RUSSIAN};

/// Says what a concept is called, under the address that is returned.
pub(super) fn concept(graph: &mut Graph, names: &Names, scheme: &str, id: &str, title: &str) -> String {
    let address = names.concept(scheme, id);
    graph.of(&address).is("skos:Concept").plain("dct:identifier", id).say("skos:prefLabel", title);
    address
}

/// The place, the language and the currency of everything.
pub(super) fn common(graph: &mut Graph, names: &Names, region: &Region) {
    graph
        .of(&names.region(&region.id))
        .is("dct:Location")
        .plain("dct:identifier", &region.id)
        .say("skos:prefLabel", &region.name);
    graph.of(RUSSIAN).is("dct:LinguisticSystem").plain("dct:identifier", "RUS").say("skos:prefLabel", "русский язык");
    graph.of(ROUBLE).is("skos:Concept").plain("dct:identifier", "RUB").say("skos:prefLabel", "российский рубль");
}

/// An authority with its address, contact point and hours; the address is returned.
pub(super) fn authority(graph: &mut Graph, names: &Names, region: &Region, authority: &Authority) -> String {
    let id = &authority.id;
    let (address, post) = (names.authority(id), names.of_authority(id, "address"));
    graph
        .of(&address)
        .is("m8g:PublicOrganisation")
        .is("org:Organization")
        .is("foaf:Agent")
        .plain("dct:identifier", id)
        .say("dct:title", &authority.name)
        .say("skos:prefLabel", &authority.name)
        .say("skos:altLabel", &authority.short)
        .link("dct:spatial", &names.region(&region.id))
        .link("locn:address", &post);
    graph.of(&post).is("locn:Address").say("locn:fullAddress", &authority.address);
    address
}

/// Where an authority is asked: phone, e-mail, hours; the address is returned.
pub(super) fn contact(graph: &mut Graph, names: &Names, authority: &Authority) -> String {
    let address = names.of_authority(&authority.id, "contact");
    let hours = hours(graph, names, authority);
    graph
        .of(&address)
        .is("m8g:ContactPoint")
        .plain("m8g:telephone", &authority.phone)
        .plain("m8g:email", &authority.email)
        .link("m8g:openingHours", &hours);
    if names.are_pages() {
        let page = names.of_authority(&authority.id, "page");
        graph.of(&page).is("foaf:Document").say("dct:title", &authority.name);
        graph.of(&address).link("m8g:contactPage", &page);
    }
    address
}

/// When an authority is open; the address is returned.
pub(super) fn hours(graph: &mut Graph, names: &Names, authority: &Authority) -> String {
    let address = names.of_authority(&authority.id, "hours");
    graph.of(&address).is("time:TemporalEntity").say("dct:description", &authority.hours);
    address
}

/// A life event; the address is returned.
pub(super) fn life_event(graph: &mut Graph, names: &Names, region: &Region, id: &str, service: &str) -> String {
    let address = names.concept("life-event", id);
    let title = region.life_events.get(id).map_or(id, String::as_str);
    graph
        .of(&address)
        .is("m8g:LifeEvent")
        .is("m8g:Event")
        .plain("dct:identifier", id)
        .say("dct:title", title)
        .link("m8g:hasRelatedService", service);
    address
}
