//! What a service declares of signatures, originals, representatives and of what is not asked.

use regulation::diagnostic::{Diagnostic, Severity};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::form;
use regulation::package::{PartyRole, Regulation, Signature};
use serde_json::json;

use crate::package::{camp_with, found_with};
use crate::{TODAY, complete, field, with};

/// The camp with people who act in it; `signs` is how the parent signs.
fn with_parties(signs: &str) -> (Option<Regulation>, Vec<Diagnostic>) {
    let parties = format!(
        "parties:\n\
         \x20 - {{ id: parent, title: Родитель, role: applicant, facts: [\"parent.*\"], signs: {signs}, because: reg.2 }}\n\
         \x20 - {{ id: child, title: Ребёнок старше 14 лет, role: consent, each: children, when: \"age(born, today) >= 14\", consent: Согласен поехать в лагерь., because: reg.2 }}\n\
         \ncriteria:\n"
    );
    found_with(&[("criteria:\n", &parties)])
}

/// Proves: FORM-15.
#[test]
fn a_service_says_with_which_signature_each_of_its_people_signs() {
    for (word, signature) in
        [("simple", Signature::Simple), ("qualified", Signature::Qualified), ("none", Signature::None)]
    {
        let (regulation, found) = with_parties(word);
        let regulation = regulation.unwrap_or_else(|| panic!("{word}: {found:?}"));
        assert_eq!(regulation.parties[0].signs, signature, "{word}");
        assert_eq!(regulation.parties[1].signs, Signature::Simple, "who says nothing signs simply");
    }
    let (regulation, found) = with_parties("quick");
    assert!(regulation.is_none());
    let wrong = found.iter().find(|one| one.severity == Severity::Error).unwrap();
    assert_eq!(wrong.code, "R006");
    assert!(wrong.help.contains("`simple`, `qualified`, `none`"), "{}", wrong.help);
}

/// Proves: FORM-16.
#[test]
fn only_a_document_that_its_author_marked_is_owed_in_the_original() {
    let original = |regulation: &Regulation| regulation.fact("photo").unwrap().document.clone().unwrap().original;
    assert!(!original(&camp_with(&[])), "without the mark the applicant owes nothing later");
    let marked = camp_with(&[("label: Фотография\n", "label: Фотография\n    original: true\n    held: applicant\n")]);
    assert!(original(&marked));
    assert_eq!(marked.fact("photo").unwrap().document.as_ref().unwrap().held, "applicant");
    let visits = |regulation: &Regulation| regulation::prove::burden(regulation)[0].visits;
    assert_eq!((visits(&camp_with(&[])), visits(&marked)), (0, 1), "the burden of the variant counts it");
    let (_, found) =
        found_with(&[("label: Согласен с правилами лагеря,", "label: Согласен с правилами лагеря, original: true,")]);
    assert!(found.iter().any(|one| one.code == "R003"), "only a document has an original: {found:?}");
}

/// A camp for which somebody may apply by a power of attorney with a last day.
fn with_representative() -> Regulation {
    camp_with(&[
        (
            "facts:\n",
            "facts:\n\
             \x20 trusted.name: { type: text, max: 100, label: Представитель, purpose: identification, because: reg.2, required: true }\n\
             \x20 trusted.scope: { type: choice, options: { file: Подать заявление, all: Все действия }, label: Что поручено, purpose: identification, because: reg.2, required: true }\n\
             \x20 trusted.until:\n\
             \x20   type: date\n\
             \x20   label: Последний день доверенности\n\
             \x20   purpose: decision\n\
             \x20   because: reg.2\n\
             \x20   required: true\n\
             \x20   check: [{ rule: trusted.until >= today, say: Срок доверенности истёк., mend: Возьмите новую доверенность; черновик сохранится. }]\n",
        ),
        (
            "sample:\n",
            "sample:\n\
             \x20 trusted.name: Доверенный Пример\n\
             \x20 trusted.scope: file\n\
             \x20 trusted.until: 2027-01-01\n",
        ),
        ("fields: [parent.name,", "fields: [trusted.name, trusted.scope, trusted.until, parent.name,"),
        ("holds: [parent.name,", "holds: [trusted.name, trusted.scope, parent.name,"),
        (
            "criteria:\n",
            "parties:\n\
             \x20 - { id: parent, title: Родитель, role: applicant, facts: [\"parent.*\"], because: reg.2 }\n\
             \x20 - { id: trusted, title: Представитель родителя, role: representative, facts: [\"trusted.*\"], because: reg.2 }\n\
             \ncriteria:\n",
        ),
    ])
}

/// Proves: FORM-17.
#[test]
fn an_expired_power_of_a_representative_stops_filing_and_keeps_the_draft() {
    let camp = with_representative();
    let trusted = &camp.parties[1];
    assert_eq!(trusted.role, PartyRole::Representative);
    assert_eq!(trusted.facts, ["trusted.name", "trusted.scope", "trusted.until"], "both persons are recorded");
    let mut answers = complete();
    answers.insert("trusted.name".into(), json!("Доверенный Пример"));
    answers.insert("trusted.scope".into(), json!("file"));
    for (until, problem) in [("02.03.2026", None), ("01.03.2026", Some("Срок доверенности истёк."))]
    {
        answers.insert("trusted.until".into(), json!(until));
        let problems = form::check(&camp, &answers, &Facts::default(), TODAY);
        assert_eq!(problems.first().map(|one| one.message.as_str()), problem, "{until}");
        let view = form::view(&camp, &answers, &Facts::default(), TODAY);
        assert_eq!(field(&view, "trusted.until").unwrap().raw, json!(until), "the draft keeps what was typed");
    }
}

/// Proves: FORM-19.
#[test]
fn what_an_authority_holds_is_a_shown_fact_and_no_question() {
    let camp = camp_with(&[]);
    let view = form::view(&camp, &complete(), &Facts::default(), TODAY);
    assert!(field(&view, "income").is_none() && field(&view, "deprived").is_none(), "a register answers these");
    let typed = with("income", json!("1.00"));
    let at = jiff::Timestamp::UNIX_EPOCH;
    let facts = form::facts(&camp, &typed, &Facts::default(), at, TODAY);
    assert_eq!(facts.get("income"), None, "nobody can type what only the register may say");
    let mut held = Facts::default();
    let source = Source::Register { source: "pension.income".into() };
    let money = regulation::money::Money::parse("25000.50").unwrap();
    held.learn("income", Known { value: Some(Value::Money(money)), source: source.clone(), at, contested: false });
    let facts = form::facts(&camp, &typed, &held, at, TODAY);
    assert_eq!(facts.get("income").map(|known| &known.source), Some(&source));
    let (_, found) = found_with(&[("fields: [children, consent]", "fields: [children, consent, income]")]);
    assert!(found.iter().any(|one| one.code == "R039"), "a form that asks it all the same is refused: {found:?}");
}
