//! The world a template lives in: its own text, the shared parts, the data, given files.

use std::sync::LazyLock;

use indexmap::IndexMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::PRELUDE;
use crate::error::PaperError;
use crate::fonts::FONTS;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::builder().build()));

/// Files by id; nothing outside exists.
pub(crate) struct Sealed {
    main: FileId,
    sources: IndexMap<FileId, Source>,
    files: IndexMap<FileId, Bytes>,
}

impl Sealed {
    /// A world of one template, its data and its files.
    pub fn new(name: &str, template: &str, data: String, given: &IndexMap<String, String>) -> Result<Self, PaperError> {
        let main = id(name)?;
        let mut sources = IndexMap::new();
        let mut files = IndexMap::new();
        for (file, text) in given {
            let id = id(file)?;
            if file.ends_with(".typ") {
                sources.insert(id, Source::new(id, text.clone()));
            }
            files.insert(id, Bytes::from_string(text.clone()));
        }
        files.insert(id("data.json")?, Bytes::from_string(data));
        let prelude = id("okno.typ")?;
        sources.insert(prelude, Source::new(prelude, PRELUDE.to_owned()));
        sources.insert(main, Source::new(main, template.to_owned()));
        Ok(Self { main, sources, files })
    }

    /// The parsed text of a file, for places of mistakes.
    pub fn text(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }
}

/// The id of a file at the root. Ids are kept for ever by the typesetter, so names must come
/// from packages and not from people's data.
fn id(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(format!("/{name}")).map_err(|_| PaperError::Data(format!("имя файла «{name}»")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for Sealed {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    /// A paper's date comes from its data: the same data must give the same bytes.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
