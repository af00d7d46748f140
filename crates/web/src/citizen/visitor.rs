//! Who is signed in. A page that takes a [`Visitor`] is refused to anybody else.

use actions::centre;
use actions::citizen::session::{self, Session};
use actions::desk::sign_in;
use actions::stop::Stop;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::id::VisitId;
use domain::person::Person;

use crate::shell::{App, Failure, Page, cookies};

/// A signed-in citizen.
pub struct Visitor(pub Session);

impl Visitor {
    /// The person.
    pub fn person(&self) -> &Person {
        &self.0.person
    }
}

/// An operator of a service centre acting for the visitor they serve in this browser. It lives as
/// long as the operator's own session at the desk and the visit do.
async fn at_window(parts: &Parts, app: &App) -> Result<Option<Session>, Failure> {
    let (Some(visit), Some(desk)) =
        (cookies::get(&parts.headers, cookies::VISIT), cookies::get(&parts.headers, cookies::DESK))
    else {
        return Ok(None);
    };
    let Some(visit) = VisitId::parse(&visit) else { return Ok(None) };
    let found = async {
        let official = sign_in::current(&app.office, &desk, app.office.now()).await?;
        let page = Page::new(app, &parts.headers, &parts.uri);
        centre::session(&app.office, &official, &visit, page.t("visitor-read-ground")).await
    };
    match found.await {
        Ok(session) => Ok(Some(session)),
        // The visit or the operator's session is over: whoever is signed in here acts for themselves.
        Err(Stop::SignInNeeded | Stop::Missing | Stop::Refused(_)) => Ok(None),
        Err(stop) => Err(stop.into()),
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if let Some(session) = at_window(parts, app).await? {
            return Ok(Self(session));
        }
        let token = cookies::get(&parts.headers, cookies::SESSION).ok_or(Stop::SignInNeeded)?;
        Ok(Self(session::find(&app.office, &token).await?))
    }
}
