//! Consents to services that begin by themselves, offers, and what follows from an event.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::case::Basis;
use domain::consent::{
    Consent, ConsentState, ConsentWish, Course, Offer, OfferState, OfferWish, Opens, Scope, Weighed, course, covers,
    standing, taken_back,
};
use domain::id::{OfferId, PersonId};
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::ConsentRule;

fn at(hours: i64) -> Timestamp {
    "2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

fn person() -> PersonId {
    PersonId("0".repeat(32))
}

fn give() -> ConsentWish {
    ConsentWish::Give { text: "2026-1".to_owned(), words: "Согласен.".to_owned(), until: None }
}

fn service(name: &str) -> Scope {
    Scope::Service(name.to_owned())
}

fn group(name: &str) -> Scope {
    Scope::Group(name.to_owned())
}

/// Says one thing after the other, an hour apart.
fn said(wishes: &[(Scope, ConsentWish)]) -> Vec<Consent> {
    let mut all: Vec<Consent> = Vec::new();
    for (hour, (scope, wish)) in wishes.iter().enumerate() {
        let before = all.iter().position(|one| one.scope == *scope);
        let next =
            Consent::said(before.map(|at| &all[at]), &person(), scope, wish, ("portal", "ЕСИА"), at(hour as i64));
        match before {
            Some(at) => all[at] = next,
            None => all.push(next),
        }
    }
    all
}

/// Proves: PROACTIVE-03, SM-18.
#[test]
fn a_consent_keeps_its_text_scope_time_channel_and_proof_and_everything_said_before() {
    let scope = service("large-family");
    let all = said(&[(scope.clone(), give()), (scope.clone(), ConsentWish::Withdraw), (scope.clone(), give())]);
    let states: Vec<_> = all[0].history.iter().map(|one| (one.state, one.at)).collect();
    let (given, withdrawn) = (ConsentState::Given, ConsentState::Withdrawn);
    assert_eq!(states, [(given, at(0)), (withdrawn, at(1)), (given, at(2))]);
    let first = &all[0].history[0];
    let kept = (first.text.as_deref(), first.words.as_deref(), first.channel.as_str(), first.proof.as_str());
    assert_eq!(kept, (Some("2026-1"), Some("Согласен."), "portal", "ЕСИА"));
    let again = said(&[(scope.clone(), give()), (scope.clone(), give())]);
    assert_eq!((again[0].revision, again[0].history.len()), (1, 1), "the same said twice changes nothing");
}

/// Proves: PROACTIVE-03, PROACTIVE-04.
#[test]
fn the_narrowest_scope_a_person_spoke_of_decides() {
    let (one, family) = (service("large-family"), group("family"));
    let withdraw = || ConsentWish::Withdraw;
    let rows: [(&[(Scope, ConsentWish)], bool); 9] = [
        (&[], false),
        (&[(one.clone(), give())], true),
        (&[(service("other"), give())], false),
        (&[(family.clone(), give())], true),
        (&[(group("housing"), give())], false),
        (&[(Scope::All, give())], true),
        (&[(Scope::All, give()), (one.clone(), withdraw())], false),
        (&[(Scope::All, give()), (one.clone(), ConsentWish::Refuse)], false),
        (&[(Scope::All, withdraw()), (one, give())], true),
    ];
    for (wishes, covered) in rows {
        assert_eq!(covers(&said(wishes), "large-family", "family", at(99)), covered, "{wishes:?}");
    }
}

/// Proves: PROACTIVE-03, SM-18.
#[test]
fn a_consent_with_a_term_ends_by_itself_and_says_nothing_more() {
    let until = Some(at(10));
    let wish = ConsentWish::Give { text: "2026-1".to_owned(), words: "Согласен.".to_owned(), until };
    let mut all = said(&[(service("large-family"), wish)]);
    assert_eq!((all[0].at(at(10)), all[0].at(at(11))), (ConsentState::Given, ConsentState::Expired));
    assert!(covers(&all, "large-family", "family", at(10)) && !covers(&all, "large-family", "family", at(11)));
    all.extend(said(&[(Scope::All, give())]));
    assert!(covers(&all, "large-family", "family", at(11)), "a wider one still stands");
    let next = Consent::said(Some(&all[0]), &person(), &all[0].scope, &give(), ("portal", "ЕСИА"), at(12));
    assert_eq!(next.history.len(), 2, "it can be given again");
}

#[derive(Debug, Clone, Copy)]
enum Word {
    Give,
    Withdraw,
    Refuse,
}

fn scopes() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::All), "[ab]".prop_map(Scope::Group), "[a-d]".prop_map(Scope::Service)]
}

fn words() -> impl Strategy<Value = Word> {
    prop_oneof![Just(Word::Give), Just(Word::Withdraw), Just(Word::Refuse)]
}

/// Services `a` and `b` are of group `a`, the others of group `b`.
fn group_of(service: &str) -> Option<String> {
    Some(if service < "c" { "a" } else { "b" }.to_owned())
}

proptest! {
    /// Proves: PROACTIVE-03.
    #[test]
    fn what_is_taken_back_covers_nothing_any_more(spoken in prop::collection::vec((scopes(), words()), 0..12), last in scopes()) {
        let wishes: Vec<_> = spoken.into_iter().map(|(scope, word)| (scope, match word {
            Word::Give => give(),
            Word::Withdraw => ConsentWish::Withdraw,
            Word::Refuse => ConsentWish::Refuse,
        })).collect();
        let mut all = said(&wishes);
        let lengths: Vec<usize> = all.iter().map(|one| one.history.len()).collect();
        let back: Vec<Scope> = taken_back(&all, &last, group_of).into_iter().cloned().collect();
        for scope in back {
            let before = all.iter().position(|one| one.scope == scope);
            let now = at(50);
            let next = Consent::said(before.map(|at| &all[at]), &person(), &scope, &ConsentWish::Withdraw, ("portal", "ЕСИА"), now);
            match before {
                Some(at) => all[at] = next,
                None => all.push(next),
            }
        }
        for (before, after) in lengths.iter().zip(&all) {
            prop_assert!(after.history.len() >= *before, "history is never shortened");
        }
        for name in ["a", "b", "c", "d"] {
            let group = group_of(name).unwrap();
            if last.holds(name, &group) {
                prop_assert!(!covers(&all, name, &group, at(51)), "{name} after {last:?}: {all:?}");
                prop_assert!(standing(&all, name, &group, at(51)).is_some());
            }
        }
        prop_assert_eq!(Scope::parse(&last.name()), Some(last));
    }
}

fn offer() -> Offer {
    let told = Known { value: Some(Value::YesNo(true)), source: Source::Case, at: at(0), contested: false };
    let mut facts = Facts::default();
    facts.learn("disability.found", told);
    Offer {
        id: OfferId("1".repeat(32)),
        person: person(),
        authority: "social-ministry".to_owned(),
        service: "large-family".to_owned(),
        trigger: "third-child".to_owned(),
        kind: "child-born".to_owned(),
        event: "zags/1".to_owned(),
        happened_at: at(0),
        state: OfferState::Offered,
        opens: Opens::Case,
        needed: true,
        facts,
        made_at: at(0),
        remind_at: Some(at(10)),
        until: at(20),
        case: None,
        draft: None,
        revision: 1,
    }
}

/// Proves: PROACTIVE-04, PROACTIVE-05, SM-19.
#[test]
fn an_offer_is_answered_once_reminded_of_once_and_forgets_what_was_told() {
    let standing = |state| Offer { state, ..offer() };
    for state in OfferState::ALL {
        for wish in OfferWish::ALL {
            for hour in [5, 15, 20, 21] {
                let before = standing(state);
                let result = before.decide(wish, at(hour));
                let late = hour > 20;
                let granted = state == OfferState::Offered
                    && match wish {
                        OfferWish::Accept => !late,
                        OfferWish::Decline => true,
                        OfferWish::Remind => hour >= 10,
                        OfferWish::Lapse => late,
                    };
                assert_eq!(result.is_ok(), granted, "{state:?} {wish:?} {hour}");
                let Ok(after) = result else { continue };
                assert_eq!(after.revision, before.revision + 1);
                assert_eq!(after.facts.0.is_empty(), after.state != OfferState::Offered);
                assert!(after.remind_at.is_none(), "never more than one reminder");
            }
        }
    }
    assert_eq!(offer().decide(OfferWish::Accept, at(21)), Err(Refusal::TermPassed));
    let reminded = offer().decide(OfferWish::Remind, at(10)).unwrap();
    assert_eq!((offer().due_at(), reminded.due_at()), (Some(at(10)), Some(at(20))));
    assert!(reminded.decide(OfferWish::Remind, at(11)).is_err());
    assert_eq!(offer().decide(OfferWish::Decline, at(1)).unwrap().due_at(), None);
}

/// Proves: PROACTIVE-01, PROACTIVE-02, PROACTIVE-04, SM-19.
#[test]
fn a_case_begins_only_by_consent_or_law_and_only_where_the_need_is_certain() {
    let (yes, no, unknown) = (Some(true), Some(false), None);
    for need in [yes, no, unknown] {
        for rule in [ConsentRule::Required, ConsentRule::ByLaw] {
            for bits in 0..16_u8 {
                let bit = |at: u8| bits >> at & 1 == 1;
                let (complete, agreed, quiet, running) = (bit(0), bit(1), bit(2), bit(3));
                let result = course(Weighed { need, complete, rule, agreed, quiet, running });
                if need == no || running {
                    assert_eq!(result, Course::Nothing);
                    continue;
                }
                let certain = need == yes && complete;
                let allowed = agreed || rule == ConsentRule::ByLaw;
                let expected = match (certain, allowed, quiet) {
                    (true, true, _) if rule == ConsentRule::ByLaw => Course::Start(Basis::Law),
                    (true, true, _) => Course::Start(Basis::Consent),
                    (_, _, true) => Course::Nothing,
                    (true, false, false) => Course::Offer(Opens::Case),
                    (false, _, false) => Course::Offer(Opens::Draft),
                };
                assert_eq!(result, expected, "{need:?} {rule:?} {bits:04b}");
            }
        }
    }
}
