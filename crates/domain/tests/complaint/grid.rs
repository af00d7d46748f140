//! Every wish in every state by everybody: one reviewed snapshot.

use std::fmt::Write as _;

use domain::case::Actor;
use domain::complaint::{Move, Remedy, State, Wish, diagram, leads};
use domain::id::PersonId;

use crate::world::*;

fn wishes() -> Vec<Wish> {
    vec![
        Wish::Forwarded { number: "ДО-1".to_owned() },
        Wish::Defect { what: "органа нет в справочнике".to_owned() },
        Wish::Register,
        assign(COLLEAGUE),
        Wish::Consider,
        away_within_other(),
        away_outside(),
        satisfy(Remedy::Reopen),
        satisfy(Remedy::Order),
        Wish::Remedied { words: "Исправлено.".to_owned() },
        dismiss(),
        Wish::LeaveUnanswered { ground: "unreadable".to_owned() },
        Wish::Withdraw,
        Wish::Breach { what: "decide".to_owned() },
    ]
}

/// To a body that nothing was sent to before.
fn away_within_other() -> Wish {
    let to = domain::complaint::To::Within("education".to_owned());
    Wish::Redirect { to, words: "Это вопрос образования.".to_owned() }
}

/// Proves: SM-15, APPEAL-05.
#[test]
fn every_wish_in_every_state_by_everybody() {
    let world = World::new();
    let actors = [
        ("applicant", Actor::Applicant(person())),
        ("another", Actor::Applicant(PersonId("00000000000000000000000000000099".to_owned()))),
        ("handler", by(HANDLER)),
        ("colleague", by(COLLEAGUE)),
        ("acted", by(ACTED)),
        ("meant", by(MEANT)),
        ("machine", Actor::Machine),
        ("system", Actor::System("registry".to_owned())),
    ];
    assert_eq!(wishes().iter().map(|wish| wish.kind()).collect::<Vec<_>>(), Move::ALL, "every kind of wish");
    // Late enough for every term to have passed.
    let late = "2026-05-05T08:00:00Z".parse().unwrap();
    let mut grid = String::new();
    for state in State::ALL {
        let complaint = world.in_state(state);
        assert_eq!(complaint.state, state);
        writeln!(grid, "## {}", state.name()).unwrap();
        for wish in wishes() {
            write!(grid, "{:<24}", wish.kind().name()).unwrap();
            for (name, by) in &actors {
                let answer = match world.ask(&complaint, &wish, by, late) {
                    Ok(change) => {
                        assert_eq!(change.complaint.revision, complaint.revision + 1);
                        assert_eq!(change.complaint.closed_at.is_some(), change.complaint.state.ended());
                        format!("→ {}", change.complaint.state.name())
                    }
                    Err(refusal) => refusal.key().trim_start_matches("refusal-").to_owned(),
                };
                write!(grid, " | {name}: {answer}").unwrap();
            }
            grid.push('\n');
        }
    }
    insta::assert_snapshot!(grid);
}

/// Proves: SM-15.
#[test]
fn the_diagram_is_the_one_of_the_requirements() {
    insta::assert_snapshot!(diagram());
    assert!(include_str!("../../../../docs/complaints.md").contains(&diagram()), "docs/complaints.md shows it");
    for state in State::ALL {
        let out = Move::ALL.iter().any(|kind| leads(state, *kind).is_some_and(|to| to != state));
        assert_eq!(out, !state.ended(), "{state:?}");
    }
}
