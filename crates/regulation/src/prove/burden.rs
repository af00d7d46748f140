//! The burden statement: what an applicant has to do and to wait for in each variant, and the
//! budget that an authority sets itself.

use serde::Serialize;

use super::conditions::{At, conditions};
use crate::clock::{Term, TermUnit};
use crate::diagnostic::Diagnostic;
use crate::expression::{Derived, Premises, Region, Sought, Space, Under, World};
use crate::fact::{Facts, Value};
use crate::money::Money;
use crate::package::{Fact, FactType, OutputKind, Regulation, SourcePath, codes};
use crate::region::Budget;

/// What a variant asks of an applicant at the most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Burden {
    /// Id of the variant.
    pub variant: String,
    /// Questions that nobody but the applicant can answer; fields of a record count once.
    pub questions: u32,
    /// Questions whose answer is filled in from the account or a register.
    pub filled: u32,
    /// Documents to attach.
    pub documents: u32,
    /// Visits: slots to come to, originals to show, things to fetch.
    pub visits: u32,
    /// The whole term.
    pub term: Term,
    /// The whole term in calendar days, working weeks counted as seven days.
    pub days: u32,
    /// What is paid for certain.
    pub fee_least: Money,
    /// What is paid at the most; `None` when it depends on what is not known yet.
    pub fee_most: Option<Money>,
}

/// The burden of every variant.
pub fn burden(regulation: &Regulation) -> Vec<Burden> {
    let premises = Premises::of(regulation);
    let facts = Facts::default();
    let world = World { regulation, facts: &facts, today: regulation.from };
    let conditions = conditions(regulation);
    let space = Space::new(world, conditions.iter().map(|(_, when)| *when), &premises);
    let mut weigher = Weigher { regulation, world, space, places: conditions.iter().map(|(at, _)| *at).collect() };
    (0..regulation.variants.len()).map(|variant| weigher.variant(variant)).collect()
}

/// Variants above the budget, each a warning at the variant.
pub fn over_budget(regulation: &Regulation, budget: &Budget) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for burden in burden(regulation) {
        let parts = [
            ("вопросов", burden.questions, budget.questions),
            ("документов", burden.documents, budget.documents),
            ("посещений", burden.visits, budget.visits),
            ("дней", burden.days, budget.days),
        ];
        let over: Vec<String> = parts
            .into_iter()
            .filter_map(|(what, is, most)| {
                most.filter(|most| is > *most).map(|most| format!("{what} {is} при пределе {most}"))
            })
            .collect();
        let Some(variant) = regulation.variant(&burden.variant).filter(|_| !over.is_empty()) else { continue };
        let message =
            format!("Вариант `{}` требует от человека больше, чем решил орган: {}.", variant.id, over.join(", "));
        let help = format!("Уберите лишнее или пересмотрите предел в файле региона ({}).", budget.because);
        found.push(Diagnostic::warning(codes::OVER_BUDGET, variant.span.clone(), message, "сверх предела", help));
    }
    found
}

struct Weigher<'a> {
    regulation: &'a Regulation,
    world: World<'a>,
    space: Space<'a>,
    places: Vec<At>,
}

impl Weigher<'_> {
    fn region(&mut self, at: At) -> Option<Region> {
        let place = self.places.iter().position(|one| *one == at)?;
        self.space.region(place)
    }

    /// Can the element matter in the variant? What is not certain counts as if it could.
    fn concerns(&mut self, variant: usize, at: At) -> bool {
        if !self.places.contains(&at) {
            return true;
        }
        let (Some(one), Some(other)) = (self.region(At::Variant(variant)), self.region(at)) else { return true };
        match self.space.and(one, other) {
            Some(both) => self.space.seek(both, Under::Form) != Sought::Nothing,
            None => true,
        }
    }

    /// Is the element there for everybody in the variant?
    fn covers(&mut self, variant: usize, at: At) -> bool {
        if !self.places.contains(&at) {
            return true;
        }
        let (Some(one), Some(other)) = (self.region(At::Variant(variant)), self.region(at)) else { return false };
        match self.space.without(one, other) {
            Some(rest) => self.space.seek(rest, Under::Form) == Sought::Nothing,
            None => false,
        }
    }

    fn variant(&mut self, at: usize) -> Burden {
        let regulation = self.regulation;
        let variant = &regulation.variants[at];
        let (mut questions, mut filled, mut documents, mut originals) = (0, 0, 0, 0);
        for (step, one) in regulation.form.iter().enumerate() {
            if !self.concerns(at, At::Step(step)) {
                continue;
            }
            for name in &one.fields {
                let Some((place, _, fact)) = regulation.facts.get_full(name) else { continue };
                if !self.concerns(at, At::Question(place)) {
                    continue;
                }
                let (more, held, attached) = weight(fact);
                questions += more;
                filled += held;
                documents += attached;
                originals += u32::from(fact.document.as_ref().is_some_and(|terms| terms.original));
            }
        }
        let bookings = (0..regulation.bookings.len()).filter(|one| self.concerns(at, At::Booking(*one))).count();
        let fetched = regulation.outputs_for(&variant.id).any(|one| matches!(one.kind, OutputKind::Object(_)));
        let bookings = u32::try_from(bookings).unwrap_or(u32::MAX);
        // An original is shown at a visit that is made anyway.
        let visits = bookings.max(u32::from(originals > 0)) + u32::from(fetched && bookings == 0);
        let (fee_least, fee_most) = self.fee(at);
        let (id, term) = (variant.id.clone(), variant.term);
        Burden { variant: id, questions, filled, documents, visits, term, days: days(term), fee_least, fee_most }
    }

    fn fee(&mut self, variant: usize) -> (Money, Option<Money>) {
        let zero = Money::from_kopecks(0);
        let (mut least, mut most) = (zero, Some(zero));
        for (at, line) in self.regulation.fee.lines.iter().enumerate() {
            if !self.concerns(variant, At::FeeLine(at)) {
                continue;
            }
            let amount = match line.amount.derived(&self.world, None, &FactType::Money) {
                Derived::Known(Value::Money(amount)) if line.times.is_none() => Some(amount),
                _ => None,
            };
            most = most.zip(amount).and_then(|(most, amount)| most.checked_add(amount));
            if self.covers(variant, At::FeeLine(at)) {
                least = amount.and_then(|amount| least.checked_add(amount)).unwrap_or(least);
            }
        }
        let exempt = (0..self.regulation.fee.exemptions.len()).any(|one| self.concerns(variant, At::Exemption(one)));
        (if exempt { zero } else { least }, most)
    }
}

/// Questions to answer, questions filled in, documents to attach. A record counts once.
fn weight(fact: &Fact) -> (u32, u32, u32) {
    let held = fact.from.iter().any(|path| !matches!(path, SourcePath::Case(_)));
    match &fact.kind {
        FactType::Document(_) => (0, 0, 1),
        FactType::List { item, .. } if !held => {
            item.values().map(weight).fold((0, 0, 0), |(a, b, c), (x, y, z)| (a + x, b + y, c + z))
        }
        _ if fact.derive.is_some() => (0, 0, 0),
        _ if held => (0, 1, 0),
        _ => (1, 0, 0),
    }
}

/// A term in calendar days.
fn days(term: Term) -> u32 {
    match term.unit {
        TermUnit::WorkingDays => term.amount.saturating_mul(7).div_ceil(5),
        TermUnit::CalendarDays => term.amount,
        TermUnit::Months => term.amount.saturating_mul(61).div_ceil(2),
        TermUnit::Years => term.amount.saturating_mul(365),
        TermUnit::Hours => term.amount.div_ceil(24),
        TermUnit::Minutes => term.amount.div_ceil(24 * 60),
    }
}
