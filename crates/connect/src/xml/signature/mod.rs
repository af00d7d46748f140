//! Signatures of СМЭВ messages (XMLDSig detached, МР 3.3 sections 4.4.2 and 4.5): made, and
//! checked so that what holds is exactly the element that stands where the message keeps it.

mod method;
mod refusal;
mod sign;
mod slot;
mod verify;

pub use refusal::Refusal;
pub use sign::{NotSigned, sign};
pub use slot::{Role, Slot, slots, strays};
pub use verify::{Signature, Spacing, Verified, verify};

/// The namespace of signatures, with the prefix everybody gives it.
pub const DSIG: super::Namespace<'static> =
    super::Namespace { prefix: "ds", uri: "http://www.w3.org/2000/09/xmldsig#" };

/// Exclusive canonicalisation without comments.
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
