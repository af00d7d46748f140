//! Words for people: which messages say nothing, and how to write names in a sentence.

/// Phrases that tell an applicant neither what is wrong nor what to do (FORM-04).
const EMPTY: [&str; 27] = [
    "ошибка",
    "ошибка заполнения",
    "ошибка ввода",
    "ошибка в поле",
    "неверно",
    "неверное значение",
    "неверный формат",
    "неверные данные",
    "неверный ввод",
    "неправильно",
    "неправильное значение",
    "неправильный формат",
    "некорректно",
    "некорректное значение",
    "некорректные данные",
    "некорректный формат",
    "недопустимое значение",
    "поле заполнено неверно",
    "поле заполнено некорректно",
    "значение неверно",
    "исправьте",
    "исправьте ошибку",
    "исправьте ошибки",
    "проверьте значение",
    "проверьте данные",
    "проверьте поле",
    "введите корректное значение",
];

/// Words that fit any field: a message of these alone says nothing either.
const GENERIC: [&str; 44] = [
    "ошибка",
    "ошибки",
    "ошибку",
    "ошибкой",
    "неверно",
    "неверное",
    "неверный",
    "неверные",
    "неправильно",
    "неправильное",
    "неправильный",
    "неправильные",
    "некорректно",
    "некорректное",
    "некорректный",
    "некорректные",
    "недопустимое",
    "недопустимый",
    "недопустимые",
    "значение",
    "значения",
    "формат",
    "данные",
    "данных",
    "поле",
    "поля",
    "полю",
    "ввод",
    "ввода",
    "введено",
    "введены",
    "введите",
    "заполнено",
    "заполнен",
    "заполнения",
    "заполните",
    "исправьте",
    "проверьте",
    "указано",
    "указаны",
    "пожалуйста",
    "снова",
    "корректное",
    "корректные",
];

/// Words that join others.
const JOINING: [&str; 8] = ["в", "и", "или", "не", "это", "на", "ещё", "раз"];

/// Is the message one of those that fit any field and so help with none?
pub(crate) fn says_nothing(text: &str) -> bool {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|letter| if letter == 'ё' { 'е' } else { letter })
        .filter(|letter| letter.is_alphanumeric() || letter.is_whitespace())
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let english = ["error", "invalid value", "invalid", "wrong value"];
    let joins = |word: &&str| !JOINING.contains(word) && *word != "еще";
    let fits_any_field = plain.split(' ').filter(joins).all(|word| GENERIC.contains(&word));
    fits_any_field
        || EMPTY.contains(&plain.as_str())
        || english.contains(&plain.as_str())
        || !plain.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    /// Proves: FORM-04.
    #[test]
    fn a_message_that_fits_any_field_is_known_as_empty() {
        for empty in ["Неверное значение.", "ОШИБКА!", "Проверьте  данные", "Invalid value", "…"]
        {
            assert!(says_nothing(empty), "{empty}");
        }
        for empty in ["Поле заполнено неправильно, исправьте.", "Введите, пожалуйста, корректные данные."]
        {
            assert!(says_nothing(empty), "{empty}");
        }
        for clear in ["Дата рождения позже сегодняшнего дня.", "Укажите номер из 11 цифр."]
        {
            assert!(!says_nothing(clear), "{clear}");
        }
    }
}
