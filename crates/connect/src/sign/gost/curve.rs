//! Curves as data. Numbers: RFC 4357 (CryptoPro), RFC 7836 (ТК 26); all are public constants
//! of the standardisation recommendations Р 1323565.1.024–2019.

use std::sync::OnceLock;

use crypto_bigint::{U256, U512, Uint};
use x509_cert::der::asn1::ObjectIdentifier;

use super::group::Group;
use crate::sign::oid;

/// Limbs of a 256-bit number.
pub(super) const NARROW: usize = U256::LIMBS;
/// Limbs of a 512-bit number.
pub(super) const WIDE: usize = U512::LIMBS;

/// A published curve of ГОСТ Р 34.10-2012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// CryptoPro-A; the same numbers are ТК 26 256-B and CryptoPro-XchA, the one most
    /// certificates name.
    CryptoProA,
    /// CryptoPro-B, also ТК 26 256-C.
    CryptoProB,
    /// CryptoPro-C, also ТК 26 256-D and CryptoPro-XchB.
    CryptoProC,
    /// ТК 26 256-A, a twisted Edwards curve written as a Weierstrass one.
    Tc26A256,
    /// ТК 26 512-A.
    Tc26A512,
    /// ТК 26 512-B.
    Tc26B512,
    /// ТК 26 512-C, a twisted Edwards curve written as a Weierstrass one.
    Tc26C512,
}

/// Numbers of a curve y² = x³ + ax + b modulo p with a subgroup of order q made by (x, y).
pub(super) struct Parameters<const L: usize> {
    pub(super) p: Uint<L>,
    pub(super) a: Uint<L>,
    pub(super) b: Uint<L>,
    pub(super) q: Uint<L>,
    pub(super) x: Uint<L>,
    pub(super) y: Uint<L>,
    /// How many times more points the curve has than the subgroup.
    pub(super) cofactor: u8,
}

/// A curve ready to compute with, by length.
#[derive(Clone, Copy)]
pub(super) enum Ready {
    Narrow(&'static Group<NARROW>),
    Wide(&'static Group<WIDE>),
}

impl Curve {
    /// Every curve known here.
    pub const ALL: [Self; 7] = [
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::Tc26A256,
        Self::Tc26A512,
        Self::Tc26B512,
        Self::Tc26C512,
    ];

    /// The curve of that identifier, by any of its names.
    pub fn from_oid(wanted: ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.oids().contains(&wanted))
    }

    /// The identifier written into keys.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::CryptoProA => oid::CRYPTOPRO_A,
            Self::CryptoProB => oid::CRYPTOPRO_B,
            Self::CryptoProC => oid::CRYPTOPRO_C,
            Self::Tc26A256 => oid::TC26_256_A,
            Self::Tc26A512 => oid::TC26_512_A,
            Self::Tc26B512 => oid::TC26_512_B,
            Self::Tc26C512 => oid::TC26_512_C,
        }
    }

    fn oids(self) -> &'static [ObjectIdentifier] {
        match self {
            Self::CryptoProA => &[oid::CRYPTOPRO_A, oid::CRYPTOPRO_XCH_A, oid::TC26_256_B],
            Self::CryptoProB => &[oid::CRYPTOPRO_B, oid::TC26_256_C],
            Self::CryptoProC => &[oid::CRYPTOPRO_C, oid::CRYPTOPRO_XCH_B, oid::TC26_256_D],
            Self::Tc26A256 => &[oid::TC26_256_A],
            Self::Tc26A512 => &[oid::TC26_512_A],
            Self::Tc26B512 => &[oid::TC26_512_B],
            Self::Tc26C512 => &[oid::TC26_512_C],
        }
    }

    /// Length of a number of the curve in bytes: 32 or 64.
    pub fn size(self) -> usize {
        match self {
            Self::CryptoProA | Self::CryptoProB | Self::CryptoProC | Self::Tc26A256 => 32,
            Self::Tc26A512 | Self::Tc26B512 | Self::Tc26C512 => 64,
        }
    }

    /// The curve ready to compute with; prepared once.
    pub(super) fn ready(self) -> Ready {
        static NARROWS: [OnceLock<Group<NARROW>>; 4] = [const { OnceLock::new() }; 4];
        static WIDES: [OnceLock<Group<WIDE>>; 3] = [const { OnceLock::new() }; 3];
        let narrow = |at: usize, made: fn() -> Parameters<NARROW>| {
            Ready::Narrow(NARROWS[at].get_or_init(|| Group::new(&made())))
        };
        let wide =
            |at: usize, made: fn() -> Parameters<WIDE>| Ready::Wide(WIDES[at].get_or_init(|| Group::new(&made())));
        match self {
            Self::CryptoProA => narrow(0, cryptopro_a),
            Self::CryptoProB => narrow(1, cryptopro_b),
            Self::CryptoProC => narrow(2, cryptopro_c),
            Self::Tc26A256 => narrow(3, tc26_a_256),
            Self::Tc26A512 => wide(0, tc26_a_512),
            Self::Tc26B512 => wide(1, tc26_b_512),
            Self::Tc26C512 => wide(2, tc26_c_512),
        }
    }
}

fn cryptopro_a() -> Parameters<NARROW> {
    Parameters {
        p: Uint::from_be_hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97"),
        a: Uint::from_be_hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94"),
        b: Uint::from_u8(0xa6),
        q: Uint::from_be_hex("ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893"),
        x: Uint::ONE,
        y: Uint::from_be_hex("8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14"),
        cofactor: 1,
    }
}

fn cryptopro_b() -> Parameters<NARROW> {
    Parameters {
        p: Uint::from_be_hex("8000000000000000000000000000000000000000000000000000000000000c99"),
        a: Uint::from_be_hex("8000000000000000000000000000000000000000000000000000000000000c96"),
        b: Uint::from_be_hex("3e1af419a269a5f866a7d3c25c3df80ae979259373ff2b182f49d4ce7e1bbc8b"),
        q: Uint::from_be_hex("800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198f"),
        x: Uint::ONE,
        y: Uint::from_be_hex("3fa8124359f96680b83d1c3eb2c070e5c545c9858d03ecfb744bf8d717717efc"),
        cofactor: 1,
    }
}

fn cryptopro_c() -> Parameters<NARROW> {
    Parameters {
        p: Uint::from_be_hex("9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759b"),
        a: Uint::from_be_hex("9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d7598"),
        b: Uint::from_u16(0x805a),
        q: Uint::from_be_hex("9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9"),
        x: Uint::ZERO,
        y: Uint::from_be_hex("41ece55743711a8c3cbf3783cd08c0ee4d4dc440d4641a8f366e550dfdb3bb67"),
        cofactor: 1,
    }
}

fn tc26_a_256() -> Parameters<NARROW> {
    Parameters {
        p: Uint::from_be_hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97"),
        a: Uint::from_be_hex("c2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335"),
        b: Uint::from_be_hex("295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513"),
        q: Uint::from_be_hex("400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67"),
        x: Uint::from_be_hex("91e38443a5e82c0d880923425712b2bb658b9196932e02c78b2582fe742daa28"),
        y: Uint::from_be_hex("32879423ab1a0375895786c4bb46e9565fde0b5344766740af268adb32322e5c"),
        cofactor: 4,
    }
}

fn tc26_a_512() -> Parameters<WIDE> {
    Parameters {
        p: Uint::from_be_hex(concat!(
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7"
        )),
        a: Uint::from_be_hex(concat!(
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc4"
        )),
        b: Uint::from_be_hex(concat!(
            "e8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265",
            "ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760"
        )),
        q: Uint::from_be_hex(concat!(
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275"
        )),
        x: Uint::from_u8(3),
        y: Uint::from_be_hex(concat!(
            "7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921",
            "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4"
        )),
        cofactor: 1,
    }
}

fn tc26_b_512() -> Parameters<WIDE> {
    Parameters {
        p: Uint::from_be_hex(concat!(
            "8000000000000000000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000000000000000000000000000000000006f"
        )),
        a: Uint::from_be_hex(concat!(
            "8000000000000000000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000000000000000000000000000000000006c"
        )),
        b: Uint::from_be_hex(concat!(
            "687d1b459dc841457e3e06cf6f5e2517b97c7d614af138bcbf85dc806c4b289f",
            "3e965d2db1416d217f8b276fad1ab69c50f78bee1fa3106efb8ccbc7c5140116"
        )),
        q: Uint::from_be_hex(concat!(
            "8000000000000000000000000000000000000000000000000000000000000001",
            "49a1ec142565a545acfdb77bd9d40cfa8b996712101bea0ec6346c54374f25bd"
        )),
        x: Uint::from_u8(2),
        y: Uint::from_be_hex(concat!(
            "1a8f7eda389b094c2c071e3647a8940f3c123b697578c213be6dd9e6c8ec7335",
            "dcb228fd1edf4a39152cbcaaf8c0398828041055f94ceeec7e21340780fe41bd"
        )),
        cofactor: 1,
    }
}

fn tc26_c_512() -> Parameters<WIDE> {
    Parameters {
        p: Uint::from_be_hex(concat!(
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7"
        )),
        a: Uint::from_be_hex(concat!(
            "dc9203e514a721875485a529d2c722fb187bc8980eb866644de41c68e1430645",
            "46e861c0e2c9edd92ade71f46fcf50ff2ad97f951fda9f2a2eb6546f39689bd3"
        )),
        b: Uint::from_be_hex(concat!(
            "b4c4ee28cebc6c2c8ac12952cf37f16ac7efb6a9f69f4b57ffda2e4f0de5ade0",
            "38cbc2fff719d2c18de0284b8bfef3b52b8cc7a5f5bf0a3c8d2319a5312557e1"
        )),
        q: Uint::from_be_hex(concat!(
            "3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "c98cdba46506ab004c33a9ff5147502cc8eda9e7a769a12694623cef47f023ed"
        )),
        x: Uint::from_be_hex(concat!(
            "e2e31edfc23de7bdebe241ce593ef5de2295b7a9cbaef021d385f7074cea043a",
            "a27272a7ae602bf2a7b9033db9ed3610c6fb85487eae97aac5bc7928c1950148"
        )),
        y: Uint::from_be_hex(concat!(
            "f5ce40d95b5eb899abbccff5911cb8577939804d6527378b8c108c3d2090ff9b",
            "e18e2d33e3021ed2ef32d85822423b6304f726aa854bae07d0396e9a9addc40f"
        )),
        cofactor: 4,
    }
}
