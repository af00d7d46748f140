//! The parts of a regulation that not every service has: law that changes with dates, third
//! outcomes, other people, limited resources, other services, life after the decision.

use std::fmt::Write as _;

use super::{day, names, one_line, titles};
use crate::package::model::{
    AfterwardsKind, ConsentRule, DecisionTable, Edition, Ground, HitPolicy, Order, PartyRole, Regulation, RelationKind,
    Signature,
};

type Told = std::fmt::Result;

/// Ways to the service.
pub(super) fn channels(regulation: &Regulation, out: &mut String) -> Told {
    if regulation.channels.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Где обратиться\n")?;
    for one in &regulation.channels {
        let purposes: Vec<&str> = one.purposes.iter().map(|purpose| purpose.title()).collect();
        write!(out, "- **{}**: {}.", one.channel.title(), purposes.join(", "))?;
        if let Some(hours) = &one.hours {
            write!(out, " Часы работы: {hours}.")?;
        }
        if let Some(because) = &one.because {
            write!(out, " ({})", regulation.clause_text(because))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

/// Conditional terms of the variants.
pub(super) fn terms(regulation: &Regulation, out: &mut String) -> Told {
    let special: Vec<_> = regulation.variants.iter().filter(|variant| !variant.terms.is_empty()).collect();
    if special.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Сроки при особых условиях\n")?;
    for variant in special {
        for rule in &variant.terms {
            write!(out, "- **{}**: {} ({}).", variant.title, rule.term, regulation.clause_text(&rule.because))?;
            if let Some(when) = &rule.when {
                write!(out, " Когда `{}`.", one_line(&when.text))?;
            }
            match (rule.from, rule.until) {
                (Some(from), Some(until)) => write!(out, " С {} до {}.", day(from), day(until))?,
                (Some(from), None) => write!(out, " С {}.", day(from))?,
                (None, Some(until)) => write!(out, " До {}.", day(until))?,
                (None, None) => {}
            }
            writeln!(out)?;
        }
    }
    writeln!(out)
}

/// Parameters with their editions, and decision tables.
pub(super) fn law(regulation: &Regulation, out: &mut String) -> Told {
    if !regulation.params.is_empty() {
        writeln!(out, "## Величины\n")?;
    }
    for one in regulation.params.values() {
        let editions: Vec<String> = one.editions.iter().map(edition).collect();
        writeln!(
            out,
            "- **{}** (`{}`): {} ({}).",
            one.title,
            one.id,
            editions.join("; "),
            regulation.clause_text(&one.because)
        )?;
    }
    if !regulation.params.is_empty() {
        writeln!(out)?;
    }
    for table in regulation.tables.values() {
        decision_table(regulation, table, out)?;
    }
    Ok(())
}

fn edition(edition: &Edition) -> String {
    match edition.until {
        Some(until) => format!("{} с {} до {}", edition.value.text, day(edition.from), day(until)),
        None => format!("{} с {}", edition.value.text, day(edition.from)),
    }
}

fn decision_table(regulation: &Regulation, table: &DecisionTable, out: &mut String) -> Told {
    let hit = match table.hit {
        HitPolicy::Unique => "Подходит ровно одна строка.",
        HitPolicy::First => "Действует первая подходящая строка.",
        HitPolicy::Collect => "Значения подходящих строк складываются.",
    };
    writeln!(
        out,
        "## Таблица: {} (`{}`)\n\n{hit} Основание: {}.\n",
        table.title,
        table.id,
        regulation.clause_text(&table.because)
    )?;
    let columns: Vec<String> = table.inputs.iter().map(|input| cell(&input.title)).collect();
    writeln!(out, "| {} | значение |", columns.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(columns.len() + 1))?;
    for row in &table.rows {
        let tests: Vec<String> = row.tests.iter().map(|test| cell(test)).collect();
        writeln!(out, "| {} | {} |", tests.join(" | "), cell(&row.output))?;
    }
    writeln!(out)
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

/// Grounds of the outcomes beside yes and no.
pub(super) fn outcomes(regulation: &Regulation, out: &mut String) -> Told {
    let heading =
        |title: &str, empty: bool, out: &mut String| if empty { Ok(()) } else { writeln!(out, "## {title}\n") };
    heading("Приостановление", regulation.suspend.is_empty(), out)?;
    for one in &regulation.suspend {
        ground(regulation, &one.ground, out)?;
        if let Some(until) = &one.until {
            write!(out, " До тех пор, пока `{}`.", one_line(&until.text))?;
        }
        match one.limit {
            Some(limit) => writeln!(out, " Не дольше: {limit}.")?,
            None => writeln!(out)?,
        }
    }
    heading("Возврат заявления", regulation.give_back.is_empty(), out)?;
    for one in &regulation.give_back {
        ground(regulation, &one.ground, out)?;
        writeln!(out, " Срок возврата: {}.", one.within)?;
    }
    heading("Перенаправление", regulation.forward.is_empty(), out)?;
    for one in &regulation.forward {
        ground(regulation, &one.ground, out)?;
        writeln!(out, " Куда: {}. Срок: {}.", one.to, one.within)?;
    }
    heading("Продление срока", regulation.prolong.is_empty(), out)?;
    for one in &regulation.prolong {
        ground(regulation, &one.ground, out)?;
        writeln!(out, " Весь срок становится: {}.", one.to)?;
    }
    writeln!(out)
}

fn ground(regulation: &Regulation, ground: &Ground, out: &mut String) -> Told {
    write!(out, "- **{}. {}** ({}).", ground.id, ground.title, regulation.clause_text(&ground.because))?;
    if !ground.variants.is_empty() {
        write!(out, " Варианты: {}.", titles(regulation, &ground.variants))?;
    }
    match &ground.when {
        Some(when) => write!(out, " Когда `{}`.", one_line(&when.text))?,
        None => write!(out, " Видит только должностное лицо.")?,
    }
    write!(out, " {} {}", ground.say, ground.mend)
}

/// Who takes part beside the one who files, and for whom the result is.
pub(super) fn people(regulation: &Regulation, out: &mut String) -> Told {
    if regulation.parties.is_empty() && regulation.beneficiaries.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Участники\n")?;
    for one in &regulation.parties {
        let role = match one.role {
            PartyRole::Applicant => "подаёт заявление",
            PartyRole::Joint => "заявляет вместе с подающим, своя часть и своя подпись",
            PartyRole::Consent => "даёт согласие",
            PartyRole::Representative => "действует за заявителя",
        };
        let signs = match one.signs {
            Signature::Simple => "простая электронная подпись",
            Signature::Qualified => "усиленная квалифицированная подпись",
            Signature::None => "без подписи",
        };
        write!(out, "- **{}**: {role}; {signs} ({}).", one.title, regulation.clause_text(&one.because))?;
        if let Some(when) = &one.when {
            write!(out, " Когда `{}`.", one_line(&when.text))?;
        }
        if let Some(within) = one.within {
            write!(out, " Срок участия: {within}.")?;
        }
        if let Some(consent) = &one.consent {
            write!(out, " {consent}")?;
        }
        writeln!(out)?;
    }
    for one in &regulation.beneficiaries {
        writeln!(
            out,
            "- **{}**: для него предоставляется услуга ({}).",
            one.title,
            regulation.clause_text(&one.because)
        )?;
    }
    writeln!(out)
}

/// Who pays less.
pub(super) fn exemptions(regulation: &Regulation, out: &mut String) -> Told {
    for one in &regulation.fee.exemptions {
        let clause = regulation.clause_text(&one.because);
        writeln!(
            out,
            "- Льгота «{}»: меньше на {} %, когда `{}` ({clause})",
            one.title,
            one.percent,
            one_line(&one.when.text)
        )?;
    }
    Ok(())
}

/// What is distributed, and slots to come to.
pub(super) fn supply(regulation: &Regulation, out: &mut String) -> Told {
    if !regulation.resources.is_empty() {
        writeln!(out, "## Ограниченный ресурс\n")?;
    }
    for one in &regulation.resources {
        let order = match one.order {
            Order::Arrival => "в порядке поступления заявлений",
            Order::Ranking => "по опубликованному ранжированию",
            Order::Lottery => "по жребию с протоколом",
        };
        write!(out, "- **{}**: {order} ({}).", one.title, regulation.clause_text(&one.because))?;
        if !one.key.is_empty() {
            write!(out, " По каждому: {}.", names(regulation, &one.key))?;
        }
        for (word, rule) in [("Нужен, когда", &one.when), ("Приём с", &one.opens), ("Приём по", &one.closes)]
        {
            if let Some(rule) = rule {
                write!(out, " {word} `{}`.", one_line(&rule.text))?;
            }
        }
        for (word, term) in [("Удерживается", one.hold), ("Срок согласия", one.offer)] {
            if let Some(term) = term {
                write!(out, " {word}: {term}.")?;
            }
        }
        writeln!(out)?;
        for rank in &one.rank {
            writeln!(
                out,
                "  - Раньше: {} (`{}`, {}).",
                rank.title,
                one_line(&rank.by.text),
                regulation.clause_text(&rank.because)
            )?;
        }
        for share in &one.shares {
            writeln!(out, "  - Доля {} %: {} (`{}`).", share.percent, share.title, one_line(&share.when.text))?;
        }
        for limit in &one.limits {
            let within = limit.within.map(|term| format!(" за {term}")).unwrap_or_default();
            writeln!(
                out,
                "  - Не больше {}{within} ({}). {} {}",
                limit.most,
                names(regulation, &limit.per),
                limit.say,
                limit.mend
            )?;
        }
    }
    if !regulation.proactive.is_empty() {
        writeln!(out, "\n## Упреждающее предоставление\n")?;
    }
    for one in &regulation.proactive {
        let need = regulation.criteria.get(&one.need).map_or("", |criterion| &criterion.say_yes);
        let consent = match one.consent {
            ConsentRule::Required => "Если человек согласен",
            ConsentRule::ByLaw => "Согласие не нужно",
        };
        let clause = regulation.clause_text(&one.because);
        writeln!(out, "- По событию `{}` ({clause}). {need} {consent}. {}", one.on, one.say)?;
    }
    if !regulation.bookings.is_empty() {
        writeln!(out, "\n## Запись на приём\n")?;
    }
    for one in &regulation.bookings {
        write!(out, "- **{}**: {} мин ({}).", one.title, one.minutes, regulation.clause_text(&one.because))?;
        for (word, term) in
            [("Не раньше чем через", one.earliest), ("Не позже чем через", one.latest), ("Удерживается", one.hold)]
        {
            if let Some(term) = term {
                write!(out, " {word}: {term}.")?;
            }
        }
        if let Some(date) = &one.date {
            write!(out, " День приёма: {}.", regulation.label_of(date))?;
        }
        if let Some(when) = &one.when {
            write!(out, " Когда `{}`.", one_line(&when.text))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

/// Related services and what goes on after the decision.
pub(super) fn around(regulation: &Regulation, out: &mut String) -> Told {
    if !regulation.afterwards.is_empty() {
        writeln!(out, "## После решения\n")?;
    }
    for one in &regulation.afterwards {
        let kind = match one.kind {
            AfterwardsKind::Report => "отчёт заявителя",
            AfterwardsKind::Recheck => "повторная проверка оснований",
            AfterwardsKind::SuspendEntry => "действие записи приостанавливается",
            AfterwardsKind::EndEntry => "запись прекращается",
            AfterwardsKind::Renewal => "предложение продлить",
            AfterwardsKind::Closing => "закрытие работ актом",
        };
        write!(out, "- **{}**: {kind} ({}).", one.title, regulation.clause_text(&one.because))?;
        if let Some(when) = &one.when {
            write!(out, " Когда `{}`.", one_line(&when.text))?;
        }
        for (word, term) in
            [("Срок", one.within), ("Повторяется через", one.every), ("Новое обращение закрыто на", one.blocks)]
        {
            if let Some(term) = term {
                write!(out, " {word}: {term}.")?;
            }
        }
        writeln!(out, " {} {}", one.say, one.mend)?;
    }
    if !regulation.relations.is_empty() {
        writeln!(out, "\n## Связанные услуги\n")?;
    }
    for one in &regulation.relations {
        let kind = match one.kind {
            RelationKind::Before => "сначала нужна она",
            RelationKind::After => "может следовать за этой",
            RelationKind::Instead => "можно вместо этой",
            RelationKind::Beside => "часто нужна вместе с этой",
        };
        writeln!(out, "- `{}`: {kind}. {}", one.service, one.say)?;
    }
    writeln!(out)
}
