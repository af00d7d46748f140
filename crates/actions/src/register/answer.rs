//! What the public check page says of a result: valid, revoked or unknown, and nothing about
//! the person (RESULT-10, RESULTREG-03).

use domain::result::{ResultRecord, ResultState};
use jiff::Timestamp;

/// The answer of the check page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is such a result; this is what anybody may know of it.
    Known(Public),
    /// There is none.
    Unknown,
}

/// What anybody may know of a result: no name, no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// Its number.
    pub number: String,
    /// Whether it stands.
    pub standing: Standing,
    /// Id of the service.
    pub service: String,
    /// Edition it was issued under.
    pub version: String,
    /// Id of the output in the regulation.
    pub output: String,
    /// Id of the authority.
    pub authority: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Last moment of validity.
    pub valid_until: Option<Timestamp>,
    /// It is a register entry, so a paper or a file is only its extract.
    pub register: bool,
}

/// Whether a result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In force.
    Valid,
    /// Annulled by the authority.
    Revoked,
    /// Stopped for a time.
    Suspended,
    /// A newer version took its place.
    Replaced,
    /// Its term has passed.
    Expired,
}

/// Whether a record stands at a moment. A passed term counts even before anybody marked it.
pub fn standing(record: &ResultRecord, now: Timestamp) -> Standing {
    match record.state_at(now) {
        ResultState::Active => Standing::Valid,
        ResultState::Suspended => Standing::Suspended,
        ResultState::Changed => Standing::Replaced,
        ResultState::Annulled => Standing::Revoked,
        ResultState::Expired => Standing::Expired,
    }
}

/// The public answer about a record, or about its absence.
pub fn answer(record: Option<&ResultRecord>, now: Timestamp) -> Answer {
    let Some(record) = record else { return Answer::Unknown };
    Answer::Known(Public {
        number: record.number.clone(),
        standing: standing(record, now),
        service: record.service.clone(),
        version: record.regulation_version.clone(),
        output: record.output.clone(),
        authority: record.authority.clone(),
        issued_at: record.issued_at,
        valid_until: record.valid_until,
        register: record.register.is_some(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::register::sample;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Proves: RESULT-10.
    #[test]
    fn the_check_says_valid_revoked_or_unknown_and_names_nobody() {
        let now = moment("2026-06-01T00:00:00Z");
        let mut record = sample::record();
        let Answer::Known(public) = answer(Some(&record), now) else { panic!("known") };
        assert_eq!(public.standing, Standing::Valid);
        assert!(!format!("{public:?}").contains("Образцов"));
        record.state = ResultState::Annulled;
        assert_eq!(standing(&record, now), Standing::Revoked);
        assert_eq!(answer(None, now), Answer::Unknown);
    }

    /// Proves: RESULT-11, RESULTREG-04.
    #[test]
    fn every_state_of_an_entry_has_its_own_answer() {
        let now = moment("2026-06-01T00:00:00Z");
        let mut record = sample::record();
        for (state, expected) in [
            (ResultState::Active, Standing::Valid),
            (ResultState::Suspended, Standing::Suspended),
            (ResultState::Changed, Standing::Replaced),
            (ResultState::Annulled, Standing::Revoked),
            (ResultState::Expired, Standing::Expired),
        ] {
            record.state = state;
            assert_eq!(standing(&record, now), expected);
        }
    }

    #[test]
    fn a_result_whose_term_has_passed_is_expired_even_if_nobody_marked_it() {
        let mut record = sample::record();
        record.valid_until = Some(moment("2026-05-31T20:59:59.999Z"));
        assert_eq!(standing(&record, moment("2026-05-31T20:00:00Z")), Standing::Valid);
        assert_eq!(standing(&record, moment("2026-06-01T00:00:00Z")), Standing::Expired);
        record.state = ResultState::Annulled;
        assert_eq!(standing(&record, moment("2026-06-01T00:00:00Z")), Standing::Revoked);
    }
}
