//! The dialogue beside the questionnaire: the same answers lead to the same variant, whichever way
//! they were given; what is not clear is asked again and never guessed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use serde_json::{Value, json};
use world::browser::{Browser, Page, Sending};
use world::{World, between};

const API: &str = "/api/v1/assistant";

async fn say(browser: &mut Browser, phrase: &Value) -> Value {
    let sending = Sending::post(API).header("content-type", "application/json").body(phrase.to_string().as_bytes());
    let page = browser.send(sending).await;
    assert_eq!(page.status, 200, "{phrase}: {}", page.words());
    page.json()
}

/// The talk that an answer hands back, with the next phrase.
fn with(talk: &Value, said: &str) -> Value {
    json!({ "service": talk["service"], "answers": talk["answers"], "unsure": talk["unsure"], "said": said })
}

/// A phrase for a question: now this option, now that one; something that fits where there are none.
fn phrase(question: &Value, turn: usize) -> String {
    let options = question["options"].as_array().unwrap();
    if options.is_empty() {
        return ["2", "05.03.1990", "1000"][turn % 3].to_owned();
    }
    options[turn % options.len()]["label"].as_str().unwrap().to_owned()
}

fn heading(page: &Page) -> String {
    let text = page.text();
    let heading = between(&text, "<h1", "</h1>").unwrap();
    heading.split_once('>').unwrap().1.to_owned()
}

/// Proves: PROFILE-02.
#[tokio::test]
async fn the_same_answers_lead_to_the_same_variant_in_the_dialogue_and_on_the_page_for_every_service() {
    let world = World::start().await;
    let (mut bot, mut person) = (world.stranger(), world.stranger());
    let catalogue = person.open("/search").await.text();
    let services: Vec<&str> =
        catalogue.split("href=\"/services/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(services.len() >= 20, "{services:?}");
    let mut variants = 0;
    for service in services {
        for first in 0..3 {
            let mut talk = say(&mut bot, &json!({ "said": service })).await;
            assert_eq!(talk["service"], service);
            let mut turn = first;
            while let Some(question) = talk.get("question").cloned() {
                talk = say(&mut bot, &with(&talk, &phrase(&question, turn))).await;
                if !talk["again"].is_null() {
                    // Not what is asked: said so, and the question still stands.
                    assert_eq!(talk["question"]["fact"], question["fact"], "{service}: {talk}");
                    talk = say(&mut bot, &with(&talk, "не знаю")).await;
                }
                turn += 1;
                assert!(turn < 60, "{service} never ends: {talk}");
            }
            let mut fields = vec![("action", "next")];
            let answers = talk["answers"].as_object().unwrap();
            fields.extend(answers.iter().map(|(name, raw)| (name.as_str(), raw.as_str().unwrap())));
            fields.extend(talk["unsure"].as_array().unwrap().iter().map(|name| ("!unsure", name.as_str().unwrap())));
            let page = person.post(&format!("/services/{service}/questions"), &fields).await;
            assert_eq!(page.status, 200);
            assert_eq!(heading(&page), talk["outcome"]["variant"].as_str().unwrap(), "{service}: {talk}");
            // The page of the dialogue says it too.
            fields[0] = ("!service", service);
            let told = person.post("/assistant", &fields).await;
            assert!(told.text().contains(&format!("<h2 id=\"outcome\">{}</h2>", heading(&page))), "{service}");
            variants += usize::from(!talk["outcome"]["clause"].as_str().unwrap().is_empty());
        }
    }
    assert!(variants > 20, "only {variants} talks came to a variant with its clause");
}

/// Proves: PROFILE-02, PROFILE-08.
#[tokio::test]
async fn words_that_fit_several_things_or_nothing_are_asked_again() {
    let world = World::start().await;
    let mut bot = world.stranger();
    let greeted = say(&mut bot, &json!({})).await;
    assert!(greeted["service"].is_null() && greeted["again"].is_null() && !greeted["say"].as_str().unwrap().is_empty());
    // Several services, none taken; then the one that was meant.
    let several = say(&mut bot, &json!({ "said": "земля" })).await;
    assert!(several["service"].is_null() && several["services"].as_array().unwrap().len() > 1, "{several}");
    let vague = say(&mut bot, &json!({ "said": "синий охотничий трактор" })).await;
    assert!(vague["service"].is_null() && vague["services"].as_array().unwrap().len() > 1, "{vague}");
    let near = say(&mut bot, &json!({ "said": "синий трактор" })).await;
    assert!(near["service"].is_null(), "a service with one word of two is proposed, not taken: {near}");
    let nothing = say(&mut bot, &json!({ "said": "абракадабра" })).await;
    assert!(nothing["service"].is_null() && nothing["again"].as_str().unwrap().contains("Скажите иначе"), "{nothing}");
    let unknown = say(&mut bot, &json!({ "service": "../etc/passwd", "said": "да" })).await;
    assert!(unknown["service"].is_null() && !unknown["again"].is_null(), "{unknown}");
    // An answer: unclear, several, then told by a word, by a number, taken as unknown.
    let talk = say(&mut bot, &json!({ "said": "охотничий билет" })).await;
    assert_eq!(talk["service"], "hunting-ticket", "{talk}");
    assert_eq!(talk["question"]["fact"], "request.kind", "{talk}");
    let unclear = say(&mut bot, &with(&talk, "котёнок")).await;
    assert!(unclear["again"].as_str().unwrap().contains("Не получилось понять"), "{unclear}");
    assert_eq!(unclear["answers"], json!({}), "nothing was guessed");
    let two = say(&mut bot, &with(&talk, "билет")).await;
    assert!(two["again"].as_str().unwrap().contains("Аннулировать билет"), "{two}");
    for (said, meant) in [("аннулировать", "annul"), ("1", "issue"), ("Изменить сведения в билете", "amend")]
    {
        let taken = say(&mut bot, &with(&talk, said)).await;
        assert_eq!(taken["answers"]["request.kind"], meant, "{said}: {taken}");
    }
    let open = say(&mut bot, &with(&talk, "Не знаю")).await;
    assert_eq!(open["unsure"], json!(["request.kind"]));
    // A call that cannot be read says where.
    let broken = Sending::post(API).header("content-type", "application/json").body(b"{\"said\": }");
    let broken = bot.send(broken).await;
    assert!((400..500).contains(&broken.status) && broken.json()["code"].is_string(), "{}", broken.words());
    // On the page the words that were not understood stay in the box, and the services are buttons.
    let page = bot.post("/assistant", &[("!service", "hunting-ticket"), ("!said", "котёнок")]).await;
    assert!(
        page.text().contains("value=\"котёнок\"") && page.words().contains("Не получилось понять"),
        "{}",
        page.words()
    );
    let page = bot.post("/assistant", &[("!said", "земля"), ("!picked", "hunting-ticket")]).await;
    assert!(page.words().contains("Охотничий билет") && page.text().contains("name=\"!service\""), "{}", page.words());
    assert!(bot.cookie("okno_answers").is_none(), "nothing is kept of a talk");
}
