//! Ids: UUIDs whose last byte is the bucket of their owner, so that a row can be found and
//! spread by its key alone (docs/ARCHITECTURE.md, "Storage").

use serde::{Deserialize, Serialize};

/// Number of buckets that growing tables are spread over.
pub const BUCKETS: u16 = 256;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// Reads an id from text; `None` when it is not 32 lower-case hex digits.
            pub fn parse(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }

            /// The bucket carried in the last byte.
            pub fn bucket(&self) -> i64 {
                bucket(&self.0)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A natural person known from ЕСИА; its own owner.
    PersonId,
    /// A draft; owned by its person.
    DraftId,
    /// A case; owned by its applicant.
    CaseId,
    /// An official; the bucket is not used.
    OfficialId,
    /// A notice in a person's account.
    NoticeId,
    /// An outbox job; in the bucket of what it is about.
    JobId,
    /// A timer; in the bucket of its case.
    TimerId,
    /// An entry of the result register; in the bucket of its case.
    ResultId,
    /// An interagency request; in the bucket of its case.
    EvidenceRequestId,
    /// A stock of a limited resource; in the bucket of its key.
    StockId,
    /// A link that lets somebody else read a result; in the bucket of its owner.
    ShareId,
    /// A reading of a result; in the bucket of its owner.
    ReadingId,
    /// A result on its way to another authority; in the bucket of its owner.
    SendingId,
    /// An electronic duplicate of a paper document; in the bucket of its owner.
    DuplicateId,
    /// An appointment; in the bucket of its line of slots.
    AppointmentId,
    /// A complaint; in the bucket of its person.
    ComplaintId,
    /// A quality rating; in the bucket of its case.
    RatingId,
    /// An offer of a service; in the bucket of its person.
    OfferId,
    /// A charge; in the bucket of its case.
    ChargeId,
    /// A visitor at a window of a service centre; in the bucket of the operator.
    VisitId,
    /// A part of a joint application; in the bucket of the draft of the one who files.
    PartId,
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn bucket(text: &str) -> i64 {
    text.get(30..).and_then(|tail| i64::from_str_radix(tail, 16).ok()).unwrap_or(0)
}

/// Makes an id from sixteen bytes of a UUIDv7 and the bucket it must carry.
pub fn make(uuid: [u8; 16], bucket: i64) -> String {
    let mut bytes = uuid;
    bytes[15] = bucket.rem_euclid(i64::from(BUCKETS)) as u8;
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
