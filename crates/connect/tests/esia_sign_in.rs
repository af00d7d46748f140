//! Sign-in through the real client against the emulator that checks everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{people, world, world_with};
use connect::esia::{Profile, Returned, RoleKind};
use jiff::SignedDuration;
use regulation::identifier::{Identifier, IdentifierKind};
use regulation::package::Assurance;
use serde_json::json;
use stand::faults::{Fault, Mode, Where};

/// Proves: SEC-01, FORM-10.
#[tokio::test]
async fn a_confirmed_person_signs_in_and_brings_their_claims() {
    let world = world().await;
    let (tokens, profile) = world.sign_in(people::ANNA).await.unwrap();
    assert_eq!(tokens.oid, people::ANNA);
    assert_eq!(profile.assurance, Assurance::Confirmed);
    assert_eq!(profile.name, "Образцова Анна Викторовна");
    assert_eq!(profile.at, world.now());
    assert!(profile.missing.is_empty() && profile.roles.is_empty());
    for (name, value) in [
        ("lastName", json!("Образцова")),
        ("birthDate", json!("26.05.1990")),
        ("snils", json!("900-000-001 82")),
        ("passport.series", json!("9920")),
        ("passport.full", json!("9920 000001")),
        ("passport.issuedBy", json!("Выдано стендом, не настоящий паспорт")),
        ("email", json!("anna.obraztsova@example.test")),
        ("mobile", json!("+7(900)0000001")),
        (
            "address.registration",
            json!({
                "text": "000101, Приозёрье, г. Озёрск-Приозёрский, ул. Примерная, д. 1, кв. 1",
                "fias": "00000000-0000-4000-8000-000000000001",
            }),
        ),
    ] {
        assert_eq!(profile.claims.get(name), Some(&value), "{name}");
    }
    assert!(!format!("{tokens:?} {:?}", world.esia).contains(people::ANNA));
    world.stand.stop().await;
}

/// Proves: SEC-01.
#[tokio::test]
async fn each_strength_of_account_is_told_apart() {
    let world = world().await;
    for (person, assurance) in [
        (people::ANNA, Assurance::Confirmed),
        (people::VERA_MINOR, Assurance::Confirmed),
        (people::GLEB_STANDARD, Assurance::Standard),
        (people::DARYA_SIMPLIFIED, Assurance::Simplified),
    ] {
        let (_, profile) = world.sign_in(person).await.unwrap();
        assert_eq!(profile.assurance, assurance, "{person}");
    }
}

/// Proves: FORM-18.
#[tokio::test]
async fn whom_a_person_may_act_for_is_told_with_its_kind() {
    let world = world().await;
    for (person, kind, ogrn) in [
        (people::IGOR_TRADER, RoleKind::SoleTrader, "304990000000010"),
        (people::KSENIA_CHIEF, RoleKind::Organisation, "1029900000008"),
        (people::LEV_AGENCY, RoleKind::PublicBody, "1039900000018"),
    ] {
        let (_, profile) = world.sign_in(person).await.unwrap();
        assert_eq!(profile.roles.len(), 1);
        assert_eq!(profile.roles[0].kind, kind);
        assert_eq!(profile.roles[0].ogrn.as_deref(), Some(ogrn));
        assert!(profile.roles[0].is_chief);
    }
}

/// Proves: FORM-10.
#[tokio::test]
async fn a_mother_brings_her_children() {
    let world = world().await;
    let (_, profile) = world.sign_in(people::ELENA_MOTHER).await.unwrap();
    let children = profile.claims["children"].as_array().unwrap();
    assert_eq!(children.len(), 4);
    assert_eq!(children[0]["firstName"], "Мария");
    assert_eq!(children[0]["birthDate"], "01.09.2010");
}

/// Proves: FORM-10.
#[tokio::test]
async fn what_does_not_come_is_named_and_the_rest_is_kept() {
    let world = world().await;
    let tokens = world.tokens(people::ANNA).await.unwrap();
    world.stand.fault(Fault::of(Where::Esia, Mode::Down).at("rs/docs"));
    world.stand.fault(Fault::of(Where::Esia, Mode::Slow).at("rs/addrs").lasting(5_000));
    let profile = world.esia.profile(&tokens, world.now()).await.unwrap();
    assert_eq!(profile.missing, ["addresses", "documents"]);
    assert_eq!(profile.claims["lastName"], "Образцова");
    assert!(!profile.claims.contains_key("passport.series"));
}

/// Proves: FORM-10.
#[tokio::test]
async fn when_the_person_cannot_be_read_it_may_be_tried_later() {
    let world = world().await;
    let tokens = world.tokens(people::ANNA).await.unwrap();
    world.stand.fault(Fault::of(Where::Esia, Mode::Down).at("rs"));
    assert!(world.esia.profile(&tokens, world.now()).await.unwrap_err().is_later());
    let bare = Profile::of_token(&tokens, world.now());
    assert_eq!((bare.oid.as_str(), bare.assurance), (people::ANNA, Assurance::Confirmed));
    assert!(bare.claims.is_empty() && bare.missing.contains(&"person"));
    world.stand.fault(Fault::of(Where::Esia, Mode::Slow).at("rs").lasting(60_000));
    assert!(world.esia.profile(&tokens, world.now()).await.unwrap_err().is_later());
    world.stand.fault(Fault::of(Where::Esia, Mode::Wrong).at("rs"));
    assert_eq!(world.esia.profile(&tokens, world.now()).await.unwrap_err().code(), Some("ANSWER-SHAPE"));
}

#[tokio::test]
async fn a_person_who_declines_is_told_so() {
    let world = world().await;
    let failure = world.tokens("deny").await.unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-007004"));
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_system_for_confirmed_accounts_lets_no_other_in() {
    let world = world_with(|system| system.only_confirmed = true, |_| {}).await;
    for person in [people::GLEB_STANDARD, people::DARYA_SIMPLIFIED] {
        assert_eq!(world.tokens(person).await.unwrap_err().code(), Some("ESIA-007055"));
    }
    assert!(world.tokens(people::ANNA).await.is_ok());
}

#[tokio::test]
async fn an_answer_to_another_attempt_is_not_read() {
    let world = world().await;
    let attempt = world.attempt(7);
    let back = world.press(&attempt, people::ANNA).await;
    let other = world.attempt(9);
    assert_eq!(world.esia.code(&other, &back).unwrap_err().code(), Some("STATE-MISMATCH"));
    let stripped = Returned { state: None, ..back };
    assert_eq!(world.esia.code(&attempt, &stripped).unwrap_err().code(), Some("STATE-MISMATCH"));
}

#[tokio::test]
async fn a_code_works_once() {
    let world = world().await;
    let attempt = world.attempt(7);
    let back = world.press(&attempt, people::ANNA).await;
    let code = world.esia.code(&attempt, &back).unwrap();
    world.esia.exchange(&code, &attempt, world.now()).await.unwrap();
    let failure = world.esia.exchange(&code, &attempt, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-007011"));
}

#[tokio::test]
async fn a_code_waits_two_minutes() {
    let world = world().await;
    let attempt = world.attempt(7);
    let back = world.press(&attempt, people::ANNA).await;
    let code = world.esia.code(&attempt, &back).unwrap();
    world.pass(SignedDuration::from_secs(121));
    let failure = world.esia.exchange(&code, &attempt, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-007011"));
}

#[tokio::test]
async fn a_stolen_code_is_useless_without_the_verifier() {
    let world = world().await;
    let attempt = world.attempt(7);
    let back = world.press(&attempt, people::ANNA).await;
    let code = world.esia.code(&attempt, &back).unwrap();
    let mut thief = attempt.clone();
    thief.verifier = world.attempt(9).verifier;
    let failure = world.esia.exchange(&code, &thief, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-007040"));
}

#[tokio::test]
async fn the_emulator_takes_people_back_only_where_they_came_from_on_leaving() {
    let world = world().await;
    let back = url::Url::parse("http://127.0.0.1:1/").unwrap();
    let (status, next, _) = world.open(&world.esia.logout_url(&back)).await;
    assert_eq!((status, next), (303, Some(back)));
    let elsewhere = url::Url::parse("http://example.test/").unwrap();
    assert_eq!(world.open(&world.esia.logout_url(&elsewhere)).await.0, 400);
}

#[tokio::test]
async fn every_invented_person_has_good_identifiers_and_no_real_ones() {
    let world = world().await;
    let names = stand::People::built_in().unwrap().names();
    assert!(names.len() >= 10);
    for (oid, name) in names {
        let (_, profile) = world.sign_in(&oid.to_string()).await.unwrap();
        assert_eq!(profile.name, name);
        let check = |kind, value: Option<&serde_json::Value>| {
            if let Some(text) = value.and_then(serde_json::Value::as_str) {
                assert!(Identifier::parse(kind, text).is_ok(), "{name}: {text}");
            }
        };
        for (kind, claim) in [
            (IdentifierKind::Snils, "snils"),
            (IdentifierKind::InnPerson, "inn"),
            (IdentifierKind::Passport, "passport.full"),
            (IdentifierKind::Phone, "mobile"),
            (IdentifierKind::Email, "email"),
        ] {
            check(kind, profile.claims.get(claim));
        }
        for child in profile.claims.get("children").and_then(|list| list.as_array()).into_iter().flatten() {
            check(IdentifierKind::Snils, child.get("snils"));
        }
        for role in &profile.roles {
            let kind = if role.kind == RoleKind::SoleTrader { IdentifierKind::Ogrnip } else { IdentifierKind::Ogrn };
            check(kind, role.ogrn.clone().map(serde_json::Value::from).as_ref());
            check(IdentifierKind::Inn, role.inn.clone().map(serde_json::Value::from).as_ref());
        }
        let snils = profile.claims.get("snils").and_then(|value| value.as_str()).unwrap_or("900-000");
        assert!(snils.starts_with("900-000"), "plainly test-like: {snils}");
    }
}
