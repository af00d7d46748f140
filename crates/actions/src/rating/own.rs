//! What an applicant rates: procedures of their case that ended, one after the other, never a
//! condition for anything (RATE-01, RATE-03).

use std::collections::BTreeMap;

use domain::case::Case;
use domain::id::CaseId;
use domain::permit::{Act, Thing, permit};
use domain::rating::{self, ChanceState, Context, Flaw, Rating};
use domain::refusal::Refusal;
use regulation::package::Regulation;
use store::{Batch, cases, ratings};

use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when the same rating is sent twice at the same moment.
const TRIES: usize = 3;

/// A chance on the page of the case.
#[derive(Debug, Clone)]
pub struct OwnChance {
    /// Id of the procedure.
    pub procedure: String,
    /// Its title.
    pub title: String,
    /// Where the chance stands.
    pub state: ChanceState,
    /// It can be rated, or rated otherwise, now.
    pub open: bool,
    /// Criteria: id, title.
    pub criteria: Vec<(String, String)>,
    /// The scale, from the lowest mark.
    pub scale: Vec<u8>,
    /// The act.
    pub because: String,
    /// Marks given.
    pub marks: BTreeMap<String, u8>,
    /// What was written beside them.
    pub comment: String,
}

impl OwnChance {
    /// The lowest mark, in digits.
    pub fn least(&self) -> String {
        self.scale.first().map(u8::to_string).unwrap_or_default()
    }

    /// The highest mark, in digits.
    pub fn most(&self) -> String {
        self.scale.last().map(u8::to_string).unwrap_or_default()
    }

    /// Was that mark given?
    pub fn is(&self, criterion: &str, mark: &u8) -> bool {
        self.marks.get(criterion) == Some(mark)
    }
}

/// How rating went.
#[derive(Debug)]
pub enum Given {
    /// Given, changed, or the same as before.
    Done,
    /// All that is wrong.
    Wrong(Vec<Flaw>),
}

/// Chances of one's own case that there is something to see of: open or given. None where the region
/// asks for no ratings.
pub async fn chances(
    office: &Office,
    session: &Session,
    case: &Case,
    regulation: &Regulation,
) -> Result<Vec<OwnChance>, Stop> {
    permit(&session.subject(), Act::RateProcedure, &Thing::case(case))?;
    let Some(rules) = &office.region.ratings else { return Ok(Vec::new()) };
    let now = office.now();
    let given = ratings::of_case(&office.db, &case.id).await?;
    let context = Context { region: &office.region, clock: &office.clock };
    let mut found = Vec::new();
    for chance in rating::chances(case, &given, &context, now)? {
        if matches!(chance.state, ChanceState::Closed | ChanceState::Lapsed) {
            continue;
        }
        let known = chance.given;
        let by_day = || chance.procedure.ended_at.and_then(|ended| rules.on(office.clock.local_date(ended)));
        let set = known.and_then(|known| rules.sets.get(&known.set)).or_else(|| by_day().map(|(_, set)| set));
        let Some(set) = set else { continue };
        let exported = chance.state == ChanceState::Exported;
        let title = regulation.procedures.iter().find(|rule| rule.id == chance.procedure.id);
        found.push(OwnChance {
            procedure: chance.procedure.id.clone(),
            title: title.map_or_else(|| chance.procedure.id.clone(), |rule| rule.title.clone()),
            state: chance.state,
            open: !exported && chance.until.is_some_and(|until| now <= until),
            criteria: set.criteria.iter().map(|(id, title)| (id.clone(), title.clone())).collect(),
            scale: (set.least..=set.most).collect(),
            because: set.because.clone(),
            marks: known.map(|known| known.marks.clone()).unwrap_or_default(),
            comment: known.map(|known| known.comment.clone()).unwrap_or_default(),
        });
    }
    Ok(found)
}

/// Rates a procedure of one's own case. The case does not change by it.
pub async fn rate(
    office: &Office,
    session: &Session,
    id: &CaseId,
    procedure: &str,
    marks: &BTreeMap<String, u8>,
    comment: &str,
) -> Result<Given, Stop> {
    let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(&session.subject(), Act::RateProcedure, &Thing::case(&case))?;
    let round = case.procedures.iter().find(|one| one.id == procedure).map(|one| one.round);
    let own = rating::id_of(id, procedure, round.ok_or(Refusal::NotFound)?);
    for _ in 0..TRIES {
        let known = ratings::by_id(&office.db, &own).await?;
        let context = Context { region: &office.region, clock: &office.clock };
        let made = rating::rate(&case, procedure, marks, comment, known.as_ref(), &context, office.now())?;
        let rating = match made {
            Ok(rating) => rating,
            Err(flaws) => return Ok(Given::Wrong(flaws)),
        };
        let Some(writes) = writes(known.as_ref(), &rating) else { return Ok(Given::Done) };
        match office.db.commit(Batch::new().with_all(writes)).await {
            Ok(_) => return Ok(Given::Done),
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Conflict)
}

/// `None` when nothing changes.
fn writes(known: Option<&Rating>, rating: &Rating) -> Option<Vec<store::Write>> {
    match known {
        None => Some(ratings::insert(rating)),
        Some(known) if known == rating => None,
        Some(known) => Some(ratings::update(rating, known.revision)),
    }
}
