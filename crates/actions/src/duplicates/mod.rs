//! Electronic duplicates of paper documents (DUP-01, DUP-02): made and revoked by a service centre or
//! a notary, kept in the owner's account, picked in any service.

mod attach;
mod make;

pub use attach::{Pickable, document, of_draft, own, pick};
pub use make::{Asked, kinds, made, make, revoke};
