//! From the fee of a regulation to its proof: the ordinary course, by card, by code, by whoever pays.

use actions::payment::own::{self, Lacks};
use actions::stop::Stop;
use connect::exchange::Way;
use connect::gisgmp::{Outage, Protocol};
use domain::case::CaseState;
use domain::charge::{ChargeState, Registered};
use domain::evidence::EvidenceState;
use domain::notice::ChargeNews;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use regulation::identifier::{Identifier, IdentifierKind};

use crate::town::{
    FEE, HOUR, MINUTE, card, charge, hunter, memory, n3, news, pass, replays, request, town, treasury, uin, work,
};

/// Proves: PAY-01, PAY-04, PAY-05, PAY-07, PAY-09.
#[tokio::test]
async fn the_fee_of_the_regulation_is_charged_paid_proved_and_the_case_goes_on() {
    for way in [Way::ByRequest, Way::ByQueue] {
        let world = town(way).await;
        let (_, case) = hunter(&world, "Образцов Пример Примерович").await;
        let made = charge(&world, &case).await;
        let number = made.uin.clone().unwrap();
        assert!(Identifier::parse(IdentifierKind::Uin, &number).is_ok(), "{number}");
        assert_eq!((made.amount.kopecks(), made.state()), (FEE, ChargeState::ChargeIssued));
        assert_eq!(made.details.name, "УФК по региону «Приозёрье» (Минприроды Приозёрья)");
        assert!(made.purpose.contains(&made.number), "{}", made.purpose);
        assert!(matches!(made.contact.registered, Registered::Yes { .. }), "{way:?}: {:?}", made.contact);
        let there = treasury(&world).charges().remove(&number).unwrap();
        assert_eq!((there.kopecks, there.kbk.as_str()), (FEE, made.details.kbk.as_str()));
        assert_eq!(news(&world, &case).await, [ChargeNews::Issued], "the applicant is told what to pay");
        // The regulation asks for proof and waits for the payer, past the norm of its source.
        pass(&world, 6, SignedDuration::from_hours(12)).await;
        assert_eq!(request(&world, &case).await.state, EvidenceState::Queued);
        assert_eq!(world.case(&case).await.state, CaseState::InProgress, "nobody is refused for not having paid yet");
        assert_eq!(n3(&world, &case).await, 0);
        // Somebody pays by the code; nobody presses anything here.
        treasury(&world).pay(&number, FEE, world.now());
        pass(&world, 14, HOUR).await;
        assert_eq!(charge(&world, &case).await.state(), ChargeState::PaidConfirmed, "{way:?}");
        assert_eq!(n3(&world, &case).await, 1);
        assert_eq!(request(&world, &case).await.state, EvidenceState::Answered);
        let decided = world.case(&case).await;
        assert!(decided.decision.as_ref().is_some_and(|decision| decision.positive), "{way:?}: {:?}", decided.state);
        let asked = memory(&world).asked();
        assert!(asked.iter().all(|question| question.source != "treasury.payment"), "the charge answers for it");
        replays(&world, &case).await;
    }
}

/// Proves: PAY-01, PAY-05.
#[tokio::test]
async fn paying_by_card_is_believed_only_when_the_treasury_says_so() {
    let world = town(Way::ByRequest).await;
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let owed = own::owed(&world.office, &who, &case).await.unwrap();
    assert!(owed.card && owed.lacks.is_none());
    assert!(owed.code.unwrap().starts_with("<svg"));
    let address = own::pay_by_card(&world.office, &who, &case).await.unwrap();
    assert_eq!(
        own::pay_by_card(&world.office, &who, &case).await.unwrap(),
        address,
        "a second click is the same order"
    );
    let orders = card(&world).orders();
    assert_eq!((orders.len(), orders[0].kopecks, orders[0].uin.clone()), (1, FEE, uin(&world, &case).await));
    assert_eq!(charge(&world, &case).await.state(), ChargeState::PaymentStarted);
    own::returned(&world.office, &who, &case).await.unwrap();
    pass(&world, 5, SignedDuration::from_secs(5)).await;
    assert_eq!(charge(&world, &case).await.state(), ChargeState::AwaitingProof, "coming back is no proof");
    assert_eq!(n3(&world, &case).await, 0);
    treasury(&world).pay(&uin(&world, &case).await, FEE, world.now());
    world.wait(MINUTE);
    own::ask_now(&world.office, &who, &case).await.unwrap();
    work(&world).await;
    pass(&world, 3, SignedDuration::from_secs(2)).await;
    assert_eq!((charge(&world, &case).await.state(), n3(&world, &case).await), (ChargeState::PaidConfirmed, 1));
    let again = own::pay_by_card(&world.office, &who, &case).await;
    assert!(matches!(again, Err(Stop::Refused(Refusal::ChargeState("paid_confirmed")))), "nothing is paid twice by us");
    // The provider that does not answer costs nobody anything.
    let (other, second) = hunter(&world, "Примеров Образец Образцович").await;
    card(&world).down(true);
    let closed = own::pay_by_card(&world.office, &other, &second).await;
    assert!(matches!(closed, Err(Stop::Refused(Refusal::CardClosed))), "{closed:?}");
    assert!(own::owed(&world.office, &other, &second).await.unwrap().code.is_some(), "the code is still there");
}

/// Proves: PAY-04, PAY-05, PAY-10.
#[tokio::test]
async fn a_notice_is_proof_whoever_paid_and_however_often_it_comes() {
    let world = town(Way::ByQueue).await;
    let (_, case) = hunter(&world, "Образцов Пример Примерович").await;
    let (_, other) = hunter(&world, "Примеров Образец Образцович").await;
    let number = uin(&world, &case).await;
    assert_ne!(number, uin(&world, &other).await);
    let treasury = treasury(&world);
    let payment = treasury.pay(&number, FEE, world.now());
    for by_quittance in [false, true, false] {
        treasury.notify(&payment, by_quittance, "3eb5f9", world.now());
    }
    pass(&world, 4, SignedDuration::from_secs(2)).await;
    assert_eq!(treasury.notices_taken().len(), 3, "all were taken, none comes again");
    assert_eq!((charge(&world, &case).await.state(), n3(&world, &case).await), (ChargeState::PaidConfirmed, 1));
    assert_eq!(charge(&world, &case).await.proofs.len(), 1);
    assert_eq!(charge(&world, &other).await.state(), ChargeState::ChargeIssued, "another's number, another's charge");
    // A notice about a number nobody here knows is confirmed and forgotten.
    let strange = treasury.pay("18817072416285972102", 100, world.now());
    treasury.notify(&strange, false, "3eb5f9", world.now());
    pass(&world, 2, SignedDuration::from_secs(2)).await;
    assert_eq!(treasury.notices_taken().len(), 4);
}

/// Proves: PAY-01, PAY-06.
#[tokio::test]
async fn where_the_registry_lacks_details_nothing_is_charged_and_the_reason_is_told() {
    let mut world = town(Way::ByRequest).await;
    world.office.region.authorities.get_mut("nature-ministry").unwrap().payees.clear();
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let owed = own::owed(&world.office, &who, &case).await.unwrap();
    assert_eq!((owed.charge.is_none(), owed.lacks, owed.card), (true, Some(Lacks::Payee), false));
    let elsewhere = town(Way::ByRequest).await;
    let (stranger, _) = hunter(&elsewhere, "Примеров Образец Образцович").await;
    assert!(matches!(own::owed(&world.office, &stranger, &case).await, Err(Stop::Missing)), "not theirs to see");
}

/// Proves: PAY-07.
#[tokio::test]
async fn without_a_number_payment_by_details_works_and_the_source_is_asked_as_before() {
    let mut world = town(Way::ByRequest).await;
    world.office.region.authorities.get_mut("nature-ministry").unwrap().payees[0].uin = None;
    let (who, case) = hunter(&world, "Образцов Пример Примерович").await;
    let owed = own::owed(&world.office, &who, &case).await.unwrap();
    assert_eq!(owed.charge.as_ref().unwrap().uin, None);
    assert!(owed.code.is_some() && !owed.card);
    assert!(treasury(&world).charges().is_empty(), "what has no number cannot be found there");
    assert!(memory(&world).asked().iter().any(|question| question.source == "treasury.payment"));
}

/// Proves: PAY-04.
#[tokio::test]
async fn a_charge_that_the_treasury_refuses_is_shown_to_a_person_and_can_still_be_paid() {
    let world = town(Way::ByRequest).await;
    let no = Protocol { entity: String::new(), code: "12".to_owned(), words: "Неверный КБК".to_owned() };
    treasury(&world).refuses(Some(no));
    let (_, case) = hunter(&world, "Образцов Пример Примерович").await;
    let refused = charge(&world, &case).await;
    assert_eq!(
        refused.contact.registered,
        Registered::Refused { code: "12".to_owned(), words: "Неверный КБК".to_owned() }
    );
    assert!(refused.history.iter().any(|one| one.what == "reject"));
    treasury(&world).pay(&uin(&world, &case).await, FEE, world.now());
    pass(&world, 14, HOUR).await;
    assert_eq!(charge(&world, &case).await.state(), ChargeState::PaidConfirmed);
}

/// Proves: PAY-04, PAY-10.
#[tokio::test]
async fn a_charge_expires_only_by_an_answer_of_after_its_term() {
    let world = town(Way::ByRequest).await;
    let (_, case) = hunter(&world, "Образцов Пример Примерович").await;
    treasury(&world).suffers(Outage::Down);
    pass(&world, 40, SignedDuration::from_hours(24)).await;
    let silent = charge(&world, &case).await;
    assert!(silent.until.at < world.now() && silent.state() == ChargeState::ChargeIssued, "{:?}", silent.state());
    assert_eq!(world.case(&case).await.state, CaseState::InProgress, "nobody is refused while it is silent");
    treasury(&world).suffers(Outage::None);
    pass(&world, 3, HOUR).await;
    assert_eq!(charge(&world, &case).await.state(), ChargeState::Expired);
    assert_eq!(news(&world, &case).await, [ChargeNews::Issued, ChargeNews::Expired]);
    pass(&world, 3, HOUR).await;
    let refused = world.case(&case).await;
    assert!(refused.decision.as_ref().is_some_and(|decision| decision.grounds == ["D5"]), "{:?}", refused.state);
}
