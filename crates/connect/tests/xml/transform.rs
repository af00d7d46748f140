//! The transform against the scenarios of the methodical recommendations and real messages.

use connect::xml::{Exclusive, canonical_document, read, transform};
use proptest::prelude::*;

use crate::{generated, samples};

fn transformed(text: &str) -> String {
    String::from_utf8(transform(&read(text.as_bytes()).unwrap().root).unwrap()).unwrap()
}

/// Every scenario that is at hand as a pair of files.
#[test]
fn published_scenarios_come_out_byte_for_byte() {
    for name in ["appendix1-a", "appendix1-b", "scenario1", "scenario2"] {
        let Some(input) = samples::published(&format!("transform/{name}.in.xml")) else { return };
        let expected = samples::published(&format!("transform/{name}.out.xml")).unwrap();
        let made = transform(&read(&input).unwrap().root).unwrap();
        assert_eq!(String::from_utf8(made).unwrap(), String::from_utf8(expected).unwrap(), "{name}");
    }
}

/// МР 3.3, приложение 5, сценарий 3: empty elements, order of attributes and declarations.
#[test]
fn attributes_are_sorted_and_declared_in_the_order_of_need() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- правила 3, 7 и 8 -->\n<?xml-stylesheet href=\"style.xsl\"?>\n<elementOne xmlns=\"http://test/1\" xmlns:qwe=\"http://test/2\" xmlns:asd=\"http://test/3\">\n\t<qwe:elementTwo>\n\t\t<asd:elementThree xmlns:wer=\"http://test/a\" xmlns:zxc=\"http://test/0\" wer:attZ=\"zzz\" attB=\"bbb\" attA=\"aaa\" zxc:attC=\"ccc\" asd:attD=\"ddd\" asd:attE=\"eee\" qwe:attF=\"fff\"/>\n\t</qwe:elementTwo> \n</elementOne> ";
    let expected = "<ns1:elementOne xmlns:ns1=\"http://test/1\"><ns2:elementTwo xmlns:ns2=\"http://test/2\"><ns3:elementThree xmlns:ns3=\"http://test/3\" xmlns:ns4=\"http://test/0\" xmlns:ns5=\"http://test/a\" ns4:attC=\"ccc\" ns2:attF=\"fff\" ns3:attD=\"ddd\" ns3:attE=\"eee\" ns5:attZ=\"zzz\" attA=\"aaa\" attB=\"bbb\"></ns3:elementThree></ns2:elementTwo></ns1:elementOne>";
    assert_eq!(transformed(text), expected);
}

/// МР 3.3, приложение 2.
#[test]
fn a_whole_request_comes_out_as_the_recommendations_show_it() {
    let text = "<ns2:SenderProvidedRequestData xmlns:ns2=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.0\" Id=\"SIGNED_BY_CONSUMER\">\n <MessagePrimaryContent xmlns=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.0\">\n  <SomeRequest:SomeRequest xmlns:SomeRequest=\"urn://x-artifacts-it-ru/vs/smev/test/test-business-data/1.0\">\n   <x xmlns=\"urn://x-artifacts-it-ru/vs/smev/test/test-business-data/1.0\">qweqwe</x>\n  </SomeRequest:SomeRequest>\n </MessagePrimaryContent>\n</ns2:SenderProvidedRequestData>";
    let expected = "<ns1:SenderProvidedRequestData xmlns:ns1=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.0\" Id=\"SIGNED_BY_CONSUMER\"><ns2:MessagePrimaryContent xmlns:ns2=\"urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.0\"><ns3:SomeRequest xmlns:ns3=\"urn://x-artifacts-it-ru/vs/smev/test/test-business-data/1.0\"><ns3:x>qweqwe</ns3:x></ns3:SomeRequest></ns2:MessagePrimaryContent></ns1:SenderProvidedRequestData>";
    assert_eq!(transformed(text), expected);
}

#[test]
fn every_signed_element_of_the_published_messages_comes_out_byte_for_byte() {
    let mut compared = 0;
    for vector in samples::vectors() {
        let document = read(&samples::published(&vector.file).unwrap()).unwrap();
        let made = transform(document.by_id(&vector.id).unwrap().element).unwrap();
        assert_eq!(made.len(), vector.length, "{} {}", vector.file, vector.id);
        if let Some(expected) = vector.transformed.and_then(|file| samples::published(&file)) {
            assert_eq!(String::from_utf8(made).unwrap(), String::from_utf8(expected).unwrap(), "{}", vector.file);
            compared += 1;
        }
    }
    assert!(compared == 14 || compared == 0, "{compared}");
}

/// МР 3.5.0.27, step 9: what the writer behind the sample implementation does with signs.
#[test]
fn signs_are_written_as_the_sample_implementation_writes_them() {
    assert_eq!(transformed("<a>&gt;b&gt;&lt;&gt;&amp;&#13;\n\"]&gt;</a>"), "<a>&gt;b>&lt;>&amp;&#xd;\n\"]&gt;</a>");
    assert_eq!(transformed("<a>long enough &gt; &lt;&gt;&gt;&gt; &gt;</a>"), "<a>long enough > &lt;&gt;&gt;&gt; ></a>");
    let long = format!("<a>{}&gt;&gt;x&gt;</a>", "я".repeat(512));
    assert_eq!(transformed(&long), format!("<a>{}&gt;&gt;x></a>", "я".repeat(512)));
    assert_eq!(transformed("<a b='\"&lt;>&#9;&#10;&#13;\n&amp;'/>"), "<a b=\"&quot;&lt;>&#x9;&#xa;&#xd; &amp;\"></a>");
}

#[test]
fn a_comment_does_not_cut_a_text_but_an_instruction_does() {
    assert_eq!(transformed("<a> <!-- c --> b</a>"), "<a>  b</a>");
    assert_eq!(transformed("<a> <?p?> b</a>"), "<a> b</a>");
    assert_eq!(transformed("<a> <![CDATA[ ]]> &#32;</a>"), "<a></a>");
}

#[test]
fn names_are_sorted_as_java_sorts_them() {
    // U+10400 is two surrogates in Java and so comes before U+FF21.
    assert_eq!(transformed("<a \u{FF21}='1' \u{10400}='2'/>"), "<a \u{10400}=\"2\" \u{FF21}=\"1\"></a>");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A signature names canonicalisation first and the transform second.
    #[test]
    fn the_transform_is_the_same_after_canonicalisation(text in generated::document()) {
        if let Ok(document) = read(text.as_bytes()) {
            let canonical = canonical_document(&document, &Exclusive::default()).unwrap();
            let after = transform(&read(&canonical).unwrap().root).unwrap();
            prop_assert_eq!(
                String::from_utf8(transform(&document.root).unwrap()).unwrap(),
                String::from_utf8(after).unwrap()
            );
        }
    }

    #[test]
    fn the_transform_of_a_transform_is_itself_where_no_instruction_cut_a_text(text in generated::document()) {
        if let Ok(document) = read(text.replace("<?target", "<!-- ").replace("?>", "-->").as_bytes()) {
            let once = transform(&document.root).unwrap();
            let twice = transform(&read(&once).unwrap().root).unwrap();
            prop_assert_eq!(String::from_utf8(once).unwrap(), String::from_utf8(twice).unwrap());
        }
    }
}
