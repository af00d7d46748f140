//! Identifiers of payers: 22 characters that say what document a payer is known by.

/// Characters of a document after the kind of payer and of document.
const DOCUMENT: usize = 19;

/// A person by their СНИЛС: `1`, the code of СНИЛС, the number with noughts before it.
pub fn of_person(snils: &str) -> Option<String> {
    let digits: String = snils.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 11).then(|| format!("114{digits:0>DOCUMENT$}"))
}

/// An organisation by ИНН and КПП.
pub fn of_organisation(inn: &str, kpp: &str) -> Option<String> {
    let digits = inn.bytes().all(|byte| byte.is_ascii_digit());
    (inn.len() == 10 && kpp.len() == 9 && digits).then(|| format!("200{inn}{kpp}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_identifier_has_twenty_two_characters() {
        // The published example of an organisation.
        assert_eq!(of_organisation("7703461103", "774301001").unwrap(), "2007703461103774301001");
        let person = of_person("112-233-445 95").unwrap();
        assert_eq!((person.as_str(), person.len()), ("1140000000011223344595", 22));
        assert_eq!(of_person("1122334459"), None);
        assert_eq!(of_organisation("770346110", "774301001"), None);
    }
}
