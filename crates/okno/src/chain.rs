//! `okno chain`: which service's result feeds which service's question (LIFE-02), and services
//! that wait for one another (LIFE-03).

mod picture;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use regulation::diagnostic::Diagnostic;
use regulation::package::Regulation;
use regulation::prove::{self, Edge};
use serde::Serialize;

use crate::{author, packages};

/// Arguments of `okno chain`.
#[derive(Args)]
pub struct Arguments {
    /// The folder with the packages; without it, the services inside the program
    path: Option<PathBuf>,
    /// How to show the graph
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Who takes what from whom, for reading
    Table,
    /// Services, edges and circles as JSON
    Json,
    /// The graph as a picture
    Svg,
    /// The graph in the language of Graphviz
    Dot,
}

/// The graph of all services that were read.
#[derive(Serialize)]
struct Graph {
    /// Services by id, with their short names.
    services: BTreeMap<String, String>,
    /// Whose result feeds whose fact.
    edges: Vec<Edge>,
    /// What stands in the way: links into nowhere, circles. Errors only.
    wrong: Vec<Wrong>,
}

/// An error of the graph, at the service where it stands.
#[derive(Serialize)]
struct Wrong {
    service: String,
    code: &'static str,
    message: String,
    help: String,
}

/// `okno chain`: 0 shown, 1 shown and the graph is wrong, 2 could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folders = match &arguments.path {
        Some(path) => packages::read(path)?,
        None => packages::built_in(),
    };
    let regulations = folders.iter().map(author::whole).collect::<Result<Vec<_>>>()?;
    let graph = Graph::of(&regulations);
    let shown = match arguments.format {
        Format::Table => graph.table(),
        Format::Json => serde_json::to_string_pretty(&graph)? + "\n",
        Format::Svg => picture::svg(&graph.services, &graph.edges),
        Format::Dot => picture::dot(&graph.services, &graph.edges),
    };
    std::io::stdout().write_all(shown.as_bytes())?;
    Ok(if graph.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Graph {
    fn of(regulations: &[Regulation]) -> Self {
        let all: Vec<&Regulation> = regulations.iter().collect();
        let services = all.iter().map(|one| (one.service.clone(), one.short.clone())).collect();
        let found = prove::library(&all).into_iter();
        let errors = found.filter(|one| one.finding.severity == regulation::diagnostic::Severity::Error);
        let wrong = errors.map(|one| {
            let Diagnostic { code, message, help, .. } = one.finding;
            Wrong { service: one.service, code, message, help }
        });
        Self { services, edges: prove::chain(&all), wrong: wrong.collect() }
    }

    fn table(&self) -> String {
        let mut out = String::new();
        let mut pairs: BTreeMap<(&str, &str), Vec<&Edge>> = BTreeMap::new();
        for edge in &self.edges {
            pairs.entry((&edge.from, &edge.to)).or_default().push(edge);
        }
        for ((from, to), edges) in &pairs {
            let _ = writeln!(out, "{from} → {to}");
            for edge in edges {
                let _ = writeln!(out, "     {}.{} → {}", edge.result, edge.field, edge.fact);
            }
        }
        let linked: BTreeSet<&str> = pairs.keys().flat_map(|(from, to)| [*from, *to]).collect();
        let alone: Vec<&str> = self.services.keys().map(String::as_str).filter(|id| !linked.contains(id)).collect();
        let _ = writeln!(out, "связей: {}, услуг: {}", pairs.len(), self.services.len());
        if !alone.is_empty() {
            let _ = writeln!(out, "ни с кем не связаны: {}", alone.join(", "));
        }
        if self.wrong.is_empty() {
            out.push_str("кругов нет\n");
        }
        for wrong in &self.wrong {
            let _ = writeln!(out, "ошибка {} в {}: {} {}", wrong.code, wrong.service, wrong.message, wrong.help);
        }
        out
    }
}
