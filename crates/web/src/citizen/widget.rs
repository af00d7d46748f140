//! One field of a form as HTML: every kind empty, filled and wrong, with its hint, its source
//! and why it is asked.

use askama::Template;
use regulation::fact::Source;
use regulation::form::{FieldView, Problem};
use regulation::identifier::IdentifierKind;
use regulation::package::{FactType, UploadLimits};
use serde_json::Value;

use crate::shell::Page;

/// A field to draw.
#[derive(Template)]
#[template(path = "citizen/field.html")]
pub struct Widget<'a> {
    /// The shell of the page.
    pub page: &'a Page,
    /// The field.
    pub field: &'a FieldView,
    /// Show that a missing answer is missing: only after the person tried to go on.
    pub strict: bool,
    /// The draft, for links to its files.
    pub draft: &'a str,
    /// Deepest level of headings: fields of a record stand inside a group.
    pub inside: bool,
}

/// Most options that are shown as buttons; more make a list to choose from.
const MOST_BUTTONS: usize = 6;

impl Widget<'_> {
    /// Id of the control; a dot would have to be escaped everywhere.
    fn id(&self) -> String {
        control_id(&self.field.path)
    }

    fn raw(&self) -> String {
        raw_text(&self.field.raw)
    }

    /// Whether the field's problem is shown now.
    fn wrong(&self) -> bool {
        is_shown_wrong(self.field, self.strict)
    }

    /// Ids of what describes the control.
    fn described(&self) -> String {
        let id = self.id();
        let mut ids = Vec::new();
        if self.field.hint.is_some() || self.format_hint().is_some() {
            ids.push(format!("{id}-hint"));
        }
        ids.push(format!("{id}-problem"));
        ids.join(" ")
    }

    /// A hint on the format by kind, where the author gave none.
    fn format_hint(&self) -> Option<&'static str> {
        match &self.field.kind {
            FactType::Date => Some("hint-date"),
            FactType::Identifier(IdentifierKind::Snils) => Some("hint-snils"),
            FactType::Identifier(IdentifierKind::Cadastral) => Some("hint-cadastral"),
            FactType::Identifier(IdentifierKind::Phone) => Some("hint-phone"),
            FactType::Identifier(IdentifierKind::Email) => Some("hint-email"),
            FactType::Identifier(IdentifierKind::Passport) => Some("hint-passport"),
            _ => None,
        }
    }

    /// `inputmode` of a one-line control.
    fn mode(&self) -> &'static str {
        match &self.field.kind {
            FactType::Number { whole: true, .. } => "numeric",
            FactType::Number { .. } | FactType::Money => "decimal",
            FactType::Identifier(IdentifierKind::Phone) => "tel",
            FactType::Identifier(IdentifierKind::Email) => "email",
            _ => "text",
        }
    }

    /// `autocomplete` by what browsers know of the person.
    fn autocomplete(&self) -> &'static str {
        let name = self.field.name.as_str();
        if self.inside {
            return "off";
        }
        match &self.field.kind {
            FactType::Identifier(IdentifierKind::Phone) => "tel",
            FactType::Identifier(IdentifierKind::Email) => "email",
            FactType::Text { .. } if name.ends_with("last_name") => "family-name",
            FactType::Text { .. } if name.ends_with("first_name") => "given-name",
            FactType::Text { .. } if name.ends_with("middle_name") => "additional-name",
            FactType::Date if name.ends_with("birthdate") => "bday",
            FactType::Address if name.starts_with("applicant.") => "street-address",
            _ => "off",
        }
    }

    fn is_short(&self) -> bool {
        matches!(self.field.kind, FactType::Date | FactType::Number { .. } | FactType::Money)
    }

    /// A yes-no that is a statement to agree with, not a question.
    fn is_statement(&self) -> bool {
        self.field.required && ["Я ", "Согла", "Подтвержда"].iter().any(|start| self.field.label.starts_with(start))
    }

    fn has_buttons(options: &indexmap::IndexMap<String, String>) -> bool {
        options.len() <= MOST_BUTTONS
    }

    fn is_yes(&self) -> bool {
        matches!(self.raw().as_str(), "true" | "on" | "yes" | "да")
    }

    fn is_no(&self) -> bool {
        matches!(self.raw().as_str(), "false" | "off" | "no" | "нет")
    }

    /// Where a value came from, when nobody typed it.
    fn source(&self) -> Option<&'static str> {
        if self.raw().is_empty() && !self.field.raw.is_object() {
            return None;
        }
        match self.field.source {
            Some(Source::Identity) => Some("from-identity"),
            Some(Source::Register { .. }) => Some("from-register"),
            Some(Source::Service { .. }) => Some("from-service"),
            Some(Source::Derived) => Some("from-derived"),
            Some(Source::Applicant | Source::Official { .. } | Source::Experts { .. } | Source::Case) | None => None,
        }
    }

    fn accept(limits: &UploadLimits) -> String {
        limits.media_types.join(",")
    }

    /// «JPG, PNG, не больше 5 МБ, стороны 3 на 4».
    fn upload_hint(&self, limits: &UploadLimits) -> String {
        let kinds: Vec<&str> = limits.media_types.iter().map(|kind| short_kind(kind)).collect();
        let hint = self.page.t2("hint-upload", "kinds", kinds.join(", "), "size", self.page.size(&limits.max_bytes));
        match limits.ratio {
            Some((width, height)) => {
                let ratio = self.page.t2("hint-ratio", "width", i64::from(width), "height", i64::from(height));
                format!("{hint} {ratio}")
            }
            None => hint,
        }
    }

    /// The file that is kept: name, size.
    fn kept(&self) -> Option<(String, u64)> {
        let name = self.field.raw.get("name")?.as_str()?.to_owned();
        Some((name, self.field.raw.get("size")?.as_u64()?))
    }

    /// A field of a record.
    fn item<'b>(&'b self, field: &'b FieldView) -> Widget<'b> {
        Widget { page: self.page, field, strict: self.strict, draft: self.draft, inside: true }
    }

    fn may_remove(&self, min: &usize) -> bool {
        self.field.records.len() > *min
    }
}

/// Id of the control of a field.
pub fn control_id(path: &str) -> String {
    format!("f-{}", path.replace(['.', '_'], "-"))
}

/// A raw answer as text for a control.
pub fn raw_text(raw: &Value) -> String {
    match raw {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Null | Value::Array(_) => String::new(),
    }
}

/// A problem with the name of its field, once.
pub fn labelled(field: &FieldView, problem: &Problem) -> String {
    if problem.message.contains(&field.label) {
        return problem.message.clone();
    }
    format!("{}: {}", field.label, problem.message)
}

/// Whether a field's problem is shown: a wrong answer always, a missing one only when strict.
pub fn is_shown_wrong(field: &FieldView, strict: bool) -> bool {
    field.problem.is_some() && (strict || !raw_text(&field.raw).is_empty() || field.raw.is_object())
}

/// The everyday name of a media type.
pub fn short_kind(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" => "JPG",
        "image/png" => "PNG",
        "application/pdf" => "PDF",
        other => other.rsplit('/').next().unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use indexmap::IndexMap;
    use serde_json::json;

    use super::*;
    use crate::citizen::samples::page;

    fn field(kind: FactType, raw: Value) -> FieldView {
        FieldView {
            path: "some.fact_name".to_owned(),
            name: "some.fact_name".to_owned(),
            label: "Поле <образца>".to_owned(),
            hint: Some("Подсказка".to_owned()),
            kind,
            required: true,
            raw,
            shown: String::new(),
            source: None,
            why: "По пункту 1".to_owned(),
            problem: None,
            records: Vec::new(),
        }
    }

    fn kinds() -> Vec<(FactType, Value)> {
        let options =
            |count: usize| FactType::Choice((0..count).map(|at| (format!("o{at}"), format!("Вариант {at}"))).collect());
        let limits =
            UploadLimits { media_types: vec!["image/png".to_owned()], max_bytes: 5 << 20, ratio: Some((3, 4)) };
        vec![
            (FactType::YesNo, json!("true")),
            (FactType::Number { whole: true, min: None, max: None, unit: Some("м²".to_owned()) }, json!("12")),
            (FactType::Money, json!("1 500")),
            (FactType::Date, json!("05.03.1990")),
            (FactType::Text { max: 10, long: false }, json!("\"><script>alert(1)</script>")),
            (FactType::Text { max: 10, long: true }, json!("</textarea><b>")),
            (options(3), json!("o1")),
            (options(9), json!("o8")),
            (FactType::Identifier(IdentifierKind::Snils), json!("112-233-445 95")),
            (FactType::Address, json!({ "text": "город Образцовск" })),
            (FactType::Document(limits), json!({ "name": "a<b>.png", "size": 1000, "sha256": "0" })),
            (FactType::List { item: IndexMap::new(), min: 1, max: 3, one: "ребёнок".to_owned() }, Value::Null),
        ]
    }

    fn draw(field: &FieldView, strict: bool) -> String {
        let page = page();
        Widget { page: &page, field, strict, draft: "d", inside: false }.render().unwrap()
    }

    /// Every control is named and described by elements that are there.
    fn is_accessible(html: &str) {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut seen = std::collections::BTreeSet::new();
        assert!(ids.iter().all(|id| seen.insert(*id)), "ids are unique: {ids:?}");
        for attribute in ["for=\"", "aria-describedby=\""] {
            for named in html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                for id in named.split(' ') {
                    assert!(seen.contains(id), "{id} is named but not there: {html}");
                }
            }
        }
        assert!(html.contains("<label") || html.contains("<legend"), "{html}");
    }

    /// Proves: FORM-04, FORM-23.
    #[test]
    fn every_kind_of_field_is_drawn_empty_filled_and_wrong() {
        for (kind, filled) in kinds() {
            let empty = field(kind.clone(), Value::Null);
            let html = draw(&empty, false);
            is_accessible(&html);
            assert!(html.contains("Почему это спрашивают") && html.contains("По пункту 1"), "{html}");
            is_accessible(&draw(&field(kind.clone(), filled.clone()), false));
            let mut wrong = field(kind, filled);
            let problem = Problem {
                field: wrong.path.clone(),
                code: "test",
                message: "Что-то <не так>.".to_owned(),
                mend: "Исправьте так-то.".to_owned(),
                clause: None,
            };
            wrong.problem = Some(problem);
            let html = draw(&wrong, true);
            is_accessible(&html);
            assert!(html.contains("не так") && html.contains("Исправьте так-то."), "{html}");
        }
    }

    #[test]
    fn what_people_type_never_becomes_markup() {
        for (kind, filled) in kinds() {
            let html = draw(&field(kind, filled), true);
            for bad in ["<script>", "</textarea><b>", "a<b>", "<образца>"] {
                assert!(!html.contains(bad), "{bad}: {html}");
            }
        }
    }

    /// Proves: FORM-10.
    #[test]
    fn a_value_from_esia_says_so_and_a_typed_one_does_not() {
        let mut known = field(FactType::Text { max: 10, long: false }, json!("Образцова"));
        known.source = Some(Source::Identity);
        assert!(draw(&known, false).contains("Из вашего профиля Госуслуг"));
        known.source = None;
        assert!(!draw(&known, false).contains("Из вашего профиля Госуслуг"));
    }

    #[test]
    fn a_missing_answer_is_not_blamed_before_the_person_went_on() {
        let mut missing = field(FactType::Date, Value::Null);
        missing.problem = Some(Problem {
            field: missing.path.clone(),
            code: "required",
            message: "Дата не указана.".to_owned(),
            mend: "Впишите дату.".to_owned(),
            clause: None,
        });
        assert!(!draw(&missing, false).contains("Дата не указана."));
        assert!(draw(&missing, true).contains("Дата не указана."));
    }
}
