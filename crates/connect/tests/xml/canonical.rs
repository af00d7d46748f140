//! Exclusive canonicalisation against the recommendation's own example and xmllint.

use std::io::Write;
use std::process::{Command, Stdio};

use connect::xml::{Comments, Exclusive, canonical, canonical_document, read};
use proptest::prelude::*;

use crate::{generated, samples};

fn with_comments() -> Exclusive {
    Exclusive { comments: Comments::Kept, ..Exclusive::default() }
}

/// The canonical form as libxml2 makes it (it keeps comments); nothing where it refuses.
fn by_xmllint(text: &[u8]) -> Option<Vec<u8>> {
    let mut xmllint = Command::new("xmllint");
    xmllint.args(["--nonet", "--exc-c14n", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = xmllint.spawn().expect("xmllint (libxml2-utils) is installed by cargo xtask test");
    running.stdin.take().unwrap().write_all(text).unwrap();
    let output = running.wait_with_output().unwrap();
    output.status.success().then_some(output.stdout)
}

fn whole(text: &[u8], how: &Exclusive) -> Vec<u8> {
    canonical_document(&read(text).unwrap(), how).unwrap()
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn published_messages_have_the_canonical_form_of_libxml() {
    for file in samples::messages() {
        let message = samples::published(&file).unwrap();
        assert_eq!(shown(&whole(&message, &with_comments())), shown(&by_xmllint(&message).unwrap()), "{file}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_document_has_the_canonical_form_of_libxml(text in generated::document()) {
        let theirs = by_xmllint(text.as_bytes());
        match read(text.as_bytes()) {
            Ok(document) => {
                let ours = canonical_document(&document, &with_comments()).unwrap();
                prop_assert_eq!(Some(shown(&ours)), theirs.as_deref().map(shown));
            }
            // «]]>» may come together out of two texts; both refuse it.
            Err(error) => prop_assert!(theirs.is_none(), "{}", error),
        }
    }

    #[test]
    fn a_canonical_form_is_its_own_canonical_form(text in generated::document()) {
        if let Ok(document) = read(text.as_bytes()) {
            for how in [Exclusive::default(), with_comments()] {
                let once = canonical_document(&document, &how).unwrap();
                prop_assert_eq!(shown(&whole(&once, &how)), shown(&once));
            }
        }
    }
}

/// <http://www.w3.org/TR/xml-exc-c14n/>, section 2.2: the same element inside two envelopes.
#[test]
fn an_element_is_the_same_inside_another_envelope() {
    let first = "<n0:local xmlns:n0=\"foo:bar\" xmlns:n3=\"ftp://example.org\"><n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"/></n1:elem2></n0:local>";
    let second = "<n2:pdu xmlns:n1=\"http://example.com\" xmlns:n2=\"http://foo.example\" xml:lang=\"fr\" xml:space=\"retain\"><n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"/></n1:elem2></n2:pdu>";
    let expected = "<n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff></n1:elem2>";
    for text in [first, second] {
        let document = read(text.as_bytes()).unwrap();
        let inner = document.root.child("http://example.net", "elem2").unwrap();
        let made = canonical(inner, &[&document.root], &Exclusive::default()).unwrap();
        assert_eq!(shown(&made), expected);
    }
}

#[test]
fn listed_prefixes_are_written_where_they_are_declared() {
    let text = "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><b xmlns:q=\"urn:q2\" xmlns=\"\"><c xmlns:p=\"urn:p2\"/></b></a>";
    let document = read(text.as_bytes()).unwrap();
    let inner = document.root.child("", "b").unwrap();
    let listed = |names: &[&str]| {
        let inclusive = names.iter().map(|name| (*name).to_owned()).collect();
        let how = Exclusive { inclusive, ..Exclusive::default() };
        shown(&canonical(inner, &[&document.root], &how).unwrap())
    };
    assert_eq!(listed(&[]), "<b><c></c></b>");
    assert_eq!(listed(&["p"]), "<b xmlns:p=\"urn:p\"><c xmlns:p=\"urn:p2\"></c></b>");
    assert_eq!(listed(&["q", "missing"]), "<b xmlns:q=\"urn:q2\"><c></c></b>");
    let how = Exclusive { inclusive: vec!["#default".to_owned(), "p".to_owned()], ..Exclusive::default() };
    let whole = shown(&canonical(&document.root, &[], &how).unwrap());
    assert_eq!(whole, "<a xmlns=\"urn:d\" xmlns:p=\"urn:p\"><b xmlns=\"\"><c xmlns:p=\"urn:p2\"></c></b></a>");
}

#[test]
fn comments_and_instructions_around_the_root_stand_on_their_own_lines() {
    let text = "<?xml version=\"1.0\"?>\n\n<?style a?><!-- one -->\n<r/><!-- two -->\n\n<?end?>";
    assert_eq!(shown(&whole(text.as_bytes(), &Exclusive::default())), "<?style a?>\n<r></r>\n<?end?>");
    let kept = "<?style a?>\n<!-- one -->\n<r></r>\n<!-- two -->\n<?end?>";
    assert_eq!(shown(&whole(text.as_bytes(), &with_comments())), kept);
}

#[test]
fn a_canonical_form_that_repeats_a_long_namespace_without_end_is_refused() {
    let uri = format!("urn:{}", "x".repeat(200_000));
    let text = format!("<a xmlns:p=\"{uri}\">{}</a>", "<p:b/>".repeat(1000));
    let document = read(text.as_bytes()).unwrap();
    assert!(canonical_document(&document, &Exclusive::default()).is_err());
}
