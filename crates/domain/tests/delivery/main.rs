//! Results that are things, proved: the table of SM-23, random events that never lose or double an
//! item, blanks, duplicates, and the ban on paper.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::case::Actor;
use domain::delivery::{
    Blank, BlankRef, BlankState, Code, Delivery, Handed, Method, Move, Receiver, Stage, Step, Tracked, What, diagram,
    leads, range,
};
use domain::duplicate::{Content, Maker, Standing, details};
use domain::id::{CaseId, DuplicateId, OfficialId, PersonId};
use domain::refusal::Refusal;
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use regulation::clock::Due;
use regulation::fact::Attachment;
use regulation::region::DuplicateKind;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_500_000 + seconds).unwrap()
}

fn official() -> OfficialId {
    OfficialId("00000000000000000000000000000001".to_owned())
}

fn anna() -> Actor {
    Actor::Official(official())
}

/// A term of a hundred seconds for every way.
fn stored(from: i64) -> impl Fn(Method) -> Result<Option<Due>, Refusal> {
    move |_| {
        Ok(Some(
            serde_json::from_value(serde_json::json!({
                "at": at(from + 100).to_string(),
                "story": {
                    "from": at(from).to_string(), "term": {"amount": 1, "unit": "calendar_days"},
                    "time_zone": "Europe/Samara", "met": [], "pauses": [],
                },
            }))
            .unwrap(),
        ))
    }
}

fn step(item: &Delivery, step: &Step, now: i64) -> Result<Option<Delivery>, Refusal> {
    item.step(step, &anna(), stored(now), at(now))
}

fn did(item: &Delivery, this: &Step) -> Delivery {
    step(item, this, 0).unwrap().unwrap()
}

fn choose(method: Method) -> Step {
    let centre = (method == Method::Centre).then(|| "service-centre".to_owned());
    let address = if method.by_carrier() { "ул. Примерная, д. 1".to_owned() } else { String::new() };
    Step::Choose { method, centre, address }
}

fn blank(number: u32) -> Option<BlankRef> {
    Some(BlankRef { kind: "plates".to_owned(), serial: format!("АА {number:06}") })
}

fn track(id: &str, what: What) -> Step {
    Step::Track(Tracked { id: id.to_owned(), tracking: "RU1".to_owned(), what })
}

fn handed() -> Step {
    let (document, against) = ("passport".to_owned(), "esia".to_owned());
    Step::HandOver(Handed { document, against, receiver: Receiver::Applicant, originals: Vec::new() })
}

fn sent(method: Method) -> Delivery {
    let item = did(&Delivery::begin("plate"), &choose(method));
    let item = did(&item, &Step::Prepare { blank: blank(1) });
    let item = did(&item, &Step::Give);
    if method.by_carrier() { did(&item, &Step::Ship { tracking: "RU1".to_owned(), shipment: 1 }) } else { item }
}

/// Proves: SM-23.
#[test]
fn the_table_of_a_delivery_is_the_one_of_the_requirements() {
    let mut table = String::new();
    for stage in Stage::ALL {
        for kind in Move::ALL {
            if let Some(to) = leads(stage, kind) {
                table.push_str(&format!("{} -- {} --> {}\n", stage.name(), kind.name(), to.name()));
            }
        }
    }
    insta::assert_snapshot!(table);
    assert!(Move::ALL.iter().all(|kind| leads(Stage::HandedOver, *kind).is_none()), "handed over is the end");
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::HandedOver) {
        assert!(Move::ALL.iter().any(|kind| leads(stage, *kind).is_some()), "{stage:?} has a way out");
    }
    assert!(diagram().contains("in_transit --> lost"));
}

/// Proves: DELIVERY-02, SM-23.
#[test]
fn a_locker_code_is_there_only_while_the_item_lies_there_and_is_never_printed() {
    let item = sent(Method::Locker);
    let lies = What::Lies { point: "Постамат № 1".to_owned(), code: Some(Code("700037".to_owned())) };
    let there = did(&item, &track("a", lies));
    assert_eq!((there.at.stage, there.code.is_some()), (Stage::AtPoint, true));
    assert!(!format!("{there:?}").contains("700037"), "not in logs");
    assert!(!serde_json::to_string(&there.at).unwrap().contains("700037"), "not in the journal");
    let over = did(&there, &track("b", What::Fetched));
    assert_eq!((over.at.stage, over.code, over.at.until), (Stage::HandedOver, None, None));
    assert_eq!(over.check.unwrap().against, "carrier");
}

/// Proves: DELIVERY-02, SM-23.
#[test]
fn what_a_carrier_does_not_take_or_loses_without_a_word_is_helped_by_the_officials_word() {
    let given = did(&did(&Delivery::begin("plate"), &choose(Method::Post)), &Step::Prepare { blank: blank(1) });
    let given = did(&given, &Step::Give);
    let back = did(&given, &Step::ComeBack);
    assert_eq!((back.at.stage, back.at.blank.clone()), (Stage::Returned, blank(1)), "the thing itself is there");
    assert_eq!(did(&back, &handed()).at.stage, Stage::HandedOver, "it is handed over at the authority");
    assert_eq!(did(&back, &choose(Method::Courier)).at.stage, Stage::Prepared, "or sent another way");
    let lost = did(&sent(Method::Locker), &Step::Miss);
    assert_eq!(lost.at.stage, Stage::Lost);
    assert_eq!(did(&lost, &Step::Reissue { blank: blank(2) }).at.stage, Stage::Prepared);
    let lies = did(&sent(Method::Locker), &track("a", What::Lies { point: "Постамат".to_owned(), code: None }));
    for step in [Step::Miss, Step::ComeBack] {
        assert!(lies.step(&step, &Actor::Machine, |_| Ok(None), at(0)).is_err(), "what lies there is the carrier's");
    }
}

/// Proves: DELIVERY-02.
#[test]
fn events_come_twice_and_late_and_change_nothing_then() {
    let item = sent(Method::Post);
    let moves = did(&item, &track("a", What::Moves));
    assert_eq!(step(&moves, &track("a", What::Lost), 0).unwrap(), None, "the same id again");
    let lies = did(&moves, &track("c", What::Lies { point: "Отделение".to_owned(), code: None }));
    let late = did(&lies, &track("b", What::Moves));
    assert_eq!(late.at, lies.at, "overtaken");
    let stranger = Step::Track(Tracked { id: "z".to_owned(), tracking: "RU2".to_owned(), what: What::Fetched });
    assert_eq!(step(&lies, &stranger, 0).unwrap(), None, "another shipment");
}

/// Proves: DELIVERY-02, SM-23.
#[test]
fn what_is_lost_is_made_anew_on_another_blank_and_the_old_shipment_changes_nothing() {
    let lost = did(&sent(Method::Post), &track("a", What::Lost));
    assert_eq!(step(&lost, &Step::Reissue { blank: blank(1) }, 0), Err(Refusal::AlreadyDone), "the spoiled blank");
    let anew = did(&lost, &Step::Reissue { blank: blank(2) });
    assert_eq!((anew.at.stage, &anew.at.blank), (Stage::Prepared, &blank(2)));
    assert_eq!(step(&anew, &track("b", What::Fetched), 0).unwrap(), None, "the lost one was found: it is spoiled");
    let again = did(&anew, &Step::Give);
    assert_eq!(again.at.shipment, 2);
    assert_eq!(step(&again, &Step::Ship { tracking: "RU1".to_owned(), shipment: 1 }, 0).unwrap(), None);
}

/// Proves: DELIVERY-02.
#[test]
fn nothing_is_handed_over_without_a_check_of_identity() {
    let there = did(&did(&Delivery::begin("plate"), &Step::Prepare { blank: blank(1) }), &Step::Arrive);
    let unchecked = Handed {
        document: " ".to_owned(),
        against: "esia".to_owned(),
        receiver: Receiver::Applicant,
        originals: Vec::new(),
    };
    assert_eq!(step(&there, &Step::HandOver(unchecked.clone()), 0), Err(Refusal::IdentityNotChecked));
    let powerless = Handed {
        document: "passport".to_owned(),
        receiver: Receiver::Representative { name: "Примеров Пример".to_owned(), power: String::new() },
        ..unchecked
    };
    assert_eq!(step(&there, &Step::HandOver(powerless), 0), Err(Refusal::IdentityNotChecked));
    let over = did(&there, &handed());
    assert_eq!(over.check.as_ref().map(|check| (check.document.as_str(), &check.by)), Some(("passport", &anna())));
    assert!(step(&over, &handed(), 0).is_err(), "not twice");
    let carried = did(&sent(Method::Post), &track("a", What::Lies { point: "Отделение".to_owned(), code: None }));
    assert!(step(&carried, &handed(), 0).is_err(), "what a carrier holds nobody else hands over");
}

/// Proves: SM-23.
#[test]
fn a_storage_term_lapses_once_it_has_passed_and_the_item_is_sent_again_or_fetched() {
    let there = did(&did(&Delivery::begin("plate"), &Step::Prepare { blank: None }), &Step::Arrive);
    assert_eq!(step(&there, &Step::Lapse, 99), Err(Refusal::NotDue));
    let back = step(&there, &Step::Lapse, 100).unwrap().unwrap();
    assert_eq!((back.at.stage, &back.at.until), (Stage::Returned, &None));
    assert_eq!(did(&back, &handed()).at.stage, Stage::HandedOver);
    let resent = did(&did(&back, &choose(Method::Courier)), &Step::Give);
    assert_eq!((resent.at.stage, resent.at.stays), (Stage::HandedToCarrier, 1));
}

fn any_step() -> impl Strategy<Value = Step> {
    let event = (0..6_u8, "[ab]", 0..5_u8).prop_map(|(id, tracking, what)| {
        let what = match what {
            0 => What::Moves,
            1 => What::Lies { point: "Пункт".to_owned(), code: Some(Code("1".to_owned())) },
            2 => What::Fetched,
            3 => What::ComesBack,
            _ => What::Lost,
        };
        Step::Track(Tracked { id: id.to_string(), tracking, what })
    });
    prop_oneof![
        (0..5_usize).prop_map(|method| choose(Method::ALL[method])),
        (1..4_u32).prop_map(|number| Step::Prepare { blank: blank(number) }),
        (1..9_u32).prop_map(|number| Step::Reissue { blank: blank(number) }),
        Just(Step::Give),
        ("[ab]", 1..4_u32).prop_map(|(tracking, shipment)| Step::Ship { tracking, shipment }),
        event.clone(),
        event,
        Just(Step::Arrive),
        Just(Step::Miss),
        Just(Step::ComeBack),
        Just(handed()),
        Just(Step::Lapse),
    ]
}

proptest! {
    /// Proves: SM-23, DELIVERY-02.
    #[test]
    fn random_events_never_lose_or_double_an_item(steps in prop::collection::vec((any_step(), 0..400_i64), 0..60)) {
        let mut item = Delivery::begin("plate");
        let mut over = 0;
        for (this, now) in &steps {
            let before = item.clone();
            if let Ok(Some(next)) = step(&item, this, *now) {
                item = next;
            }
            prop_assert_eq!(&item.at.output, &before.at.output);
            if before.at.stage != item.at.stage || matches!(this, Step::Track(_)) {
                prop_assert!(before.at.stage == item.at.stage || leads(before.at.stage, this.kind()) == Some(item.at.stage));
            }
            if item.at.stage == Stage::HandedOver && before.at.stage != Stage::HandedOver {
                over += 1;
                prop_assert!(item.check.is_some());
            }
            prop_assert!(item.code.is_none() || item.at.stage == Stage::AtPoint);
            prop_assert!(item.at.until.is_none() || item.at.stage == Stage::AtPoint);
            prop_assert!(item.at.stage == Stage::Chosen || item.at.blank.is_some(), "a thing has its blank");
            prop_assert_eq!(item.check.is_some(), item.at.stage == Stage::HandedOver);
        }
        prop_assert!(over <= 1);
    }

    #[test]
    fn ranges_are_whole_and_never_panic(from in ".{0,20}", to in ".{0,20}") {
        if let Ok(serials) = range(&from, &to) {
            let unique: std::collections::BTreeSet<_> = serials.iter().collect();
            prop_assert_eq!(unique.len(), serials.len());
        }
    }
}

/// Proves: SM-23.
#[test]
fn a_blank_is_reserved_once_and_written_off_only_with_an_act() {
    assert_eq!(range("аа 000098", "АА 000101").unwrap(), ["АА 000098", "АА 000099", "АА 000100", "АА 000101"]);
    for (from, to) in [("АА 1", "ББ 2"), ("АА 9", "АА 10"), ("АА 5", "АА 4"), ("", ""), ("АА", "АА")] {
        assert_eq!(range(from, to), Err(Refusal::RangeWrong), "{from} {to}");
    }
    assert_eq!(range("А 000001", "А 000999"), Err(Refusal::TooLarge));
    let case = CaseId("00000000000000000000000000000007".to_owned());
    let free = Blank::received(blank(1).unwrap(), "machinery-inspection", &official(), at(0));
    let reserved = free.reserve(&case, "plate", &official(), at(1)).unwrap();
    assert_eq!(reserved.reserve(&case, "plate", &official(), at(2)), Err(Refusal::AlreadyDone));
    for (reason, act) in [("", "Акт 1"), ("брак", " ")] {
        assert_eq!(reserved.spoil(reason, act, &official(), at(2)), Err(Refusal::SpoilingUnproved));
    }
    let used = reserved.used(at(3)).unwrap();
    assert_eq!(used.spoil("брак", "Акт 1", &official(), at(4)), Err(Refusal::AlreadyDone), "it is with the person");
    assert_eq!(free.spoil("брак", "Акт 1", &official(), at(1)).unwrap().state, BlankState::Spoiled);
}

fn content() -> Content {
    Content {
        id: DuplicateId("00000000000000000000000000000003".to_owned()),
        person: PersonId("00000000000000000000000000000003".to_owned()),
        kind: "power".to_owned(),
        title: "Доверенность".to_owned(),
        details: Vec::new(),
        image: Attachment {
            sha256: "00".to_owned(),
            name: "a.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
        },
        maker: Maker {
            official: official(),
            name: "Нотариусова Проба".to_owned(),
            post: "нотариус".to_owned(),
            authority: "notary".to_owned(),
        },
        made_at: at(0),
        until: Some(date(2026, 6, 1)),
    }
}

/// Proves: DUP-01.
#[test]
fn a_duplicate_without_a_detail_or_a_signature_is_none() {
    let fields =
        IndexMap::from([("number".to_owned(), "Номер".to_owned()), ("issued".to_owned(), "Дата выдачи".to_owned())]);
    let kind = DuplicateKind {
        title: "Доверенность".to_owned(), fields, valid: None, because: "п. 1".to_owned()
    };
    let said = |name: &str| if name == "number" { " 77  АА ".to_owned() } else { " ".to_owned() };
    assert_eq!(details(&kind, said), Err(Refusal::DetailMissing("Дата выдачи".to_owned())));
    let whole = details(&kind, |_| "77".to_owned()).unwrap();
    assert_eq!(whole.iter().map(|detail| detail.label.as_str()).collect::<Vec<_>>(), ["Номер", "Дата выдачи"]);
    assert_eq!(content().signed(None).unwrap_err(), Refusal::SignatureNeeded);
    assert_eq!(content().signed(Some(String::new())).unwrap_err(), Refusal::SignatureNeeded);
}

/// Proves: DUP-02.
#[test]
fn an_expired_or_revoked_duplicate_is_not_used_and_says_why() {
    let made = content().signed(Some("ff".to_owned())).unwrap();
    assert_eq!(made.usable(date(2026, 6, 1)), Ok(()), "its last day");
    assert_eq!(made.standing(date(2026, 6, 2)), Standing::Expired);
    let Err(Refusal::DuplicateUnfit { why }) = made.usable(date(2026, 6, 2)) else { panic!("expired") };
    assert!(why.contains("01.06.2026"), "{why}");
    assert_eq!(made.revoke(&official(), "another", "ошибка", at(1)), Err(Refusal::NotFound));
    assert_eq!(made.revoke(&official(), "notary", " ", at(1)), Err(Refusal::ReasonNeeded));
    let revoked = made.revoke(&official(), "notary", "ошибка в номере", at(1)).unwrap();
    let Err(Refusal::DuplicateUnfit { why }) = revoked.usable(date(2026, 5, 1)) else { panic!("revoked") };
    assert!(why.contains("ошибка в номере"), "{why}");
    assert_eq!(revoked.revoke(&official(), "notary", "ещё раз", at(2)), Err(Refusal::AlreadyDone));
}
