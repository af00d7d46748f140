//! The invented service of these tests, its region and the rule sets of the house.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use papers::dossier::Material;
use regulation::diagnostic::{Sources, render};
use regulation::package::{self, Regulation};
use regulation::region::{self, Region};
use regulation::rules::{self, RuleBook};

/// The day of the tests.
pub const TODAY: Date = date(2026, 3, 10);

static HERE: LazyLock<PathBuf> = LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf());

static REGION: LazyLock<Region> = LazyLock::new(|| {
    let sources = folder(&HERE.join("../../region"));
    let text = sources.0["region.yaml"].replacen("providers:\n", "providers:\n  forest: Лесная служба Приозёрья\n", 1);
    let (region, found) = region::read(&Sources([("region.yaml".to_owned(), text.clone())].into()));
    region.unwrap_or_else(|| panic!("{}", render(&found, &Sources::default(), false)))
});

static RULES: LazyLock<RuleBook> = LazyLock::new(|| {
    let sources = folder(&HERE.join("../../rules"));
    let (book, found) = rules::read(&sources);
    book.unwrap_or_else(|| panic!("{}", render(&found, &sources, false)))
});

/// The test package with one file changed by `edit`.
pub struct Package(Sources);

impl Package {
    /// With the composition of the passport, by channel.
    pub fn passport() -> Self {
        Self(folder(&HERE.join("tests/dossier/permit")))
    }

    /// With the composition of the matrix, one code per action.
    pub fn matrix() -> Self {
        let mut package = Self::passport();
        let text = fs::read_to_string(HERE.join("tests/dossier/matrix.yaml")).unwrap();
        package.0.0.insert("electronic.yaml".to_owned(), text);
        package
    }

    /// The same without that file.
    pub fn without(mut self, file: &str) -> Self {
        self.0.0.remove(file).expect("the package has the file");
        self
    }

    /// The same with words of a file replaced.
    pub fn edit(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.0.0.get_mut(file).expect("the package has the file");
        assert!(text.contains(from), "{file} does not say «{from}»");
        *text = text.replacen(from, to, 1);
        self
    }

    /// The same without everything of a file between two marks.
    pub fn cut(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.0.0.get_mut(file).expect("the package has the file");
        let start = text.find(from).expect("the beginning is there");
        let end = start + text[start..].find(to).expect("the end is there");
        text.replace_range(start..end, "");
        self
    }

    /// The regulation; a package with mistakes stops the test.
    pub fn regulation(&self) -> Regulation {
        let (regulation, found) = package::read(&self.0);
        regulation.unwrap_or_else(|| panic!("{}", render(&found, &self.0, false)))
    }
}

/// What is known of a service under a rule set of the house.
pub fn material<'a>(regulation: &'a Regulation, set: &str) -> Material<'a> {
    let set = RULES.latest(set).expect("the set is in rules/");
    match Material::of(regulation, &REGION, Some(set), TODAY) {
        Ok(material) => material,
        Err(found) => panic!("{}", render(&found, &regulation.files, false)),
    }
}

/// The codes of findings with their cells, for comparing.
pub fn told(findings: &[papers::dossier::Finding]) -> Vec<String> {
    findings.iter().map(|one| format!("{} {}", one.code, one.cell)).collect()
}

fn folder(root: &Path) -> Sources {
    let mut files = BTreeMap::new();
    gather(root, root, &mut files);
    Sources(files)
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text);
        }
    }
}
