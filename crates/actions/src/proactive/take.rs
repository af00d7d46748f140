//! What follows from one event: for every service it sets off, a case, an offer or nothing. The end
//! of the event and its offers are one batch; a case begins once by its own key.

use domain::consent::{Course, Offer, OfferState, Opens};
use domain::id::OfferId;
use domain::person::Person;
use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::package::{Regulation, Trigger};
use regulation::region::{EventKind, Events};
use store::consents::{self, Event};
use store::jobs::{self, Leased};
use store::{Batch, Write, people};

use super::offers::{month, tell};
use super::weigh::{self, Before, Known};
use crate::machine::{self, Ended};
use crate::office::Office;
use crate::stop::Stop;

/// Offers that are looked through for one that waits already.
const LATEST: i64 = 50;

/// Takes one event.
pub(crate) async fn take(office: &Office, key: &str, job: &Leased) -> Result<Ended, Stop> {
    let Some(event) = consents::new_event(&office.db, key).await? else { return Ok(Ended::Nothing) };
    let now = office.now();
    let mut batch = Batch::new();
    let rules = office.region.events.as_ref();
    if let Some((rules, kind)) = rules.and_then(|rules| Some((rules, rules.kinds.get(&event.kind)?))) {
        let person = people::by_snils(&office.db, &event.snils).await?;
        for (regulation, trigger) in set_off(office, &event, now) {
            let taking = Taking { office, event: &event, kind, rules, regulation, trigger, now };
            batch.extend(match &person {
                Some(person) => taking.take(person).await?,
                // Nobody here to ask or to serve: counted, so that it can be seen what people miss.
                None => vec![taking.counts("unknown-person")],
            });
        }
    } else {
        tracing::warn!(kind = event.kind, "an event of a kind that the region does not know");
    }
    batch.push(consents::event_done(&event));
    office.db.commit(batch.with(jobs::done(job, now))).await?;
    office.wake.notify_one();
    Ok(Ended::Written)
}

fn set_off<'o>(office: &'o Office, event: &Event, now: Timestamp) -> Vec<(&'o Regulation, &'o Trigger)> {
    let published = office.library.published(office.today(now));
    let triggers = published.flat_map(|regulation| regulation.proactive.iter().map(|one| (regulation.as_ref(), one)));
    triggers.filter(|(_, trigger)| trigger.on == event.kind).collect()
}

struct Taking<'t> {
    office: &'t Office,
    event: &'t Event,
    kind: &'t EventKind,
    rules: &'t Events,
    regulation: &'t Regulation,
    trigger: &'t Trigger,
    now: Timestamp,
}

impl Taking<'_> {
    fn counts(&self, what: &str) -> Write {
        consents::count(&self.regulation.authority, &month(self.office, self.now), &self.regulation.service, what)
    }

    async fn take(&self, person: &Person) -> Result<Vec<Write>, Stop> {
        let told = match weigh::told(self.regulation, self.trigger, self.kind, self.event) {
            Ok(told) => told,
            Err(stop) => {
                // One register that writes wrongly must not keep other services from the event.
                tracing::warn!(%stop, service = self.regulation.service, "an event cannot be read");
                return Ok(vec![self.counts("unreadable")]);
            }
        };
        let known = weigh::known(self.office, person, self.regulation, self.trigger, told, self.now).await?;
        let said = consents::of_person(&self.office.db, &person.id).await?;
        let offers = consents::offers_of(&self.office.db, &person.id, LATEST).await?;
        let before = Before { consents: &said, offers: &offers };
        match weigh::decide(self.office, person, self.regulation, self.trigger, &known, before).await? {
            Course::Nothing => Ok(Vec::new()),
            Course::Offer(opens) => self.offer(person, &known, opens),
            Course::Start(basis) => {
                let start = machine::Trigger {
                    service: self.regulation.service.clone(),
                    facts: known.facts.clone(),
                    basis,
                    event: format!("{}:{}", self.trigger.id, self.event.key),
                };
                match machine::start_proactively(self.office, person, &start).await {
                    Ok(_) => Ok(vec![self.counts("started")]),
                    // The rule of the case sees further than the need: then the person decides.
                    Err(Stop::Refused(refusal)) => {
                        tracing::info!(%refusal, service = start.service, "a service did not begin by itself");
                        self.offer(person, &known, Opens::Draft)
                    }
                    Err(stop) => Err(stop),
                }
            }
        }
    }

    fn offer(&self, person: &Person, known: &Known, opens: Opens) -> Result<Vec<Write>, Stop> {
        let (office, now) = (self.office, self.now);
        let due = |term| office.clock.due(now, term, &[]).map_err(domain::refusal::Refusal::from);
        let until = due(self.trigger.within)?.at;
        let remind_at = Some(due(self.rules.remind_after.value)?.at).filter(|at| *at < until);
        let told = known.told.0.iter().filter(|(name, _)| self.trigger.facts.contains_key(*name));
        let offer = Offer {
            id: OfferId(office.new_id(person.id.bucket())),
            person: person.id.clone(),
            authority: self.regulation.authority.clone(),
            service: self.regulation.service.clone(),
            trigger: self.trigger.id.clone(),
            kind: self.event.kind.clone(),
            event: self.event.key.clone(),
            happened_at: self.event.at,
            state: OfferState::Offered,
            opens,
            needed: known.need == Some(true),
            facts: Facts(told.map(|(name, known)| (name.clone(), known.clone())).collect()),
            made_at: now,
            remind_at,
            until,
            case: None,
            draft: None,
            revision: 1,
        };
        let mut writes = vec![consents::offer(&offer), self.counts("offered")];
        writes.extend(tell(office, person, &offer, &self.regulation.short, false)?);
        Ok(writes)
    }
}
