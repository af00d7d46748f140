//! What every page has in common, bad input of every kind, files that are not taken, settings
//! that are refused, services that are not published.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use world::browser::{Page, Sending};
use world::citizen::filed;
use world::{World, copy_of, edit, okno, paper};

/// What the whole of a page may weigh, in bytes.
const HEAVIEST: usize = 50 * 1024;

/// Longer than a form without files may be. The answer must arrive though nobody reads it all.
const TOO_LONG: usize = 20 * 1024 * 1024;

fn is_sound(page: &Page) {
    let path = page.url.path().to_owned();
    assert!(page.status == 200 && page.body.len() < HEAVIEST, "{path}: {} with {} bytes", page.status, page.body.len());
    let policy = page.header("content-security-policy");
    for rule in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
    {
        assert!(policy.contains(rule), "{path}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{path}: {policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
    assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
    let html = page.text();
    assert!(html.contains("<html lang=\"ru\"") && html.contains("<h1") && html.contains("<main"), "{path}");
    for hole in ["<style", " style=\"", " onclick=", "<script>", "javascript:", "{{", "{%"] {
        assert!(!html.contains(hole), "{path} holds {hole}");
    }
}

/// Proves: SEC-04.
#[tokio::test]
async fn every_page_is_light_guarded_and_of_one_shell() {
    let world = World::start().await;
    let mut stranger = world.stranger();
    for path in [
        "/",
        "/search",
        "/search?q=охота",
        "/categories/nature",
        "/life/own-house",
        "/services/hunting-ticket",
        "/services/land-plan",
        "/services/large-family",
        "/services/large-family?variant=extend",
        "/services/land-plan/text",
        "/services/land-plan/sample",
        "/authorities/social-ministry",
        "/check",
        "/check?q=1",
        "/desk/sign-in",
        "/desk/second-factor",
        "/sign-in?pause=1",
    ] {
        is_sound(&stranger.open(path).await);
    }
    let mut citizen = world.sign_in("Многодетнова").await;
    let draft = citizen.large_family().await;
    let other = citizen.large_family().await;
    let filed = citizen.file(&other).await;
    let case = world.case_that(&filed.case, "the status", |case| case.state == CaseState::Completed).await;
    world.settled().await;
    let notice = world.notices(&filed.case).await[0].id.to_string();
    let mut own: Vec<String> = ["request", "applicant", "family", "certificate", "family?check=1", "review"]
        .map(|step| format!("/drafts/{draft}/{step}"))
        .to_vec();
    own.extend([
        format!("/cases/{}", filed.case),
        format!("/cases/{}/accepted", filed.case),
        format!("/results/{}", case.results[0]),
    ]);
    own.extend(["", "/notices", "/settings", "/readings"].map(|part| format!("/account{part}")));
    own.extend([format!("/account/notices/{notice}"), "/services/large-family/start".to_owned()]);
    for path in &own {
        let page = citizen.open(path).await;
        is_sound(&page);
        assert_eq!(page.header("cache-control"), "private, no-store", "{path} is one person's own");
    }
    let mut plan = world.sign_in("Землев").await;
    let draft = plan.land_plan().await;
    let plan = plan.file(&draft).await;
    world.settled().await;
    let mut official = world.official("zodchev").await;
    official.take(&plan.case).await;
    for path in
        ["/desk".to_owned(), format!("/desk/cases/{}", plan.case), format!("/desk/cases/{}/decision", plan.case)]
    {
        is_sound(&official.open(&path).await);
    }
    assert_eq!(world.check_journals().await, 2);
}

/// Proves: FORM-03.
#[tokio::test]
async fn scripts_are_answered_with_problem_documents() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let script =
        |path: &str, fields: &[(&str, &str)]| Sending::post(path).form(fields).header("accept", "application/json");
    let saved =
        citizen.browser.send(script(&format!("/drafts/{draft}/autosave?step=plot"), &[("comment", "тест")])).await;
    assert!(saved.status == 200 && saved.json()["saved"].is_string(), "{}", saved.text());
    let field = [("plot.cadastral", "63:ошибка")];
    let checked =
        citizen.browser.send(script(&format!("/drafts/{draft}/check?field=plot.cadastral"), &field)).await.json();
    assert!(checked["problem"]["message"].is_string() && checked["problem"]["mend"].is_string(), "{checked}");
    let missing = format!("/drafts/{}/autosave", "0".repeat(draft.len()));
    let mut stranger = world.stranger();
    citizen.save(&draft, "plot", &[("plot.cadastral", "63:ошибка")]).await;
    let told = [
        (404, citizen.browser.send(script(&missing, &[])).await),
        (404, citizen.browser.send(script("/no/such/place", &[])).await),
        (422, citizen.browser.send(script(&format!("/drafts/{draft}/file"), &[])).await),
        (405, citizen.browser.send(Sending::new("DELETE", "/account").header("accept", "application/json")).await),
        (
            413,
            citizen
                .browser
                .send(script(&format!("/drafts/{draft}/autosave"), &[("comment", &"a".repeat(TOO_LONG))]))
                .await,
        ),
        (401, stranger.send(script(&format!("/drafts/{draft}/autosave"), &[])).await),
    ];
    for (status, page) in told {
        assert_eq!(page.status, status, "{}: {}", page.url, page.text());
        assert_eq!(page.header("content-type"), "application/problem+json", "{}", page.url);
        let problem = page.json();
        for part in ["type", "title", "detail", "mend", "code"] {
            assert!(
                problem[part].as_str().is_some_and(|text| !text.is_empty()),
                "{}: no {part} in {problem}",
                page.url
            );
        }
        assert_eq!(problem["status"], status);
    }
}

/// Proves: FORM-22.
#[tokio::test]
async fn a_file_that_is_empty_of_a_wrong_kind_renamed_cut_off_or_too_big_is_refused_by_its_own_code() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.start("hunting-ticket").await;
    citizen.save(&draft, "request", &[("request.kind", "issue")]).await;
    let photo = paper::png(300, 400);
    let address = format!("/drafts/{draft}/files/photo");
    let announced =
        [("a.png", "0", "file-empty"), ("a.exe", "100", "file-kind"), ("a.png", "999999999", "file-too-large")];
    for (name, size, code) in announced {
        let told = citizen.browser.post(&address, &[("name", name), ("size", size)]).await;
        assert_eq!((told.status, told.json()["code"].as_str()), (422, Some(code)), "{name}: {}", told.text());
    }
    let heavy = citizen.upload(&draft, "hunting", "photo", "a.png", &vec![0; 49 * 1024 * 1024]).await;
    assert!(heavy.status == 413 && heavy.words().contains("уменьшите файлы"), "{}: {}", heavy.status, heavy.words());
    let wrong: [(&str, &[u8]); 5] = [
        ("a.png", b""),
        ("a.exe", b"MZ"),
        ("a.jpg", &photo),
        ("a.png", &photo[..30]),
        ("a.png", &paper::png(400, 300)),
    ];
    for (name, content) in wrong {
        let page = citizen.upload(&draft, "hunting", "photo", name, content).await;
        assert!(page.status == 422 && page.text().contains("wrong-text"), "{name}: {} {}", page.status, page.words());
    }
    for name in [
        "../../etc/passwd.png",
        "..\\a.png",
        "a\u{202e}gnp.png",
        &format!("{}.png", "а".repeat(300)),
        "<img src=x>.png",
    ] {
        let page = citizen.upload(&draft, "hunting", "photo", name, &photo).await;
        assert!(page.status == 303 || page.status == 422, "{name}: {}", page.status);
    }
    let begun =
        citizen.browser.post(&address, &[("name", "фото.png"), ("size", &photo.len().to_string())]).await.json();
    let upload = begun["upload"].as_str().unwrap().to_owned();
    let piece = |from: usize, to: usize| {
        Sending::new("PUT", &format!("{address}?upload={upload}&offset={from}")).body(&photo[from..to])
    };
    assert_eq!(citizen.browser.send(piece(0, 20)).await.json()["offset"], 20);
    assert_eq!(citizen.browser.send(piece(0, 20)).await.json()["offset"], 20, "a piece sent twice counts once");
    assert_eq!(
        citizen.browser.get(&format!("{address}?upload={upload}")).await.json()["offset"],
        20,
        "it can go on after a break"
    );
    assert_eq!(citizen.browser.send(piece(20, photo.len())).await.json()["done"], true);
    let given = citizen.browser.get(&address).await;
    assert!(given.body == photo && given.header("content-disposition").starts_with("attachment"));
}

#[tokio::test]
async fn no_address_and_no_words_make_the_server_fall_or_tell_more_than_it_should() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let long = "9".repeat(5000);
    let paths = [
        "/static/..%2f..%2fCargo.toml",
        "/static/%2e%2e/okno.toml",
        "/static/....//okno.db",
        "/services/..%2f..%2fetc%2fpasswd",
        "/services/%00",
        "/services/hunting-ticket'--",
        "/drafts/%F0%9F%98%80",
        "/drafts/..%2f..%2fx/request",
        "/cases/%27%20or%201=1",
        "/results/00/..%2f..%2fokno.toml",
        "/account/notices/%ff",
        "/account?before=1",
        "/desk/cases/../../etc",
        "/okno.toml",
        "/data/okno.db",
        "//evil.example/",
        "/categories/%3Cscript%3E",
        "/life/x",
        "/authorities/x",
        &format!("/drafts/{long}"),
        "/services/hunting-ticket/text?on=9999-99-99",
    ];
    for path in paths {
        let page = citizen.browser.get(path).await;
        assert!([200, 303, 308, 400, 404, 414].contains(&page.status), "{path}: {} {}", page.status, page.words());
        for secret in ["root:", "[workspace]", "SQLite format", "panicked", "password", "public_url ="] {
            assert!(!page.text().contains(secret), "{path} tells {secret}");
        }
    }
    for words in [
        "%00%01%07",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%27%20or%20%271%27=%271",
        "%25_%5C",
        "%F0%9F%A6%86",
        "%E2%80%AE",
        &"%D0%B0".repeat(1000),
    ] {
        let page = citizen.browser.get(&format!("/search?q={words}")).await;
        assert_eq!(page.status, 200, "{words}");
        assert!(
            !page.text().contains("<script>alert") && !page.body.iter().any(|byte| matches!(byte, 0 | 1 | 7)),
            "{words}"
        );
        assert!(page.body.len() < HEAVIEST, "{words}");
    }
    let draft = citizen.start("land-plan").await;
    let script = "\"><script>alert(1)</script>";
    citizen
        .save(
            &draft,
            "plot",
            &[
                ("comment", script),
                ("plot.address", "улица\u{0}\u{1b}[31m\u{202e}"),
                ("no.such", "x"),
                ("children.9.x", "y"),
            ],
        )
        .await;
    let page = citizen.open(&format!("/drafts/{draft}/plot")).await;
    assert!(page.status == 200 && !page.text().contains("<script>alert"), "what was typed is shown as text");
    let big = Sending::post(&format!("/drafts/{draft}/autosave?step=plot")).form(&[("comment", &"a".repeat(TOO_LONG))]);
    assert_eq!(citizen.browser.send(big).await.status, 413);
    let junk = Sending::post(&format!("/drafts/{draft}/plot"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(b"--x\r\nnonsense");
    assert!((400..500).contains(&citizen.browser.send(junk).await.status));
}

/// Proves: CAT-03.
#[tokio::test]
async fn a_service_that_is_not_published_is_nowhere_and_appears_when_it_is() {
    let folder = std::env::temp_dir().join(format!("okno-regulations-{}", std::process::id()));
    copy_of("regulations", &folder);
    let file = folder.join("hunting-ticket/regulation.yaml");
    edit(&file, "status: published", "status: draft");
    let settings = [("OKNO_REGULATIONS", folder.to_str().unwrap())];
    let world = World::with(&settings).await;
    let mut citizen = world.sign_in("Образцова").await;
    let part = ["", "/text", "/sample", "/start", "?version=2026.1", "/text?version=2026.1"];
    for address in part.map(|part| format!("/services/hunting-ticket{part}")) {
        let page = citizen.open(&address).await;
        assert!(page.status == 404 && !page.text().contains("охотничьего билета"), "{address}: {}", page.words());
    }
    assert_eq!(citizen.browser.post("/services/hunting-ticket/start", &[("fresh", "1")]).await.status, 404);
    for place in [
        "/",
        "/search?q=охотничий",
        "/search",
        "/categories/nature",
        "/life/hunting-trip",
        "/authorities/nature-ministry",
    ] {
        assert!(!citizen.open(place).await.text().contains("hunting-ticket"), "{place}");
    }
    let (_, ground) = world.stop().await;
    edit(&file, "status: draft", "status: published");
    let world = World::begin(ground, &settings).await;
    let mut citizen = world.sign_in("Образцова").await;
    assert!(citizen.open("/search?q=охотничий").await.text().contains("/services/hunting-ticket"));
    let draft = citizen.hunting_ticket().await;
    assert!(filed(&citizen.press_file(&draft).await).is_some());
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_wrong_setting_stops_the_start_and_is_named_with_what_would_be_right() {
    let world = World::start().await;
    let folder = &world.ground.folder;
    let good = std::fs::read_to_string(folder.join("okno.toml")).unwrap();
    let set = |name: &str, value: &str| {
        let line = good
            .lines()
            .find(|line| line.starts_with(&format!("{name} =")))
            .unwrap_or_else(|| panic!("{name}: {good}"));
        good.replacen(line, &format!("{name} = {value}"), 1)
    };
    let wrong = [
        (set("database", "\"mysql://x\""), "database", "postgres://"),
        (set("public_url", "\"uslugi.example\""), "public_url", "https://"),
        (set("public_url", "\"https://uslugi.example/\""), "public_url", "slash"),
        (set("listen", "\"over there\""), "listen", "address"),
        (good.clone(), "listen", "taken"),
        (set("requests_per_minute", "0"), "requests_per_minute", "at least 1"),
        (format!("jobs_at_once = 0\n{good}"), "jobs_at_once", "at least 1"),
        (format!("role = \"web\"\n{good}"), "role", "sqlite"),
        (format!("role = \"king\"\n{good}"), "role", "worker"),
        (format!("colour = \"red\"\n{good}"), "colour", "okno settings"),
        (format!("regulations = \"/no/such\"\n{good}"), "regulations", "does not exist"),
        (set("client", "5"), "client", "string"),
        (set("keys", "\"/no/such\""), "sign.keys", "does not exist"),
        (good.replace("[evidence]", "[evidense]"), "evidence", "okno settings"),
        ("public_url = ".to_owned(), "TOML", "wrong.toml"),
    ];
    for (text, name, mend) in wrong {
        let file = folder.join("wrong.toml");
        std::fs::write(&file, text).unwrap();
        let output = okno(folder)
            .stderr(std::process::Stdio::piped())
            .args(["serve", "--settings"])
            .arg(&file)
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(name) && said.contains(mend), "«{name}» … «{mend}» is not in: {said}");
    }
    let by_environment = okno(folder)
        .env("OKNO_PUBLICURL", "x")
        .stderr(std::process::Stdio::piped())
        .args(["serve", "--settings"])
        .arg(folder.join("okno.toml"))
        .output()
        .await
        .unwrap();
    assert!(String::from_utf8_lossy(&by_environment.stderr).contains("publicurl"));
}
