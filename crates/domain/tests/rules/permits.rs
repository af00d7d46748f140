//! Who may do what: the whole grid, reviewed.

use std::fmt::Write as _;

use domain::centre::Window;
use domain::id::{PersonId, VisitId};
use domain::official::{Mandate, Official, Role};
use domain::permit::{AccountKind, Act, Scope, Subject, Thing, permit};
use domain::refusal::Refusal;
use regulation::package::Assurance;

use crate::world::*;

pub fn official_with(number: u8, authority: &str, roles: &[Role]) -> Official {
    Official {
        id: official(number),
        login: format!("official-{number}"),
        name: "Образцов Пример Примерович".to_owned(),
        post: "Специалист".to_owned(),
        authority: authority.to_owned(),
        roles: roles.to_vec(),
        active: true,
        mandate: Mandate::default(),
    }
}

fn citizen(person: PersonId, kind: AccountKind, assurance: Assurance) -> Subject {
    Subject::Applicant { person, kind, assurance }
}

fn at_window(number: u8, visitor: PersonId, roles: &[Role]) -> Subject {
    Subject::Window { official: official_with(number, "service-centre", roles), visitor }
}

fn subjects() -> Vec<(&'static str, Subject)> {
    let stranger = PersonId("000000000000000000000000000000ff".to_owned());
    let mut dismissed = official_with(1, "nature-ministry", &[Role::Caseworker]);
    dismissed.active = false;
    vec![
        ("anonymous", Subject::Anonymous),
        ("owner", citizen(person_id(), AccountKind::Person, Assurance::Confirmed)),
        ("owner, weak account", citizen(person_id(), AccountKind::Person, Assurance::Simplified)),
        ("owner for a public body", citizen(person_id(), AccountKind::PublicBody, Assurance::Confirmed)),
        ("another citizen", citizen(stranger, AccountKind::Person, Assurance::Confirmed)),
        ("assignee", Subject::Official(official_with(1, "nature-ministry", &[Role::Caseworker]))),
        ("colleague", Subject::Official(official_with(2, "nature-ministry", &[Role::Caseworker]))),
        ("signer", Subject::Official(official_with(3, "nature-ministry", &[Role::Signer]))),
        ("auditor", Subject::Official(official_with(4, "nature-ministry", &[Role::Auditor]))),
        ("complaints officer", Subject::Official(official_with(6, "nature-ministry", &[Role::Complaints]))),
        ("no role", Subject::Official(official_with(5, "nature-ministry", &[]))),
        (
            "official elsewhere",
            Subject::Official(official_with(1, "social-ministry", &[Role::Caseworker, Role::Signer, Role::Auditor])),
        ),
        ("dismissed assignee", Subject::Official(dismissed)),
        ("operator at the window", at_window(7, person_id(), &[Role::Centre])),
        ("operator, next window", at_window(8, person_id(), &[Role::Centre])),
        (
            "operator, other visitor",
            at_window(7, PersonId("000000000000000000000000000000ff".to_owned()), &[Role::Centre]),
        ),
        ("caseworker at a window", at_window(7, person_id(), &[Role::Caseworker])),
        ("machine", Subject::Machine),
    ]
}

/// Proves: SEC-01, SEC-03, FORM-18.
#[test]
fn every_subject_every_act_on_a_taken_case_of_the_owner() {
    let world = World::new();
    let mut case = world.registered().case;
    case.assignee = Some(official(1));
    let operator = Some(official(7));
    let thing = Thing { service: Thing::service(&world.regulation).service, operator, ..Thing::case(&case) };
    let mut grid = String::new();
    for act in Act::ALL {
        writeln!(grid, "## {act:?}").unwrap();
        for (name, subject) in subjects() {
            let answer = match permit(&subject, act, &thing) {
                Ok(permit) => {
                    assert!(permit.covers(act) && *permit.subject() == subject);
                    match permit.scope() {
                        Scope::Public => "yes, what is public".to_owned(),
                        Scope::Person(_) => "yes, their own".to_owned(),
                        Scope::Authority(authority) => format!("yes, of {authority}"),
                        Scope::All => "yes, all".to_owned(),
                    }
                }
                Err(refusal) => format!("no: {}", refusal.key().trim_start_matches("refusal-")),
            };
            writeln!(grid, "{name:<24} {answer}").unwrap();
        }
    }
    insta::assert_snapshot!(grid);
}

/// Proves: SEC-01.
#[test]
fn what_is_not_ones_own_is_not_there() {
    let world = World::new();
    let case = world.registered().case;
    let stranger = citizen(PersonId("00ff".to_owned()), AccountKind::Person, Assurance::Confirmed);
    let elsewhere = Subject::Official(official_with(1, "social-ministry", &[Role::Caseworker]));
    for act in [Act::SeeOwnCase, Act::Withdraw, Act::HaveResult, Act::ReadAttachment] {
        assert_eq!(permit(&stranger, act, &Thing::case(&case)).err(), Some(Refusal::NotFound), "{act:?}");
    }
    for act in [Act::SeeQueue, Act::SeeCase, Act::TakeCase, Act::DecideCase, Act::ReadAttachment] {
        assert_eq!(permit(&elsewhere, act, &Thing::case(&case)).err(), Some(Refusal::NotFound), "{act:?}");
    }
    // A thing that nobody owns is nobody's.
    let anna = citizen(person_id(), AccountKind::Person, Assurance::Confirmed);
    assert_eq!(permit(&anna, Act::SeeOwnCase, &Thing::nothing()).err(), Some(Refusal::NotFound));
}

/// Proves: SEC-01.
#[test]
fn a_case_is_handed_over_only_within_the_authority() {
    let world = World::new();
    let mut case = world.registered().case;
    case.assignee = Some(official(1));
    let anna = Subject::Official(official_with(1, "nature-ministry", &[Role::Caseworker]));
    let colleague = official_with(2, "nature-ministry", &[Role::Caseworker]);
    let outsider = official_with(6, "social-ministry", &[Role::Caseworker]);
    assert!(permit(&anna, Act::HandOver, &Thing::case_for(&case, &colleague)).is_ok());
    let refused = permit(&anna, Act::HandOver, &Thing::case_for(&case, &outsider));
    assert_eq!(refused.err(), Some(Refusal::NotAllowed));
}

/// Proves: SEC-01.
#[test]
fn a_weak_account_keeps_its_work_and_is_told_at_sending() {
    let world = World::new();
    let draft = world.draft();
    let weak = citizen(person_id(), AccountKind::Person, Assurance::Standard);
    let thing = Thing::draft(&draft, &world.regulation);
    assert!(permit(&weak, Act::EditDraft, &thing).is_ok());
    assert_eq!(permit(&weak, Act::FileDraft, &thing).err(), Some(Refusal::AssuranceTooLow));
}

/// Proves: FORM-18.
#[test]
fn an_organisation_of_the_state_is_never_an_applicant() {
    let kinds = ["BUSINESS", "LEGAL", "AGENCY", "", "что-то новое"].map(AccountKind::of_organisation);
    let body = AccountKind::PublicBody;
    assert_eq!(kinds, [AccountKind::SoleTrader, AccountKind::Organisation, body, body, body]);
    assert_eq!(body.applicant(), None);
}

/// Proves: FORM-17, SEC-01.
#[test]
fn an_operator_reaches_only_what_was_begun_at_their_own_window() {
    let world = World::new();
    let mut draft = world.draft();
    let operator = at_window(7, person_id(), &[Role::Centre]);
    let reached = [Act::EditDraft, Act::DropDraft, Act::FileDraft, Act::ReadAttachment];
    for act in reached {
        let refused = permit(&operator, act, &Thing::draft(&draft, &world.regulation)).err();
        assert_eq!(refused, Some(Refusal::NotFound), "{act:?}: what the visitor began at home");
    }
    let (visit, official) = (VisitId("0".repeat(32)), official(7));
    draft.window = Some(Window { visit, official, authority: "service-centre".to_owned(), signed_at: None });
    let thing = Thing::draft(&draft, &world.regulation);
    let allowed: Vec<_> = Act::ALL.into_iter().filter(|act| permit(&operator, *act, &thing).is_ok()).collect();
    assert!(reached.iter().all(|act| allowed.contains(act)));
    let open = [Act::SeeService, Act::CheckResult, Act::OpenDraft];
    assert!(allowed.iter().all(|act| reached.contains(act) || open.contains(act)), "{allowed:?}");
    let owner = citizen(person_id(), AccountKind::Person, Assurance::Confirmed);
    assert!(permit(&owner, Act::EditDraft, &thing).is_ok(), "the visitor goes on at home");
    for other in [at_window(8, person_id(), &[Role::Centre]), at_window(7, PersonId("0".repeat(32)), &[Role::Centre])] {
        assert_eq!(permit(&other, Act::EditDraft, &thing).err(), Some(Refusal::NotFound));
    }
    let clerk = at_window(7, person_id(), &[Role::Caseworker]);
    assert_eq!(permit(&clerk, Act::EditDraft, &thing).err(), Some(Refusal::NotAllowed));
}
