//! Joint applications (совместный запрос, FORM-07): people whom the one who files invites to fill in
//! and sign a part of their own. Whom, with which facts and until when says the regulation
//! (`parties:`); here are the state of a part, who sees and fills in which facts, and who may do what.

mod decide;
mod filing;
mod part;
mod reach;

pub use decide::{Wish, decide};
pub use filing::{Signed, joined, signatures, told};
pub use part::{Happened, Part, PartState, Relation, Standing, digits, digits_of, invite, may, relation};
pub use reach::{asked, digest, fills, is_others_secret, is_shared, merged, possible, seen_facts, sees};
