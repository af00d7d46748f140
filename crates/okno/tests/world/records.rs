//! The database looked into from outside, through the storage crate alone: what was promised
//! must stand there whatever the pages say.

use domain::case::Case;
use domain::id::CaseId;
use domain::journal::{Entry, Event, replay_agrees, verify};
use domain::notice::Notice;
use jiff::{SignedDuration, Timestamp};
use store::{Address, Db, Statement, cases, jobs, journal, notices};

use super::{World, until};

const ALL_CASES: Statement = Statement::new("test.cases", "select id from cases order by id");

/// The database, opened once more beside the server.
pub async fn open(address: &Address) -> Db {
    Db::open(address, Timestamp::now()).await.unwrap()
}

/// Every case there is.
pub async fn all(db: &Db) -> Vec<CaseId> {
    let rows = db.rows(ALL_CASES, Vec::new()).await.unwrap();
    rows.into_iter().map(|mut row| CaseId(row.text("id").unwrap())).collect()
}

/// A case with its journal as one picture, though the server goes on working.
async fn with_journal(db: &Db, id: &CaseId) -> (Case, Vec<journal::Stored>, String) {
    loop {
        let (case, head) = cases::to_change(db, id).await.unwrap().unwrap();
        let stored = journal::of_case(db, id).await.unwrap();
        if stored.len() as i64 == head.length {
            return (case, stored, head.hash);
        }
    }
}

/// Every journal is whole and tells what the row of its case says. Gives the number of cases.
pub async fn check_journals(db: &Db) -> usize {
    let ids = all(db).await;
    for id in &ids {
        let (case, stored, head) = with_journal(db, id).await;
        let chain = verify(stored.iter().map(|one| (&one.entry, one.hash.as_str())), Some(&head));
        assert_eq!(chain, Ok(()), "the journal of {}", case.number);
        let entries: Vec<Entry> = stored.into_iter().map(|one| one.entry).collect();
        replay_agrees(&case, &entries).unwrap_or_else(|why| panic!("{}: {why}", case.number));
    }
    ids.len()
}

/// Waits until nothing is left to do by itself, and nothing was given up.
pub async fn drained(db: &Db) {
    until("no job is left", || async {
        let stats = jobs::stats(db, Timestamp::now()).await.unwrap();
        assert_eq!(stats.parked, 0, "{:?}", jobs::parked(db, 10).await.unwrap());
        (stats.ready + stats.leased + stats.waiting == 0).then_some(())
    })
    .await;
}

impl World {
    pub async fn db(&self) -> Db {
        open(&self.ground.address).await
    }

    /// A case as its row says.
    pub async fn case(&self, id: &str) -> Case {
        cases::by_id(&self.db().await, &CaseId(id.to_owned())).await.unwrap().unwrap()
    }

    /// Waits until a case is as described; gives it.
    pub async fn case_that(&self, id: &str, what: &str, fits: impl Fn(&Case) -> bool) -> Case {
        let db = self.db().await;
        let id = CaseId(id.to_owned());
        until(what, || async { cases::by_id(&db, &id).await.unwrap().filter(|case| fits(case)) }).await
    }

    /// The journal of a case.
    pub async fn journal(&self, id: &str) -> Vec<Entry> {
        let stored = journal::of_case(&self.db().await, &CaseId(id.to_owned())).await.unwrap();
        stored.into_iter().map(|one| one.entry).collect()
    }

    /// How long it took from sending to the decision, by the journal's own times.
    pub async fn time_to_decide(&self, id: &str) -> SignedDuration {
        let entries = self.journal(id).await;
        let at = |wanted: fn(&Event) -> bool| entries.iter().find(|entry| wanted(&entry.event)).unwrap().at;
        at(|event| matches!(event, Event::Decided { .. }))
            .duration_since(at(|event| matches!(event, Event::Filed { .. })))
    }

    /// Notices of a case, oldest first.
    pub async fn notices(&self, id: &str) -> Vec<Notice> {
        notices::of_case(&self.db().await, &CaseId(id.to_owned())).await.unwrap()
    }

    /// Waits until the machine has nothing left to do.
    pub async fn settled(&self) {
        drained(&self.db().await).await;
    }

    /// Every case replays from its journal. Each test that makes cases ends with this.
    pub async fn check_journals(&self) -> usize {
        check_journals(&self.db().await).await
    }
}
