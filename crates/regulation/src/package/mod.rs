//! The regulation package: reading, checking, proving with its own cases.
//!
//! [`read`] turns the files of a folder into a [`Regulation`] or into findings with places.
//! Codes of findings live in [`codes`]; the language itself is described in
//! docs/regulation-language.md.

mod behind;
mod check;
pub mod codes;
pub(crate) mod fields;
mod given;
pub(crate) mod merge;
mod model;
pub mod mutate;
mod needs;
pub(crate) mod outside;
mod proof;
pub(crate) mod read;
pub(crate) mod similar;
mod terms;
mod text;
mod words;
pub(crate) mod yaml;

pub use model::*;
pub use needs::{Needs, lend, needs};
pub use proof::{Mismatch, facts_of, run_case, run_cases};
pub use text::text;

use jiff::civil::Date;

use crate::diagnostic::{self, Diagnostic, Severity, Sources};
use crate::expression::{Expression, Verdict, World};
use crate::fact::Facts;

/// Reads and checks a package. The regulation is there only when no finding is an error.
pub fn read(sources: &Sources) -> (Option<Regulation>, Vec<Diagnostic>) {
    checked(read::read(sources))
}

/// The same with another tree in place of `regulation.yaml`.
pub(crate) fn read_tree(root: yaml::Node, sources: &Sources) -> (Option<Regulation>, Vec<Diagnostic>) {
    checked(read::read_root(root, sources, Vec::new()))
}

fn checked(draft: Result<read::Draft<'_>, Vec<Diagnostic>>) -> (Option<Regulation>, Vec<Diagnostic>) {
    let (regulation, mut found) = match draft {
        Ok(mut draft) => {
            check::all(&mut draft);
            (Some(draft.regulation), draft.reading.reader.found)
        }
        Err(found) => (None, found),
    };
    diagnostic::sort(&mut found);
    found.dedup();
    let broken = found.iter().any(|one| one.severity == Severity::Error);
    (regulation.filter(|_| !broken), found)
}

/// A regulation that says nothing: the frame in which a rule set's criteria are evaluated.
pub(crate) fn nothing() -> Option<Regulation> {
    let files = [("regulation.yaml".to_owned(), "okno: 1".to_owned())].into_iter().collect();
    read::read(&Sources(files)).ok().map(|draft| draft.regulation)
}

/// Do two YAML texts say the same, whatever their layout and comments?
pub fn same_data(one: &str, other: &str) -> bool {
    let tree = |text: &str| {
        let mut found = Vec::new();
        yaml::parse("", text, &mut found).map(|node| node.exact()).filter(|_| found.is_empty())
    };
    tree(one).is_some_and(|first| tree(other).is_some_and(|second| first == second))
}

impl Regulation {
    /// A clause as it is cited: «209-ФЗ, п. 21», «209-ФЗ, раздел о сроках».
    pub fn clause_text(&self, clause: &Clause) -> String {
        let number = self.acts.get(&clause.act).map_or(clause.act.as_str(), |act| &act.number);
        if clause.clause.is_empty() {
            return number.to_owned();
        }
        let number =
            if number.chars().all(|c| c.is_ascii_digit()) { format!("№ {number}") } else { number.to_owned() };
        // A clause in words says itself what it is: «раздел о сроках».
        if clause.clause.starts_with(char::is_alphabetic) {
            return format!("{number}, {}", clause.clause);
        }
        format!("{number}, п. {}", clause.clause)
    }

    /// The variant with this id.
    pub fn variant(&self, id: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// What a variant can give.
    pub fn outputs_for<'r>(&'r self, variant: &'r str) -> impl Iterator<Item = &'r Output> {
        self.results
            .iter()
            .filter(move |output| output.variants.is_empty() || output.variants.iter().any(|id| id == variant))
    }

    /// What a variant gives in a case with these facts: a result with a condition only when that
    /// is yes. What is still open is no result yet, see [`Regulation::outputs_open`].
    pub fn outputs_given<'r>(&'r self, variant: &'r str, facts: &Facts, today: Date) -> Vec<&'r Output> {
        let world = World { regulation: self, facts, today };
        let given = |output: &&Output| output.when.as_ref().is_none_or(|when| when.verdict(&world) == Verdict::Yes);
        self.outputs_for(variant).filter(given).collect()
    }

    /// Is it not known yet whether the variant gives one of its results?
    pub fn outputs_open(&self, variant: &str, facts: &Facts, today: Date) -> bool {
        let world = World { regulation: self, facts, today };
        let open = |when: &Expression| matches!(when.verdict(&world), Verdict::Unknown(_));
        self.outputs_for(variant).any(|output| output.when.as_ref().is_some_and(open))
    }

    /// Named lists the service is on that day (CAT-16).
    pub fn lists_on(&self, day: Date) -> impl Iterator<Item = &ListMembership> {
        self.lists.iter().filter(move |list| list.from <= day && list.until.is_none_or(|until| day < until))
    }

    /// What an input or output of a procedure is called: a fact's label, an outcome of the case,
    /// or the author's own word.
    pub fn label_of<'r>(&'r self, name: &'r str) -> &'r str {
        match (self.facts.get(name), name) {
            (Some(fact), _) => &fact.label,
            (None, "registration") => "регистрация заявления",
            (None, "decision") => "решение",
            (None, "result") => "результат услуги",
            (None, "notice") => "уведомление",
            (None, other) => other,
        }
    }

    /// The fact with this name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.get(name)
    }
}
