//! What is known of a person when an event came, and whether the service can begin by itself.

use domain::consent::{Consent, Offer, OfferState};
use domain::consent::{ConsentState, Course, Weighed, course, covers, standing};
use domain::permit::{self, AccountKind};
use domain::person::Person;
use jiff::Timestamp;
use regulation::expression::{Verdict, World};
use regulation::fact::{Facts, Source};
use regulation::form::{self, Answers, Channel};
use regulation::package::{ProcedureKind, Regulation, Trigger};
use regulation::region::EventKind;
use store::cases;

use crate::citizen::session::Session;
use crate::citizen::start_draft;
use crate::office::Office;
use crate::stop::Stop;

/// Everything that is known, and the facts a case would begin with.
pub(super) struct Known {
    /// What the event told.
    pub told: Facts,
    /// All facts that nobody had to say.
    pub facts: Facts,
    /// What the need criterion says of them.
    pub need: Option<bool>,
    /// Nothing has to be asked, and the regulation can begin by itself.
    pub complete: bool,
}

/// The person as if they had signed in for themselves.
pub(super) fn as_self(person: &Person) -> Session {
    Session::played(person.clone(), None)
}

/// What an event means for a person.
pub(super) async fn known(
    office: &Office,
    person: &Person,
    regulation: &Regulation,
    trigger: &Trigger,
    told: Facts,
    now: Timestamp,
) -> Result<Known, Stop> {
    let today = office.today(now);
    let mut prefill = start_draft::known(office, &as_self(person), regulation, Channel::Portal, now).await?;
    prefill.0.extend(told.0.clone());
    let mut facts = form::facts(regulation, &Answers::new(), &prefill, now, today);
    // What nobody said is not known to be absent.
    facts.0.retain(|_, known| known.source != Source::Applicant);
    let need = regulation.criteria.get(&trigger.need);
    let need = need.map(|criterion| criterion.rule.verdict(&World { regulation, facts: &facts, today }));
    let need = match need {
        Some(Verdict::Yes) => Some(true),
        Some(Verdict::No) => Some(false),
        Some(Verdict::Unknown(_)) | None => None,
    };
    let by_itself = regulation.procedures.iter().any(|one| one.kind == ProcedureKind::Proactive);
    let may = permit::may_apply(regulation, AccountKind::Person, person.assurance).is_ok();
    let complete = by_itself && may && form::check(regulation, &Answers::new(), &prefill, today).is_empty();
    Ok(Known { told, facts, need, complete })
}

/// What the person said, and what runs already.
pub(super) struct Before<'b> {
    /// Everything the person said of consents.
    pub consents: &'b [Consent],
    /// Latest offers to the person.
    pub offers: &'b [Offer],
}

/// What is done about an event.
pub(super) async fn decide(
    office: &Office,
    person: &Person,
    regulation: &Regulation,
    trigger: &Trigger,
    known: &Known,
    before: Before<'_>,
) -> Result<Course, Stop> {
    let (now, service, group) = (office.now(), &regulation.service, &regulation.category);
    let open = !cases::open_of(&office.db, &person.id, service).await?.is_empty();
    let offered = before.offers.iter().any(|one| one.service == *service && one.state == OfferState::Offered);
    let said = standing(before.consents, service, group, now);
    Ok(course(Weighed {
        need: known.need,
        complete: known.complete,
        rule: trigger.consent,
        agreed: covers(before.consents, service, group, now),
        quiet: said.is_some_and(|(_, state)| state == ConsentState::Refused),
        running: open || offered,
    }))
}

/// What an event tells, as facts of a service.
pub(super) fn told(
    regulation: &Regulation,
    trigger: &Trigger,
    kind: &EventKind,
    event: &store::consents::Event,
) -> Result<Facts, Stop> {
    let told = form::event_facts(regulation, trigger, &kind.source, &event.told, event.at);
    told.map_err(|why| Stop::broken("reading an event of a register")(std::io::Error::other(why)))
}
