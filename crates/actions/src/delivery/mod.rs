//! Results that are things (SM-23): what their owner chooses and sees, what the desk does, blanks,
//! and the jobs that ask carriers.

pub mod blanks;
mod carry;
pub mod desk;
pub mod own;

pub(crate) use carry::{ship, track};
