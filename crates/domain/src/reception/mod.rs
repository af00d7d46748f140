//! Reception by appointment (запись на приём): schedules, the slots of a day with the share that
//! only electronic booking may take, and appointments (BOOK-01…14, SM-13).

mod appointment;
mod day;
mod line;
mod schedule;
mod to_choose;

pub use appointment::{
    Application, Appointment, BookedBy, By, Changed, Deed, Happened, Offer, Stage, Told, Wish, decide,
};
pub use day::{Day, NotChanged, Slot, Taken, needed};
pub use line::LineId;
pub use schedule::{Exception, Schedule, Week};
pub use to_choose::{ToChoose, to_choose, within};
