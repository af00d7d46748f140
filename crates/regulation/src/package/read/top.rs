//! The whole package: files, the top level of `regulation.yaml`, the order of reading.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::{Names, Reading};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::merge;
use crate::package::model::{ApplicantKind, Assurance, DecisionTable, Fact, FactType, Fee, Kind, Regulation, Status};
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

/// Keys that hold grounds: their ids are one set.
const GROUNDS: [&str; 6] = ["refuse-intake", "refuse-provision", "suspend", "return", "forward", "prolong"];

/// What a reading gives: the model as far as it was read, and what checks need.
pub(crate) struct Draft<'s> {
    pub regulation: Regulation,
    pub reading: Reading<'s>,
}

/// Reads all files; `None` when there is no main file to speak of.
pub(crate) fn read(sources: &Sources) -> Result<Draft<'_>, Vec<Diagnostic>> {
    let Some(text) = sources.0.get(MAIN) else {
        let span = Span { file: MAIN.to_owned(), ..Span::default() };
        let message = "В папке нет файла `regulation.yaml`.";
        let help = "Создайте его: docs/regulation-language.md показывает, с чего начать.";
        return Err(vec![Diagnostic::error(codes::NOT_YAML, span, message, "нет файла", help)]);
    };
    let mut found = Vec::new();
    match yaml::parse(MAIN, text, &mut found) {
        Some(root) => read_root(root, sources, found),
        None => Err(found),
    }
}

/// Reads a package whose main file is this tree; `found` is what was found in its text.
pub(crate) fn read_root(root: Node, sources: &Sources, found: Vec<Diagnostic>) -> Result<Draft<'_>, Vec<Diagnostic>> {
    let mut reading = Reading::new(sources);
    reading.reader.found = found;
    let text = sources.0.get(MAIN).map_or("", String::as_str);
    let head = Span { file: MAIN.to_owned(), start: 0, end: text.find('\n').unwrap_or(text.len()) };
    let (root, parent, set) = match merge::merge(&root, sources, &mut reading.reader) {
        Some(merged) => (merged.root, Some(merged.parent), merged.set),
        None if root.get("parent").is_some() => return Err(reading.reader.found),
        None => (root, None, Vec::new()),
    };
    reading.names = declared(&root);
    let Some(fields) = Fields::open(&root, &head, "", &mut reading.reader) else {
        return Err(reading.reader.found);
    };
    let mut regulation = reading.top(&root, fields);
    if parent.is_some() {
        merge::allowed(&set, &regulation.local, regulation.from, &mut reading.reader);
    }
    regulation.parent = parent;
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
    let rows = |node: Option<&Node>| -> BTreeSet<String> {
        let rows = node.and_then(|node| node.get("rows")).map(Node::elements).unwrap_or_default();
        rows.iter().filter_map(|node| node.get("id")?.scalar()).map(str::to_owned).collect()
    };
    let sources = root.get("sources").map(Node::entries).unwrap_or_default();
    Names {
        acts: keys("acts"),
        sources: sources.iter().map(|(key, _)| (key.text.clone(), key.span.clone())).collect(),
        facts: keys("facts"),
        criteria: keys("criteria"),
        variants: &ids("variants") | &rows(root.get("variants")),
        results: ids("results"),
        grounds: GROUNDS.iter().flat_map(|key| ids(key)).collect(),
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
        let params = fields.maybe("params").map(|node| self.params(node, from)).unwrap_or_default();
        let (facts, tables) = self.facts(&mut fields);
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
        let mut ground_list = |key: &'static str| fields.maybe(key);
        let (suspend, give_back) = (ground_list("suspend"), ground_list("return"));
        let (forward, prolong) = (ground_list("forward"), ground_list("prolong"));
        let suspend = suspend.map(|node| self.suspensions(node, &mut met)).unwrap_or_default();
        let give_back = give_back.map(|node| self.returns(node, &mut met)).unwrap_or_default();
        let forward = forward.map(|node| self.forwardings(node, &mut met)).unwrap_or_default();
        let prolong = prolong.map(|node| self.prolongations(node, &mut met)).unwrap_or_default();
        let procedures = fields.need("procedures", "административные процедуры", &mut self.reader);
        let procedures = procedures.map(|node| self.procedures(node)).unwrap_or_default();
        let results = fields.need("results", "что получает заявитель", &mut self.reader);
        let results = results.map(|node| self.results(node)).unwrap_or_default();
        let fee = self.cost(root, &mut fields);
        let parties = fields.maybe("parties").map(|node| self.parties(node, &facts)).unwrap_or_default();
        let channels = fields.maybe("channels").map(|node| self.channels(node)).unwrap_or_default();
        let beneficiaries = fields.maybe("beneficiaries").map(|node| self.beneficiaries(node)).unwrap_or_default();
        let resources = fields.maybe("resources").map(|node| self.resources(node)).unwrap_or_default();
        let bookings = fields.maybe("bookings").map(|node| self.bookings(node)).unwrap_or_default();
        let assessments = fields.maybe("assessments");
        let assessments = assessments.map(|node| self.assessments(node, &procedures, &facts)).unwrap_or_default();
        let proactive = fields.maybe("proactive").map(|node| self.proactive(node, &facts)).unwrap_or_default();
        let relations = fields.maybe("relations").map(|node| self.relations(node)).unwrap_or_default();
        let afterwards = fields.maybe("afterwards").map(|node| self.afterwards(node)).unwrap_or_default();
        let local = fields.maybe("local").map(|node| self.local(node)).unwrap_or_default();
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
            channels,
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
            suspend,
            give_back,
            forward,
            prolong,
            params,
            tables,
            dictionaries: std::mem::take(&mut self.dictionaries),
            parties,
            beneficiaries,
            resources,
            bookings,
            assessments,
            proactive,
            relations,
            afterwards,
            parent: None,
            local,
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
    fn facts(&mut self, fields: &mut Fields<'_>) -> (IndexMap<String, Fact>, IndexMap<String, DecisionTable>) {
        let meaning = "сведения, которые нужны услуге";
        let written_tables = fields.maybe("tables");
        let mut tables = IndexMap::new();
        let Some(node) = fields.need("facts", meaning, &mut self.reader) else {
            return (IndexMap::new(), tables);
        };
        let mut facts = self.fact_entries(node, "facts", false);
        self.known.facts = facts.iter().map(|(name, fact)| (name.clone(), fact.kind.clone())).collect();
        self.known.criteria = self.names.criteria.clone();
        self.define_columns(&facts);
        if let Some(node) = written_tables {
            tables = self.tables(node);
        }
        let known = self.known.clone();
        self.fact_expressions(node, "facts", &mut facts, &known);
        (facts, tables)
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

    pub(super) fn file(&mut self, name: &str) -> Option<Node> {
        let lent = format!("parent/{name}");
        let own = self.sources.0.get_key_value(name);
        let (name, text) = own.or_else(|| self.sources.0.get_key_value(&lent))?;
        yaml::parse(name, text, &mut self.reader.found)
    }

    fn templates(&self) -> IndexMap<String, String> {
        let files = self.sources.0.iter().filter(|(name, _)| name.ends_with(".typ"));
        let mut templates = IndexMap::new();
        for (name, text) in files {
            match name.strip_prefix("parent/") {
                Some(lent) => templates.entry(lent.to_owned()).or_insert_with(|| text.clone()),
                None => templates.entry(name.clone()).insert_entry(text.clone()).into_mut(),
            };
        }
        templates
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
