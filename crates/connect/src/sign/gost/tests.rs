//! Known answers of the standards, and the laws every curve must obey.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crypto_bigint::Uint;
use streebog::{Digest, Streebog256, Streebog512};

use super::curve::{NARROW, Parameters, Ready, WIDE};
use super::field::{Field, big_endian};
use super::group::Group;
use super::nonce::Nonces;
use super::{Curve, GostError, PrivateKey, PublicKey};
use crate::files::hex;

/// RFC 7091, section 7.1; also id-GostR3410-2001-TestParamSet. For tests alone.
fn test_256() -> Parameters<NARROW> {
    Parameters {
        p: Uint::from_be_hex("8000000000000000000000000000000000000000000000000000000000000431"),
        a: Uint::from_u8(7),
        b: Uint::from_be_hex("5fbff498aa938ce739b8e022fbafef40563f6e6a3472fc2a514c0ce9dae23b7e"),
        q: Uint::from_be_hex("8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3"),
        x: Uint::from_u8(2),
        y: Uint::from_be_hex("08e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8"),
        cofactor: 1,
    }
}

/// RFC 7091, section 7.2.
fn test_512() -> Parameters<WIDE> {
    Parameters {
        p: Uint::from_be_hex(concat!(
            "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
            "f1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373"
        )),
        a: Uint::from_u8(7),
        b: Uint::from_be_hex(concat!(
            "1cff0806a31116da29d8cfa54e57eb748bc5f377e49400fdd788b649eca1ac43",
            "61834013b2ad7322480a89ca58e0cf74bc9e540c2add6897fad0a3084f302adc"
        )),
        q: Uint::from_be_hex(concat!(
            "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
            "a82f2d7ecb1dbac719905c5eecc423f1d86e25edbe23c595d644aaf187e6e6df"
        )),
        x: Uint::from_be_hex(concat!(
            "24d19cc64572ee30f396bf6ebbfd7a6c5213b3b3d7057cc825f91093a68cd762",
            "fd60611262cd838dc6b60aa7eee804e28bc849977fac33b4b530f1b120248a9a"
        )),
        y: Uint::from_be_hex(concat!(
            "2bb312a43bd2ce6e0d020613c857acddcfbf061e91e5f2c3f32447c259f39b2c",
            "83ab156d77f1496bf7eb3351e1ee4e43dc1a18b91b24640b6dbb92cb1add371e"
        )),
        cofactor: 1,
    }
}

fn flowing() -> impl FnMut(&mut [u8]) {
    let mut next = 7_u8;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(29).wrapping_add(13);
            *byte = next;
        }
    }
}

/// Proves: RESULT-02.
#[test]
fn streebog_gives_the_answers_of_rfc_6986() {
    let m1 = b"012345678901234567890123456789012345678901234567890123456789012";
    assert_eq!(hex(&Streebog256::digest(m1)), "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500");
    assert_eq!(
        hex(&Streebog512::digest(m1)),
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"
    );
    // "Се ветри, Стрибожи внуци…" in windows-1251: M2 of the standard.
    let m2 = unhex(
        "d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb",
    );
    assert_eq!(hex(&Streebog256::digest(&m2)), "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50");
    assert_eq!(
        hex(&Streebog512::digest(&m2)),
        "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28"
    );
    assert_eq!(hex(&Streebog256::digest(b"")), "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb");
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Proves: RESULT-02.
#[test]
fn the_signature_of_rfc_7091_with_256_bits_comes_out_and_holds() {
    let group = Group::new(&test_256());
    let d = Uint::from_be_hex("7a929ade789bb9be10ed359dd39a72c11b60961f49397eee1d19ce9891ec3b28");
    let e = Uint::from_be_hex("2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5");
    let k = Uint::from_be_hex("77105c9b20bcd3122823c8cf6fcc7b956de33814e95b7fe64fed924594dceab3");
    let (x, y) = group.coordinates(&group.secret_multiple(&d)).unwrap();
    assert_eq!(hex(&big_endian(&x)), "7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80b");
    assert_eq!(hex(&big_endian(&y)), "26f1b489d6701dd185c8413a977b3cbbaf64d1c593d26627dffb101a87ff77da");
    let (r, s) = group.sign(&d, &e, &k).unwrap();
    assert_eq!(hex(&big_endian(&r)), "41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493");
    assert_eq!(hex(&big_endian(&s)), "01456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40");
    let point = group.point(&x, &y).unwrap();
    assert!(group.holds(&point, &e, &r, &s));
    assert!(!group.holds(&point, &e, &s, &r));
    assert!(!group.holds(&point, &e.wrapping_add(&Uint::ONE), &r, &s));
}

/// Proves: RESULT-02.
#[test]
fn the_signature_of_rfc_7091_with_512_bits_comes_out_and_holds() {
    let group = Group::new(&test_512());
    let d = Uint::from_be_hex(concat!(
        "0ba6048aadae241ba40936d47756d7c93091a0e8514669700ee7508e508b1020",
        "72e8123b2200a0563322dad2827e2714a2636b7bfd18aadfc62967821fa18dd4"
    ));
    let e = Uint::from_be_hex(concat!(
        "3754f3cfacc9e0615c4f4a7c4d8dab531b09b6f9c170c533a71d147035b0c591",
        "7184ee536593f4414339976c647c5d5a407adedb1d560c4fc6777d2972075b8c"
    ));
    let k = Uint::from_be_hex(concat!(
        "0359e7f4b1410feacc570456c6801496946312120b39d019d455986e364f3658",
        "86748ed7a44b3e794434006011842286212273a6d14cf70ea3af71bb1ae679f1"
    ));
    let (r, s) = group.sign(&d, &e, &k).unwrap();
    assert_eq!(
        hex(&big_endian(&r)),
        concat!(
            "2f86fa60a081091a23dd795e1e3c689ee512a3c82ee0dcc2643c78eea8fcacd3",
            "5492558486b20f1c9ec197c90699850260c93bcbcd9c5c3317e19344e173ae36"
        )
    );
    assert_eq!(
        hex(&big_endian(&s)),
        concat!(
            "1081b394696ffe8e6585e7a9362d26b6325f56778aadbc081c0bfbe933d52ff5",
            "823ce288e8c4f362526080df7f70ce406a6eeb1f56919cb92a9853bde73e5b4a"
        )
    );
    let (x, y) = group.coordinates(&group.secret_multiple(&d)).unwrap();
    assert!(group.holds(&group.point(&x, &y).unwrap(), &e, &r, &s));
}

#[test]
fn the_generator_of_every_curve_lies_on_it_and_has_the_order_q() {
    fn obeys<const L: usize>(group: &Group<L>) {
        let (x, y) = group.coordinates(&group.secret_multiple(&Uint::ONE)).unwrap();
        assert!(group.point(&x, &y).is_some());
        assert!(group.coordinates(&group.secret_multiple(group.scalars.modulus())).is_none());
        let before = group.scalars.modulus().wrapping_sub(&Uint::ONE);
        let (mirrored, _) = group.coordinates(&group.secret_multiple(&before)).unwrap();
        assert_eq!(mirrored, x);
    }
    for curve in Curve::ALL {
        match curve.ready() {
            Ready::Narrow(group) => obeys(group),
            Ready::Wide(group) => obeys(group),
        }
        assert_eq!(Curve::from_oid(curve.oid()), Some(curve));
    }
    obeys(&Group::new(&test_256()));
    obeys(&Group::new(&test_512()));
}

/// Adding, doubling and mirroring agree: nG + mG is (n + m)G, also where n = m and n = −m.
#[test]
fn multiples_of_the_generator_add_up_as_numbers_do() {
    fn obeys<const L: usize>(group: &Group<L>) {
        let q = &group.scalars;
        for (n, m) in [(1_u64, 1_u64), (2, 1), (5, 11), (0, 7), (u64::MAX, 3), (16, 16)] {
            for mirrored in [false, true] {
                let (n, m) = (Uint::<L>::from_u64(n), Uint::<L>::from_u64(m));
                let (one, mut other) = (q.reduce(&n), q.reduce(&m));
                if mirrored {
                    other = q.sub(&q.zero(), &q.reduce(&n));
                }
                let whole = group.secret_multiple(&q.number(&q.add(&one, &other)));
                let point = group.secret_multiple(&q.number(&other));
                let sum = match group.coordinates(&point) {
                    // 1·other by the path of checking: n·G + 1·(m·G).
                    Some((x, y)) => group.public_sum(&n, &Uint::ONE, &group.point(&x, &y).unwrap()),
                    None => group.secret_multiple(&n),
                };
                assert_eq!(group.coordinates(&sum), group.coordinates(&whole));
            }
        }
    }
    for curve in Curve::ALL {
        match curve.ready() {
            Ready::Narrow(group) => obeys(group),
            Ready::Wide(group) => obeys(group),
        }
    }
}

/// Proves: RESULT-02.
#[test]
fn what_a_key_of_any_curve_signs_holds_and_nothing_else_does() {
    let mut random = flowing();
    for curve in Curve::ALL {
        let key = PrivateKey::generate(curve, &mut random).unwrap();
        let again = PrivateKey::from_pkcs8_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
        let public = again.public_key().unwrap();
        assert_eq!(public, PublicKey::from_spki(&public.to_spki().unwrap()).unwrap());
        let signature = key.sign(b"an invented order").unwrap();
        assert_eq!(signature.len(), 2 * curve.size());
        assert!(public.verify(b"an invented order", &signature), "{curve:?}");
        assert!(!public.verify(b"an invented ordes", &signature), "{curve:?}");
        let mut broken = signature.clone();
        broken[curve.size()] ^= 1;
        assert!(!public.verify(b"an invented order", &broken), "{curve:?}");
        assert!(!public.verify(b"an invented order", &vec![0; 2 * curve.size()]));
        assert!(!public.verify(b"an invented order", &vec![0xff; 2 * curve.size()]));
        assert!(!public.verify(b"an invented order", &signature[1..]));
    }
}

#[test]
fn a_nonce_depends_on_key_hash_and_randomness_and_stays_in_range() {
    let field: Field<NARROW> = Field::new(test_256().q);
    let (d, e) = (Uint::<NARROW>::from_u8(5), Uint::<NARROW>::from_u8(9));
    let next = |d: &Uint<NARROW>, e: &Uint<NARROW>, random: &[u8]| Nonces::new(d, e, random).next(&field);
    let first = next(&d, &e, b"");
    assert_eq!(first, next(&d, &e, b""));
    assert_ne!(first, next(&e, &e, b""));
    assert_ne!(first, next(&d, &d, b""));
    assert_ne!(first, next(&d, &e, b"x"));
    let mut nonces = Nonces::new(&d, &e, b"");
    for _ in 0..50 {
        let nonce = nonces.next(&field);
        assert!(nonce > Uint::ZERO && nonce < *field.modulus());
    }
}

/// Proves: RESULT-02.
#[test]
fn keys_off_the_curve_out_of_range_or_foreign_are_refused() {
    let zero = PublicKey::from_coordinates(Curve::CryptoProA, &[0; 64]);
    assert_eq!(zero, Err(GostError::Number));
    assert_eq!(PublicKey::from_coordinates(Curve::CryptoProA, &[0xff; 64]), Err(GostError::Number));
    assert_eq!(PublicKey::from_coordinates(Curve::CryptoProA, &[1; 63]), Err(GostError::Unreadable));
    assert_eq!(PrivateKey::from_pkcs8_pem("nonsense").unwrap_err(), GostError::Unreadable);
    assert_eq!(PrivateKey::from_pkcs8_der(&[0x30, 0x80]).unwrap_err(), GostError::Unreadable);
    let key = PrivateKey::generate(Curve::CryptoProA, &mut flowing()).unwrap();
    assert_eq!(key.sign_digest(&[0; 64]), Err(GostError::Digest));
    assert!(!key.public_key().unwrap().verify_digest(&[0; 64], &[1; 64]));
}

/// Proves: RESULT-02.
#[test]
fn a_key_is_never_shown() {
    let key = PrivateKey::generate(Curve::CryptoProA, &mut flowing()).unwrap();
    assert_eq!(format!("{key:?}"), "PrivateKey { curve: CryptoProA, .. }");
}
