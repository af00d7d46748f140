//! Complaints and ratings on the pages of the whole program: without scripts, over the emulated
//! federal systems, with their faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use domain::complaint::{Complaint, State};
use domain::id::ComplaintId;
use world::citizen::{Citizen, PLOT};
use world::desk::Official;
use world::{World, between, until};

/// A land plan that an official refused; gives the case.
async fn refused(world: &World, citizen: &mut Citizen, clerk: &mut Official) -> String {
    let draft = citizen.start("land-plan").await;
    citizen.save(&draft, "request", &[("request.kind", "issue"), ("applicant.basis", "holder")]).await;
    let plot = PLOT.iter().map(|(name, value)| match *name {
        "plot.cadastral" => (*name, "63:01:0000001:3"),
        _ => (*name, *value),
    });
    citizen.save(&draft, "plot", &plot.collect::<Vec<_>>()).await;
    let case = citizen.file(&draft).await.case;
    world.settled().await;
    clerk.take(&case).await;
    clerk.refuse(&case, "G3", "На плане не хватает точек.").await;
    world.case_that(&case, "refused", |case| case.state == CaseState::DecisionNegative).await;
    case
}

const FILLED: [(&str, &str); 5] = [
    ("target", "official"),
    ("object", "decision"),
    ("ground", "service-refused"),
    ("words", "Точки на плане есть."),
    ("wants", "Отменить отказ."),
];

/// Files a complaint about a case; gives its id.
async fn complain(citizen: &mut Citizen, case: &str) -> String {
    let form = citizen.open(&format!("/complaints/new?case={case}")).await.text();
    let key = between(&form, "name=\"key\" value=\"", "\"").unwrap().to_owned();
    let fields: Vec<_> = FILLED.iter().copied().chain([("key", key.as_str()), ("case", case)]).collect();
    for _ in 0..2 {
        let page = citizen.browser.post("/complaints/new", &fields).await;
        assert_eq!(page.status, 303, "{}", page.words());
        assert!(page.leads_to().unwrap().starts_with(&format!("/complaints/{key}")), "sent twice, filed once");
    }
    key
}

async fn complaint(world: &World, id: &str) -> Complaint {
    store::complaints::by_id(&world.db().await, &ComplaintId(id.to_owned())).await.unwrap().unwrap().0
}

async fn complaint_that(world: &World, id: &str, what: &str, fits: impl Fn(&Complaint) -> bool) -> Complaint {
    let (db, id) = (world.db().await, ComplaintId(id.to_owned()));
    let found = || async {
        let found = store::complaints::by_id(&db, &id).await.unwrap();
        found.map(|(complaint, _)| complaint).filter(|complaint| fits(complaint))
    };
    until(what, found).await
}

/// Presses a button of a complaint's card.
async fn press(official: &mut Official, world: &World, id: &str, fields: &[(&str, &str)]) -> world::browser::Page {
    let revision = complaint(world, id).await.revision.to_string();
    let fields: Vec<_> = fields.iter().copied().chain([("revision", revision.as_str())]).collect();
    official.browser.post(&format!("/desk/complaints/{id}"), &fields).await
}

/// Proves: APPEAL-02, APPEAL-03, APPEAL-04, APPEAL-05, APPEAL-06, SM-15.
#[tokio::test]
async fn a_refusal_its_complaint_and_the_reopened_case() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let mut clerk = world.official("zodchev").await;
    let mut handler = world.official("sovestina").await;
    let case = refused(&world, &mut citizen, &mut clerk).await;
    let page = citizen.open(&format!("/cases/{case}")).await.text();
    assert!(page.contains(&format!("/complaints/new?case={case}")), "the case leads there");
    let form = citizen.open(&format!("/complaints/new?case={case}")).await;
    for value in ["authority", "official", "servant", "decision", "action", "omission"] {
        assert!(form.text().contains(&format!("value=\"{value}\"")), "{value}");
    }
    assert!(form.text().contains("ст. 11.1"), "each ground has its clause");
    let key = between(&form.text(), "name=\"key\" value=\"", "\"").unwrap().to_owned();
    let wrong = citizen.browser.post("/complaints/new", &[("key", &key), ("case", &case), ("words", "Моё")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.words().contains("Не сказано, на кого жалоба") && wrong.text().contains(">Моё<"),
        "{}",
        wrong.words()
    );

    let before = world.case(&case).await;
    let id = complain(&mut citizen, &case).await;
    let known = complaint_that(&world, &id, "the federal system has it", |one| one.federal.number.is_some()).await;
    assert_eq!(known.state, State::Registered);
    assert_eq!(world.case(&case).await, before, "the case is as it was");
    let own = citizen.open(&format!("/complaints/{id}")).await;
    for said in [known.number.as_str(), "15 рабочих дней", "зарегистрирована", known.federal.number.as_deref().unwrap()]
    {
        assert!(own.words().contains(said), "{said}: {}", own.words());
    }

    let card = handler.open(&format!("/desk/complaints/{id}")).await;
    for said in ["Доказательства из истории дела", "На плане не хватает точек.", "Точки на плане есть.", "Решить"]
    {
        assert!(card.words().contains(said), "{said}: {}", card.words());
    }
    assert!(!card.words().contains("63:01:0000001:3"), "no answers of the applicant are in the pack");
    let who =
        between(&card.text(), "name=\"to\" aria-describedby=\"to-hint\"><option value=\"", "\"").unwrap().to_owned();
    assert_eq!(clerk.browser.get(&format!("/desk/complaints/{id}")).await.status, 403, "not a caseworker's");
    for fields in [&[("act", "assign"), ("to", who.as_str())][..], &[("act", "consider")]] {
        let done = press(&mut handler, &world, &id, fields).await;
        assert_eq!(done.status, 303, "{}", done.words());
    }
    let silent =
        press(&mut handler, &world, &id, &[("act", "decide"), ("outcome", "satisfy:reopen"), ("words", " ")]).await;
    assert!(silent.status == 422 && silent.words().contains("объяснить"), "{}", silent.words());
    let upheld = [("act", "decide"), ("outcome", "satisfy:reopen"), ("words", "Точки есть, отказ отменён.")];
    let done = press(&mut handler, &world, &id, &upheld).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let again = world.case_that(&case, "opened again", |case| case.state == CaseState::InProgress).await;
    assert_eq!(again.rounds[0].reason, "Точки есть, отказ отменён.");
    let own = citizen.open(&format!("/complaints/{id}")).await.words();
    assert!(own.contains("удовлетворена") && own.contains("заявление рассматривают снова"), "{own}");
    let readings = citizen.open("/account/readings").await.words();
    assert!(readings.contains("Рассмотрение жалобы"), "who read it is told: {readings}");
    let mut other = world.sign_in("Образцова").await;
    assert_eq!(other.browser.get(&format!("/complaints/{id}")).await.status, 404);
    assert_eq!(other.browser.get(&format!("/complaints/new?case={case}")).await.status, 404);
    world.check_journals().await;
    let (_, ground) = world.stop().await;
    let store::Address::Sqlite(path) = &ground.address else { panic!("on SQLite") };
    let database = format!("sqlite:{}", path.display());
    let checked = std::process::Command::new(world::OKNO).args(["journal", "--database", &database]).output().unwrap();
    assert!(checked.status.success(), "the journal of the complaint is whole as well: {checked:?}");
}

/// Proves: APPEAL-03.
#[tokio::test]
async fn while_the_federal_system_is_down_it_is_stored_and_forwarded_with_the_citizens_moment() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let mut clerk = world.official("zodchev").await;
    let mut handler = world.official("sovestina").await;
    let case = refused(&world, &mut citizen, &mut clerk).await;
    world.fault("appeals", "absent").await;
    let id = complain(&mut citizen, &case).await;
    complaint_that(&world, &id, "the defect is seen", |one| one.federal.defect.is_some()).await;
    let card = handler.open(&format!("/desk/complaints/{id}")).await.words();
    assert!(card.contains("справочник органа"), "missing reference data is shown: {card}");
    world.fault("appeals", "down").await;
    let second = complain(&mut citizen, &case).await;
    // It waits for nobody: an official registers it, and the term runs.
    let done = press(&mut handler, &world, &second, &[("act", "register")]).await;
    assert_eq!(done.status, 303, "{}", done.words());
    let waits = complaint(&world, &second).await;
    assert_eq!((waits.state, waits.federal.number.as_ref()), (State::Registered, None));
    world.fault("appeals", "none").await;
    let sent = complaint_that(&world, &second, "it is forwarded", |one| one.federal.number.is_some()).await;
    assert_eq!((sent.filed_at, sent.registered_at), (waits.filed_at, waits.registered_at));
}

/// Proves: RATE-01, RATE-02, RATE-03, RATE-06.
#[tokio::test]
async fn a_procedure_is_rated_from_the_page_of_the_case_and_nothing_depends_on_it() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let mut clerk = world.official("zodchev").await;
    let case = refused(&world, &mut citizen, &mut clerk).await;
    let page = citizen.open(&format!("/cases/{case}")).await.text();
    let forms = page.matches(&format!("action=\"/cases/{case}/rating#rating\"")).count();
    let ended = world.case(&case).await.procedures.iter().filter(|one| one.ended_at.is_some()).count();
    assert_eq!(forms, ended, "one chance for each that ended");
    assert!(!page.contains("<dialog"), "never in the way");
    let procedure = between(&page, "name=\"procedure\" value=\"", "\"").unwrap().to_owned();
    let path = format!("/cases/{case}/rating");
    let off = citizen.browser.post(&path, &[("procedure", &procedure), ("mark-term", "7")]).await;
    assert!(off.status == 422 && off.words().contains("Такой оценки нет на шкале"), "{}", off.words());
    let given =
        citizen.browser.post(&path, &[("procedure", &procedure), ("mark-term", "2"), ("comment", "Долго")]).await;
    assert_eq!(given.status, 303, "{}", given.words());
    let page = citizen.open(&format!("/cases/{case}")).await;
    assert!(page.words().contains("Изменить оценку"), "{}", page.words());
    let mut handler = world.official("sovestina").await;
    let desk = handler.open("/desk/ratings").await.words();
    assert!(desk.contains("Низкие оценки ждут разбора") && !desk.contains("Долго"), "sums alone: {desk}");
    assert_eq!(clerk.browser.get("/desk/ratings").await.status, 403);
    world.check_journals().await;
}
