//! Terms and thresholds with their floors (RULE-04).

use std::fmt;

use rust_decimal::Decimal;

use super::{Draft, codes};
use crate::clock::{Term, TermUnit};
use crate::diagnostic::Span;
use crate::package::fields::Fields;
use crate::package::yaml::Node;
use crate::rules::set::{Amount, Bound, Breach, Floor, Parameter, RuleSet};

const BOUNDS: [(&str, Bound); 5] = [
    ("at-least", Bound::AtLeast),
    ("at-most", Bound::AtMost),
    ("above", Bound::Above),
    ("below", Bound::Below),
    ("exactly", Bound::Exactly),
];
const BREACHES: [(&str, Breach); 9] = [
    ("block", Breach::Block),
    ("log", Breach::Log),
    ("flag", Breach::Flag),
    ("task", Breach::Task),
    ("release", Breach::Release),
    ("metric", Breach::Metric),
    ("indicator", Breach::Indicator),
    ("history", Breach::History),
    ("nothing", Breach::Nothing),
];

impl Draft<'_> {
    pub(super) fn parameters(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("parameters.{}", key.text);
            let Some(fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            if self.set.facts.contains_key(&key.text) || self.set.host.criteria.contains_key(&key.text) {
                let message = format!("Имя `{}` уже значит сведение или критерий.", key.text);
                let help = "Дайте величине другое имя.";
                self.reading.reader.error(codes::SHADOW, &key.span, message, "второе значение", help);
            }
            if let Some(parameter) = self.parameter(&key.text, fields) {
                self.set.parameters.insert(key.text.clone(), parameter);
            }
        }
    }

    fn parameter(&mut self, name: &str, mut fields: Fields<'_>) -> Option<Parameter> {
        let span = fields.head.clone();
        let row = fields.text("row", "строка общей таблицы сроков, например `T6`", &mut self.reading.reader);
        let title = fields.text("title", "что это за величина", &mut self.reading.reader);
        let value = fields.need("value", "величина: число, `5 wd`, дата", &mut self.reading.reader);
        let place = value.map(|node| node.span.clone());
        let value = value.and_then(|node| self.amount(node));
        let bound =
            fields.need("bound", "`at-least`, `at-most`, `above`, `below` или `exactly`", &mut self.reading.reader);
        let bound = bound.and_then(|node| self.reading.reader.word(node, &BOUNDS));
        let unit = fields.maybe_text("unit", &mut self.reading.reader);
        let anchor = fields.maybe_text("anchor", &mut self.reading.reader);
        let end = fields.maybe_text("end", &mut self.reading.reader);
        let on_breach =
            fields.need("on-breach", "что бывает при нарушении, например `block`", &mut self.reading.reader);
        let on_breach = on_breach.and_then(|node| self.reading.reader.word(node, &BREACHES));
        let because = self.reading.because(&mut fields);
        fields.finish(&mut self.reading.reader);
        let (value, bound, on_breach) = (value?, bound?, on_breach?);
        if matches!(value, Amount::Number(_)) && unit.is_none() {
            let message = format!("У числа `{name}` не названа единица.");
            let help = "Добавьте `unit` словами: «предоставлений в год».";
            self.reading.reader.error(codes::BAD_VALUE, &span, message, "число без единицы", help);
        }
        let span = place.unwrap_or(span);
        let name = name.to_owned();
        Some(Parameter { name, row, title, value, bound, unit, anchor, end, on_breach, because, span })
    }

    /// `30`, `3 months`, `2018-09-30`, `yearly 12-12`, `real-time`, `elsewhere`.
    fn amount(&mut self, node: &Node) -> Option<Amount> {
        let text = self.reading.reader.text(node)?;
        let read = amount(&text);
        if read.is_none() {
            let message = format!("Величина `{text}` не читается.");
            let help = "Напишите число, срок (`5 wd`, `14 cd`, `3 months`, `1 year`, `1 h`), дату (`2018-09-30`), день года (`yearly 12-12`), `real-time` или `elsewhere`.";
            self.reading.reader.error(codes::BAD_VALUE, &node.span, message, "не величина", help);
        }
        read
    }

    pub(super) fn floors(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("floors.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            let least = fields.maybe("at-least").and_then(|node| self.amount(node));
            let most = fields.maybe("at-most").and_then(|node| self.amount(node));
            let clause = self.cited(&mut fields);
            fields.finish(&mut self.reading.reader);
            self.set.floors.push(Floor { parameter: key.text.clone(), least, most, clause });
        }
    }

    /// No parameter is looser than a floor of this set or of one it rests on.
    pub(super) fn against_floors(&mut self) {
        let mut wrong: Vec<(Span, String, String)> = Vec::new();
        for floor in &self.set.floors {
            let Some(parameter) = self.set.parameters.get(&floor.parameter) else { continue };
            let below = floor.least.filter(|least| !parameter.bound.holds_at_least(parameter.value, *least));
            let above = floor.most.filter(|most| !parameter.bound.holds_at_most(parameter.value, *most));
            let (word, bound) = match (below, above) {
                (Some(least), _) => ("не меньше", least),
                (None, Some(most)) => ("не больше", most),
                (None, None) => continue,
            };
            let (name, value) = (&parameter.name, parameter.value);
            let message = format!("Величина `{name}` мягче, чем велит закон: {value}, а нужно {word} {bound}.");
            let help = format!("Верните {word} {bound} ({}): ослабить этот предел ниже нельзя.", floor.clause);
            wrong.push((parameter.span.clone(), message, help));
        }
        for (span, message, help) in wrong {
            self.reading.reader.error(codes::LOOSER, &span, message, "мягче предела", help);
        }
    }
}

impl RuleSet {
    /// Parameters that are plain numbers: expressions may name them.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, Decimal)> {
        self.parameters.values().filter_map(|parameter| match parameter.value {
            Amount::Number(number) => Some((parameter.name.as_str(), number)),
            _ => None,
        })
    }
}

fn amount(text: &str) -> Option<Amount> {
    match text {
        "real-time" => return Some(Amount::RealTime),
        "elsewhere" => return Some(Amount::Elsewhere),
        _ => {}
    }
    if let Some(day) = text.strip_prefix("yearly ") {
        // A leap year, so that every day of a year can be named.
        let date: jiff::civil::Date = format!("2024-{day}").parse().ok()?;
        return Some(Amount::Yearly(date.month(), date.day()));
    }
    if let Ok(number) = text.parse::<Decimal>() {
        return Some(Amount::Number(number));
    }
    if let Ok(term) = Term::parse(text) {
        return Some(Amount::Term(term));
    }
    text.parse().ok().filter(|_| text.len() == 10).map(Amount::Date)
}

impl Bound {
    /// Does a value with this bound demand at least the floor?
    fn holds_at_least(self, value: Amount, floor: Amount) -> bool {
        matches!(self, Self::AtLeast | Self::Above | Self::Exactly) && at_least(value, floor)
    }

    /// Does a value with this bound allow at most the floor?
    fn holds_at_most(self, value: Amount, floor: Amount) -> bool {
        matches!(self, Self::AtMost | Self::Below | Self::Exactly) && at_least(floor, value)
    }
}

/// Is one amount certainly not less than the other?
fn at_least(one: Amount, other: Amount) -> bool {
    match (one, other) {
        (Amount::Number(one), Amount::Number(other)) => one >= other,
        (Amount::Date(one), Amount::Date(other)) => one >= other,
        (Amount::Term(one), Amount::Term(other)) => longer(one, other),
        (_, Amount::RealTime) => !matches!(one, Amount::Elsewhere),
        _ => false,
    }
}

fn longer(one: Term, other: Term) -> bool {
    let months = |term: Term| match term.unit {
        TermUnit::Months => Some(term.amount),
        TermUnit::Years => Some(term.amount * 12),
        _ => None,
    };
    match (months(one), months(other)) {
        (Some(one), Some(other)) => one >= other,
        _ if one.unit == other.unit => one.amount >= other.amount,
        _ => one.fewest_days() >= other.most_days(),
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{}", number.normalize()),
            Self::Term(term) => write!(formatter, "{term}"),
            Self::Date(date) => write!(formatter, "{}", date.strftime("%d.%m.%Y")),
            Self::Yearly(month, day) => write!(formatter, "ежегодно {day:02}.{month:02}"),
            Self::RealTime => formatter.write_str("сразу"),
            Self::Elsewhere => formatter.write_str("по документу дела"),
        }
    }
}
