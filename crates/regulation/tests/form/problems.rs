//! What is wrong with answers, and the words for it.

use regulation::fact::Facts;
use regulation::form;
use serde_json::json;

use crate::{TODAY, answers, check, codes, complete, package::camp, with};

#[test]
fn complete_answers_have_no_problem() {
    assert_eq!(check(&complete()), []);
}

/// Proves: FORM-03, FORM-20.
#[test]
fn a_field_and_the_whole_form_find_the_same() {
    let camp = camp();
    let mut wrong = with("parent.snils", json!("112-233-445 96"));
    wrong.insert("parent.born".to_owned(), json!("31.02.1985"));
    wrong.insert("days".to_owned(), json!("30"));
    wrong.insert(
        "children".to_owned(),
        json!([{ "name": "Анна", "born": "1970-01-01", "school": "1" }, { "name": "" }]),
    );
    let problems = form::check(&camp, &wrong, &Facts::default(), TODAY);
    assert_eq!(
        codes(&problems),
        [
            ("parent.born", "date-format"),
            ("parent.snils", "check-digit"),
            ("days", "number-max"),
            ("children.1.name", "required"),
            ("children.1.born", "required"),
        ]
    );
    for problem in &problems {
        let one = form::check_field(&camp, &problem.field, &wrong, &Facts::default(), TODAY);
        assert_eq!(one.as_ref(), Some(problem));
    }
    assert_eq!(form::check_field(&camp, "parent.name", &wrong, &Facts::default(), TODAY), None);
    assert_eq!(form::check_field(&camp, "no.such.field", &wrong, &Facts::default(), TODAY), None);
}

/// Proves: FORM-04.
#[test]
fn every_problem_says_what_is_wrong_and_how_to_mend_it() {
    let photo = |media: &str, size: u64| json!({ "sha256": "0", "name": "a.gif", "media_type": media, "size": size });
    let wrong = [
        ("parent.name", json!(""), "required"),
        ("parent.name", json!("Очень-Длинная-Фамилия-Образцова"), "text-long"),
        ("parent.born", json!("вчера"), "date-format"),
        ("parent.born", json!("01.05.85"), "date-format"),
        ("parent.born", json!("01.05.1585"), "date-range"),
        ("parent.born", json!("01.05.1890"), "check"),
        ("parent.snils", json!("112-233-445 9"), "length"),
        ("parent.address", json!("дом"), "address-short"),
        ("parent.email", json!("образец"), "format"),
        ("kind", json!("gold"), "choice"),
        ("kind", json!(""), "required"),
        ("paid", json!("много"), "money-format"),
        ("days", json!("3"), "number-min"),
        ("days", json!("8,5"), "number-whole"),
        ("days", json!("неделя"), "number-format"),
        ("consent", json!("может быть"), "yes-no"),
        ("consent", json!({}), "required"),
        ("children", json!([]), "required"),
        ("children", json!("нет"), "format"),
        ("children", json!([{ "name": "Анна", "born": "2021-02-03" }]), "list-few"),
        ("children", json!(vec![json!({ "name": "Анна", "born": "2021-02-03" }); 5]), "list-many"),
    ];
    for (name, raw, code) in wrong {
        let problems = check(&with(name, raw.clone()));
        assert_eq!(codes(&problems), [(name, code)], "{raw}");
        for problem in problems {
            assert!(problem.message.ends_with('.') && problem.mend.ends_with('.'), "{problem:?}");
            assert!(problem.message.chars().count() > 12 && problem.mend.chars().count() > 12, "{problem:?}");
            assert!(problem.clause.is_some(), "{problem:?}");
        }
    }
    let mut free = with("kind", json!("free"));
    for (raw, code) in [
        (photo("image/gif", 10), "document-type"),
        (photo("image/jpeg", 2_000_000), "document-size"),
        (photo("image/jpeg", 0), "document-empty"),
        (json!("photo.jpg"), "document"),
        (json!(""), "required"),
    ] {
        free.insert("photo".to_owned(), raw);
        assert_eq!(codes(&check(&free)), [("photo", code)]);
    }
    free.insert("photo".to_owned(), photo("image/jpeg", 1_000));
    assert_eq!(check(&free), []);
}

#[test]
fn a_list_says_how_many_are_still_needed() {
    let problems = check(&with("children", json!([{ "name": "Анна", "born": "2021-02-03" }])));
    assert_eq!(problems[0].message, "Здесь 1 запись, а нужно не меньше 2.");
    assert_eq!(problems[0].mend, "Добавьте ещё 1 запись «ребёнок».");
}

/// Proves: FORM-05.
#[test]
fn the_authors_checks_come_after_the_type_in_his_order() {
    let born = |text: &str| check(&with("parent.born", json!(text))).remove(0);
    assert_eq!(born("31.02.1985").code, "date-format");
    assert_eq!(born("05.05.2035").message, "Дата рождения ещё не наступила.");
    assert_eq!(born("05.05.1880").message, "Возраст больше 120 лет.");
    let problems = check(&with(
        "children",
        json!([
            { "name": "Анна", "born": "2021-02-03" },
            { "name": "Пётр", "born": "1980-02-03", "school": "1" },
        ]),
    ));
    assert_eq!(codes(&problems), [("children.1.born", "check")]);
    assert_eq!(problems[0].message, "Ребёнок старше родителя.");
}

#[test]
fn a_check_that_waits_for_another_answer_finds_nothing_yet() {
    let mut waiting = complete();
    waiting.shift_remove("parent.born");
    assert_eq!(codes(&check(&waiting)), [("parent.born", "required")]);
}

#[test]
fn an_empty_form_lists_what_is_missing_and_nothing_else() {
    let problems = check(&answers(json!({})));
    assert_eq!(
        codes(&problems),
        [
            ("parent.name", "required"),
            ("parent.born", "required"),
            ("parent.snils", "required"),
            ("parent.address", "required"),
            ("kind", "required"),
            ("days", "required"),
            ("children", "required"),
            ("consent", "required"),
        ]
    );
}
