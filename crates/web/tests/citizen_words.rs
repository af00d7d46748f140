//! The words of the citizen's pages: every key that is named exists, every key that exists is
//! named, counts agree, the other languages stay within; and the look keeps its budget.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use actions::citizen::inspect::Flaw;
use regulation::package::Method;
use web::shell::error::KINDS;
use web::shell::words::{Language, Words};

/// Families of keys that are put together at run time.
const FAMILIES: [&str; 9] = [
    "error-",
    "refusal-",
    "file-",
    "month-",
    "api-",
    "assessment-way-",
    "handout-document-",
    "complaint-wrong-",
    "rating-wrong-",
];
/// Families of the desk, the register and the public check, which have tests of their own.
const OTHERS: [&str; 3] = ["desk-", "check-", "result-"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn texts(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { texts(&path, into) } else { into.push(std::fs::read_to_string(path).unwrap()) }
    }
}

fn sources(folders: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| texts(&root().join(folder), &mut found));
    found
}

/// Keys given to `t`, `t1` and `t2` as they stand in a text.
fn named(text: &str, into: &mut BTreeSet<String>) {
    for call in ["page.t(\"", "page.t1(\"", "page.t2(\""] {
        for rest in text.split(call).skip(1) {
            into.extend(rest.split('"').next().map(str::to_owned));
        }
    }
}

fn defined(language: &str) -> BTreeSet<String> {
    let mut found = Vec::new();
    texts(&root().join("locales").join(language), &mut found);
    let lines = found.iter().flat_map(|text| text.lines());
    let keys = lines.filter_map(|line| line.split_once(" =").or_else(|| line.split_once('='))).map(|(key, _)| key);
    keys.filter(|key| key.starts_with(|sign: char| sign.is_ascii_lowercase())).map(str::to_owned).collect()
}

/// Proves: FORM-23.
#[test]
fn every_key_that_a_page_names_has_words() {
    let mut keys = BTreeSet::new();
    for text in sources(&["src/citizen", "src/shell", "templates"]) {
        named(&text, &mut keys);
    }
    assert!(keys.len() > 200, "only {} keys were found", keys.len());
    let words = Words::of(Language::Russian);
    assert!(words.faults.is_empty(), "{:?}", words.faults);
    let missing: Vec<_> = keys.iter().filter(|key| !words.has(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Keys that are chosen in code and handed to a template.
#[test]
fn every_key_that_code_chooses_has_words() {
    let families = ["state-", "stage-", "notice-", "step-", "form-", "from-", "hint-", "kind-", "settings-"];
    let words = Words::of(Language::Russian);
    for text in sources(&["src/citizen"]) {
        for literal in text.split('"').skip(1).step_by(2) {
            let is_key = families.iter().any(|family| literal.starts_with(family))
                && literal.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                && !literal.ends_with('-');
            assert!(!is_key || words.has(literal) || literal == "form-data", "{literal}");
        }
    }
}

/// Proves: FORM-22.
#[test]
fn every_failure_says_what_is_wrong_and_what_can_be_done() {
    let words = Words::of(Language::Russian);
    for kind in KINDS {
        for part in ["title", "text", "mend"] {
            assert!(words.has(&format!("error-{kind}-{part}")), "error-{kind}-{part}");
        }
    }
    for flaw in Flaw::ALL {
        assert!(words.has(flaw.code()) && words.has(&format!("{}-mend", flaw.code())), "{flaw:?}");
    }
    for (file, family, least) in [
        ("../domain/src/refusal.rs", "refusal-", 20),
        ("../domain/src/departmental/told.rs", "api-", 10),
        ("src/api/problem.rs", "api-", 10),
    ] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        let keys: Vec<&str> = text.split('"').filter(|part| part.starts_with(family)).collect();
        assert!(keys.len() >= least, "only {} keys were found in {file}", keys.len());
        for key in keys {
            assert!(words.has(key) && words.has(&format!("{key}-mend")), "{key}");
        }
    }
}

/// One key twice would show one text in two places: the second is dropped.
#[test]
fn no_key_is_defined_twice() {
    for language in Language::ALL.map(Language::code) {
        let mut found = Vec::new();
        texts(&root().join("locales").join(language), &mut found);
        let mut seen = BTreeSet::new();
        for line in found.iter().flat_map(|text| text.lines()) {
            let Some((key, _)) = line.split_once(" =") else { continue };
            let is_key = key.starts_with(|sign: char| sign.is_ascii_lowercase());
            assert!(!is_key || seen.insert(key), "{language}: {key}");
        }
    }
}

/// Proves: APPEAL-02, RATE-02.
#[test]
fn every_flaw_of_a_complaint_or_rating_says_what_is_wrong_and_how_to_mend_it() {
    let words = Words::of(Language::Russian);
    for flaw in domain::rating::Flaw::ALL {
        assert!(words.has(flaw.key()) && words.has(&format!("{}-mend", flaw.key())), "{flaw:?}");
    }
    for flaw in domain::complaint::Flaw::ALL {
        assert!(words.has(flaw.key()) && words.has(&format!("{}-mend", flaw.key())), "{flaw:?}");
    }
}

#[test]
fn every_way_to_be_assessed_has_a_name_and_a_hint() {
    let words = Words::of(Language::Russian);
    for (method, _) in Method::ALL {
        let key = format!("assessment-way-{method}");
        assert!(words.has(&key) && words.has(&format!("{key}-hint")), "{key}");
    }
}

#[test]
fn no_words_are_left_that_nothing_names() {
    let mut all = sources(&["src", "templates"]).concat();
    all.push_str(&std::fs::read_to_string(root().join("../domain/src/refusal.rs")).unwrap());
    let dead: Vec<_> = defined("ru")
        .into_iter()
        .filter(|key| !OTHERS.iter().any(|family| key.starts_with(family)))
        .filter(|key| !FAMILIES.iter().any(|family| key.starts_with(family)))
        .filter(|key| !all.contains(&format!("\"{key}\"")))
        .collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn other_languages_say_nothing_that_russian_does_not() {
    let russian = defined("ru");
    for language in Language::ALL {
        let strange: Vec<_> = defined(language.code()).into_iter().filter(|key| !russian.contains(key)).collect();
        assert!(strange.is_empty(), "{strange:?}");
        assert!(Words::of(language).faults.is_empty(), "{:?}", Words::of(language).faults);
    }
}

/// Messages of a file with the variables that each names.
fn messages(language: &str, file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("locales").join(language).join(file)).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let is_key = line.starts_with(|sign: char| sign.is_ascii_lowercase());
        if let Some((name, _)) = line.split_once('=').filter(|_| is_key) {
            name.trim_end().clone_into(&mut key);
            found.entry(key.clone()).or_default();
        }
        let variables = line.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')).collect()
        });
        if let Some(kept) = found.get_mut(&key) {
            kept.extend(variables);
        }
    }
    found
}

fn files(language: &str) -> BTreeSet<String> {
    let folder = std::fs::read_dir(root().join("locales").join(language)).unwrap();
    folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// English says everything, Tatar all of a citizen's way from the first page to the application
/// sent; each message with the same values put in.
#[test]
fn another_language_says_all_of_what_it_takes_on() {
    assert_eq!(files("en"), files("ru"), "English is whole");
    let way = ["account", "application", "catalogue", "profiling", "refusals", "service", "shell"];
    assert!(way.iter().all(|name| files("tt").contains(&format!("{name}.ftl"))), "Tatar leads through an application");
    for language in ["en", "tt"] {
        for file in files(language) {
            assert_eq!(messages(language, &file), messages("ru", &file), "{language}/{file}");
        }
    }
    for file in files("en") {
        let text = std::fs::read_to_string(root().join("locales/en").join(&file)).unwrap();
        let russian = |letter: char| ('а'..='я').contains(&letter) || ('А'..='Я').contains(&letter);
        let left = text.lines().find(|line| line.contains(russian));
        assert_eq!(left, None, "{file} is not all English");
    }
}

#[test]
fn what_a_language_lacks_is_said_in_russian() {
    let tatar = Words::of(Language::Tatar);
    assert!(!tatar.has("check-title"), "the page of checks is not yet in Tatar: choose another message");
    assert_eq!(tatar.text("check-title"), Words::of(Language::Russian).text("check-title"));
    let moment = "10:00";
    assert_eq!(tatar.fill("check-checked-at", &[("moment", &moment)]), "Проверено 10:00");
    assert_eq!(tatar.text("no-such-message"), "no-such-message");
    assert_eq!(Language::ALL.map(Language::own_name), ["Русский", "Татарча", "English"]);
}

#[test]
fn counts_are_said_in_good_russian() {
    let words = Words::of(Language::Russian);
    let say = |key: &str, count: usize| words.fill(key, &[("count", &count)]);
    assert_eq!(say("search-found", 1), "Нашлась 1 услуга");
    assert_eq!(say("search-found", 3), "Нашлось 3 услуги");
    assert_eq!(say("search-found", 11), "Нашлось 11 услуг");
    assert_eq!(say("form-wrong", 21), "Исправьте 21 ответ");
    assert_eq!(say("form-wrong", 5), "Исправьте 5 ответов");
    assert_eq!(say("account-unread", 2), "2 новых уведомления");
}

/// The look stays small: one stylesheet, one script, nothing inline.
#[test]
fn the_look_keeps_its_budget() {
    let size = |name: &str| std::fs::metadata(root().join("assets").join(name)).unwrap().len();
    assert!(size("okno.css") <= 24 * 1024, "{}", size("okno.css"));
    assert!(size("okno.js") <= 9 * 1024, "{}", size("okno.js"));
    for text in sources(&["templates"]) {
        for inline in [" style=\"", "<style", " onclick=", " onchange=", " onsubmit=", "javascript:"] {
            assert!(!text.contains(inline), "{inline}");
        }
        assert!(!text.contains("<script") || text.contains("<script src="));
    }
}
