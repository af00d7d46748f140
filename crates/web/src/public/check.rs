//! The public check of a result by number, code or file (RESULT-10). No account, no names; few
//! questions a minute from one address, so that codes cannot be guessed.

use std::sync::OnceLock;

use actions::register::answer::{Answer as Checked, Public, Standing};
use actions::register::check;
use askama::Template;
use axum::extract::{Multipart, Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::shell::error::Answer;
use crate::shell::limit::{Limiter, address};
use crate::shell::{App, Page, html};

/// Questions one address may ask in a minute.
const QUESTIONS_PER_MINUTE: u32 = 60;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "public/check.html")]
struct Ask {
    page: Page,
    problem: Option<String>,
    query: String,
    query_wrong: bool,
    file_wrong: bool,
}

struct PublicView {
    number: String,
    what: String,
    service: String,
    authority: String,
    issued: String,
    valid_until: String,
    register: bool,
}

#[derive(Template)]
#[template(path = "public/answer.html")]
struct Shown {
    page: Page,
    heading: String,
    text: String,
    mark: &'static str,
    genuine: bool,
    public: Option<PublicView>,
    checked_at: String,
}

/// `GET /check` and `GET /check?q=`.
pub async fn show(State(app): State<App>, page: Page, Query(asked): Query<Asked>) -> Answer {
    let Some(query) = asked.q else { return ask(page, None, String::new(), false) };
    let query: String = query.chars().filter(|sign| !sign.is_control()).take(60).collect();
    if query.trim().is_empty() {
        let problem = page.t("check-empty").to_owned();
        return ask(page, Some(problem), String::new(), false);
    }
    answer_text(&app, page, &query).await
}

/// `GET /check/{code}`: where the QR code leads.
pub async fn show_code(State(app): State<App>, page: Page, Path(code): Path<String>) -> Answer {
    answer_text(&app, page, &code).await
}

/// `POST /check`: a file.
pub async fn save(State(app): State<App>, page: Page, mut form: Multipart) -> Answer {
    let mut content = None;
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("file") {
            content = field.bytes().await.ok().filter(|content| !content.is_empty());
        }
    }
    let Some(content) = content else {
        let problem = page.t("check-file-empty").to_owned();
        return ask(page, Some(problem), String::new(), true);
    };
    let checked = check::by_file(&app.office, &content, app.office.now()).await?;
    shown(&app, page, &checked, true)
}

/// Answers 429 to an address that asks too often. The machine itself is not limited.
pub async fn limit(request: Request, next: Next) -> Response {
    static LIMITER: OnceLock<Limiter> = OnceLock::new();
    let limiter = LIMITER.get_or_init(|| Limiter::new(QUESTIONS_PER_MINUTE));
    match address(&request) {
        Some(address) if !limiter.allows(None, &address.to_string()) => {
            let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            response
        }
        _ => {
            let mut response = next.run(request).await;
            // An answer holds only for its moment, and search engines need none of them.
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
            response
        }
    }
}

fn ask(page: Page, problem: Option<String>, query: String, file_wrong: bool) -> Answer {
    let wrong = problem.is_some();
    let drawn = html(&Ask { page, problem, query, query_wrong: wrong && !file_wrong, file_wrong })?;
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, drawn).into_response())
}

async fn answer_text(app: &App, page: Page, typed: &str) -> Answer {
    let checked = check::by_text(&app.office, typed, app.office.now()).await?;
    shown(app, page, &checked, false)
}

fn shown(app: &App, page: Page, checked: &Checked, by_file: bool) -> Answer {
    let checked_at = page.t1("check-checked-at", "moment", page.moment(&app.office.now()));
    let (key, mark, public) = match checked {
        Checked::Known(public) => {
            let (key, mark) = standing(public.standing);
            (key, mark, Some(public_view(app, &page, public)))
        }
        Checked::Unknown => ("check-unknown", "bad", None),
    };
    let text = if by_file && public.is_none() { "check-unknown-file-text".to_owned() } else { format!("{key}-text") };
    html(&Shown {
        heading: page.t(key).to_owned(),
        text: page.t(&text).to_owned(),
        mark,
        genuine: by_file && public.is_some(),
        public,
        checked_at,
        page,
    })
}

/// Key of the words and mark for the style.
fn standing(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Valid => ("check-valid", "good"),
        Standing::Revoked => ("check-revoked", "bad"),
        Standing::Suspended => ("check-suspended", "warn"),
        Standing::Replaced => ("check-replaced", "warn"),
        Standing::Expired => ("check-expired", "warn"),
    }
}

fn public_view(app: &App, page: &Page, public: &Public) -> PublicView {
    let regulation = app.office.library.edition(&public.service, &public.version);
    let output = regulation.and_then(|regulation| regulation.results.iter().find(|output| output.id == public.output));
    let authority = app.office.region.authorities.get(&public.authority);
    PublicView {
        number: public.number.clone(),
        what: output.map_or_else(|| public.output.clone(), |output| output.title.clone()),
        service: regulation.map_or_else(|| public.service.clone(), |regulation| regulation.short.clone()),
        authority: authority.map_or_else(|| public.authority.clone(), |authority| authority.name.clone()),
        issued: page.day(&public.issued_at),
        valid_until: public.valid_until.map_or_else(|| page.t("check-valid-forever").to_owned(), |at| page.day(&at)),
        register: public.register,
    }
}
