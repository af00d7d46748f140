//! Writes a tree that was built or read: declares the namespaces its names need, where they are
//! needed, and refuses what no reader would take back.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::XML_NAMESPACE;
use super::canonical::with_declarations;
use super::characters::{is_allowed, is_name};
use super::element::{Element, Node};
use super::output::{Output, TooLong};

/// Why a tree cannot be written as XML.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// A name that XML does not allow.
    #[error("«{0}» не может быть именем в XML")]
    Name(String),
    /// A character that XML does not allow, not even escaped.
    #[error("в элементе «{element}» стоит знак U+{code:04X}, которого в XML быть не может")]
    Character {
        /// Where.
        element: String,
        /// The character.
        code: u32,
    },
    /// One prefix would mean two namespaces at one element.
    #[error("в элементе «{element}» префикс «{prefix}» должен означать два пространства имён сразу")]
    Prefix {
        /// Where.
        element: String,
        /// The prefix.
        prefix: String,
    },
    /// The same attribute twice.
    #[error("в элементе «{element}» атрибут «{attribute}» стоит дважды")]
    Repeated {
        /// Where.
        element: String,
        /// The attribute.
        attribute: String,
    },
    /// A comment or an instruction that would end early.
    #[error("комментарий или инструкция обработки содержит свой же знак конца")]
    Ends,
    /// Longer than a message may be.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

/// The element as XML, without a declaration: what goes into another document.
pub fn write(element: &Element) -> Result<Vec<u8>, WriteError> {
    check(element)?;
    Ok(with_declarations(element, Output::default())?)
}

/// A document with this root, in UTF-8.
pub fn write_document(root: &Element) -> Result<Vec<u8>, WriteError> {
    check(root)?;
    let mut output = Output::default();
    output.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    Ok(with_declarations(root, output)?)
}

fn check(element: &Element) -> Result<(), WriteError> {
    check_names(element)?;
    for attribute in &element.attributes {
        characters(element, &attribute.value)?;
    }
    for node in &element.children {
        match node {
            Node::Element(child) => check(child)?,
            Node::Text(text) => characters(element, text)?,
            Node::Comment(text) => {
                characters(element, text)?;
                if text.contains("--") || text.ends_with('-') {
                    return Err(WriteError::Ends);
                }
            }
            Node::Instruction { target, data } => {
                characters(element, data)?;
                named(target)?;
                if data.contains("?>") || target.eq_ignore_ascii_case("xml") {
                    return Err(WriteError::Ends);
                }
            }
        }
    }
    Ok(())
}

/// Names are names, and no prefix means two things at one element.
fn check_names(element: &Element) -> Result<(), WriteError> {
    let mut bound: HashMap<&str, &str> = HashMap::new();
    let declared = element.declared.iter().map(|(prefix, uri)| (prefix.as_str(), &**uri));
    let own = std::iter::once((element.name.prefix.as_str(), &*element.name.uri));
    let qualified = element.attributes.iter().map(|one| &one.name).filter(|name| !name.is_bare());
    for (prefix, uri) in declared.chain(own).chain(qualified.clone().map(|name| (name.prefix.as_str(), &*name.uri))) {
        if !prefix.is_empty() {
            named(prefix)?;
        }
        characters(element, uri)?;
        let unbound = !prefix.is_empty() && uri.is_empty();
        let reserved = (prefix == "xml") != (uri == XML_NAMESPACE) || prefix == "xmlns";
        if unbound || reserved || bound.insert(prefix, uri).is_some_and(|before| before != uri) {
            return Err(WriteError::Prefix { element: element.name.local.clone(), prefix: prefix.to_owned() });
        }
    }
    if let Some(name) = qualified.clone().find(|name| name.prefix.is_empty()) {
        return Err(WriteError::Prefix { element: element.name.local.clone(), prefix: name.prefix.clone() });
    }
    named(&element.name.local)?;
    let mut seen = HashSet::new();
    for name in element.attributes.iter().map(|attribute| &attribute.name) {
        named(&name.local)?;
        if !seen.insert((&name.uri, &name.local)) || (name.is_bare() && name.local == "xmlns") {
            return Err(WriteError::Repeated { element: element.name.local.clone(), attribute: name.local.clone() });
        }
    }
    Ok(())
}

fn named(text: &str) -> Result<(), WriteError> {
    if is_name(text) { Ok(()) } else { Err(WriteError::Name(text.to_owned())) }
}

fn characters(element: &Element, text: &str) -> Result<(), WriteError> {
    match text.chars().find(|character| !is_allowed(*character)) {
        Some(found) => Err(WriteError::Character { element: element.name.local.clone(), code: u32::from(found) }),
        None => Ok(()),
    }
}
