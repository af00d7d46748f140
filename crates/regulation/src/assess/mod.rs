//! What follows from the facts: variant, grounds, decision, reasons.
//!
//! Pure and deterministic: the same facts on the same day give the same [`Assessment`], which
//! is stored with the decision as its trace. A refusal never follows from the unknown.

mod cost;
mod decision;
mod differences;
mod explain;
mod outlook;
mod reasons;
pub(crate) mod reckon;
mod shown;
mod term;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::expression::{Expression, Verdict, World};
use crate::fact::{FactName, Facts, Source};
use crate::package::{Criterion, Ground, Regulation};

pub use cost::{Cost, CostLine, cost};
pub use decision::{Decision, canonical, digest};
pub use differences::{Difference, differences};
pub use explain::{ClerkRow, ClerkTable, explain, for_citizen, for_clerk, source_in_words};
pub use outlook::{GroundSeen, Outlook, outlook};
pub use shown::shown;
pub use term::TermFinding;

use outlook::{Judged, OnGround};

/// What the machine sees in a case: stored with the decision as its trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which variant of the service fits.
    pub variant: VariantFit,
    /// Why it is that one (PROFILE-05); empty while it is not settled.
    #[serde(default)]
    pub because: Option<VariantFinding>,
    /// Every criterion with its reasons, in the author's order.
    pub criteria: Vec<Finding>,
    /// Grounds to refuse intake.
    pub intake: Vec<GroundFinding>,
    /// Grounds to refuse provision in the variants still possible.
    pub provision: Vec<GroundFinding>,
    /// Take the application in?
    pub accept: Outcome,
    /// Provide?
    pub decision: Outcome,
    /// What it costs.
    pub fee: Cost,
    /// Grounds to suspend that concern the variants still possible.
    #[serde(default)]
    pub suspend: Vec<GroundFinding>,
    /// Grounds to return the application unconsidered.
    #[serde(default)]
    pub give_back: Vec<GroundFinding>,
    /// Grounds to pass the application on.
    #[serde(default)]
    pub forward: Vec<GroundFinding>,
    /// Grounds to prolong the term.
    #[serde(default)]
    pub prolong: Vec<GroundFinding>,
    /// The whole term that applies.
    #[serde(default)]
    pub term: TermFinding,
}

/// Why a variant fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantFinding {
    /// Its title.
    pub title: String,
    /// The clause, in words.
    pub clause: String,
    /// What it was found from.
    pub facts: Vec<FactRead>,
    /// Of these facts, the fewest that alone make it fit.
    pub reasons: BTreeSet<FactName>,
    /// Where it is written.
    pub place: String,
}

/// Which variant fits the applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantFit {
    /// This one.
    One(String),
    /// None: a person must look.
    None,
    /// Depends on these facts.
    NotYet(BTreeSet<FactName>),
}

/// What the machine would decide. A refusal never follows from the unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every ground the machine can check is No.
    Positive,
    /// These grounds are Yes.
    Negative(Vec<String>),
    /// Depends on these facts; empty when only a person can tell.
    NotYet(BTreeSet<FactName>),
}

/// One criterion with its verdict and reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the criterion.
    pub id: String,
    /// Is it so?
    pub verdict: Verdict,
    /// The author's whole sentence for that verdict.
    pub sentence: String,
    /// The clause it rests on, in words.
    pub clause: String,
    /// What it was decided from.
    pub facts: Vec<FactRead>,
    /// Of these facts, the fewest that alone keep the verdict; empty while it is not known.
    #[serde(default)]
    pub reasons: BTreeSet<FactName>,
    /// Where it is written: `regulation.yaml:120:7`.
    pub place: String,
}

/// One ground to refuse with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundFinding {
    /// Id in the regulation.
    pub id: String,
    /// Title in the words of the act.
    pub title: String,
    /// Does it hold? `None`: only a person can see it.
    pub verdict: Option<Verdict>,
    /// Whole sentence for the applicant.
    pub say: String,
    /// What the applicant can do about it.
    pub mend: String,
    /// The clause, in words.
    pub clause: String,
    /// What it was decided from.
    pub facts: Vec<FactRead>,
    /// Of these facts, the fewest that alone keep the verdict; empty while it is not known.
    #[serde(default)]
    pub reasons: BTreeSet<FactName>,
    /// Where it is written.
    pub place: String,
}

/// A fact as it was read for a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactRead {
    /// Name.
    pub name: FactName,
    /// Label in plain words.
    pub label: String,
    /// Value in words for people.
    pub shown: String,
    /// Who said so; `None` while it is not known.
    pub source: Option<Source>,
    /// When it was said.
    pub at: Option<Timestamp>,
}

/// What follows from the facts on that day.
pub fn assess(regulation: &Regulation, facts: &Facts, today: Date) -> Assessment {
    let world = World { regulation, facts, today };
    let judged = Judged::of(&world);
    let (accept, decision) = (judged.accept(), judged.decision());
    let criteria = regulation.criteria.values().map(|criterion| finding(&world, criterion)).collect();
    let findings = |grounds: Vec<OnGround<'_>>| grounds.into_iter().map(|one| ground_finding(&world, one)).collect();
    Assessment {
        because: judged.fit.because(&world),
        term: term::term(&world, &judged.fit),
        variant: judged.fit.variant,
        criteria,
        intake: findings(judged.intake),
        provision: findings(judged.provision),
        accept,
        decision,
        fee: cost(regulation, facts, today),
        suspend: findings(judged.suspend),
        give_back: findings(judged.give_back),
        forward: findings(judged.forward),
        prolong: findings(judged.prolong),
    }
}

/// Which variants are still possible.
struct Fit<'r> {
    variant: VariantFit,
    possible: Vec<&'r str>,
}

impl<'r> Fit<'r> {
    /// The first variant that fits, in the author's order; an earlier one that may still fit
    /// leaves the question open.
    fn of(world: &World<'r>) -> Self {
        let mut possible = Vec::new();
        let mut unknown = BTreeSet::new();
        for variant in &world.regulation.variants {
            match verdict(world, &variant.when) {
                Verdict::No => {}
                Verdict::Yes if possible.is_empty() => {
                    return Self { variant: VariantFit::One(variant.id.clone()), possible: vec![&variant.id] };
                }
                Verdict::Yes => {
                    possible.push(variant.id.as_str());
                    break;
                }
                Verdict::Unknown(facts) => {
                    possible.push(variant.id.as_str());
                    unknown.extend(facts);
                }
            }
        }
        let variant = if possible.is_empty() { VariantFit::None } else { VariantFit::NotYet(unknown) };
        Self { variant, possible }
    }

    fn because(&self, world: &World<'r>) -> Option<VariantFinding> {
        let VariantFit::One(id) = &self.variant else { return None };
        let variant = world.regulation.variant(id)?;
        Some(VariantFinding {
            title: variant.title.clone(),
            clause: world.regulation.clause_text(&variant.because),
            facts: read(world, &variant.when),
            reasons: reasons::reasons(world, &variant.when, &Verdict::Yes),
            place: variant.span.place(&world.regulation.files),
        })
    }

    /// The verdict on a ground in the variants still possible: `None` where it concerns
    /// none of them or only a person can see it.
    fn verdict(&self, world: &World<'_>, ground: &Ground) -> Option<Verdict> {
        let coverage = self.covers(ground);
        let when = ground.when.as_ref().filter(|_| !matches!(coverage, Coverage::None))?;
        Some(match (verdict(world, when), coverage) {
            (Verdict::Yes, Coverage::Some) => Verdict::Unknown(self.unknown()),
            (Verdict::Unknown(mut facts), Coverage::Some) => {
                facts.extend(self.unknown());
                Verdict::Unknown(facts)
            }
            (verdict, _) => verdict,
        })
    }

    fn unknown(&self) -> BTreeSet<FactName> {
        match &self.variant {
            VariantFit::NotYet(facts) => facts.clone(),
            VariantFit::One(_) | VariantFit::None => BTreeSet::new(),
        }
    }

    /// Does a ground concern any variant still possible?
    fn concerns(&self, ground: &Ground) -> bool {
        !matches!(self.covers(ground), Coverage::None)
    }

    /// Does a ground belong to all variants still possible, to some, or to none?
    fn covers(&self, ground: &Ground) -> Coverage {
        if ground.variants.is_empty() {
            return Coverage::All;
        }
        let inside = self.possible.iter().filter(|id| ground.variants.iter().any(|own| own == *id)).count();
        match inside {
            0 => Coverage::None,
            all if all == self.possible.len() => Coverage::All,
            _ => Coverage::Some,
        }
    }
}

enum Coverage {
    All,
    Some,
    None,
}

fn ground_finding(world: &World<'_>, judged: OnGround<'_>) -> GroundFinding {
    let OnGround { ground, verdict } = judged;
    let reasons = ground.when.as_ref().zip(verdict.as_ref());
    GroundFinding {
        id: ground.id.clone(),
        title: ground.title.clone(),
        reasons: reasons.map(|(when, verdict)| reasons::reasons(world, when, verdict)).unwrap_or_default(),
        verdict,
        say: ground.say.clone(),
        mend: ground.mend.clone(),
        clause: world.regulation.clause_text(&ground.because),
        facts: ground.when.as_ref().map(|when| read(world, when)).unwrap_or_default(),
        place: ground.span.place(&world.regulation.files),
    }
}

/// Grounds that only a person can see do not hold the machine up.
fn outcome(grounds: &[OnGround<'_>]) -> Outcome {
    let mut fired = Vec::new();
    let mut unknown: Option<BTreeSet<FactName>> = None;
    for ground in grounds {
        match &ground.verdict {
            Some(Verdict::Yes) => fired.push(ground.ground.id.clone()),
            Some(Verdict::Unknown(facts)) => unknown.get_or_insert_default().extend(facts.iter().cloned()),
            Some(Verdict::No) | None => {}
        }
    }
    match unknown {
        _ if !fired.is_empty() => Outcome::Negative(fired),
        Some(facts) => Outcome::NotYet(facts),
        None => Outcome::Positive,
    }
}

fn finding(world: &World<'_>, criterion: &Criterion) -> Finding {
    let verdict = verdict(world, &criterion.rule);
    let sentence = match &verdict {
        Verdict::Yes => &criterion.say_yes,
        Verdict::No => &criterion.say_no,
        Verdict::Unknown(_) => &criterion.say_unknown,
    };
    Finding {
        id: criterion.id.clone(),
        sentence: sentence.clone(),
        reasons: reasons::reasons(world, &criterion.rule, &verdict),
        verdict,
        clause: world.regulation.clause_text(&criterion.because),
        facts: read(world, &criterion.rule),
        place: criterion.span.place(&world.regulation.files),
    }
}

/// The verdict of a rule; what keeps it open is named by facts that somebody can be asked for.
fn verdict(world: &World<'_>, rule: &Expression) -> Verdict {
    match rule.verdict(world) {
        Verdict::Unknown(facts) => Verdict::Unknown(world.regulation.behind(facts, world.facts)),
        settled => settled,
    }
}

/// The facts that an expression rests on, as they stand.
fn read(world: &World<'_>, rule: &Expression) -> Vec<FactRead> {
    let names = rule.reads_all(world.regulation);
    names.into_iter().map(|name| fact_read(world, name)).collect()
}

fn fact_read(world: &World<'_>, name: FactName) -> FactRead {
    let declared = world.regulation.fact(&name);
    let known = world.facts.get(&name);
    let shown = match (declared, known) {
        (_, None) => "пока неизвестно".to_owned(),
        (Some(fact), Some(known)) => match &known.value {
            Some(value) if known.contested => {
                format!("{} (заявитель с этим не согласен)", shown(&fact.kind, value))
            }
            Some(value) => shown(&fact.kind, value),
            None => "сведений нет".to_owned(),
        },
        (None, Some(_)) => String::new(),
    };
    FactRead {
        label: declared.map_or_else(|| name.clone(), |fact| fact.label.clone()),
        name,
        shown,
        source: known.map(|known| known.source.clone()),
        at: known.map(|known| known.at),
    }
}
