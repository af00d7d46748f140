//! A problem document (RFC 9457): code, words, what can be done, field and clause of each mistake.

use actions::departmental::Unbelieved;
use actions::departmental::events::NotTaken;
use actions::desk::decide::ChoiceProblem;
use actions::stop::Stop;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::shell::Page;

/// One mistake.
struct Mistake {
    code: String,
    field: Option<String>,
    detail: Option<String>,
    clause: Option<String>,
}

impl Mistake {
    fn of(code: impl Into<String>) -> Self {
        Self { code: code.into(), field: None, detail: None, clause: None }
    }

    fn json(&self, page: &Page) -> Value {
        json!({
            "code": self.code,
            "field": self.field,
            "message": page.t(&self.code),
            "mend": page.t(&format!("{}-mend", self.code)),
            "detail": self.detail,
            "clause": self.clause,
        })
    }
}

fn document(page: &Page, status: StatusCode, mistakes: &[Mistake]) -> Response {
    let first = mistakes.first().map_or("api-broken", |mistake| mistake.code.as_str());
    let mistakes: Vec<Value> = mistakes.iter().map(|mistake| mistake.json(page)).collect();
    let document = json!({
        "type": format!("/problems/{first}"),
        "code": first,
        "status": status.as_u16(),
        "title": page.t(first),
        "detail": page.t(&format!("{first}-mend")),
        "problems": mistakes,
    });
    let mut response = (status, document.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// The call itself may not be believed.
pub fn unbelieved(page: &Page, why: Unbelieved) -> Response {
    let code = match why {
        Unbelieved::Key => "api-key",
        Unbelieved::Moment => "api-moment",
        Unbelieved::Signature => "api-signature",
    };
    document(page, StatusCode::UNAUTHORIZED, &[Mistake::of(code)])
}

/// The body is no JSON.
pub fn unreadable(page: &Page, detail: String) -> Response {
    let mistake = Mistake { detail: Some(detail), ..Mistake::of("api-not-json") };
    document(page, StatusCode::BAD_REQUEST, &[mistake])
}

/// An event was not taken.
pub fn not_taken(page: &Page, why: NotTaken) -> Response {
    match why {
        NotTaken::Flaws(flaws) => {
            let mistakes = flaws.into_iter().map(|flaw| Mistake { field: Some(flaw.field), ..Mistake::of(flaw.code) });
            document(page, StatusCode::UNPROCESSABLE_ENTITY, &mistakes.collect::<Vec<_>>())
        }
        NotTaken::IdUsed => {
            let mistake = Mistake { field: Some("id".to_owned()), ..Mistake::of("api-id-used") };
            document(page, StatusCode::CONFLICT, &[mistake])
        }
        NotTaken::Choice { problems, clause } => {
            let mistakes = problems.into_iter().map(|problem| chosen(problem, clause.clone()));
            document(page, StatusCode::UNPROCESSABLE_ENTITY, &mistakes.collect::<Vec<_>>())
        }
        NotTaken::Refused { refusal, field, clause } => {
            let (field, detail) = (field.map(str::to_owned), refusal.detail());
            let mistake = Mistake { field, detail, clause, ..Mistake::of(refusal.key()) };
            document(page, StatusCode::CONFLICT, &[mistake])
        }
        NotTaken::Stop(stop) => stopped(page, &stop),
    }
}

fn chosen(problem: ChoiceProblem, clause: Option<String>) -> Mistake {
    let (code, field, detail) = match problem {
        ChoiceProblem::Nothing => ("api-not-a-yes-no", "positive", None),
        ChoiceProblem::NoGround => ("refusal-ground-needed", "grounds", None),
        ChoiceProblem::UnknownGround(id) => ("refusal-unknown-ground", "grounds", Some(id)),
        ChoiceProblem::WordsNeeded => ("refusal-reason-needed", "words", None),
        ChoiceProblem::WordsTooLong => ("api-too-long", "words", None),
        ChoiceProblem::AgainstGrounds(grounds) => ("api-against-grounds", "positive", Some(grounds.join(", "))),
        ChoiceProblem::NotKnown(facts) => ("api-not-known", "positive", Some(facts.join(", "))),
    };
    Mistake { field: Some(field.to_owned()), detail, clause, ..Mistake::of(code) }
}

/// Anything else that stopped an action.
pub fn stopped(page: &Page, stop: &Stop) -> Response {
    let (status, code) = match stop {
        Stop::Missing => (StatusCode::NOT_FOUND, "refusal-not-found"),
        Stop::Refused(refusal) => (StatusCode::FORBIDDEN, refusal.key()),
        Stop::Conflict => (StatusCode::CONFLICT, "api-conflict"),
        Stop::Later { .. } => (StatusCode::SERVICE_UNAVAILABLE, "api-later"),
        Stop::TooMany => (StatusCode::TOO_MANY_REQUESTS, "api-later"),
        Stop::SignInNeeded => (StatusCode::UNAUTHORIZED, "api-key"),
        Stop::Problems(_) => (StatusCode::UNPROCESSABLE_ENTITY, "api-not-an-object"),
        Stop::Broken { .. } => {
            tracing::error!(error = %stop, "a call of another system failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "api-broken")
        }
    };
    document(page, status, &[Mistake::of(code)])
}
