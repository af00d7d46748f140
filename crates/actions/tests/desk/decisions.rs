//! Decisions of officials: grounds of the regulation, words where a person departs from the
//! machine, nothing from the unknown.

use actions::desk::decide::{Choice, ChoiceProblem, Question, decide};
use actions::desk::learn;
use actions::desk::work::take;
use domain::case::CaseState;
use domain::id::CaseId;
use domain::notice::NoticeKind;
use domain::official::{Official, Role};
use regulation::fact::Source;
use serde_json::json;

use crate::world::World;

fn refuse(grounds: &[&str], words: &str) -> Choice {
    Choice {
        positive: Some(false),
        grounds: grounds.iter().map(|id| (*id).to_owned()).collect(),
        words: words.to_owned(),
    }
}

fn agree() -> Choice {
    Choice { positive: Some(true), ..Choice::default() }
}

async fn holder(world: &World, login: &str, id: &CaseId) -> Official {
    let roles = [Role::Caseworker];
    let official = world.official(login, "Клеркова Образца Примеровна", &roles).await;
    take(&world.office, &official, id, world.now()).await.unwrap();
    official
}

async fn decided(
    world: &World,
    official: &Official,
    id: &CaseId,
    question: Question,
    choice: &Choice,
) -> Vec<ChoiceProblem> {
    let revision = world.case(id).await.revision;
    decide(&world.office, official, id, question, choice, revision, world.now()).await.unwrap()
}

/// Proves: INTAKE-05.
#[tokio::test]
async fn intake_is_refused_only_on_a_listed_ground_and_its_reasons_reach_the_applicant() {
    let world = World::new().await;
    let who = world.person("Образцов Пример Примерович").await;
    let id = world.in_intake(&who).await;
    let official = holder(&world, "nature.clerk", &id).await;
    let none = decided(&world, &official, &id, Question::Intake, &refuse(&[], "слова")).await;
    assert_eq!(none, [ChoiceProblem::NoGround]);
    let unlisted = decided(&world, &official, &id, Question::Intake, &refuse(&["Z9"], "слова")).await;
    assert_eq!(unlisted, [ChoiceProblem::UnknownGround("Z9".to_owned())]);
    let silent = decided(&world, &official, &id, Question::Intake, &refuse(&["A5"], "  ")).await;
    assert_eq!(silent, [ChoiceProblem::WordsNeeded]);
    assert_eq!(world.case(&id).await.state, CaseState::Delivered, "a refused try changes nothing");
    let words = "Дата в справке исправлена от руки.";
    assert_eq!(decided(&world, &official, &id, Question::Intake, &refuse(&["A5"], words)).await, []);
    assert_eq!(world.case(&id).await.state, CaseState::NotAccepted);
    let notices = store::notices::of_case(&world.office.db, &id).await.unwrap();
    let notice = notices.iter().find(|notice| notice.kind == NoticeKind::NotAccepted).unwrap();
    let content = serde_json::to_string(&notice.content).unwrap();
    for part in ["A5", words, "исправления, которые не заверены"] {
        assert!(content.contains(part), "{part} in {content}");
    }
}

/// Proves: RESULT-09, PROCEDURE-03.
#[tokio::test]
async fn a_refusal_carries_ground_words_and_clause_and_a_persons_ground_needs_words() {
    let world = World::new().await;
    let (_, id) = world.plot().await;
    let official = holder(&world, "city.clerk", &id).await;
    assert_eq!(
        decided(&world, &official, &id, Question::Provision, &Choice::default()).await,
        [ChoiceProblem::Nothing]
    );
    let regulation = world.office.library.edition("land-plan", &world.case(&id).await.version).unwrap().clone();
    let ground = &regulation.refuse_provision[0];
    let silent = decided(&world, &official, &id, Question::Provision, &refuse(&[&ground.id], "")).await;
    assert_eq!(silent, [ChoiceProblem::WordsNeeded], "the machine does not see this ground");
    let long = decided(&world, &official, &id, Question::Provision, &refuse(&[&ground.id], &"я".repeat(4001))).await;
    assert_eq!(long, [ChoiceProblem::WordsTooLong]);
    let done =
        decided(&world, &official, &id, Question::Provision, &refuse(&[&ground.id], "Право оспорено в суде.")).await;
    assert_eq!(done, []);
    let case = world.case(&id).await;
    assert_eq!(case.state, CaseState::DecisionNegative);
    let decision = case.decision.unwrap();
    assert_eq!(decision.grounds, std::slice::from_ref(&ground.id));
    assert!(!decision.trace.is_null(), "the machine's view is kept");
    let notices = store::notices::of_case(&world.office.db, &id).await.unwrap();
    let notice = notices.iter().find(|notice| notice.kind == NoticeKind::Refused).unwrap();
    let content = serde_json::to_string(&notice.content).unwrap();
    for part in [ground.id.as_str(), "Право оспорено в суде.", &regulation.clause_text(&ground.because)]
    {
        assert!(content.contains(part), "{part} in {content}");
    }
}

/// Proves: PROCEDURE-03.
#[tokio::test]
async fn what_a_silent_source_would_have_said_is_stated_by_name_and_then_the_criteria_decide() {
    let world = World::new().await;
    let (_, id) = world.hunter().await;
    world.fail(&id, "mvd.conviction").await;
    assert!(world.case(&id).await.needs_person.is_some());
    let official = holder(&world, "nature.clerk", &id).await;
    let early = decided(&world, &official, &id, Question::Provision, &agree()).await;
    assert_eq!(early, [ChoiceProblem::NotKnown(vec!["convicted".to_owned()])], "nothing is granted from the unknown");
    let (office, now) = (&world.office, world.now());
    let seen = world.case(&id).await.revision;
    let wrong = learn::learn(office, &official, &id, "convicted", "может быть", seen, now).await.unwrap();
    assert!(wrong.is_some());
    assert!(learn::learn(office, &official, &id, "applicant.birthdate", "1990-01-01", seen, now).await.is_err());
    assert_eq!(learn::learn(office, &official, &id, "convicted", "no", seen, now).await.unwrap(), None);
    let case = world.case(&id).await;
    let known = case.facts.get("convicted").unwrap();
    assert_eq!(known.source, Source::Official { official: official.id.to_string() });
    assert_eq!(decided(&world, &official, &id, Question::Provision, &agree()).await, []);
    assert_eq!(world.case(&id).await.state, CaseState::DecisionPositive);
}

#[tokio::test]
async fn providing_against_grounds_that_hold_is_refused() {
    let world = World::new().await;
    let (_, id) = world.hunter().await;
    let official = holder(&world, "nature.clerk", &id).await;
    world.answer(&id, "mvd.conviction", json!({ "found": true })).await;
    let against = decided(&world, &official, &id, Question::Provision, &agree()).await;
    assert_eq!(against, [ChoiceProblem::AgainstGrounds(vec!["H2".to_owned()])]);
    assert_eq!(decided(&world, &official, &id, Question::Provision, &refuse(&["H2"], "")).await, []);
}
