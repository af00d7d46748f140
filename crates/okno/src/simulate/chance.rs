//! Chance that follows from a seed: the same seed, the same town, the same year.

use jiff::SignedDuration;

/// A source of chance (SplitMix64): quick, and the same on every machine.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below a bound; 0 for a bound of 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.number() % bound }
    }

    /// Yes, so many times in ten thousand.
    pub fn happens(&mut self, in_ten_thousand: u32) -> bool {
        in_ten_thousand > 0 && self.below(10_000) < u64::from(in_ten_thousand)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let at = self.below(several.len() as u64) as usize;
        several.get(at)
    }

    /// The place of one of several by weight; the first where nothing weighs anything.
    pub fn weighed(&mut self, weights: &[u32]) -> usize {
        let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut at = self.below(whole);
        for (place, weight) in weights.iter().enumerate() {
            match at.checked_sub(u64::from(*weight)) {
                Some(rest) => at = rest,
                None => return place,
            }
        }
        0
    }

    /// A span between two, in seconds.
    pub fn seconds(&mut self, least: u64, most: u64) -> SignedDuration {
        let span = least + self.below(most.saturating_sub(least) + 1);
        SignedDuration::from_secs(i64::try_from(span).unwrap_or(i64::MAX))
    }

    /// A span between two, in hours.
    pub fn hours(&mut self, least: u64, most: u64) -> SignedDuration {
        self.seconds(least * 3600, most * 3600)
    }
}
