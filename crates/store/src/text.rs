//! Folded search keys, made here because the engines disagree about the case of Cyrillic.

/// A text as it is compared in searches: lower case, ё as е, single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let lower = word.chars().flat_map(char::to_lowercase);
        folded.extend(lower.map(|letter| if letter == 'ё' { 'е' } else { letter }));
    }
    folded
}

/// The half-open range of keys that begin with `prefix`: at least the first, below the second.
pub(crate) fn prefix_range(prefix: &str) -> (String, String) {
    (prefix.to_owned(), format!("{prefix}\u{10FFFF}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_is_folded_with_its_yo() {
        assert_eq!(fold("  ФЁДОРОВА   Анна "), "федорова анна");
    }
}
