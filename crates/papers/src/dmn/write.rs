//! A decision table of a regulation → DMN 1.5 XML.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use regulation::expression::{bare, constant, feel};
use regulation::package::{DecisionTable, FactType, HitPolicy};

use super::{OURS, RowData, TableData, cell_kind, type_ref};

/// The table as a DMN 1.5 document with one decision.
pub fn write(table: &DecisionTable) -> String {
    let data = TableData::of(table);
    let mut page = Page(Writer::new_with_indent(Vec::new(), b' ', 2));
    page.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let namespace = format!("urn:okno:table:{}", data.id);
    let whole = [
        ("xmlns", "https://www.omg.org/spec/DMN/20230324/MODEL/"),
        ("xmlns:okno", OURS),
        ("id", "definitions"),
        ("name", &data.id),
        ("namespace", &namespace),
        ("exporter", "okno"),
    ];
    page.inside("definitions", &whole, |page| {
        let names = inputs(&data.inputs);
        for ((id, of), kind) in names.iter().zip(&data.kinds) {
            page.inside("inputData", &[("id", &format!("input-{id}")), ("name", of)], |page| {
                page.empty("variable", &[("name", of), ("typeRef", type_ref(kind))]);
            });
        }
        page.inside("decision", &[("id", &format!("decision-{}", data.id)), ("name", &data.id)], |page| {
            page.text("question", &[], &data.title);
            page.empty("variable", &[("name", &data.id), ("typeRef", type_ref(&data.output.kind))]);
            for (id, _) in &names {
                page.inside("informationRequirement", &[("id", &format!("requirement-{id}"))], |page| {
                    page.empty("requiredInput", &[("href", &format!("#input-{id}"))]);
                });
            }
            page.table(&data);
        });
    });
    page.done()
}

/// What the columns look at, each with an id that XML takes. FEEL allows dots in names, so the
/// input data is named as the column is.
fn inputs(of: &[String]) -> Vec<(String, &String)> {
    of.iter().enumerate().map(|(at, of)| (format!("i{}", at + 1), of)).collect()
}

struct Page(Writer<Vec<u8>>);

impl Page {
    fn event(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        let _ = self.0.write_event(event);
    }

    fn inside(&mut self, name: &str, attributes: &[(&str, &str)], write: impl FnOnce(&mut Self)) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
        write(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.inside(name, attributes, |page| page.event(Event::Text(BytesText::new(text))));
    }

    fn done(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }

    fn table(&mut self, data: &TableData) {
        let policy = match data.hit {
            HitPolicy::Unique => "UNIQUE",
            HitPolicy::First => "FIRST",
            HitPolicy::Collect => "COLLECT",
        };
        let mut attributes = vec![("id", "table"), ("hitPolicy", policy)];
        if data.hit == HitPolicy::Collect {
            attributes.push(("aggregation", "SUM"));
        }
        self.inside("decisionTable", &attributes, |page| {
            page.inside("extensionElements", &[], |page| page.ours(data));
            for (at, (of, kind)) in data.inputs.iter().zip(&data.kinds).enumerate() {
                page.inside("input", &[("id", &format!("column-{}", at + 1)), ("label", of)], |page| {
                    page.inside("inputExpression", &[("typeRef", type_ref(kind))], |page| page.text("text", &[], of));
                });
            }
            page.output(data);
            page.empty("annotation", &[("name", "because")]);
            for (at, row) in data.rows.iter().enumerate() {
                page.inside("rule", &[("id", &format!("row-{}", at + 1))], |page| page.row(data, row));
            }
        });
    }

    /// What DMN has no place for.
    fn ours(&mut self, data: &TableData) {
        self.inside("okno:table", &[("because", &data.because), ("type", &data.output.kind)], |page| {
            for kind in &data.kinds {
                page.empty("okno:input", &[("type", kind)]);
            }
            for (code, label) in &data.output.options {
                page.empty("okno:option", &[("code", code), ("label", label)]);
            }
            for (name, value) in &data.output.limits {
                page.empty("okno:limit", &[("name", name), ("value", value)]);
            }
        });
    }

    fn output(&mut self, data: &TableData) {
        let attributes = [("id", "value"), ("name", data.id.as_str()), ("typeRef", type_ref(&data.output.kind))];
        let codes: Vec<String> = data.output.options.keys().map(|code| format!("\"{code}\"")).collect();
        if codes.is_empty() {
            return self.empty("output", &attributes);
        }
        self.inside("output", &attributes, |page| {
            page.inside("outputValues", &[], |page| page.text("text", &[], &codes.join(", ")));
        });
    }

    fn row(&mut self, data: &TableData, row: &RowData) {
        for (test, kind) in row.tests.iter().zip(&data.kinds) {
            let kind = cell_kind(kind);
            let text = feel(&kind, test).unwrap_or_else(|_| test.clone());
            self.cell("inputEntry", &text, test, &bare(&kind, &text));
        }
        let kind = cell_kind(&data.output.kind);
        let text = if row.output == "-" { "null".to_owned() } else { constant(&kind, &row.output) };
        self.cell("outputEntry", &text, &row.output, &value_back(&kind, &text));
        self.inside("annotationEntry", &[], |page| page.text("text", &[], row.because.as_deref().unwrap_or("")));
    }

    /// A cell in FEEL; as it was written stands beside it where FEEL alone would not give it back.
    fn cell(&mut self, name: &str, text: &str, written: &str, back: &str) {
        self.inside(name, &[], |page| {
            if written != back {
                let kept = [("written", written), ("as", text)];
                page.inside("extensionElements", &[], |page| page.empty("okno:cell", &kept));
            }
            page.text("text", &[], text);
        });
    }
}

/// A value as it comes back from FEEL alone.
pub(super) fn value_back(kind: &FactType, text: &str) -> String {
    match text {
        "null" => "-".to_owned(),
        text if text.contains(',') => text.to_owned(),
        text => bare(kind, text),
    }
}
