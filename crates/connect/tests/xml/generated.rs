//! Documents made by chance, written as untidily as XML allows.

use proptest::prelude::*;

// libxml2 forgets to escape «&» in a declared namespace, so there is none here.
const URIS: [&str; 4] = ["urn:a", "http://b.example/x?y=1", "urn:c", "urn:a:longer"];
const PREFIXES: [&str; 4] = ["", "p", "q", "ns1"];

#[derive(Debug, Clone)]
pub enum Part {
    Element(Box<Tag>),
    Text(String),
    Section(String),
    Reference(&'static str),
    Comment(String),
    Instruction(String),
}

#[derive(Debug, Clone)]
pub struct Tag {
    prefix: usize,
    local: &'static str,
    /// Which prefix is declared with which namespace; the root declares all of them.
    declares: Vec<(usize, usize)>,
    attributes: Vec<(usize, &'static str, String, bool)>,
    parts: Vec<Part>,
}

/// A document as text.
pub fn document() -> impl Strategy<Value = String> {
    (tag(part(0)), prop::collection::vec(misc(), 0..3), prop::collection::vec(misc(), 0..3), any::<bool>()).prop_map(
        |(root, before, after, declared)| {
            let mut text = if declared { "<?xml version='1.0' encoding=\"UTF-8\" ?>\n" } else { "" }.to_owned();
            before.iter().for_each(|part| print(part, &mut text));
            print_tag(&root, true, &mut text);
            after.iter().for_each(|part| print(part, &mut text));
            text
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    let whole = |text: String| text.replace("]]>", "]>");
    prop_oneof![
        4 => "[ \t\n]{1,3}",
        8 => "[a-zА-я0-9 .,\"'\u{00A0}-]{1,20}",
        4 => "[\\]>a \r\n]{1,20}".prop_map(whole),
        1 => ("[a>\\] ]{3,9}", 60..120_usize).prop_map(move |(text, times)| whole(text.repeat(times))),
    ]
}

fn misc() -> impl Strategy<Value = Part> {
    prop_oneof![
        "[a-z <>&]{0,8}".prop_map(Part::Comment),
        "[a-z <>&\"]{0,8}".prop_map(Part::Instruction),
        Just(Part::Text("\n \t".to_owned())),
    ]
}

fn part(depth: u32) -> BoxedStrategy<Part> {
    let leaf = prop_oneof![
        4 => text().prop_map(Part::Text),
        1 => "[a-z<>& \n]{0,12}".prop_map(Part::Section),
        2 => prop::sample::select(vec!["&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#13;", "&#xA;", "&#9;", "&#32;", "&#x416;"])
            .prop_map(Part::Reference),
        1 => "[a-z <>&]{0,8}".prop_map(Part::Comment),
        1 => "[a-z <>&\"]{0,8}".prop_map(Part::Instruction),
    ];
    if depth >= 3 {
        return leaf.boxed();
    }
    prop_oneof![3 => leaf, 2 => tag(part(depth + 1)).prop_map(|tag| Part::Element(Box::new(tag)))].boxed()
}

fn tag(part: impl Strategy<Value = Part>) -> impl Strategy<Value = Tag> {
    let names = prop::sample::subsequence(vec!["a", "b", "Id", "имя", "x-1", "_z", "\u{FF21}", "\u{10400}"], 0..5);
    let value = prop_oneof![
        "[a-zА-я \t\n'>]{0,8}",
        prop::sample::select(vec!["&#10;", "&#13;x", "&quot;&lt;&gt;", "a&amp;b", "&#9; \r\n"]).prop_map(str::to_owned),
    ];
    let attributes =
        (names, prop::collection::vec((0..4_usize, value, any::<bool>()), 8)).prop_map(|(names, values)| {
            let pairs = names.into_iter().zip(values);
            pairs.map(|(name, (prefix, value, double))| (prefix, name, value, double)).collect::<Vec<_>>()
        });
    (
        0..4_usize,
        prop::sample::select(vec!["e", "Элемент", "z.1"]),
        prop::collection::vec((0..4_usize, 0..4_usize), 0..3),
        attributes,
        prop::collection::vec(part, 0..5),
    )
        .prop_map(|(prefix, local, mut declares, attributes, parts)| {
            declares.sort_unstable();
            declares.dedup_by_key(|(prefix, _)| *prefix);
            Tag { prefix, local, declares, attributes, parts }
        })
}

fn print(part: &Part, text: &mut String) {
    match part {
        Part::Element(tag) => print_tag(tag, false, text),
        Part::Text(own) => *text += own,
        Part::Section(own) => *text += &format!("<![CDATA[{}]]>", own.replace("]]>", "")),
        Part::Reference(own) => *text += own,
        Part::Comment(own) => *text += &format!("<!--{own}-->"),
        Part::Instruction(own) if own.trim().is_empty() => *text += "<?target?>",
        Part::Instruction(own) => *text += &format!("<?target  {}?>", own.trim_start()),
    }
}

fn print_tag(tag: &Tag, root: bool, text: &mut String) {
    let mut declares = tag.declares.clone();
    if root {
        declares
            .extend((0..4).filter(|prefix| !tag.declares.iter().any(|(own, _)| own == prefix)).map(|one| (one, one)));
    }
    let name = match PREFIXES[tag.prefix] {
        "" => tag.local.to_owned(),
        prefix => format!("{prefix}:{}", tag.local),
    };
    *text += &format!("<{name}");
    for (prefix, name, value, double) in &tag.attributes {
        let prefix = match PREFIXES[*prefix] {
            "" => String::new(),
            prefix => format!("{prefix}:"),
        };
        *text += &if *double || value.contains('\'') {
            format!("\n {prefix}{name} = \"{value}\"")
        } else {
            format!(" {prefix}{name}='{value}'")
        };
    }
    for (prefix, uri) in declares {
        let uri = URIS[uri];
        *text += &match PREFIXES[prefix] {
            "" => format!(" xmlns=\"{uri}\""),
            prefix => format!(" xmlns:{prefix}='{uri}'"),
        };
    }
    if tag.parts.is_empty() {
        *text += "/>";
        return;
    }
    *text += ">";
    tag.parts.iter().for_each(|part| print(part, text));
    *text += &format!("</{name} >");
}
