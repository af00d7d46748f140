//! The table of rights in a joint application, made from the permits themselves: `docs/rights.md`.

use std::fmt::Write as _;

use domain::id::PersonId;
use domain::joint::{Relation, Signed, Standing};
use domain::official::Role;
use domain::permit::{AccountKind, Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use regulation::package::Assurance;

use crate::permits::official_with;
use crate::world::*;

const HEAD: &str = "# Who may do what in a joint application

Made by `crates/domain/tests/rules/rights.rs` from `domain::permit`, the one place that says so; the test
fails when this page and the program differ (`INSTA_UPDATE=always` does not touch it: run the test with
`OKNO_WRITE_RIGHTS=1`).

A part is what somebody is invited to fill in and sign in the application of another. Each sees of the
others' facts only what the regulation does not list under `private`; of one's own, all. Whoever holds a
link to a result reads that result while the consent lasts (`domain::share`), and nothing of this table.

";

/// Acts on the draft, on a part, on the case.
const ACTS: [(Act, &str); 16] = [
    (Act::EditDraft, "see and change the application's draft"),
    (Act::FileDraft, "send it"),
    (Act::SeePart, "see the invitation, how the part stands"),
    (Act::FillPart, "fill in the part"),
    (Act::AnswerPart, "open, sign, refuse the part"),
    (Act::RunPart, "remind of the part, take the invitation back"),
    (Act::SeeOwnCase, "see the case with what its applicant wrote"),
    (Act::SeeJointCase, "see how the case stands"),
    (Act::HaveResult, "have the result"),
    (Act::ShareResult, "give others a link to the result"),
    (Act::Withdraw, "take the application back"),
    (Act::AnswerCase, "answer what an official asks"),
    (Act::SeeCase, "see the case at the desk (each reading is journalled)"),
    (Act::WorkCase, "work the case"),
    (Act::DecideCase, "decide the case"),
    (Act::SeeJournal, "see the journal of the case"),
];

fn people() -> Vec<(&'static str, Subject, Relation, Standing)> {
    let citizen =
        |person: &PersonId, kind| Subject::Applicant { person: person.clone(), kind, assurance: Assurance::Confirmed };
    let (anna, groom) = (person_id(), PersonId(format!("{}ee", "0".repeat(30))));
    let stranger = PersonId(format!("{}ff", "0".repeat(30)));
    let official = |number, authority, role| Subject::Official(official_with(number, authority, &[role]));
    let person = AccountKind::Person;
    let mut rows = vec![
        ("applicant", citizen(&anna, person), Relation::Filer, Standing::Opened),
        (
            "applicant, for an organisation",
            citizen(&anna, AccountKind::Organisation),
            Relation::Filer,
            Standing::Opened,
        ),
    ];
    let stands = [
        ("invited, not opened", Standing::Invited),
        ("co-applicant, not signed", Standing::Opened),
        ("co-applicant, signed", Standing::Done),
        ("co-applicant, filed", Standing::Filed),
        ("invited, refused", Standing::Refused),
        ("invited, withdrawn", Standing::Withdrawn),
        ("invited, term over", Standing::Lapsed),
    ];
    rows.extend(stands.map(|(name, standing)| (name, citizen(&groom, person), Relation::Invited, standing)));
    rows.push((
        "co-applicant, for an organisation",
        citizen(&groom, AccountKind::Organisation),
        Relation::Invited,
        Standing::Opened,
    ));
    let operator = official_with(7, "service-centre", &[Role::Centre]);
    let operator = Subject::Window { official: operator, visitor: anna.clone() };
    let outside = [
        ("another citizen", citizen(&stranger, person)),
        ("third party with a link", Subject::Anonymous),
        ("caseworker who has it", official(1, "nature-ministry", Role::Caseworker)),
        ("caseworker elsewhere", official(2, "social-ministry", Role::Caseworker)),
        ("auditor", official(4, "nature-ministry", Role::Auditor)),
        ("operator of a service centre", operator),
    ];
    rows.extend(outside.map(|(name, subject)| (name, subject, Relation::Stranger, Standing::Opened)));
    rows
}

fn thing(relation: Relation, standing: Standing) -> Thing {
    let mut case = World::new().registered().case;
    case.assignee = Some(official(1));
    if standing == Standing::Filed {
        let person = PersonId(format!("{}ee", "0".repeat(30)));
        case.joint = vec![Signed { party: "groom".to_owned(), person, at: case.filed_at, over: String::new() }];
    }
    // A refusal to a stranger does not depend on the part.
    Thing { part: Some((relation, standing)), ..Thing::case(&case) }
}

/// Proves: RESULT-11, FORM-07.
#[test]
fn the_table_of_rights_says_what_the_program_does() {
    let mut page = HEAD.to_owned();
    for (act, words) in ACTS {
        writeln!(page, "## {words}\n\n| who | may |\n|---|---|").unwrap();
        for (name, subject, relation, standing) in people() {
            let answer = match permit(&subject, act, &thing(relation, standing)) {
                Ok(_) => "yes".to_owned(),
                Err(Refusal::NotFound) => "no: it is not there".to_owned(),
                Err(refusal) => format!("no: {}", refusal.key().trim_start_matches("refusal-")),
            };
            writeln!(page, "| {name} | {answer} |").unwrap();
        }
        page.push('\n');
    }
    let page = format!("{}\n", page.trim_end());
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rights.md");
    if std::env::var_os("OKNO_WRITE_RIGHTS").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/rights.md is not what the program does: run again with OKNO_WRITE_RIGHTS=1");
}

/// Proves: RESULT-11.
#[test]
fn a_co_applicant_has_the_result_of_a_filed_application_and_acts_for_nobody() {
    let (name, groom, relation, standing) = people().into_iter().find(|row| row.0 == "co-applicant, filed").unwrap();
    let thing = thing(relation, standing);
    let allowed: Vec<_> = Act::ALL.into_iter().filter(|act| permit(&groom, *act, &thing).is_ok()).collect();
    let own = [
        Act::SeeService,
        Act::CheckResult,
        Act::OpenDraft,
        Act::SeeAccount,
        Act::HaveResult,
        Act::BookSlot,
        Act::Agree,
    ];
    let joint = [Act::SeePart, Act::SeeJointCase];
    assert!(allowed.iter().all(|act| own.contains(act) || joint.contains(act)), "{name}: {allowed:?}");
    assert!(allowed.contains(&Act::HaveResult) && allowed.contains(&Act::SeeJointCase));
}
