//! The published samples are not part of the project: where they are absent, that is said loudly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use connect::gisgmp::{
    Message, confirmation, import, imported, notice, parse, payments, payments_asked, quittances, quittances_asked,
    read,
};
use connect::xml::{Element, write};

use crate::known::{UIN, at, charge, envelope, participant, payment};

fn samples(format: &str) -> Vec<(String, Element)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/gisgmp")).join(format);
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED LOUDLY: the published samples of ГИС ГМП are not here, nothing was compared with them");
        return Vec::new();
    };
    let mut found: Vec<(String, Element)> = files
        .flatten()
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            let text = std::fs::read_to_string(file.path()).unwrap();
            (name.clone(), parse(&text).unwrap_or_else(|why| panic!("{name}: {why}")))
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Proves: PAY-04, PAY-07.
#[test]
fn every_published_message_is_read() {
    let mut understood = BTreeMap::new();
    for format in ["2.2-samples", "2.4-samples"] {
        for (name, element) in samples(format) {
            let told = read(&element).unwrap_or_else(|why| panic!("{format}/{name}: {why}"));
            assert!(!told.envelope.id.is_empty());
            let kind = match told.message {
                Message::Import(charges) => {
                    assert_eq!((charges[0].uin.as_str(), charges[0].kopecks), ("32116102414550976332", 500_000));
                    assert_eq!(charges[0].payee.correspondent, "40102810045370000002");
                    "import"
                }
                Message::Imported(protocols) => {
                    assert!(protocols.iter().all(connect::gisgmp::Protocol::is_taken));
                    "imported"
                }
                Message::PaymentsAsked(uins) => {
                    assert_eq!(uins, [UIN]);
                    "payments asked"
                }
                Message::Payments { payments, more } => {
                    assert_eq!((payments[0].uin.as_deref(), payments[0].kopecks, more), (Some(UIN), 500_000, false));
                    "payments"
                }
                Message::QuittancesAsked(uins) => {
                    assert_eq!(uins, [UIN]);
                    "quittances asked"
                }
                Message::Quittances { payments, .. } => {
                    assert_eq!((payments[0].kopecks, payments[0].revoked), (500_000, false));
                    "quittances"
                }
                Message::Notice { payment, route, recipient } => {
                    assert_eq!((route.as_str(), recipient.as_str()), ("45382000", "3eb6e5"));
                    assert_eq!(payment.uin.as_deref(), Some("88818012420345815071"));
                    "notice"
                }
                Message::OtherNotice { what, .. } => {
                    assert!(what.starts_with("Notice"), "{what}");
                    "other notice"
                }
                Message::NoticeTaken => "notice taken",
                Message::Other { service, root } => {
                    assert!(root.ends_with("Request") || root.ends_with("Response"), "{service} {root}");
                    "other"
                }
            };
            *understood.entry(kind).or_insert(0) += 1;
        }
    }
    if !understood.is_empty() {
        let all: usize = understood.values().sum();
        assert_eq!(all, 98, "{understood:?}");
        for kind in ["import", "imported", "payments asked", "payments", "quittances asked", "quittances"] {
            assert_eq!(understood[kind], 2, "one of each format: {kind}");
        }
        assert_eq!((understood["notice"], understood["notice taken"]), (4, 8));
    }
}

/// The shape of a message: which elements stand where, with which attributes.
fn shape(element: &Element, path: &str, into: &mut BTreeSet<String>) {
    let path = format!("{path}/{{{}}}{}", element.name.uri, element.name.local);
    into.insert(path.clone());
    into.extend(element.attributes.iter().map(|attribute| format!("{path}/@{}", attribute.name.local)));
    for child in element.elements() {
        shape(child, &path, into);
    }
}

fn shape_of(element: &Element) -> BTreeSet<String> {
    // What travels is what counts: written and read again.
    let written = String::from_utf8(write(element).unwrap()).unwrap();
    let mut found = BTreeSet::new();
    shape(&parse(&written).unwrap(), "", &mut found);
    found
}

/// Proves: PAY-04, PAY-07.
#[test]
fn what_we_send_has_the_shape_of_the_published_message_of_its_kind() {
    let by = participant();
    let found = [payment("10471020010005233001202100000001", 35_000)];
    let known = charge();
    let ours = [
        ("SImportChargesRequest.xml", import("1", &by, &[charge()], at(0))),
        ("SExportPaymentsRequest.xml", payments_asked("1", &by, UIN, at(0))),
        ("SExportQuittancesRequest.xml", quittances_asked("1", &by, UIN, at(0))),
        ("SExportNoticeResponse1.xml", confirmation("1", "G_2", "45382000", "3eb6e5", at(0))),
        // The other side, as it is played in tests and on the stand.
        ("SImportChargesResponse.xml", imported(&envelope(), "3eacb7", &[protocol()])),
        ("SExportPaymentsResponse.xml", payments(&envelope(), "3eacb7", Some(&known), &found)),
        ("SExportQuittancesResponse.xml", quittances(&envelope(), "3eacb7", Some(&known), &found)),
        ("SExportNoticeRequest3.xml", notice(&envelope(), "3eb6e5", "45382000", &found[0], true)),
    ];
    let published: BTreeMap<String, Element> = samples("2.4-samples").into_iter().collect();
    if published.is_empty() {
        return;
    }
    // What may be left out, and we do not have or always say.
    let optional = ["/@ogrn"];
    let fuller = ["PaymentsResponse"];
    for (name, element) in ours {
        let theirs: BTreeSet<String> = shape_of(&published[name])
            .into_iter()
            .filter(|part| !optional.iter().any(|end| part.ends_with(end)))
            .collect();
        let own = shape_of(&element);
        let missing: Vec<&String> = theirs.difference(&own).collect();
        let extra: Vec<&String> =
            own.difference(&theirs).filter(|_| !fuller.iter().any(|kind| name.contains(kind))).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{name}: missing {missing:#?}, extra {extra:#?}");
    }
}

fn protocol() -> connect::gisgmp::Protocol {
    connect::gisgmp::Protocol { entity: "I_1".to_owned(), code: "0".to_owned(), words: "Успешно".to_owned() }
}

/// Proves: PAY-04.
#[test]
fn what_is_written_is_read_back() {
    let by = participant();
    let of = |element: &Element| read(element).unwrap().message;
    assert_eq!(of(&import("1", &by, &[charge()], at(0))), Message::Import(vec![charge()]));
    let annulled = connect::gisgmp::ImportedCharge {
        annulled: Some("Заявление отозвано".to_owned()),
        until: Some(jiff::civil::date(2026, 4, 1)),
        ..charge()
    };
    assert_eq!(of(&import("1", &by, std::slice::from_ref(&annulled), at(0))), Message::Import(vec![annulled]));
    let found = vec![payment("1".repeat(32).as_str(), 35_000), payment("2".repeat(32).as_str(), 100)];
    let told = payments(&envelope(), "3eacb7", Some(&charge()), &found);
    assert_eq!(of(&told), Message::Payments { payments: found.clone(), more: false });
    let told = notice(&envelope(), "3eb6e5", "45382000", &found[0], false);
    let Message::Notice { payment, .. } = of(&told) else { panic!() };
    assert_eq!(payment, found[0]);
}

/// Proves: PAY-04.
#[test]
fn money_is_never_guessed() {
    let told = payments(&envelope(), "3eacb7", Some(&charge()), &[payment(&"1".repeat(32), 35_000)]);
    let text = String::from_utf8(write(&told).unwrap()).unwrap();
    for broken in [
        text.replace("amount=\"35000\"", "amount=\"350,00\""),
        text.replace("amount=\"35000\"", "amount=\"-35000\""),
        text.replace("amount=\"35000\"", ""),
        text.replace("paymentDate", "paymentDay"),
        text.replace(&"1".repeat(32), ""),
    ] {
        assert_ne!(broken, text);
        assert!(read(&parse(&broken).unwrap()).is_err(), "{broken}");
    }
    assert!(read(&parse("<a xmlns=\"urn:b\"/>").unwrap()).is_err());
    assert!(parse("<a>").is_err());
}
