//! The office: everything an action needs besides its arguments, made once at start.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::sign::{CmsSigner, Verifier};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::LegalClock;
use regulation::region::Region;

use crate::library::Library;
use crate::stop::Stop;

/// Shared state of one running okno.
pub struct Office {
    /// Settings that actions read.
    pub settings: Settings,
    /// The database.
    pub db: store::Db,
    /// Regulations in memory.
    pub library: Library,
    /// The region: authorities, categories, legal parameters.
    pub region: Region,
    /// The region's legal clock.
    pub clock: LegalClock,
    /// Uploaded files and signed documents, by hash.
    pub files: connect::files::Files,
    /// Looks into uploaded files.
    pub antivirus: connect::antivirus::Antivirus,
    /// The identity provider.
    pub esia: connect::esia::Client,
    /// The exchange that answers interagency requests.
    pub evidence: connect::evidence::Client,
    /// Outgoing mail.
    pub mailer: connect::mail::Mailer,
    /// Outgoing SMS, where the region sends any.
    pub sms: Option<connect::sms::Gateway>,
    /// Keys of the officials who sign results, by their sign-in name.
    pub signers: BTreeMap<String, CmsSigner>,
    /// Checks signatures on results.
    pub verifier: Arc<dyn Verifier>,
    /// Where the time comes from.
    pub time: TimeSource,
    /// Wakes the worker when a commit left jobs.
    pub wake: Arc<tokio::sync::Notify>,
    /// Requests being answered right now: jobs give way to people (see the worker).
    pub in_flight: std::sync::atomic::AtomicUsize,
}

/// Settings that actions read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address people use, without a trailing slash: `https://uslugi.example.ru`.
    pub public_url: String,
    /// Login of the official in whose name the machine signs, by authority id.
    pub automatic_signers: BTreeMap<String, String>,
    /// Requests one network address may make in a minute.
    pub requests_per_minute: u32,
}

/// Where the time comes from: the wall, or a test's hand.
#[derive(Clone)]
pub enum TimeSource {
    /// The system clock.
    Wall,
    /// A moment that only moves when told to, in Unix milliseconds.
    Hand(Arc<std::sync::atomic::AtomicI64>),
}

impl TimeSource {
    /// The moment now, cut to whole milliseconds as the database keeps it.
    #[expect(clippy::disallowed_methods, reason = "the one place where the program asks the time")]
    pub fn now(&self) -> Timestamp {
        let millisecond = match self {
            Self::Wall => Timestamp::now().as_millisecond(),
            Self::Hand(moment) => moment.load(std::sync::atomic::Ordering::SeqCst),
        };
        Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl Office {
    /// The moment now.
    pub fn now(&self) -> Timestamp {
        self.time.now()
    }

    /// The region's date at a moment.
    pub fn today(&self, now: Timestamp) -> Date {
        self.clock.local_date(now)
    }

    /// A new id in a bucket: a UUIDv7 of our clock with the bucket in its last byte.
    pub fn new_id(&self, bucket: i64) -> String {
        domain::id::make(*uuid::Uuid::now_v7().as_bytes(), bucket)
    }

    /// A new id in a random bucket, for things that are their own owner.
    pub fn new_owner_id(&self) -> String {
        let uuid = uuid::Uuid::now_v7();
        domain::id::make(*uuid.as_bytes(), i64::from(uuid.as_bytes()[15]))
    }

    /// Bytes nobody can guess, for sessions and check codes.
    pub fn secret<const N: usize>(&self) -> Result<[u8; N], Stop> {
        let mut bytes = [0_u8; N];
        getrandom::fill(&mut bytes).map_err(|error| Stop::Broken {
            doing: "asking the system for random bytes",
            source: error.to_string().into(),
        })?;
        Ok(bytes)
    }
}
