//! Changes as whole sentences for a lawyer.

use super::element::{Element, Sort};
use super::value::{Aspect, Item, Noun, Value};

/// What the aspect that is the clause itself is called.
pub(super) const CLAUSE: &str = "правовое основание";

/// What an element is called, in the cases that sentences need.
struct Words {
    came: &'static str,
    went: &'static str,
    /// Чего: «варианта услуги».
    of: &'static str,
    /// В чём: «варианте услуги».
    within: &'static str,
}

fn words(sort: Sort) -> Words {
    let (came, went, of, within) = match sort {
        Sort::Service => ("Добавлена услуга", "Исключена услуга", "услуги", "услуге"),
        Sort::Act => ("Добавлен акт", "Исключён акт", "акта", "акте"),
        Sort::Step => ("Добавлен шаг формы", "Исключён шаг формы", "шага формы", "шаге формы"),
        Sort::Question => ("Теперь спрашивается", "Больше не спрашивается", "вопроса", "вопросе"),
        Sort::Document => ("Теперь нужен документ", "Больше не нужен документ", "документа", "документе"),
        Sort::Known => ("Добавлено сведение", "Исключено сведение", "сведения", "сведении"),
        Sort::Dictionary => ("Добавлен справочник", "Исключён справочник", "справочника", "справочнике"),
        Sort::Parameter => ("Добавлена величина", "Исключена величина", "величины", "величине"),
        Sort::Table => ("Добавлена таблица решений", "Исключена таблица решений", "таблицы решений", "таблице решений"),
        Sort::Criterion => ("Добавлен критерий", "Исключён критерий", "критерия", "критерии"),
        Sort::Variant => ("Добавлен вариант услуги", "Исключён вариант услуги", "варианта", "варианте"),
        Sort::Fee => ("Добавлена плата", "Исключена плата", "платы за услугу", "плате за услугу"),
        Sort::FeeLine => ("Добавлена строка платы", "Исключена строка платы", "строки платы", "строке платы"),
        Sort::Exemption => ("Добавлена льгота", "Исключена льгота", "льготы", "льготе"),
        Sort::Source => ("Добавлен источник сведений", "Исключён источник сведений", "источника", "источнике"),
        Sort::Procedure => ("Добавлена процедура", "Исключена процедура", "процедуры", "процедуре"),
        Sort::Result => ("Добавлен результат", "Исключён результат", "результата", "результате"),
        Sort::Party => ("Добавлен участник", "Исключён участник", "участника", "участнике"),
        Sort::Beneficiary => {
            ("Добавлен получатель результата", "Исключён получатель результата", "получателя", "получателе")
        }
        Sort::Resource => ("Добавлен ограниченный ресурс", "Исключён ограниченный ресурс", "ресурса", "ресурсе"),
        Sort::Booking => {
            ("Добавлена запись на приём", "Исключена запись на приём", "записи на приём", "записи на приём")
        }
        Sort::Assessment => ("Добавлена оценка", "Исключена оценка", "оценки", "оценке"),
        Sort::Trigger => (
            "Добавлено событие, с которого услуга начинается",
            "Исключено событие, с которого услуга начиналась",
            "события",
            "событии",
        ),
        Sort::Relation => {
            ("Добавлена связь с услугой", "Исключена связь с услугой", "связи с услугой", "связи с услугой")
        }
        Sort::Afterwards => (
            "Добавлено действие после решения",
            "Исключено действие после решения",
            "действия после решения",
            "действии после решения",
        ),
        Sort::Mark => (
            "Разрешено настраивать на месте",
            "Больше нельзя настраивать на месте",
            "местной настройки",
            "местной настройке",
        ),
        Sort::File => ("Добавлен файл", "Исключён файл", "файла", "файле"),
        grounds => return of_ground(grounds),
    };
    Words { came, went, of, within }
}

fn of_ground(sort: Sort) -> Words {
    let (came, went, of, within) = match sort {
        Sort::RefuseIntake => (
            "Добавлено основание для отказа в приёме",
            "Исключено основание для отказа в приёме",
            "основания для отказа в приёме",
            "основании для отказа в приёме",
        ),
        Sort::Suspend => (
            "Добавлено основание для приостановления",
            "Исключено основание для приостановления",
            "основания для приостановления",
            "основании для приостановления",
        ),
        Sort::Return => (
            "Добавлено основание для возврата",
            "Исключено основание для возврата",
            "основания для возврата",
            "основании для возврата",
        ),
        Sort::Forward => (
            "Добавлено основание для перенаправления",
            "Исключено основание для перенаправления",
            "основания для перенаправления",
            "основании для перенаправления",
        ),
        Sort::Prolong => (
            "Добавлено основание для продления срока",
            "Исключено основание для продления срока",
            "основания для продления срока",
            "основании для продления срока",
        ),
        _ => (
            "Добавлено основание для отказа в предоставлении",
            "Исключено основание для отказа в предоставлении",
            "основания для отказа в предоставлении",
            "основании для отказа в предоставлении",
        ),
    };
    Words { came, went, of, within }
}

/// It was not there.
pub(super) fn came(element: &Element) -> String {
    format!("{}: «{}»{}.", words(element.sort).came, element.title, cited(&element.clause.words))
}

/// It is there no more.
pub(super) fn went(element: &Element) -> String {
    format!("{}: «{}»{}.", words(element.sort).went, element.title, cited(&element.clause.words))
}

/// It stays and is of another kind: asked no more, say.
pub(super) fn became(old: &Element, new: &Element) -> String {
    let (title, clause) = (&new.title, cited(&new.clause.words));
    let sourced = new.aspects.iter().any(|aspect| match &aspect.value {
        Value::Items(_, origins) => aspect.key == "from" && !origins.is_empty(),
        _ => false,
    });
    match (old.sort, new.sort, sourced) {
        (Sort::Question, Sort::Known, true) => {
            format!("Больше не спрашивается, берётся из источника: «{title}»{clause}.")
        }
        (Sort::Document, Sort::Known, true) => {
            format!("Больше не нужен документ, сведения берутся из источника: «{title}»{clause}.")
        }
        (Sort::Question | Sort::Document, Sort::Known, false) => {
            format!("{}: «{title}»{clause}.", words(old.sort).went)
        }
        (_, now, _) => format!("{}: «{title}»{clause}.", words(now).came),
    }
}

/// One aspect is otherwise.
pub(super) fn changed(old: &Element, new: &Element, aspect: &Aspect, before: &Value, after: &Value) -> String {
    let of = words(new.sort).of;
    let clause = cited(&new.clause.words);
    if new.sort == Sort::File {
        return format!("Изменён текст файла «{}».", new.title);
    }
    if matches!(after, Value::Order(_)) {
        return format!("Изменён {} {of} «{}»{clause}.", aspect.name, old.title);
    }
    let (before, after) = (before.shown(), after.shown());
    format!("{} {of} «{}»: {before} → {after}{clause}.", capital(aspect.name), old.title)
}

/// The clause is another.
pub(super) fn rests_on(old: &Element, new: &Element) -> String {
    let (before, after) = (or_none(&old.clause.words), or_none(&new.clause.words));
    format!("{} {} «{}»: {before} → {after}.", capital(CLAUSE), words(new.sort).of, old.title)
}

/// What happened to an element of a list.
pub(super) enum Told<'a> {
    Came(&'a Item),
    Went(&'a Item),
    Changed(&'a Item, &'a Item),
    /// The same under another clause.
    Moved(&'a Item, &'a Item),
    Order,
}

/// An element of a list came, went or changed.
pub(super) fn item(old: &Element, new: &Element, noun: &Noun, told: &Told<'_>) -> String {
    let within = format!("В {} «{}»", words(new.sort).within, old.title);
    let clause = |item: &Item, whole: &Element| {
        cited(if item.clause.words.is_empty() { &whole.clause.words } else { &item.clause.words })
    };
    match told {
        Told::Came(item) => format!("{within} {}{}{}.", noun.came, quoted(&item.shown()), clause(item, new)),
        Told::Went(item) => format!("{within} {}{}{}.", noun.went, quoted(&item.shown()), clause(item, old)),
        Told::Changed(before, after) if before.key == after.key => {
            let (one, title) = (noun.one, &before.title);
            format!("{within} {one} «{title}»: {} → {}{}.", before.body, after.body, clause(after, new))
        }
        Told::Changed(before, after) => {
            format!("{within} {}: «{}» → «{}»{}.", noun.one, before.shown(), after.shown(), clause(after, new))
        }
        Told::Moved(before, after) => {
            let title = &before.title;
            let whole = |item: &Item, element: &Element| {
                or_none(if item.clause.words.is_empty() { &element.clause.words } else { &item.clause.words })
                    .to_owned()
            };
            let (from, to) = (whole(before, old), whole(after, new));
            format!("{within} {} «{title}», {CLAUSE}: {from} → {to}.", noun.one)
        }
        Told::Order => {
            let order = noun.order.unwrap_or("порядок");
            format!("{within} изменён {order}{}.", cited(&new.clause.words))
        }
    }
}

fn or_none(clause: &str) -> &str {
    if clause.is_empty() { "нет" } else { clause }
}

/// In quotes, unless it has its own.
fn quoted(words: &str) -> String {
    if words.contains('«') { format!(": {words}") } else { format!(" «{words}»") }
}

fn cited(clause: &str) -> String {
    if clause.is_empty() { String::new() } else { format!(" ({clause})") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
