//! What the machine acts upon: verdicts and what follows from them, without the reasons, words and
//! places that only a person reads. An [`super::Assessment`] is the same with all of these.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Fit, Outcome, TermFinding, VariantFit, outcome, term};
use crate::expression::{Verdict, World};
use crate::fact::Facts;
use crate::package::{Ground, Regulation};

/// What follows from the facts, for the machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Which variant of the service fits.
    pub variant: VariantFit,
    /// Take the application in?
    pub accept: Outcome,
    /// Provide?
    pub decision: Outcome,
    /// Grounds to refuse provision in the variants still possible.
    pub provision: Vec<GroundSeen>,
    /// Grounds to suspend that concern the variants still possible.
    pub suspend: Vec<GroundSeen>,
    /// Grounds to return the application unconsidered.
    pub give_back: Vec<GroundSeen>,
    /// Grounds to pass the application on.
    pub forward: Vec<GroundSeen>,
    /// Grounds to prolong the term.
    pub prolong: Vec<GroundSeen>,
    /// The whole term that applies.
    pub term: TermFinding,
}

/// A ground with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundSeen {
    /// Id in the regulation.
    pub id: String,
    /// Does it hold? `None`: only a person can see it.
    pub verdict: Option<Verdict>,
}

/// What follows from the facts on that day, as [`super::assess`] finds it.
pub fn outlook(regulation: &Regulation, facts: &Facts, today: Date) -> Outlook {
    let world = World { regulation, facts, today };
    let judged = Judged::of(&world);
    let (accept, decision) = (judged.accept(), judged.decision());
    let seen = |grounds: Vec<OnGround<'_>>| {
        grounds.into_iter().map(|one| GroundSeen { id: one.ground.id.clone(), verdict: one.verdict }).collect()
    };
    Outlook {
        term: term::term(&world, &judged.fit),
        variant: judged.fit.variant,
        accept,
        decision,
        provision: seen(judged.provision),
        suspend: seen(judged.suspend),
        give_back: seen(judged.give_back),
        forward: seen(judged.forward),
        prolong: seen(judged.prolong),
    }
}

/// A ground with the verdict on it.
pub(super) struct OnGround<'r> {
    pub ground: &'r Ground,
    pub verdict: Option<Verdict>,
}

/// The verdicts on all grounds that concern the variants still possible.
pub(super) struct Judged<'r> {
    pub fit: Fit<'r>,
    pub intake: Vec<OnGround<'r>>,
    pub provision: Vec<OnGround<'r>>,
    pub suspend: Vec<OnGround<'r>>,
    pub give_back: Vec<OnGround<'r>>,
    pub forward: Vec<OnGround<'r>>,
    pub prolong: Vec<OnGround<'r>>,
}

impl<'r> Judged<'r> {
    pub fn of(world: &World<'r>) -> Self {
        let regulation = world.regulation;
        let fit = Fit::of(world);
        Self {
            intake: grounds(world, &regulation.refuse_intake, &fit),
            provision: grounds(world, &regulation.refuse_provision, &fit),
            suspend: grounds(world, regulation.suspend.iter().map(|one| &one.ground), &fit),
            give_back: grounds(world, regulation.give_back.iter().map(|one| &one.ground), &fit),
            forward: grounds(world, regulation.forward.iter().map(|one| &one.ground), &fit),
            prolong: grounds(world, regulation.prolong.iter().map(|one| &one.ground), &fit),
            fit,
        }
    }

    pub fn accept(&self) -> Outcome {
        outcome(&self.intake)
    }

    pub fn decision(&self) -> Outcome {
        match (outcome(&self.provision), &self.fit.variant) {
            (Outcome::Negative(grounds), _) => Outcome::Negative(grounds),
            (outcome, VariantFit::One(_)) => outcome,
            // Which service it is that would be granted is not settled.
            (Outcome::Positive, VariantFit::NotYet(unknown)) => Outcome::NotYet(unknown.clone()),
            (Outcome::NotYet(mut facts), VariantFit::NotYet(unknown)) => {
                facts.extend(unknown.iter().cloned());
                Outcome::NotYet(facts)
            }
            (_, VariantFit::None) => Outcome::NotYet(BTreeSet::new()),
        }
    }
}

fn grounds<'r>(world: &World<'_>, grounds: impl IntoIterator<Item = &'r Ground>, fit: &Fit<'_>) -> Vec<OnGround<'r>> {
    let concerns = grounds.into_iter().filter(|ground| fit.concerns(ground));
    concerns.map(|ground| OnGround { ground, verdict: fit.verdict(world, ground) }).collect()
}
