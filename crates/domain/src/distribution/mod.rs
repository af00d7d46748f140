//! Distribution of a limited resource (P8 of C24, PROCEDURE-09): stocks of pieces, who stands in
//! line for them and in which order, parts kept for some, lots that anybody can draw again.
//!
//! Pure like the rest: a stock and its line go in, who gets what comes out, and the protocol
//! carries everything that led there, so that the same order comes out of it at any time.

mod deal;
mod draw;
mod entry;
mod limit;
mod place;
mod protocol;
mod serve;
mod stock;

pub use deal::{Next, Room, deal, next, part_kept};
pub use draw::{commitment, ticket};
pub use entry::{EntryState, Part, QueueEntry, RankValue, Share, Standing, arrival, sort_key, standing};
pub use limit::{LimitKey, limit_keys};
pub use place::{LeaveReason, LineEvent, PlaceState, QueuePlace};
pub use protocol::{Criterion, Frozen, Kind, Line, Lot, Outcome, Participant, Protocol, SharePart};
pub use serve::{Giving, Says, deal_by, dealt, piece_of, serve, settle, undeal};
pub use stock::{
    KeyValue, Lottery, NotPublished, Phase, Publication, Stock, StockKey, Window, answered_by_stock, keys_of, window,
};
