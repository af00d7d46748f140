//! The kinds of identifiers and their names.

use serde::{Deserialize, Serialize};

/// Which identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// СНИЛС.
    Snils,
    /// ИНН of a person or an organisation.
    Inn,
    /// ИНН of a person, 12 digits.
    InnPerson,
    /// ИНН of an organisation, 10 digits.
    InnOrganisation,
    /// ОГРН.
    Ogrn,
    /// ОГРНИП.
    Ogrnip,
    /// КПП.
    Kpp,
    /// БИК.
    Bik,
    /// Number of a bank or treasury account.
    Account,
    /// УИН.
    Uin,
    /// ОКТМО.
    Oktmo,
    /// КБК.
    Kbk,
    /// Кадастровый номер.
    Cadastral,
    /// Series and number of the passport of a citizen of Russia.
    Passport,
    /// A Russian phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A UUID, for example an id of ФИАС (ГАР).
    Uuid,
}

impl IdentifierKind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Snils,
        Self::Inn,
        Self::InnPerson,
        Self::InnOrganisation,
        Self::Ogrn,
        Self::Ogrnip,
        Self::Kpp,
        Self::Bik,
        Self::Account,
        Self::Uin,
        Self::Oktmo,
        Self::Kbk,
        Self::Cadastral,
        Self::Passport,
        Self::Phone,
        Self::Email,
        Self::Uuid,
    ];

    /// The kind by its name in data files: `snils`, `inn-person`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Snils => "snils",
            Self::Inn => "inn",
            Self::InnPerson => "inn-person",
            Self::InnOrganisation => "inn-organisation",
            Self::Ogrn => "ogrn",
            Self::Ogrnip => "ogrnip",
            Self::Kpp => "kpp",
            Self::Bik => "bik",
            Self::Account => "account",
            Self::Uin => "uin",
            Self::Oktmo => "oktmo",
            Self::Kbk => "kbk",
            Self::Cadastral => "cadastral",
            Self::Passport => "passport",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Uuid => "uuid",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Snils => "СНИЛС",
            Self::Inn => "ИНН",
            Self::InnPerson => "ИНН физического лица",
            Self::InnOrganisation => "ИНН организации",
            Self::Ogrn => "ОГРН",
            Self::Ogrnip => "ОГРНИП",
            Self::Kpp => "КПП",
            Self::Bik => "БИК",
            Self::Account => "номер счёта",
            Self::Uin => "УИН",
            Self::Oktmo => "ОКТМО",
            Self::Kbk => "КБК",
            Self::Cadastral => "кадастровый номер",
            Self::Passport => "серия и номер паспорта",
            Self::Phone => "номер телефона",
            Self::Email => "адрес электронной почты",
            Self::Uuid => "идентификатор UUID",
        }
    }

    /// A right value in the form for people, plainly invented, for hints.
    pub fn example(self) -> &'static str {
        match self {
            Self::Snils => "112-233-445 95",
            Self::Inn => "1234567894 или 123456789047",
            Self::InnPerson => "123456789047",
            Self::InnOrganisation => "1234567894",
            Self::Ogrn => "1027700132195",
            Self::Ogrnip => "304500116000157",
            Self::Kpp => "773601001",
            Self::Bik => "044525225",
            Self::Account => "40702810138250123017",
            Self::Uin => "18817072416285972102",
            Self::Oktmo => "45381000",
            Self::Kbk => "18811301991010000130",
            Self::Cadastral => "77:01:0001001:1",
            Self::Passport => "53 03 925695",
            Self::Phone => "+7 900 000-00-01",
            Self::Email => "imya@example.ru",
            Self::Uuid => "0c5b2444-70a0-4932-980c-b4dc0d3f02b5",
        }
    }
}
