//! Trees that are built and written, and read back the same.

use connect::xml::{Element, Exclusive, Namespace, WriteError, canonical, read, write, write_document};
use proptest::prelude::*;

use crate::generated;
use crate::schema::{self, Revision};

const TYPES: Namespace<'_> =
    Namespace { prefix: "ns2", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2" };
const BASIC: Namespace<'_> =
    Namespace { prefix: "ns", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.2" };

fn text(element: &Element) -> String {
    String::from_utf8(write(element).unwrap()).unwrap()
}

#[test]
fn namespaces_are_declared_where_they_are_needed() {
    let built = Element::new(TYPES, "A")
        .declaring(BASIC)
        .with_attribute("Id", "x")
        .with(Element::new(BASIC, "B").with_text("<&>\r\"").with_qualified(TYPES, "c", "\"\n"))
        .with(
            Element::new(Namespace { prefix: "", uri: "urn:d" }, "D")
                .with(Element::new(Namespace { prefix: "", uri: "" }, "E")),
        );
    let expected = format!(
        "<ns2:A xmlns:ns=\"{}\" xmlns:ns2=\"{}\" Id=\"x\"><ns:B ns2:c=\"&quot;&#xA;\">&lt;&amp;&gt;&#xD;\"</ns:B><D xmlns=\"urn:d\"><E xmlns=\"\"></E></D></ns2:A>",
        BASIC.uri, TYPES.uri
    );
    assert_eq!(text(&built), expected);
    let document = String::from_utf8(write_document(&built).unwrap()).unwrap();
    assert_eq!(document, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{expected}"));
}

#[test]
fn what_no_reader_would_take_is_not_written() {
    let refused = |element: Element| write(&element).unwrap_err();
    let a = || Element::new(TYPES, "A");
    assert!(matches!(refused(a().with_text("\u{0}")), WriteError::Character { .. }));
    assert!(matches!(refused(a().with_attribute("b", "\u{FFFE}")), WriteError::Character { .. }));
    assert!(matches!(refused(Element::new(TYPES, "not a name")), WriteError::Name(_)));
    assert!(matches!(refused(a().with_attribute("a:b", "")), WriteError::Name(_)));
    assert!(matches!(refused(a().with_attribute("b", "").with_attribute("b", "")), WriteError::Repeated { .. }));
    let same = Namespace { prefix: TYPES.prefix, uri: BASIC.uri };
    assert!(matches!(refused(a().with_qualified(same, "b", "")), WriteError::Prefix { .. }));
    assert!(matches!(
        refused(a().with_qualified(Namespace { prefix: "", uri: "urn:b" }, "b", "")),
        WriteError::Prefix { .. }
    ));
    assert!(matches!(refused(Element::new(Namespace { prefix: "p", uri: "" }, "b")), WriteError::Prefix { .. }));
    assert!(matches!(refused(a().with_attribute("xmlns", "urn:x")), WriteError::Repeated { .. }));
}

#[test]
fn a_message_that_fits_the_schemas_is_told_from_one_that_does_not() {
    let timestamp = Element::new(BASIC, "Timestamp").with_attribute("Id", "T").with_text("2026-03-03T12:00:00+03:00");
    let good = Element::new(TYPES, "GetIncomingQueueStatisticsRequest").with(timestamp.clone());
    let written = write(&good).unwrap();
    let refused = schema::check(&written, Revision::V1_2);
    assert!(refused.is_ok(), "{refused:?}");
    let wrong = good.with(Element::new(TYPES, "Unknown"));
    if std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/smev3/v1_2")).is_dir() {
        assert!(schema::check(&write(&wrong).unwrap(), Revision::V1_2).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_read_is_written_and_read_back_the_same(source in generated::document()) {
        if let Ok(document) = read(source.as_bytes()) {
            let written = write_document(&document.root).unwrap();
            let again = read(&written).unwrap();
            let form = |root: &Element| text_of(&canonical(root, &[], &Exclusive::default()).unwrap());
            prop_assert_eq!(form(&again.root), form(&document.root));
        }
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
