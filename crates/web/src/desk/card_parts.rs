//! Parts of the case card: facts by step of the form, documents, requests, course, journal.

use std::collections::BTreeSet;

use actions::desk::card::{Card, attachments};
use domain::evidence::EvidenceRequest;
use domain::procedure::{ProcedureStage, ProcedureState};
use jiff::Timestamp;
use regulation::assess::shown;
use regulation::fact::{Known, Record, Source, Value};
use regulation::package::{Fact, FactType};

use super::words;
use crate::shell::Page;

/// Facts under one title.
pub struct Group {
    /// Title of the step of the form, or of what was had without asking.
    pub title: String,
    /// The facts.
    pub facts: Vec<FactView>,
}

/// One fact.
pub struct FactView {
    /// Label.
    pub label: String,
    /// Value in words.
    pub shown: String,
    /// Records of a repeating group.
    pub records: Vec<Vec<LineView>>,
    /// The applicant disagrees with it.
    pub contested: bool,
    /// Where it came from.
    pub source: String,
    /// When.
    pub at: String,
    /// When, for machines.
    pub at_iso: String,
}

/// A line of a record.
pub struct LineView {
    /// Label.
    pub label: String,
    /// Value in words.
    pub shown: String,
}

/// Facts by step of the form; what was not asked comes last.
pub fn groups(page: &Page, card: &Card) -> Vec<Group> {
    let (facts, regulation) = (&card.case.facts, &card.regulation);
    let mut placed = BTreeSet::new();
    let mut groups = Vec::new();
    for step in &regulation.form {
        let mut group = Group { title: step.title.clone(), facts: Vec::new() };
        for name in &step.fields {
            if let Some(known) = facts.get(name) {
                placed.insert(name.as_str());
                group.facts.push(fact(page, card, name, known));
            }
        }
        groups.push(group);
    }
    let rest = facts.0.iter().filter(|(name, _)| !placed.contains(name.as_str()));
    groups.push(Group {
        title: page.t("desk-facts-step-other").to_owned(),
        facts: rest.map(|(name, known)| fact(page, card, name, known)).collect(),
    });
    groups.retain(|group| !group.facts.is_empty());
    groups
}

fn fact(page: &Page, card: &Card, name: &str, known: &Known) -> FactView {
    let declared = card.regulation.facts.get(name);
    let (text, records) = match (&known.value, declared) {
        (None, _) => {
            let key = if known.source == Source::Applicant { "desk-facts-empty" } else { "desk-facts-absent" };
            (page.t(key).to_owned(), Vec::new())
        }
        (Some(Value::List(records)), Some(Fact { kind: FactType::List { item, .. }, .. })) => {
            (String::new(), records.iter().map(|record| lines(item, record)).collect())
        }
        (Some(value), Some(declared)) => (shown(&declared.kind, value), Vec::new()),
        // The pinned edition declares every fact of its cases; anything else is shown by name only.
        (Some(_), None) => (String::new(), Vec::new()),
    };
    FactView {
        label: declared.map_or_else(|| name.to_owned(), |fact| fact.label.clone()),
        shown: text,
        records,
        contested: known.contested,
        source: words::source(page, &known.source, &card.regulation, &card.names),
        at: page.moment(&known.at),
        at_iso: page.machine(&known.at),
    }
}

fn lines(item: &indexmap::IndexMap<String, Fact>, record: &Record) -> Vec<LineView> {
    let line = |(name, fact): (&String, &Fact)| {
        record.get(name).map(|value| LineView { label: fact.label.clone(), shown: shown(&fact.kind, value) })
    };
    item.iter().filter_map(line).collect()
}

/// An attached file.
pub struct DocumentView {
    /// Its name in the store.
    pub sha256: String,
    /// Name the person gave it.
    pub name: String,
    /// Label of its fact.
    pub fact: String,
    /// Size in words.
    pub size: String,
}

/// Attached files.
pub fn documents(page: &Page, card: &Card) -> Vec<DocumentView> {
    let view = |(name, attachment): (String, regulation::fact::Attachment)| DocumentView {
        fact: card.regulation.facts.get(&name).map_or(name, |fact| fact.label.clone()),
        size: page.size(&attachment.size),
        sha256: attachment.sha256,
        name: attachment.name,
    };
    attachments(&card.case).into_iter().map(view).collect()
}

/// An interagency request.
pub struct QueryView {
    /// Who was asked.
    pub title: String,
    /// State in words.
    pub state: String,
    /// What went wrong.
    pub why: Option<String>,
    /// When it was wanted.
    pub asked: String,
    /// When it was answered.
    pub answered: String,
    /// Until when it must be.
    pub norm: String,
}

/// Interagency requests.
pub fn queries(page: &Page, card: &Card) -> Vec<QueryView> {
    let view = |request: &EvidenceRequest| QueryView {
        title: card
            .regulation
            .sources
            .get(&request.source)
            .map_or_else(|| request.source.clone(), |source| source.title.clone()),
        state: page.t(words::query(request.state)).to_owned(),
        why: request.problem.clone(),
        asked: page.moment(&request.asked_at),
        answered: maybe(page, request.answered_at),
        norm: maybe(page, request.due.as_ref().map(|due| due.at)),
    };
    card.requests.iter().map(view).collect()
}

/// A procedure.
pub struct ProcedureView {
    /// Title.
    pub title: String,
    /// Norm.
    pub norm: String,
    /// Stage in words.
    pub stage: String,
    /// Late.
    pub late: bool,
    /// When it started.
    pub started: String,
    /// When it must end.
    pub due: String,
    /// How that was counted.
    pub due_how: Option<String>,
    /// When it ended.
    pub ended: String,
}

/// The course of the case: planned and actual times (STATUS-10).
pub fn procedures(page: &Page, card: &Card) -> Vec<ProcedureView> {
    let view = |state: &ProcedureState| {
        let rule = card.regulation.procedures.iter().find(|rule| rule.id == state.id);
        ProcedureView {
            title: rule.map_or_else(|| state.id.clone(), |rule| rule.title.clone()),
            norm: rule.map(|rule| rule.within.to_string()).unwrap_or_default(),
            stage: page.t(words::stage(state.stage)).to_owned(),
            late: matches!(state.stage, ProcedureStage::Overdue | ProcedureStage::EndedLate),
            started: maybe(page, state.started_at),
            due: maybe(page, state.due.as_ref().map(|due| due.at)),
            due_how: state.due.as_ref().map(regulation::clock::Due::explain),
            ended: maybe(page, state.ended_at),
        }
    };
    card.case.procedures.iter().map(view).collect()
}

/// A line of the journal.
pub struct EventView {
    /// When.
    pub at: String,
    /// When, for machines.
    pub at_iso: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
}

/// The journal, newest first.
pub fn journal(page: &Page, card: &Card) -> Vec<EventView> {
    let view = |entry: &domain::journal::Entry| EventView {
        at: page.moment(&entry.at),
        at_iso: page.machine(&entry.at),
        who: words::actor(page, &entry.by, &card.names),
        what: words::event(page, entry, &card.regulation, &card.names),
    };
    card.journal.iter().rev().map(view).collect()
}

fn maybe(page: &Page, at: Option<Timestamp>) -> String {
    at.map(|at| page.moment(&at)).unwrap_or_default()
}
