//! A rule bound to facts: compiled once for a day, asked many times while facts change.
//!
//! Every fact that the rule rests on has a slot. Telling a slot a fact finds the cell its value
//! lies in; asking is a walk through the rule's decision diagram, exact under partial knowledge
//! too. What cannot be compiled is asked of the expression itself, so the answers are always
//! those of [`Expression::verdict`].

use jiff::civil::Date;

use super::bound_plan::{OPEN, Plan, Walk};
use super::{Expression, Verdict, World};
use crate::fact::{FactName, Facts, Known};
use crate::package::Regulation;

/// A rule with slots for its facts.
#[derive(Debug)]
pub struct Bound<'a> {
    rule: &'a Expression,
    regulation: &'a Regulation,
    today: Date,
    slots: Vec<Slot<'a>>,
    plan: Option<Plan>,
    /// By variable of the plan, the cell its fact lies in.
    state: Vec<u16>,
    /// How many slots hold a value that lies in no cell; while there is one, the plan rests.
    misplaced: usize,
    /// Conditions that could not be divided wait to be asked again.
    stale: bool,
    walk: Walk,
    /// The state with some facts let go.
    fewer: Vec<u16>,
    reasons: Reasons,
}

#[derive(Debug)]
struct Slot<'a> {
    fact: FactName,
    known: Option<&'a Known>,
    misplaced: bool,
}

/// A set of slots, a bit for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons(Vec<u64>);

impl Reasons {
    /// Is a slot among them?
    pub fn has(&self, slot: usize) -> bool {
        self.0.get(slot / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// The slots, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len() * 64).filter(|slot| self.has(*slot))
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn add(&mut self, slot: usize) {
        if let Some(word) = self.0.get_mut(slot / 64) {
            *word |= 1 << (slot % 64);
        }
    }

    fn drop(&mut self, slot: usize) {
        if let Some(word) = self.0.get_mut(slot / 64) {
            *word &= !(1 << (slot % 64));
        }
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }
}

impl Expression {
    /// Compiles a rule for a day; nothing is known yet.
    pub fn bind<'a>(&'a self, regulation: &'a Regulation, today: Date) -> Bound<'a> {
        let facts = self.reads_all(regulation);
        let names: Vec<&FactName> = facts.iter().collect();
        let plan = Plan::of(self.root(), regulation, today, &names);
        let state = vec![OPEN; plan.as_ref().map_or(0, Plan::variables)];
        let reasons = Reasons(vec![0; facts.len().div_ceil(64)]);
        Bound {
            rule: self,
            regulation,
            today,
            slots: facts.into_iter().map(|fact| Slot { fact, known: None, misplaced: false }).collect(),
            stale: plan.as_ref().is_some_and(|plan| !plan.is_exact()),
            plan,
            fewer: state.clone(),
            state,
            misplaced: 0,
            walk: Walk::default(),
            reasons,
        }
    }
}

impl<'a> Bound<'a> {
    /// The facts that have slots, in the order of the slots.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|slot| slot.fact.as_str())
    }

    /// The slot of a fact; none when the rule does not rest on it.
    pub fn slot(&self, fact: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.fact == fact)
    }

    /// Tells what is known of the fact in a slot. What is contested counts as not known.
    pub fn set(&mut self, slot: usize, known: Option<&'a Known>) {
        let Some(own) = self.slots.get_mut(slot) else { return };
        own.known = known.filter(|known| !known.contested);
        let Some(plan) = &self.plan else { return };
        let misplaced = !plan.place(slot, own.known, &mut self.state);
        self.misplaced = self.misplaced + usize::from(misplaced) - usize::from(own.misplaced);
        own.misplaced = misplaced;
        self.stale |= !plan.is_exact();
    }

    /// Tells what is known of all facts.
    pub fn set_all(&mut self, facts: &'a Facts) {
        for slot in 0..self.slots.len() {
            let known = facts.get(&self.slots[slot].fact);
            self.set(slot, known);
        }
    }

    /// Is it so? `None` while that depends on what is not known.
    pub fn holds(&mut self) -> Option<bool> {
        self.ask_again();
        let (Some(plan), 0) = (&self.plan, self.misplaced) else { return self.asked(|_| true) };
        let settled = plan.holds(&self.state, &mut self.walk);
        let is_final = settled.is_some() || plan.is_exact();
        if is_final { settled } else { self.asked(|_| true) }
    }

    /// The verdict, with the facts that can still flip it while it is open.
    pub fn verdict(&mut self) -> Verdict {
        match self.holds() {
            Some(true) => Verdict::Yes,
            Some(false) => Verdict::No,
            None => self.rule.verdict(&self.world(&self.known(|_| true))),
        }
    }

    /// Slots whose facts alone keep the answer; without any one of them it is lost. None while
    /// the answer is open, or when it does not depend on what is known.
    ///
    /// A single fact is the shortest reason there is; else facts are let go one by one, and
    /// those whose loss changes nothing stay away.
    pub fn reasons(&mut self) -> &Reasons {
        self.reasons.clear();
        let Some(answer) = self.holds() else { return &self.reasons };
        let mut kept = std::mem::take(&mut self.reasons);
        let mut fewer = std::mem::take(&mut self.fewer);
        fewer.fill(OPEN);
        if !self.keeps(answer, &kept, &fewer) && !self.alone(answer, &mut kept, &mut fewer) {
            self.let_go(answer, &mut kept, &mut fewer);
        }
        self.reasons = kept;
        self.fewer = fewer;
        &self.reasons
    }

    fn alone(&mut self, answer: bool, kept: &mut Reasons, fewer: &mut [u16]) -> bool {
        for slot in 0..self.slots.len() {
            if self.slots[slot].known.is_none() {
                continue;
            }
            let alone = self.plan.as_ref().filter(|_| self.misplaced == 0);
            if alone.and_then(|plan| plan.settled_alone(slot, &self.state)) == Some(false) {
                continue;
            }
            self.put(slot, kept, fewer, true);
            if self.keeps(answer, kept, fewer) {
                return true;
            }
            self.put(slot, kept, fewer, false);
        }
        false
    }

    fn let_go(&mut self, answer: bool, kept: &mut Reasons, fewer: &mut [u16]) {
        fewer.copy_from_slice(&self.state);
        for slot in (0..self.slots.len()).filter(|slot| self.slots[*slot].known.is_some()) {
            kept.add(slot);
        }
        for slot in 0..self.slots.len() {
            if !kept.has(slot) {
                continue;
            }
            self.put(slot, kept, fewer, false);
            if !self.keeps(answer, kept, fewer) {
                self.put(slot, kept, fewer, true);
            }
        }
    }

    /// Puts a fact back among fewer facts, or takes it out.
    fn put(&self, slot: usize, kept: &mut Reasons, fewer: &mut [u16], back: bool) {
        if back {
            kept.add(slot);
        } else {
            kept.drop(slot);
        }
        let Some(plan) = &self.plan else { return };
        plan.put(slot, back.then_some(&self.state), fewer);
        plan.put_opaque(|slot| kept.has(slot) || self.slots[slot].known.is_none(), &self.state, fewer);
    }

    /// Do these facts alone keep the answer?
    fn keeps(&mut self, answer: bool, kept: &Reasons, fewer: &[u16]) -> bool {
        if let (Some(plan), 0) = (&self.plan, self.misplaced) {
            if plan.is_exact() && !plan.is_settled() && kept.is_empty() {
                return false;
            }
            match plan.holds(fewer, &mut self.walk) {
                Some(settled) => return settled == answer,
                None if plan.is_exact() => return false,
                None => {}
            }
        }
        self.asked(|slot| kept.has(slot)) == Some(answer)
    }

    fn ask_again(&mut self) {
        if std::mem::take(&mut self.stale) {
            let facts = self.known(|_| true);
            let world = World { regulation: self.regulation, facts: &facts, today: self.today };
            if let Some(plan) = &self.plan {
                plan.ask(world, &mut self.state);
            }
        }
    }

    /// Asks the expression itself, with the facts of some slots.
    fn asked(&self, told: impl Fn(usize) -> bool) -> Option<bool> {
        match self.rule.verdict(&self.world(&self.known(told))) {
            Verdict::Yes => Some(true),
            Verdict::No => Some(false),
            Verdict::Unknown(_) => None,
        }
    }

    fn known(&self, told: impl Fn(usize) -> bool) -> Facts {
        let told = self.slots.iter().enumerate().filter(|(at, _)| told(*at));
        Facts(told.filter_map(|(_, slot)| Some((slot.fact.clone(), slot.known?.clone()))).collect())
    }

    fn world<'f>(&'f self, facts: &'f Facts) -> World<'f> {
        World { regulation: self.regulation, facts, today: self.today }
    }
}
