//! Errors of ЕСИА by code, in plain Russian sentences.

use super::SYSTEM;
use crate::failure::Failure;

/// Code → what it means, for a person.
const CODES: [(&str, &str); 36] = [
    ("ESIA-007002", "Сертификат портала не зарегистрирован в ЕСИА для этой системы."),
    ("ESIA-007003", "В запросе к ЕСИА нет обязательного параметра, он повторён или его значение неверно."),
    ("ESIA-007004", "Вход отклонён: вы отказались предоставить данные или ЕСИА отклонила запрос."),
    ("ESIA-007005", "Порталу не разрешено получать маркер доступа таким способом."),
    ("ESIA-007006", "Портал запросил у ЕСИА неизвестную область доступа."),
    ("ESIA-007007", "В ЕСИА произошла непредвиденная ошибка."),
    ("ESIA-007008", "ЕСИА перегружена или на ней идут технические работы."),
    ("ESIA-007009", "ЕСИА не поддерживает такой способ получения маркера доступа."),
    ("ESIA-007011", "Код входа просрочен, уже использован или выдан другой системе. Начните вход заново."),
    ("ESIA-007012", "ЕСИА не поддерживает такой тип кода входа."),
    ("ESIA-007013", "В запросе к ЕСИА не указана область доступа."),
    ("ESIA-007014", "В запросе к ЕСИА нет обязательного параметра."),
    ("ESIA-007015", "Часы портала расходятся с часами ЕСИА."),
    ("ESIA-007019", "У портала нет разрешения на доступ к этим данным."),
    ("ESIA-007023", "Адрес возврата портала не зарегистрирован в ЕСИА."),
    ("ESIA-007038", "ЕСИА не смогла прочесть параметры запроса."),
    ("ESIA-007039", "В начале входа не было проверочного значения PKCE."),
    ("ESIA-007040", "Проверочное значение PKCE не совпало. Начните вход заново."),
    ("ESIA-007046", "Для входа нужна двухфакторная аутентификация, а для вашей учётной записи она недоступна."),
    ("ESIA-007053", "Подпись портала не соответствует его сертификату или сертификат не действует."),
    ("ESIA-007055", "Войти можно только с подтверждённой учётной записью. Подтвердите её и войдите снова."),
    ("ESIA-007060", "Параметр roles в запросе к ЕСИА неверен."),
    ("ESIA-007061", "Параметр obj_type в запросе к ЕСИА неверен."),
    ("ESIA-007062", "Тип или роль пользователя в запросе к ЕСИА неверны."),
    ("ESIA-007194", "Запрошены данные организации, сотрудником которой вы не являетесь."),
    ("ESIA-008010", "ЕСИА не узнала портал."),
    ("ESIA-036700", "Не указан тип согласия."),
    ("ESIA-036701", "Тип согласия не найден."),
    ("ESIA-036702", "Не указана обязательная для согласия область доступа."),
    ("ESIA-036703", "Области доступа шире разрешённых для согласия."),
    ("ESIA-036704", "Для этого типа согласия области доступа указывать нельзя."),
    ("ESIA-036705", "Нужно указать хотя бы одно действие согласия."),
    ("ESIA-036706", "Указанного действия согласия не существует."),
    ("ESIA-036707", "Нужно указать хотя бы одну цель согласия."),
    ("ESIA-036716", "Срок согласия указан неверно."),
    ("ESIA-036726", "Указанной цели согласия не существует."),
];

/// What an ЕСИА code means, in a Russian sentence.
pub fn explain(code: &str) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == code).map(|(_, text)| *text)
}

/// Turns an error of ЕСИА into ours. Unexpected error and overload may pass, the rest will not.
pub(super) fn failure(error: Option<&str>, description: Option<&str>) -> Failure {
    let description = description.unwrap_or_default();
    let code = description.split([':', ' ']).next().filter(|word| word.starts_with("ESIA-"));
    match code {
        Some(code @ ("ESIA-007007" | "ESIA-007008")) => Failure::later(SYSTEM, code),
        Some(code) => Failure::rejected(
            SYSTEM,
            code,
            explain(code).unwrap_or("ЕСИА отклонила запрос с неизвестной порталу ошибкой."),
        ),
        None => match error {
            Some("temporarily_unavailable" | "server_error") => Failure::later(SYSTEM, "server error"),
            Some("access_denied") => Failure::rejected(SYSTEM, "ESIA-007004", CODES[2].1),
            _ => Failure::rejected(SYSTEM, "UNKNOWN", "ЕСИА отклонила запрос без объяснения."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_whole_sentence() {
        for (code, text) in CODES {
            assert!(code.len() == 11 && text.ends_with('.'), "{code}");
        }
    }

    #[test]
    fn overload_may_pass_and_a_wrong_signature_may_not() {
        assert!(failure(None, Some("ESIA-007008: The service is overloaded")).is_later());
        let failure = failure(Some("invalid_request"), Some("ESIA-007053: client_secret"));
        assert_eq!(failure.code(), Some("ESIA-007053"));
        assert!(super::failure(Some("temporarily_unavailable"), None).is_later());
        assert_eq!(super::failure(None, Some("чепуха")).code(), Some("UNKNOWN"));
    }
}
