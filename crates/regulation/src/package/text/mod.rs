//! The regulation as a text for people, made from the same model that the engine runs (CAR-03).

mod around;
mod assessment;

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::clock::plural;
use crate::package::model::{
    ApplicantKind, Fact, FactType, Ground, Kind, Output, OutputKind, Performer, Procedure, ProcedureKind, Purpose,
    Regulation, SourcePath, Variant,
};

/// The whole regulation in Markdown, Russian.
pub fn text(regulation: &Regulation) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(regulation, &mut out);
    out
}

fn write(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    head(regulation, out)?;
    applicants(regulation, out)?;
    around::channels(regulation, out)?;
    variants(regulation, out)?;
    around::terms(regulation, out)?;
    around::people(regulation, out)?;
    facts(regulation, out)?;
    sources(regulation, out)?;
    grounds(regulation, "Отказ в приёме", &regulation.refuse_intake, out)?;
    grounds(regulation, "Отказ в предоставлении", &regulation.refuse_provision, out)?;
    around::outcomes(regulation, out)?;
    criteria(regulation, out)?;
    around::law(regulation, out)?;
    procedures(regulation, out)?;
    results(regulation, out)?;
    fee(regulation, out)?;
    around::supply(regulation, out)?;
    assessment::assessments(regulation, out)?;
    around::around(regulation, out)?;
    acts(regulation, out)?;
    unverified(regulation, out)
}

fn head(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}\n", regulation.title)?;
    writeln!(out, "{}\n", regulation.summary)?;
    let kind = match regulation.kind {
        Kind::Regional => "Государственная услуга региона.",
        Kind::Municipal => "Муниципальная услуга.",
        Kind::Delegated => "Услуга по переданному полномочию.",
    };
    writeln!(out, "{kind} Редакция {} действует с {}.\n", regulation.version, day(regulation.from))?;
    for list in &regulation.lists {
        let until = list.until.map(|until| format!(" до {}", day(until))).unwrap_or_default();
        writeln!(out, "Услуга входит с {}{until} в перечень `{}`: {}.\n", day(list.from), list.list, list.act)?;
    }
    Ok(())
}

fn applicants(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Кто может обратиться\n")?;
    for kind in &regulation.applicants {
        let who = match kind {
            ApplicantKind::Person => "физические лица",
            ApplicantKind::SoleTrader => "индивидуальные предприниматели",
            ApplicantKind::Organisation => "организации, кроме органов власти",
        };
        writeln!(out, "- {who}")?;
    }
    writeln!(out)
}

fn variants(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Варианты и сроки\n")?;
    for Variant { title, when, term, because, .. } in &regulation.variants {
        writeln!(
            out,
            "- **{title}.** Срок — {term} со дня регистрации ({}). Подходит, когда `{}`.",
            regulation.clause_text(because),
            one_line(&when.text)
        )?;
    }
    writeln!(out)
}

fn facts(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    let (documents, plain): (Vec<&Fact>, Vec<&Fact>) =
        regulation.facts.values().partition(|fact| matches!(fact.kind, FactType::Document(_)));
    writeln!(out, "## Сведения\n")?;
    for fact in plain {
        fact_line(regulation, fact, 0, out)?;
    }
    writeln!(out)?;
    if !documents.is_empty() {
        writeln!(out, "## Документы заявителя\n")?;
        for fact in documents {
            fact_line(regulation, fact, 0, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn fact_line(regulation: &Regulation, fact: &Fact, depth: usize, out: &mut String) -> std::fmt::Result {
    let purpose = match fact.purpose {
        Purpose::Identification => "чтобы установить личность",
        Purpose::Decision => "чтобы принять решение",
        Purpose::Contact => "чтобы связаться с заявителем",
        Purpose::Result => "чтобы указать в результате",
        Purpose::Request => "чтобы сделать межведомственный запрос",
    };
    let need =
        if fact.required { "обязательно" } else { "по желанию или при наличии" };
    let indent = "  ".repeat(depth);
    write!(
        out,
        "{indent}- **{}**: {}, {need}; {purpose} ({}).",
        fact.label,
        kind(&fact.kind),
        regulation.clause_text(&fact.because)
    )?;
    if let Some(when) = &fact.when {
        write!(out, " Только когда `{}`.", one_line(&when.text))?;
    }
    if let Some(terms) = fact.document.as_ref().filter(|terms| terms.original || !terms.replaced_by.is_empty()) {
        if terms.original {
            write!(out, " Нужен подлинник.")?;
        }
        if !terms.replaced_by.is_empty() {
            write!(out, " Не нужен, если известно: {}.", names(regulation, &terms.replaced_by))?;
        }
    }
    if let Some(derive) = &fact.derive {
        write!(out, " Вычисляется: `{}`.", one_line(&derive.text))?;
    }
    let from: Vec<String> = fact.from.iter().map(|path| origin(regulation, path)).collect();
    if !from.is_empty() {
        write!(out, " Откуда: {}.", from.join("; "))?;
    }
    writeln!(out)?;
    for check in &fact.checks {
        writeln!(out, "{indent}  - Проверка `{}`: {} {}", one_line(&check.rule.text), check.say, check.mend)?;
    }
    if let FactType::List { item, .. } = &fact.kind {
        for fact in item.values() {
            fact_line(regulation, fact, depth + 1, out)?;
        }
    }
    Ok(())
}

fn kind(kind: &FactType) -> String {
    match kind {
        FactType::YesNo => "да или нет".to_owned(),
        FactType::Number { whole: true, .. } => "целое число".to_owned(),
        FactType::Number { .. } => "число".to_owned(),
        FactType::Money => "сумма в рублях".to_owned(),
        FactType::Date => "дата".to_owned(),
        FactType::Text { max, .. } => {
            let letters = plural(u64::try_from(*max).unwrap_or(u64::MAX), "знака", "знаков", "знаков");
            format!("текст до {max} {letters}")
        }
        FactType::Choice(options) => {
            let labels: Vec<&str> = options.values().map(String::as_str).collect();
            format!("выбор: {}", labels.join(" / "))
        }
        FactType::Identifier(kind) => kind.title().to_owned(),
        FactType::Address => "адрес".to_owned(),
        FactType::Document(limits) => {
            format!("файл {} до {}", limits.media_types.join(", "), size(limits.max_bytes))
        }
        FactType::List { min, max, one, .. } => format!("записи «{one}», от {min} до {max}"),
    }
}

fn size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes.is_multiple_of(MIB) { format!("{} МБ", bytes / MIB) } else { format!("{} КБ", bytes.div_ceil(1024)) }
}

fn origin(regulation: &Regulation, path: &SourcePath) -> String {
    match path {
        SourcePath::Identity(_) => "учётная запись на Госуслугах".to_owned(),
        SourcePath::Case(_) => "само заявление".to_owned(),
        SourcePath::Service { service, .. } => format!("результат услуги `{service}`"),
        SourcePath::Register { source, .. } => {
            regulation.sources.get(source).map_or_else(|| source.clone(), |source| source.title.clone())
        }
    }
}

fn sources(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    if regulation.sources.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Что ведомство узнаёт само\n")?;
    for source in regulation.sources.values() {
        let clause = regulation.clause_text(&source.because);
        writeln!(out, "- **{}.** Ответ приходит за {} ({clause}).", source.title, source.within)?;
    }
    writeln!(out)
}

fn grounds(regulation: &Regulation, title: &str, grounds: &[Ground], out: &mut String) -> std::fmt::Result {
    writeln!(out, "## {title}\n")?;
    if grounds.is_empty() {
        return writeln!(out, "Оснований нет.\n");
    }
    for ground in grounds {
        write!(out, "- **{}. {}** ({}).", ground.id, ground.title, regulation.clause_text(&ground.because))?;
        if !ground.variants.is_empty() {
            write!(out, " Варианты: {}.", titles(regulation, &ground.variants))?;
        }
        match &ground.when {
            Some(when) => write!(out, " Когда `{}`.", one_line(&when.text))?,
            None => write!(out, " Видит только должностное лицо.")?,
        }
        writeln!(out, " {} {}", ground.say, ground.mend)?;
    }
    writeln!(out)
}

fn criteria(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    if regulation.criteria.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Критерии решения\n")?;
    for criterion in regulation.criteria.values() {
        writeln!(
            out,
            "- `{}` ({}): `{}`. Да: {} Нет: {}",
            criterion.id,
            regulation.clause_text(&criterion.because),
            one_line(&criterion.rule.text),
            criterion.say_yes,
            criterion.say_no
        )?;
    }
    writeln!(out)
}

fn procedures(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Административные процедуры\n")?;
    for (at, procedure) in regulation.procedures.iter().enumerate() {
        let Procedure { title, within, because, .. } = procedure;
        writeln!(out, "{}. **{title}** ({}). {}.", at + 1, regulation.clause_text(because), kind_of(procedure.kind))?;
        let by = match procedure.by {
            Performer::Machine => "система",
            Performer::MachineElseOfficial => "система, а когда она не может решить — должностное лицо",
            Performer::Official => "должностное лицо",
        };
        writeln!(out, "   - Выполняет {by}, норма — {within}.")?;
        writeln!(out, "   - На входе: {}.", names(regulation, &procedure.input))?;
        writeln!(out, "   - На выходе: {}.", names(regulation, &procedure.output))?;
        match &procedure.start {
            Some(start) => writeln!(out, "   - Начинается, когда `{}`.", one_line(&start.text))?,
            None if at == 0 => writeln!(out, "   - Начинается с поступления заявления.")?,
            None => writeln!(out, "   - Начинается, когда закончена предыдущая процедура.")?,
        }
        match &procedure.end {
            Some(end) => writeln!(out, "   - Заканчивается, когда `{}`.", one_line(&end.text))?,
            None => writeln!(out, "   - Заканчивается, когда исполнитель сделал своё дело.")?,
        }
        if let Some(consent) = &procedure.tacit_consent {
            let clause = regulation.clause_text(&consent.because);
            writeln!(out, "   - Не принято решение в срок — заявление удовлетворено ({clause}). {}", consent.say)?;
        }
    }
    writeln!(out)
}

fn kind_of(kind: ProcedureKind) -> &'static str {
    match kind {
        ProcedureKind::Profiling => "Определение варианта",
        ProcedureKind::Intake => "Приём заявления",
        ProcedureKind::Exchange => "Межведомственное взаимодействие",
        ProcedureKind::Suspension => "Приостановление",
        ProcedureKind::Decision => "Принятие решения",
        ProcedureKind::Provision => "Предоставление результата",
        ProcedureKind::ExtraData => "Получение дополнительных сведений",
        ProcedureKind::Distribution => "Распределение ограниченного ресурса",
        ProcedureKind::Assessment => "Оценка сведений или объектов",
        ProcedureKind::Proactive => "Упреждающее предоставление",
    }
}

fn names(regulation: &Regulation, names: &[String]) -> String {
    let words: Vec<&str> = names.iter().map(|name| regulation.label_of(name)).collect();
    words.join("; ")
}

fn results(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Результат\n")?;
    for output in &regulation.results {
        let Output { title, kind, variants, when, because, valid, .. } = output;
        let kind = match kind {
            OutputKind::Document => "электронный документ с подписью",
            OutputKind::Register(_) => "запись реестра, документ — выписка из неё",
            OutputKind::Information => "сведения, без самостоятельной юридической силы",
            OutputKind::Object(_) => "материальный предмет",
        };
        let valid = valid.map_or("бессрочно".to_owned(), |term| format!("действует {term}"));
        write!(out, "- **{title}**: {kind}, {valid} ({}).", regulation.clause_text(because))?;
        if !variants.is_empty() {
            write!(out, " Варианты: {}.", titles(regulation, variants))?;
        }
        if let Some(when) = when {
            write!(out, " Только когда `{}`.", one_line(&when.text))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

fn titles(regulation: &Regulation, ids: &[String]) -> String {
    let titles: Vec<&str> =
        ids.iter().map(|id| regulation.variant(id).map_or(id.as_str(), |variant| variant.title.as_str())).collect();
    titles.join("; ")
}

fn fee(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Стоимость\n")?;
    let because = regulation.clause_text(&regulation.fee.because);
    if regulation.fee.lines.is_empty() {
        return writeln!(out, "Услуга бесплатна ({because}).\n");
    }
    for line in &regulation.fee.lines {
        let because = regulation.clause_text(&line.because);
        let times = line.times.as_ref().map(|times| format!(" × `{}`", times.text)).unwrap_or_default();
        let when = line.when.as_ref().map(|when| format!(", когда `{}`", one_line(&when.text))).unwrap_or_default();
        writeln!(out, "- {}: `{}`{times}{when} ({because})", line.title, line.amount.text)?;
    }
    around::exemptions(regulation, out)?;
    writeln!(out)
}

fn acts(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## Акты\n")?;
    for act in regulation.acts.values() {
        let date = act.date.map(|date| format!(" от {}", day(date))).unwrap_or_default();
        writeln!(out, "- «{}», № {}{date}", act.title, act.number)?;
    }
    writeln!(out)
}

fn unverified(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    if regulation.unverified.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Не подтверждено источником\n")?;
    for mark in &regulation.unverified {
        writeln!(out, "- `{}`: {}", mark.what, mark.note)?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn day(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}
