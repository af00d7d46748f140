//! Types of facts with their limits.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::Reading;
use crate::diagnostic::Span;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{FactType, UploadLimits};
use crate::package::outside;
use crate::package::yaml::{Content, Node};

/// Longest text a field may hold, whatever the author says (FORM-05).
pub(crate) const LONGEST_TEXT: u64 = 10_000;
/// Most records of a repeating group (FORM-05).
pub(crate) const MOST_RECORDS: u64 = 100;
/// Largest upload (FORM-22).
pub(crate) const LARGEST_UPLOAD: u64 = 50 * 1024 * 1024;

/// Media types whose content the receiver can recognise.
const MEDIA_TYPES: [&str; 12] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "application/zip",
    "application/xml",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/pkcs7-signature",
];

/// Names of types that are not identifiers.
const PLAIN: [&str; 9] = ["yes-no", "number", "money", "date", "text", "choice", "address", "document", "list"];

impl Reading<'_> {
    /// The type of a fact with its limits.
    pub(crate) fn kind(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        let meaning = "тип сведения, например `text`, `date`, `choice`, `snils`";
        let node = fields.need("type", meaning, &mut self.reader)?;
        let name = self.reader.text(node)?;
        match name.as_str() {
            "yes-no" => Some(FactType::YesNo),
            "money" => Some(FactType::Money),
            "date" => Some(FactType::Date),
            "address" => Some(FactType::Address),
            "number" => self.number(fields),
            "text" => self.long_text(fields),
            "choice" => self.choice(fields),
            "document" => self.document(fields),
            "list" => self.group(fields),
            other => outside::identifier_kind(other).map(FactType::Identifier).or_else(|| {
                let known: Vec<&str> = PLAIN.into_iter().chain(outside::identifiers()).collect();
                self.reader.unknown_word(&node.span, other, &known);
                // The limits of an unknown type are nobody's mistake.
                for key in ["min", "max", "unit", "whole", "long", "options", "dictionary", "item", "one"] {
                    fields.maybe(key);
                }
                for key in ["media-types", "max-bytes", "ratio"] {
                    fields.maybe(key);
                }
                None
            }),
        }
    }

    fn number(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        let whole = fields.maybe("whole").and_then(|node| self.reader.yes_no(node));
        let min = fields.maybe("min").and_then(|node| self.decimal(node));
        let max_node = fields.maybe("max");
        let max = max_node.and_then(|node| self.decimal(node));
        let unit = fields.maybe_text("unit", &mut self.reader);
        if let (Some(low), Some(high), Some(node)) = (min, max, max_node)
            && low > high
        {
            self.crossed(&node.span);
        }
        Some(FactType::Number { whole: whole.unwrap_or(false), min, max, unit })
    }

    fn decimal(&mut self, node: &Node) -> Option<Decimal> {
        let number = node.scalar().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.reader.wrong_kind(node, "число", "Напишите число цифрами, дробную часть — через точку.");
        }
        number
    }

    fn crossed(&mut self, span: &Span) {
        self.reader.error(
            codes::BAD_LIMITS,
            span,
            "Наибольшее меньше наименьшего: такому пределу не отвечает ничто.",
            "меньше, чем `min`",
            "Поменяйте `min` и `max` местами или исправьте одно из них.",
        );
    }

    fn long_text(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        let long = fields.maybe("long").and_then(|node| self.reader.yes_no(node)).unwrap_or(false);
        let max = fields.maybe("max").and_then(|node| self.reader.whole(node, 1, LONGEST_TEXT)).unwrap_or(if long {
            2000
        } else {
            255
        });
        Some(FactType::Text { max: usize::try_from(max).unwrap_or(usize::MAX), long })
    }

    fn choice(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        if let Some(node) = fields.maybe("dictionary") {
            fields.maybe("options");
            return self.dictionary(node).map(|dictionary| FactType::Choice(dictionary.options()));
        }
        let meaning = "варианты ответа: код и подпись к нему; или `dictionary: имя`";
        let node = fields.need("options", meaning, &mut self.reader)?;
        if !matches!(node.content, Content::Map(_)) {
            let help = "Напишите `options: { код: Подпись, … }`.";
            self.reader.wrong_kind(node, "набор ключей", help);
            return None;
        }
        let mut options = IndexMap::new();
        for (code, label) in node.entries() {
            let label = self.reader.text(label).unwrap_or_default();
            options.insert(code.text.clone(), label);
        }
        if options.len() < 2 {
            self.reader.error(
                codes::BAD_LIMITS,
                &node.span,
                "Выбор из одного — не выбор.",
                "меньше двух вариантов",
                "Добавьте варианты ответа или уберите вопрос.",
            );
        }
        Some(FactType::Choice(options))
    }

    fn document(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        let meaning = "какие файлы принимаются, например `[application/pdf, image/jpeg]`";
        let types = fields.need_as(codes::BAD_UPLOAD, "media-types", meaning, &mut self.reader);
        let mut media_types = Vec::new();
        for (name, span) in types.map(|node| self.reader.texts(node)).unwrap_or_default() {
            if MEDIA_TYPES.contains(&name.as_str()) {
                media_types.push(name);
                continue;
            }
            let near = crate::package::similar::similar(&name, MEDIA_TYPES);
            self.reader.error(
                codes::BAD_UPLOAD,
                &span,
                format!("Тип файла `{name}` система не распознаёт по содержимому."),
                near.map_or("неизвестный тип".to_owned(), |near| format!("похоже на `{near}`")),
                format!("Можно: {}.", crate::package::fields::quoted(&MEDIA_TYPES[..5])),
            );
        }
        let meaning = "наибольший размер файла, например `5 MiB`";
        let most = fields.need_as(codes::BAD_UPLOAD, "max-bytes", meaning, &mut self.reader);
        let max_bytes = most.and_then(|node| self.size(node)).unwrap_or(LARGEST_UPLOAD);
        let ratio = fields.maybe("ratio").and_then(|node| self.ratio(node));
        Some(FactType::Document(UploadLimits { media_types, max_bytes, ratio }))
    }

    fn size(&mut self, node: &Node) -> Option<u64> {
        let text = node.scalar().unwrap_or_default();
        let (number, unit) = match text.split_once(' ') {
            Some((number, "KiB")) => (number, 1024),
            Some((number, "MiB")) => (number, 1024 * 1024),
            Some(_) => ("", 1),
            None => (text, 1),
        };
        let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
        if let Some(bytes) = bytes.filter(|bytes| (1..=LARGEST_UPLOAD).contains(bytes)) {
            return Some(bytes);
        }
        self.reader.error(
            codes::BAD_UPLOAD,
            &node.span,
            format!("Размер `{text}` не годится: он не читается или больше 50 MiB."),
            "не размер",
            "Напишите число байт или `5 MiB`, `300 KiB`; не больше `50 MiB`.",
        );
        None
    }

    fn ratio(&mut self, node: &Node) -> Option<(u32, u32)> {
        let text = node.scalar().unwrap_or_default();
        let sides = text
            .split_once('/')
            .and_then(|(w, h)| Some((w.trim().parse().ok()?, h.trim().parse().ok()?)))
            .filter(|(w, h): &(u32, u32)| (1..=100).contains(w) && (1..=100).contains(h));
        if sides.is_none() {
            self.reader.error(
                codes::BAD_UPLOAD,
                &node.span,
                format!("Отношение сторон `{text}` не читается."),
                "не отношение",
                "Напишите ширину к высоте: `3/4`.",
            );
        }
        sides
    }

    fn group(&mut self, fields: &mut Fields<'_>) -> Option<FactType> {
        let meaning = "поля одной записи, каждое — как сведение";
        let item = fields.need("item", meaning, &mut self.reader);
        let one = fields.text("one", "как называется одна запись, например «ребёнок»", &mut self.reader);
        let min = fields.maybe("min").and_then(|node| self.reader.whole(node, 0, MOST_RECORDS));
        let max_node = fields.maybe("max");
        let max = max_node.and_then(|node| self.reader.whole(node, 1, MOST_RECORDS));
        let (min, most) = (min.unwrap_or(0), max.unwrap_or(20));
        if let Some(node) = max_node
            && max.is_some()
            && min > most
        {
            self.crossed(&node.span);
        }
        let path = format!("{}.item", fields.path);
        let item = item.map(|node| self.fact_entries(node, &path, true)).unwrap_or_default();
        Some(FactType::List {
            item,
            min: usize::try_from(min).unwrap_or_default(),
            max: usize::try_from(most).unwrap_or_default(),
            one,
        })
    }
}
