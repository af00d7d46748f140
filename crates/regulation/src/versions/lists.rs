//! Two lists side by side: what came, went, changed, or stands elsewhere.

use std::collections::BTreeMap;

use super::value::{Item, Noun};
use super::words::Told;

/// Everything that differs, in the order of the new list, then what is gone.
pub(super) fn compare<'a>(noun: &Noun, before: &'a [Item], after: &'a [Item]) -> Vec<Told<'a>> {
    let (old, new) = (numbered(before), numbered(after));
    let mut told = Vec::new();
    let mut replaced: Vec<usize> = Vec::new();
    for (at, item) in after.iter().enumerate() {
        let same = old.iter().position(|key| *key == new[at]).map(|place| &before[place]);
        match same {
            Some(earlier) if earlier.body != item.body => told.push(Told::Changed(earlier, item)),
            Some(earlier) if earlier.clause != item.clause => told.push(Told::Moved(earlier, item)),
            Some(_) => {}
            // At the same place, of lists of one length, with another condition: it was changed.
            None if noun.loose && before.len() == after.len() && !new.contains(&old[at]) => {
                replaced.push(at);
                told.push(Told::Changed(&before[at], item));
            }
            None => told.push(Told::Came(item)),
        }
    }
    let gone = before.iter().enumerate().filter(|(at, _)| !new.contains(&old[*at]) && !replaced.contains(at));
    told.extend(gone.map(|(_, item)| Told::Went(item)));
    if noun.order.is_some() && reordered(&old, &new, |key| key) {
        told.push(Told::Order);
    }
    told
}

/// Keys, with a number where the same key comes again: two rows may have the same tests.
fn numbered(items: &[Item]) -> Vec<(&str, usize)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let keys = items.iter().map(|item| {
        let count = seen.entry(&item.key).or_default();
        *count += 1;
        (item.key.as_str(), *count)
    });
    keys.collect()
}

/// Do the elements that both have stand in another order?
pub(super) fn reordered<T, K: PartialEq>(before: &[T], after: &[T], key: impl Fn(&T) -> &K) -> bool {
    let common = |list: &[T], other: &[T]| -> Vec<usize> {
        list.iter().filter_map(|one| other.iter().position(|same| key(same) == key(one))).collect()
    };
    // Places in the old list of what the new one has, in the new one's order.
    !common(after, before).is_sorted()
}
