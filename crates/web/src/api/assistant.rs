//! The dialogue for other channels (a bot, a telephone robot): one call hears one phrase and answers
//! with the talk as it stands now, which the caller sends back with the next phrase (PROFILE-02).
//! Nobody is signed in here and nothing is kept.

use actions::citizen::assistant::{self, Talk, Turn};
use actions::citizen::profiling::Told;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use regulation::form::Answers;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem;
use crate::citizen::assistant::{again, lexicon, options};
use crate::citizen::profiling_outcome::Outcome;
use crate::shell::error::Failure;
use crate::shell::{App, Page};

/// A phrase with the talk before it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Phrase {
    service: Option<String>,
    answers: Answers,
    unsure: Vec<String>,
    said: String,
}

/// `POST /api/v1/assistant`.
pub async fn hear(State(app): State<App>, page: Page, body: Bytes) -> Result<Response, Failure> {
    let phrase: Phrase = match serde_json::from_slice(&body) {
        Ok(phrase) => phrase,
        Err(error) => return Ok(problem::unreadable(&page, format!("{}:{}", error.line(), error.column()))),
    };
    let told = Told { answers: phrase.answers, unsure: phrase.unsure.into_iter().collect(), further: false };
    let mut talk = Talk { service: phrase.service, told };
    let words = lexicon(&page);
    let turn = assistant::hear(&app.office, None, &app.catalogue(), &mut talk, &phrase.said, &words).await?;
    Ok(Json(answer(&page, &talk, &turn)).into_response())
}

fn answer(page: &Page, talk: &Talk, turn: &Turn) -> Value {
    let mut answer = json!({
        "service": talk.service,
        "answers": talk.told.answers,
        "unsure": talk.told.unsure,
        "again": again(page, turn),
    });
    let more = match turn {
        Turn::Which { found, .. } => {
            let services = found.iter().map(|one| json!({ "id": one.service, "title": one.short }));
            json!({ "say": page.t("assistant-which"), "services": services.collect::<Vec<_>>() })
        }
        Turn::Asks(standing, _) => {
            let choices =
                options(page, standing).into_iter().map(|(send, label)| json!({ "send": send, "label": label }));
            let next = standing.next.as_ref();
            json!({
                "title": standing.regulation.short,
                "say": next.map(|next| &next.field.label),
                "question": {
                    "fact": next.map(|next| &next.field.name),
                    "hint": next.and_then(|next| next.field.hint.as_ref()),
                    "why": next.map(|next| &next.ask.why),
                    "options": choices.collect::<Vec<_>>(),
                },
            })
        }
        Turn::Ends(standing) => {
            let outcome = Outcome::of(page, standing, &talk.told);
            let papers = outcome.papers.iter().map(|paper| &paper.what).collect::<Vec<_>>();
            let against =
                outcome.against.iter().map(|one| json!({ "say": one.say, "mend": one.mend, "clause": one.clause }));
            json!({
                "title": standing.regulation.short,
                "say": outcome.headline,
                "outcome": {
                    "variant": outcome.headline,
                    "possible": outcome.possible,
                    "clause": outcome.clause,
                    "documents": papers,
                    "term": outcome.term.what,
                    "cost": outcome.cost,
                    "against": against.collect::<Vec<_>>(),
                },
            })
        }
    };
    if let (Value::Object(answer), Value::Object(more)) = (&mut answer, more) {
        answer.extend(more);
    }
    answer
}
