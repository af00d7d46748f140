//! Interagency facts through the real client against the emulated registers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{World, world};
use connect::evidence::{Answer, Client, Request};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use stand::faults::{Fault, Mode, Where};
use url::Url;

fn client(world: &World) -> Client {
    Client::new(Url::parse(&world.stand.evidence_url).unwrap(), world.http.clone()).unwrap()
}

fn request(id: &str, source: &str, keys: &Value) -> Request {
    Request { id: id.into(), service: String::new(), source: source.into(), keys: keys.as_object().unwrap().clone() }
}

async fn ask(world: &World, id: &str, source: &str, keys: &Value) -> Map<String, Value> {
    let client = client(world);
    client.ask(&request(id, source, keys)).await.unwrap();
    world.pass(SignedDuration::from_secs(1));
    match client.answer(id).await.unwrap() {
        Answer::Answered { answer, .. } => answer,
        other => panic!("{source}: {other:?}"),
    }
}

#[tokio::test]
async fn a_register_thinks_and_then_answers() {
    let world = world().await;
    let client = client(&world);
    let asked = request("a1", "mvd.conviction", &json!({ "applicant.snils": "90000000283" }));
    client.ask(&asked).await.unwrap();
    client.ask(&asked).await.unwrap();
    assert_eq!(client.answer("a1").await.unwrap(), Answer::Waiting);
    world.pass(SignedDuration::from_millis(300));
    let Answer::Answered { answer, at } = client.answer("a1").await.unwrap() else { panic!("no answer") };
    assert_eq!(Value::Object(answer), json!({ "found": true }));
    assert_eq!(at, world.now());
    let other = request("a1", "mvd.conviction", &json!({ "applicant.snils": "90000000182" }));
    assert_eq!(client.ask(&other).await.unwrap_err().code(), Some("ID-TAKEN"));
    assert_eq!(client.answer("unknown").await.unwrap_err().code(), Some("NOT-ASKED"));
}

#[tokio::test]
async fn the_registers_answer_what_the_services_ask() {
    let world = world().await;
    let zahar = "900-000-007 88";
    let children = |dates: &[&str]| json!(dates.iter().map(|born| json!({ "birthDate": born })).collect::<Vec<_>>());
    let four = children(&["2010-09-01", "12.04.2013", "2016-07-23", "2020-11-05"]);
    let stranger = children(&["2010-09-01", "2013-04-12", "2001-01-01"]);
    for (index, (source, keys, field, value)) in [
        ("mvd.conviction", json!({ "applicant.snils": "900-000-001 82" }), "found", json!(false)),
        ("mvd.registration", json!({ "applicant.snils": "900-000-006 87" }), "in_region", json!(true)),
        ("mvd.registration", json!({ "applicant.snils": "900-000-012 85" }), "in_region", json!(false)),
        ("hunters.ticket", json!({ "applicant.snils": zahar, "ticket.number": "63 000007" }), "found", json!(true)),
        ("hunters.ticket", json!({ "applicant.snils": zahar, "ticket.number": "63 000008" }), "found", json!(false)),
        ("rosreestr.plot", json!({ "plot.cadastral": "63:01:0000001:1" }), "area", json!(1200)),
        ("rosreestr.plot", json!({ "plot.cadastral": "63:01:0000001:3" }), "boundaries_set", json!(false)),
        ("rosreestr.plot", json!({ "plot.cadastral": "63:01:9999999:9" }), "found", json!(false)),
        (
            "rosreestr.rights",
            json!({ "plot.cadastral": "63:01:0000001:1", "applicant.snils": zahar }),
            "holder",
            json!(true),
        ),
        (
            "rosreestr.rights",
            json!({ "plot.cadastral": "63:01:0000001:2", "applicant.snils": zahar }),
            "holder",
            json!(false),
        ),
        ("planning.documentation", json!({ "plot.cadastral": "63:01:0000001:4" }), "needed", json!(true)),
        ("planning.documentation", json!({ "plot.cadastral": "63:01:0000001:5" }), "approved", json!(true)),
        ("zags.children", json!({ "applicant.snils": "90000000687", "children": four }), "confirmed", json!(true)),
        ("zags.children", json!({ "applicant.snils": "90000000687", "children": stranger }), "confirmed", json!(false)),
        ("social.rights", json!({ "applicant.snils": "90000000687" }), "deprived", json!(false)),
        ("social.status", json!({ "applicant.snils": "900-000-011 84" }), "exists", json!(true)),
        ("fns.egrul", json!({ "applicant.ogrn": "1029900000008" }), "inn", json!("9900000017")),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = ask(&world, &format!("s{index}"), source, &keys).await;
        assert_eq!(answer.get(field), Some(&value), "{source} {keys}: {answer:?}");
    }
}

/// A value may come wrapped by its type, as the portal keeps it.
#[tokio::test]
async fn wrapped_values_are_understood() {
    let world = world().await;
    let keys = json!({
        "applicant.snils": { "identifier": { "kind": "snils", "text": "90000000687" } },
        "children": { "list": [
            { "firstName": { "text": "Мария" }, "birthDate": { "date": "2010-09-01" } },
            { "firstName": { "text": "Степан" }, "birthDate": { "date": "2013-04-12" } },
        ] },
    });
    assert_eq!(ask(&world, "w1", "zags.children", &keys).await["confirmed"], json!(true));
    let keys = json!({
        "applicant.snils": { "identifier": "90000000687" },
        "children": { "list": [{ "firstName": { "text": "Чужой" }, "birthDate": { "date": "2010-09-01" } }] },
    });
    assert_eq!(ask(&world, "w2", "zags.children", &keys).await["confirmed"], json!(false));
}

/// Proves: SEC-06.
#[tokio::test]
async fn every_fault_of_a_register_is_told_as_what_it_is() {
    let world = world().await;
    let client = client(&world);
    let keys = json!({ "applicant.snils": "90000000182" });
    let source = "mvd.conviction";
    let set = |fault: Fault| world.stand.fault(fault.at(source));

    set(Fault::of(Where::Evidence, Mode::Down));
    assert!(client.ask(&request("f0", source, &keys)).await.unwrap_err().is_later());
    set(Fault::of(Where::Evidence, Mode::None));
    for (id, mode) in [("f1", Mode::Absent), ("f2", Mode::Failed), ("f3", Mode::Wrong)] {
        set(Fault::of(Where::Evidence, mode).times(1));
        client.ask(&request(id, source, &keys)).await.unwrap();
    }
    set(Fault::of(Where::Evidence, Mode::Wrong).what("other").times(1));
    client.ask(&request("f4", source, &keys)).await.unwrap();
    set(Fault::of(Where::Evidence, Mode::Slow).lasting(60_000).times(1));
    client.ask(&request("f5", source, &keys)).await.unwrap();
    world.pass(SignedDuration::from_secs(1));
    assert!(matches!(client.answer("f1").await, Ok(Answer::Absent { .. })));
    assert!(matches!(client.answer("f2").await, Ok(Answer::Failed { .. })));
    assert_eq!(client.answer("f3").await.unwrap_err().code(), Some("ANSWER-SHAPE"));
    assert_eq!(client.answer("f4").await.unwrap_err().code(), Some("ANSWER-SHAPE"));
    assert_eq!(client.answer("f5").await.unwrap(), Answer::Waiting);
    world.pass(SignedDuration::from_secs(60));
    assert!(matches!(client.answer("f5").await, Ok(Answer::Answered { .. })));

    set(Fault::of(Where::Evidence, Mode::Down));
    assert!(client.answer("f5").await.unwrap_err().is_later());
    set(Fault::of(Where::Evidence, Mode::None));
    let wrong = request("f6", "no.such.source", &keys);
    assert_eq!(client.ask(&wrong).await.unwrap_err().code(), Some("HTTP-422"));
}

/// Proves: SEC-06.
#[tokio::test]
async fn a_provider_that_is_gone_means_later() {
    let world = world().await;
    let client = client(&world);
    world.stand.stop().await;
    let keys = json!({ "applicant.snils": "90000000182" });
    assert!(client.ask(&request("g1", "mvd.conviction", &keys)).await.unwrap_err().is_later());
    assert!(client.answer("g1").await.unwrap_err().is_later());
}
