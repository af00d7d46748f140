//! «Спросить словами»: a plain dialogue that finds the service and asks its questions one by one; the
//! same as the questionnaire of the service, for those who would rather type (PROFILE-02). The talk
//! travels in the page and is kept nowhere.

use actions::citizen::assistant::{self, Again, Lexicon, Talk, Turn};
use actions::citizen::profiling::Standing;
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use regulation::package::FactType;

use super::profiling::{UNSURE, visitor};
use super::profiling_outcome::Outcome;
use super::widget::raw_text;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Names of the fields that carry the talk itself.
const SERVICE: &str = "!service";
const SAID: &str = "!said";
const PICKED: &str = "!picked";

/// Most options that are shown as buttons.
const MOST_BUTTONS: usize = 8;

#[derive(Template)]
#[template(path = "citizen/assistant.html")]
struct Dialogue<'a> {
    page: &'a Page,
    talk: &'a Talk,
    turn: &'a Turn,
    said: &'a str,
    carried: Vec<(String, String)>,
    again: Option<String>,
    outcome: Option<Outcome>,
}

impl Dialogue<'_> {
    /// The service the talk is about, with where its questions stand.
    fn standing(&self) -> Option<&Standing> {
        match self.turn {
            Turn::Asks(standing, _) | Turn::Ends(standing) => Some(standing),
            Turn::Which { .. } => None,
        }
    }

    fn has_buttons(options: &[(String, String)]) -> bool {
        (1..=MOST_BUTTONS).contains(&options.len())
    }

    fn label<'b>(&'b self, fact: &'b str) -> &'b str {
        let declared = self.standing().and_then(|standing| standing.regulation.fact(fact));
        declared.map_or(fact, |declared| declared.label.as_str())
    }
}

/// The words of the language of a page that answer a question.
pub fn lexicon(page: &Page) -> Lexicon {
    let words = |key: &str| page.t(key).split(',').map(|word| word.trim().to_owned()).collect();
    Lexicon {
        yes: words("assistant-words-yes"),
        no: words("assistant-words-no"),
        not: words("assistant-words-not"),
        unsure: words("assistant-words-unsure"),
    }
}

/// Answers that can be chosen: what is sent, and its words.
pub fn options(page: &Page, standing: &Standing) -> Vec<(String, String)> {
    match standing.next.as_ref().map(|next| &next.field.kind) {
        Some(FactType::Choice(options)) => options.iter().map(|(code, label)| (code.clone(), label.clone())).collect(),
        Some(FactType::YesNo) => ["yes", "no"].map(|key| (page.t(key).to_owned(), page.t(key).to_owned())).to_vec(),
        _ => Vec::new(),
    }
}

/// Why the same is asked again, in words.
pub fn again(page: &Page, turn: &Turn) -> Option<String> {
    match turn {
        Turn::Which { found, heard: true } if found.is_empty() => Some(page.t("assistant-no-service").to_owned()),
        Turn::Asks(_, Some(Again::Unclear)) => Some(page.t("assistant-unclear").to_owned()),
        Turn::Asks(_, Some(Again::Several(labels))) => {
            Some(page.t1("assistant-several", "options", page.quoted(labels)))
        }
        Turn::Asks(_, Some(Again::Wrong(problem))) => Some(format!("{} {}", problem.message, problem.mend)),
        Turn::Which { .. } | Turn::Asks(_, None) | Turn::Ends(_) => None,
    }
}

/// `GET /assistant`: asks what the person needs.
pub async fn show(page: Page) -> Answer {
    let turn = Turn::Which { found: Vec::new(), heard: false };
    draw(&page, &Talk::default(), &turn, "")
}

/// `POST /assistant`: hears what was typed or pressed.
pub async fn hear(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (mut talk, mut said) = (Talk::default(), String::new());
    for (name, value) in sent {
        match name.as_str() {
            _ if value.trim().is_empty() => {}
            SERVICE => talk.service = Some(value),
            UNSURE => _ = talk.told.unsure.insert(value),
            // What is pressed counts, whatever was typed beside it.
            PICKED => said = value,
            SAID if said.is_empty() => said = value,
            SAID => {}
            _ => _ = talk.told.answers.insert(name, value.into()),
        }
    }
    let session = visitor(&app, &headers).await;
    let words = lexicon(&page);
    let turn = assistant::hear(&app.office, session.as_ref(), &app.catalogue(), &mut talk, &said, &words).await?;
    draw(&page, &talk, &turn, &said)
}

fn draw(page: &Page, talk: &Talk, turn: &Turn, said: &str) -> Answer {
    let outcome = match turn {
        Turn::Ends(standing) => Some(Outcome::of(page, standing, &talk.told)),
        Turn::Which { .. } | Turn::Asks(..) => None,
    };
    let again = again(page, turn);
    let carried = talk.told.answers.iter().map(|(name, raw)| (name.clone(), raw_text(raw))).collect();
    // What was not understood stands in the box, to be mended.
    let said = if again.is_some() { said } else { "" };
    html(&Dialogue { page, talk, turn, said, carried, again, outcome })
}
