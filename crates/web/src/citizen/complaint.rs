//! Complaints of a citizen: the form, from a case or without one, what became of each, taking one back
//! (APPEAL-02, APPEAL-04).

use actions::complaint::{self, Filed, Form, OwnComplaint};
use actions::stop::Stop;
use askama::Template;
use axum::Form as Posted;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::case::Case;
use domain::complaint::{Complaint, Filing, Flaw, Object, Outcome, Remedy, State as Stage, Target, To};
use domain::id::{CaseId, ComplaintId};
use regulation::package::Regulation;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Words for a state.
pub fn state_key(state: Stage) -> &'static str {
    match state {
        Stage::Filed => "complaint-state-filed",
        Stage::Redirected => "complaint-state-redirected",
        Stage::Registered => "complaint-state-registered",
        Stage::Assigned => "complaint-state-assigned",
        Stage::Considering => "complaint-state-considering",
        Stage::RemedyInProgress => "complaint-state-remedy",
        Stage::Satisfied => "complaint-state-satisfied",
        Stage::Dismissed => "complaint-state-dismissed",
        Stage::LeftUnanswered => "complaint-state-unanswered",
        Stage::Withdrawn => "complaint-state-withdrawn",
        Stage::SentAway => "complaint-state-sent-away",
    }
}

/// How a state looks.
pub fn state_class(state: Stage) -> &'static str {
    match state {
        Stage::Satisfied | Stage::RemedyInProgress => "good",
        Stage::Dismissed | Stage::LeftUnanswered => "bad",
        Stage::Withdrawn | Stage::SentAway => "",
        _ => "info",
    }
}

/// Words for whom it is about.
pub fn target_key(target: Target) -> &'static str {
    match target {
        Target::Authority => "complaint-target-authority",
        Target::Official => "complaint-target-official",
        Target::Servant => "complaint-target-servant",
    }
}

/// Words for what it is about.
pub fn object_key(object: Object) -> &'static str {
    match object {
        Object::Decision => "complaint-object-decision",
        Object::Action => "complaint-object-action",
        Object::Omission => "complaint-object-omission",
    }
}

/// The heading of a notice about a complaint.
pub fn notice_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Registered => "complaint-notice-registered",
        Stage::Redirected | Stage::SentAway => "complaint-notice-redirected",
        Stage::RemedyInProgress | Stage::Satisfied => "complaint-notice-satisfied",
        Stage::Dismissed => "complaint-notice-dismissed",
        Stage::LeftUnanswered => "complaint-notice-unanswered",
        _ => "complaint-notice-considering",
    }
}

/// What is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    key: String,
    case: String,
    authority: String,
    target: String,
    who: String,
    object: String,
    ground: String,
    words: String,
    wants: String,
}

impl Typed {
    fn filing(&self) -> Filing {
        Filing {
            authority: self.authority.clone(),
            target: Target::parse(&self.target),
            who: self.who.clone(),
            object: Object::parse(&self.object),
            ground: self.ground.clone(),
            words: self.words.clone(),
            wants: self.wants.clone(),
        }
    }

    fn case(&self) -> Result<Option<CaseId>, Stop> {
        if self.case.is_empty() {
            return Ok(None);
        }
        CaseId::parse(&self.case).map(Some).ok_or(Stop::Missing)
    }
}

#[derive(Template)]
#[template(path = "citizen/complaint_new.html")]
struct NewPage<'a> {
    page: Page,
    about: Option<&'a (Case, std::sync::Arc<Regulation>)>,
    before: &'a [Complaint],
    reasons: Vec<&'a str>,
    authorities: Vec<(&'a str, &'a str)>,
    grounds: Vec<GroundView<'a>>,
    typed: Typed,
    flaws: Vec<Flaw>,
}

struct GroundView<'a> {
    id: &'a str,
    title: &'a str,
    clause: &'a str,
}

impl NewPage<'_> {
    /// What is wrong with a field and how to mend it.
    fn wrong(&self, field: &str) -> Option<String> {
        let flaw = self.flaws.iter().find(|flaw| flaw.field() == field)?;
        Some(self.said(flaw))
    }

    fn said(&self, flaw: &Flaw) -> String {
        let mend = format!("{}-mend", flaw.key());
        format!("{} {}", self.page.t(flaw.key()), self.page.t(&mend))
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    case: String,
    authority: String,
    done: String,
}

/// `GET /complaints/new`, with `?case=` from a case.
pub async fn begin(State(app): State<App>, page: Page, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let typed = Typed { case: wanted.case, authority: wanted.authority, ..Typed::default() };
    let form = complaint::form(&app.office, &visitor.0, typed.case()?.as_ref()).await?;
    let (object, ground) = match &form.suggested {
        Some((object, ground)) => (object.name().to_owned(), ground.clone()),
        None => (String::new(), String::new()),
    };
    let typed = Typed { key: form.key.to_string(), object, ground, ..typed };
    html(&new_page(&app, page, &form, typed, Vec::new()))
}

fn new_page<'a>(app: &'a App, page: Page, form: &'a Form, typed: Typed, flaws: Vec<Flaw>) -> NewPage<'a> {
    let rules = app.office.region.complaints.as_ref();
    let grounds = rules.into_iter().flat_map(|rules| &rules.grounds);
    let view = |(id, ground): (&'a String, &'a regulation::region::ComplaintGround)| GroundView {
        id,
        title: &ground.title,
        clause: &ground.because,
    };
    let authorities = app.office.region.authorities.values().map(|one| (one.id.as_str(), one.name.as_str()));
    NewPage {
        page,
        about: form.about.as_ref(),
        before: &form.before,
        reasons: form.about.as_ref().map(|(case, regulation)| reasons(case, regulation)).unwrap_or_default(),
        authorities: authorities.collect(),
        grounds: grounds.map(view).collect(),
        typed,
        flaws,
    }
}

/// Why it was refused, in the words of the regulation.
fn reasons<'a>(case: &Case, regulation: &'a Regulation) -> Vec<&'a str> {
    let refused = case.decision.as_ref().filter(|decision| !decision.positive);
    let all = regulation.refuse_intake.iter().chain(&regulation.refuse_provision);
    let named = all.filter(|ground| refused.is_some_and(|decision| decision.grounds.contains(&ground.id)));
    named.map(|ground| ground.say.as_str()).collect()
}

/// `POST /complaints/new`.
pub async fn file(State(app): State<App>, page: Page, visitor: Visitor, Posted(typed): Posted<Typed>) -> Answer {
    let case = typed.case()?;
    match complaint::file(&app.office, &visitor.0, &typed.key, case.as_ref(), typed.filing()).await? {
        Filed::Done(id) => Ok(Redirect::to(&format!("/complaints/{id}?done=filed")).into_response()),
        Filed::Wrong(flaws) => {
            let form = complaint::form(&app.office, &visitor.0, case.as_ref()).await?;
            let drawn = html(&new_page(&app, page, &form, typed, flaws))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn).into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "citizen/complaints.html")]
struct ListPage {
    page: Page,
    complaints: Vec<Complaint>,
}

/// `GET /complaints`.
pub async fn list(State(app): State<App>, page: Page, visitor: Visitor) -> Answer {
    let complaints = complaint::list(&app.office, &visitor.0).await?;
    html(&ListPage { page, complaints })
}

#[derive(Template)]
#[template(path = "citizen/complaint.html")]
struct ComplaintPage<'a> {
    page: Page,
    own: &'a OwnComplaint,
    one: &'a Complaint,
    body: &'a str,
    ground: &'a str,
    clause: &'a str,
    reason: Option<(&'a str, &'a str)>,
    sent: Vec<(String, String, String)>,
    done: Option<&'static str>,
}

fn id(text: &str) -> Result<ComplaintId, Stop> {
    ComplaintId::parse(text).ok_or(Stop::Missing)
}

/// `GET /complaints/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(text): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let own = complaint::open(&app.office, &visitor.0, &id(&text)?).await?;
    let (one, region) = (&own.complaint, &app.office.region);
    let name = |id: &str| region.authority(id).map_or_else(|| id.to_owned(), |body| body.name.clone());
    let rules = region.complaints.as_ref();
    let ground = rules.and_then(|rules| rules.grounds.get(&one.ground));
    let listed = one.decision.as_ref().and_then(|decision| {
        let rules = rules?;
        let id = decision.ground.as_ref()?;
        match decision.outcome {
            Outcome::Dismissed => rules.dismissals.get(id),
            Outcome::LeftUnanswered => rules.unanswered.get(id),
            Outcome::Satisfied => None,
        }
    });
    let sent = one.redirected.iter().map(|sent| {
        let to = match &sent.to {
            To::Within(authority) => name(authority),
            To::Outside(name) => name.clone(),
        };
        (page.moment(&sent.at), to, sent.words.clone())
    });
    let body = region.authority(&one.authority);
    html(&ComplaintPage {
        sent: sent.collect(),
        body: body.map_or(one.authority.as_str(), |body| body.name.as_str()),
        ground: ground.map_or(one.ground.as_str(), |ground| ground.title.as_str()),
        clause: ground.map(|ground| ground.because.as_str()).unwrap_or_default(),
        reason: listed.map(|reason| (reason.say.as_str(), reason.because.as_str())),
        done: match wanted.done.as_str() {
            "filed" => Some("complaint-done-filed"),
            "withdrawn" => Some("complaint-done-withdrawn"),
            _ => None,
        },
        own: &own,
        one,
        page,
    })
}

impl ComplaintPage<'_> {
    /// The term that runs, in words.
    fn term(&self) -> Option<(&'static str, String, String)> {
        let (what, due) = self.one.running()?;
        let key = match what {
            "register" => "complaint-term-register",
            "decide" => "complaint-term-decide",
            _ => "complaint-term-remedy",
        };
        Some((key, self.page.last_day(due), due.explain()))
    }

    /// Whoever does not agree may go to court.
    fn appealable(&self) -> bool {
        matches!(self.one.state, Stage::Dismissed | Stage::LeftUnanswered)
    }

    /// What the answer is headed with.
    fn outcome(&self) -> &'static str {
        state_key(self.one.state)
    }
}

/// `POST /complaints/{id}/withdraw`.
pub async fn withdraw(State(app): State<App>, visitor: Visitor, Path(text): Path<String>) -> Answer {
    let id = id(&text)?;
    complaint::withdraw(&app.office, &visitor.0, &id).await?;
    Ok(Redirect::to(&format!("/complaints/{id}?done=withdrawn")).into_response())
}
