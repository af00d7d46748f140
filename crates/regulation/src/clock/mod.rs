//! The legal clock: terms, calendars, due moments that explain themselves.
//!
//! The rule of counting is stated once, at [`LegalClock::due`].

mod calendar;
mod calendar_file;
mod due;
mod legal;
mod pause;
mod term;
mod words;
mod zone;

pub use calendar::{Calendar, DayOff, NoCalendar, Year};
pub use due::{Due, DueStory};
pub use legal::LegalClock;
pub use term::{Term, TermProblem, TermUnit};
pub use words::{date_in_words, day_in_words, plural};
pub use zone::{RUSSIAN_ZONES, time_zone};
