//! DMN XML → a decision table as data for a regulation, with helpful words for foreign files.

use regulation::expression::bare;
use regulation::package::HitPolicy;

use super::write::value_back;
use super::xml::Element;
use super::{OutputData, RowData, TableData, cell_kind};

/// Why a DMN file gives no table: what is wrong and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} {mend}")]
pub struct ForeignTable {
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

fn foreign(message: impl Into<String>, mend: impl Into<String>) -> ForeignTable {
    ForeignTable { message: message.into(), mend: mend.into() }
}

/// The decision table of a DMN document.
pub fn read(xml: &str) -> Result<TableData, ForeignTable> {
    let whole = Element::read(xml).map_err(|error| {
        foreign(format!("Файл не читается как XML: {error}."), "Выгрузите его из редактора ещё раз в формате DMN.")
    })?;
    if whole.name != "definitions" {
        let message = format!("Это не DMN: файл начинается с `{}`, а не с `definitions`.", whole.name);
        return Err(foreign(message, "Выберите файл с расширением `.dmn`."));
    }
    let mut tables = whole.all("decision").filter_map(|decision| Some((decision, decision.first("decisionTable")?)));
    let Some((decision, table)) = tables.next() else {
        let mend = "okno берёт из DMN таблицы решений; выражение из рамки напишите в `criteria` или `params`.";
        return Err(foreign("В файле нет таблицы решений.", mend));
    };
    let others: Vec<&str> = tables.filter_map(|(other, _)| other.attribute("name")).collect();
    if !others.is_empty() {
        let message = format!("В файле несколько таблиц, ещё: {}.", others.join(", "));
        return Err(foreign(message, "Сохраните каждую таблицу в свой файл."));
    }
    one(decision, table)
}

fn one(decision: &Element, table: &Element) -> Result<TableData, ForeignTable> {
    let name = decision.attribute("name").unwrap_or_default();
    let ours = table.first("extensionElements").and_then(|extra| extra.first("table"));
    let hit = hit_policy(table)?;
    let mut outputs = table.all("output");
    let (Some(output), None) = (outputs.next(), outputs.next()) else {
        let mend = "Сделайте из неё по таблице на каждое значение: у таблицы okno значение одно.";
        return Err(foreign(format!("У таблицы «{name}» не одно значение."), mend));
    };
    let columns: Vec<&Element> = table.all("input").collect();
    let inputs: Vec<String> = columns
        .iter()
        .map(|input| input.first("inputExpression").map(Element::expression).unwrap_or_default().to_owned())
        .collect();
    if let Some(at) = inputs.iter().position(String::is_empty) {
        let message = format!("Столбец {} таблицы «{name}» ни на что не смотрит.", at + 1);
        return Err(foreign(message, "Напишите в нём имя сведения."));
    }
    let own: Vec<&str> =
        ours.into_iter().flat_map(|ours| ours.all("input")).filter_map(|one| one.attribute("type")).collect();
    let kinds: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, input)| match own.get(at) {
            Some(kind) if own.len() == columns.len() => (*kind).to_owned(),
            _ => kind_of(input.first("inputExpression").and_then(|one| one.attribute("typeRef")), input).to_owned(),
        })
        .collect();
    let output = value_type(decision, output, ours);
    let rows = table.all("rule").enumerate().map(|(at, rule)| row(rule, at, &kinds, &output));
    Ok(TableData {
        id: identifier(name),
        title: decision.first("question").map_or_else(|| name.to_owned(), |question| question.text.clone()),
        hit,
        because: ours.and_then(|ours| ours.attribute("because")).unwrap_or_default().to_owned(),
        rows: rows.collect::<Result<_, _>>()?,
        inputs,
        kinds,
        output,
    })
}

fn hit_policy(table: &Element) -> Result<HitPolicy, ForeignTable> {
    let policy = table.attribute("hitPolicy").unwrap_or("UNIQUE");
    match (policy, table.attribute("aggregation")) {
        ("UNIQUE", _) => Ok(HitPolicy::Unique),
        ("FIRST", _) => Ok(HitPolicy::First),
        ("COLLECT", Some("SUM")) => Ok(HitPolicy::Collect),
        ("COLLECT", how) => {
            let message = format!("Таблица собирает значения способом `{}`.", how.unwrap_or("список"));
            Err(foreign(message, "okno умеет только складывать: `aggregation=\"SUM\"`."))
        }
        (other, _) => {
            let message = format!("Правила `{other}`, по которому строки делят решение, в okno нет.");
            Err(foreign(message, "Перепишите таблицу под `UNIQUE` (подходит одна строка) или `FIRST` (первая)."))
        }
    }
}

fn kind_of(type_ref: Option<&str>, column: &Element) -> &'static str {
    let name = type_ref.unwrap_or("string");
    match name.rsplit(':').next().unwrap_or(name) {
        "boolean" => "yes-no",
        "number" => "number",
        "date" => "date",
        _ if column.first("inputValues").or_else(|| column.first("outputValues")).is_some() => "choice",
        _ => "text",
    }
}

fn value_type(decision: &Element, output: &Element, ours: Option<&Element>) -> OutputData {
    let mut data = OutputData::default();
    if let Some(ours) = ours {
        data.kind = ours.attribute("type").unwrap_or("text").to_owned();
        for option in ours.all("option") {
            let (code, label) =
                (option.attribute("code").unwrap_or_default(), option.attribute("label").unwrap_or_default());
            data.options.insert(code.to_owned(), label.to_owned());
        }
        for limit in ours.all("limit") {
            let (name, value) =
                (limit.attribute("name").unwrap_or_default(), limit.attribute("value").unwrap_or_default());
            data.limits.insert(name.to_owned(), value.to_owned());
        }
        return data;
    }
    let of_decision = decision.first("variable").and_then(|variable| variable.attribute("typeRef"));
    data.kind = kind_of(output.attribute("typeRef").or(of_decision), output).to_owned();
    if data.kind == "choice" {
        let codes = output.first("outputValues").map(Element::expression).unwrap_or_default();
        let codes = codes.split(',').map(|code| code.trim().trim_matches('"').to_owned());
        data.options = codes.filter(|code| !code.is_empty()).map(|code| (code.clone(), code)).collect();
    }
    data
}

fn row(rule: &Element, at: usize, kinds: &[String], output: &OutputData) -> Result<RowData, ForeignTable> {
    let entries: Vec<&Element> = rule.all("inputEntry").collect();
    let value: Vec<&Element> = rule.all("outputEntry").collect();
    let ([value], true) = (value.as_slice(), entries.len() == kinds.len()) else {
        let message = format!("В строке {} ячеек не столько, сколько столбцов.", at + 1);
        return Err(foreign(message, "Заполните все ячейки строки; где всё равно, поставьте `-`."));
    };
    let tests = entries.iter().zip(kinds).map(|(entry, kind)| cell(entry, |text| bare(&cell_kind(kind), text)));
    let because = rule.first("annotationEntry").map(Element::expression).filter(|text| !text.is_empty());
    Ok(RowData {
        tests: tests.collect(),
        output: cell(value, |text| value_back(&cell_kind(&output.kind), text)),
        because: because.map(str::to_owned),
    })
}

/// A cell as it was written, unless another tool has changed its FEEL since.
fn cell(entry: &Element, back: impl Fn(&str) -> String) -> String {
    let text = match entry.expression() {
        "" => "-",
        text => text,
    };
    let kept = entry.first("extensionElements").and_then(|extra| extra.first("cell"));
    match kept {
        Some(kept) if kept.attribute("as").map(str::trim) == Some(text) => {
            kept.attribute("written").unwrap_or_default().to_owned()
        }
        _ => back(text),
    }
}

/// A name that expressions take.
fn identifier(name: &str) -> String {
    let mut id: String = name.trim().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if id.is_empty() || id.starts_with(|c: char| c.is_ascii_digit()) {
        id.insert(0, '_');
    }
    id
}
