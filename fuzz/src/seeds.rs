//! Where inputs begin: the project's own files, whole and as pieces to borrow.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus;
use crate::target::Target;

/// Inputs of a target.
#[derive(Debug, Default)]
pub struct Seeds {
    /// Inputs to change.
    pub whole: Vec<Vec<u8>>,
    /// Inputs that only lend pieces: too large to be read again and again.
    pub lenders: Vec<Vec<u8>>,
}

impl Seeds {
    /// The inputs of a target among the files of the project.
    pub fn of(target: Target, root: &Path) -> Self {
        let read = |paths: Vec<PathBuf>| paths.iter().filter_map(|path| fs::read(path).ok()).collect::<Vec<_>>();
        let packages = read(files(&root.join("regulations"), "regulation.yaml"));
        let fixtures = root.join("crates/regulation/tests/fixtures");
        let mut seeds = Self::default();
        match target {
            Target::Package => {
                seeds.whole = read(files(&fixtures, "regulation.yaml"));
                seeds.whole.extend(read(files(&root.join("crates/bench/twelve"), "regulation.yaml")));
                seeds.lenders = packages;
            }
            Target::Local => {
                seeds.whole = packages.into_iter().filter(|text| has(text, "\nparent:")).collect();
                seeds.whole.push(b"okno: 1\nservice: own\nparent: { service: berry-permit, version: \"2026.1\" }\nversion: \"2026.1\"\nfrom: 2026-01-01\nset: { variants.issue.term: 4 wd }\n".to_vec());
            }
            Target::Cases => seeds.whole = read(files(&root.join("regulations/hunting-ticket/cases"), ".yaml")),
            Target::Expression => seeds.whole = packages.iter().flat_map(|text| rules_of(text)).collect(),
            Target::Dictionary => seeds.whole = read(files(&root.join("region/dictionaries"), ".yaml")),
            Target::Rules => seeds.whole = read(files(&root.join("rules"), ".yaml")),
            Target::Electronic => seeds.whole = read(files(&root.join("regulations"), "electronic.yaml")),
            Target::Calendar => seeds.whole = read(files(&root.join("region/calendars"), ".yaml")),
            Target::Region => seeds.whole = read(files(&root.join("region"), "region.yaml")),
            Target::Dossier => seeds.whole = read(files(&root.join("regulations"), "dossier.yaml")),
            Target::Dmn => seeds.whole = tables(packages),
            // Their first inputs are kept ones.
            Target::MatrixCsv | Target::MatrixXlsx | Target::Smev => {}
        }
        seeds.whole.extend(read(corpus::files(target, root)));
        seeds
    }
}

/// The decision tables of the packages, as other programs read them.
fn tables(packages: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut tables = Vec::new();
    for text in packages {
        let sources = [("regulation.yaml".to_owned(), String::from_utf8_lossy(&text).into_owned())];
        let (regulation, _) =
            regulation::package::read(&regulation::diagnostic::Sources(sources.into_iter().collect()));
        let regulation = regulation.iter().flat_map(|regulation| regulation.tables.values());
        tables.extend(regulation.map(|table| papers::dmn::write(table).into_bytes()));
    }
    tables
}

fn has(text: &[u8], part: &str) -> bool {
    String::from_utf8_lossy(text).contains(part)
}

/// Files below a folder whose names end so, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Conditions of a package, as they stand after their keys.
fn rules_of(text: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(text).into_owned();
    let mut rules = Vec::new();
    for line in text.lines() {
        for key in ["rule: ", "when: ", "derive: "] {
            let Some((_, rest)) = line.split_once(key) else { continue };
            let rule = rest.split(", because").next().unwrap_or_default().trim_matches(['"', ' ', '}']);
            rules.push(rule.as_bytes().to_vec());
        }
    }
    rules
}
