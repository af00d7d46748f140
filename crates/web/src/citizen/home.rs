//! The home page: search, what people come for, categories, how it works.

use std::sync::Arc;

use actions::citizen::popular::Popular;
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use regulation::package::Regulation;
use regulation::region::{Category, Region};

use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/home.html")]
struct Home<'a> {
    page: Page,
    /// First day of the window that applications are counted over.
    since: Date,
    /// With how many applied for it, where that may be told.
    popular: Vec<(&'a Arc<Regulation>, Option<i64>)>,
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
    let ranking = app.popular().await?;
    let popular = popular(catalogue.all(), &ranking.services);
    let categories = region
        .categories
        .iter()
        .filter(|(code, _)| used_categories.contains(code.as_str()))
        .map(|(code, category)| (code, category, catalogue.of_category(code).count()))
        .collect();
    let life_events = region.life_events.iter().filter(|(code, _)| used_events.contains(code.as_str())).collect();
    html(&Home { page, since: ranking.from, popular, categories, life_events })
}

/// What people apply for most, by the applications of the window; then the list of what is mass and
/// significant; others fill the row (CAT-12).
fn popular<'a>(services: &'a [Arc<Regulation>], ranking: &[Popular]) -> Vec<(&'a Arc<Regulation>, Option<i64>)> {
    let place = |service: &Regulation| ranking.iter().position(|one| one.service == service.service);
    let listed = |service: &Regulation| service.lists.iter().any(|entry| entry.list == POPULAR_LIST);
    let wanted = |service: &&Arc<Regulation>| place(service).is_some() || listed(service);
    let count = services.iter().filter(wanted).count().clamp(ROW, POPULAR);
    let mut sorted: Vec<&Arc<Regulation>> = services.iter().collect();
    sorted.sort_by_key(|service| (place(service).unwrap_or(usize::MAX), !listed(service)));
    let told = |service: &Regulation| place(service).and_then(|at| ranking.get(at)?.count);
    sorted.into_iter().take(count).map(|service| (service, told(service))).collect()
}
