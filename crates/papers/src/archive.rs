//! Several files as one: a document with its detached signature.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::PaperError;

/// A ZIP of named files. The same input gives the same bytes; PDF and signatures are dense
/// already and are not packed again.
pub fn archive(files: &[(&str, &[u8])]) -> Result<Vec<u8>, PaperError> {
    let broken = |error: &dyn std::fmt::Display| PaperError::Data(format!("архив: {error}"));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in files {
        archive.start_file(*name, options).map_err(|error| broken(&error))?;
        archive.write_all(content).map_err(|error| broken(&error))?;
    }
    Ok(archive.finish().map_err(|error| broken(&error))?.into_inner())
}
