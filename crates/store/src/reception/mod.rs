//! Reception by appointment: schedules, days with their slots, appointments.
//!
//! Taking a slot is one batch: the day is shown not to have changed ([`take`]), the slot is claimed
//! by its key ([`claim`]), the appointment stands in its line and in its person's list. Two who want
//! one slot meet at `reception.claim`, and the second is a conflict there.

mod appointments;
mod schedules;
mod slots;

pub use appointments::{
    SEATED, Seat, attach, by_id, change, detach, insert, leave_seat, of_day, of_draft, of_person, seats, unwish,
    wish_earlier, wishes, wishes_earlier,
};
pub use schedules::{ScheduleChange, change_day, changes, day_of, days, insert_day, keep_schedule, log, schedule};
pub use slots::{CLAIMED, Claim, claim, claims, confirm, give_back, held_past, take};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

pub(crate) use appointments::ALL as APPOINTMENTS;
pub(crate) use schedules::ALL as SCHEDULES;
pub(crate) use slots::ALL as SLOTS;
