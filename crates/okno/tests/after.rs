//! Life after the decision acts on the register: a carrier's entry is suspended while a prescription
//! stands and in force again when it is met, a re-check learns through the exchange, who owes a
//! report may not apply again, and what is corrected or undone leaves one entry in force at most.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "outcomes/drive.rs"]
mod drive;
#[path = "../src/simulate/kit/mod.rs"]
mod kit;
mod town;

use std::sync::Arc;

use actions::citizen::session::Session;
use actions::desk::late_notices;
use actions::stop::Stop;
use domain::case::{Actor, CaseState, ReopenGround, Wish};
use domain::id::CaseId;
use domain::journal::Event;
use domain::official::{Official, Role};
use domain::refusal::Refusal;
use domain::result::{ResultRecord, ResultState};
use jiff::SignedDuration;
use kit::citizen;
use kit::official::{Intent, actor};
use kit::outside;
use kit::script::Script;
use regulation::region::NotifyMode;
use serde_json::{Value, json};
use store::{notices, results};
use town::{Engine, Town};

impl Town {
    async fn granted(&self) -> (Session, Script, CaseId) {
        self.scene.exchange().unwrap().play(outside::plays(&self.script));
        let (session, script, case) = self.apply().await;
        self.drive(&session, &script, &case).await;
        (session, script, case)
    }

    async fn drive(&self, session: &Session, script: &Script, case: &CaseId) {
        let trail = drive::drive(&self.scene, session, case, script, &Intent::default()).await.unwrap();
        assert_eq!(trail.case.state, CaseState::Completed, "{:?} {:?}", trail.stuck, trail.acts);
        self.settle().await;
    }

    async fn wish(&self, case: &CaseId, wish: &Wish, by: &Actor) {
        let office = &self.scene.office;
        let opened = office.open_case(case).await.unwrap();
        let change = office.decide(&opened, wish, by, self.now()).unwrap();
        office.commit_change(&opened, &change, []).await.unwrap();
        self.settle().await;
    }

    async fn entries(&self, case: &CaseId) -> Vec<ResultRecord> {
        results::of_case(&self.scene.office.db, case).await.unwrap()
    }

    async fn states(&self, case: &CaseId) -> Vec<ResultState> {
        self.entries(case).await.iter().map(|entry| entry.state).collect()
    }

    /// The registers say this from now on.
    fn registers(&self, fact: &str, value: Value) {
        let mut script = self.script.clone();
        script.given.insert(fact.to_owned(), value);
        self.scene.exchange().unwrap().play(outside::plays(&script));
    }
}

/// Proves: SM-22, RESULTREG-01, STATUS-04.
#[test]
fn a_permit_is_suspended_while_a_prescription_stands_and_ends_when_a_court_says_so() {
    town::play(async || {
        let name = "Самозанятый получает разрешение";
        let town = Town::new(Engine::Sqlite, "taxi", name, "2026-02-02T05:00:00Z").await.unwrap();
        let (_, _, case) = town.granted().await;
        let by = actor(town.official());
        assert_eq!(town.states(&case).await, [ResultState::Active]);
        let check = Wish::Recheck { id: "suspend-permit".to_owned() };
        for (open, expected) in
            [(true, ResultState::Suspended), (false, ResultState::Active), (true, ResultState::Suspended)]
        {
            town.scene.wait(SignedDuration::from_hours(24 * 10));
            town.registers("prescription.open", json!(open));
            town.wish(&case, &check, &by).await;
            town.until(&(town.now() + SignedDuration::from_hours(2)).to_string()).await;
            assert_eq!(town.states(&case).await, [expected]);
            let entry = town.entries(&case).await.remove(0);
            let line = entry.history.last().unwrap().clone();
            assert_eq!((line.by, line.clause.is_some_and(|clause| clause.contains("580"))), (Actor::Machine, true));
        }
        town.registers("annulled.court", json!("2026-03-10"));
        town.scene.wait(SignedDuration::from_hours(24 * 10));
        town.wish(&case, &Wish::Recheck { id: "end-permit".to_owned() }, &by).await;
        town.until(&(town.now() + SignedDuration::from_hours(2)).to_string()).await;
        assert_eq!(town.states(&case).await, [ResultState::Annulled]);
        // Another look changes nothing any more: the entry has its five lines and no more.
        let revision = town.entries(&case).await[0].revision;
        town.wish(&case, &check, &by).await;
        town.until(&(town.now() + SignedDuration::from_hours(2)).to_string()).await;
        assert_eq!(town.entries(&case).await[0].revision, revision);
        let journal = town.journal(&case).await;
        let changed = journal.iter().filter(|entry| matches!(entry.event, Event::ResultChanged { .. })).count();
        let read = journal.iter().filter(|entry| matches!(entry.event, Event::Read { .. })).count();
        assert_eq!((changed, read), (4, 5), "each change and each reading of a closed case stands in the journal");
        let told = notices::of_case(&town.scene.office.db, &case).await.unwrap();
        let of_entry = told.iter().filter(|one| serde_json::to_string(one).unwrap().contains("\"suspended\"")).count();
        assert!(of_entry >= 2, "the holder is told");
        town.agrees(&case).await;
    });
}

/// Proves: RESULT-11, SM-11, SM-22.
#[test]
fn a_corrected_result_replaces_the_old_and_an_undone_decision_annuls_it() {
    town::play(async || {
        let name = "Самозанятый получает разрешение";
        let town = Town::new(Engine::Sqlite, "taxi", name, "2026-02-02T05:00:00Z").await.unwrap();
        let (session, script, case) = town.granted().await;
        let by = actor(town.official());
        let first = town.entries(&case).await.remove(0);
        town.scene.wait(SignedDuration::from_hours(24));
        town.wish(&case, &Wish::Correct { reason: "Опечатка в территории".to_owned() }, &by).await;
        town.drive(&session, &script, &case).await;
        let entries = town.entries(&case).await;
        assert_eq!(
            entries.iter().map(|one| one.state).collect::<Vec<_>>(),
            [ResultState::Changed, ResultState::Active]
        );
        assert_eq!(entries[0].replaced_by.as_ref(), Some(&entries[1].id));
        assert_eq!(entries[1].replaces.as_ref(), Some(&first.id));
        assert_eq!(entries[1].valid_until, first.valid_until, "a correction prolongs nothing");
        let reopen = Wish::Reopen { reason: "Жалоба № 12".to_owned(), by: ReopenGround::Complaint };
        let office = &town.scene.office;
        let opened = office.open_case(&case).await.unwrap();
        let change = office.decide(&opened, &reopen, &by, town.now()).unwrap();
        office.commit_change(&opened, &change, []).await.unwrap();
        // In the very batch, before any job has run.
        assert_eq!(town.states(&case).await, [ResultState::Changed, ResultState::Annulled]);
        town.settle().await;
        town.drive(&session, &script, &case).await;
        assert_eq!(
            town.states(&case).await,
            [ResultState::Changed, ResultState::Annulled, ResultState::Active],
            "one entry in force, and its whole past beside it"
        );
        town.agrees(&case).await;
    });
}

/// Proves: PROCEDURE-01, SM-31.
#[test]
fn a_report_that_was_not_given_stands_in_the_way_of_the_next_application() {
    town::play(async || {
        let name = "Разрешение по итогам распределения выдано";
        let town = Town::new(Engine::Sqlite, "hunting-draw", name, "2026-08-03T05:00:00Z").await.unwrap();
        let (session, script, case) = town.granted().await;
        let owed = |case: &domain::case::Case| case.obligations.iter().find(|known| known.open()).cloned();
        let report = owed(&town.case(&case).await).expect("a report is owed");
        // Before its term has passed nothing stands in the way.
        let due = report.due.clone().unwrap().at;
        town.until(&(due + SignedDuration::from_hours(1)).to_string()).await;
        let draft = citizen::fill(&town.scene, &session, &script).await.unwrap();
        let stopped = citizen::send(&town.scene, &session, &draft).await;
        let Err(Stop::Refused(Refusal::Owes { number, .. })) = stopped else { panic!("{stopped:?}") };
        assert_eq!(number, town.case(&case).await.number, "the refusal names the case whose report is owed");
        let told = notices::of_case(&town.scene.office.db, &case).await.unwrap();
        assert!(told.iter().any(|one| serde_json::to_string(one).unwrap().contains("\"overdue\":true")));
        // The report is given, late, and the way is free.
        let words = Some("Добыт один лось".to_owned());
        let done = Wish::Fulfil { id: report.id.clone(), words, evidence: Vec::new() };
        town.wish(&case, &done, &Actor::Applicant(session.person.id.clone())).await;
        let sent = citizen::send(&town.scene, &session, &draft).await;
        assert!(!matches!(sent, Err(Stop::Refused(Refusal::Owes { .. }))), "{sent:?}");
        town.agrees(&case).await;
    });
}

/// Proves: STATUS-04, MONITOR-06.
#[test]
fn what_was_told_late_is_still_listed_when_the_case_is_closed() {
    town::play(async || {
        let name = "Семью с малой площадью и малым доходом принимают на учёт";
        let mut town = Town::new(Engine::Sqlite, "housing-queue", name, "2026-02-02T05:00:00Z").await.unwrap();
        // A region that tells of no more than an act demands, and an official who comes late.
        Arc::get_mut(&mut town.scene).unwrap().office.region.params.notify_mode.value = NotifyMode::Required;
        town.scene.exchange().unwrap().play(outside::plays(&town.script));
        let (session, script, case) = town.apply().await;
        town.until("2026-02-20T05:00:00Z").await;
        town.drive(&session, &script, &case).await;
        let auditor = Official { roles: vec![Role::Auditor], ..town.official().clone() };
        let page = late_notices::page(&town.scene.office, &auditor, None, town.now()).await.unwrap();
        assert_eq!((page.found.len(), page.next), (1, None));
        assert_eq!((&page.found[0].id, page.found[0].number == town.case(&case).await.number), (&case, true));
        assert!(page.found[0].notices.iter().any(|late| late.procedure == "queries"), "{:?}", page.found[0].notices);
    });
}
