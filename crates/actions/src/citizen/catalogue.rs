//! The catalogue of services in memory: search by Russian words with endings and one wrong
//! letter forgiven, categories, life events. Built from the published regulations once a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regulation::package::{ApplicantKind, Regulation};
use rust_stemmers::{Algorithm, Stemmer};

/// The published services with an index of their words.
pub struct Catalogue {
    services: Vec<Arc<Regulation>>,
    /// Stem → services that have it, with weight.
    words: BTreeMap<String, Vec<(usize, u32)>>,
    stemmer: Stemmer,
}

/// What a search is narrowed to; filters combine with AND (CAT-10).
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Category code.
    pub category: Option<String>,
    /// Life event code.
    pub life_event: Option<String>,
    /// Authority id.
    pub authority: Option<String>,
    /// Who applies.
    pub applicant: Option<Applies>,
}

/// For whom a service is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// One kind of applicant.
    As(ApplicantKind),
    /// Whoever does business: organisations and sole traders (CAT-11).
    InBusiness,
}

impl Applies {
    fn fits(self, kinds: &[ApplicantKind]) -> bool {
        kinds.iter().any(|kind| match self {
            Self::As(own) => *kind == own,
            Self::InBusiness => matches!(kind, ApplicantKind::SoleTrader | ApplicantKind::Organisation),
        })
    }
}

/// Longest query that is looked at, in characters.
const LONGEST_QUERY: usize = 200;

impl Catalogue {
    /// Indexes the services.
    pub fn build<'a>(services: impl Iterator<Item = &'a Arc<Regulation>>) -> Self {
        let mut services: Vec<Arc<Regulation>> = services.map(Arc::clone).collect();
        services.sort_by(|left, right| left.short.cmp(&right.short));
        let stemmer = Stemmer::create(Algorithm::Russian);
        let mut words: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
        for (index, service) in services.iter().enumerate() {
            let mut weights: BTreeMap<String, u32> = BTreeMap::new();
            let texts = [(&service.short, 8), (&service.title, 4), (&service.summary, 1)];
            let keywords = service.keywords.iter().map(|word| (word, 6));
            for (text, weight) in texts.into_iter().chain(keywords) {
                for stem in stems(&stemmer, text) {
                    let kept = weights.entry(stem).or_default();
                    *kept = (*kept).max(weight);
                }
            }
            for (stem, weight) in weights {
                words.entry(stem).or_default().push((index, weight));
            }
        }
        Self { services, words, stemmer }
    }

    /// Every service, by name.
    pub fn all(&self) -> &[Arc<Regulation>] {
        &self.services
    }

    /// Services of a category, by name.
    pub fn of_category<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a Arc<Regulation>> {
        self.services.iter().filter(move |service| service.category == category)
    }

    /// Services of a life event, by name.
    pub fn of_life_event<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Arc<Regulation>> {
        self.services.iter().filter(move |service| service.life_events.iter().any(|own| own == event))
    }

    /// Codes of categories and of life events that have a service.
    pub fn codes(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let categories = self.services.iter().map(|service| service.category.as_str()).collect();
        let events = self.services.iter().flat_map(|service| service.life_events.iter().map(String::as_str)).collect();
        (categories, events)
    }

    /// Services that fit the words, best first. Every word must be found; an empty query finds
    /// everything that passes the filter (CAT-10).
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<&Arc<Regulation>> {
        let query: String = query.chars().filter(|letter| !letter.is_control()).take(LONGEST_QUERY).collect();
        let asked = stems(&self.stemmer, &query);
        let mut scores: BTreeMap<usize, u32> = (0..self.services.len()).map(|index| (index, 0)).collect();
        for stem in &asked {
            let found = self.services_with(stem);
            scores.retain(|index, _| found.contains_key(index));
            for (index, weight) in found {
                if let Some(score) = scores.get_mut(&index) {
                    *score += weight;
                }
            }
        }
        let mut found: Vec<(u32, &Arc<Regulation>)> = scores
            .into_iter()
            .filter_map(|(index, score)| Some((score, self.services.get(index)?)))
            .filter(|(_, service)| filter.fits(service))
            .collect();
        found.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.short.cmp(&right.1.short)));
        found.into_iter().map(|(_, service)| service).collect()
    }

    /// Services that have some of the words, those with most of them first.
    pub fn near(&self, query: &str) -> Vec<&Arc<Regulation>> {
        let query: String = query.chars().take(LONGEST_QUERY).collect();
        let mut scores: BTreeMap<usize, (usize, u32)> = BTreeMap::new();
        for stem in stems(&self.stemmer, &query) {
            for (index, weight) in self.services_with(&stem) {
                let score = scores.entry(index).or_default();
                *score = (score.0 + 1, score.1 + weight);
            }
        }
        let mut found: Vec<_> =
            scores.into_iter().filter_map(|(index, score)| Some((score, self.services.get(index)?))).collect();
        found.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.short.cmp(&right.1.short)));
        found.into_iter().map(|(_, service)| service).collect()
    }

    /// Services that have a word: exactly, as its beginning, or with one letter wrong.
    fn services_with(&self, stem: &str) -> BTreeMap<usize, u32> {
        let mut found: BTreeMap<usize, u32> = BTreeMap::new();
        let mut add = |places: &[(usize, u32)], times: u32| {
            for (index, weight) in places {
                let score = found.entry(*index).or_default();
                *score = (*score).max(weight * times);
            }
        };
        if let Some(places) = self.words.get(stem) {
            add(places, 4);
        }
        if stem.chars().count() >= 3 {
            for (_, places) in self.words.range(stem.to_owned()..).take_while(|(word, _)| word.starts_with(stem)) {
                add(places, 2);
            }
        }
        if found.is_empty() && stem.chars().count() >= 4 {
            for (word, places) in &self.words {
                if one_letter_apart(stem, word) {
                    for (index, weight) in places {
                        let score = found.entry(*index).or_default();
                        *score = (*score).max(*weight);
                    }
                }
            }
        }
        found
    }
}

impl Filter {
    fn fits(&self, service: &Regulation) -> bool {
        self.category.as_ref().is_none_or(|code| service.category == *code)
            && self.life_event.as_ref().is_none_or(|code| service.life_events.contains(code))
            && self.authority.as_ref().is_none_or(|id| service.authority == *id)
            && self.applicant.is_none_or(|who| who.fits(&service.applicants))
    }
}

/// Words that say nothing about a service.
const EMPTY_WORDS: [&str; 22] = [
    "и",
    "в",
    "на",
    "по",
    "с",
    "о",
    "об",
    "за",
    "для",
    "из",
    "от",
    "до",
    "как",
    "где",
    "что",
    "мне",
    "я",
    "или",
    "не",
    "хочу",
    "нужно",
    "получить",
];

/// Stems of the words of a text that say something.
pub(super) fn stems_of(text: &str) -> Vec<String> {
    stems(&Stemmer::create(Algorithm::Russian), text)
}

fn stems(stemmer: &Stemmer, text: &str) -> Vec<String> {
    let folded = text.to_lowercase().replace('ё', "е");
    let mut stems: Vec<String> = Vec::new();
    for word in folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let stem = stemmer.stem(word).into_owned();
        if !EMPTY_WORDS.contains(&word) && !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

/// Whether two words differ by one letter put in, left out, changed or swapped with its
/// neighbour. A longer ending of the indexed word is forgiven, since a wrong letter may spoil
/// the stem.
fn one_letter_apart(asked: &str, word: &str) -> bool {
    let asked: Vec<char> = asked.chars().collect();
    let word: Vec<char> = word.chars().collect();
    let longest = word.len().min(asked.len() + 1);
    let shortest = if word.len() > asked.len() + 2 { return false } else { asked.len().saturating_sub(1) };
    (shortest..=longest).any(|length| word.get(..length).is_some_and(|head| is_one_edit(&asked, head)))
        || is_one_edit(&asked, &word)
        || (asked.len() > word.len()
            && asked.len() - word.len() <= 3
            && word.len() >= 5
            && asked.get(..word.len()).is_some_and(|head| is_one_edit(head, &word)))
}

fn is_one_edit(left: &[char], right: &[char]) -> bool {
    let same_head = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left, right) = (&left[same_head..], &right[same_head..]);
    let same_tail = left.iter().rev().zip(right.iter().rev()).take_while(|(one, other)| one == other).count();
    let (left, right) = (&left[..left.len() - same_tail], &right[..right.len() - same_tail]);
    match (left, right) {
        ([], []) | ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}
