//! The pause after failed sign-ins: it grows, so that guessing becomes hopeless, and it ends
//! by itself, so that nobody can lock a colleague out for good.

use jiff::{SignedDuration, Timestamp};

/// Failures that cost nothing: a slip of the finger is not an attack.
const FREE: i64 = 3;
/// The first pause.
const FIRST: SignedDuration = SignedDuration::from_secs(30);
/// The longest pause.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// How long to wait after that many failures in a row.
pub fn pause(failures: i64) -> SignedDuration {
    let over = failures - FREE;
    if over < 0 {
        return SignedDuration::ZERO;
    }
    let doublings = i32::try_from(over.min(16)).unwrap_or(16);
    let grown = FIRST.checked_mul(1 << doublings).unwrap_or(LONGEST);
    grown.min(LONGEST)
}

/// The moment from which the next attempt is heard, given the failures in a row.
pub fn open_at(failures: i64, failed_at: Timestamp) -> Timestamp {
    failed_at.checked_add(pause(failures)).unwrap_or(Timestamp::MAX)
}

/// Whole minutes to wait, at least one, for the page; `None` when the door is open.
pub fn minutes_to_wait(until: Option<Timestamp>, now: Timestamp) -> Option<i64> {
    let until = until?;
    (until > now).then(|| (until.duration_since(now).as_secs() + 59).max(60) / 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_pause_grows_with_each_failure_and_never_passes_an_hour() {
        let pauses: Vec<i64> = (0..=20).map(|failures| pause(failures).as_secs()).collect();
        assert_eq!(&pauses[..8], &[0, 0, 0, 30, 60, 120, 240, 480]);
        assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(pauses[20], 3600);
    }

    #[test]
    fn the_wait_is_told_in_whole_minutes_and_ends_by_itself() {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        assert_eq!(minutes_to_wait(Some(open_at(3, now)), now), Some(1));
        assert_eq!(minutes_to_wait(Some(open_at(6, now)), now), Some(4));
        let later = now.checked_add(SignedDuration::from_secs(30)).unwrap();
        assert_eq!(minutes_to_wait(Some(open_at(3, now)), later), None);
        assert_eq!(minutes_to_wait(None, now), None);
    }
}
