//! Is a service told about where its rule set wants it (CAT-04)? The set's position on the
//! matter says where; nothing is switched by hand.

use regulation::rules::{Action, Cells, Channel};

use crate::dossier::{Finding, Material};

/// Information on a service is not where the rule set wants it.
pub const NOT_INFORMED: &str = "NOT_INFORMED";

/// Where a service must be told about; the key of rule sets.
const MATTER: &str = "A1.channels";

/// Is A1 met? Nothing where the rule set or the service says nothing on it.
pub fn informed(service: &Material<'_>) -> Option<bool> {
    let electronic = service.electronic.as_ref()?;
    let on = |channel: Channel| {
        let cells = electronic.composition.as_ref().and_then(|one| one.actions.get(&Action::A1)).map(|one| &one.cells);
        let there = match cells {
            Some(Cells::PerChannel(channels)) => channels.get(&channel) == Some(&true),
            // A row of the matrix knows no channels: those in use are meant.
            Some(cells @ Cells::Whole(_)) => cells.on() && electronic.channels.contains(&channel),
            None => false,
        };
        there && electronic.live.contains(&Action::A1)
    };
    match service.rules?.matter(MATTER)? {
        "registry-and-any" => Some(Channel::ALL.into_iter().any(on)),
        "registry-and-both-portals" => Some(on(Channel::Federal) && on(Channel::Regional)),
        _ => None,
    }
}

/// The finding where it is not met.
pub(super) fn look(service: &Material<'_>) -> Option<Finding> {
    let message = "Сведения об услуге размещены не везде, где велит набор правил: информирование не выполнено.";
    let mend = "Опубликуйте сведения на недостающих порталах и отметьте их в `composition.A1`.";
    (informed(service) == Some(false))
        .then(|| Finding::warning(NOT_INFORMED, service.regulation.service.clone(), message, mend))
}
