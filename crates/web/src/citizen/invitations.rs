//! Joint applications: the invited read an invitation, fill in their part, sign it or say no; the one
//! who files invites, reminds, takes back; each who signed follows the case (FORM-07, RESULT-11).

use actions::citizen::drafts::OpenDraft;
use actions::joint::case::{self, JointCase};
use actions::joint::filer::{self, Followed};
use actions::joint::own::{self, Invitation};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::PartId;
use domain::joint::{PartState, Standing};
use regulation::form::{Problem, StepView};
use serde::Deserialize;

use super::draft::id as draft_id;
use super::visitor::Visitor;
use super::widget::control_id;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/invitation.html")]
struct Shown {
    page: Page,
    seen: Invitation,
    title: String,
    consent: Option<String>,
    wrong: Vec<(String, String)>,
    refused: Option<String>,
    reason: String,
}

impl Shown {
    fn steps(&self) -> &[StepView] {
        self.seen.own.as_ref().map_or(&[], |own| &own.view.steps)
    }

    fn draft(&self) -> &str {
        self.seen.own.as_ref().map_or("", |own| own.draft.id.as_str())
    }

    fn state(&self) -> &'static str {
        invited_key(self.seen.standing)
    }

    fn stands(&self, name: &str) -> bool {
        self.seen.standing.name() == name
    }
}

#[derive(Template)]
#[template(path = "citizen/joint_case.html")]
struct CasePage {
    page: Page,
    open: JointCase,
}

impl CasePage {
    fn title_of(&self, output: &str) -> String {
        let found = self.open.regulation.results.iter().find(|one| one.id == output);
        found.map_or_else(|| output.to_owned(), |one| one.title.clone())
    }
}

/// A part as the review page of the application shows it.
pub struct Awaited {
    /// Party of the regulation.
    pub party: String,
    /// Who it is.
    pub title: String,
    /// Id of the last invitation.
    pub part: Option<PartId>,
    /// Key of how it stands.
    pub state: &'static str,
    /// Until when it is awaited.
    pub until: Option<jiff::Timestamp>,
    /// Why they said no, if they said.
    pub reason: Option<String>,
    /// Nobody is invited now.
    pub may_invite: bool,
    /// The invitation may be taken back.
    pub may_withdraw: bool,
    /// Not answered yet.
    pub may_remind: bool,
    /// Filled in and signed.
    pub is_done: bool,
}

impl From<Followed<'_>> for Awaited {
    fn from(one: Followed<'_>) -> Self {
        let waits = matches!(one.standing, Some(Standing::Invited | Standing::Opened));
        let reason = one.part.and_then(|part| match &part.state {
            PartState::Refused { reason, .. } => reason.clone(),
            _ => None,
        });
        Self {
            party: one.party.id.clone(),
            title: one.party.title.clone(),
            part: one.part.map(|part| part.id.clone()),
            state: one.standing.map_or("joint-state-none", state_key),
            until: one.part.filter(|_| waits).map(|part| part.until),
            reason,
            may_invite: one.may_invite(),
            may_withdraw: one.standing.is_some_and(Standing::is_live),
            may_remind: waits,
            is_done: one.standing == Some(Standing::Done),
        }
    }
}

/// The key of how a part stands.
pub fn state_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Invited => "joint-state-invited",
        Standing::Opened => "joint-state-opened",
        Standing::Done => "joint-state-done",
        Standing::Refused => "joint-state-refused",
        Standing::Withdrawn => "joint-state-withdrawn",
        Standing::Lapsed => "joint-state-lapsed",
        Standing::Filed => "joint-state-filed",
    }
}

/// The same as the invited reads it.
pub fn invited_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Invited => "joint-state-waits",
        other => state_key(other),
    }
}

/// The parts that an application waits for.
pub fn awaited(app: &App, open: &OpenDraft) -> Vec<Awaited> {
    filer::followed(&app.office, open).into_iter().map(Awaited::from).collect()
}

fn id(text: &str) -> Result<PartId, Stop> {
    PartId::parse(text).ok_or(Stop::Missing)
}

/// `GET /invitations/{id}`.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Path(part): Path<String>) -> Answer {
    draw(&app, page, &visitor, &id(&part)?, (&[], None), String::new()).await
}

async fn draw(
    app: &App,
    page: Page,
    visitor: &Visitor,
    part: &PartId,
    (problems, refused): (&[Problem], Option<String>),
    reason: String,
) -> Answer {
    let seen = own::look(&app.office, &visitor.0, part).await?;
    let party = seen.party().ok_or(Stop::Missing)?;
    let (title, consent) = (party.title.clone(), party.consent.clone());
    let step = |field: &str| {
        let steps = seen.own.iter().flat_map(|own| &own.view.steps);
        steps
            .clone()
            .find(|step| step.fields.iter().any(|one| field.starts_with(&one.path)))
            .map(|step| step.id.clone())
    };
    let draft = seen.own.as_ref().map_or("", |own| own.draft.id.as_str());
    let wrong = problems.iter().map(|problem| {
        let step = step(&problem.field).unwrap_or_default();
        (format!("/drafts/{draft}/{step}?check=1#{}", control_id(&problem.field)), problem.message.clone())
    });
    let wrong: Vec<_> = wrong.collect();
    let is_wrong = !wrong.is_empty() || refused.is_some();
    let mut response = html(&Shown { page, title, consent, wrong, refused, reason, seen })?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /invitations/{id}/open`: the own part begins.
pub async fn open(State(app): State<App>, visitor: Visitor, Path(part): Path<String>) -> Answer {
    let draft = own::open(&app.office, &visitor.0, &id(&part)?).await?;
    Ok(Redirect::to(&format!("/drafts/{draft}")).into_response())
}

/// What is answered to an invitation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answered {
    act: String,
    reason: String,
}

/// `POST /invitations/{id}`: signs, takes the own signature back, or says no.
pub async fn answer(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(part): Path<String>,
    Form(sent): Form<Answered>,
) -> Answer {
    let part = id(&part)?;
    let done = match sent.act.as_str() {
        "sign" => own::sign(&app.office, &visitor.0, &part).await,
        "change" => own::change(&app.office, &visitor.0, &part).await,
        "refuse" => own::refuse(&app.office, &visitor.0, &part, &sent.reason).await,
        _ => Err(Stop::Missing),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/invitations/{part}")).into_response()),
        Err(Stop::Problems(problems)) => draw(&app, page, &visitor, &part, (&problems, None), sent.reason).await,
        Err(stop) => {
            let refused = page.refusal(&on_form(stop)?);
            draw(&app, page, &visitor, &part, (&[], Some(refused)), sent.reason).await
        }
    }
}

/// What the one who files does.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Run {
    act: String,
    part: String,
}

/// `POST /drafts/{id}/parts/{party}`: invites, reminds, takes back.
pub async fn run(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, party)): Path<(String, String)>,
    Form(sent): Form<Run>,
) -> Answer {
    let draft = draft_id(&draft)?;
    let done = match sent.act.as_str() {
        "invite" => filer::invite(&app.office, &visitor.0, &draft, &party).await,
        "remind" => filer::remind(&app.office, &visitor.0, &id(&sent.part)?).await.map(|_| ()),
        "withdraw" => filer::withdraw(&app.office, &visitor.0, &id(&sent.part)?).await.map(|_| ()),
        _ => Err(Stop::Missing),
    };
    let problem = match done {
        Ok(()) => return Ok(Redirect::to(&format!("/drafts/{draft}/review#parts")).into_response()),
        Err(Stop::Problems(problems)) => (problems, None),
        Err(stop) => (Vec::new(), Some(page.refusal(&on_form(stop)?))),
    };
    super::review::draw_wrong(&app, &page, &visitor, &draft, &problem.0, problem.1).await
}

/// `GET /joint/{case}`: a case in the account of somebody who signed a part of it.
pub async fn follow(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    let open = case::open(&app.office, &visitor.0, &super::case::id(&case)?).await?;
    html(&CasePage { page, open })
}
