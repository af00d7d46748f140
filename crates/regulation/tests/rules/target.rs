//! A regulation against its target state and composition, and the way of all services there.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use regulation::diagnostic::{Severity, Sources};
use regulation::package::{self, Regulation};
use regulation::rules::{self, Action, Cell, Chosen, Electronic, ServiceFacts};

use crate::world::{kam, kos, shipped};

/// The files of a shipped package that lie directly in its folder.
fn package(name: &str) -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(name);
    let mut files = Sources::default();
    for part in ["", "cases/"] {
        for entry in fs::read_dir(folder.join(part)).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            let file = format!("{part}{}", entry.file_name().into_string().unwrap());
            files.0.insert(file, fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

fn service(name: &str) -> (Regulation, Electronic) {
    let sources = package(name);
    let (regulation, found) = package::read(&sources);
    assert!(found.iter().all(|one| one.span.file != rules::ELECTRONIC_FILE), "the package reader leaves it alone");
    let (electronic, found) = rules::read_electronic(&sources);
    assert!(found.is_empty(), "{}", regulation::diagnostic::render(&found, &sources, false));
    (regulation.unwrap(), electronic.unwrap())
}

fn codes(findings: &[rules::Finding]) -> Vec<String> {
    let errors = findings.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{} {}", one.action.map_or("", Action::code), one.code)).collect()
}

/// Proves: CAR-01.
#[test]
fn a_regulation_is_approved_only_with_its_target_and_without_any_mismatch() {
    let (regulation, electronic) = service("hunting-ticket");
    assert_eq!(codes(&rules::mismatch(&regulation, &electronic)), [""; 0]);
    assert_eq!(rules::approvable(&kos(), &regulation, &electronic), Ok(()));

    let without = Electronic { target: None, ..electronic.clone() };
    assert_eq!(codes(&rules::mismatch(&regulation, &without)), [" NO_TARGET"]);
    assert!(rules::approvable(&kos(), &regulation, &without).is_err());
    let unchosen = Electronic { composition: None, live: Default::default(), ..electronic.clone() };
    assert!(codes(&rules::approvable(&kos(), &regulation, &unchosen).unwrap_err()).contains(&" NO_COMPOSITION".into()));

    // The composition asks for payment, which neither the target nor the regulation knows.
    let mut paid = electronic.clone();
    paid.composition.as_mut().unwrap().actions.insert(Action::A5, Chosen::whole(Cell::Yes));
    assert_eq!(codes(&rules::mismatch(&regulation, &paid)), ["A5 NOT_IN_TARGET", "A5 NOT_IN_REGULATION"]);
    assert!(codes(&rules::approvable(&kos(), &regulation, &paid).unwrap_err()).contains(&"A5 CANNOT_BE_ON".into()));

    // The target promises a booking that was not chosen; rating works though nobody chose it.
    let mut booking = electronic.clone();
    booking.target.as_mut().unwrap().actions.insert(Action::A2);
    booking.live.insert(Action::A2);
    assert_eq!(codes(&rules::mismatch(&regulation, &booking)), ["A2 TARGET_NOT_CHOSEN", "A2 LIVE_BUT_OFF"]);
}

/// Proves: RULE-01, RULE-03.
#[test]
fn facts_of_a_service_follow_from_its_package_and_its_file() {
    for (name, rare) in [("hunting-ticket", false), ("land-plan", false), ("large-family", true)] {
        let (regulation, electronic) = service(name);
        let facts = ServiceFacts::of(&regulation, &electronic);
        for set in [kos(), kam()] {
            let composition = electronic.composition.as_ref().unwrap();
            let findings = rules::check(&set, &facts, composition);
            assert_eq!(codes(&findings), [""; 0], "{name} under {}: {findings:?}", set.id);
            let judgement = rules::judge_chosen(&set, &facts, Some(composition));
            assert!(judgement.actions.iter().all(|one| one.missing.is_empty()), "{name}");
        }
        let request = rules::judge(&kam(), &facts).of(Action::A3).unwrap().clone();
        assert_eq!(request.verdict == rules::Verdict::WorkingGroup, rare, "{name}");
        assert_eq!(rules::judge(&kos(), &facts).of(Action::A5).unwrap().rule, "A5-free", "{name}");
    }
}

/// Proves: KPI-05.
#[test]
fn the_way_to_the_target_is_counted_from_the_same_data() {
    let (regulation, electronic) = service("hunting-ticket");
    let facts = ServiceFacts::of(&regulation, &electronic);
    let majority = facts.clone().with("service.majority", regulation::fact::Value::YesNo(true));
    let mut done = electronic.clone();
    done.live.extend([Action::A8, Action::A9]);
    let services = [(facts, electronic.clone()), (majority.clone(), electronic), (majority, done)];
    let progress = rules::progress(shipped().latest("federal").unwrap(), &services);
    assert_eq!((progress.services, progress.all_due_live), (3, 1));
    assert_eq!((progress.majority, progress.majority_at_target), (2, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_readers_never_stumble_over_any_text(text in "\\PC{0,200}", cut in 0usize..20_000) {
        let sources = |name: &str, text: &str| Sources([(name.to_owned(), text.to_owned())].into_iter().collect());
        rules::read(&sources("a.yaml", &text));
        rules::read_electronic(&sources(rules::ELECTRONIC_FILE, &text));
        // And a shipped set cut anywhere.
        let mut files = crate::world::shipped_files();
        let whole = files.0["kos-44.yaml"].clone();
        let cut: String = whole.chars().take(cut).collect();
        files.0.insert("kos-44.yaml".into(), cut + &text);
        rules::read(&files);
    }
}
