//! Inputs that are kept: those that crashed a reader once, and the smallest that reach each
//! kind of finding. A test reads all of them again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::target::Target;

/// Most bytes of all kept inputs together.
const LARGEST: u64 = 280 << 10;

/// Most bytes of an input that is kept for what it reaches.
const LARGEST_INPUT: usize = 6 << 10;

/// The folder of a target's inputs.
pub fn folder(target: Target, root: &Path) -> PathBuf {
    root.join("fuzz/corpus").join(target.name().0)
}

/// The kept inputs of a target, in order.
pub fn files(target: Target, root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(target, root)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Keeps an input that brought a reader down, whatever its size.
pub fn keep_crash(target: Target, root: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = folder(target, root).join(format!("crash-{name}.{}", target.name().1));
    fs::create_dir_all(folder(target, root))?;
    fs::write(&path, bytes)?;
    Ok(path)
}

/// Keeps an input that reaches something new, while there is room and nobody was first.
pub fn keep(target: Target, root: &Path, reached: &str, bytes: &[u8]) -> Result<bool> {
    let path = folder(target, root).join(format!("{reached}.{}", target.name().1));
    let size: u64 = Target::ALL.iter().flat_map(|target| files(*target, root)).map(|path| size(&path)).sum();
    if bytes.len() > LARGEST_INPUT || path.exists() || size + bytes.len() as u64 > LARGEST {
        return Ok(false);
    }
    fs::create_dir_all(folder(target, root))?;
    fs::write(&path, bytes)?;
    Ok(true)
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}
