//! Delivery of a result that is a thing (SM-23, DELIVERY-01, DELIVERY-02): chosen, prepared, on its
//! way, lying where it is fetched, handed over with a check of identity, returned, lost.
//!
//! The item stands with its case, so that nothing is handed out twice. The journal has where it
//! stands; addresses, tracking numbers and locker codes are in the case only.

mod blank;
mod item;
mod stage;

pub use blank::{Blank, BlankRef, BlankState, MOST_AT_ONCE, bucket as blank_bucket, range};
pub use item::{Check, Code, Delivery, Handed, Receiver, Standing, Step, Tracked, What};
pub use regulation::region::Method;
pub use stage::{Move, Stage, diagram, leads};
