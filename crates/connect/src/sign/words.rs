//! Refusals in words for people: what does not hold, and what to do about it.

use super::cms::SigningRefused;
use super::verify::{Form, Invalid};

impl Invalid {
    /// What does not hold, in Russian, one or two whole sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "Это не отсоединённая подпись CMS (CAdES-BES). Нужен файл подписи .sig или .p7s в DER, PEM или Base64."
            }
            Self::Algorithm => {
                "Алгоритм подписи здесь не поддерживается. Поддерживаются ГОСТ Р 34.10-2012 (256 и 512 бит), ECDSA P-256 и RSA с SHA-256."
            }
            Self::Content => "Документ изменён после подписания или подпись сделана под другим документом.",
            Self::Signature => "Подпись не сходится: она повреждена или сделана другим ключом.",
            Self::NotYetValid => "Сертификат на эту дату ещё не действует.",
            Self::Expired => "Срок действия сертификата на эту дату истёк.",
            Self::KeyPeriod => {
                "Срок действия ключа подписи на эту дату не наступил или истёк, хотя сертификат ещё действует."
            }
            Self::Revoked => "Сертификат отозван удостоверяющим центром.",
            Self::RevocationListExpired => {
                "Список отозванных сертификатов устарел: отозван ли сертификат, неизвестно. Возьмите свежий список удостоверяющего центра."
            }
            Self::RevocationList => {
                "Список отозванных сертификатов не подписан удостоверяющим центром, выдавшим сертификат. Возьмите список с сайта этого центра."
            }
            Self::CertificateSignature => "Сертификат изменён: подпись удостоверяющего центра под ним не сходится.",
            Self::UnknownAuthority => {
                "Сертификат не ведёт к доверенному удостоверяющему центру. Укажите корневой сертификат, которому доверяете."
            }
            Self::NotForSigning => "Сертификат не предназначен для подписи документов.",
            Self::Time => "Указанное в подписи время подписания не может быть верным.",
        }
    }
}

impl SigningRefused {
    /// Why nothing was signed, in Russian.
    pub fn words(&self) -> String {
        match self {
            Self::WrongPerson => "Сертификат выдан другому человеку.".to_owned(),
            Self::WrongBody => "Сертификат выдан другому органу.".to_owned(),
            Self::Certificate(invalid) => invalid.words().to_owned(),
            Self::Failed(failure) => format!("Средство подписи не подписало: {}.", failure.0.trim_end_matches('.')),
            Self::Encoding => "Подпись не удалось составить.".to_owned(),
        }
    }
}

impl Form {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::CadesBes => "CAdES-BES",
            Self::Attributes => "CMS с подписанными атрибутами, без хеша сертификата",
            Self::Bare => "CMS без подписанных атрибутов: время подписания не указано",
        }
    }
}
