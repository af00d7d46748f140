//! Published messages and known answers, which are not part of the project.

use std::path::PathBuf;

/// A file of the published vectors; absent, it is said loudly.
pub fn published(path: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/smev3/vectors"));
    let read = std::fs::read(folder.join(path));
    if read.is_err() {
        eprintln!("SKIPPED LOUDLY: the published vector {path} is not here, nothing was compared with it");
    }
    read.ok()
}

/// One reference of a published message.
pub struct Vector {
    pub file: String,
    pub id: String,
    pub method: String,
    pub digest: String,
    /// Does the digest fit the message as published? Some had placeholders edited in.
    pub fits: bool,
    pub transformed: Option<String>,
    pub length: usize,
}

/// Every reference of the published messages.
pub fn vectors() -> Vec<Vector> {
    let Some(json) = published("vectors.json") else { return Vec::new() };
    let read: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let rows = read.as_array().unwrap().iter().map(|row| Vector {
        file: text(row, "file"),
        id: text(row, "uri").trim_start_matches('#').to_owned(),
        method: text(row, "digest_method"),
        digest: text(row, "digest_value"),
        fits: row["digest_ok"] == true,
        transformed: row["transformed_file"].as_str().map(str::to_owned),
        length: usize::try_from(row["transformed_len"].as_u64().unwrap()).unwrap(),
    });
    rows.collect()
}

/// Names of all published messages.
pub fn messages() -> Vec<String> {
    let mut files: Vec<String> = vectors().into_iter().map(|vector| vector.file).collect();
    files.dedup();
    files
}
