//! A person's notices and where copies of them go (STATUS-03, STATUS-09).

use std::collections::BTreeMap;

use domain::channels::ChannelState;
use domain::id::NoticeId;
use domain::notice::{Channel, Notice};
use domain::permit::{self, Act, Thing};
use domain::person::Person;
use serde_json::Value;
use store::{Batch, notices, people};

use super::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Notices shown on one page.
pub const PAGE: i64 = 30;

/// Addresses that ЕСИА has verified: only those may get copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channels {
    /// Verified e-mail.
    pub email: Option<String>,
    /// Verified mobile phone.
    pub mobile: Option<String>,
    /// Copies by e-mail are wanted.
    pub by_email: bool,
    /// Copies by SMS are wanted.
    pub by_sms: bool,
}

/// One's own notices, newest first.
pub async fn of_person(office: &Office, session: &Session, before: Option<&NoticeId>) -> Result<Vec<Notice>, Stop> {
    permit::permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let last = match before {
        Some(id) => Some(own(office, session, id).await?),
        None => None,
    };
    let after = last.as_ref().map(|notice| (notice.at, &notice.id));
    Ok(notices::of_person(&office.db, &session.person.id, after, PAGE).await?)
}

/// How many are not read yet.
pub async fn unread(office: &Office, session: &Session) -> Result<usize, Stop> {
    let count = notices::unread(&office.db, &session.person.id).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Opens a notice: from now on it is read.
pub async fn read(office: &Office, session: &Session, id: &NoticeId) -> Result<Notice, Stop> {
    let notice = own(office, session, id).await?;
    if notice.read_at.is_none() {
        let write = notices::mark_read(id, &session.person.id, office.now());
        office.db.commit(Batch::new().with(write)).await?;
    }
    Ok(notice)
}

async fn own(office: &Office, session: &Session, id: &NoticeId) -> Result<Notice, Stop> {
    let notice = notices::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), Act::ReadNotice, &Thing::notice(&notice))?;
    Ok(notice)
}

/// Where copies may go and where they go.
pub fn channels(session: &Session) -> Channels {
    let verified = |name: &str| session.person.claims.get(name).and_then(Value::as_str).map(str::to_owned);
    Channels {
        email: verified("email"),
        mobile: verified("mobile"),
        by_email: session.person.email.is_some(),
        by_sms: session.person.phone.is_some(),
    }
}

/// Chooses where copies go. An address that ЕСИА has not verified is never used (STATUS-03).
pub async fn choose(office: &Office, session: &Session, by_email: bool, by_sms: bool) -> Result<(), Stop> {
    permit::permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let verified = channels(session);
    let email = verified.email.filter(|_| by_email);
    let phone = verified.mobile.filter(|_| by_sms);
    let person = Person {
        channels: standing(&session.person, email.as_ref(), phone.as_ref()),
        email,
        phone,
        ..session.person.clone()
    };
    office.db.commit(Batch::new().with(people::update(&person))).await?;
    Ok(())
}

/// How the chosen addresses stand: what bounced stays switched off until the address is another
/// one, or is chosen anew (STATUS-09).
pub(super) fn standing(
    person: &Person,
    email: Option<&String>,
    phone: Option<&String>,
) -> BTreeMap<Channel, ChannelState> {
    let mut channels = person.channels.clone();
    if person.email.as_ref() != email {
        channels.remove(&Channel::Email);
    }
    if person.phone.as_ref() != phone {
        channels.remove(&Channel::Sms);
    }
    channels
}

/// Channels that were switched off because copies came back; the account asks about them.
pub fn switched_off(session: &Session) -> Vec<Channel> {
    let off = session.person.channels.iter().filter(|(_, state)| state.asks_for_new_address());
    off.map(|(channel, _)| *channel).collect()
}
