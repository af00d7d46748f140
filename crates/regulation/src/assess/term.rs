//! The whole term that applies: the variant's own, by condition and day, and what prolongs it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::Term;
use crate::expression::{Verdict, World};
use crate::fact::FactName;
use crate::package::{Clause, Variant};

use super::{Fit, verdict};

/// The whole term from registration, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TermFinding {
    /// The term that applies now; `None` while it is not settled.
    pub term: Option<Term>,
    /// The clause that sets it, in words.
    pub clause: String,
    /// Id of the prolongation that made it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prolonged: Option<String>,
    /// Facts that can still change it.
    pub unknown: BTreeSet<FactName>,
}

type Set<'r> = Option<(Term, &'r Clause)>;

/// The term of the variants still possible.
pub(super) fn term(world: &World<'_>, fit: &Fit<'_>) -> TermFinding {
    let regulation = world.regulation;
    let mut unknown = BTreeSet::new();
    let mut terms: Vec<Set<'_>> = Vec::new();
    for id in &fit.possible {
        terms.push(regulation.variant(id).and_then(|variant| of_variant(world, variant, &mut unknown)));
    }
    let first = terms.first().copied().flatten();
    let alike = terms.iter().all(|term| term.map(|(term, _)| term) == first.map(|(term, _)| term));
    if !alike || first.is_none() {
        unknown.extend(fit.unknown());
    }
    let mut finding = match first.filter(|_| alike) {
        Some((term, clause)) => {
            TermFinding { term: Some(term), clause: regulation.clause_text(clause), ..TermFinding::default() }
        }
        None => TermFinding::default(),
    };
    for prolongation in &regulation.prolong {
        let Some(verdict) = fit.verdict(world, &prolongation.ground) else { continue };
        match verdict {
            Verdict::Yes if finding.term.is_some_and(|term| reaches(term, prolongation.to)) => {
                finding.term = Some(prolongation.to);
                finding.clause = regulation.clause_text(&prolongation.ground.because);
                finding.prolonged = Some(prolongation.ground.id.clone());
            }
            Verdict::Unknown(facts) => unknown.extend(facts),
            Verdict::Yes | Verdict::No => {}
        }
    }
    finding.unknown = unknown;
    finding
}

/// The first rule that holds on the day, else the variant's own term; `None` while an earlier
/// rule with another term is not settled.
fn of_variant<'r>(world: &World<'r>, variant: &'r Variant, unknown: &mut BTreeSet<FactName>) -> Set<'r> {
    let mut possible: Vec<(Term, &Clause)> = Vec::new();
    let mut waiting = BTreeSet::new();
    let on_day = |from: Option<jiff::civil::Date>, until: Option<jiff::civil::Date>| {
        from.is_none_or(|from| from <= world.today) && until.is_none_or(|until| world.today < until)
    };
    let mut settled = false;
    for rule in variant.terms.iter().filter(|rule| on_day(rule.from, rule.until)) {
        match rule.when.as_ref().map_or(Verdict::Yes, |when| verdict(world, when)) {
            Verdict::No => {}
            Verdict::Yes => {
                possible.push((rule.term, &rule.because));
                settled = true;
                break;
            }
            Verdict::Unknown(facts) => {
                possible.push((rule.term, &rule.because));
                waiting.extend(facts);
            }
        }
    }
    if !settled {
        possible.push((variant.term, &variant.because));
    }
    let last = possible.pop()?;
    if possible.iter().all(|(term, _)| *term == last.0) {
        return Some(last);
    }
    unknown.append(&mut waiting);
    None
}

/// Does a prolongation to the second term reach beyond the first? Terms in one unit are
/// compared; of terms in different units the one the author names later counts.
fn reaches(term: Term, to: Term) -> bool {
    term.unit != to.unit || term.amount < to.amount
}
