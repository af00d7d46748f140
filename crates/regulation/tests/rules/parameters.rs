//! Section 6 of the requirements, row by row, and the floors nobody may loosen.

use std::collections::BTreeSet;

use regulation::rules::{self, Bound, Breach, Parameter};

use crate::world::{codes, files, shipped, shipped_files};

fn parameter(set: &str, name: &str) -> Parameter {
    let book = shipped();
    book.latest(set).unwrap().parameters.get(name).unwrap_or_else(|| panic!("{set} has {name}")).clone()
}

/// Proves: RULE-04.
#[test]
fn the_table_of_all_terms_and_thresholds_loads_whole() {
    use Bound::{Above, AtLeast, AtMost, Below, Exactly};
    use Breach::{Block, Flag, History, Indicator, Log, Metric, Nothing, Release, Task};
    let table = [
        ("T1", "kos-44", "electronic_slots", "30", AtLeast, Block),
        ("T2", "kos-44", "sent_access", "1 год", AtLeast, Block),
        ("T3", "kos-44", "draft_access", "3 месяца", AtLeast, Block),
        ("T4", "kos-44", "progress_notice", "1 рабочий день", AtMost, Log),
        ("T5", "kos-44", "passport_review", "30 календарных дней", AtMost, Log),
        ("T6", "kos-44", "low_demand_limit", "20", Below, Flag),
        ("T7", "kam-41", "compulsory_request", "100", Above, Block),
        ("T8", "kam-41", "registry_update", "10 календарных дней", AtMost, Log),
        ("T9", "kam-41", "otr", "30 календарных дней", Exactly, Log),
        ("T10", "kam-41", "otr_extended", "60 календарных дней", Exactly, Log),
        ("T10", "kam-41", "otr_extended_from", "5", Above, Nothing),
        ("T11", "kam-41", "implementation", "14 рабочих дней", Exactly, Log),
        ("T12", "kam-41", "fixing_remarks", "14 календарных дней", AtMost, Log),
        ("T13", "kam-41", "repeat_test", "по документу дела", Exactly, Log),
        ("T14", "kam-41", "launch", "по документу дела", Exactly, Release),
        ("T15", "kam-41", "plan_limit", "30.09.2018", AtMost, Block),
        ("T16", "kos-44", "all_electronic", "31.12.2018", AtMost, History),
        ("T16", "kam-41", "all_electronic", "31.12.2018", AtMost, History),
        ("T17", "kos-44", "plan_approved", "01.01.2017", AtMost, History),
        ("T18", "kos-44", "new_employee", "30 календарных дней", AtMost, Log),
        ("T19", "kos-44", "availability_check", "1", AtLeast, Log),
        ("T20", "kos-44", "failure_report", "1 час", AtMost, Log),
        ("T21", "kem-42", "group_events", "1", AtLeast, Flag),
        ("T22", "kem-42", "reception_day", "ежегодно 12.12", Exactly, Task),
        ("T23", "fed-24x7", "dialogue_age", "55", Below, Nothing),
        ("T24", "kos-44", "citizens_share", "70", AtLeast, Indicator),
        ("T25", "kem-42", "digital_share", "50", AtLeast, Indicator),
        ("T26", "fed-24x7", "intake_decision", "сразу", Exactly, Metric),
        ("T27", "fed-24x7", "personal_chain", "сразу", Exactly, Metric),
        ("T28", "fed-24x7", "progress_monitoring", "сразу", Exactly, Metric),
        ("T29", "kos-44", "informing_update", "сразу", Exactly, Task),
        ("T30", "kos-44", "rating_open", "сразу", Exactly, Metric),
        ("T31", "kos-44", "result_access", "по документу дела", AtLeast, Block),
        ("T32", "kam-41", "remark_terms", "по документу дела", AtMost, Log),
        ("T33", "kem-42", "campaign", "по документу дела", Exactly, Nothing),
        ("T34", "federal", "complaint", "15 рабочих дней", AtMost, Log),
        ("T34", "federal", "complaint_short", "5 рабочих дней", AtMost, Log),
    ];
    for (row, set, name, value, bound, on_breach) in table {
        let parameter = parameter(set, name);
        let got = (parameter.row.as_str(), parameter.value.to_string(), parameter.bound, parameter.on_breach);
        assert_eq!(got, (row, value.to_owned(), bound, on_breach), "{set} {name}");
        assert!(!parameter.title.is_empty() && !parameter.because.clause.is_empty(), "{name} rests on a clause");
    }
    let rows: BTreeSet<&str> = table.iter().map(|row| row.0).collect();
    for number in 1..=34 {
        assert!(rows.contains(format!("T{number}").as_str()), "T{number}");
    }
    // What is loaded is what the table says: nothing more hides in the files.
    let book = shipped();
    for parameter in book.sets.iter().flat_map(|set| set.parameters.values()) {
        assert!(rows.contains(parameter.row.as_str()) || parameter.row == "AMB-04", "{}", parameter.name);
    }
}

/// A municipality that sets one parameter over Kostroma's.
fn municipal(parameter: &str) -> (Option<rules::RuleBook>, Vec<regulation::diagnostic::Diagnostic>) {
    let mut sources = shipped_files();
    let text = format!(
        "rules: 1\nid: town\nversion: \"1\"\nlevel: municipality\nfrom: 2020-01-01\nextends: kos-44\ntitle: Город Образцовск\nparameters:\n  {parameter}\n"
    );
    sources.0.insert("town.yaml".into(), text);
    rules::read(&sources)
}

/// Proves: RULE-01, RULE-04.
#[test]
fn a_child_may_tighten_a_legal_minimum_but_never_loosen_it() {
    let slots = |value: &str, bound: &str| {
        municipal(&format!(
            "electronic_slots: {{ row: T1, title: Доля окон, value: {value}, bound: {bound}, unit: процентов, on-breach: block, because: kos.5.2.2 }}"
        ))
    };
    let (book, found) = slots("40", "at-least");
    assert!(found.is_empty(), "{found:?}");
    let town = book.unwrap().latest("town").unwrap().clone();
    assert_eq!(town.parameters["electronic_slots"].value.to_string(), "40");
    assert_eq!(town.parameters["low_demand_limit"].value.to_string(), "20", "the rest is inherited");

    for (value, bound) in [("29", "at-least"), ("30", "at-most")] {
        let (book, found) = slots(value, bound);
        assert!(book.is_none());
        assert_eq!(codes(&found), ["S010"]);
        assert_eq!(found[0].span.place(&municipal_files(value, bound)), "town.yaml:9:57");
        assert!(found[0].help.contains("Требования № 236, п. 8"), "{}", found[0].help);
    }
    let term = |line: &str| codes(&municipal(line).1).to_vec();
    let access = |value: &str| {
        term(&format!(
            "sent_access: {{ row: T2, title: Доступ, value: {value}, bound: at-least, on-breach: block, because: kos.5.2.3 }}"
        ))
    };
    assert_eq!(access("11 months"), ["S010"]);
    assert_eq!(access("300 cd"), ["S010"]);
    assert!(access("12 months").is_empty());
    assert!(access("2 years").is_empty());
    let notice = |value: &str| {
        term(&format!(
            "progress_notice: {{ row: T4, title: Уведомление, value: {value}, bound: at-most, on-breach: log, because: kos.5.2.7 }}"
        ))
    };
    assert_eq!(notice("2 wd"), ["S010"]);
    assert!(notice("real-time").is_empty());
    let draft = "draft_access: { row: T3, title: Черновик, value: 2 months, bound: at-least, on-breach: block, because: kos.5.2.3 }";
    assert_eq!(term(draft), ["S010"]);
}

fn municipal_files(value: &str, bound: &str) -> regulation::diagnostic::Sources {
    let mut sources = shipped_files();
    let text = format!(
        "rules: 1\nid: town\nversion: \"1\"\nlevel: municipality\nfrom: 2020-01-01\nextends: kos-44\ntitle: Город Образцовск\nparameters:\n  electronic_slots: {{ row: T1, title: Доля окон, value: {value}, bound: {bound}, unit: процентов, on-breach: block, because: kos.5.2.2 }}\n"
    );
    sources.0.insert("town.yaml".into(), text);
    sources
}

/// Proves: RULE-04.
#[test]
fn a_threshold_that_changes_in_the_data_changes_the_verdict() {
    let text = |limit: u32| {
        format!(
            "rules: 1\nid: a\nversion: \"1\"\nlevel: federal\nfrom: 2020-01-01\ntitle: Набор\nacts:\n  m: {{ title: Методика, short: Методика, issuer: Орган, kind: приказ }}\nfacts:\n  demand.requests: {{ type: number, min: 0, label: Обращений }}\nparameters:\n  many: {{ row: T7, title: Много, value: {limit}, bound: above, unit: обращений, on-breach: block, because: m.1 }}\nactions:\n  A3:\n    rules:\n      - {{ id: many, when: demand.requests > many, verdict: must, because: m.1, say: Запрос обязателен. }}\n      - {{ id: few, verdict: working-group, because: m.1, say: Решает коллегиальный орган. }}\n"
        )
    };
    let verdict = |limit: u32| {
        let (book, found) = rules::read(&files(&[("a.yaml", &text(limit))]));
        assert!(found.is_empty(), "{found:?}");
        rules::judge(book.unwrap().latest("a").unwrap(), &crate::world::asked(101)).actions[2].rule.clone()
    };
    assert_eq!(verdict(100), "many");
    assert_eq!(verdict(101), "few");
}
