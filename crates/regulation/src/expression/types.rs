//! Types of values inside expressions, made from the types of facts.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::identifier::IdentifierKind;
use crate::package::FactType;

/// Type of a value.
#[derive(Debug, Clone)]
pub(crate) enum Type {
    YesNo,
    Number,
    Money,
    Date,
    Length,
    Text,
    Choice(Arc<IndexMap<String, String>>),
    Identifier(IdentifierKind),
    Address,
    Document,
    List(Box<Type>),
    Record(Arc<IndexMap<String, Field>>),
    /// Something was wrong below and has been said already; or an empty list's element.
    Unsure,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub kind: Type,
    /// A record without it is not complete: its value is not known rather than absent.
    pub required: bool,
}

/// The values a fact may take, as far as cells can be made of them.
#[derive(Debug, Clone)]
pub(crate) enum Domain {
    YesNo,
    Number { whole: bool, min: Option<Decimal>, max: Option<Decimal> },
    Date,
    Choice(Arc<IndexMap<String, String>>),
    Text,
    Other,
}

impl Type {
    /// The type of a fact's value.
    pub fn of(kind: &FactType) -> Self {
        match kind {
            FactType::YesNo => Self::YesNo,
            FactType::Number { .. } => Self::Number,
            FactType::Money => Self::Money,
            FactType::Date => Self::Date,
            FactType::Text { .. } => Self::Text,
            FactType::Choice(options) => Self::Choice(Arc::new(options.clone())),
            FactType::Identifier(kind) => Self::Identifier(*kind),
            FactType::Address => Self::Address,
            FactType::Document(_) => Self::Document,
            FactType::List { item, .. } => {
                let fields = item.iter().map(|(name, fact)| {
                    let required = fact.required && fact.when.is_none();
                    (name.clone(), Field { kind: Self::of(&fact.kind), required })
                });
                Self::List(Box::new(Self::Record(Arc::new(fields.collect()))))
            }
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number | Self::Money)
    }

    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Choice(_) | Self::Identifier(_))
    }

    /// In words, as in «Сравнивается дата и число».
    pub fn words(&self) -> &'static str {
        match self {
            Self::YesNo => "да/нет",
            Self::Number => "число",
            Self::Money => "сумма",
            Self::Date => "дата",
            Self::Length => "срок",
            Self::Text => "текст",
            Self::Choice(_) => "выбор",
            Self::Identifier(_) => "номер",
            Self::Address => "адрес",
            Self::Document => "файл",
            Self::List(_) => "список",
            Self::Record(_) => "запись",
            Self::Unsure => "неизвестно что",
        }
    }
}

impl Domain {
    /// The values a fact of that type may take.
    pub fn of(kind: &FactType) -> Self {
        match kind {
            FactType::YesNo => Self::YesNo,
            FactType::Number { whole, min, max, .. } => Self::Number { whole: *whole, min: *min, max: *max },
            FactType::Money => Self::Number { whole: false, min: None, max: None },
            FactType::Date => Self::Date,
            FactType::Choice(options) => Self::Choice(Arc::new(options.clone())),
            FactType::Text { .. } | FactType::Identifier(_) => Self::Text,
            FactType::Address | FactType::Document(_) | FactType::List { .. } => Self::Other,
        }
    }
}
