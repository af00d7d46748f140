//! «Узнать условия для себя»: one question at a time, why it is asked and what each answer changes;
//! at the end the five blocks for just this case and why (PROFILE-01 … 06). The answers travel in
//! the page and are kept nowhere; who applies takes them along in a cookie of the browser's session
//! (PROFILE-08).

use std::collections::BTreeSet;

use actions::citizen::profiling::{self, Standing, Told};
use actions::citizen::session::Session;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use regulation::form::{Answers, FieldView, Problem};
use regulation::package::Regulation;
use serde::{Deserialize, Serialize};

use super::profiling_outcome::{Leads, Outcome, leads};
use super::widget::{Widget, control_id, labelled, raw_text};
use crate::shell::error::Answer;
use crate::shell::{App, Page, cookies, html};

/// Names of the fields that carry the questionnaire itself.
pub(super) const UNSURE: &str = "!unsure";
const FURTHER: &str = "!further";
const ASKED: &str = "!asked";

/// The longest cookie that browsers keep, less what its name and attributes take.
const LONGEST: usize = 3_500;

#[derive(Template)]
#[template(path = "citizen/profiling.html")]
struct Questionnaire<'a> {
    page: &'a Page,
    service: &'a Regulation,
    standing: &'a Standing,
    told: &'a Told,
    carried: Vec<(String, String)>,
    question: Option<FieldView>,
    wrong: Option<(String, String)>,
    /// Answers with what follows from each.
    leads: Leads,
    outcome: Option<Outcome>,
}

impl Questionnaire<'_> {
    fn widget<'b>(&'b self, field: &'b FieldView) -> Widget<'b> {
        // What is drawn inside something has no help of its own below: the page gives it.
        Widget { page: self.page, field, strict: true, draft: "", inside: true }
    }

    fn number(&self) -> usize {
        self.standing.answered.len() + self.told.unsure.len() + 1
    }

    fn label<'b>(&'b self, fact: &'b str) -> &'b str {
        self.service.fact(fact).map_or(fact, |declared| declared.label.as_str())
    }
}

/// What a person presses.
enum Press {
    Next,
    /// Does not know the answer.
    Skip(String),
    /// Takes an answer back.
    Change(String),
    /// Wants to know whether anything stands in the way.
    Further,
    /// Applies with these answers.
    Apply,
}

impl Press {
    fn of(action: &str) -> Self {
        match action.split_once(':') {
            Some(("skip", fact)) => Self::Skip(fact.to_owned()),
            Some(("change", fact)) => Self::Change(fact.to_owned()),
            _ if action == "further" => Self::Further,
            _ if action == "apply" => Self::Apply,
            _ => Self::Next,
        }
    }
}

/// What the page sent: the answers it carries, then the one just given, over the others; and which
/// question was to be answered.
fn told(sent: Vec<(String, String)>) -> (Told, Press, String) {
    let (mut told, mut press, mut asked) = (Told::default(), Press::Next, String::new());
    for (name, value) in sent {
        match name.as_str() {
            "action" => press = Press::of(&value),
            UNSURE => _ = told.unsure.insert(value),
            FURTHER => told.further = true,
            ASKED => asked = value,
            // A blank is no answer, but takes none back either: a box that is not ticked sends one.
            _ if value.trim().is_empty() => {}
            _ => _ = told.answers.insert(name, value.into()),
        }
    }
    match &press {
        Press::Skip(fact) => {
            told.answers.shift_remove(fact);
            told.unsure.insert(fact.clone());
        }
        Press::Change(fact) => {
            told.answers.shift_remove(fact);
            told.unsure.remove(fact);
        }
        Press::Further => told.further = true,
        Press::Next | Press::Apply => {}
    }
    (told, press, asked)
}

/// `GET /services/{id}/questions`: the first question.
pub async fn show(State(app): State<App>, page: Page, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let session = visitor(&app, &headers).await;
    draw(&app, &page, session.as_ref(), &id, &Told::default(), None).await
}

/// `POST /services/{id}/questions`: the next question, the outcome, or the way to apply.
pub async fn save(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (told, press, asked) = told(sent);
    let session = visitor(&app, &headers).await;
    if matches!(press, Press::Apply) {
        let carried = Carried { service: id.clone(), answers: told.answers };
        let start = format!("/services/{id}/start");
        // A form may not lead to another site: a page with the way to ЕСИА stands between.
        let sign_in = format!("/sign-in?pause=1&return_to={}", page.encoded(start.as_str()));
        let mut response = Redirect::to(session.as_ref().map_or(&sign_in, |_| &start)).into_response();
        let text = serde_json::to_string(&carried).unwrap_or_default();
        // Percent-encoding makes three bytes of one at worst; too long a cookie would be dropped unsaid.
        if text.len() * 3 <= LONGEST {
            cookies::set(response.headers_mut(), &app, cookies::ANSWERS, &text, None);
        }
        return Ok(response);
    }
    let asked = asked.as_str();
    let unanswered = matches!(press, Press::Next).then_some(asked).filter(|asked| !told.answers.contains_key(*asked));
    draw(&app, &page, session.as_ref(), &id, &told, unanswered).await
}

/// Who asks, if anybody is signed in; a session that ended is nobody.
pub(super) async fn visitor(app: &App, headers: &HeaderMap) -> Option<Session> {
    let token = cookies::get(headers, cookies::SESSION)?;
    actions::citizen::session::find(&app.office, &token).await.ok()
}

/// `unanswered` is a question that was passed over without an answer.
async fn draw(
    app: &App,
    page: &Page,
    session: Option<&Session>,
    id: &str,
    told: &Told,
    unanswered: Option<&str>,
) -> Answer {
    let standing = profiling::for_visitor(&app.office, session, id, told).await?;
    let service = &standing.regulation;
    let question = standing.next.as_ref().map(|next| {
        let mut field = next.field.clone();
        if unanswered == Some(field.name.as_str()) {
            field.problem = Some(missing(page, &field));
        }
        field
    });
    let wrong = question.as_ref().and_then(|field| {
        let problem = field.problem.as_ref()?;
        Some((control_id(&field.path), labelled(field, problem)))
    });
    let leads = standing.next.as_ref().map(|next| leads(page, service, &next.ask.answers)).unwrap_or_default();
    let outcome = standing.next.is_none().then(|| Outcome::of(page, &standing, told));
    let asked: BTreeSet<&str> = standing.next.iter().map(|next| next.ask.fact.as_str()).collect();
    let carried = told.answers.iter().filter(|(name, _)| !asked.contains(name.as_str()));
    let carried = carried.map(|(name, raw)| (name.clone(), raw_text(raw))).collect();
    html(&Questionnaire { page, service, standing: &standing, told, carried, question, wrong, leads, outcome })
}

fn missing(page: &Page, field: &FieldView) -> Problem {
    Problem {
        field: field.path.clone(),
        code: "required",
        message: page.t("profiling-missing").to_owned(),
        mend: page.t("profiling-missing-mend").to_owned(),
        clause: None,
    }
}

/// Answers on their way into an application.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Carried {
    service: String,
    answers: Answers,
}

/// The answers that a browser brings for a service; none when there are none for it.
pub fn carried(headers: &HeaderMap, service: &str) -> Answers {
    let text = cookies::get(headers, cookies::ANSWERS).unwrap_or_default();
    let carried: Carried = serde_json::from_str(&text).unwrap_or_default();
    if carried.service == service { carried.answers } else { Answers::new() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// Proves: PROFILE-08.
    #[test]
    fn the_page_carries_what_was_said_and_takes_back_what_is_changed() {
        let (told, press, asked) =
            told(sent(&[("a", "1"), ("b", " "), (UNSURE, "c"), (ASKED, "b"), ("a", "2"), ("action", "next")]));
        assert!(matches!(press, Press::Next) && asked == "b");
        assert_eq!(told.answers.get("a").unwrap(), "2", "the answer just given stands over the carried one");
        assert!(!told.answers.contains_key("b") && told.unsure.contains("c") && !told.further);
        let (changed, ..) = super::told(sent(&[("a", "1"), (UNSURE, "c"), ("action", "change:c")]));
        assert!(changed.unsure.is_empty() && changed.answers.contains_key("a"));
        let (skipped, ..) = super::told(sent(&[("a", "1"), ("action", "skip:a"), (FURTHER, "1")]));
        assert!(skipped.answers.is_empty() && skipped.unsure.contains("a") && skipped.further);
    }

    #[test]
    fn a_cookie_for_another_service_or_a_broken_one_brings_nothing() {
        let mut headers = HeaderMap::new();
        assert!(carried(&headers, "taxi").is_empty());
        let carry = Carried { service: "taxi".into(), answers: Answers::from_iter([("a".into(), "да".into())]) };
        let text = serde_json::to_string(&carry).unwrap();
        let cookie = cookie::Cookie::new(cookies::ANSWERS, text).encoded().to_string();
        headers.insert(axum::http::header::COOKIE, cookie.parse().unwrap());
        assert_eq!(carried(&headers, "taxi").get("a").unwrap(), "да");
        assert!(carried(&headers, "marriage").is_empty());
        headers.insert(axum::http::header::COOKIE, "okno_answers=%7Bx".parse().unwrap());
        assert!(carried(&headers, "taxi").is_empty());
    }
}
