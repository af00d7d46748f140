//! The home page: search, what people come for, categories, how it works.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use regulation::package::Regulation;
use regulation::region::{Category, Region};

use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/home.html")]
struct Home<'a> {
    page: Page,
    popular: Vec<&'a Arc<Regulation>>,
    categories: Vec<(&'a String, &'a Category, usize)>,
    life_events: Vec<(&'a String, &'a String)>,
}

/// How many services stand on the home page.
const POPULAR: usize = 6;
/// Services in a full row.
const ROW: usize = 3;
/// The list of services people ask for most (CAT-16).
const POPULAR_LIST: &str = "mass-significant";

/// `GET /`.
pub async fn show(State(app): State<App>, page: Page) -> Answer {
    let catalogue = app.catalogue();
    let region: &Region = &app.office.region;
    let (used_categories, used_events) = catalogue.codes();
    let is_popular = |service: &&Arc<Regulation>| service.lists.iter().any(|entry| entry.list == POPULAR_LIST);
    // First what people ask for most; others fill the row.
    let (first, others): (Vec<_>, Vec<_>) = catalogue.all().iter().partition(is_popular);
    let count = first.len().clamp(ROW, POPULAR);
    let popular = first.into_iter().chain(others).take(count).collect();
    let categories = region
        .categories
        .iter()
        .filter(|(code, _)| used_categories.contains(code.as_str()))
        .map(|(code, category)| (code, category, catalogue.of_category(code).count()))
        .collect();
    let life_events = region.life_events.iter().filter(|(code, _)| used_events.contains(code.as_str())).collect();
    html(&Home { page, popular, categories, life_events })
}
