//! What fuzzing found is read again, and a little is changed anew, by every run of the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use fuzz::corpus;
use fuzz::explore::Explorer;
use fuzz::mutate::Chance;
use fuzz::target::Target;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn every_kept_input_is_read_again_without_a_panic() {
    let mut size = 0;
    for target in Target::ALL {
        for path in corpus::files(target, root()) {
            let bytes = std::fs::read(&path).unwrap();
            size += bytes.len();
            assert!(!target.run(&bytes).is_empty() || bytes.len() < 64 << 10, "{}", path.display());
        }
    }
    assert!(size < 300 << 10, "the corpus has {size} bytes");
}

#[test]
fn changed_inputs_are_read_without_a_panic() {
    let explorer = Explorer::new(root(), &|| {});
    for target in Target::ALL {
        let count = if target == Target::Package { 20 } else { 60 };
        for seed in 0..count {
            target.run(&explorer.changed(target, &mut Chance::of(seed)));
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_read_without_a_panic() {
    for target in Target::ALL {
        let noise: Vec<u8> = (0..=255_u8).rev().cycle().take(2_000).collect();
        for bytes in [
            &b""[..],
            b"\xff\xfe\x00",
            &noise,
            "\u{feff}okno: 1".as_bytes(),
            &b"[".repeat(40_000),
            &b"(".repeat(40_000),
        ] {
            target.run(bytes);
        }
    }
}
