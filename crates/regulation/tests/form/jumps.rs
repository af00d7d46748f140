//! Random edits and jumps lose nothing (FORM-11).

use proptest::prelude::*;
use regulation::fact::Facts;
use regulation::form::{self, Answers};
use serde_json::{Value, json};

use crate::{TODAY, complete, field, package::camp};

const NAMES: [&str; 8] = ["parent.name", "parent.born", "kind", "paid", "days", "consent", "parent.email", "children"];

fn raw() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("free")),
        Just(json!("partial")),
        Just(json!("")),
        Just(json!(null)),
        Just(json!([{ "name": "Анна", "born": "не дата", "school": "1" }])),
        Just(json!([{}, {}, "запись", 5])),
        Just(json!({ "text": "дом" })),
        "[а-яА-Я0-9.,]{0,12}".prop_map(Value::String),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// Proves: FORM-11, FORM-08.
    #[test]
    fn jumps_and_edits_keep_every_answer(edits in prop::collection::vec((0..NAMES.len(), raw()), 1..12)) {
        let camp = camp();
        let mut answers: Answers = complete();
        let mut expected = answers.clone();
        for (at, raw) in edits {
            answers.insert(NAMES[at].to_owned(), raw.clone());
            expected.insert(NAMES[at].to_owned(), raw);
            // Every step is opened, checked and left again: none of it may touch an answer.
            let view = form::view(&camp, &answers, &Facts::default(), TODAY);
            let problems = form::check(&camp, &answers, &Facts::default(), TODAY);
            let hidden = form::hidden(&camp, &answers, &Facts::default(), TODAY);
            prop_assert_eq!(&answers, &expected);
            for (name, raw) in &answers {
                match field(&view, name) {
                    Some(shown) => prop_assert_eq!(&shown.raw, raw),
                    None => {
                        let blank = raw.is_null() || raw == &json!("") || raw == &json!([]);
                        let label = &camp.fact(name).unwrap().label;
                        prop_assert!(blank || hidden.contains(label), "{} is neither shown nor listed", name);
                    }
                }
            }
            for problem in problems {
                let shown = field(&view, &problem.field);
                prop_assert_eq!(shown.and_then(|shown| shown.problem.as_ref()), Some(&problem));
            }
        }
    }
}
