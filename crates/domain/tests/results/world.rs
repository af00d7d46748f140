//! Invented entries, officials, a service that reads another one's results, the shipped region.

use std::collections::BTreeMap;

use domain::case::Actor;
use domain::id::{CaseId, OfficialId, PersonId, ResultId};
use domain::official::Official;
use domain::result::{Made, ResultRecord, ResultState};
use jiff::Timestamp;
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation};
use regulation::region::{self, Region};
use serde_json::json;

const YEAR: &str = include_str!("../../../../region/calendars/2026.yaml");
const REGION: &str = include_str!("../../../../region/region.yaml");
/// A service that reads results of two others.
pub const READER: &str = include_str!("reader.yaml");

const CASE: &str = "
- name: Лодке с номером дают стоянку
  as-of: 2026-03-12
  given: { applicant.name: Образцов Пример, boat.number: БН-1, boat.registered: true, boat.length: 7 }
  expect: { variant: give, decision: grant }
";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Thursday, 12 March 2026, 10:00 in Samara.
pub fn morning() -> Timestamp {
    at("2026-03-12T06:00:00Z")
}

pub fn id(number: u8) -> String {
    format!("000000000000000000000000000000{number:02x}")
}

pub fn signer() -> Official {
    serde_json::from_value(json!({
        "id": id(3), "login": "primerova", "name": "Примерова Проба Образцовна", "post": "Начальник отдела",
        "authority": "nature-ministry", "roles": ["signer"], "active": true,
    }))
    .unwrap()
}

pub fn official() -> Actor {
    Actor::Official(OfficialId(id(3)))
}

pub fn owner() -> PersonId {
    PersonId(id(42))
}

/// An entry in force since the morning, without a term.
pub fn entry() -> ResultRecord {
    ResultRecord {
        id: ResultId(id(1)),
        number: "БН-2026-000001-5".to_owned(),
        check_code: "0123-4567-89AB".to_owned(),
        case: CaseId(id(2)),
        person: owner(),
        authority: "nature-ministry".to_owned(),
        service: "boat-number".to_owned(),
        regulation_version: "2026.1".to_owned(),
        output: "entry".to_owned(),
        register: Some("boats".to_owned()),
        content: json!([
            { "name": "boat.mark", "label": "Марка", "shown": "Выдуманная-1", "value": "Выдуманная-1" },
            { "name": "boat.length", "label": "Длина", "shown": "7 м", "value": "7" },
        ]),
        state: ResultState::Active,
        ground: None,
        issued_at: morning(),
        valid_until: None,
        keep_until: None,
        left_account_at: None,
        signer: OfficialId(id(3)),
        document: None,
        signature: Some("e".repeat(64)),
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        replaces: None,
    }
}

pub fn made(number: u8, content: serde_json::Value) -> Made {
    Made {
        id: ResultId(id(number)),
        number: format!("БН-2026-0000{number:02}-5"),
        check_code: "0123-4567-89AC".to_owned(),
        content,
        document: None,
        signature: Some("f".repeat(64)),
    }
}

pub fn clock() -> LegalClock {
    let (calendar, _) = Calendar::read(&Sources(BTreeMap::from([("2026.yaml".to_owned(), YEAR.to_owned())])));
    region().clock(calendar.unwrap()).unwrap()
}

pub fn region() -> Region {
    let (region, found) = region::read(&Sources(BTreeMap::from([("region.yaml".to_owned(), REGION.to_owned())])));
    region.unwrap_or_else(|| panic!("{found:#?}"))
}

pub fn reader() -> Regulation {
    let files = BTreeMap::from([
        ("regulation.yaml".to_owned(), READER.to_owned()),
        ("extract.typ".to_owned(), "= Выписка".to_owned()),
        ("cases/basic.yaml".to_owned(), CASE.to_owned()),
    ]);
    let (regulation, found) = package::read(&Sources(files));
    regulation.unwrap_or_else(|| panic!("the invented service must be read: {found:#?}"))
}
