//! All statements of the house in one slice, so that a test can put each to both engines.

use crate::value::Statement;

/// All statements, module by module.
pub const MODULES: &[&[Statement]] = &[
    crate::attachments::ALL,
    crate::breaches::ALL,
    crate::blanks::ALL,
    crate::cases::ALL,
    crate::centre::ALL,
    crate::complaints::ALL,
    crate::consents::ALL,
    crate::charges::ALL,
    crate::db::ALL,
    crate::departmental::ALL,
    crate::deliveries::ALL,
    crate::desk::ALL,
    crate::desk::COUNTS,
    crate::desk::LINES,
    crate::desk::archive::ALL,
    crate::desk::roster::ALL,
    crate::desk::tasks::ALL,
    crate::desk::views::ALL,
    crate::desk::words::ALL,
    crate::distribution::ALL,
    crate::drafts::ALL,
    crate::duplicates::ALL,
    crate::evidence::ALL,
    crate::exchange::ALL,
    crate::filed_counts::ALL,
    crate::idempotency::ALL,
    crate::jobs::ALL,
    crate::joint::ALL,
    crate::journal::ALL,
    crate::maintenance::ALL,
    crate::marks::ALL,
    crate::notices::ALL,
    crate::numbers::ALL,
    crate::obligations::ALL,
    crate::officials::ALL,
    crate::parts::ALL,
    crate::people::ALL,
    crate::provider::ALL,
    crate::reception::APPOINTMENTS,
    crate::reception::SCHEDULES,
    crate::reception::SLOTS,
    crate::ratings::ALL,
    crate::result_sendings::ALL,
    crate::result_shares::ALL,
    crate::result_terms::ALL,
    crate::results::ALL,
    crate::sessions::ALL,
    crate::sign_ins::ALL,
    crate::timers::ALL,
];

/// How many columns a statement answers and how many arguments it takes, as the engine sees it.
pub async fn shape(db: &crate::Db, statement: Statement) -> Result<(usize, usize), crate::StoreError> {
    match db {
        crate::Db::Sqlite(sqlite) => sqlite.shape(statement),
        crate::Db::Postgres(postgres) => postgres.shape(statement).await,
    }
}
