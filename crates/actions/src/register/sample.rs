//! An invented entry for the tests of the register.

use domain::id::{CaseId, OfficialId, PersonId, ResultId};
use domain::result::{ResultRecord, ResultState};

/// An active entry without an end, of an invented hunter.
pub fn record() -> ResultRecord {
    let id = |digit: &str| digit.repeat(32);
    ResultRecord {
        id: ResultId(id("a")),
        number: "ОБ-2026-000017-3".to_owned(),
        check_code: "7M2N-9RXW-04TD".to_owned(),
        case: CaseId(id("b")),
        person: PersonId(id("c")),
        authority: "nature-ministry".to_owned(),
        service: "hunting-ticket".to_owned(),
        regulation_version: "2026.1".to_owned(),
        output: "entry".to_owned(),
        register: Some("hunters".to_owned()),
        content: serde_json::json!([{ "name": "applicant.last_name", "label": "Фамилия", "shown": "Образцов" }]),
        state: ResultState::Active,
        ground: None,
        issued_at: jiff::Timestamp::from_second(1_772_442_000).unwrap_or_default(),
        valid_until: None,
        keep_until: None,
        left_account_at: None,
        signer: OfficialId(id("d")),
        document: None,
        signature: None,
        revision: 1,
        history: Vec::new(),
        replaced_by: None,
        replaces: None,
    }
}
