//! Signatures by ГОСТ Р 34.10-2012, 256 and 512 bits, over Streebog (ГОСТ Р 34.11-2012).
//!
//! Ours, on the numbers of `crypto-bigint`, checked against RFC 7091, OpenSSL's engine and
//! published certificates. It is careful about time and memory, and it is not a certified tool
//! (СКЗИ): `docs/signatures.md` says where the law wants one and how to plug it in.

mod curve;
mod field;
mod group;
mod key;
mod nonce;
#[cfg(test)]
mod tests;

pub use curve::Curve;
pub use key::{GostError, PrivateKey, PublicKey};
