//! The consistency watch: what the chosen composition promises and what the package does
//! (MATRIX-14).

use regulation::package::{OutputKind, Status};
use regulation::rules::{Action, Cell as Code};

use super::finding::{self, Finding};
use super::material::Material;

/// Where composition and package part: `1` with nothing behind it, or a live action with `0`.
pub fn differences(service: &Material<'_>) -> Vec<Finding> {
    let name = &service.regulation.service;
    let mut found = Vec::new();
    for action in Action::ALL {
        let Some(live) = live(service, action) else { continue };
        let place = format!("действие {}, {name}", action.number());
        match (service.cell(action), live) {
            (Some(Code::Yes), false) => found.push(Finding::warning(
                finding::DIFFERS,
                place,
                format!("«{}» обещано кодом 1, а в пакете этого нет.", action.title()),
                "Доведите действие в регламенте или снимите отметку.",
            )),
            (Some(Code::No | Code::Absent), true) => found.push(Finding::warning(
                finding::DIFFERS,
                place,
                format!("«{}» уже работает, а в составе действий его нет.", action.title()),
                "Внесите действие в состав или отключите его.",
            )),
            _ => {}
        }
    }
    found
}

/// Does the package do it? `None` where only the platform can tell: rating and appeal.
fn live(service: &Material<'_>, action: Action) -> Option<bool> {
    let regulation = service.regulation;
    let published = regulation.status == Status::Published;
    let thing = |kind: &OutputKind| matches!(kind, OutputKind::Object(_));
    match action {
        Action::A1 => Some(published),
        Action::A2 => Some(published && !regulation.bookings.is_empty()),
        Action::A3 | Action::A4 | Action::A7 => Some(published && !regulation.form.is_empty()),
        Action::A5 => Some(published && !regulation.fee.is_free()),
        Action::A6 => Some(published && regulation.results.iter().any(|output| !thing(&output.kind))),
        Action::A8 | Action::A9 => None,
    }
}
