//! The OTR: refused where it must not be, five parts, all of them from the regulation.

use papers::dossier::{otr, otr_paper};

use super::world::{Package, material, told};

/// Proves: OTR-03.
#[test]
fn an_otr_is_made_only_for_an_electronic_request() {
    let regulation = Package::matrix().edit("electronic.yaml", "A3: 1", "A3: 0").regulation();
    assert_eq!(told(&otr(&material(&regulation, "kam-41")).unwrap_err()), ["NOT_FOR_THIS Действие 3"]);
    let regulation = Package::matrix().without("electronic.yaml").regulation();
    assert_eq!(told(&otr(&material(&regulation, "kam-41")).unwrap_err()), ["NOT_FOR_THIS Действие 3"]);
    let regulation = Package::matrix().edit("regulation.yaml", "list: mass-significant", "list: priority").regulation();
    assert_eq!(told(&otr(&material(&regulation, "kam-41")).unwrap_err()), ["NOT_FOR_THIS Услуга"]);
}

/// Proves: OTR-06.
#[test]
fn each_of_the_five_parts_is_structured_and_not_empty() {
    let regulation = Package::matrix().regulation();
    let service = material(&regulation, "kam-41");
    let (otr, found) = otr(&service).unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(otr.form.iter().map(|step| step.fields.len()).collect::<Vec<_>>(), [2, 3, 2]);
    assert_eq!(otr.results.len(), 1);
    assert_eq!(otr.requests[0].provider, "Лесная служба Приозёрья");
    assert_eq!(otr.actions.len(), regulation.procedures.len());
    assert_eq!(otr.handling.len(), 3);
    assert_eq!(otr.due.unwrap().to_string(), "2026-04-01", "30 calendar days from receipt");
    assert_eq!(otr_paper(&service).unwrap().paper.sections.len(), 6);
}

/// Proves: OTR-06.
#[test]
fn what_a_part_lacks_is_told() {
    let silent =
        Package::matrix().cut("dossier.yaml", "otr:", "  system:").edit("dossier.yaml", "  system:", "otr:\n  system:");
    let regulation = silent
        .edit("dossier.yaml", "  system: Ведомственная информационная система «Лесные разрешения»\n", "")
        .regulation();
    let made = otr_paper(&material(&regulation, "kam-41")).unwrap();
    assert_eq!(told(&made.findings), ["MISSING Заголовок", "MISSING Раздел 5"]);
    assert!(made.paper.draft);
    let early = Package::matrix()
        .edit("dossier.yaml", "  queue: 3", "  queue: 5\n  extension: Много регламентов.")
        .regulation();
    assert_eq!(
        told(&otr_paper(&material(&early, "kam-41")).unwrap().findings),
        ["MISSING Заголовок"],
        "five is not more than five"
    );
    let late = Package::matrix()
        .edit("dossier.yaml", "  queue: 3", "  queue: 6\n  extension: Много регламентов.")
        .regulation();
    let (otr, found) = otr(&material(&late, "kam-41")).unwrap();
    assert!(found.is_empty());
    assert_eq!(otr.due.unwrap().to_string(), "2026-05-01", "60 in total, not 30 and 60");
}

/// Proves: OTR-06, SCHEME-02.
#[test]
fn no_requests_is_said_with_the_reason() {
    let alone = || {
        Package::matrix()
            .cut("regulation.yaml", "sources:", "facts:")
            .edit("regulation.yaml", ", from: [forest.ban.found], ask: never", "")
            .edit("regulation.yaml", "fields: [baskets, photo]", "fields: [baskets, photo, banned]")
            .edit("regulation.yaml", "purpose: request, because: reg.4", "purpose: identification, because: reg.4")
            .cut("regulation.yaml", "  - { id: queries,", "  - { id: decision,")
            .edit("regulation.yaml", "procedures.queries.within", "procedures.decision.within")
    };
    let regulation = alone().regulation();
    let (_, found) = otr(&material(&regulation, "kam-41")).unwrap();
    assert_eq!(told(&found), ["MISSING Раздел 3"]);
    let regulation =
        alone().edit("dossier.yaml", "  queue: 3", "  no-requests: Все сведения вносит заявитель").regulation();
    let (_, found) = otr(&material(&regulation, "kam-41")).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

/// Proves: OTR-08.
#[test]
fn form_workflow_and_scenarios_follow_from_the_otr_and_a_newer_edition_makes_it_stale() {
    let regulation = Package::matrix().regulation();
    let (otr, _) = otr(&material(&regulation, "kam-41")).unwrap();
    let data = serde_json::to_value(&otr).unwrap();
    let names = |step: &serde_json::Value| {
        step["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (step, own) in data["form"].as_array().unwrap().iter().zip(&regulation.form) {
        assert_eq!(names(step), own.fields, "every field of the form, in its order");
    }
    let steps: Vec<&str> = data["actions"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(steps, regulation.procedures.iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
    assert_eq!(data["cases"].as_array().unwrap().len(), regulation.cases.len());
    assert!(!otr.stale(&regulation));
    let newer = Package::matrix().edit("regulation.yaml", "version: \"2026.1\"", "version: \"2026.2\"").regulation();
    assert!(otr.stale(&newer));
}
