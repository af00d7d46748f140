//! A stock and its line under random acts: nothing is given twice, nothing is lost.

use std::collections::BTreeSet;

use domain::distribution::{EntryState, Giving, Phase, QueueEntry, Says, Share, Standing, Stock, serve, settle};
use proptest::prelude::*;
use regulation::package::{Regulation, Resource};

use crate::stocks::*;

#[derive(Debug, Clone)]
enum Act {
    Join(Share),
    Serve,
    Learn(usize, Share),
    Decide(usize),
    Leave(usize),
    Accept(usize),
    Decline(usize),
    Extend(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let share = || prop_oneof![Just(Share::Yes), Just(Share::No), Just(Share::Unknown)];
    prop_oneof![
        4 => share().prop_map(Act::Join),
        4 => Just(Act::Serve),
        2 => (0_usize..30, share()).prop_map(|(who, share)| Act::Learn(who, share)),
        1 => (0_usize..30).prop_map(Act::Decide),
        1 => (0_usize..30).prop_map(Act::Leave),
        1 => (0_usize..30).prop_map(Act::Accept),
        1 => (0_usize..30).prop_map(Act::Decline),
        1 => (0_i64..3).prop_map(Act::Extend),
    ]
}

struct Line {
    stock: Stock,
    entries: Vec<QueueEntry>,
    resource: &'static Resource,
    giving: Giving,
}

impl Line {
    fn new(regulation: &'static Regulation, id: &str, pieces: i64, reserve: i64) -> Self {
        let resource = resource(regulation, id);
        let giving = Giving::of(resource);
        Self { stock: stock(regulation, id, pieces, reserve), entries: Vec::new(), resource, giving }
    }

    fn standing(&self, share: Share) -> Standing {
        Standing { ranks: Vec::new(), shares: self.resource.shares.iter().map(|_| share).collect() }
    }

    fn write(&mut self, changed: QueueEntry) {
        let place = self.entries.iter().position(|one| one.case == changed.case).unwrap();
        self.entries[place] = changed;
    }

    fn says(&mut self, who: usize, says: impl FnOnce(&QueueEntry) -> Option<Says>) {
        let Some(entry) = self.entries.get(who).cloned() else { return };
        let Some(says) = says(&entry) else { return };
        if let Some(changed) = settle(&mut self.stock, &entry, &says, self.resource) {
            self.write(changed);
        }
    }

    fn serve(&mut self) {
        let mut waiting: Vec<QueueEntry> =
            self.entries.iter().filter(|one| one.state == EntryState::Waiting).cloned().collect();
        waiting.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
        let unsettled = self.entries.iter().any(|one| one.state == EntryState::Held && !one.standing.shares_known());
        for changed in serve(&mut self.stock, &waiting, self.giving, unsettled) {
            self.write(changed);
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Join(share) => {
                let mut entry = entry(&self.stock, self.entries.len() as u64 + 1);
                entry.rank(self.resource, self.standing(*share));
                self.entries.push(entry);
            }
            Act::Serve => self.serve(),
            Act::Learn(who, share) => {
                let standing = self.standing(*share);
                self.says(*who, |entry| match entry.state {
                    EntryState::Waiting => Some(Says::Waits { standing, ready: true }),
                    EntryState::Held => Some(Says::Allotted { standing }),
                    _ => None,
                });
            }
            Act::Decide(who) => self.says(*who, |entry| (entry.state == EntryState::Held).then_some(Says::Given)),
            Act::Leave(who) => self.says(*who, |_| Some(Says::Left)),
            Act::Accept(who) => self.says(*who, |entry| {
                let standing = entry.standing.clone();
                (entry.state == EntryState::Offered).then_some(Says::Allotted { standing })
            }),
            Act::Decline(who) => self.says(*who, |entry| (entry.state == EntryState::Offered).then_some(Says::Aside)),
            Act::Extend(more) => {
                let percents: Vec<u8> = self.resource.shares.iter().map(|share| share.percent).collect();
                self.stock.extend(*more, self.stock.reserve, &percents).unwrap();
            }
        }
    }

    fn check(&self) {
        let stock = &self.stock;
        let with = |state| self.entries.iter().filter(|one| one.state == state).count() as i64;
        assert_eq!(
            (stock.held, stock.offered, stock.given),
            (with(EntryState::Held), with(EntryState::Offered), with(EntryState::Given))
        );
        let pieces: Vec<i64> = self.entries.iter().filter_map(|one| one.piece).collect();
        assert_eq!(pieces.iter().collect::<BTreeSet<_>>().len(), pieces.len(), "a piece was given twice: {pieces:?}");
        assert!(pieces.iter().all(|piece| (1..=stock.pieces).contains(piece)), "{pieces:?}");
        assert!(pieces.len() as i64 <= stock.pieces - stock.reserve, "the reserve was touched");
        assert_eq!(stock.taken_general + stock.taken.iter().sum::<i64>(), pieces.len() as i64);
        for (taken, kept) in stock.taken.iter().zip(&stock.kept) {
            assert!(taken <= kept, "a kept part gave more than it keeps");
        }
        let room = stock.room();
        assert!(room.general >= 0 && room.whole() <= stock.free(), "{room:?} of {}", stock.free());
        for entry in &self.entries {
            assert_eq!(entry.piece.is_some(), entry.state.has_piece(), "{entry:?}");
        }
    }
}

fn run(mut line: Line, acts: &[Act]) -> Line {
    for act in acts {
        line.act(act);
        line.check();
    }
    line
}

proptest! {
    /// Proves: PROCEDURE-09.
    #[test]
    fn no_piece_is_given_twice_and_shares_are_kept_whatever_happens(
        acts in prop::collection::vec(act(), 0..120), pieces in 1_i64..12, reserve in 0_i64..4,
    ) {
        run(Line::new(&HUNT, "arrival", pieces, reserve.min(pieces)), &acts);
        run(Line::new(&CAMP, "places", pieces, reserve.min(pieces)), &acts);
        run(Line::new(&LAND, "plots", pieces, reserve.min(pieces)), &acts);
    }

    /// Proves: PROCEDURE-09, INTAKE-12.
    #[test]
    fn by_arrival_the_first_get_everything_and_the_rest_nothing(count in 1_u64..60, pieces in 1_i64..40, steps in 1_u64..6) {
        let mut line = Line::new(&CAMP, "places", pieces, 0);
        for sequence in 1..=count {
            let mut entry = entry(&line.stock, sequence);
            entry.rank(line.resource, Standing::default());
            line.entries.push(entry);
            if sequence % steps == 0 {
                line.serve();
            }
        }
        line.serve();
        line.check();
        for (index, entry) in line.entries.iter().enumerate() {
            let expected = if (index as i64) < pieces { EntryState::Held } else { EntryState::Passed };
            prop_assert_eq!(entry.state, expected, "{}", index);
            prop_assert_eq!(entry.place, Some(index as i64 + 1));
        }
    }
}

#[test]
fn nobody_is_sent_away_while_somebody_before_may_still_be_of_a_kept_part() {
    let mut line = Line::new(&HUNT, "arrival", 2, 0);
    // Two pieces: one is kept, one is for everybody.
    line.act(&Act::Join(Share::Unknown));
    line.act(&Act::Join(Share::No));
    line.serve();
    let states = |line: &Line| line.entries.iter().map(|one| one.state).collect::<Vec<_>>();
    assert_eq!(states(&line), [EntryState::Held, EntryState::Waiting]);
    line.act(&Act::Learn(0, Share::Yes));
    line.serve();
    assert_eq!(states(&line), [EntryState::Held, EntryState::Held], "the first moved into the kept part");
    line.check();
}

/// Proves: PROCEDURE-09.
#[test]
fn an_offer_declined_goes_to_the_next_and_the_place_is_kept_for_new_pieces() {
    let mut line = Line::new(&LAND, "plots", 1, 0);
    for _ in 0..3 {
        line.act(&Act::Join(Share::No));
    }
    line.serve();
    assert_eq!(line.entries[0].state, EntryState::Offered);
    line.act(&Act::Decline(0));
    line.serve();
    assert_eq!((line.entries[0].state, line.entries[1].state), (EntryState::Aside, EntryState::Offered));
    line.act(&Act::Accept(1));
    line.act(&Act::Decide(1));
    line.serve();
    assert_eq!(line.entries[2].state, EntryState::Waiting, "the line goes on for as long as it takes");
    assert_eq!((line.stock.given, line.stock.free(), line.stock.phase), (1, 0, Phase::Open));
    line.check();
}
