//! Namespaces of ГИС ГМП. Ours are of format 2.4.0; others are told apart by what stands before the
//! version.

use crate::xml::{Element, Namespace};

/// The source that questions to ГИС ГМП are asked under in the exchange.
pub const SOURCE: &str = "gisgmp";

/// Namespace and root of a notice: what its queue is asked for.
pub const NOTICE: (&str, &str) = ("urn://roskazna.ru/gisgmp/xsd/services/ExportNotice/2.4.0", "ExportNoticeRequest");

pub(super) const COMMON: Namespace<'static> =
    Namespace { prefix: "com", uri: "http://roskazna.ru/gisgmp/xsd/Common/2.4.0" };
pub(super) const ORGANISATION: Namespace<'static> =
    Namespace { prefix: "org", uri: "http://roskazna.ru/gisgmp/xsd/Organization/2.4.0" };
pub(super) const CHARGE: Namespace<'static> =
    Namespace { prefix: "chg", uri: "http://roskazna.ru/gisgmp/xsd/Charge/2.4.0" };
pub(super) const PACKAGE: Namespace<'static> =
    Namespace { prefix: "pkg", uri: "http://roskazna.ru/gisgmp/xsd/Package/2.4.0" };
pub(super) const PAYMENT: Namespace<'static> =
    Namespace { prefix: "pmnt", uri: "http://roskazna.ru/gisgmp/xsd/Payment/2.4.0" };
pub(super) const SEARCH: Namespace<'static> =
    Namespace { prefix: "sc", uri: "http://roskazna.ru/gisgmp/xsd/SearchConditions/2.4.0" };
pub(super) const IMPORT: Namespace<'static> =
    Namespace { prefix: "req", uri: "urn://roskazna.ru/gisgmp/xsd/services/import-charges/2.4.0" };
pub(super) const PAYMENTS: Namespace<'static> =
    Namespace { prefix: "req", uri: "urn://roskazna.ru/gisgmp/xsd/services/export-payments/2.4.0" };
pub(super) const QUITTANCES: Namespace<'static> =
    Namespace { prefix: "req", uri: "urn://roskazna.ru/gisgmp/xsd/services/export-quittances/2.4.0" };
pub(super) const NOTICES: Namespace<'static> = Namespace { prefix: "nt", uri: NOTICE.0 };

const SERVICES: &str = "urn://roskazna.ru/gisgmp/xsd/services/";
const TYPES: &str = "http://roskazna.ru/gisgmp/xsd/";

/// The service whose namespace this is, in whatever version.
pub(super) fn service_of(uri: &str) -> Option<&str> {
    versioned(uri.strip_prefix(SERVICES)?)
}

/// Is it a name of ГИС ГМП?
fn is_own(uri: &str) -> bool {
    uri.strip_prefix(SERVICES).or_else(|| uri.strip_prefix(TYPES)).and_then(versioned).is_some()
}

/// What stands before a version.
fn versioned(text: &str) -> Option<&str> {
    let (name, version) = text.rsplit_once('/')?;
    let is_version = version.starts_with("2.") && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_version && !name.is_empty()).then_some(name)
}

/// Child elements of that name, in whatever version.
pub(super) fn all<'a>(element: &'a Element, local: &'a str) -> impl Iterator<Item = &'a Element> {
    element.elements().filter(move |child| child.name.local == local && is_own(&child.name.uri))
}

/// The first child of that name, in whatever version.
pub(super) fn child<'a>(element: &'a Element, local: &'a str) -> Option<&'a Element> {
    all(element, local).next()
}
