//! Which ends of procedures were not told in time (STATUS-04), found in the journal: it says when
//! each procedure ended and when each notice stood in the account.

use jiff::Timestamp;
use regulation::clock::{LegalClock, NoCalendar, Term};

use crate::journal::{Entry, Event};

/// The end of a procedure that was told too late or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateNotice {
    /// Id of the procedure.
    pub procedure: String,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The latest lawful moment to tell it.
    pub latest: Timestamp,
    /// When it was told; `None`: not yet.
    pub told_at: Option<Timestamp>,
}

/// Every end of a procedure in a journal whose notice came after its latest lawful moment, or has
/// not come though that moment has passed. One notice can tell of all that ended before it.
pub fn late(
    entries: &[Entry],
    clock: &LegalClock,
    within: Term,
    now: Timestamp,
) -> Result<Vec<LateNotice>, NoCalendar> {
    let mut found = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let Event::ProcedureEnded { procedure } = &entry.event else { continue };
        let latest = clock.due(entry.at, within, &[])?.at;
        let later = entries.iter().skip(place);
        let told = later.filter(|entry| matches!(entry.event, Event::Noticed { .. })).map(|entry| entry.at).next();
        if told.unwrap_or(now) > latest {
            let (procedure, ended_at) = (procedure.clone(), entry.at);
            found.push(LateNotice { procedure, ended_at, latest, told_at: told });
        }
    }
    Ok(found)
}
