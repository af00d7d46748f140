//! Sets of small numbers: cells of a column, rows of a table.

/// A set of numbers below a size.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The numbers below `size` that belong.
    pub fn of(size: usize, belongs: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self(vec![0; size.div_ceil(64)]);
        for at in (0..size).filter(|at| belongs(*at)) {
            bits.0[at / 64] |= 1 << (at % 64);
        }
        bits
    }

    pub fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn first(&self) -> Option<usize> {
        let at = self.0.iter().position(|word| *word != 0)?;
        Some(at * 64 + self.0[at].trailing_zeros() as usize)
    }

    /// Is every number of this set in the other?
    pub fn within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }
}
