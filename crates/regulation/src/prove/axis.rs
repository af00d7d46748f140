//! One column of a decision table as finitely many cells: the unary tests of the column cannot
//! tell the values of one cell apart.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use jiff::civil::Date;

use super::bits::Bits;
use crate::package::FactType;

/// A unary test, read: which values it lets through.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    Any,
    /// One of these words.
    Words(Vec<String>),
    /// Any but these words.
    OtherWords(Vec<String>),
    /// Inside one of these spans.
    Spans(Vec<Span>),
    /// Outside all of these spans.
    OutsideSpans(Vec<Span>),
}

/// A stretch of a line, open or closed at its ends; no end means without bound.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
}

/// The cells of a column.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    /// What each cell is called for people: a code, a value inside it.
    pub names: Vec<String>,
}

/// The cells of a column and, for each row, which of them its test lets through. `None` when a
/// test is not a plain one: it names a fact or a parameter.
pub(super) fn divide(kind: &FactType, tests: &[&str]) -> Option<(Axis, Vec<Bits>)> {
    let line = Line::of(kind);
    let tests: Vec<Test> = tests.iter().map(|text| read(text, line.as_ref())).collect::<Option<_>>()?;
    match (&line, kind) {
        (Some(line), _) => Some(line.divide(&tests)),
        (None, FactType::YesNo) => Some(words(vec!["true".to_owned(), "false".to_owned()], None, &tests)),
        (None, FactType::Choice(options)) => Some(words(options.keys().cloned().collect(), None, &tests)),
        (None, FactType::Text { .. } | FactType::Identifier(_)) => {
            let mut named: Vec<String> = tests
                .iter()
                .flat_map(|test| match test {
                    Test::Words(words) | Test::OtherWords(words) => words.clone(),
                    _ => Vec::new(),
                })
                .collect();
            named.sort_unstable();
            named.dedup();
            Some(words(named, Some("другой текст"), &tests))
        }
        _ => tests.iter().all(|test| *test == Test::Any).then(|| words(Vec::new(), Some("любое"), &tests)),
    }
}

/// Cells that are single words, and perhaps one for all the others.
fn words(named: Vec<String>, other: Option<&str>, tests: &[Test]) -> (Axis, Vec<Bits>) {
    let size = named.len() + usize::from(other.is_some());
    let rows = tests.iter().map(|test| {
        let passes = |at: usize| match (test, named.get(at)) {
            (Test::Words(words), Some(word)) => words.contains(word),
            (Test::OtherWords(words), Some(word)) => !words.contains(word),
            (Test::Words(_), None) => false,
            _ => true,
        };
        Bits::of(size, passes)
    });
    let rows = rows.collect();
    let mut names = named;
    names.extend(other.map(str::to_owned));
    (Axis { names }, rows)
}

/// A number line; dates are counted in days.
#[derive(Debug, Clone)]
struct Line {
    whole: bool,
    min: Option<Decimal>,
    max: Option<Decimal>,
    dates: bool,
}

impl Line {
    fn of(kind: &FactType) -> Option<Self> {
        match kind {
            FactType::Number { whole, min, max, .. } => {
                Some(Self { whole: *whole, min: *min, max: *max, dates: false })
            }
            FactType::Money => Some(Self { whole: false, min: None, max: None, dates: false }),
            FactType::Date => Some(Self { whole: true, min: None, max: None, dates: true }),
            _ => None,
        }
    }

    /// Points at the bounds of the tests and stretches between them, as far as they hold values.
    fn divide(&self, tests: &[Test]) -> (Axis, Vec<Bits>) {
        let mut points: Vec<Decimal> = self.min.into_iter().chain(self.max).collect();
        for test in tests {
            let (Test::Spans(spans) | Test::OutsideSpans(spans)) = test else { continue };
            points.extend(spans.iter().flat_map(|span| [&span.low, &span.high]).flatten().map(|(at, _)| *at));
        }
        points.sort_unstable();
        points.dedup();
        let mut samples = Vec::new();
        samples.extend(self.between(None, points.first().copied()));
        for (at, point) in points.iter().enumerate() {
            samples.extend(self.holds(*point).then_some(*point));
            samples.extend(self.between(Some(*point), points.get(at + 1).copied()));
        }
        let rows = tests.iter().map(|test| Bits::of(samples.len(), |at| passes(test, samples[at]))).collect();
        let names = if points.is_empty() {
            vec!["любое значение".to_owned()]
        } else {
            samples.iter().map(|sample| self.name(*sample)).collect()
        };
        (Axis { names }, rows)
    }

    fn holds(&self, value: Decimal) -> bool {
        (!self.whole || value.fract().is_zero())
            && self.min.is_none_or(|min| value >= min)
            && self.max.is_none_or(|max| value <= max)
    }

    /// A value strictly between two points; none where there is none.
    fn between(&self, low: Option<Decimal>, high: Option<Decimal>) -> Option<Decimal> {
        let value = match (low, high) {
            (None, None) => Decimal::ZERO,
            (None, Some(high)) if self.whole => high.ceil() - Decimal::ONE,
            (None, Some(high)) => high - Decimal::ONE,
            (Some(low), None) if self.whole => low.floor() + Decimal::ONE,
            (Some(low), None) => low + Decimal::ONE,
            (Some(low), Some(_)) if self.whole => low.floor() + Decimal::ONE,
            (Some(low), Some(high)) => low / Decimal::TWO + high / Decimal::TWO,
        };
        let inside = low.is_none_or(|low| value > low) && high.is_none_or(|high| value < high);
        (inside && self.holds(value)).then_some(value)
    }

    fn name(&self, value: Decimal) -> String {
        match value.to_i64().filter(|_| self.dates).and_then(date_of) {
            Some(date) => date.to_string(),
            None => value.normalize().to_string(),
        }
    }
}

fn passes(test: &Test, value: Decimal) -> bool {
    let inside = |span: &Span| {
        span.low.is_none_or(|(low, closed)| value > low || closed && value == low)
            && span.high.is_none_or(|(high, closed)| value < high || closed && value == high)
    };
    match test {
        Test::Any => true,
        Test::Spans(spans) => spans.iter().any(inside),
        Test::OutsideSpans(spans) => !spans.iter().any(inside),
        Test::Words(_) | Test::OtherWords(_) => false,
    }
}

fn date_of(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    EPOCH.checked_add(span).ok()
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn read(text: &str, line: Option<&Line>) -> Option<Test> {
    let text = text.trim();
    if text == "-" {
        return Some(Test::Any);
    }
    let inner = text.strip_prefix("not").map(str::trim_start);
    let inner = inner.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    let parts = split(inner.unwrap_or(text));
    Some(match (line, inner.is_some()) {
        (Some(line), outside) => {
            let spans = parts.iter().map(|part| span(part, line.dates)).collect::<Option<Vec<Span>>>()?;
            if outside { Test::OutsideSpans(spans) } else { Test::Spans(spans) }
        }
        (None, other) => {
            let words = parts.iter().map(|part| word(part)).collect::<Option<Vec<String>>>()?;
            if other { Test::OtherWords(words) } else { Test::Words(words) }
        }
    })
}

/// Parts between commas that stand outside quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

fn word(text: &str) -> Option<String> {
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Some(inner.to_owned());
    }
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    plain.then(|| match text {
        "да" | "yes" => "true".to_owned(),
        "нет" | "no" => "false".to_owned(),
        other => other.to_owned(),
    })
}

fn span(text: &str, dates: bool) -> Option<Span> {
    for (sign, low, closed) in
        [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false), ("=", true, true)]
    {
        let Some(rest) = text.strip_prefix(sign) else { continue };
        let end = Some((point(rest, dates)?, closed));
        return Some(match (sign, low) {
            ("=", _) => Span { low: end, high: end },
            (_, true) => Span { low: end, high: None },
            (_, false) => Span { low: None, high: end },
        });
    }
    if let Some((low, high)) = text.split_once("..") {
        let first = low.chars().next()?;
        let last = high.chars().next_back()?;
        let low = point(low.strip_prefix(['[', '(', ']'])?, dates)?;
        let high = point(high.strip_suffix([']', ')', '['])?, dates)?;
        return Some(Span { low: Some((low, first == '[')), high: Some((high, last == ']')) });
    }
    let point = point(text, dates)?;
    Some(Span { low: Some((point, true)), high: Some((point, true)) })
}

fn point(text: &str, dates: bool) -> Option<Decimal> {
    let text = text.trim();
    if !dates {
        return text.replace('_', "").parse().ok();
    }
    let text = text.strip_prefix("date(\"").and_then(|rest| rest.strip_suffix("\")")).unwrap_or(text);
    let date: Date = text.parse().ok()?;
    Some(Decimal::from(date.since(EPOCH).ok()?.get_days()))
}
