//! A charge and its payment, proved: the table of SM-14, and random payments that end in the right
//! balance whatever the order and however often they are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::case::Actor;
use domain::charge::{Answers, Change, Charge, ChargeState, Proof, Wish, WishKind, decide, diagram, leads};
use domain::id::OfficialId;
use domain::notice::{ChargeNews, Content, Progress};
use domain::refusal::Refusal;
use jiff::Timestamp;
use proptest::prelude::*;
use regulation::money::Money;
use serde_json::json;

const UIN: &str = "00099013000000000012";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_500_000 + seconds).unwrap()
}

fn money(kopecks: i64) -> Money {
    Money::from_kopecks(kopecks)
}

/// A charge of 350 roubles that can be paid for a thousand seconds.
fn charge() -> Charge {
    serde_json::from_value(json!({
        "id": "00000000000000000000000000000007", "case": "00000000000000000000000000000007",
        "number": "ЗГ-2026-000001-11", "person": "00000000000000000000000000000007", "payer": "Примерова Анна",
        "authority": "registry-office", "service": "marriage", "title": "Регистрация брака", "uin": UIN,
        "details": {
            "name": "УФК", "inn": "9900000137", "kpp": "990101001", "bank": "ОТДЕЛЕНИЕ", "bik": "010000001",
            "correspondent": "40102810145370000099", "account": "03100643000000010013", "oktmo": "00701000",
            "kbk": "00010800000011000113",
        },
        "purpose": "Регистрация брака, заявление ЗГ-2026-000001-11", "amount": 35_000, "lines": [], "exempt": null,
        "because": "клауза", "made_at": at(0).to_string(), "revision": 1,
        "until": {
            "at": at(1000).to_string(),
            "story": {
                "from": at(0).to_string(), "term": {"amount": 1, "unit": "calendar_days"},
                "time_zone": "Europe/Samara", "met": [], "pauses": [],
            },
        },
    }))
    .unwrap()
}

fn paid(payment: &str, kopecks: i64) -> Proof {
    Proof { payment: payment.to_owned(), said_at: at(10), revoked: false, amount: money(kopecks), paid_at: at(5) }
}

fn prove(proofs: Vec<Proof>) -> Wish {
    Wish::Prove { uin: UIN.to_owned(), proofs, answers: None }
}

fn whole(asked_at: Timestamp) -> Option<Answers> {
    Some(Answers { asked_at, whole: true })
}

fn did(charge: &Charge, wish: &Wish, now: i64) -> Change {
    decide(charge, wish, &Actor::Machine, at(now)).unwrap_or_else(|refusal| panic!("{wish:?}: {refusal}"))
}

fn after(charge: &Charge, wishes: &[Wish]) -> Charge {
    wishes.iter().fold(charge.clone(), |charge, wish| did(&charge, wish, 20).charge)
}

fn is_n3(content: &Content) -> bool {
    matches!(content, Content::Paid { .. })
}

fn news(change: &Change) -> Vec<ChargeNews> {
    let one = |content: &Content| match content {
        Content::Progress(Progress::Charge { news, .. }) => Some(*news),
        _ => None,
    };
    change.notices.iter().filter_map(one).collect()
}

fn ask_back() -> Wish {
    Wish::AskRefund { words: "Заплачено дважды".to_owned(), until: at(10_000) }
}

#[test]
fn the_table_of_wishes_is_reviewed() {
    insta::assert_snapshot!(diagram());
}

/// A charge in each state, by the way it comes there.
fn in_state(state: ChargeState) -> Charge {
    let fresh = charge();
    let too_much = [prove(vec![paid("a", 35_000), paid("b", 35_000)])];
    let charge = match state {
        ChargeState::Exempt => Charge { amount: money(0), ..fresh },
        ChargeState::ChargeIssued => fresh,
        ChargeState::PaymentStarted => after(&fresh, &[Wish::Start]),
        ChargeState::AwaitingProof => after(&fresh, &[Wish::Start, Wish::Return]),
        ChargeState::ProofDelayed => after(&fresh, &[Wish::Return, Wish::Silence]),
        ChargeState::Underpaid => after(&fresh, &[prove(vec![paid("a", 10_000)])]),
        ChargeState::PaidConfirmed => after(&fresh, &[prove(vec![paid("a", 35_000)])]),
        ChargeState::RefundPossible => after(&fresh, &too_much),
        ChargeState::RefundRequested => after(&after(&fresh, &too_much), &[ask_back()]),
        ChargeState::Refunded => {
            after(&after(&fresh, &too_much), &[ask_back(), Wish::GrantRefund { document: "Поручение 1".to_owned() }])
        }
        ChargeState::RefundRefused => {
            after(&after(&fresh, &too_much), &[ask_back(), Wish::RefuseRefund { why: "Не тот счёт".to_owned() }])
        }
        ChargeState::Expired => {
            let asked = Wish::Prove { uin: UIN.to_owned(), proofs: Vec::new(), answers: whole(at(1001)) };
            did(&after(&fresh, &[asked]), &Wish::Expire, 1002).charge
        }
        ChargeState::Annulled => after(&fresh, &[Wish::Annul { why: "Ошибка".to_owned() }]),
    };
    assert_eq!(charge.state(), state);
    charge
}

fn wishes() -> Vec<Wish> {
    vec![
        Wish::Register,
        Wish::Reject { code: "7".to_owned(), words: "Нет".to_owned() },
        Wish::SaveDocument,
        Wish::Start,
        Wish::Return,
        prove(vec![paid("z", 100)]),
        Wish::Silence,
        Wish::Expire,
        Wish::Annul { why: "Ошибка".to_owned() },
        Wish::Unserve { refundable: true },
        Wish::Restore { until: charge().until },
        ask_back(),
        Wish::GrantRefund { document: "Поручение 2".to_owned() },
        Wish::RefuseRefund { why: "Нет".to_owned() },
    ]
}

/// Proves: PAY-10, SM-14.
#[test]
fn every_wish_in_every_state_is_granted_or_refused_as_the_table_says() {
    assert_eq!(wishes().iter().map(Wish::kind).collect::<Vec<_>>(), WishKind::ALL);
    for state in ChargeState::ALL {
        let charge = in_state(state);
        for wish in wishes() {
            match decide(&charge, &wish, &Actor::Machine, at(20)) {
                Ok(change) => {
                    assert!(leads(state, wish.kind()), "{} in {}", wish.kind().name(), state.name());
                    assert_eq!(change.charge.revision, charge.revision + 1);
                    assert_eq!(change.charge.amount, charge.amount, "what is due never changes (PAY-09)");
                }
                Err(Refusal::ChargeState(_)) => assert!(!leads(state, wish.kind())),
                // The table allows it, the circumstances do not.
                Err(Refusal::NotDue | Refusal::AlreadyDone) => assert!(leads(state, wish.kind())),
                Err(other) => panic!("{} in {}: {other}", wish.kind().name(), state.name()),
            }
        }
    }
}

/// Proves: PAY-05, STATUS-01, SM-14.
#[test]
fn the_proof_and_not_the_click_is_told_and_only_once() {
    let mut clicked = did(&charge(), &Wish::Start, 1);
    assert!(clicked.notices.is_empty());
    clicked = did(&clicked.charge, &Wish::Return, 2);
    assert!(clicked.notices.is_empty());
    let proved = did(&clicked.charge, &prove(vec![paid("a", 35_000)]), 3);
    assert_eq!(proved.notices.iter().filter(|one| is_n3(one)).count(), 1);
    let again = did(&proved.charge, &prove(vec![paid("a", 35_000)]), 4);
    assert!(again.notices.is_empty() && !again.tells, "the same proof again is nothing new");
    assert_eq!(again.charge.state(), ChargeState::PaidConfirmed);
}

/// Proves: PAY-10.
#[test]
fn what_does_not_fit_is_told_with_the_sum_it_is_about() {
    let short = did(&charge(), &prove(vec![paid("a", 10_000)]), 1);
    assert_eq!((short.charge.state(), news(&short)), (ChargeState::Underpaid, vec![ChargeNews::Short]));
    assert_eq!(short.charge.rest(), money(25_000));
    let rest = did(&short.charge, &prove(vec![paid("b", 25_000)]), 2);
    assert_eq!(
        (rest.charge.state(), rest.notices.iter().filter(|one| is_n3(one)).count()),
        (ChargeState::PaidConfirmed, 1)
    );
    let over = did(&charge(), &prove(vec![paid("a", 40_000)]), 1);
    assert_eq!((over.charge.excess(), news(&over)), (money(5_000), vec![ChargeNews::Over]));
    assert!(over.notices.iter().any(is_n3) && over.charge.is_paid(), "the fee itself is paid");
    let double = did(&rest.charge, &prove(vec![paid("c", 35_000)]), 3);
    assert_eq!(news(&double), vec![ChargeNews::Over]);
    let twice = did(&charge(), &prove(vec![paid("a", 35_000), paid("b", 35_000)]), 3);
    assert_eq!((news(&twice), twice.charge.excess()), (vec![ChargeNews::Double], money(35_000)));
}

/// Proves: PAY-10.
#[test]
fn a_payment_for_another_number_is_never_taken_whoever_paid() {
    let other = Wish::Prove { uin: "00099013000000000023".to_owned(), proofs: vec![paid("a", 35_000)], answers: None };
    assert_eq!(decide(&charge(), &other, &Actor::Machine, at(1)), Err(Refusal::NotFound));
}

/// Proves: PAY-04, PAY-10.
#[test]
fn nothing_expires_while_the_payments_system_is_silent() {
    let silent = after(&charge(), &[Wish::Return, Wish::Silence, Wish::Silence]);
    assert_eq!(decide(&silent, &Wish::Expire, &Actor::Machine, at(5000)), Err(Refusal::NotDue));
    // An answer to a question of before the end of the term says nothing about the end.
    let early = Wish::Prove { uin: UIN.to_owned(), proofs: Vec::new(), answers: whole(at(999)) };
    let early = after(&silent, &[early]);
    assert_eq!(early.state(), ChargeState::AwaitingProof, "it answers again");
    assert_eq!(decide(&early, &Wish::Expire, &Actor::Machine, at(5000)), Err(Refusal::NotDue));
    let late = Wish::Prove { uin: UIN.to_owned(), proofs: Vec::new(), answers: whole(at(1001)) };
    let expired = did(&after(&early, &[late]), &Wish::Expire, 5000);
    assert_eq!((expired.charge.state(), news(&expired)), (ChargeState::Expired, vec![ChargeNews::Expired]));
    // Proof that was late on its way still counts.
    let proved = did(&expired.charge, &prove(vec![paid("a", 35_000)]), 6000);
    assert_eq!(proved.charge.state(), ChargeState::PaidConfirmed);
    assert!(proved.notices.iter().any(is_n3));
    // A part that came too late buys nothing and can be asked back.
    let part = did(&expired.charge, &prove(vec![paid("a", 100)]), 6000);
    assert_eq!((part.charge.state(), part.charge.excess()), (ChargeState::RefundPossible, money(100)));
}

/// Proves: PAY-10, INTAKE-13.
#[test]
fn a_refund_is_asked_for_and_granted_or_refused_with_words() {
    let twice = in_state(ChargeState::RefundPossible);
    let nameless = Wish::AskRefund { words: "  ".to_owned(), until: at(100) };
    assert_eq!(decide(&twice, &nameless, &Actor::Machine, at(20)), Err(Refusal::ReasonNeeded));
    let late = Wish::AskRefund { words: "Дважды".to_owned(), until: at(10) };
    assert_eq!(decide(&twice, &late, &Actor::Machine, at(20)), Err(Refusal::TermPassed));
    let asked = in_state(ChargeState::RefundRequested);
    let clerk = Actor::Official(OfficialId("00000000000000000000000000000001".to_owned()));
    let refused = decide(&asked, &Wish::RefuseRefund { why: "Не тот счёт".to_owned() }, &clerk, at(30)).unwrap();
    assert_eq!(news(&refused), vec![ChargeNews::RefundRefused]);
    let granted = decide(&asked, &Wish::GrantRefund { document: "Поручение 1".to_owned() }, &clerk, at(30)).unwrap();
    assert_eq!((granted.charge.held(), news(&granted)), (money(35_000), vec![ChargeNews::Refunded]));
    assert!(granted.charge.is_paid(), "what is too much goes back, the fee stays paid");
    assert_eq!(granted.charge.history.last().unwrap().by, clerk);
    // A third payment after the refund can be asked back anew.
    let third = did(&granted.charge, &prove(vec![paid("c", 35_000)]), 40);
    assert_eq!(third.charge.state(), ChargeState::RefundPossible);
}

/// Proves: INTAKE-13, PAY-10.
#[test]
fn a_case_that_ended_without_the_service_owes_nothing() {
    let gone = did(&charge(), &Wish::Unserve { refundable: false }, 1);
    assert_eq!(gone.charge.state(), ChargeState::Annulled);
    let paid_before = in_state(ChargeState::PaidConfirmed);
    let kept = did(&paid_before, &Wish::Unserve { refundable: false }, 1);
    assert_eq!(kept.charge.state(), ChargeState::PaidConfirmed, "the regulation does not give it back");
    let back = did(&paid_before, &Wish::Unserve { refundable: true }, 1);
    assert_eq!((back.charge.state(), back.charge.excess()), (ChargeState::RefundPossible, money(35_000)));
}

/// Proves: PAY-10.
#[test]
fn a_case_that_goes_on_owes_again_what_was_taken_back() {
    let until = charge().until;
    let restore = Wish::Restore { until };
    let gone = did(&charge(), &Wish::Unserve { refundable: true }, 1).charge;
    let back = did(&gone, &restore, 2);
    assert_eq!((back.charge.state(), news(&back)), (ChargeState::ChargeIssued, vec![ChargeNews::Issued]));
    let kept = did(&in_state(ChargeState::PaidConfirmed), &Wish::Unserve { refundable: true }, 1).charge;
    assert_eq!(did(&kept, &restore, 2).charge.state(), ChargeState::PaidConfirmed, "what is paid stays paid");
    assert_eq!(
        decide(&in_state(ChargeState::PaidConfirmed), &restore, &Actor::Machine, at(2)),
        Err(Refusal::AlreadyDone)
    );
}

fn any_proof() -> impl Strategy<Value = Proof> {
    (0..5_u8, 0..4_i64, any::<bool>(), 1..50_000_i64).prop_map(|(payment, said, revoked, kopecks)| Proof {
        payment: format!("p{payment}"),
        said_at: at(said),
        revoked,
        amount: money(kopecks),
        paid_at: at(0),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Proves: PAY-10.
    #[test]
    fn any_order_and_repetition_of_proofs_ends_in_the_right_balance(
        proofs in proptest::collection::vec(any_proof(), 0..12),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 0..30),
        together in any::<bool>(),
    ) {
        let at_once = after(&charge(), &[prove(proofs.clone())]);
        // Told one by one, in another order and some again; then every one of them once more.
        let mut mixed = charge();
        let mut confirmed = 0;
        let again = order.iter().filter(|_| !proofs.is_empty()).map(|index| index.get(&proofs).clone());
        for proof in again.chain(proofs.iter().rev().cloned()) {
            let told = if together { vec![proof.clone(), proof] } else { vec![proof] };
            let change = did(&mixed, &prove(told), 20);
            confirmed += change.notices.iter().filter(|one| is_n3(one)).count();
            mixed = change.charge;
        }
        prop_assert_eq!(&mixed.proofs, &at_once.proofs);
        prop_assert_eq!(mixed.state(), at_once.state());
        prop_assert_eq!((mixed.held(), mixed.rest(), mixed.excess()), (at_once.held(), at_once.rest(), at_once.excess()));
        prop_assert!(confirmed <= 1, "N3 once");
        // The balance by its definition: the last word about each payment, summed up.
        let mut expected = 0;
        for payment in (0..5).map(|number| format!("p{number}")) {
            if let Some(last) = proofs.iter().filter(|proof| proof.payment == payment).max() {
                expected += if last.revoked { 0 } else { last.amount.kopecks() };
            }
        }
        prop_assert_eq!(mixed.paid(), money(expected));
        prop_assert_eq!(mixed.is_paid(), expected >= 35_000);
    }

    /// Proves: PAY-10.
    #[test]
    fn whatever_is_wished_in_whatever_order_money_is_neither_made_nor_lost(
        steps in proptest::collection::vec((0..14_usize, any_proof(), 0..3000_i64), 0..40),
    ) {
        let mut charge = charge();
        let mut told = 0;
        for (which, proof, now) in steps {
            let wish = match wishes().swap_remove(which) {
                Wish::Prove { .. } => Wish::Prove { uin: UIN.to_owned(), proofs: vec![proof], answers: whole(at(now)) },
                wish => wish,
            };
            let before = charge.clone();
            match decide(&charge, &wish, &Actor::Machine, at(now)) {
                Ok(change) => {
                    told += change.notices.iter().filter(|one| is_n3(one)).count();
                    charge = change.charge;
                }
                Err(_) => prop_assert_eq!(&charge, &before),
            }
            let kopecks = |money: Money| money.kopecks();
            let (paid, back, held) = (kopecks(charge.paid()), kopecks(charge.given_back()), kopecks(charge.held()));
            prop_assert_eq!(held, (paid - back).max(0));
            prop_assert!(kopecks(charge.excess()) <= held, "nobody can be given more than there is");
            prop_assert_eq!(charge.is_paid(), held >= 35_000);
            prop_assert_eq!(kopecks(charge.rest()), (35_000 - held).max(0));
            prop_assert!(charge.refunds.iter().rev().skip(1).all(|refund| refund.settled.is_some()));
        }
        prop_assert!(told <= 1, "N3 once");
    }
}
