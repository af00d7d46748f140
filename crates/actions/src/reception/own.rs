//! One's own appointments: the list, moving, cancelling, wishing to come earlier (BOOK-12).

use domain::id::AppointmentId;
use domain::permit::{Act, Thing, permit};
use domain::reception::{Appointment, BookedBy, By, Wish, decide};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use store::reception as rows;

use super::application::{stands_alone, within_rules};
use super::book::put_at;
use super::{changed, commit, known, open, retried};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Appointments shown on one page.
pub const PAGE: i64 = 20;

/// One's own appointment and whether its person would come earlier.
#[derive(Debug, Clone)]
pub struct Own {
    /// The appointment.
    pub appointment: Appointment,
    /// An earlier slot is wished for.
    pub earlier: bool,
}

/// The last ones first.
pub async fn list(
    office: &Office,
    session: &Session,
    before: Option<&AppointmentId>,
) -> Result<Vec<Appointment>, Stop> {
    permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let last = match before {
        Some(id) => Some(see(office, session, id).await?.appointment),
        None => None,
    };
    Ok(rows::of_person(&office.db, &session.person.id, last.as_ref(), PAGE).await?)
}

/// One of them.
pub async fn see(office: &Office, session: &Session, id: &AppointmentId) -> Result<Own, Stop> {
    let appointment = open(office, id).await?;
    permit(&session.subject(), Act::OwnAppointment, &Thing::appointment(&appointment, ""))?;
    let earlier = rows::wishes_earlier(&office.db, id).await?;
    Ok(Own { appointment, earlier })
}

/// The days an appointment may be moved to.
pub async fn days(office: &Office, appointment: &Appointment) -> Result<(Date, Date), Stop> {
    Ok(within_rules(office, appointment).await?.unwrap_or((Date::MAX, Date::MIN)))
}

/// The appointment as a file for a calendar.
pub async fn calendar(office: &Office, session: &Session, id: &AppointmentId) -> Result<String, Stop> {
    let Own { appointment, .. } = see(office, session, id).await?;
    let known = known(office, &appointment.line)?;
    let title = super::title_of(office, &appointment.service, office.now());
    let visit = papers::visit::Visit {
        id: appointment.id.as_str(),
        start: appointment.start,
        end: appointment.end(),
        title: &title,
        place: &format!("{}, {}", known.place.title, known.line.title),
        address: &known.place.address,
        link: &format!("{}/appointments/{id}", office.settings.public_url),
        cancelled: !appointment.stage.has_slot(),
        sequence: appointment.revision,
        changed: appointment.history.last().map_or(appointment.start, |happened| happened.at),
    };
    Ok(papers::visit::calendar(&office.region.portal, &[visit]))
}

/// Gives the slot back.
pub async fn cancel(office: &Office, session: &Session, id: &AppointmentId) -> Result<(), Stop> {
    retried(|| async {
        let Own { appointment, .. } = see(office, session, id).await?;
        stands_alone(&appointment)?;
        let now = office.now();
        let change = decide(&appointment, &Wish::Cancel, &By::Person, now)?;
        let writes = changed(office, &appointment, &change, now).await?;
        commit(office, writes).await
    })
    .await
}

/// Takes another slot of the same line; the old one is free the same moment.
pub async fn move_to(office: &Office, session: &Session, id: &AppointmentId, start: Timestamp) -> Result<(), Stop> {
    retried(|| async {
        let Own { appointment, .. } = see(office, session, id).await?;
        if appointment.start == start {
            return Ok(());
        }
        let known = known(office, &appointment.line)?;
        put_at(office, known, &appointment, start, &By::Person, BookedBy::Electronic, office.now()).await
    })
    .await
}

/// Takes the earlier slot that is held for the person, or lets it go to the next.
pub async fn answer_offer(office: &Office, session: &Session, id: &AppointmentId, takes: bool) -> Result<(), Stop> {
    retried(|| async {
        let Own { appointment, .. } = see(office, session, id).await?;
        let now = office.now();
        let wish = if takes { Wish::TakeOffer } else { Wish::DropOffer };
        let change = decide(&appointment, &wish, &By::Person, now)?;
        let mut writes = changed(office, &appointment, &change, now).await?;
        if takes {
            writes.push(rows::unwish(&appointment));
        }
        commit(office, writes).await
    })
    .await
}

/// Says whether an earlier slot is wished for.
pub async fn wish_earlier(office: &Office, session: &Session, id: &AppointmentId, wished: bool) -> Result<(), Stop> {
    let Own { appointment, earlier } = see(office, session, id).await?;
    if earlier == wished {
        return Ok(());
    }
    stands_alone(&appointment)?;
    let now = office.now();
    if wished && (!appointment.stage.is_ahead() || appointment.start <= now) {
        return Err(Refusal::WrongState { state: appointment.stage.name() }.into());
    }
    let write = if wished { rows::wish_earlier(&appointment, now) } else { rows::unwish(&appointment) };
    commit(office, vec![write]).await
}
