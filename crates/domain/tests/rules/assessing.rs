//! Assessment of the applicant or an object: the way, the recording, the sheets, the rule.

use domain::case::assessed::{expected, result_sheets};
use domain::case::{AssessStep, CallReason, Score, Sheet, Wish, open_to_applicant, reckon};
use domain::notice::{Content, Progress};
use domain::refusal::Refusal;
use proptest::prelude::*;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::{Averaging, Method};
use rust_decimal::Decimal;
use serde_json::json;

use crate::world::*;

/// The usual service with a look at the boat by three experts, and a threshold on their mean.
fn world() -> World {
    with(&RULE.replace("METHODS", "[recording, video, self-declaration, appointment]"))
}

const RULE: &str = "  - { id: look, title: Осмотр судна, procedure: look, of: object, methods: METHODS, experts: 3, rule: mean, round: 2, gives: look.score, passes: look.score >= 6, apart: 5, retry: 1, guidance: Снимайте при дневном свете., consent: Согласен на съёмку судна., keeps: 1 year, because: law.9, sheet: [ { id: hull, title: Корпус, most: 6, because: law.9 }, { id: engine, title: Двигатель, most: 4, because: law.9 } ] }\n";

fn with(rule: &str) -> World {
    let look = "  - { id: look, kind: assessment, title: Осмотр судна, within: 1 wd, by: official, input: [boat.length], output: [look.score], because: law.9 }\n";
    let text = TEXT
        .replace("  - { id: decision, kind: decision", &format!("{look}  - {{ id: decision, kind: decision"))
        .replace("term: 5 wd", "term: 8 wd")
        .replace("  stolen: { type: yes-no", "  look.score: { type: number, min: 0, max: 10, label: Оценка осмотра, ask: never, purpose: decision, because: law.9 }\n  stolen: { type: yes-no")
        .replace("results:\n", &format!("assessments:\n{rule}\nresults:\n"));
    World::of(&text)
}

/// The assessment runs.
fn looking(world: &World) -> Told {
    let end = Wish::EndProcedure { procedure: "queries".to_owned() };
    world.grant(&world.answered(), &end, &machine(), morning())
}

fn scored(number: u8, hull: &str, engine: &str) -> Sheet {
    let score = |criterion: &str, score: &str| Score { criterion: criterion.to_owned(), score: score.parse().unwrap() };
    let scores = vec![score("hull", hull), score("engine", engine)];
    Sheet { expert: official(number).0, scores, text: format!("Мнение {number}"), evidence: Vec::new() }
}

fn expert(number: u8) -> domain::case::Actor {
    domain::case::Actor::Official(official(number))
}

fn give(number: u8, hull: &str, engine: &str) -> Wish {
    Wish::Assessed { sheet: scored(number, hull, engine) }
}

fn running(told: &Told) -> Option<&str> {
    told.case.procedures.iter().find(|one| one.runs()).map(|one| one.id.as_str())
}

fn step(step: AssessStep) -> Wish {
    Wish::Assessing { step }
}

fn choose(method: Method, when: Option<&str>, consent: bool) -> Wish {
    let (assessment, when) = ("look".to_owned(), when.map(str::to_owned));
    step(AssessStep::Choose { assessment, method, when, consent })
}

fn hand_in(files: &[&str], words: Option<&str>) -> Wish {
    let evidence = files.iter().map(|file| (*file).to_owned()).collect();
    step(AssessStep::HandIn { assessment: "look".to_owned(), evidence, words: words.map(str::to_owned) })
}

fn judge(good: bool, words: Option<&str>) -> Wish {
    step(AssessStep::Judge { assessment: "look".to_owned(), good, words: words.map(str::to_owned) })
}

/// Proves: PROCEDURE-01.
#[test]
fn three_experts_give_whole_sheets_and_their_mean_is_learnt() {
    let world = world();
    let told = looking(&world);
    let wanted = expected(&told.case, &world.regulation).unwrap();
    assert_eq!((wanted.wanted, wanted.given.len(), wanted.ready), (3, 0, true));
    let ten = [("hull", "Корпус", Some(Decimal::from(6))), ("engine", "Двигатель", Some(Decimal::from(4)))];
    assert_eq!(wanted.criteria(), ten);
    let end = Wish::EndProcedure { procedure: "look".to_owned() };
    let taken = world.grant(&told, &Wish::Take, &anna(), morning());
    let not_ready = Refusal::ProcedureNotReady("look".to_owned());
    assert_eq!(world.refused(&taken, &end, &anna(), morning()), not_ready, "sheets are wanted");

    let told = world.grant(&told, &give(4, "5", "4"), &expert(4), morning());
    assert_eq!(world.refused(&told, &give(4, "5", "4"), &expert(4), morning()), Refusal::AlreadyDone);
    let told = world.grant(&told, &give(5, "6", "3.5"), &expert(5), morning());
    assert_eq!((running(&told), told.case.facts.get("look.score")), (Some("look"), None));
    let told = world.grant(&told, &give(6, "4", "3"), &expert(6), morning());
    let known = told.case.facts.get("look.score").unwrap();
    assert_eq!(known.value, Some(Value::Number("8.5".parse().unwrap())), "(9 + 9.5 + 7) / 3");
    assert_eq!(known.source, Source::Experts { assessment: "look".to_owned() });
    assert_eq!((running(&told), told.case.sheets.len()), (Some("decision"), 3));
    assert!(!serde_json::to_string(&told.journal).unwrap().contains("Мнение"), "the journal has no words of sheets");
    let late = Refusal::ProcedureNotRunning("look".to_owned());
    assert_eq!(world.refused(&told, &give(7, "4", "3"), &expert(7), morning()), late);
}

/// Proves: PROCEDURE-01.
#[test]
fn a_sheet_scores_every_line_within_its_bounds() {
    let world = world();
    let told = looking(&world);
    let out = |name: &str| Refusal::ScoreOutOfBounds(name.to_owned());
    for (hull, engine, why) in
        [("7", "1", out("hull")), ("-1", "1", out("hull")), ("1", "4.01", out("engine")), ("1", "1.005", out("engine"))]
    {
        assert_eq!(world.refused(&told, &give(4, hull, engine), &expert(4), morning()), why, "{hull} {engine}");
    }
    let mut sheet = scored(4, "6", "4");
    sheet.scores.pop();
    let lacks = Refusal::SheetIncomplete("Двигатель".to_owned());
    assert_eq!(world.refused(&told, &Wish::Assessed { sheet }, &expert(4), morning()), lacks);
    let mut sheet = scored(4, "6", "4");
    sheet.scores.push(Score { criterion: "paint".to_owned(), score: 1.into() });
    assert_eq!(world.refused(&told, &Wish::Assessed { sheet }, &expert(4), morning()), out("paint"));
    let mut sheet = scored(4, "6", "4");
    sheet.scores.extend(sheet.scores.clone());
    assert_eq!(world.refused(&told, &Wish::Assessed { sheet }, &expert(4), morning()), out("hull"), "twice");
    for (hull, engine) in [("0", "0"), ("6", "4"), ("0.01", "3.99")] {
        world.grant(&told, &give(4, hull, engine), &expert(4), morning());
    }
}

/// Proves: PROCEDURE-01.
#[test]
fn what_experts_give_nobody_states() {
    let world = world();
    let told = world.grant(&looking(&world), &Wish::Take, &anna(), morning());
    let mut facts = Facts::default();
    let source = Source::Official { official: official(1).0 };
    let value = Some(Value::Number(10.into()));
    facts.learn("look.score", Known { value, source, at: morning(), contested: false });
    let why = Refusal::UnknownFact("look.score".to_owned());
    assert_eq!(world.refused(&told, &Wish::Learn { facts }, &anna(), morning()), why);
}

/// Proves: PROCEDURE-01.
#[test]
fn experts_who_disagree_beyond_the_bound_bring_a_person_in() {
    let world = world();
    let mut told = looking(&world);
    for (number, hull, engine) in [(4, "6", "4"), (5, "6", "4"), (6, "2", "2")] {
        told = world.grant(&told, &give(number, hull, engine), &expert(number), morning());
    }
    let reason = told.case.needs_person.as_deref().and_then(CallReason::read);
    assert_eq!(reason, Some(CallReason::ExpertsApart("look".to_owned())));
    assert_eq!((running(&told), told.case.facts.value("look.score")), (Some("look"), Some(&Value::Number(8.into()))));
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let told = world.grant(&told, &Wish::EndProcedure { procedure: "look".to_owned() }, &anna(), morning());
    assert_eq!(running(&told), Some("decision"), "a person looked and ended it");
}

/// Proves: REMOTE-01, REMOTE-02.
#[test]
fn the_applicant_chooses_the_way_and_the_time_and_agrees_before_a_recording() {
    let world = with(&RULE.replace("METHODS", "[recording, video]"));
    let told = looking(&world);
    let refused = |wish: &Wish| world.refused(&told, wish, &applicant(), morning());
    assert_eq!(refused(&choose(Method::Video, Some("в четверг утром"), false)), Refusal::ConsentNeeded);
    assert_eq!(refused(&choose(Method::Video, Some(" "), true)), Refusal::TimeNeeded);
    let not_offered = Refusal::MethodNotOffered("appointment".to_owned());
    assert_eq!(refused(&choose(Method::Appointment, Some("в четверг"), false)), not_offered);
    assert_eq!(refused(&hand_in(&["aa"], None)), Refusal::ChooseMethodFirst);
    let by_official = world.refused(&told, &choose(Method::Recording, None, true), &anna(), morning());
    assert_eq!(by_official, Refusal::NotAllowed, "the way is the applicant's choice");

    let told = world.grant(&told, &choose(Method::Video, Some("в четверг утром"), true), &applicant(), morning());
    let known = told.case.assessing.first().unwrap();
    assert_eq!((known.method, known.when.as_deref()), (Some(Method::Video), Some("в четверг утром")));
    assert_eq!(known.consent_at, Some(morning()), "the consent is kept with its moment");
    // Another way, agreed to already.
    let told = world.grant(&told, &choose(Method::Recording, None, false), &applicant(), morning());
    assert_eq!(open_to_applicant(&told.case, &world.regulation).len(), 1);
    assert!(!expected(&told.case, &world.regulation).unwrap().ready);
    assert_eq!(world.refused(&told, &give(4, "5", "4"), &expert(4), morning()), Refusal::NothingHandedIn);
    assert_eq!(world.refused(&told, &hand_in(&[], None), &applicant(), morning()), Refusal::ReasonNeeded);
    let told = world.grant(&told, &hand_in(&["aa"], None), &applicant(), morning());
    let told = world.grant(&told, &give(4, "5", "4"), &expert(4), morning());
    assert_eq!(open_to_applicant(&told.case, &world.regulation).len(), 0, "the experts have begun");
    let late = world.refused(&told, &choose(Method::Video, Some("завтра"), true), &applicant(), morning());
    assert_eq!(late, Refusal::AlreadyDone);
}

/// Proves: REMOTE-02.
#[test]
fn a_bad_recording_is_made_anew_once_free_of_charge_with_guidance() {
    let world = world();
    let mut told = world.grant(&looking(&world), &choose(Method::Recording, None, true), &applicant(), morning());
    assert_eq!(world.refused(&told, &judge(true, None), &expert(4), morning()), Refusal::NothingHandedIn);
    for left in [true, false] {
        told = world.grant(&told, &hand_in(&["aa"], Some("Лодка снаружи")), &applicant(), morning());
        assert_eq!(world.refused(&told, &judge(false, None), &expert(4), morning()), Refusal::ReasonNeeded);
        told = world.grant(&told, &judge(false, Some("Темно, корпуса не видно.")), &expert(4), morning());
        let said = told.last.notices.first().and_then(|notice| notice.says());
        let Some(Content::Progress(Progress::Retake { reason, guidance, left: again, .. })) = said else {
            panic!("the applicant is told: {said:?}")
        };
        assert_eq!((reason.as_str(), guidance.as_str()), ("Темно, корпуса не видно.", "Снимайте при дневном свете."));
        assert_eq!(again, left);
        let journal = serde_json::to_string(&told.journal).unwrap();
        assert!(!journal.contains("Лодка снаружи") && !journal.contains("Темно"), "words stay out of the journal");
    }
    let reason = told.case.needs_person.as_deref().and_then(CallReason::read);
    assert_eq!(reason, Some(CallReason::NotAssessable("look".to_owned())));
    assert_eq!(world.refused(&told, &hand_in(&["bb"], None), &applicant(), morning()), Refusal::ChooseMethodFirst);
    let told = world.grant(&told, &choose(Method::SelfDeclaration, None, false), &applicant(), morning());
    let told = world.grant(&told, &hand_in(&[], Some("Лодка исправна, осматривал сам.")), &applicant(), morning());
    let told = world.grant(&told, &judge(true, None), &expert(4), morning());
    assert!(expected(&told.case, &world.regulation).unwrap().ready);
}

/// Proves: REMOTE-02.
#[test]
fn the_result_sheet_is_read_after_the_decision_and_names_no_expert() {
    let world = world();
    let mut told = looking(&world);
    for (number, hull, engine) in [(4, "3", "2"), (5, "5", "3"), (6, "4", "2")] {
        told = world.grant(&told, &give(number, hull, engine), &expert(number), morning());
    }
    let today = world.clock.local_date(morning());
    assert_eq!(result_sheets(&told.case, &world.regulation, today), [], "not before");
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let told = world.grant(&told, &Wish::Grant { trace: json!({}) }, &anna(), morning());
    let sheets = result_sheets(&told.case, &world.regulation, today);
    let sheet = sheets.first().unwrap();
    let points = |numbers: &[i64]| numbers.iter().map(|number| Decimal::from(*number)).collect::<Vec<_>>();
    assert_eq!(sheet.lines[0], ("Корпус", Some(Decimal::from(6)), points(&[5, 4, 3])));
    assert_eq!((sheet.totals.clone(), sheet.enough), (points(&[8, 6, 5]), Some(true)));
    assert_eq!(sheet.value, Value::Number("6.33".parse().unwrap()));
    assert!(!format!("{sheets:?}").contains(&official(4).0));
}

/// Proves: PROCEDURE-01.
#[test]
fn the_declared_rule_makes_one_value_of_the_sheets() {
    let world = world();
    let mut rule = world.regulation.assessments[0].clone();
    let value = |rule: &regulation::package::AssessmentRule, totals: &[&str]| {
        let sheets: Vec<Sheet> = totals.iter().map(|total| scored(4, total, "0")).collect();
        reckon(rule, &sheets).map(|reckoned| reckoned.value)
    };
    let number = |text: &str| Some(Value::Number(text.parse().unwrap()));
    for (averaging, round, totals, result) in [
        (Averaging::Mean, 2, &["1", "1", "2"][..], "1.33"),
        (Averaging::Mean, 0, &["1", "2"], "2"),
        (Averaging::Mean, 0, &["2", "3"], "3"),
        (Averaging::Mean, 2, &["5"], "5"),
        (Averaging::Median, 2, &["6", "1", "2"], "2"),
        (Averaging::Median, 2, &["6", "1", "2", "3"], "2.5"),
        (Averaging::Median, 0, &["6", "1", "2", "3"], "3"),
        (Averaging::Sum, 2, &["1.25", "2.5", "3"], "6.75"),
        (Averaging::Sum, 1, &["1.25"], "1.3"),
    ] {
        (rule.rule, rule.round) = (averaging, round);
        assert_eq!(value(&rule, totals), number(result), "{averaging:?} of {totals:?} to {round}");
    }
    assert_eq!(value(&rule, &[]), None, "no sheets, no value");
    rule.rule = Averaging::All;
    let said = |hull: &str, engine: &str| reckon(&rule, &[scored(4, "1", "1"), scored(5, hull, engine)]).unwrap().value;
    assert_eq!(said("1", "1"), Value::YesNo(true));
    assert_eq!(said("1", "0"), Value::YesNo(false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// In whatever order the sheets come the value is the same, and never more are taken than wanted.
    ///
    /// Proves: PROCEDURE-01.
    #[test]
    fn any_order_of_sheets_gives_the_same_result_and_never_more_than_wanted(
        scores in prop::collection::vec((0u32..=600, 0u32..=400), 5),
        order in Just((0usize..5).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let world = with(&RULE.replace("METHODS", "[video]").replace("apart: 5", "apart: 9.99"));
        let start = looking(&world);
        let points = |hundredths: u32| Decimal::new(i64::from(hundredths), 2).to_string();
        let run = |order: &[usize]| {
            let (mut told, mut taken) = (start.clone(), 0);
            for at in order {
                let number = u8::try_from(*at).unwrap() + 10;
                let (hull, engine) = scores[*at];
                if let Ok(next) = world.wish(&told, &give(number, &points(hull), &points(engine)), &expert(number), morning()) {
                    (told, taken) = (next, taken + 1);
                }
            }
            (told, taken)
        };
        let first: Vec<usize> = order.iter().copied().take(3).collect();
        let mut sorted = first.clone();
        sorted.sort_unstable();
        let ((one, taken), (other, _)) = (run(&order), run(&sorted));
        prop_assert_eq!(taken, 3);
        prop_assert_eq!(one.case.sheets.len(), 3);
        prop_assert_eq!(one.case.facts.value("look.score"), other.case.facts.value("look.score"));
        prop_assert!(one.case.facts.value("look.score").is_some());
        prop_assert_eq!(running(&one), running(&other));
    }
}
