//! How one is assessed: the way and the time of one's own choice, what was recorded or declared,
//! the result sheet after the decision (REMOTE-01, REMOTE-02).

use actions::citizen::assessment::{self as act, Prepared};
use actions::citizen::uploads::NotTaken;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::case::Assessing;
use domain::case::assessed::ResultSheet;
use domain::id::CaseId;
use regulation::fact::Value;
use regulation::package::{AssessmentRule, Method, SheetItem};
use serde::Deserialize;

use super::files;
use super::visitor::Visitor;
use crate::desk::messages::read;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/assessment.html")]
struct Assessments {
    page: Page,
    case: String,
    open: Vec<Open>,
    sheets: Vec<Sheet>,
    done: bool,
    problem: Option<String>,
}

/// An assessment still to be done.
struct Open {
    id: String,
    title: String,
    experts: String,
    clause: String,
    items: Vec<Line>,
    ways: Vec<Way>,
    consent: Option<String>,
    agreed: bool,
    when: String,
    /// What the chosen way needs is to be handed in.
    hands_in: Option<HandIn>,
    waits: bool,
    fault: Option<String>,
}

/// What is to be handed in.
struct HandIn {
    words: bool,
    guidance: Option<String>,
    keeps: Option<String>,
}

/// A way to choose.
struct Way {
    name: &'static str,
    title: String,
    hint: String,
    chosen: bool,
}

/// A line of a sheet.
struct Line {
    title: String,
    points: String,
}

/// A result sheet.
struct Sheet {
    title: String,
    lines: Vec<Line>,
    totals: String,
    texts: Vec<String>,
    result: String,
    enough: Option<bool>,
    clause: String,
}

/// What was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    assessment: String,
    method: String,
    when: String,
    consent: String,
}

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: Option<String>,
}

/// `GET /cases/{id}/assessment`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    draw(&app, page, &visitor, case, wanted.done.is_some(), None).await
}

async fn draw(app: &App, page: Page, visitor: &Visitor, case: String, done: bool, problem: Option<String>) -> Answer {
    let id = CaseId::parse(&case).ok_or(Stop::Missing)?;
    let prepared = act::look(&app.office, &visitor.0, &id).await?;
    let open: Vec<Open> =
        prepared.open().into_iter().map(|(rule, known)| open(&page, &prepared, rule, known)).collect();
    let sheets: Vec<Sheet> = prepared.sheets(&app.office).iter().map(|one| sheet(&page, one)).collect();
    if open.is_empty() && sheets.is_empty() && !done {
        return Err(Stop::Missing.into());
    }
    html(&Assessments { case, open, sheets, done, problem, page })
}

/// `POST /cases/{id}/assessment`: the way, the time, the consent.
pub async fn choose(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let id = CaseId::parse(&case).ok_or(Stop::Missing)?;
    let method = Method::ALL.into_iter().find(|(word, _)| *word == chosen.method).map(|(_, method)| method);
    let method = method.ok_or(Stop::Missing)?;
    let consent = chosen.consent == "yes";
    let done = act::choose(&app.office, &visitor.0, &id, &chosen.assessment, method, &chosen.when, consent).await;
    if let Err(stop) = done {
        let problem = page.refusal(&on_form(stop)?);
        return wrong(&app, page, &visitor, case, problem).await;
    }
    Ok(Redirect::to(&format!("/cases/{case}/assessment?done=1")).into_response())
}

/// `POST /cases/{id}/assessment/{assessment}`: a recording, readings, a declaration.
pub async fn hand_in(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((case, assessment)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let id = CaseId::parse(&case).ok_or(Stop::Missing)?;
    let form = read(&app, request).await?;
    let words = form.field("words").to_owned();
    match act::hand_in(&app.office, &visitor.0, &id, &assessment, &words, form.file).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{case}/assessment?done=1")).into_response()),
        Err(NotTaken::Flaw(flaw, limits)) => {
            let problem = files::problem(&page, "file", flaw, &limits);
            wrong(&app, page, &visitor, case, format!("{} {}", problem.message, problem.mend)).await
        }
        Err(NotTaken::Stop(stop)) => {
            let problem = page.refusal(&on_form(stop)?);
            wrong(&app, page, &visitor, case, problem).await
        }
    }
}

async fn wrong(app: &App, page: Page, visitor: &Visitor, case: String, problem: String) -> Answer {
    let shown = draw(app, page, visitor, case, false, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

fn open(page: &Page, prepared: &Prepared, rule: &AssessmentRule, known: Option<Assessing>) -> Open {
    let method = known.as_ref().and_then(|known| known.method);
    let last = known.as_ref().and_then(|known| known.captures.last());
    let waits = method.is_some_and(Method::captured) && last.is_some_and(|one| one.good != Some(false));
    let hands_in = method.filter(|method| method.captured() && !waits).map(|method| HandIn {
        words: method == Method::SelfDeclaration,
        guidance: rule.guidance.clone().filter(|_| method == Method::Recording),
        keeps: rule.keeps.map(|keeps| page.t1("assessment-keeps", "term", keeps.to_string())),
    });
    Open {
        id: rule.id.clone(),
        title: rule.title.clone(),
        experts: page.t1("assessment-experts", "count", i64::from(rule.experts)),
        clause: prepared.opened.regulation.clause_text(&rule.because),
        items: rule.sheet.iter().map(|item| line(page, item)).collect(),
        ways: rule.methods.iter().map(|one| way(page, *one, method)).collect(),
        consent: rule.consent.clone().filter(|_| rule.methods.iter().any(|method| method.recorded())),
        agreed: known.as_ref().is_some_and(|known| known.consent_at.is_some()),
        when: known.as_ref().and_then(|known| known.when.clone()).unwrap_or_default(),
        hands_in,
        waits,
        fault: last.and_then(|last| last.fault.clone()),
    }
}

fn way(page: &Page, method: Method, chosen: Option<Method>) -> Way {
    Way {
        name: method.name(),
        title: page.t(&format!("assessment-way-{}", method.name())).to_owned(),
        hint: page.t(&format!("assessment-way-{}-hint", method.name())).to_owned(),
        chosen: chosen == Some(method),
    }
}

fn line(page: &Page, item: &SheetItem) -> Line {
    let points = match item.most {
        Some(most) => page.t1("assessment-most", "most", number(&most.normalize())),
        None => page.t("assessment-yes-no").to_owned(),
    };
    Line { title: item.title.clone(), points }
}

/// A number as Russians write it.
fn number(number: &impl ToString) -> String {
    number.to_string().replace('.', ",")
}

fn sheet(page: &Page, one: &ResultSheet<'_>) -> Sheet {
    let yes_no = |yes: bool| page.t(if yes { "yes" } else { "no" }).to_owned();
    let mut lines = Vec::new();
    for (title, most, scores) in &one.lines {
        let given = scores.iter().map(|score| match most {
            Some(_) => number(&score.normalize()),
            None => yes_no(!score.is_zero()),
        });
        lines.push(Line { title: (*title).to_owned(), points: given.collect::<Vec<_>>().join("; ") });
    }
    let by_points = one.lines.iter().any(|(_, most, _)| most.is_some());
    let totals = one.totals.iter().map(|total| number(&total.normalize())).collect::<Vec<_>>().join("; ");
    Sheet {
        title: one.title.to_owned(),
        lines,
        totals: if by_points { totals } else { String::new() },
        texts: one.texts.clone(),
        result: match &one.value {
            Value::Number(value) => number(value),
            Value::YesNo(yes) => yes_no(*yes),
            _ => String::new(),
        },
        enough: one.enough,
        clause: one.clause.clone(),
    }
}
