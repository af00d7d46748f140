//! Words for people: Fluent catalogues in `locales/`, read once. A message without variables
//! is formatted at start, so a page only looks it up.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Russian, the default; every message is there.
    Russian,
    /// Tatar, for the citizen's main path; what is missing is said in Russian.
    Tatar,
    /// English.
    English,
}

impl Language {
    /// Those a reader can choose from.
    pub const ALL: [Self; 3] = [Self::Russian, Self::Tatar, Self::English];

    /// The code of BCP 47; the catalogue lies in the folder of this name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::Tatar => "tt",
            Self::English => "en",
        }
    }

    /// The language by its code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Its name as its speakers call it.
    pub fn own_name(self) -> &'static str {
        Words::of(self).text("language-name")
    }
}

/// The catalogue of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
    /// Where a message is looked for that this catalogue lacks.
    otherwise: Option<&'static Words>,
    /// What the files get wrong; empty in a sound build, kept so by a test.
    pub faults: Vec<String>,
}

/// A value put into a message.
pub trait Argument {
    /// The value as Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}
impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}
impl Argument for usize {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}
impl Argument for i64 {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}
impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

impl Words {
    /// The catalogue of a language.
    pub fn of(language: Language) -> &'static Self {
        static RUSSIAN: OnceLock<Words> = OnceLock::new();
        static TATAR: OnceLock<Words> = OnceLock::new();
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        let russian = || RUSSIAN.get_or_init(|| Self::read(language_id(Language::Russian), None));
        let read = || Self::read(language_id(language), Some(russian()));
        match language {
            Language::Russian => russian(),
            Language::Tatar => TATAR.get_or_init(read),
            Language::English => ENGLISH.get_or_init(read),
        }
    }

    fn read((folder, id): (&str, LanguageIdentifier), otherwise: Option<&'static Self>) -> Self {
        let bundle = FluentBundle::new_concurrent(vec![id]);
        let mut words = Self { bundle, plain: HashMap::new(), otherwise, faults: Vec::new() };
        // Isolation marks around values would be read aloud and copied by people.
        words.bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for name in Locales::iter().filter(|name| name.split('/').next() == Some(folder) && name.ends_with(".ftl")) {
            let Some(file) = Locales::get(&name) else { continue };
            let text = String::from_utf8_lossy(&file.data).into_owned();
            keys.extend(text.lines().filter_map(key_of).map(str::to_owned));
            let resource = match FluentResource::try_new(text) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    words.faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
                    resource
                }
            };
            if let Err(errors) = words.bundle.add_resource(resource) {
                words.faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
            }
        }
        for key in keys {
            let mut errors = Vec::new();
            let Some(pattern) = words.bundle.get_message(&key).and_then(|message| message.value()) else { continue };
            let text = words.bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                words.plain.insert(key, text);
            }
        }
        words
    }

    /// Whether the catalogue of this very language has a message.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message without variables; its key where it is missing.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match (self.plain.get(key), self.otherwise) {
            (Some(text), _) => text,
            (None, Some(otherwise)) if !self.has(key) => otherwise.text(key),
            (None, _) => key,
        }
    }

    /// A message with variables.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Argument)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return self.otherwise.map_or_else(|| key.to_owned(), |otherwise| otherwise.fill(key, values));
        };
        let arguments: FluentArgs<'_> =
            values.iter().map(|(name, value)| ((*name).to_owned(), value.value())).collect();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

fn language_id(language: Language) -> (&'static str, LanguageIdentifier) {
    let id = match language {
        Language::Russian => langid!("ru"),
        Language::Tatar => langid!("tt"),
        Language::English => langid!("en"),
    };
    (language.code(), id)
}

/// The key that a line of a Fluent file defines, if it does.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let sound = key.starts_with(|letter: char| letter.is_ascii_lowercase())
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    sound.then_some(key)
}
