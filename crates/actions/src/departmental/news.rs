//! Tells the system that serves a case what its applicant did: signed, tried again until it is heard.

use domain::departmental::News;
use domain::id::CaseId;
use serde_json::{Value, json};
use store::Batch;
use store::jobs::{self, Leased};

use super::{deliver, system_of};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Tells it, or fails and is tried again.
pub(crate) async fn run(office: &Office, case: &CaseId, news: &News, job: &Leased) -> Result<Ended, Stop> {
    let opened = office.open_case(case).await?;
    let now = office.now();
    let Some(id) = system_of(office, &opened.case) else { return Ok(Ended::Nothing) };
    let Some(system) = office.departmental.get(id) else { return Err(Stop::Missing) };
    let body = json!({
        "id": job.id.as_str(),
        "number": opened.case.number,
        "kind": news.name(),
        "state": opened.case.state.name(),
        "content": content(office, &opened, news).await?,
    });
    match system.tell(job.id.as_str(), &body, now).await {
        Ok(()) => {
            let batch = Batch::new().with(store::departmental::well(id, now)).with(jobs::done(job, now));
            office.db.commit(batch).await?;
            Ok(Ended::Written)
        }
        Err(failure) => {
            if failure.is_later() {
                let ill = store::departmental::ill(id, &failure.to_string(), now);
                office.db.commit(Batch::new().with(ill)).await?;
            }
            Err(Stop::Later { system: "departmental system", why: failure.to_string() })
        }
    }
}

async fn content(office: &Office, opened: &crate::commit::Opened, news: &News) -> Result<Value, Stop> {
    let case = &opened.case;
    Ok(match news {
        News::Withdrawn => Value::Null,
        News::Answered => {
            let asked = case.asked_of_applicant.last().map(|asked| asked.facts.clone()).unwrap_or_default();
            let values = asked.into_iter().map(|name| {
                let value = case.facts.value(&name).map(regulation::fact::Value::plain);
                (name, value.unwrap_or_default())
            });
            json!({ "facts": values.collect::<serde_json::Map<_, _>>() })
        }
        News::Message { id } => {
            let said = store::desk::words::of_case(&office.db, &case.id).await?;
            let said = said.into_iter().find(|one| one.id == *id).ok_or(Stop::Missing)?;
            let own = deliver::address(office, &case.number);
            let file = said.file.map(|file| {
                json!({ "name": file.name, "mediaType": file.media_type, "size": file.size, "sha256": file.sha256,
                        "href": format!("{own}/files/{}", file.sha256) })
            });
            json!({ "text": said.text, "at": said.at, "file": file })
        }
    })
}
