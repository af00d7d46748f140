//! Limited resources with their queues, and slots to come to.

use std::collections::BTreeSet;

use super::Reading;
use crate::expression::Expression;
use crate::package::fields::Fields;
use crate::package::model::{Booking, FactType, Limit, Order, Rank, Resource, Share};
use crate::package::outside;
use crate::package::yaml::Node;

const ORDERS: [(&str, Order); 3] =
    [("arrival", Order::Arrival), ("ranking", Order::Ranking), ("lottery", Order::Lottery)];

/// Longest slot, in minutes: a working day.
const LONGEST_SLOT: u64 = 480;

impl Reading<'_> {
    pub(super) fn resources(&mut self, node: &Node) -> Vec<Resource> {
        let mut resources = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "resources", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let path = fields.path.clone();
            let title = fields.text("title", "что распределяется, простыми словами", &mut self.reader);
            let unit = fields.text("unit", "как называется одна единица: «место»", &mut self.reader);
            let key = fields.maybe("key").map(|node| self.prefixed(node)).unwrap_or_default();
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let order = fields.need("order", "кто первый: `arrival`, `ranking` или `lottery`", &mut self.reader);
            let order = order.and_then(|node| self.reader.word(node, &ORDERS));
            let rank = fields.maybe("rank").map(|node| self.ranks(node, &path)).unwrap_or_default();
            let shares = fields.maybe("shares").map(|node| self.shares(node, &path)).unwrap_or_default();
            let opens = fields.maybe("opens").and_then(|node| self.day(node));
            let closes = fields.maybe("closes").and_then(|node| self.day(node));
            let hold = fields.maybe("hold").and_then(|node| self.reader.term(node));
            let offer = fields.maybe("offer").and_then(|node| self.reader.term(node));
            let limits = fields.maybe("limits").map(|node| self.limits(node, &path)).unwrap_or_default();
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(order) = order else { continue };
            resources.push(Resource {
                id,
                title,
                unit,
                key,
                when,
                order,
                rank,
                shares,
                opens,
                closes,
                hold,
                offer,
                limits,
                because,
                span,
            });
        }
        resources
    }

    /// An expression that gives a day.
    fn day(&mut self, node: &Node) -> Option<Expression> {
        let known = self.known.clone();
        self.expression(node, &known, |text, span, known| outside::value(text, span, known, &FactType::Date))
    }

    fn ranks(&mut self, node: &Node, path: &str) -> Vec<Rank> {
        let mut ranks = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.rank");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let title = fields.text("title", "что ставит раньше, простыми словами", &mut self.reader);
            let by = fields.need("by", "число, дата или да/нет, по которым сравнивают", &mut self.reader);
            let known = self.known.clone();
            let by = by.and_then(|node| self.expression(node, &known, outside::any));
            let descending = fields.maybe("descending").and_then(|node| self.reader.yes_no(node)).unwrap_or(false);
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            ranks.extend(by.map(|by| Rank { title, by, descending, because }));
        }
        ranks
    }

    fn shares(&mut self, node: &Node, path: &str) -> Vec<Share> {
        let mut shares = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.shares");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let title = fields.text("title", "для кого эта доля, простыми словами", &mut self.reader);
            let percent = fields.need("percent", "доля в процентах", &mut self.reader);
            let percent = percent.and_then(|node| self.reader.whole(node, 1, 100));
            let when = fields.need("when", "кому она положена", &mut self.reader);
            let when = when.and_then(|node| self.condition(node));
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            if let (Some(percent), Some(when)) = (percent, when) {
                shares.push(Share { title, percent: u8::try_from(percent).unwrap_or(100), when, because });
            }
        }
        shares
    }

    fn limits(&mut self, node: &Node, path: &str) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.limits");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let per = fields.need("per", "сведения, по которым считают: `[applicant.snils]`", &mut self.reader);
            let per = per.map(|node| self.prefixed(node)).unwrap_or_default();
            let most = fields.need("most", "сколько самое большее", &mut self.reader);
            let most = most.and_then(|node| self.reader.whole(node, 1, 1_000_000));
            let within = fields.maybe("within").and_then(|node| self.reader.term(node));
            let say = self.words(&mut fields, "say", "что предел исчерпан, словами для заявителя");
            let mend = self.words(&mut fields, "mend", "что заявитель может сделать");
            let because = self.because(&mut fields);
            fields.finish(&mut self.reader);
            let Some(most) = most else { continue };
            limits.push(Limit { per, most: u32::try_from(most).unwrap_or(u32::MAX), within, say, mend, because });
        }
        limits
    }

    pub(super) fn bookings(&mut self, node: &Node) -> Vec<Booking> {
        let mut bookings = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "bookings", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "зачем приходят, простыми словами", &mut self.reader);
            let resource = fields.text("resource", "что занимают: `window`, `hall`, `inspector`", &mut self.reader);
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let place = self.one_fact(&mut fields, "place");
            let date = self.one_fact(&mut fields, "date");
            let minutes = fields.need("minutes", "сколько минут длится приём", &mut self.reader);
            let minutes = minutes.and_then(|node| self.reader.whole(node, 5, LONGEST_SLOT));
            let [earliest, latest, hold] =
                ["earliest", "latest", "hold"].map(|key| fields.maybe(key).and_then(|node| self.reader.term(node)));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(minutes) = minutes.and_then(|minutes| u32::try_from(minutes).ok()) else { continue };
            bookings.push(Booking {
                id,
                title,
                resource,
                when,
                place,
                date,
                minutes,
                earliest,
                latest,
                hold,
                because,
                span,
            });
        }
        bookings
    }
}
