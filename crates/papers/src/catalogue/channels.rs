//! Where a service is asked for: portals with their names, the official site, service centres
//! and the authority's own reception, with hours (CAT-14).

use regulation::region::Authority;
use regulation::rules::{Action, Cell, Cells, Channel, Electronic};

use super::graph::Graph;
use super::names::Names;
use super::region::{concept, hours};
use crate::dossier::Material;

/// One way to a service.
struct Way<'a> {
    id: &'static str,
    kind: &'static str,
    words: String,
    open: Option<&'a Authority>,
}

/// Is the request really formed electronically: chosen so, and working?
pub(super) fn electronic(service: &Material<'_>) -> bool {
    let works = service.electronic.as_ref().is_some_and(|electronic| electronic.live.contains(&Action::A3));
    works && service.cell(Action::A3) == Some(Cell::Yes)
}

/// Tells the channels; why there is none to file through is returned.
pub(super) fn tell(graph: &mut Graph, names: &Names, service: &Material<'_>) -> Option<String> {
    let (id, address) = (&service.regulation.service, names.service(&service.regulation.service));
    let Some(facts) = &service.electronic else {
        return Some("Каналы подачи не описаны: в пакете нет `electronic.yaml`.".to_owned());
    };
    let ways = portals(service, facts).into_iter().chain(receptions(service, facts));
    let mut files = electronic(service);
    for way in ways {
        files |= way.open.is_some();
        let channel = names.of(id, "channel", way.id);
        let kind = concept(graph, names, "channel", way.id, way.kind);
        graph
            .of(&channel)
            .is("m8g:Channel")
            .plain("dct:identifier", &format!("{id}-{}", way.id))
            .say("dct:description", &way.words)
            .link("dct:type", &kind);
        if let Some(authority) = way.open {
            let hours = hours(graph, names, authority);
            let owner = super::region::authority(graph, names, service.region, authority);
            graph.of(&channel).link("m8g:openingHours", &hours).link("m8g:ownedBy", &owner);
        }
        graph.of(&address).link("m8g:hasChannel", &channel);
    }
    let why = "Подать заявление сейчас негде: электронная форма не работает, личного приёма нет.";
    (!files).then(|| why.to_owned())
}

/// The channels in use, each saying whether the request is formed there.
fn portals<'a>(service: &'a Material<'_>, facts: &'a Electronic) -> Vec<Way<'a>> {
    let authority = service.authority();
    let on = |channel: Channel| {
        let chosen = service.composition().and_then(|composition| composition.actions.get(&Action::A3));
        electronic(service)
            && match chosen.map(|chosen| &chosen.cells) {
                Some(Cells::PerChannel(channels)) => channels.get(&channel) == Some(&true),
                Some(cells @ Cells::Whole(_)) => cells.on(),
                None => false,
            }
    };
    let way = |channel: Channel| {
        let (id, kind, filed, told) = match channel {
            Channel::Federal => (
                "federal-portal",
                "Федеральный портал госуслуг (ЕПГУ)",
                "Заявление подают на федеральном портале «Госуслуги» (ЕПГУ).".to_owned(),
                "На федеральном портале «Госуслуги» (ЕПГУ) — сведения об услуге.".to_owned(),
            ),
            Channel::Regional => (
                "regional-portal",
                "Региональный портал госуслуг (РПГУ)",
                format!("Заявление подают на региональном портале «{}».", service.region.portal),
                format!("На региональном портале «{}» — сведения об услуге.", service.region.portal),
            ),
            Channel::Site => (
                "official-site",
                "Официальный сайт органа",
                format!("Заявление подают на официальном сайте органа: {authority}."),
                format!("На официальном сайте органа — сведения об услуге: {authority}."),
            ),
        };
        Way { id, kind, words: if on(channel) { filed } else { told }, open: None }
    };
    facts.channels.iter().copied().map(way).collect()
}

/// Where people come in person.
fn receptions<'a>(service: &'a Material<'_>, facts: &'a Electronic) -> Vec<Way<'a>> {
    let mut ways = Vec::new();
    let centre = service.region.authorities.values().find(|authority| authority.service_centre);
    if let (Some(true), Some(centre)) = (facts.centre_reception, centre) {
        let words = format!("Заявление принимают в многофункциональном центре: {}.", centre.short);
        ways.push(Way {
            id: "service-centre", kind: "Многофункциональный центр (МФЦ)", words, open: Some(centre)
        });
    }
    let here =
        facts.own_reception == Some(true) && facts.no_reception.is_none() && facts.inexpedient_reception.is_none();
    if let Some(own) = service.region.authority(&service.regulation.authority).filter(|_| here) {
        let words = format!("Заявление принимает сам орган: {}.", own.short);
        ways.push(Way { id: "office", kind: "Приём в органе", words, open: Some(own) });
    }
    ways
}
