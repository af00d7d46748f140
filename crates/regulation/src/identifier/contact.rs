//! Phone numbers and e-mail addresses.

use super::rules::{compact, foreign};
use super::{IdentifierKind, IdentifierProblem};

/// A Russian number: `+79000000001`. Taken with +7, with 8, or as ten digits from the code.
pub(super) fn phone(text: &str) -> Result<String, IdentifierProblem> {
    let kind = IdentifierKind::Phone;
    let value: String = compact(text).chars().filter(|character| !matches!(character, '(' | ')' | '.')).collect();
    let digits = value.strip_prefix('+').unwrap_or(&value);
    if let Some(wrong) = digits.chars().find(|character| !character.is_ascii_digit()) {
        return Err(foreign(kind, wrong, "цифры, пробелы, дефисы, скобки и плюс в начале"));
    }
    let international = value.starts_with('+');
    let national = match (digits.len(), digits.split_at_checked(1)) {
        (11, Some(("7", rest))) => rest,
        (11, Some(("8", rest))) if !international => rest,
        (10, _) if !international => digits,
        _ if international && !digits.starts_with('7') => {
            return Err(IdentifierProblem::new(
                "prefix",
                "Это не российский номер: он начинается не с +7",
                "Укажите номер российского оператора, начиная с +7.",
            ));
        }
        (length, _) => {
            return Err(IdentifierProblem::new(
                "length",
                format!("В номере телефона 11 цифр вместе с +7, введено {length}"),
                format!("Проверьте число цифр. Образец: {}.", kind.example()),
            ));
        }
    };
    if !national.starts_with(['3', '4', '8', '9']) {
        return Err(IdentifierProblem::new(
            "prefix",
            "Российские коды городов и операторов начинаются с 3, 4, 8 или 9",
            format!("Проверьте код после +7. Образец: {}.", kind.example()),
        ));
    }
    Ok(format!("+7{national}"))
}

/// An address that can be written into a letter's header safely; the domain in lower case.
pub(super) fn email(text: &str) -> Result<String, IdentifierProblem> {
    let wrong = |message: &str| {
        IdentifierProblem::new(
            "format",
            message,
            format!("Впишите адрес целиком. Образец: {}.", IdentifierKind::Email.example()),
        )
    };
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Err(wrong("В адресе электронной почты нет знака @"));
    };
    if let Some(sign) = text.chars().find(|character| character.is_whitespace() || character.is_control()) {
        let message = if sign == ' ' {
            "В адресе электронной почты есть пробел"
        } else {
            "В адресе электронной почты есть невидимый знак"
        };
        return Err(wrong(message));
    }
    if let Some(sign) = local.chars().find(|character| "@<>()[],;:\\\"".contains(*character)) {
        return Err(wrong(&format!("В адресе электронной почты лишний знак «{sign}»")));
    }
    if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(wrong("Имя перед знаком @ пустое или с лишней точкой"));
    }
    if local.len() > 64 || text.len() > 254 {
        return Err(IdentifierProblem::new(
            "length",
            "Адрес электронной почты слишком длинный",
            "Укажите адрес не длиннее 254 знаков.",
        ));
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| character.is_alphanumeric() || character == '-')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let top = labels.last().copied().unwrap_or_default();
    if labels.len() < 2
        || !labels.iter().all(|part| label(part))
        || top.chars().count() < 2
        || top.chars().all(|character| character.is_ascii_digit())
    {
        return Err(wrong("После знака @ должно стоять имя почтового сервера, например example.ru"));
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}
