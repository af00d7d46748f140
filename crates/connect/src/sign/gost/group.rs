//! Points of a curve and the signature computed with them (ГОСТ Р 34.10-2012, sections 6.1
//! and 6.2; RFC 7091).
//!
//! One complete addition formula (Renes, Costello, Batina 2015, algorithm 1) serves adding and
//! doubling alike, so that the ladder of signing takes the same steps for every secret: no branch
//! and no address depends on it. Checking works with public numbers and does not hide them.

use crypto_bigint::subtle::ConstantTimeEq;
use crypto_bigint::{Uint, Word};
use zeroize::Zeroize;

use super::curve::Parameters;
use super::field::{Element, Field};

/// Bits of a window of the ladder.
const WINDOW: usize = 4;
/// Multiples of a point kept for a window.
const TABLE: usize = 1 << WINDOW;

/// A point in projective coordinates; (0 : 1 : 0) is the point at infinity.
#[derive(Clone, Copy)]
pub(super) struct Point<const L: usize> {
    x: Element<L>,
    y: Element<L>,
    z: Element<L>,
}

impl<const L: usize> Zeroize for Point<L> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
    }
}

/// A curve with the multiples of its generator.
pub(super) struct Group<const L: usize> {
    pub(super) scalars: Field<L>,
    field: Field<L>,
    a: Element<L>,
    b: Element<L>,
    b3: Element<L>,
    cofactor: u8,
    multiples: [Point<L>; TABLE],
}

impl<const L: usize> Group<L> {
    pub(super) fn new(numbers: &Parameters<L>) -> Self {
        let field = Field::new(numbers.p);
        let (a, b) = (field.reduce(&numbers.a), field.reduce(&numbers.b));
        let b3 = field.add(&field.add(&b, &b), &b);
        let generator = Point { x: field.reduce(&numbers.x), y: field.reduce(&numbers.y), z: field.one() };
        let mut group = Self {
            scalars: Field::new(numbers.q),
            field,
            a,
            b,
            b3,
            cofactor: numbers.cofactor,
            multiples: [generator; TABLE],
        };
        group.multiples = group.table(&generator);
        group
    }

    fn infinity(&self) -> Point<L> {
        Point { x: self.field.zero(), y: self.field.one(), z: self.field.zero() }
    }

    /// 0·P, 1·P, … 15·P.
    fn table(&self, point: &Point<L>) -> [Point<L>; TABLE] {
        let mut table = [self.infinity(); TABLE];
        for at in 1..TABLE {
            table[at] = self.add(&table[at - 1], point);
        }
        table
    }

    fn add(&self, one: &Point<L>, other: &Point<L>) -> Point<L> {
        let f = &self.field;
        let cross =
            |a: &Element<L>, b: &Element<L>, c: &Element<L>, d: &Element<L>, ac: &Element<L>, bd: &Element<L>| {
                // (a + b)(c + d) − ac − bd = ad + bc
                f.sub(&f.mul(&f.add(a, b), &f.add(c, d)), &f.add(ac, bd))
            };
        let (xx, yy, zz) = (f.mul(&one.x, &other.x), f.mul(&one.y, &other.y), f.mul(&one.z, &other.z));
        let xy = cross(&one.x, &one.y, &other.x, &other.y, &xx, &yy);
        let xz = cross(&one.x, &one.z, &other.x, &other.z, &xx, &zz);
        let yz = cross(&one.y, &one.z, &other.y, &other.z, &yy, &zz);
        let azz = f.mul(&self.a, &zz);
        let mixed = f.add(&f.mul(&self.b3, &zz), &f.mul(&self.a, &xz));
        let (less, more) = (f.sub(&yy, &mixed), f.add(&yy, &mixed));
        let slope = f.add(&f.add(&f.add(&xx, &xx), &xx), &azz);
        let rest = f.add(&f.mul(&self.b3, &xz), &f.mul(&self.a, &f.sub(&xx, &azz)));
        Point {
            x: f.sub(&f.mul(&xy, &less), &f.mul(&yz, &rest)),
            y: f.add(&f.mul(&less, &more), &f.mul(&slope, &rest)),
            z: f.add(&f.mul(&yz, &more), &f.mul(&xy, &slope)),
        }
    }

    /// A secret multiple of the generator, in the same steps for every secret.
    pub(super) fn secret_multiple(&self, scalar: &Uint<L>) -> Point<L> {
        let mut sum = self.infinity();
        for nibble in nibbles(scalar) {
            for _ in 0..WINDOW {
                sum = self.add(&sum, &sum);
            }
            let mut chosen = self.multiples[0];
            for (at, multiple) in (0_u8..).zip(&self.multiples) {
                let choice = at.ct_eq(&nibble);
                chosen = Point {
                    x: Element::select(&chosen.x, &multiple.x, choice),
                    y: Element::select(&chosen.y, &multiple.y, choice),
                    z: Element::select(&chosen.z, &multiple.z, choice),
                };
            }
            sum = self.add(&sum, &chosen);
            chosen.zeroize();
        }
        sum
    }

    /// one·P + other·Q of public numbers, where P is the generator.
    pub(super) fn public_sum(&self, one: &Uint<L>, other: &Uint<L>, point: &Point<L>) -> Point<L> {
        let table = self.table(point);
        let mut sum = self.infinity();
        for (one, other) in nibbles(one).zip(nibbles(other)) {
            for _ in 0..WINDOW {
                sum = self.add(&sum, &sum);
            }
            sum = self.add(&sum, &self.multiples[usize::from(one)]);
            sum = self.add(&sum, &table[usize::from(other)]);
        }
        sum
    }

    /// Coordinates of a point, or nothing at infinity.
    pub(super) fn coordinates(&self, point: &Point<L>) -> Option<(Uint<L>, Uint<L>)> {
        if bool::from(point.z.is_zero()) {
            return None;
        }
        let inverse = self.field.invert(&point.z);
        let number = |element: &Element<L>| self.field.number(&self.field.mul(element, &inverse));
        Some((number(&point.x), number(&point.y)))
    }

    /// A public point: on the curve, and in the subgroup of the generator.
    pub(super) fn point(&self, x: &Uint<L>, y: &Uint<L>) -> Option<Point<L>> {
        let f = &self.field;
        if x >= f.modulus() || y >= f.modulus() {
            return None;
        }
        let point = Point { x: f.reduce(x), y: f.reduce(y), z: f.one() };
        let cubic = f.mul(&f.add(&f.mul(&point.x, &point.x), &self.a), &point.x);
        if !bool::from(f.mul(&point.y, &point.y).equals(&f.add(&cubic, &self.b))) {
            return None;
        }
        (self.cofactor == 1 || self.is_of_order_q(&point)).then_some(point)
    }

    fn is_of_order_q(&self, point: &Point<L>) -> bool {
        let multiple = self.public_sum(&Uint::ZERO, self.scalars.modulus(), point);
        bool::from(multiple.z.is_zero()) && !bool::from(multiple.y.is_zero())
    }

    /// A signature (r, s) with the nonce `k`; nothing when this nonce will not do.
    /// `key` and `nonce` are from 1 to q − 1, `hash` is any number.
    pub(super) fn sign(&self, key: &Uint<L>, hash: &Uint<L>, nonce: &Uint<L>) -> Option<(Uint<L>, Uint<L>)> {
        let q = &self.scalars;
        let mut point = self.secret_multiple(nonce);
        let (x, _) = self.coordinates(&point)?;
        point.zeroize();
        let r = q.reduce(&x);
        let (mut secret, mut once) = (q.reduce(key), q.reduce(nonce));
        let s = q.add(&q.mul(&r, &secret), &q.mul(&once, &self.hash(hash)));
        secret.zeroize();
        once.zeroize();
        if bool::from(r.is_zero() | s.is_zero()) {
            return None;
        }
        Some((q.number(&r), q.number(&s)))
    }

    /// Does (r, s) sign that hash by the key of the point?
    pub(super) fn holds(&self, point: &Point<L>, hash: &Uint<L>, r: &Uint<L>, s: &Uint<L>) -> bool {
        let q = &self.scalars;
        let fits = |number: &Uint<L>| *number > Uint::ZERO && number < q.modulus();
        if !fits(r) || !fits(s) {
            return false;
        }
        let inverse = q.invert(&self.hash(hash));
        let one = q.mul(&q.reduce(s), &inverse);
        let other = q.sub(&q.zero(), &q.mul(&q.reduce(r), &inverse));
        let sum = self.public_sum(&q.number(&one), &q.number(&other), point);
        self.coordinates(&sum).is_some_and(|(x, _)| q.number(&q.reduce(&x)) == *r)
    }

    /// The number e of the standard: the hash modulo q, and one instead of zero.
    fn hash(&self, hash: &Uint<L>) -> Element<L> {
        let number = self.scalars.reduce(hash);
        Element::select(&number, &self.scalars.one(), number.is_zero())
    }
}

/// Windows of a number, the highest first.
fn nibbles<const L: usize>(number: &Uint<L>) -> impl Iterator<Item = u8> {
    let per_word = Word::BITS as usize / WINDOW;
    let words = *number.as_words();
    (0..L * per_word).rev().map(move |at| {
        let word = words[at / per_word] >> (at % per_word * WINDOW);
        (word & (TABLE as Word - 1)) as u8
    })
}
