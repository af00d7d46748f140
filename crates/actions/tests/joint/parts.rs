//! A part before filing: invited, opened, filled in, signed, refused, lapsed, taken back.

use actions::citizen::{drafts, file_application::file_application};
use actions::joint::{filer, own};
use domain::joint::Standing;
use domain::refusal::Refusal;
use jiff::SignedDuration;

use crate::{begun, both, filled, invited, missing, people, person, refused, say, signed};

fn fields(open: &drafts::OpenDraft) -> Vec<&str> {
    open.view.steps.iter().flat_map(|step| &step.fields).map(|field| field.path.as_str()).collect()
}

/// Proves: FORM-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_invited_is_asked_for_their_own_facts_alone_and_sees_nothing_private() {
    for world in both().await {
        let people = people(&world).await;
        let (draft, part) = invited(&world, &people).await;
        let hers = drafts::open(&world.office, &people.bride, &draft).await.unwrap();
        assert!(fields(&hers).iter().all(|path| !path.starts_with("groom.")), "{:?}", fields(&hers));
        let before = own::look(&world.office, &people.groom, &part).await.unwrap();
        assert!(before.own.is_none() && before.shared.is_empty(), "nothing of it is shown before it is opened");
        let own_draft = own::open(&world.office, &people.groom, &part).await.unwrap();
        let his = drafts::open(&world.office, &people.groom, &own_draft).await.unwrap();
        assert!(fields(&his).iter().all(|path| path.starts_with("groom.") && *path != "groom.snils"));
        let last_name = his.view.steps[0].fields.iter().find(|field| field.path == "groom.last_name").unwrap();
        assert_eq!(last_name.shown, "Примеров", "taken from his own account");
        filled(&world, &people, &part).await;
        let seen = own::look(&world.office, &people.groom, &part).await.unwrap();
        let shared: Vec<_> = seen.shared.iter().flat_map(|step| &step.fields).collect();
        assert!(shared.iter().any(|field| field.path == "wedding.date"));
        assert!(shared.iter().any(|field| field.path == "bride.last_name"));
        assert!(shared.iter().all(|field| !field.shown.contains("тайная") && field.path != "bride.identity_number"));
        let his = drafts::open(&world.office, &people.groom, &own_draft).await.unwrap();
        assert!(!serde_json::to_string(&his.draft).unwrap().contains("тайная"), "nor behind the page");
        let hers = drafts::open(&world.office, &people.bride, &draft).await.unwrap();
        assert!(!serde_json::to_string(&hers.draft).unwrap().contains("скрытая"));
        let kept = store::drafts::by_id(&world.office.db, &own_draft).await.unwrap().unwrap();
        assert!(kept.prefill.0.keys().all(|name| name.starts_with("groom.")), "what was only shown is not kept");
    }
}

/// Proves: FORM-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_opens_a_part_and_the_attempt_is_noted() {
    for world in both().await {
        let people = people(&world).await;
        let (draft, part) = invited(&world, &people).await;
        let office = &world.office;
        assert!(own::listed(office, &people.stranger).await.unwrap().is_empty());
        assert!(missing(own::look(office, &people.stranger, &part).await));
        assert!(missing(own::open(office, &people.stranger, &part).await));
        assert!(missing(own::sign(office, &people.stranger, &part).await));
        assert!(missing(filer::withdraw(office, &people.stranger, &part).await));
        assert!(missing(filer::withdraw(office, &people.groom, &part).await), "the invited does not run it");
        assert!(missing(own::open(office, &people.bride, &part).await), "nor the one who files in his place");
        assert!(missing(drafts::open(office, &people.groom, &draft).await), "nor he in her draft");
        let own_draft = filled(&world, &people, &part).await;
        assert!(missing(drafts::open(office, &people.bride, &own_draft).await));
        let noted = store::joint::by_id(&office.db, &part).await.unwrap().unwrap().history;
        let by_stranger = noted.iter().filter(|one| one.what == "attempted" && one.by == people.stranger.person.id);
        assert_eq!(by_stranger.count(), 3);
        // Another account with the same СНИЛС comes too late: the part has its person.
        let twin = person(&world, "Двойников Проба Пробович", "900-000-002 83").await;
        assert!(missing(own::look(office, &twin, &part).await));
        let mut weak = people.groom.clone();
        weak.person.id = people.stranger.person.id.clone();
        weak.person.assurance = regulation::package::Assurance::Standard;
        let other = invited_again(&world, &people, &draft, &part).await;
        assert!(missing(own::look(office, &weak, &other).await), "a СНИЛС that nobody vouches for is not enough");
    }
}

async fn invited_again(
    world: &crate::world::World,
    people: &crate::People,
    draft: &domain::id::DraftId,
    part: &domain::id::PartId,
) -> domain::id::PartId {
    filer::withdraw(&world.office, &people.bride, part).await.unwrap();
    let taken_back = refused(own::look(&world.office, &people.groom, part).await);
    assert_eq!(taken_back, Refusal::PartClosed("withdrawn"));
    filer::invite(&world.office, &people.bride, draft, "groom").await.unwrap();
    own::listed(&world.office, &people.groom).await.unwrap()[0].0.id.clone()
}

/// Proves: FORM-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_and_a_term_that_passed_keep_the_application_and_may_be_asked_again() {
    for world in both().await {
        let people = people(&world).await;
        let (draft, part) = invited(&world, &people).await;
        let office = &world.office;
        assert_eq!(refused(filer::invite(office, &people.bride, &draft, "groom").await), Refusal::AlreadyDone);
        own::refuse(office, &people.groom, &part, "  не в этом   году ").await.unwrap();
        let hers = drafts::open(office, &people.bride, &draft).await.unwrap();
        let told = filer::followed(office, &hers);
        assert_eq!(told[0].standing, Some(Standing::Refused));
        let awaits = refused(file_application(office, &people.bride, &draft, &[]).await);
        assert!(matches!(&awaits, Refusal::AwaitsPart { who, until: Some(_) } if who == "Жених"), "{awaits:?}");
        world.wait(SignedDuration::from_secs(1));
        filer::invite(office, &people.bride, &draft, "groom").await.unwrap();
        let again = own::listed(office, &people.groom).await.unwrap()[0].0.id.clone();
        filer::remind(office, &people.bride, &again).await.unwrap();
        assert_eq!(refused(filer::remind(office, &people.bride, &again).await), Refusal::RemindedToday);
        let own_draft = filled(&world, &people, &again).await;
        world.wait(SignedDuration::from_hours(25));
        assert_eq!(refused(own::sign(office, &people.groom, &again).await), Refusal::PartClosed("lapsed"));
        let late = say(&world, &people.groom, &own_draft, "groom.surname", "take").await;
        assert_eq!(refused(late), Refusal::PartClosed("lapsed"));
        filer::invite(office, &people.bride, &draft, "groom").await.unwrap();
    }
}

/// Proves: FORM-07.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_signed_over_is_not_changed_without_taking_the_signature_back() {
    for world in both().await {
        let people = people(&world).await;
        let (draft, part) = signed(&world, &people).await;
        let office = &world.office;
        let standing = async || own::look(office, &people.groom, &part).await.unwrap().standing;
        assert_eq!(standing().await, Standing::Done);
        say(&world, &people.bride, &draft, "bride.nationality", "другая тайна").await.unwrap();
        assert_eq!(standing().await, Standing::Done, "what he was not shown he did not sign");
        say(&world, &people.bride, &draft, "wedding.date", "13.06.2026").await.unwrap();
        assert_eq!(standing().await, Standing::Opened);
        let awaits = refused(file_application(office, &people.bride, &draft, &[]).await);
        assert!(matches!(awaits, Refusal::AwaitsPart { .. }));
        own::sign(office, &people.groom, &part).await.unwrap();
        own::change(office, &people.groom, &part).await.unwrap();
        assert_eq!(standing().await, Standing::Opened, "he may change his mind too");
        own::sign(office, &people.groom, &part).await.unwrap();
        // Nobody speaks in his place, and whom she invited stays as it is.
        say(&world, &people.bride, &draft, "groom.last_name", "Подменов").await.unwrap();
        let kept = say(&world, &people.bride, &draft, "groom.snils", "900-000-006 87").await.unwrap();
        assert_eq!(kept.draft.answers["groom.snils"], "900-000-002 83");
        assert!(!kept.draft.answers.contains_key("groom.last_name"));
        assert_eq!(standing().await, Standing::Done);
        // Together at one device after all: the invitation is needed no more.
        say(&world, &people.bride, &draft, "filing.invite", "false").await.unwrap();
        let gone = refused(own::look(office, &people.groom, &part).await);
        assert_eq!(gone, Refusal::PartClosed("withdrawn"));
    }
}

/// Proves: FORM-07.
#[tokio::test]
async fn whoever_has_not_done_their_own_part_invites_nobody_and_nobody_invites_themselves() {
    let world = crate::world::World::of(&["marriage"]).await;
    let people = people(&world).await;
    let draft = begun(&world, &people.bride).await;
    let office = &world.office;
    say(&world, &people.bride, &draft, "bride.last_name", "").await.unwrap();
    let outcome = filer::invite(office, &people.bride, &draft, "groom").await;
    let Err(actions::stop::Stop::Problems(problems)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(problems.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["bride.last_name"]);
    say(&world, &people.bride, &draft, "bride.last_name", "Образцова").await.unwrap();
    say(&world, &people.bride, &draft, "groom.snils", "900-000-001 82").await.unwrap();
    let outcome = refused(filer::invite(office, &people.bride, &draft, "groom").await);
    assert_eq!(outcome, Refusal::NobodyToInvite("Жених".to_owned()));
    assert!(missing(filer::invite(office, &people.bride, &draft, "bride").await));
}
