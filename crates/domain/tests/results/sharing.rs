//! Links and questions of authorities (RESULTREG-02).

use domain::id::{ReadingId, ShareId};
use domain::refusal::Refusal;
use domain::result::ResultRecord;
use domain::share::{Ground, LONGEST_DAYS, MOST_OPEN, Reader, Share, by_authority, by_link, give, may_ask, revoke};
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::world::*;

fn given(words: (&str, &str, i64)) -> Result<Share, Refusal> {
    give(&entry(), ShareId(id(9)), words, "hash".to_owned(), 0, morning())
}

fn link() -> Share {
    given(("Банк «Пример»", "ипотека", 7)).unwrap()
}

/// Proves: RESULTREG-02.
#[test]
fn a_link_names_to_whom_for_what_and_until_when() {
    let link = link();
    assert_eq!((link.whom.as_str(), link.purpose.as_str()), ("Банк «Пример»", "ипотека"));
    assert_eq!(link.until, morning() + SignedDuration::from_hours(7 * 24));
    for (words, why) in [
        ((" ", "ипотека", 7), Refusal::ReasonNeeded),
        (("Банк", "", 7), Refusal::ReasonNeeded),
        (("Банк", "ипотека", 0), Refusal::TooLarge),
        (("Банк", "ипотека", LONGEST_DAYS + 1), Refusal::TooLarge),
        (("Банк", "ипотека", i64::MAX), Refusal::TooLarge),
    ] {
        assert_eq!(given(words).err(), Some(why), "{words:?}");
    }
    let long = "я".repeat(301);
    assert_eq!(given((&long, "ипотека", 7)).err(), Some(Refusal::TooLarge));
    let many = give(&entry(), ShareId(id(9)), ("Банк", "ипотека", 7), String::new(), MOST_OPEN, morning());
    assert_eq!(many.err(), Some(Refusal::TooLarge));
    let gone = ResultRecord { left_account_at: Some(morning()), ..entry() };
    let refused = give(&gone, ShareId(id(9)), ("Банк", "ипотека", 7), String::new(), 0, morning());
    assert_eq!(refused.err(), Some(Refusal::NotFound));
}

/// Proves: RESULTREG-02.
#[test]
fn expired_revoked_and_foreign_links_are_all_refused_alike() {
    let read = |share: &Share, record: &ResultRecord, now| by_link(share, record, ReadingId(id(8)), now);
    let reading = read(&link(), &entry(), morning()).unwrap();
    assert!(matches!(&reading.reader, Reader::Link { whom, .. } if whom == "Банк «Пример»"));
    assert_eq!((reading.purpose.as_str(), reading.ground), ("ипотека", Ground::Consent { until: link().until }));
    let revoked = revoke(&link(), morning()).unwrap();
    assert_eq!(revoke(&revoked, morning()).err(), Some(Refusal::AlreadyDone));
    let another = ResultRecord { id: domain::id::ResultId(id(77)), ..entry() };
    let gone = ResultRecord { keep_until: Some(morning()), ..entry() };
    let after = morning() + SignedDuration::from_secs(1);
    for (what, answer) in [
        ("expired", read(&link(), &entry(), link().until + SignedDuration::from_secs(1))),
        ("revoked", read(&revoked, &entry(), morning())),
        ("of another entry", read(&link(), &another, morning())),
        ("left the account", read(&link(), &gone, after)),
    ] {
        assert_eq!(answer.err(), Some(Refusal::NotFound), "{what}");
    }
}

/// Proves: RESULTREG-02.
#[test]
fn a_service_reads_only_what_its_own_regulation_names_and_says_why() {
    let reader = reader();
    let (fields, clause) = may_ask(&reader, "boat-number", "entry").unwrap();
    assert_eq!(fields, ["exists", "number", "boat.length", "until"]);
    assert_eq!(clause, "2-ФЗ, п. 5");
    assert_eq!(may_ask(&reader, "hunting-ticket", "entry").err(), Some(Refusal::NotAllowed));
    assert_eq!(may_ask(&reader, "boat-number", "document").err(), Some(Refusal::NotAllowed));
    let reading = by_authority(&entry(), ReadingId(id(8)), &reader, clause, "стоянка", morning()).unwrap();
    assert_eq!(reading.ground, Ground::Clause { clause: "2-ФЗ, п. 5".to_owned() });
    let silent = by_authority(&entry(), ReadingId(id(8)), &reader, String::new(), " ", morning());
    assert_eq!(silent.err(), Some(Refusal::ReasonNeeded));
}

proptest! {
    /// Proves: RESULTREG-02.
    #[test]
    fn a_link_opens_exactly_while_the_consent_holds(days in 1_i64..400, revoked in prop::option::of(0_i64..400), asked in -10_i64..500) {
        let Ok(mut share) = given(("Банк", "ипотека", days)) else { return Ok(()) };
        let after = |days: i64| morning() + SignedDuration::from_hours(days * 24);
        if let Some(day) = revoked {
            share = revoke(&share, after(day)).unwrap();
        }
        let now = after(asked);
        let holds = asked >= 0 && asked <= days && revoked.is_none_or(|day| asked < day);
        prop_assert_eq!(by_link(&share, &entry(), ReadingId(id(8)), now).is_ok(), holds);
    }
}
