//! XML as СМЭВ speaks it: a bounded reader into a tree with namespaces, a writer, exclusive
//! canonicalisation, the transform of СМЭВ and the signatures made over it.

mod canonical;
mod characters;
mod document;
mod element;
mod output;
mod read;
pub mod signature;
mod transform;
mod write;

pub use canonical::{Comments, Exclusive, canonical, canonical_document};
pub use document::{Document, IdError, Place};
pub use element::{Attribute, Element, Name, Namespace, Node};
pub use output::TooLong;
pub use read::{Problem, ReadError, read};
pub use transform::{TRANSFORM, transform};
pub use write::{WriteError, write, write_document};

/// The namespace of the prefix `xml`, bound in every document.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
