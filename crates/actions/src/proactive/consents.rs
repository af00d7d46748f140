//! Consents of a person in one place: seen, given and taken back per service, group or for all, each
//! in two steps (PROACTIVE-03).

use domain::consent::{Consent, ConsentState, ConsentWish, Said, Scope, covers, taken_back};
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::package::Assurance;
use regulation::region::ConsentText;
use store::{Batch, consents};

use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Something one can agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Name of the scope, for forms.
    pub scope: String,
    /// What it is called; empty for all services.
    pub title: String,
    /// The words one agrees to.
    pub words: String,
    /// What the person said of this scope itself.
    pub said: Option<ConsentState>,
    /// It begins by itself now.
    pub covered: bool,
    /// Everything said of it, newest first.
    pub history: Vec<Said>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Version of the text that counts today.
    pub text: String,
    /// Since when it counts.
    pub from: jiff::civil::Date,
    /// The act.
    pub because: String,
    /// All services.
    pub all: Line,
    /// Groups with their services.
    pub groups: Vec<(Line, Vec<Line>)>,
}

/// How it was said: the channel, and what proves who it was.
pub(super) fn by(session: &Session) -> (String, String) {
    let strength = match session.person.assurance {
        Assurance::Confirmed => "подтверждённая",
        Assurance::Standard => "стандартная",
        Assurance::Simplified => "упрощённая",
    };
    ("portal".to_owned(), format!("вход через ЕСИА, {strength} учётная запись"))
}

fn text(office: &Office, now: Timestamp) -> Result<&ConsentText, Stop> {
    let texts = office.region.consents.as_ref().ok_or(Stop::Missing)?;
    texts.on(office.today(now)).ok_or(Stop::Missing)
}

/// Title of a scope and the words one agrees to; none for what nobody can agree to.
fn words(office: &Office, scope: &Scope, now: Timestamp) -> Option<(String, String)> {
    let text = text(office, now).ok()?;
    match scope {
        Scope::All => Some((String::new(), text.all.clone())),
        Scope::Group(group) => {
            let title = office.region.categories.get(group)?.title.clone();
            let words = text.group.replace("{group}", &title);
            Some((title, words))
        }
        Scope::Service(service) => {
            let regulation = office.library.current(service, office.today(now))?;
            let words = text.service.replace("{service}", &regulation.short);
            (!regulation.proactive.is_empty()).then(|| (regulation.short.clone(), words))
        }
    }
}

/// Everything the person can agree to and what they said of it.
pub async fn page(office: &Office, session: &Session) -> Result<Page, Stop> {
    permit(&session.subject(), Act::Agree, &Thing::nothing())?;
    let now = office.now();
    let text = text(office, now)?;
    let said = consents::of_person(&office.db, &session.person.id).await?;
    let line = |scope: Scope, covered: bool| {
        let (title, words) = words(office, &scope, now)?;
        let own = said.iter().find(|one| one.scope == scope);
        let history = own.map(|one| one.history.iter().rev().cloned().collect()).unwrap_or_default();
        Some(Line { scope: scope.name(), title, words, said: own.map(|one| one.at(now)), covered, history })
    };
    let given = |scope: &Scope| said.iter().any(|one| one.scope == *scope && one.at(now) == ConsentState::Given);
    let mut groups = Vec::new();
    for group in office.region.categories.keys() {
        let of_group = office.library.published(office.today(now)).filter(|one| one.category == *group);
        let services = of_group.filter(|one| !one.proactive.is_empty());
        let lines = services
            .filter_map(|one| line(Scope::Service(one.service.clone()), covers(&said, &one.service, group, now)));
        let lines: Vec<Line> = lines.collect();
        let scope = Scope::Group(group.clone());
        let covered = given(&scope) || (given(&Scope::All) && !said.iter().any(|one| one.scope == scope));
        if let Some(head) = line(scope, covered).filter(|_| !lines.is_empty()) {
            groups.push((head, lines));
        }
    }
    let all = line(Scope::All, given(&Scope::All)).ok_or(Stop::Missing)?;
    Ok(Page { text: text.version.clone(), from: text.from, because: text.because.clone(), all, groups })
}

/// Agrees, by the text that was shown.
pub async fn give(office: &Office, session: &Session, scope: &str, version: &str) -> Result<(), Stop> {
    permit(&session.subject(), Act::Agree, &Thing::nothing())?;
    let now = office.now();
    let scope = Scope::parse(scope).ok_or(Stop::Missing)?;
    let text = text(office, now)?;
    // Nobody agrees to words they did not see.
    if text.version != version {
        return Err(Stop::Conflict);
    }
    let (_, words) = words(office, &scope, now).ok_or(Stop::Missing)?;
    let until = text.valid.map(|term| office.clock.due(now, term, &[])).transpose().map_err(Refusal::from)?;
    let wish = ConsentWish::Give { text: text.version.clone(), words, until: until.map(|due| due.at) };
    say(office, session, &[scope], &wish, now).await
}

/// Takes a consent back, with everything narrower that was given; this is never refused.
pub async fn withdraw(office: &Office, session: &Session, scope: &str) -> Result<(), Stop> {
    permit(&session.subject(), Act::Agree, &Thing::nothing())?;
    let now = office.now();
    let scope = Scope::parse(scope).ok_or(Stop::Missing)?;
    let said = consents::of_person(&office.db, &session.person.id).await?;
    if words(office, &scope, now).is_none() && !said.iter().any(|one| one.scope == scope) {
        return Err(Stop::Missing);
    }
    let group_of = |service: &str| office.library.editions(service).last().map(|one| one.category.clone());
    let scopes: Vec<Scope> = taken_back(&said, &scope, group_of).into_iter().cloned().collect();
    say(office, session, &scopes, &ConsentWish::Withdraw, now).await
}

/// Tries when the same is said twice at the same moment.
const TRIES: usize = 3;

async fn say(
    office: &Office,
    session: &Session,
    scopes: &[Scope],
    wish: &ConsentWish,
    now: Timestamp,
) -> Result<(), Stop> {
    let (channel, proof) = by(session);
    let person = &session.person.id;
    for _ in 0..TRIES {
        let known = consents::of_person(&office.db, person).await?;
        let mut batch = Batch::new();
        for scope in scopes {
            let before = known.iter().find(|one| one.scope == *scope);
            let next = Consent::said(before, person, scope, wish, (&channel, &proof), now);
            if Some(&next) != before {
                batch.push(consents::say(&next));
            }
        }
        match office.db.commit(batch).await {
            Err(error) if error.is_conflict() => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Conflict)
}
