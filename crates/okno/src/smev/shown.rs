//! The judgement in plain Russian.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::judged::{Judged, Judgement, Moment, Signer};

/// The whole judgement as text.
pub fn text(judgement: &Judgement) -> String {
    let mut lines = Vec::new();
    for judged in &judgement.signatures {
        lines.extend(one(judged));
        lines.push(String::new());
    }
    lines.extend(judgement.problems.iter().map(|problem| format!("Отказ: {problem}.")));
    let (all, hold) = (judgement.signatures.len(), judgement.signatures.iter().filter(|judged| judged.holds).count());
    lines.push(match (all, judgement.holds) {
        (0, _) => "Итог: в документе нет подписей, которые можно принять.".to_owned(),
        (all, true) => format!("Итог: верны все подписи ({all})."),
        (all, false) => format!("Итог: верно подписей: {hold} из {all}. Принимать сообщение нельзя."),
    });
    lines.join("\n") + "\n"
}

fn one(judged: &Judged) -> Vec<String> {
    let verdict = if judged.holds { "ВЕРНА" } else { "НЕ ВЕРНА" };
    let mut lines = vec![format!("{verdict}: {} — {}.", judged.role, judged.container)];
    let id = judged.id.as_ref().map_or_else(|| "Id не указан".to_owned(), |id| format!("Id {id}"));
    lines.push(format!("  Удостоверяет: {} ({id}, строка {}).", judged.element, judged.line));
    match judged.digest {
        Some(true) => lines.push("  Содержание: не изменено, хеш совпадает.".to_owned()),
        Some(false) => lines.push("  Содержание: изменено, хеш не совпадает.".to_owned()),
        None => {}
    }
    match (judged.signature, judged.spacing_added) {
        (Some(true), false) => lines.push("  Подпись: сделана ключом этого сертификата.".to_owned()),
        (Some(true), true) => lines.push(
            "  Подпись: сделана ключом этого сертификата; пробелы между её элементами вставлены позже и не учитываются."
                .to_owned(),
        ),
        (Some(false), _) => lines.push("  Подпись: не сделана ключом этого сертификата.".to_owned()),
        (None, _) => {}
    }
    if let Some(signer) = &judged.certificate {
        lines.extend(certificate(signer));
    }
    lines.extend(judged.reasons.iter().map(|reason| format!("  Почему: {}.", reason.trim_end_matches('.'))));
    lines
}

fn certificate(signer: &Signer) -> Vec<String> {
    let subject = &signer.subject;
    let mut whose: Vec<String> = Vec::new();
    for part in
        [Some(&subject.common_name), subject.person.as_ref(), subject.organisation.as_ref()].into_iter().flatten()
    {
        if !part.is_empty() && !whose.contains(part) {
            whose.push(part.clone());
        }
    }
    whose.extend(subject.ogrn.as_ref().map(|ogrn| format!("ОГРН {ogrn}")));
    if whose.is_empty() {
        whose.push("владелец в сертификате не назван".to_owned());
    }
    let moment = match signer.moment {
        Moment::Message => "на дату из сообщения",
        Moment::Asked => "на указанную дату",
        Moment::Today => "на сегодня (сообщение не говорит, когда оно подписано)",
    };
    let valid = if signer.valid { "действует" } else { "не действует" };
    let trusted = match signer.trusted {
        Some(true) => "  Издатель: цепочка ведёт к доверенному удостоверяющему центру.",
        Some(false) => "  Издатель: цепочка не принята.",
        None => "  Издатель: не проверялся; доверенные корневые сертификаты указывает --trust.",
    };
    vec![
        format!("  Сертификат: {}.", whose.join(", ")),
        format!(
            "  Серийный номер {}, срок с {} по {}; {moment} {} {valid}.",
            signer.serial,
            day(signer.valid_from),
            day(signer.valid_until),
            day(signer.judged_at)
        ),
        trusted.to_owned(),
    ]
}

/// A day as СМЭВ counts them: its times are those of Moscow.
fn day(moment: Timestamp) -> String {
    let zone = TimeZone::get("Europe/Moscow").unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).strftime("%d.%m.%Y").to_string()
}
