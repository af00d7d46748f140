//! Silence is consent, where the regulation says so.

use domain::case::{CaseState, Next, Wish, advance};
use domain::notice::NoticeKind;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde_json::json;

use crate::world::*;

const SAID: &str = "В срок ничего не решили: заявление удовлетворено.";

/// An official decides within a working day, and saying nothing is saying yes.
fn silent_world() -> World {
    let decides = "by: machine-else-official, input: [debt, stolen, applicant.birthdate], output: [decision],";
    let silent = format!(
        "by: official, input: [debt, stolen, applicant.birthdate], output: [decision], \
         tacit-consent: {{ because: law.9, say: \"{SAID}\" }},"
    );
    assert!(TEXT.contains(decides));
    World::of(&TEXT.replace(decides, &silent))
}

fn late() -> Timestamp {
    at("2026-03-16T06:00:00Z")
}

fn overdue(world: &World, told: &Told) -> Told {
    world.grant(told, &Wish::Breach { what: "decision".to_owned() }, &machine(), late())
}

fn next(world: &World, told: &Told) -> Next {
    advance(&told.case, &world.context(), late())
}

/// Proves: PROCEDURE-04, STATUS-10.
#[test]
fn an_official_who_says_nothing_in_the_norm_has_granted_where_silence_is_consent() {
    let world = silent_world();
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    let early = Wish::Grant { trace: json!({}) };
    assert_eq!(world.refused(&told, &early, &machine(), morning()), Refusal::NotAllowed, "the norm still runs");
    assert!(matches!(next(&world, &told), Next::Wait(_)));
    let told = overdue(&world, &told);
    let Next::Do(wish @ Wish::Grant { .. }) = next(&world, &told) else { panic!("{:?}", next(&world, &told)) };
    let told = world.grant(&told, &wish, &machine(), late());
    assert_eq!(told.case.state, CaseState::DecisionPositive);
    let decision = told.case.decision.unwrap();
    assert!(decision.positive && decision.by == machine());
    assert_eq!(decision.words.as_deref(), Some(SAID), "the applicant reads why");
    assert!(told.last.notices.iter().any(|notice| notice.kind == NoticeKind::Progress));
}

/// Proves: PROCEDURE-05.
#[test]
fn silence_grants_nothing_against_an_established_ground_nor_where_the_regulation_knows_no_such_rule() {
    let world = silent_world();
    let told = world.learn(&world.registered(), "gims.debt", "debt", Some(true));
    let told = world.learn(&told, "gims.theft", "stolen", Some(false));
    let told = world.grant(&told, &Wish::EndProcedure { procedure: "queries".to_owned() }, &machine(), morning());
    let told = overdue(&world, &told);
    assert!(matches!(next(&world, &told), Next::Do(Wish::CallPerson { .. })), "a person decides late");
    let wish = Wish::Grant { trace: json!({}) };
    assert_eq!(world.refused(&told, &wish, &machine(), late()), Refusal::NotAllowed);

    let by_official = TEXT.replace(
        "decision, title: Принятие решения, within: 1 wd, by: machine-else-official",
        "decision, title: Принятие решения, within: 1 wd, by: official",
    );
    let world = World::of(&by_official);
    let told = overdue(&world, &world.deciding());
    assert!(matches!(next(&world, &told), Next::Do(Wish::CallPerson { .. })));
    assert_eq!(world.refused(&told, &wish, &machine(), late()), Refusal::NotAllowed);
}
