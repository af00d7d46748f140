//! Finding a service: by words, by category, by life event, by who may apply.

use std::sync::Arc;

use actions::citizen::catalogue::{Applies, Filter};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use regulation::package::{ApplicantKind, Regulation};
use serde::Deserialize;

use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What was asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    category: String,
    authority: String,
    life: String,
    applicant: String,
}

#[derive(Template)]
#[template(path = "citizen/search.html")]
struct Found<'a> {
    page: Page,
    asked: &'a Asked,
    found: Vec<&'a Arc<Regulation>>,
    others: Vec<&'a Arc<Regulation>>,
    categories: Vec<(&'a String, &'a String)>,
    authorities: Vec<(&'a String, &'a String)>,
}

#[derive(Template)]
#[template(path = "citizen/category.html")]
struct Group<'a> {
    page: Page,
    title: &'a str,
    summary: &'a str,
    services: Vec<&'a Arc<Regulation>>,
}

fn applicant(code: &str) -> Option<Applies> {
    match code {
        "person" => Some(Applies::As(ApplicantKind::Person)),
        "sole-trader" => Some(Applies::As(ApplicantKind::SoleTrader)),
        "organisation" => Some(Applies::As(ApplicantKind::Organisation)),
        "business" => Some(Applies::InBusiness),
        _ => None,
    }
}

/// `GET /search?q=`: empty words show everything (CAT-10).
pub async fn show(State(app): State<App>, page: Page, Query(mut asked): Query<Asked>) -> Answer {
    asked.q.retain(|letter| !letter.is_control());
    let catalogue = app.catalogue();
    let region = &app.office.region;
    let some = |code: &String| (!code.is_empty()).then(|| code.clone());
    let filter = Filter {
        category: some(&asked.category),
        life_event: some(&asked.life),
        authority: some(&asked.authority),
        applicant: applicant(&asked.applicant),
    };
    let found = catalogue.search(&asked.q, &filter);
    let others = if found.is_empty() { catalogue.all().iter().take(3).collect() } else { Vec::new() };
    let (used, _) = catalogue.codes();
    let categories = region
        .categories
        .iter()
        .filter(|(code, _)| used.contains(code.as_str()))
        .map(|(code, category)| (code, &category.title))
        .collect();
    let serves = |id: &str| catalogue.all().iter().any(|service| service.authority == id);
    let authorities =
        region.authorities.iter().filter(|(id, _)| serves(id)).map(|(id, authority)| (id, &authority.name)).collect();
    html(&Found { page, asked: &asked, found, others, categories, authorities })
}

/// `GET /categories/{id}`.
pub async fn category(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let category = app.office.region.categories.get(&id).ok_or(Stop::Missing)?;
    let catalogue = app.catalogue();
    let services = catalogue.of_category(&id).collect();
    html(&Group { page, title: &category.title, summary: &category.summary, services })
}

/// `GET /life/{id}`: services of one life event.
pub async fn life_event(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let title = app.office.region.life_events.get(&id).ok_or(Stop::Missing)?;
    let catalogue = app.catalogue();
    let services = catalogue.of_life_event(&id).collect();
    html(&Group { page, title, summary: "", services })
}
