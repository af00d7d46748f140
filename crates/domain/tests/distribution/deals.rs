//! Dealing a whole list: who is reached, and what kept parts do.

use domain::distribution::{Part, Room, Share, deal, part_kept};
use proptest::prelude::*;

fn lines() -> impl Strategy<Value = Vec<Vec<Share>>> {
    let share = prop_oneof![Just(Share::Yes), Just(Share::No), Just(Share::Unknown)];
    prop::collection::vec(prop::collection::vec(share, 2), 0..60)
}

proptest! {
    /// Proves: PROCEDURE-09.
    #[test]
    fn everything_is_dealt_that_somebody_can_have_and_a_kept_part_goes_to_its_own_first(
        line in lines(), pieces in 0_i64..50, percent in 0_u8..=100,
    ) {
        let kept = part_kept(pieces, &[percent, 20]);
        prop_assert!(kept.iter().sum::<i64>() <= pieces);
        let room = Room { general: pieces - kept.iter().sum::<i64>(), shares: kept.clone() };
        let dealt = deal(line.iter().map(Vec::as_slice), room);
        let reached = dealt.iter().flatten().count() as i64;
        prop_assert_eq!(reached, pieces.min(line.len() as i64), "nothing lies idle while somebody waits");
        for (index, kept) in kept.iter().enumerate() {
            let own = line.iter().filter(|shares| shares[index] == Share::Yes).count() as i64;
            let of_part = dealt.iter().filter(|part| **part == Some(Part::Share(index))).count() as i64;
            prop_assert!(of_part <= *kept && of_part <= own);
        }
        let first_kept = line.iter().filter(|shares| shares[0] == Share::Yes).count() as i64;
        let of_first = dealt.iter().filter(|part| **part == Some(Part::Share(0))).count() as i64;
        prop_assert_eq!(of_first, kept[0].min(first_kept), "the first kept part is used before anything else");
        for (one, shares) in dealt.iter().zip(&line) {
            if let Some(Part::Share(index)) = one {
                prop_assert_eq!(shares[*index], Share::Yes);
            }
        }
    }

    #[test]
    fn nobody_is_passed_over_by_somebody_behind_with_the_same_rights(line in lines(), pieces in 0_i64..50) {
        let kept = part_kept(pieces, &[30, 20]);
        let room = Room { general: pieces - kept.iter().sum::<i64>(), shares: kept };
        let dealt = deal(line.iter().map(Vec::as_slice), room);
        for (behind, part) in dealt.iter().enumerate().filter(|(_, part)| part.is_some()) {
            let before = (0..behind).find(|before| line[*before] == line[behind] && dealt[*before].is_none());
            prop_assert_eq!(before, None, "{:?} at {} came before its like", part, behind);
        }
    }
}
