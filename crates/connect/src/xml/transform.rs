//! The transform `urn://smev-gov-ru/xmldsig/transform` (Методические рекомендации по работе с
//! ЕСМЭВ 3.3, приложения 1 и 4; escaping by step 9 of version 3.5.0.27).

use std::cmp::Ordering;
use std::collections::HashMap;

use super::element::{Attribute, Element, Node};
use super::output::{Output, TooLong};

/// How signatures name the transform.
pub const TRANSFORM: &str = "urn://smev-gov-ru/xmldsig/transform";

/// Texts from this length on are written in pieces.
const SHORT: usize = 12;
/// Length of a piece, in UTF-16 units as all lengths of the sample implementation.
const PIECE: usize = 512;

/// The bytes that are signed: the element in exclusive canonical form without comments, then
/// transformed. Comments are skipped as if they had never cut a text in two, which is what
/// canonicalisation leaves for the transform; an instruction does cut it.
pub fn transform(element: &Element) -> Result<Vec<u8>, TooLong> {
    let mut writer = Writer::default();
    writer.element(element);
    writer.output.finish()
}

#[derive(Default)]
struct Writer<'a> {
    /// Prefixes made at elements that are still open; a namespace has one at most.
    made: HashMap<&'a str, String>,
    count: usize,
    output: Output,
}

impl<'a> Writer<'a> {
    fn element(&mut self, element: &'a Element) {
        let mut made_here = Vec::new();
        let prefix = self.prefix(&element.name.uri, &mut made_here);
        let mut attributes: Vec<&Attribute> = element.attributes.iter().collect();
        attributes.sort_by(|one, other| order(one, other));
        let prefixes: Vec<String> =
            attributes.iter().map(|attribute| self.prefix(&attribute.name.uri, &mut made_here)).collect();
        self.output.push("<");
        self.output.push_name(&prefix, &element.name.local);
        for uri in &made_here {
            let made = self.made.get(uri).cloned().unwrap_or_default();
            self.output.push(" ");
            self.output.push_name("xmlns", &made);
            self.value(uri);
        }
        for (attribute, prefix) in attributes.iter().zip(&prefixes) {
            self.output.push(" ");
            self.output.push_name(prefix, &attribute.name.local);
            self.value(&attribute.value);
        }
        self.output.push(">");
        self.content(&element.children);
        self.output.push("</");
        self.output.push_name(&prefix, &element.name.local);
        self.output.push(">");
        for uri in made_here {
            self.made.remove(uri);
        }
    }

    /// The prefix of a namespace, made now if no open element made one; none without namespace.
    fn prefix(&mut self, uri: &'a str, made_here: &mut Vec<&'a str>) -> String {
        if uri.is_empty() {
            return String::new();
        }
        if let Some(made) = self.made.get(uri) {
            return made.clone();
        }
        self.count += 1;
        let prefix = format!("ns{}", self.count);
        self.made.insert(uri, prefix.clone());
        made_here.push(uri);
        prefix
    }

    fn content(&mut self, children: &'a [Node]) {
        let mut run = String::new();
        for node in children {
            match node {
                Node::Text(text) => run.push_str(text),
                Node::Comment(_) => {}
                Node::Instruction { .. } => self.text(&std::mem::take(&mut run)),
                Node::Element(element) => {
                    self.text(&std::mem::take(&mut run));
                    self.element(element);
                }
            }
        }
        self.text(&run);
    }

    /// Rule 2: white space alone is dropped.
    fn text(&mut self, text: &str) {
        if text.chars().all(|character| character <= ' ') {
            return;
        }
        let pieces = text.encode_utf16().count() >= SHORT;
        let (mut units, mut may_end_section) = (0, true);
        let mut plain = String::new();
        for character in text.chars() {
            if pieces && units % PIECE == 0 {
                may_end_section = true;
            }
            units += character.len_utf16();
            let written = match character {
                '<' => Some("&lt;"),
                '&' => Some("&amp;"),
                '\r' => Some("&#xd;"),
                '>' if may_end_section => Some("&gt;"),
                _ => None,
            };
            match written {
                Some(written) => {
                    self.output.push(&std::mem::take(&mut plain));
                    self.output.push(written);
                }
                None => plain.push(character),
            }
            may_end_section = character == ']' || (pieces && written.is_some());
        }
        self.output.push(&plain);
    }

    fn value(&mut self, value: &str) {
        self.output.push("=\"");
        self.output.push_escaped(value, |character| match character {
            '<' => Some("&lt;"),
            '&' => Some("&amp;"),
            '"' => Some("&quot;"),
            '\r' => Some("&#xd;"),
            '\n' => Some("&#xa;"),
            '\t' => Some("&#x9;"),
            _ => None,
        });
        self.output.push("\"");
    }
}

/// Rule 7: by namespace, then by name, those without a namespace last; Java compares UTF-16.
/// (The comparator printed in приложение 4 contradicts the rule for two attributes without a
/// namespace; the rule stands.)
fn order(one: &Attribute, other: &Attribute) -> Ordering {
    let bare = |attribute: &Attribute| attribute.name.uri.is_empty();
    bare(one)
        .cmp(&bare(other))
        .then_with(|| one.name.uri.encode_utf16().cmp(other.name.uri.encode_utf16()))
        .then_with(|| one.name.local.encode_utf16().cmp(other.name.local.encode_utf16()))
}
