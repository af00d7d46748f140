//! What is shown: steps, fields, values kept as typed, facts that follow.

use jiff::Timestamp;
use regulation::fact::{Facts, Source, Value};
use regulation::form;
use serde_json::json;

use crate::{TODAY, answers, complete, field, package::camp, with};

fn facts(raw: &form::Answers) -> Facts {
    form::facts(&camp(), raw, &Facts::default(), Timestamp::UNIX_EPOCH, TODAY)
}

/// Proves: FORM-08.
#[test]
fn wrong_answers_stay_as_typed_with_their_problem() {
    let camp = camp();
    let wrong = with("days", json!("неделя"));
    let view = form::view(&camp, &wrong, &Facts::default(), TODAY);
    let days = field(&view, "days").unwrap();
    assert_eq!(days.raw, json!("неделя"));
    assert_eq!(days.shown, "неделя");
    assert_eq!(days.problem.as_ref().unwrap().code, "number-format");
    assert_eq!(facts(&wrong).get("days"), None, "a wrong answer is not known");
    let again: form::Answers = serde_json::from_str(&serde_json::to_string(&wrong).unwrap()).unwrap();
    let reopened = form::view(&camp, &again, &Facts::default(), TODAY);
    assert_eq!(field(&reopened, "days").unwrap().problem, days.problem);
}

#[test]
fn steps_and_fields_follow_the_answers_before_them() {
    let camp = camp();
    let shown = |raw: &form::Answers| -> Vec<String> {
        let view = form::view(&camp, raw, &Facts::default(), TODAY);
        view.steps.iter().flat_map(|step| step.fields.iter().map(|field| field.path.clone())).collect()
    };
    assert!(shown(&complete()).contains(&"paid".to_owned()));
    assert!(!shown(&complete()).contains(&"photo".to_owned()));
    let free = with("kind", json!("free"));
    assert!(!shown(&free).contains(&"paid".to_owned()));
    assert!(shown(&free).contains(&"photo".to_owned()));
    let unanswered = with("kind", json!(""));
    assert!(!shown(&unanswered).iter().any(|path| path == "paid" || path == "photo"));
    let view = form::view(&camp, &complete(), &Facts::default(), TODAY);
    assert!(field(&view, "children.0.school").is_some(), "eleven years old");
    assert!(field(&view, "children.1.school").is_none(), "five years old");
}

#[test]
fn a_view_tells_how_far_each_step_is() {
    let camp = camp();
    let view = form::view(&camp, &answers(json!({})), &Facts::default(), TODAY);
    let progress: Vec<(&str, usize, bool)> =
        view.steps.iter().map(|step| (step.id.as_str(), step.problems, step.complete)).collect();
    assert_eq!(progress, [("who", 4, false), ("what", 2, false), ("kids", 2, false)]);
    let children = field(&view, "children").unwrap();
    assert_eq!(children.records.len(), 2, "as many blank records as are needed");
    assert_eq!(children.records[1][0].path, "children.1.name");
    let view = form::view(&camp, &complete(), &Facts::default(), TODAY);
    assert!(view.steps.iter().all(|step| step.complete));
    let born = field(&view, "parent.born").unwrap();
    assert_eq!(born.why, "Нужно, чтобы принять решение по заявлению. Основание: 12-ОЗ, п. 4.");
    assert_eq!(born.shown, "01.05.1985");
    assert_eq!(field(&view, "paid").unwrap().shown, "1\u{a0}500,50\u{a0}₽");
    assert_eq!(field(&view, "kind").unwrap().shown, "Частичная оплата");
}

/// Proves: FORM-11.
#[test]
fn hidden_answers_stay_out_of_the_facts_and_are_listed() {
    let free = with("kind", json!("free"));
    assert_eq!(facts(&free).get("paid"), None);
    assert_eq!(form::hidden(&camp(), &free, &Facts::default(), TODAY), ["Сколько готовы доплатить"]);
    assert_eq!(form::hidden(&camp(), &complete(), &Facts::default(), TODAY), Vec::<String>::new());
    let back = with("kind", json!("partial"));
    assert!(facts(&back).get("paid").is_some(), "the answer comes back with its branch");
}

#[test]
fn facts_are_typed_and_blank_optional_ones_are_absent() {
    let facts = facts(&complete());
    assert_eq!(facts.value("parent.born"), Some(&Value::Date(jiff::civil::date(1985, 5, 1))));
    assert_eq!(facts.value("consent"), Some(&Value::YesNo(true)));
    let middle = facts.get("parent.middle").unwrap();
    assert_eq!((middle.value.clone(), &middle.source), (None, &Source::Applicant));
    assert_eq!(facts.get("income"), None, "only a register can tell");
    let Some(Value::List(children)) = facts.value("children") else { panic!("no children") };
    assert_eq!(children[0].keys().collect::<Vec<_>>(), ["name", "born", "school"]);
    assert_eq!(children[1].get("school"), None);
}

#[test]
fn derived_facts_follow_the_answers() {
    let young = |raw: &form::Answers| facts(raw).get("young").and_then(|known| known.value.clone());
    assert_eq!(young(&complete()), Some(Value::Number(1.into())));
    assert_eq!(facts(&complete()).get("young").unwrap().source, Source::Derived);
    let unfinished = with("children", json!([{ "name": "Анна", "born": "2021-02-03" }, { "name": "Пётр" }]));
    assert_eq!(young(&unfinished), None, "a date is missing, so the count is not known");
}

#[test]
fn a_document_is_not_asked_once_a_source_says_what_it_would_prove() {
    let mut camp = camp();
    let photo = camp.facts.get_mut("photo").unwrap();
    photo.document.as_mut().unwrap().replaced_by = vec!["deprived".to_owned()];
    let free = with("kind", json!("free"));
    let asked = |said: Option<bool>| {
        let mut known = Facts::default();
        if let Some(said) = said {
            let value = Some(regulation::fact::Value::YesNo(said));
            let source = Source::Register { source: "zags.parent".into() };
            let at = Timestamp::UNIX_EPOCH;
            known.learn("deprived", regulation::fact::Known { value, source, at, contested: false });
        }
        field(&form::view(&camp, &free, &known, TODAY), "photo").is_some()
    };
    assert!(asked(None), "nobody has answered yet");
    assert!(asked(Some(false)), "a known no is just why the paper is needed");
    assert!(!asked(Some(true)));
}
