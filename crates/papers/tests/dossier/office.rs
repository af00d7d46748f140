//! What LibreOffice sees in the papers: they open without complaint and show the official
//! columns. The snapshots are the text of the opened documents, read by a person.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use papers::dossier::{matrix, note, otr_paper, passport, plan, regulation as text, technological_map};
use papers::office::{Format, Paper, render};

use super::world::{Package, material};

/// A whole sheet as CSV: semicolons, quotes, UTF-8, every sheet into its own file.
const SHEETS: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1";

const TEXT: &str = "txt:Text (encoded):UTF8";

/// Every paper of the invented service, whole, with its name.
fn papers() -> Vec<(&'static str, Paper)> {
    let by_channel = Package::passport().regulation();
    let by_code = Package::matrix().regulation();
    let (kos, kam) = (material(&by_channel, "kos-44"), material(&by_code, "kam-41"));
    let bare = Package::passport().without("dossier.yaml").without("electronic.yaml").regulation();
    let empty = material(&bare, "kos-44");
    let noted = super::plan::noted(("", ""));
    let registry = [(by_code.service.clone(), by_code.title.clone())];
    vec![
        ("matrix", matrix(std::slice::from_ref(&kam)).paper),
        ("passport", passport(&kos).paper),
        ("passport-draft", passport(&empty).paper),
        ("plan", plan(std::slice::from_ref(&kam), &registry).paper),
        ("note", note(&material(&noted, "kam-41")).paper),
        ("otr", otr_paper(&kam).unwrap().paper),
        ("map", technological_map(&kam).paper),
        ("regulation", text(&kos)),
    ]
}

/// One start of LibreOffice over many files; it never runs beside another of ours.
fn convert(folder: &Path, into: &str, to: &str, ending: &str) -> String {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|own| own == ending));
    files.sort();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--norestore", "--convert-to", to, "--outdir"])
        .arg(folder.join(into))
        .args(&files)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("Error") && !said.contains("could not be loaded"), "{said}");
    said
}

fn installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file())
}

/// Proves: MATRIX-01, MATRIX-15, PASSPORT-01, PASSPORT-03, PLAN-01, OTR-06, SCHEME-02.
#[test]
fn libreoffice_opens_every_paper_and_shows_the_official_columns_in_order() {
    if !installed() {
        eprintln!("LOUD: LibreOffice is not installed, no paper was opened in it; `cargo xtask test` installs it");
        return;
    }
    let folder = std::env::temp_dir().join(format!("okno-papers-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, paper) in papers() {
        for format in [Format::Docx, Format::Xlsx] {
            fs::write(folder.join(format!("{name}.{}", format.ending())), render(&paper, format).unwrap()).unwrap();
        }
    }
    convert(&folder, "text", TEXT, "docx");
    convert(&folder, "sheets", SHEETS, "xlsx");
    for (name, _) in papers() {
        let words = fs::read_to_string(folder.join("text").join(format!("{name}.txt"))).unwrap();
        if name == "regulation" {
            // Its words are those of `okno text`, which has snapshots of its own.
            assert!(
                words.contains("Варианты и сроки") && sheets(&folder.join("sheets"), name).contains("Варианты и сроки")
            );
            continue;
        }
        insta::assert_snapshot!(format!("{name}-docx"), words.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
        insta::assert_snapshot!(format!("{name}-xlsx"), sheets(&folder.join("sheets"), name));
    }
    let _ = fs::remove_dir_all(&folder);
}

/// The sheets of a workbook in the order of their names: `matrix-Матрица.csv`.
fn sheets(folder: &Path, name: &str) -> String {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        let own = file.file_name().unwrap().to_string_lossy().into_owned();
        own.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')).is_some_and(|sheet| !sheet.starts_with("draft-"))
    });
    files.sort();
    assert!(!files.is_empty(), "{name} has no sheets");
    let shown = files.iter().map(|file| {
        let title = file.file_stem().unwrap().to_string_lossy().into_owned();
        format!("# {title}\n{}", fs::read_to_string(file).unwrap())
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_paper_gives_the_same_bytes_in_every_format() {
    for (name, paper) in papers() {
        for format in Format::ALL {
            let twice = [render(&paper, format).unwrap(), render(&paper, format).unwrap()];
            assert!(twice[0] == twice[1], "{name}.{}", format.ending());
        }
    }
}
