//! Words for the parts of a regulation, as papers print them.

use regulation::package::{
    Assurance, Clause, Fact, FactType, OutputKind, Performer, ProcedureKind, Regulation, Signature, SourcePath,
};

use super::material::Material;

/// A clause as it is cited; nothing for an empty one.
pub(super) fn clause(regulation: &Regulation, clause: &Clause) -> String {
    if clause.act.is_empty() { String::new() } else { regulation.clause_text(clause) }
}

/// An expression on one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The type of a field with its limits.
pub(super) fn kind(fact: &Fact) -> String {
    match &fact.kind {
        FactType::YesNo => "да или нет".to_owned(),
        FactType::Number { whole, min, max, unit } => {
            let mut words = if *whole { "целое число".to_owned() } else { "число".to_owned() };
            words.extend(min.iter().map(|min| format!(", от {min}")));
            words.extend(max.iter().map(|max| format!(", до {max}")));
            words.extend(unit.iter().map(|unit| format!(", {unit}")));
            words
        }
        FactType::Money => "сумма в рублях".to_owned(),
        FactType::Date => "дата".to_owned(),
        FactType::Text { max, long } => {
            format!("{}, не длиннее {max}", if *long { "текст в несколько строк" } else { "текст" })
        }
        FactType::Choice(options) => {
            let labels: Vec<&str> = options.values().map(String::as_str).collect();
            format!("выбор: {}", labels.join(" / "))
        }
        FactType::Identifier(kind) => kind.title().to_owned(),
        FactType::Address => "адрес".to_owned(),
        FactType::Document(limits) => {
            let size = limits.max_bytes / (1 << 20);
            let size = if size > 0 { format!("{size} МБ") } else { format!("{} КБ", limits.max_bytes / 1024) };
            format!("файл {} до {size}", limits.media_types.join(", "))
        }
        FactType::List { min, max, one, .. } => format!("записи «{one}», от {min} до {max}"),
    }
}

/// Where a value comes from without asking.
pub(super) fn origin(service: &Material<'_>, path: &SourcePath) -> String {
    match path {
        SourcePath::Identity(claim) => format!("учётная запись ЕСИА, {claim}"),
        SourcePath::Case(part) => format!("само дело, {part}"),
        SourcePath::Service { service, result, field } => format!("результат услуги {service}, {result}.{field}"),
        SourcePath::Register { source, field } => {
            let title = service.regulation.sources.get(source).map_or(source.as_str(), |source| source.title.as_str());
            format!("{title}, поле {field}")
        }
    }
}

/// Who performs a procedure.
pub(super) fn performer(performer: Performer) -> &'static str {
    match performer {
        Performer::Machine => "система",
        Performer::MachineElseOfficial => "система, а когда она не может решить — должностное лицо",
        Performer::Official => "должностное лицо",
    }
}

/// Which of the ten typical procedures.
pub(super) fn procedure(kind: ProcedureKind) -> &'static str {
    match kind {
        ProcedureKind::Profiling => "профилирование заявителя",
        ProcedureKind::Intake => "приём запроса и документов",
        ProcedureKind::Exchange => "межведомственное взаимодействие",
        ProcedureKind::Suspension => "приостановление",
        ProcedureKind::Decision => "принятие решения",
        ProcedureKind::Provision => "предоставление результата",
        ProcedureKind::ExtraData => "получение дополнительных сведений",
        ProcedureKind::Distribution => "распределение ограниченного ресурса",
        ProcedureKind::Assessment => "оценка заявителя или объекта",
        ProcedureKind::Proactive => "начало упреждающего предоставления",
    }
}

/// What the applicant gets.
pub(super) fn output(kind: &OutputKind) -> String {
    match kind {
        OutputKind::Document => "электронный документ с подписью".to_owned(),
        OutputKind::Register(register) => format!("запись реестра «{register}», документ — выписка из неё"),
        OutputKind::Information => "сведения без самостоятельной юридической силы".to_owned(),
        OutputKind::Object(what) => format!("материальный предмет: {what}"),
    }
}

/// How an application is signed.
pub(super) fn signature(signature: Signature) -> &'static str {
    match signature {
        Signature::Simple => "простая электронная подпись: вход с учётной записью ЕСИА",
        Signature::Qualified => "усиленная квалифицированная электронная подпись",
        Signature::None => "отдельной подписи нет",
    }
}

/// The level of the account that may file.
pub(super) fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Simplified => "упрощённая",
        Assurance::Standard => "стандартная",
        Assurance::Confirmed => "подтверждённая",
    }
}
