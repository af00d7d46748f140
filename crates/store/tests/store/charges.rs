//! Charges: one for each case, one УИН for each charge, one of two changes at once.

use domain::charge::{Charge, Wish, decide};
use domain::id::{CaseId, ChargeId};
use serde_json::json;
use store::charges;

use crate::engines::for_each_scratch;
use crate::samples::{at, batch, id};

const UIN: &str = "00099013000000000012";

fn charge(number: u64, uin: Option<&str>) -> Charge {
    serde_json::from_value(json!({
        "id": id(number, 0x4d), "case": id(number, 0x4d), "number": "ЗГ-2026-000001-11", "person": id(1, 0x4d),
        "payer": "Примерова Анна", "authority": "registry-office", "service": "marriage", "title": "Брак", "uin": uin,
        "details": {
            "name": "УФК", "inn": "9900000137", "kpp": "990101001", "bank": "ОТДЕЛЕНИЕ", "bik": "010000001",
            "correspondent": "40102810145370000099", "account": "03100643000000010013", "oktmo": "00701000",
            "kbk": "00010800000011000113",
        },
        "purpose": "Пошлина", "amount": 35_000, "lines": [], "exempt": null, "because": "клауза",
        "made_at": at(1).to_string(), "revision": 1,
        "until": {
            "at": at(1000).to_string(),
            "story": {
                "from": at(1).to_string(), "term": {"amount": 1, "unit": "calendar_days"},
                "time_zone": "Europe/Samara", "met": [], "pauses": [],
            },
        },
    }))
    .unwrap()
}

/// Proves: PAY-07, PAY-10.
#[tokio::test]
async fn a_charge_is_found_by_its_case_and_by_its_number() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        let (first, second) = (charge(7, Some(UIN)), charge(8, None));
        db.commit(batch(charges::insert(&first))).await.unwrap();
        db.commit(batch(charges::insert(&second))).await.unwrap();
        assert_eq!(charges::by_id(db, &first.id).await.unwrap(), Some(first.clone()));
        assert_eq!(charges::by_uin(db, UIN).await.unwrap(), Some(first.clone()));
        assert_eq!(charges::of_case(db, &second.case).await.unwrap(), Some(second));
        assert_eq!(charges::by_uin(db, "00099013000000000023").await.unwrap(), None);
        // Neither a second charge of a case nor a second charge of a number.
        let again = Charge { id: ChargeId(id(9, 0x4d)), uin: None, ..first.clone() };
        assert!(db.commit(batch(charges::insert(&again))).await.unwrap_err().is_conflict());
        let stolen = Charge { id: ChargeId(id(9, 0x4d)), case: CaseId(id(9, 0x4d)), ..first };
        assert!(db.commit(batch(charges::insert(&stolen))).await.unwrap_err().is_conflict());
        assert_eq!(charges::by_id(db, &stolen.id).await.unwrap(), None, "nothing of it stays");
    })
    .await;
}

/// Proves: PAY-10.
#[tokio::test]
async fn of_two_changes_at_once_one_looks_again() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        let read = charge(7, Some(UIN));
        db.commit(batch(charges::insert(&read))).await.unwrap();
        let started = decide(&read, &Wish::Start, &domain::case::Actor::Machine, at(2)).unwrap().charge;
        let returned = decide(&read, &Wish::Return, &domain::case::Actor::Machine, at(2)).unwrap().charge;
        db.commit(batch([charges::update(&started, read.revision)])).await.unwrap();
        assert!(db.commit(batch([charges::update(&returned, read.revision)])).await.unwrap_err().is_conflict());
        assert_eq!(charges::by_id(db, &read.id).await.unwrap(), Some(started));
    })
    .await;
}
