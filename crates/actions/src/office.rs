//! The office: everything an action needs besides its arguments, made once at start.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::sign::{Certificate, CmsSigner, Verifier};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
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
    /// The exchange with other authorities.
    pub exchange: connect::exchange::Exchange,
    /// Systems of other authorities that take results, where the region has any.
    pub inbox: Option<connect::inbox::Inbox>,
    /// Departmental systems that serve cases, by id.
    pub departmental: BTreeMap<String, connect::departmental::System>,
    /// Applications from ЕПГУ: where facts stand in them, what our states are called there.
    pub concentrator: crate::concentrator::Concentrator,
    /// How outside systems were found last.
    pub health: crate::departmental::health::Board,
    /// How the region takes part in ГИС ГМП; without it nothing is charged through okno.
    pub treasury: Option<connect::gisgmp::Participant>,
    /// Who takes payments by card, where the region has somebody.
    pub card: Option<connect::card::Provider>,
    /// Who carries results that are things, where the region has somebody.
    pub carrier: Option<connect::carrier::Carrier>,
    /// The federal pre-trial appeal system, where an adapter to it is set up.
    pub appeals: Option<connect::appeals::Appeals>,
    /// The national quality monitoring system, where an adapter to it is set up.
    pub quality: Option<connect::quality::Quality>,
    /// Events that registers tell of, where a feed is set up.
    pub events: Option<connect::events::Events>,
    /// The published list of what is not in force, as this node made it last.
    pub not_in_force: crate::register::keys::Cache,
    /// Outgoing mail.
    pub mailer: connect::mail::Mailer,
    /// Outgoing SMS, where the region sends any.
    pub sms: Option<connect::sms::Gateway>,
    /// Keys of the officials who sign results, by their sign-in name.
    pub signers: BTreeMap<String, CmsSigner>,
    /// Certificates of keys that sign no more; what they signed stays verifiable.
    pub retired: Vec<Certificate>,
    /// Checks signatures on results.
    pub verifier: Arc<dyn Verifier>,
    /// Where the time comes from.
    pub time: TimeSource,
    /// Where ids and secrets come from.
    pub ids: IdSource,
    /// How papers of results are drawn.
    pub drawing: Drawing,
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
    /// The system clock, moved: a demonstration of another day.
    Moved(SignedDuration),
    /// A moment that only moves when told to, in Unix milliseconds.
    Hand(Arc<std::sync::atomic::AtomicI64>),
}

impl TimeSource {
    /// The moment now, cut to whole milliseconds as the database keeps it.
    #[expect(clippy::disallowed_methods, reason = "the one place where the program asks the time")]
    pub fn now(&self) -> Timestamp {
        let millisecond = match self {
            Self::Wall => Timestamp::now().as_millisecond(),
            Self::Moved(by) => (Timestamp::now() + *by).as_millisecond(),
            Self::Hand(moment) => moment.load(std::sync::atomic::Ordering::SeqCst),
        };
        Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Where ids and secrets come from: the system, or a simulation's counter.
#[derive(Debug, Clone)]
pub enum IdSource {
    /// The system's clock and random numbers.
    System,
    /// Counted from a seed, so that two runs of a simulation write the same bytes. Anybody can
    /// guess its secrets: never for people.
    Counted {
        /// What the run begins with.
        seed: u64,
        /// How many were given out.
        given: Arc<std::sync::atomic::AtomicU64>,
    },
}

impl IdSource {
    /// A counter that begins with a seed.
    pub fn counted(seed: u64) -> Self {
        Self::Counted { seed, given: Arc::default() }
    }

    /// Sixteen bytes of a UUIDv7.
    fn uuid(&self, now: Timestamp) -> [u8; 16] {
        match self {
            Self::System => *uuid::Uuid::now_v7().as_bytes(),
            Self::Counted { seed, given } => {
                let count = given.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let scattered = hashed(*seed, count);
                let moment = now.as_millisecond().unsigned_abs().to_be_bytes();
                let mut bytes = [0_u8; 16];
                bytes[..6].copy_from_slice(&moment[2..]);
                // The count stands before what is scattered: ids of one moment stay in order.
                bytes[6] = 0x70 | (count >> 28 & 0x0f) as u8;
                bytes[7] = (count >> 20) as u8;
                bytes[8] = 0x80 | (count >> 14 & 0x3f) as u8;
                bytes[9] = (count >> 6) as u8;
                bytes[10] = (count << 2) as u8;
                bytes[11..].copy_from_slice(&scattered[..5]);
                bytes
            }
        }
    }

    fn secret<const N: usize>(&self) -> Result<[u8; N], getrandom::Error> {
        let mut bytes = [0_u8; N];
        match self {
            Self::System => getrandom::fill(&mut bytes)?,
            Self::Counted { seed, given } => {
                for part in bytes.chunks_mut(32) {
                    let count = given.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    part.copy_from_slice(&hashed(!seed, count)[..part.len()]);
                }
            }
        }
        Ok(bytes)
    }
}

fn hashed(seed: u64, count: u64) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::new().chain_update(seed.to_be_bytes()).chain_update(count.to_be_bytes()).finalize().into()
}

/// How papers of results are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// Typeset from the template of the package, as PDF.
    Typeset,
    /// The canonical bytes of the entry stand for the paper: a simulation signs and stores
    /// thousands of them and nobody reads one.
    Canonical,
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
        domain::id::make(self.ids.uuid(self.now()), bucket)
    }

    /// A new id in a random bucket, for things that are their own owner.
    pub fn new_owner_id(&self) -> String {
        let uuid = self.ids.uuid(self.now());
        domain::id::make(uuid, i64::from(uuid[15]))
    }

    /// Bytes nobody can guess, for sessions and check codes.
    pub fn secret<const N: usize>(&self) -> Result<[u8; N], Stop> {
        self.ids.secret().map_err(|error| Stop::Broken {
            doing: "asking the system for random bytes",
            source: error.to_string().into(),
        })
    }
}
