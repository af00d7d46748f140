//! Holds a message against the published schemas of СМЭВ 3 with xmllint. Other test crates take
//! this file with `#[path = "../xml/schema.rs"] mod schema;`.

use std::path::{Path, PathBuf};
use std::process::Command;

use connect::xml::{Element, read, write};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// Revisions of the schemas that are at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "each test crate needs its own")]
pub enum Revision {
    V1_1,
    V1_2,
    V1_3,
}

/// Is the message (an envelope or what stands in its body) valid? Without the schemas or
/// xmllint it says so loudly and calls the message valid.
pub fn check(message: &[u8], revision: Revision) -> Result<(), String> {
    let folder = match revision {
        Revision::V1_1 => "v1_1",
        Revision::V1_2 => "v1_2",
        Revision::V1_3 => "v1_3",
    };
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/smev3")).join(folder);
    if !folder.is_dir() || Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("SKIPPED LOUDLY: the schemas of СМЭВ or xmllint are not here, a message was not validated");
        return Ok(());
    }
    let document = read(message).map_err(|error| error.to_string())?;
    let content = body(&document.root);
    let scratch = scratch();
    std::fs::create_dir_all(&scratch).unwrap();
    let (schema, file) = (scratch.join("all.xsd"), scratch.join("message.xml"));
    std::fs::write(&schema, all_of(&folder)).unwrap();
    std::fs::write(&file, write(content).map_err(|error| error.to_string())?).unwrap();
    let mut xmllint = Command::new("xmllint");
    let output = xmllint.args(["--noout", "--nonet", "--schema"]).arg(&schema).arg(&file).output().unwrap();
    std::fs::remove_dir_all(&scratch).unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// A folder of its own for each call.
fn scratch() -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("okno-xsd-{}-{number}", std::process::id()))
}

fn body(root: &Element) -> &Element {
    root.child(SOAP, "Body").and_then(|body| body.elements().next()).unwrap_or(root)
}

/// A schema that imports every schema of the folder.
fn all_of(folder: &Path) -> String {
    let mut imports = String::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "xsd")) {
        let schema = read(&std::fs::read(file).unwrap()).unwrap();
        let namespace = schema.root.attribute("targetNamespace").unwrap();
        let path = file.canonicalize().unwrap();
        imports += &format!("<xs:import namespace=\"{namespace}\" schemaLocation=\"file://{}\"/>", path.display());
    }
    format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{imports}</xs:schema>")
}
