//! What the desk says of deadlines, states, sources and events: data of actions in words.

use std::collections::BTreeMap;

use actions::desk::deadline::{Deadline, LateReason};
use actions::desk::next_step::NextStep;
use domain::case::{Actor, AssessedStep, CallReason, CaseState, DayOf, StandsFor};
use domain::evidence::EvidenceState;
use domain::journal::{Entry, Event};
use domain::procedure::ProcedureStage;
use jiff::Timestamp;
use regulation::clock::LegalClock;
use regulation::expression::Verdict;
use regulation::fact::Source;
use regulation::package::Regulation;

use crate::shell::Page;

/// How a deadline stands, and whether it must stand out.
pub fn deadline(page: &Page, deadline: &Deadline) -> (String, bool) {
    match deadline {
        Deadline::NotYet | Deadline::Uncounted => (page.t("desk-due-none").to_owned(), false),
        Deadline::Paused => (page.t("desk-due-paused").to_owned(), false),
        Deadline::Done { at } => (page.t1("desk-due-done", "date", page.day(at)), false),
        Deadline::Left { days } => (page.t1("desk-due-left", "days", *days), false),
        Deadline::Today => (page.t("desk-due-today").to_owned(), false),
        Deadline::Late { days: 0 } => (page.t("desk-due-late-today").to_owned(), true),
        Deadline::Late { days } => (page.t1("desk-due-late", "days", *days), true),
    }
}

/// Until when, with the hour where the term does not end with its day.
pub fn due_by(page: &Page, clock: &LegalClock, at: &Timestamp) -> String {
    let whole_day = *at == clock.end_of_day(clock.local_date(*at));
    let date = if whole_day { page.day(at) } else { page.moment(at) };
    page.t1("desk-due-by", "date", date)
}

/// «день 7 из 10, стоит 3 дня: запрошены сведения».
pub fn day_of(page: &Page, day: &DayOf, regulation: Option<&Regulation>) -> String {
    let counted = page.t2("desk-day-of", "day", i64::from(day.day), "of", i64::from(day.of));
    let Some(standing) = &day.standing else { return counted };
    let reason = match &standing.waits_for {
        StandsFor::Ground { words, .. } => words.clone(),
        StandsFor::Applicant { facts } => {
            let facts = regulation.map(|regulation| labels(regulation, facts)).unwrap_or_default();
            page.t1("desk-stands-applicant", "facts", facts)
        }
        StandsFor::Payment => page.t("desk-stands-payment").to_owned(),
    };
    let stands = page.t2("desk-stands", "days", i64::from(standing.days), "reason", reason);
    format!("{counted}, {stands}")
}

/// Why a case is late.
pub fn late(page: &Page, reason: &LateReason, regulation: Option<&Regulation>) -> String {
    match reason {
        LateReason::Procedure { title, norm: Some(norm) } => {
            page.t2("desk-late-why-procedure", "procedure", title.as_str(), "norm", norm.to_string())
        }
        LateReason::Procedure { title, norm: None } => title.clone(),
        LateReason::Source { title } => page.t1("desk-late-why-source", "source", title.as_str()),
        LateReason::Person { reason } => {
            let words = regulation.map_or_else(|| reason.clone(), |regulation| called(page, reason, regulation));
            page.t1("desk-late-why-person", "reason", words)
        }
    }
}

/// What a case waits for.
pub fn next_step(page: &Page, step: NextStep) -> String {
    let key = match step {
        NextStep::Delivery => "desk-next-delivering",
        NextStep::Intake => "desk-next-intake",
        NextStep::Machine => "desk-next-machine",
        NextStep::Answers { waiting } => return page.t1("desk-next-answers", "count", waiting),
        NextStep::Decide => "desk-next-decide",
        NextStep::Applicant => "desk-next-applicant",
        NextStep::Payment => "desk-next-payment",
        NextStep::Resumption => "desk-next-suspended",
        NextStep::Sign => "desk-next-sign",
        NextStep::HandOver => "desk-next-hand-over",
        NextStep::Originals => "desk-next-originals",
        NextStep::Line => "desk-next-line",
        NextStep::Notify => "desk-next-notify",
        NextStep::Nothing => "desk-next-done",
    };
    page.t(key).to_owned()
}

/// Key of the name of a state.
pub fn state(state: CaseState) -> &'static str {
    match state {
        CaseState::Submitted => "desk-state-submitted",
        CaseState::Delivering => "desk-state-delivering",
        CaseState::Delivered => "desk-state-delivered",
        CaseState::Registered => "desk-state-registered",
        CaseState::NotAccepted => "desk-state-not-accepted",
        CaseState::InProgress => "desk-state-in-progress",
        CaseState::Suspended => "desk-state-suspended",
        CaseState::AwaitingApplicant => "desk-state-awaiting-applicant",
        CaseState::AwaitingPayment => "desk-state-awaiting-payment",
        CaseState::DecisionPositive => "desk-state-decision-positive",
        CaseState::DecisionNegative => "desk-state-decision-negative",
        CaseState::ResultReady => "desk-state-result-ready",
        CaseState::Completed => "desk-state-completed",
        CaseState::Withdrawn => "desk-state-withdrawn",
        CaseState::Returned => "desk-state-returned",
        CaseState::Forwarded => "desk-state-forwarded",
    }
}

/// Key of the name of a stage of a procedure.
pub fn stage(stage: ProcedureStage) -> &'static str {
    match stage {
        ProcedureStage::Pending => "desk-stage-pending",
        ProcedureStage::Started => "desk-stage-started",
        ProcedureStage::Paused => "desk-stage-paused",
        ProcedureStage::Overdue => "desk-stage-overdue",
        ProcedureStage::Ended => "desk-stage-ended",
        ProcedureStage::EndedLate => "desk-stage-ended-late",
        ProcedureStage::Skipped => "desk-stage-skipped",
    }
}

/// Key of the name of a state of an interagency request.
pub fn query(state: EvidenceState) -> &'static str {
    match state {
        EvidenceState::Queued => "desk-query-queued",
        EvidenceState::Sent => "desk-query-sent",
        EvidenceState::Answered => "desk-query-answered",
        EvidenceState::Absent => "desk-query-absent",
        EvidenceState::Failed => "desk-query-failed",
        EvidenceState::Overdue => "desk-query-overdue",
    }
}

/// A verdict: its mark for the style and the key of its word. `None` is for persons only.
pub fn verdict(verdict: Option<&Verdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(Verdict::Yes) => ("yes", "desk-verdict-yes"),
        Some(Verdict::No) => ("no", "desk-verdict-no"),
        Some(Verdict::Unknown(_)) => ("unknown", "desk-verdict-unknown"),
        None => ("person", "desk-verdict-person"),
    }
}

/// Where a fact came from, in words.
pub fn source(page: &Page, source: &Source, regulation: &Regulation, names: &BTreeMap<String, String>) -> String {
    match source {
        Source::Applicant => page.t("desk-source-applicant").to_owned(),
        Source::Identity => page.t("desk-source-identity").to_owned(),
        Source::Register { source } => {
            regulation.sources.get(source).map_or_else(|| source.clone(), |declared| declared.title.clone())
        }
        Source::Official { official } => {
            names.get(official).cloned().unwrap_or_else(|| page.t("desk-source-official").to_owned())
        }
        Source::Experts { .. } => page.t("desk-source-experts").to_owned(),
        Source::Derived => page.t("desk-source-derived").to_owned(),
        Source::Case => page.t("desk-source-case").to_owned(),
        Source::Service { .. } => page.t("desk-source-service").to_owned(),
    }
}

/// Who did something, in words.
pub fn actor(page: &Page, actor: &Actor, names: &BTreeMap<String, String>) -> String {
    match actor {
        Actor::Applicant(_) => page.t("desk-who-applicant").to_owned(),
        Actor::Machine => page.t("desk-who-machine").to_owned(),
        Actor::System(system) => page.t1("desk-who-system", "system", system.as_str()),
        Actor::Official(official) => {
            names.get(official.as_str()).cloned().unwrap_or_else(|| page.t("desk-who-official").to_owned())
        }
    }
}

/// What happened, in words.
pub fn event(page: &Page, entry: &Entry, regulation: &Regulation, names: &BTreeMap<String, String>) -> String {
    let procedure = |id: &str| {
        let declared = regulation.procedures.iter().find(|procedure| procedure.id == id);
        declared.map_or_else(|| id.to_owned(), |procedure| procedure.title.clone())
    };
    let source = |id: &str| regulation.sources.get(id).map_or_else(|| id.to_owned(), |source| source.title.clone());
    let key = format!("desk-event-{}", entry.event.name().replace('_', "-"));
    match &entry.event {
        Event::NotAccepted { grounds } => page.t1(&key, "grounds", grounds.join(", ")),
        Event::ProcedureStarted { procedure: id, .. }
        | Event::ProcedureEnded { procedure: id }
        | Event::ProcedureSkipped { procedure: id } => page.t1(&key, "procedure", procedure(id)),
        Event::TimerBreached { what } => match domain::timer::obligation(what) {
            Some((id, _)) => page.t1(&key, "what", obligation(regulation, id)),
            None => page.t1(&key, "what", timer(page, what, &procedure)),
        },
        Event::Learnt { source: from, facts } => {
            let labels =
                facts.iter().map(|name| regulation.facts.get(name).map_or(name.as_str(), |fact| fact.label.as_str()));
            page.t2(&key, "source", learnt_from(page, from, &source), "facts", labels.collect::<Vec<_>>().join(", "))
        }
        Event::EvidenceAsked { source: id, .. }
        | Event::EvidenceAnswered { source: id, .. }
        | Event::EvidenceFailed { source: id, .. } => page.t1(&key, "source", source(id)),
        Event::PersonCalled { reason } => page.t1(&key, "reason", called(page, reason, regulation)),
        Event::Decided { positive: true, .. } => page.t("desk-event-granted").to_owned(),
        Event::Decided { grounds, .. } => page.t1("desk-event-refused", "grounds", grounds.join(", ")),
        Event::Contested { fact, .. } | Event::Settled { fact, .. } => {
            page.t1(&key, "fact", labels(regulation, std::iter::once(fact)))
        }
        Event::Prolonged { ground, .. } | Event::GivenBack { ground, .. } => page.t1(&key, "ground", ground.as_str()),
        Event::Forwarded { to, .. } => page.t1(&key, "to", to.as_str()),
        Event::ObligationArose { id, .. } | Event::ObligationDone { id, .. } => {
            page.t1(&key, "what", obligation(regulation, id))
        }
        Event::Warned { what } | Event::Escalated { what } => page.t1(&key, "what", timer(page, what, &procedure)),
        Event::HandedOver { to } => page.t1(&key, "name", names.get(to.as_str()).map_or("", String::as_str)),
        Event::Read { ground } => page.t1(&key, "ground", ground.as_str()),
        Event::Assessing { procedure: id, what, .. } => {
            let step = match what {
                AssessedStep::Chosen { .. } => "desk-assessing-chosen",
                AssessedStep::HandedIn { .. } => "desk-assessing-handed-in",
                AssessedStep::Judged { good: true, .. } => "desk-assessing-good",
                AssessedStep::Judged { .. } => "desk-assessing-bad",
            };
            page.t1(step, "procedure", procedure(id))
        }
        Event::Item { at } => page.t(&format!("desk-item-{}", at.stage.name().replace('_', "-"))).to_owned(),
        Event::Recorded { what, .. } => page.t(&format!("desk-recorded-{}", what.name())).to_owned(),
        _ => page.t(&key).to_owned(),
    }
}

fn obligation(regulation: &Regulation, id: &str) -> String {
    let rule = regulation.afterwards.iter().find(|rule| rule.id == id);
    rule.map_or_else(|| id.to_owned(), |rule| rule.title.clone())
}

fn timer(page: &Page, what: &str, procedure: &dyn Fn(&str) -> String) -> String {
    match what {
        "case" => page.t("desk-timer-case").to_owned(),
        "registration" => page.t("desk-timer-registration").to_owned(),
        id => procedure(id),
    }
}

fn learnt_from(page: &Page, from: &str, source: &dyn Fn(&str) -> String) -> String {
    match from {
        "applicant" => page.t("desk-source-applicant").to_owned(),
        "identity" => page.t("desk-source-identity").to_owned(),
        "official" => page.t("desk-source-official").to_owned(),
        "derived" => page.t("desk-source-derived").to_owned(),
        "experts" => page.t("desk-source-experts").to_owned(),
        id => source(id),
    }
}

/// Labels of facts, in one line.
pub fn labels<'a>(regulation: &Regulation, facts: impl IntoIterator<Item = &'a String>) -> String {
    let label = |name: &'a String| {
        // A fact inside a repeating group is shown under the name of its group.
        let declared = regulation.facts.get(name).or_else(|| regulation.facts.get(name.split('.').next()?));
        declared.map_or_else(|| name.clone(), |fact| fact.label.clone())
    };
    let mut labels: Vec<String> = facts.into_iter().map(label).collect();
    labels.dedup();
    labels.join("; ")
}

/// Why the machine calls a person: its code as a sentence, or a person's own words.
pub fn called(page: &Page, reason: &str, regulation: &Regulation) -> String {
    let Some(call) = CallReason::read(reason) else { return reason.to_owned() };
    let key = format!("desk-{}", call.key());
    let procedure = |id: &str| {
        let rule = regulation.procedures.iter().find(|rule| rule.id == id);
        rule.map_or_else(|| id.to_owned(), |rule| rule.title.clone())
    };
    match &call {
        CallReason::OfficialsProcedure(id)
        | CallReason::CannotBegin(id)
        | CallReason::CannotEnd(id)
        | CallReason::ExpertsApart(id)
        | CallReason::NotAssessable(id) => page.t1(&key, "procedure", procedure(id)),
        CallReason::VariantUnknown(facts)
        | CallReason::IntakeUnknown(facts)
        | CallReason::ResultIncomplete(facts)
        | CallReason::Contested(facts)
        | CallReason::Contradiction(facts)
            if !facts.is_empty() =>
        {
            page.t1(&key, "facts", labels(regulation, facts))
        }
        CallReason::DecisionUnknown { facts, silent } if !silent.is_empty() => {
            let titles =
                silent.iter().map(|id| regulation.sources.get(id).map_or(id.as_str(), |source| source.title.as_str()));
            let titles = titles.collect::<Vec<_>>().join("; ");
            page.t2("desk-call-decision-silent", "facts", labels(regulation, facts), "sources", titles)
        }
        CallReason::DecisionUnknown { facts, .. } if !facts.is_empty() => {
            page.t1(&key, "facts", labels(regulation, facts))
        }
        CallReason::IntakeUnknown(_) | CallReason::DecisionUnknown { .. } => page.t("desk-call-look").to_owned(),
        _ => page.t(&key).to_owned(),
    }
}
