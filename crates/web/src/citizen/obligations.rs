//! What goes on around a decision: reporting what is owed after it, and declining, in two steps,
//! what began without an application.

use actions::citizen::uploads::NotTaken;
use actions::citizen::{applications, replies};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect};

use super::case::{Told, draw, id};
use super::files::problem;
use super::visitor::Visitor;
use crate::desk::messages::read;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/decline.html")]
struct Decline<'a> {
    page: Page,
    open: &'a applications::OpenCase,
}

/// `POST /cases/{id}/owed/{obligation}`: reports it.
pub async fn report(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((case, obligation)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let case_id = id(&case)?;
    let form = read(&app, request).await?;
    let words = form.field("words").to_owned();
    let field = format!("owed:{obligation}");
    match replies::report(&app.office, &visitor.0, &case_id, &obligation, &words, form.file).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{case}?done=reported")).into_response()),
        Err(NotTaken::Stop(Stop::Refused(why))) => {
            let told = Told::wrong(&page, &field, &words, &why);
            draw(&app, page, &visitor, &case_id, told).await
        }
        Err(NotTaken::Stop(stop)) => Err(stop.into()),
        Err(NotTaken::Flaw(flaw, limits)) => {
            let flaw = problem(&page, "file", flaw, &limits);
            let told =
                Told { at: field, typed: words, problem: format!("{} {}", flaw.message, flaw.mend), ..Told::default() };
            draw(&app, page, &visitor, &case_id, told).await
        }
    }
}

/// `GET /cases/{id}/decline`: asks once more.
pub async fn ask(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    let open = applications::open(&app.office, &visitor.0, &id(&case)?).await?;
    if !replies::offered(&app.office, &visitor.0, &open.case, &open.regulation).decline {
        return Ok(Redirect::to(&format!("/cases/{case}")).into_response());
    }
    html(&Decline { page, open: &open })
}

/// `POST /cases/{id}/decline`.
pub async fn decline(State(app): State<App>, visitor: Visitor, Path(case): Path<String>) -> Answer {
    replies::decline(&app.office, &visitor.0, &id(&case)?).await?;
    Ok(Redirect::to(&format!("/cases/{case}?done=declined")).into_response())
}
