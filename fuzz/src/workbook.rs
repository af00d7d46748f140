//! Workbooks are packed: a part is taken out, changed and put back, or a changed byte would only
//! ever show that the packing is checked.

use std::io::{Cursor, Read, Write};

use crate::mutate::{Chance, mutated};

/// A workbook with one part changed; as bytes where it is none.
pub fn changed(bytes: &[u8], others: &[&[u8]], chance: &mut Chance) -> Vec<u8> {
    if chance.below(4) == 0 {
        return mutated(bytes, others, chance);
    }
    repacked(bytes, chance).unwrap_or_else(|| mutated(bytes, others, chance))
}

fn repacked(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len().min(64) {
        let mut part = archive.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.by_ref().take(1 << 20).read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    let one = chance.below(parts.len());
    let lent = parts.get(chance.below(parts.len()))?.1.clone();
    let (_, content) = parts.get_mut(one)?;
    *content = mutated(content, &[&lent], chance);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
