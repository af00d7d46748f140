//! One walk over the form: what is visible, what was answered, what follows, what is wrong.
//!
//! Fields are met in the author's order, so a condition sees the answers before it, what is
//! prefilled and what is derived from both. The author's own checks come last, when all answers
//! are known. Everything the form shows and says is read off this walk.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Raw;

use super::Answers;
use super::derive::Derivation;
use super::problem::{Fault, Problem, missing};
use super::{raw, read};
use crate::clock::plural;
use crate::expression::{Expression, Item, Verdict, World};
use crate::fact::{Facts, Known, Record, Source, Value};
use crate::package::{Fact, FactType, FormStep, Regulation, SourcePath};

/// A visible field.
pub(super) struct Field<'r> {
    pub path: String,
    /// Name of the fact; in a record its short name.
    pub name: &'r str,
    pub fact: &'r Fact,
    pub raw: Raw,
    pub value: Option<Value>,
    pub source: Option<Source>,
    pub problem: Option<Problem>,
    pub records: Vec<Entry<'r>>,
}

/// One record of a repeating group.
pub(super) struct Entry<'r> {
    pub fields: Vec<Field<'r>>,
    known: Facts,
}

/// The form as walked.
pub(super) struct Walk<'r> {
    pub steps: Vec<(&'r FormStep, Vec<Field<'r>>)>,
    pub facts: Facts,
    /// Labels of fields that are answered but not visible.
    pub hidden: Vec<String>,
    regulation: &'r Regulation,
    derivation: Derivation<'r>,
    /// Something was learnt since the derived facts were computed.
    stale: bool,
    at: Timestamp,
    today: Date,
}

/// Walks the form.
pub(super) fn walk<'r>(
    regulation: &'r Regulation,
    answers: &Answers,
    prefill: &Facts,
    at: Timestamp,
    today: Date,
) -> Walk<'r> {
    let mut walk = Walk {
        steps: Vec::new(),
        facts: prefill.clone(),
        hidden: Vec::new(),
        regulation,
        derivation: Derivation::of(regulation),
        stale: true,
        at,
        today,
    };
    for step in &regulation.form {
        let visible = walk.holds(step.when.as_ref());
        let mut fields = Vec::new();
        for name in &step.fields {
            let Some((name, fact)) = regulation.facts.get_key_value(name) else { continue };
            if fact.derive.is_some() {
                continue;
            }
            if !visible || !walk.holds(fact.when.as_ref()) || walk.is_replaced(fact) {
                walk.leave_out(fact, answers.get(name));
                continue;
            }
            let field = walk.field(name, fact, answers.get(name), prefill.get(name));
            walk.learn(name, &field, prefill.get(name));
            fields.push(field);
        }
        if visible {
            walk.steps.push((step, fields));
        }
    }
    walk.refresh();
    walk.check();
    walk
}

impl<'r> Walk<'r> {
    fn world<'w>(&'w self) -> World<'w> {
        World { regulation: self.regulation, facts: &self.facts, today: self.today }
    }

    fn refresh(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.derivation.refresh(&mut self.facts, self.regulation, self.at, self.today);
        }
    }

    /// Do sources already say what a document would prove? A known «no» is not a replacement: then
    /// the paper is just what is needed.
    fn is_replaced(&mut self, fact: &Fact) -> bool {
        let Some(terms) = fact.document.as_ref().filter(|terms| !terms.replaced_by.is_empty()) else { return false };
        self.refresh();
        terms.replaced_by.iter().all(|name| match self.facts.value(name) {
            Some(Value::YesNo(yes)) => *yes,
            value => value.is_some(),
        })
    }

    fn holds(&mut self, when: Option<&Expression>) -> bool {
        let Some(when) = when else { return true };
        self.refresh();
        when.verdict(&self.world()) == Verdict::Yes
    }

    fn leave_out(&mut self, fact: &Fact, answer: Option<&Raw>) {
        if answer.is_some_and(|raw| !read::is_blank(raw)) {
            self.hidden.push(fact.label.clone());
        }
    }

    /// A top-level field. What was typed counts; what was not is shown as it is held.
    fn field(&mut self, name: &'r str, fact: &'r Fact, answer: Option<&Raw>, held: Option<&Known>) -> Field<'r> {
        let held_value = held.and_then(|held| held.value.as_ref());
        let raw = match (answer, held_value) {
            (Some(raw), _) => raw.clone(),
            (None, Some(value)) => raw::of(value),
            (None, None) => Raw::Null,
        };
        let mut field = self.typed((name, fact), name.to_owned(), raw);
        let as_held = match (&field.value, held_value) {
            (Some(typed), Some(held)) => raw::same(typed, held),
            _ => false,
        };
        if as_held {
            field.source = held.map(|held| held.source.clone());
            field.value = held_value.cloned();
        }
        field
    }

    /// Puts an answer among the facts.
    fn learn(&mut self, name: &str, field: &Field<'_>, held: Option<&Known>) {
        self.stale = true;
        let known = match &field.value {
            Some(_) if field.source.is_some() => held.cloned(),
            Some(value) => Some(self.said(Some(value.clone()))),
            None => self.declined(field.fact, &field.raw).then(|| self.said(None)),
        };
        match known {
            Some(known) => self.facts.learn(name, known),
            None => {
                self.facts.0.remove(name);
            }
        }
    }

    /// An optional question left blank is answered: there is none. What a register can still
    /// tell stays unknown.
    fn declined(&self, fact: &Fact, raw: &Raw) -> bool {
        let register = fact.from.iter().any(|path| matches!(path, SourcePath::Register { .. }));
        !fact.required && !register && read::is_blank(raw)
    }

    fn said(&self, value: Option<Value>) -> Known {
        Known { value, source: Source::Applicant, at: self.at, contested: false }
    }

    /// A field with its typed value and what its type finds wrong.
    fn typed(&mut self, (name, fact): (&'r str, &'r Fact), path: String, raw: Raw) -> Field<'r> {
        let mut field = Field { path, name, fact, raw, value: None, source: None, problem: None, records: Vec::new() };
        if let FactType::List { item, min, max, one } = &fact.kind {
            self.group(&mut field, item);
            let records = field.records.len();
            let blank = read::is_blank(&field.raw);
            let fault = match records {
                0 if !blank && !field.raw.is_array() => Some(read::unreadable()),
                0 if fact.required => Some(missing(fact)),
                0 => None,
                _ if records < *min => Some(few(*min, records, one)),
                _ if records > *max => Some(many(*max, records)),
                _ => None,
            };
            // An empty list that was never touched is no answer; one that was emptied is.
            field.value = if blank && field.raw.is_null() { None } else { Some(Value::List(records_of(&field))) };
            self.complain(&mut field, fault);
        } else if read::is_blank(&field.raw) {
            let fault = fact.required.then(|| missing(fact));
            self.complain(&mut field, fault);
        } else {
            match read::read(&fact.kind, &field.raw) {
                Ok(value) => field.value = Some(value),
                Err(fault) => self.complain(&mut field, Some(fault)),
            }
        }
        field
    }

    fn complain(&self, field: &mut Field<'r>, fault: Option<Fault>) {
        field.problem = fault.map(|Fault { code, message, mend }| Problem {
            field: field.path.clone(),
            code,
            message,
            mend,
            clause: clause(self.regulation, field.fact),
        });
    }

    /// Reads the records of a list, each field in its own right.
    fn group(&mut self, field: &mut Field<'r>, items: &'r IndexMap<String, Fact>) {
        let Raw::Array(records) = &field.raw else { return };
        let records = records.clone();
        for (index, record) in records.iter().enumerate() {
            let mut entry = Entry { fields: Vec::new(), known: Facts::default() };
            for (name, fact) in items {
                let raw = record.get(name);
                let item = Item { declared: items, known: &entry.known };
                let asked = |when: &Expression| when.verdict_of_item(&self.world(), item) == Verdict::Yes;
                if !fact.when.as_ref().is_none_or(asked) {
                    self.leave_out(fact, raw);
                    continue;
                }
                let path = format!("{}.{index}.{name}", field.path);
                let typed = self.typed((name, fact), path, raw.cloned().unwrap_or_default());
                match &typed.value {
                    Some(value) => entry.known.learn(name.clone(), self.said(Some(value.clone()))),
                    None if self.declined(fact, &typed.raw) => entry.known.learn(name.clone(), self.said(None)),
                    None => {}
                }
                entry.fields.push(typed);
            }
            field.records.push(entry);
        }
    }

    /// The author's checks, in the author's order, where the type found nothing (FORM-05).
    fn check(&mut self) {
        let mut steps = std::mem::take(&mut self.steps);
        for (_, fields) in &mut steps {
            for field in fields {
                self.check_field(field, None);
            }
        }
        self.steps = steps;
    }

    fn check_field(&self, field: &mut Field<'r>, item: Option<Item<'_>>) {
        if let FactType::List { item: declared, .. } = &field.fact.kind {
            for entry in &mut field.records {
                let Entry { fields, known } = entry;
                for field in fields {
                    self.check_field(field, Some(Item { declared, known }));
                }
            }
        }
        if field.problem.is_some() || field.value.is_none() {
            return;
        }
        let world = self.world();
        // A rule that waits for another answer finds nothing yet: that answer has its own problem.
        let broken = field.fact.checks.iter().find(|check| {
            let verdict = match item {
                Some(item) => check.rule.verdict_of_item(&world, item),
                None => check.rule.verdict(&world),
            };
            verdict == Verdict::No
        });
        let fault = broken.map(|check| Fault::new("check", check.say.clone(), check.mend.clone()));
        if fault.is_some() {
            self.complain(field, fault);
        }
    }
}

fn records_of(field: &Field<'_>) -> Vec<Record> {
    let value = |field: &Field<'_>| Some((field.name.to_owned(), field.value.clone()?));
    field.records.iter().map(|entry| entry.fields.iter().filter_map(value).collect()).collect()
}

fn few(min: usize, records: usize, one: &str) -> Fault {
    let (more, noun) = (min - records, |count: usize| plural(count as u64, "запись", "записи", "записей"));
    let message = format!("Здесь {records} {}, а нужно не меньше {min}.", noun(records));
    Fault::new("list-few", message, format!("Добавьте ещё {more} {} «{one}».", noun(more)))
}

fn many(max: usize, records: usize) -> Fault {
    let noun = |count: usize| plural(count as u64, "запись", "записи", "записей");
    let (less, message) = (records - max, format!("Здесь {records} {}, а помещается не больше {max}.", noun(records)));
    Fault::new("list-many", message, format!("Уберите {less} {}.", noun(less)))
}

/// The clause that asks for a fact, in words.
fn clause(regulation: &Regulation, fact: &Fact) -> Option<String> {
    (!fact.because.act.is_empty()).then(|| regulation.clause_text(&fact.because))
}
