//! The functions of the language: a closed list, each with what it takes and gives.

use super::types::Type;

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Count,
    Sum,
    Min,
    Max,
    All,
    Any,
    Contains,
    StartsWith,
    EndsWith,
    StringLength,
    UpperCase,
    LowerCase,
    Age,
    YearsBetween,
    DaysBetween,
    Floor,
    Ceiling,
    Abs,
    Year,
    Month,
    Day,
    First,
    Matches,
    Flatten,
    IsKnown,
    IsAbsent,
}

/// Name, function, how it is written.
const TABLE: [(&str, Function, &str); 26] = [
    ("count", Function::Count, "count(список)"),
    ("sum", Function::Sum, "sum(список чисел)"),
    ("min", Function::Min, "min(список) или min(а, б)"),
    ("max", Function::Max, "max(список) или max(а, б)"),
    ("all", Function::All, "all(список да/нет)"),
    ("any", Function::Any, "any(список да/нет)"),
    ("contains", Function::Contains, "contains(список или текст, что ищем)"),
    ("starts with", Function::StartsWith, "starts with(текст, начало)"),
    ("ends with", Function::EndsWith, "ends with(текст, конец)"),
    ("string length", Function::StringLength, "string length(текст)"),
    ("upper case", Function::UpperCase, "upper case(текст)"),
    ("lower case", Function::LowerCase, "lower case(текст)"),
    ("age", Function::Age, "age(дата рождения, today)"),
    ("years between", Function::YearsBetween, "years between(дата, дата)"),
    ("days between", Function::DaysBetween, "days between(дата, дата)"),
    ("floor", Function::Floor, "floor(число)"),
    ("ceiling", Function::Ceiling, "ceiling(число)"),
    ("abs", Function::Abs, "abs(число)"),
    ("year", Function::Year, "year(дата)"),
    ("month", Function::Month, "month(дата)"),
    ("day", Function::Day, "day(дата)"),
    ("first", Function::First, "first(список)"),
    ("matches", Function::Matches, "matches(текст, \"образец\")"),
    ("flatten", Function::Flatten, "flatten(список списков)"),
    ("is known", Function::IsKnown, "is known(сведение)"),
    ("is absent", Function::IsAbsent, "is absent(сведение)"),
];

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Date,
    Text,
    Number,
}

impl Need {
    /// Does a type serve?
    pub fn fits(self, kind: &Type) -> bool {
        match self {
            Self::Date => matches!(kind, Type::Date | Type::Unsure),
            Self::Text => kind.is_text() || matches!(kind, Type::Unsure),
            Self::Number => kind.is_number() || matches!(kind, Type::Unsure),
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Date => "дата",
            Self::Text => "текст",
            Self::Number => "число",
        }
    }
}

impl Function {
    /// The function of that name.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(known, ..)| *known == name).map(|(_, function, _)| *function)
    }

    /// How it is written.
    pub fn usage(self) -> &'static str {
        TABLE.iter().find(|(_, function, _)| *function == self).map_or("", |(.., usage)| usage)
    }

    /// Fixed arguments and result of the plain ones; the rest are checked by hand.
    pub fn plain(self) -> Option<(&'static [Need], Type)> {
        Some(match self {
            Self::StartsWith | Self::EndsWith => (&[Need::Text, Need::Text], Type::YesNo),
            Self::StringLength => (&[Need::Text], Type::Number),
            Self::UpperCase | Self::LowerCase => (&[Need::Text], Type::Text),
            Self::Age | Self::YearsBetween | Self::DaysBetween => (&[Need::Date, Need::Date], Type::Number),
            Self::Year | Self::Month | Self::Day => (&[Need::Date], Type::Number),
            Self::Floor | Self::Ceiling | Self::Abs => (&[Need::Number], Type::Number),
            _ => return None,
        })
    }

    /// Grows or shrinks with each argument, never both: bounds on dates can be found by halving.
    pub fn is_monotone(self) -> bool {
        matches!(self, Self::Age | Self::YearsBetween | Self::DaysBetween | Self::Year | Self::Floor | Self::Ceiling)
    }
}

/// Is this the name of a function?
pub(crate) fn is_name(name: &str) -> bool {
    names().any(|known| known == name)
}

/// All names, those of values written like calls included.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, ..)| *name).chain(["date", "duration", "not"])
}
