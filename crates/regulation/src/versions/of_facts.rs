//! Elements of what is asked: questions, documents, facts from sources; fields of records too.

use rust_decimal::Decimal;

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun, Value, code, line};
use crate::package::{Fact, FactType, UploadLimits};

const OPTION: Noun = Noun {
    came: "добавлен вариант ответа",
    went: "исключён вариант ответа",
    one: "вариант ответа",
    order: Some("порядок вариантов ответа"),
    loose: false,
};
const ORIGIN: Noun = Noun {
    came: "добавлен источник",
    went: "исключён источник",
    one: "источник",
    order: Some("порядок источников"),
    loose: false,
};
const CHECK: Noun =
    Noun {
        came: "добавлена проверка", went: "исключена проверка", one: "проверка", order: None, loose: true
    };
const STAND_IN: Noun = Noun {
    came: "добавлено сведение, заменяющее документ:",
    went: "исключено сведение, заменяющее документ:",
    one: "сведение, заменяющее документ",
    order: None,
    loose: false,
};
const MEDIA: Noun =
    Noun {
        came: "разрешён вид файла", went: "запрещён вид файла", one: "вид файла", order: None, loose: false
    };

/// Where a fact stands among the others.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    /// Title of what it stands in: «Сведения о детях: ».
    within: &'a str,
    /// Title of the step that asks it.
    step: Option<&'a str>,
}

impl List<'_> {
    pub(super) fn facts(&mut self) {
        let regulation = self.regulation;
        for fact in regulation.facts.values() {
            let step = regulation.form.iter().find(|step| step.fields.contains(&fact.name));
            let path = format!("facts.{}", fact.name);
            self.fact(fact, Place { path: &path, within: "", step: step.map(|step| step.title.as_str()) });
        }
    }

    fn fact(&mut self, fact: &Fact, place: Place<'_>) {
        let asked = place.step.is_some() && fact.derive.is_none();
        let sort = match (&fact.kind, asked) {
            (FactType::Document(_), true) => Sort::Document,
            (_, true) => Sort::Question,
            (_, false) => Sort::Known,
        };
        let title = format!("{}{}", place.within, fact.label);
        let checks = fact.checks.iter().map(|check| Item {
            body: format!("«{}» «{}»", line(&check.say), line(&check.mend)),
            ..Item::named(&check.rule.text, code(&check.rule.text))
        });
        let mut aspects = Aspects::default()
            .said("label", "подпись", &fact.label)
            .said("hint", "подсказка", fact.hint.as_deref().unwrap_or_default())
            .plain("step", "шаг формы", place.step.map_or("нет".to_owned(), |step| format!("«{step}»")))
            .with("required", "обязательность ответа", Value::Flag(fact.required))
            .rule("when", "условие показа", fact.when.as_ref())
            .items("from", &ORIGIN, fact.from.iter().map(|path| self.origin(path)).collect())
            .items("checks", &CHECK, checks.collect())
            .rule("derive", "расчёт", fact.derive.as_ref())
            .plain("purpose", "цель", names::purpose(fact.purpose));
        aspects = self.kind(aspects, &fact.kind, fact.dictionary.as_deref());
        if let Some(terms) = &fact.document {
            let held = match terms.held.as_str() {
                "applicant" => "заявитель".to_owned(),
                source => self.sources(&[source.to_owned()]).into_iter().map(|item| item.title).collect(),
            };
            aspects = aspects
                .plain("held", "у кого документ", held)
                .items("replaced-by", &STAND_IN, self.labels(&terms.replaced_by))
                .with("original", "нужен подлинник", Value::Flag(terms.original));
        }
        self.add(sort, place.path.to_owned(), &title, &fact.because, aspects);
        if let FactType::List { item, .. } = &fact.kind {
            let within = format!("{title}: ");
            for field in item.values() {
                let path = format!("{}.item.{}", place.path, field.name);
                self.fact(field, Place { path: &path, within: &within, step: place.step });
            }
        }
    }

    /// Type and limits. The fields of a record are elements of their own.
    pub(super) fn kind(&self, aspects: Aspects, kind: &FactType, dictionary: Option<&str>) -> Aspects {
        let aspects = aspects.plain("type", "тип ответа", word(kind));
        let whole = |number: usize| Some(Decimal::from(number));
        match kind {
            FactType::Number { whole, min, max, unit } => aspects
                .number("min", "наименьшее значение", *min, "")
                .number("max", "наибольшее значение", *max, "")
                .with("whole", "только целые числа", Value::Flag(*whole))
                .plain("unit", "единица", unit.as_deref().unwrap_or("нет")),
            FactType::Text { max, long } => aspects.number("max", "наибольшая длина", whole(*max), "зн.").with(
                "long",
                "несколько строк",
                Value::Flag(*long),
            ),
            // Options of a dictionary change with it, and are told there.
            FactType::Choice(_) if dictionary.is_some() => {
                aspects.plain("dictionary", "справочник", dictionary.unwrap_or_default())
            }
            FactType::Choice(options) => {
                let options = options
                    .iter()
                    .map(|(code, label)| Item { body: format!("«{label}»"), ..Item::named(code, label) });
                aspects.items("options", &OPTION, options.collect())
            }
            FactType::Document(limits) => upload(aspects, limits),
            FactType::List { min, max, one, .. } => aspects
                .number("min", "наименьшее число записей", whole(*min), "")
                .number("max", "наибольшее число записей", whole(*max), "")
                .said("one", "название записи", one),
            FactType::YesNo | FactType::Money | FactType::Date | FactType::Identifier(_) | FactType::Address => aspects,
        }
    }
}

fn upload(aspects: Aspects, limits: &UploadLimits) -> Aspects {
    let media = limits.media_types.iter().map(|media| Item::named(media, media)).collect();
    let ratio = limits.ratio.map_or_else(|| "любое".to_owned(), |(width, height)| format!("{width}×{height}"));
    aspects
        .items("media-types", &MEDIA, media)
        .number("max-bytes", "наибольший размер файла", Some(Decimal::from(limits.max_bytes)), "байт")
        .plain("ratio", "соотношение сторон", ratio)
}

fn word(kind: &FactType) -> &str {
    match kind {
        FactType::YesNo => "да или нет",
        FactType::Number { .. } => "число",
        FactType::Money => "сумма",
        FactType::Date => "дата",
        FactType::Text { .. } => "текст",
        FactType::Choice(_) => "выбор",
        FactType::Identifier(kind) => kind.title(),
        FactType::Address => "адрес",
        FactType::Document(_) => "файл",
        FactType::List { .. } => "список",
    }
}
