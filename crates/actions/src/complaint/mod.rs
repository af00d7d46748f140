//! Complaints out of court: filed by their person, handled at the desk of the right body, told to the
//! federal system whenever it answers (SM-15).

mod desk;
mod opened;
mod own;
mod send;

pub use desk::{Card, Page, act, card, queue};
pub use own::{Filed, Form, OwnComplaint, file, form, list, of_case, open, withdraw};
pub(crate) use send::{keep, send};
