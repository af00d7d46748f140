//! Концентратор услуг of ЕПГУ (INTEG-02): applications that come as questions of СМЭВ, and what is
//! told back to the cabinet of ЕПГУ.
//!
//! Public: the namespaces, `FormData`, `ElkOrderRequest env="EPGU"`, `orders/order/orderNumber`,
//! `status`. Not public: everything inside `FormData`, and the children of an update beside those; so
//! the first is read by a map that is data, the second stands in one place, here (docs/exchange.md).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::failure::Failure;
use crate::xml::{Element, Namespace};

/// The kind of information for statuses in the cabinet of ЕПГУ.
pub const STATUS: Namespace<'static> = Namespace { prefix: "elk", uri: "http://epgu.gosuslugi.ru/elk/status/1.0.2" };

/// Most elements of a path.
const DEEPEST: usize = 20;

/// An application as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// Id of the message.
    pub message: String,
    /// Opaque address of an answer.
    pub reply_to: String,
    /// The content, or why the message may not be believed.
    pub body: Result<Element, String>,
    /// Files of the message: id and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What is told of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStatus {
    /// Number of the order at ЕПГУ.
    pub order: String,
    /// Status there.
    pub code: String,
    /// Words for the applicant.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// Elements at a path of local names, `FormData/applicant`: the first name is the root itself.
pub fn all_at<'a>(root: &'a Element, path: &str) -> Vec<&'a Element> {
    let mut names = path.split('/').take(DEEPEST).filter(|name| !name.starts_with('@'));
    if names.next() != Some(root.name.local.as_str()) {
        return Vec::new();
    }
    below(vec![root], names)
}

/// The same, the first name being a child of `inside`.
pub fn all_in<'a>(inside: &'a Element, path: &str) -> Vec<&'a Element> {
    below(vec![inside], path.split('/').take(DEEPEST).filter(|name| !name.starts_with('@')))
}

fn below<'a, 'n>(mut found: Vec<&'a Element>, names: impl Iterator<Item = &'n str>) -> Vec<&'a Element> {
    for name in names {
        found = found.into_iter().flat_map(|one| one.elements().filter(|child| child.name.local == name)).collect();
    }
    found
}

/// The text that a path leads to from an element; `@name` at its end is an attribute.
pub fn text_of(element: &Element, path: &str) -> Option<String> {
    let text = match path.rsplit('/').next().and_then(|last| last.strip_prefix('@')) {
        Some(attribute) => element.attribute(attribute)?.to_owned(),
        None => element.text(),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The body of a status message.
pub fn status(status: &OrderStatus) -> Element {
    let new = |local: &str| Element::new(STATUS, local);
    let history = new("statusHistory")
        .with(new("status").with_text(status.code.clone()))
        .with(new("statusDate").with_text(status.at.to_string()))
        .with(new("statusComment").with_text(status.words.clone()));
    let order = new("order")
        .with(new("orderNumber").with_text(status.order.clone()))
        .with(new("statusHistoryList").with(history));
    let update = new("UpdateOrdersRequest").with(new("orders").with(order));
    new("ElkOrderRequest").with_attribute("env", "EPGU").with(update)
}

/// ЕПГУ out of memory: gives applications, hears statuses.
#[derive(Debug, Default)]
pub struct Played {
    has: Mutex<Has>,
}

#[derive(Debug, Default)]
struct Has {
    applications: VecDeque<Application>,
    statuses: Vec<(String, OrderStatus)>,
    refused: Vec<(String, String)>,
}

impl Played {
    /// Puts an application into the queue.
    pub fn apply(&self, application: Application) {
        self.has().applications.push_back(application);
    }

    /// What the cabinet was told, once for each message.
    pub fn statuses(&self) -> Vec<OrderStatus> {
        self.has().statuses.iter().map(|(_, status)| status.clone()).collect()
    }

    /// Applications that were answered with what is wrong: message and words.
    pub fn refused(&self) -> Vec<(String, String)> {
        self.has().refused.clone()
    }

    pub(crate) fn next(&self) -> Option<Application> {
        self.has().applications.front().cloned()
    }

    pub(crate) fn acknowledge(&self, message: &str) {
        self.has().applications.retain(|one| one.message != message);
    }

    pub(crate) fn refuse(&self, message: &str, words: &str) {
        self.has().refused.push((message.to_owned(), words.to_owned()));
    }

    pub(crate) fn tell(&self, message: &str, status: &OrderStatus) -> Result<(), Failure> {
        let mut has = self.has();
        if !has.statuses.iter().any(|(known, _)| known == message) {
            has.statuses.push((message.to_owned(), status.clone()));
        }
        Ok(())
    }

    fn has(&self) -> std::sync::MutexGuard<'_, Has> {
        self.has.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::xml::{read, write_document};

    #[test]
    fn a_status_is_written_in_the_shape_of_the_cabinet() {
        let at = "2026-03-02T08:00:00Z".parse().unwrap();
        let told =
            OrderStatus {
                order: "764".to_owned(), code: "3".to_owned(), words: "Услуга оказана".to_owned(), at
            };
        let written = write_document(&status(&told)).unwrap();
        let root = read(&written).unwrap().root;
        assert_eq!((root.name.local.as_str(), root.attribute("env")), ("ElkOrderRequest", Some("EPGU")));
        let order = all_at(&root, "ElkOrderRequest/UpdateOrdersRequest/orders/order/orderNumber");
        assert_eq!(order.first().and_then(|one| text_of(one, "")).as_deref(), Some("764"));
    }

    #[test]
    fn paths_lead_to_texts_attributes_and_every_one_of_several() {
        let root = read(b"<FormData xmlns='urn:x'><a k='1'>x</a><a>y</a><b><c> z </c></b></FormData>").unwrap().root;
        let texts: Vec<_> = all_at(&root, "FormData/a").iter().filter_map(|one| text_of(one, "FormData/a")).collect();
        assert_eq!(texts, ["x", "y"]);
        assert_eq!(text_of(all_at(&root, "FormData/a/@k")[0], "FormData/a/@k").as_deref(), Some("1"));
        assert_eq!(text_of(all_at(&root, "FormData/b/c")[0], "FormData/b/c").as_deref(), Some("z"));
        assert!(all_at(&root, "Other/a").is_empty() && all_at(&root, "FormData/q").is_empty());
    }
}
