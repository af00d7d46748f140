//! What a package needs beside its own folder: the typical regulation it rests on, and
//! dictionaries of the region. Who reads folders lends them; the language reads no disk.

use std::collections::BTreeSet;

use super::yaml::{self, Node};
use crate::diagnostic::Sources;

/// Where the files of the typical regulation stand among a package's files.
const PARENT: &str = "parent/";

/// Where the kinds of events of the region stand among a package's files.
pub(super) const EVENTS: &str = "region/events.yaml";

/// What a package needs from outside its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The typical service it rests on.
    pub parent: Option<String>,
    /// Dictionaries that its facts choose from.
    pub dictionaries: BTreeSet<String>,
    /// It begins by events of registers.
    pub events: bool,
}

/// Looks what the package refers to; a file that cannot be read needs nothing.
pub fn needs(sources: &Sources) -> Needs {
    let mut needs = Needs::default();
    let Some(root) = sources.0.get("regulation.yaml").and_then(|text| yaml::parse("", text, &mut Vec::new())) else {
        return needs;
    };
    needs.parent = root.get("parent").and_then(|node| node.get("service")?.scalar()).map(str::to_owned);
    gather(&root, &mut needs.dictionaries);
    needs.events = root.get("proactive").is_some();
    needs
}

fn gather(node: &Node, names: &mut BTreeSet<String>) {
    for (key, value) in node.entries() {
        match value.scalar() {
            Some(name) if key.text == "dictionary" => {
                names.insert(name.to_owned());
            }
            _ => gather(value, names),
        }
    }
    for element in node.elements() {
        gather(element, names);
    }
}

/// Adds to a package what it needs: the parent's files, and the region's dictionaries, which
/// `region` holds under `dictionaries/NAME.yaml`, and kinds of events in `events.yaml`.
pub fn lend(sources: &mut Sources, parent: Option<&Sources>, region: &Sources) {
    let Needs { dictionaries: mut names, mut events, .. } = needs(sources);
    if let Some(parent) = parent {
        let mut inherited = needs(parent);
        names.append(&mut inherited.dictionaries);
        events |= inherited.events;
        let files = parent.0.iter().filter(|(name, _)| !name.contains('/') && name.as_str() != "sample.yaml");
        sources.0.extend(files.map(|(name, text)| (format!("{PARENT}{name}"), text.clone())));
    }
    // A region that takes no events lends that it knows none.
    if events && region.0.contains_key("region.yaml") {
        sources.0.insert(EVENTS.to_owned(), region.0.get("events.yaml").cloned().unwrap_or_default());
    }
    for name in names {
        let file = format!("dictionaries/{name}.yaml");
        if let Some(text) = region.0.get(&file) {
            sources.0.insert(file, text.clone());
        }
    }
}
