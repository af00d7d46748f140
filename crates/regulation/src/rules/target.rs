//! Does a digital regulation fit its approved target state and composition (CAR-01), and how far
//! is the transition (KPI-05)?

use serde::Serialize;

use super::check::{Finding, check};
use super::service::{Electronic, ServiceFacts};
use super::set::RuleSet;
use super::{Action, Cell};
use crate::diagnostic::Severity;
use crate::package::{ProcedureKind, Regulation};

/// What stands between a regulation, its target state, its composition and what really works.
/// Approval needs this to be empty of errors.
pub fn mismatch(regulation: &Regulation, electronic: &Electronic) -> Vec<Finding> {
    let mut report = Vec::new();
    let Some(target) = &electronic.target else {
        let message = "Регламент не связан с утверждённым целевым состоянием.";
        report.push(finding(
            "NO_TARGET",
            Severity::Error,
            None,
            message,
            "Назовите его в `electronic.yaml`, ключ `target`.",
        ));
        return report;
    };
    for action in Action::ALL {
        let chosen = electronic.composition.as_ref().and_then(|composition| composition.cell(action));
        let on = chosen == Some(Cell::Yes);
        let planned = target.actions.contains(&action);
        if on && !planned {
            let message = "Действие выбрано электронным, а в целевом состоянии его нет.";
            report.push(finding(
                "NOT_IN_TARGET",
                Severity::Error,
                Some(action),
                message,
                "Согласуйте целевое состояние заново или уберите действие.",
            ));
        }
        if planned && !on {
            let message = "Действие есть в целевом состоянии, а в составе его нет.";
            report.push(finding(
                "TARGET_NOT_CHOSEN",
                Severity::Error,
                Some(action),
                message,
                "Внесите действие в состав или измените целевое состояние.",
            ));
        }
        if on && !provides(regulation, action) {
            let message = "Действие выбрано электронным, а регламент его не описывает.";
            report.push(finding("NOT_IN_REGULATION", Severity::Error, Some(action), message, missing(action)));
        }
        live(electronic, action, on, &mut report);
    }
    report
}

/// May the regulation be approved? Only with its target state, a composition that fits the
/// rule set, and nothing between them; otherwise everything that stands in the way (CAR-01).
pub fn approvable(set: &RuleSet, regulation: &Regulation, electronic: &Electronic) -> Result<(), Vec<Finding>> {
    let mut findings = mismatch(regulation, electronic);
    match &electronic.composition {
        Some(composition) => findings.extend(check(set, &ServiceFacts::of(regulation, electronic), composition)),
        None => {
            let message = "Состав электронных действий не выбран.";
            let mend = "Опишите его в `electronic.yaml`, ключ `composition`.";
            findings.push(finding("NO_COMPOSITION", Severity::Error, None, message, mend));
        }
    }
    findings.retain(|one| one.severity == Severity::Error);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// MATRIX-14: what is promised and what works.
fn live(electronic: &Electronic, action: Action, on: bool, report: &mut Vec<Finding>) {
    let works = electronic.live.contains(&action);
    if on && !works {
        let message = "Действие выбрано электронным, но ещё не работает.";
        report.push(finding(
            "NOT_LIVE",
            Severity::Warning,
            Some(action),
            message,
            "Запланируйте мероприятие или включите действие.",
        ));
    }
    if works && !on {
        let message = "Действие работает электронно, а в составе его нет.";
        report.push(finding(
            "LIVE_BUT_OFF",
            Severity::Error,
            Some(action),
            message,
            "Внесите действие в состав или выключите его.",
        ));
    }
}

fn finding(code: &'static str, severity: Severity, action: Option<Action>, message: &str, mend: &str) -> Finding {
    let message = action.map_or(message.to_owned(), |action| format!("{action}: {message}"));
    let mend = mend.to_owned();
    Finding { code, severity, action, channel: None, message, mend, clause: String::new(), rule: String::new() }
}

/// Does the package describe what the action needs? Rating and appeal are the portal's own.
fn provides(regulation: &Regulation, action: Action) -> bool {
    let has = |kind: ProcedureKind| regulation.procedures.iter().any(|procedure| procedure.kind == kind);
    match action {
        Action::A2 => !regulation.bookings.is_empty(),
        Action::A3 => !regulation.form.is_empty(),
        Action::A4 => has(ProcedureKind::Intake),
        Action::A5 => !regulation.fee.is_free(),
        Action::A6 => !regulation.results.is_empty(),
        Action::A7 => !regulation.procedures.is_empty(),
        Action::A1 | Action::A8 | Action::A9 => true,
    }
}

fn missing(action: Action) -> &'static str {
    match action {
        Action::A2 => "Опишите запись на приём в `bookings`.",
        Action::A3 => "Опишите шаги формы в `form`.",
        Action::A4 => "Опишите процедуру приёма в `procedures`.",
        Action::A5 => "Опишите плату в `fee`.",
        Action::A6 => "Опишите результат в `results`.",
        _ => "Опишите действие в регламенте.",
    }
}

/// How far services are on the way (KPI-05).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Services looked at.
    pub services: usize,
    /// Those whose every chosen action works.
    pub all_due_live: usize,
    /// Those on the list of majority services.
    pub majority: usize,
    /// Of these, those whose every action of the target state works.
    pub majority_at_target: usize,
}

/// Counts services with all due actions working, and majority services at their target.
pub fn progress(set: &RuleSet, services: &[(ServiceFacts, Electronic)]) -> Progress {
    let mut progress = Progress { services: services.len(), ..Progress::default() };
    for (facts, electronic) in services {
        let chosen = |action: Action| {
            let cell = electronic.composition.as_ref().and_then(|composition| composition.cell(action));
            cell == Some(Cell::Yes)
        };
        let live = |action: &Action| electronic.live.contains(action);
        let answered = electronic.composition.is_some();
        progress.all_due_live += usize::from(answered && Action::ALL.iter().filter(|one| chosen(**one)).all(live));
        let majority = facts.facts(set).value("service.majority") == Some(&crate::fact::Value::YesNo(true));
        let at_target = electronic.target.as_ref().is_some_and(|target| target.actions.iter().all(live));
        progress.majority += usize::from(majority);
        progress.majority_at_target += usize::from(majority && at_target);
    }
    progress
}
