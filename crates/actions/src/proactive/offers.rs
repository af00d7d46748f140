//! Offers by themselves: their notice, the one reminder, their end, and what is counted of them.

use domain::consent::{Offer, OfferWish};
use domain::id::NoticeId;
use domain::notice::{self, Content};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::person::Person;
use domain::refusal::Refusal;
use jiff::{Timestamp, ToSpan};
use store::{Batch, Write, consents, people};

use crate::office::Office;
use crate::stop::Stop;

/// Offers looked at in one round.
const ROUND: i64 = 200;

/// Months that are summed up for officials.
const MONTHS: i32 = 12;

/// The month that is counted in.
pub(super) fn month(office: &Office, now: Timestamp) -> String {
    office.today(now).strftime("%Y-%m").to_string()
}

/// Writes of the notice of an offer, or of its one reminder.
pub(super) fn tell(
    office: &Office,
    person: &Person,
    offer: &Offer,
    title: &str,
    reminder: bool,
) -> Result<Vec<Write>, Stop> {
    let now = office.now();
    let id = NoticeId(office.new_id(person.id.bucket()));
    let latest = office.clock.due(now, office.region.params.notice_within.value, &[]).map_err(Refusal::from)?.at;
    let content = Content::Proposal { answer_by: offer.until, reminder };
    let notice = notice::compose_proposal(id, offer, title.to_owned(), &content, now, latest)?;
    Ok(office.with_own_copies(notice, person, now))
}

/// What is counted when an offer was not taken: it, and what was missed by it.
pub(super) fn not_taken(office: &Office, offer: &Offer, what: &str, now: Timestamp) -> Vec<Write> {
    let month = month(office, now);
    let count = |what: &str| consents::count(&offer.authority, &month, &offer.service, what);
    let mut writes = vec![count(what)];
    writes.extend(offer.needed.then(|| count("missed")));
    writes
}

/// Once a minute: the reminder of what nobody answered, the end of what was not answered in time.
pub(crate) async fn keep(office: &Office) -> Result<(), Stop> {
    let now = office.now();
    for offer in consents::offers_due(&office.db, now, ROUND).await? {
        match pass(office, &offer, now).await {
            // Its person was faster.
            Ok(()) | Err(Stop::Conflict | Stop::Refused(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}

async fn pass(office: &Office, offer: &Offer, now: Timestamp) -> Result<(), Stop> {
    let over = now > offer.until;
    let wish = if over { OfferWish::Lapse } else { OfferWish::Remind };
    let next = offer.decide(wish, now)?;
    let mut batch = Batch::new().with(consents::change_offer(&next, offer.revision));
    if over {
        batch.extend(not_taken(office, offer, "lapsed", now));
    } else {
        let person = people::by_id(&office.db, &offer.person).await?.ok_or(Stop::Missing)?;
        let title = office.library.current(&offer.service, office.today(now)).map(|one| one.short.clone());
        batch.extend(tell(office, &person, &next, &title.unwrap_or_else(|| offer.service.clone()), true)?);
    }
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

/// What became of events and offers of a service: counts by what, as `proactive_counts` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Title of the service.
    pub service: String,
    /// Cases that began by themselves.
    pub started: i64,
    /// Offers made.
    pub offered: i64,
    /// Offers taken.
    pub accepted: i64,
    /// Offers declined.
    pub declined: i64,
    /// Offers nobody answered.
    pub lapsed: i64,
    /// Certainly due and not taken.
    pub missed: i64,
    /// Events about people who never signed in.
    pub unknown: i64,
}

/// What people got and missed of the services of the official's body, over a year; no person is named.
pub async fn missed(office: &Office, official: &Official) -> Result<Vec<Missed>, Stop> {
    permit(&Subject::Official(official.clone()), Act::SeeRatings, &Thing::authority(&official.authority))?;
    let today = office.today(office.now());
    let since = today.checked_sub(MONTHS.months()).unwrap_or(today).strftime("%Y-%m").to_string();
    let counted = consents::counts(&office.db, &official.authority, &since).await?;
    let mut services: Vec<&String> = counted.iter().map(|one| &one.service).collect();
    services.dedup();
    let row = |service: &String| {
        let of = |what: &str| {
            counted.iter().find(|one| one.service == *service && one.what == what).map_or(0, |one| one.count)
        };
        let editions = office.library.editions(service);
        Missed {
            service: editions.last().map_or_else(|| service.clone(), |edition| edition.short.clone()),
            started: of("started"),
            offered: of("offered"),
            accepted: of("accepted"),
            declined: of("declined"),
            lapsed: of("lapsed"),
            missed: of("missed"),
            unknown: of("unknown-person"),
        }
    };
    Ok(services.into_iter().map(row).collect())
}
