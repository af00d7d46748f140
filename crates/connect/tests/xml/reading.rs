//! What is read, and what is refused instead of being understood somehow.

use connect::xml::{IdError, Problem, read};
use proptest::prelude::*;

use crate::samples;

fn problem(text: &str) -> Problem {
    read(text.as_bytes()).expect_err(text).problem
}

#[test]
fn document_types_and_entities_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    assert_eq!(problem(bomb), Problem::DocumentType);
    assert_eq!(problem("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), Problem::DocumentType);
    assert_eq!(problem("<a>&b;</a>"), Problem::Entity("b".to_owned()));
    assert_eq!(problem("<a b='&c;'/>"), Problem::Entity("&c;".to_owned()));
    assert_eq!(problem("<a>&#0;</a>"), Problem::Entity("#0".to_owned()));
    assert_eq!(problem("<a>&#xFFFE;</a>"), Problem::Character);
    assert_eq!(problem("<a b='&#x1;'/>"), Problem::Character);
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let texts = [
        "",
        " ",
        "text",
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b/>",
        "<a b='1'c='2'/>",
        "<a b='<'/>",
        "<a><!-- -- --></a>",
        "<a>]]></a>",
        "<a",
        "<a><![CDATA[x</a>",
        "<![CDATA[x]]><a/>",
        "<a/>&amp;",
        " <?xml version='1.0'?><a/>",
        "<a><?xml version='1.0'?></a>",
        "<?xml version='1.1'?><a/>",
        "<?xml version='1.0' encoding='windows-1251'?><a/>",
        "<a>\u{1}</a>",
        "<a>\u{FFFF}</a>",
        "<1a/>",
        "<a 1b=''/>",
        "<a:b:c xmlns:a='urn:a'/>",
        "<:a/>",
        "<a:/>",
        "<?XmL x?><a/>",
        "<a>&</a>",
        "<a>& b</a>",
        "<a b='&'/>",
    ];
    for text in texts {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(read(b"<a>\xFF</a>").unwrap_err().problem, Problem::Encoding);
    assert_eq!(read(b"<a>\n\n<b>\n</c></a>").unwrap_err().line, 4);
}

#[test]
fn prefixes_mean_what_was_declared_or_nothing() {
    for text in [
        "<p:a/>",
        "<a p:b=''/>",
        "<a xmlns:p=''/>",
        "<a xmlns:xml='urn:a'/>",
        "<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:xmlns='urn:a'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
        "<a><b xmlns:p='urn:p'/><p:c/></a>",
    ] {
        assert!(matches!(problem(text), Problem::Prefix(_)), "{text}");
    }
    let two = "<a xmlns:p='urn:p' xmlns:q='urn:p' p:b='1' q:b='2'/>";
    assert_eq!(problem(two), Problem::Repeated("b".to_owned()));
    let document =
        read("<a xmlns='urn:a' xml:lang='ru' b='1'><b xmlns=''/><p:b xmlns:p='urn:p'>т</p:b></a>".as_bytes()).unwrap();
    assert!(document.root.name.is("urn:a", "a"));
    assert_eq!(document.root.attribute("b"), Some("1"));
    assert_eq!(document.root.qualified("http://www.w3.org/XML/1998/namespace", "lang"), Some("ru"));
    assert!(document.root.child("", "b").is_some());
    assert_eq!(document.root.text_of("urn:p", "b").as_deref(), Some("т"));
}

#[test]
fn an_element_knows_the_bytes_it_was_read_from() {
    let text = "\u{FEFF}<?xml version='1.0'?><a>\n <b Id='x'>т</b> <c/></a>";
    let document = read(text.as_bytes()).unwrap();
    assert_eq!(&text[document.by_id("x").unwrap().element.span.clone()], "<b Id='x'>т</b>");
    assert_eq!(&text[document.root.child("", "c").unwrap().span.clone()], "<c/>");
}

#[test]
fn line_ends_and_values_are_normalised() {
    let document = read(b"<a b='1\r\n2\t3&#10;'>x\r\ny\rz&#13;<![CDATA[\r\n&amp;]]></a>").unwrap();
    assert_eq!(document.root.attribute("b"), Some("1 2 3\n"));
    assert_eq!(document.root.text(), "x\ny\nz\r\n&amp;");
}

#[test]
fn an_identifier_names_one_element_or_none() {
    let find = |text: &str| {
        let document = read(text.as_bytes()).unwrap();
        document.by_id("x").map(|place| place.element.name.local.clone())
    };
    assert_eq!(find("<a><b Id='x'/></a>").as_deref(), Ok("b"));
    let wsu = "xmlns:u='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'";
    assert_eq!(find(&format!("<a {wsu}><b u:Id='x'/></a>")).as_deref(), Ok("b"));
    assert_eq!(find("<a><b Id='y'/></a>"), Err(IdError::Missing("x".to_owned())));
    assert_eq!(find("<a><b id='x'/></a>"), Err(IdError::Missing("x".to_owned())));
    for repeated in ["<a Id='x'><b Id='x'/></a>", "<a Id='x'><b ID='x'/></a>", "<a Id='x'><b xml:id='x'/></a>"] {
        assert_eq!(find(repeated), Err(IdError::Repeated("x".to_owned())));
    }
}

#[test]
fn large_and_deep_documents_are_refused_quickly() {
    let deep = "<a>".repeat(10_000);
    assert!(matches!(problem(&deep), Problem::TooLarge(_)));
    assert!(matches!(problem(&format!("<a>{}</a>", "<b/>".repeat(500_000))), Problem::TooLarge(_)));
    let attributes: String = (0..300).map(|number| format!(" a{number}=''")).collect();
    assert!(matches!(problem(&format!("<a{attributes}/>")), Problem::TooLarge(_)));
    assert!(matches!(problem(&" ".repeat(17 << 20)), Problem::TooLarge(_)));
}

proptest! {
    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "[<>/a&;!?\\-\\[\\]'\"= :x#D\n]{0,60}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn no_damage_to_a_message_brings_the_reader_down(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        if let Some(mut message) = samples::published("mr33-samples/SendRequestRequestPersonalSignature.xml") {
            let at = at.index(message.len());
            message[at] = byte;
            let _ = read(&message);
            let _ = read(&message[..cut.index(message.len())]);
        }
    }
}
