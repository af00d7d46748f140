//! The tree: elements with resolved names, and how they are built and walked.

use std::ops::Range;
use std::sync::Arc;

/// A namespace and the prefix it is written with; an empty prefix makes it the default one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Namespace<'a> {
    /// Prefix to write; readers never look at it.
    pub prefix: &'a str,
    /// The name of the namespace.
    pub uri: &'a str,
}

/// A name with its namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Prefix as written; means nothing by itself.
    pub prefix: String,
    /// Name inside the namespace.
    pub local: String,
    /// The namespace; empty when there is none.
    pub uri: Arc<str>,
}

/// An attribute; declarations of namespaces are not attributes here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name; without a prefix there is no namespace.
    pub name: Name,
    /// Its value, unescaped and normalised.
    pub value: String,
}

/// What stands inside an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, unescaped; CDATA sections are text.
    Text(String),
    /// A comment.
    Comment(String),
    /// A processing instruction.
    Instruction {
        /// Whom it addresses.
        target: String,
        /// What it says.
        data: String,
    },
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: Name,
    /// Prefixes declared at this very element with their namespaces, an empty prefix first of all.
    pub declared: Vec<(String, Arc<str>)>,
    /// Attributes in document order.
    pub attributes: Vec<Attribute>,
    /// Content in document order.
    pub children: Vec<Node>,
    /// Bytes it took in the source, its tags included; empty for an element that was built.
    pub span: Range<usize>,
}

impl Name {
    /// A name in a namespace.
    pub fn new(namespace: Namespace<'_>, local: &str) -> Self {
        Self { prefix: namespace.prefix.to_owned(), local: local.to_owned(), uri: namespace.uri.into() }
    }

    /// A name without a namespace.
    pub fn bare(local: &str) -> Self {
        Self { prefix: String::new(), local: local.to_owned(), uri: "".into() }
    }

    /// Has it neither a prefix nor a namespace?
    pub fn is_bare(&self) -> bool {
        self.prefix.is_empty() && self.uri.is_empty()
    }

    /// Is it this name? An empty namespace means none.
    pub fn is(&self, uri: &str, local: &str) -> bool {
        self.local == local && &*self.uri == uri
    }
}

impl Element {
    /// An empty element of a namespace.
    pub fn new(namespace: Namespace<'_>, local: &str) -> Self {
        Self::named(Name::new(namespace, local))
    }

    /// An empty element.
    pub fn named(name: Name) -> Self {
        Self { name, declared: Vec::new(), attributes: Vec::new(), children: Vec::new(), span: 0..0 }
    }

    /// Declares a prefix here, for names inside values (`xsi:type`) or to keep the inside short.
    #[must_use]
    pub fn declaring(mut self, namespace: Namespace<'_>) -> Self {
        self.declared.push((namespace.prefix.to_owned(), namespace.uri.into()));
        self
    }

    /// With an attribute that has no namespace.
    #[must_use]
    pub fn with_attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute { name: Name::bare(name), value: value.into() });
        self
    }

    /// With an attribute of a namespace; its prefix must not be empty.
    #[must_use]
    pub fn with_qualified(mut self, namespace: Namespace<'_>, local: &str, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute { name: Name::new(namespace, local), value: value.into() });
        self
    }

    /// With text after what stands inside already.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.children.push(Node::Text(text));
        }
        self
    }

    /// With a child after what stands inside already.
    #[must_use]
    pub fn with(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// With children after what stands inside already; an option is none or one.
    #[must_use]
    pub fn with_all(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Child elements in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// Child elements of that name.
    pub fn all<'a>(&'a self, uri: &'a str, local: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name.is(uri, local))
    }

    /// The first child element of that name.
    pub fn child(&self, uri: &str, local: &str) -> Option<&Element> {
        self.elements().find(|element| element.name.is(uri, local))
    }

    /// The element at the end of a path of names of one namespace.
    pub fn at(&self, uri: &str, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, local| element.child(uri, local))
    }

    /// All text directly inside; comments do not cut it.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Text of the first child of that name, without white space around it.
    pub fn text_of(&self, uri: &str, local: &str) -> Option<String> {
        self.child(uri, local).map(|child| child.text().trim().to_owned())
    }

    /// The value of an attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.qualified("", name)
    }

    /// The value of an attribute of a namespace.
    pub fn qualified(&self, uri: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name.is(uri, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// Does text other than white space stand directly inside?
    pub(super) fn has_words(&self) -> bool {
        let space = |text: &str| text.chars().all(|character| matches!(character, ' ' | '\t' | '\n' | '\r'));
        self.children.iter().any(|node| matches!(node, Node::Text(text) if !space(text)))
    }

    /// Itself without the white space that stands between elements.
    pub(super) fn without_spacing(&self) -> Self {
        let mut own = self.clone();
        if own.elements().next().is_some() && !own.has_words() {
            own.children.retain(|node| !matches!(node, Node::Text(_)));
        }
        for node in &mut own.children {
            if let Node::Element(element) = node {
                *element = element.without_spacing();
            }
        }
        own
    }
}
