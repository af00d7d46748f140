//! Every yes/no condition of a regulation, with the element it stands at.

use crate::expression::Expression;
use crate::package::{Ground, Regulation};

/// The element that a condition belongs to; numbers are places in the regulation's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum At {
    /// A variant fits.
    Variant(usize),
    /// A criterion holds.
    Criterion(usize),
    /// A ground of that list holds.
    Ground(Grounds, usize),
    /// A step of the form is shown.
    Step(usize),
    /// A question is shown.
    Question(usize),
    /// A procedure begins.
    Procedure(usize),
    /// Another term holds in a variant.
    Term(usize, usize),
    /// A line of the fee is due.
    FeeLine(usize),
    /// An exemption holds.
    Exemption(usize),
    /// A party takes part.
    Party(usize),
    /// A resource is needed.
    Resource(usize),
    /// A slot is needed.
    Booking(usize),
    /// A result is given.
    Result(usize),
    /// Something goes on after the decision.
    Afterwards(usize),
    /// A row of a decision table fits.
    Row(usize, usize),
}

/// Lists of grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grounds {
    /// `refuse-intake`.
    Intake,
    /// `refuse-provision`.
    Provision,
    /// `suspend`.
    Suspend,
    /// `return`.
    Return,
    /// `forward`.
    Forward,
    /// `prolong`.
    Prolong,
}

impl Grounds {
    /// All lists, in the order of the language.
    pub const ALL: [Self; 6] =
        [Self::Intake, Self::Provision, Self::Return, Self::Forward, Self::Suspend, Self::Prolong];

    /// The grounds of this list.
    pub fn of(self, regulation: &Regulation) -> Vec<&Ground> {
        match self {
            Self::Intake => regulation.refuse_intake.iter().collect(),
            Self::Provision => regulation.refuse_provision.iter().collect(),
            Self::Suspend => regulation.suspend.iter().map(|one| &one.ground).collect(),
            Self::Return => regulation.give_back.iter().map(|one| &one.ground).collect(),
            Self::Forward => regulation.forward.iter().map(|one| &one.ground).collect(),
            Self::Prolong => regulation.prolong.iter().map(|one| &one.ground).collect(),
        }
    }

    /// Key of the list in `regulation.yaml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Intake => "refuse-intake",
            Self::Provision => "refuse-provision",
            Self::Suspend => "suspend",
            Self::Return => "return",
            Self::Forward => "forward",
            Self::Prolong => "prolong",
        }
    }

    /// Does it end the case without the result?
    pub fn ends_the_case(self) -> bool {
        !matches!(self, Self::Suspend | Self::Prolong)
    }
}

/// Id of the element that a condition stands at; of a row, its table's; of a term, its variant's.
pub fn name_of(regulation: &Regulation, at: At) -> &str {
    let all = regulation;
    let id = match at {
        At::Variant(n) | At::Term(n, _) => all.variants.get(n).map(|one| &one.id),
        At::Criterion(n) => all.criteria.get_index(n).map(|(id, _)| id),
        At::Ground(list, n) => list.of(all).get(n).map(|one| &one.id),
        At::Step(n) => all.form.get(n).map(|one| &one.id),
        At::Question(n) => all.facts.get_index(n).map(|(id, _)| id),
        At::Procedure(n) => all.procedures.get(n).map(|one| &one.id),
        At::FeeLine(n) => all.fee.lines.get(n).map(|one| &one.id),
        At::Exemption(n) => all.fee.exemptions.get(n).map(|one| &one.id),
        At::Party(n) => all.parties.get(n).map(|one| &one.id),
        At::Resource(n) => all.resources.get(n).map(|one| &one.id),
        At::Booking(n) => all.bookings.get(n).map(|one| &one.id),
        At::Result(n) => all.results.get(n).map(|one| &one.id),
        At::Afterwards(n) => all.afterwards.get(n).map(|one| &one.id),
        At::Row(n, _) => all.tables.get_index(n).map(|(id, _)| id),
    };
    id.map_or("", String::as_str)
}

/// All conditions in the order in which a case meets them: variants first.
pub(super) fn conditions(regulation: &Regulation) -> Vec<(At, &Expression)> {
    let mut found: Vec<(At, &Expression)> = Vec::new();
    for (at, one) in regulation.variants.iter().enumerate() {
        found.push((At::Variant(at), &one.when));
        let terms = one.terms.iter().enumerate();
        found.extend(terms.filter_map(|(term, rule)| Some((At::Term(at, term), rule.when.as_ref()?))));
    }
    for list in Grounds::ALL {
        let grounds = list.of(regulation).into_iter().enumerate();
        found.extend(grounds.filter_map(|(at, one)| Some((At::Ground(list, at), one.when.as_ref()?))));
    }
    found.extend(some(regulation.form.iter().map(|one| one.when.as_ref()), At::Step));
    found.extend(some(regulation.facts.values().map(|one| one.when.as_ref()), At::Question));
    found.extend(some(regulation.procedures.iter().map(|one| one.start.as_ref()), At::Procedure));
    found.extend(some(regulation.fee.lines.iter().map(|one| one.when.as_ref()), At::FeeLine));
    found.extend(some(regulation.fee.exemptions.iter().map(|one| Some(&one.when)), At::Exemption));
    // A condition asked of every record of a list speaks of records, not of the whole case.
    let parties = regulation.parties.iter().map(|one| one.when.as_ref().filter(|_| one.each.is_none()));
    found.extend(some(parties, At::Party));
    found.extend(some(regulation.resources.iter().map(|one| one.when.as_ref()), At::Resource));
    found.extend(some(regulation.bookings.iter().map(|one| one.when.as_ref()), At::Booking));
    found.extend(some(regulation.results.iter().map(|one| one.when.as_ref()), At::Result));
    found.extend(some(regulation.afterwards.iter().map(|one| one.when.as_ref()), At::Afterwards));
    found.extend(some(regulation.criteria.values().map(|one| Some(&one.rule)), At::Criterion));
    for (table, one) in regulation.tables.values().enumerate() {
        found.extend(some(one.rows.iter().map(|row| row.when.as_ref()), |row| At::Row(table, row)));
    }
    found
}

fn some<'r>(
    conditions: impl Iterator<Item = Option<&'r Expression>>,
    at: impl Fn(usize) -> At,
) -> impl Iterator<Item = (At, &'r Expression)> {
    conditions.enumerate().filter_map(move |(number, when)| Some((at(number), when?)))
}
