//! What is held elsewhere: identity claims and register answers.

use jiff::Timestamp;
use regulation::fact::{Facts, Source, Value};
use regulation::form;
use serde_json::{Map, Value as Raw, json};

use crate::{TODAY, answers, codes, complete, field, package::camp};

fn object(raw: Raw) -> Map<String, Raw> {
    raw.as_object().unwrap().clone()
}

fn held() -> Facts {
    let claims = object(json!({
        "lastName": "Образцов",
        "birthDate": "01.05.1985",
        "snils": "112-233-445 95",
        "email": "не почта",
        "address.registration": { "text": "г. Примерск, ул. Образцовая, д. 1", "fias": "29251dcf-00a1-4e34-98d4-5c47484a36d4" },
        "children": [
            { "firstName": "Анна", "birthDate": "03.02.2021", "snils": "112-233-445 95" },
            { "firstName": "Пётр", "birthDate": "05.06.2022" },
        ],
    }));
    form::identity_facts(&camp(), &claims, Timestamp::UNIX_EPOCH)
}

/// Proves: FORM-10.
#[test]
fn identity_claims_fill_the_form_before_typing_starts() {
    let camp = camp();
    let held = held();
    let view = form::view(&camp, &answers(json!({})), &held, TODAY);
    let born = field(&view, "parent.born").unwrap();
    assert_eq!((born.raw.clone(), &born.source, &born.problem), (json!("01.05.1985"), &Some(Source::Identity), &None));
    assert_eq!(field(&view, "parent.email").unwrap().source, None, "a claim that is no e-mail is asked");
    let children = field(&view, "children").unwrap();
    assert_eq!(children.source, Some(Source::Identity));
    assert_eq!(field(&view, "children.1.name").unwrap().raw, json!("Пётр"));
    let problems = form::check(&camp, &answers(json!({})), &held, TODAY);
    assert_eq!(codes(&problems), [("kind", "required"), ("days", "required"), ("consent", "required")]);
}

#[test]
fn what_is_sent_back_unchanged_keeps_its_source() {
    let camp = camp();
    let held = held();
    let same = answers(json!({
        "parent.born": "1985-05-01",
        "parent.address": "г. Примерск, ул. Образцовая, д. 1",
        "children": [{ "name": "Анна", "born": "03.02.2021" }, { "name": "Пётр", "born": "05.06.2022" }],
    }));
    let facts = form::facts(&camp, &same, &held, Timestamp::UNIX_EPOCH, TODAY);
    for name in ["parent.born", "parent.address", "children"] {
        assert_eq!(facts.get(name), held.get(name), "{name}");
    }
    let typed = answers(json!({ "parent.name": "Примерова", "parent.born": "", "parent.snils": "5" }));
    let facts = form::facts(&camp, &typed, &held, Timestamp::UNIX_EPOCH, TODAY);
    assert_eq!(facts.get("parent.name").unwrap().source, Source::Applicant);
    assert_eq!(facts.get("parent.born"), None, "cleared by the person, so asked again");
    assert_eq!(facts.get("parent.snils"), None, "a wrong answer does not fall back to what is held");
}

/// Proves: INTAKE-10.
#[test]
fn a_registers_answer_replaces_a_document() {
    let camp = camp();
    let at = Timestamp::UNIX_EPOCH;
    let answer = form::source_facts(&camp, "pension.income", &object(json!({ "total": "25000.50" })), at).unwrap();
    let income = answer.get("income").unwrap();
    assert_eq!(
        income.value.as_ref().map(|value| matches!(value, Value::Money(money) if money.kopecks() == 2_500_050)),
        Some(true)
    );
    assert_eq!(income.source, Source::Register { source: "pension.income".into() });
    let absent = form::source_facts(&camp, "pension.income", &object(json!({ "total": null })), at).unwrap();
    assert_eq!(absent.get("income").unwrap().value, None);
    let wrong = form::source_facts(&camp, "zags.parent", &object(json!({ "deprived": "17" })), at).unwrap_err();
    assert!(wrong.contains("deprived"), "{wrong}");
    assert!(form::source_facts(&camp, "zags.parent", &object(json!({ "other": true })), at).is_err());
    assert!(form::source_facts(&camp, "no.source", &object(json!({ "deprived": true })), at).is_err());
    assert!(form::check(&camp, &complete(), &Facts::default(), TODAY).is_empty(), "no paper is asked for either");
}
