//! Storage: one SQL text on two engines, SQLite and PostgreSQL, behind two verbs.
//!
//! *rows* runs a reading statement; *commit* makes a [`Batch`] of [`Write`]s happen whole and
//! durably, or not at all. Reads are `async fn(&Db, …)`, writes are plain values:
//!
//! ```text
//! let (case, head) = cases::to_change(&db, &id).await?…;          // read
//! let change = domain::case::decide(&case, &wish, …)?;             // decide
//! let mut batch = Batch::new().with_all(changes::later(&change, case.revision, &head));
//! batch.push(jobs::done(&leased, now));
//! db.commit(batch).await?;                                         // StoreError::Conflict: again
//!
//! // Filing: the number is taken inside the commit, `make` gets it and must be pure.
//! let batch = Batch::numbered(counter, move |number| changes::filing(&file(number), read))
//!     .once(idempotency::Key::new(bucket, draft_id), case_id, now);
//! match db.commit(batch).await {
//!     Ok(committed) => …committed.number,
//!     Err(error) if error.is_conflict() => …drafts::by_id(…) names the case it became,
//! }
//! ```
//!
//! | module | reads | writes |
//! |---|---|---|
//! | [`cases`] | `by_id`, `to_change`, `by_number`, `of_person`, `open_of` | `insert`, `update` |
//! | [`desk`] | `queue`, `counts`, `by_applicant`, `by_number`; `archive`, `views`, `roster`, `words`, `tasks` | with every case |
//! | [`journal`] | `of_case`, `head` | `append`, and with every case |
//! | [`drafts`] | `by_id`, `of_person`, `of_service`, `thrown_away`, `ending` | `insert`, `save`, `file`, `delete` |
//! | [`people`] | `by_id`, `by_oid` | `insert`, `update` |
//! | [`officials`] | `by_id`, `by_login`, `of_authority` | `insert`, `update`, `failed`, `use_totp`… |
//! | [`sessions`] | `live`, `of_subject` | `insert`, `extend`, `set_data`, `revoke`, `revoke_all` |
//! | [`sign_ins`] | `take` (once) | `insert` |
//! | [`notices`] | `by_id`, `of_person`, `of_case`, `unread` | `insert`, `set_copy`, `mark_read` |
//! | [`jobs`] | `lease`, `parked`, `stats`, `next_due` | `insert`, `renew`, `done`, `failed`, `later`, `park` |
//! | [`timers`] | `lease`, `of_case` | `save` |
//! | [`evidence`] | `by_id`, `of_case` | `insert`, `update` |
//! | [`exchange`] | `by_id`, `open`, `seen`, `unsettled`, `queues` | `insert`, `moved`, `received`, `settle` |
//! | [`filed_counts`] | `first`, `count`, `sums` | `keep`, `forget` |
//! | [`provider`] | `by_id`, `log` | `insert`, `sent` |
//! | [`reception`] | `schedule`, `days`, `claims`, `of_day`, `of_person`, `seats` | `take`, `give_back`, `insert`, `change` |
//! | [`results`] | `by_id`, `by_code`, `by_number`, `history`, `of_person`, `of_case` | `insert`, `append` |
//! | [`result_terms`] | `passed` | with every entry, `done` |
//! | [`result_shares`] | `by_id`, `of_result`, `readings` | `insert`, `revoke`, `log` |
//! | [`result_sendings`] | `by_id`, `of_result` | `insert`, `settle` |
//! | [`deliveries`] | `listed` | with every case, `leave` |
//! | [`blanks`] | `one`, `listed`, `count` | `receive`, `change` |
//! | [`charges`] | `by_id`, `of_case`, `by_uin` | `insert`, `update` |
//! | [`centre`] | `by_id`, `of_official` | `insert`, `update` |
//! | [`duplicates`] | `by_id`, `of_person`, `of_maker` | `insert`, `revoke` |
//! | [`complaints`] | `by_id`, `of_person`, `of_case`, `at_desk`, `journal`, `pack` | `insert`, `update`, `note` |
//! | [`ratings`] | `by_id`, `of_case`, `of_day`, `to_export`, `to_follow`, `sums`, `means` | `insert`, `update` |
//! | [`attachments`] | `by_id`, `of_draft`, `of_hash` | `insert`, `arrived`, `finish`, `to_case`, `delete` |
//! | [`parts`] | `of_upload` | `insert` |
//! | [`joint`] | `by_id`, `of_draft`, `of_invited` | `insert`, `update` |
//! | [`numbers`] | `take` | [`Batch::numbered`] |
//! | [`idempotency`] | `outcome` | [`Batch::once`] |
//! | [`maintenance`] | | `purge_drafts`, `purge` |
//!
//! Instants are kept in whole milliseconds: give it moments cut to them.

pub mod attachments;
mod batch;
pub mod blanks;
pub mod breaches;
pub mod cases;
pub mod centre;
pub mod changes;
pub mod charges;
pub mod complaints;
pub mod consents;
mod db;
mod death;
pub mod deliveries;
pub mod departmental;
pub mod desk;
pub mod distribution;
pub mod drafts;
pub mod duplicates;
mod error;
pub mod evidence;
pub mod exchange;
pub mod filed_counts;
pub mod idempotency;
pub mod jobs;
pub mod joint;
pub mod journal;
pub mod maintenance;
pub mod marks;
mod migrate;
pub mod notices;
pub mod numbers;
pub mod obligations;
pub mod officials;
pub mod parts;
pub mod people;
mod postgres;
pub mod provider;
pub mod ratings;
pub mod reception;
pub mod result_sendings;
pub mod result_shares;
pub mod result_terms;
pub mod results;
pub mod scratch;
pub mod sessions;
pub mod sign_ins;
mod sqlite;
pub mod statements;
mod text;
pub mod timers;
mod value;

pub use batch::{Batch, Committed, Expect, Write};
pub use db::{Address, Db, Tuning};
pub use death::Death;
pub use error::StoreError;
pub use postgres::Postgres;
pub use sqlite::Sqlite;
pub use text::fold;
pub use value::{Row, Statement, Value};
