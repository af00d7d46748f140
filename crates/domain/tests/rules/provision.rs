//! Decision, result, register.

use domain::case::{CaseState, Filing, NotFiled, Wish, file};
use domain::notice::{Content, How, NoticeKind};
use domain::official::{Mandate, Role};
use domain::refusal::Refusal;
use domain::result::{self, Form, Made, ResultRecord, ResultState, Validity};
use serde_json::json;

use crate::world::*;

fn made(number: u8) -> Made {
    Made {
        id: result_id(number),
        number: format!("БН-2026-00000{number}-00"),
        check_code: "0123-4567-89AB".to_owned(),
        content: json!({ "applicant.name": "Образцов Пример" }),
        document: Some("d".repeat(64)),
        signature: Some("e".repeat(64)),
    }
}

fn entered(world: &World) -> ResultRecord {
    let output = &world.regulation.results[0];
    result::enter(&world.granted().case, output, &signer(), made(1), &world.context(), morning()).unwrap()
}

/// Proves: RESULT-02.
#[test]
fn without_the_signature_of_an_authorised_official_there_is_no_result() {
    let world = World::new();
    let case = world.granted().case;
    let output = &world.regulation.results[0];
    let enter = |signer: &domain::official::Official, made: Made| {
        result::enter(&case, output, signer, made, &world.context(), morning()).map(|record| record.state)
    };
    assert_eq!(enter(&signer(), made(1)), Ok(ResultState::Active));
    assert_eq!(enter(&signer(), Made { signature: None, ..made(1) }), Err(Refusal::SignatureNeeded));
    let mut caseworker = signer();
    caseworker.roles = vec![Role::Caseworker];
    let mut dismissed = signer();
    dismissed.active = false;
    let mut elsewhere = signer();
    elsewhere.authority = "social-ministry".to_owned();
    let second = jiff::SignedDuration::from_secs(1);
    let mut appointed_later = signer();
    appointed_later.mandate.from = Some(morning() + second);
    let mut over = signer();
    over.mandate.until = Some(morning());
    for wrong in [caseworker, dismissed, elsewhere, appointed_later, over] {
        assert_eq!(enter(&wrong, made(1)), Err(Refusal::SignatureNeeded), "{wrong:?}");
    }
    let mut in_term = signer();
    in_term.mandate = Mandate { from: Some(morning()), until: Some(morning() + second) };
    assert_eq!(enter(&in_term, made(1)), Ok(ResultState::Active));
}

/// Proves: RESULT-09, STATUS-02.
#[test]
fn a_refusal_names_ground_words_and_clause_and_ends_the_case() {
    let world = World::new();
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    let by = |grounds: &[&str]| Wish::Refuse {
        grounds: grounds.iter().map(|ground| (*ground).to_owned()).collect(),
        words: Some("Марка не существует".to_owned()),
        trace: json!({ "view": 1 }),
    };
    let refused = |grounds: &[&str]| world.refused(&told, &by(grounds), &anna(), morning());
    assert_eq!(refused(&[]), Refusal::GroundNeeded);
    assert_eq!(refused(&["R9"]), Refusal::UnknownGround("R9".to_owned()));
    assert_eq!(refused(&["A2"]), Refusal::UnknownGround("A2".to_owned()));
    let told = world.grant(&told, &by(&["R4"]), &anna(), morning());
    assert_eq!(told.case.state, CaseState::DecisionNegative);
    assert_eq!((told.case.closed_at, told.case.term_ended_at), (Some(morning()), Some(morning())));
    assert!(told.case.procedures.iter().all(domain::procedure::ProcedureState::over));
    let notice = &told.last.notices[0];
    assert_eq!(notice.kind, NoticeKind::Refused);
    match notice.says() {
        Some(Content::Refused { reasons, words, .. }) => {
            assert_eq!(reasons[0].say, "Сведения недостоверны.");
            assert_eq!(reasons[0].mend, "Исправьте сведения и подайте заявление снова.");
            assert_eq!(reasons[0].clause, world.regulation.clause_text(&world.regulation.refuse_provision[3].because));
            assert_eq!(words.as_deref(), Some("Марка не существует"));
        }
        other => panic!("N4- was expected: {other:?}"),
    }
}

/// Proves: STATUS-01, STATUS-02, RESULT-01.
#[test]
fn when_the_result_is_ready_n4_says_how_to_have_it() {
    let world = World::new();
    let told = world.ready();
    assert_eq!(told.case.state, CaseState::ResultReady);
    assert_eq!(told.case.results, [result_id(1)]);
    match told.last.notices[0].says() {
        Some(Content::Granted { results, how, .. }) => {
            assert_eq!(results[0].title, "Запись в выдуманном реестре судов");
            assert_eq!(how, How::InAccount);
        }
        other => panic!("N4+ was expected: {other:?}"),
    }
    let forms = result::forms(&world.regulation.results[0], &world.region);
    assert_eq!(forms, [Form::RegisterData, Form::Document, Form::PaperAtCentre]);
}

/// Proves: FORM-16.
#[test]
fn only_what_its_author_marked_can_be_declared_to_be_shown_later() {
    let world = World::new();
    let (draft, person) = (world.draft(), world.person());
    let declaring = |item: &str| Filing { declared: vec![item.to_owned()], ..world.filing(&draft, &person) };
    for item in ["boat.mark", "boat.note", "photo", ""] {
        match file(&declaring(item), &world.context(), morning()) {
            Err(NotFiled::Refused(why)) => assert_eq!(why, Refusal::NotDeclarable(item.to_owned())),
            other => panic!("{item}: {other:?}"),
        }
    }
    let filed = file(&declaring("boat.papers"), &world.context(), morning()).unwrap();
    assert_eq!(filed.case.declared[0].item, "boat.papers", "the case owes a look at it");
}

/// Proves: INTAKE-06.
#[test]
fn the_result_is_handed_out_after_each_declared_original_was_shown() {
    let world = World::new();
    let declared = vec!["boat.papers".to_owned()];
    let mut told = world.filed_from(&world.draft(), declared);
    for wish in [Wish::Deliver, Wish::Register] {
        told = world.grant(&told, &wish, &machine(), morning());
    }
    told = world.learn(&told, "gims.debt", "debt", Some(false));
    told = world.learn(&told, "gims.theft", "stolen", Some(false));
    for wish in [
        Wish::EndProcedure { procedure: "queries".to_owned() },
        Wish::Grant { trace: json!({}) },
        Wish::Issue { result: result_id(1), signer: official(3) },
    ] {
        told = world.grant(&told, &wish, &machine(), morning());
    }
    assert_eq!(world.refused(&told, &Wish::Complete, &machine(), morning()), Refusal::OriginalsOwed);
    let told = world.grant(&told, &Wish::Take, &anna(), morning());
    let look = |shown, reason: Option<&str>| Wish::LookAtOriginal {
        item: "boat.papers".to_owned(),
        shown,
        reason: reason.map(str::to_owned),
    };
    assert_eq!(world.refused(&told, &look(false, None), &anna(), morning()), Refusal::ReasonNeeded);
    let withheld = world.grant(&told, &look(false, Some("Документ другого судна")), &anna(), morning());
    assert_eq!(world.refused(&withheld, &Wish::Complete, &anna(), morning()), Refusal::OriginalsOwed);
    assert_eq!(withheld.case.declared[0].reason.as_deref(), Some("Документ другого судна"));
    let shown = world.grant(&withheld, &look(true, None), &anna(), morning());
    assert_eq!(world.grant(&shown, &Wish::Complete, &anna(), morning()).case.state, CaseState::Completed);
}

/// Proves: RESULTREG-04.
#[test]
fn a_register_entry_only_grows_and_is_never_deleted() {
    let world = World::new();
    let record = entered(&world);
    assert_eq!(result::erase(&record).err(), Some(Refusal::NeverDeleted));
    let suspended = result::change(&record, ResultState::Suspended, "Проверка", &anna(), morning()).unwrap();
    let active = result::change(&suspended, ResultState::Active, "Проверка окончена", &anna(), morning()).unwrap();
    let annulled = result::change(&active, ResultState::Annulled, "Заявление владельца", &anna(), morning()).unwrap();
    let states: Vec<_> = annulled.history.iter().map(|change| change.state).collect();
    assert_eq!(states, [ResultState::Suspended, ResultState::Active, ResultState::Annulled]);
    assert_eq!((annulled.revision, annulled.ground.as_deref()), (4, Some("Заявление владельца")));
    assert_eq!(result::change(&record, ResultState::Annulled, " ", &anna(), morning()), Err(Refusal::ReasonNeeded));
}

/// Proves: RESULTREG-04.
#[test]
fn the_states_of_an_entry_follow_each_other_as_the_register_allows() {
    let allowed: Vec<String> = ResultState::ALL
        .iter()
        .flat_map(|from| ResultState::ALL.iter().map(move |to| (from, to)))
        .filter(|(from, to)| from.may_become(**to))
        .map(|(from, to)| format!("{from:?} → {to:?}"))
        .collect();
    let expected = [
        "Active → Suspended",
        "Active → Changed",
        "Active → Annulled",
        "Active → Expired",
        "Suspended → Active",
        "Suspended → Annulled",
        "Suspended → Expired",
    ];
    assert_eq!(allowed, expected);
}

/// Proves: RESULT-11.
#[test]
fn a_corrected_result_takes_the_place_of_the_old_which_stays_readable() {
    let world = World::new();
    let record = entered(&world);
    let (old, new) = result::replace(&record, made(2), &signer(), "Опечатка в имени", &anna(), morning()).unwrap();
    assert_eq!((old.state, old.replaced_by.clone()), (ResultState::Changed, Some(new.id.clone())));
    assert_eq!((new.state, new.case.clone()), (ResultState::Active, record.case.clone()));
    assert_eq!(old.content, record.content);
    let unsigned = Made { signature: None, ..made(2) };
    let refused = result::replace(&record, unsigned, &signer(), "Опечатка", &anna(), morning());
    assert_eq!(refused.err(), Some(Refusal::SignatureNeeded));
    let twice = result::replace(&old, made(3), &signer(), "Опечатка", &anna(), morning());
    assert_eq!(twice.err(), Some(Refusal::AlreadyDone));
}

/// Proves: RESULT-04, RESULT-10.
#[test]
fn after_its_term_a_result_says_expired_and_still_is_there() {
    let text = TEXT.replace("    prefix: БН", "    valid: 1 year\n    keep: 3 months\n    prefix: БН");
    let world = World::of(&text);
    let record = entered(&world);
    assert_eq!(record.validity(morning()), Validity::Valid);
    let later = at("2027-03-13T06:00:00Z");
    assert_eq!(record.state_at(later), ResultState::Expired);
    assert_eq!(record.validity(later), Validity::Revoked(ResultState::Expired));
    let kept = record.kept_until(&world.regulation.results[0], &world.context()).unwrap().unwrap();
    assert_eq!(world.clock.local_date(kept).to_string(), "2026-06-12");
}
