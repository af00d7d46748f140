//! Who is signed in. A page that takes a [`Visitor`] is refused to anybody else.

use actions::citizen::session::{self, Session};
use actions::stop::Stop;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::person::Person;

use crate::shell::{App, Failure, cookies};

/// A signed-in citizen.
pub struct Visitor(pub Session);

impl Visitor {
    /// The person.
    pub fn person(&self) -> &Person {
        &self.0.person
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = cookies::get(&parts.headers, cookies::SESSION).ok_or(Stop::SignInNeeded)?;
        Ok(Self(session::find(&app.office, &token).await?))
    }
}
