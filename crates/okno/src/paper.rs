//! `okno paper`: the papers that authorities approve, printed from packages, and the matrix read back.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use papers::catalogue::Names;
use papers::dossier::{self, Finding, Kind, Made, Material};
use papers::office::{Format, Incoming, render};
use regulation::clock::LegalClock;
use regulation::diagnostic::{Diagnostic, Sources, render as render_findings};
use regulation::package::Regulation;
use regulation::region::Region;
use regulation::rules::{self, RuleBook, RuleSet};

use crate::{author, embedded, packages};

/// The paper that is data: a catalogue of services.
const CATALOGUE: &str = "catalogue";

/// Arguments of `okno paper`.
#[derive(Args)]
pub struct Arguments {
    /// Which paper: matrix, passport, amendment-plan, explanatory-note, otr, regulation,
    /// technological-map, test-protocol, catalogue; or `list` to see what each of them is
    kind: String,
    /// A package folder; for matrix, amendment-plan and catalogue also a folder of packages
    path: Option<PathBuf>,
    /// docx, xlsx, csv or pdf; for otr also json; for catalogue jsonld or turtle
    #[arg(long, default_value = "docx")]
    format: String,
    /// The file to write; `-` is the standard output. Named after the service and the paper without it
    #[arg(long)]
    out: Option<PathBuf>,
    /// The rule set that judges the composition: kos-44 for the passport, kam-41 for the rest without it
    #[arg(long)]
    rules: Option<String>,
    /// Folder with rule sets; those inside the program without it
    #[arg(long)]
    rule_sets: Option<PathBuf>,
    /// Folder of the region; the demo region without it
    #[arg(long)]
    region: Option<PathBuf>,
    /// Folder of all packages of the region: the amendment plan must have a row for each of them
    #[arg(long)]
    registry: Option<PathBuf>,
    /// The day the paper is made; today without it
    #[arg(long)]
    date: Option<Date>,
    /// For matrix: read this xlsx or csv instead of packages, all or nothing
    #[arg(long)]
    import: Option<PathBuf>,
    /// For catalogue: where addresses begin, `https://portal.example/`; without it they are names, not pages
    #[arg(long)]
    base: Option<String>,
}

/// What the command line asks to be written.
enum Written {
    /// A paper in a format.
    Paper(Format),
    /// The OTR as data.
    Json,
}

/// `okno paper`: 0 the paper is whole, 1 it is a draft or was refused, 2 could not make it.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.kind == "list" {
        return list();
    }
    if arguments.kind == CATALOGUE {
        return catalogue(arguments);
    }
    let Some(kind) = Kind::parse(&arguments.kind) else {
        let known = Kind::ALL.map(Kind::code).join(", ");
        bail!(
            "there is no paper «{}»; there are: {known}, {CATALOGUE}. `okno paper list` says what each of them is",
            arguments.kind
        );
    };
    let written = written(&arguments.format, kind)?;
    if let Some(file) = &arguments.import {
        return import(arguments, kind, &written, file);
    }
    let Some(path) = &arguments.path else {
        bail!("name the package folder: okno paper {} regulations/SERVICE", kind.code());
    };
    let office = Office::open(arguments)?;
    let regulations = packages::read(path)?.iter().map(author::whole).collect::<Result<Vec<Regulation>>>()?;
    let set = office.set(arguments, kind)?;
    let materials =
        regulations.iter().map(|regulation| office.material(regulation, set)).collect::<Result<Vec<Material<'_>>>>()?;
    if materials.len() > 1 && !matches!(kind, Kind::Matrix | Kind::AmendmentPlan) {
        bail!("{} holds {} packages; «{}» is made for one of them", path.display(), materials.len(), kind.code());
    }
    office.write(arguments, kind, &written, &materials)
}

fn list() -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    for kind in Kind::ALL {
        writeln!(out, "{:<18} {}", kind.code(), kind.title())?;
    }
    writeln!(out, "{CATALOGUE:<18} Каталог услуг как связанные данные (CPSV-AP 3.2)")?;
    Ok(ExitCode::SUCCESS)
}

fn written(format: &str, kind: Kind) -> Result<Written> {
    if format == "json" {
        if kind != Kind::Otr {
            bail!("only otr is written as json; `okno check --json` gives findings as data");
        }
        return Ok(Written::Json);
    }
    let found = Format::ALL.into_iter().find(|known| known.ending() == format);
    let known = Format::ALL.map(Format::ending).join(", ");
    found.map(Written::Paper).with_context(|| format!("there is no format «{format}»; there are: {known}"))
}

/// What papers are made with, beside the packages.
struct Office {
    region: Region,
    clock: LegalClock,
    book: RuleBook,
    today: Date,
}

impl Office {
    fn open(arguments: &Arguments) -> Result<Self> {
        let region = match &arguments.region {
            Some(folder) => packages::read_sources(folder)?,
            None => packages::built_in_region(),
        };
        let (region, clock) = author::region_and_clock(&region)?;
        let sources = match &arguments.rule_sets {
            Some(folder) => packages::read_sources(folder)?,
            None => Sources(embedded::rules().into_iter().collect()),
        };
        let (book, found) = rules::read(&sources);
        let Some(book) = book else { bail!("the rule sets cannot be used:\n{}", shown(&found, &sources)) };
        let today = arguments.date.unwrap_or_else(|| clock.local_date(actions::office::TimeSource::Wall.now()));
        Ok(Self { region, clock, book, today })
    }

    fn set(&self, arguments: &Arguments, kind: Kind) -> Result<&RuleSet> {
        let usual = if kind == Kind::Passport { "kos-44" } else { "kam-41" };
        let wanted = arguments.rules.as_deref().unwrap_or(usual);
        self.book.on(wanted, self.today).or_else(|| self.book.latest(wanted)).with_context(|| {
            let mut known: Vec<&str> = self.book.sets.iter().map(|set| set.id.as_str()).collect();
            known.dedup();
            format!("there is no rule set «{wanted}»; there are: {}", known.join(", "))
        })
    }

    fn material<'o>(&'o self, regulation: &'o Regulation, set: &'o RuleSet) -> Result<Material<'o>> {
        Material::of(regulation, &self.region, Some(set), self.today).map_err(|found| {
            anyhow::anyhow!("{}: cannot be used:\n{}", regulation.service, shown(&found, &regulation.files))
        })
    }

    fn write(
        &self,
        arguments: &Arguments,
        kind: Kind,
        written: &Written,
        services: &[Material<'_>],
    ) -> Result<ExitCode> {
        let Some(first) = services.first() else { bail!("there is no package to make a paper of") };
        let name = if services.len() == 1 {
            format!("{}-{}", first.regulation.service, kind.code())
        } else {
            kind.code().to_owned()
        };
        let made = match kind {
            Kind::Matrix => dossier::matrix(services),
            Kind::Passport => dossier::passport(first),
            Kind::AmendmentPlan => dossier::plan(services, &self.registry(arguments, services)?),
            Kind::ExplanatoryNote => dossier::note(first),
            Kind::Otr => match dossier::otr_paper(first) {
                Ok(made) => made,
                Err(refused) => return refuse(&refused),
            },
            Kind::Regulation => Made::new(dossier::regulation(first), Vec::new()),
            Kind::TechnologicalMap => dossier::technological_map(first),
            Kind::TestProtocol => dossier::test_protocol(first, &self.clock),
        };
        let (bytes, ending) = match written {
            Written::Paper(format) => (render(&made.paper, *format)?, format.ending()),
            Written::Json => match dossier::otr(first) {
                Ok((otr, _)) => (serde_json::to_vec_pretty(&otr)?, "json"),
                Err(refused) => return refuse(&refused),
            },
        };
        save(arguments.out.as_deref(), &format!("{name}.{ending}"), &bytes)?;
        say(&made.findings)?;
        Ok(if made.ready() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Services that the amendment plan must name.
    fn registry(&self, arguments: &Arguments, services: &[Material<'_>]) -> Result<Vec<(String, String)>> {
        let Some(folder) = &arguments.registry else {
            let own = services.iter().map(|one| (one.regulation.service.clone(), one.regulation.title.clone()));
            return Ok(own.collect());
        };
        packages::read(folder)?
            .iter()
            .map(|folder| author::whole(folder).map(|one| (one.service.clone(), one.title)))
            .collect()
    }
}

/// The catalogue of all packages of a folder, as JSON-LD or Turtle.
fn catalogue(arguments: &Arguments) -> Result<ExitCode> {
    let Some(path) = &arguments.path else { bail!("name the folder of packages: okno paper catalogue regulations") };
    let office = Office::open(arguments)?;
    let base = match &arguments.base {
        None => format!("urn:okno:{}:", office.region.id),
        Some(base) if base.starts_with("http") && base.ends_with('/') && !base.contains([' ', '<', '>', '"']) => {
            base.clone()
        }
        Some(base) => bail!("«{base}» cannot begin an address; write it as https://portal.example/"),
    };
    let set = office.set(arguments, Kind::Matrix)?;
    let regulations = packages::read(path)?.iter().map(author::whole).collect::<Result<Vec<Regulation>>>()?;
    let services =
        regulations.iter().map(|regulation| office.material(regulation, set)).collect::<Result<Vec<Material<'_>>>>()?;
    let made = papers::catalogue::catalogue(&services, &Names::new(base));
    let (bytes, ending) = match arguments.format.as_str() {
        "turtle" => (papers::catalogue::turtle(&made.graph).into_bytes(), "ttl"),
        "jsonld" => (serde_json::to_vec_pretty(&papers::catalogue::jsonld(&made.graph))?, "jsonld"),
        other => bail!("the catalogue is written as jsonld or turtle, not as «{other}»: --format jsonld"),
    };
    save(arguments.out.as_deref(), &format!("catalogue.{ending}"), &bytes)?;
    say(&made.findings)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a matrix that somebody sent and, when it is whole, prints it in the official form.
fn import(arguments: &Arguments, kind: Kind, written: &Written, file: &Path) -> Result<ExitCode> {
    let (Kind::Matrix, Written::Paper(format)) = (kind, written) else { bail!("only a matrix is imported") };
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let incoming = match ending.as_str() {
        "xlsx" => Incoming::Xlsx,
        "csv" => Incoming::Csv,
        _ => bail!("{}: a matrix is read from .xlsx or .csv; save the file as one of them", file.display()),
    };
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let imported = dossier::import(&bytes, incoming)?;
    say(&imported.findings)?;
    if imported.rows.is_empty() {
        eprintln!("nothing was taken over from {}", file.display());
        return Ok(ExitCode::FAILURE);
    }
    eprintln!("rows taken over: {}", imported.rows.len());
    if let Some(out) = &arguments.out {
        let today = Office::open(arguments)?.today;
        let bytes = render(&dossier::matrix::paper_of(&imported.rows, today), *format)?;
        save(Some(out), "", &bytes)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn save(out: Option<&Path>, name: &str, bytes: &[u8]) -> Result<()> {
    let path = out.unwrap_or(Path::new(name));
    if path == Path::new("-") {
        std::io::stdout().write_all(bytes)?;
        return Ok(());
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("written: {}", path.display());
    Ok(())
}

fn say(findings: &[Finding]) -> Result<()> {
    let mut out = std::io::stderr().lock();
    for finding in findings {
        let weight = if finding.severity == dossier::Severity::Error { "error" } else { "warning" };
        writeln!(out, "{weight}: {finding}")?;
    }
    Ok(())
}

fn refuse(findings: &[Finding]) -> Result<ExitCode> {
    say(findings)?;
    Ok(ExitCode::FAILURE)
}

fn shown(found: &[Diagnostic], sources: &Sources) -> String {
    render_findings(found, sources, false)
}
