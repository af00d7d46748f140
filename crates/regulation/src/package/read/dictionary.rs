//! Dictionaries of the region: code lists with columns and editions, from `dictionaries/NAME.yaml`.

use indexmap::IndexMap;

use super::Reading;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Dictionary, DictionaryEdition, DictionaryEntry, Fact, FactType};
use crate::package::yaml::{Content, Node};

impl Reading<'_> {
    /// The dictionary that a fact chooses from, read once.
    pub(super) fn dictionary(&mut self, node: &Node) -> Option<Dictionary> {
        let id = self.reader.text(node)?;
        if let Some(known) = self.dictionaries.get(&id) {
            return Some(known.clone());
        }
        let file = format!("dictionaries/{id}.yaml");
        let Some(root) = self.file(&file) else {
            if !self.sources.0.contains_key(&file) {
                let help = "Положите его в `dictionaries` региона или исправьте имя.";
                let message = format!("Справочника `{id}` у региона нет.");
                self.reader.error(codes::BAD_DICTIONARY, &node.span, message, "нет такого справочника", help);
            }
            return None;
        };
        let dictionary = self.whole_dictionary(&id, &root)?;
        self.dictionaries.insert(id, dictionary.clone());
        Some(dictionary)
    }

    fn whole_dictionary(&mut self, id: &str, root: &Node) -> Option<Dictionary> {
        let mut fields = Fields::open(root, &root.span, "dictionary", &mut self.reader)?;
        let named = fields.text("dictionary", "имя справочника, как у файла", &mut self.reader);
        let title = fields.text("title", "что в нём перечислено", &mut self.reader);
        let source = fields.text("source", "откуда он: акт или классификатор с датой", &mut self.reader);
        let columns = fields.maybe("columns").map(|node| self.columns(node)).unwrap_or_default();
        let editions =
            fields.need("editions", "редакции: `[{ from: 2026-01-01, entries: { код: Название } }]`", &mut self.reader);
        let editions = editions.map(|node| self.dictionary_editions(node, &columns)).unwrap_or_default();
        fields.finish(&mut self.reader);
        if named != id {
            let message = format!("Файл называется `{id}`, а справочник — `{named}`.");
            self.reader.error(codes::BAD_DICTIONARY, &root.span, message, "другое имя", "Назовите их одинаково.");
        }
        Some(Dictionary { id: id.to_owned(), title, source, columns, editions })
    }

    /// Columns of dictionaries become `fact.column` in expressions.
    pub(super) fn define_columns(&mut self, facts: &IndexMap<String, Fact>) {
        for fact in facts.values() {
            if let FactType::List { item, .. } = &fact.kind {
                self.define_columns(item);
            }
            let Some(dictionary) = fact.dictionary.as_ref().and_then(|id| self.dictionaries.get(id)) else { continue };
            for (column, kind) in &dictionary.columns {
                let editions: Vec<_> = dictionary
                    .editions
                    .iter()
                    .map(|edition| {
                        let values = edition.entries.iter();
                        let values = values
                            .filter_map(|(code, entry)| Some((code.clone(), written(entry.columns.get(column)?))));
                        (Some(edition.from), edition.until, values.collect())
                    })
                    .collect();
                let found = self.known.definitions.column(&fact.name, column, kind, &editions);
                self.reader.found.extend(found);
            }
        }
    }

    fn columns(&mut self, node: &Node) -> IndexMap<String, FactType> {
        let mut columns = IndexMap::new();
        for (key, value) in node.entries() {
            let path = format!("columns.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else { continue };
            let kind = self.kind(&mut fields);
            fields.finish(&mut self.reader);
            columns.extend(kind.map(|kind| (key.text.clone(), kind)));
        }
        columns
    }

    fn dictionary_editions(&mut self, node: &Node, columns: &IndexMap<String, FactType>) -> Vec<DictionaryEdition> {
        let mut editions = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "editions", at, &mut self.reader) else { continue };
            let (from, until) = self.days(&mut fields);
            let entries = fields.need("entries", "записи: `{ код: Название }`", &mut self.reader);
            let entries = entries.map(|node| self.entries(node, columns)).unwrap_or_default();
            let head = fields.head.clone();
            fields.finish(&mut self.reader);
            match from {
                Some(from) => editions.push(DictionaryEdition { from, until, entries }),
                None => {
                    let help = "Добавьте `from`: первый день действия.";
                    self.reader.error(codes::BAD_EDITION, &head, "У редакции нет первого дня.", "нет `from`", help);
                }
            }
        }
        editions
    }

    fn entries(&mut self, node: &Node, columns: &IndexMap<String, FactType>) -> IndexMap<String, DictionaryEntry> {
        let mut entries = IndexMap::new();
        for (key, value) in node.entries() {
            let mut entry = DictionaryEntry { label: String::new(), columns: IndexMap::new() };
            if !matches!(value.content, Content::Map(_)) {
                entry.label = self.reader.text(value).unwrap_or_default();
                entries.insert(key.text.clone(), entry);
                continue;
            }
            for (name, cell) in value.entries() {
                if name.text == "label" {
                    entry.label = self.reader.text(cell).unwrap_or_default();
                } else if columns.contains_key(&name.text) {
                    entry.columns.insert(name.text.clone(), cell.json());
                } else {
                    let message = format!("Столбца `{}` у справочника нет.", name.text);
                    let help = "Объявите его в `columns` или уберите.";
                    self.reader.error(codes::UNKNOWN_KEY, &name.span, message, "нет такого столбца", help);
                }
            }
            entries.insert(key.text.clone(), entry);
        }
        entries
    }
}

/// A raw value as the author wrote it.
fn written(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Dictionary {
    /// Every code that was ever in force with its newest label, in the order of the newest edition.
    pub fn options(&self) -> IndexMap<String, String> {
        let mut options = IndexMap::new();
        for edition in self.editions.iter().rev() {
            for (code, entry) in &edition.entries {
                options.entry(code.clone()).or_insert_with(|| entry.label.clone());
            }
        }
        options
    }
}
