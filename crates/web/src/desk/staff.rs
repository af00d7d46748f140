//! Who sits at the desk. A page that takes [`Staff`] is refused to anybody else.

use actions::desk::sign_in;
use actions::stop::Stop;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::case::Case;
use domain::id::CaseId;
use domain::official::{Official, Role};
use domain::refusal::Refusal;

use crate::shell::{App, Failure, Page, cookies};

/// Cookie of the desk's session; a citizen's session in the same browser is another one.
pub const COOKIE: &str = cookies::DESK;

/// A signed-in official.
pub struct Staff(pub Official);

/// The official as the head of the page names them.
pub struct Me {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Sees breaches and outside systems.
    pub audits: bool,
    /// Has the queue of an authority, not only a counter.
    pub works: bool,
    /// Makes electronic duplicates of paper documents.
    pub duplicates: bool,
    /// Prints results at the counter of a service centre.
    pub centre: bool,
    /// Receives people by appointment.
    pub receives: bool,
    /// Keeps the schedules of reception.
    pub schedules: bool,
    /// Handles complaints, or watches over them.
    pub complaints: bool,
}

impl Staff {
    /// For the head of a page.
    pub fn me(&self) -> Option<Me> {
        let roles = &self.0.roles;
        Some(Me {
            name: self.0.name.clone(),
            post: self.0.post.clone(),
            audits: roles.contains(&Role::Auditor),
            works: roles
                .iter()
                .any(|role| !matches!(role, Role::Centre | Role::Notary | Role::Scheduler | Role::Complaints)),
            receives: roles.iter().any(|role| matches!(role, Role::Caseworker | Role::Centre | Role::Scheduler)),
            schedules: roles.contains(&Role::Scheduler),
            duplicates: roles.iter().any(|role| matches!(role, Role::Centre | Role::Notary)),
            centre: roles.contains(&Role::Centre),
            complaints: roles.iter().any(|role| matches!(role, Role::Complaints | Role::Auditor)),
        })
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = cookies::get(&parts.headers, COOKIE).ok_or(Stop::SignInNeeded)?;
        Ok(Self(sign_in::current(&app.office, &token, app.office.now()).await?))
    }
}

/// Reads the id of a case from an address; a malformed one leads nowhere.
pub fn case_id(text: &str) -> Result<CaseId, Failure> {
    CaseId::parse(text).ok_or(Failure(Stop::Missing))
}

/// On what ground an official reads a case: as its holder, or from the queue.
pub fn ground(page: &Page, official: &Official, case: &Case) -> String {
    let mine = case.assignee.as_ref() == Some(&official.id);
    let key = if mine { "desk-read-ground-mine" } else { "desk-read-ground-queue" };
    page.t1(key, "number", case.number.as_str())
}

/// What a refusal of the rule means at the desk.
pub fn refusal(page: &Page, refusal: &Refusal) -> String {
    match refusal {
        Refusal::TakeFirst => page.t("desk-refused-not-mine").to_owned(),
        Refusal::TakenByAnother => page.t("desk-refused-taken").to_owned(),
        Refusal::NotAllowed => page.t("desk-refused-role").to_owned(),
        Refusal::EditionUnknown => page.t("desk-refused-edition").to_owned(),
        Refusal::NoVariant => page.t("desk-refused-no-variant").to_owned(),
        // What exactly stands against it, and the way out.
        other => page.refusal(other),
    }
}
