//! The questionnaire over the real services: it ends where every case of theirs ends.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::assess::{Outcome, VariantFit, assess};
use regulation::diagnostic::Sources;
use regulation::fact::Facts;
use regulation::form;
use regulation::package::{self, Regulation};
use regulation::question::{
    Aim, Because, End, Inquiry, Origin, Reach, Reached, Step, minimum, next, of_service, questions_per_variant, what_if,
};

use crate::{TODAY, package_folder};

/// All services of the project that can be read now; local ones stand with their parents elsewhere.
fn services() -> Vec<Regulation> {
    package_folder::all().iter().filter_map(|folder| read(folder)).collect()
}

fn read(folder: &Path) -> Option<Regulation> {
    let Sources(mut files) = package_folder::sources(folder);
    let dictionaries = folder.join("../../region/dictionaries");
    if dictionaries.is_dir() {
        for (name, text) in package_folder::sources(&dictionaries).0 {
            files.entry(format!("dictionaries/{name}")).or_insert(text);
        }
    }
    package::read(&Sources(files)).0
}

fn service(id: &str) -> Regulation {
    let services = services();
    services.into_iter().find(|one| one.service == id).unwrap_or_else(|| panic!("{id} cannot be read"))
}

/// What a run of the questionnaire came to.
struct Run {
    asked: Vec<String>,
    fetched: Vec<Origin>,
    /// The question that the case leaves without an answer.
    stuck: Option<String>,
    ends: Vec<Reached>,
}

/// Goes through a questionnaire with what a case knows.
fn run(inquiry: &Inquiry<'_>, full: &Facts, day: Date, mut reach: Reach) -> Run {
    let mut facts = Facts::default();
    let mut run = Run { asked: Vec::new(), fetched: Vec::new(), stuck: None, ends: Vec::new() };
    for _ in 0..200 {
        let known = form::derive(inquiry.regulation, &facts, Timestamp::UNIX_EPOCH, day);
        match next(inquiry, &known, day, &reach) {
            Step::Fetch { origin, facts: wanted } => {
                assert!(!wanted.is_empty() || !run.fetched.contains(&origin));
                for name in inquiry.regulation.facts.keys() {
                    let declared = inquiry.regulation.fact(name).unwrap();
                    let held = declared.from.iter().any(|path| origin_is(path, &origin));
                    if let Some(known) = full.get(name).filter(|_| held) {
                        facts.learn(name.clone(), known.clone());
                    }
                }
                reach = reach.without(origin.clone());
                run.fetched.push(origin);
            }
            Step::Ask(ask) => {
                assert!(!run.asked.contains(&ask.fact), "{} is asked twice", ask.fact);
                assert!(ask.why.ends_with('.'), "{}", ask.why);
                let Some(known) = full.get(&ask.fact) else {
                    run.stuck = Some(ask.fact);
                    return run;
                };
                facts.learn(ask.fact.clone(), known.clone());
                run.asked.push(ask.fact);
            }
            Step::Done(ends) => {
                run.ends = ends;
                return run;
            }
        }
    }
    panic!("{} asks for ever", inquiry.regulation.service);
}

fn origin_is(path: &package::SourcePath, origin: &Origin) -> bool {
    match (path, origin) {
        (package::SourcePath::Identity(_), Origin::Identity) | (package::SourcePath::Case(_), Origin::Case) => true,
        (package::SourcePath::Register { source, .. }, Origin::Register(asked)) => source == asked,
        (package::SourcePath::Service { service, result, .. }, Origin::Service { service: of, result: given }) => {
            service == of && result == given
        }
        _ => false,
    }
}

fn settled<'r>(run: &'r Run, goal: &str) -> Option<&'r str> {
    run.ends.iter().find(|one| one.goal == goal).and_then(|one| match &one.end {
        End::Settled(label) => Some(label.as_str()),
        End::Open { .. } => None,
    })
}

/// Proves: PROFILE-01, PROFILE-04.
#[test]
fn every_case_of_every_service_ends_in_its_own_variant_with_few_questions() {
    let (mut cases, mut settled_cases, mut asked, mut shown) = (0, 0, 0, 0);
    for regulation in services() {
        let inquiry = of_service(&regulation, &[Aim::Variant]);
        for case in &regulation.cases {
            let given = case.given.clone();
            let Ok(full) = package::facts_of(&regulation, &given, Timestamp::UNIX_EPOCH, case.as_of) else { continue };
            let expected = assess(&regulation, &full, case.as_of).variant;
            let run = run(&inquiry, &full, case.as_of, Reach::Nobody);
            cases += 1;
            asked += run.asked.len();
            shown += regulation.form.iter().map(|step| step.fields.len()).sum::<usize>();
            let place = format!("{}: {} ({:?})", regulation.service, case.name, run.asked);
            match (&expected, settled(&run, "variant")) {
                (VariantFit::One(id), Some(found)) => assert_eq!(found, id, "{place}"),
                (VariantFit::None, Some(found)) => assert_eq!(found, "none", "{place}"),
                // What one case leaves out, required answers would settle.
                (VariantFit::NotYet(_), _) | (_, None) => continue,
            }
            settled_cases += 1;
        }
    }
    assert!(cases >= 30 && settled_cases * 10 >= cases * 7, "{settled_cases} of {cases} cases settled");
    assert!(asked * 3 < shown, "{asked} questions where the forms have {shown} fields");
}

/// Proves: PROFILE-03.
#[test]
fn what_the_account_and_the_registers_hold_is_never_asked() {
    for regulation in services() {
        let inquiry = of_service(&regulation, &[Aim::Variant, Aim::Intake, Aim::Decision]);
        for case in regulation.cases.iter().step_by(9) {
            let given = case.given.clone();
            let Ok(full) = package::facts_of(&regulation, &given, Timestamp::UNIX_EPOCH, case.as_of) else { continue };
            let run = run(&inquiry, &full, case.as_of, Reach::everybody());
            for name in &run.asked {
                let fact = regulation.fact(name).unwrap();
                let holder = fact.from.iter().find(|path| {
                    // One that was asked and had nothing leaves the person.
                    !run.fetched.iter().any(|origin| origin_is(path, origin))
                        && matches!(path, package::SourcePath::Identity(_) | package::SourcePath::Case(_))
                });
                assert!(holder.is_none(), "{}: {name} is asked although {holder:?} holds it", regulation.service);
            }
        }
    }
}

/// Proves: PROFILE-01, PROFILE-03, PROFILE-05.
#[test]
fn a_hunting_ticket_is_one_question_then_the_account_then_the_rest() {
    let regulation = service("hunting-ticket");
    let inquiry = of_service(&regulation, &[Aim::Variant]);
    let Step::Ask(first) = next(&inquiry, &Facts::default(), TODAY, &Reach::everybody()) else { panic!() };
    assert_eq!(first.fact, "request.kind");
    assert_eq!(first.because, Because::Goals(vec!["variant".into()]));
    assert_eq!(first.why, "От ответа зависит, какой вариант услуги вам подходит. Основание: № 13, п. 2.");
    let words: Vec<&str> = first.answers.iter().map(|answer| answer.words.as_str()).collect();
    assert_eq!(words, ["Получить охотничий билет", "Аннулировать билет", "Изменить сведения в билете"]);
    assert_eq!(first.answers[1].leads[0].end, End::Settled("annul".into()));
    let whole = of_service(&regulation, &[Aim::Variant, Aim::Decision]);
    let given = serde_json::from_value(serde_json::json!({
        "request.kind": "issue", "applicant.birthdate": "2015-01-01", "read_rules": true,
    }))
    .unwrap();
    let full = package::facts_of(&regulation, &given, Timestamp::UNIX_EPOCH, TODAY).unwrap();
    let run = run(&whole, &full, TODAY, Reach::everybody());
    assert_eq!(run.fetched, [Origin::Identity], "the account tells the age, which settles the refusal");
    assert_eq!(run.asked, ["request.kind"]);
    assert_eq!(settled(&run, "decision"), Some("refuse"));
    assert!(matches!(assess(&regulation, &full, TODAY).decision, Outcome::Negative(_)));
}

#[test]
fn another_answer_shows_what_it_would_have_led_to() {
    let regulation = service("hunting-ticket");
    let inquiry = of_service(&regulation, &[Aim::Variant]);
    let given = serde_json::from_value(serde_json::json!({ "request.kind": "annul" })).unwrap();
    let facts = package::facts_of(&regulation, &given, Timestamp::UNIX_EPOCH, TODAY).unwrap();
    let answers = what_if(&inquiry, &facts, TODAY, &Reach::Nobody, "request.kind");
    let ends: Vec<&End> = answers.iter().map(|answer| &answer.leads[0].end).collect();
    assert_eq!(ends.len(), 3);
    assert_eq!(*ends[0], End::Settled("issue".into()));
    let age = of_service(&regulation, &[Aim::Decision]);
    let given = serde_json::from_value(serde_json::json!({ "request.kind": "issue" })).unwrap();
    let facts = package::facts_of(&regulation, &given, Timestamp::UNIX_EPOCH, TODAY).unwrap();
    let answers = what_if(&age, &facts, TODAY, &Reach::Nobody, "applicant.birthdate");
    let words: Vec<&str> = answers.iter().map(|answer| answer.words.as_str()).collect();
    assert_eq!(words, ["до 03.03.2008", "с 03.03.2008"]);
    assert_eq!(answers[1].leads[0].end, End::Settled("refuse".into()));
}

/// Proves: PROFILE-04.
#[test]
fn the_number_of_questions_is_told_for_every_variant() {
    for regulation in services() {
        let burdens = questions_per_variant(&regulation);
        for burden in &burdens {
            let place = format!("{}: {burden:?}", regulation.service);
            assert!(
                burden.fewest as f64 <= burden.average + 1e-9 && burden.average <= burden.most as f64 + 1e-9,
                "{place}"
            );
        }
        if regulation.service == "hunting-ticket" {
            let issue = burdens.iter().find(|one| one.variant == "issue").unwrap();
            assert!(issue.fewest >= 1 && issue.most <= 3, "{issue:?}");
        }
    }
}

/// Proves: PROFILE-04.
#[test]
fn no_order_of_questions_asks_fewer() {
    let whole = [Aim::Variant, Aim::Fee, Aim::Intake, Aim::Decision];
    for regulation in services() {
        for aims in [&whole[..1], &whole[..2], &whole] {
            let inquiry = of_service(&regulation, aims);
            let found = minimum(&inquiry, &Facts::default(), TODAY, &Reach::Nobody);
            let found = found.unwrap_or_else(|| panic!("{}: too many orders to try", regulation.service));
            assert!(found.asked <= found.fewest + 1e-9, "{} {aims:?}: {found:?}", regulation.service);
        }
    }
}
