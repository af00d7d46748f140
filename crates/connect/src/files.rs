//! Files by the SHA-256 of their content, in a local folder (S3 later behind the same store).
//!
//! When [`Files::put`] returns, the bytes and the name are on disk (fsync of file and folders),
//! so a case that is committed afterwards never refers to a lost file. Content that is already
//! there is written over by the same content, which renews its age and heals a damaged copy.

use std::path::{Path as FolderPath, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Bytes gathered before they go to disk as one part.
const PART: usize = 5 * 1024 * 1024;
/// Bytes kept to find the media type.
const HEAD: usize = 8 * 1024;

/// The store of files.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the content, lower-case hex: the name to ask for.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type found by looking at the content.
    pub media_type: Option<&'static str>,
}

/// Why a file was not stored or not given.
#[derive(Debug, Error)]
pub enum FileError {
    /// The content is longer than allowed.
    #[error("the content is longer than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The sender broke off.
    #[error("the content broke off")]
    BrokenOff,
    /// There is no such file.
    #[error("there is no file {0}")]
    Missing(String),
    /// The name is not a SHA-256.
    #[error("this is not a name of a file")]
    BadName,
    /// The bytes on disk are not what their name says.
    #[error("file {0} is damaged")]
    Damaged(String),
    /// The store does not work.
    #[error("while working with stored files: {0}")]
    Store(#[from] object_store::Error),
    /// The folder cannot be made.
    #[error("while opening the folder of files: {0}")]
    Folder(#[from] std::io::Error),
}

impl Files {
    /// A store in a local folder, which is made if absent.
    pub fn local(folder: &FolderPath) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: folder.to_owned() })
    }

    /// A store that lasts as long as this value and its clones: for simulations and tests.
    pub fn in_memory() -> Self {
        Self { store: Arc::new(object_store::memory::InMemory::new()), folder: PathBuf::new() }
    }

    /// Stores content that is wholly in memory.
    pub async fn put_bytes(&self, content: impl Into<Bytes>) -> Result<Stored, FileError> {
        let content: Bytes = content.into();
        let limit = content.len() as u64;
        let once = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(content) });
        self.put(once, limit).await
    }

    /// Stores a stream while hashing it; stops at the first byte over the limit.
    pub async fn put<S, E>(&self, content: S, limit: u64) -> Result<Stored, FileError>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let mut content = std::pin::pin!(content);
        let mut gathered = Gathered::default();
        let mut upload: Option<(Path, Box<dyn MultipartUpload>)> = None;
        let outcome = loop {
            match content.next().await {
                None => break Ok(()),
                Some(Err(_)) => break Err(FileError::BrokenOff),
                Some(Ok(piece)) => {
                    gathered.add(&piece);
                    if gathered.size > limit {
                        break Err(FileError::TooLarge { limit });
                    }
                }
            }
            if gathered.part.len() >= PART
                && let Err(error) = self.flush(&mut upload, gathered.part.split().freeze()).await
            {
                break Err(error);
            }
        };
        if let Err(error) = outcome {
            if let Some((_, mut upload)) = upload {
                // What is left behind if this fails too is found by the orphan sweep.
                let _ = upload.abort().await;
            }
            return Err(error);
        }
        self.finish(upload, gathered).await
    }

    async fn flush(&self, upload: &mut Option<(Path, Box<dyn MultipartUpload>)>, part: Bytes) -> Result<(), FileError> {
        let (_, upload) = match upload {
            Some(started) => started,
            None => {
                let path = Path::from(format!("incoming/{}", uuid::Uuid::now_v7().simple()));
                let started = self.store.put_multipart(&path).await?;
                upload.insert((path, started))
            }
        };
        Ok(upload.put_part(PutPayload::from(part)).await?)
    }

    async fn finish(
        &self,
        mut upload: Option<(Path, Box<dyn MultipartUpload>)>,
        mut gathered: Gathered,
    ) -> Result<Stored, FileError> {
        let part = gathered.part.split().freeze();
        let stored = gathered.stored();
        let place = place(&stored.sha256)?;
        if upload.is_none() {
            self.store.put(&place, PutPayload::from(part)).await?;
            return Ok(stored);
        }
        if !part.is_empty() {
            self.flush(&mut upload, part).await?;
        }
        if let Some((incoming, mut upload)) = upload {
            upload.complete().await?;
            self.store.rename(&incoming, &place).await?;
        }
        Ok(stored)
    }

    /// The whole content, checked against its name.
    pub async fn get(&self, sha256: &str) -> Result<Bytes, FileError> {
        let found = self.store.get(&place(sha256)?).await.map_err(|error| missing(sha256, error))?;
        let content = found.bytes().await?;
        if hex(&Sha256::digest(&content)) != sha256 {
            return Err(FileError::Damaged(sha256.to_owned()));
        }
        Ok(content)
    }

    /// The content as a stream with its size, for large downloads; not checked.
    pub async fn open(
        &self,
        sha256: &str,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, FileError>> + Send + 'static), FileError> {
        let found = self.store.get(&place(sha256)?).await.map_err(|error| missing(sha256, error))?;
        Ok((found.meta.size, found.into_stream().map_err(FileError::Store)))
    }

    /// Is the file there?
    pub async fn exists(&self, sha256: &str) -> Result<bool, FileError> {
        match self.store.head(&place(sha256)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what writes cut off by a crash left behind, if older than `before`; says how many.
    /// The store hides such files from its own lists.
    pub async fn sweep_cut_off(&self, before: Timestamp) -> Result<usize, FileError> {
        let folder = self.folder.clone();
        let swept = tokio::task::spawn_blocking(move || sweep(&folder, before)).await;
        Ok(swept.map_err(std::io::Error::other)??)
    }

    /// Names of stored files, last written before `before`, for
    /// which `known` says no. Choose `before` days ago, so that a file put a moment ago and
    /// about to be referred to is never among them.
    pub async fn orphans(&self, before: Timestamp, known: impl Fn(&str) -> bool) -> Result<Vec<String>, FileError> {
        let mut found = Vec::new();
        let mut listed = self.store.list(None);
        while let Some(meta) = listed.try_next().await? {
            let name = meta.location.filename().unwrap_or_default();
            if meta.last_modified.timestamp_millis() < before.as_millisecond() && !known(name) {
                found.push(name.to_owned());
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes an orphan found by [`Files::orphans`]; one that is gone already is no error.
    pub async fn remove(&self, name: &str) -> Result<(), FileError> {
        let place = place(name).unwrap_or_else(|_| Path::from_iter(["incoming", name]));
        match self.store.delete(&place).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[derive(Default)]
struct Gathered {
    hash: Sha256,
    head: Vec<u8>,
    part: BytesMut,
    size: u64,
}

impl Gathered {
    fn add(&mut self, piece: &[u8]) {
        self.hash.update(piece);
        self.size += piece.len() as u64;
        let room = HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..room]);
        self.part.extend_from_slice(piece);
    }

    fn stored(self) -> Stored {
        Stored {
            sha256: hex(&self.hash.finalize()),
            size: self.size,
            media_type: infer::get(&self.head).map(|kind| kind.mime_type()),
        }
    }
}

fn place(sha256: &str) -> Result<Path, FileError> {
    let good = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !good {
        return Err(FileError::BadName);
    }
    Ok(Path::from(format!("{}/{}/{}", &sha256[..2], &sha256[2..4], sha256)))
}

fn missing(sha256: &str, error: object_store::Error) -> FileError {
    match error {
        object_store::Error::NotFound { .. } => FileError::Missing(sha256.to_owned()),
        error => FileError::Store(error),
    }
}

/// Unfinished files carry a `#` in their names.
fn sweep(folder: &FolderPath, before: Timestamp) -> std::io::Result<usize> {
    let mut swept = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let written = Timestamp::try_from(entry.metadata()?.modified()?).unwrap_or(Timestamp::MAX);
            if kind.is_file() && written < before && entry.file_name().to_string_lossy().contains('#') {
                std::fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
