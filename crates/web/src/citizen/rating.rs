//! Rating a procedure of one's own case: plain radio buttons on the page of the case, never in the way
//! (RATE-01, RATE-03).

use std::collections::BTreeMap;

use actions::rating::{self, Given};
use actions::stop::Stop;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};

use super::case::{Told, draw, id};
use super::visitor::Visitor;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Page};

/// Marks come as `mark-CRITERION`.
const MARK: &str = "mark-";

/// `POST /cases/{id}/rating`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Answer {
    let case = id(&case)?;
    let text = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let (procedure, comment) = (text("procedure").to_owned(), text("comment").to_owned());
    let chosen = typed.iter().filter_map(|(name, mark)| Some((name.strip_prefix(MARK)?, mark.as_str())));
    // What was left out is no mark; what is no number is off every scale.
    let marks = chosen.filter(|(_, mark)| !mark.is_empty());
    let marks: BTreeMap<String, u8> =
        marks.map(|(name, mark)| (name.to_owned(), mark.parse().unwrap_or(u8::MAX))).collect();
    let problem = match rating::rate(&app.office, &visitor.0, &case, &procedure, &marks, &comment).await {
        Ok(Given::Done) => {
            return Ok(Redirect::to(&format!("/cases/{case}?done=rated#rating")).into_response());
        }
        Ok(Given::Wrong(flaws)) => {
            let said = flaws.iter().map(|flaw| {
                let mend = format!("{}-mend", flaw.key());
                page.t2("rating-wrong", "what", page.t(flaw.key()), "mend", page.t(&mend))
            });
            said.collect::<Vec<_>>().join(" ")
        }
        Err(stop @ Stop::Refused(_)) => page.refusal(&on_form(stop)?),
        Err(stop) => return Err(stop.into()),
    };
    let told = Told { at: format!("rate:{procedure}"), typed: comment, problem, ..Told::default() };
    draw(&app, page, &visitor, &case, told).await
}
