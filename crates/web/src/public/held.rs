//! A result in its owner's account: the page and the downloads, as long as the law keeps them;
//! afterwards the page says so (RESULT-04).

use actions::register::answer::{Standing, standing};
use actions::register::content::{self, Line};
use actions::register::download::{self, AsOf, Held, Part};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::id::ResultId;
use domain::result::{Form, forms};
use serde::Deserialize;

use crate::citizen::visitor::Visitor;
use crate::desk::safe;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "result/show.html")]
struct Show {
    id: String,
    case_id: String,
    title: String,
    what: String,
    mark: &'static str,
    standing: String,
    number: String,
    issued: String,
    valid_until: String,
    authority: String,
    signer: String,
    register: bool,
    signed: bool,
    check_code: String,
    check_hint: String,
    lines: Vec<Line>,
    kept: String,
    first_day: String,
    today: String,
    paper: Option<String>,
    page: Page,
}

/// The day of an extract.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    on: String,
}

#[derive(Template)]
#[template(path = "result/expired.html")]
struct Gone {
    page: Page,
    text: String,
    case_id: String,
}

/// `GET /results/{id}`.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let held = held(&app, &visitor, &id).await?;
    if held.is_gone(app.office.now()) {
        return gone(&app, page, &held);
    }
    html(&view(&app, page, &held))
}

/// `GET /results/{id}/document.pdf`, `extract.pdf`, `extract.zip`, `signature.p7s`, `data.json`.
pub async fn download(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let as_of = match wanted.on.trim() {
        "" => AsOf::Now,
        day => AsOf::Day(day.parse().map_err(|_| Failure(Stop::Missing))?),
    };
    let (part, media_type) = match file.as_str() {
        "document.pdf" => (Part::Document, "application/pdf"),
        "extract.pdf" => (Part::Extract(as_of), "application/pdf"),
        "extract.zip" => (Part::SignedExtract(as_of), "application/zip"),
        "signature.p7s" => (Part::Signature, "application/pkcs7-signature"),
        "data.json" => (Part::Data, "application/json"),
        _ => return Err(Failure(Stop::Missing)),
    };
    let held = held(&app, &visitor, &id).await?;
    let now = app.office.now();
    if held.is_gone(now) {
        return gone(&app, page, &held);
    }
    let content = download::part(&app.office, &held, part, now).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), media_type, &format!("{}-{file}", held.record.number));
    Ok(response)
}

async fn held(app: &App, visitor: &Visitor, id: &str) -> Result<Held, Failure> {
    let id = ResultId::parse(id).ok_or(Failure(Stop::Missing))?;
    Ok(download::held(&app.office, &visitor.0.subject(), &id).await?)
}

fn gone(app: &App, page: Page, held: &Held) -> Answer {
    let until = held.keep_until.map(|at| page.day(&at)).unwrap_or_default();
    let text = page.t1("result-expired-number", "number", held.record.number.as_str());
    let kept = page.t2("result-expired-text", "date", until, "authority", authority(app, held));
    let view = Gone { case_id: held.record.case.to_string(), text: format!("{text} {kept}"), page };
    Ok((StatusCode::GONE, html(&view)?).into_response())
}

fn view(app: &App, page: Page, held: &Held) -> Show {
    let record = &held.record;
    let (mark, key) = match standing(record, app.office.now()) {
        Standing::Valid => ("good", "result-standing-valid"),
        Standing::Revoked => ("bad", "result-standing-revoked"),
        Standing::Suspended => ("warn", "result-standing-suspended"),
        Standing::Replaced => ("warn", "result-standing-replaced"),
        Standing::Expired => ("warn", "result-standing-expired"),
    };
    Show {
        id: record.id.to_string(),
        case_id: record.case.to_string(),
        title: page.t1("result-title", "number", record.number.as_str()),
        what: held.output().map_or_else(String::new, |output| output.title.clone()),
        mark,
        standing: page.t(key).to_owned(),
        number: record.number.clone(),
        issued: page.moment(&record.issued_at),
        valid_until: record.valid_until.map_or_else(|| page.t("result-valid-forever").to_owned(), |at| page.day(&at)),
        authority: authority(app, held),
        signer: format!("{}, {}", held.signer.name, held.signer.post),
        register: record.register.is_some(),
        signed: record.signature.is_some(),
        check_code: record.check_code.clone(),
        check_hint: page.t1("result-check-hint", "code", record.check_code.as_str()),
        lines: content::read(&record.content),
        kept: match held.keep_until {
            Some(until) => page.t1("result-keep-until", "date", page.day(&until)),
            None => page.t("result-keep-forever").to_owned(),
        },
        first_day: app.office.clock.local_date(record.issued_at).to_string(),
        today: app.office.today(app.office.now()).to_string(),
        paper: held
            .output()
            .filter(|output| forms(output, &app.office.region).contains(&Form::PaperAtCentre))
            .map(|_| page.t1("result-paper", "number", record.number.as_str())),
        page,
    }
}

fn authority(app: &App, held: &Held) -> String {
    let authority = app.office.region.authorities.get(&held.record.authority);
    authority.map_or_else(|| held.record.authority.clone(), |authority| authority.name.clone())
}
