//! Ways to the service.

use std::collections::BTreeSet;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{ChannelKind, ChannelPurpose, ServiceChannel};
use crate::package::yaml::Node;

const CHANNELS: [(&str, ChannelKind); 8] = [
    ("epgu", ChannelKind::Epgu),
    ("portal", ChannelKind::Portal),
    ("service-centre", ChannelKind::ServiceCentre),
    ("office", ChannelKind::Office),
    ("post", ChannelKind::Post),
    ("email", ChannelKind::Email),
    ("site", ChannelKind::Site),
    ("phone", ChannelKind::Phone),
];
const PURPOSES: [(&str, ChannelPurpose); 7] = [
    ("inform", ChannelPurpose::Inform),
    ("book", ChannelPurpose::Book),
    ("file", ChannelPurpose::File),
    ("pay", ChannelPurpose::Pay),
    ("follow", ChannelPurpose::Follow),
    ("result", ChannelPurpose::Result),
    ("complain", ChannelPurpose::Complain),
];

impl Reading<'_> {
    pub(super) fn channels(&mut self, node: &Node) -> Vec<ServiceChannel> {
        let mut channels = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "channels", at, &mut self.reader) else { continue };
            let place = fields.need("channel", "канал, например `portal` или `service-centre`", &mut self.reader);
            let channel = place.and_then(|node| self.reader.word(node, &CHANNELS));
            let purposes = fields.need("for", "для чего он: `[inform, file, result]`", &mut self.reader);
            let purposes: Vec<ChannelPurpose> = purposes
                .map(|node| self.reader.list(node).to_vec())
                .unwrap_or_default()
                .iter()
                .filter_map(|node| self.reader.word(node, &PURPOSES))
                .collect();
            let hours = fields.maybe_text("hours", &mut self.reader);
            let because = fields.maybe("because").and_then(|node| self.clause(node));
            let span = place.map_or_else(|| fields.head.clone(), |node| node.span.clone());
            fields.finish(&mut self.reader);
            let Some(channel) = channel else { continue };
            if let Some(code) = place.and_then(Node::scalar) {
                self.unique(&mut met, code, &span);
            }
            channels.push(ServiceChannel { channel, purposes, hours, because, span });
        }
        if !channels.is_empty() && !channels.iter().any(|one| one.purposes.contains(&ChannelPurpose::File)) {
            self.reader.error(
                codes::NOWHERE_TO_FILE,
                &node.span,
                "Подать заявление негде: ни один канал не служит для подачи.",
                "ни у одного нет `file`",
                "Добавьте `file` в `for` того канала, который принимает заявления.",
            );
        }
        channels
    }
}
