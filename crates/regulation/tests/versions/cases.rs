//! Past decisions under a new edition.

use jiff::Timestamp;
use jiff::civil::date;
use regulation::assess::Decision;
use regulation::package::{self, Regulation};
use regulation::versions::{Outcome, what_if};
use serde_json::json;

use crate::{CAMP, camp, edited, folder};

fn decision(regulation: &Regulation, given: serde_json::Value) -> Decision {
    let given = serde_json::from_value(given).unwrap();
    let day = date(2026, 3, 2);
    Decision::of(regulation, &package::facts_of(regulation, &given, Timestamp::UNIX_EPOCH, day).unwrap(), day)
}

/// Proves: CAR-05.
#[test]
fn the_same_edition_changes_no_decision_of_any_service() {
    let mut replayed = 0;
    for path in folder::all() {
        let regulation = package::read(&folder::sources(&path)).0.unwrap();
        let decisions: Vec<Decision> = regulation
            .cases
            .iter()
            .map(|case| {
                let facts = package::facts_of(&regulation, &case.given, Timestamp::UNIX_EPOCH, case.as_of).unwrap();
                Decision::of(&regulation, &facts, case.as_of)
            })
            .collect();
        let report = what_if(&regulation, &decisions);
        assert_eq!(report.shifts, [], "{}", path.display());
        assert_eq!((report.same, report.replayed), (decisions.len(), decisions.len()));
        assert!(report.classes.iter().all(|class| class.before == class.after));
        replayed += report.replayed;
    }
    assert!(replayed > 400, "only {replayed} cases were replayed");
}

/// Proves: CAR-05.
#[test]
fn a_moved_bound_changes_exactly_the_cases_at_the_bound() {
    let (old, new) = (camp(CAMP), edited("rule: age(parent.born, today) >= 18", "rule: age(parent.born, today) >= 21"));
    let born = ["2008-03-03", "2008-03-02", "2006-07-01", "2005-03-03", "2005-03-02", "1990-01-01"];
    let decisions: Vec<Decision> = born
        .iter()
        .map(|born| {
            decision(
                &old,
                json!({ "kind": "free", "parent.born": born, "consent": true, "income": "20000.00", "deprived": false,
                    "camp": "lake", "days": 14 }),
            )
        })
        .collect();
    let report = what_if(&new, &decisions);
    let changed: Vec<usize> = report.shifts.iter().map(|shift| shift.case).collect();
    assert_eq!(changed, [1, 2, 3], "17 stays refused, 18 to 20 become refused, 21 stays provided");
    for shift in &report.shifts {
        assert_eq!((shift.before, shift.after), (Outcome::Granted, Outcome::Refused));
        assert_eq!(
            shift.differences,
            [
                "Исход: услуга предоставлена → отказано в предоставлении.",
                "Появилось основание P1: «Доход выше порога»."
            ]
        );
        assert_eq!(shift.missing, [""; 0]);
    }
    let classes: Vec<_> = report.classes.iter().map(|one| (one.before, one.after, one.count)).collect();
    assert_eq!(
        classes,
        [
            (Outcome::Granted, Outcome::Granted, 2),
            (Outcome::Granted, Outcome::Refused, 3),
            (Outcome::Refused, Outcome::Refused, 1)
        ]
    );
}

#[test]
fn terms_fees_variants_and_missing_facts_are_told_in_words() {
    let old = camp(CAMP);
    let given = json!({ "kind": "partial", "parent.born": "1985-05-01", "consent": true, "deprived": false,
        "camp": "lake", "days": 14, "paid": "1500.00", "guardian.snils": "112-233-445 95",
        "children": [{ "name": "Анна", "born": "2012-02-03" }, { "name": "Пётр", "born": "2013-02-03" }] });
    let told = |from: &str, to: &str| {
        let report = what_if(&edited(from, to), &[decision(&old, given.clone())]);
        (report.shifts[0].differences.clone(), report.shifts[0].missing.clone())
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(
        told("term: 6 wd", "term: 8 wd"),
        (vec!["Срок: 6 рабочих дней → 8 рабочих дней.".to_owned()], none.clone())
    );
    let (fee, _) = told("amount: 150.00", "amount: 250.00");
    assert!(fee[0].starts_with("Плата: ") && fee.len() == 1, "{fee:?}");
    let (variant, _) = told(
        "title: Путёвка с доплатой, when: kind = \"partial\"",
        "title: Путёвка с доплатой, when: kind = \"partial\" and days < 10",
    );
    assert_eq!(variant[0], "Исход: услуга предоставлена → решает человек или не хватает сведений.");
    assert_eq!(variant[1], "Вариант услуги: «Путёвка с доплатой» → ни один.");
    let (_, missing) = told(
        "title: Доход выше порога, when: not(poor), variants: [free]",
        "title: Доход выше порога, when: not(poor)",
    );
    assert_eq!(missing, ["Доход"]);
}
