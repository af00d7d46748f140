//! Exclusive XML canonicalisation 1.0 (<http://www.w3.org/TR/xml-exc-c14n/>).

use std::collections::{BTreeMap, HashMap};

use super::XML_NAMESPACE;
use super::document::Document;
use super::element::{Attribute, Element, Node};
use super::output::{Output, TooLong};

/// Do comments belong to the canonical form?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// They are left out.
    #[default]
    Dropped,
    /// They stay.
    Kept,
}

/// How exactly the exclusive form is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exclusive {
    /// What happens to comments.
    pub comments: Comments,
    /// `InclusiveNamespaces PrefixList`: prefixes written where they are declared, used or not;
    /// `#default` is the one without a name.
    pub inclusive: Vec<String>,
}

/// The canonical form of an element that stands inside these, outermost first.
pub fn canonical(element: &Element, ancestors: &[&Element], how: &Exclusive) -> Result<Vec<u8>, TooLong> {
    let mut writer = Writer::new(Keep::Listed(&how.inclusive), how.comments);
    for ancestor in ancestors {
        writer.enter(ancestor);
    }
    writer.element(element);
    writer.output.finish()
}

/// The canonical form of a whole document.
pub fn canonical_document(document: &Document, how: &Exclusive) -> Result<Vec<u8>, TooLong> {
    let mut writer = Writer::new(Keep::Listed(&how.inclusive), how.comments);
    for node in &document.before {
        if writer.node(node) {
            writer.output.push("\n");
        }
    }
    writer.element(&document.root);
    for node in &document.after {
        if how.comments == Comments::Kept || matches!(node, Node::Instruction { .. }) {
            writer.output.push("\n");
        }
        writer.node(node);
    }
    writer.output.finish()
}

/// The same order and escaping with every declaration kept: how documents are written.
pub(super) fn with_declarations(element: &Element, output: Output) -> Result<Vec<u8>, TooLong> {
    let mut writer = Writer::new(Keep::All, Comments::Kept);
    writer.output = output;
    writer.element(element);
    writer.output.finish()
}

/// Which declarations are written although no name needs them.
#[derive(Clone, Copy)]
enum Keep<'a> {
    /// Those of the listed prefixes.
    Listed(&'a [String]),
    /// All.
    All,
}

struct Writer<'a> {
    keep: Keep<'a>,
    comments: Comments,
    /// What each prefix means in the source, innermost last.
    scope: HashMap<&'a str, Vec<&'a str>>,
    /// What each prefix means in the output, innermost last.
    written: HashMap<&'a str, Vec<&'a str>>,
    output: Output,
}

impl<'a> Writer<'a> {
    fn new(keep: Keep<'a>, comments: Comments) -> Self {
        Self { keep, comments, scope: HashMap::new(), written: HashMap::new(), output: Output::default() }
    }

    fn enter(&mut self, element: &'a Element) {
        for (prefix, uri) in &element.declared {
            self.scope.entry(prefix).or_default().push(uri);
        }
    }

    fn leave(&mut self, element: &'a Element) {
        for (prefix, _) in &element.declared {
            self.scope.get_mut(prefix.as_str()).map(Vec::pop);
        }
    }

    fn element(&mut self, element: &'a Element) {
        self.enter(element);
        let declared = self.needed(element);
        for (prefix, uri) in &declared {
            self.written.entry(prefix).or_default().push(uri);
        }
        let name = &element.name;
        self.output.push("<");
        self.output.push_name(&name.prefix, &name.local);
        for (prefix, uri) in &declared {
            self.output.push(" ");
            self.output.push_name(
                if prefix.is_empty() { "" } else { "xmlns" },
                if prefix.is_empty() { "xmlns" } else { prefix },
            );
            self.value(uri);
        }
        for attribute in sorted(&element.attributes) {
            self.output.push(" ");
            self.output.push_name(&attribute.name.prefix, &attribute.name.local);
            self.value(&attribute.value);
        }
        self.output.push(">");
        for node in &element.children {
            self.node(node);
        }
        self.output.push("</");
        self.output.push_name(&name.prefix, &name.local);
        self.output.push(">");
        for prefix in declared.keys() {
            self.written.get_mut(prefix).map(Vec::pop);
        }
        self.leave(element);
    }

    /// Prefixes to declare here, the default one first as the empty string sorts first.
    fn needed(&self, element: &'a Element) -> BTreeMap<&'a str, &'a str> {
        let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
        match self.keep {
            Keep::All => wanted.extend(element.declared.iter().map(|(prefix, uri)| (prefix.as_str(), &**uri))),
            Keep::Listed(prefixes) => {
                for listed in prefixes {
                    let prefix = if listed == "#default" { "" } else { listed };
                    if let Some(uri) = self.scope.get(prefix).and_then(|bound| bound.last()) {
                        wanted.insert(prefix, uri);
                    }
                }
            }
        }
        wanted.insert(&element.name.prefix, &element.name.uri);
        let qualified = element.attributes.iter().filter(|attribute| !attribute.name.prefix.is_empty());
        wanted.extend(qualified.map(|attribute| (attribute.name.prefix.as_str(), &*attribute.name.uri)));
        wanted.retain(|prefix, uri| {
            let written = self.written.get(prefix).and_then(|bound| bound.last()).copied();
            *uri != XML_NAMESPACE && *uri != written.unwrap_or_default()
        });
        wanted
    }

    /// Writes a node; was there anything to write?
    fn node(&mut self, node: &'a Node) -> bool {
        match node {
            Node::Element(element) => self.element(element),
            Node::Text(text) => self.output.push_escaped(text, escaped_text),
            Node::Comment(_) if self.comments == Comments::Dropped => return false,
            Node::Comment(text) => {
                for part in ["<!--", text, "-->"] {
                    self.output.push(part);
                }
            }
            Node::Instruction { target, data } => {
                self.output.push("<?");
                self.output.push(target);
                if !data.is_empty() {
                    self.output.push(" ");
                    self.output.push(data);
                }
                self.output.push("?>");
            }
        }
        true
    }

    fn value(&mut self, value: &str) {
        self.output.push("=\"");
        self.output.push_escaped(value, escaped_value);
        self.output.push("\"");
    }
}

/// Attributes without a namespace first, then by namespace and name; UTF-8 bytes order like
/// code points.
fn sorted(attributes: &[Attribute]) -> Vec<&Attribute> {
    let mut sorted: Vec<&Attribute> = attributes.iter().collect();
    sorted.sort_by(|one, other| (&one.name.uri, &one.name.local).cmp(&(&other.name.uri, &other.name.local)));
    sorted
}

fn escaped_text(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#xD;"),
        _ => None,
    }
}

fn escaped_value(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#x9;"),
        '\n' => Some("&#xA;"),
        '\r' => Some("&#xD;"),
        _ => None,
    }
}
