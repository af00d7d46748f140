//! Every kind of finding, one at a time: an edit of a whole package and what it must bring.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use regulation::diagnostic::{Diagnostic, Severity, Sources, render};
use regulation::package;

/// Replaces a text that is there exactly once.
fn edit(sources: &mut Sources, file: &str, from: &str, to: &str) {
    let text = sources.0.get_mut(file).expect("the file is there");
    assert_eq!(text.matches(from).count(), 1, "`{from}` must be in {file} once");
    *text = text.replace(from, to);
}

/// The plain package with one edit.
fn edited(file: &str, from: &str, to: &str) -> (Sources, Vec<Diagnostic>) {
    let mut sources = package_folder::fixture("plain");
    edit(&mut sources, file, from, to);
    let (_, found) = package::read(&sources);
    (sources, found)
}

/// One edit of `regulation.yaml` must bring exactly one finding: this code at this text.
fn brings(from: &str, to: &str, code: &str, at: &str) {
    brings_in("regulation.yaml", from, to, code, at);
}

fn brings_in(file: &str, from: &str, to: &str, code: &str, at: &str) {
    let (sources, found) = edited(file, from, to);
    let shown = render(&found, &sources, false);
    let [one] = found.as_slice() else { panic!("`{to}` must bring one finding:\n{shown}") };
    assert_eq!(one.code, code, "{shown}");
    let text = &sources.0[&one.span.file];
    let marked = &text[one.span.start..one.span.end];
    assert!(marked.starts_with(at), "marked `{marked}`, not `{at}`:\n{shown}");
    assert!(!one.help.is_empty() && !one.label.is_empty(), "{shown}");
}

#[test]
fn a_file_that_is_not_yaml_is_shown_where_reading_stopped() {
    let (_, found) = edited("regulation.yaml", "keywords: [ягоды, лес]", "keywords: [ягоды, лес");
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["R001"]);
    brings_in("cases/basic.yaml", "- name: Запрет ведёт", "- \"name: Запрет ведёт", "R001", "");
}

#[test]
fn a_dash_without_quotes_is_shown_with_how_to_write_it() {
    let table = |cells: &str| {
        let rows =
            format!("variants:\n  inputs: [request.kind, photo]\n  rows:\n    - {{ id: issue, if: [{cells}] }}\n");
        edited("regulation.yaml", "variants:\n", &rows)
    };
    for cells in ["issue, -", "-, issue", "-", "issue, -, renew"] {
        let (sources, found) = table(cells);
        let shown = render(&found, &sources, false);
        let [one] = found.as_slice() else { panic!("`{cells}`:\n{shown}") };
        let text = &sources.0["regulation.yaml"];
        assert_eq!((one.code, &text[one.span.start..one.span.end]), ("R001", "-"), "{shown}");
        assert!(one.help.contains("\"-\"") && one.help.contains("any"), "{shown}");
    }
}

#[test]
fn any_value_is_a_word_too() {
    let variants = |cell: &str| {
        format!(
            "variants:\n  inputs: [request.kind, banned]\n  rows:\n    - {{ id: issue, title: Выдача, if: [issue, {cell}], term: 5 wd, because: reg.6 }}\n    - {{ id: renew, title: Продление, if: [renew, {cell}], term: 4 wd, because: reg.6 }}\n\nrefuse-intake:\n"
        )
    };
    let whole = package_folder::fixture("plain").0["regulation.yaml"].clone();
    let (from, until) = (whole.find("variants:\n").unwrap(), whole.find("refuse-intake:\n").unwrap());
    for cell in ["\"-\"", "any", "любое"] {
        let changed = format!("{}{}{}", &whole[..from], variants(cell), &whole[until + "refuse-intake:\n".len()..]);
        let mut sources = package_folder::fixture("plain");
        sources.0.insert("regulation.yaml".to_owned(), changed);
        let (regulation, found) = package::read(&sources);
        assert!(regulation.is_some(), "{cell}: {}", render(&found, &sources, false));
    }
}

/// Proves: CAT-04, CAT-14.
#[test]
fn channels_are_known_and_one_of_them_takes_applications() {
    let with = |channels: &str| {
        format!("lists:\n  - {{ list: mass-significant, act: Перечень, from: 2026-01-01 }}\nchannels:\n{channels}")
    };
    let lists = "lists:\n  - { list: mass-significant, act: Примерный перечень № 1, from: 2026-01-01 }\n";
    let good = with(
        "  - { channel: portal, for: [inform, file, result] }\n  - { channel: office, for: [file], hours: по будням с 9 до 18, because: reg.2 }\n",
    );
    let (_, found) = edited("regulation.yaml", lists, &good);
    assert_eq!(found, []);
    brings(lists, &with("  - { channel: portal, for: [inform] }\n"), "R082", "- { channel");
    brings(lists, &with("  - { channel: fax, for: [file] }\n  - { channel: post, for: [file] }\n"), "R006", "fax");
    brings(lists, &with("  - { channel: post, for: [file, sing] }\n"), "R006", "sing");
    brings(lists, &with("  - { channel: post, for: [file] }\n  - { channel: post, for: [pay] }\n"), "R036", "post");
}

#[test]
fn a_source_answers_within_the_exchange_that_asks_it() {
    brings("    within: 2 wd\n    because: reg.4", "    within: 3 wd\n    because: reg.4", "R081", "3 wd");
}

#[test]
fn the_invited_go_by_a_field_of_their_record() {
    let party = |invite: &str| {
        format!(
            "      litres: {{ type: number, whole: true, min: 1, max: 50, unit: л, label: Объём, required: true }}\n      owner: {{ type: snils, label: СНИЛС хозяина }}\n  total: {{ type: number, label: Всего литров, purpose: decision, because: law.3.2, derive: \"sum(baskets.litres)\" }}\nparties:\n  - {{ id: owner, title: Хозяин корзины, role: consent, each: baskets, invite: {invite}, because: law.3 }}\nrest:\n"
        )
    };
    let whole = package_folder::fixture("plain").0["regulation.yaml"].clone();
    let found = |invite: &str| {
        let (head, tail) = whole.split_once("      litres:").unwrap();
        let (_, tail) = tail.split_once("  photo:\n").unwrap();
        let party = party(invite);
        let (item, people) = party.split_once("parties:").unwrap();
        let people = people.trim_end_matches("rest:\n");
        let text = format!("{head}{item}  photo:\n{tail}\nparties:{people}");
        let mut sources = package_folder::fixture("plain");
        sources.0.insert("regulation.yaml".to_owned(), text);
        package::read(&sources).1.into_iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(found("owner"), Vec::<&str>::new());
    assert_eq!(found("berry"), ["R070"]);
    assert_eq!(found("nobody"), ["R012"]);
}

#[test]
fn a_folder_without_a_regulation_is_told_so() {
    let (regulation, found) = package::read(&Sources::default());
    assert!(regulation.is_none());
    assert_eq!(found[0].code, "R001");
    assert!(!render(&found, &Sources::default(), false).is_empty());
}

#[test]
fn a_value_of_another_kind_is_refused() {
    brings("keywords: [ягоды, лес]", "keywords: ягоды", "R002", "ягоды");
    brings("applicants: [person, sole-trader]", "applicants: { person: yes }", "R002", "{ person");
    brings("whole: true", "whole: 3", "R002", "3");
    brings("fee: { amount: free, because: reg.9 }", "fee: free", "R002", "free");
}

#[test]
fn keys_are_known_single_and_present() {
    brings("    one: корзина\n", "    one: корзина\n    colour: red\n", "R003", "colour");
    brings("short: Разрешение на сбор ягод\n", "", "R004", "okno: 1");
    brings("    one: корзина\n", "    one: корзина\n    one: короб\n", "R005", "one");
    brings("kind: municipal", "kind: town", "R006", "town");
    brings("type: snils", "type: snilz", "R006", "snilz");
}

#[test]
fn a_comma_that_cuts_a_text_is_told_from_an_unknown_key() {
    let (_, found) = edited("regulation.yaml", "title: Снимок не читается", "title: Снимок");
    assert!(found.is_empty());
    let (_, found) = edited(
        "regulation.yaml",
        "note: Норма запроса придумана для примера.",
        "note: Норма запроса, как и все, придумана.",
    );
    assert!(found.iter().all(|one| one.help.contains("кавычки")), "{found:?}");
}

#[test]
fn dates_terms_clauses_and_amounts_are_read_strictly() {
    brings("date: 2020-05-06", "date: 06.05.2020", "R007", "06.05.2020");
    brings("valid: 1 year", "valid: вечно", "R008", "вечно");
    brings("because: law.4 }", "because: law }", "R009", "law");
    brings("because: law.4 }", "because: lwa.4 }", "R009", "lwa.4");
    brings("amount: free", "amount: дорого", "E010", "дорого");
    brings("service: berry-permit", "service: ягоды", "R011", "ягоды");
    let bad = "  9lives: { type: text, label: Имя, purpose: contact, from: [esia.email], because: law.3 }\nform:";
    brings("\nform:", bad, "R011", "9lives");
}

#[test]
fn anchors_are_refused_and_depth_is_bounded() {
    brings("kind: municipal", "kind: &here municipal", "R010", "&here municipal");
    let deep = format!("keywords: {}{}", "[".repeat(60), "]".repeat(60));
    let (_, found) = edited("regulation.yaml", "keywords: [ягоды, лес]", &deep);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["R010"]);
}

/// Proves: CAR-02.
#[test]
fn a_fact_must_be_known_had_from_somewhere_and_used() {
    brings("keys: [applicant.snils]", "keys: [applicant.snlis]", "R012", "applicant.snlis");
    brings("input: [decision]", "input: [desicion]", "R012", "desicion");
    brings("fields: [baskets, photo]", "fields: [baskets, photo, photo]", "R013", "photo");
    brings("fields: [baskets, photo]", "fields: [baskets]", "R015", "photo");
    brings("fields: [baskets, photo]", "fields: [baskets, photo, total]", "R039", "total");
    brings("fields: [baskets, photo]", "fields: [baskets, photo, banned]", "R039", "banned");
    brings("derive: \"sum", "from: [esia.inn], derive: \"sum", "R039", "from");
    let unused =
        "  mood: { type: text, label: Настроение, from: [esia.email], purpose: decision, because: law.3 }\nform:";
    brings("\nform:", unused, "R014", "mood");
}

/// Proves: CAR-02.
#[test]
fn what_burdens_the_applicant_names_its_purpose_and_clause() {
    brings("purpose: decision, because: law.3.2, derive", "because: law.3.2, derive", "R016", "total");
    brings(", because: law.4 }", " }", "R017", "permit");
    brings("amount: free, because: reg.9", "amount: free", "R017", "fee");
    brings("    because: reg.7\n", "", "R017", "B1");
    brings("term: 5 wd, because: reg.6", "term: 5 wd", "R017", "issue");
}

/// Proves: FORM-04.
#[test]
fn a_check_or_ground_without_words_or_with_empty_words_is_refused() {
    brings("        mend: Проверьте год рождения.\n", "", "R018", "rule");
    brings("    mend: Подайте заявление после совершеннолетия.\n", "", "R018", "B2");
    brings("    say: На снимке не видно корзины.\n", "", "R018", "B1");
    brings("      no: Заявителю ещё нет 18 лет.\n", "", "R018", "adult");
    for empty in ["Неверное значение.", "Ошибка!", "Проверьте данные"] {
        brings("say: Дата рождения ещё не наступила.", &format!("say: {empty}"), "R019", empty);
    }
    brings("mend: Проверьте год рождения.", "mend: Исправьте ошибку.", "R019", "Исправьте");
}

/// Proves: FORM-05.
#[test]
fn limits_are_the_authors_within_the_hard_limits_of_the_field() {
    let (_, found) = edited("regulation.yaml", "max: 100, label: Фамилия", "max: 40, label: Фамилия");
    assert!(found.is_empty(), "a service may set its own limit");
    brings("max: 100, label: Фамилия", "max: 100000, label: Фамилия", "R037", "100000");
    brings("min: 1, max: 50", "min: 60, max: 50", "R037", "50");
    brings("    max: 5\n", "    max: 500\n", "R037", "500");
    brings("max-bytes: 5 MiB", "max-bytes: 5 GiB", "R032", "5 GiB");
    brings("[image/jpeg, application/pdf]", "[image/jpg, application/pdf]", "R032", "image/jpg");
    brings("max-bytes: 5 MiB", "max-bytes: 5 MiB\n    ratio: широкий", "R032", "широкий");
    let one = "  mood: { type: choice, options: { good: Хорошее }, label: Настроение, from: [esia.email], purpose: contact, because: law.3 }\nform:";
    brings("\nform:", one, "R037", "{ good");
}

/// Proves: FORM-05.
#[test]
fn checks_keep_the_order_of_the_author() {
    let more = "    check:\n      - rule: applicant.birthdate > date(\"1900-01-01\")\n        say: Дата слишком давняя.\n        mend: Проверьте век.\n";
    let mut sources = package_folder::fixture("plain");
    edit(&mut sources, "regulation.yaml", "    check:\n", more);
    let (regulation, found) = package::read(&sources);
    let regulation = regulation.unwrap_or_else(|| panic!("{}", render(&found, &sources, false)));
    let said: Vec<&str> = regulation.facts["applicant.birthdate"].checks.iter().map(|one| one.say.as_str()).collect();
    assert_eq!(said, ["Дата слишком давняя.", "Дата рождения ещё не наступила."]);
}

/// Proves: PROCEDURE-02.
#[test]
fn a_procedure_has_input_output_start_and_end() {
    brings("input: [request.kind], output: [registration]", "output: [registration]", "R020", "intake");
    brings("input: [request.kind], output: [registration]", "input: [request.kind]", "R020", "intake");
    brings("input: [request.kind], output: [registration]", "input: [], output: [registration]", "R020", "input");
    brings("output: [registration]", "output: [registration, souvenir]", "R022", "souvenir");
    let (sources, found) = edited(
        "regulation.yaml",
        "input: [banned, total], output: [decision]",
        "input: [banned, total], output: [decision], start: banned = false, end: allowed",
    );
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
    let regulation = package::read(&sources).0.expect("nothing was found");
    let text = package::text(&regulation);
    assert!(text.contains("Начинается, когда `banned = false`."), "{text}");
    assert!(text.contains("Заканчивается, когда `allowed`."), "{text}");
    assert!(text.contains("Начинается, когда закончена предыдущая процедура."), "a start left out is said too");
}

/// Proves: PROCEDURE-03.
#[test]
fn criteria_are_binary() {
    brings("rule: age(applicant.birthdate, today) >= 18", "rule: age(applicant.birthdate, today)", "E022", "age");
    brings("when: not(adult)", "when: not(adult) and applicant.name", "E022", "applicant.name");
    brings("when: not(adult)", "when: not(adlut)", "E010", "adlut");
}

/// Proves: PROCEDURE-04.
#[test]
fn norms_of_procedures_may_not_exceed_the_whole_term() {
    brings("term: 4 wd", "term: 3 wd", "R021", "3 wd");
    brings("term: 4 wd", "term: 2 cd", "R021", "2 cd");
    for enough in ["term: 4 cd", "term: 1 month", "term: 1 year"] {
        let (sources, found) = edited("regulation.yaml", "term: 4 wd", enough);
        assert!(found.is_empty(), "{enough}: {}", render(&found, &sources, false));
    }
}

#[test]
fn variants_are_known_exclusive_and_give_something() {
    brings("variants: [issue]", "variants: [isue]", "R023", "isue");
    brings("when: request.kind = \"renew\" and", "when: request.kind != \"nothing\" and", "E024", "\"nothing\"");
    brings(
        "request.kind = \"renew\" and permit.number != \"\"",
        "request.kind = \"renew\" or request.kind = \"issue\" or permit.number = \"\"",
        "R024",
        "request.kind =",
    );
    brings(
        "holds: [applicant.name, total], valid",
        "holds: [applicant.name], variants: [issue], valid",
        "R025",
        "renew",
    );
    brings(
        "request.kind = \"renew\" and permit.number != \"\"",
        "request.kind = \"renew\" and permit.number != \"\" and total <= 50",
        "R026",
        "variants",
    );
}

#[test]
fn the_way_of_a_case_has_intake_and_decision_and_asks_its_sources() {
    brings("id: decision, kind: decision", "id: decision, kind: assessment", "R026", "procedures");
    brings(", asks: [forest.ban]", "", "R040", "queries");
    brings("output: [decision], because", "output: [decision], asks: [forest.ban], because", "R040", "asks");
    brings("asks: [forest.ban]", "asks: [forest.bun]", "R035", "forest.bun");
    let more = "  moon.phase: { title: Фазы луны, keys: [applicant.snils], within: 1 wd, because: reg.4 }\n\nfacts:";
    brings("\nfacts:", more, "R041", "moon.phase");
    brings("from: [forest.ban.found]", "from: [forrest.ban.found]", "R035", "forrest.ban.found");
    brings("from: [esia.snils]", "from: [esia.snlis]", "R035", "esia.snlis");
}

#[test]
fn files_sample_and_cases_are_part_of_a_package() {
    brings("template: permit.typ", "template: permits.typ", "R027", "permits.typ");
    brings("  applicant.birthdate: 1985-07-01\n", "  applicant.birthdate: 2985-07-01\n", "R028", "2985");
    let mut sources = package_folder::fixture("plain");
    sources.0.remove("cases/basic.yaml");
    assert_eq!(package::read(&sources).1[0].code, "R029");
    let mut sources = package_folder::fixture("plain");
    let text = sources.0.get_mut("regulation.yaml").expect("the file is there");
    text.truncate(text.find("sample:").expect("there is a sample"));
    assert_eq!(package::read(&sources).1[0].code, "R028");
}

#[test]
fn cases_expect_only_what_is_declared() {
    let case = "cases/basic.yaml";
    brings_in(case, "grounds: [B3]", "grounds: [B9]", "R030", "B9");
    brings_in(case, "variant: issue", "variant: isue", "R030", "isue");
    brings_in(case, "unknown: [banned]", "unknown: [baned]", "R030", "baned");
    brings_in(case, "decision: unknown", "decision: perhaps", "R006", "perhaps");
    brings_in(case, "request.kind: issue", "request.kind: isue", "R038", "isue");
    brings_in(case, "given: { banned: true }", "given: { baned: true }", "R012", "baned");
    brings_in(case, "given: { banned: true }", "given: { banned: может быть }", "R002", "может");
    brings_in(case, "due: 2026-03-10", "due: 2026-03-32", "R007", "2026-03-32");
}

/// Proves: CAT-16.
#[test]
fn a_named_list_has_its_act_and_dates() {
    brings("act: Примерный перечень № 1, ", "", "R031", "list");
    brings("from: 2026-01-01 }", "from: 2026-01-01, until: 2025-01-01 }", "R037", "2025-01-01");
    let (sources, _) = edited("regulation.yaml", "from: 2026-01-01 }", "from: 2026-01-01, until: 2027-01-01 }");
    let regulation = package::read(&sources).0.expect("the edit is right");
    let on = |day: &str| regulation.lists_on(day.parse().expect("a date")).map(|one| one.act.as_str()).next();
    assert_eq!(on("2025-12-31"), None);
    assert_eq!(on("2026-01-01"), Some("Примерный перечень № 1"));
    assert_eq!(on("2027-01-01"), None);
}

#[test]
fn a_circle_of_derived_facts_is_shown_with_its_way() {
    let circle = "  first: { type: number, label: Первое, purpose: decision, because: law.3, derive: second + 1 }\n  second: { type: number, label: Второе, purpose: decision, because: law.3, derive: first + 1 }\nform:";
    let (_, found) = edited("regulation.yaml", "\nform:", circle);
    let [one] = found.as_slice() else { panic!("one circle, one finding: {found:?}") };
    assert_eq!(one.code, "R034");
    assert!(one.message.contains("first → second → first"), "{}", one.message);
}

#[test]
fn ids_paths_acts_and_criteria_hold_together() {
    brings("id: renew, title", "id: issue, title", "R036", "issue");
    brings("- { id: baskets, title", "- { id: request, title", "R036", "request");
    brings("what: procedures.queries.within", "what: procedures.query.within", "R042", "procedures.query");
    brings("\nsources:", "  old: { title: Старый порядок, number: \"1\" }\n\nsources:", "R043", "old");
    let (_, found) = edited("regulation.yaml", "when: not(allowed)", "when: banned");
    assert_eq!(found.iter().map(|one| (one.code, one.severity)).collect::<Vec<_>>(), [("R044", Severity::Warning)]);
}

/// Proves: PROCEDURE-04.
#[test]
fn silence_is_consent_only_where_something_is_decided() {
    let consent = |to: &str| format!("{to}, tacit-consent: {{ because: reg.8, say: Решено в вашу пользу. }}");
    brings("output: [registration]", &consent("output: [registration]"), "R087", "{ because");
    brings("output: [decision]", "output: [decision], tacit-consent: { because: reg.8 }", "R018", "{ because");
    let (sources, found) = edited("regulation.yaml", "output: [decision]", &consent("output: [decision]"));
    assert!(found.is_empty(), "{}", render(&found, &sources, false));
    let regulation = package::read(&sources).0.expect("the edit is right");
    let text = package::text(&regulation);
    assert!(text.contains("Не принято решение в срок — заявление удовлетворено"), "{text}");
}
