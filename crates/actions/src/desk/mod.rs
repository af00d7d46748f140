//! What an official can do: sign in, see the queue and a case, take, decide, sign.

pub mod access;
pub mod card;
pub mod deadline;
pub mod decide;
pub mod learn;
pub mod lockout;
pub mod next_step;
pub mod password;
pub mod queue;
pub mod second_factor;
pub mod sign_in;
pub mod staff;
pub mod work;
