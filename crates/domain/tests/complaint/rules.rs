//! Terms, grounds, redirection, remedies, what stands in the journal, what the citizen is told.

use domain::case::Actor;
use domain::complaint::{Event, Filing, Flaw, Object, Outcome, Remedy, State, Target, To, Wish};
use domain::job::Work;
use domain::notice::Content;
use domain::refusal::Refusal;

use crate::world::*;

/// Proves: APPEAL-02.
#[test]
fn the_form_offers_three_subjects_and_three_kinds_of_object() {
    assert_eq!((Target::ALL.len(), Object::ALL.len()), (3, 3));
    let world = World::new();
    let grounds = &world.region.complaints.as_ref().unwrap().grounds;
    for target in Target::ALL {
        for object in Object::ALL {
            let (ground, _) = grounds.iter().find(|(_, ground)| ground.objects.contains(&object)).unwrap();
            let filing = Filing { target: Some(target), object: Some(object), ground: ground.clone(), ..filing() };
            let change = world.try_file(&filing, None, monday()).unwrap();
            assert_eq!((change.complaint.against.target, change.complaint.object), (target, object));
        }
    }
    assert!(grounds.values().all(|ground| ground.because.contains("ст. 11.1")), "each ground names its clause");
}

/// Proves: APPEAL-02.
#[test]
fn all_that_is_wrong_is_told_at_once() {
    let world = World::new();
    let empty = world.try_file(&Filing::default(), None, monday()).unwrap_err();
    let all = [Flaw::Authority, Flaw::Target, Flaw::Object, Flaw::Ground, Flaw::Words, Flaw::Wants];
    assert_eq!(empty, all);
    let unfit = Filing { object: Some(Object::Omission), ..filing() };
    assert_eq!(world.try_file(&unfit, None, monday()).unwrap_err(), [Flaw::GroundUnfit], "no refusal by omission");
    let long = Filing { words: "а".repeat(4001), ..filing() };
    assert_eq!(world.try_file(&long, None, monday()).unwrap_err(), [Flaw::WordsLong]);
}

/// Proves: APPEAL-06.
#[test]
fn stages_have_terms_of_the_region_and_the_short_one_where_the_law_gives_it() {
    let world = World::new();
    let change = world.filed();
    let filed = change.complaint;
    assert_eq!(filed.register_due.last_day().to_string(), "2026-03-03", "the next working day");
    assert!(matches!(change.jobs[0].work, Work::SendComplaint { .. }) && change.jobs.len() == 1);
    assert_eq!(filed.watched_until(), Some(filed.register_due.at));
    let registered = world.did(&filed, &Wish::Register, &by(HANDLER));
    assert_eq!(registered.due.unwrap().last_day().to_string(), "2026-03-24", "fifteen working days, one holiday");
    for ground in ["intake-refused", "misprint"] {
        let filing = Filing { ground: ground.to_owned(), ..filing() };
        let short = world.try_file(&filing, Some(about()), monday()).unwrap().complaint;
        let short = world.did(&short, &Wish::Register, &by(HANDLER));
        assert_eq!(short.due.unwrap().last_day().to_string(), "2026-03-10", "{ground}: five working days");
    }
    let mut other = World::new();
    other.region.params.complaint_within.value = "20 wd".parse_term();
    let longer = other.did(&other.filed().complaint, &Wish::Register, &by(HANDLER));
    assert_eq!(longer.due.unwrap().last_day().to_string(), "2026-03-31", "a parameter, not code");
}

trait ParseTerm {
    fn parse_term(&self) -> regulation::clock::Term;
}

impl ParseTerm for str {
    fn parse_term(&self) -> regulation::clock::Term {
        regulation::clock::Term::parse(self).unwrap()
    }
}

/// Proves: APPEAL-05.
#[test]
fn nobody_handles_a_complaint_about_themselves_or_about_a_case_they_worked_on() {
    let world = World::new();
    let registered = world.in_state(State::Registered);
    let say = |to| world.ask(&registered, &assign(to), &by(HANDLER), monday()).map(|_| ());
    assert_eq!(say(MEANT), Err(Refusal::DutySplit("complained_of")));
    assert_eq!(say(ACTED), Err(Refusal::DutySplit("acted")));
    assert_eq!(say(COLLEAGUE), Ok(()));
    // Who begins to work on the case afterwards has to give the complaint away.
    let mut later = World::new();
    later.acted.push(official(HANDLER));
    let considering = world.in_state(State::Considering);
    let refused = later.ask(&considering, &satisfy(Remedy::Reopen), &by(HANDLER), monday());
    assert_eq!(refused.map(|_| ()), Err(Refusal::DutySplit("acted")));
    assert!(later.ask(&considering, &assign(COLLEAGUE), &by(COLLEAGUE), monday()).is_ok());
}

/// Proves: APPEAL-02.
#[test]
fn a_complaint_at_the_wrong_body_goes_on_at_the_right_one_and_is_not_lost() {
    let world = World::new();
    let registered = world.in_state(State::Assigned);
    let change = world.ask(&registered, &away_within(), &by(HANDLER), monday()).unwrap();
    let sent = change.complaint;
    assert_eq!(
        (sent.state, sent.authority.as_str(), sent.handler.as_ref()),
        (State::Redirected, "social-ministry", None)
    );
    assert_eq!((sent.due.as_ref(), sent.filed_at), (None, registered.filed_at), "the citizen's moment stays");
    let Some(Content::Complaint(news)) = change.notices[0].says() else { panic!("{:?}", change.notices) };
    assert!(news.body.contains("социальной защиты") && news.words.contains("министерство"), "{news:?}");
    let there = world.did(&sent, &Wish::Register, &by(COLLEAGUE));
    assert_eq!(there.state, State::Registered);
    let outside = world.ask(&registered, &away_outside(), &by(HANDLER), monday()).unwrap();
    assert_eq!(outside.complaint.state, State::SentAway);
    let Some(Content::Complaint(news)) = outside.notices[0].says() else { panic!() };
    assert_eq!(news.body, "Прокуратура Примерного района");
    let nowhere = Wish::Redirect { to: To::Within("nowhere".to_owned()), words: "…".to_owned() };
    assert!(matches!(world.ask(&registered, &nowhere, &by(HANDLER), monday()), Err(Refusal::UnknownAuthority(_))));
    let silent = Wish::Redirect { to: To::Within("education".to_owned()), words: " ".to_owned() };
    assert_eq!(world.ask(&registered, &silent, &by(HANDLER), monday()).map(|_| ()), Err(Refusal::ReasonNeeded));
}

/// Proves: APPEAL-03.
#[test]
fn the_federal_number_registers_and_may_come_when_all_is_over() {
    let world = World::new();
    let wish = Wish::Forwarded { number: "ДО-77".to_owned() };
    let tuesday = "2026-03-03T08:00:00Z".parse().unwrap();
    let change = world.ask(&world.filed().complaint, &wish, &Actor::Machine, tuesday).unwrap();
    assert_eq!(change.complaint.state, State::Registered);
    assert_eq!((change.complaint.filed_at, change.complaint.federal.at), (monday(), Some(tuesday)));
    let done = world.in_state(State::Dismissed);
    let late = world.did(&done, &wish, &Actor::Machine);
    assert_eq!((late.state, late.federal.number.as_deref()), (State::Dismissed, Some("ДО-77")));
    let lacking = world.did(&world.filed().complaint, &Wish::Defect { what: "орган".to_owned() }, &Actor::Machine);
    assert_eq!((lacking.state, lacking.federal.defect.as_deref()), (State::Filed, Some("орган")));
    assert_eq!(world.did(&lacking, &wish, &Actor::Machine).federal.defect, None, "mended over there");
}

/// Proves: SM-15.
#[test]
fn a_decision_in_favour_is_done_at_once_or_ordered_with_a_term() {
    let world = World::new();
    let considering = world.in_state(State::Considering);
    let ordered = world.did(&considering, &satisfy(Remedy::Order), &by(HANDLER));
    assert_eq!(ordered.state, State::RemedyInProgress);
    assert_eq!(ordered.remedy_due.as_ref().unwrap().last_day().to_string(), "2026-03-10");
    let done = world.did(&ordered, &Wish::Remedied { words: "Плату вернули.".to_owned() }, &by(HANDLER));
    assert_eq!((done.state, done.remedied.as_deref()), (State::Satisfied, Some("Плату вернули.")));
    let reopened = world.did(&considering, &satisfy(Remedy::Reopen), &by(HANDLER));
    let decision = reopened.decision.unwrap();
    assert_eq!((decision.outcome, decision.remedy), (Outcome::Satisfied, Some(Remedy::Reopen)));
    // Without a case there is nothing to open again.
    let mut loose = considering;
    loose.about = None;
    let refused = world.ask(&loose, &satisfy(Remedy::Reopen), &by(HANDLER), monday());
    assert_eq!(refused.map(|_| ()), Err(Refusal::NotAllowed));
}

/// Proves: APPEAL-06, SM-15.
#[test]
fn a_term_that_passes_is_marked_once_and_not_before() {
    let world = World::new();
    let registered = world.in_state(State::Registered);
    let breach = Wish::Breach { what: "decide".to_owned() };
    assert_eq!(world.ask(&registered, &breach, &Actor::Machine, monday()).map(|_| ()), Err(Refusal::NotDue));
    let late = "2026-03-25T08:00:00Z".parse().unwrap();
    let marked = world.ask(&registered, &breach, &Actor::Machine, late).unwrap().complaint;
    assert_eq!((marked.breached.as_slice(), marked.watched_until()), (["decide".to_owned()].as_slice(), None));
    assert_eq!(world.ask(&marked, &breach, &Actor::Machine, late).map(|_| ()), Err(Refusal::NotDue));
}

#[test]
fn nothing_that_anybody_wrote_stands_in_the_journal() {
    let world = World::new();
    let filed = world.filed();
    let considering = world.in_state(State::Considering);
    let refused = world.ask(&considering, &dismiss(), &by(HANDLER), monday()).unwrap();
    let told = serde_json::to_string(&(&filed.journal, &refused.journal)).unwrap();
    for words in ["Отказали без причины", "Отменить отказ", "Участок без границ", "Образцова"]
    {
        assert!(!told.contains(words), "{words}: {told}");
    }
    assert!(matches!(filed.journal[0].event, Event::Filed { .. }));
}
