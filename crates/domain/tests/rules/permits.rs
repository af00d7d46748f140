//! Who may do what: the whole grid, reviewed.

use std::fmt::Write as _;

use domain::id::PersonId;
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
        ("machine", Subject::Machine),
    ]
}

/// Proves: SEC-01, SEC-03, FORM-18.
#[test]
fn every_subject_every_act_on_a_taken_case_of_the_owner() {
    let world = World::new();
    let mut case = world.registered().case;
    case.assignee = Some(official(1));
    let thing = Thing { service: Thing::service(&world.regulation).service, ..Thing::case(&case) };
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
