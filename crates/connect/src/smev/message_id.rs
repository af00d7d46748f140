//! Ids of messages: UUIDs of version 1, whose time the exchange checks (life: 24 hours).
//!
//! Ours are made of the request they carry, so that making one again gives the same, and end in
//! the bucket of that request. There is no network card in them: the node is marked as random.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// How long the exchange takes a message under its id.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// An id this near to its end may be too old when it arrives.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// From the beginning of the Gregorian calendar to that of Unix, in the ticks of 100 ns.
const TO_UNIX: i64 = 0x01B2_1DD2_1381_4000;

/// The id of what `seed` names, made at a moment. `bucket` becomes its last byte.
pub fn make(seed: &str, bucket: u8, now: Timestamp) -> String {
    let salt = Sha256::digest(seed.as_bytes());
    // Messages of one millisecond differ below it, and beside it.
    let below = i64::from(u16::from_be_bytes([salt[0], salt[1]]) % 10_000);
    let ticks = now.as_millisecond().saturating_mul(10_000).saturating_add(TO_UNIX).saturating_add(below) as u64;
    let low = ticks as u32;
    let mid = (ticks >> 32) as u16;
    let high = ((ticks >> 48) as u16 & 0x0FFF) | 0x1000;
    let clock = (u16::from_be_bytes([salt[2], salt[3]]) & 0x3FFF) | 0x8000;
    let node = [salt[4] | 0x01, salt[5], salt[6], salt[7], salt[8], bucket];
    let node: String = node.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{low:08x}-{mid:04x}-{high:04x}-{clock:04x}-{node}")
}

/// When an id was made; `None` when it is not a UUID of version 1 in lower case.
pub fn made_at(id: &str) -> Option<Timestamp> {
    let parts: Vec<&str> = id.split('-').collect();
    let [low, mid, high, clock, node] = parts.as_slice() else { return None };
    let lengths = [low.len(), mid.len(), high.len(), clock.len(), node.len()];
    let is_hex = id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    if lengths != [8, 4, 4, 4, 12] || !is_hex || !high.starts_with('1') {
        return None;
    }
    let part = |text: &str| i64::from_str_radix(text, 16).ok();
    let ticks = (part(&high[1..])? << 48) | (part(mid)? << 32) | part(low)?;
    Timestamp::from_millisecond(ticks.checked_sub(TO_UNIX)? / 10_000).ok()
}

/// Can a message no longer be sent under this id?
pub fn is_stale(id: &str, now: Timestamp) -> bool {
    made_at(id).is_none_or(|made| now.duration_since(made) > LIFE - MARGIN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_id_holds_its_moment_its_bucket_and_is_made_again_the_same() {
        let now = Timestamp::from_millisecond(1_772_500_000_123).unwrap();
        let id = make("request", 0xa7, now);
        assert_eq!(made_at(&id), Some(now));
        assert!(id.ends_with("a7"), "{id}");
        assert_eq!(id, make("request", 0xa7, now));
        assert_ne!(id, make("another", 0xa7, now));
        assert!(!is_stale(&id, now + SignedDuration::from_hours(23)));
        assert!(is_stale(&id, now + SignedDuration::from_hours(24)));
    }

    /// Ids of real messages (methodical recommendations 3.3, signed samples of 2021).
    #[test]
    fn ids_of_real_messages_are_read() {
        let made = made_at("ac9fbf27-8b8c-11eb-9086-e2bf794ac2e9").unwrap();
        assert_eq!(made.to_string().get(..16), Some("2021-03-23T04:03"));
        for bad in ["", "AC9FBF27-8B8C-11EB-9086-E2BF794AC2E9", "ac9fbf27-8b8c-41eb-9086-e2bf794ac2e9", "ac9fbf27"] {
            assert_eq!(made_at(bad), None, "{bad}");
        }
    }
}
