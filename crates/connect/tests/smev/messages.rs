//! Messages by themselves: what we send is valid, what we read is what was sent, real ones are read.

use std::collections::BTreeMap;

use connect::exchange::{Asked, Question};
use connect::smev::build::{self, Attachment, Content};
use connect::smev::names::{BASIC, Operation, TYPES};
use connect::smev::{body, fault, message_id, multipart, parse};
use connect::xml::{Element, Node, read, write};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::schema::{self, Revision};

fn now() -> Timestamp {
    "2026-03-03T09:00:00Z".parse().unwrap()
}

fn question() -> Question {
    let keys = json!({
        "applicant.snils": "900-000-001 82",
        "children": [{ "firstName": "Мария", "birthDate": "2010-09-01" }],
        "applicant.age": 41, "applicant.married": true, "applicant.middle": null,
    });
    Question {
        id: message_id::make("a", 7, now()),
        service: "large-family".to_owned(),
        source: "zags.children".to_owned(),
        keys: keys.as_object().unwrap().clone(),
    }
}

fn files() -> Vec<Attachment> {
    let file = |id: &str, bytes: &[u8]| Attachment {
        id: id.to_owned(),
        kind: "application/pdf".to_owned(),
        bytes: bytes.to_vec(),
        signature: Some(vec![1, 2, 3]),
    };
    vec![file("file-1", b"%PDF-1.7\r\n--x"), file("file-2", &[0, 255, 13, 10])]
}

/// XOP is checked as it is meant: with the bytes in place of what refers to them.
fn included(element: &mut Element) {
    let refers = element.elements().any(|child| child.name.local == "Include");
    if refers {
        element.children = vec![Node::Text("AAEC".to_owned())];
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            included(child);
        }
    }
}

/// Proves: INTEG-01, SCHEME-02.
#[test]
fn everything_we_send_is_valid_against_the_published_schema() {
    let id = message_id::make("a", 7, now());
    let asked = question();
    let entries = vec![json!({ "number": "63-1", "until": null })];
    let messages = [
        build::send_request(&id, &id, body::question(&asked), true, Vec::new()),
        build::send_request(&id, &id, body::question(&asked), false, files()),
        build::send_response(&id, "to", Content::Body(body::entries(&entries)), files()),
        build::send_response(&id, "to", Content::Rejected("NO_DATA", "Сведений нет.".to_owned()), Vec::new()),
        build::send_response(&id, "to", Content::Status(1, "В работе.".to_owned()), Vec::new()),
        build::take(Operation::GetResponse, None, None, now()),
        build::take(Operation::GetResponse, Some(("urn:x", "Root")), Some("node-1"), now()),
        build::take(Operation::GetRequest, Some(("urn:x", "Root")), None, now()),
        build::ack(&id, true),
        build::ack(&id, false),
    ];
    for message in messages {
        let name = message.operation.name();
        let (mut envelope, _) = message.envelope(None);
        included(&mut envelope);
        let xml = write(&envelope).unwrap();
        schema::check(&xml, Revision::V1_2).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    // GetStatus must be signed: any signature stands in for it here.
    let stands_in = Element::new(connect::xml::signature::DSIG, "Signature");
    let (envelope, _) = build::get_status(now()).envelope(Some(stands_in));
    schema::check(&write(&envelope).unwrap(), Revision::V1_2).unwrap();
}

/// Proves: SCHEME-02.
#[test]
fn our_bodies_are_valid_against_their_documented_schemas() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/smev");
    let asked = Asked {
        service: "hunting-ticket".to_owned(),
        purpose: "проверка".to_owned(),
        keys: vec![("number".to_owned(), "63-1".to_owned())],
    };
    let entries = body::entries(&[json!({ "number": "63-1", "lines": [{ "a": 1 }], "until": null })]);
    let answer = body::answer("zags.children", now(), json!({ "count": 3 }).as_object().unwrap());
    for (element, file) in [
        (body::asked(&asked), "results-1.0.0.xsd"),
        (entries, "results-1.0.0.xsd"),
        (body::question(&question()), "evidence-1.0.0.xsd"),
        (answer, "evidence-1.0.0.xsd"),
    ] {
        let schema = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
        // One schema serves all sources: the namespace of the source is put in.
        let schema = schema.replace("{source}", "zags.children");
        let scratch = std::env::temp_dir().join(format!("okno-body-{}-{file}", std::process::id()));
        let message = scratch.with_extension("xml");
        std::fs::write(&scratch, schema).unwrap();
        std::fs::write(&message, write(&element).unwrap()).unwrap();
        let run = std::process::Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([&scratch, &message])
            .output();
        let Ok(output) = run else {
            eprintln!("SKIPPED LOUDLY: xmllint is not here, {file} was not checked");
            return;
        };
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_question_and_an_answer_are_read_as_they_were_written() {
    let asked = question();
    let written = read(&write(&body::question(&asked)).unwrap()).unwrap();
    let (service, source, keys) = body::read_question(&written.root).unwrap();
    assert_eq!((service, source, keys), (asked.service, asked.source, asked.keys));
    let answer = json!({ "confirmed": true, "children": [{ "lastName": "Ёлкина" }], "count": 3 });
    let answer = answer.as_object().unwrap();
    let written = read(&write(&body::answer("zags.children", now(), answer)).unwrap()).unwrap();
    assert_eq!(body::read_answer(&written.root), Some((now(), answer.clone())));
}

/// Proves: INTEG-01.
#[test]
fn attachments_go_beside_the_message_and_come_back_byte_for_byte() {
    let id = message_id::make("a", 7, now());
    let message = build::send_response(&id, "to", Content::Body(body::entries(&[])), files());
    let (envelope, parts) = message.envelope(None);
    let wire = multipart::join(write(&envelope).unwrap(), &parts).unwrap();
    assert!(wire.content_type.starts_with("multipart/related"));
    let split = multipart::split(&wire.content_type, &wire.body).unwrap();
    let document = read(&split.root).unwrap();
    let around = document.all_named(TYPES.uri, "SendResponseRequest")[0].element.clone();
    // As СМЭВ would deliver it.
    let data = around.child(TYPES.uri, "SenderProvidedResponseData").unwrap().clone();
    let response = Element::new(TYPES, "Response").with(data);
    let taken = parse::taken(&response, &around, &split.attached).unwrap();
    assert_eq!(taken.attached, files());
    let missing = BTreeMap::from([("file-1".to_owned(), Vec::new())]);
    let refused = parse::taken(&response, &around, &missing).unwrap_err();
    assert_eq!(refused, (Some(id), parse::Unreadable::Attachments));
}

#[test]
fn files_in_a_store_of_smev_are_refused_by_name() {
    let data = Element::new(TYPES, "SenderProvidedResponseData")
        .with(Element::new(TYPES, "MessageID").with_text("m"))
        .with(Element::new(BASIC, "RefAttachmentHeaderList"));
    let response = Element::new(TYPES, "Response").with(data);
    let refused = parse::taken(&response, &response, &BTreeMap::new()).unwrap_err();
    assert_eq!(refused.1, parse::Unreadable::Store);
    assert!(refused.1.to_string().contains("FTP"));
}

/// Proves: INTEG-01.
#[test]
fn a_real_refusal_of_smev_is_understood() {
    let path = "/../../../shared/data/smev3/vectors/smev-signed-2012/GetResponseResponce_InvalidContent.xml";
    let Ok(bytes) = std::fs::read(format!("{}{path}", env!("CARGO_MANIFEST_DIR"))) else {
        eprintln!("SKIPPED LOUDLY: the published messages are not here");
        return;
    };
    let document = read(&bytes).unwrap();
    let (place, around) = parse::in_queue(&document, "Response").unwrap();
    let taken = parse::taken(place.element, around, &BTreeMap::new()).unwrap();
    assert_eq!(taken.message, "ad1d4183-8b8c-11eb-9ae4-fa163e6269f4");
    assert_eq!(taken.original.as_deref(), Some("ac9fbf27-8b8c-11eb-9086-e2bf794ac2e9"));
    assert_eq!(taken.sender.as_deref(), Some("smev"));
    assert_eq!(taken.sent_at.map(|at| at.to_string()).as_deref(), Some("2021-03-23T04:03:08Z"));
    let parse::Content::Async { category, fault: Some(found), .. } = taken.content else { panic!("{taken:?}") };
    assert_eq!((category.as_str(), found.kind), ("requestIsRejectedBySmev", fault::Kind::InvalidContent));
    assert!(found.words.starts_with("SMEV-403"));
}

#[test]
fn every_fault_is_known_by_its_name_and_only_three_pass_by_themselves() {
    for kind in fault::Kind::ALL {
        assert_eq!(fault::Kind::of(kind.name()), *kind);
    }
    assert_eq!(fault::Kind::of("НеизвестнаяОшибка"), fault::Kind::Other);
    let later: Vec<_> = fault::Kind::ALL.iter().filter(|kind| kind.is_later()).collect();
    assert_eq!(later.len(), 3);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~а-яё№«»\n\t]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zА-я.]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_travels_unchanged(fields in prop::collection::btree_map("[a-z_.]{1,12}", value(), 0..5)) {
        let fields: Map<String, Value> = fields.into_iter().collect();
        let written = write(&body::answer("a.b", now(), &fields)).unwrap();
        let (_, back) = body::read_answer(&read(&written).unwrap().root).unwrap();
        prop_assert_eq!(back, fields);
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0_usize..400) {
        let _ = multipart::split("multipart/related; boundary=b", &bytes);
        let wire = multipart::join(b"<x/>".to_vec(), &BTreeMap::from([("a".to_owned(), bytes)])).unwrap();
        let _ = multipart::split(&wire.content_type, &wire.body[..cut.min(wire.body.len())]);
    }
}
