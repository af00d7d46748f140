//! Identifiers of the outside sample, where it is there.

use std::path::Path;

use regulation::identifier::IdentifierKind::{Account, Bik, Inn, InnOrganisation, InnPerson, Ogrn, Ogrnip, Snils, Uin};
use serde_json::Value;

use crate::parse;

#[test]
fn the_shared_test_values_are_taken_and_refused_as_they_should_be() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ids/test-values.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: the shared test values of identifiers are absent");
        return;
    };
    let values: Value = serde_json::from_str(&text).unwrap();
    let list = |path: &str| -> Vec<String> {
        let found = values.pointer(path).unwrap_or_else(|| panic!("no {path}"));
        found.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    for (kind, name) in
        [(Snils, "snils"), (InnOrganisation, "inn10"), (InnPerson, "inn12"), (Ogrn, "ogrn13"), (Ogrnip, "ogrnip15")]
    {
        for value in list(&format!("/{name}/valid")) {
            assert_eq!(parse(kind, &value).unwrap().as_str(), value, "{name}");
        }
        for value in list(&format!("/{name}/invalid")) {
            assert_eq!(parse(kind, &value).unwrap_err().code(), "check-digit", "{name} {value}");
        }
    }
    for value in list("/inn10/valid").iter().chain(&list("/inn12/valid")) {
        assert!(parse(Inn, value).is_ok());
    }
    for value in list("/uin/valid_from_official_samples") {
        assert!(parse(Uin, &value).is_ok(), "{value}");
    }
    for value in values["uin"]["computed"].as_object().unwrap().values() {
        assert!(parse(Uin, value.as_str().unwrap()).is_ok(), "{value}");
    }
    for value in list("/uin/invalid_in_samples") {
        assert_eq!(parse(Uin, &value).unwrap_err().code(), "check-digit", "{value}");
    }
    for group in
        ["rs_with_bic", "corr_with_bic", "eks_with_bic_same_rule_as_corr", "treasury_03xxx_NOT_covered_by_7_1_3"]
    {
        for pair in values["account"][group].as_array().unwrap() {
            let account = parse(Account, pair[0].as_str().unwrap()).unwrap();
            let bik = parse(Bik, pair[1].as_str().unwrap()).unwrap();
            assert_eq!(account.fits_bank(&bik), Ok(()), "{group} {pair}");
        }
    }
}
