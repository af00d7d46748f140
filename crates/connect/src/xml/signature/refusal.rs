//! Why a signature is not accepted, for the person who has to do something about it.

use thiserror::Error;

use super::slot::Role;
use crate::xml::{IdError, TooLong};

/// Why a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The document is no message of СМЭВ.
    #[error("это не сообщение СМЭВ: {0}")]
    Message(&'static str),
    /// The element that must be signed is not there, or is there twice.
    #[error("в элементе «{parent}» должен стоять ровно один элемент «{name}»")]
    Element {
        /// Where.
        parent: String,
        /// What.
        name: &'static str,
    },
    /// There is no signature where one must be.
    #[error("нет подписи: {0}")]
    Missing(Role),
    /// A signature where messages of СМЭВ have none.
    #[error("подпись стоит в элементе «{0}»: СМЭВ здесь подписи не ставит, и не видно, что она должна удостоверять")]
    Stray(String),
    /// The structure is not the one СМЭВ prescribes.
    #[error("подпись построена не так, как требует СМЭВ: {0}")]
    Shape(&'static str),
    /// An algorithm that is not accepted.
    #[error("алгоритм «{0}» не принимается: нужны ГОСТ Р 34.10-2012 и ГОСТ Р 34.11-2012")]
    Algorithm(String),
    /// ГОСТ Р 34.10-2001.
    #[error("подпись по ГОСТ Р 34.10-2001, который больше не применяется: нужен ГОСТ Р 34.10-2012")]
    Withdrawn,
    /// Other transforms than the two prescribed ones.
    #[error("преобразования не те: должны быть исключающая канонизация, затем urn://smev-gov-ru/xmldsig/transform")]
    Transforms,
    /// The reference is not one to an element of this document.
    #[error("ссылка «{0}» ведёт не на элемент этого документа")]
    Uri(String),
    /// The identifier names no element.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The reference points elsewhere.
    #[error("подписан элемент «{found}», а должен быть подписан «{expected}», стоящий на своём месте в сообщении")]
    Target {
        /// What is signed.
        found: String,
        /// What must be.
        expected: String,
    },
    /// There is no readable certificate.
    #[error("в подписи нет читаемого сертификата")]
    Certificate,
    /// The certificate's key is of another kind.
    #[error("ключ сертификата не подходит к алгоритму подписи")]
    Key,
    /// What is signed was changed.
    #[error("содержание изменено после подписания: хеш не совпадает")]
    Digest,
    /// The signature is not made with the key of the certificate.
    #[error("значение подписи не соответствует сертификату или подписанным сведениям")]
    Value,
    /// Too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}
