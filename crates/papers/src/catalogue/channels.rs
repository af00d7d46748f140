//! Where a service is asked for and what each way is good for, with the portal's name and with
//! hours (CAT-14). A form that does not work is not offered, whatever the regulation promises.

use regulation::package::{ChannelKind, ChannelPurpose, ServiceChannel};
use regulation::region::Authority;
use regulation::rules::{Action, Cell, Cells, Channel};

use super::graph::Graph;
use super::names::Names;
use super::region::{authority, concept, hours};
use crate::dossier::Material;

/// Is the request really formed electronically: chosen so, and working (CAT-06)?
pub(super) fn electronic(service: &Material<'_>) -> bool {
    let works = service.electronic.as_ref().is_some_and(|electronic| electronic.live.contains(&Action::A3));
    works && service.cell(Action::A3) == Some(Cell::Yes)
}

/// Tells the channels; why there is none to file through is returned.
pub(super) fn tell(graph: &mut Graph, names: &Names, service: &Material<'_>) -> Option<String> {
    let (id, address) = (&service.regulation.service, names.service(&service.regulation.service));
    let mut files = false;
    for way in &service.regulation.channels {
        let open = usable(service, way);
        files |= open.contains(&ChannelPurpose::File);
        let code = code(way.channel);
        let channel = names.of(id, "channel", code);
        let kind = concept(graph, names, "channel", code, way.channel.title());
        graph
            .of(&channel)
            .is("m8g:Channel")
            .plain("dct:identifier", &format!("{id}-{code}"))
            .say("dct:description", &words(service, way, &open))
            .link("dct:type", &kind);
        if let Some(owner) = keeper(service, way.channel) {
            let body = authority(graph, names, service.region, owner);
            graph.of(&channel).link("m8g:ownedBy", &body);
            let open = if let Some(own) = &way.hours {
                let own_hours = names.of(id, "hours", code);
                graph.of(&own_hours).is("time:TemporalEntity").say("dct:description", own);
                own_hours
            } else {
                hours(graph, names, owner)
            };
            graph.of(&channel).link("m8g:openingHours", &open);
        }
        graph.of(&address).link("m8g:hasChannel", &channel);
    }
    let why = if service.regulation.channels.is_empty() {
        "Где подать заявление, регламент не говорит."
    } else {
        "Подать заявление сейчас негде: ни один канал для этого не открыт."
    };
    (!files).then(|| why.to_owned())
}

/// The word of the language.
fn code(channel: ChannelKind) -> &'static str {
    match channel {
        ChannelKind::Epgu => "epgu",
        ChannelKind::Portal => "portal",
        ChannelKind::ServiceCentre => "service-centre",
        ChannelKind::Office => "office",
        ChannelKind::Post => "post",
        ChannelKind::Email => "email",
        ChannelKind::Site => "site",
        ChannelKind::Phone => "phone",
    }
}

/// What a way is good for now: filing through a form only where the form works.
fn usable(service: &Material<'_>, way: &ServiceChannel) -> Vec<ChannelPurpose> {
    let form = match way.channel {
        ChannelKind::Epgu => Some(Channel::Federal),
        ChannelKind::Portal => Some(Channel::Regional),
        ChannelKind::Site => Some(Channel::Site),
        _ => None,
    };
    let works = form.is_none_or(|channel| form_works(service, channel));
    way.purposes.iter().copied().filter(|purpose| works || *purpose != ChannelPurpose::File).collect()
}

fn form_works(service: &Material<'_>, channel: Channel) -> bool {
    let chosen = service.composition().and_then(|composition| composition.actions.get(&Action::A3));
    electronic(service)
        && match chosen.map(|chosen| &chosen.cells) {
            Some(Cells::PerChannel(channels)) => channels.get(&channel) == Some(&true),
            Some(cells @ Cells::Whole(_)) => cells.on(),
            None => false,
        }
}

/// «Региональный портал «Окно Приозёрья»: узнать об услуге, подать заявление.»
fn words(service: &Material<'_>, way: &ServiceChannel, open: &[ChannelPurpose]) -> String {
    let title = way.channel.title();
    let name = match way.channel {
        ChannelKind::Portal => format!("{title} «{}»", service.region.portal),
        channel => match keeper(service, channel) {
            Some(owner) => format!("{title} ({})", owner.short),
            None => title.to_owned(),
        },
    };
    let purposes: Vec<&str> = open.iter().map(|purpose| purpose.title()).collect();
    let shut = open.len() < way.purposes.len();
    match (purposes.is_empty(), shut) {
        (false, false) => format!("{name}: {}.", purposes.join(", ")),
        (false, true) => {
            format!("{name}: {}. Подать заявление здесь нельзя: электронная форма не работает.", purposes.join(", "))
        }
        (true, _) => format!("{name}: подать заявление здесь нельзя, электронная форма не работает."),
    }
}

/// Who receives there: a service centre, or the authority itself.
fn keeper<'a>(service: &'a Material<'_>, channel: ChannelKind) -> Option<&'a Authority> {
    match channel {
        ChannelKind::ServiceCentre => service.region.authorities.values().find(|authority| authority.service_centre),
        ChannelKind::Office | ChannelKind::Post | ChannelKind::Email | ChannelKind::Phone | ChannelKind::Site => {
            service.region.authority(&service.regulation.authority)
        }
        ChannelKind::Epgu | ChannelKind::Portal => None,
    }
}
