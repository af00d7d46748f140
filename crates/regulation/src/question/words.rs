//! Questions and answers in words for people.

use super::inquiry::Inquiry;
use super::{Answer, Ask, Because, Step};
use crate::assess::shown;
use crate::expression::outlook::Cell;
use crate::fact::Value;
use crate::package::{Fact, FactType};

/// A question with its reasons.
pub(super) fn ask(inquiry: &Inquiry<'_>, fact: &str, because: Because, answers: Vec<Answer>) -> Ask {
    let declared = inquiry.regulation.fact(fact);
    let mut why: Vec<String> = match &because {
        Because::Goals(goals) => {
            inquiry.goals.iter().filter(|goal| goals.contains(&goal.id)).map(|goal| goal.why.clone()).collect()
        }
        Because::Opens(_) => vec!["От ответа зависит, какие ещё сведения понадобятся.".to_owned()],
        Because::Key(source) => vec![match inquiry.regulation.sources.get(source) {
            Some(source) => format!("По этому сведению мы сами запросим остальное: {}.", source.title),
            None => "По этому сведению мы сами запросим остальное.".to_owned(),
        }],
    };
    if let Some(declared) = declared.filter(|fact| !fact.because.act.is_empty()) {
        why.push(format!("Основание: {}.", inquiry.regulation.clause_text(&declared.because)));
    }
    Ask {
        fact: fact.to_owned(),
        label: declared.map_or_else(|| fact.to_owned(), |fact| fact.label.clone()),
        why: why.join(" "),
        because,
        answers,
        exact: true,
    }
}

/// The question for a key of a request.
pub(super) fn key(inquiry: &Inquiry<'_>, source: &str, key: &str) -> Step {
    Step::Ask(Box::new(ask(inquiry, key, Because::Key(source.to_owned()), Vec::new())))
}

/// Some cells of a fact in words: «от 18 до 60», «Продлить, Заменить».
pub(super) fn cells(fact: &Fact, all: &[Cell], some: &[usize]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = some.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let mut last = first;
        while is_stretch(&all[last]) && rest.peek() == Some(&(last + 1)) && is_stretch(&all[last + 1]) {
            last += 1;
            rest.next();
        }
        words.push(cell(fact, &all[first], &all[last]));
    }
    words.join(", ")
}

fn is_stretch(cell: &Cell) -> bool {
    matches!(cell, Cell::Numbers { .. } | Cell::Days { .. })
}

/// A cell, or the stretch from one cell to another.
fn cell(fact: &Fact, first: &Cell, last: &Cell) -> String {
    let number = |number: rust_decimal::Decimal| match &fact.kind {
        FactType::Money => {
            let kopecks = (number * rust_decimal::Decimal::ONE_HUNDRED).trunc();
            let kopecks = i64::try_from(kopecks).unwrap_or(i64::MAX);
            shown(&fact.kind, &Value::Money(crate::money::Money::from_kopecks(kopecks)))
        }
        kind @ FactType::Number { .. } => shown(kind, &Value::Number(number)),
        _ => number.normalize().to_string(),
    };
    let day = |day: jiff::civil::Date| day.strftime("%d.%m.%Y").to_string();
    match (first, last) {
        (Cell::Absent, _) => "такого сведения нет".to_owned(),
        (Cell::YesNo(true) | Cell::Holds(true), _) => "да".to_owned(),
        (Cell::YesNo(false) | Cell::Holds(false), _) => "нет".to_owned(),
        (Cell::Code(code), _) => shown(&fact.kind, &Value::Choice(code.clone())),
        (Cell::Text(Some(text)), _) => format!("«{text}»"),
        (Cell::Text(None), _) => "другой ответ".to_owned(),
        (Cell::Numbers { from, .. }, Cell::Numbers { to, .. }) => match (from, to) {
            (Some((from, _)), Some((to, _))) if from == to => number(*from),
            (Some((from, true)), Some((to, true))) => format!("от {} до {}", number(*from), number(*to)),
            (Some((from, inside)), Some((to, before))) => {
                let from =
                    if *inside { format!("от {}", number(*from)) } else { format!("больше {}", number(*from)) };
                let to =
                    if *before { format!("до {}", number(*to)) } else { format!("меньше {}", number(*to)) };
                format!("{from} и {to}")
            }
            (Some((from, true)), None) => format!("от {}", number(*from)),
            (Some((from, false)), None) => format!("больше {}", number(*from)),
            (None, Some((to, true))) => format!("до {}", number(*to)),
            (None, Some((to, false))) => format!("меньше {}", number(*to)),
            (None, None) => "любое число".to_owned(),
        },
        (Cell::Days { from, .. }, Cell::Days { before, .. }) => match (from, before) {
            (Some(from), Some(before)) => match before.yesterday() {
                Ok(last) if last == *from => day(*from),
                Ok(last) => format!("с {} по {}", day(*from), day(last)),
                Err(_) => format!("с {}", day(*from)),
            },
            (Some(from), None) => format!("с {}", day(*from)),
            (None, Some(before)) => format!("до {}", day(*before)),
            (None, None) => "любой день".to_owned(),
        },
        _ => "другой ответ".to_owned(),
    }
}
