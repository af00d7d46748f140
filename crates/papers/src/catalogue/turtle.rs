//! A graph as Turtle 1.1.

use std::fmt::Write;

use super::graph::{Graph, LANGUAGE, Object, PREFIXES, TYPE};

/// The graph as Turtle: prefixes, then every resource with its predicates in order.
pub fn turtle(graph: &Graph) -> String {
    let mut out = String::new();
    for (name, address) in PREFIXES {
        line(&mut out, format_args!("@prefix {name}: <{address}> ."));
    }
    for (address, resource) in &graph.0 {
        line(&mut out, format_args!("\n<{address}>"));
        let last = resource.0.len();
        for (at, (predicate, objects)) in resource.0.iter().enumerate() {
            let predicate = if *predicate == TYPE { "a" } else { predicate };
            let objects: Vec<String> = objects.iter().map(object).collect();
            let end = if at + 1 == last { " ." } else { " ;" };
            line(&mut out, format_args!("    {predicate} {}{end}", objects.join(",\n        ")));
        }
    }
    out
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{words}");
}

fn object(object: &Object) -> String {
    match object {
        Object::Term(term) => (*term).to_owned(),
        Object::Resource(address) => format!("<{address}>"),
        Object::Words(words) => format!("{}@{LANGUAGE}", quoted(words)),
        Object::Plain(text) => quoted(text),
        Object::Typed(text, datatype) => format!("{}^^{datatype}", quoted(text)),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
