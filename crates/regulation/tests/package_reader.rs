//! The reader never panics, whatever it is given, and every finding points into its file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use proptest::prelude::*;
use regulation::diagnostic::{Sources, render};
use regulation::package;

/// Reads, renders, tells: none of it may panic, and no finding may be empty or out of its file.
fn survives(sources: &Sources) -> Result<(), TestCaseError> {
    let (regulation, found) = package::read(sources);
    prop_assert!(regulation.is_some() || !found.is_empty());
    for one in &found {
        prop_assert!(!one.message.is_empty() && !one.help.is_empty(), "{one:?}");
        let Some(text) = sources.0.get(&one.span.file) else { continue };
        prop_assert!(one.span.start <= one.span.end && one.span.end <= text.len(), "{one:?}");
        prop_assert!(text.is_char_boundary(one.span.start) && text.is_char_boundary(one.span.end), "{one:?}");
    }
    prop_assert_eq!(render(&found, sources, false).is_empty(), found.is_empty());
    if let Some(regulation) = regulation {
        prop_assert!(!package::text(&regulation).is_empty());
    }
    Ok(())
}

fn only(text: String) -> Sources {
    Sources([("regulation.yaml".to_owned(), text)].into())
}

/// One small damage to a text: cut, doubled, or with something strange put in.
fn damaged(text: &str, at: usize, length: usize, put: &str, line: bool) -> String {
    let mut letters: Vec<&str> =
        if line { text.split_inclusive('\n').collect() } else { text.split_inclusive(|_| true).collect() };
    let at = at % letters.len().max(1);
    let end = (at + length).min(letters.len());
    letters.splice(at..end, [put]);
    letters.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        survives(&only(text))?;
    }

    #[test]
    fn anything_that_looks_like_yaml_is_survived(text in "([a-z-]{1,9}: ?|- |\\[|\\]|\\{|\\}|\"|'|,|\n|  |#|&a|\\*a|!!|\\||>|\t|%|[а-я]{1,5}|[0-9]{1,3}|\u{feff}){0,60}") {
        survives(&only(text))?;
    }

    #[test]
    fn a_damaged_package_is_survived(
        which in 0usize..8,
        at in any::<usize>(),
        length in 0usize..6,
        put in "[\\PC\n]{0,4}",
        line in any::<bool>(),
        also in any::<usize>(),
    ) {
        let mut packages: Vec<Sources> = package_folder::all().iter().map(|path| package_folder::sources(path)).collect();
        packages.push(package_folder::fixture("plain"));
        packages.push(package_folder::fixture("twenty-mistakes"));
        let count = packages.len();
        let mut sources = packages.swap_remove(which % count);
        let files = sources.0.len();
        let file = sources.0.keys().nth(also % files).cloned().expect("a package has files");
        let text = sources.0.get_mut(&file).expect("the file is there");
        *text = damaged(text, at, length, &put, line);
        survives(&sources)?;
    }
}
