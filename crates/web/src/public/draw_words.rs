//! Why an application stands where it stands, and what a stock is of, in words for everybody.

use actions::distribution::look::{COUNTED, Reason, StockView};
use domain::distribution::{Phase, RankValue, Share};
use regulation::package::Order;

use crate::shell::Page;

/// A reason as a page shows it.
pub struct Why {
    /// What it is about.
    pub title: String,
    /// What it says of the application.
    pub says: String,
    /// The clause.
    pub clause: String,
}

/// A reason in words.
pub fn why(page: &Page, reason: &Reason) -> Why {
    match reason {
        Reason::Rank { title, value, clause, .. } => {
            Why { title: title.clone(), says: rank(page, value), clause: clause.clone() }
        }
        Reason::Share { title, answer, percent, clause } => Why {
            title: page.t2("line-share", "title", title.as_str(), "percent", i64::from(*percent)),
            says: share(page, *answer),
            clause: clause.clone(),
        },
        Reason::Arrival { at } => {
            Why { title: page.t("line-arrival").to_owned(), says: page.moment(at), clause: String::new() }
        }
    }
}

/// What a criterion says, in words.
pub fn rank(page: &Page, value: &RankValue) -> String {
    match value {
        RankValue::YesNo(true) => page.t("line-yes").to_owned(),
        RankValue::YesNo(false) => page.t("line-no").to_owned(),
        RankValue::Number(text) => text.replace('.', ","),
        RankValue::Date(text) => {
            text.parse::<jiff::civil::Date>().map_or_else(|_| text.clone(), |date| page.date(&date))
        }
        RankValue::Unknown => page.t("line-unknown").to_owned(),
    }
}

/// Whether a kept part is open to somebody, in words.
pub fn share(page: &Page, answer: Share) -> String {
    let key = match answer {
        Share::Yes => "line-yes",
        Share::No => "line-no",
        Share::Unknown => "line-unknown",
    };
    page.t(key).to_owned()
}

/// Where a stock stands.
pub fn phase(page: &Page, phase: Phase) -> String {
    page.t(match phase {
        Phase::Open => "line-phase-open",
        Phase::Frozen => "line-phase-frozen",
        Phase::Dealt => "line-phase-dealt",
        Phase::Closed => "line-phase-closed",
    })
    .to_owned()
}

/// The rule of the order.
pub fn order(page: &Page, order: Order) -> String {
    page.t(match order {
        Order::Arrival => "line-order-arrival",
        Order::Ranking => "line-order-ranking",
        Order::Lottery => "line-order-lottery",
    })
    .to_owned()
}

/// What a stock is of, in one line: «Ёлочка, вторая смена».
pub fn of(view: &StockView) -> String {
    view.key.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
}

/// A count, or «больше» of the most that is counted.
pub fn counted(page: &Page, count: i64) -> String {
    if count >= COUNTED { page.t1("line-more-than", "count", count) } else { count.to_string() }
}
