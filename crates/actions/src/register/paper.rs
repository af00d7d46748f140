//! The data that a package's template gets to draw a result document or an extract. Templates
//! read only these names; `docs/` repeats them for authors of packages.

use domain::official::Official;
use domain::result::{ResultRecord, ResultState};
use indexmap::IndexMap;
use jiff::Timestamp;
use regulation::clock::{LegalClock, date_in_words};
use regulation::package::{Output, Regulation};
use regulation::region::Region;
use serde_json::{Value, json};

use super::content::{Line, read};

/// Name of the picture of the QR code among the template's files.
pub const QR: &str = "qr.svg";
/// Name of the picture of the code that is checked without a network.
pub const OFFLINE: &str = "offline.svg";

/// What kind of paper is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Before the signature: no number, no code.
    Draft,
    /// The result document itself.
    Document,
    /// A view of a register entry as of a moment (RESULTREG-03).
    Extract {
        /// The moment.
        as_of: Timestamp,
    },
    /// A paper of a service centre that confirms the electronic document (RESULT-03).
    Confirmation {
        /// When it is printed.
        as_of: Timestamp,
    },
}

/// What a service centre's paper says of the signature and of who printed it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Print {
    /// Name of the centre.
    pub centre: String,
    /// Address of the centre.
    pub centre_address: String,
    /// Who printed it: name.
    pub printer: String,
    /// Post.
    pub post: String,
    /// When, in words.
    pub at: String,
    /// Whose signature was found in order.
    pub owner: String,
    /// Serial number of the certificate.
    pub serial: String,
    /// First day of the certificate.
    pub from: String,
    /// Last day of the certificate.
    pub until: String,
    /// When the document was signed.
    pub signed: String,
}

/// Everything a paper is drawn from.
pub struct Subject<'a> {
    /// The entry; for a draft, one with an empty number and code.
    pub record: &'a ResultRecord,
    /// The regulation of its edition.
    pub regulation: &'a Regulation,
    /// What the regulation says of this result.
    pub output: &'a Output,
    /// The region: names of authorities.
    pub region: &'a Region,
    /// The region's clock: dates on paper are local.
    pub clock: &'a LegalClock,
    /// Who signs.
    pub signer: &'a Official,
    /// Name of the applicant.
    pub applicant: &'a str,
    /// Address of this installation.
    pub public_url: &'a str,
    /// The code that is checked without a network, if somebody could sign one.
    pub offline: Option<String>,
    /// For a paper of a service centre.
    pub print: Option<&'a Print>,
}

impl Paper {
    /// As templates name it.
    fn kind(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Document => "document",
            Self::Extract { .. } => "extract",
            Self::Confirmation { .. } => "confirmation",
        }
    }

    fn as_of(self) -> Option<Timestamp> {
        match self {
            Self::Extract { as_of } | Self::Confirmation { as_of } => Some(as_of),
            Self::Draft | Self::Document => None,
        }
    }
}

/// The data of a template.
pub fn data(subject: &Subject<'_>, paper: Paper) -> Value {
    let Subject { record, regulation, output, region, clock, signer, .. } = subject;
    let lines = read(&record.content);
    let authority = region.authorities.get(&record.authority);
    let day = |moment: Timestamp| date_in_words(clock.local_date(moment));
    let is_draft = paper == Paper::Draft;
    json!({
        "kind": paper.kind(),
        "title": output.title,
        "service": regulation.title,
        "service_short": regulation.short,
        "basis": regulation.clause_text(&output.because),
        "register": record.register,
        "number": if is_draft { "" } else { &record.number },
        "date": clock.local_date(record.issued_at).to_string(),
        "issued": day(record.issued_at),
        "valid_until": record.valid_until.map(day),
        "as_of": paper.as_of().map(|as_of| moment(clock, as_of)).unwrap_or_default(),
        "state": paper.as_of().map_or("действует", |as_of| state(record.state_as_of(as_of))),
        "authority": {
            "name": authority.map(|authority| authority.name.as_str()).unwrap_or(record.authority.as_str()),
            "short": authority.map(|authority| authority.short.as_str()).unwrap_or_default(),
            "address": authority.map(|authority| authority.address.as_str()).unwrap_or_default(),
            "phone": authority.map(|authority| authority.phone.as_str()).unwrap_or_default(),
        },
        "signer": { "name": signer.name, "post": signer.post },
        "applicant": subject.applicant,
        "facts": facts(&lines),
        "lines": lines,
        "check_code": if is_draft { "" } else { &record.check_code },
        "check_url": check_address(subject),
        "qr": if is_draft { Value::Null } else { json!(QR) },
        "offline": subject.offline.as_ref().filter(|_| !is_draft).map(|_| OFFLINE),
        "print": subject.print,
    })
}

/// The pictures of a template.
pub fn files(subject: &Subject<'_>, paper: Paper) -> Result<IndexMap<String, String>, crate::stop::Stop> {
    let mut files = IndexMap::new();
    if paper != Paper::Draft {
        let picture =
            papers::qr_svg(&check_address(subject)).map_err(crate::stop::Stop::broken("drawing a QR code"))?;
        files.insert(QR.to_owned(), picture);
    }
    if let Some(code) = subject.offline.as_ref().filter(|_| paper != Paper::Draft) {
        let picture = papers::qr_svg(code).map_err(crate::stop::Stop::broken("drawing a code"))?;
        files.insert(OFFLINE.to_owned(), picture);
    }
    Ok(files)
}

fn check_address(subject: &Subject<'_>) -> String {
    format!("{}/check/{}", subject.public_url, subject.record.check_code)
}

/// «3 марта 2026 года, 12:05» by the region's clock.
pub fn moment(clock: &LegalClock, at: Timestamp) -> String {
    let local = at.to_zoned(clock.time_zone.clone());
    format!("{}, {:02}:{:02}", date_in_words(local.date()), local.hour(), local.minute())
}

fn state(state: Option<ResultState>) -> &'static str {
    match state {
        Some(ResultState::Active) => "действует",
        Some(ResultState::Annulled) => "аннулирована",
        Some(ResultState::Suspended) => "приостановлена",
        Some(ResultState::Changed) => "заменена новой версией",
        Some(ResultState::Expired) => "срок действия истёк",
        None => "ещё не внесена",
    }
}

/// Values by name of fact, for templates that place them by hand.
fn facts(lines: &[Line]) -> Value {
    let mut facts = serde_json::Map::new();
    for line in lines {
        let value = if line.records.is_empty() {
            Value::String(line.shown.clone())
        } else {
            Value::Array(line.records.iter().map(|record| self::facts(record)).collect())
        };
        facts.insert(line.name.clone(), value);
    }
    Value::Object(facts)
}
