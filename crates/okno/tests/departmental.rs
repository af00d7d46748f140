//! Cases served in a departmental system, against the emulated one over HTTP and the portal's own
//! interface: delivery with a receipt, outages, events decided by the rules, news of the applicant.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../../actions/tests/desk/world.rs"]
#[allow(dead_code)]
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use actions::citizen::session::Session;
use actions::departmental::systems::{self, Again};
use actions::machine;
use actions::office::{Office, TimeSource};
use actions::stop::Stop;
use connect::departmental::{Client, System, To};
use connect::{http, webhook};
use domain::case::{Actor, Case, CaseState, Wish};
use domain::id::CaseId;
use domain::journal::Event;
use domain::official::{Official, Role};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use stand::departmental::{ID, KEY, Sending, headers};
use stand::faults::{Fault, Mode, Where};
use world::World;

/// The portal whose hunting tickets are served in the emulated system.
struct Stage {
    office: Arc<Office>,
    stand: stand::Running,
    portal: String,
    http: reqwest::Client,
    citizen: Session,
    case: CaseId,
    auditor: Official,
    _scratch: store::scratch::Scratch,
}

/// An answer of the portal's interface.
#[derive(Debug)]
struct Answer {
    status: u16,
    body: Value,
}

impl Stage {
    /// A person has filed, and nothing was delivered yet.
    async fn new() -> Self {
        let mut world = World::of(&["hunting-ticket"]).await;
        let TimeSource::Hand(moment) = world.office.time.clone() else { panic!() };
        let clock = move || Timestamp::from_millisecond(moment.load(Ordering::SeqCst)).unwrap();
        let stand = stand::run(stand::Settings { clock: Arc::new(clock), ..stand::Settings::default() }).await.unwrap();
        let http = http::client(&http::Settings::default()).unwrap();
        let base = format!("{}/departmental", stand.evidence_url).parse().unwrap();
        let to = To::Http(Client::new(base, http.clone()).unwrap());
        let system =
            System { title: "Реестр охотников".to_owned(), key_sha256: webhook::hash_of(KEY), to };
        world.office.departmental.insert(ID.to_owned(), system);
        let nature = world.office.region.authorities.get_mut("nature-ministry").unwrap();
        nature.outside.insert("hunting-ticket".to_owned(), ID.to_owned());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let portal = format!("http://{}", listener.local_addr().unwrap());
        world.office.settings.public_url.clone_from(&portal);
        let auditor = world.official("nature.audit", "Смотрова Примера Примеровна", &[Role::Auditor]).await;
        // In whose name okno signs what the system has made.
        world.official("nature.signer", "Подписантов Пример Примерович", &[Role::Signer]).await;
        let citizen = world.person("Образцов Пример Примерович").await;
        let case = world.filed(&citizen, "hunting-ticket", &[]).await;
        let (office, scratch) = world.into_office();
        let office = Arc::new(office);
        let router = web::router(Arc::clone(&office)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { office, stand, portal, http, citizen, case, auditor, _scratch: scratch }
    }

    /// A worker does everything that is due.
    async fn work(&self) {
        for _ in 0..100 {
            let now = self.office.now();
            let lease = self.office.new_owner_id();
            let until = now + SignedDuration::from_secs(60);
            let leased = store::jobs::lease(&self.office.db, &lease, now, until, 10).await.unwrap();
            if leased.is_empty() {
                return;
            }
            for job in &leased {
                machine::perform(&self.office, job).await;
            }
        }
        panic!("jobs go in circles");
    }

    fn wait(&self, span: SignedDuration) {
        let TimeSource::Hand(moment) = &self.office.time else { panic!() };
        moment.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }

    async fn case(&self) -> Case {
        store::cases::by_id(&self.office.db, &self.case).await.unwrap().unwrap()
    }

    async fn events(&self) -> Vec<Event> {
        let stored = store::journal::of_case(&self.office.db, &self.case).await.unwrap();
        stored.into_iter().map(|stored| stored.entry.event).collect()
    }

    /// What the emulated system has.
    async fn kept(&self) -> Value {
        let url = format!("{}/departmental/kept", self.stand.evidence_url);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    fn fault(&self, mode: Mode) {
        self.stand.fault(Fault::of(Where::Departmental, mode));
    }

    async fn path(&self) -> String {
        let number = self.case().await.number;
        let url = url::Url::parse(&format!("{}/api/v1/departmental/cases/{number}", self.portal)).unwrap();
        url.path().to_owned()
    }

    async fn call(&self, sending: Sending, method: &str, path: &str, body: &[u8]) -> reqwest::Response {
        let url = format!("{}{path}", self.portal);
        let mut call = self.http.request(method.parse().unwrap(), url).body(body.to_vec());
        for (name, value) in headers(sending, method, path, body, self.office.now()) {
            call = call.header(name, value);
        }
        call.send().await.unwrap()
    }

    /// The emulated system tells of an event.
    async fn tell(&self, sending: Sending, event: &Value) -> Answer {
        let path = format!("{}/events", self.path().await);
        let answer = self.call(sending, "POST", &path, event.to_string().as_bytes()).await;
        Answer { status: answer.status().as_u16(), body: answer.json().await.unwrap() }
    }

    async fn told(&self, event: Value) -> Answer {
        let answer = self.tell(Sending::Right, &event).await;
        self.work().await;
        answer
    }

    /// A register answers what intake or the decision waits for.
    async fn answers(&self, source: &str, answer: Value) {
        let opened = self.office.open_case(&self.case).await.unwrap();
        let now = self.office.now();
        let answer = answer.as_object().unwrap();
        let facts = regulation::form::source_facts(&opened.regulation, source, answer, now).unwrap();
        let change = self.office.decide(&opened, &Wish::Learn { facts }, &Actor::Machine, now).unwrap();
        self.office.commit_change(&opened, &change, []).await.unwrap();
        self.work().await;
    }

    /// Ends every procedure before the one that decides, as the system's officials would.
    async fn up_to_decision(&self) {
        for step in 0..10 {
            let Some(running) = self.case().await.procedures.iter().find(|one| one.runs()).cloned() else { break };
            let opened = self.office.open_case(&self.case).await.unwrap();
            let rule = opened.regulation.procedures.iter().find(|rule| rule.id == running.id).unwrap().clone();
            if rule.kind == regulation::package::ProcedureKind::Decision {
                return;
            }
            let answer =
                self.told(json!({ "id": format!("p{step}"), "kind": "procedure_ended", "procedure": rule.id })).await;
            assert_eq!(answer.status, 201, "{answer:?}");
        }
        panic!("no decision comes: {:?}", self.case().await.procedures);
    }
}

/// Proves: INTAKE-01, INTEG-01.
#[tokio::test]
async fn a_case_waits_while_the_system_is_down_and_arrives_once_with_a_receipt() {
    let stage = Stage::new().await;
    stage.fault(Mode::Down);
    stage.work().await;
    assert_eq!(stage.case().await.state, CaseState::Delivering);
    for _ in 0..14 {
        stage.wait(SignedDuration::from_hours(1));
        stage.work().await;
    }
    let waiting = store::departmental::by_case(&stage.office.db, &stage.case).await.unwrap().unwrap();
    assert!(waiting.tries >= 13 && waiting.received_at.is_none(), "{waiting:?}");
    let seen = systems::overview(&stage.office, &stage.auditor).await.unwrap();
    let registry = seen.systems.iter().find(|one| one.id == ID).unwrap();
    assert_eq!((registry.waiting, registry.parked.len()), (1, 0), "nothing is given up");
    assert!(registry.failing_since.is_some() && registry.oldest == Some(waiting.wanted_at), "{registry:?}");
    // It takes the case, and the portal does not hear of it: the second delivery is the same case.
    stage.fault(Mode::LostAck);
    stage.wait(SignedDuration::from_hours(1));
    stage.work().await;
    stage.fault(Mode::None);
    stage.wait(SignedDuration::from_hours(1));
    stage.work().await;
    let case = stage.case().await;
    assert_eq!(case.state, CaseState::Delivered, "the machine leaves it to the system");
    let kept = stage.kept().await;
    assert_eq!(kept["cases"].as_object().unwrap().len(), 1, "{kept}");
    let sent = &kept["cases"][&case.number]["case"];
    assert_eq!((sent["number"].as_str(), sent["service"].as_str()), (Some(&*case.number), Some("hunting-ticket")));
    assert!(sent["facts"].as_array().unwrap().iter().any(|fact| fact["name"] == "request.kind"), "{sent}");
    let delivery = store::departmental::by_case(&stage.office.db, &stage.case).await.unwrap().unwrap();
    assert_eq!(delivery.receipt.as_deref(), kept["cases"][&case.number]["receipt"].as_str());
    let events = stage.events().await;
    assert_eq!(events.iter().filter(|event| **event == Event::Delivered).count(), 1);
    assert_eq!(events.iter().filter(|event| **event == Event::DeliveryDelayed).count(), 1, "said once");
    let well = systems::overview(&stage.office, &stage.auditor).await.unwrap();
    assert_eq!(well.systems.iter().find(|one| one.id == ID).unwrap().failing_since, None);
}

/// Proves: INTEG-01, INTAKE-01.
#[tokio::test]
async fn what_a_system_refuses_is_parked_let_run_again_and_journalled() {
    let stage = Stage::new().await;
    stage.fault(Mode::Rejected);
    stage.work().await;
    let seen = systems::overview(&stage.office, &stage.auditor).await.unwrap();
    let parked = seen.systems.iter().find(|one| one.id == ID).unwrap().parked.clone();
    assert_eq!(parked.len(), 1);
    assert!(parked[0].problem.as_deref().unwrap().contains("Система не ведёт такие дела"), "{parked:?}");
    stage.fault(Mode::None);
    assert_eq!(systems::run_again(&stage.office, &stage.auditor, &Again::All(ID.to_owned())).await.unwrap(), 1);
    stage.work().await;
    assert_eq!(stage.case().await.state, CaseState::Delivered);
    let seen = systems::overview(&stage.office, &stage.auditor).await.unwrap();
    assert_eq!((seen.acts[0].official.as_str(), seen.acts[0].act.as_str()), ("nature.audit", "again 1"));
    let nothing = systems::run_again(&stage.office, &stage.auditor, &Again::All(ID.to_owned())).await;
    assert!(matches!(nothing, Err(Stop::Conflict)));
    let mut clerk = stage.auditor.clone();
    clerk.roles = vec![Role::Caseworker];
    assert!(matches!(systems::overview(&stage.office, &clerk).await, Err(Stop::Refused(_))));
    assert!(systems::reconcile(&stage.office, &stage.auditor, ID).await.unwrap().is_empty());
}

/// Proves: INTAKE-01.
#[tokio::test]
async fn the_worked_example_of_the_documentation_runs_from_receipt_to_result() {
    let stage = Stage::new().await;
    stage.work().await;
    let registered = json!({ "id": "e1", "kind": "registered" });
    let first = stage.told(registered.clone()).await;
    assert_eq!((first.status, first.body["again"].as_bool()), (201, Some(false)), "{first:?}");
    let again = stage.told(registered).await;
    assert_eq!((again.status, again.body["again"].as_bool()), (200, Some(true)), "{again:?}");
    assert_eq!(stage.events().await.iter().filter(|event| matches!(event, Event::Registered { .. })).count(), 1);
    let other = stage.told(json!({ "id": "e1", "kind": "resumed" })).await;
    assert_eq!((other.status, other.body["code"].as_str()), (409, Some("api-id-used")), "{other:?}");
    stage.answers("mvd.conviction", json!({ "found": false })).await;
    assert_eq!(stage.case().await.decision, None, "the machine decides nothing for the system");
    stage.up_to_decision().await;
    let decided = stage.told(json!({ "id": "e2", "kind": "decided", "positive": true })).await;
    assert_eq!(decided.status, 201, "{decided:?}");
    let case = stage.case().await;
    let by = case.decision.as_ref().map(|decision| decision.by.clone());
    assert_eq!((case.state, by), (CaseState::DecisionPositive, Some(Actor::System(ID.to_owned()))));
    let result = stage.told(json!({ "id": "e3", "kind": "result", "number": "РО-15" })).await;
    assert_eq!(result.status, 201, "{result:?}");
    let case = stage.case().await;
    assert_eq!((case.state, case.results.len()), (CaseState::Completed, 1), "{:?}", case.needs_person);
    let path = stage.path().await;
    let standing: Value = stage.call(Sending::Right, "GET", &path, b"").await.json().await.unwrap();
    assert_eq!((standing["state"].as_str(), standing["number"].as_str()), (Some("completed"), Some(&*case.number)));
    let described = stage.http.get(format!("{}/api/v1/departmental/openapi.yaml", stage.portal)).send().await.unwrap();
    assert!(described.status().is_success());
    let document = include_str!("../../../docs/departmental-api.md");
    for kind in ["registered", "procedure_ended", "decided", "result"] {
        assert!(document.contains(&format!("\"kind\": \"{kind}\"")), "the document shows {kind}");
    }
}

/// Proves: INTAKE-01, SEC-06.
#[tokio::test]
async fn a_wrong_event_is_answered_with_code_words_field_and_clause_and_changes_nothing() {
    let stage = Stage::new().await;
    stage.work().await;
    let event = json!({ "id": "e1", "kind": "registered" });
    for (sending, code) in
        [(Sending::Unsigned, "api-signature"), (Sending::Stranger, "api-key"), (Sending::Old, "api-moment")]
    {
        let answer = stage.tell(sending, &event).await;
        assert_eq!((answer.status, answer.body["code"].as_str()), (401, Some(code)), "{answer:?}");
    }
    let before = stage.case().await;
    let empty = stage.told(json!({ "id": "e2", "kind": "not_accepted", "grounds": [] })).await;
    let problem = &empty.body["problems"][0];
    assert_eq!((empty.status, problem["field"].as_str()), (422, Some("grounds")), "{empty:?}");
    let unknown = stage.told(json!({ "id": "e3", "kind": "not_accepted", "grounds": ["H99"], "words": "Нет." })).await;
    let problem = &unknown.body["problems"][0];
    assert_eq!(unknown.status, 422);
    assert_eq!((problem["code"].as_str(), problem["detail"].as_str()), (Some("refusal-unknown-ground"), Some("H99")));
    assert!(problem["mend"].as_str().unwrap().len() > 10, "{unknown:?}");
    let early = stage.told(json!({ "id": "e4", "kind": "result", "number": "1" })).await;
    assert_eq!((early.status, early.body["code"].as_str()), (409, Some("refusal-wrong-state")), "{early:?}");
    let path = format!("{}/events", stage.path().await);
    let garbage = stage.call(Sending::Right, "POST", &path, b"{\"id\": ").await;
    assert_eq!(garbage.status().as_u16(), 400);
    assert!(garbage.headers()["content-type"].to_str().unwrap().contains("problem+json"));
    let nowhere = stage.call(Sending::Right, "GET", "/api/v1/departmental/cases/XX-2026-000001-1", b"").await;
    assert_eq!(nowhere.status().as_u16(), 404);
    assert_eq!(stage.case().await, before);
    // Asking for what the police hold is refused by its clause, and seen by who watches.
    stage.told(event).await;
    let held =
        stage.told(json!({ "id": "e5", "kind": "data_asked", "facts": ["convicted"], "words": "Пришлите." })).await;
    let problem = &held.body["problems"][0];
    assert_eq!((held.status, problem["field"].as_str()), (409, Some("facts")), "{held:?}");
    if problem["code"] == "refusal-held-by-authority" {
        assert!(problem["clause"].as_str().unwrap().contains("209-ФЗ"), "{held:?}");
        let watched =
            actions::watch::page(&stage.office, &stage.auditor, None, None, stage.office.now()).await.unwrap();
        assert_eq!(watched.found.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["held-data-asked"]);
    }
}

/// Proves: INTAKE-01, INTAKE-13.
#[tokio::test]
async fn the_system_hears_that_the_applicant_took_the_application_back_though_it_was_down() {
    let stage = Stage::new().await;
    stage.work().await;
    stage.told(json!({ "id": "e1", "kind": "registered" })).await;
    stage.fault(Mode::Down);
    let opened = stage.office.open_case(&stage.case).await.unwrap();
    let by = Actor::Applicant(stage.citizen.person.id.clone());
    let change = stage.office.decide(&opened, &Wish::Withdraw, &by, stage.office.now()).unwrap();
    stage.office.commit_change(&opened, &change, []).await.unwrap();
    stage.work().await;
    assert_eq!(stage.kept().await["news"], json!([]));
    stage.fault(Mode::None);
    for _ in 0..3 {
        stage.wait(SignedDuration::from_hours(1));
        stage.work().await;
    }
    let news = stage.kept().await["news"].as_array().unwrap().clone();
    assert_eq!(news.len(), 1, "{news:?}");
    assert_eq!((news[0]["kind"].as_str(), news[0]["state"].as_str()), (Some("withdrawn"), Some("withdrawn")));
    let late = stage.told(json!({ "id": "e9", "kind": "decided", "positive": true })).await;
    assert_eq!((late.status, late.body["code"].as_str()), (409, Some("refusal-wrong-state")), "{late:?}");
}
