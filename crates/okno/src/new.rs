//! `okno new`: a small whole package from the template that is carried inside the program.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::schema::{CASES, PACKAGE};

/// Arguments of `okno new`.
#[derive(Args)]
pub struct Arguments {
    /// The folder to make; its name becomes the id of the service
    folder: PathBuf,
    /// Whose service it is
    #[arg(long, value_enum, default_value_t = Kind::Municipal)]
    kind: Kind,
}

/// Whose service a new package describes.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// A service of the region
    Regional,
    /// A service of a municipality
    Municipal,
    /// A power of the state that another level carries out
    Delegated,
}

impl Kind {
    /// The word of the language.
    fn word(self) -> &'static str {
        match self {
            Self::Regional => "regional",
            Self::Municipal => "municipal",
            Self::Delegated => "delegated",
        }
    }

    /// An authority of the demo region that has such services and an official who signs.
    fn authority(self) -> &'static str {
        match self {
            Self::Regional => "nature-ministry",
            Self::Municipal => "city-architecture",
            Self::Delegated => "social-ministry",
        }
    }
}

/// Files of a new package. The schemas lie beside it, so that an editor needs no network.
const FILES: [(&str, &str); 5] = [
    ("regulation.yaml", include_str!("../template/regulation.yaml")),
    ("result.typ", include_str!("../template/result.typ")),
    ("cases/first.yaml", include_str!("../template/cases/first.yaml")),
    (".okno/regulation.schema.json", PACKAGE),
    (".okno/cases.schema.json", CASES),
];

/// `okno new`: 0 made, 2 could not.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let service = service(folder)?;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is not empty; name a folder that is not there yet", folder.display());
    }
    for (name, text) in FILES {
        let file = folder.join(name);
        let within = file.parent().unwrap_or(folder);
        fs::create_dir_all(within).with_context(|| format!("cannot make the folder {}", within.display()))?;
        let text = text
            .replace("{{service}}", &service)
            .replace("{{kind}}", arguments.kind.word())
            .replace("{{authority}}", arguments.kind.authority());
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    std::io::stdout().write_all(next_steps(folder).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The id that the folder's name gives; it becomes part of addresses.
fn service(folder: &Path) -> Result<String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if name.is_empty() || !name.chars().all(fits) {
        bail!(
            "«{name}» cannot be the id of a service: use small Latin letters, digits and hyphens, as in `fair-stall`"
        );
    }
    Ok(name)
}

fn next_steps(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "Услуга готова: {folder}\n\
         \n\
         \x20 {folder}/regulation.yaml   что услуга спрашивает, проверяет и даёт\n\
         \x20 {folder}/result.typ        как выглядит результат\n\
         \x20 {folder}/cases/first.yaml  случаи, которые проверяют регламент\n\
         \n\
         Дальше:\n\
         \x20 okno check {folder}                найти, что не так, и как исправить\n\
         \x20 okno test {folder}                 прогнать случаи\n\
         \x20 okno watch {folder}                то и другое при каждом сохранении\n\
         \x20 okno demo --regulations {folder}   открыть услугу в браузере\n\
         \n\
         Учебник: docs/design-a-service.md\n"
    )
}
