//! A whole document, and finding an element in it together with what stands around it.

use thiserror::Error;

use super::XML_NAMESPACE;
use super::element::{Attribute, Element, Node};

/// `wsu:Id` of WS-Security.
const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Comments and instructions before the root.
    pub before: Vec<Node>,
    /// The root.
    pub root: Element,
    /// Comments and instructions after the root.
    pub after: Vec<Node>,
}

/// An element and those around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The element.
    pub element: &'a Element,
    /// Elements around it, outermost first.
    pub ancestors: Vec<&'a Element>,
}

/// Why an identifier names no element.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// Nothing has it.
    #[error("в документе нет элемента с Id «{0}»")]
    Missing(String),
    /// Two elements have it, and it cannot be known which one was meant.
    #[error("Id «{0}» стоит в документе больше одного раза: нельзя сказать, какой элемент подписан")]
    Repeated(String),
}

impl<'a> Place<'a> {
    /// The element directly around it.
    pub fn parent(&self) -> Option<&'a Element> {
        self.ancestors.last().copied()
    }

    /// The place of the element directly around it.
    pub fn up(&self) -> Option<Place<'a>> {
        let (parent, ancestors) = self.ancestors.split_last()?;
        Some(Place { element: parent, ancestors: ancestors.to_vec() })
    }
}

impl Document {
    /// The only element whose `Id` or `wsu:Id` is this. Any other spelling of the attribute
    /// (`ID`, `id`, `xml:id`) claims the identifier too: a reader that understands it so must
    /// not find another element than we did.
    pub fn by_id(&self, id: &str) -> Result<Place<'_>, IdError> {
        let claimed = self.places(|element| element.attributes.iter().any(|one| claims(one) && one.value == id));
        let mut claimed = claimed.into_iter();
        match (claimed.next(), claimed.next()) {
            (Some(place), None) => {
                let own = |one: &Attribute| names(one) && one.value == id;
                let named = place.element.attributes.iter().filter(|one| own(one)).count() == 1;
                if named { Ok(place) } else { Err(IdError::Missing(id.to_owned())) }
            }
            (None, _) => Err(IdError::Missing(id.to_owned())),
            (Some(_), Some(_)) => Err(IdError::Repeated(id.to_owned())),
        }
    }

    /// Every element of that name with its place, in document order.
    pub fn all_named(&self, uri: &str, local: &str) -> Vec<Place<'_>> {
        self.places(|element| element.name.is(uri, local))
    }

    fn places(&self, wanted: impl Fn(&Element) -> bool) -> Vec<Place<'_>> {
        let mut found = Vec::new();
        walk(&self.root, &mut Vec::new(), &mut |element, ancestors| {
            if wanted(element) {
                found.push(Place { element, ancestors: ancestors.to_vec() });
            }
        });
        found
    }
}

/// An attribute that names an element for signatures.
fn names(attribute: &Attribute) -> bool {
    attribute.name.is("", "Id") || attribute.name.is(WSU, "Id")
}

/// An attribute that some reader could take for one.
fn claims(attribute: &Attribute) -> bool {
    let uri = &*attribute.name.uri;
    attribute.name.local.eq_ignore_ascii_case("id") && (uri.is_empty() || uri == WSU || uri == XML_NAMESPACE)
}

fn walk<'a>(
    element: &'a Element,
    ancestors: &mut Vec<&'a Element>,
    visit: &mut impl FnMut(&'a Element, &[&'a Element]),
) {
    visit(element, ancestors);
    ancestors.push(element);
    for child in element.elements() {
        walk(child, ancestors, visit);
    }
    ancestors.pop();
}
