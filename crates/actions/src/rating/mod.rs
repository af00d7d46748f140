//! Quality ratings: given by the applicant after each procedure, seen by officials in sums, exported
//! to the national system and reconciled with it (SM-17).

mod desk;
mod export;
mod own;

pub use desk::{FollowUp, Overview, Row, Told, follow, open, overview};
pub(crate) use export::{keep, reconcile, send};
pub use own::{Given, OwnChance, chances, rate};
