//! What СМЭВ says instead of doing what it was asked: faults at once, and those that come later
//! through the queue of answers.

use super::names::{BASIC, SOAP};
use crate::exchange::STALE;
use crate::failure::Failure;
use crate::xml::Element;

const SYSTEM: &str = "СМЭВ";

/// A fault with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: Kind,
    /// Code, as СМЭВ gives it: `tsmev3:P:…`.
    pub code: String,
    /// In its words.
    pub words: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Faults of the service (MR 3.3.0.0, tables 14 to 19).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// Every fault.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in the schema.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

kinds! {
    /// Nobody is registered for such a body.
    BusinessDataTypeIsNotSupported,
    /// The transaction code is wrong.
    TransactionCodeInvalid,
    /// Our signature did not pass.
    SignatureVerificationFault,
    /// The body does not fit its schema.
    InvalidContent,
    /// Headers and contents of attachments do not fit.
    AttachmentContentMiscoordination,
    /// Attachments are too large.
    AttachmentSizeLimitExceeded,
    /// The quota is used up for now.
    QuoteLimitExceeded,
    /// We may not ask this provider.
    AccessDenied,
    /// We are not known.
    SenderIsNotRegistered,
    /// The address of the answer leads nowhere.
    RecipientIsNotFound,
    /// The queue of the recipient is full.
    DestinationOverflow,
    /// СМЭВ itself is out of order.
    SMEVFailure,
    /// It has this message already.
    MessageIsAlreadySent,
    /// The message id is none.
    InvalidMessageIdFormat,
    /// The message id has outlived its life.
    StaleMessageId,
    /// The message has outlived the life we gave it.
    EndOfLifeReached,
    /// A request was sent as an answer.
    IncorrectResponseContentType,
    /// No such message awaits an acknowledgement.
    TargetMessageIsNotFound,
    /// No such request.
    RequestIsNotFound,
    /// No such type of message is registered.
    UnknownMessageType,
    /// Something that this program does not know.
    Other,
}

impl Kind {
    /// The fault of that name.
    pub fn of(name: &str) -> Self {
        let bare = name.strip_suffix("Fault").unwrap_or(name);
        let same = |kind: &&Self| kind.name() == name || kind.name() == bare;
        match name {
            "EndOfLife" | "EndOfLifeFault" => Self::EndOfLifeReached,
            _ => Self::ALL.iter().find(same).copied().unwrap_or(Self::Other),
        }
    }

    /// May the same message be taken later? СМЭВ itself asks to go on trying after these.
    pub fn is_later(self) -> bool {
        matches!(self, Self::QuoteLimitExceeded | Self::DestinationOverflow | Self::SMEVFailure)
    }

    /// What it means, for an official.
    fn says(self) -> &'static str {
        match self {
            Self::BusinessDataTypeIsNotSupported | Self::UnknownMessageType => {
                "СМЭВ не знает такого вида сведений: проверьте его регистрацию."
            }
            Self::TransactionCodeInvalid => "СМЭВ не приняла код транзакции.",
            Self::SignatureVerificationFault => {
                "СМЭВ не приняла электронную подпись системы: проверьте ключ и сертификат."
            }
            Self::InvalidContent => "Запрос не прошёл проверку по схеме вида сведений.",
            Self::AttachmentContentMiscoordination => "Вложения не соответствуют их описанию.",
            Self::AttachmentSizeLimitExceeded => "Вложения слишком велики для СМЭВ.",
            Self::QuoteLimitExceeded => "Исчерпана квота обращений к СМЭВ.",
            Self::AccessDenied => "Системе не разрешено запрашивать эти сведения: нужен доступ к виду сведений.",
            Self::SenderIsNotRegistered => "Система не зарегистрирована в СМЭВ.",
            Self::RecipientIsNotFound => "СМЭВ не нашла получателя ответа.",
            Self::DestinationOverflow => "Очередь поставщика сведений переполнена.",
            Self::SMEVFailure => "СМЭВ временно не работает.",
            Self::MessageIsAlreadySent => "Сообщение уже отправлено.",
            Self::InvalidMessageIdFormat => "Идентификатор сообщения не принят.",
            Self::StaleMessageId => "Идентификатор сообщения устарел.",
            Self::EndOfLifeReached => "Истекло время жизни сообщения.",
            Self::IncorrectResponseContentType => "Вместо ответа отправлен запрос.",
            Self::TargetMessageIsNotFound => "СМЭВ не ждёт подтверждения этого сообщения.",
            Self::RequestIsNotFound => "СМЭВ не нашла такого запроса.",
            Self::Other => "СМЭВ отклонила сообщение.",
        }
    }
}

impl Fault {
    /// Reads a SOAP fault.
    pub fn of_soap(fault: &Element) -> Self {
        let detail = fault.elements().find(|one| one.name.local == "detail").and_then(|one| one.elements().next());
        let words = || fault.elements().find(|one| one.name.local == "faultstring").map(|one| one.text());
        match detail {
            Some(detail) => {
                let mut read = Self::of_detail(detail, &detail.name.local);
                if read.words.is_empty() {
                    read.words = words().unwrap_or_default();
                }
                read
            }
            None => Self { kind: Kind::Other, code: String::new(), words: words().unwrap_or_default() },
        }
    }

    /// Reads the fault inside a status that came through a queue; its type tells which.
    pub fn of_status(fault: &Element) -> Self {
        let kind = fault.attributes.iter().find(|one| one.name.local == "type").map(|one| one.value.as_str());
        let name = kind.map(|kind| kind.rsplit(':').next().unwrap_or(kind));
        Self::of_detail(fault, name.unwrap_or_default())
    }

    fn of_detail(detail: &Element, name: &str) -> Self {
        let text = |local: &str| detail.text_of(BASIC.uri, local).unwrap_or_default();
        Self { kind: Kind::of(name), code: text("Code"), words: text("Description") }
    }

    /// As a failure of a call.
    pub fn failure(&self) -> Failure {
        if self.kind.is_later() {
            return Failure::later(SYSTEM, self.kind.name());
        }
        let code = match self.kind {
            Kind::StaleMessageId | Kind::EndOfLifeReached => STALE,
            kind => kind.name(),
        };
        Failure::rejected(SYSTEM, code, self.sentence())
    }

    /// What it means and what СМЭВ says of it, for an official.
    pub fn sentence(&self) -> String {
        let code = if self.code.is_empty() { String::new() } else { format!(" Код СМЭВ: {}.", self.code) };
        format!("{}{code}", self.kind.says())
    }
}

/// The fault of an envelope, if it is one.
pub fn in_body(body: &Element) -> Option<Fault> {
    body.child(SOAP.uri, "Fault").map(Fault::of_soap)
}
