//! The register follows its case: what goes on after the decision suspends, resumes and ends
//! entries; what is opened again or corrected never leaves two of them in force.

use std::sync::LazyLock;

use domain::case::{Case, CaseState, Next, ObligationStage, ReopenGround, Wish, advance, follow, take_place};
use domain::id::ResultId;
use domain::journal::{Event, replay_agrees};
use domain::notice::{Content, Progress};
use domain::refusal::Refusal;
use domain::result::{self, Basis, Made, ResultRecord, ResultState};
use domain::timer;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use crate::world::*;

const AFTER: &str = "afterwards:
  - id: stop
    title: Запись приостановлена за долг
    kind: suspend-entry
    variants: [give]
    when: debt
    asks: [gims.debt]
    say: Есть долг, поэтому запись приостановлена.
    mend: Оплатите долг.
    because: law.12
  - id: slow
    title: Запись приостановлена после предупреждения
    kind: suspend-entry
    variants: [give]
    when: far
    within: 1 month
    asks: [gims.theft]
    say: Судно в другом регионе. Через месяц запись приостановят.
    mend: Верните судно.
    because: law.12
  - id: gone
    title: Запись прекращена
    kind: end-entry
    variants: [give]
    when: wreck
    asks: [gims.theft]
    say: Судна больше нет, поэтому запись прекращена.
    mend: Ничего делать не нужно.
    because: law.12
  - id: old
    title: Запись прекращена по возрасту
    kind: end-entry
    variants: [give]
    when: age(applicant.birthdate, today) >= 37
    say: Срок учёта вышел.
    mend: Подайте заявление снова.
    because: law.12
";

/// One for all walks: reading a regulation takes longer than a walk.
static WORLD: LazyLock<World> = LazyLock::new(world);

fn world() -> World {
    World::of(&TEXT.replace("afterwards:\n", AFTER))
}

/// A case with its part of the register.
#[derive(Clone)]
struct Kept {
    told: Told,
    register: Vec<ResultRecord>,
    next: u8,
}

impl Kept {
    fn completed(world: &World) -> Self {
        let mut kept = Self { told: world.granted(), register: Vec::new(), next: 0 };
        kept.issue(world, morning());
        kept
    }

    /// Issues as the action does: enters, gives place, closes.
    fn issue(&mut self, world: &World, now: Timestamp) {
        self.next += 1;
        let id = result_id(self.next);
        let made = Made {
            id: id.clone(),
            number: format!("БН-2026-{:06}", self.next),
            check_code: format!("code-{}", self.next),
            content: json!([]),
            document: None,
            signature: Some("e".repeat(64)),
        };
        let output = &world.regulation.results[0];
        let mut new = result::enter(&self.told.case, output, &signer(), made, &world.context(), now).unwrap();
        let old = take_place(&self.told.case, &self.register, &mut new, &machine(), now).unwrap();
        self.write(old);
        self.register.push(new);
        self.told = world.grant(&self.told, &Wish::Issue { result: id, signer: official(3) }, &machine(), now);
        if self.told.case.state == CaseState::ResultReady {
            self.told = world.grant(&self.told, &Wish::Complete, &machine(), now);
        }
        self.follow(world, now);
    }

    fn write(&mut self, changed: Vec<ResultRecord>) {
        for record in changed {
            let place = self.register.iter().position(|known| known.id == record.id).unwrap();
            assert_eq!(record.revision, self.register[place].revision + 1);
            assert!(self.register[place].state.may_become(record.state));
            self.register[place] = record;
        }
    }

    fn follow(&mut self, world: &World, now: Timestamp) {
        let told = &self.told;
        let followed = follow(&told.case, &self.register, &machine(), &world.context(), now).unwrap();
        let Some((change, changed)) = followed else { return };
        let mut journal = told.journal.clone();
        journal.extend(change.journal.iter().cloned());
        replay_agrees(&change.case, &journal).unwrap();
        self.told = Told { case: change.case.clone(), journal, last: change };
        self.write(changed);
        let again = follow(&self.told.case, &self.register, &machine(), &world.context(), now).unwrap();
        assert!(again.is_none(), "looked at twice, nothing is done twice");
    }

    fn wish(&mut self, world: &World, wish: &Wish, by: &domain::case::Actor, now: Timestamp) -> Result<(), Refusal> {
        self.told = world.wish(&self.told, wish, by, now)?;
        self.follow(world, now);
        Ok(())
    }

    fn states(&self) -> Vec<ResultState> {
        self.register.iter().map(|record| record.state).collect()
    }

    fn in_force(&self) -> usize {
        self.register.iter().filter(|record| !record.state.ended()).count()
    }
}

fn asked(world: &World, kept: &mut Kept, rule: &str, now: Timestamp) {
    let source = if rule == "stop" { "gims.debt" } else { "gims.theft" };
    kept.wish(world, &Wish::Recheck { id: rule.to_owned() }, &anna(), now).unwrap();
    assert!(kept.told.last.requests.iter().any(|request| request.source == source));
    let ground = kept.told.last.journal.iter().find_map(|entry| match &entry.event {
        Event::Read { ground } => Some(ground.clone()),
        _ => None,
    });
    assert!(ground.unwrap().contains("12"), "the journal says on what ground a closed case is read");
}

fn learns(world: &World, kept: &mut Kept, source: &str, fact: &str, value: bool, now: Timestamp) {
    let facts = from_register(source, fact, Some(value), now);
    kept.wish(world, &Wish::Learn { facts }, &machine(), now).unwrap();
}

/// Proves: SM-22, PROCEDURE-01, STATUS-04.
#[test]
fn an_entry_is_suspended_while_a_condition_holds_and_in_force_again_when_it_is_gone() {
    let world = world();
    let mut kept = Kept::completed(&world);
    assert_eq!((kept.told.case.state, kept.states()), (CaseState::Completed, vec![ResultState::Active]));
    let now = at("2026-04-01T06:00:00Z");
    let facts = from_register("gims.debt", "debt", Some(true), now);
    let unasked = world.refused(&kept.told, &Wish::Learn { facts }, &machine(), now);
    assert!(matches!(unasked, Refusal::WrongState { .. }), "a closed case learns only what it asked: {unasked:?}");
    asked(&world, &mut kept, "stop", now);
    learns(&world, &mut kept, "gims.debt", "debt", true, now);
    assert_eq!(kept.states(), [ResultState::Suspended]);
    let line = kept.register[0].history.last().unwrap();
    assert_eq!((line.ground.as_str(), line.clause.is_some()), ("Запись приостановлена за долг", true));
    let says = kept.told.last.notices.last().and_then(|notice| notice.says());
    assert!(
        matches!(says, Some(Content::Progress(Progress::Entry { state: ResultState::Suspended, .. }))),
        "the holder is told: {says:?}"
    );
    let later = at("2026-04-20T06:00:00Z");
    asked(&world, &mut kept, "stop", later);
    learns(&world, &mut kept, "gims.debt", "debt", false, later);
    assert_eq!(kept.states(), [ResultState::Active]);
    // And again: a suspension can come as often as its ground.
    asked(&world, &mut kept, "stop", later);
    learns(&world, &mut kept, "gims.debt", "debt", true, later);
    assert_eq!(kept.states(), [ResultState::Suspended]);
    let of_stop = kept.told.case.obligations.iter().filter(|known| known.id == "stop");
    let stages: Vec<_> = of_stop.map(|known| (known.time, known.stage)).collect();
    assert_eq!(stages, [(0, ObligationStage::Done), (1, ObligationStage::Open)]);
}

/// Proves: SM-22.
#[test]
fn what_an_official_suspended_the_machine_leaves_suspended() {
    let world = world();
    let mut kept = Kept::completed(&world);
    let basis = Basis { ground: "Проверка".to_owned(), clause: Some("закон, ст. 1".to_owned()) };
    let suspended = result::alter(&kept.register[0], &result::Alteration::Suspend(basis), &anna(), morning()).unwrap();
    kept.write(vec![suspended]);
    kept.follow(&world, morning());
    assert_eq!(kept.states(), [ResultState::Suspended]);
}

/// Proves: SM-22, SM-31.
#[test]
fn after_a_warning_the_source_is_asked_once_more_before_anything_is_taken_away() {
    let world = world();
    let start = at("2026-04-01T06:00:00Z");
    let passed = timer::passed("after:slow");
    for (still, expected) in [(true, ResultState::Suspended), (false, ResultState::Active)] {
        let mut kept = Kept::completed(&world);
        asked(&world, &mut kept, "slow", start);
        learns(&world, &mut kept, "gims.theft", "far", true, start);
        assert_eq!(kept.states(), [ResultState::Active], "the term to mend it runs");
        let due = kept.told.case.obligations.iter().find(|known| known.id == "slow").unwrap().due.clone().unwrap();
        let after = due.at + SignedDuration::from_secs(1);
        kept.wish(&world, &passed, &machine(), after).unwrap();
        assert_eq!(kept.states(), [ResultState::Active], "not before the source has answered");
        assert_eq!(kept.told.case.sources.iter().filter(|one| one.state.outstanding()).count(), 1);
        learns(&world, &mut kept, "gims.theft", "far", still, after);
        assert_eq!(kept.states(), [expected]);
    }
    // A source that fails takes nothing away: a person is called.
    let mut kept = Kept::completed(&world);
    asked(&world, &mut kept, "slow", start);
    learns(&world, &mut kept, "gims.theft", "far", true, start);
    let due = kept.told.case.obligations.iter().find(|known| known.id == "slow").unwrap().due.clone().unwrap();
    let after = due.at + SignedDuration::from_secs(1);
    kept.wish(&world, &passed, &machine(), after).unwrap();
    let failed = Wish::SourceFailed { source: "gims.theft".to_owned(), overdue: true };
    kept.wish(&world, &failed, &machine(), after).unwrap();
    assert_eq!(kept.states(), [ResultState::Active]);
    assert!(kept.told.case.needs_person.is_some());
}

/// Proves: SM-22.
#[test]
fn an_entry_ends_for_good_by_what_is_learnt_or_by_the_day_alone() {
    let world = world();
    let mut kept = Kept::completed(&world);
    let now = at("2026-04-01T06:00:00Z");
    asked(&world, &mut kept, "gone", now);
    learns(&world, &mut kept, "gims.theft", "wreck", true, now);
    assert_eq!(kept.states(), [ResultState::Annulled]);
    let gone = kept.told.case.obligations.iter().find(|known| known.id == "gone").unwrap();
    assert!(!gone.open(), "it is done when the entry has ended");
    // Nothing anybody says: the day comes.
    let mut kept = Kept::completed(&world);
    let look = timer::of(&kept.told.case).into_iter().find(|timer| timer.what.starts_with(timer::LOOK)).unwrap();
    assert_eq!(world.clock.local_date(look.due_at).to_string(), "2027-05-01");
    let wish = timer::passed(&look.what);
    assert_eq!(world.refused(&kept.told, &wish, &machine(), now), Refusal::NotDue);
    kept.wish(&world, &wish, &machine(), look.due_at).unwrap();
    assert_eq!(kept.states(), [ResultState::Annulled]);
    let again = timer::of(&kept.told.case).into_iter().find(|timer| timer.what.starts_with(timer::LOOK)).unwrap();
    assert!(again.due_at > look.due_at, "and it is looked at again, under another name");
}

/// Proves: RESULT-11, SM-22, SM-11.
#[test]
fn an_undone_decision_ends_its_entry_and_a_corrected_one_gives_its_place() {
    let world = world();
    let mut kept = Kept::completed(&world);
    let correct = Wish::Correct { reason: "Опечатка".to_owned() };
    kept.wish(&world, &correct, &anna(), morning()).unwrap();
    assert_eq!(kept.states(), [ResultState::Active], "the decision stands, and its entry until the new one is there");
    kept.issue(&world, morning());
    assert_eq!(kept.states(), [ResultState::Changed, ResultState::Active]);
    assert_eq!(kept.register[0].replaced_by, Some(result_id(2)));
    assert_eq!(kept.register[1].replaces, Some(result_id(1)));
    let reopen = Wish::Reopen { reason: "Жалоба № 7".to_owned(), by: ReopenGround::Complaint };
    kept.wish(&world, &reopen, &anna(), morning()).unwrap();
    assert_eq!(kept.states(), [ResultState::Changed, ResultState::Annulled]);
    let ground = kept.register[1].ground.clone().unwrap();
    assert!(ground.starts_with("Решение отменено") && !ground.contains('7'), "{ground}");
    let case: &Case = &kept.told.case;
    assert!(matches!(advance(case, &world.context(), morning()), Next::Do(Wish::Grant { .. })));
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Reopen,
    Correct,
    Work,
    Debt(bool),
    Wreck,
    Renew,
    Stop,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        2 => Just(Act::Reopen),
        3 => Just(Act::Correct),
        6 => Just(Act::Work),
        3 => any::<bool>().prop_map(Act::Debt),
        1 => Just(Act::Wreck),
        1 => Just(Act::Renew),
        1 => Just(Act::Stop),
    ];
    prop::collection::vec(act, 1..16)
}

fn does(world: &World, kept: &mut Kept, act: Act, now: Timestamp) {
    let why = "Выдуманная причина".to_owned();
    let basis = Basis { ground: why.clone(), clause: Some("закон, ст. 1".to_owned()) };
    let stands = |kept: &Kept, state| kept.register.iter().find(|record| record.state == state).cloned();
    match act {
        Act::Reopen => drop(kept.wish(world, &Wish::Reopen { reason: why, by: ReopenGround::Court }, &anna(), now)),
        Act::Correct => drop(kept.wish(world, &Wish::Correct { reason: why }, &anna(), now)),
        Act::Work if kept.told.case.state == CaseState::InProgress => {
            drop(kept.wish(world, &Wish::Grant { trace: json!({}) }, &machine(), now));
        }
        Act::Work if kept.told.case.state == CaseState::DecisionPositive => kept.issue(world, now),
        Act::Work => {}
        Act::Debt(debt) => {
            if kept.wish(world, &Wish::Recheck { id: "stop".to_owned() }, &anna(), now).is_ok() {
                let facts = from_register("gims.debt", "debt", Some(debt), now);
                drop(kept.wish(world, &Wish::Learn { facts }, &machine(), now));
            }
        }
        Act::Wreck => {
            if kept.wish(world, &Wish::Recheck { id: "gone".to_owned() }, &anna(), now).is_ok() {
                let facts = from_register("gims.theft", "wreck", Some(true), now);
                drop(kept.wish(world, &Wish::Learn { facts }, &machine(), now));
            }
        }
        // The official's own corrections of an entry do not go through the case.
        Act::Renew => {
            if let Some(old) = stands(kept, ResultState::Active) {
                kept.next += 1;
                let made = Made {
                    id: result_id(kept.next),
                    number: format!("БН-2026-{:06}", kept.next),
                    check_code: format!("code-{}", kept.next),
                    content: old.content.clone(),
                    document: None,
                    signature: Some("e".repeat(64)),
                };
                let (old, new) = result::reissue(&old, made, &signer(), &basis, &anna(), now).unwrap();
                kept.write(vec![old]);
                kept.register.push(new);
                kept.follow(world, now);
            }
        }
        Act::Stop => {
            if let Some(record) = stands(kept, ResultState::Active) {
                let stopped = result::alter(&record, &result::Alteration::Suspend(basis), &anna(), now).unwrap();
                kept.write(vec![stopped]);
                kept.follow(world, now);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves: RESULTREG-01, RESULTREG-04, RESULT-11, SM-22.
    #[test]
    fn whatever_is_opened_again_and_corrected_no_output_has_two_entries_in_force(acts in acts()) {
        let world = &*WORLD;
        let mut kept = Kept::completed(world);
        let mut now = morning();
        for act in acts {
            now += SignedDuration::from_hours(3);
            let before: Vec<ResultId> = kept.register.iter().map(|record| record.id.clone()).collect();
            does(world, &mut kept, act, now);
            prop_assert!(kept.in_force() <= 1, "{act:?} left {:?}", kept.states());
            prop_assert!(before.iter().all(|id| kept.register.iter().any(|record| record.id == *id)), "nothing is lost");
            let undecided = kept.told.case.decision.is_none();
            prop_assert!(!undecided || kept.in_force() == 0, "{act:?}: an entry without a decision");
        }
    }
}
