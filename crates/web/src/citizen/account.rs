//! The account: drafts, applications, notices, settings, who read one's data
//! (FORM-12, FORM-13, STATUS-03, SEC-03).

use actions::citizen::applications::{self, Reading};
use actions::citizen::notices::{self, Channels};
use actions::citizen::{drafts, session};
use actions::proactive::{Proposal, proposals};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::case::Case;
use domain::draft::Draft;
use domain::id::{CaseId, DraftId, NoticeId};
use domain::joint::Part;
use domain::notice::{Channel, Content, Notice, Progress};
use domain::reception::Told;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/account.html")]
struct Account<'a> {
    page: Page,
    name: &'a str,
    drafts: Vec<(Draft, String)>,
    cases: Vec<(Case, String)>,
    more: Option<String>,
    unread: usize,
    deleted: Option<String>,
    bounced: Vec<Channel>,
    acting: Option<&'a str>,
    invited: Vec<Invited>,
    joint: Vec<(Case, String)>,
    offers: Vec<Proposal>,
    done: Option<&'static str>,
}

/// An invitation to a part of somebody's application that still waits for an answer.
struct Invited {
    part: Part,
    service: String,
    title: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "citizen/notices.html")]
struct Notices {
    page: Page,
    notices: Vec<Notice>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/notice.html")]
struct NoticePage {
    page: Page,
    notice: Notice,
    says: Option<Content>,
}

#[derive(Template)]
#[template(path = "citizen/settings.html")]
struct Settings<'a> {
    page: Page,
    visitor: &'a session::Session,
    channels: Channels,
    saved: bool,
    bounced: Vec<Channel>,
}

#[derive(Template)]
#[template(path = "citizen/readings.html")]
struct Readings {
    page: Page,
    readings: Vec<Reading>,
}

/// What a page of the account is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    deleted: Option<String>,
    before: Option<String>,
    saved: Option<String>,
    done: Option<String>,
}

fn title(app: &App, service: &str, version: &str) -> String {
    let edition = app.office.library.edition(service, version);
    edition.map_or_else(|| service.to_owned(), |regulation| regulation.short.clone())
}

/// `GET /account`.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let (office, me) = (&app.office, &visitor.0);
    let before = match &wanted.before {
        Some(text) => Some(CaseId::parse(text).ok_or(Stop::Missing)?),
        None => None,
    };
    let cases = applications::of_person(office, me, before.as_ref()).await?;
    let full = i64::try_from(cases.len()).is_ok_and(|count| count >= applications::PAGE);
    let more = cases.last().filter(|_| full).map(|case| case.id.to_string());
    let joint = actions::joint::case::listed(office, me).await?;
    let titled = |case: Case| {
        let title = title(&app, &case.service, &case.version);
        (case, title)
    };
    let drafts = drafts::of_person(office, me).await?.into_iter().map(|draft| {
        let title = title(&app, &draft.service, &draft.version);
        (draft, title)
    });
    html(&Account {
        page,
        name: &me.person.name,
        drafts: drafts.collect(),
        cases: cases.into_iter().map(titled).collect(),
        more,
        unread: notices::unread(office, me).await?,
        deleted: wanted.deleted.filter(|id| DraftId::parse(id).is_some()),
        bounced: notices::switched_off(me),
        acting: me.role.as_ref().map(|role| role.name.as_str()),
        invited: invited(&app, me).await?,
        joint: joint.into_iter().map(titled).collect(),
        offers: proposals(office, me).await?,
        done: wanted.done.as_deref().and_then(super::proactive::done_key),
    })
}

async fn invited(app: &App, me: &session::Session) -> Result<Vec<Invited>, Stop> {
    let mut found = actions::joint::own::listed(&app.office, me).await?;
    found.retain(|(_, standing)| standing.is_live());
    let shown = found.into_iter().map(|(part, standing)| {
        let edition = app.office.library.edition(&part.service, &part.version);
        let party = edition.and_then(|one| one.parties.iter().find(|party| party.id == part.party));
        Invited {
            service: title(app, &part.service, &part.version),
            title: party.map_or_else(String::new, |party| party.title.clone()),
            state: super::invitations::invited_key(standing),
            part,
        }
    });
    Ok(shown.collect())
}

/// `GET /account/notices`.
pub async fn list_notices(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let before = match &wanted.before {
        Some(text) => Some(NoticeId::parse(text).ok_or(Stop::Missing)?),
        None => None,
    };
    let found = notices::of_person(&app.office, &visitor.0, before.as_ref()).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count >= notices::PAGE);
    let more = found.last().filter(|_| full).map(|notice| notice.id.to_string());
    html(&Notices { page, notices: found, more })
}

/// `GET /account/notices/{id}`: opening it marks it read.
pub async fn notice(State(app): State<App>, page: Page, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id = NoticeId::parse(&id).ok_or(Stop::Missing)?;
    let notice = notices::read(&app.office, &visitor.0, &id).await?;
    let says = notice.says();
    html(&NoticePage { page, notice, says })
}

/// `GET /account/settings`.
pub async fn settings(State(app): State<App>, page: Page, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let _ = &app;
    let me = &visitor.0;
    let (channels, bounced) = (notices::channels(me), notices::switched_off(me));
    html(&Settings { page, visitor: me, channels, saved: wanted.saved.is_some(), bounced })
}

/// Channels chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    email: Option<String>,
    sms: Option<String>,
}

/// `POST /account/settings`.
pub async fn save_settings(State(app): State<App>, visitor: Visitor, Form(chosen): Form<Chosen>) -> Answer {
    notices::choose(&app.office, &visitor.0, chosen.email.is_some(), chosen.sms.is_some()).await?;
    Ok(Redirect::to("/account/settings?saved=1").into_response())
}

/// On whose behalf.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Acting {
    role: String,
}

/// `POST /account/role`: acts for an organisation, or for oneself again.
pub async fn act_for(State(app): State<App>, visitor: Visitor, Form(acting): Form<Acting>) -> Answer {
    session::act_for(&app.office, &visitor.0, &acting.role).await?;
    Ok(Redirect::to("/account").into_response())
}

/// `GET /account/readings`: which officials read one's data, when and why.
pub async fn readings(State(app): State<App>, page: Page, visitor: Visitor) -> Answer {
    let readings = applications::readings(&app.office, &visitor.0).await?;
    html(&Readings { page, readings })
}

/// The heading of a notice.
pub fn notice_key(notice: &Notice) -> &'static str {
    match notice.says() {
        Some(Content::Registered { .. }) => "notice-registered",
        Some(Content::NotAccepted { .. }) => "notice-not-accepted",
        Some(Content::Granted { .. }) => "notice-granted",
        Some(Content::Refused { .. }) => "notice-refused",
        Some(Content::Paid { .. }) => "notice-paid",
        Some(Content::Progress(progress)) => match progress {
            Progress::Ended { .. } => "notice-ended",
            Progress::Suspended { .. } => "notice-suspended",
            Progress::Asked { .. } => "notice-asked",
            Progress::Retake { .. } => "notice-retake",
            Progress::Resumed { .. } => "notice-resumed",
            Progress::Prolonged { .. } => "notice-prolonged",
            Progress::GivenBack { .. } => "notice-given-back",
            Progress::Forwarded { .. } => "notice-forwarded",
            Progress::Reopened { .. } => "notice-reopened",
            Progress::Started { .. } => "notice-started",
            Progress::Undone { .. } => "notice-undone",
            Progress::Afterwards { overdue: false, .. } => "notice-afterwards",
            Progress::Afterwards { .. } => "notice-afterwards-overdue",
            Progress::Written { .. } => "notice-written",
            Progress::Offered { .. } => "notice-offered",
            Progress::Item { stage, .. } => super::delivery::notice_key(stage),
            Progress::Charge { news, .. } => super::payment::notice_key(news),
            Progress::Withdrawn { .. } => "notice-withdrawn",
            Progress::Entry { .. } => "notice-entry",
        },
        Some(Content::Appointment(visit)) => match visit.told {
            Told::Booked => "notice-visit-booked",
            Told::Moved => "notice-visit-moved",
            Told::Cancelled => "notice-visit-cancelled",
            Told::Earlier => "notice-visit-earlier",
        },
        Some(Content::Proposal { .. }) => "notice-proposal",
        Some(Content::Complaint(news)) => super::complaint::notice_key(news.stage),
        None => "notice-other",
    }
}

impl Settings<'_> {
    fn bounced_key(&self, channel: &Channel) -> &'static str {
        match channel {
            Channel::Email => "settings-bounced-email",
            Channel::Sms => "settings-bounced-sms",
        }
    }

    fn acts_for(&self, oid: &str) -> bool {
        self.visitor.role.as_ref().is_some_and(|role| role.oid == oid)
    }
}
