//! What a publication does to open drafts and running cases, class by class.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::assess::{VariantFit, assess};
use crate::fact::Facts;
use crate::form::{self, Answers, Problem};
use crate::package::{FactType, Regulation};

/// What becomes of a draft under the new edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftFate {
    /// It goes on as it is.
    Untouched,
    /// The new edition asks something that the draft does not say yet.
    AskedMore,
    /// Some of its answers do not fit any more; they are kept for the person to see.
    Unfit,
    /// The new edition does not have what the draft is about: its variant, or the choice it made
    /// that decides the variant.
    Groundless,
}

/// A field that newly stands in the way of filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// Name of the fact.
    pub fact: String,
    /// Its label, in the new edition or the old one.
    pub label: String,
    /// How many drafts meet it.
    pub drafts: usize,
}

/// What a publication does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// Open drafts by what becomes of them, each with its place in the list that was given.
    pub drafts: BTreeMap<DraftFate, Vec<usize>>,
    /// Fields that newly stand in the way of filing.
    pub obstacles: Vec<Obstacle>,
    /// Running cases: they stay with the edition they began with (CAR-05).
    pub pinned: usize,
}

/// Looks at open drafts (their raw answers and prefilled facts) and counts running cases.
pub fn impact(old: &Regulation, new: &Regulation, drafts: &[(Answers, Facts)], running: usize, today: Date) -> Impact {
    let mut impact = Impact { pinned: running, ..Impact::default() };
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (answers, prefill)) in drafts.iter().enumerate() {
        let (fate, facts) = Draft { old, new, answers, prefill, today }.fate();
        impact.drafts.entry(fate).or_default().push(at);
        for fact in facts {
            *met.entry(fact).or_default() += 1;
        }
    }
    let obstacles = met.into_iter().map(|(fact, drafts)| {
        let label = new.fact(&fact).or_else(|| old.fact(&fact)).map_or_else(|| fact.clone(), |one| one.label.clone());
        Obstacle { fact, label, drafts }
    });
    impact.obstacles = obstacles.collect();
    impact
}

/// One draft between two editions.
struct Draft<'a> {
    old: &'a Regulation,
    new: &'a Regulation,
    answers: &'a Answers,
    prefill: &'a Facts,
    today: Date,
}

impl Draft<'_> {
    /// Its fate, and the facts it is about.
    fn fate(&self) -> (DraftFate, BTreeSet<String>) {
        let told: BTreeSet<(String, &str)> =
            self.problems(self.old).into_iter().map(|one| (one.field, one.code)).collect();
        let after = self.problems(self.new);
        let fresh = after.into_iter().filter(|one| !told.contains(&(one.field.clone(), one.code)));
        let (more, wrong): (Vec<Problem>, Vec<Problem>) = fresh.partition(|one| one.code == "required");
        let mut unfit: BTreeSet<String> = wrong.iter().filter_map(|one| self.fact_of(&one.field)).collect();
        // What the new form does not ask is set aside when the draft moves to it.
        let asked = |name: &String| self.new.form.iter().any(|step| step.fields.contains(name));
        unfit.extend(self.answers.keys().filter(|name| !asked(name)).cloned());
        let decisive = unfit.iter().filter(|name| self.lost_choice(name)).cloned().collect::<BTreeSet<_>>();
        if !decisive.is_empty() || self.lost_variant() {
            return (DraftFate::Groundless, if decisive.is_empty() { unfit } else { decisive });
        }
        if !unfit.is_empty() {
            return (DraftFate::Unfit, unfit);
        }
        let more: BTreeSet<String> = more.iter().filter_map(|one| self.fact_of(&one.field)).collect();
        if more.is_empty() { (DraftFate::Untouched, more) } else { (DraftFate::AskedMore, more) }
    }

    fn problems(&self, regulation: &Regulation) -> Vec<Problem> {
        form::check(regulation, self.answers, self.prefill, self.today)
    }

    /// The fact that a field belongs to: `children.0.born` is a field of `children`.
    fn fact_of(&self, field: &str) -> Option<String> {
        let known = |name: &str| self.new.facts.contains_key(name);
        let ends = field.char_indices().filter(|(_, letter)| *letter == '.').map(|(at, _)| at).chain([field.len()]);
        ends.map(|end| &field[..end]).rfind(|name| known(name)).map(str::to_owned)
    }

    /// An option was chosen that is gone, and the choice decides which variant it is.
    fn lost_choice(&self, name: &str) -> bool {
        let Some(Value::String(code)) = self.answers.get(name) else { return false };
        let option = |regulation: &Regulation| match regulation.fact(name).map(|fact| &fact.kind) {
            Some(FactType::Choice(options)) => options.contains_key(code),
            _ => false,
        };
        let decides = self.old.variants.iter().any(|variant| variant.when.reads_all(self.old).contains(name));
        option(self.old) && !option(self.new) && decides
    }

    /// The variant it was heading for is gone.
    fn lost_variant(&self) -> bool {
        let noon =
            self.today.to_zoned(jiff::tz::TimeZone::UTC).map_or(jiff::Timestamp::UNIX_EPOCH, |day| day.timestamp());
        let facts = form::facts(self.old, self.answers, self.prefill, noon, self.today);
        match assess(self.old, &facts, self.today).variant {
            VariantFit::One(id) => self.new.variant(&id).is_none(),
            VariantFit::None | VariantFit::NotYet(_) => false,
        }
    }
}
