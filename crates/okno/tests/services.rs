//! Every shipped service through the whole program: its invented applicant fills the form, gets
//! a number, sources answer, and an official opens the case. That the language runs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use std::collections::BTreeMap;
use std::path::Path;

use actions::library::Library;
use domain::case::{Case, CaseState};
use domain::evidence::EvidenceState;
use domain::id::CaseId;
use regulation::diagnostic::Sources;
use regulation::package::{self, Fact, FactType, Regulation, UploadLimits};
use serde_json::Value;
use store::evidence;
use world::browser::Page;
use world::citizen::{Citizen, filed};
use world::{World, paper, until};

fn read(folder: &Path, below: &str, into: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), into);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            into.insert(name, text);
        }
    }
}

fn sources(folder: &str) -> Sources {
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut files);
    Sources(files)
}

/// What the program offers: every package but the templates.
fn offered() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let region = sources("region");
    Library::new(names.map(|name| {
        let mut own = sources(&format!("regulations/{name}"));
        let parent = package::needs(&own).parent.map(|parent| sources(&format!("regulations/{parent}")));
        package::lend(&mut own, parent.as_ref(), &region);
        let (regulation, found) = package::read(&own);
        regulation.unwrap_or_else(|| panic!("{name}: {found:#?}"))
    }))
}

/// An answer of the sample, ready to be sent.
enum Sent {
    Text(String, String),
    File(String, String, Vec<u8>),
}

/// The answers of the sample below a path, as the controls of the form would send them.
fn flatten(path: &str, fact: &Fact, value: &Value, sent: &mut Vec<Sent>) {
    match (&fact.kind, value) {
        (FactType::List { item, .. }, Value::Array(records)) => {
            for (index, record) in records.iter().enumerate() {
                for (name, fact) in item {
                    if let Some(value) = record.get(name) {
                        flatten(&format!("{path}.{index}.{name}"), fact, value, sent);
                    }
                }
            }
        }
        (FactType::Document(limits), _) => {
            let (name, content) = upload(limits);
            sent.push(Sent::File(path.to_owned(), name, content));
        }
        (FactType::Date, Value::String(text)) => sent.push(Sent::Text(path.to_owned(), still_ahead(text))),
        (_, Value::String(text)) => sent.push(Sent::Text(path.to_owned(), text.clone())),
        (_, other) => sent.push(Sent::Text(path.to_owned(), other.to_string())),
    }
}

/// A day of the sample that was ahead when its edition came into force is ahead today, too.
fn still_ahead(text: &str) -> String {
    let (edition, today) = (jiff::civil::date(2026, 1, 1), jiff::Zoned::now().date());
    let Ok(mut day) = text.parse::<jiff::civil::Date>() else { return text.to_owned() };
    while edition <= day && day <= today {
        day = day.saturating_add(jiff::Span::new().years(1));
    }
    day.to_string()
}

fn upload(limits: &UploadLimits) -> (String, Vec<u8>) {
    if limits.media_types.iter().any(|kind| kind == "application/pdf") {
        return ("obrazec.pdf".to_owned(), paper::pdf());
    }
    let (wide, high) = limits.ratio.unwrap_or((3, 4));
    ("obrazec.png".to_owned(), paper::png(wide * 100, high * 100))
}

/// Fills the form with the published sample, step by step, and sends it.
async fn apply(citizen: &mut Citizen, service: &Regulation) -> Result<String, String> {
    let draft = citizen.start(&service.service).await;
    for step in &service.form {
        let mut sent = Vec::new();
        for name in &step.fields {
            let (fact, value) = (&service.facts[name.as_str()], service.sample.get(name.as_str()));
            if let Some(value) = value.filter(|value| !value.is_null()) {
                flatten(name, fact, value, &mut sent);
            }
        }
        let text = |one: &Sent| match one {
            Sent::Text(path, text) => Some((path.clone(), text.clone())),
            Sent::File(..) => None,
        };
        let texts: Vec<(String, String)> = sent.iter().filter_map(text).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        citizen.save(&draft, &step.id, &texts).await;
        for one in sent {
            let Sent::File(path, name, content) = one else { continue };
            let page = citizen.upload(&draft, &step.id, &path, &name, &content).await;
            if page.status != 303 {
                return Err(format!("{path} was not uploaded: {}", page.words()));
            }
        }
        let page = citizen.open(&format!("/drafts/{draft}/{}", step.id)).await;
        well("step", &page)?;
    }
    well("review", &citizen.open(&format!("/drafts/{draft}/review")).await)?;
    for booking in &service.bookings {
        choose_time(citizen, &format!("/drafts/{draft}/time/{}", booking.id)).await?;
    }
    let page = citizen.press_file(&draft).await;
    filed(&page).ok_or_else(|| format!("not filed ({}): {}", page.status, page.words()))
}

/// Holds the first free time of a hall or an inspector, where this application needs one.
async fn choose_time(citizen: &mut Citizen, address: &str) -> Result<(), String> {
    let page = citizen.open(address).await;
    // Where no time is needed the address leads back to the form.
    if !page.url.path().contains("/time/") {
        return Ok(());
    }
    let lines = values(&page, "name=\"line\" value=\"");
    let Some(line) = lines.first() else { return Err(format!("{address}: no day is free: {}", page.words())) };
    for date in values(&page, "<option value=\"") {
        let day = citizen.open(&format!("{address}?line={line}&date={date}")).await;
        if let Some(start) = values(&day, "name=\"start\" value=\"").into_iter().next() {
            let held = citizen.browser.post(address, &[("line", line), ("start", &start)]).await;
            return if held.status == 303 { Ok(()) } else { Err(format!("not held: {}", held.words())) };
        }
    }
    Err(format!("{address}: no time is free: {}", page.words()))
}

/// What stands behind a mark, up to the next quote, wherever it stands on a page.
fn values(page: &Page, mark: &str) -> Vec<String> {
    let text = page.text();
    text.split(mark).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

fn well(what: &str, page: &Page) -> Result<(), String> {
    if page.status == 200 { Ok(()) } else { Err(format!("{what} {}: {} {}", page.url, page.status, page.words())) }
}

/// Waits until every source that was asked has answered and nothing is left to do at once.
async fn answered(world: &World, case: &str) -> Case {
    let (db, id) = (world.db().await, CaseId(case.to_owned()));
    until("every source has answered", || async {
        let requests = evidence::of_case(&db, &id).await.unwrap();
        let open = |state| matches!(state, EvidenceState::Queued | EvidenceState::Sent);
        let jobs = store::jobs::stats(&db, jiff::Timestamp::now()).await.unwrap();
        let quiet = jobs.ready + jobs.leased == 0 && !requests.iter().any(|one| open(one.state));
        let case = store::cases::by_id(&db, &id).await.unwrap().unwrap();
        (quiet && !matches!(case.state, CaseState::Submitted | CaseState::Delivering)).then_some(case)
    })
    .await
}

/// What the official must see of a case.
async fn card(
    world: &World,
    staff: &mut BTreeMap<String, world::desk::Official>,
    case: &Case,
    service: &Regulation,
) -> Result<String, String> {
    let login = world.login_at(&service.authority).ok_or_else(|| format!("nobody works at {}", service.authority))?;
    if !staff.contains_key(&login) {
        staff.insert(login.clone(), world.official(&login).await);
    }
    let official = staff.get_mut(&login).unwrap();
    let page = official.card(case.id.as_str()).await;
    well("card", &page)?;
    let words = page.words();
    for told in [case.number.as_str(), service.short.as_str()] {
        if !page.text().contains(told) && !words.contains(told) {
            return Err(format!("the card does not tell «{told}»"));
        }
    }
    Ok(words)
}

/// Proves: FORM-02.
#[tokio::test(flavor = "multi_thread")]
async fn every_service_is_filled_from_its_sample_filed_assessed_and_shown_at_the_desk() {
    let world = World::start().await;
    let library = offered();
    let mut citizen = world.sign_in("Образцова").await;
    let (mut wrong, mut cases) = (Vec::new(), Vec::new());
    for service in library.published(jiff::Zoned::now().date()) {
        let (id, page) = (&service.service, citizen.open(&format!("/services/{}", service.service)).await);
        if let Err(why) = well("page", &page) {
            wrong.push(format!("{id}: {why}"));
        }
        match apply(&mut citizen, service).await {
            Ok(case) => cases.push((service, case)),
            Err(why) => wrong.push(format!("{id}: {why}")),
        }
    }
    let mut staff = BTreeMap::new();
    for (service, id) in &cases {
        let case = answered(&world, id).await;
        assert!(case.number.contains('-'), "{}", case.number);
        eprintln!("{}: {} {:?} {:?}", service.service, case.number, case.state, case.needs_person);
        if let Err(why) = card(&world, &mut staff, &case, service).await {
            wrong.push(format!("{}: {why}", service.service));
        }
        if let Err(why) = well("case", &citizen.open(&format!("/cases/{id}")).await) {
            wrong.push(format!("{}: {why}", service.service));
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{}", wrong.join("\n"));
    assert_eq!(world.check_journals().await, cases.len());
}
