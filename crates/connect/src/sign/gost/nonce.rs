//! The nonce of a signature: derived from key and hash as RFC 6979 does (with HMAC over
//! Streebog), with randomness of the system mixed in (its section 3.6). A broken random source
//! then cannot give the key away, and a fault cannot be provoked by signing the same twice.

use crypto_bigint::Uint;
use hmac::{Hmac, KeyInit as _, Mac as _};
use streebog::{Streebog256, Streebog512};
use zeroize::{Zeroize, Zeroizing};

use super::field::{Field, big_endian, bytes_of, from_big_endian};

/// A source of nonces for one signature.
pub(super) struct Nonces {
    key: Zeroizing<Vec<u8>>,
    value: Zeroizing<Vec<u8>>,
}

impl Nonces {
    /// From the secret key, the hash reduced modulo q, and whatever randomness there is.
    pub(super) fn new<const L: usize>(secret: &Uint<L>, hash: &Uint<L>, random: &[u8]) -> Self {
        let size = bytes_of::<L>();
        let mut source = Self { key: Zeroizing::new(vec![0; size]), value: Zeroizing::new(vec![1; size]) };
        let (secret, hash) = (Zeroizing::new(big_endian(secret)), big_endian(hash));
        for separator in [0, 1] {
            source.key = mac(&source.key, &[&source.value, &[separator], &secret, &hash, random]);
            source.value = mac(&source.key, &[&source.value]);
        }
        source
    }

    /// The next number from 1 to q − 1. Those passed over are independent of the one given.
    pub(super) fn next<const L: usize>(&mut self, scalars: &Field<L>) -> Uint<L> {
        let surplus = Uint::<L>::BITS - scalars.modulus().bits_vartime();
        loop {
            self.value = mac(&self.key, &[&self.value]);
            let mut number = from_big_endian(&self.value).unwrap_or(Uint::ZERO).shr_vartime(surplus);
            let fits = number > Uint::ZERO && number < *scalars.modulus();
            self.key = mac(&self.key, &[&self.value, &[0]]);
            self.value = mac(&self.key, &[&self.value]);
            if fits {
                return number;
            }
            number.zeroize();
        }
    }
}

/// HMAC over the Streebog as long as the key: RFC 6979 keeps key and value of one length.
fn mac(key: &[u8], parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let tag = if key.len() == 32 {
        Hmac::<Streebog256>::new_from_slice(key).map(|mut mac| {
            parts.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes().to_vec()
        })
    } else {
        Hmac::<Streebog512>::new_from_slice(key).map(|mut mac| {
            parts.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes().to_vec()
        })
    };
    // HMAC takes keys of any length, so there is always a tag.
    Zeroizing::new(tag.unwrap_or_default())
}
