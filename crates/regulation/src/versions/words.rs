//! Changes as whole sentences for a lawyer.

use super::element::{Element, Sort};

/// What stands where a value was not set.
pub(super) const NOTHING: &str = "не было";

/// Name of the aspect that is the clause itself.
pub(super) const CLAUSE: &str = "правовое основание";

/// What an element is called.
pub(super) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Service => "услуга",
        Sort::Question => "вопрос заявителю",
        Sort::Document => "документ от заявителя",
        Sort::Known => "сведение, которое не спрашивают",
        Sort::Parameter => "величина",
        Sort::Table => "таблица решений",
        Sort::Criterion => "критерий",
        Sort::Variant => "вариант услуги",
        Sort::RefuseIntake => "основание для отказа в приёме",
        Sort::RefuseProvision => "основание для отказа в предоставлении",
        Sort::Suspend => "основание для приостановления",
        Sort::Return => "основание для возврата",
        Sort::Forward => "основание для перенаправления",
        Sort::Prolong => "основание для продления срока",
        Sort::FeeLine => "строка платы",
        Sort::Exemption => "льгота по плате",
        Sort::Procedure => "процедура",
        Sort::Result => "результат",
        Sort::Party => "участник",
        Sort::Resource => "ограниченный ресурс",
        Sort::Booking => "запись на приём",
        Sort::Afterwards => "действие после решения",
        Sort::Source => "источник сведений",
    }
}

/// It was not there.
pub(super) fn came(element: &Element) -> String {
    let (title, clause) = (&element.title, cited(&element.clause));
    match element.sort {
        Sort::Question => format!("Теперь спрашивается: «{title}»{clause}."),
        Sort::Document => format!("Теперь нужен документ: «{title}»{clause}."),
        other => format!("Добавлено — {}: «{title}»{clause}.", sort(other)),
    }
}

/// It is there no more.
pub(super) fn went(element: &Element) -> String {
    let (title, clause) = (&element.title, cited(&element.clause));
    match element.sort {
        Sort::Question => format!("Больше не спрашивается: «{title}»{clause}."),
        Sort::Document => format!("Больше не нужен документ: «{title}»{clause}."),
        other => format!("Исключено — {}: «{title}»{clause}.", sort(other)),
    }
}

/// It stays and is of another kind: asked no more, say.
pub(super) fn became(old: &Element, new: &Element) -> String {
    let (title, clause) = (&new.title, cited(&new.clause));
    match (old.sort, new.sort) {
        (Sort::Question, Sort::Known) => format!("Больше не спрашивается, берётся из источника: «{title}»{clause}."),
        (Sort::Document, Sort::Known) => {
            format!("Документ больше не нужен, сведения берутся из источника: «{title}»{clause}.")
        }
        (Sort::Known, Sort::Question) => format!("Теперь спрашивается у заявителя: «{title}»{clause}."),
        (Sort::Known, Sort::Document) => format!("Теперь документ нужен от заявителя: «{title}»{clause}."),
        (from, to) => format!("«{title}»: было — {}, стало — {}{clause}.", sort(from), sort(to)),
    }
}

/// One aspect is otherwise.
pub(super) fn changed(new: &Element, old: &Element, aspect: &str, before: &str, after: &str) -> String {
    let clause = if aspect == CLAUSE { String::new() } else { cited(&new.clause) };
    let title = if old.title == new.title { &new.title } else { &old.title };
    format!("«{title}», {} — {aspect}: {before} → {after}{clause}.", sort(new.sort))
}

fn cited(clause: &str) -> String {
    if clause.is_empty() { String::new() } else { format!(" ({clause})") }
}
