//! The whole package: files, the top level of `regulation.yaml`, the order of reading.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::{Names, Reading};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{ApplicantKind, Assurance, Fact, FactType, Fee, Kind, Regulation, Status};
use crate::package::yaml::{self, Content, Node};

/// Main file of a package.
const MAIN: &str = "regulation.yaml";

const KINDS: [(&str, Kind); 3] =
    [("regional", Kind::Regional), ("municipal", Kind::Municipal), ("delegated", Kind::Delegated)];
const STATUSES: [(&str, Status); 3] =
    [("draft", Status::Draft), ("published", Status::Published), ("withdrawn", Status::Withdrawn)];
const APPLICANTS: [(&str, ApplicantKind); 3] = [
    ("person", ApplicantKind::Person),
    ("sole-trader", ApplicantKind::SoleTrader),
    ("organisation", ApplicantKind::Organisation),
];
const ASSURANCES: [(&str, Assurance); 3] =
    [("simplified", Assurance::Simplified), ("standard", Assurance::Standard), ("confirmed", Assurance::Confirmed)];

/// What a reading gives: the model as far as it was read, and what checks need.
pub(crate) struct Draft<'s> {
    pub regulation: Regulation,
    pub reading: Reading<'s>,
}

/// Reads all files; `None` when there is no main file to speak of.
pub(crate) fn read(sources: &Sources) -> Result<Draft<'_>, Vec<Diagnostic>> {
    let mut reading = Reading::new(sources);
    let Some(text) = sources.0.get(MAIN) else {
        let span = Span { file: MAIN.to_owned(), ..Span::default() };
        let message = "В папке нет файла `regulation.yaml`.";
        let help = "Создайте его: docs/regulation-language.md показывает, с чего начать.";
        return Err(vec![Diagnostic::error(codes::NOT_YAML, span, message, "нет файла", help)]);
    };
    let root = yaml::parse(MAIN, text, &mut reading.reader.found);
    let Some(root) = root else { return Err(reading.reader.found) };
    reading.names = declared(&root);
    let head = Span { file: MAIN.to_owned(), start: 0, end: text.find('\n').unwrap_or(text.len()) };
    let Some(fields) = Fields::open(&root, &head, "", &mut reading.reader) else {
        return Err(reading.reader.found);
    };
    let regulation = reading.top(&root, fields);
    Ok(Draft { regulation, reading })
}

/// Names of everything that can be referred to, before anything is read.
fn declared(root: &Node) -> Names {
    let keys = |key: &str| -> BTreeSet<String> {
        let entries = root.get(key).map(Node::entries).unwrap_or_default();
        entries.iter().map(|(key, _)| key.text.clone()).collect()
    };
    let ids = |key: &str| -> BTreeSet<String> {
        let elements = root.get(key).map(Node::elements).unwrap_or_default();
        elements.iter().filter_map(|node| node.get("id")?.scalar()).map(str::to_owned).collect()
    };
    let sources = root.get("sources").map(Node::entries).unwrap_or_default();
    Names {
        acts: keys("acts"),
        sources: sources.iter().map(|(key, _)| (key.text.clone(), key.span.clone())).collect(),
        facts: keys("facts"),
        criteria: keys("criteria"),
        variants: ids("variants"),
        grounds: &ids("refuse-intake") | &ids("refuse-provision"),
    }
}

impl Reading<'_> {
    fn top(&mut self, root: &Node, mut fields: Fields<'_>) -> Regulation {
        self.language(&mut fields);
        let service = self.service(&mut fields);
        let version = fields.text("version", "редакция, например `\"2026.1\"`", &mut self.reader);
        let from = fields.need("from", "первый день действия", &mut self.reader);
        let from = from.and_then(|node| self.reader.date(node)).unwrap_or(Date::MIN);
        let title = fields.text("title", "полное официальное название", &mut self.reader);
        let short = fields.text("short", "короткое обиходное название", &mut self.reader);
        let summary = fields.text("summary", "кому и что даёт услуга, одним-двумя предложениями", &mut self.reader);
        let kind = self.one_of(&mut fields, "kind", &KINDS, Kind::Regional);
        let status = self.one_of(&mut fields, "status", &STATUSES, Status::Draft);
        let category = fields.text("category", "код категории каталога", &mut self.reader);
        let life_events = self.plain_texts(&mut fields, "life-events");
        let keywords = self.plain_texts(&mut fields, "keywords");
        let authority = fields.text("authority", "код органа из файла региона", &mut self.reader);
        let applicants = self.applicants(&mut fields);
        let assurance = self.one_of(&mut fields, "assurance", &ASSURANCES, Assurance::Confirmed);
        let acts = fields.need("acts", "акты, на которых держится услуга", &mut self.reader);
        let acts = acts.map(|node| self.acts(node)).unwrap_or_default();
        let lists = fields.maybe("lists").map(|node| self.lists(node)).unwrap_or_default();
        let sources = fields.maybe("sources").map(|node| self.sources(node)).unwrap_or_default();
        let facts = self.facts(&mut fields);
        let form = fields.need("form", "шаги формы", &mut self.reader);
        let form = form.map(|node| self.form(node, &facts)).unwrap_or_default();
        let criteria = fields.maybe("criteria").map(|node| self.criteria(node)).unwrap_or_default();
        let variants = fields.need("variants", "варианты услуги, хотя бы один", &mut self.reader);
        let variants = variants.map(|node| self.variants(node)).unwrap_or_default();
        let mut met = BTreeSet::new();
        let refuse_intake = fields.maybe("refuse-intake");
        let refuse_intake = refuse_intake.map(|node| self.grounds(node, "refuse-intake", &mut met)).unwrap_or_default();
        let meaning = "основания отказа в предоставлении; если их нет, напишите `[]`";
        let refuse_provision = fields.need("refuse-provision", meaning, &mut self.reader);
        let refuse_provision =
            refuse_provision.map(|node| self.grounds(node, "refuse-provision", &mut met)).unwrap_or_default();
        let procedures = fields.need("procedures", "административные процедуры", &mut self.reader);
        let procedures = procedures.map(|node| self.procedures(node)).unwrap_or_default();
        let results = fields.need("results", "что получает заявитель", &mut self.reader);
        let results = results.map(|node| self.results(node)).unwrap_or_default();
        let fee = self.cost(root, &mut fields);
        let unverified = fields.maybe("unverified").map(|node| self.unverified(node)).unwrap_or_default();
        let sample = fields.maybe("sample");
        let sample = self.sample(sample, &facts);
        let cases = self.all_cases(&facts);
        fields.finish(&mut self.reader);
        Regulation {
            service,
            version,
            from,
            title,
            short,
            summary,
            kind,
            status,
            category,
            life_events,
            keywords,
            authority,
            applicants,
            assurance,
            lists,
            acts,
            sources,
            facts,
            form,
            criteria,
            variants,
            refuse_intake,
            refuse_provision,
            procedures,
            results,
            fee,
            suspend: Vec::new(),
            give_back: Vec::new(),
            forward: Vec::new(),
            prolong: Vec::new(),
            params: IndexMap::new(),
            tables: IndexMap::new(),
            dictionaries: IndexMap::new(),
            parties: Vec::new(),
            beneficiaries: Vec::new(),
            resources: Vec::new(),
            bookings: Vec::new(),
            relations: Vec::new(),
            afterwards: Vec::new(),
            parent: None,
            local: Vec::new(),
            cases,
            sample,
            unverified,
            templates: self.templates(),
            texts: self.long_texts(),
            stand: self.stand(),
            files: self.sources.clone(),
        }
    }

    /// `okno: 1`: the version of this language.
    fn language(&mut self, fields: &mut Fields<'_>) {
        if let Some(node) = fields.need("okno", "версия языка, сейчас `1`", &mut self.reader) {
            self.reader.word(node, &[("1", ())]);
        }
    }

    fn service(&mut self, fields: &mut Fields<'_>) -> String {
        let node = fields.need("service", "имя услуги, как у папки: `hunting-ticket`", &mut self.reader);
        let Some(node) = node else { return String::new() };
        let service = self.reader.text(node).unwrap_or_default();
        self.fit_id(&service, &node.span);
        service
    }

    fn one_of<T: Copy>(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        words: &[(&'static str, T)],
        otherwise: T,
    ) -> T {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let meaning = format!("одно из {}", crate::package::fields::quoted(&known));
        let node = fields.need(key, &meaning, &mut self.reader);
        node.and_then(|node| self.reader.word(node, words)).unwrap_or(otherwise)
    }

    fn plain_texts(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
        let texts = fields.maybe(key).map(|node| self.reader.texts(node)).unwrap_or_default();
        texts.into_iter().map(|(text, _)| text).collect()
    }

    fn applicants(&mut self, fields: &mut Fields<'_>) -> Vec<ApplicantKind> {
        let meaning = "кто может обратиться, например `[person]`";
        let Some(node) = fields.need("applicants", meaning, &mut self.reader) else {
            return Vec::new();
        };
        let mut kinds = Vec::new();
        for element in self.reader.list(node) {
            kinds.extend(self.reader.word(element, &APPLICANTS));
        }
        kinds
    }

    /// Both rounds over the facts; between them all names and types become known.
    fn facts(&mut self, fields: &mut Fields<'_>) -> IndexMap<String, Fact> {
        let meaning = "сведения, которые нужны услуге";
        let Some(node) = fields.need("facts", meaning, &mut self.reader) else {
            return IndexMap::new();
        };
        let mut facts = self.fact_entries(node, "facts", false);
        self.known.facts = facts.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())).collect();
        self.known.criteria = self.names.criteria.clone();
        let known = self.known.clone();
        self.fact_expressions(node, "facts", &mut facts, &known);
        facts
    }

    fn cost(&mut self, root: &Node, fields: &mut Fields<'_>) -> Fee {
        let meaning = "цена и пункт, который её задаёт: `{ amount: free, because: … }`";
        let node = fields.need("fee", meaning, &mut self.reader);
        let head = root.entries().iter().find(|(key, _)| key.text == "fee");
        let head = head.map_or_else(|| root.span.clone(), |(key, _)| key.span.clone());
        self.fee(node, &head)
    }

    /// The sample from `sample:` or from `sample.yaml`; documents are filled in by invention.
    fn sample(&mut self, inline: Option<&Node>, facts: &IndexMap<String, Fact>) -> IndexMap<String, serde_json::Value> {
        let file = self.file("sample.yaml");
        self.notes.has_sample = inline.is_some() || file.is_some();
        let mut sample = IndexMap::new();
        for node in [inline, file.as_ref()].into_iter().flatten() {
            sample.extend(self.values(node, "sample", facts, true));
        }
        if self.notes.has_sample {
            for (name, fact) in facts {
                if let FactType::Document(limits) = &fact.kind {
                    let value = super::cases::attachment("образец.pdf", limits);
                    sample.entry(name.clone()).or_insert(value);
                }
            }
        }
        sample
    }

    fn all_cases(&mut self, facts: &IndexMap<String, Fact>) -> Vec<crate::package::TestCase> {
        let mut cases = Vec::new();
        let files: Vec<&String> =
            self.sources.0.keys().filter(|name| name.starts_with("cases/") && name.ends_with(".yaml")).collect();
        for file in files {
            if let Some(node) = self.file(file) {
                cases.extend(self.cases(file, &node, facts));
            }
        }
        cases
    }

    fn file(&mut self, name: &str) -> Option<Node> {
        let text = self.sources.0.get(name)?;
        yaml::parse(name, text, &mut self.reader.found)
    }

    fn templates(&self) -> IndexMap<String, String> {
        let files = self.sources.0.iter().filter(|(name, _)| name.ends_with(".typ"));
        files.map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// `texts.yaml`: words by name, nested names joined by dots.
    fn long_texts(&mut self) -> IndexMap<String, String> {
        let mut texts = IndexMap::new();
        if let Some(node) = self.file("texts.yaml") {
            self.flatten(&node, "", &mut texts);
        }
        texts
    }

    fn flatten(&mut self, node: &Node, path: &str, texts: &mut IndexMap<String, String>) {
        for (key, value) in node.entries() {
            let path = format!("{path}.{}", key.text);
            match value.content {
                Content::Map(_) => self.flatten(value, &path, texts),
                _ => {
                    let text = self.reader.text(value).unwrap_or_default();
                    texts.insert(path.trim_start_matches('.').to_owned(), text);
                }
            }
        }
    }

    fn stand(&mut self) -> serde_json::Value {
        self.file("stand.yaml").map_or(serde_json::Value::Null, |node| node.json())
    }
}
