//! Letters and text messages through the real clients into the catchers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::{World, world};
use connect::mail::{Letter, Mailer, Outcome, Protection, Settings};
use connect::sms::{Gateway, Text};
use serde_json::{Value, json};
use stand::caught::Channel;
use stand::faults::{Fault, Mode, Where};
use url::Url;

fn settings(world: &World) -> Settings {
    Settings {
        host: world.stand.mail_smtp.ip().to_string(),
        port: world.stand.mail_smtp.port(),
        protection: Protection::None,
        credentials: None,
        from: "Окно Приозёрья <no-reply@priozerye.example>".into(),
        timeout: Duration::from_millis(800),
    }
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.into(),
        subject: "Заявление МП-2026-000001-5 зарегистрировано".into(),
        text: "Здравствуйте!\n\nЗаявление зарегистрировано. Подробности — в личном кабинете.\n.\nточка в начале строки цела\n"
            .into(),
        key: "notice 1/mail".into(),
    }
}

fn text(id: &str) -> Text {
    Text {
        id: id.into(), to: "+79000000001".into(), text: "Заявление зарегистрировано".into()
    }
}

#[tokio::test]
async fn a_letter_arrives_word_for_word() {
    let world = world().await;
    let mailer = Mailer::new(&settings(&world)).unwrap();
    assert_eq!(mailer.send(&letter("anna@example.test")).await, Outcome::Delivered);
    assert_eq!(mailer.send(&letter("boris@example.test")).await, Outcome::Delivered);
    let caught = world.stand.caught();
    assert_eq!(caught.len(), 2);
    assert_eq!(caught[0].channel, Channel::Mail);
    assert_eq!(caught[0].to, "anna@example.test");
    assert_eq!(caught[0].subject, letter("").subject);
    assert_eq!(caught[0].text.replace("\r\n", "\n").trim_end(), letter("").text.trim_end());
    assert_eq!(caught[0].id, "<notice.1.mail@priozerye.example>");
    world.stand.stop().await;
}

/// Proves: STATUS-09.
#[tokio::test]
async fn each_way_a_letter_can_fail_is_told_apart() {
    let world = world().await;
    let mailer = Mailer::new(&settings(&world)).unwrap();
    for (mode, outcome) in [
        (Mode::Bounce, Outcome::HardBounce),
        (Mode::SoftBounce, Outcome::SoftBounce),
        (Mode::Failed, Outcome::Later),
        (Mode::Down, Outcome::Later),
        (Mode::Wrong, Outcome::Later),
        (Mode::None, Outcome::Delivered),
    ] {
        world.stand.fault(Fault::of(Where::Mail, mode));
        assert_eq!(mailer.send(&letter("anna@example.test")).await, outcome, "{mode:?}");
    }
    world.stand.fault(Fault::of(Where::Mail, Mode::Slow).lasting(60_000).times(1));
    assert_eq!(mailer.send(&letter("anna@example.test")).await, Outcome::Later);
    assert_eq!(mailer.send(&letter("not an address")).await, Outcome::HardBounce);
    assert_eq!(world.stand.caught().len(), 1);
    let settings = settings(&world);
    world.stand.stop().await;
    assert_eq!(Mailer::new(&settings).unwrap().send(&letter("anna@example.test")).await, Outcome::Later);
}

#[tokio::test]
async fn a_subject_cannot_smuggle_a_header() {
    let world = world().await;
    let mailer = Mailer::new(&settings(&world)).unwrap();
    let mut sly = letter("anna@example.test");
    sly.subject = "Тема\r\nBcc: other@example.test".into();
    assert_eq!(mailer.send(&sly).await, Outcome::Delivered);
    let caught = world.stand.caught();
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0].subject, "Тема Bcc: other@example.test");
}

#[tokio::test]
async fn mail_without_protection_stays_on_this_machine() {
    let world = world().await;
    let settings = Settings { host: "mail.example.test".into(), ..settings(&world) };
    assert_eq!(Mailer::new(&settings).unwrap_err().code(), Some("PROTECTION"));
}

/// Proves: STATUS-09.
#[tokio::test]
async fn each_way_a_text_message_can_fail_is_told_apart() {
    let world = world().await;
    let gateway = Gateway::new(Url::parse(&world.stand.sms_url).unwrap(), None, world.http.clone()).unwrap();
    for (mode, outcome) in [
        (Mode::Bounce, Outcome::HardBounce),
        (Mode::SoftBounce, Outcome::SoftBounce),
        (Mode::Down, Outcome::Later),
        (Mode::Wrong, Outcome::Later),
        (Mode::None, Outcome::Delivered),
    ] {
        world.stand.fault(Fault::of(Where::Sms, mode));
        assert_eq!(gateway.send(&text("t1")).await, outcome, "{mode:?}");
    }
    assert_eq!(gateway.send(&text("t1")).await, Outcome::Delivered, "the same message again");
    assert_eq!(world.stand.caught().len(), 1);
    world.stand.fault(Fault::of(Where::Sms, Mode::Slow).lasting(60_000).times(1));
    assert_eq!(gateway.send(&text("t2")).await, Outcome::Later);
    world.stand.stop().await;
    assert_eq!(gateway.send(&text("t3")).await, Outcome::Later);
}

#[tokio::test]
async fn the_page_of_the_stand_shows_what_was_sent_and_takes_faults() {
    let world = world().await;
    let mailer = Mailer::new(&settings(&world)).unwrap();
    let mut linked = letter("anna@example.test");
    linked.text = "Откройте http://127.0.0.1:8080/account. <script>alert(1)</script>".into();
    mailer.send(&linked).await;
    let desk = Url::parse(&world.stand.desk_url).unwrap();
    let get = async |path: &str| world.http.get(desk.join(path).unwrap()).send().await.unwrap().text().await.unwrap();
    let home = get("/").await;
    assert!(home.contains("anna@example.test") && home.contains("зарегистрировано"));
    let shown = get("/sent/1").await;
    assert!(shown.contains("<a href=\"http://127.0.0.1:8080/account\">"), "{shown}");
    assert!(!shown.contains("<script>"));
    let sent: Value = serde_json::from_str(&get("/sent").await).unwrap();
    assert_eq!(sent[0]["to"], "anna@example.test");
    assert!(get("/sent/99").await.contains("Такого сообщения нет"));

    let faults = desk.join("/faults").unwrap();
    let fault = json!({ "system": "mail", "mode": "bounce", "count": 1 });
    assert_eq!(world.http.post(faults.clone()).json(&fault).send().await.unwrap().status(), 200);
    assert_eq!(serde_json::from_str::<Value>(&get("/faults").await).unwrap(), json!([fault]));
    assert_eq!(mailer.send(&linked).await, Outcome::HardBounce);
    let pressed = world.http.post(faults.clone()).form(&[("system", "sms"), ("mode", "down")]).send().await.unwrap();
    assert_eq!(pressed.status(), 303);
    assert!(get("/").await.contains("СМС: не отвечает"));
    let wrong = world.http.post(faults).json(&json!({ "system": "moon" })).send().await.unwrap();
    assert_eq!(wrong.status(), 422);
}
