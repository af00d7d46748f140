//! What an official can do.

pub mod lockout;
pub mod password;
pub mod second_factor;
