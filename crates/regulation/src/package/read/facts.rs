//! Facts: first round everything but expressions, second round the expressions.

use indexmap::IndexMap;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{DocumentTerms, Fact, FactType, Instead, Purpose, Removal, SourcePath};
use crate::package::outside::{self, Known};
use crate::package::similar::similar;
use crate::package::yaml::{Content, Node};

const PURPOSES: [(&str, Purpose); 5] = [
    ("identification", Purpose::Identification),
    ("decision", Purpose::Decision),
    ("contact", Purpose::Contact),
    ("result", Purpose::Result),
    ("request", Purpose::Request),
];

/// Claims of the identity provider that okno asks for; the rest after a dot is a field of it.
const CLAIMS: [&str; 17] = [
    "lastName",
    "firstName",
    "middleName",
    "birthDate",
    "gender",
    "snils",
    "inn",
    "birthPlace",
    "citizenship",
    "passport",
    "email",
    "mobile",
    "address.registration",
    "address.living",
    "children",
    "organisation",
    "ogrnip",
];

/// What the case itself knows.
const CASE: [&str; 3] = ["channel", "applicant", "filed"];

impl Reading<'_> {
    /// Entries of `facts:` or of the `item:` of a group, without their expressions.
    pub(super) fn fact_entries(&mut self, node: &Node, path: &str, inside: bool) -> IndexMap<String, Fact> {
        let mut facts = IndexMap::new();
        if !matches!(node.content, Content::Map(_)) {
            self.reader.wrong_kind(node, "набор сведений", "Напишите `имя: { type: …, label: … }`.");
            return facts;
        }
        for (key, value) in node.entries() {
            let path = format!("{path}.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            if !is_name(&key.text) || (inside && key.text.contains('.')) {
                self.reader.error(
                    codes::BAD_VALUE,
                    &key.span,
                    format!("Имя `{}` не годится для сведения.", key.text),
                    "не имя",
                    "Имя — слова из букв, цифр и `_`, через точку; начинается с буквы: `applicant.last_name`.",
                );
            }
            let read = Fields::open(value, &key.span, &path, &mut self.reader)
                .and_then(|fields| self.fact(&key.text, fields, inside));
            match read {
                Some(fact) => {
                    facts.insert(key.text.clone(), fact);
                }
                None => {
                    self.notes.broken.insert(key.text.clone());
                }
            }
        }
        facts
    }

    fn fact(&mut self, name: &str, mut fields: Fields<'_>, inside: bool) -> Option<Fact> {
        let kind = self.kind(&mut fields);
        let label = fields.text("label", "подпись поля простыми словами", &mut self.reader);
        let hint = fields.maybe_text("hint", &mut self.reader);
        let from = fields.maybe("from").map(|node| self.from(node)).unwrap_or_default();
        // Fields of a record rest on the clause of their group unless they name their own.
        let purpose = if inside && fields.maybe("purpose").is_none() {
            None
        } else {
            let meaning = "зачем спрашиваем: `identification`, `decision`, `contact`, `result` или `request`";
            fields.need_as(codes::NO_PURPOSE, "purpose", meaning, &mut self.reader)
        };
        let purpose = purpose.and_then(|node| self.reader.word(node, &PURPOSES));
        let because = if inside && fields.maybe("because").is_none() {
            super::Clause::default()
        } else {
            self.because(&mut fields)
        };
        let required = fields.maybe("required").and_then(|node| self.reader.yes_no(node));
        if let Some(node) = fields.maybe("ask")
            && self.reader.word(node, &[("never", ())]).is_some()
        {
            self.notes.never_asked.insert(name.to_owned());
        }
        let choice = matches!(kind, Some(FactType::Choice(_)));
        let dictionary = if choice { fields.maybe("dictionary") } else { None };
        let dictionary = dictionary.and_then(|node| node.scalar()).map(str::to_owned);
        let document = matches!(kind, Some(FactType::Document(_))).then(|| self.document_terms(&mut fields));
        for later in ["when", "check", "derive"] {
            fields.maybe(later);
        }
        let span = fields.head.clone();
        fields.finish(&mut self.reader);
        let mut kind = kind?;
        let purpose = purpose.unwrap_or(Purpose::Decision);
        if let FactType::List { item, .. } = &mut kind {
            inherit(item, purpose, &because);
        }
        Some(Fact {
            name: name.to_owned(),
            kind,
            label,
            hint,
            from,
            purpose,
            because,
            required: required.unwrap_or(false),
            document,
            dictionary,
            when: None,
            checks: Vec::new(),
            derive: None,
            span,
        })
    }

    /// Who has a document and what stands in for it.
    fn document_terms(&mut self, fields: &mut Fields<'_>) -> DocumentTerms {
        let held = fields.maybe_text("held", &mut self.reader).unwrap_or_else(|| "applicant".to_owned());
        let facts = self.names.facts.clone();
        let replaced_by = fields
            .maybe("replaced-by")
            .map(|node| self.known_names(node, codes::UNKNOWN_FACT, "Сведение", &facts))
            .unwrap_or_default();
        self.notes.read.extend(replaced_by.iter().cloned());
        let original = fields.maybe("original").and_then(|node| self.reader.yes_no(node)).unwrap_or(false);
        let removal = fields.maybe("removal").and_then(|node| self.removal(node, original));
        DocumentTerms { held, replaced_by, original, removal }
    }

    /// `removal: { instead: duplicate, by: 2027-12-31 }` beside `original: true`.
    fn removal(&mut self, node: &Node, original: bool) -> Option<Removal> {
        let mut fields = Fields::open(node, &node.span, "removal", &mut self.reader)?;
        let words =
            [("status", Instead::Status), ("duplicate", Instead::Duplicate), ("declaration", Instead::Declaration)];
        let instead =
            fields.need("instead", "что заменит бумагу: `status`, `duplicate`, `declaration`", &mut self.reader);
        let instead = instead.and_then(|node| self.reader.word(node, &words));
        let by = fields.need("by", "день, к которому требование уберут", &mut self.reader);
        let by = by.and_then(|node| self.reader.date(node));
        fields.finish(&mut self.reader);
        if !original {
            let help = "Напишите `original: true` или уберите `removal`.";
            self.reader.error(
                codes::BAD_VALUE,
                &node.span,
                "Подлинник не требуют: убирать нечего.",
                "нечего убирать",
                help,
            );
        }
        Some(Removal { instead: instead?, by: by? })
    }

    /// `from: [esia.birthDate, mvd.conviction.found]`.
    fn from(&mut self, node: &Node) -> Vec<SourcePath> {
        let mut paths = Vec::new();
        for (text, span) in self.reader.texts(node) {
            if let Some(claim) = text.strip_prefix("esia.") {
                let known = CLAIMS.iter().any(|known| {
                    claim.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                });
                if known {
                    paths.push(SourcePath::Identity(claim.to_owned()));
                } else {
                    let near = similar(claim, CLAIMS);
                    self.reader.error(
                        codes::UNKNOWN_SOURCE,
                        &span,
                        format!("ЕСИА не отдаёт `{claim}`."),
                        near.map_or("нет такого".to_owned(), |near| format!("похоже на `esia.{near}`")),
                        format!("Можно: {}.", crate::package::fields::quoted(&CLAIMS)),
                    );
                }
                continue;
            }
            if let Some(path) = self.known_to_okno(&text, &span) {
                paths.extend(path);
                continue;
            }
            let declared = self
                .names
                .sources
                .keys()
                .filter(|id| text.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.')))
                .max_by_key(|id| id.len())
                .cloned();
            if let Some(source) = declared {
                let field = text[source.len() + 1..].to_owned();
                paths.push(SourcePath::Register { source, field });
                continue;
            }
            let known = self.names.sources.keys().map(String::as_str);
            let id = text.rsplit_once('.').map_or(text.as_str(), |(id, _)| id);
            let near = similar(id, known).map(str::to_owned);
            self.reader.error(
                codes::UNKNOWN_SOURCE,
                &span,
                format!("Источник `{text}` не объявлен в `sources`."),
                near.map_or("нет такого источника".to_owned(), |near| format!("похоже на `{near}`")),
                "Объявите источник в `sources` и напишите его имя, точку и поле ответа: `mvd.conviction.found`; сведения учётной записи — `esia.birthDate`.",
            );
        }
        paths
    }

    /// `case.channel` and `services.large-family.status.number`: what okno itself knows. `None`
    /// when the path is another's; an empty answer when it is ours and wrong.
    fn known_to_okno(&mut self, text: &str, span: &crate::diagnostic::Span) -> Option<Option<SourcePath>> {
        if let Some(field) = text.strip_prefix("case.") {
            if CASE.contains(&field) {
                return Some(Some(SourcePath::Case(field.to_owned())));
            }
            let message = format!("Само заявление не знает `{field}`.");
            let help = format!("Можно: {}.", crate::package::fields::quoted(&CASE));
            self.reader.error(codes::UNKNOWN_SOURCE, span, message, "нет такого", help);
            return Some(None);
        }
        let path = text.strip_prefix("services.")?;
        let mut parts = path.splitn(3, '.').map(str::to_owned);
        if let (Some(service), Some(result), Some(field)) = (parts.next(), parts.next(), parts.next()) {
            return Some(Some(SourcePath::Service { service, result, field }));
        }
        let help = "Назовите услугу, её результат и поле: `services.large-family.status.number`.";
        let message = format!("Путь `{text}` неполон.");
        self.reader.error(codes::UNKNOWN_SOURCE, span, message, "неполный путь", help);
        Some(None)
    }

    /// Second round: `when`, `check` and `derive`.
    pub(super) fn fact_expressions(
        &mut self,
        node: &Node,
        path: &str,
        facts: &mut IndexMap<String, Fact>,
        known: &Known,
    ) {
        for (key, value) in node.entries() {
            let Some(fact) = facts.get_mut(&key.text) else { continue };
            let path = format!("{path}.{}", key.text);
            if let Some(node) = value.get("when") {
                fact.when = self.expression(node, known, outside::condition);
            }
            if let Some(node) = value.get("check") {
                fact.checks = self.checks(node, &path, known);
            }
            if let Some(node) = value.get("derive") {
                let parse = |text: &str, span: &_, known: &Known| outside::value(text, span, known, &fact.kind);
                fact.derive = self.expression(node, known, parse);
            }
            if let FactType::List { item, .. } = &mut fact.kind {
                let inner = known.with(item);
                if let Some(node) = value.get("item") {
                    self.fact_expressions(node, &format!("{path}.item"), item, &inner);
                }
            }
        }
    }
}

fn inherit(item: &mut IndexMap<String, Fact>, purpose: Purpose, because: &super::Clause) {
    for field in item.values_mut() {
        if field.because.act.is_empty() {
            field.because = because.clone();
            field.purpose = purpose;
        }
        if let FactType::List { item, .. } = &mut field.kind {
            inherit(item, field.purpose, &field.because);
        }
    }
}

/// Words of letters, digits and `_`, joined by dots; each starts with a letter.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|word| {
            word.chars().next().is_some_and(char::is_alphabetic)
                && word.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        })
}
