//! Filing: what a citizen wrote becomes a complaint, or all that is wrong with it at once.

use jiff::Timestamp;
use regulation::region::{Object, Region};

use super::decide::{Change, later};
use super::event::{Entry, Event};
use super::model::{About, Against, Complaint, Federal, Target};
use super::state::State;
use crate::case::Actor;
use crate::id::{ComplaintId, OfficialId};
use crate::journal::digest;
use crate::person::Person;
use crate::refusal::Refusal;

/// The longest text of one field, in letters: a limit of safety.
const LONGEST: usize = 4000;

/// What a citizen wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filing {
    /// The body.
    pub authority: String,
    /// Whom it is about.
    pub target: Option<Target>,
    /// Who exactly.
    pub who: String,
    /// What it is about.
    pub object: Option<Object>,
    /// The ground.
    pub ground: String,
    /// What happened.
    pub words: String,
    /// What is wanted.
    pub wants: String,
}

/// What is wrong with it; each has a field and sentences in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// No such body.
    Authority,
    /// Nobody is named.
    Target,
    /// Nothing is named.
    Object,
    /// No ground.
    Ground,
    /// The ground does not fit what is complained of.
    GroundUnfit,
    /// Nothing is told.
    Words,
    /// Too long.
    WordsLong,
    /// Nothing is wanted.
    Wants,
    /// Too long.
    WantsLong,
    /// Too long.
    WhoLong,
}

impl Flaw {
    /// All of them, for the catalogue of messages.
    pub const ALL: [Self; 10] = [
        Self::Authority,
        Self::Target,
        Self::Object,
        Self::Ground,
        Self::GroundUnfit,
        Self::Words,
        Self::WordsLong,
        Self::Wants,
        Self::WantsLong,
        Self::WhoLong,
    ];

    /// The field it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Target => "target",
            Self::Object => "object",
            Self::Ground | Self::GroundUnfit => "ground",
            Self::Words | Self::WordsLong => "words",
            Self::Wants | Self::WantsLong => "wants",
            Self::WhoLong => "who",
        }
    }

    /// Key of what is wrong; `KEY-mend` says how to mend it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Authority => "complaint-wrong-authority",
            Self::Target => "complaint-wrong-target",
            Self::Object => "complaint-wrong-object",
            Self::Ground => "complaint-wrong-ground",
            Self::GroundUnfit => "complaint-wrong-ground-unfit",
            Self::Words => "complaint-wrong-words",
            Self::WordsLong | Self::WantsLong | Self::WhoLong => "complaint-wrong-long",
            Self::Wants => "complaint-wrong-wants",
        }
    }
}

fn flaws(filing: &Filing, region: &Region) -> Vec<Flaw> {
    let mut found = Vec::new();
    let mut wrong = |is: bool, flaw: Flaw| {
        if is {
            found.push(flaw);
        }
    };
    let empty = |text: &str| text.trim().is_empty();
    let long = |text: &str| text.chars().count() > LONGEST;
    wrong(region.authority(&filing.authority).is_none(), Flaw::Authority);
    wrong(filing.target.is_none(), Flaw::Target);
    wrong(long(&filing.who), Flaw::WhoLong);
    wrong(filing.object.is_none(), Flaw::Object);
    let known = region.complaints.as_ref().and_then(|rules| rules.grounds.get(&filing.ground));
    wrong(known.is_none(), Flaw::Ground);
    if let (Some(ground), Some(object)) = (known, filing.object) {
        wrong(!ground.objects.contains(&object), Flaw::GroundUnfit);
    }
    wrong(empty(&filing.words), Flaw::Words);
    wrong(long(&filing.words), Flaw::WordsLong);
    wrong(empty(&filing.wants), Flaw::Wants);
    wrong(long(&filing.wants), Flaw::WantsLong);
    found
}

/// Files a complaint; `people` are officials known to be meant. Its number is put in by who commits
/// it. The outer error is the region's: no complaints here, or no calendar.
#[expect(clippy::too_many_arguments, reason = "who, what, about what and when are all that a complaint begins with")]
pub fn file(
    id: ComplaintId,
    person: &Person,
    filing: &Filing,
    about: Option<About>,
    title: String,
    people: Vec<OfficialId>,
    region: &Region,
    clock: &regulation::clock::LegalClock,
    ids: &(dyn Fn(i64) -> String + Send + Sync),
    now: Timestamp,
) -> Result<Result<Change, Vec<Flaw>>, Refusal> {
    let rules = region.complaints.as_ref().ok_or(Refusal::NotFound)?;
    let found = flaws(filing, region);
    let (Some(target), Some(object), true) = (filing.target, filing.object, found.is_empty()) else {
        return Ok(Err(found));
    };
    let due = clock.due(now, rules.register_within.value, &[])?;
    let complaint = Complaint {
        id,
        number: String::new(),
        person: person.id.clone(),
        name: person.name.clone(),
        authority: filing.authority.clone(),
        against: Against { target, person: filing.who.trim().to_owned(), people },
        object,
        ground: filing.ground.clone(),
        about,
        title,
        words: filing.words.trim().to_owned(),
        wants: filing.wants.trim().to_owned(),
        state: State::Filed,
        revision: 1,
        filed_at: now,
        register_due: due.clone(),
        registered_at: None,
        due: None,
        handler: None,
        federal: Federal::default(),
        redirected: Vec::new(),
        decision: None,
        remedy_due: None,
        remedied: None,
        breached: Vec::new(),
        closed_at: None,
    };
    let event = Event::Filed {
        number: String::new(),
        authority: complaint.authority.clone(),
        target,
        object,
        ground: complaint.ground.clone(),
        case: complaint.about.as_ref().map(|about| about.case.clone()),
        due,
        digest: digest(&(&complaint.words, &complaint.wants, &complaint.against.person)),
    };
    let by = Actor::Applicant(person.id.clone());
    let jobs = later(None, &complaint, ids, now);
    Ok(Ok(Change { journal: vec![Entry { at: now, by, event }], notices: Vec::new(), jobs, complaint }))
}
