//! What the page of an entry shows: its state, its lines, its history, where it was sent, who
//! read it.

use actions::register::content::Line;
use actions::register::entry::{self, Desk};
use domain::case::Actor;
use domain::result::ResultState;
use jiff::Timestamp;

use crate::public::{ReadingView, SendingView};
use crate::public::{reading_view, sending_view};
use crate::shell::{App, Page};

/// An entry.
pub struct EntryView {
    /// Id.
    pub id: String,
    /// Id of the case.
    pub case_id: String,
    /// Number of the case.
    pub case_number: String,
    /// Its own number.
    pub number: String,
    /// What it is.
    pub what: String,
    /// State in words.
    pub state: String,
    /// Mark of the state for the style.
    pub mark: &'static str,
    /// What the official saw.
    pub revision: i64,
    /// When it was issued.
    pub issued: String,
    /// Until when it is valid.
    pub valid_until: String,
    /// Who signed.
    pub signer: String,
    /// What it holds.
    pub lines: Vec<Line>,
    /// Facts that can be corrected: name and label.
    pub correctable: Vec<(String, String)>,
    /// The newer version.
    pub newer: Option<String>,
    /// The older version.
    pub older: Option<String>,
    /// Its changes, oldest first.
    pub history: Vec<ChangeView>,
    /// Where it was sent.
    pub sendings: Vec<SendingView>,
    /// Who read it.
    pub readings: Vec<ReadingView>,
    /// When it left its owner's account.
    pub left: Option<String>,
}

/// A change of an entry.
pub struct ChangeView {
    /// When.
    pub at: String,
    /// To what.
    pub state: String,
    /// Why.
    pub ground: String,
    /// By which clause.
    pub clause: String,
    /// For a correction: what, and who asked.
    pub correction: Option<String>,
    /// By whom.
    pub by: String,
}

/// A thing that can be done.
pub struct ActView {
    /// End of the address.
    pub what: &'static str,
    /// Heading.
    pub title: String,
    /// What it means.
    pub lead: String,
    /// The button.
    pub button: String,
}

impl ActView {
    /// The words of an act.
    pub fn of(page: &Page, what: &'static str) -> Self {
        let text = |end: &str| page.t(&format!("desk-entry-{what}-{end}")).to_owned();
        Self { what, title: text("title"), lead: text("lead"), button: text("button") }
    }
}

/// State in words and its mark.
pub fn state(page: &Page, state: ResultState) -> (String, &'static str) {
    let (key, mark) = match state {
        ResultState::Active => ("result-standing-valid", "good"),
        ResultState::Suspended => ("result-standing-suspended", "warn"),
        ResultState::Changed => ("result-standing-replaced", "warn"),
        ResultState::Annulled => ("result-standing-revoked", "bad"),
        ResultState::Expired => ("result-standing-expired", "warn"),
    };
    (page.t(key).to_owned(), mark)
}

/// Everything the page shows.
pub fn view(app: &App, page: &Page, desk: &Desk, now: Timestamp) -> EntryView {
    let record = &desk.held.record;
    let (state_words, mark) = state(page, record.state_at(now));
    let correctable = entry::correctable(&desk.held, &desk.lines);
    EntryView {
        id: record.id.to_string(),
        case_id: record.case.to_string(),
        case_number: desk.case_number.clone(),
        number: record.number.clone(),
        what: desk.held.output().map(|output| output.title.clone()).unwrap_or_default(),
        state: state_words,
        mark,
        revision: record.revision,
        issued: page.moment(&record.issued_at),
        valid_until: record.valid_until.map_or_else(|| page.t("result-valid-forever").to_owned(), |at| page.day(&at)),
        signer: format!("{}, {}", desk.held.signer.name, desk.held.signer.post),
        lines: desk.lines.clone(),
        correctable: correctable.into_iter().map(|fact| (fact.name.clone(), fact.label.clone())).collect(),
        newer: record.replaced_by.as_ref().map(ToString::to_string),
        older: record.replaces.as_ref().map(ToString::to_string),
        history: history(page, desk),
        sendings: desk.sendings.iter().map(|sending| sending_view(app, page, sending)).collect(),
        readings: desk.readings.iter().map(|reading| reading_view(app, page, reading)).collect(),
        left: record.left_account_at.map(|at| page.moment(&at)),
    }
}

fn history(page: &Page, desk: &Desk) -> Vec<ChangeView> {
    let issued = desk.history.first().map(|version| ChangeView {
        at: page.moment(&version.at),
        state: page.t("desk-entry-issued").to_owned(),
        ground: String::new(),
        clause: String::new(),
        correction: None,
        by: by(page, desk, &version.by),
    });
    let changes = desk.held.record.history.iter().map(|change| ChangeView {
        at: page.moment(&change.at),
        state: state(page, change.state).0,
        ground: change.ground.clone(),
        clause: change.clause.clone().unwrap_or_default(),
        correction: change.correction.as_ref().map(|correction| {
            page.t2("desk-entry-correction", "what", correction.what.as_str(), "who", correction.asked_by.as_str())
        }),
        by: by(page, desk, &change.by),
    });
    issued.into_iter().chain(changes).collect()
}

fn by(page: &Page, desk: &Desk, actor: &Actor) -> String {
    match actor {
        Actor::Official(id) if *id == desk.held.signer.id => desk.held.signer.name.clone(),
        Actor::Official(_) => page.t("desk-entry-by-official").to_owned(),
        _ => page.t("desk-entry-by-machine").to_owned(),
    }
}
