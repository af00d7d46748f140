//! An invented complaint about an invented case, with the demo region's grounds and calendar.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::case::Actor;
use domain::complaint::{
    About, Change, Complaint, Context, Filing, Flaw, Object, Remedy, State, Target, To, Wish, decide, file,
};
use domain::id::{self, CaseId, ComplaintId, OfficialId, PersonId};
use domain::person::Person;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::package::Assurance;
use regulation::region::{self, Region};

const CALENDAR: &str = include_str!("../../../../region/calendars/2026.yaml");
const REGION: &str = include_str!("../../../../region/region.yaml");
const COMPLAINTS: &str = include_str!("../../../../region/complaints.yaml");

pub struct World {
    pub region: Region,
    pub clock: LegalClock,
    pub acted: Vec<OfficialId>,
    ids: Box<dyn Fn(i64) -> String + Send + Sync>,
}

/// Monday, 2 March 2026, noon in the region.
pub fn monday() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn number(number: u64, bucket: i64) -> String {
    let mut uuid = [0; 16];
    uuid[..8].copy_from_slice(&number.to_be_bytes());
    id::make(uuid, bucket)
}

pub fn person() -> PersonId {
    PersonId(number(1, 7))
}

pub fn official(which: u64) -> OfficialId {
    OfficialId(number(100 + which, 0))
}

pub fn by(which: u64) -> Actor {
    Actor::Official(official(which))
}

/// Handles complaints.
pub const HANDLER: u64 = 1;
/// Could handle them as well.
pub const COLLEAGUE: u64 = 2;
/// Worked on the case.
pub const ACTED: u64 = 3;
/// Is complained of by name.
pub const MEANT: u64 = 4;

pub fn who() -> Person {
    Person {
        id: person(),
        oid: "1000".to_owned(),
        name: "Образцова Примера Примеровна".to_owned(),
        assurance: Assurance::Confirmed,
        claims: serde_json::Map::new(),
        claims_at: monday(),
        email: None,
        phone: None,
        channels: BTreeMap::new(),
    }
}

pub fn filing() -> Filing {
    Filing {
        authority: "city-architecture".to_owned(),
        target: Some(Target::Official),
        who: "Главный специалист".to_owned(),
        object: Some(Object::Decision),
        ground: "service-refused".to_owned(),
        words: "Отказали без причины.".to_owned(),
        wants: "Отменить отказ.".to_owned(),
    }
}

pub fn about() -> About {
    About {
        case: CaseId(number(50, 7)),
        number: "ГА-2026-000001-00".to_owned(),
        service: "land-plan".to_owned(),
        version: "1".to_owned(),
    }
}

impl World {
    pub fn new() -> Self {
        let (calendar, _) = Calendar::read(&Sources(BTreeMap::from([("2026.yaml".to_owned(), CALENDAR.to_owned())])));
        let files = [("region.yaml", REGION), ("complaints.yaml", COMPLAINTS)];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let (region, found) = region::read(&Sources(BTreeMap::from(files)));
        let region = region.unwrap_or_else(|| panic!("{found:#?}"));
        let clock = region.clock(calendar.unwrap()).unwrap();
        let count = AtomicU64::new(1_000);
        let ids = Box::new(move |bucket| number(count.fetch_add(1, Ordering::SeqCst), bucket));
        Self { region, clock, acted: vec![official(ACTED)], ids }
    }

    pub fn try_file(&self, filing: &Filing, about: Option<About>, now: Timestamp) -> Result<Change, Vec<Flaw>> {
        let id = ComplaintId(number(60, 7));
        let people = vec![official(MEANT)];
        let title = "Градостроительный план".to_owned();
        file(id, &who(), filing, about, title, people, &self.region, &self.clock, &*self.ids, now).unwrap()
    }

    pub fn filed(&self) -> Change {
        self.try_file(&filing(), Some(about()), monday()).unwrap()
    }

    pub fn ask(&self, of: &Complaint, wish: &Wish, by: &Actor, now: Timestamp) -> Result<Change, Refusal> {
        let context = Context { region: &self.region, clock: &self.clock, acted: &self.acted, ids: &*self.ids };
        decide(of, wish, by, &context, now)
    }

    pub fn did(&self, of: &Complaint, wish: &Wish, by: &Actor) -> Complaint {
        self.ask(of, wish, by, monday()).unwrap_or_else(|no| panic!("{wish:?}: {no}")).complaint
    }

    /// A complaint that stands in a state.
    pub fn in_state(&self, state: State) -> Complaint {
        let handler = by(HANDLER);
        let filed = self.filed().complaint;
        if state == State::Filed {
            return filed;
        }
        let go = |wishes: &[Wish], of: &Complaint| {
            wishes.iter().fold(of.clone(), |complaint, wish| self.did(&complaint, wish, &handler))
        };
        let considered = || go(&[Wish::Register, assign(HANDLER), Wish::Consider], &filed);
        match state {
            State::Filed => filed,
            State::Redirected => go(&[away_within()], &filed),
            State::Registered => go(&[Wish::Register], &filed),
            State::Assigned => go(&[Wish::Register, assign(HANDLER)], &filed),
            State::Considering => considered(),
            State::RemedyInProgress => go(&[satisfy(Remedy::Order)], &considered()),
            State::Satisfied => go(&[satisfy(Remedy::Reopen)], &considered()),
            State::Dismissed => go(&[dismiss()], &considered()),
            State::LeftUnanswered => go(&[Wish::LeaveUnanswered { ground: "insulting".to_owned() }], &considered()),
            State::Withdrawn => self.did(&filed, &Wish::Withdraw, &Actor::Applicant(person())),
            State::SentAway => go(&[away_outside()], &filed),
        }
    }
}

pub fn assign(to: u64) -> Wish {
    Wish::Assign { to: official(to) }
}

pub fn satisfy(remedy: Remedy) -> Wish {
    Wish::Satisfy { words: "Отказ не опирается на правила.".to_owned(), remedy }
}

pub fn dismiss() -> Wish {
    Wish::Dismiss { ground: "unfounded".to_owned(), words: "Участок без границ.".to_owned() }
}

pub fn away_within() -> Wish {
    let to = To::Within("social-ministry".to_owned());
    Wish::Redirect { to, words: "Услугу предоставляет министерство.".to_owned() }
}

pub fn away_outside() -> Wish {
    let to = To::Outside("Прокуратура Примерного района".to_owned());
    Wish::Redirect { to, words: "Жалоба не на наш орган.".to_owned() }
}
