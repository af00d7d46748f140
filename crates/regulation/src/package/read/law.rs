//! What acts set and change: parameters with editions, decision tables, marks of what may be
//! set locally.

use indexmap::IndexMap;
use jiff::civil::Date;

use super::Reading;
use crate::diagnostic::Span;
use crate::expression::{Expression, Written};
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{
    Clause, DecisionTable, Edition, FactType, HitPolicy, LocalMark, Parameter, TableInput, TableRow,
};
use crate::package::outside;
use crate::package::yaml::{Content, Node};

const HITS: [(&str, HitPolicy); 3] =
    [("unique", HitPolicy::Unique), ("first", HitPolicy::First), ("collect", HitPolicy::Collect)];

/// Words that stand for `-` in a cell; a code that reads like one of them goes in quotes.
const ANYTHING: [&str; 2] = ["any", "любое"];

impl Reading<'_> {
    /// `from` and `until` of an edition.
    pub(super) fn days(&mut self, fields: &mut Fields<'_>) -> (Option<Date>, Option<Date>) {
        let from = fields.maybe("from").and_then(|node| self.reader.date(node));
        let until_node = fields.maybe("until");
        let until = until_node.and_then(|node| self.reader.date(node));
        if let (Some(first), Some(end), Some(node)) = (from, until, until_node)
            && end <= first
        {
            let help = "Поставьте в `until` день после последнего дня действия.";
            self.reader.error(
                codes::BAD_EDITION,
                &node.span,
                "Редакция кончается раньше, чем начинается.",
                "раньше `from`",
                help,
            );
        }
        (from, until)
    }

    /// The element's own clause, or that of what it belongs to.
    pub(super) fn own_clause(&mut self, fields: &mut Fields<'_>, otherwise: &Clause) -> Clause {
        match fields.maybe("because") {
            Some(node) => self.clause(node).unwrap_or_default(),
            None => otherwise.clone(),
        }
    }

    pub(super) fn note_reads(&mut self, expression: &Expression) {
        self.notes.read.extend(expression.reads().iter().cloned());
        self.notes.criteria.extend(expression.criteria().iter().cloned());
    }

    pub(super) fn params(&mut self, node: &Node, from: Date) -> IndexMap<String, Parameter> {
        let mut params = IndexMap::new();
        for (key, value) in node.entries() {
            let path = format!("params.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else { continue };
            self.fit_name(&key.text, &key.span);
            let title = fields.text("title", "что это за величина, простыми словами", &mut self.reader);
            let kind = self.kind(&mut fields);
            let because = self.because(&mut fields);
            let Some(kind) = kind else { continue };
            let editions = match fields.maybe("value") {
                Some(node) => self.edition(node, &kind, from, None, &because).into_iter().collect(),
                None => {
                    let meaning = "значение, или редакции: `editions: [{ from: 2025-01-01, value: 350.00 }]`";
                    let node = fields.need("editions", meaning, &mut self.reader);
                    node.map(|node| self.editions(node, &path, &kind, &because)).unwrap_or_default()
                }
            };
            fields.finish(&mut self.reader);
            let written: Vec<_> = editions
                .iter()
                .map(|one| (Some(one.from), one.until, Written { text: &one.value.text, span: &one.value.span }))
                .collect();
            let found = self.known.definitions.parameter(&key.text, &kind, &written);
            self.reader.found.extend(found);
            let id = key.text.clone();
            params.insert(id.clone(), Parameter { id, title, kind, editions, because, span: key.span.clone() });
        }
        params
    }

    fn editions(&mut self, node: &Node, path: &str, kind: &FactType, because: &Clause) -> Vec<Edition> {
        let mut editions: Vec<Edition> = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.editions");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let (from, until) = self.days(&mut fields);
            if from.is_none() && !self.reader.knows(&format!("{path}.{at}.from")) {
                fields.need("from", "первый день действия этой редакции", &mut self.reader);
            }
            let value = fields.need("value", "значение в этой редакции", &mut self.reader);
            let own = self.own_clause(&mut fields, because);
            fields.finish(&mut self.reader);
            let (Some(from), Some(node)) = (from, value) else { continue };
            if editions
                .last()
                .is_some_and(|before| before.until.is_none_or(|until| until > from) || before.from >= from)
            {
                let help = "Поставьте в предыдущей редакции `until` — день начала этой, и пишите редакции по порядку.";
                let message = "Две редакции действуют одновременно.";
                self.reader.error(
                    codes::BAD_EDITION,
                    &fields_head(element),
                    message,
                    "накладывается на предыдущую",
                    help,
                );
            }
            editions.extend(self.edition(node, kind, from, until, &own));
        }
        editions
    }

    fn edition(
        &mut self,
        node: &Node,
        kind: &FactType,
        from: Date,
        until: Option<Date>,
        because: &Clause,
    ) -> Option<Edition> {
        let text = self.reader.text(node)?;
        let written = constant(kind, &text);
        let known = outside::Known::default();
        match outside::value(&written, &node.span, &known, kind) {
            Ok(value) => Some(Edition { from, until, value, because: because.clone() }),
            Err(_) => {
                let message = format!("Значение `{text}` не подходит к типу величины.");
                let help = "Напишите значение того же вида: `12`, `350.00`, `2026-04-01`, `true`, код варианта.";
                self.reader.error(codes::VALUE_MISFIT, &node.span, message, "не тот вид", help);
                None
            }
        }
    }

    pub(super) fn tables(&mut self, node: &Node) -> IndexMap<String, DecisionTable> {
        let mut tables = IndexMap::new();
        for (key, value) in node.entries() {
            let path = format!("tables.{}", key.text);
            self.reader.remember(path.clone(), &key.span);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reader) else { continue };
            self.fit_name(&key.text, &key.span);
            let title = fields.text("title", "что решает таблица, простыми словами", &mut self.reader);
            let hit = fields.maybe("hit").and_then(|node| self.reader.word(node, &HITS)).unwrap_or(HitPolicy::Unique);
            let because = self.because(&mut fields);
            let inputs = fields.need("inputs", "на что смотрит таблица: `[request.kind, age]`", &mut self.reader);
            let inputs = inputs.map(|node| self.inputs(node)).unwrap_or_default();
            let output = fields.need("output", "что она даёт: `{ type: money }`", &mut self.reader);
            let output = output.and_then(|node| self.output_type(node, &path));
            let rows = fields.need("rows", "строки: проверки по столбцам и значение", &mut self.reader);
            let rows = rows.map(|node| self.rows(node, &path, inputs.len(), &because)).unwrap_or_default();
            fields.finish(&mut self.reader);
            let Some(output) = output else { continue };
            let id = key.text.clone();
            let table =
                DecisionTable { id: id.clone(), title, hit, inputs, output, rows, because, span: key.span.clone() };
            tables.insert(id, self.define(table));
        }
        tables
    }

    /// Makes the table usable by name, and its rows askable one by one.
    fn define(&mut self, mut table: DecisionTable) -> DecisionTable {
        let inputs: Vec<_> =
            table.inputs.iter().map(|one| (Written { text: &one.of, span: &one.span }, one.kind.clone())).collect();
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| {
                let tests = row.tests.iter().map(|text| Written { text, span: &row.span }).collect();
                (tests, Written { text: &row.output, span: &row.span })
            })
            .collect();
        let found = self.known.definitions.table(&table.id, table.hit, &inputs, &table.output, &rows);
        let sound = found.is_empty();
        self.reader.found.extend(found);
        for row in &mut table.rows {
            if !sound {
                continue;
            }
            let parts: Result<Vec<String>, String> = row
                .tests
                .iter()
                .zip(&table.inputs)
                .map(|(test, input)| outside::unary(&input.of, &input.kind, test))
                .collect();
            let Ok(parts) = parts else { continue };
            let parts: Vec<String> = parts.into_iter().filter(|part| part != "true").collect();
            let text = if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") };
            // Inputs that are fields of records are asked record by record, not of the case.
            row.when = outside::condition(&text, &row.span, &self.known).ok();
            if let Some(when) = &row.when {
                self.notes.read.extend(when.reads().iter().cloned());
                self.notes.criteria.extend(when.criteria().iter().cloned());
            }
        }
        table
    }

    /// `inputs:` expressions with their types; a field of a record goes with its list.
    pub(super) fn inputs(&mut self, node: &Node) -> Vec<TableInput> {
        let mut inputs = Vec::new();
        for (of, span) in self.reader.texts(node) {
            let title = of.clone();
            if let Some(kind) = self.known.kind(&of) {
                self.notes.read.insert(of.clone());
                if let Some((list, _)) = of.split_once('.') {
                    self.notes.read.insert(list.to_owned());
                }
                inputs.push(TableInput { title, of, kind, span });
                continue;
            }
            match outside::kind_of(&of, &span, &self.known) {
                Ok(kind) => inputs.push(TableInput { title, of, kind, span }),
                Err(found) => self.reader.found.extend(found),
            }
        }
        inputs
    }

    fn output_type(&mut self, node: &Node, path: &str) -> Option<FactType> {
        let path = format!("{path}.output");
        let mut fields = Fields::open(node, &node.span, &path, &mut self.reader)?;
        let kind = self.kind(&mut fields);
        fields.finish(&mut self.reader);
        kind
    }

    fn rows(&mut self, node: &Node, path: &str, inputs: usize, because: &Clause) -> Vec<TableRow> {
        let mut rows = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let row = match element.content {
                Content::Map(_) => self.long_row(element, path, at, inputs, because),
                _ => self.cells(element, inputs, 1).map(|mut cells| {
                    let output = cells.pop().map(|(text, _)| text).unwrap_or_default();
                    let tests = cells.into_iter().map(|(text, _)| text).collect();
                    TableRow { tests, when: None, output, because: because.clone(), span: element.span.clone() }
                }),
            };
            rows.extend(row);
        }
        rows
    }

    fn long_row(&mut self, node: &Node, path: &str, at: usize, inputs: usize, because: &Clause) -> Option<TableRow> {
        let mut fields = Fields::element(node, &format!("{path}.rows"), at, &mut self.reader)?;
        let tests = fields.need("if", "проверки по столбцам, по одной на вход", &mut self.reader);
        let tests = tests.and_then(|node| self.cells(node, inputs, 0));
        let output = fields.text("then", "значение строки", &mut self.reader);
        let because = self.own_clause(&mut fields, because);
        fields.finish(&mut self.reader);
        let tests = tests?.into_iter().map(|(text, _)| text).collect();
        Some(TableRow { tests, when: None, output, because, span: node.span.clone() })
    }

    /// The cells of a row, as many as columns: tests of the inputs, then what comes out.
    pub(super) fn cells(&mut self, node: &Node, tests: usize, values: usize) -> Option<Vec<(String, Span)>> {
        let wanted = tests + values;
        let mut cells = Vec::new();
        for (at, cell) in self.reader.list(node).iter().enumerate() {
            let text = match &cell.content {
                Content::Nothing => "-",
                Content::Scalar { text, plain: true } if at < tests && ANYTHING.contains(&text.trim()) => "-",
                _ => cell.scalar().unwrap_or("-").trim(),
            };
            cells.push((text.to_owned(), cell.span.clone()));
        }
        if cells.len() == wanted {
            return Some(cells);
        }
        let message = format!("В строке ячеек {}, а столбцов {wanted}.", cells.len());
        let help = "Напишите по ячейке на каждый вход; где всё равно — `\"-\"` или `any`.";
        self.reader.error(codes::BAD_TABLE, &node.span, message, "не по числу столбцов", help);
        None
    }

    pub(super) fn local(&mut self, node: &Node) -> Vec<LocalMark> {
        let mut marks = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "local", at, &mut self.reader) else { continue };
            let what = fields.text("what", "путь к элементу: `variants.enrol.term`", &mut self.reader);
            let least = fields.maybe_text("least", &mut self.reader);
            let most = fields.maybe_text("most", &mut self.reader);
            let required = fields.maybe("required").and_then(|node| self.reader.yes_no(node)).unwrap_or(false);
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            marks.push(LocalMark { what, least, most, required, because, span });
        }
        marks
    }

    /// Facts, criteria, parameters and tables share one namespace of the expressions.
    fn fit_name(&mut self, name: &str, span: &Span) {
        let taken = self.names.facts.contains(name) || self.names.criteria.contains(name) || name == "today";
        if taken {
            let help = "Дайте ей другое имя: в выражении имя должно значить одно.";
            self.reader.error(codes::DUPLICATE_ID, span, format!("Имя `{name}` уже значит другое."), "занято", help);
        }
        if !super::facts::is_name(name) {
            let help = "Имя — слова из букв, цифр и `_`, начинается с буквы: `plate_rate`.";
            self.reader.error(
                codes::BAD_VALUE,
                span,
                format!("Имя `{name}` не годится для выражений."),
                "не имя",
                help,
            );
        }
    }
}

/// The place of an element of a list: its first key.
fn fields_head(node: &Node) -> Span {
    node.entries().first().map_or_else(|| node.span.clone(), |(key, _)| key.span.clone())
}

/// A value as the author writes it in data → as a constant of the expression language.
fn constant(kind: &FactType, text: &str) -> String {
    match kind {
        FactType::Date => format!("date(\"{text}\")"),
        FactType::Text { .. } | FactType::Choice(_) | FactType::Identifier(_) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        _ => text.to_owned(),
    }
}
