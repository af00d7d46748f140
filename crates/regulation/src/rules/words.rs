//! Verdicts, steps and breaches in words for people.

use super::set::{Bound, Breach, StepKind};
use super::{Proof, Strength, Verdict};

impl Verdict {
    /// «обязательно», «как A3».
    pub fn words(self) -> String {
        let words = match self {
            Self::Must => "обязательно",
            Self::MayOmit => "может не реализовываться",
            Self::NeedNot => "не подлежит, но можно",
            Self::NotSubject => "не подлежит",
            Self::Off => "не электронно, с запиской",
            Self::Choice => "решает орган",
            Self::Follows(action) => return format!("как {action}"),
            Self::WorkingGroup => "решает коллегиальный орган",
            Self::Absent => "действия нет",
            Self::Silent => "не сказано",
            Self::Unknown => "ещё не известно",
        };
        words.to_owned()
    }
}

impl Strength {
    /// One of the three strengths in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Compulsory => "обязательно",
            Self::MayBeOmitted => "может не реализовываться",
            Self::NotSubject => "не подлежит",
            Self::Open => "не определено",
        }
    }
}

impl Proof {
    /// What must go with the decision.
    pub fn words(self) -> &'static str {
        match self {
            Self::GroundAndText => "основание с пояснением",
            Self::FederalNote => "пояснительная записка с нормами федеральных актов",
            Self::WorkingGroupDecision => "решение коллегиального органа",
            Self::Declaration => "заявить подлинники сейчас, предъявить при получении результата",
            Self::IntakeAssessment => "оценка, имеет ли смысл электронный приём при предъявлении предмета",
        }
    }
}

impl StepKind {
    /// What the body does.
    pub fn words(self) -> &'static str {
        match self {
            Self::Proposes => "предлагает",
            Self::Reviews => "проверяет",
            Self::Agrees => "согласует",
            Self::Approves => "утверждает",
            Self::Confirms => "подтверждает",
            Self::Signs => "подписывает",
            Self::Informed => "уведомляется",
        }
    }
}

impl Bound {
    /// How the value bounds, before the value.
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "не меньше",
            Self::AtMost => "не больше",
            Self::Above => "больше",
            Self::Below => "меньше",
            Self::Exactly => "ровно",
        }
    }
}

impl Breach {
    /// What happens when the bound is broken.
    pub fn words(self) -> &'static str {
        match self {
            Self::Block => "не допускается",
            Self::Log => "записывается нарушение",
            Self::Flag => "помечается",
            Self::Task => "заводится задача",
            Self::Release => "исполняется само",
            Self::Metric => "измеряется",
            Self::Indicator => "показатель",
            Self::History => "прошло",
            Self::Nothing => "—",
        }
    }
}
