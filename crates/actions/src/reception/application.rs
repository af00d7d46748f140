//! Halls and inspectors that a regulation books together with an application: a time is chosen in
//! the form, held for the draft, booked in the commit that makes the case, and free again when the
//! case ends without it (BOOK-02, 03, 11, 12).

use domain::case::{Case, Change};
use domain::draft::Draft;
use domain::id::{AppointmentId, CaseId, DraftId};
use domain::permit::{Act, Thing, permit};
use domain::reception::{
    Application, Appointment, BookedBy, By, Day, Deed, Happened, LineId, Slot, Stage, ToChoose, Wish, decide, within,
};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::form::{Channel, Problem};
use regulation::package::{Booking, Regulation};
use serde_json::Value;
use store::reception as rows;
use store::{Write, cases, departmental, drafts as draft_rows};

use super::book::{claimed, date_of, seat, taking};
use super::look::{self, Shown};
use super::{changed, commit, known, retried};
use crate::citizen::drafts::{self, OpenDraft};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// A time that a draft needs, and what was chosen for it last.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is needed, at the lines that have slots.
    pub needed: ToChoose,
    /// What was chosen last; it may be lost meanwhile.
    pub last: Option<Appointment>,
}

impl Choice {
    /// The slot that is held for the draft now, at a line its answers still name.
    pub fn held(&self, now: Timestamp) -> Option<(&Appointment, Timestamp)> {
        let last = self.last.as_ref().filter(|last| self.needed.lines.contains(&last.line))?;
        match last.stage {
            Stage::Held { until } if now < until => Some((last, until)),
            _ => None,
        }
    }

    /// Was a time chosen that is gone without its person letting it go?
    pub fn is_lost(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.stage != Stage::CancelledByApplicant)
    }
}

/// The times an open draft needs. A line nobody has made slots for asks for none: the day is typed.
pub async fn choices(office: &Office, open: &OpenDraft) -> Result<Vec<Choice>, Stop> {
    let mut choices = Vec::new();
    if open.to_choose.is_empty() || open.draft.channel != Channel::Portal {
        return Ok(choices);
    }
    // What came from ЕПГУ was chosen there.
    if departmental::order_of_draft(&office.db, &open.draft.id).await?.is_some() {
        return Ok(choices);
    }
    let chosen = rows::of_draft(&office.db, &open.draft.id).await?;
    for needed in &open.to_choose {
        let mut lines = Vec::new();
        for line in &needed.lines {
            let schedule = rows::schedule(&office.db, line).await?;
            lines.extend(schedule.filter(|one| one.made_until.is_some()).map(|one| one.line));
        }
        if lines.is_empty() {
            continue;
        }
        let needed = ToChoose { lines, ..needed.clone() };
        let last = chosen.iter().find(|one| is_for(one, &needed.booking)).cloned();
        choices.push(Choice { needed, last });
    }
    Ok(choices)
}

fn is_for(appointment: &Appointment, booking: &str) -> bool {
    appointment.application.as_ref().is_some_and(|application| application.booking == booking)
}

fn rule<'a>(regulation: &'a Regulation, booking: &str) -> Result<&'a Booking, Stop> {
    regulation.bookings.iter().find(|one| one.id == booking).ok_or(Stop::Missing)
}

/// A draft, and the time of it that is being chosen.
pub struct Choosing {
    /// The draft.
    pub open: OpenDraft,
    /// What is chosen.
    pub choice: Choice,
    /// The first and the last day there may be.
    pub days: (Date, Date),
}

impl Choosing {
    /// The booking of the regulation.
    pub fn rule(&self) -> Result<&Booking, Stop> {
        rule(&self.open.regulation, &self.choice.needed.booking)
    }
}

/// Opens one's own draft to choose a time of it.
pub async fn choosing(office: &Office, session: &Session, id: &DraftId, booking: &str) -> Result<Choosing, Stop> {
    let open = drafts::open(office, session, id).await?;
    if open.draft.case.is_some() {
        return Err(Refusal::DraftSent.into());
    }
    let choice = choices(office, &open).await?.into_iter().find(|one| one.needed.booking == booking);
    let rule = rule(&open.regulation, booking)?;
    let choice = choice.ok_or(Refusal::TimeNotNeeded)?;
    let days = within(rule, &office.clock, office.now()).map_err(Refusal::from)?;
    Ok(Choosing { open, choice, days })
}

/// Days of a line on which a time may be chosen, with what is free.
pub async fn days(office: &Office, choosing: &Choosing, line: &LineId) -> Result<Vec<Day>, Stop> {
    let (first, last) = choosing.days;
    look::days(office, line, first, last, office.now()).await
}

/// The times of a day that are long enough, free and taken.
pub async fn slots(office: &Office, choosing: &Choosing, line: &LineId, date: Date) -> Result<Vec<Shown>, Stop> {
    let (first, last) = choosing.days;
    if date < first || date > last {
        return Ok(Vec::new());
    }
    let mut slots = look::slots(office, line, date, BookedBy::Electronic, office.now()).await?;
    slots.retain(|slot| slot.minutes >= choosing.choice.needed.minutes);
    Ok(slots)
}

/// Holds a slot for a draft, in place of the one it held; its day becomes the answer.
///
/// # Errors
///
/// [`Refusal::SlotGone`] for what may not be chosen, [`Refusal::SlotTaken`] when somebody was
/// faster, [`Refusal::TooManyAppointments`] over the limit of one person.
pub async fn hold(
    office: &Office,
    session: &Session,
    id: &DraftId,
    booking: &str,
    line: &LineId,
    start: Timestamp,
) -> Result<(), Stop> {
    permit(&session.subject(), Act::BookSlot, &Thing::nothing())?;
    retried(|| async {
        let now = office.now();
        let choosing = choosing(office, session, id, booking).await?;
        let Choosing { open, choice, .. } = &choosing;
        if !choice.needed.lines.contains(line) {
            return Err(Refusal::SlotGone.into());
        }
        let known = known(office, line)?;
        let date = date_of(office, known, start);
        let day = rows::day_of(&office.db, line, date).await?.ok_or(Refusal::SlotGone)?;
        let slot = fitting(&choosing, &day, start, now)?;
        if let Some(own) = claimed(office, &day, start, &session.person.id, now).await? {
            // Pressed twice: it is held already. What one has otherwise is not free for a draft.
            let again = choice.held(now).is_some_and(|(held, _)| held.id == own);
            return if again { Ok(()) } else { Err(Refusal::SlotTaken.into()) };
        }
        let before = choice.last.as_ref();
        let mut writes = given_up(office, before, now).await?;
        let (seat, leaving) = seat(office, known, &session.person.id, before.map(|one| &one.id), now).await?;
        writes.extend(leaving);
        let term = choosing.rule()?.hold.unwrap_or(known.reception.offer_within.value);
        let until = office.clock.due(now, term, &[]).map_err(Refusal::from)?.at.min(start);
        let application = Application { draft: id.clone(), booking: booking.to_owned(), case: None };
        let held = Appointment {
            id: AppointmentId(office.new_id(line.bucket())),
            line: line.clone(),
            date,
            start,
            minutes: slot.minutes,
            electronic: slot.electronic,
            by: BookedBy::Electronic,
            person: Some(session.person.id.clone()),
            visitor: String::new(),
            service: open.draft.service.clone(),
            application: Some(application.clone()),
            stage: Stage::Held { until },
            offer: None,
            history: vec![Happened { at: now, by: By::Person, deed: Deed::Held, from: None }],
            revision: 0,
        };
        writes.push(rows::attach(&application, &held.id, before.map(|one| &one.id)));
        writes.extend(taking(&day, &held, Some(seat)));
        writes.extend(answered(office, open, choice, &written(date))?);
        commit(office, writes).await
    })
    .await
}

/// The slot at a moment, if it is one a draft may have.
fn fitting(choosing: &Choosing, day: &Day, start: Timestamp, now: Timestamp) -> Result<Slot, Refusal> {
    let slot = day.bookable(start, BookedBy::Electronic, now)?;
    let (first, last) = choosing.days;
    let fits = first <= day.date && day.date <= last && slot.minutes >= choosing.choice.needed.minutes;
    if fits { Ok(slot) } else { Err(Refusal::SlotGone) }
}

/// Gives the held slot back; the draft stays.
pub async fn let_go(office: &Office, session: &Session, id: &DraftId, booking: &str) -> Result<(), Stop> {
    retried(|| async {
        let Choosing { open, choice, .. } = choosing(office, session, id, booking).await?;
        let mut writes = given_up(office, choice.last.as_ref(), office.now()).await?;
        if writes.is_empty() {
            return Ok(());
        }
        writes.extend(answered(office, &open, &choice, "")?);
        commit(office, writes).await
    })
    .await
}

/// The writes that free what a draft still holds.
async fn given_up(office: &Office, last: Option<&Appointment>, now: Timestamp) -> Result<Vec<Write>, Stop> {
    let Some(last) = last.filter(|last| matches!(last.stage, Stage::Held { .. })) else { return Ok(Vec::new()) };
    let change = decide(last, &Wish::Cancel, &By::Person, now)?;
    changed(office, last, &change, now).await
}

/// The day of a slot as people type it.
fn written(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

/// The draft with the day of its slot as the answer, where the regulation asks for it.
/// A signature that somebody put over another day falls.
fn answered(office: &Office, open: &OpenDraft, choice: &Choice, day: &str) -> Result<Vec<Write>, Refusal> {
    let Some(date) = &choice.needed.date else { return Ok(Vec::new()) };
    let mut answers = open.draft.answers.clone();
    answers.insert(date.clone(), Value::from(day));
    let draft = drafts::saved(office, open, &answers, &open.draft.step)?;
    let mut writes = open.joint.after_save(office, &open.regulation, &draft, office.now())?;
    writes.push(draft_rows::save(&draft, open.stored));
    Ok(writes)
}

/// A draft with its times, ready to be filed.
pub struct Booked {
    /// The draft with the days of its slots.
    pub draft: Draft,
    /// What books them, for the batch that makes the case.
    pub writes: Vec<Write>,
}

/// Books what a draft holds for the case it becomes, or says which times are missing, together with
/// everything else that is not in order.
pub async fn booked(office: &Office, open: &OpenDraft, case: &CaseId, now: Timestamp) -> Result<Booked, Stop> {
    let choices = choices(office, open).await?;
    let mut booked = Booked { draft: open.draft.clone(), writes: Vec::new() };
    let missing = missing(&open.regulation, &choices, now);
    if !missing.is_empty() {
        return Err(Stop::Problems(with_missing(open, &choices, missing)));
    }
    for choice in &choices {
        let Some((held, _)) = choice.held(now) else { continue };
        if let Some(date) = &choice.needed.date {
            booked.draft.answers.insert(date.clone(), Value::from(written(held.date)));
        }
        let change = decide(held, &Wish::Confirm(case.clone()), &By::Person, now)?;
        booked.writes.extend(changed(office, held, &change, now).await?);
    }
    Ok(booked)
}

/// What stands against filing with these times: each that is not held is named.
fn missing(regulation: &Regulation, choices: &[Choice], now: Timestamp) -> Vec<Problem> {
    let lacking = choices.iter().filter(|choice| choice.held(now).is_none());
    let told = lacking.filter_map(|choice| {
        let rule = regulation.bookings.iter().find(|one| one.id == choice.needed.booking)?;
        let message = match choice.is_lost() {
            true => format!("{}: выбранное время больше не придержано за вами.", rule.title),
            false => format!("{}: время не выбрано.", rule.title),
        };
        Some(Problem {
            field: format!("bookings.{}", rule.id),
            code: "time",
            message,
            mend: "Выберите время, остальное заявление сохранено.".to_owned(),
            clause: Some(regulation.clause_text(&rule.because)),
        })
    });
    told.collect()
}

/// Everything that is not in order, the day of a missing time said once.
fn with_missing(open: &OpenDraft, choices: &[Choice], missing: Vec<Problem>) -> Vec<Problem> {
    let mut problems = drafts::problems(open);
    problems.retain(|one| choices.iter().all(|choice| choice.needed.date.as_ref() != Some(&one.field)));
    problems.extend(missing);
    problems
}

/// What blocks filing an open draft, its times included.
pub async fn problems(office: &Office, open: &OpenDraft) -> Result<Vec<Problem>, Stop> {
    let choices = choices(office, open).await?;
    let missing = missing(&open.regulation, &choices, office.now());
    if missing.is_empty() {
        return Ok(drafts::problems(open));
    }
    Ok(with_missing(open, &choices, missing))
}

/// What is booked with a case. Whose case it is must be asked by the caller.
pub async fn of_case(office: &Office, case: &Case) -> Result<Vec<Appointment>, Stop> {
    let mut booked = rows::of_draft(&office.db, &case.draft).await?;
    booked
        .retain(|one| one.application.as_ref().is_some_and(|application| application.case.as_ref() == Some(&case.id)));
    Ok(booked)
}

/// The writes that free what a case has booked, when it ends without it.
pub(crate) async fn freed(
    office: &Office,
    before: &Case,
    regulation: &Regulation,
    change: &Change,
    now: Timestamp,
) -> Result<Vec<Write>, Stop> {
    let mut writes = Vec::new();
    let ends = change.case.state.ended() && !before.state.ended();
    if regulation.bookings.is_empty() || !ends || change.case.state == domain::case::CaseState::Completed {
        return Ok(writes);
    }
    for booked in of_case(office, before).await? {
        // What is past or cancelled has nothing to give back.
        let Ok(ended) = decide(&booked, &Wish::EndCase, &By::Machine, now) else { continue };
        writes.extend(changed(office, &booked, &ended, now).await?);
    }
    Ok(writes)
}

/// The days an appointment may be moved to; none where it may not. What is booked with a case stays
/// within the rules of its booking: before the decision, between the days counted from filing, and
/// on the day that stands in the application.
pub(super) async fn within_rules(office: &Office, one: &Appointment) -> Result<Option<(Date, Date)>, Stop> {
    let Some(application) = &one.application else { return Ok(Some((Date::MIN, Date::MAX))) };
    let Some(case) = &application.case else { return Ok(None) };
    let case = cases::by_id(&office.db, case).await?.ok_or(Stop::Missing)?;
    let regulation = office.library.edition(&case.service, &case.version).ok_or(Refusal::EditionUnknown)?;
    let rule = rule(regulation, &application.booking)?;
    if !case.state.before_decision() {
        return Ok(None);
    }
    if rule.date.is_some() {
        return Ok(Some((one.date, one.date)));
    }
    Ok(Some(within(rule, &office.clock, case.filed_at).map_err(Refusal::from)?))
}

/// Refuses a day an appointment may not be moved to.
pub(super) async fn may_move(office: &Office, before: &Appointment, date: Date) -> Result<(), Stop> {
    match within_rules(office, before).await? {
        Some((first, last)) if first <= date && date <= last => Ok(()),
        _ => Err(Refusal::SlotOfCase.into()),
    }
}

/// An appointment of a case is given up with the case, not by itself, and no earlier day is offered
/// for it.
pub(super) fn stands_alone(appointment: &Appointment) -> Result<(), Refusal> {
    let of_case = appointment.application.as_ref().is_some_and(|application| application.case.is_some());
    if of_case { Err(Refusal::SlotOfCase) } else { Ok(()) }
}
