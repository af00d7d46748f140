//! What officials see of ratings: means by stage beside how these stages really went, and follow-ups of
//! low marks. Whose case it was is not told until the case is over (RATE-06).

use domain::id::{CaseId, RatingId};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::rating::Rating;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{Batch, cases, marks, ratings};

use super::export::counted;
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// Days that are summed up.
const DAYS: i32 = 90;

/// Days of counts that are shown.
const COUNTS: i32 = 10;

/// Follow-ups of one page.
const PAGE: i64 = 100;

/// A stage of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Title of the service.
    pub service: String,
    /// Title of the procedure.
    pub procedure: String,
    /// How many rated it.
    pub count: i64,
    /// Mean marks: title of the criterion, mean in hundredths, how many.
    pub means: Vec<(String, i64, i64)>,
    /// How long these stages took on average, in minutes.
    pub minutes: i64,
    /// How many ended late.
    pub late: i64,
    /// How many refused.
    pub refused: i64,
}

/// A low mark that waits for somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// The rating.
    pub rating: RatingId,
    /// Since when.
    pub since: jiff::Timestamp,
    /// Title of the service.
    pub service: String,
    /// Title of the procedure.
    pub procedure: String,
}

/// What is told of a rating once its case is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Low marks: title of the criterion, mark.
    pub marks: Vec<(String, u8)>,
    /// What the applicant wrote.
    pub comment: String,
}

/// What an official sees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overview {
    /// Since when it is summed up.
    pub since: Date,
    /// Stages.
    pub rows: Vec<Row>,
    /// Follow-ups, oldest first.
    pub follow_ups: Vec<FollowUp>,
    /// Days with what we and the national system count.
    pub counts: Vec<(Date, i64, i64)>,
}

fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::SeeRatings, &Thing::authority(&official.authority))?;
    Ok(())
}

fn titles(office: &Office, service: &str, procedure: &str) -> (String, String) {
    let editions = office.library.editions(service);
    let Some(edition) = editions.last() else { return (service.to_owned(), procedure.to_owned()) };
    let rule = edition.procedures.iter().find(|one| one.id == procedure);
    (edition.short.clone(), rule.map_or_else(|| procedure.to_owned(), |rule| rule.title.clone()))
}

fn criterion(office: &Office, id: &str) -> String {
    let sets = office.region.ratings.iter().flat_map(|rules| rules.sets.values());
    let mut titles = sets.rev().filter_map(|set| set.criteria.get(id));
    titles.next().cloned().unwrap_or_else(|| id.to_owned())
}

/// What people think of the official's body.
pub async fn overview(office: &Office, official: &Official) -> Result<Overview, Stop> {
    may(official)?;
    office.region.ratings.as_ref().ok_or(Stop::Missing)?;
    let today = office.today(office.now());
    let since = today.checked_sub(DAYS.days()).unwrap_or(today);
    let means = ratings::means(&office.db, &official.authority, since).await?;
    let mut rows = Vec::new();
    for sum in ratings::sums(&office.db, &official.authority, since).await? {
        let own = means.iter().filter(|one| one.service == sum.service && one.procedure == sum.procedure);
        let mean =
            |one: &ratings::Mean| (criterion(office, &one.criterion), one.sum * 100 / one.count.max(1), one.count);
        let (service, procedure) = titles(office, &sum.service, &sum.procedure);
        rows.push(Row {
            means: own.map(mean).collect(),
            minutes: sum.took / sum.count.max(1) / 60_000,
            count: sum.count,
            late: sum.late,
            refused: sum.refused,
            service,
            procedure,
        });
    }
    let mut counts = Vec::new();
    for back in 1..=COUNTS {
        let Ok(day) = today.checked_sub(back.days()) else { continue };
        let word = marks::get(&office.db, &counted(day)).await?;
        let parts = word.as_deref().and_then(|word| word.split_once(' '));
        if let Some((Ok(ours), Ok(theirs))) = parts.map(|(ours, theirs)| (ours.parse(), theirs.parse())) {
            counts.push((day, ours, theirs));
        }
    }
    Ok(Overview { since, rows, follow_ups: follow_ups(office, official).await?, counts })
}

async fn follow_ups(office: &Office, official: &Official) -> Result<Vec<FollowUp>, Stop> {
    let mut found = Vec::new();
    for rating in ratings::to_follow(&office.db, &official.authority, PAGE).await? {
        found.push(view(office, &rating));
    }
    Ok(found)
}

fn view(office: &Office, rating: &Rating) -> FollowUp {
    let (service, procedure) = titles(office, &rating.service, &rating.procedure);
    let since = rating.follow_up.as_ref().map_or(rating.given_at, |one| one.since);
    FollowUp { rating: rating.id.clone(), since, service, procedure }
}

async fn own(office: &Office, official: &Official, id: &RatingId) -> Result<Rating, Stop> {
    may(official)?;
    let rating = ratings::by_id(&office.db, id).await?.filter(|one| one.authority == official.authority);
    rating.filter(|one| one.follow_up.is_some()).ok_or(Stop::Missing)
}

/// A follow-up with what may be told of it. Once the case is over, opening it is a reading of the
/// case: `ground` says in words why.
pub async fn open(
    office: &Office,
    official: &Official,
    id: &RatingId,
    ground: impl FnOnce(&str) -> String,
) -> Result<(FollowUp, Option<Told>), Stop> {
    let rating = own(office, official, id).await?;
    let case = cases::by_id(&office.db, &rating.case).await?.ok_or(Stop::Missing)?;
    let found = view(office, &rating);
    if case.closed_at.is_none() {
        return Ok((found, None));
    }
    access::journal_reading(office, official, &case.id, ground(&case.number), office.now()).await?;
    let low = office.region.ratings.as_ref().map_or(0, |rules| rules.low.value);
    let marks = rating.marks.iter().filter(|(_, mark)| **mark <= low);
    let told = Told {
        case: case.id.clone(),
        number: case.number.clone(),
        marks: marks.map(|(id, mark)| (criterion(office, id), *mark)).collect(),
        comment: rating.comment.clone(),
    };
    Ok((found, Some(told)))
}

/// Somebody looked into a low mark.
pub async fn follow(office: &Office, official: &Official, id: &RatingId, words: &str) -> Result<(), Stop> {
    let rating = own(office, official, id).await?;
    let next = rating.looked_into(words, &official.id, office.now())?;
    office.db.commit(Batch::new().with_all(ratings::update(&next, rating.revision))).await?;
    Ok(())
}
