//! What an official can do: sign in, see the queue and a case, take, decide, sign.

pub mod access;
pub mod assignment;
pub mod bulk;
pub mod calendar;
pub mod card;
pub mod deadline;
pub mod decide;
pub mod late_notices;
pub mod learn;
pub mod lockout;
pub mod messages;
pub mod next_step;
pub mod opinions;
pub mod password;
pub mod procedures;
pub mod queue;
pub mod search;
pub mod second_factor;
pub mod sign_in;
pub mod staff;
pub mod tasks;
pub mod views;
pub mod work;
