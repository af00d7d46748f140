//! Every finding of the proofs, one at a time: the smallest edit that brings it, and its place.

use regulation::diagnostic::Severity;

use crate::{edit, edited, one_finding, package_folder};

fn brings(edits: &[(&str, &str)], code: &str, at: &str) -> String {
    one_finding(&edited(edits), code, at).message
}

/// A decision table over the plain package's facts, put to use.
fn with_table(rows: &str, hit: &str) -> String {
    format!(
        "\ntables:\n  limit:\n    title: Предел сбора\n    hit: {hit}\n    because: law.3.2\n    \
         inputs: [request.kind, total]\n    output: {{ type: yes-no }}\n    rows:\n{rows}\nform:"
    )
}

fn table_brings(rows: &str, hit: &str, code: &str, at: &str) -> String {
    let tables = with_table(rows, hit);
    brings(&[("\nform:", &tables), ("when: not(allowed)", "when: not(allowed) or not(limit)")], code, at)
}

/// Proves: PROFILE-07, RULE-02.
#[test]
fn a_gap_of_a_table_is_refused_with_the_values_that_no_row_fits() {
    let rows = "      - [issue, \"<= 10\", true]\n      - [renew, \"-\", true]\n";
    let message = table_brings(rows, "unique", "R050", "rows");
    assert!(message.contains("`request.kind` — `issue`"), "{message}");
    assert!(message.contains("`total`"), "{message}");
}

/// Proves: PROFILE-07, RULE-02.
#[test]
fn rows_that_fit_together_are_refused_with_the_values_that_both_fit() {
    let rows = "      - [issue, \"-\", true]\n      - [\"-\", \"<= 10\", true]\n      - [renew, \"> 10\", true]\n";
    let message = table_brings(rows, "unique", "R051", "[\"-\"");
    assert!(message.contains("Строки 1 и 2"), "{message}");
    assert!(message.contains("`request.kind` — `issue`"), "{message}");
}

#[test]
fn a_row_that_never_counts_is_told() {
    let rows = "      - [\"-\", \"<= 10\", true]\n      - [\"-\", \"-\", false]\n      - [issue, \"> 10\", true]\n";
    let message = table_brings(rows, "first", "R052", "[issue");
    assert!(message.contains("Строка 3"), "{message}");
    let rows = "      - [\"-\", \"-\", true]\n      - [\"not(issue, renew)\", \"-\", true]\n";
    table_brings(rows, "unique", "R052", "[\"not");
}

#[test]
fn a_complete_table_without_overlaps_brings_nothing() {
    let rows = "      - [issue, \"<= 10\", true]\n      - [issue, \"> 10\", false]\n      - [renew, \"-\", true]\n";
    let tables = with_table(rows, "unique");
    let sources = edited(&[("\nform:", &tables), ("when: not(allowed)", "when: not(allowed) or not(limit)")]);
    let (_, found) = regulation::package::read(&sources);
    assert!(found.is_empty(), "{}", regulation::diagnostic::render(&found, &sources, false));
}

const IMPOSSIBLE: &str = "request.kind = \"issue\" and request.kind = \"renew\"";

#[test]
fn a_variant_that_fits_nobody_is_refused() {
    let never =
        format!("variants:\n  - {{ id: never, title: Никому, when: '{IMPOSSIBLE}', term: 5 wd, because: reg.6 }}");
    let message = brings(&[("variants:\n", &format!("{never}\n"))], "R053", "");
    assert!(message.contains("`never`"), "{message}");
}

#[test]
fn a_variant_refused_to_everybody_is_refused() {
    let message = brings(&[("when: not(allowed)", "when: not(allowed) or request.kind = \"renew\"")], "R054", "renew");
    assert!(message.contains("`B3`"), "{message}");
}

#[test]
fn a_ground_that_never_holds_is_told() {
    brings(&[("when: not(adult)", "when: not(adult) and adult")], "R055", "not(adult)");
    brings(&[("when: not(adult)\n", "when: not(adult) and request.kind = \"renew\"\n")], "R055", "not(adult)");
}

/// Proves: PROCEDURE-03.
#[test]
fn a_criterion_that_is_always_the_same_is_told_once() {
    let yes = brings(
        &[("rule: not(banned) and total <= 100", "rule: not(banned) or banned or total <= 100")],
        "R056",
        "not(banned)",
    );
    assert!(yes.contains("всегда «да»"), "{yes}");
    let no = brings(
        &[("rule: not(banned) and total <= 100", "rule: not(banned) and banned and total <= 100")],
        "R056",
        "not(banned)",
    );
    assert!(no.contains("всегда «нет»"), "{no}");
}

#[test]
fn grounds_that_hold_in_the_same_cases_are_told() {
    let more = "procedures:\n";
    let again = "  - id: B4\n    title: То же другими словами\n    when: banned or total > 100\n    because: law.3.3\n    \
                 say: Для вас действует запрет.\n    mend: Дождитесь конца запрета.\n\nprocedures:\n";
    let message = brings(&[(more, again)], "R057", "banned or");
    assert!(message.contains("`B3` и `B4`"), "{message}");
}

#[test]
fn steps_questions_and_procedures_that_nobody_meets_are_told() {
    let step = format!("fields: [baskets, photo], when: '{IMPOSSIBLE}' }}");
    brings(&[("fields: [baskets, photo] }", &step)], "R058", "");
    let when = format!("    required: true\n    when: {IMPOSSIBLE}\nbanned: ");
    let when = when.replace("banned: ", "  banned: ");
    brings(&[("    required: true\n  banned: ", &when)], "R058", "request.kind");
    let start = format!("input: [decision], output: [result], start: '{IMPOSSIBLE}'");
    brings(&[("input: [decision], output: [result]", &start)], "R058", "");
}

/// Proves: PROFILE-04, FORMBUILDER-04.
#[test]
fn a_question_whose_answer_changes_nothing_is_told() {
    let fact = "  mood:\n    type: number\n    label: Настроение\n    purpose: decision\n    because: law.3\n    check:\n      \
                - { rule: mood > 0, say: Настроение измеряют числом больше нуля., mend: Напишите число больше нуля. }\n\nform:";
    brings(&[("\nform:", fact), ("fields: [baskets, photo]", "fields: [baskets, photo, mood]")], "R059", "mood");
}

/// Proves: FORMBUILDER-04.
#[test]
fn a_condition_that_names_a_fact_without_depending_on_it_does_not_make_a_question_useful() {
    let fact = "  mood: { type: yes-no, label: Настроение, purpose: decision, because: law.3 }\n\nform:";
    brings(
        &[
            ("\nform:", fact),
            ("fields: [baskets, photo]", "fields: [baskets, photo, mood]"),
            (
                "rule: not(banned) and total <= 100",
                "rule: not(banned) and total <= 100 and (mood or not(mood) or banned)",
            ),
        ],
        "R059",
        "mood",
    );
}

/// Proves: PROFILE-03, FORMBUILDER-03, FORMBUILDER-04.
#[test]
fn what_the_account_or_an_authority_holds_is_not_asked() {
    let message = brings(&[("label: СНИЛС, from: [esia.snils],", "label: СНИЛС,")], "R060", "applicant.snils");
    assert!(message.contains("учётная запись"), "{message}");
    let held = "    label: Снимок корзины\n    held: forest.ban\n";
    brings(&[("    label: Снимок корзины\n", held)], "R060", "true");
}

const SUSPEND: &str = "suspend:\n  - { id: S1, title: Нет ответа, when: banned, because: reg.7, say: Мы ждём ответа., mend: Ничего делать не нужно.";

/// Proves: PROCEDURE-07.
#[test]
fn a_suspension_ends_by_something_or_after_some_time() {
    brings(&[("procedures:\n", &format!("{SUSPEND} }}\n\nprocedures:\n"))], "R061", "S1");
    let limited = edited(&[("procedures:\n", &format!("{SUSPEND}, limit: 1 month }}\n\nprocedures:\n"))]);
    assert!(regulation::package::read(&limited).1.is_empty());
}

#[test]
fn a_prolongation_makes_the_term_longer() {
    let prolong = SUSPEND.replace("suspend", "prolong").replace("S1", "P1");
    brings(&[("procedures:\n", &format!("{prolong}, to: 5 wd }}\n\nprocedures:\n"))], "R062", "5 wd");
    let longer = edited(&[("procedures:\n", &format!("{prolong}, to: 30 cd }}\n\nprocedures:\n"))]);
    assert!(regulation::package::read(&longer).1.is_empty());
}

#[test]
fn a_template_takes_what_its_result_holds_and_shows_it_all() {
    let mut sources = package_folder::fixture("plain");
    edit(
        &mut sources,
        "permit.typ",
        "#lines-table(data.lines)",
        "#fact(data, \"applicant.name\") #fact(data, \"totl\")\n#lines-table(data.lines)",
    );
    let one = one_finding(&sources, "R063", "permit.typ");
    assert!(one.message.contains("`totl`"), "{}", one.message);
    let mut sources = package_folder::fixture("plain");
    edit(&mut sources, "permit.typ", "#lines-table(data.lines)", "#fact(data, \"applicant.name\")");
    let one = one_finding(&sources, "R064", "holds");
    assert_eq!(one.severity, Severity::Warning);
}

#[test]
fn a_name_means_one_thing() {
    let criterion = "criteria:\n  banned:\n    rule: total > 5\n    because: law.3.1\n    say:\n      yes: Запрет есть.\n      no: Запрета нет.\n      unknown: О запрете неизвестно.\n";
    let sources = edited(&[("criteria:\n", criterion)]);
    let (_, found) = regulation::package::read(&sources);
    assert!(found.iter().any(|one| one.code == "R065" || one.code == "R036"), "{found:?}");
    brings(&[("      litres: {", "      total: { type: text, label: Итог }\n      litres: {")], "R065", "total");
}

#[test]
fn a_parameter_that_nothing_reads_is_told() {
    let params = "params:\n  norm: { title: Норма сбора, type: number, because: law.3.2, value: 100 }\n\nform:";
    brings(&[("\nform:", &format!("\n{params}"))], "R066", "norm");
    let used = edited(&[("\nform:", &format!("\n{params}")), ("total <= 100", "total <= norm")]);
    assert!(regulation::package::read(&used).1.is_empty());
}

fn fee(lines: &str, exempt: &str) -> String {
    format!("fee:\n  because: reg.9\n  lines:\n{lines}  exempt:\n{exempt}\n")
}

const PLAIN_FEE: &str = "fee: { amount: free, because: reg.9 }\n";
const LINES: &str = "    - { id: base, title: За разрешение, amount: 100.00, because: reg.9 }\n    - { id: more, title: За срочность, amount: 50.00, because: reg.9 }\n";

#[test]
fn lines_and_exemptions_that_never_count_are_told() {
    let never = format!("    - {{ id: never, title: Ничего, amount: 5.00, when: '{IMPOSSIBLE}', because: reg.9 }}\n");
    let all = fee(&format!("{LINES}{never}"), "    - { id: young, title: Юным, when: not(adult), because: reg.9 }");
    brings(&[(PLAIN_FEE, &all)], "R067", "");
    let exempt = "    - { id: all, title: Юным, when: not(adult), percent: 100, because: reg.9 }\n    - { id: some, title: Юным с запретом, when: not(adult) and banned, percent: 50, because: reg.9 }";
    let message = brings(&[(PLAIN_FEE, &fee(LINES, exempt))], "R067", "not(adult) and");
    assert!(message.contains("`some`"), "{message}");
}

#[test]
fn exemptions_from_different_lines_that_hold_at_once_are_told() {
    let exempt = "    - { id: young, title: Юным, when: not(adult), lines: [base], because: reg.9 }\n    - { id: few, title: Немногим, when: total < 3, lines: [more], because: reg.9 }";
    let message = brings(&[(PLAIN_FEE, &fee(LINES, exempt))], "R068", "total < 3");
    assert!(message.contains("`young` и `few`"), "{message}");
}

#[test]
fn who_is_invited_is_found_by_a_snils() {
    let party = "parties:\n  - { id: friend, title: Спутник, role: joint, facts: [applicant.name], invite: applicant.name, because: reg.3 }\n\nprocedures:\n";
    brings(&[("procedures:\n", party)], "R070", "applicant.name");
}

/// Proves: BOOK-03.
#[test]
fn shares_of_a_resource_fit_into_it() {
    let resource = "resources:\n  - id: glade\n    title: Поляна\n    unit: место\n    key: [request.kind]\n    order: arrival\n    because: reg.3\n    shares:\n      - { title: Взрослым, percent: 70, when: adult, because: reg.3 }\n      - { title: Остальным, percent: 40, when: not(adult), because: reg.3 }\n\nprocedures:\n";
    let message = brings(&[("procedures:\n", resource)], "R071", "");
    assert!(message.contains("110"), "{message}");
}

/// Proves: BOOK-08.
#[test]
fn a_slot_can_be_chosen() {
    let booking = "bookings:\n  - { id: talk, title: Беседа, resource: window, minutes: 30, earliest: 1 month, latest: 10 cd, because: reg.3 }\n\nprocedures:\n";
    brings(&[("procedures:\n", booking)], "R072", "10 cd");
}

#[test]
fn every_language_has_every_text() {
    let mut sources = package_folder::fixture("plain");
    let texts = "ru:\n  hello: Здравствуйте\n  bye: До свидания\nen:\n  hello: Hello\n";
    sources.0.insert("texts.yaml".to_owned(), texts.to_owned());
    let one = one_finding(&sources, "R073", "r");
    assert!(one.message.contains("`bye`") && one.message.contains("`en`"), "{}", one.message);
}

/// Proves: CAT-18.
#[test]
fn an_act_later_than_the_edition_raises_the_alarm() {
    brings(&[("date: 2020-05-06", "date: 2026-05-06")], "R074", "2026-05-06");
}

/// Proves: PROCEDURE-04.
#[test]
fn norms_are_held_against_the_shortest_term_and_the_variants_own_procedures() {
    let special = "because: reg.6, terms: [ { when: banned, term: 2 wd, because: reg.6 } ] }\n  - { id: renew";
    brings(&[("because: reg.6 }\n  - { id: renew", special)], "R021", "2 wd");
    let (term, shorter) = ("term: 4 wd", "term: 3 wd");
    let only = ("output: [banned], asks", "output: [banned], variants: [issue], asks");
    let sources = edited(&[(term, shorter), only]);
    assert!(regulation::package::read(&sources).1.is_empty(), "the query is not part of renewing");
}

/// Proves: FORM-04, FORMBUILDER-03.
#[test]
fn a_message_made_of_words_that_fit_any_field_is_refused() {
    for empty in ["Поле заполнено неправильно.", "Введите, пожалуйста, корректное значение."]
    {
        let quoted = format!("say: \"{empty}\"");
        brings(&[("say: Дата рождения ещё не наступила.", &quoted)], "R019", empty);
    }
}
