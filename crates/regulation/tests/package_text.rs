//! One regulation, two readers: the engine runs it, people read it (CAR-03).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use jiff::Timestamp;
use regulation::assess::{VariantFit, assess};
use regulation::diagnostic::Sources;
use regulation::expression::Verdict;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::{self, Regulation};

fn plain() -> Sources {
    package_folder::fixture("plain")
}

fn read(sources: &Sources) -> Regulation {
    let (regulation, found) = package::read(sources);
    regulation.unwrap_or_else(|| panic!("{}", regulation::diagnostic::render(&found, sources, false)))
}

fn facts(born: &str) -> Facts {
    let mut facts = Facts::default();
    let at = Timestamp::UNIX_EPOCH;
    let mut learn = |name: &str, value| {
        facts.learn(name, Known { value: Some(value), source: Source::Applicant, at, contested: false });
    };
    learn("request.kind", Value::Choice("issue".to_owned()));
    learn("applicant.birthdate", Value::Date(born.parse().expect("a date")));
    facts
}

/// Proves: CAR-03.
#[test]
fn a_change_of_the_regulation_changes_the_text_and_the_engine_together() {
    let before = read(&plain());
    let mut sources = plain();
    let text = sources.0.get_mut("regulation.yaml").expect("the file is there");
    *text = text.replace(">= 18", ">= 21").replace("term: 5 wd", "term: 7 wd");
    let after = read(&sources);
    let today = "2026-03-02".parse().expect("a date");
    let nineteen = facts("2007-01-01");
    let adult = |regulation: &Regulation| {
        let assessment = assess(regulation, &nineteen, today);
        assert_eq!(assessment.variant, VariantFit::One("issue".to_owned()));
        assessment.criteria.iter().find(|one| one.id == "adult").expect("the criterion is there").verdict.clone()
    };
    assert_eq!((adult(&before), adult(&after)), (Verdict::Yes, Verdict::No));
    let (before, after) = (package::text(&before), package::text(&after));
    assert!(before.contains("age(applicant.birthdate, today) >= 18") && before.contains("5 рабочих дней"));
    assert!(after.contains("age(applicant.birthdate, today) >= 21") && after.contains("7 рабочих дней"));
}

/// Proves: CAR-02, CAR-03.
#[test]
fn the_text_tells_every_part_of_the_regulation() {
    let regulation = read(&plain());
    let text = package::text(&regulation);
    for part in [
        "# Выдача разрешения на сбор ягод в заповедном лесу",
        "## Кто может обратиться",
        "- индивидуальные предприниматели",
        "## Варианты и сроки",
        "со дня регистрации (№ 7, п. 6)",
        "## Сведения",
        "1-ПФ, п. 3.1",
        "## Документы заявителя",
        "## Что ведомство узнаёт само",
        "## Отказ в приёме",
        "Видит только должностное лицо.",
        "## Отказ в предоставлении",
        "## Критерии решения",
        "## Административные процедуры",
        "На входе: Что нужно сделать.",
        "## Результат",
        "## Стоимость",
        "Услуга бесплатна (№ 7, п. 9).",
        "## Акты",
        "## Не подтверждено источником",
        "Примерный перечень № 1",
    ] {
        assert!(text.contains(part), "`{part}` is not in the text:\n{text}");
    }
}

#[test]
fn every_package_of_the_project_becomes_a_text() {
    for path in package_folder::all() {
        let Some(regulation) = package::read(&package_folder::sources(&path)).0 else { continue };
        let text = package::text(&regulation);
        for fact in regulation.facts.values() {
            assert!(text.contains(&fact.label), "{} is not told", fact.name);
        }
        let outcomes = [regulation.suspend.iter().map(|one| &one.ground).collect::<Vec<_>>()]
            .into_iter()
            .chain([regulation.give_back.iter().map(|one| &one.ground).collect()])
            .chain([regulation.forward.iter().map(|one| &one.ground).collect()])
            .chain([regulation.prolong.iter().map(|one| &one.ground).collect()]);
        let mut told: Vec<&String> = outcomes.flatten().map(|ground| &ground.title).collect();
        told.extend(regulation.params.values().map(|one| &one.title));
        told.extend(regulation.tables.values().map(|one| &one.title));
        told.extend(regulation.parties.iter().map(|one| &one.title));
        told.extend(regulation.resources.iter().map(|one| &one.title));
        told.extend(regulation.bookings.iter().map(|one| &one.title));
        told.extend(regulation.afterwards.iter().map(|one| &one.title));
        told.extend(regulation.relations.iter().map(|one| &one.say));
        told.extend(regulation.fee.lines.iter().map(|one| &one.title));
        told.extend(regulation.fee.exemptions.iter().map(|one| &one.title));
        for words in told {
            assert!(text.contains(words.as_str()), "{}: «{words}» is not told", regulation.service);
        }
    }
}
