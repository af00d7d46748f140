//! Everything the client or the emulator must say no to during sign-in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use common::{World, new_signer, people, returned, world, world_with};
use connect::esia::{Client, explain};
use jiff::SignedDuration;
use stand::faults::{Fault, Mode, Where};
use url::Url;

/// The authorise address with one parameter changed, left out (`None`) or, with `+`, repeated.
fn bent(world: &World, name: &str, value: Option<&str>) -> Url {
    let url = world.esia.authorise_url(&world.attempt(7), world.now()).unwrap();
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    match value {
        Some("+") => pairs.push((name.to_owned(), "x".to_owned())),
        Some(value) => pairs.iter_mut().filter(|(known, _)| known == name).for_each(|pair| pair.1 = value.to_owned()),
        None => pairs.retain(|(known, _)| known != name),
    }
    let mut bent = url.clone();
    bent.query_pairs_mut().clear().extend_pairs(pairs);
    bent
}

#[tokio::test]
async fn the_emulator_checks_every_parameter_of_the_request() {
    let world = world().await;
    let hash = "A".repeat(64);
    for (name, value, code) in [
        ("response_type", Some("token"), "ESIA-007009"),
        ("response_type", None, "ESIA-007014"),
        ("access_type", Some("never"), "ESIA-007003"),
        ("scope", None, "ESIA-007013"),
        ("scope", Some("openid everything"), "ESIA-007006"),
        ("scope", Some("openid fullname"), "ESIA-007053"),
        ("state", None, "ESIA-007014"),
        ("state", Some("1"), "ESIA-007003"),
        ("state", Some("00000000-0000-4000-8000-000000000000"), "ESIA-007053"),
        ("timestamp", None, "ESIA-007014"),
        ("timestamp", Some("yesterday"), "ESIA-007015"),
        ("timestamp", Some("2026.03.03 08:54:00 +0000"), "ESIA-007015"),
        ("timestamp", Some("2026.03.03 09:06:00 +0000"), "ESIA-007015"),
        ("timestamp", Some("2026.03.03 09:01:00 +0000"), "ESIA-007053"),
        ("client_certificate_hash", Some(hash.as_str()), "ESIA-007002"),
        ("client_certificate_hash", None, "ESIA-007014"),
        ("client_secret", Some("AAAA"), "ESIA-007053"),
        ("client_secret", None, "ESIA-007014"),
        ("code_challenge_method", Some("plain"), "ESIA-007003"),
    ] {
        let (_, next, page) = world.open(&bent(&world, name, value)).await;
        let back = returned(&next.unwrap_or_else(|| panic!("{name}: {page}")));
        let description = back.error_description.unwrap_or_else(|| panic!("{name} {value:?} was let through"));
        assert!(description.starts_with(code), "{name} {value:?}: {description}");
        assert!(back.code.is_none());
    }
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let world = world().await;
    for (name, value, code) in [
        ("redirect_uri", Some("http://example.test/steal"), "ESIA-007023"),
        ("redirect_uri", None, "ESIA-007014"),
        ("client_id", Some("RPGU00"), "ESIA-008010"),
        ("client_id", Some("+"), "ESIA-007003"),
    ] {
        let (status, next, page) = world.open(&bent(&world, name, value)).await;
        assert_eq!((status, next), (400, None), "{name}");
        assert!(page.contains(code), "{name}: {page}");
    }
}

#[tokio::test]
async fn a_client_with_another_key_or_clock_is_refused() {
    let world = world().await;
    let stranger = Arc::new(new_signer(200, world.now()));
    let client = Client::new(world.esia.settings().clone(), stranger, world.http.clone()).unwrap();
    let url = client.authorise_url(&world.attempt(7), world.now()).unwrap();
    let back = returned(&world.open(&url).await.1.unwrap());
    assert!(back.error_description.unwrap().starts_with("ESIA-007002"));

    let late = world.now() + SignedDuration::from_mins(6);
    let url = world.esia.authorise_url(&world.attempt(7), late).unwrap();
    let back = returned(&world.open(&url).await.1.unwrap());
    let failure = world.esia.code(&world.attempt(7), &back).unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-007015"));
}

#[tokio::test]
async fn both_ways_of_padding_the_signature_are_taken() {
    let world = world().await;
    let url = world.esia.authorise_url(&world.attempt(7), world.now()).unwrap();
    let secret = url.query_pairs().find(|(name, _)| name == "client_secret").unwrap().1.into_owned();
    assert_eq!(secret.len(), 86, "64 raw bytes");
    let (_, next, _) = world.open(&bent(&world, "client_secret", Some(&format!("{secret}==")))).await;
    assert!(next.unwrap().path().starts_with("/login"));
}

#[tokio::test]
async fn every_error_of_the_token_service_is_understood() {
    let world = world().await;
    for code in [
        "ESIA-007002",
        "ESIA-007003",
        "ESIA-007004",
        "ESIA-007005",
        "ESIA-007006",
        "ESIA-007009",
        "ESIA-007011",
        "ESIA-007012",
        "ESIA-007013",
        "ESIA-007014",
        "ESIA-007015",
        "ESIA-007019",
        "ESIA-007023",
        "ESIA-007038",
        "ESIA-007039",
        "ESIA-007040",
        "ESIA-007046",
        "ESIA-007053",
        "ESIA-007055",
        "ESIA-007194",
        "ESIA-008010",
    ] {
        for place in ["ac", "te"] {
            world.stand.fault(Fault::of(Where::Esia, Mode::Wrong).at(place).what(code).times(1));
            let failure = world.tokens(people::ANNA).await.unwrap_err();
            let connect::Failure::Rejected { code: got, text, .. } = failure else { panic!("{code} may not pass") };
            assert_eq!(got, code);
            assert_eq!(Some(text.as_str()), explain(code), "{code}");
        }
    }
    for code in ["ESIA-007007", "ESIA-007008"] {
        world.stand.fault(Fault::of(Where::Esia, Mode::Wrong).at("te").what(code).times(1));
        assert!(world.tokens(people::ANNA).await.unwrap_err().is_later(), "{code}");
    }
}

/// Proves: SEC-06.
#[tokio::test]
async fn a_silent_token_service_means_later() {
    let world = world().await;
    world.stand.fault(Fault::of(Where::Esia, Mode::Down).at("te").times(1));
    assert!(world.tokens(people::ANNA).await.unwrap_err().is_later());
    world.stand.fault(Fault::of(Where::Esia, Mode::Slow).at("te").lasting(60_000).times(1));
    assert!(world.tokens(people::ANNA).await.unwrap_err().is_later());
    assert!(world.tokens(people::ANNA).await.is_ok());
    let World { stand, esia, http, signer, .. } = world;
    stand.stop().await;
    let attempt = connect::esia::Attempt::new(&[5; 64]);
    let now = "2026-03-03T09:00:00Z".parse().unwrap();
    let client = Client::new(esia.settings().clone(), signer, http).unwrap();
    assert!(client.exchange("code", &attempt, now).await.unwrap_err().is_later());
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_token_that_is_wrong_in_any_way_is_not_believed() {
    let world = world().await;
    for (what, code) in [
        ("signature", "TOKEN-SIGNATURE"),
        ("algorithm", "TOKEN-SHAPE"),
        ("issuer", "TOKEN-ISSUER"),
        ("audience", "TOKEN-AUDIENCE"),
        ("expired", "TOKEN-EXPIRED"),
        ("not_yet", "TOKEN-NOT-YET"),
        ("nonce", "TOKEN-NONCE"),
        ("subject", "TOKEN-SUBJECT"),
        ("kind", "TOKEN-SUBJECT"),
        ("state", "STATE-MISMATCH"),
        ("shape", "ANSWER-SHAPE"),
    ] {
        world.stand.fault(Fault::of(Where::Esia, Mode::Wrong).at("te").what(what).times(1));
        let failure = world.tokens(people::ANNA).await.unwrap_err();
        assert_eq!(failure.code(), Some(code), "{what}");
    }
}

#[tokio::test]
async fn a_token_is_good_for_a_minute_past_its_end_and_no_longer() {
    let world = world().await;
    for (seconds, good) in [(3600 + 60, true), (3600 + 61, false), (-60, true), (-61, false)] {
        let attempt = world.attempt(7);
        let back = world.press(&attempt, people::ANNA).await;
        let code = world.esia.code(&attempt, &back).unwrap();
        // The portal's clock differs from ЕСИА's by so much; its request is signed by ЕСИА's time.
        let shifted = world.now() + SignedDuration::from_secs(seconds);
        let outcome = exchange_at(&world, &code, &attempt, shifted).await;
        assert_eq!(outcome.is_ok(), good, "{seconds} s: {outcome:?}");
    }
}

/// Moves the stand's clock to the moment of the exchange only for the check of the request's
/// time window, which is narrower than the life of a token.
async fn exchange_at(
    world: &World,
    code: &str,
    attempt: &connect::esia::Attempt,
    now: jiff::Timestamp,
) -> Result<connect::esia::Tokens, connect::Failure> {
    let ahead = now.duration_since(world.now());
    if ahead.abs() <= SignedDuration::from_mins(5) {
        return world.esia.exchange(code, attempt, now).await;
    }
    // The token is issued a whole life minus the shift earlier through the fault `issued`.
    world
        .stand
        .fault(Fault::of(Where::Esia, Mode::Wrong).at("te").what(&format!("issued-{}", ahead.as_secs())).times(1));
    world.esia.exchange(code, attempt, world.now()).await
}

#[tokio::test]
async fn a_code_of_one_system_is_refused_to_another() {
    let world = world_with(|_| {}, |settings| settings.nonce = false).await;
    let attempt = world.attempt(7);
    let back = world.press(&attempt, people::ANNA).await;
    let code = world.esia.code(&attempt, &back).unwrap();
    let mut settings = world.esia.settings().clone();
    settings.client_id = "RPGU98".into();
    let other = Client::new(settings, Arc::clone(&world.signer), world.http.clone()).unwrap();
    let failure = other.exchange(&code, &attempt, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("ESIA-008010"));
    assert!(world.esia.exchange(&code, &attempt, world.now()).await.is_ok(), "the owner's code is not spent by it");
}
