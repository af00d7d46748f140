//! Numbers modulo an odd number, in Montgomery form, of a fixed length: no operation here
//! branches on the numbers it works with. Only exponents, which are public, are looked at.

use crypto_bigint::modular::runtime_mod::{DynResidue, DynResidueParams};
use crypto_bigint::subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use crypto_bigint::{Limb, Uint, Word};
use zeroize::Zeroize;

/// A number of a field, in the form the field keeps it.
#[derive(Clone, Copy)]
pub(super) struct Element<const L: usize>(Uint<L>);

impl<const L: usize> Element<L> {
    pub(super) fn select(one: &Self, other: &Self, choice: Choice) -> Self {
        Self(Uint::conditional_select(&one.0, &other.0, choice))
    }

    pub(super) fn is_zero(&self) -> Choice {
        self.0.ct_eq(&Uint::ZERO)
    }

    pub(super) fn equals(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl<const L: usize> Zeroize for Element<L> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Arithmetic modulo one odd number.
pub(super) struct Field<const L: usize> {
    modulus: Uint<L>,
    params: DynResidueParams<L>,
}

impl<const L: usize> Field<L> {
    /// The modulus must be odd; those of the published curves are.
    pub(super) fn new(modulus: Uint<L>) -> Self {
        Self { modulus, params: DynResidueParams::new(&modulus) }
    }

    pub(super) fn modulus(&self) -> &Uint<L> {
        &self.modulus
    }

    /// Any number of that length, reduced.
    pub(super) fn reduce(&self, number: &Uint<L>) -> Element<L> {
        Element(DynResidue::new(number, self.params).to_montgomery())
    }

    /// The number itself, less than the modulus.
    pub(super) fn number(&self, element: &Element<L>) -> Uint<L> {
        DynResidue::from_montgomery(element.0, self.params).retrieve()
    }

    pub(super) fn zero(&self) -> Element<L> {
        Element(Uint::ZERO)
    }

    pub(super) fn one(&self) -> Element<L> {
        Element(DynResidue::one(self.params).to_montgomery())
    }

    pub(super) fn add(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        Element(one.0.add_mod(&other.0, &self.modulus))
    }

    pub(super) fn sub(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        Element(one.0.sub_mod(&other.0, &self.modulus))
    }

    pub(super) fn mul(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        let (one, other) =
            (DynResidue::from_montgomery(one.0, self.params), DynResidue::from_montgomery(other.0, self.params));
        Element(one.mul(&other).to_montgomery())
    }

    /// By Fermat's theorem: the modulus is prime. Zero gives zero.
    pub(super) fn invert(&self, element: &Element<L>) -> Element<L> {
        let exponent = self.modulus.wrapping_sub(&Uint::from_u8(2));
        Element(DynResidue::from_montgomery(element.0, self.params).pow(&exponent).to_montgomery())
    }
}

/// Length of a number in bytes.
pub(super) const fn bytes_of<const L: usize>() -> usize {
    L * Limb::BYTES
}

/// A number from exactly its length of big-endian bytes.
pub(super) fn from_big_endian<const L: usize>(bytes: &[u8]) -> Option<Uint<L>> {
    (bytes.len() == bytes_of::<L>()).then(|| Uint::from_be_slice(bytes))
}

/// A number from exactly its length of little-endian bytes.
pub(super) fn from_little_endian<const L: usize>(bytes: &[u8]) -> Option<Uint<L>> {
    (bytes.len() == bytes_of::<L>()).then(|| Uint::from_le_slice(bytes))
}

/// Big-endian bytes of a number.
pub(super) fn big_endian<const L: usize>(number: &Uint<L>) -> Vec<u8> {
    number.as_words().iter().rev().flat_map(|word: &Word| word.to_be_bytes()).collect()
}

/// Little-endian bytes of a number.
pub(super) fn little_endian<const L: usize>(number: &Uint<L>) -> Vec<u8> {
    number.as_words().iter().flat_map(|word: &Word| word.to_le_bytes()).collect()
}
