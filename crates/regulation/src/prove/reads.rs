//! What every element of a regulation reads: all its expressions, and facts named outright.

use std::collections::BTreeSet;

use super::conditions::conditions;
use crate::expression::Expression;
use crate::fact::FactName;
use crate::package::{Fact, FactType, Performer, Regulation};

/// Expressions that are no conditions of [`conditions`]: values, checks, conditions over records.
pub(super) fn values(regulation: &Regulation) -> Vec<&Expression> {
    let mut found: Vec<&Expression> = Vec::new();
    for fact in regulation.facts.values() {
        found.extend(&fact.derive);
        records(fact, &mut found);
    }
    for line in &regulation.fee.lines {
        found.push(&line.amount);
        found.extend(&line.times);
    }
    found.extend(regulation.suspend.iter().filter_map(|one| one.until.as_ref()));
    found.extend(regulation.procedures.iter().filter_map(|one| one.end.as_ref()));
    found.extend(regulation.assessments.iter().filter_map(|one| one.passes.as_ref()));
    found.extend(regulation.parties.iter().filter(|one| one.each.is_some()).filter_map(|one| one.when.as_ref()));
    for resource in &regulation.resources {
        found.extend(resource.rank.iter().map(|one| &one.by));
        found.extend(resource.shares.iter().map(|one| &one.when));
        found.extend(resource.opens.iter().chain(&resource.closes));
    }
    found.extend(regulation.params.values().flat_map(|one| &one.editions).map(|edition| &edition.value));
    found
}

/// Checks of fields, with the fact that each stands at.
pub(super) fn checks(regulation: &Regulation) -> impl Iterator<Item = (&Fact, &Expression)> {
    regulation.facts.values().flat_map(|fact| fact.checks.iter().map(move |check| (fact, &check.rule)))
}

fn records<'r>(fact: &'r Fact, found: &mut Vec<&'r Expression>) {
    let FactType::List { item, .. } = &fact.kind else { return };
    for field in item.values() {
        found.extend(&field.when);
        found.extend(&field.derive);
        found.extend(field.checks.iter().map(|check| &check.rule));
        records(field, found);
    }
}

/// Facts that something besides a condition needs: a value, a request, a result, a person.
pub(super) fn needed(regulation: &Regulation) -> BTreeSet<FactName> {
    let mut names: BTreeSet<FactName> = BTreeSet::new();
    for expression in values(regulation) {
        names.extend(expression.reads_all(regulation));
    }
    for (fact, rule) in checks(regulation) {
        names.extend(rule.reads_all(regulation).into_iter().filter(|name| *name != fact.name));
    }
    let mut add = |more: &[FactName]| names.extend(more.iter().flat_map(|name| with_lists(name)));
    for source in regulation.sources.values() {
        add(&source.keys);
    }
    for result in &regulation.results {
        add(&result.holds);
    }
    for procedure in &regulation.procedures {
        // What a person may look at decides too; a machine sees only what conditions name.
        if procedure.by != Performer::Machine {
            add(&procedure.input);
        }
    }
    for party in &regulation.parties {
        add(&party.facts);
        names_of(&party.invite, &mut add);
        names_of(&party.each, &mut add);
    }
    for one in &regulation.beneficiaries {
        add(&one.facts);
    }
    for resource in &regulation.resources {
        add(&resource.key);
        resource.limits.iter().for_each(|limit| add(&limit.per));
    }
    for booking in &regulation.bookings {
        names_of(&booking.place, &mut add);
        names_of(&booking.date, &mut add);
    }
    for fact in regulation.facts.values() {
        if let Some(terms) = &fact.document {
            add(&terms.replaced_by);
        }
    }
    for table in regulation.tables.values() {
        for input in &table.inputs {
            add(std::slice::from_ref(&input.of));
        }
    }
    names
}

fn names_of(name: &Option<FactName>, add: &mut impl FnMut(&[FactName])) {
    add(name.as_slice());
}

/// A field of a record is named with its list: `trees.species` needs `trees`.
fn with_lists(name: &str) -> Vec<FactName> {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    ends.map(|end| name[..end].to_owned()).collect()
}

/// All words of all expressions, rows of tables included: what may be a name of a parameter or
/// a table.
pub(super) fn words(regulation: &Regulation) -> BTreeSet<&str> {
    let mut texts: Vec<&str> = conditions(regulation).into_iter().map(|(_, one)| one.text.as_str()).collect();
    texts.extend(values(regulation).into_iter().map(|one| one.text.as_str()));
    texts.extend(checks(regulation).map(|(_, one)| one.text.as_str()));
    for table in regulation.tables.values() {
        texts.extend(table.inputs.iter().map(|input| input.of.as_str()));
        for row in &table.rows {
            texts.extend(row.tests.iter().map(String::as_str).chain([row.output.as_str()]));
        }
    }
    let is_break = |letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.';
    texts.into_iter().flat_map(|text| text.split(is_break)).filter(|word| !word.is_empty()).collect()
}
