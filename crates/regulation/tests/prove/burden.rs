//! What a variant asks of an applicant, and the budget that an authority sets itself.

use regulation::prove;
use regulation::region::{self, Budget};

use crate::{edited, package_folder, whole};

/// Proves: PROFILE-04.
#[test]
fn the_burden_of_a_variant_counts_what_only_the_applicant_can_do() {
    let regulation = whole(&package_folder::fixture("plain"));
    let burdens = prove::burden(&regulation);
    let [issue, renew] = burdens.as_slice() else { panic!("two variants: {burdens:?}") };
    // Kind of request, berry and litres; name, birth date and СНИЛС come from the account.
    assert_eq!((issue.questions, issue.filled, issue.documents, issue.visits), (3, 3, 1, 0));
    // Renewing asks the number of the permit too.
    assert_eq!(renew.questions, 4);
    // Five working days are a week.
    assert_eq!((issue.days, renew.days), (7, 6));
    assert!(issue.fee_most.is_some_and(|most| most.kopecks() == 0));
}

#[test]
fn slots_originals_and_things_to_fetch_are_visits() {
    let booking = "bookings:\n  - { id: talk, title: Беседа, resource: window, when: 'request.kind = \"renew\"', minutes: 30, because: reg.3 }\n\nprocedures:\n";
    let regulation = whole(&edited(&[("procedures:\n", booking)]));
    let visits: Vec<u32> = prove::burden(&regulation).iter().map(|one| one.visits).collect();
    assert_eq!(visits, [0, 1]);
    let original = "    label: Снимок корзины\n    original: true\n";
    let regulation = whole(&edited(&[("    label: Снимок корзины\n", original)]));
    assert!(prove::burden(&regulation).iter().all(|one| one.visits == 1));
}

#[test]
fn a_variant_above_the_budget_is_told_with_what_exceeds_it() {
    let regulation = whole(&package_folder::fixture("plain"));
    let budget =
        Budget { questions: Some(3), days: Some(30), because: "Приказ № 5".to_owned(), ..Budget::default() };
    let found = prove::over_budget(&regulation, &budget);
    let [one] = found.as_slice() else { panic!("only renewing asks four questions: {found:?}") };
    assert_eq!(one.code, "R078");
    assert!(one.message.contains("вопросов 4 при пределе 3") && one.help.contains("Приказ № 5"), "{one:?}");
    let text = &regulation.files.0["regulation.yaml"];
    assert!(text[one.span.start..one.span.end].starts_with("renew"));
    assert!(prove::over_budget(&regulation, &Budget { questions: Some(4), ..budget }).is_empty());
}

#[test]
fn the_region_sets_the_budget_or_leaves_it_open() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region");
    let mut sources = package_folder::sources(&root);
    let text = sources.0.get_mut("region.yaml").expect("the demo region");
    *text += "\nburden: { questions: 15, visits: 1, because: Распоряжение № 12 }\n";
    let (region, found) = region::read(&sources);
    if text_has_own_budget(&sources) {
        // The demo region has come to set one itself.
        return;
    }
    let burden = region.unwrap_or_else(|| panic!("{found:?}")).burden.expect("it was set");
    assert_eq!((burden.questions, burden.documents, burden.visits), (Some(15), None, Some(1)));
    let text = sources.0.get_mut("region.yaml").expect("the demo region");
    *text = text.replace("questions: 15", "questions: много");
    assert!(region::read(&sources).0.is_none());
}

fn text_has_own_budget(sources: &regulation::diagnostic::Sources) -> bool {
    sources.0["region.yaml"].matches("\nburden:").count() > 1
}
