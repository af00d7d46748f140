//! Cases served in a departmental system (INTAKE-01): what it tells us becomes wishes that the same
//! rules decide, what the applicant does meanwhile is told to it.

mod news;
mod told;

pub use news::{News, news};
pub use told::{Flaw, MOST_WORDS, Told, read};
