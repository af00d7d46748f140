//! What lies around a service, as its page tells: who takes part, what there is not enough of,
//! where to come, what follows, what else helps.

use actions::library::Library;
use jiff::civil::Date;
use regulation::clock::Term;
use regulation::expression::{Expression, World};
use regulation::fact::{Facts, Value};
use regulation::package::{
    Afterwards, Booking, Order, Party, PartyRole, Regulation, RelationKind, Resource, Signature,
};

use super::condition;
use crate::shell::Page;

/// Something with a title, sentences and a clause.
pub struct Notice {
    /// Title.
    pub title: String,
    /// Sentences.
    pub says: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// A link to another service.
pub struct Related {
    /// Key of the word for how it is related.
    pub kind: &'static str,
    /// Why.
    pub say: String,
    /// Addresses and names.
    pub links: Vec<(String, String)>,
}

/// Who takes part beside the one who files, and for whom the result is.
pub fn people(page: &Page, service: &Regulation) -> Vec<Notice> {
    let parties = service.parties.iter().map(|one| party(page, service, one));
    let gainers = service.beneficiaries.iter().map(|one| Notice {
        title: one.title.clone(),
        says: vec![page.t("party-beneficiary").to_owned()],
        clause: service.clause_text(&one.because),
    });
    parties.chain(gainers).collect()
}

fn party(page: &Page, service: &Regulation, one: &Party) -> Notice {
    let role = match one.role {
        PartyRole::Applicant => "party-applicant",
        PartyRole::Joint => "party-joint",
        PartyRole::Consent => "party-consent",
        PartyRole::Representative => "party-representative",
    };
    let mut says = vec![page.t(role).to_owned()];
    if one.each.is_none() {
        says.extend(condition::maybe(page, service, one.when.as_ref()).map(|when| page.t1("when", "when", when)));
    }
    says.extend(one.consent.as_ref().map(|consent| page.t1("party-agrees", "consent", consent.as_str())));
    says.extend(one.within.map(|within| page.t1("party-within", "term", within.to_string())));
    let signs = match one.signs {
        Signature::Simple => Some("party-signs-simple"),
        Signature::Qualified => Some("party-signs-qualified"),
        Signature::None => None,
    };
    says.extend(signs.map(|key| page.t(key).to_owned()));
    Notice { title: one.title.clone(), says, clause: service.clause_text(&one.because) }
}

/// What there is not enough of, with its order and window.
pub fn scarce(page: &Page, service: &Regulation) -> Vec<Notice> {
    service.resources.iter().map(|one| resource(page, service, one)).collect()
}

fn resource(page: &Page, service: &Regulation, one: &Resource) -> Notice {
    let order = match one.order {
        Order::Arrival => "order-arrival",
        Order::Ranking => "order-ranking",
        Order::Lottery => "order-lottery",
    };
    let mut says = vec![page.t(order).to_owned()];
    if !one.rank.is_empty() {
        let ranks: Vec<&str> = one.rank.iter().map(|rank| rank.title.as_str()).collect();
        says.push(page.t1("order-ranks", "ranks", ranks.join("; ")));
    }
    says.extend(condition::maybe(page, service, one.when.as_ref()).map(|when| page.t1("when", "when", when)));
    let day = |expression: &Option<Expression>| day(page, service, expression.as_ref()?);
    says.extend(match (day(&one.opens), day(&one.closes)) {
        (Some(from), Some(until)) => Some(page.t2("window-both", "from", from, "until", until)),
        (Some(from), None) => Some(page.t1("window-from", "from", from)),
        (None, Some(until)) => Some(page.t1("window-until", "until", until)),
        (None, None) => None,
    });
    for share in &one.shares {
        says.push(page.t2("share", "title", share.title.as_str(), "percent", usize::from(share.percent)));
    }
    let term = |key: &str, term: Option<Term>| term.map(|term| page.t1(key, "term", term.to_string()));
    says.extend(term("resource-hold", one.hold));
    says.extend(term("resource-offer", one.offer));
    says.extend(
        one.limits.iter().map(|limit| page.t2("limit", "say", limit.say.as_str(), "mend", limit.mend.as_str())),
    );
    Notice { title: one.title.clone(), says, clause: service.clause_text(&one.because) }
}

/// A day that depends on nobody's answers.
fn day(page: &Page, service: &Regulation, day: &Expression) -> Option<String> {
    let facts = Facts::default();
    match day.value(&World { regulation: service, facts: &facts, today: page.today })? {
        Value::Date(date) => Some(page.date(&date)),
        _ => None,
    }
}

/// Where and when to come.
pub fn visits(page: &Page, service: &Regulation) -> Vec<Notice> {
    let visit = |one: &Booking| {
        let mut says = vec![page.t1("visit-minutes", "minutes", one.minutes as usize)];
        says.extend(condition::maybe(page, service, one.when.as_ref()).map(|when| page.t1("when", "when", when)));
        let term = |key: &str, term: Option<Term>| term.map(|term| page.t1(key, "term", term.to_string()));
        says.extend(term("visit-earliest", one.earliest));
        says.extend(term("visit-latest", one.latest));
        says.extend(term("resource-hold", one.hold));
        Notice { title: one.title.clone(), says, clause: service.clause_text(&one.because) }
    };
    service.bookings.iter().map(visit).collect()
}

/// What goes on after the decision.
pub fn afterwards(page: &Page, service: &Regulation) -> Vec<Notice> {
    let after = |one: &Afterwards| {
        let mut says = vec![one.say.clone()];
        let term = |key: &str, term: Option<Term>| term.map(|term| page.t1(key, "term", term.to_string()));
        says.extend(term("after-within", one.within));
        says.extend(term("after-every", one.every));
        says.extend(term("after-blocks", one.blocks));
        if !one.mend.is_empty() {
            says.push(one.mend.clone());
        }
        Notice { title: one.title.clone(), says, clause: service.clause_text(&one.because) }
    };
    service.afterwards.iter().map(after).collect()
}

/// Related services that are offered here.
pub fn related(library: &Library, service: &Regulation, today: Date) -> Vec<Related> {
    let related = service.relations.iter().map(|one| Related {
        kind: match one.kind {
            RelationKind::Before => "related-before",
            RelationKind::After => "related-after",
            RelationKind::Instead => "related-instead",
            RelationKind::Beside => "related-beside",
        },
        say: one.say.clone(),
        links: library
            .offered(&one.service, today)
            .into_iter()
            .map(|found| (format!("/services/{}", found.service), found.short.clone()))
            .collect(),
    });
    related.filter(|one| !one.links.is_empty()).collect()
}
