//! One page for a plain word: what was not done, why, and where to go on.

use askama::Template;
use axum::response::Response;

use super::staff::{Me, Staff};
use crate::shell::{Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/told.html")]
struct Told<'a> {
    page: Page,
    me: Option<Me>,
    heading: String,
    text: String,
    back: &'a str,
}

/// Says it.
pub fn told(page: Page, staff: &Staff, heading: String, text: String, back: &str) -> Result<Response, Failure> {
    html(&Told { page, me: staff.me(), heading, text, back })
}
