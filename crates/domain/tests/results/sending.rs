//! Sending a result on to another authority (RESULT-04).

use domain::case::Actor;
use domain::id::SendingId;
use domain::refusal::Refusal;
use domain::result::{Receipt, ResultRecord, ResultState, Sending, SendingState, received, refused, send};

use crate::world::*;

fn try_to(record: &ResultRecord, to: &str, purpose: &str, earlier: &[Sending]) -> Result<Sending, Refusal> {
    let by = Actor::Applicant(owner());
    send(record, SendingId(id(6)), (to, purpose), earlier, &by, &region(), morning())
}

/// Proves: RESULT-04.
#[test]
fn a_result_in_force_goes_once_to_another_authority_and_the_receipt_is_kept() {
    let sending = try_to(&entry(), "social-ministry", "пособие", &[]).unwrap();
    assert_eq!(sending.state, SendingState::Queued);
    let receipt = Receipt { number: "ВХ-1".to_owned(), at: morning() };
    let taken = received(&sending, receipt.clone()).unwrap();
    assert_eq!((taken.state, taken.receipt.as_ref()), (SendingState::Delivered, Some(&receipt)));
    assert_eq!(received(&taken, receipt).err(), Some(Refusal::AlreadyDone), "a second receipt changes nothing");
    assert_eq!(refused(&taken, "нет").err(), Some(Refusal::AlreadyDone));
    let again = try_to(&entry(), "social-ministry", "пособие", &[taken]);
    assert_eq!(again.err(), Some(Refusal::AlreadyDone));
    let not_taken = refused(&sending, "Такого получателя нет.").unwrap();
    assert!(try_to(&entry(), "social-ministry", "пособие", &[not_taken]).is_ok(), "after a refusal it may go again");
}

/// Proves: RESULT-04.
#[test]
fn what_is_not_in_force_or_has_no_purpose_goes_nowhere() {
    let why = |record: &ResultRecord, to: &str, purpose: &str| try_to(record, to, purpose, &[]).err();
    assert_eq!(why(&entry(), "nobody", "пособие"), Some(Refusal::UnknownAuthority("nobody".to_owned())));
    let own = Some(Refusal::UnknownAuthority("nature-ministry".to_owned()));
    assert_eq!(why(&entry(), "nature-ministry", "пособие"), own);
    assert_eq!(why(&entry(), "social-ministry", " "), Some(Refusal::ReasonNeeded));
    let annulled = ResultRecord { state: ResultState::Annulled, ..entry() };
    assert_eq!(why(&annulled, "social-ministry", "пособие"), Some(Refusal::WrongState { state: "annulled" }));
    let gone = ResultRecord { left_account_at: Some(morning()), ..entry() };
    assert_eq!(why(&gone, "social-ministry", "пособие"), Some(Refusal::NotFound));
}
