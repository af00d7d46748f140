//! The one model of triples that Turtle and JSON-LD are written from: sorted, so that the same
//! catalogue is always the same bytes.

use std::collections::{BTreeMap, BTreeSet};

/// Short names of the vocabularies and what they stand for.
pub const PREFIXES: [(&str, &str); 14] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("m8g", "http://data.europa.eu/m8g/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The predicate that says what a resource is.
pub const TYPE: &str = "rdf:type";

/// The language of every word of the catalogue.
pub const LANGUAGE: &str = "ru";

/// What a triple ends with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A term of a vocabulary, by its short name: `cpsv:PublicService`.
    Term(&'static str),
    /// Another resource, by its whole address.
    Resource(String),
    /// Words for people, in [`LANGUAGE`].
    Words(String),
    /// Text of no language: an identifier, a phone.
    Plain(String),
    /// A value of a data type, by the type's short name: `xsd:date`.
    Typed(String, &'static str),
}

/// What is said of one resource: predicate → objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource(pub BTreeMap<&'static str, BTreeSet<Object>>);

impl Resource {
    fn add(&mut self, predicate: &'static str, object: Object) -> &mut Self {
        self.0.entry(predicate).or_default().insert(object);
        self
    }

    /// It is one of those.
    pub fn is(&mut self, class: &'static str) -> &mut Self {
        self.add(TYPE, Object::Term(class))
    }

    /// Words for people; nothing is said with no words.
    pub fn say(&mut self, predicate: &'static str, words: &str) -> &mut Self {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() { self } else { self.add(predicate, Object::Words(words)) }
    }

    /// Text of no language; nothing is said with an empty one.
    pub fn plain(&mut self, predicate: &'static str, text: &str) -> &mut Self {
        if text.is_empty() { self } else { self.add(predicate, Object::Plain(text.to_owned())) }
    }

    /// A value of a data type.
    pub fn typed(&mut self, predicate: &'static str, text: impl ToString, datatype: &'static str) -> &mut Self {
        self.add(predicate, Object::Typed(text.to_string(), datatype))
    }

    /// A link to another resource.
    pub fn link(&mut self, predicate: &'static str, to: &str) -> &mut Self {
        self.add(predicate, Object::Resource(to.to_owned()))
    }
}

/// Resources by their address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph(pub BTreeMap<String, Resource>);

impl Graph {
    /// The resource with that address, said something of or not yet.
    pub fn of(&mut self, address: &str) -> &mut Resource {
        self.0.entry(address.to_owned()).or_default()
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.0.values().flat_map(|resource| resource.0.values()).map(BTreeSet::len).sum()
    }

    /// Is nothing said?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Letters that may stand in an address as they are; every other is written by its bytes.
pub fn part(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
