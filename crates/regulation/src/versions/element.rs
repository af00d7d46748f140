//! A regulation as a flat list of elements with their aspects, so that two can be laid side by
//! side without a rule for every pair.

use super::value::{Aspect, Aspects, Cited, Item, Value};
use crate::package::{Clause, Regulation, SourcePath};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Sort {
    Service,
    Act,
    Step,
    Question,
    Document,
    Known,
    Dictionary,
    Parameter,
    Table,
    Criterion,
    Variant,
    RefuseIntake,
    RefuseProvision,
    Suspend,
    Return,
    Forward,
    Prolong,
    Fee,
    FeeLine,
    Exemption,
    Source,
    Procedure,
    Result,
    Party,
    Beneficiary,
    Resource,
    Booking,
    Assessment,
    Trigger,
    Relation,
    Afterwards,
    Mark,
    File,
}

/// One element of a regulation.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub sort: Sort,
    pub path: String,
    pub title: String,
    pub clause: Cited,
    pub aspects: Vec<Aspect>,
}

/// All elements in the order a lawyer reads a regulation.
pub(super) fn elements(regulation: &Regulation) -> Vec<Element> {
    let mut list = List { regulation, all: Vec::new() };
    list.service();
    list.facts();
    list.law();
    list.rules();
    list.costs();
    list.course();
    list.around();
    list.assessments();
    list.files();
    list.all
}

/// The elements while they are collected; each part of the model has its file.
pub(super) struct List<'r> {
    pub regulation: &'r Regulation,
    all: Vec<Element>,
}

impl List<'_> {
    pub fn add(&mut self, sort: Sort, path: String, title: &str, clause: &Clause, aspects: Aspects) {
        let clause = self.clause(clause);
        let mut aspects = aspects.0;
        for aspect in &mut aspects {
            if let Value::Items(_, items) = &mut aspect.value {
                // Where an element of a list names no clause, the reader gives it that of the whole.
                items.iter_mut().filter(|item| item.clause == clause).for_each(|item| item.clause = Cited::default());
            }
        }
        self.all.push(Element { sort, path, title: title.to_owned(), clause, aspects });
    }

    /// A clause as it is cited; nothing where there is none.
    pub fn clause(&self, clause: &Clause) -> Cited {
        let words = if clause.act.is_empty() { String::new() } else { self.regulation.clause_text(clause) };
        Cited { clause: clause.clone(), words }
    }

    /// Variants by title; all of them where none is named.
    pub fn variants(&self, ids: &[String]) -> String {
        let titles: Vec<String> =
            ids.iter().map(|id| format!("«{}»", self.regulation.variant(id).map_or(id, |one| &one.title))).collect();
        if titles.is_empty() { "все".to_owned() } else { titles.join(", ") }
    }

    /// Facts by label.
    pub fn labels(&self, names: &[String]) -> Vec<Item> {
        names.iter().map(|name| Item::named(name, self.regulation.label_of(name))).collect()
    }

    /// Sources by title.
    pub fn sources(&self, ids: &[String]) -> Vec<Item> {
        ids.iter().map(|id| Item::named(id, self.source(id))).collect()
    }

    fn source(&self, id: &str) -> String {
        self.regulation.sources.get(id).map_or_else(|| id.to_owned(), |source| source.title.clone())
    }

    /// Where a value comes from.
    pub fn origin(&self, path: &SourcePath) -> Item {
        match path {
            SourcePath::Identity(claim) => Item::named(format!("esia.{claim}"), "учётная запись на Госуслугах"),
            SourcePath::Case(field) => Item::named(format!("case.{field}"), "само заявление"),
            SourcePath::Service { service, result, field } => {
                Item::named(format!("services.{service}.{result}.{field}"), format!("результат услуги {service}"))
            }
            SourcePath::Register { source, field } => Item::named(format!("{source}.{field}"), self.source(source)),
        }
    }
}
