//! What a body hangs up at the place where it receives: its hours, the documents of a service, the
//! filled sample, and what the premises must have (CAT-08).

use actions::citizen::informing;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use regulation::fact::Facts;
use regulation::form::StepView;
use regulation::package::Regulation;
use regulation::region::{Authority, Premise, Region};

use super::offer::{self, Paper};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/stand.html")]
struct Stand<'a> {
    page: &'a Page,
    service: &'a Regulation,
    authority: Option<&'a Authority>,
    papers: Vec<Paper<'a>>,
    steps: Vec<StepView>,
    premises: &'a [Premise],
    /// Keys of the words for what is missing; a pack with a part missing is not given.
    missing: Vec<&'static str>,
}

impl<'a> Stand<'a> {
    fn of(page: &'a Page, service: &'a Regulation, region: &'a Region) -> Self {
        let authority = region.authority(&service.authority);
        let premises = region.reception.as_ref().map_or(&[][..], |reception| &reception.premises);
        let parts = [
            (service.sample.is_empty(), "stand-missing-sample"),
            (premises.is_empty(), "stand-missing-premises"),
            (authority.is_none(), "stand-missing-authority"),
        ];
        let answers = informing::sample_answers(service);
        Self {
            page,
            service,
            authority,
            papers: offer::papers(page, service),
            steps: regulation::form::view(service, &answers, &Facts::default(), page.today).steps,
            premises,
            missing: parts.into_iter().filter_map(|(missing, words)| missing.then_some(words)).collect(),
        }
    }
}

/// `GET /services/{id}/stand`: 409 while a part is missing, with what it is and who gives it.
pub async fn show(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let office = &app.office;
    let service = office.library.current(&id, office.today(office.now())).ok_or(Stop::Missing)?;
    let stand = Stand::of(&page, service, &office.region);
    let mut response = html(&stand)?;
    if !stand.missing.is_empty() {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::citizen::samples::{page, region, services};

    /// Proves: CAT-08.
    #[test]
    fn a_pack_has_documents_sample_and_premises_or_names_the_missing_part() {
        let (page, region) = (page(), region());
        for service in services() {
            let stand = Stand::of(&page, &service, &region);
            let html = stand.render().unwrap();
            let authority = region.authority(&service.authority).unwrap();
            let reception = region.reception.as_ref().unwrap();
            let papers = offer::papers(&page, &service);
            let mut told: Vec<&str> = papers.iter().map(|paper| paper.label).collect();
            told.extend(reception.premises.iter().flat_map(|one| [one.say.as_str(), one.because.as_str()]));
            told.extend([authority.hours.as_str(), service.short.as_str()]);
            told.extend(stand.steps.iter().map(|step| step.title.as_str()));
            let html = html.replace("&#34;", "\"");
            for text in told {
                assert!(html.contains(text), "{}: «{text}» is not in the pack", service.service);
            }
            assert!(reception.premises.len() >= 3);
            let without = Regulation { sample: Default::default(), ..service };
            let refused = Stand::of(&page, &without, &region).render().unwrap();
            assert!(refused.contains("Нет образца заполнения") && !refused.contains("data-print"));
            let poor = Region { reception: None, ..region.clone() };
            let refused = Stand::of(&page, &without, &poor);
            assert_eq!(refused.missing, ["stand-missing-sample", "stand-missing-premises"]);
        }
    }
}
