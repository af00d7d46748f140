//! Drafts: prefilled, saved at any moment, checked field by field, moved to a newer edition.

use actions::citizen::drafts::{self, Edit, Patch, check_field, open};
use actions::citizen::start_draft::start;
use actions::library::Library;
use actions::stop::Stop;
use domain::id::DraftId;
use domain::refusal::Refusal;
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use regulation::fact::Source;
use regulation::form::{self, FieldView, FormView};
use regulation::package::{Assurance, FactType, Regulation};
use serde_json::json;

use super::world::World;
use super::{known, put};

fn field<'a>(view: &'a FormView, path: &str) -> Option<&'a FieldView> {
    view.steps.iter().flat_map(|step| &step.fields).find(|field| field.path == path)
}

/// Proves: FORM-01, FORM-10.
#[tokio::test]
async fn what_esia_knows_stands_in_the_form_with_its_source_and_stays_hers_until_changed() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let opened = open(&world.office, &who, &id).await.unwrap();
    let name = field(&opened.view, "applicant.last_name").unwrap();
    assert_eq!((name.shown.as_str(), &name.source), ("Образцова", &Some(Source::Identity)));
    let same = put(&world, &who, &id, "applicant", &[("applicant.last_name", "Образцова")]).await;
    assert_eq!(field(&same.view, "applicant.last_name").unwrap().source, Some(Source::Identity));
    let other = put(&world, &who, &id, "applicant", &[("applicant.last_name", "Примерова")]).await;
    let name = field(&other.view, "applicant.last_name").unwrap();
    assert_eq!((name.shown.as_str(), &name.source), ("Примерова", &None));
}

/// Proves: FORM-10.
#[tokio::test]
async fn without_data_from_esia_the_form_opens_empty() {
    let world = World::new().await;
    let who = world.person("Образцова Примера Примеровна").await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let opened = open(&world.office, &who, &id).await.unwrap();
    assert!(opened.view.steps.iter().flat_map(|step| &step.fields).all(|field| field.source.is_none()));
}

/// Proves: FORM-08, FORM-04.
#[tokio::test]
async fn wrong_values_are_saved_and_come_back_with_the_same_messages() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let wrong =
        [("applicant.snils", "112-233-445 96"), ("applicant.birthdate", "31.02.1990"), ("applicant.email", "нет")];
    let saved = put(&world, &who, &id, "applicant", &wrong).await;
    let again = open(&world.office, &who, &id).await.unwrap();
    for (path, typed) in wrong {
        let (before, after) = (field(&saved.view, path).unwrap(), field(&again.view, path).unwrap());
        assert_eq!(after.raw, typed, "{path}");
        let problem = after.problem.as_ref().unwrap();
        assert!(!problem.message.is_empty() && !problem.mend.is_empty(), "{path}");
        assert_eq!(before.problem, after.problem, "{path}");
    }
}

/// Proves: FORM-03, FORM-04, FORM-05, FORM-20.
#[tokio::test]
async fn the_verdict_on_leaving_a_field_is_the_one_that_filing_gives() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    put(&world, &who, &id, "request", &[("request.kind", "annul")]).await;
    for (path, typed) in
        [("applicant.snils", "112-233-445 96"), ("ticket.number", "12"), ("applicant.birthdate", "05.03.2190")]
    {
        let sent = [(path.to_owned(), typed.to_owned())];
        let verdict = check_field(&world.office, &who, &id, &sent, path).await.unwrap().unwrap();
        let opened = open(&world.office, &who, &id).await.unwrap();
        assert_ne!(field(&opened.view, path).unwrap().raw, typed, "a check saves nothing");
        let mut answers = opened.draft.answers.clone();
        answers.insert(path.to_owned(), typed.into());
        let all = form::check(&opened.regulation, &answers, &opened.draft.prefill, opened.today);
        assert!(all.contains(&verdict), "{path}: {verdict:?} among {all:?}");
    }
    let sent = [("applicant.snils".to_owned(), "112-233-445 95".to_owned())];
    assert_eq!(check_field(&world.office, &who, &id, &sent, "applicant.snils").await.unwrap(), None);
}

/// Proves: FORM-13.
#[tokio::test]
async fn a_draft_is_kept_three_months_from_its_last_save() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let first = open(&world.office, &who, &id).await.unwrap().draft.keep_until;
    world.wait(SignedDuration::from_hours(24 * 60));
    let saved = put(&world, &who, &id, "request", &[("request.kind", "issue")]).await.draft;
    let zoned = saved.saved_at.to_zoned(world.office.clock.time_zone.clone());
    let least = zoned.checked_add(3.months()).unwrap().timestamp();
    assert!(saved.keep_until >= least && saved.keep_until > first);
}

#[tokio::test]
async fn a_draft_thrown_away_can_be_brought_back() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    drafts::delete(&world.office, &who, &id).await.unwrap();
    assert!(drafts::of_person(&world.office, &who).await.unwrap().is_empty());
    assert!(matches!(open(&world.office, &who, &id).await, Err(Stop::Missing)));
    drafts::restore(&world.office, &who, &id).await.unwrap();
    assert_eq!(drafts::of_person(&world.office, &who).await.unwrap().len(), 1);
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_foreign_draft_is_not_there() {
    let world = World::new().await;
    let (who, other) = (known(&world, Assurance::Confirmed).await, world.person("Другова Другая").await);
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let patch = Patch { step: "request".to_owned(), fields: vec![("request.kind".into(), "annul".into())], edit: None };
    assert!(matches!(open(&world.office, &other, &id).await, Err(Stop::Missing)));
    assert!(matches!(drafts::save(&world.office, &other, &id, &patch).await, Err(Stop::Missing)));
    assert!(matches!(drafts::delete(&world.office, &other, &id).await, Err(Stop::Missing)));
    let nobody = DraftId("0".repeat(32));
    assert!(matches!(open(&world.office, &who, &nobody).await, Err(Stop::Missing)));
}

/// Proves: FORM-08.
#[tokio::test]
async fn two_windows_saving_at_once_lose_nothing_of_each_other() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let one = put(&world, &who, &id, "request", &[("request.kind", "issue")]);
    let other = put(&world, &who, &id, "applicant", &[("applicant.birthplace", "село Примерное")]);
    tokio::join!(one, other);
    let draft = open(&world.office, &who, &id).await.unwrap().draft;
    assert_eq!(draft.answers.get("request.kind").unwrap(), "issue");
    assert_eq!(draft.answers.get("applicant.birthplace").unwrap(), "село Примерное");
}

/// Proves: FORM-21.
#[tokio::test]
async fn a_newer_edition_takes_over_what_fits_and_lists_the_rest() {
    let mut world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let filled = [("request.kind", "annul"), ("annul.reason", "moved"), ("ticket.number", "63 012345")];
    put(&world, &who, &id, "request", &filled).await;
    let old = Regulation::clone(world.office.library.editions("hunting-ticket").first().unwrap());
    let mut new = Regulation { version: "2026.2".to_owned(), ..old.clone() };
    new.facts.get_mut("ticket.number").unwrap().kind = FactType::Date;
    if let FactType::Choice(options) = &mut new.facts.get_mut("annul.reason").unwrap().kind {
        options.shift_remove("moved");
    }
    world.office.library = Library::new([old.clone(), new.clone()]);
    let moved = open(&world.office, &who, &id).await.unwrap();
    assert!(moved.moved && moved.draft.version == "2026.2");
    assert_eq!(moved.draft.answers.get("request.kind").unwrap(), "annul");
    let listed: Vec<_> = moved.draft.unfit.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(listed, ["Причина аннулирования", "Серия и номер действующего билета"]);
    let saved = put(&world, &who, &id, "request", &[("request.kind", "issue")]).await;
    assert_eq!(saved.draft.unfit.len(), 2, "a save does not forget what was listed");
    // Of a withdrawn service: readable, not sendable.
    world.office.library = Library::new([Regulation { status: regulation::package::Status::Withdrawn, ..new }]);
    let closed = open(&world.office, &who, &id).await.unwrap();
    assert!(!closed.may_be_filed);
    let filed = actions::citizen::file_application::file_application(&world.office, &who, &id, &[]).await;
    assert!(matches!(filed, Err(Stop::Refused(Refusal::ServiceClosed))), "{filed:?}");
}

#[tokio::test]
async fn what_the_form_does_not_ask_is_not_taken() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    let foreign = [
        ("convicted", "false"),
        ("nothing", "1"),
        ("photo", "x"),
        ("children.0.born", "x"),
        ("action", "y"),
        ("", "z"),
        ("request.kind.0.x", "1"),
        ("0.0.0", "1"),
    ];
    let saved = put(&world, &who, &id, "request", &foreign).await;
    assert!(saved.draft.answers.is_empty(), "{:?}", saved.draft.answers);
    let long = "я".repeat(100_000);
    let saved = put(&world, &who, &id, "applicant", &[("applicant.birthplace", &long)]).await;
    assert_eq!(saved.draft.answers.get("applicant.birthplace").unwrap().as_str().unwrap().chars().count(), 20_000);
    for edit in [Edit::Add("request.kind".into()), Edit::Remove("photo".into(), 7), Edit::Clear("nothing".into())] {
        let patch = Patch { step: String::new(), fields: Vec::new(), edit: Some(edit) };
        drafts::save(&world.office, &who, &id, &patch).await.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Proves: FORM-11.
    #[test]
    fn random_walks_through_the_steps_lose_no_value_even_in_hidden_branches(
        walk in proptest::collection::vec((0_usize..6, "[а-я]{1,12}"), 1..14)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let who = known(&world, Assurance::Confirmed).await;
            let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
            let mut typed = std::collections::BTreeMap::new();
            for (at, text) in &walk {
                let (step, path, value) = match at {
                    0 => ("request", "request.kind", "issue"),
                    1 => ("request", "request.kind", "annul"),
                    2 => ("request", "request.kind", "amend"),
                    3 => ("request", "amend.what", text.as_str()),
                    4 => ("request", "ticket.number", text.as_str()),
                    _ => ("applicant", "applicant.birthplace", text.as_str()),
                };
                typed.insert(path, value.to_owned());
                put(&world, &who, &id, step, &[(path, value)]).await;
            }
            let opened = open(&world.office, &who, &id).await.unwrap();
            let draft = &opened.draft;
            for (path, value) in &typed {
                assert_eq!(draft.answers.get(*path).unwrap(), value, "{path}");
            }
            let hidden = form::hidden(&opened.regulation, &draft.answers, &draft.prefill, opened.today);
            let facts = form::facts(&opened.regulation, &draft.answers, &draft.prefill, world.now(), opened.today);
            for path in typed.keys() {
                let label = &opened.regulation.fact(path).unwrap().label;
                let visible = field(&opened.view, path).is_some();
                assert_eq!(hidden.contains(label), !visible, "{path}");
                assert!(visible || facts.get(path).is_none(), "{path} is hidden and must not be sent");
            }
        });
    }
}

/// Proves: FORM-08, FORM-11.
#[tokio::test]
async fn records_inside_of_records_are_typed_added_and_removed() {
    let world = World::of(&["tree-felling"]).await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "tree-felling", None).await.unwrap();
    put(&world, &who, &id, "request", &[("request.kind", "issue")]).await;
    let typed = [
        ("plants.0.place", "Газон"),
        ("plants.0.trees.0.kind", "tree"),
        ("plants.0.trees.0.count", "две"),
        ("plants.0.trees.1.kind", "shrub"),
        ("plants.0.nothing", "такого поля нет"),
        ("plants.0.trees.5.kind", "через пустые записи не прыгают"),
    ];
    let open = put(&world, &who, &id, "works", &typed).await;
    let trees = open.draft.answers["plants"][0]["trees"].as_array().unwrap().clone();
    assert_eq!(trees, [json!({ "kind": "tree", "count": "две" }), json!({ "kind": "shrub" })]);
    assert_eq!(open.draft.answers["plants"][0]["place"], "Газон");
    let edit = |edit| Patch { step: "works".to_owned(), fields: Vec::new(), edit: Some(edit) };
    let list = "plants.0.trees".to_owned();
    let open = drafts::save(&world.office, &who, &id, &edit(Edit::Add(list.clone()))).await.unwrap();
    assert_eq!(open.draft.answers["plants"][0]["trees"].as_array().unwrap().len(), 3);
    let open = drafts::save(&world.office, &who, &id, &edit(Edit::Remove(list, 0))).await.unwrap();
    assert_eq!(open.draft.answers["plants"][0]["trees"][0], json!({ "kind": "shrub" }));
}
