//! СМЭВ over its stand: ids, signatures of both sides, statuses, questions to our register.

use connect::exchange::{Content, Exchange, Response, Says, Sent, Stage};
use connect::smev::{build, message_id, names};
use connect::xml::{Element, read, write_document};
use jiff::SignedDuration;
use serde_json::json;
use stand::Told;
use stand::faults::{Fault, Mode, Where};

use crate::world::{Arm, SOURCE, World, Wrong, question, world};

const ID: &str = "0199d1c2a4b57000800000000000004d";

async fn post(world: &World, operation: &str, envelope: &Element) -> (u16, Element) {
    let body = write_document(envelope).unwrap();
    let url = world.stand.smev_url.clone().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(url).header("SOAPAction", format!("\"urn:{operation}\"")).body(body);
    let response = request.header("content-type", "text/xml; charset=UTF-8").send().await.unwrap();
    let status = response.status().as_u16();
    (status, read(&response.bytes().await.unwrap()).unwrap().root)
}

fn fault_name(envelope: &Element) -> Option<String> {
    let body = envelope.child(names::SOAP.uri, "Body")?;
    let fault = body.child(names::SOAP.uri, "Fault")?;
    let detail = fault.elements().find(|one| one.name.local == "detail")?;
    detail.elements().next().map(|one| one.name.local.clone())
}

/// Proves: SEC-06.
#[tokio::test]
async fn a_message_of_a_stranger_or_without_a_signature_is_not_taken() {
    let world = world(Arm::Smev).await;
    let id = message_id::make("stranger", 1, world.now());
    let asked = question(&world, ID);
    let unsigned = || build::send_request(&id, &id, connect::smev::body::question(&asked), true, Vec::new());
    let (status, answer) = post(&world, "SendRequest", &unsigned().envelope(None).0).await;
    assert_eq!((status, fault_name(&answer).as_deref()), (500, Some("SignatureVerificationFault")));
    let message = unsigned();
    let signature = world.stranger.sign(&message.signed).unwrap();
    let (status, answer) = post(&world, "SendRequest", &message.envelope(Some(signature)).0).await;
    assert_eq!((status, fault_name(&answer).as_deref()), (500, Some("SignatureVerificationFault")));
}

/// Proves: INTEG-01.
#[tokio::test]
async fn an_id_that_is_too_old_is_told_and_known_beforehand() {
    let world = world(Arm::Smev).await;
    let asked = question(&world, ID);
    world.pass(SignedDuration::from_hours(25));
    assert!(world.exchange.is_stale(&asked.id, world.now()));
    let failure = world.exchange.send(&asked, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("STALE"));
    let mut wrong = asked;
    wrong.id = "0199d1c2-a4b5-7000-8000-00000000004d".to_owned();
    let failure = world.exchange.send(&wrong, world.now()).await.unwrap_err();
    assert_eq!(failure.code(), Some("InvalidMessageIdFormat"));
}

/// Proves: INTEG-01.
#[tokio::test]
async fn a_refusal_of_smev_after_it_took_the_message_comes_through_the_queue() {
    let world = world(Arm::Smev).await;
    world.stand.fault(Fault::of(Where::Smev, Mode::Rejected).at(SOURCE));
    let asked = question(&world, ID);
    assert_eq!(world.exchange.send(&asked, world.now()).await, Ok(Sent::Taken));
    world.pass(SignedDuration::from_secs(1));
    let delivery = world.exchange.receive("all", world.now()).await.unwrap().unwrap();
    assert_eq!(delivery.original.as_deref(), Some(asked.id.as_str()));
    let Content::Said(connect::exchange::Answer::Failed { reason, .. }) = &delivery.content else {
        panic!("{delivery:?}")
    };
    assert!(reason.contains("не прошёл проверку по схеме") && reason.contains("SMEV-403"), "{reason}");
    let standing = world.exchange.standing(world.now()).await.unwrap().unwrap();
    assert_eq!((standing.message, standing.stage), (asked.id, Stage::Refused));
}

/// Proves: INTEG-01.
#[tokio::test]
async fn smev_says_how_far_a_message_is() {
    let world = world(Arm::Smev).await;
    let asked = question(&world, ID);
    world.exchange.send(&asked, world.now()).await.unwrap();
    let standing = world.exchange.standing(world.now()).await.unwrap().unwrap();
    assert_eq!((standing.message.as_str(), standing.stage), (asked.id.as_str(), Stage::Underway));
    world.pass(SignedDuration::from_secs(1));
    world.look(&asked.id).await;
    let standing = world.exchange.standing(world.now()).await.unwrap().unwrap();
    assert_eq!(standing.stage, Stage::Answered);
    assert_eq!(world.exchange.standing(world.now()).await.unwrap(), None);
}

/// Proves: SEC-06.
#[tokio::test]
async fn a_broken_signature_is_kept_with_the_message_and_why() {
    let world = world(Arm::Smev).await;
    world.set(Wrong::Unbelievable);
    let asked = question(&world, ID);
    world.exchange.send(&asked, world.now()).await.unwrap();
    world.pass(SignedDuration::from_secs(1));
    let delivery = world.exchange.receive("all", world.now()).await.unwrap().unwrap();
    let Content::Broken { why, raw } = delivery.content else { panic!("believed") };
    assert!(why.contains("Подпись СМЭВ"), "{why}");
    assert!(read(&raw).is_ok());
    world.exchange.acknowledge(&delivery.message, false).await.unwrap();
    assert_eq!(world.exchange.receive("all", world.now()).await.unwrap(), None);
}

/// Proves: SCHEME-02.
#[tokio::test]
async fn registers_shaped_like_the_real_ones_answer_through_smev() {
    let world = world(Arm::Smev).await;
    for (number, (source, keys, field, value)) in [
        ("rosreestr.plot", json!({ "plot.cadastral": "63:01:0000001:1" }), "area", json!(1200)),
        ("fns.egrul", json!({ "applicant.ogrn": "1029900000008" }), "inn", json!("9900000017")),
        ("mvd.conviction", json!({ "applicant.snils": "90000000283" }), "found", json!(true)),
        ("zags.children", json!({ "applicant.snils": "90000000687" }), "confirmed", json!(true)),
        ("social.rights", json!({ "applicant.snils": "90000000687" }), "deprived", json!(false)),
    ]
    .into_iter()
    .enumerate()
    {
        let mut asked = question(&world, &format!("0199d1c2a4b5700080000000000000{number:02x}"));
        asked.source = source.to_owned();
        asked.keys = keys.as_object().unwrap().clone();
        world.exchange.send(&asked, world.now()).await.unwrap();
        world.pass(SignedDuration::from_secs(1));
        let delivery = world.exchange.receive("all", world.now()).await.unwrap().unwrap();
        let Content::Said(connect::exchange::Answer::Answered { answer, .. }) = delivery.content else {
            panic!("{source}: {:?}", delivery.content)
        };
        assert_eq!(answer.get(field), Some(&value), "{source}: {answer:?}");
        assert_ne!(delivery.sender.as_deref(), Some("smev"), "{source}");
        world.exchange.acknowledge(&delivery.message, true).await.unwrap();
    }
}

/// Proves: INTEG-01.
#[tokio::test]
async fn our_register_is_asked_and_answers_once_however_often_it_sends() {
    let world = world(Arm::Smev).await;
    let Exchange::Smev(_) = &world.exchange else { panic!() };
    let asked = world.stand.ask_results("hunting-ticket", "проверка права на охоту", &[("number", "63-1")], false);
    let asked = asked.unwrap();
    let question = world.exchange.question(world.now()).await.unwrap().unwrap();
    assert_eq!((question.message.as_str(), question.believed), (asked.as_str(), true));
    let content = question.asked.unwrap();
    assert_eq!((content.service.as_str(), content.purpose.as_str()), ("hunting-ticket", "проверка права на охоту"));
    world.exchange.acknowledge(&question.message, true).await.unwrap();
    let response = Response {
        message: world.exchange.answering_message(&asked, world.now()),
        to: question.reply_to,
        original: asked.clone(),
        says: Says::Entries(vec![json!({ "number": "63-1", "exists": true })]),
    };
    assert_eq!(world.exchange.respond(&response).await, Ok(Sent::Taken));
    assert_eq!(world.exchange.respond(&response).await, Ok(Sent::Known));
    let (told, messages) = world.stand.told(&asked);
    let Some(Told::Entries(entries)) = told else { panic!("{told:?}") };
    assert_eq!((entries[0]["number"].as_str(), messages), (Some("63-1"), 1));
    assert_eq!(world.exchange.question(world.now()).await.unwrap(), None);
}

/// Proves: SEC-06.
#[tokio::test]
async fn a_question_that_was_changed_on_its_way_is_not_believed() {
    let world = world(Arm::Smev).await;
    world.stand.ask_results("hunting-ticket", "проверка", &[("number", "63-1")], true).unwrap();
    let question = world.exchange.question(world.now()).await.unwrap().unwrap();
    assert!(!question.believed);
    assert!(question.asked.unwrap_err().contains("Подпись"));
}
