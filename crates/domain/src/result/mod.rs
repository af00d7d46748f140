//! The result register (RESULTREG, SM-22): append-only entries, documents as views.
//!
//! `enter` makes an entry, `alter` takes it through its states, `given` reads it for other
//! services, `code` is the proof that is checked without a network, `sending` carries it to
//! another authority. Who else may read an entry stands in [`crate::share`].

mod alter;
mod base45;
mod cbor;
mod code;
mod enter;
mod given;
mod record;
mod sending;
mod state;

pub use alter::{Alteration, alter, change, correct, erase, reissue, replace, told};
pub use base45::{decode as base45_read, encode as base45};
pub use code::{ALGORITHM_ES256, Broken, Claims, Code, PREFIX};
pub use enter::{Form, Made, enter, forms, prepare};
pub use given::{given, given_by_results, of_entry};
pub use record::{Basis, Correction, ResultChange, ResultRecord, Validity};
pub use sending::{Receipt, Sending, SendingState, received, refused, send};
pub use state::ResultState;
