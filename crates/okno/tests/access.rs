//! Who is let where: sessions, other people's things, other authorities, accounts that may not
//! apply, requests from other sites; and that nothing personal leaks on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use domain::id::{CaseId, DraftId};
use jiff::Timestamp;
use regulation::package::Assurance;
use store::{Batch, Statement, drafts, people};
use world::browser::{Browser, Sending};
use world::{World, paper};

const SESSION: &str = "okno_session";
const DESK: &str = "okno_desk";
const EXPIRE_ALL: Statement = Statement::new("test.expire", "update sessions set expires_at = 1 returning id_hash");

/// Where a browser without a good session ends up.
async fn is_sent_to_sign_in(browser: &mut Browser, path: &str) {
    let page = browser.get(path).await;
    let desk = path.starts_with("/desk");
    let to = page.leads_to().unwrap_or_else(|| panic!("{path}: {} {}", page.status, page.words()));
    assert!(
        page.status == 303 && to.starts_with(if desk { "/desk/sign-in?" } else { "/sign-in?" }),
        "{path} leads to {to}"
    );
}

/// Proves: SEC-01.
#[tokio::test]
async fn expired_ended_foreign_and_tampered_sessions_open_nothing() {
    let world = World::start().await;
    let citizen = world.sign_in("Землев").await;
    let official = world.official("zodchev").await;
    let token = citizen.browser.cookie(SESSION).unwrap().clone();
    let desk = official.browser.cookie(DESK).unwrap().clone();
    let mut last = token.chars().last().unwrap();
    last = if last == 'A' { 'B' } else { 'A' };
    let tampered = format!("{}{last}", &token[..token.len() - 1]);
    let long = "a".repeat(3000);
    for wrong in [tampered.as_str(), &desk, "", "0", "'; drop table sessions; --", "%00%ff", &long] {
        let mut thief = world.stranger();
        thief.set_cookie(SESSION, wrong);
        thief.set_cookie(DESK, &token);
        for path in
            ["/account", "/account/notices", "/account/settings", "/account/readings", "/desk", "/desk?view=all"]
        {
            is_sent_to_sign_in(&mut thief, path).await;
        }
    }
    let mut ended = citizen.clone();
    assert_eq!(ended.browser.post("/sign-out", &[]).await.status, 303);
    let mut kept = world.stranger();
    kept.set_cookie(SESSION, &token);
    is_sent_to_sign_in(&mut kept, "/account").await;
    let mut fresh = world.sign_in("Землев").await;
    let mut official = official;
    assert!(!world.db().await.take(EXPIRE_ALL, Vec::new()).await.unwrap().is_empty());
    is_sent_to_sign_in(&mut fresh.browser, "/account").await;
    is_sent_to_sign_in(&mut official.browser, "/desk").await;
}

/// Proves: SEC-01, FORM-12.
#[tokio::test]
async fn another_persons_drafts_cases_files_and_results_look_as_if_they_were_not_there() {
    let world = World::start().await;
    let mut owner = world.sign_in("Образцова").await;
    let draft = owner.hunting_ticket().await;
    let sent = owner.hunting_ticket().await;
    let filed = owner.file(&sent).await;
    let case = world.case_that(&filed.case, "issued", |case| case.state == CaseState::Completed).await;
    world.settled().await;
    let (result, notice) = (case.results[0].to_string(), world.notices(&filed.case).await[0].id.to_string());
    let mut other = world.sign_in("Землев").await;
    let id = &filed.case;
    let gets = [
        format!("/drafts/{draft}"),
        format!("/drafts/{draft}/request"),
        format!("/drafts/{draft}/review"),
        format!("/drafts/{draft}/copy.pdf"),
        format!("/drafts/{draft}/copy.json"),
        format!("/drafts/{draft}/files/photo"),
        format!("/cases/{id}"),
        format!("/cases/{id}/accepted"),
        format!("/cases/{id}/copy.pdf"),
        format!("/cases/{id}/copy.json"),
        format!("/cases/{id}/withdraw"),
        format!("/results/{result}"),
        format!("/results/{result}/extract.pdf"),
        format!("/results/{result}/data.json"),
        format!("/results/{result}/signature.p7s"),
        format!("/account/notices/{notice}"),
        format!("/account?before={id}"),
        format!("/account/notices?before={notice}"),
    ];
    for path in &gets {
        assert!(owner.open(path).await.status < 400, "{path} opens for its owner");
        let page = other.browser.get(path).await;
        assert_eq!(page.status, 404, "{path}: {}", page.words());
        assert!(!page.text().contains("Образцова") && !page.text().contains(&filed.number), "{path} tells something");
    }
    for path in ["request", "autosave?step=request", "check?field=request.kind", "file", "delete", "restore"] {
        let page = other.browser.post(&format!("/drafts/{draft}/{path}"), &[("request.kind", "annul")]).await;
        assert_eq!(page.status, 404, "{path}: {}", page.words());
    }
    for path in [format!("/cases/{id}/withdraw"), format!("/drafts/{draft}/files/photo?name=a.png&size=10")] {
        let page = other.browser.post(&path, &[("name", "a.png"), ("size", "10")]).await;
        assert_eq!(page.status, 404, "{path}: {}", page.words());
    }
    let copy = other.browser.post("/services/hunting-ticket/start", &[("from", id)]).await;
    assert_eq!(copy.status, 404, "{}", copy.words());
    let kept = drafts::by_id(&world.db().await, &DraftId(draft)).await.unwrap().unwrap();
    assert_eq!(kept.answers["request.kind"], "issue", "nothing was changed");
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: SEC-01, PROCEDURE-02.
#[tokio::test]
async fn another_authoritys_cases_are_neither_in_the_queue_nor_at_their_addresses() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    let seen = world.case_that(&filed.case, "registered", |case| case.registered_at.is_some()).await;
    let mut own = world.official("zodchev").await;
    assert!(own.open("/desk").await.text().contains(&filed.number));
    let mut foreign = world.official("lesnova").await;
    for path in
        ["/desk", "/desk?view=late", "/desk?view=free", &format!("/desk?q={}", filed.number), "/desk?service=land-plan"]
    {
        let page = foreign.open(path).await;
        assert!(page.status == 200 && !page.text().contains(&filed.case), "{path}");
    }
    let address = format!("/desk/cases/{}", filed.case);
    for path in ["", "/decision", "/intake", "/result", "/result/plan.pdf", "/files/00"] {
        assert_eq!(foreign.browser.get(&format!("{address}{path}")).await.status, 404, "{path}");
    }
    let (revision, nobody) = (seen.revision.to_string(), "0".repeat(filed.case.len()));
    for action in ["take", "return", "hand-over", "decision", "intake", "result", "facts"] {
        let fields = [
            ("revision", revision.as_str()),
            ("choice", "yes"),
            ("to", nobody.as_str()),
            ("fact", "x"),
            ("value", "x"),
        ];
        let page = foreign.browser.post(&format!("{address}/{action}"), &fields).await;
        assert_eq!(page.status, 404, "{action}: {}", page.words());
    }
    assert_eq!(world.case(&filed.case).await.assignee, None);
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_citizen_is_no_official_and_an_official_no_citizen() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    for path in ["/desk", &format!("/desk/cases/{}", filed.case)] {
        is_sent_to_sign_in(&mut citizen.browser, path).await;
    }
    let taken = citizen.browser.post(&format!("/desk/cases/{}/take", filed.case), &[("revision", "1")]).await;
    assert!(taken.leads_to().unwrap().starts_with("/desk/sign-in"));
    let mut official = world.official("zodchev").await;
    for path in ["/account", &format!("/cases/{}", filed.case), &format!("/drafts/{draft}")] {
        is_sent_to_sign_in(&mut official.browser, path).await;
    }
    let mut half = world.stranger();
    let fields = [("login", "zodchev"), ("password", "demo-plan-2026"), ("return_to", "/desk")];
    assert_eq!(half.post("/desk/sign-in", &fields).await.status, 303);
    is_sent_to_sign_in(&mut half, "/desk").await;
    assert_eq!(
        half.post("/desk/second-factor", &[("code", "000000")]).await.status,
        422,
        "a guessed code opens nothing"
    );
    assert_eq!(half.post("/desk/sign-in", &[("login", "zodchev"), ("password", "wrong")]).await.status, 422);
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: SEC-01.
#[tokio::test]
async fn too_low_a_level_is_told_how_to_be_raised_and_what_was_typed_is_kept() {
    let world = World::start().await;
    for name in ["Стандартов", "Упрощёнова"] {
        let mut weak = world.sign_in(name).await;
        assert!(weak.open("/services/hunting-ticket").await.status == 200, "reading needs no level");
        let page = weak.browser.post("/services/hunting-ticket/start", &[("fresh", "1")]).await;
        assert!(page.status == 403 && page.words().contains("Подтвердите личность"), "{name}: {}", page.words());
    }
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let db = world.db().await;
    let person = people::by_oid(&db, "1000900007").await.unwrap().unwrap();
    let lowered = domain::person::Person { assurance: Assurance::Standard, ..person.clone() };
    db.commit(Batch::new().with(people::update(&lowered))).await.unwrap();
    let refused = citizen.press_file(&draft).await;
    assert!(refused.status == 403 && refused.words().contains("Подтвердите личность"), "{}", refused.words());
    let review = citizen.open(&format!("/drafts/{draft}/review")).await.words();
    assert!(review.contains("Подтвердите личность") && review.contains("63:01:0000001:1"), "{review}");
    db.commit(Batch::new().with(people::update(&person))).await.unwrap();
    citizen.file(&draft).await;
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: FORM-18.
#[tokio::test]
async fn an_account_of_a_public_body_reads_services_and_gets_none() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Ведомственный").await;
    let settings = citizen.open("/account/settings").await.text();
    let role = settings
        .split("name=\"role\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|oid| !oid.is_empty());
    let chosen = citizen.browser.post("/account/role", &[("role", role.expect("a role"))]).await;
    assert_eq!(chosen.status, 303);
    for service in ["hunting-ticket", "land-plan", "large-family"] {
        assert_eq!(citizen.open(&format!("/services/{service}")).await.status, 200, "view-only");
        let page = citizen.browser.post(&format!("/services/{service}/start"), &[("fresh", "1")]).await;
        assert!(page.status == 403 && page.words().contains("заявителями не являются"), "{}", page.words());
    }
    let script =
        Sending::post("/services/land-plan/start").form(&[("fresh", "1")]).header("accept", "application/json");
    assert_eq!(citizen.browser.send(script).await.status, 403);
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_form_sent_from_another_site_changes_nothing() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let official = world.official("zodchev").await;
    let mut both = citizen.browser.clone();
    both.set_cookie(DESK, official.browser.cookie(DESK).unwrap());
    let attacks = [
        format!("/drafts/{draft}/file"),
        format!("/drafts/{draft}/delete"),
        format!("/drafts/{draft}/plot"),
        "/services/land-plan/start".to_owned(),
        "/account/settings".to_owned(),
        "/sign-out".to_owned(),
        "/desk/sign-out".to_owned(),
        "/desk/sign-in".to_owned(),
    ];
    for path in &attacks {
        for (origin, site) in
            [("https://evil.example", "cross-site"), ("null", "cross-site"), ("http://127.0.0.1:1", "same-site")]
        {
            let form = Sending::post(path)
                .form(&[("comment", "взлом")])
                .header("origin", origin)
                .header("sec-fetch-site", site);
            let page = both.send(form).await;
            assert!(
                page.status == 403 && page.words().contains("с чужого сайта"),
                "{path} from {origin}: {}",
                page.status
            );
        }
    }
    let kept = drafts::by_id(&world.db().await, &DraftId(draft)).await.unwrap().unwrap();
    assert!(kept.case.is_none() && kept.deleted_at.is_none() && !kept.answers.contains_key("comment"));
    assert_eq!(both.get("/account").await.status, 200, "nobody was signed out");
}

/// Proves: SEC-03, SEC-04, STATUS-08.
#[tokio::test]
async fn each_reading_is_journalled_and_shown_to_the_applicant_and_nothing_personal_leaks() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    citizen.choose_copies().await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    world.settled().await;
    let before = citizen.open("/account/readings").await.words();
    assert!(!before.contains(&filed.number), "nobody has read it yet: {before}");
    let mut official = world.official("zodchev").await;
    official.card(&filed.case).await;
    let after = citizen.open("/account/readings").await.words();
    assert!(after.contains(&filed.number) && after.contains("Главный специалист управления архитектуры"), "{after}");
    let refusing = "Участок записан не за вами";
    official.take(&filed.case).await;
    world.case_that(&filed.case, "taken", |case| case.assignee.is_some()).await;
    let mut other = world.sign_in("Образцова").await;
    other.choose_copies().await;
    let ticket = other.start("hunting-ticket").await;
    other.save(&ticket, "request", &[("request.kind", "issue")]).await;
    other.upload(&ticket, "hunting", "photo", "Образцова.png", &paper::png(300, 400)).await;
    other.upload(&ticket, "hunting", "photo", "Образцова.exe", b"MZ").await;
    let second = other.land_plan().await;
    let second = other.file(&second).await;
    world.settled().await;
    official.take(&second.case).await;
    official.refuse(&second.case, "G1", refusing).await;
    world.settled().await;
    assert_eq!(world.check_journals().await, 2);
    let sent = serde_json::to_string(&world.caught().await).unwrap();
    assert!(sent.contains(&filed.number) && sent.contains("zahar.zemlev@example.test"), "{sent}");
    for secret in ["Землев", "Захар", "Образцова", "отказ", "900-000", "63:01:0000001", refusing]
    {
        assert!(!sent.contains(secret), "a copy of a notice tells «{secret}»: {sent}");
    }
    let (log, _ground) = world.stop().await;
    assert!(log.contains("request"), "the log is really there");
    let personal = [
        "Землев",
        "Захар",
        "Образцова",
        "zemlev",
        "obraztsova",
        "900-000-007",
        "90000000788",
        "9920 0000",
        "9920000007",
        "63:01:0000001",
        "Примерная",
        "+7(900)",
        refusing,
    ];
    for secret in personal {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "the log tells «{secret}»");
    }
}

/// Proves: SEC-03.
#[tokio::test]
async fn an_entry_taken_out_of_the_journal_is_found() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    world.settled().await;
    let db = world.db().await;
    let cut = Statement::new("test.cut", "delete from journal where case_id = $1 and position = $2 returning position");
    assert_eq!(db.take(cut, vec![filed.case.as_str().into(), 1_i64.into()]).await.unwrap().len(), 1);
    let stored = store::journal::of_case(&db, &CaseId(filed.case.clone())).await.unwrap();
    let chain = domain::journal::verify(stored.iter().map(|one| (&one.entry, one.hash.as_str())), None);
    assert_eq!(chain, Err(domain::journal::BrokenChain::At(1)));
}

/// Proves: SEC-01.
#[tokio::test]
async fn guessing_a_password_locks_the_desk_for_a_while() {
    let world = World::start().await;
    let mut browser = world.stranger();
    let begun = Timestamp::now();
    let mut locked = false;
    for _ in 0..12 {
        let page = browser.post("/desk/sign-in", &[("login", "zodchev"), ("password", "угадай-меня-2026")]).await;
        assert_eq!(page.status, 422);
        locked = page.words().contains("мин");
    }
    assert!(locked, "after a dozen guesses since {begun} the door is still open");
    let right = browser.post("/desk/sign-in", &[("login", "zodchev"), ("password", "demo-plan-2026")]).await;
    assert_eq!(right.status, 422, "even the right password waits");
}

/// Every route of the pages as the sources name it: the address with its parameters filled by
/// an id that leads nowhere, whether it is read, whether it is sent to.
fn routes() -> Vec<(String, bool, bool)> {
    fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
        }
    }
    let mut found = Vec::new();
    files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src"), &mut found);
    let mut routes = Vec::new();
    for file in found {
        let text = std::fs::read_to_string(file).unwrap();
        for rest in text.split(".route(").skip(1) {
            let Some(path) = rest.split('"').nth(1) else { continue };
            let parts = path.split('/').map(|part| match part {
                "{act}" | "{what}" => "close",
                part if part.starts_with('{') => "01a2078e233a7605909f115dab4e9887",
                part => part,
            });
            let rest = rest.split("\n        .").next().unwrap();
            let (read, sent) = (rest.contains("get("), rest.contains("post("));
            routes.push((parts.collect::<Vec<_>>().join("/"), read || !sent, sent));
        }
    }
    assert!(routes.len() > 80, "{} routes were found", routes.len());
    routes
}

/// Proves: SEC-01.
#[tokio::test]
async fn every_page_of_people_and_of_the_desk_asks_who_comes() {
    let world = World::start().await;
    let mut stranger = world.stranger();
    let mut citizen = world.sign_in("Землев").await;
    let own = ["/account", "/appointments", "/cases", "/complaints", "/documents", "/drafts", "/results"];
    for (path, read, sent) in routes() {
        let desk = path == "/desk" || path.starts_with("/desk/");
        let open = ["/desk/sign-in", "/desk/second-factor", "/desk/sign-out"];
        if open.contains(&path.as_str()) || !(desk || own.iter().any(|area| path.starts_with(area))) {
            continue;
        }
        if read {
            is_sent_to_sign_in(&mut stranger, &path).await;
        }
        if sent {
            let page = stranger.post(&path, &[]).await;
            let told = page.leads_to().is_some_and(|to| to.contains("/sign-in"));
            // What does not even look like the form of the page is refused before anybody is asked.
            assert!(told || matches!(page.status, 400 | 401 | 415 | 422), "{path}: {} {}", page.status, page.words());
        }
        if desk && read {
            is_sent_to_sign_in(&mut citizen.browser, &path).await;
        }
    }
}

/// Proves: SEC-01.
#[tokio::test]
async fn who_serves_at_a_counter_has_neither_the_queue_nor_the_register_nor_the_stocks() {
    let world = World::start().await;
    let mut counter = world.official("okonnaya").await;
    let theirs = [
        "/desk/centre",
        "/desk/handout",
        "/desk/duplicates",
        "/desk/reception",
        "/desk/visitors",
        "/desk/sign-in",
        "/desk/second-factor",
    ];
    for (path, read, _) in routes() {
        if read && path.starts_with("/desk") && !theirs.iter().any(|own| path.starts_with(own)) {
            let page = counter.browser.get(&path).await;
            let away = page.leads_to().is_some_and(|to| theirs.iter().any(|own| to.starts_with(own)));
            assert!(away || matches!(page.status, 403 | 404), "{path}: {} {}", page.status, page.words());
        }
    }
    let mut clerk = world.official("zodchev").await;
    for path in ["/desk/centre", "/desk/watch", "/desk/systems", "/desk/late-notices"] {
        let page = clerk.browser.get(path).await;
        assert!(matches!(page.status, 403 | 404), "{path} without the role: {} {}", page.status, page.words());
    }
}
