//! `cargo xtask trace`: which tests prove which requirement.
//!
//! A test says it in a comment above itself: `/// Proves: BOOK-03, BOOK-10.` in Rust,
//! `// Proves: …` in a browser journey. What must be proved stands in docs/requirements.txt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::machine::say;

const RAN: &str = "target/trace/ran.json";
const REQUIRED: &str = "docs/requirements.txt";

/// Keeps the names of the tests that passed in the last whole run.
pub fn record(ran: &[String]) -> Result<()> {
    fs::create_dir_all("target/trace")?;
    let names: BTreeSet<&String> = ran.iter().collect();
    fs::write(RAN, serde_json::to_string_pretty(&names)?)?;
    Ok(())
}

/// Prints the table, or one JSON object from requirement to test names.
pub fn run(arguments: &[String]) -> Result<()> {
    let table = table()?;
    if arguments.iter().any(|argument| argument == "--json") {
        println!("{}", serde_json::to_string_pretty(&table)?);
    } else {
        for (requirement, tests) in &table {
            println!("{requirement:<14} {}", if tests.is_empty() { "— no test".to_owned() } else { tests.join(", ") });
        }
    }
    check()
}

/// Fails when a required id has no test, or a test named as proof was not run.
pub fn check() -> Result<()> {
    let table = table()?;
    let ran: BTreeSet<String> = serde_json::from_str(
        &fs::read_to_string(RAN).context("no record of a test run: run `cargo xtask test` first")?,
    )?;
    let mut wrong = Vec::new();
    for (requirement, tests) in &table {
        if tests.is_empty() {
            wrong.push(format!("{requirement}: no test proves it"));
        }
        for test in tests {
            let name = test.rsplit("::").next().unwrap_or(test);
            if !ran.iter().any(|walked| is_walk_of(walked, name)) {
                wrong.push(format!("{requirement}: {test} was not run or did not pass"));
            }
        }
    }
    if wrong.is_empty() {
        say(&format!("every one of {} requirements is proved by a test that ran", table.len()));
        return Ok(());
    }
    bail!("{}", wrong.join("\n"))
}

/// Is this the test of that name? One walked in several ways stands in the source as
/// `` `what happens: ${way}` ``, and what filled the place is not read back.
fn is_walk_of(walked: &str, name: &str) -> bool {
    match name.split_once("${") {
        None => walked == name,
        Some((before, after)) => {
            let after = after.split_once('}').map_or("", |(_, rest)| rest);
            walked.strip_prefix(before).is_some_and(|rest| rest.ends_with(after))
        }
    }
}

/// Requirement → names of the tests that say they prove it.
fn table() -> Result<BTreeMap<String, Vec<String>>> {
    let mut table: BTreeMap<String, Vec<String>> =
        required()?.into_iter().map(|requirement| (requirement, Vec::new())).collect();
    let mut files = Vec::new();
    for folder in ["crates", "xtask", "journeys"] {
        gather(Path::new(folder), &mut files)?;
    }
    files.sort();
    for file in files {
        for (requirement, test) in proofs(&file, &fs::read_to_string(&file)?)? {
            table.entry(requirement).or_default().push(test);
        }
    }
    Ok(table)
}

fn required() -> Result<Vec<String>> {
    let text = fs::read_to_string(REQUIRED).with_context(|| format!("cannot read {REQUIRED}"))?;
    Ok(text
        .lines()
        .map(|line| line.split('#').next().unwrap_or("").trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect())
}

fn gather(folder: &Path, files: &mut Vec<String>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") {
                gather(&path, files)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "mjs" || ending == "js") {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Finds `Proves:` comments and the test each one stands above.
fn proofs(file: &str, text: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let comment = line.strip_prefix("/// Proves:").or_else(|| line.strip_prefix("// Proves:"));
        if let Some(list) = comment {
            waiting.extend(list.trim().trim_end_matches('.').split(',').map(|id| id.trim().to_owned()));
        } else if let Some(name) = test_name(line) {
            for requirement in waiting.drain(..) {
                found.push((requirement, format!("{}::{name}", owner(file))));
            }
        } else if !waiting.is_empty() && line.is_empty() {
            bail!("{file}:{}: a «Proves» comment stands above no test", index + 1);
        }
    }
    Ok(found)
}

/// The crate or folder a file belongs to, in front of a test's name.
fn owner(file: &str) -> &str {
    file.strip_prefix("crates/").unwrap_or(file).split('/').next().unwrap_or(file)
}

fn test_name(line: &str) -> Option<String> {
    let rust = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "));
    if let Some(rest) = rust {
        return rest.split('(').next().map(|name| name.trim().to_owned());
    }
    let quoted = line.strip_prefix("test(").or_else(|| line.strip_prefix("await t.test("))?;
    let quote = quoted.chars().next().filter(|mark| "\"'`".contains(*mark))?;
    quoted[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{is_walk_of, proofs};

    #[test]
    fn a_proof_is_bound_to_the_test_below_it() {
        let text = "/// Proves: FORM-08, FORM-11.\n#[tokio::test]\nasync fn nothing_is_lost() {}\n";
        let found = proofs("crates/okno/tests/form.rs", text).unwrap();
        let expected = [("FORM-08", "okno::nothing_is_lost"), ("FORM-11", "okno::nothing_is_lost")];
        assert_eq!(found, expected.map(|(id, test)| (id.to_owned(), test.to_owned())));
    }

    #[test]
    fn a_test_walked_in_several_ways_is_found_by_what_is_the_same() {
        assert!(is_walk_of("a refusal is complained of: phone", "a refusal is complained of: ${kind}"));
        assert!(is_walk_of("on a phone it is paid", "on a ${kind} it is paid"));
        assert!(!is_walk_of("another refusal: phone", "a refusal is complained of: ${kind}"));
        assert!(!is_walk_of("a form is sent twice", "a form is sent"));
    }

    #[test]
    fn a_proof_above_nothing_is_refused() {
        assert!(proofs("crates/x/src/a.rs", "/// Proves: CAT-01.\n\nstruct Later;\n").is_err());
    }
}
