//! One explorer: makes the input of a seed, feeds it, keeps what reaches something new.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::corpus;
use crate::mutate::{Chance, mutated};
use crate::seeds::Seeds;
use crate::target::Target;
use crate::workbook;

/// Most tries to make an input smaller.
const TRIES: usize = 120;

/// How often each target comes up: what is large and written by authors comes most.
const SHARES: [(Target, usize); 14] = [
    (Target::Package, 20),
    (Target::Expression, 20),
    (Target::Cases, 8),
    (Target::Local, 8),
    (Target::Dictionary, 6),
    (Target::Rules, 6),
    (Target::Electronic, 5),
    (Target::Calendar, 4),
    (Target::Region, 4),
    (Target::Dossier, 5),
    (Target::Dmn, 6),
    (Target::MatrixCsv, 4),
    (Target::MatrixXlsx, 4),
    (Target::Smev, 10),
];

/// Inputs of all targets, and what they have reached.
#[derive(Debug)]
pub struct Explorer {
    root: PathBuf,
    seeds: BTreeMap<Target, Seeds>,
    reached: BTreeMap<Target, BTreeSet<String>>,
}

impl Explorer {
    /// Reads the project's inputs and feeds them; `begin` is called before each.
    pub fn new(root: &Path, begin: &dyn Fn()) -> Self {
        let mut explorer = Self { root: root.to_owned(), seeds: BTreeMap::new(), reached: BTreeMap::new() };
        for target in Target::ALL {
            let seeds = Seeds::of(target, root);
            let reached = explorer.reached.entry(target).or_default();
            for input in &seeds.whole {
                begin();
                reached.extend(target.run(input));
            }
            explorer.seeds.insert(target, seeds);
        }
        explorer
    }

    /// The input of a seed.
    pub fn input(&self, seed: u64) -> (Target, Vec<u8>) {
        let mut chance = Chance::of(seed);
        let mut at = chance.below(SHARES.iter().map(|(_, share)| share).sum());
        let mut target = Target::Package;
        for (own, share) in SHARES {
            target = own;
            if at < share {
                break;
            }
            at -= share;
        }
        (target, self.changed(target, &mut chance))
    }

    /// An input of a target, changed.
    pub fn changed(&self, target: Target, chance: &mut Chance) -> Vec<u8> {
        let Some(seeds) = self.seeds.get(&target) else { return Vec::new() };
        let whole: Vec<&[u8]> = seeds.whole.iter().map(Vec::as_slice).collect();
        let lenders: Vec<&[u8]> = seeds.lenders.iter().map(Vec::as_slice).chain(whole.iter().copied()).collect();
        let input = chance.pick(&whole).unwrap_or_default();
        if target == Target::MatrixXlsx {
            workbook::changed(input, &lenders, chance)
        } else {
            mutated(input, &lenders, chance)
        }
    }

    /// Feeds an input; one that reaches something new is made smaller and kept.
    pub fn feed(&mut self, target: Target, bytes: &[u8], begin: &dyn Fn()) {
        let reached = target.run(bytes);
        let known = self.reached.entry(target).or_default();
        let Some(new) = reached.iter().find(|code| !known.contains(*code)).cloned() else { return };
        known.extend(reached);
        let small = if target == Target::MatrixXlsx { bytes.to_vec() } else { smaller(target, bytes, &new, begin) };
        if corpus::keep(target, &self.root, &new, &small).unwrap_or(false) {
            eprintln!("fuzz: {} reached {new} with {} bytes", target.name().0, small.len());
        }
        if let Some(seeds) = self.seeds.get_mut(&target) {
            seeds.whole.push(small);
        }
    }
}

/// Fewer lines that still reach it.
fn smaller(target: Target, bytes: &[u8], reaches: &str, begin: &dyn Fn()) -> Vec<u8> {
    let mut rows: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (mut tries, mut chunk) = (0, rows.len() / 2);
    while chunk > 0 {
        let mut from = 0;
        while from < rows.len() && tries < TRIES {
            let mut fewer = rows.clone();
            fewer.drain(from..(from + chunk).min(rows.len()));
            tries += 1;
            begin();
            if target.run(&fewer.join(&b'\n')).contains(reaches) {
                rows = fewer;
            } else {
                from += chunk;
            }
        }
        chunk /= 2;
    }
    rows.join(&b'\n')
}
