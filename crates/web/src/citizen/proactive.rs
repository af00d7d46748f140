//! What is offered to a person, and to what they agree: seen, given and taken back in one place
//! (PROACTIVE-03, PROACTIVE-04).

use actions::proactive::{self, Given, Line, Proposal};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::consent::{ConsentState, Opens, Said};
use domain::id::OfferId;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// An answer to an offer, or a word on a consent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    answer: String,
    scope: String,
    text: String,
}

/// `POST /account/offers/{id}`: takes an offer, does not want it, wants no more of it.
pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let id = OfferId::parse(&id).ok_or(Stop::Missing)?;
    let to = match typed.answer.as_str() {
        "yes" => match proactive::accept(&app.office, &visitor.0, &id).await? {
            Given::Case(case) => format!("/cases/{case}"),
            Given::Draft(draft) => format!("/drafts/{draft}"),
        },
        "no" => {
            proactive::decline(&app.office, &visitor.0, &id, false).await?;
            "/account?done=declined".to_owned()
        }
        "never" => {
            proactive::decline(&app.office, &visitor.0, &id, true).await?;
            "/account?done=never".to_owned()
        }
        _ => return Err(Stop::Missing.into()),
    };
    Ok(Redirect::to(&to).into_response())
}

/// The button that takes an offer.
pub fn accept_key(one: &Proposal) -> &'static str {
    match one.offer.opens {
        Opens::Case => "offers-accept-case",
        Opens::Draft => "offers-accept-draft",
    }
}

/// What was done with an offer, as the account tells it.
pub fn done_key(done: &str) -> Option<&'static str> {
    match done {
        "declined" => Some("offers-done-declined"),
        "never" => Some("offers-done-never"),
        _ => None,
    }
}

/// A line of the page of consents.
struct Shown {
    title: String,
    line: Line,
}

#[derive(Template)]
#[template(path = "citizen/consents.html")]
struct Consents {
    page: Page,
    seen: proactive::Page,
    groups: Vec<(String, Vec<Shown>)>,
    done: Option<&'static str>,
}

impl Consents {
    fn all(&self) -> Shown {
        Shown { title: self.page.t("consents-all").to_owned(), line: self.seen.all.clone() }
    }
}

impl Shown {
    fn gives(&self) -> bool {
        self.line.said != Some(ConsentState::Given)
    }

    /// What begins by itself can be stopped here, whoever wide the consent was given.
    fn takes_back(&self) -> bool {
        self.line.covered || self.line.said == Some(ConsentState::Given)
    }

    fn covered_key(&self) -> &'static str {
        if self.line.covered { "consents-covered" } else { "consents-not-covered" }
    }

    fn said_key(&self) -> Option<&'static str> {
        self.line.said.map(|state| match state {
            ConsentState::Given => "consents-given",
            ConsentState::Withdrawn => "consents-withdrawn",
            ConsentState::Refused => "consents-refused",
            ConsentState::Expired => "consents-expired",
        })
    }
}

/// What was said at a moment.
pub fn history_key(said: &Said) -> &'static str {
    match said.state {
        ConsentState::Given | ConsentState::Expired => "consents-said-given",
        ConsentState::Withdrawn => "consents-said-withdrawn",
        ConsentState::Refused => "consents-said-refused",
    }
}

/// What a page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: String,
}

/// `GET /account/consents`.
pub async fn consents(State(app): State<App>, page: Page, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let seen = proactive::page(&app.office, &visitor.0).await?;
    let groups = seen.groups.iter().map(|(head, services)| {
        let whole = Shown { title: page.t1("consents-group", "title", head.title.as_str()), line: head.clone() };
        let services = services.iter().map(|line| Shown { title: line.title.clone(), line: line.clone() });
        (head.title.clone(), [whole].into_iter().chain(services).collect())
    });
    let done = match wanted.done.as_str() {
        "given" => Some("consents-done-given"),
        "withdrawn" => Some("consents-done-withdrawn"),
        _ => None,
    };
    let groups = groups.collect();
    html(&Consents { page, seen, groups, done })
}

/// `POST /account/consents`: gives a consent or takes it back.
pub async fn say(State(app): State<App>, visitor: Visitor, Form(typed): Form<Typed>) -> Answer {
    let done = match typed.answer.as_str() {
        "give" => {
            proactive::give(&app.office, &visitor.0, &typed.scope, &typed.text).await?;
            "given"
        }
        "withdraw" => {
            proactive::withdraw(&app.office, &visitor.0, &typed.scope).await?;
            "withdrawn"
        }
        _ => return Err(Stop::Missing.into()),
    };
    Ok(Redirect::to(&format!("/account/consents?done={done}")).into_response())
}
