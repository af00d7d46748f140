//! Too much, twice, for nothing: what came is asked back and given back, with words.

use actions::payment::{desk, own};
use actions::stop::Stop;
use connect::exchange::Way;
use domain::case::{Actor, CaseState, ReopenGround, Wish};
use domain::charge::ChargeState;
use domain::notice::ChargeNews;
use domain::official::Role;
use domain::refusal::Refusal;
use jiff::SignedDuration;

use crate::town::{FEE, HOUR, charge, hunter, n3, news, pass, town, treasury, uin, work};

/// Proves: PAY-10.
#[tokio::test]
async fn what_was_paid_twice_is_asked_back_and_goes_back_by_a_document() {
    let world = town(Way::ByRequest).await;
    let clerk = world.official("nature.clerk", "Инспекторов Пример Примерович", &[Role::Caseworker]).await;
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let number = uin(&world, &case).await;
    treasury(&world).pay(&number, FEE, world.now());
    treasury(&world).pay(&number, FEE, world.now());
    pass(&world, 14, HOUR).await;
    let double = charge(&world, &case).await;
    assert_eq!((double.state(), double.excess().kopecks()), (ChargeState::RefundPossible, FEE));
    assert_eq!((n3(&world, &case).await, news(&world, &case).await), (1, vec![ChargeNews::Issued, ChargeNews::Double]));
    let wordless = own::ask_back(&world.office, &who, &case, " ").await;
    assert!(matches!(wordless, Err(Stop::Refused(Refusal::ReasonNeeded))));
    own::ask_back(&world.office, &who, &case, "Заплатил дважды, один раз жена").await.unwrap();
    let twice = own::ask_back(&world.office, &who, &case, "Ещё раз").await;
    assert!(matches!(twice, Err(Stop::Refused(Refusal::ChargeState("refund_requested")))));
    let stranger = world.official("city.clerk", "Чужаков Пример Примерович", &[Role::Caseworker]).await;
    let other = desk::settle_refund(&world.office, &stranger, &case, true, "Заявка 7").await;
    assert!(matches!(other, Err(Stop::Missing)), "another authority's case is not there");
    desk::settle_refund(&world.office, &clerk, &case, true, "Заявка на возврат 7").await.unwrap();
    let back = charge(&world, &case).await;
    assert_eq!((back.state(), back.held().kopecks(), back.is_paid()), (ChargeState::Refunded, FEE, true));
    assert_eq!(news(&world, &case).await.last(), Some(&ChargeNews::Refunded));
}

/// Proves: PAY-10, INTAKE-13.
#[tokio::test]
async fn who_takes_an_application_back_owes_nothing_and_the_treasury_hears_of_it() {
    let world = town(Way::ByRequest).await;
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let number = uin(&world, &case).await;
    world.wish(&case, &Wish::Withdraw, &Actor::Applicant(who.person.id.clone())).await;
    work(&world).await;
    pass(&world, 4, SignedDuration::from_secs(30)).await;
    assert_eq!(world.case(&case).await.state, CaseState::Withdrawn);
    assert_eq!(charge(&world, &case).await.state(), ChargeState::Annulled);
    assert!(treasury(&world).charges()[&number].annulled.is_some());
    // A payment that was on its way is not lost: it can be asked back.
    let payment = treasury(&world).pay(&number, FEE, world.now());
    treasury(&world).notify(&payment, false, "3eb5f9", world.now());
    pass(&world, 3, SignedDuration::from_secs(5)).await;
    let late = charge(&world, &case).await;
    assert_eq!((late.state(), late.excess().kopecks()), (ChargeState::RefundPossible, FEE));
    own::ask_back(&world.office, &who, &case, "Заявление отозвано").await.unwrap();
}

/// Proves: PAY-10.
#[tokio::test]
async fn a_part_is_told_with_the_rest_and_a_payment_that_was_taken_back_is_owed_again() {
    let world = town(Way::ByRequest).await;
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let number = uin(&world, &case).await;
    treasury(&world).pay(&number, 10_000, world.now());
    pass(&world, 14, HOUR).await;
    let part = charge(&world, &case).await;
    assert_eq!((part.state(), part.rest().kopecks()), (ChargeState::Underpaid, FEE - 10_000));
    assert_eq!((n3(&world, &case).await, news(&world, &case).await), (0, vec![ChargeNews::Issued, ChargeNews::Short]));
    own::pay_by_card(&world.office, &who, &case).await.unwrap();
    assert_eq!(crate::town::card(&world).orders()[0].kopecks, FEE - 10_000, "only the rest is asked for");
    let rest = treasury(&world).pay(&number, FEE - 10_000, world.now());
    pass(&world, 4, HOUR).await;
    assert_eq!((charge(&world, &case).await.state(), n3(&world, &case).await), (ChargeState::PaidConfirmed, 1));
    treasury(&world).revoke(&rest);
    pass(&world, 30, HOUR).await;
    assert_eq!(charge(&world, &case).await.state(), ChargeState::Underpaid, "the bank took the payment back");
}

/// Proves: PAY-10.
#[tokio::test]
async fn a_case_that_is_opened_again_can_be_paid_again() {
    let world = town(Way::ByRequest).await;
    let (_, case) = hunter(&world, "Образцов Пример Примерович").await;
    pass(&world, 45, SignedDuration::from_hours(24)).await;
    pass(&world, 4, HOUR).await;
    assert_eq!(charge(&world, &case).await.state(), ChargeState::Expired);
    assert_eq!(world.case(&case).await.state, CaseState::DecisionNegative);
    let signer = world.official("nature.chief", "Начальников Пример Примерович", &[Role::Signer]).await;
    let reason = "Деньги ушли, но банк задержал сведения".to_owned();
    let reopen = Wish::Reopen { reason, by: ReopenGround::Complaint };
    world.wish(&case, &reopen, &Actor::Official(signer.id.clone())).await;
    work(&world).await;
    pass(&world, 3, SignedDuration::from_secs(30)).await;
    let again = charge(&world, &case).await;
    assert!(again.state().payable() && again.until.at > world.now(), "{:?}", again.state());
    assert_eq!(news(&world, &case).await.last(), Some(&ChargeNews::Issued), "and is told so");
    let number = uin(&world, &case).await;
    assert!(treasury(&world).charges()[&number].annulled.is_none(), "it is due there, too");
    treasury(&world).pay(&number, FEE, world.now());
    pass(&world, 14, HOUR).await;
    assert_eq!((charge(&world, &case).await.state(), n3(&world, &case).await), (ChargeState::PaidConfirmed, 1));
}
