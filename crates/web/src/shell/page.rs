//! What every page needs: words, dates as people write them, the look, who looks.

use std::borrow::{Borrow, Cow};
use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::refusal::Refusal;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use regulation::clock::Due;

use super::error::Failure;
use super::words::{Argument, Language, Words};
use super::{App, assets, cookies};

/// Which part of okno a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Citizens.
    Citizen,
    /// Officials.
    Desk,
}

/// The shell of one page; every template has it as `page`.
pub struct Page {
    /// Whose part it is.
    pub area: Area,
    /// Large-print contrast mode (версия для слабовидящих).
    pub contrast: bool,
    /// A session cookie is there; whether it is good, only the account pages ask.
    pub signed_in: bool,
    /// An operator of a service centre serves a visitor in this browser: the visit.
    pub visit: Option<String>,
    /// Path and query of this page, to come back to.
    pub here: String,
    /// Name of the region.
    pub region: String,
    /// The day in the region's time zone; none on a page that nobody asked for.
    pub today: Date,
    /// Language of the words; what authors of services wrote stays as they wrote it.
    pub language: Language,
    words: &'static Words,
    time_zone: TimeZone,
}

impl Page {
    /// What a rule refuses and how to mend it.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let text = self.t1(refusal.key(), "detail", refusal.detail().unwrap_or_default());
        format!("{text} {}", self.t(&format!("{}-mend", refusal.key())))
    }

    /// The shell for a request.
    pub fn new(app: &App, headers: &HeaderMap, uri: &Uri) -> Self {
        let here = uri.path_and_query().map_or("/", |address| address.as_str());
        let area = if uri.path() == "/desk" || uri.path().starts_with("/desk/") { Area::Desk } else { Area::Citizen };
        let language = cookies::get(headers, cookies::LANGUAGE).as_deref().and_then(Language::parse);
        let language = language.unwrap_or(Language::Russian);
        let visit = cookies::get(headers, cookies::VISIT).filter(|visit| !visit.is_empty());
        Self {
            area,
            contrast: cookies::get(headers, cookies::CONTRAST).as_deref() == Some("on"),
            signed_in: cookies::get(headers, cookies::SESSION).is_some() || visit.is_some(),
            visit,
            here: cookies::safe_return(Some(here)),
            today: app.office.today(app.office.now()),
            language,
            words: Words::of(language),
            ..Self::bare(&app.office.region.name, app.office.clock.time_zone.clone())
        }
    }

    /// The shell of a page that nobody asked for yet.
    pub fn bare(region: &str, time_zone: TimeZone) -> Self {
        Self {
            area: Area::Citizen,
            contrast: false,
            signed_in: false,
            visit: None,
            here: "/".to_owned(),
            region: region.to_owned(),
            today: Date::ZERO,
            language: Language::Russian,
            words: Words::of(Language::Russian),
            time_zone,
        }
    }

    /// A message without variables.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.text(key)
    }

    /// A message with one variable.
    pub fn t1<A: Argument>(&self, key: &str, name: &str, value: A) -> String {
        self.words.fill(key, &[(name, &value)])
    }

    /// A message with two variables.
    pub fn t2<A: Argument, B: Argument>(&self, key: &str, name: &str, value: A, other: &str, second: B) -> String {
        self.words.fill(key, &[(name, &value), (other, &second)])
    }

    /// Several labels as they stand between the quotation marks of a message.
    pub fn quoted(&self, labels: &[impl Borrow<str>]) -> String {
        labels.join(self.t("between-quotes"))
    }

    /// The other languages to choose from.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        let own = self.language;
        Language::ALL.into_iter().filter(move |one| *one != own)
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// «10 марта 2026».
    pub fn date(&self, date: &Date) -> String {
        let month = self.t(month_key(date.month())).to_owned();
        format!("{} {month} {}", date.day(), date.year())
    }

    /// The last day of a term.
    pub fn last_day(&self, due: &Due) -> String {
        self.date(&due.last_day())
    }

    /// «10 марта 2026, 23:59» by the region's clock.
    pub fn moment(&self, moment: &Timestamp) -> String {
        let local = moment.to_zoned(self.time_zone.clone());
        format!("{}, {:02}:{:02}", self.date(&local.date()), local.hour(), local.minute())
    }

    /// A moment by the region's clock.
    pub fn time_in_region(&self, moment: Timestamp) -> Zoned {
        moment.to_zoned(self.time_zone.clone())
    }

    /// «10 марта 2026»: the region's day of a moment.
    pub fn day(&self, moment: &Timestamp) -> String {
        self.date(&moment.to_zoned(self.time_zone.clone()).date())
    }

    /// The moment for machines, in a `time` element.
    pub fn machine(&self, moment: &Timestamp) -> String {
        moment.to_string()
    }

    /// A size as people read it: «5 МБ».
    pub fn size(&self, bytes: &u64) -> String {
        if *bytes >= 1_048_576 {
            let tenths = (bytes * 10).div_ceil(1_048_576);
            let text = if tenths.is_multiple_of(10) {
                (tenths / 10).to_string()
            } else {
                format!("{},{}", tenths / 10, tenths % 10)
            };
            self.t1("size-mib", "size", text)
        } else {
            self.t1("size-kib", "size", bytes.div_ceil(1024).to_string())
        }
    }

    /// Is this page at that path, whatever its query?
    pub fn at(&self, path: &str) -> bool {
        self.here.split('?').next() == Some(path)
    }

    /// The page for citizens?
    pub fn for_citizens(&self) -> bool {
        self.area == Area::Citizen
    }

    /// A part of an address, encoded.
    pub fn encoded<'a>(&self, text: &'a str) -> Cow<'a, str> {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).into()
    }
}

fn month_key(month: i8) -> &'static str {
    const KEYS: [&str; 12] = [
        "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
        "month-11", "month-12",
    ];
    usize::try_from(month).ok().and_then(|month| KEYS.get(month.wrapping_sub(1))).copied().unwrap_or("month-1")
}

impl FromRequestParts<App> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::new(app, &parts.headers, &parts.uri))
    }
}

/// Renders a template as a page.
pub fn html<T: Template>(template: &T) -> Result<Response, Failure> {
    let body = template.render().map_err(actions::stop::Stop::broken("rendering a page"))?;
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(response)
}
