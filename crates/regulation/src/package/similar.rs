//! «Похоже на …»: the nearest of the known names to a misspelt one.

/// The known name nearest to `wrong`, if any is near enough to be meant.
pub(crate) fn similar<'k>(wrong: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let letters: Vec<char> = wrong.to_lowercase().chars().take(80).collect();
    let allowed = (letters.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter_map(|name| {
            let other: Vec<char> = name.to_lowercase().chars().take(80).collect();
            let far = distance(&letters, &other);
            (far <= allowed && far < other.len()).then_some((far, name))
        })
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["required", "because", "purpose"];
        assert_eq!(similar("requird", known), Some("required"));
        assert_eq!(similar("becuase", known), Some("because"));
        assert_eq!(similar("fee", known), None);
        assert_eq!(similar("", known), None);
    }
}
