//! What follows from the conditions of a regulation alone: variants, grounds, criteria, the form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::conditions::{At, Grounds, conditions};
use super::{Claim, Proofs, Unexplored, tables};
use crate::expression::{Expression, Premises, Region, Sought, Space, Under, World};
use crate::fact::Facts;
use crate::package::Regulation;

/// The conditions of a regulation in one space, with the claims made so far.
pub(super) struct Logic<'a, 'p> {
    pub regulation: &'a Regulation,
    pub space: Space<'a>,
    places: BTreeMap<At, usize>,
    /// Elements whose condition rests on a criterion that is always the same: that was said.
    spoiled: BTreeSet<At>,
    pub proofs: &'p mut Proofs,
}

pub(super) fn prove(regulation: &Regulation, today: Date, proofs: &mut Proofs) {
    let premises = Premises::of(regulation);
    let facts = Facts::default();
    let world = World { regulation, facts: &facts, today };
    let conditions = conditions(regulation);
    let places = conditions.iter().enumerate().map(|(place, (at, _))| (*at, place)).collect();
    let space = Space::new(world, conditions.iter().map(|(_, when)| *when), &premises);
    let mut logic = Logic { regulation, space, places, spoiled: BTreeSet::new(), proofs };
    logic.criteria();
    let constant = logic.constant();
    let rests = |when: &Expression| when.criteria().iter().any(|name| constant.contains(name));
    logic.spoiled = conditions.iter().filter(|(_, when)| rests(when)).map(|(at, _)| *at).collect();
    logic.variants();
    logic.grounds();
    logic.grants();
    logic.never();
    logic.exemptions();
    tables::prove(&mut logic);
    logic.matter();
}

impl Logic<'_, '_> {
    /// Where the condition of an element holds; `None` when there is none or it is too large.
    pub fn region(&mut self, at: At) -> Option<Region> {
        let place = *self.places.get(&at)?;
        self.space.region(place)
    }

    /// Is it pointless to ask whether the condition ever holds: because that changes with the
    /// day alone, or because it was answered already?
    fn is_settled(&self, at: At) -> bool {
        self.spoiled.contains(&at) || self.places.get(&at).is_some_and(|place| self.space.is_timed(*place))
    }

    /// Criteria that are always the same.
    fn constant(&self) -> BTreeSet<String> {
        let claims = self.proofs.claims.iter().filter_map(|claim| match claim {
            Claim::Never(At::Criterion(at)) | Claim::Always(At::Criterion(at)) => Some(*at),
            _ => None,
        });
        claims.filter_map(|at| self.regulation.criteria.get_index(at)).map(|(id, _)| id.clone()).collect()
    }

    fn has_condition(&self, at: At) -> bool {
        self.places.contains_key(&at)
    }

    pub fn leave(&mut self, what: String, why: &Sought) {
        let why = match why {
            Sought::TooLarge => "Сочетаний слишком много, чтобы перебрать их все.".to_owned(),
            Sought::Unsure(facts) => {
                let facts: Vec<String> = facts.iter().map(|fact| format!("`{fact}`")).collect();
                format!("Условия над {} нельзя разложить на отдельные значения.", facts.join(", "))
            }
            Sought::Answers(_) | Sought::Nothing => return,
        };
        self.proofs.unexplored.push(Unexplored { what, why });
    }

    /// Is the region empty for certain, and on every day?
    fn is_empty(&mut self, region: Region) -> bool {
        self.space.seek(region, Under::Form) == Sought::Nothing
    }

    fn variants(&mut self) {
        let variants = &self.regulation.variants;
        let regions: Vec<Option<Region>> = (0..variants.len()).map(|at| self.region(At::Variant(at))).collect();
        for second in 0..variants.len() {
            for first in 0..second {
                let (Some(one), Some(other)) = (regions[first], regions[second]) else { continue };
                let what = || format!("варианты `{}` и `{}`", variants[first].id, variants[second].id);
                let sought = match self.space.and(one, other) {
                    Some(both) => self.space.seek(both, Under::Checks),
                    None => Sought::TooLarge,
                };
                if let Sought::Answers(answers) = sought {
                    self.proofs.claims.push(Claim::VariantsOverlap { first, second, answers });
                    // One sentence about this variant is enough to mend its condition.
                    break;
                }
                self.leave(what(), &sought);
            }
        }
        let sought = self.left_over(&regions);
        match sought {
            Sought::Answers(answers) => self.proofs.claims.push(Claim::VariantsGap(answers)),
            other => self.leave("пробелы между вариантами".to_owned(), &other),
        }
    }

    /// Answers that fit no variant and that no ground turns away.
    fn left_over(&mut self, variants: &[Option<Region>]) -> Sought {
        if variants.is_empty() {
            return Sought::Nothing;
        }
        let mut left = Some(Region::EVERYWHERE);
        for region in variants {
            left = left.zip(*region).and_then(|(left, region)| self.space.without(left, region));
        }
        for list in Grounds::ALL.into_iter().filter(|list| list.ends_the_case()) {
            for (at, ground) in list.of(self.regulation).into_iter().enumerate() {
                let place = At::Ground(list, at);
                if left == Some(Region::NOWHERE) || !ground.variants.is_empty() || !self.has_condition(place) {
                    continue;
                }
                let region = self.region(place);
                left = left.zip(region).and_then(|(left, region)| self.space.without(left, region));
            }
        }
        left.map_or(Sought::TooLarge, |left| self.space.seek(left, Under::Checks))
    }

    /// Where the variants of a list of ids hold; everywhere when the list is empty.
    fn within(&mut self, ids: &[String]) -> Option<Region> {
        if ids.is_empty() {
            return Some(Region::EVERYWHERE);
        }
        let mut all = Region::NOWHERE;
        for at in 0..self.regulation.variants.len() {
            if ids.contains(&self.regulation.variants[at].id) {
                let region = self.region(At::Variant(at))?;
                all = self.space.or(all, region)?;
            }
        }
        Some(all)
    }

    fn grounds(&mut self) {
        for list in Grounds::ALL {
            let grounds = list.of(self.regulation);
            let regions: Vec<Option<Region>> = grounds
                .iter()
                .enumerate()
                .map(|(at, ground)| {
                    let region = self.region(At::Ground(list, at))?;
                    let within = self.within(&ground.variants)?;
                    self.space.and(region, within)
                })
                .collect();
            for (at, region) in regions.iter().enumerate() {
                let Some(region) = *region else { continue };
                let place = At::Ground(list, at);
                if !self.is_settled(place) && self.is_empty(region) {
                    self.proofs.claims.push(Claim::Never(place));
                } else if let Some(first) = (0..at).find(|first| self.are_same(regions[*first], region)) {
                    self.proofs.claims.push(Claim::Same(list, first, at));
                }
            }
        }
    }

    /// Do two conditions hold in the same cases, wherever the form lets anybody come?
    fn are_same(&mut self, one: Option<Region>, other: Region) -> bool {
        let Some(one) = one.filter(|one| !self.is_empty(*one)) else { return false };
        if one == other {
            return true;
        }
        let (Some(here), Some(there)) = (self.space.without(one, other), self.space.without(other, one)) else {
            return false;
        };
        self.is_empty(here) && self.is_empty(there)
    }

    /// Variants that the grounds to refuse never let through.
    fn grants(&mut self) {
        for variant in 0..self.regulation.variants.len() {
            let at = At::Variant(variant);
            let Some(region) = self.region(at) else { continue };
            if self.is_empty(region) {
                if !self.is_settled(at) {
                    self.proofs.claims.push(Claim::Never(at));
                }
                continue;
            }
            self.granted(variant, region);
        }
    }

    fn granted(&mut self, variant: usize, region: Region) {
        let id = &self.regulation.variants[variant].id;
        let mut against: Vec<(String, Region)> = Vec::new();
        for list in [Grounds::Intake, Grounds::Provision] {
            for (at, ground) in list.of(self.regulation).into_iter().enumerate() {
                let place = At::Ground(list, at);
                if (ground.variants.is_empty() || ground.variants.contains(id)) && !self.is_settled(place) {
                    against.extend(self.region(place).map(|region| (ground.id.clone(), region)));
                }
            }
        }
        let mut left = region;
        let mut taken = Vec::new();
        for (id, ground) in &against {
            let Some(alone) = self.space.without(region, *ground) else { return };
            if self.is_empty(alone) {
                let grounds = vec![id.clone()];
                self.proofs.claims.push(Claim::NeverGranted { variant, grounds });
                return;
            }
            let Some(less) = self.space.without(left, *ground) else { return };
            if less != left {
                taken.push(id.clone());
            }
            left = less;
        }
        if self.is_empty(left) {
            self.proofs.claims.push(Claim::NeverGranted { variant, grounds: taken });
        }
    }

    /// Elements whose condition nobody meets.
    fn never(&mut self) {
        let places: Vec<At> = self.places.keys().copied().collect();
        for at in places {
            // These are spoken of where they are looked at.
            let elsewhere = matches!(at, At::Variant(_) | At::Ground(..) | At::Criterion(_) | At::Row(..));
            if elsewhere || self.is_settled(at) {
                continue;
            }
            if let Some(region) = self.region(at)
                && self.is_empty(region)
            {
                self.proofs.claims.push(Claim::Never(at));
            }
        }
    }

    fn criteria(&mut self) {
        for criterion in 0..self.regulation.criteria.len() {
            let at = At::Criterion(criterion);
            if self.is_settled(at) {
                continue;
            }
            let Some(region) = self.region(at) else { continue };
            if self.is_empty(region) {
                self.proofs.claims.push(Claim::Never(at));
                continue;
            }
            let Some(outside) = self.space.not(region) else { continue };
            if self.is_empty(outside) {
                self.proofs.claims.push(Claim::Always(at));
            }
        }
    }

    fn exemptions(&mut self) {
        let exemptions = &self.regulation.fee.exemptions;
        for second in 0..exemptions.len() {
            for first in 0..second {
                let (Some(one), Some(other)) = (self.region(At::Exemption(first)), self.region(At::Exemption(second)))
                else {
                    continue;
                };
                if self.covered(first, second, one, other) || self.covered(second, first, other, one) {
                    break;
                }
                let (a, b) = (&exemptions[first], &exemptions[second]);
                if a.lines == b.lines {
                    continue;
                }
                let both = self.space.and(one, other);
                if let Some(Sought::Answers(answers)) = both.map(|both| self.space.seek(both, Under::Checks)) {
                    self.proofs.claims.push(Claim::ExemptionsOverlap { first, second, answers });
                    break;
                }
            }
        }
    }

    /// Does the larger exemption hold whenever the smaller one does?
    fn covered(&mut self, larger: usize, smaller: usize, over: Region, under: Region) -> bool {
        let (a, b) = (&self.regulation.fee.exemptions[larger], &self.regulation.fee.exemptions[smaller]);
        let wider = a.lines.is_empty() || !b.lines.is_empty() && b.lines.iter().all(|line| a.lines.contains(line));
        if a.percent < b.percent || !wider || self.is_empty(under) {
            return false;
        }
        let rest = self.space.without(under, over);
        let covered = rest.is_some_and(|rest| self.is_empty(rest));
        if covered {
            self.proofs.claims.push(Claim::Covered(larger, smaller));
        }
        covered
    }

    /// Facts that really decide something: conditions may name a fact and not depend on it.
    fn matter(&mut self) {
        let places: Vec<At> = self.places.keys().copied().collect();
        for at in places {
            let reads = match self.region(at) {
                Some(region) => self.space.reads(region),
                None => {
                    let place = self.places.get(&at).copied().unwrap_or_default();
                    self.space.named(place)
                }
            };
            self.proofs.matter.extend(reads);
        }
    }
}
