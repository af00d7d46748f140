//! An invented service, region, applicant and officials; moments in the spring of 2026, when
//! Samara is four hours ahead of UTC.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::case::{Actor, Case, CaseState, Change, Context, Filing, Score, Sheet, Wish, decide, file};
use domain::draft::{self, Draft};
use domain::id::{CaseId, DraftId, OfficialId, PersonId, ResultId, StockId};
use domain::journal::{Entry, replay_agrees};
use domain::official::{Mandate, Official, Role};
use domain::permit::AccountKind;
use domain::person::Person;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::clock::{Calendar, LegalClock};
use regulation::diagnostic::Sources;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::form::Answers;
use regulation::package::{self, Assurance, Regulation};
use regulation::region::{self, Region};
use serde_json::json;

pub const TEXT: &str = include_str!("fixture/regulation.yaml");
pub const CASES: &str = include_str!("fixture/cases.yaml");
const CALENDAR: &str = include_str!("../../../../region/calendars/2026.yaml");
const NEXT_YEAR: &str = include_str!("../../../../region/calendars/2027.yaml");
const REGION: &str = include_str!("../../../../region/region.yaml");

static USUAL: LazyLock<Regulation> = LazyLock::new(|| read_with(TEXT, CASES));
static CALENDARS: LazyLock<(LegalClock, Region)> = LazyLock::new(|| {
    let years = Sources(BTreeMap::from([
        ("2026.yaml".to_owned(), CALENDAR.to_owned()),
        ("2027.yaml".to_owned(), NEXT_YEAR.to_owned()),
    ]));
    let (calendar, found) = Calendar::read(&years);
    let calendar = calendar.unwrap_or_else(|| panic!("{found:#?}"));
    let (region, found) = region::read(&Sources(BTreeMap::from([("region.yaml".to_owned(), REGION.to_owned())])));
    let region = region.unwrap_or_else(|| panic!("{found:#?}"));
    (region.clock(calendar).unwrap(), region)
});

pub struct World {
    pub regulation: Regulation,
    pub clock: LegalClock,
    pub region: Region,
    ids: Box<dyn Fn(i64) -> String + Send + Sync>,
}

/// A case with everything that was ever written of it.
#[derive(Clone)]
pub struct Told {
    pub case: Case,
    pub journal: Vec<Entry>,
    pub last: Change,
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Thursday, 12 March 2026, 10:00 in Samara.
pub fn morning() -> Timestamp {
    at("2026-03-12T06:00:00Z")
}

fn read_with(text: &str, cases: &str) -> Regulation {
    let files = BTreeMap::from([
        ("regulation.yaml".to_owned(), text.to_owned()),
        ("extract.typ".to_owned(), "= Выписка".to_owned()),
        ("cases/basic.yaml".to_owned(), cases.to_owned()),
    ]);
    let (regulation, found) = package::read(&Sources(files));
    regulation.unwrap_or_else(|| panic!("the invented service must be in order: {found:#?}"))
}

pub fn person_id() -> PersonId {
    PersonId("0000000000000000000000000000002a".to_owned())
}

pub fn official(number: u8) -> OfficialId {
    OfficialId(format!("0000000000000000000000000000f0{number:02x}"))
}

pub fn machine() -> Actor {
    Actor::Machine
}

pub fn anna() -> Actor {
    Actor::Official(official(1))
}

pub fn boris() -> Actor {
    Actor::Official(official(2))
}

pub fn applicant() -> Actor {
    Actor::Applicant(person_id())
}

pub fn signer() -> Official {
    Official {
        id: official(3),
        login: "primerova".to_owned(),
        name: "Примерова Проба Образцовна".to_owned(),
        post: "Начальник отдела".to_owned(),
        authority: "nature-ministry".to_owned(),
        roles: vec![Role::Caseworker, Role::Signer],
        active: true,
        mandate: Mandate::default(),
    }
}

/// A sheet of the official with that number.
pub fn sheet(number: u8) -> Sheet {
    let score = Score { criterion: "hull".to_owned(), score: 5.into() };
    Sheet {
        expert: official(number).0, scores: vec![score], text: "Корпус цел".to_owned(), evidence: Vec::new()
    }
}

pub fn stock_id() -> StockId {
    StockId("00000000000000000000000000cc002a".to_owned())
}

pub fn result_id(number: u8) -> ResultId {
    ResultId(format!("00000000000000000000000000aa{number:02x}2a"))
}

/// Stops on that ground, with words of the official.
pub fn suspend(ground: &str) -> Wish {
    Wish::Suspend { ground: ground.to_owned(), words: Some("Нужна схема проезда".to_owned()) }
}

/// Asks the applicant for these facts.
pub fn ask(facts: &[&str]) -> Wish {
    let facts = facts.iter().map(|name| (*name).to_owned()).collect();
    Wish::AskApplicant { facts, words: "Нужна схема проезда".to_owned() }
}

/// What the applicant says of a text fact.
pub fn said(name: &str, text: &str, now: Timestamp) -> Facts {
    let mut facts = Facts::default();
    let value = Some(Value::Text(text.to_owned()));
    facts.learn(name, Known { value, source: Source::Applicant, at: now, contested: false });
    facts
}

pub fn from_register(source: &str, name: &str, value: Option<bool>, now: Timestamp) -> Facts {
    let mut facts = Facts::default();
    let source = Source::Register { source: source.to_owned() };
    facts.learn(name, Known { value: value.map(Value::YesNo), source, at: now, contested: false });
    facts
}

impl World {
    pub fn new() -> Self {
        Self::of(TEXT)
    }

    pub fn of(text: &str) -> Self {
        Self::with_cases(text, CASES)
    }

    /// Another file of the regulation, with its own test cases.
    pub fn with_cases(text: &str, cases: &str) -> Self {
        let (clock, region) = &*CALENDARS;
        let regulation = if (text, cases) == (TEXT, CASES) { USUAL.clone() } else { read_with(text, cases) };
        let counter = AtomicU64::new(1);
        let ids = Box::new(move |bucket: i64| {
            let number = counter.fetch_add(1, Ordering::Relaxed);
            domain::id::make((u128::from(number) << 16).to_be_bytes(), bucket)
        });
        Self { regulation, clock: clock.clone(), region: region.clone(), ids }
    }

    /// The same world after a decree moved a day off to that day.
    pub fn amended(&self, day: &str) -> Self {
        let year = CALENDAR
            .replace("days-off:\n", &format!("days-off:\n  {day}: Выдуманный праздник\n"))
            .replace("working-days: 247", "working-days: 246");
        let (calendar, found) = Calendar::read(&Sources(BTreeMap::from([
            ("2026.yaml".to_owned(), year),
            ("2027.yaml".to_owned(), NEXT_YEAR.to_owned()),
        ])));
        let mut world = Self::new();
        world.clock.calendar = calendar.unwrap_or_else(|| panic!("{found:#?}"));
        world
    }

    pub fn context(&self) -> Context<'_> {
        Context { regulation: &self.regulation, clock: &self.clock, region: &self.region, ids: &*self.ids }
    }

    pub fn person(&self) -> Person {
        Person {
            id: person_id(),
            oid: "1000000042".to_owned(),
            name: "Образцов Пример Примерович".to_owned(),
            assurance: Assurance::Confirmed,
            claims: serde_json::Map::new(),
            claims_at: morning(),
            email: Some("obrazcov@primer.example".to_owned()),
            phone: Some("+79000000001".to_owned()),
            channels: BTreeMap::new(),
        }
    }

    pub fn answers(&self) -> Answers {
        [
            ("request.kind", "give"),
            ("boat.mark", "Пример-1"),
            ("boat.length", "5"),
            ("boat.sound", "true"),
            ("applicant.name", "Образцов Пример"),
            ("applicant.birthdate", "1990-05-01"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect()
    }

    pub fn draft(&self) -> Draft {
        let id = DraftId("000000000000000000000000000d002a".to_owned());
        let begun = draft::begin(id, &person_id(), Facts::default(), &self.context(), morning());
        draft::save(&begun, &self.answers(), Some("applicant"), &self.context(), morning()).unwrap()
    }

    pub fn filing<'a>(&self, draft: &'a Draft, person: &'a Person) -> Filing<'a> {
        Filing {
            draft,
            person,
            account: AccountKind::Person,
            case: CaseId("000000000000000000000000000c002a".to_owned()),
            number: "МП-2026-000042-07".to_owned(),
            declared: Vec::new(),
            owed: Vec::new(),
        }
    }

    pub fn filed(&self) -> Told {
        self.filed_with(&[])
    }

    /// Filed with some answers other than usual.
    pub fn filed_with(&self, other: &[(&str, &str)]) -> Told {
        let answers = other.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let draft = draft::save(&self.draft(), &answers, None, &self.context(), morning()).unwrap();
        self.filed_from(&draft, Vec::new())
    }

    pub fn filed_from(&self, draft: &Draft, declared: Vec<String>) -> Told {
        self.filed_as(draft, declared, AccountKind::Person)
    }

    /// The same on behalf of a sole trader or an organisation.
    pub fn filed_as(&self, draft: &Draft, declared: Vec<String>, account: AccountKind) -> Told {
        let person = self.person();
        let filing = Filing { declared, account, ..self.filing(draft, &person) };
        let change = file(&filing, &self.context(), morning()).unwrap();
        Told { case: change.case.clone(), journal: change.journal.clone(), last: change }
    }

    /// Grants a wish that must be granted, and checks that row, journal and table still agree.
    pub fn grant(&self, told: &Told, wish: &Wish, by: &Actor, now: Timestamp) -> Told {
        self.wish(told, wish, by, now).unwrap_or_else(|refusal| panic!("{wish:?} by {by:?}: {refusal}"))
    }

    pub fn refused(&self, told: &Told, wish: &Wish, by: &Actor, now: Timestamp) -> Refusal {
        match self.wish(told, wish, by, now) {
            Ok(_) => panic!("{wish:?} by {by:?} must be refused"),
            Err(refusal) => refusal,
        }
    }

    pub fn wish(&self, told: &Told, wish: &Wish, by: &Actor, now: Timestamp) -> Result<Told, Refusal> {
        let change = decide(&told.case, wish, by, &self.context(), now)?;
        let mut journal = told.journal.clone();
        journal.extend(change.journal.iter().cloned());
        replay_agrees(&change.case, &journal).unwrap();
        assert_eq!(change.case.revision, told.case.revision + 1);
        let leads = domain::case::leads(told.case.state, wish.kind());
        assert!(leads.contains(&change.case.state), "{wish:?} led to {:?}", change.case.state);
        Ok(Told { case: change.case.clone(), journal, last: change })
    }

    pub fn delivered(&self) -> Told {
        self.grant(&self.filed(), &Wish::Deliver, &machine(), morning())
    }

    /// Registered by the machine: the exchange runs.
    pub fn registered(&self) -> Told {
        self.grant(&self.delivered(), &Wish::Register, &machine(), morning())
    }

    /// Both sources answered that there is nothing against it.
    pub fn answered(&self) -> Told {
        let told = self.learn(&self.registered(), "gims.debt", "debt", Some(false));
        let told = self.learn(&told, "gims.theft", "stolen", Some(false));
        assert_eq!(told.case.state, CaseState::InProgress);
        told
    }

    pub fn learn(&self, told: &Told, source: &str, name: &str, value: Option<bool>) -> Told {
        let facts = from_register(source, name, value, morning());
        self.grant(told, &Wish::Learn { facts }, &machine(), morning())
    }

    /// The decision procedure runs.
    pub fn deciding(&self) -> Told {
        let wish = Wish::EndProcedure { procedure: "queries".to_owned() };
        self.grant(&self.answered(), &wish, &machine(), morning())
    }

    pub fn granted(&self) -> Told {
        self.grant(&self.deciding(), &Wish::Grant { trace: json!({}) }, &machine(), morning())
    }

    pub fn ready(&self) -> Told {
        let wish = Wish::Issue { result: result_id(1), signer: official(3) };
        self.grant(&self.granted(), &wish, &machine(), morning())
    }

    /// A case in each state that a wish can lead to.
    pub fn in_state(&self, state: CaseState) -> Told {
        let now = morning();
        match state {
            CaseState::Submitted => self.filed(),
            CaseState::Delivering => self.grant(&self.filed(), &Wish::DelayDelivery, &machine(), now),
            CaseState::Delivered => self.delivered(),
            CaseState::Registered => self.standing(CaseState::Registered),
            CaseState::NotAccepted => {
                let told = self.grant(&self.delivered(), &Wish::Take, &anna(), now);
                let wish = Wish::RefuseIntake { grounds: vec!["A2".to_owned()], words: None };
                self.grant(&told, &wish, &anna(), now)
            }
            CaseState::InProgress => self.deciding(),
            CaseState::Suspended => self.suspended(),
            CaseState::AwaitingApplicant => self.asked(),
            CaseState::AwaitingPayment => self.standing(CaseState::AwaitingPayment),
            CaseState::DecisionPositive => self.granted(),
            CaseState::DecisionNegative => {
                let told = self.grant(&self.deciding(), &Wish::Take, &anna(), now);
                let wish = Wish::Refuse { grounds: vec!["R4".to_owned()], words: None, trace: json!({}) };
                self.grant(&told, &wish, &anna(), now)
            }
            CaseState::ResultReady => self.ready(),
            CaseState::Completed => self.grant(&self.ready(), &Wish::Complete, &machine(), now),
            CaseState::Withdrawn => self.grant(&self.deciding(), &Wish::Withdraw, &applicant(), now),
            CaseState::Returned | CaseState::Forwarded => self.turned_away(state),
        }
    }

    /// Suspended by an official who put the case back.
    pub fn suspended(&self) -> Told {
        let told = self.grant(&self.deciding(), &Wish::Take, &anna(), morning());
        let told = self.grant(&told, &suspend("S1"), &anna(), morning());
        self.grant(&told, &Wish::Return, &anna(), morning())
    }

    /// The applicant was asked by an official who put the case back.
    pub fn asked(&self) -> Told {
        let told = self.grant(&self.deciding(), &Wish::Take, &anna(), morning());
        let told = self.grant(&told, &ask(&["boat.note"]), &anna(), morning());
        self.grant(&told, &Wish::Return, &anna(), morning())
    }

    /// Too long a boat: returned, or passed on.
    pub fn turned_away(&self, state: CaseState) -> Told {
        let length = if state == CaseState::Returned { "92" } else { "99" };
        let told = self.grant(&self.filed_with(&[("boat.length", length)]), &Wish::Deliver, &machine(), morning());
        let wish = match state {
            CaseState::Returned => Wish::GiveBack { ground: "B1".to_owned(), words: None, trace: json!({}) },
            _ => Wish::Forward { ground: "F1".to_owned(), words: None, trace: json!({}) },
        };
        self.grant(&told, &wish, &machine(), morning())
    }

    /// States that the invented service does not stay in.
    fn standing(&self, state: CaseState) -> Told {
        let mut told = self.deciding();
        told.case.state = state;
        told
    }
}
