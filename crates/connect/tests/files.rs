//! Files by their hash: limits, damage, orphans.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use bytes::Bytes;
use connect::files::{FileError, Files};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("okno-files-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn pieces(whole: &[u8]) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + use<> {
    let list: Vec<_> = whole.chunks(70_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(list)
}

#[tokio::test]
async fn what_is_put_comes_back_by_its_hash_with_its_found_type() {
    let folder = Folder::new("round");
    let files = Files::local(&folder.0).unwrap();
    let mut picture = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    // Longer than one part, so that the parts are put together under the final name.
    picture.extend((0..11_000_000u32).map(|index| (index % 251) as u8));
    let stored = files.put(pieces(&picture), 20_000_000).await.unwrap();
    assert_eq!(stored.size, picture.len() as u64);
    assert_eq!(stored.media_type, Some("image/png"));
    assert!(files.exists(&stored.sha256).await.unwrap());
    assert_eq!(files.get(&stored.sha256).await.unwrap(), picture);
    let (size, content) = files.open(&stored.sha256).await.unwrap();
    let content: Vec<Bytes> = content.try_collect().await.unwrap();
    assert_eq!((size, content.concat()), (stored.size, picture.clone()));

    let again = files.put(pieces(&picture), 20_000_000).await.unwrap();
    assert_eq!(again, stored);
    assert_eq!(folder.files().len(), 1, "one content, one file, nothing left behind");
}

#[tokio::test]
async fn small_and_empty_content_is_stored_too() {
    let folder = Folder::new("small");
    let files = Files::local(&folder.0).unwrap();
    let empty = files.put_bytes(Bytes::new()).await.unwrap();
    assert_eq!(empty.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert!(files.get(&empty.sha256).await.unwrap().is_empty());
    let text = files.put_bytes("просто текст").await.unwrap();
    assert_eq!(text.media_type, None);
}

#[tokio::test]
async fn content_over_the_limit_is_stopped_and_leaves_nothing() {
    let folder = Folder::new("limit");
    let files = Files::local(&folder.0).unwrap();
    for size in [101, 9_000_000] {
        let whole = vec![1; size];
        let limit = size as u64 - 1;
        let refused = files.put(pieces(&whole), limit).await;
        assert!(matches!(refused, Err(FileError::TooLarge { limit: said }) if said == limit));
        assert!(files.put(pieces(&whole), limit + 1).await.is_ok());
    }
    assert_eq!(folder.files().len(), 2);
}

#[tokio::test]
async fn content_that_breaks_off_leaves_nothing() {
    let folder = Folder::new("broken");
    let files = Files::local(&folder.0).unwrap();
    let broken = pieces(&vec![1; 9_000_000]).chain(stream::once(async { Err(std::io::Error::other("gone")) }));
    assert!(matches!(files.put(broken, 20_000_000).await, Err(FileError::BrokenOff)));
    assert!(folder.files().is_empty());
}

#[tokio::test]
async fn damage_is_found_and_healed_by_putting_again() {
    let folder = Folder::new("damage");
    let files = Files::local(&folder.0).unwrap();
    let stored = files.put_bytes("образец").await.unwrap();
    let path = folder.files().remove(0);
    std::fs::write(&path, "подмена").unwrap();
    assert!(matches!(files.get(&stored.sha256).await, Err(FileError::Damaged(_))));
    files.put_bytes("образец").await.unwrap();
    assert!(files.get(&stored.sha256).await.is_ok());
}

#[tokio::test]
async fn a_name_that_is_no_hash_never_becomes_a_path() {
    let folder = Folder::new("names");
    let files = Files::local(&folder.0).unwrap();
    for name in ["", "..", "../../etc/passwd", &"A".repeat(64), &"g".repeat(64), &"0".repeat(63), "\u{0}"] {
        assert!(matches!(files.get(name).await, Err(FileError::BadName)), "{name}");
        assert!(files.exists(name).await.is_err());
    }
    assert!(matches!(files.get(&"0".repeat(64)).await, Err(FileError::Missing(_))));
    assert!(!files.exists(&"0".repeat(64)).await.unwrap());
}

#[tokio::test]
async fn orphans_are_old_files_that_nothing_refers_to() {
    let folder = Folder::new("orphans");
    let files = Files::local(&folder.0).unwrap();
    let kept = files.put_bytes("нужный").await.unwrap().sha256;
    let lost = files.put_bytes("ничей").await.unwrap().sha256;
    // The age of a file is kept by the file system, so this test lives by the machine's clock.
    #[allow(clippy::disallowed_methods)]
    let now = Timestamp::now();
    let later = now + SignedDuration::from_secs(60);
    let earlier = now - SignedDuration::from_secs(60);
    assert!(files.orphans(earlier, |_| false).await.unwrap().is_empty(), "fresh files are never orphans");
    let found = files.orphans(later, |name| name == kept).await.unwrap();
    assert_eq!(found, [lost.as_str()]);
    files.remove(&lost).await.unwrap();
    files.remove(&lost).await.unwrap();
    assert!(files.exists(&kept).await.unwrap());
    assert!(!files.exists(&lost).await.unwrap());
}

#[tokio::test]
async fn forty_uploads_of_one_content_at_once_are_one_file() {
    let folder = Folder::new("race");
    let files = Files::local(&folder.0).unwrap();
    let whole = vec![7; 6_000_000];
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (files, content) = (files.clone(), pieces(&whole));
        tasks.spawn(async move { files.put(content, 10_000_000).await.unwrap().sha256 });
    }
    let names = tasks.join_all().await;
    assert!(names.iter().all(|name| *name == names[0]));
    assert_eq!(files.get(&names[0]).await.unwrap(), whole);
    assert_eq!(folder.files().len(), 1);
}

#[tokio::test]
async fn what_a_crash_cut_off_is_swept_once_it_is_old() {
    let folder = Folder::new("cut");
    let files = Files::local(&folder.0).unwrap();
    let kept = files.put_bytes("целый").await.unwrap().sha256;
    // The store writes under such a name first; a killed process leaves it so.
    let cut = folder.0.join("incoming");
    std::fs::create_dir_all(&cut).unwrap();
    std::fs::write(cut.join("0190#1"), "обрыв").unwrap();
    let far: Timestamp = "2999-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(files.sweep_cut_off(Timestamp::UNIX_EPOCH).await.unwrap(), 0);
    assert_eq!(files.sweep_cut_off(far).await.unwrap(), 1);
    assert!(files.exists(&kept).await.unwrap());
    assert_eq!(folder.files().len(), 1);
}
