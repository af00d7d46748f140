//! Reading sets: inheritance, validity, proofs of tables, acts, approval chains, methodology.

use jiff::civil::date;
use regulation::fact::Value;
use regulation::rules::{self, Action, RuleBook, StepKind, Verdict, judge};

use crate::world::{asked, but, codes, files, kam, kos, shipped, shipped_files};

const HEAD: &str = "rules: 1\nid: a\nversion: \"1\"\nlevel: region\nfrom: 2020-01-01\ntitle: Набор\nacts:\n  m: { title: Методика, short: Методика, issuer: Орган, kind: приказ }\nfacts:\n  demand.requests: { type: number, min: 0, label: Обращений }\n  reception.own: { type: yes-no, label: Принимает сам }\n";

fn read(text: &str) -> (Option<RuleBook>, Vec<regulation::diagnostic::Diagnostic>) {
    rules::read(&files(&[("a.yaml", text)]))
}

fn with_actions(actions: &str) -> (Option<RuleBook>, Vec<regulation::diagnostic::Diagnostic>) {
    read(&format!("{HEAD}actions:\n{actions}"))
}

/// Proves: RULE-02.
#[test]
fn a_table_with_a_gap_is_refused_with_the_service_that_falls_through() {
    let (book, found) = with_actions(
        "  A2:\n    hit: unique\n    inputs: [demand.requests, reception.own]\n    rules:\n      - { id: few, if: [\"< 100\", \"-\"], verdict: choice, because: m.1, say: Решает орган. }\n      - { id: many, if: [\"> 100\", \"true\"], verdict: must, because: m.1, say: Запись обязательна. }\n",
    );
    assert!(book.is_none());
    assert_eq!(codes(&found), ["S005"]);
    assert!(found[0].message.contains("demand.requests = "), "{}", found[0].message);
    assert_eq!(found[0].span.file, "a.yaml");
}

/// Proves: RULE-02.
#[test]
fn a_unique_table_with_an_overlap_is_refused_and_an_ordered_one_with_a_dead_rule_too() {
    let overlap = "  A2:\n    hit: unique\n    rules:\n      - { id: few, when: demand.requests <= 100, verdict: choice, because: m.1, say: Решает орган. }\n      - { id: many, when: demand.requests >= 100, verdict: must, because: m.1, say: Запись обязательна. }\n";
    let (book, found) = with_actions(overlap);
    assert!(book.is_none());
    assert_eq!(codes(&found), ["S006"]);
    assert!(found[0].message.contains("100"), "{}", found[0].message);
    // In order the same rules are sound: the upper one decides.
    assert!(with_actions(&overlap.replace("unique", "first")).1.is_empty());
    let dead = "  A2:\n    rules:\n      - { id: all, verdict: choice, because: m.1, say: Решает орган. }\n      - { id: late, when: reception.own, verdict: must, because: m.1, say: Запись обязательна. }\n";
    assert_eq!(codes(&with_actions(dead).1), ["S007"]);
}

/// Proves: RULE-02.
#[test]
fn a_table_that_follows_itself_or_cites_no_clause_is_refused() {
    let circle = "  A4:\n    rules:\n      - { id: a, verdict: follows A6, because: m.1, say: Следует за выдачей. }\n  A6:\n    rules:\n      - { id: b, verdict: follows A4, because: m.1, say: Следует за приёмом. }\n";
    assert!(codes(&with_actions(circle).1).iter().all(|code| *code == "S008"));
    assert!(with_actions(circle).0.is_none());
    let no_clause = "  A1:\n    rules:\n      - { id: a, verdict: must, say: Сведения даются всегда. }\n";
    assert!(with_actions(no_clause).0.is_none());
    let typo = "  A1:\n    rules:\n      - { id: a, when: reception.onw, verdict: must, because: m.1, say: Сведения даются всегда. }\n";
    let (_, found) = with_actions(typo);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.place(&files(&[("a.yaml", &format!("{HEAD}actions:\n{typo}"))])), "a.yaml:15:24");
}

/// Proves: RULE-01.
#[test]
fn two_versions_in_force_on_one_day_are_refused_where_the_later_begins() {
    let version = |version: &str, from: &str, until: &str| {
        HEAD.replace("version: \"1\"", &format!("version: \"{version}\"")).replace("2020-01-01", from) + until
    };
    let open = version("1", "2020-01-01", "");
    let next = version("2", "2021-01-01", "");
    let (book, found) = rules::read(&files(&[("a1.yaml", &open), ("a2.yaml", &next)]));
    assert!(book.is_none());
    assert_eq!(codes(&found), ["S002"]);
    assert_eq!(found[0].span.file, "a2.yaml");
    assert!(found[0].help.contains("until: 2021-01-01"), "{}", found[0].help);

    let closed = version("1", "2020-01-01", "until: 2021-01-01\n");
    let (book, found) = rules::read(&files(&[("a1.yaml", &closed), ("a2.yaml", &next)]));
    assert!(found.is_empty(), "{found:?}");
    let book = book.unwrap();
    assert_eq!(book.on("a", date(2020, 12, 31)).unwrap().version, "1");
    assert_eq!(book.on("a", date(2021, 1, 1)).unwrap().version, "2");
    assert!(book.on("a", date(2019, 1, 1)).is_none());
    assert_eq!(book.version(&book.latest("a").unwrap().key()).unwrap().version, "2");
}

/// Proves: RULE-01.
#[test]
fn a_municipality_inherits_from_its_region_and_the_region_from_the_federation() {
    let mut sources = shipped_files();
    let town = "rules: 1\nid: town\nversion: \"1\"\nlevel: municipality\nfrom: 2020-01-01\nextends: kos-44\ntitle: Город Образцовск\nacts:\n  decree: { title: Порядок города, short: Порядок города, issuer: Администрация, kind: постановление, number: \"5\" }\nactions:\n  A8:\n    rules:\n      - { id: A8-town, verdict: must, because: decree.4, say: Качество всех услуг города оценивают. }\n";
    sources.0.insert("town.yaml".into(), town.into());
    let (book, found) = rules::read(&sources);
    assert!(found.is_empty(), "{found:?}");
    let book = book.unwrap();
    let set = book.latest("town").unwrap();
    assert_eq!(set.extends.as_ref().unwrap().id, "kos-44");
    let service = but(asked(12), &[("evaluation.required", false)]);
    let judgement = judge(set, &service);
    let rating = judgement.of(Action::A8).unwrap();
    assert_eq!((rating.verdict, rating.clause.as_str()), (Verdict::Must, "Порядок города, п. 4"));
    assert_eq!(judgement.of(Action::A3).unwrap().rule, "A3-low-demand", "the region's");
    assert!(set.facts.contains_key("demand.requests"), "the federation's");

    // What the region closed stays closed; a town may only confirm it by a clause of its own.
    sources.0.insert("town.yaml".into(), town.replace("A8:", "A9:"));
    assert_eq!(codes(&rules::read(&sources).1), [""; 0]);
    sources.0.insert("town.yaml".into(), town.replace("A8:", "A9:").replace("verdict: must", "verdict: may-omit"));
    assert_eq!(codes(&rules::read(&sources).1), ["S011"]);
    // A region never rests on a municipality, nor anybody on nothing.
    sources.0.insert("town.yaml".into(), town.replace("level: municipality", "level: federal"));
    assert_eq!(codes(&rules::read(&sources).1), ["S003"]);
    sources.0.insert("town.yaml".into(), town.replace("extends: kos-44", "extends: kos-45"));
    assert_eq!(codes(&rules::read(&sources).1), ["S003"]);
}

/// Proves: RULE-01.
#[test]
fn switching_the_rule_set_changes_the_result_with_no_change_of_code() {
    let service = asked(60);
    let verdict = |set| judge(&set, &service).of(Action::A3).unwrap().verdict;
    assert_eq!(verdict(kos()), Verdict::Must);
    assert_eq!(verdict(kam()), Verdict::WorkingGroup);
    let book = shipped();
    assert_eq!(verdict(book.latest("fed-24x7").unwrap().clone()), Verdict::Choice);
    assert_eq!(verdict(book.latest("kem-42").unwrap().clone()), Verdict::Silent);
    let ids: Vec<&str> = book.sets.iter().map(|set| set.id.as_str()).collect();
    assert_eq!(ids, ["fed-24x7", "federal", "kam-41", "kem-42", "kos-44"]);
}

/// Proves: RULE-05.
#[test]
fn kostroma_approves_by_commission_then_deputy_governor_and_kamchatka_by_one_protocol() {
    let steps = |set: rules::RuleSet| -> Vec<(StepKind, String, Option<String>)> {
        let chain = set.approvals.get("composition-regional").unwrap();
        chain.steps.iter().map(|step| (step.act, step.body.clone(), step.document.clone())).collect()
    };
    let kos = steps(kos());
    assert_eq!(
        kos.iter().map(|step| step.0).collect::<Vec<_>>(),
        [StepKind::Proposes, StepKind::Reviews, StepKind::Approves, StepKind::Confirms]
    );
    assert!(kos[2].1.contains("комиссия") && kos[3].1.contains("заместитель губернатора"));
    let kam = steps(kam());
    let protocols: Vec<_> = kam.iter().filter(|step| step.2.as_deref() == Some("протокол")).collect();
    assert_eq!(protocols.len(), 1);
    assert_eq!(protocols[0].0, StepKind::Approves);
    let book = shipped();
    let target = &book.latest("fed-24x7").unwrap().approvals["target-state"];
    assert_eq!(target.steps.last().unwrap().act, StepKind::Approves);
    for set in &book.sets {
        assert!(set.approvals.values().all(|chain| !chain.steps.is_empty()), "{}", set.id);
    }
}

/// Proves: RULE-06.
#[test]
fn acts_are_told_apart_by_issuer_kind_date_and_number_together() {
    let set = kos();
    let (one, other) = (&set.acts["kos"], &set.acts["kosplan"]);
    assert_eq!(one.number, other.number);
    assert_ne!(one.date, other.date);
    let twice = format!("{HEAD}matters: {{}}\n")
        .replace("facts:", "  n: { title: Другая, short: Другая, issuer: Орган, kind: приказ }\nfacts:");
    assert_eq!(codes(&read(&twice).1), ["S004"]);
}

/// Proves: RULE-06.
#[test]
fn the_table_of_versions_shows_which_rules_changed() {
    let new = kam();
    let versions: Vec<&str> = new.methodology.iter().map(|one| one.version.as_str()).collect();
    assert_eq!(versions, ["1.0", "1.1"]);
    // The set as it was before the second line of the table of changes.
    let mut sources = shipped_files();
    let text = sources.0["kam-41.yaml"].clone();
    let (before, _) = text.split_once("  - act: kam\n    version: \"1.1\"").unwrap();
    let old = before
        .replace("version: \"1.1\"\n", "version: \"1.0\"\n")
        .replace("from: 2018-09-12\n", "from: 2018-05-16\nuntil: 2018-09-12\n")
        .replace("verdict: absent, because: kam.3.1.4.2", "verdict: \"off\", because: kam.3.1.4.2");
    sources.0.insert("kam-41-1.0.yaml".into(), old);
    let (book, found) = rules::read(&sources);
    assert!(found.is_empty(), "{found:?}");
    let book = book.unwrap();
    let old = book.on("kam-41", date(2018, 6, 1)).unwrap();
    let changes = rules::rule_changes(old, book.latest("kam-41").unwrap());
    assert_eq!(changes.changed, ["A2-no-own-reception"]);
    assert!(changes.added.is_empty() && changes.removed.is_empty());
    let misprint = changes.touched.iter().find(|one| one.what.contains("опечатка")).unwrap();
    assert_eq!((misprint.version.as_str(), misprint.rules.as_slice()), ("1.1", ["A1-all".to_owned()].as_slice()));
    let form = changes.touched.iter().find(|one| one.what.contains("форма матрицы")).unwrap();
    assert_eq!(form.rules.len(), 13, "all rules rest on parts of 3.1");
}

/// Proves: RULE-01.
#[test]
fn nothing_that_is_no_rule_set_makes_the_reader_stumble() {
    for text in
        ["", "rules: 1", "- a\n- b", "rules: 2\nid: a", "{", "rules: 1\nid: [a]\nlevel: moon\nfrom: x", "\u{feff}x: \0"]
    {
        let (book, found) = read(text);
        assert!(book.is_none() && !found.is_empty(), "{text:?}");
    }
}

#[test]
fn the_mean_of_three_full_years_counts_and_the_last_twelve_months_stand_in() {
    let count = |requests| rules::Count { requests, provisions: 1, source: "отчёт".into() };
    let set = kam();
    let mut service = rules::ServiceFacts::new("probe");
    let mean = |service: &rules::ServiceFacts| service.facts(&set).value("demand.requests").cloned();
    assert_eq!(mean(&service), None);
    service.demand.last_year = Some(count(70));
    assert_eq!(mean(&service), Some(Value::Number(70.into())));
    service.demand.years.extend([(2022, count(100)), (2023, count(100))]);
    assert_eq!(mean(&service), Some(Value::Number(70.into())), "two years are not three");
    service.demand.years.extend([(2024, count(103)), (2021, count(9000))]);
    assert_eq!(mean(&service), Some(Value::Number(101.into())), "the last three");
    service.demand.years.remove(&2023);
    assert_eq!(mean(&service), Some(Value::Number(70.into())), "a year is missing between");
}
