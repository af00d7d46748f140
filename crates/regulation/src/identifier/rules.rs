//! The rule of each kind: what it is made of, its canonical form, its form for people.
//!
//! Sources: the algorithms published by ФНС, СФР, Казначейство and Банк России; where a rule
//! rests on the form only (no check digit exists), the rule says so by not checking more.

use super::{IdentifierKind, IdentifierProblem, check, contact};

type Checked = Result<String, IdentifierProblem>;

/// The canonical form of a text, or what is wrong with it. The text is trimmed and not empty.
pub(super) fn canonical(kind: IdentifierKind, text: &str) -> Checked {
    match kind {
        IdentifierKind::Snils => checked(kind, digits(kind, text, &[11])?, check::snils),
        IdentifierKind::Inn => inn(kind, digits(kind, text, &[10, 12])?),
        IdentifierKind::InnPerson => inn(kind, digits(kind, text, &[12])?),
        IdentifierKind::InnOrganisation => inn(kind, digits(kind, text, &[10])?),
        IdentifierKind::Ogrn => {
            let value = prefixed(kind, digits(kind, text, &[13])?, &["1", "5"])?;
            checked(kind, value, |value| check::ogrn(value, 11))
        }
        IdentifierKind::Ogrnip => {
            let value = prefixed(kind, digits(kind, text, &[15])?, &["3"])?;
            checked(kind, value, |value| check::ogrn(value, 13))
        }
        IdentifierKind::Kpp => kpp(text),
        IdentifierKind::Bik => prefixed(kind, digits(kind, text, &[9])?, &["0"]),
        IdentifierKind::Account => account(digits(kind, text, &[20])?),
        IdentifierKind::Uin => uin(text),
        IdentifierKind::Oktmo => digits(kind, text, &[8, 11]),
        IdentifierKind::Kbk => digits(kind, text, &[20]),
        IdentifierKind::Cadastral => cadastral(text),
        IdentifierKind::Passport => {
            let value = digits(kind, text, &[10])?;
            if value.starts_with("00") {
                Err(prefix(kind, "первые две цифры серии — код региона, 00 не бывает"))
            } else {
                Ok(value)
            }
        }
        IdentifierKind::Phone => contact::phone(text),
        IdentifierKind::Email => contact::email(text),
        IdentifierKind::Uuid => uuid(text),
    }
}

/// The form for people of a canonical value.
pub(super) fn shown(kind: IdentifierKind, value: &str) -> String {
    let part = |range: std::ops::Range<usize>| value.get(range).unwrap_or_default();
    match kind {
        IdentifierKind::Snils => format!("{}-{}-{} {}", part(0..3), part(3..6), part(6..9), part(9..11)),
        IdentifierKind::Passport => format!("{} {} {}", part(0..2), part(2..4), part(4..10)),
        IdentifierKind::Phone => format!("+7 {} {}-{}-{}", part(2..5), part(5..8), part(8..10), part(10..12)),
        _ => value.to_owned(),
    }
}

/// Leaves digits only; names a foreign character or a wrong length exactly.
fn digits(kind: IdentifierKind, text: &str, lengths: &[usize]) -> Checked {
    let value = compact(text);
    if let Some(wrong) = value.chars().find(|character| !character.is_ascii_digit()) {
        return Err(foreign(kind, wrong, "цифры"));
    }
    if lengths.contains(&value.len()) {
        return Ok(value);
    }
    let allowed = lengths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" или ");
    let mend = match lengths.iter().max() {
        Some(most) if value.len() > *most => "Проверьте, нет ли лишних цифр.",
        _ => "Проверьте, не пропущена ли цифра.",
    };
    let message = format!("В этом номере ({}) должно быть цифр: {allowed}; введено: {}", kind.title(), value.len());
    Err(IdentifierProblem::new("length", message, mend))
}

/// Drops spaces of all kinds and dashes of all kinds.
pub(super) fn compact(text: &str) -> String {
    let dash = |character: char| matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    text.chars().filter(|character| !character.is_whitespace() && !dash(*character)).collect()
}

pub(super) fn foreign(kind: IdentifierKind, wrong: char, allowed: &str) -> IdentifierProblem {
    IdentifierProblem::new(
        "characters",
        format!("Лишний знак «{wrong}»: в этом номере ({}) бывают только {allowed}", kind.title()),
        format!("Уберите этот знак. Образец: {}.", kind.example()),
    )
}

fn checked(kind: IdentifierKind, value: String, rule: impl Fn(&str) -> bool) -> Checked {
    if rule(&value) {
        return Ok(value);
    }
    Err(IdentifierProblem::new(
        "check-digit",
        format!("Контрольное число не сходится ({})", kind.title()),
        "Проверьте, нет ли опечатки: сверьте номер с документом.",
    ))
}

fn prefix(kind: IdentifierKind, why: &str) -> IdentifierProblem {
    IdentifierProblem::new(
        "prefix",
        format!("Такого номера не бывает ({}): {why}", kind.title()),
        "Сверьте номер с документом.",
    )
}

fn prefixed(kind: IdentifierKind, value: String, prefixes: &[&str]) -> Checked {
    if prefixes.iter().any(|prefix| value.starts_with(prefix)) {
        return Ok(value);
    }
    Err(prefix(kind, &format!("он начинается с {}", prefixes.join(" или с "))))
}

fn inn(kind: IdentifierKind, value: String) -> Checked {
    if value.starts_with("00") {
        return Err(prefix(kind, "первые две цифры — код региона, 00 не бывает"));
    }
    checked(kind, value, |value| if value.len() == 12 { check::inn12(value) } else { check::inn10(value) })
}

fn kpp(text: &str) -> Checked {
    let kind = IdentifierKind::Kpp;
    let value = compact(text).to_ascii_uppercase();
    if let Some(wrong) = value.chars().find(|character| !character.is_ascii_alphanumeric()) {
        return Err(foreign(kind, wrong, "цифры и заглавные латинские буквы на пятом и шестом месте"));
    }
    if value.len() != 9 {
        return Err(IdentifierProblem::new(
            "length",
            format!("В КПП 9 знаков, введено {}", value.len()),
            "Проверьте, не пропущен ли знак и нет ли лишних.",
        ));
    }
    match value.char_indices().find(|(at, character)| !matches!(at, 4 | 5) && !character.is_ascii_digit()) {
        Some((_, wrong)) => Err(foreign(kind, wrong, "цифры; буквы возможны лишь на пятом и шестом месте")),
        None => Ok(value),
    }
}

/// A treasury account is told by its first two digits; the currency code in it is 643.
fn account(value: String) -> Checked {
    if value.starts_with("03") && value.get(5..8) != Some("643") {
        return Err(prefix(IdentifierKind::Account, "в казначейском счёте цифры с шестой по восьмую — 643"));
    }
    Ok(value)
}

/// УИН: 20 characters or 25 digits. The digit check covers УИН of digits; one with letters
/// (given out by participants of ГИС ГМП without a chapter code) is checked by form only,
/// because the table of letter values is not in our sources.
fn uin(text: &str) -> Checked {
    let kind = IdentifierKind::Uin;
    let value = compact(text).to_uppercase();
    if value.chars().all(|character| character.is_ascii_digit()) {
        let value = digits(kind, &value, &[20, 25])?;
        if value.bytes().all(|byte| byte == b'0') {
            return Err(prefix(kind, "он не может состоять из одних нулей"));
        }
        return checked(kind, value, check::uin);
    }
    let letter = |character: char| character.is_ascii_alphanumeric() || matches!(character, 'А'..='Я');
    if let Some(wrong) = value.chars().find(|character| !letter(*character)) {
        return Err(foreign(kind, wrong, "цифры и буквы"));
    }
    let length = value.chars().count();
    if length != 20 || !value.ends_with(|last: char| last.is_ascii_digit()) {
        return Err(IdentifierProblem::new(
            "length",
            format!("УИН с буквами состоит из 20 знаков, последний — цифра; введено {length}"),
            "Сверьте УИН с квитанцией или постановлением.",
        ));
    }
    Ok(value)
}

/// `dd:dd:dddddd(d):n`: district, area, quarter, parcel.
fn cadastral(text: &str) -> Checked {
    let kind = IdentifierKind::Cadastral;
    let value: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    if let Some(wrong) = value.chars().find(|character| !character.is_ascii_digit() && *character != ':') {
        return Err(foreign(kind, wrong, "цифры и двоеточия"));
    }
    let parts: Vec<&str> = value.split(':').collect();
    let right = match parts.as_slice() {
        [district, area, quarter, parcel] => {
            district.len() == 2
                && area.len() == 2
                && matches!(quarter.len(), 6 | 7)
                && (1..=12).contains(&parcel.len())
                && *district != "00"
                && !parcel.starts_with('0')
        }
        _ => false,
    };
    if right {
        return Ok(value);
    }
    Err(IdentifierProblem::new(
        "format",
        "Кадастровый номер состоит из четырёх частей через двоеточие: две цифры, две цифры, шесть или семь цифр, номер участка",
        format!("Перепишите номер из выписки ЕГРН. Образец: {}.", kind.example()),
    ))
}

fn uuid(text: &str) -> Checked {
    let value = text.to_ascii_lowercase();
    let lengths: Vec<usize> = value.split('-').map(str::len).collect();
    let hexadecimal = value.chars().all(|character| character == '-' || character.is_ascii_hexdigit());
    if hexadecimal && lengths == [8, 4, 4, 4, 12] {
        return Ok(value);
    }
    Err(IdentifierProblem::new(
        "format",
        "Идентификатор UUID состоит из 32 шестнадцатеричных цифр, разделённых дефисами по образцу 8-4-4-4-12",
        format!("Скопируйте идентификатор целиком. Образец: {}.", IdentifierKind::Uuid.example()),
    ))
}
