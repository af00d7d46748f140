//! Handling: by somebody who had no part in the case, to an answer, with what it brings.

use actions::complaint;
use actions::stop::Stop;
use domain::case::CaseState;
use domain::complaint::{Event, Filing, Remedy, State, To, Wish};
use domain::journal;
use domain::notice::{Content, NoticeKind};
use domain::official::Role;
use domain::refusal::Refusal;

use crate::people::{filing, refused};

fn split(part: &'static str) -> Stop {
    Stop::Refused(Refusal::DutySplit(part))
}

fn same(found: Result<(), Stop>, wanted: Stop) -> bool {
    found.is_err_and(|stop| stop.to_string() == wanted.to_string())
}

/// Proves: APPEAL-05.
#[tokio::test]
async fn who_refused_the_case_cannot_be_given_the_complaint_nor_who_is_named_in_it() {
    let mut refused = refused().await;
    let named = refused.world.official("city.named", "Поимённова Анна Примеровна", &[Role::Complaints]).await;
    // The clerk handles complaints as well: of this case they may not.
    refused.clerk.roles.push(Role::Complaints);
    let id = refused.file(Filing { who: "Специалист Поимённова".to_owned(), ..filing() }).await;
    store_roles(&refused).await;
    refused.act(&refused.handler, &id, Wish::Register).await.unwrap();
    let to = |official: &domain::official::Official| Wish::Assign { to: official.id.clone() };
    assert!(same(refused.act(&refused.handler, &id, to(&refused.clerk)).await, split("acted")));
    assert!(same(refused.act(&refused.handler, &id, to(&named)).await, split("complained_of")));
    assert!(same(refused.act(&refused.clerk, &id, to(&refused.handler)).await, split("acted")), "nor assign it");
    let card = complaint::card(&refused.world.office, &refused.handler, &id, |_| "слова".to_owned()).await.unwrap();
    let offered: Vec<_> = card.handlers.iter().map(|one| one.id.clone()).collect();
    assert_eq!(offered, [refused.handler.id.clone()], "neither is offered");
    refused.act(&refused.handler, &id, to(&refused.handler)).await.unwrap();
}

async fn store_roles(refused: &crate::people::Refused) {
    let db = &refused.world.office.db;
    let batch = store::Batch::new().with(store::officials::update(&refused.clerk));
    db.commit(batch).await.unwrap();
}

/// Proves: SM-15, APPEAL-02.
#[tokio::test]
async fn an_upheld_complaint_opens_the_case_in_the_same_commit_and_everybody_is_told() {
    let refused = refused().await;
    let id = refused.file(filing()).await;
    refused.considered(&id).await;
    let words = "Точки на плане есть, отказ отменён.";
    let upheld = Wish::Satisfy { words: words.to_owned(), remedy: Remedy::Reopen };
    refused.act(&refused.handler, &id, upheld).await.unwrap();
    let complaint = refused.complaint(&id).await;
    assert_eq!((complaint.state, complaint.closed_at.is_some()), (State::Satisfied, true));
    let case = refused.world.case(&refused.case).await;
    assert_eq!((case.state, case.rounds.len(), case.rounds[0].reason.as_str()), (CaseState::InProgress, 1, words));
    let notices = store::notices::of_case(&refused.world.office.db, &refused.case).await.unwrap();
    let told: Vec<_> = notices.iter().filter(|one| one.kind == NoticeKind::Complaint).collect();
    let Some(Content::Complaint(last)) = told.last().unwrap().says() else { panic!("{told:?}") };
    assert_eq!((last.stage, last.words.as_str()), (State::Satisfied, words));
    assert!(told.iter().all(|notice| notice.number == complaint.number), "under its own number");
    // Who handled the first complaint may handle the next one about the same case.
    let next = refused.file(filing()).await;
    refused.considered(&next).await;
}

/// Proves: SM-15.
#[tokio::test]
async fn a_dismissed_complaint_has_a_listed_reason_and_words() {
    let refused = refused().await;
    let id = refused.file(filing()).await;
    refused.considered(&id).await;
    let dismiss = |ground: &str, words: &str| Wish::Dismiss { ground: ground.to_owned(), words: words.to_owned() };
    let unlisted = refused.act(&refused.handler, &id, dismiss("мне так кажется", "слова")).await;
    assert!(same(unlisted, Stop::Refused(Refusal::UnknownGround("мне так кажется".to_owned()))));
    let silent = refused.act(&refused.handler, &id, dismiss("unfounded", " ")).await;
    assert!(same(silent, Stop::Refused(Refusal::ReasonNeeded)));
    refused.act(&refused.handler, &id, dismiss("unfounded", "Точек действительно нет.")).await.unwrap();
    assert_eq!(refused.world.case(&refused.case).await.state, CaseState::DecisionNegative, "the refusal stands");
    let again = refused.act(&refused.handler, &id, dismiss("unfounded", "Ещё раз.")).await;
    assert!(same(again, Stop::Refused(Refusal::WrongState { state: "dismissed" })));
}

/// Proves: APPEAL-02.
#[tokio::test]
async fn a_complaint_for_another_body_leaves_this_desk_and_stands_at_the_other() {
    let refused = refused().await;
    let office = &refused.world.office;
    let id = refused.file(filing()).await;
    let other = refused.world.official("nature.complaints", "Внимателев Пётр Примерович", &[Role::Complaints]).await;
    let listed = async |who| complaint::queue(office, who, false, None).await.unwrap().found.len();
    assert_eq!((listed(&refused.handler).await, listed(&other).await), (1, 0));
    let foreign = complaint::card(office, &other, &id, |_| String::new()).await;
    assert!(matches!(foreign.map(|_| ()), Err(Stop::Missing)), "another body's complaint is not there");
    let to = To::Within("nature-ministry".to_owned());
    refused
        .act(&refused.handler, &id, Wish::Redirect { to, words: "Лесами ведает министерство.".to_owned() })
        .await
        .unwrap();
    assert_eq!((listed(&refused.handler).await, listed(&other).await), (0, 1));
    refused.act(&other, &id, Wish::Register).await.unwrap();
    assert_eq!(refused.complaint(&id).await.state, State::Registered);
    // The other body does not open a case that is not its own.
    for wish in [Wish::Assign { to: other.id.clone() }, Wish::Consider] {
        refused.act(&other, &id, wish).await.unwrap();
    }
    let upheld = Wish::Satisfy { words: "Отменить.".to_owned(), remedy: Remedy::Reopen };
    assert!(same(refused.act(&other, &id, upheld).await, Stop::Refused(Refusal::NotAllowed)));
    let ordered = Wish::Satisfy { words: "Пересмотреть.".to_owned(), remedy: Remedy::Order };
    refused.act(&other, &id, ordered).await.unwrap();
    assert_eq!(refused.complaint(&id).await.state, State::RemedyInProgress);
}

/// Proves: SEC-03, APPEAL-05.
#[tokio::test]
async fn reading_a_complaint_is_journalled_in_it_and_in_the_case() {
    let refused = refused().await;
    let id = refused.file(filing()).await;
    let card = complaint::card(&refused.world.office, &refused.handler, &id, |_| "Жалоба".to_owned()).await.unwrap();
    assert!(card.pack.is_some() && card.can_handle);
    let own = store::complaints::journal(&refused.world.office.db, &id).await.unwrap();
    assert!(own.iter().any(|(entry, _)| matches!(&entry.event, Event::Read { ground } if ground == "Жалоба")));
    let case = refused.world.journal(&refused.case).await;
    let read = |entry: &journal::Entry| matches!(&entry.event, journal::Event::Read { ground } if ground == "Жалоба");
    assert!(case.iter().any(read));
    // Reading is no part in the case: the reader handles it.
    refused.considered(&id).await;
    let stale = complaint::act(&refused.world.office, &refused.handler, &id, 1, &Wish::Consider).await;
    assert!(matches!(stale, Err(Stop::Conflict)), "as the official saw it");
}
