//! Rule sets: what regions demand of electronic services, as data (RULE-01…07).
//!
//! A rule set is a regulation about regulations: its facts are those of a service (demand,
//! payment, kind of result, reception), its rules say which of the nine actions must, may, need
//! not or cannot be electronic, by which clause and with which proof. The sets themselves are
//! files in `rules/`; docs/rule-sets.md describes them.

mod check;
mod compare;
mod composition;
mod judge;
mod read;
mod service;
mod service_file;
mod set;
mod target;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use check::{Finding, OWN_GROUND, check};
pub use compare::*;
pub use composition::*;
pub use judge::{Judgement, judge, judge_chosen};
pub use read::read;
pub use service::*;
pub use service_file::{FILE as ELECTRONIC_FILE, read_electronic};
pub use set::*;
pub use target::{Progress, approvable, mismatch, progress};

/// The nine actions of an applicant that may be done electronically, in the official order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Action {
    /// Information on the order and the terms.
    A1,
    /// Booking of a visit to file.
    A2,
    /// Composing the request.
    A3,
    /// Intake and registration.
    A4,
    /// Payment.
    A5,
    /// Receiving the result.
    A6,
    /// Following the progress.
    A7,
    /// Rating the quality.
    A8,
    /// Pre-trial appeal.
    A9,
}

impl Action {
    /// All nine, in the official order.
    pub const ALL: [Self; 9] =
        [Self::A1, Self::A2, Self::A3, Self::A4, Self::A5, Self::A6, Self::A7, Self::A8, Self::A9];

    /// `A3`.
    pub fn code(self) -> &'static str {
        ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"][self as usize]
    }

    /// The number of its column in the matrix and its row in the passport, from one.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The action with that code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The official name, as tables print it.
    pub fn title(self) -> &'static str {
        match self {
            Self::A1 => "Получение информации о порядке и сроках предоставления услуги",
            Self::A2 => "Запись на приём в орган, многофункциональный центр для подачи запроса",
            Self::A3 => "Формирование запроса",
            Self::A4 => "Приём и регистрация запроса и иных документов, необходимых для предоставления услуги",
            Self::A5 => "Оплата государственной пошлины и иных платежей",
            Self::A6 => "Получение результата предоставления услуги",
            Self::A7 => "Получение сведений о ходе выполнения запроса",
            Self::A8 => "Осуществление оценки качества предоставления услуги",
            Self::A9 => "Досудебное (внесудебное) обжалование решений и действий (бездействия)",
        }
    }

    /// The fact by which rules ask whether the action was chosen to be electronic: `chosen.a3`.
    pub fn fact(self) -> String {
        format!("chosen.{}", self.code().to_lowercase())
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// What a rule set says of one action of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Must be electronic: `1`.
    Must,
    /// May be left out («может не реализовываться»).
    MayOmit,
    /// Not subject, but only exempt: doing it anyway is allowed (AMB-02).
    NeedNot,
    /// Not subject («не подлежит») and impossible: doing it is refused.
    NotSubject,
    /// Cannot be electronic, with proof: `0`.
    Off,
    /// The body decides.
    Choice,
    /// Does as another action does.
    Follows(Action),
    /// The collegial body decides.
    WorkingGroup,
    /// The action does not exist in the service: `-`.
    Absent,
    /// The rule set says nothing of the action.
    Silent,
    /// Depends on facts that are not known yet.
    Unknown,
}

/// The three strengths that are kept apart (RULE-03), and what has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Compulsory.
    Compulsory,
    /// «Может не реализовываться».
    MayBeOmitted,
    /// «Не подлежит».
    NotSubject,
    /// Somebody decides, or nothing is said.
    Open,
}

impl Verdict {
    /// How strongly it binds.
    pub fn strength(self) -> Strength {
        match self {
            Self::Must | Self::Follows(_) => Strength::Compulsory,
            Self::MayOmit => Strength::MayBeOmitted,
            Self::NeedNot | Self::NotSubject | Self::Off | Self::Absent => Strength::NotSubject,
            Self::Choice | Self::WorkingGroup | Self::Silent | Self::Unknown => Strength::Open,
        }
    }
}

/// Which rule set said it, in which version (RULE-07).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SetVersion {
    /// Id of the set: `kos-44`.
    pub id: String,
    /// Its version: `2017.1`.
    pub version: String,
}

/// A ground not to do an action electronically, from a closed list: `G3.1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Code in the list.
    pub code: String,
    /// The action it is for.
    pub action: Action,
    /// What it says, in plain words.
    pub title: String,
    /// The clause as cited.
    pub clause: String,
}

/// What must go with a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// A ground of the list and an explanation for this service.
    GroundAndText,
    /// An explanatory note that cites federal acts down to the sub-item.
    FederalNote,
    /// A decision of the collegial body.
    WorkingGroupDecision,
    /// The applicant declares the originals now and shows them with the result.
    Declaration,
    /// An assessment whether electronic intake makes sense when a thing is shown later (INTAKE-07).
    IntakeAssessment,
}

/// A fact that a verdict rests on, with its value in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUsed {
    /// Name: `demand.requests`.
    pub name: String,
    /// What it is, in plain words.
    pub label: String,
    /// Its value in words; `None` when it is not known.
    pub value: Option<String>,
}

/// What a rule set says of one action of a service, with everything it rests on (RULE-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionVerdict {
    /// The action.
    pub action: Action,
    /// What is said.
    pub verdict: Verdict,
    /// How strongly.
    pub strength: Strength,
    /// The code of the matrix that follows; `None` while somebody may choose.
    pub cell: Option<Cell>,
    /// Channels that the rule speaks of.
    pub channels: Vec<Channel>,
    /// Every ground that holds, whichever rule decided.
    pub grounds: Vec<Ground>,
    /// Id of the rule that decided.
    pub rule: String,
    /// Its clause as cited.
    pub clause: String,
    /// The rule in a whole sentence.
    pub say: String,
    /// Facts that the decision rests on.
    pub facts: Vec<FactUsed>,
    /// Facts still missing, when the verdict is unknown.
    pub missing: Vec<String>,
    /// What must go with the decision.
    pub proof: Vec<Proof>,
    /// The rule set and version it was made under.
    pub set: SetVersion,
}
