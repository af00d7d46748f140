//! Elements that acts set: parameters, decision tables, dictionaries, criteria, local marks.

use jiff::civil::Date;

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun, Value, days};
use crate::clock::Term;
use crate::package::{
    DecisionTable, Dictionary, DictionaryEdition, FactType, LocalMark, Parameter, Regulation, TableInput, TableRow,
};

const EDITION: Noun =
    Noun {
        came: "добавлено значение", went: "исключено значение", one: "значение", order: None, loose: false
    };
const COLUMN: Noun = Noun {
    came: "добавлен столбец",
    went: "исключён столбец",
    one: "столбец",
    order: Some("порядок столбцов"),
    loose: false,
};
const ROW: Noun = Noun {
    came: "добавлена строка",
    went: "исключена строка",
    one: "строка",
    order: Some("порядок строк"),
    loose: true,
};
const ENTRY: Noun =
    Noun {
        came: "добавлена запись", went: "исключена запись", one: "запись", order: None, loose: false
    };

impl List<'_> {
    pub(super) fn law(&mut self) {
        let regulation = self.regulation;
        for one in regulation.params.values() {
            self.parameter(one);
        }
        for one in regulation.tables.values() {
            self.table(one);
        }
        for one in regulation.dictionaries.values() {
            self.dictionary(one);
        }
        for one in regulation.criteria.values() {
            let aspects = Aspects::default()
                .rule("rule", "условие", Some(&one.rule))
                .said("yes", "объяснение, когда выполнен,", &one.say_yes)
                .said("no", "объяснение, когда не выполнен,", &one.say_no)
                .said("unknown", "объяснение, когда сведений не хватает,", &one.say_unknown);
            let title = one.say_yes.trim_end_matches('.');
            self.add(Sort::Criterion, format!("criteria.{}", one.id), title, &one.because, aspects);
        }
        for one in &regulation.local {
            let LocalMark { what, least, most, required, because, .. } = one;
            let bound = |bound: &Option<String>| match bound {
                Some(bound) => Term::parse(bound).map_or_else(|_| bound.clone(), |term| term.to_string()),
                None => "нет".to_owned(),
            };
            let aspects = Aspects::default()
                .plain("least", "наименьшее значение", bound(least))
                .plain("most", "наибольшее значение", bound(most))
                .with("required", "обязательность настройки", Value::Flag(*required));
            self.add(Sort::Mark, format!("local.{what}"), what, because, aspects);
        }
    }

    fn parameter(&mut self, one: &Parameter) {
        let unit = match &one.kind {
            FactType::Number { unit: Some(unit), .. } => format!(" {unit}"),
            _ => String::new(),
        };
        let editions = one.editions.iter().map(|edition| {
            let (key, title) = since(self.regulation, edition.from);
            let until = days(None, edition.until);
            Item {
                body: format!("{}{unit} {until}", shown(&one.kind, &edition.value.text)).trim_end().to_owned(),
                clause: self.clause(&edition.because),
                ..Item::named(key, title)
            }
        });
        let editions = editions.collect();
        let aspects = Aspects::default().said("title", "название", &one.title).items("editions", &EDITION, editions);
        let aspects = self.kind(aspects, &one.kind, None);
        self.add(Sort::Parameter, format!("params.{}", one.id), &one.title, &one.because, aspects);
    }

    fn table(&mut self, one: &DecisionTable) {
        let columns = one.inputs.iter().map(|input| Item::named(&input.of, column(self.regulation, input)));
        let rows: Vec<Item> = one.rows.iter().map(|row| self.row(one, row)).collect();
        let aspects = Aspects::default()
            .said("title", "название", &one.title)
            .plain("hit", "порядок выбора строки", names::hit(one.hit))
            .items("inputs", &COLUMN, columns.collect())
            .items("rows", &ROW, rows);
        let aspects = self.kind(aspects, &one.output, None);
        self.add(Sort::Table, format!("tables.{}", one.id), &one.title, &one.because, aspects);
    }

    fn row(&self, table: &DecisionTable, row: &TableRow) -> Item {
        let cells = table.inputs.iter().zip(&row.tests).filter(|(_, test)| test.trim() != "-");
        let tests: Vec<String> = cells
            .map(|(input, test)| format!("{}: {}", column(self.regulation, input), cell(&input.kind, test)))
            .collect();
        let title = if tests.is_empty() { "в остальных случаях".to_owned() } else { tests.join("; ") };
        Item {
            body: shown(&table.output, &row.output),
            clause: self.clause(&row.because),
            ..Item::named(row.tests.join(" | "), title)
        }
    }

    fn dictionary(&mut self, one: &Dictionary) {
        let columns = one.columns.keys().map(|name| Item::named(name, name)).collect();
        let entries = one.editions.iter().flat_map(|edition| entries(self.regulation, edition)).collect();
        let aspects = Aspects::default()
            .said("title", "название", &one.title)
            .said("source", "источник", &one.source)
            .items("columns", &COLUMN, columns)
            .items("entries", &ENTRY, entries);
        self.add(Sort::Dictionary, format!("dictionaries.{}", one.id), &one.title, &Default::default(), aspects);
    }
}

/// A value that is written once is in force from the regulation's first day: that day moves with
/// every edition and is no change of the value.
fn since(regulation: &Regulation, from: Date) -> (String, String) {
    if from == regulation.from {
        return ("first".to_owned(), "с первого дня редакции".to_owned());
    }
    (from.to_string(), days(Some(from), None))
}

fn entries(regulation: &Regulation, edition: &DictionaryEdition) -> Vec<Item> {
    let (since, _) = since(regulation, edition.from);
    let each = edition.entries.iter().map(|(code, entry)| {
        let columns = entry.columns.iter().map(|(name, value)| format!(", {name}: {value}"));
        Item {
            body: format!("«{}»{} {}", entry.label, columns.collect::<String>(), days(None, edition.until))
                .trim_end()
                .to_owned(),
            ..Item::named(format!("{since} {code}"), entry.label.clone())
        }
    });
    each.collect()
}

/// What a column looks at, by label where it is a fact.
fn column(regulation: &Regulation, input: &TableInput) -> String {
    if input.title != input.of {
        return input.title.clone();
    }
    if let Some(fact) = regulation.fact(&input.of) {
        return fact.label.clone();
    }
    // A field of a record is written with its list: `groups.trees.species`.
    let field = input.of.rsplit_once('.').and_then(|(list, field)| match &regulation.fact(list)?.kind {
        FactType::List { item, .. } => Some(item.get(field)?.label.clone()),
        _ => None,
    });
    field.unwrap_or_else(|| input.of.clone())
}

/// A unary test in words: options by their labels.
fn cell(kind: &FactType, test: &str) -> String {
    let test = test.trim();
    let inner = test.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')'));
    let FactType::Choice(_) = kind else {
        return match test {
            "true" => "да".to_owned(),
            "false" => "нет".to_owned(),
            other => other.to_owned(),
        };
    };
    let labels: Vec<String> = inner.unwrap_or(test).split(',').map(|code| shown(kind, code.trim())).collect();
    let labels = labels.join(" или ");
    if inner.is_some() { format!("кроме {labels}") } else { labels }
}

/// A written value in words.
fn shown(kind: &FactType, text: &str) -> String {
    let bare = text.trim().trim_matches('"');
    match kind {
        FactType::Choice(options) => options.get(bare).cloned().unwrap_or_else(|| bare.to_owned()),
        FactType::YesNo if bare == "true" => "да".to_owned(),
        FactType::YesNo if bare == "false" => "нет".to_owned(),
        FactType::Money if bare.parse::<rust_decimal::Decimal>().is_ok() => format!("{bare} ₽"),
        FactType::Date => bare.parse().map_or_else(|_| bare.to_owned(), super::value::day),
        _ => bare.to_owned(),
    }
}
