//! One act for many cases: the page that asks for its reason, and the one that tells of each case
//! what happened.

use actions::desk::bulk::{self, BulkAct, MOST, Offers, Outcome};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::id::{CaseId, OfficialId};

use super::staff::{Me, Staff, refusal};
use super::told::told;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Fields of a form that may come more than once.
type Fields = Vec<(String, String)>;

/// Acts by their code in forms.
const ACTS: [&str; 5] = ["take", "return", "hand-over", "ask", "suspend"];

#[derive(Template)]
#[template(path = "desk/bulk.html")]
struct Bulk {
    page: Page,
    me: Option<Me>,
    act: &'static str,
    title: String,
    cases: Vec<String>,
    offers: Offers,
    lacking: bool,
}

#[derive(Template)]
#[template(path = "desk/bulk_done.html")]
struct Done {
    page: Page,
    me: Option<Me>,
    summary: String,
    rows: Vec<DoneRow>,
}

struct DoneRow {
    id: String,
    number: String,
    done: bool,
    text: String,
}

fn one<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
}

fn chosen(fields: &Fields) -> Vec<CaseId> {
    let mut cases: Vec<CaseId> =
        fields.iter().filter(|(name, _)| name == "case").filter_map(|(_, id)| CaseId::parse(id)).collect();
    cases.dedup();
    cases
}

/// `POST /desk/bulk`: which cases and which act; asks for the rest.
pub async fn ask(State(app): State<App>, page: Page, staff: Staff, Form(fields): Form<Fields>) -> Answer {
    let cases = chosen(&fields);
    let act = ACTS.into_iter().find(|act| *act == one(&fields, "act"));
    let Some(act) = act.filter(|_| !cases.is_empty() && cases.len() <= MOST) else {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let (heading, text) = (page.t("desk-bulk-nothing").to_owned(), page.t1("desk-bulk-choose", "most", most));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, told(page, &staff, heading, text, "/desk")?).into_response());
    };
    form(&app, page, &staff, act, &cases, false).await
}

async fn form(app: &App, page: Page, staff: &Staff, act: &'static str, cases: &[CaseId], lacking: bool) -> Answer {
    let offers = bulk::offers(&app.office, &staff.0, app.office.now()).await?;
    let count = i64::try_from(cases.len()).unwrap_or(i64::MAX);
    let title = page.t1(&format!("desk-bulk-{act}-title"), "count", count);
    let cases = cases.iter().map(ToString::to_string).collect();
    html(&Bulk { me: staff.me(), act, title, cases, offers, lacking, page })
}

/// `POST /desk/bulk/done`: does it and tells of each case what happened.
pub async fn run(State(app): State<App>, page: Page, staff: Staff, Form(fields): Form<Fields>) -> Answer {
    let cases = chosen(&fields);
    let Some(code) = ACTS.into_iter().find(|act| *act == one(&fields, "act")) else {
        return Err(Stop::Missing.into());
    };
    let value = one(&fields, "value");
    let act = match code {
        "take" => Some(BulkAct::Take),
        "return" => Some(BulkAct::Return),
        "hand-over" => OfficialId::parse(value).map(|to| BulkAct::HandOver { to }),
        "ask" => {
            Some(value).filter(|fact| !fact.is_empty()).map(|fact| BulkAct::AskApplicant { fact: fact.to_owned() })
        }
        _ => Some(value).filter(|id| !id.is_empty()).map(|ground| BulkAct::Suspend { ground: ground.to_owned() }),
    };
    let reason = one(&fields, "reason");
    let Some(act) = act.filter(|_| !reason.trim().is_empty()) else {
        let asked = form(&app, page, &staff, code, &cases, true).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, asked).into_response());
    };
    let outcomes = bulk::bulk(&app.office, &staff.0, &cases, &act, reason, app.office.now()).await?;
    let good = i64::try_from(outcomes.iter().filter(|one| one.done.is_ok()).count()).unwrap_or(i64::MAX);
    let all = i64::try_from(outcomes.len()).unwrap_or(i64::MAX);
    let view = Done {
        me: staff.me(),
        summary: page.t2("desk-bulk-summary", "good", good, "all", all),
        rows: outcomes.into_iter().map(|outcome| row(&page, outcome)).collect(),
        page,
    };
    html(&view)
}

fn row(page: &Page, outcome: Outcome) -> DoneRow {
    let text = match &outcome.done {
        Ok(()) => page.t("desk-bulk-is-done").to_owned(),
        Err(Stop::Refused(why)) => refusal(page, why),
        Err(Stop::Missing) => page.t("desk-bulk-missing").to_owned(),
        Err(_) => page.t("desk-bulk-changed").to_owned(),
    };
    DoneRow {
        id: outcome.case.to_string(),
        number: outcome.number.unwrap_or_else(|| page.t("desk-bulk-unknown").to_owned()),
        done: outcome.done.is_ok(),
        text,
    }
}
