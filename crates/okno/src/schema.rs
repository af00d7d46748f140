//! `okno schema`: JSON Schema of the files of a package for editors, and of a service's form for
//! other systems.

mod condition;
mod form;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::author;

/// Schema of `regulation.yaml`.
pub const PACKAGE: &str = include_str!("../../../schemas/regulation.schema.json");
/// Schema of the files of `cases/`.
pub const CASES: &str = include_str!("../../../schemas/cases.schema.json");
/// Schema of a dictionary of the region.
const DICTIONARY: &str = include_str!("../../../schemas/dictionary.schema.json");

/// Arguments of `okno schema`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    of: Of,
}

/// What the schema is of.
#[derive(Subcommand)]
enum Of {
    /// The file regulation.yaml of a package
    Package,
    /// The files of a package's cases folder
    Cases,
    /// A dictionary of the region
    Dictionary,
    /// The answers that the form of a service takes, so that other systems can file applications
    Form {
        /// A package folder
        path: PathBuf,
    },
}

/// `okno schema`: 0 printed, 2 could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let shown = match &arguments.of {
        Of::Package => PACKAGE.to_owned(),
        Of::Cases => CASES.to_owned(),
        Of::Dictionary => DICTIONARY.to_owned(),
        Of::Form { path } => {
            let regulation = author::whole(&author::one(path)?)?;
            serde_json::to_string_pretty(&form::schema(&regulation))? + "\n"
        }
    };
    std::io::stdout().write_all(shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
