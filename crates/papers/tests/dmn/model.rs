//! Models of the DMN TCK as our expressions and tables: decisions, inputs, values.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use papers::dmn::xml::Element;
use regulation::diagnostic::{Diagnostic, Sources, Span};
use regulation::expression::{Definitions, Expression, Scope, Verdict, World, Written, kind_of};
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::{FactType, Regulation};
use rust_decimal::Decimal;

/// A package with the dictionaries it may rest on; `None` when it does not read as it stands.
pub fn package(folder: &Path) -> Option<Regulation> {
    let mut sources = Sources::default();
    let dictionaries = folder.parent()?.parent()?.join("region/dictionaries");
    for (from, under) in [(folder.to_path_buf(), ""), (folder.join("cases"), "cases/"), (dictionaries, "dictionaries/")]
    {
        for file in std::fs::read_dir(from).ok().into_iter().flatten().flatten() {
            if let Ok(text) = std::fs::read_to_string(file.path()) {
                sources.0.insert(format!("{under}{}", file.file_name().to_string_lossy()), text);
            }
        }
    }
    regulation::package::read(&sources).0
}

/// How a case of the TCK went.
#[derive(Debug)]
pub enum Outcome {
    Passed,
    /// Our answer.
    Failed(String),
    /// Why it lies outside the subset.
    Outside(String),
}

/// Either the thing, or why it lies outside.
pub type Inside<T> = Result<T, String>;

fn outside<T>(why: impl Into<String>) -> Inside<T> {
    Err(why.into())
}

pub struct Model<'m> {
    whole: &'m Element,
    facts: BTreeMap<String, FactType>,
    known: Facts,
    definitions: Definitions,
    /// Names that FEEL allows and our language does not, with ours; longer ones first.
    renamed: Vec<(String, String)>,
    /// Decisions that others name, as text.
    inlined: BTreeMap<String, String>,
}

fn ours(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '_' }).collect()
}

impl<'m> Model<'m> {
    pub fn new(whole: &'m Element, case: &'m Element) -> Inside<Self> {
        if case.attribute("type") == Some("decisionService") {
            return outside("decision services");
        }
        let mut model = Self {
            whole,
            facts: BTreeMap::new(),
            known: Facts::default(),
            definitions: Definitions::default(),
            renamed: Vec::new(),
            inlined: BTreeMap::new(),
        };
        let named = whole.children.iter().filter(|child| matches!(child.name.as_str(), "decision" | "inputData"));
        for name in named.filter_map(|child| child.attribute("name")) {
            if ours(name) != name {
                model.renamed.push((name.to_owned(), ours(name)));
            }
        }
        model.renamed.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for input in case.all("inputNode") {
            model.input(input.attribute("name").unwrap_or_default(), input)?;
        }
        Ok(model)
    }

    fn input(&mut self, name: &str, node: &Element) -> Inside<()> {
        if node.first("list").is_some() {
            return outside("a list as an input");
        }
        for part in node.all("component") {
            self.input(&format!("{name}.{}", part.attribute("name").unwrap_or_default()), part)?;
        }
        let Some(value) = node.first("value") else { return Ok(()) };
        let declared = self.whole.all("inputData").find(|data| data.attribute("name") == Some(name));
        let declared = declared.and_then(|data| data.first("variable")?.attribute("typeRef"));
        let (kind, value) = simple(value, declared.map(|name| self.base(name)))?;
        let name = ours(name);
        self.known.learn(
            name.clone(),
            Known { value, source: Source::Applicant, at: Timestamp::UNIX_EPOCH, contested: false },
        );
        self.facts.insert(name, kind);
        Ok(())
    }

    /// The basic type behind a declared one.
    fn base<'t>(&'t self, name: &'t str) -> &'t str {
        let item = self.whole.all("itemDefinition").find(|item| item.attribute("name") == Some(name));
        let base = item.and_then(|item| item.first("typeRef")).map(|base| base.text.trim());
        let name = base.unwrap_or(name);
        name.rsplit(':').next().unwrap_or(name)
    }

    fn scope<'s>(&'s self, criteria: &'s std::collections::BTreeSet<String>) -> Scope<'s> {
        Scope { facts: &self.facts, criteria, definitions: &self.definitions }
    }

    /// What a decision says, as text of our language.
    pub fn decision(&mut self, name: &str) -> Inside<String> {
        let Some(decision) = self.whole.all("decision").find(|one| one.attribute("name") == Some(name)) else {
            return outside("the result is not a decision");
        };
        if decision.first("knowledgeRequirement").is_some() {
            return outside("a business knowledge model (a function of one's own)");
        }
        for needed in decision.all("informationRequirement").filter_map(|one| one.first("requiredDecision")) {
            let id = needed.attribute("href").unwrap_or_default().trim_start_matches('#').to_owned();
            let needed = self.whole.all("decision").find(|one| one.attribute("id") == Some(&id));
            let Some(needed) = needed.and_then(|one| one.attribute("name")).map(str::to_owned) else {
                return outside("a decision of another file");
            };
            let text = self.decision(&needed)?;
            self.inlined.insert(ours(&needed), text);
        }
        if let Some(literal) = decision.first("literalExpression") {
            return Ok(self.text(literal.expression()));
        }
        match decision.first("decisionTable") {
            Some(table) => self.table(name, decision, table),
            None => {
                let mut logic = decision.children.iter().map(|child| child.name.as_str());
                let ignored = ["variable", "description", "question", "allowedAnswers", "informationRequirement"];
                let logic = logic.rfind(|name| !ignored.contains(name)).unwrap_or("nothing").to_owned();
                outside(format!("boxed expression `{logic}`"))
            }
        }
    }

    /// FEEL with names that our language can read and other decisions in their place.
    fn text(&self, feel: &str) -> String {
        let mut text = feel.to_owned();
        for (name, ours) in &self.renamed {
            text = text.replace(name, ours);
        }
        for (name, inlined) in &self.inlined {
            text = whole_words(&text, name, &format!("({inlined})"));
        }
        text
    }

    fn table(&mut self, name: &str, decision: &Element, table: &Element) -> Inside<String> {
        let data = papers::dmn::read(&alone(decision, table)).map_err(|error| {
            let why = if error.message.contains("не одно значение") {
                "several outputs"
            } else {
                "another hit policy"
            };
            format!("a decision table with {why}")
        })?;
        let id = format!("table_{}", ours(name));
        let place = Span::default();
        let criteria = Default::default();
        let mut inputs: Vec<(String, FactType)> = Vec::new();
        for of in &data.inputs {
            let of = self.text(of);
            let kind = kind_of(&of, &place, &self.scope(&criteria)).map_err(|found| reason(&found))?;
            inputs.push((of, kind));
        }
        let rows: Vec<(Vec<String>, String)> = table
            .all("rule")
            .map(|rule| {
                let tests = rule.all("inputEntry").map(|entry| self.text(entry.expression()));
                let value = rule.first("outputEntry").map(Element::expression).unwrap_or_default();
                (tests.map(|test| if test.is_empty() { "-".to_owned() } else { test }).collect(), self.text(value))
            })
            .collect();
        let output = match rows.first().map(|(_, value)| kind_of(value, &place, &self.scope(&criteria))) {
            Some(Ok(kind)) => kind,
            Some(Err(found)) => return outside(reason(&found)),
            None => return outside("a decision table without rows"),
        };
        let written = |text| Written { text, span: &place };
        let inputs: Vec<_> = inputs.iter().map(|(of, kind)| (written(of), kind.clone())).collect();
        let rows: Vec<_> = rows
            .iter()
            .map(|(tests, value)| (tests.iter().map(|test| written(test)).collect(), written(value)))
            .collect();
        let found = self.definitions.table(&id, data.hit, &inputs, &output, &rows);
        if found.is_empty() { Ok(id) } else { outside(reason(&found)) }
    }

    /// Does the decision declare another type than its expression has?
    fn is_coerced(&self, name: &str, text: &str, found: Option<&Value>) -> bool {
        let decision = self.whole.all("decision").find(|one| one.attribute("name") == Some(name));
        let Some(declared) = decision.and_then(|one| one.first("variable")?.attribute("typeRef")) else { return false };
        let item = self.whole.all("itemDefinition").find(|item| item.attribute("name") == Some(declared));
        if item.is_some_and(|item| item.attribute("isCollection") == Some("true")) {
            return found.is_some();
        }
        match (self.base(declared), found) {
            ("string", Some(found)) => !matches!(found, Value::Text(_)),
            ("number", Some(found)) => !matches!(found, Value::Number(_)),
            ("boolean", Some(found)) => !matches!(found, Value::YesNo(_)),
            ("date", Some(found)) => !matches!(found, Value::Date(_)),
            ("string" | "number" | "boolean" | "date", None) => text.starts_with('['),
            _ => false,
        }
    }

    /// Asks a decision and compares the answer.
    pub fn run(&mut self, name: &str, expected: &Element, regulation: &Regulation) -> Inside<Outcome> {
        let text = self.decision(name)?;
        let Some(wanted) = expected.first("value") else { return outside("the result is a list or a record") };
        let (_, wanted) = simple(wanted, None)?;
        let criteria = Default::default();
        let scope = self.scope(&criteria);
        let read = |text: &str| Expression::parse(text, Span::default(), &scope).map_err(|found| reason(&found));
        let expression = read(&text)?;
        let world = World { regulation, facts: &self.known, today: jiff::civil::date(2026, 3, 2) };
        let found = expression.value(&world);
        if self.is_coerced(name, &text, found.as_ref()) {
            return outside("a result of another kind than declared, which DMN turns into the declared one or null");
        }
        let fits = match (&found, &wanted) {
            (Some(Value::Number(found)), Some(Value::Number(wanted))) => (found - wanted).abs() < Decimal::new(1, 8),
            // A yes-no that rests on what is absent is no.
            (Some(Value::YesNo(false)), None) => true,
            (Some(Value::YesNo(true)), None) => {
                return outside("`not` of what is absent: it is yes, where FEEL gives null");
            }
            (None, None) => read(&format!("is absent(({text}))"))?.verdict(&world) == Verdict::Yes,
            (found, wanted) => found == wanted,
        };
        Ok(if fits { Outcome::Passed } else { Outcome::Failed(format!("{text} → {found:?}, expected {wanted:?}")) })
    }
}

/// One table as a document of its own.
fn alone(decision: &Element, table: &Element) -> String {
    let outputs = table.all("output").count();
    let policy = table.attribute("hitPolicy").unwrap_or("UNIQUE");
    let how = table.attribute("aggregation").map(|how| format!(" aggregation=\"{how}\"")).unwrap_or_default();
    let inputs = table.all("input").map(|input| {
        let of = input.first("inputExpression").map(Element::expression).unwrap_or_default();
        let of = of.replace('&', "&amp;").replace('<', "&lt;");
        format!("<input><inputExpression><text>{of}</text></inputExpression></input>")
    });
    let inputs: String = inputs.collect();
    let name = ours(decision.attribute("name").unwrap_or_default());
    let outputs = "<output/>".repeat(outputs);
    format!(
        "<definitions><decision name=\"{name}\"><decisionTable hitPolicy=\"{policy}\"{how}>{inputs}{outputs}</decisionTable></decision></definitions>"
    )
}

fn whole_words(text: &str, name: &str, with: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let begins = !rest[..at].ends_with(part);
        let ends = !rest[at + name.len()..].starts_with(part);
        result.push_str(&rest[..at]);
        result.push_str(if begins && ends { with } else { name });
        rest = &rest[at + name.len()..];
    }
    result + rest
}

/// A simple value with the type that holds it; nil is known to be absent.
fn simple(value: &Element, declared: Option<&str>) -> Inside<(FactType, Option<Value>)> {
    let number = FactType::Number { whole: false, min: None, max: None, unit: None };
    let text = FactType::Text { max: 100_000, long: false };
    let said = value.attribute("type").map(|name| name.rsplit(':').next().unwrap_or(name));
    let nil = value.attribute("nil") == Some("true");
    let read = value.text.trim();
    Ok(match said.or(declared).unwrap_or(if nil { "string" } else { "untyped" }) {
        name @ ("string" | "boolean" | "number" | "date" | "decimal" | "double" | "integer" | "Any" | "float"
        | "int")
            if nil =>
        {
            let kind = match name {
                "string" | "Any" => text,
                "boolean" => FactType::YesNo,
                "date" => FactType::Date,
                _ => number,
            };
            (kind, None)
        }
        "string" => (text, Some(Value::Text(value.text.clone()))),
        "boolean" => (FactType::YesNo, Some(Value::YesNo(read == "true"))),
        "date" => match read.parse() {
            Ok(day) => (FactType::Date, Some(Value::Date(day))),
            Err(_) => return outside("a date outside our calendar"),
        },
        "decimal" | "double" | "integer" | "number" | "float" | "int" => {
            match Decimal::from_scientific(read).or_else(|_| read.parse()) {
                Ok(read) => (number, Some(Value::Number(read.normalize()))),
                Err(_) => return outside("a number beyond 28 digits"),
            }
        }
        other => return outside(format!("values of type `{other}`")),
    })
}

/// Why our language refuses an expression, by the first finding.
pub fn reason(found: &[Diagnostic]) -> String {
    let Some(one) = found.first() else { return "refused".to_owned() };
    let named = one.message.split('`').nth(1).unwrap_or_default();
    match one.code {
        "E001" => match named {
            "{" | "}" => "records written in the expression: `{ … }`".to_owned(),
            "@" => "literals of times and lengths: `@\"…\"`".to_owned(),
            sign => format!("the sign `{sign}`"),
        },
        "E007" => format!("the sign `{named}`"),
        "E003" | "E005" => {
            "other syntax: several iterators in one loop, open ranges as values, `instance of`, names with spaces"
                .to_owned()
        }
        "E002" => "escapes in texts other than `\\\"`, `\\\\`, `\\n`, `\\t`".to_owned(),
        "E006" => "dates and lengths of time other than literals of days and months".to_owned(),
        "E008" => format!("`{named}`"),
        "E010" => "names of things the subset does not have (functions, ranges, types, special values)".to_owned(),
        "E011" => format!("function `{named}`"),
        "E012" => "fields of records written in the expression, of times and of durations".to_owned(),
        "E013" => "further signatures of functions".to_owned(),
        "E020" | "E021" | "E022" | "E023" | "E025" | "E026" | "E027" => {
            "kinds of values that do not fit: refused before it runs, where FEEL gives null".to_owned()
        }
        "E033" => "patterns of XPath that a linear matcher does not have".to_owned(),
        other => format!("refused ({other})"),
    }
}
