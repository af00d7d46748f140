//! Migrations: forward only, one change per file, never edited after release. Written once in
//! PostgreSQL's words; SQLite gets them through [`for_sqlite`].

use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// One migration.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// All migrations in order.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    "0001_counters",
    "0002_people",
    "0003_person_oids",
    "0004_sessions",
    "0005_sign_ins",
    "0006_officials",
    "0007_drafts",
    "0008_cases",
    "0009_case_numbers",
    "0010_desk_queue",
    "0011_journal",
    "0012_notices",
    "0013_notice_channels",
    "0014_jobs",
    "0015_timers",
    "0016_evidence_requests",
    "0017_results",
    "0018_result_codes",
    "0019_result_numbers",
    "0020_attachments",
    "0021_idempotency_keys",
    "0022_attachment_parts",
    "0023_results_service",
    "0024_obligations",
    "0025_marks",
    "0026_cases_still_open",
    "0030_stocks",
    "0031_queue_entries",
    "0032_draws",
    "0033_limit_claims",
    "0034_authority_stocks",
    "0035_results_given",
    "0036_result_terms",
    "0037_result_shares",
    "0038_result_readings",
    "0039_result_sendings",
    "0040_exchange_messages",
    "0041_exchange_received",
    "0042_exchange_queues",
    "0043_provider_answers",
    "0044_evidence_open",
    "0045_desk_queue_waits",
    "0046_desk_queue_filters",
    "0047_desk_counts",
    "0048_desk_archive",
    "0049_desk_views",
    "0050_official_absences",
    "0051_desk_turns",
    "0052_case_words",
    "0053_case_tasks",
    "0054_desk_archive_month",
    "0055_blanks",
    "0056_handouts",
    "0057_duplicates",
    "0058_duplicates_made",
    "0060_official_mandates",
    "0065_departmental_deliveries",
    "0066_departmental_events",
    "0067_concentrator_orders",
    "0068_outside_health",
    "0069_breaches",
    "0075_reception",
    "0076_draft_bookings",
    "0080_charges",
    "0081_charge_numbers",
    "0085_complaints",
    "0086_complaint_journal",
    "0087_complaint_packs",
    "0088_ratings",
    "0089_rating_marks",
    "0090_joint",
    "0095_consents",
    "0096_offers",
    "0097_register_events",
    "0098_proactive_counts",
    "0099_person_snils",
    "0105_centre_visits",
    "0106_filed_counts",
];

/// The table that remembers what was applied.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    applied_at BIGINT NOT NULL
);";

impl Migration {
    /// SHA-256 of the file as it stands in the source, in hex.
    pub(crate) fn sha256(&self) -> String {
        crate::journal::hex(&Sha256::digest(self.sql.as_bytes()))
    }
}

/// What is still to be applied, given what was: (name, hash) pairs.
pub(crate) fn missing(applied: &[(String, String)]) -> Result<Vec<&'static Migration>, StoreError> {
    for (name, hash) in applied {
        let Some(known) = MIGRATIONS.iter().find(|migration| migration.name == name) else {
            return Err(StoreError::Broken(format!(
                "the database has migration {name} that this program does not know: \
                 start a program at least as new as the one that wrote it"
            )));
        };
        if known.sha256() != *hash {
            return Err(StoreError::Broken(format!(
                "migration {name} was changed after it had been applied: \
                 restore the released file and put the change into a new one"
            )));
        }
    }
    let is_missing = |migration: &&Migration| !applied.iter().any(|(name, _)| name == migration.name);
    Ok(MIGRATIONS.iter().filter(is_missing).collect())
}

/// The four-word map from PostgreSQL's words to SQLite's, with strict tables.
pub(crate) fn for_sqlite(sql: &str) -> String {
    sql.replace("BIGINT", "INTEGER")
        .replace("BOOLEAN", "INTEGER")
        .replace("BYTEA", "BLOB")
        .replace(" COLLATE \"C\"", "")
        .replace("\n);", "\n) STRICT;")
}
