//! Clients of outside systems: ЕСИА, interagency facts, mail, SMS, files, signatures, antivirus.
//!
//! The only crate of the server that opens connections. Each client answers in its own types;
//! what did not work is [`Failure`]: later, or never. Nobody here retries or remembers: jobs do.

pub mod antivirus;
pub mod appeals;
pub mod card;
pub mod carrier;
pub mod concentrator;
pub mod departmental;
pub mod esia;
pub mod events;
pub mod evidence;
pub mod exchange;
pub mod files;
pub mod gisgmp;
pub mod http;
pub mod inbox;
pub mod mail;
pub mod post;
pub mod quality;
pub mod sign;
pub mod smev;
pub mod sms;
pub mod webhook;
pub mod xml;

mod failure;

pub use failure::Failure;
