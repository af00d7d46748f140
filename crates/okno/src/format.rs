//! `okno fmt`: one stable layout for the files of packages. Comments stay, data stays.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions, Quotes};
use regulation::package;

/// Arguments of `okno fmt`.
#[derive(Args)]
pub struct FormatArguments {
    /// A package folder, a folder of packages, or one YAML file
    path: PathBuf,
    /// Change nothing; say which files are not laid out so, and end with 1 if there are any
    #[arg(long)]
    check: bool,
}

/// Lines are not broken for their length: whether a mapping stands on one line or on many is the
/// author's choice, and a broken Russian sentence would read worse.
const WIDTH: usize = 100_000;

/// `okno fmt`: 0 done, 1 with `--check` something is laid out otherwise, 2 could not.
pub fn run(arguments: &FormatArguments) -> Result<ExitCode> {
    let mut files = Vec::new();
    gather(&arguments.path, &mut files)?;
    if files.is_empty() {
        bail!("{} holds no YAML file", arguments.path.display());
    }
    let mut differ = 0;
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let laid_out = formatted(&text).with_context(|| format!("{} is left as it is", file.display()))?;
        if laid_out == text {
            continue;
        }
        differ += 1;
        writeln!(std::io::stdout(), "{}", file.display())?;
        if !arguments.check {
            fs::write(file, laid_out).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(if arguments.check && differ > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The text in its one layout; refused rather than changed in meaning.
pub fn formatted(text: &str) -> Result<String> {
    let options = FormatOptions {
        layout: LayoutOptions { print_width: WIDTH, ..LayoutOptions::default() },
        language: LanguageOptions { trailing_comma: false, quotes: Quotes::PreferDouble, ..LanguageOptions::default() },
    };
    let laid_out = pretty_yaml::format_text(text, &options).map_err(|error| anyhow::anyhow!("not YAML: {error}"))?;
    if !package::same_data(text, &laid_out) || comments(text) != comments(&laid_out) {
        bail!("laying it out would change what it says; write the element on several lines");
    }
    Ok(laid_out)
}

/// Comments in their order.
fn comments(text: &str) -> Vec<&str> {
    let whole = text.lines().filter_map(|line| line.trim_start().strip_prefix('#'));
    whole.map(str::trim).collect()
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot open the folder {}", path.display()))?;
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|ending| ending == "yaml") {
            gather(&entry, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use proptest::prelude::*;

    use super::formatted;

    #[test]
    fn comments_data_and_order_stay() {
        let text = "# first\nb:   1   # beside\na: { x: [1,2,   3],  y: 'q' }\n\n\n\n# last\nc:\n    - id:  z\n      say: Да.\n";
        let once = formatted(text).unwrap();
        for comment in ["# first", "# beside", "# last"] {
            assert!(once.contains(comment), "{once}");
        }
        assert!(once.find("b:").unwrap() < once.find("a:").unwrap());
        assert_eq!(formatted(&once).unwrap(), once);
    }

    #[test]
    fn every_package_of_the_project_can_be_laid_out_without_loss() {
        for (name, text) in crate::embedded::regulations() {
            if name.ends_with(".yaml") {
                let once = formatted(&text).unwrap_or_else(|error| panic!("{name}: {error:#}"));
                assert_eq!(formatted(&once).unwrap(), once, "{name}");
            }
        }
    }

    fn scalar() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z]{1,8}", "[0-9]{1,4}", "\"[а-я ,:#]{0,12}\"", "'[a-z #]{0,8}'"]
    }

    fn document() -> impl Strategy<Value = String> {
        let entry = ("[a-z]{1,6}", scalar(), proptest::option::of("[а-я]{1,8}"));
        proptest::collection::vec(entry, 1..8).prop_map(|entries| {
            let mut text = String::new();
            for (at, (key, value, comment)) in entries.into_iter().enumerate() {
                let comment = comment.map(|words| format!("  # {words}")).unwrap_or_default();
                text.push_str(&match at % 3 {
                    0 => format!("{key}{at}:   {value}{comment}\n"),
                    1 => format!("{key}{at}:\n    inner:  {value}{comment}\n\n\n"),
                    _ => format!("{key}{at}: [ {value},{value} ]{comment}\n"),
                });
            }
            text
        })
    }

    proptest! {
        #[test]
        fn laying_out_twice_is_laying_out_once_and_loses_nothing(text in document()) {
            let once = formatted(&text).unwrap();
            prop_assert!(regulation::package::same_data(&text, &once));
            prop_assert_eq!(formatted(&once).unwrap(), once);
        }
    }
}
