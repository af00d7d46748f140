//! Keys as certificates and files hold them: numbers little-endian, x before y (RFC 9215,
//! Р 1323565.1.023–2022); PKCS#8 as OpenSSL's ГОСТ engine writes it.

use std::fmt;

use crypto_bigint::Uint;
use p256::pkcs8::{PrivateKeyInfo, SecretDocument};
use streebog::{Digest, Streebog256, Streebog512};
use thiserror::Error;
use x509_cert::der::asn1::{BitString, ObjectIdentifier, OctetString, OctetStringRef};
use x509_cert::der::{Any, Decode, Encode, Sequence, pem::LineEnding};
use x509_cert::spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned};
use zeroize::{Zeroize, Zeroizing};

use super::curve::{Curve, NARROW, Ready, WIDE};
use super::field::{big_endian, from_big_endian, from_little_endian, little_endian};
use super::group::{Group, Point};
use super::nonce::Nonces;
use crate::sign::{Certificate, oid};

/// Why a ГОСТ key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GostError {
    /// The key is of another algorithm.
    #[error("the key is not one of ГОСТ Р 34.10-2012")]
    Algorithm,
    /// The curve is not known here.
    #[error("the curve of the key is not known")]
    Curve,
    /// The bytes are not a key.
    #[error("the key cannot be read")]
    Unreadable,
    /// The numbers are not a point of the curve or not in its range.
    #[error("the key does not lie on its curve")]
    Number,
    /// The digest is not as long as the key wants.
    #[error("the digest has the wrong length for this key")]
    Digest,
}

/// Parameters of the algorithm in keys and certificates.
#[derive(Sequence)]
struct KeyParameters {
    curve: ObjectIdentifier,
    #[asn1(optional = "true")]
    digest: Option<ObjectIdentifier>,
}

/// A key that checks signatures.
#[derive(Clone)]
pub struct PublicKey {
    curve: Curve,
    coordinates: Vec<u8>,
    held: Held,
}

#[derive(Clone)]
enum Held {
    Narrow(Point<NARROW>),
    Wide(Point<WIDE>),
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.curve == other.curve && self.coordinates == other.coordinates
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PublicKey").field("curve", &self.curve).finish_non_exhaustive()
    }
}

impl PublicKey {
    /// From the coordinates as keys hold them: x, then y, each little-endian.
    pub fn from_coordinates(curve: Curve, bytes: &[u8]) -> Result<Self, GostError> {
        if bytes.len() != 2 * curve.size() {
            return Err(GostError::Unreadable);
        }
        let held = match curve.ready() {
            Ready::Narrow(group) => Held::Narrow(point(group, bytes).ok_or(GostError::Number)?),
            Ready::Wide(group) => Held::Wide(point(group, bytes).ok_or(GostError::Number)?),
        };
        Ok(Self { curve, coordinates: bytes.to_vec(), held })
    }

    /// From the key of a certificate or a request for one.
    pub fn from_spki(info: &SubjectPublicKeyInfoOwned) -> Result<Self, GostError> {
        let parameters = info.algorithm.parameters.as_ref().ok_or(GostError::Curve)?;
        let parameters: KeyParameters = parameters.decode_as().map_err(|_| GostError::Unreadable)?;
        let curve = curve_of(info.algorithm.oid, parameters.curve)?;
        let inner = info.subject_public_key.as_bytes().ok_or(GostError::Unreadable)?;
        let coordinates = OctetStringRef::from_der(inner).map_err(|_| GostError::Unreadable)?;
        Self::from_coordinates(curve, coordinates.as_bytes())
    }

    /// The key of a certificate.
    pub fn from_certificate(certificate: &Certificate) -> Result<Self, GostError> {
        Self::from_spki(&certificate.inner().tbs_certificate.subject_public_key_info)
    }

    /// As certificates hold it.
    pub fn to_spki(&self) -> x509_cert::der::Result<SubjectPublicKeyInfoOwned> {
        Ok(SubjectPublicKeyInfoOwned {
            algorithm: AlgorithmIdentifierOwned {
                oid: self.curve.key_oid(),
                parameters: Some(self.curve.parameters()?),
            },
            subject_public_key: BitString::from_bytes(&OctetString::new(self.coordinates.clone())?.to_der()?)?,
        })
    }

    /// Its curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Does the signature (s, then r, both big-endian) hold over a Streebog digest as long as
    /// the curve's numbers?
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> bool {
        let size = self.curve.size();
        if digest.len() != size || signature.len() != 2 * size {
            return false;
        }
        let (s, r) = signature.split_at(size);
        match (self.curve.ready(), &self.held) {
            (Ready::Narrow(group), Held::Narrow(point)) => holds(group, point, digest, r, s),
            (Ready::Wide(group), Held::Wide(point)) => holds(group, point, digest, r, s),
            _ => false,
        }
    }

    /// The same over the content itself.
    pub fn verify(&self, content: &[u8], signature: &[u8]) -> bool {
        self.verify_digest(&self.curve.digest(content), signature)
    }
}

impl Curve {
    /// Streebog of the length this curve signs.
    pub fn digest(self, content: &[u8]) -> Vec<u8> {
        match self.size() {
            32 => Streebog256::digest(content).to_vec(),
            _ => Streebog512::digest(content).to_vec(),
        }
    }

    fn key_oid(self) -> ObjectIdentifier {
        if self.size() == 32 { oid::GOST_KEY_256 } else { oid::GOST_KEY_512 }
    }

    /// Curve and, for the curves that RFC 9215 wants it for, the digest.
    fn parameters(self) -> x509_cert::der::Result<Any> {
        let digest = match self {
            Self::CryptoProA | Self::CryptoProB | Self::CryptoProC => Some(oid::STREEBOG_256),
            Self::Tc26A512 | Self::Tc26B512 => Some(oid::STREEBOG_512),
            Self::Tc26A256 | Self::Tc26C512 => None,
        };
        Any::from_der(&KeyParameters { curve: self.oid(), digest }.to_der()?)
    }
}

/// A key that signs. Its number is wiped when dropped and never shown.
#[derive(Clone)]
pub struct PrivateKey {
    curve: Curve,
    /// Big-endian, as long as the curve's numbers, from 1 to q − 1.
    number: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PrivateKey").field("curve", &self.curve).finish_non_exhaustive()
    }
}

impl PrivateKey {
    /// Reads PKCS#8 in PEM.
    pub fn from_pkcs8_pem(pem: &str) -> Result<Self, GostError> {
        let (label, document) = SecretDocument::from_pem(pem.trim_start()).map_err(|_| GostError::Unreadable)?;
        if label != "PRIVATE KEY" {
            return Err(GostError::Unreadable);
        }
        Self::from_pkcs8_der(document.as_bytes())
    }

    /// Reads PKCS#8 in DER.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, GostError> {
        let info = PrivateKeyInfo::from_der(der).map_err(|_| GostError::Unreadable)?;
        let parameters = info.algorithm.parameters.ok_or(GostError::Algorithm)?;
        if info.algorithm.oid != oid::GOST_KEY_256 && info.algorithm.oid != oid::GOST_KEY_512 {
            return Err(GostError::Algorithm);
        }
        let parameters: KeyParameters = parameters.decode_as().map_err(|_| GostError::Unreadable)?;
        let curve = curve_of(info.algorithm.oid, parameters.curve)?;
        // The engine writes the bare number; others wrap it once more.
        let bare = match info.private_key {
            bare if bare.len() == curve.size() => bare,
            wrapped => OctetStringRef::from_der(wrapped).map_err(|_| GostError::Unreadable)?.as_bytes(),
        };
        Self::from_number(curve, &Zeroizing::new(bare.iter().rev().copied().collect::<Vec<u8>>()))
    }

    /// A new key from the caller's randomness.
    pub fn generate(curve: Curve, random: &mut dyn FnMut(&mut [u8])) -> Result<Self, GostError> {
        // A random number is out of range with chance a half at most; a broken source must not loop for ever.
        for _ in 0..128 {
            let mut bytes = Zeroizing::new(vec![0; curve.size()]);
            random(&mut bytes);
            if matches!(curve, Curve::Tc26A256 | Curve::Tc26C512) {
                bytes[0] &= 0x3f;
            }
            if let Ok(key) = Self::from_number(curve, &bytes) {
                return Ok(key);
            }
        }
        Err(GostError::Number)
    }

    fn from_number(curve: Curve, bytes: &[u8]) -> Result<Self, GostError> {
        let fits = match curve.ready() {
            Ready::Narrow(group) => is_scalar(group, bytes),
            Ready::Wide(group) => is_scalar(group, bytes),
        };
        if !fits {
            return Err(GostError::Number);
        }
        Ok(Self { curve, number: Zeroizing::new(bytes.to_vec()) })
    }

    /// Its curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// As PKCS#8 in PEM; wiped when dropped.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, GostError> {
        let parameters = self.curve.parameters().map_err(|_| GostError::Unreadable)?;
        let algorithm = AlgorithmIdentifierRef { oid: self.curve.key_oid(), parameters: Some((&parameters).into()) };
        let little: Zeroizing<Vec<u8>> = Zeroizing::new(self.number.iter().rev().copied().collect());
        let document = SecretDocument::try_from(PrivateKeyInfo::new(algorithm, &little));
        document
            .and_then(|document| Ok(document.to_pem("PRIVATE KEY", LineEnding::LF)?))
            .map_err(|_| GostError::Unreadable)
    }

    /// The key that checks its signatures.
    pub fn public_key(&self) -> Result<PublicKey, GostError> {
        let coordinates = match self.curve.ready() {
            Ready::Narrow(group) => public(group, &self.number),
            Ready::Wide(group) => public(group, &self.number),
        };
        PublicKey::from_coordinates(self.curve, &coordinates.ok_or(GostError::Number)?)
    }

    /// Signs a Streebog digest as long as the curve's numbers: s, then r, both big-endian,
    /// the order of OpenSSL's engine, of certificates and of XML signatures.
    pub fn sign_digest(&self, digest: &[u8]) -> Result<Vec<u8>, GostError> {
        if digest.len() != self.curve.size() {
            return Err(GostError::Digest);
        }
        // Without randomness the nonce is still secret: it is derived from the key.
        let mut random = Zeroizing::new([0; 32]);
        if getrandom::fill(random.as_mut_slice()).is_err() {
            tracing::warn!("the system gives no random bytes; the nonce is derived from key and hash alone");
        }
        let signature = match self.curve.ready() {
            Ready::Narrow(group) => sign(group, &self.number, digest, random.as_slice()),
            Ready::Wide(group) => sign(group, &self.number, digest, random.as_slice()),
        };
        signature.ok_or(GostError::Number)
    }

    /// Signs the content itself.
    pub fn sign(&self, content: &[u8]) -> Result<Vec<u8>, GostError> {
        self.sign_digest(&self.curve.digest(content))
    }
}

fn curve_of(algorithm: ObjectIdentifier, curve: ObjectIdentifier) -> Result<Curve, GostError> {
    let size = match algorithm {
        oid::GOST_KEY_256 => 32,
        oid::GOST_KEY_512 => 64,
        _ => return Err(GostError::Algorithm),
    };
    Curve::from_oid(curve).filter(|curve| curve.size() == size).ok_or(GostError::Curve)
}

fn point<const L: usize>(group: &Group<L>, bytes: &[u8]) -> Option<Point<L>> {
    let (x, y) = bytes.split_at(bytes.len() / 2);
    group.point(&from_little_endian(x)?, &from_little_endian(y)?)
}

fn is_scalar<const L: usize>(group: &Group<L>, bytes: &[u8]) -> bool {
    let Some(mut number) = from_big_endian::<L>(bytes) else { return false };
    let fits = number > Uint::ZERO && number < *group.scalars.modulus();
    number.zeroize();
    fits
}

fn public<const L: usize>(group: &Group<L>, number: &[u8]) -> Option<Vec<u8>> {
    let mut number = from_big_endian::<L>(number)?;
    let mut point = group.secret_multiple(&number);
    number.zeroize();
    let (x, y) = group.coordinates(&point)?;
    point.zeroize();
    let mut bytes = little_endian(&x);
    bytes.extend(little_endian(&y));
    Some(bytes)
}

fn sign<const L: usize>(group: &Group<L>, key: &[u8], digest: &[u8], random: &[u8]) -> Option<Vec<u8>> {
    let mut key = from_big_endian::<L>(key)?;
    // The standard reads the hash as a number whose last byte is the highest.
    let hash = from_little_endian::<L>(digest)?;
    let reduced = group.scalars.number(&group.scalars.reduce(&hash));
    let mut nonces = Nonces::new(&key, &reduced, random);
    // A nonce fails with chance 2⁻²⁵⁵.
    let made = (0..8).find_map(|_| {
        let mut nonce = nonces.next(&group.scalars);
        let made = group.sign(&key, &hash, &nonce);
        nonce.zeroize();
        made
    });
    key.zeroize();
    let (r, s) = made?;
    let mut bytes = big_endian(&s);
    bytes.extend(big_endian(&r));
    Some(bytes)
}

fn holds<const L: usize>(group: &Group<L>, point: &Point<L>, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
    let (Some(hash), Some(r), Some(s)) = (from_little_endian(digest), from_big_endian(r), from_big_endian(s)) else {
        return false;
    };
    group.holds(point, &hash, &r, &s)
}
