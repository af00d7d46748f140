//! How the applicant or an object is assessed, in words.

use std::fmt::Write;

use super::one_line;
use crate::package::model::{Assessed, AssessmentRule, Averaging, Method, Regulation};

/// Assessments with their sheets and rules.
pub(super) fn assessments(regulation: &Regulation, out: &mut String) -> std::fmt::Result {
    if regulation.assessments.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Оценка\n")?;
    for one in &regulation.assessments {
        assessment(regulation, one, out)?;
    }
    writeln!(out)
}

fn assessment(regulation: &Regulation, one: &AssessmentRule, out: &mut String) -> std::fmt::Result {
    let of = match one.of {
        Assessed::Applicant => "заявителя",
        Assessed::Object => "объекта",
    };
    let methods: Vec<&str> = one.methods.iter().map(|method| method_words(*method)).collect();
    write!(
        out,
        "- **{}**: оценка {of} ({}). Экспертов: {}. Способ выбирает заявитель: {}.",
        one.title,
        regulation.clause_text(&one.because),
        one.experts,
        methods.join("; ")
    )?;
    let rule = match one.rule {
        Averaging::Mean => "среднее арифметическое сумм баллов экспертов",
        Averaging::Median => "медиана сумм баллов экспертов",
        Averaging::Sum => "общая сумма баллов экспертов",
        Averaging::All => "«да», когда каждый эксперт ответил «да» на каждую строку",
    };
    write!(out, " Итог: {rule}")?;
    if one.rule != Averaging::All {
        write!(out, ", знаков после запятой: {}, половина округляется вверх", one.round)?;
    }
    write!(out, ".")?;
    if let Some(passes) = &one.passes {
        write!(out, " Достаточно, когда `{}`.", one_line(&passes.text))?;
    }
    if let Some(apart) = one.apart {
        write!(out, " Если мнения расходятся больше чем на {apart}, решает человек.")?;
    }
    if one.retry > 0 {
        write!(out, " Неудачную запись можно бесплатно повторить, раз: {}.", one.retry)?;
    }
    for words in one.guidance.iter().chain(&one.consent) {
        write!(out, " {words}")?;
    }
    if let Some(keeps) = one.keeps {
        write!(out, " Запись хранится: {keeps}.")?;
    }
    writeln!(out)?;
    for item in &one.sheet {
        let most = item.most.map_or_else(|| "да или нет".to_owned(), |most| format!("до {most} баллов"));
        writeln!(out, "  - {}: {most} ({}).", item.title, regulation.clause_text(&item.because))?;
    }
    Ok(())
}

/// A way of an assessment in words.
fn method_words(method: Method) -> &'static str {
    match method {
        Method::Appointment => "приём в назначенное время",
        Method::Video => "видеовстреча",
        Method::Recording => "запись или снимки, сделанные заявителем",
        Method::SelfDeclaration => "заявление о соответствии требованиям",
        Method::Sensors => "показания приборов",
    }
}
