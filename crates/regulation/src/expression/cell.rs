//! Cells of decision tables: unary tests and values as authors write them, put into expressions.
//!
//! Codes of choices and days stand bare in a cell (`assign`, `>= 2026-01-01`); here they get the
//! quotes and words that the expression language needs. What is left is that language's own.

use crate::package::FactType;

/// A unary test of a table's cell as a condition over an input: (`age`, `>= 18`) → `(age) >= 18`;
/// `-` → `true`. The mistake, when there is one, is said in Russian.
pub fn unary(of: &str, kind: &FactType, test: &str) -> Result<String, String> {
    let test = test.trim();
    if test == "-" {
        return Ok("true".to_owned());
    }
    if let Some(inner) = negated(test) {
        return Ok(format!("not({})", any_of(of, kind, inner)?));
    }
    any_of(of, kind, test)
}

/// A cell's test as FEEL writes unary tests, with its quotes: `x, y` → `"x", "y"`.
pub fn feel(kind: &FactType, test: &str) -> Result<String, String> {
    let test = test.trim();
    let tests = |test: &str| {
        Ok(split(test)?.into_iter().map(|part| one(kind, part)).collect::<Result<Vec<_>, _>>()?.join(", "))
    };
    match (test, negated(test)) {
        ("-", _) => Ok(test.to_owned()),
        (_, Some(inner)) => tests(inner).map(|inner: String| format!("not({inner})")),
        _ => tests(test),
    }
}

/// The same backwards: FEEL's unary tests as a cell is written here.
pub fn bare(kind: &FactType, test: &str) -> String {
    let test = test.trim();
    if let Some(inner) = negated(test) {
        return format!("not({})", bare(kind, inner));
    }
    let Ok(parts) = split(test) else { return test.to_owned() };
    let parts: Vec<String> = parts.into_iter().map(|part| bare_one(kind, part)).collect();
    parts.join(", ")
}

fn bare_one(kind: &FactType, part: &str) -> String {
    if let Some(day) = part.strip_prefix("date(\"").and_then(|rest| rest.strip_suffix("\")").filter(|day| is_day(day)))
    {
        return day.to_owned();
    }
    for sign in ["<=", ">=", "!=", "<", ">"] {
        if let Some(rest) = part.strip_prefix(sign) {
            return format!("{sign} {}", bare_one(kind, rest.trim()));
        }
    }
    if is_range(part)
        && let Some((low, high)) = part[1..part.len() - 1].split_once("..")
    {
        return format!("{}{}..{}{}", &part[..1], bare_one(kind, low), bare_one(kind, high), &part[part.len() - 1..]);
    }
    let quoted = part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(text) if constant(kind, text) == part && !text.is_empty() => text.to_owned(),
        _ => part.to_owned(),
    }
}

/// A value as it stands in a cell, an edition of a parameter or a dictionary, as an expression.
pub fn constant(kind: &FactType, text: &str) -> String {
    let text = text.trim();
    let quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    match kind {
        FactType::Choice(_) | FactType::Text { .. } | FactType::Identifier(_) if !quoted => quote(text),
        FactType::Date if is_day(text) => format!("date(\"{text}\")"),
        FactType::YesNo => match text {
            "yes" => "true".to_owned(),
            "no" => "false".to_owned(),
            other => other.to_owned(),
        },
        _ => text.to_owned(),
    }
}

fn any_of(of: &str, kind: &FactType, test: &str) -> Result<String, String> {
    let parts = split(test)?;
    let parts = parts.into_iter().map(|part| one(kind, part)).collect::<Result<Vec<String>, String>>()?;
    let [only] = parts.as_slice() else { return Ok(format!("({of}) in ({})", parts.join(", "))) };
    Ok(match (kind, only.as_str()) {
        (FactType::YesNo, "true" | "да") => format!("({of})"),
        (FactType::YesNo, "false" | "нет") => format!("({of}) = false"),
        (_, only) if only.starts_with(['<', '>', '=', '!']) => format!("({of}) {only}"),
        (_, only) if is_range(only) => format!("({of}) in {only}"),
        (_, only) => format!("({of}) = {only}"),
    })
}

/// One test of a cell as it stands after `in`.
fn one(kind: &FactType, part: &str) -> Result<String, String> {
    if part.is_empty() {
        return Err("В ячейке пропущено значение: между запятыми пусто.".to_owned());
    }
    if part == "-" {
        return Err("Прочерк значит «всё равно» и стоит в ячейке один.".to_owned());
    }
    for sign in ["<=", ">=", "!=", "<", ">", "="] {
        if let Some(rest) = part.strip_prefix(sign) {
            if rest.trim().is_empty() {
                return Err(format!("После `{sign}` нужно значение."));
            }
            return Ok(format!("{sign} {}", constant(kind, rest)));
        }
    }
    if is_range(part) {
        let (opens, closes) = (&part[..1], &part[part.len() - 1..]);
        let Some((low, high)) = part[1..part.len() - 1].split_once("..") else {
            return Err(format!("Промежуток пишется так: `[18..60]`, а написано `{part}`."));
        };
        return Ok(format!("{opens}{}..{}{closes}", constant(kind, low), constant(kind, high)));
    }
    Ok(constant(kind, part))
}

fn is_range(part: &str) -> bool {
    part.starts_with(['[', '(']) && part.ends_with([']', ')']) && part.contains("..")
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What stands inside `not(…)`, when the bracket closes at the end.
fn negated(test: &str) -> Option<&str> {
    let inner = test.strip_prefix("not")?.trim_start().strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 1_i32;
    for c in inner.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return None;
        }
    }
    Some(inner)
}

/// Parts between the commas that stand outside brackets and quotes.
fn split(test: &str) -> Result<Vec<&str>, String> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in test.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(test[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    if quoted {
        return Err("В ячейке открыта и не закрыта кавычка.".to_owned());
    }
    parts.push(test[from..].trim());
    Ok(parts)
}
