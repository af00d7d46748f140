//! Details of payees in the region's file: checked on entry, changed by editions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use jiff::civil::date;
use regulation::diagnostic::Sources;
use regulation::region::{self, Region};

const EDITION: &str = "      - { from: 2026-01-01, name: \"УФК по региону «Приозёрье» (ЗАГС Приозёрья)\",";

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region/region.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.matches(EDITION).count(), 1);
    text
}

/// The line with the details of one authority.
fn details(text: &str) -> String {
    text.lines().find(|line| line.starts_with(EDITION)).unwrap().to_owned()
}

fn read(text: String) -> (Option<Region>, Vec<String>) {
    let sources = Sources([("region.yaml".to_owned(), text)].into());
    let (region, found) = region::read(&sources);
    (region, found.into_iter().map(|one| one.message).collect())
}

/// Proves: PAY-06.
#[test]
fn a_wrong_check_digit_in_the_details_of_a_payee_is_refused_on_entry() {
    let right = text();
    assert_eq!(read(right.clone()).1, [""; 0]);
    let line = details(&right);
    let inn = line.split("inn: \"").nth(1).unwrap().split('"').next().unwrap();
    let last = inn.chars().last().unwrap().to_digit(10).unwrap();
    for digit in (0..10).filter(|digit| *digit != last) {
        let slip = format!("{}{digit}", &inn[..inn.len() - 1]);
        let (region, found) = read(right.replace(inn, &slip));
        assert!(region.is_none() && !found.is_empty(), "{slip}");
    }
    // An account of a bank is counted together with the БИК of that bank.
    let account = line.split("account: \"").nth(1).unwrap().split('"').next().unwrap();
    let of_bank = |bik: &str| {
        let line = line.replace(account, "40702810138250123017").replace("010000001", bik);
        let line = line.replace("40102810145370000099", "30101810400000000225");
        read(right.replace(&details(&right), &line)).1
    };
    assert_eq!(of_bank("044525225"), [""; 0]);
    assert_eq!(of_bank("044525226"), ["Номер счёта не подходит к этому БИК"]);
    // The account of the bank follows two other digits of the БИК; one of a person is none.
    assert_eq!(of_bank("044535225"), ["Номер счёта не подходит к этому БИК"]);
    let wrong = |from: &str, to: &str| {
        let (region, found) = read(right.replace(&line, &line.replace(from, to)));
        assert!(region.is_none(), "{to}");
        found
    };
    assert!(
        wrong("40102810145370000099", "40702810138250123017").iter().any(|one| one.starts_with("Это не счёт банка"))
    );
    assert!(wrong("ОТДЕЛЕНИЕ ПРИОЗЕРЬЕ", &"О".repeat(46))[0].starts_with("«bank» не помещается"));
    assert!(wrong("uin: \"00099013\"", "uin: \"0009901Ъ\"")[0].contains("не код администратора начислений"));
    assert!(wrong("uin: \"00099013\"", "uin: \"000990130\"")[0].contains("от 3 до 8 цифр"));
    let short = right.replace(account, &account[1..]);
    assert!(read(short).0.is_none());
}

/// Proves: PAY-06.
#[test]
fn new_details_of_a_payee_change_new_charges_only() {
    let right = text();
    let line = details(&right);
    let old = line.replace("from: 2026-01-01", "from: 2026-01-01, until: 2026-07-01");
    let new = line.replace("from: 2026-01-01", "from: 2026-07-01").replace("ЗАГС Приозёрья", "ЗАГС, новый счёт");
    let changed = right.replace(&line, &format!("{old}\n{new}"));
    let (before, after) = (read(right.clone()).0.unwrap(), read(changed).0.unwrap());
    let payee = |region: &Region, day| region.authority("registry-office").unwrap().payee_on(day).cloned();
    let (made, later) = (date(2026, 6, 30), date(2026, 7, 1));
    let name = |region: &Region, day| payee(region, day).unwrap().name;
    assert_eq!(name(&before, made), name(&after, made), "a charge of the last old day");
    assert_ne!(name(&after, made), name(&after, later));
    assert_eq!(name(&after, later), "УФК по региону «Приозёрье» (ЗАГС, новый счёт)");
    assert_eq!(payee(&after, date(2025, 12, 31)), None, "before the first edition nothing can be charged");
    // Two editions never hold on one day.
    let (region, found) = read(right.replace(&line, &format!("{line}\n{new}")));
    assert!(region.is_none());
    assert_eq!(found, ["Редакции реквизитов перекрываются"]);
}

/// Proves: PAY-06.
#[test]
fn every_authority_that_charges_has_details_to_pay_to() {
    let region = read(text()).0.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let mut paid = 0;
    for package in std::fs::read_dir(folder).unwrap().flatten() {
        let text = std::fs::read_to_string(package.path().join("regulation.yaml")).unwrap();
        let Some(fee) = text.split("\nfee:").nth(1) else { continue };
        if fee.lines().take(3).any(|line| line.contains("amount: free")) {
            continue;
        }
        let authority = text.lines().find_map(|line| line.strip_prefix("authority: ")).unwrap().trim();
        let payee = region.authority(authority).unwrap().payee_on(date(2026, 6, 1));
        assert!(payee.is_some(), "{authority} of {:?}", package.file_name());
        paid += 1;
    }
    assert!(paid >= 5, "{paid} paid services");
}
