//! Ways to a service: where it is told about, applied for, paid, followed, handed out (CAT-14).

use serde::Serialize;

use super::Clause;
use crate::diagnostic::Span;

/// A way to the service and what it is good for.
#[derive(Debug, Clone)]
pub struct ServiceChannel {
    /// The way.
    pub channel: ChannelKind,
    /// What it is good for.
    pub purposes: Vec<ChannelPurpose>,
    /// When it is open, in words: «по будням с 9 до 18».
    pub hours: Option<String>,
    /// The clause, where one sets it.
    pub because: Option<Clause>,
    /// Where it is declared.
    pub span: Span,
}

/// Ways to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Единый портал (ЕПГУ).
    Epgu,
    /// The region's own portal (РПГУ).
    Portal,
    /// A service centre (МФЦ).
    ServiceCentre,
    /// The authority itself.
    Office,
    /// By post.
    Post,
    /// By e-mail.
    Email,
    /// The authority's site.
    Site,
    /// By phone.
    Phone,
}

impl ChannelKind {
    /// For people: «Единый портал госуслуг».
    pub fn title(self) -> &'static str {
        match self {
            Self::Epgu => "Единый портал госуслуг",
            Self::Portal => "Региональный портал",
            Self::ServiceCentre => "МФЦ",
            Self::Office => "Ведомство лично",
            Self::Post => "Почта",
            Self::Email => "Электронная почта",
            Self::Site => "Сайт ведомства",
            Self::Phone => "Телефон",
        }
    }
}

/// What a way is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelPurpose {
    /// To learn about the service.
    Inform,
    /// To choose a slot.
    Book,
    /// To apply.
    File,
    /// To pay.
    Pay,
    /// To follow the case.
    Follow,
    /// To have the result.
    Result,
    /// To complain.
    Complain,
}

impl ChannelPurpose {
    /// For people: «подать заявление».
    pub fn title(self) -> &'static str {
        match self {
            Self::Inform => "узнать об услуге",
            Self::Book => "записаться на приём",
            Self::File => "подать заявление",
            Self::Pay => "оплатить",
            Self::Follow => "следить за делом",
            Self::Result => "получить результат",
            Self::Complain => "пожаловаться",
        }
    }
}
