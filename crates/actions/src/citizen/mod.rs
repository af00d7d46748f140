//! What a citizen can do: find, sign in, fill, file, follow, withdraw.

pub mod applications;
pub mod assessment;
pub mod assistant;
pub mod catalogue;
pub mod copy;
pub mod drafts;
pub mod file_application;
pub mod foresee;
pub mod informing;
pub mod inspect;
pub mod messages;
pub mod notices;
mod patch;
pub mod popular;
pub mod profiling;
pub mod replies;
pub mod replies_form;
pub mod results;
pub mod session;
pub mod start_draft;
pub mod uploads;
