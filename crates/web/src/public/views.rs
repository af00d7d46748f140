//! Readings and sendings of a result, as owner and desk see them.

use actions::register::answer::Standing;
use domain::result::{ResultState, Sending, SendingState};
use domain::share::{Ground, Reader, Reading};

use crate::shell::{App, Page};

/// Who read.
pub struct ReadingView {
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What for.
    pub purpose: String,
    /// By which right.
    pub ground: String,
}

/// Where it was sent.
pub struct SendingView {
    /// To whom.
    pub to: String,
    /// What for.
    pub purpose: String,
    /// When it was asked for.
    pub at: String,
    /// How it stands.
    pub state: String,
    /// Mark of the state.
    pub mark: &'static str,
}

fn authority(app: &App, id: &str) -> String {
    app.office.region.authority(id).map_or_else(|| id.to_owned(), |authority| authority.name.clone())
}

/// A reading in words. The name of an official is not told, as anywhere.
pub fn reading_view(app: &App, page: &Page, reading: &Reading) -> ReadingView {
    let who = match &reading.reader {
        Reader::Link { whom, .. } => page.t1("result-read-link", "whom", whom.as_str()),
        Reader::Authority { authority: id, service } => {
            let title = app.office.library.current(service, app.office.today(reading.at));
            let title = title.map_or_else(|| service.clone(), |service| service.short.clone());
            page.t2("result-read-authority", "authority", authority(app, id), "service", title)
        }
        Reader::Official { authority: id, post, .. } => {
            page.t2("result-read-official", "post", post.as_str(), "authority", authority(app, id))
        }
    };
    let ground = match &reading.ground {
        Ground::Consent { until } => {
            let key = if page.for_citizens() { "result-ground-consent" } else { "result-ground-consent-theirs" };
            page.t1(key, "date", page.day(until))
        }
        Ground::Clause { clause } => page.t1("result-ground-clause", "clause", clause.as_str()),
        Ground::Duty => page.t("result-ground-duty").to_owned(),
        Ground::OwnersRequest => page.t("result-ground-request").to_owned(),
    };
    ReadingView { at: page.moment(&reading.at), who, purpose: reading.purpose.clone(), ground }
}

/// A sending in words, with its receipt.
pub fn sending_view(app: &App, page: &Page, sending: &Sending) -> SendingView {
    let (state, mark) = match (sending.state, &sending.receipt) {
        (SendingState::Delivered, Some(receipt)) => {
            let moment = page.moment(&receipt.at);
            (page.t2("result-sent-delivered", "number", receipt.number.as_str(), "moment", moment), "good")
        }
        (SendingState::Refused, _) => {
            let why = sending.problem.clone().unwrap_or_default();
            (page.t1("result-sent-refused", "reason", why), "bad")
        }
        _ => (page.t("result-sent-queued").to_owned(), "warn"),
    };
    SendingView {
        to: authority(app, &sending.to),
        purpose: sending.purpose.clone(),
        at: page.moment(&sending.asked_at),
        state,
        mark,
    }
}

/// The state behind a public answer.
pub fn standing_state(standing: Standing) -> ResultState {
    match standing {
        Standing::Valid => ResultState::Active,
        Standing::Revoked => ResultState::Annulled,
        Standing::Suspended => ResultState::Suspended,
        Standing::Replaced => ResultState::Changed,
        Standing::Expired => ResultState::Expired,
    }
}
