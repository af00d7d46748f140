//! The readers, each as a function from bytes to what was reached.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use papers::dmn;
use papers::dossier;
use papers::office::Incoming;
use regulation::assess::assess;
use regulation::clock::Calendar;
use regulation::diagnostic::{Diagnostic, Sources, Span, render};
use regulation::expression::{self, Definitions, Expression, Scope, World};
use regulation::fact::Facts;
use regulation::package::{self, Regulation};
use regulation::question::{Aim, Reach, next, of_service};
use regulation::rules;

use crate::smev;

/// What is fed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `regulation.yaml`, and what follows from it when it is whole.
    Package,
    /// A file of test cases, and their run.
    Cases,
    /// A local regulation over a typical one.
    Local,
    /// An expression, and its verdict under several facts.
    Expression,
    /// A dictionary of the region.
    Dictionary,
    /// A rule set.
    Rules,
    /// `electronic.yaml`.
    Electronic,
    /// A year of the calendar.
    Calendar,
    /// `region.yaml`.
    Region,
    /// `dossier.yaml`.
    Dossier,
    /// A decision table of another program.
    Dmn,
    /// An action matrix as text.
    MatrixCsv,
    /// An action matrix as a workbook.
    MatrixXlsx,
    /// A message of СМЭВ: its canonical form, its transform, its signatures.
    Smev,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Package,
        Self::Cases,
        Self::Local,
        Self::Expression,
        Self::Dictionary,
        Self::Rules,
        Self::Electronic,
        Self::Calendar,
        Self::Region,
        Self::Dossier,
        Self::Dmn,
        Self::MatrixCsv,
        Self::MatrixXlsx,
        Self::Smev,
    ];

    /// The folder of its inputs in the corpus, and the ending of their files.
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Package => ("package", "yaml"),
            Self::Cases => ("cases", "yaml"),
            Self::Local => ("local", "yaml"),
            Self::Expression => ("expression", "feel"),
            Self::Dictionary => ("dictionary", "yaml"),
            Self::Rules => ("rules", "yaml"),
            Self::Electronic => ("electronic", "yaml"),
            Self::Calendar => ("calendar", "yaml"),
            Self::Region => ("region", "yaml"),
            Self::Dossier => ("dossier", "yaml"),
            Self::Dmn => ("dmn", "xml"),
            Self::MatrixCsv => ("matrix-csv", "csv"),
            Self::MatrixXlsx => ("matrix-xlsx", "xlsx"),
            Self::Smev => ("smev", "xml"),
        }
    }

    /// The target whose inputs lie in that folder.
    pub fn named(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name().0 == folder)
    }

    /// Feeds an input to the reader; tells the codes of what it found.
    pub fn run(self, bytes: &[u8]) -> BTreeSet<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        match self {
            Self::Package => whole(&with_plain("regulation.yaml", text)),
            Self::Cases => whole(&with_plain("cases/first.yaml", text)),
            Self::Local => whole(&local(text)),
            Self::Expression => asked(&text),
            Self::Dictionary => whole(&with_dictionary(text)),
            Self::Rules => rule_set(text),
            Self::Electronic => electronic(text),
            Self::Calendar => codes(&one("2026.yaml", text), |sources| Calendar::read(sources).1),
            Self::Region => codes(&one("region.yaml", text), |sources| regulation::region::read(sources).1),
            Self::Dossier => {
                codes(&one("dossier.yaml", text), |sources| dossier::read(sources).err().unwrap_or_default())
            }
            Self::Dmn => match dmn::read(&text) {
                Ok(_) => reached("table"),
                Err(_) => reached("no-table"),
            },
            Self::MatrixCsv => imported(bytes, Incoming::Csv),
            Self::MatrixXlsx => imported(bytes, Incoming::Xlsx),
            Self::Smev => smev::message(bytes),
        }
    }
}

const PLAIN: [(&str, &str); 3] = [
    ("regulation.yaml", include_str!("../../crates/regulation/tests/fixtures/plain/regulation.yaml")),
    ("permit.typ", include_str!("../../crates/regulation/tests/fixtures/plain/permit.typ")),
    (
        "cases/first.yaml",
        "- { name: Отказ, as-of: 2026-03-02, given: { banned: true }, expect: { decision: refuse } }\n",
    ),
];

static PLAIN_REGULATION: LazyLock<Option<Regulation>> = LazyLock::new(|| package::read(&plain()).0);

static RULES: LazyLock<Sources> =
    LazyLock::new(|| one("federal.yaml", include_str!("../../rules/federal.yaml").to_owned()));

fn one(name: &str, text: String) -> Sources {
    Sources([(name.to_owned(), text)].into_iter().collect())
}

fn plain() -> Sources {
    Sources(PLAIN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

fn with_plain(name: &str, text: String) -> Sources {
    let mut sources = plain();
    sources.0.insert(name.to_owned(), text);
    sources
}

/// A child of the plain regulation.
fn local(text: String) -> Sources {
    let own = one("regulation.yaml", text);
    let mut sources = own.clone();
    package::lend(&mut sources, Some(&plain()), &Sources::default());
    sources
}

/// The plain regulation with a choice from the dictionary.
fn with_dictionary(text: String) -> Sources {
    let mut sources = plain();
    let fact = "  home: { type: choice, dictionary: countries, label: Страна, purpose: decision, because: reg.2 }\n";
    if let Some(regulation) = sources.0.get_mut("regulation.yaml") {
        *regulation = regulation.replacen("facts:\n", &format!("facts:\n{fact}"), 1);
    }
    sources.0.insert("dictionaries/countries.yaml".to_owned(), text);
    sources
}

fn reached(what: &str) -> BTreeSet<String> {
    BTreeSet::from([what.to_owned()])
}

fn codes(sources: &Sources, read: impl FnOnce(&Sources) -> Vec<Diagnostic>) -> BTreeSet<String> {
    let found = read(sources);
    // Pictures with carets cut the text at the places of the findings.
    let _ = render(&found, sources, false);
    found.iter().map(|one| one.code.to_owned()).collect()
}

/// A package, and everything that is done with a whole one.
fn whole(sources: &Sources) -> BTreeSet<String> {
    let (regulation, found) = package::read(sources);
    let mut reached = codes(sources, |_| found);
    let Some(regulation) = regulation else { return reached };
    reached.insert("whole".to_owned());
    let _ = package::text(&regulation);
    let day = regulation.from;
    for case in &regulation.cases {
        if let Ok(facts) = package::facts_of(&regulation, &case.given, Timestamp::UNIX_EPOCH, case.as_of) {
            let _ = assess(&regulation, &facts, case.as_of);
        }
    }
    let inquiry = of_service(&regulation, &[Aim::Variant, Aim::Decision, Aim::Fee]);
    let _ = next(&inquiry, &Facts::default(), day, &Reach::Nobody);
    reached
}

fn asked(text: &str) -> BTreeSet<String> {
    let Some(plain) = PLAIN_REGULATION.as_ref() else { return reached("no-frame") };
    let facts = plain.facts.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())).collect();
    let criteria = plain.criteria.keys().cloned().collect();
    let scope = Scope { facts: &facts, criteria: &criteria, definitions: &Definitions::default() };
    for kind in facts.values() {
        let _ = expression::unary("banned", kind, text);
        let _ = expression::feel(kind, text);
        let _ = expression::bare(kind, text);
    }
    let span = Span { file: "regulation.yaml".to_owned(), start: 0, end: text.len() };
    let read = match Expression::parse_rule(text, span.clone(), &scope) {
        Err(found) => {
            let _ = Expression::parse(text, span, &scope);
            return codes(&one("regulation.yaml", text.to_owned()), |_| found);
        }
        Ok(read) => read,
    };
    let day = plain.from;
    let sample = package::facts_of(plain, &plain.sample, Timestamp::UNIX_EPOCH, day).unwrap_or_default();
    let mut bound = read.bind(plain, day);
    for facts in [&Facts::default(), &sample] {
        let _ = read.verdict(&World { regulation: plain, facts, today: day });
    }
    bound.set_all(&sample);
    let _ = (bound.verdict(), bound.reasons().iter().count());
    reached("rule")
}

fn rule_set(text: String) -> BTreeSet<String> {
    let mut sources = RULES.clone();
    sources.0.insert("own.yaml".to_owned(), text);
    codes(&sources, |sources| rules::read(sources).1)
}

fn electronic(text: String) -> BTreeSet<String> {
    let sources = one(rules::ELECTRONIC_FILE, text);
    let (electronic, found) = rules::read_electronic(&sources);
    if let (Some(electronic), Some(plain)) = (electronic, PLAIN_REGULATION.as_ref()) {
        let _ = rules::ServiceFacts::of(plain, &electronic);
    }
    codes(&sources, |_| found)
}

fn imported(bytes: &[u8], kind: Incoming) -> BTreeSet<String> {
    match dossier::import(bytes, kind) {
        Ok(imported) => {
            imported.findings.iter().map(|finding| finding.code.to_owned()).chain(["read".to_owned()]).collect()
        }
        Err(_) => reached("unreadable"),
    }
}
