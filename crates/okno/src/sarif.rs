//! Findings as SARIF 2.1.0, which editors and code reviews show beside the lines.

use regulation::diagnostic::{Diagnostic, Severity, Sources};
use serde_json::{Value, json};

/// One run over all packages.
pub fn report(found: &[(Diagnostic, Sources)]) -> Value {
    let mut codes: Vec<&str> = found.iter().map(|(one, _)| one.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = found.iter().map(|(one, sources)| result(one, sources)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "okno", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(one: &Diagnostic, sources: &Sources) -> Value {
    let text = sources.0.get(&one.span.file).map_or("", String::as_str);
    let (line, column) = place(text, one.span.start);
    let (end_line, end_column) = place(text, one.span.end);
    json!({
        "ruleId": one.code,
        "level": match one.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": { "text": format!("{} {}", one.message, one.help) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": one.span.file },
                "region": {
                    "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
                },
            },
        }],
    })
}

/// Line and column, both from one.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
