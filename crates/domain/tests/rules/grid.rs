//! Every wish in every state by every role: the answers, reviewed.

use std::fmt::Write as _;

use domain::case::{Actor, CaseState, ReopenGround, Wish, WishKind, decide, diagram, leads};
use domain::id::PersonId;
use regulation::fact::Facts;
use serde_json::json;

use crate::world::*;

fn wish(kind: WishKind) -> Wish {
    let reason = "Нужна схема проезда".to_owned();
    match kind {
        WishKind::DelayDelivery => Wish::DelayDelivery,
        WishKind::Deliver => Wish::Deliver,
        WishKind::Register => Wish::Register,
        WishKind::RefuseIntake => Wish::RefuseIntake { grounds: vec!["A2".to_owned()], words: None },
        WishKind::Learn => Wish::Learn { facts: Facts::default() },
        WishKind::SourceFailed => Wish::SourceFailed { source: "gims.debt".to_owned(), overdue: false },
        WishKind::CallPerson => Wish::CallPerson { reason },
        WishKind::EndProcedure => Wish::EndProcedure { procedure: "queries".to_owned() },
        WishKind::Suspend => suspend("S1"),
        WishKind::AskApplicant => ask(&["boat.note"]),
        WishKind::Answer => Wish::Answer { facts: said("boat.note", "Схема приложена", morning()) },
        WishKind::Prolong => Wish::Prolong { ground: "P2".to_owned(), words: None },
        WishKind::GiveBack => Wish::GiveBack { ground: "B2".to_owned(), words: None, trace: json!({}) },
        WishKind::Forward => Wish::Forward { ground: "F1".to_owned(), words: None, trace: json!({}) },
        WishKind::Queue => Wish::Queue { resource: "berths".to_owned(), stock: stock_id(), because: Vec::new() },
        WishKind::Offer => Wish::Offer { resource: "berths".to_owned(), stock: stock_id(), place: 1 },
        WishKind::AnswerOffer => Wish::AnswerOffer { resource: "berths".to_owned(), stock: stock_id(), accept: true },
        WishKind::LapseOffer => Wish::LapseOffer { resource: "berths".to_owned(), stock: stock_id() },
        WishKind::Allot => Wish::Allot { resource: "berths".to_owned(), stock: stock_id(), place: 1, left: 1 },
        WishKind::LeaveQueue => {
            let reason = domain::distribution::LeaveReason::OwnWish;
            Wish::LeaveQueue { resource: "berths".to_owned(), stock: stock_id(), reason }
        }
        WishKind::Assessed => Wish::Assessed { sheet: sheet(1) },
        WishKind::Assessing => {
            let assessment = "look".to_owned();
            let (method, when) = (regulation::package::Method::Video, Some("утром".to_owned()));
            Wish::Assessing { step: domain::case::AssessStep::Choose { assessment, method, when, consent: true } }
        }
        WishKind::Contest => Wish::Contest { fact: "debt".to_owned(), words: reason },
        WishKind::Settle => Wish::Settle { fact: "debt".to_owned(), upheld: true },
        WishKind::Reopen => Wish::Reopen { reason, by: ReopenGround::Complaint },
        WishKind::Correct => Wish::Correct { reason },
        WishKind::DeclineProactive => Wish::DeclineProactive,
        WishKind::Undo => Wish::Undo { reason },
        WishKind::Fulfil => Wish::Fulfil { id: "report".to_owned(), words: None, evidence: Vec::new() },
        WishKind::Recheck => Wish::Recheck { id: "yearly".to_owned() },
        WishKind::Warn => Wish::Warn { what: "case".to_owned() },
        WishKind::Escalate => Wish::Escalate { what: "case".to_owned() },
        WishKind::Resume => Wish::Resume,
        WishKind::Grant => Wish::Grant { trace: json!({}) },
        WishKind::Refuse => Wish::Refuse { grounds: vec!["R4".to_owned()], words: None, trace: json!({}) },
        WishKind::Issue => Wish::Issue { result: result_id(9), signer: official(3) },
        WishKind::LookAtOriginal => Wish::LookAtOriginal { item: "boat".to_owned(), shown: true, reason: None },
        WishKind::Item => Wish::Item { output: "permit".to_owned(), step: domain::delivery::Step::Give },
        WishKind::Complete => Wish::Complete,
        WishKind::Withdraw => Wish::Withdraw,
        WishKind::Take => Wish::Take,
        WishKind::Return => Wish::Return,
        WishKind::HandOver => Wish::HandOver { to: official(2) },
        WishKind::Recount => Wish::Recount,
        WishKind::Breach => Wish::Breach { what: "case".to_owned() },
    }
}

/// Proves: INTAKE-05, INTAKE-13, RESULT-09, SEC-01.
#[test]
fn every_wish_in_every_state_by_every_role_has_its_answer() {
    let world = World::new();
    let stranger = Actor::Applicant(PersonId("000000000000000000000000000000ff".to_owned()));
    let mut grid = String::new();
    for state in CaseState::ALL {
        let told = world.in_state(state);
        let mut taken = told.clone();
        taken.case.assignee = Some(official(1));
        writeln!(grid, "## {}", state.name()).unwrap();
        for kind in WishKind::ALL {
            let roles = [
                ("machine", &told, machine()),
                ("applicant", &told, applicant()),
                ("official who has taken it", &taken, anna()),
                ("another official", &taken, boris()),
                ("official, not taken", &told, anna()),
                ("departmental system", &told, Actor::System("egov-boats".to_owned())),
                ("stranger", &told, stranger.clone()),
            ];
            for (role, told, by) in roles {
                let answer = decide(&told.case, &wish(kind), &by, &world.context(), morning());
                let line = match &answer {
                    Ok(change) => {
                        assert!(leads(state, kind).contains(&change.case.state));
                        change.case.state.name().to_owned()
                    }
                    Err(refusal) => format!("no: {}", refusal.key().trim_start_matches("refusal-")),
                };
                writeln!(grid, "{:<17} {role:<26} {line}", kind.name()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(grid);
}

/// An ended state has no way out but a complaint, a court or an error; every other state has one.
///
/// Proves: SM-11.
#[test]
fn an_ended_state_has_no_way_out_but_being_opened_again() {
    let again = [WishKind::Reopen, WishKind::Correct];
    for state in CaseState::ALL {
        let leaves = |kind: &&WishKind| leads(state, **kind).iter().any(|to| *to != state);
        let ways: Vec<_> = WishKind::ALL.iter().filter(leaves).filter(|kind| !again.contains(kind)).collect();
        assert_eq!(ways.is_empty(), state.ended(), "{state:?}: {ways:?}");
        let stays_withdrawn = state == CaseState::Withdrawn;
        let reopened = !leads(state, WishKind::Reopen).is_empty();
        assert_eq!(reopened, !stays_withdrawn && (state.ended() || !state.before_decision()), "{state:?}");
    }
}

/// Proves: INTAKE-02.
#[test]
fn no_wish_and_no_procedure_asks_for_paper() {
    let names = WishKind::ALL.map(WishKind::name).join(" ");
    assert!(!names.contains("paper") && !names.contains("copy"), "{names}");
    assert_eq!(domain::paper::may_demand(None), Err(domain::refusal::Refusal::PaperNotAllowed));
}

#[test]
fn the_diagram_in_the_docs_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/case-states.md");
    let page = format!(
        "# States of a case\n\n\
         Generated from `crates/domain/src/case/state.rs`; a test keeps it up to date\n\
         (`UPDATE_DOCS=1 cargo test -p domain diagram` writes it anew). Wishes that leave the state as\n\
         it is are left out; all answers by role are in the snapshot of the grid.\n\n\
         ```mermaid\n{}```\n",
        diagram()
    );
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, page, "run UPDATE_DOCS=1 cargo test -p domain diagram");
}
