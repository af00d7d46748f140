//! Names of СМЭВ 3, version 1.2, and of the bodies that travel in it.

use crate::xml::Namespace;

/// SOAP 1.1.
pub const SOAP: Namespace<'static> = Namespace { prefix: "S", uri: "http://schemas.xmlsoap.org/soap/envelope/" };

/// Messages.
pub const TYPES: Namespace<'static> =
    Namespace { prefix: "typ", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2" };

/// What messages are made of.
pub const BASIC: Namespace<'static> =
    Namespace { prefix: "bas", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.2" };

/// Faults.
pub const FAULTS: Namespace<'static> =
    Namespace { prefix: "flt", uri: "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/faults/1.2" };

/// XOP: a place that holds the id of a part instead of bytes.
pub const XOP: Namespace<'static> = Namespace { prefix: "xop", uri: "http://www.w3.org/2004/08/xop/include" };

/// The body in which other authorities ask the result register; see `results-1.0.0.xsd`.
pub const RESULTS: Namespace<'static> = Namespace { prefix: "res", uri: "urn://x-artefacts-okno/results/1.0.0" };

/// What the sender signs.
pub const SIGNED_BY_CALLER: &str = "SIGNED_BY_CALLER";

/// What СМЭВ signs.
pub const SIGNED_BY_SMEV: &str = "SIGNED_BY_SMEV";

/// The namespace of questions to a source, its вид сведений: the exchange finds the provider by it.
pub fn evidence_uri(source: &str) -> String {
    format!("urn://x-artefacts-okno/evidence/{source}/1.0.0")
}

/// The source whose namespace this is.
pub fn source_of(uri: &str) -> Option<&str> {
    uri.strip_prefix("urn://x-artefacts-okno/evidence/")?.strip_suffix("/1.0.0")
}

/// An operation of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// The consumer asks.
    SendRequest,
    /// The consumer takes an answer out of its queue.
    GetResponse,
    /// The provider takes a question out of its queue.
    GetRequest,
    /// The provider answers.
    SendResponse,
    /// A message was taken.
    Ack,
    /// The next word about how messages of ours fare.
    GetStatus,
}

impl Operation {
    /// Its name; the SOAP action is `urn:` and the name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SendRequest => "SendRequest",
            Self::GetResponse => "GetResponse",
            Self::GetRequest => "GetRequest",
            Self::SendResponse => "SendResponse",
            Self::Ack => "Ack",
            Self::GetStatus => "GetStatus",
        }
    }
}
