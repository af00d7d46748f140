//! Object identifiers used in certificates and signatures.

use x509_cert::der::asn1::ObjectIdentifier as Oid;

pub const SHA_256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
pub const ECDSA_WITH_SHA_256: Oid = Oid::new_unwrap("1.2.840.10045.4.3.2");
pub const EC_PUBLIC_KEY: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
pub const RSA_KEY: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
pub const RSA_WITH_SHA_256: Oid = Oid::new_unwrap("1.2.840.113549.1.1.11");

pub const GOST_KEY_256: Oid = Oid::new_unwrap("1.2.643.7.1.1.1.1");
pub const GOST_KEY_512: Oid = Oid::new_unwrap("1.2.643.7.1.1.1.2");
pub const STREEBOG_256: Oid = Oid::new_unwrap("1.2.643.7.1.1.2.2");
pub const STREEBOG_512: Oid = Oid::new_unwrap("1.2.643.7.1.1.2.3");
pub const GOST_WITH_STREEBOG_256: Oid = Oid::new_unwrap("1.2.643.7.1.1.3.2");
pub const GOST_WITH_STREEBOG_512: Oid = Oid::new_unwrap("1.2.643.7.1.1.3.3");

pub const CRYPTOPRO_A: Oid = Oid::new_unwrap("1.2.643.2.2.35.1");
pub const CRYPTOPRO_B: Oid = Oid::new_unwrap("1.2.643.2.2.35.2");
pub const CRYPTOPRO_C: Oid = Oid::new_unwrap("1.2.643.2.2.35.3");
pub const CRYPTOPRO_XCH_A: Oid = Oid::new_unwrap("1.2.643.2.2.36.0");
pub const CRYPTOPRO_XCH_B: Oid = Oid::new_unwrap("1.2.643.2.2.36.1");
pub const TC26_256_A: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.1.1");
pub const TC26_256_B: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.1.2");
pub const TC26_256_C: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.1.3");
pub const TC26_256_D: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.1.4");
pub const TC26_512_A: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.2.1");
pub const TC26_512_B: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.2.2");
pub const TC26_512_C: Oid = Oid::new_unwrap("1.2.643.7.1.2.1.2.3");

pub const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
pub const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
pub const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
pub const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
pub const SIGNING_TIME: Oid = Oid::new_unwrap("1.2.840.113549.1.9.5");
pub const SIGNING_CERTIFICATE_V2: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");

pub const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
pub const SURNAME: Oid = Oid::new_unwrap("2.5.4.4");
pub const COUNTRY: Oid = Oid::new_unwrap("2.5.4.6");
pub const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
pub const POST: Oid = Oid::new_unwrap("2.5.4.12");
pub const GIVEN_NAME: Oid = Oid::new_unwrap("2.5.4.42");
/// ОГРН.
pub const OGRN: Oid = Oid::new_unwrap("1.2.643.100.1");
/// СНИЛС.
pub const SNILS: Oid = Oid::new_unwrap("1.2.643.100.3");
/// ИНН of a legal entity.
pub const INN_ORGANISATION: Oid = Oid::new_unwrap("1.2.643.100.4");

pub const SUBJECT_KEY_IDENTIFIER: Oid = Oid::new_unwrap("2.5.29.14");
pub const KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.15");
pub const PRIVATE_KEY_USAGE_PERIOD: Oid = Oid::new_unwrap("2.5.29.16");
pub const BASIC_CONSTRAINTS: Oid = Oid::new_unwrap("2.5.29.19");
pub const CERTIFICATE_POLICIES: Oid = Oid::new_unwrap("2.5.29.32");
pub const AUTHORITY_KEY_IDENTIFIER: Oid = Oid::new_unwrap("2.5.29.35");
pub const EXTENDED_KEY_USAGE: Oid = Oid::new_unwrap("2.5.29.37");
