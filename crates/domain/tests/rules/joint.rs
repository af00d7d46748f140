//! Parts of joint applications: every wish in every standing, who may do what, who sees which facts.

use std::fmt::Write as _;

use domain::id::{CaseId, DraftId, PartId, PersonId};
use domain::joint::{self, Happened, Part, PartState, Relation, Standing, Wish, decide, may};
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};

use crate::real;

fn at(hours: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    start.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

fn id(last: char) -> String {
    format!("{}{last}", "0".repeat(31))
}

fn filer() -> PersonId {
    PersonId(id('1'))
}

fn invited() -> PersonId {
    PersonId(id('2'))
}

/// A part as it stands an hour after the invitation.
fn part(standing: Standing) -> Part {
    let state = match standing {
        Standing::Invited | Standing::Lapsed => PartState::Invited,
        Standing::Opened => PartState::Opened,
        Standing::Done | Standing::Filed => PartState::Done { at: at(1), over: "a".to_owned() },
        Standing::Refused => PartState::Refused { at: at(1), reason: None },
        Standing::Withdrawn => PartState::Withdrawn { at: at(1) },
    };
    Part {
        id: PartId(id('3')),
        draft: DraftId(id('4')),
        filer: filer(),
        filer_name: "Образцова Примера".to_owned(),
        service: "marriage".to_owned(),
        version: "2026.1".to_owned(),
        party: "groom".to_owned(),
        snils: "90000000283".to_owned(),
        person: Some(invited()),
        own: None,
        state,
        invited_at: at(0),
        until: if standing == Standing::Lapsed { at(0) } else { at(24) },
        reminded_at: None,
        case: (standing == Standing::Filed).then(|| CaseId(id('5'))),
        revision: 1,
        history: vec![Happened { at: at(0), by: filer(), what: "invited".to_owned() }],
    }
}

fn wishes() -> Vec<(&'static str, Wish)> {
    vec![
        ("open", Wish::Open(DraftId(id('6')))),
        ("sign", Wish::Sign { over: "b".to_owned() }),
        ("change", Wish::Change),
        ("refuse", Wish::Refuse { reason: " не  хочу ".to_owned() }),
        ("withdraw", Wish::Withdraw),
        ("remind", Wish::Remind),
        ("take back", Wish::TakeBack { until: at(48) }),
        ("file", Wish::File(CaseId(id('5')))),
    ]
}

/// Proves: FORM-07.
#[test]
fn every_wish_in_every_standing_of_a_part() {
    let mut grid = String::new();
    for standing in Standing::ALL {
        let before = part(standing);
        assert_eq!(before.standing(at(1)), standing);
        for (name, wish) in wishes() {
            let after = match decide(&before, &wish, &invited(), at(1)) {
                Ok(next) => {
                    assert_eq!(next.revision, before.revision + 1);
                    assert_eq!(next.history.len(), before.history.len() + 1, "what happened is noted");
                    next.standing(at(1)).name()
                }
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::PartClosed(standing.name()), "{name}");
                    "–"
                }
            };
            writeln!(grid, "{:<10} {name:<10} {after}", standing.name()).unwrap();
        }
    }
    insta::assert_snapshot!(grid);
}

/// Proves: FORM-07.
#[test]
fn a_part_lapses_unless_it_was_signed_in_time() {
    for (standing, later) in [
        (Standing::Invited, Standing::Lapsed),
        (Standing::Opened, Standing::Lapsed),
        (Standing::Done, Standing::Done),
        (Standing::Refused, Standing::Refused),
    ] {
        assert_eq!(part(standing).standing(at(24)), standing, "the last moment is still in time");
        assert_eq!(part(standing).standing(at(25)), later);
    }
}

/// Proves: FORM-07.
#[test]
fn one_is_reminded_at_most_once_a_day() {
    let once = decide(&part(Standing::Invited), &Wish::Remind, &filer(), at(1)).unwrap();
    assert_eq!(decide(&once, &Wish::Remind, &filer(), at(5)), Err(Refusal::RemindedToday));
    let longer = Part { until: at(72), ..once };
    assert!(decide(&longer, &Wish::Remind, &filer(), at(26)).is_ok());
}

/// Proves: FORM-07.
#[test]
fn a_stranger_may_do_nothing_and_nobody_does_what_is_the_others() {
    for standing in Standing::ALL {
        for act in Act::ALL {
            assert!(!may(Relation::Stranger, standing, act), "{standing:?} {act:?}");
        }
        assert!(!may(Relation::Filer, standing, Act::FillPart) && !may(Relation::Filer, standing, Act::AnswerPart));
        assert!(!may(Relation::Invited, standing, Act::RunPart));
    }
    assert!(!may(Relation::Invited, Standing::Withdrawn, Act::SeePart));
    assert!(!may(Relation::Invited, Standing::Done, Act::FillPart), "what is signed is not changed in silence");
}

/// Proves: FORM-07.
#[test]
fn each_sees_their_own_private_facts_and_nobody_elses() {
    let marriage = real::packages().into_iter().find(|one| one.service == "marriage").unwrap();
    let groom = marriage.parties.iter().find(|party| party.id == "groom").unwrap();
    let asked = [groom];
    // The one who invites says whom, and nothing else in the place of the invited.
    for fact in &groom.facts {
        let by_filer = joint::fills(&asked, None, fact);
        assert_eq!(by_filer, groom.invite.as_ref() == Some(fact), "{fact}");
        assert_eq!(by_filer, !joint::fills(&asked, Some("groom"), fact));
    }
    for private in &groom.private {
        assert!(!joint::sees(&marriage, &asked, None, private), "{private}");
        assert!(joint::sees(&marriage, &asked, Some("groom"), private));
        let hers = private.replace("groom.", "bride.");
        assert!(joint::sees(&marriage, &asked, None, &hers), "her own");
        assert!(!joint::sees(&marriage, &asked, Some("groom"), &hers), "{hers}");
    }
    assert!(joint::sees(&marriage, &asked, Some("groom"), "wedding.date"));
    assert!(joint::sees(&marriage, &asked, None, "groom.last_name"));
}
