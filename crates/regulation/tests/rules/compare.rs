//! Two sets over the same services, two versions of one, and the 46 matters of section 8.

use regulation::rules::{self, Action, Cell, Chosen, Composition, RuleSet, Verdict, compare, recheck};

use crate::world::{asked, but, kam, kos, shipped};

/// What the list of differences says: number, key, Kostroma, Kamchatka, Kuzbass, federal.
const MATTERS: [(u32, &str, &str, &str, &str, &str); 46] = [
    (1, "composition.instrument", "passport", "matrix", "", "target-state-and-car"),
    (2, "composition.unit", "service", "service-and-subservice", "", "variant"),
    (
        3,
        "composition.approval",
        "commission-then-deputy-governor",
        "working-group",
        "",
        "subcommission-or-regional-body",
    ),
    (4, "composition.review", "uis-30-days", "aisk-no-term", "", "minec"),
    (
        5,
        "composition.municipal",
        "uis-typical-passport",
        "omsu-or-responsible-body",
        "",
        "typing-with-regional-centres",
    ),
    (6, "meeting.guests", "", "omsu-may-attend", "", ""),
    (7, "A1.channels", "registry-and-any", "registry-and-both-portals", "", ""),
    (8, "A2.rule", "on-unless-ground", "choice-if-own-reception", "", ""),
    (9, "A3.rule", "on-unless-low-demand-or-paper", "on-if-over-100-and-feasible", "", "all-majority"),
    (10, "demand.threshold", "below-20-provisions", "above-100-requests", "", ""),
    (11, "A3.proof", "ground-and-explanation", "note-with-federal-citations", "", "list-acts-to-change"),
    (12, "A4.rule", "may-drop-at-low-demand-unless-A3", "same-as-A3", "", "automatic"),
    (13, "A5.rule", "not-for-free-or-low-demand", "all-with-charges", "", ""),
    (14, "A6.rule", "not-for-material-low-demand-paper", "same-as-A3", "", "register-entry-and-delivery"),
    (15, "A7.rule", "on-if-any-notice", "same-as-A3", "", "real-time"),
    (16, "A8.rule", "by-act", "all", "", "constant-research"),
    (17, "A9.rule", "all", "all-federal-appeal-portal", "", ""),
    (18, "codes", "reason-text", "dash", "", ""),
    (19, "originals.policy", "declare-now-show-at-result", "infeasible-means-off", "", "remove-demand"),
    (20, "result.paper", "mfc-confirmation", "by-otr", "", "register-extract"),
    (21, "sign.request", "per-act", "simple-or-qualified", "", ""),
    (22, "notify.max", "1-wd-per-procedure", "not-set", "", "real-time-at-start"),
    (23, "spec.kind", "form-spec-and-passport", "otr-and-two-sided-protocol", "", "mock-up-builder"),
    (24, "spec.priority", "own-measures-concentrator-first", "no-otr", "", "majority-list"),
    (25, "test.kind", "integration", "joint-three-sides", "", ""),
    (26, "launch.kind", "after-placement-agreed", "protocol-date", "", ""),
    (27, "impl.term", "not-set", "14-wd", "", ""),
    (28, "reg.signer", "order-decree-municipal", "by-321-joint-review", "", ""),
    (29, "reg.model", "prosecutor-agrees", "no", "", "templates"),
    (30, "plan.kind", "consolidated-and-form-3", "per-body-six-columns", "", "stages-in-target-state"),
    (31, "registry.term", "kept-current", "10-cd", "", ""),
    (32, "site.subset", "union", "not-mentioned", "", ""),
    (33, "prefill.mode", "prefilled-editable", "", "", "known-must-not-be-asked"),
    (34, "pay.uin", "not-named", "where-possible", "", ""),
    (35, "channel.map", "any-of-form-2", "rpgu", "", ""),
    (36, "portal", "epko", "rpgu", "vkuzbasse", ""),
    (37, "banner.targets", "epgu-and-portal-itself", "", "epgu-and-regional", ""),
    (38, "repo.source", "minkomsvyaz", "", "regional-cloud", ""),
    (39, "social.channels", "by-materials-3.2", "", "vk-ok-telegram", ""),
    (40, "stand.blocks", "three-blocks", "", "adds-payments", ""),
    (41, "staff.rules", "base-and-intake-set", "", "", "rpgu-sport-dialogue"),
    (42, "stats.tool", "any-russian-with-guest", "", "yandex-metrika", ""),
    (43, "probe.period", "weekly", "", "", "real-time"),
    (44, "kpi.set", "70-percent-by-2018", "all-by-2018-12-31", "50-percent-by-2024", ""),
    (45, "composition.alt", "by-commission", "other-cases-to-working-group", "", ""),
    (46, "method.approval", "order", "working-group-versions-table", "", "government-order"),
];

/// Proves: RULE-07.
#[test]
fn the_comparison_of_sets_is_the_list_of_all_differences() {
    let book = shipped();
    let set = |id: &str| book.latest(id).unwrap();
    let regions = compare(set("kos-44"), set("kam-41"), &[]);
    let others = compare(set("kem-42"), set("fed-24x7"), &[]);
    assert_eq!((regions.a.shown(), regions.b.shown()), ("kos-44 2017.1".into(), "kam-41 1.1".into()));
    let code = |position: &Option<rules::Position>| position.as_ref().map_or(String::new(), |one| one.is.clone());
    let got: Vec<_> = regions
        .matters
        .iter()
        .zip(&others.matters)
        .map(|(one, other)| (one.number, one.key.clone(), code(&one.a), code(&one.b), code(&other.a), code(&other.b)))
        .collect();
    let wanted: Vec<_> = MATTERS
        .iter()
        .map(|(n, key, kos, kam, kem, fed)| {
            (*n, (*key).to_owned(), (*kos).to_owned(), (*kam).to_owned(), (*kem).to_owned(), (*fed).to_owned())
        })
        .collect();
    assert_eq!(got, wanted);
    assert!(regions.matters.iter().all(|matter| matter.differs), "a list of differences");
    let cited =
        |one: &Option<rules::Position>| one.as_ref().is_none_or(|one| !one.clause.is_empty() && !one.say.is_empty());
    assert!(regions.matters.iter().chain(&others.matters).all(|matter| cited(&matter.a) && cited(&matter.b)));
}

/// Proves: RULE-07.
#[test]
fn two_regions_are_compared_over_the_same_services_action_by_action() {
    let services = [asked(60), but(asked(500), &[("payment.exists", true), ("payment.budget", true)])];
    let comparison = compare(&kos(), &kam(), &services[..1]);
    let request = comparison.services.iter().find(|pair| pair.action == Action::A3).unwrap();
    assert_eq!((request.a.verdict, request.b.verdict), (Verdict::Must, Verdict::WorkingGroup));
    assert_eq!(request.a.set.id, "kos-44");
    assert!(comparison.services.iter().all(|pair| pair.action != Action::A9), "agreed on");
    let threshold = comparison.parameters.iter().find(|pair| pair.name == "low_demand_limit").unwrap();
    assert!(threshold.a.is_some() && threshold.b.is_none());
    assert!(compare(&kos(), &kos(), &services).services.is_empty());
}

/// A set with another threshold, as a new version would bring it.
fn with_limit(set: &RuleSet, limit: i64) -> RuleSet {
    let mut sources = crate::world::shipped_files();
    let file = format!("{}.yaml", set.id);
    let text = sources.0[&file]
        .replace("version: \"2017.1\"", "version: \"2027.1\"")
        .replace("from: 2017-06-13", "from: 2027-01-01")
        .replace("value: 20, bound: below", &format!("value: {limit}, bound: below"));
    sources.0.insert(file.clone(), sources.0[&file].replace("from: 2017-06-13", "from: 2017-06-13\nuntil: 2027-01-01"));
    sources.0.insert("new.yaml".into(), text);
    let (book, found) = rules::read(&sources);
    assert!(found.is_empty(), "{found:?}");
    book.unwrap().latest(&set.id).unwrap().clone()
}

/// Proves: RULE-07.
#[test]
fn a_new_version_reports_what_it_would_change_and_changes_nothing() {
    let (old, new) = (kos(), with_limit(&kos(), 10));
    let mut seldom = asked(15);
    let mut composition = Composition::row([Cell::Yes; 9]);
    for action in [Action::A2, Action::A3, Action::A4, Action::A5, Action::A6] {
        let reason =
            |code: &str| rules::Reason { ground: code.into(), text: "Пятнадцать раз за год.".into() };
        let ground = format!("{}.1", action.code().replace('A', "G"));
        let ground = match action {
            Action::A2 => "G2.3".to_owned(),
            Action::A5 | Action::A6 => ground.replace(".1", ".2"),
            _ => ground,
        };
        composition.actions.insert(action, Chosen { reasons: vec![reason(&ground)], ..Chosen::whole(Cell::No) });
    }
    let reason = rules::Reason { ground: "G7.1".into(), text: "Уведомлять не о чем.".into() };
    composition.actions.insert(Action::A7, Chosen { reasons: vec![reason], ..Chosen::whole(Cell::No) });
    seldom.composition = Some(composition.clone());
    assert_eq!(rules::check(&old, &seldom, &composition), Vec::new());

    let report = recheck(&old, &new, &[seldom.clone(), asked(500)]);
    assert_eq!(report.len(), 1, "the much asked service is not touched");
    assert!(report[0].broken);
    assert!(report[0].verdicts.iter().any(|pair| pair.action == Action::A3 && pair.b.verdict == Verdict::Must));
    assert!(report[0].added.iter().any(|one| one.code == "COMPULSORY_BUT_OFF" && one.action == Some(Action::A3)));
    // A decision names the version it was made under, and that version still says the same.
    assert_eq!(report[0].verdicts[0].a.set.version, "2017.1");
    assert_eq!(report[0].verdicts[0].b.set.version, "2027.1");
    assert_eq!(rules::check(&old, &seldom, &composition), Vec::new());
    assert!(recheck(&old, &old, &[seldom]).is_empty());
}
