//! Which step of a delivery leads where: the one table of SM-23.

use serde::{Deserialize, Serialize};

use Move as M;
use Stage as S;

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The way to hand it over is chosen.
    Chosen,
    /// It is made.
    Prepared,
    /// Given to whoever carries it.
    HandedToCarrier,
    /// On its way.
    InTransit,
    /// Lies where it is fetched; a storage term runs.
    AtPoint,
    /// Came back to the authority, or was not fetched in the term.
    Returned,
    /// Lost on its way.
    Lost,
    /// The person has it.
    HandedOver,
}

/// Kinds of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Move {
    /// The way is chosen, or chosen anew after it came back.
    Choose,
    /// It is made.
    Prepare,
    /// It is given to a carrier or sent to a centre.
    Give,
    /// The carrier named the shipment.
    Ship,
    /// It moves.
    Transit,
    /// It lies where it is fetched.
    Arrive,
    /// The carrier handed it over.
    Fetched,
    /// It comes back.
    ComeBack,
    /// It is not to be found.
    Miss,
    /// An official handed it over.
    HandOver,
    /// The storage term passed.
    Lapse,
    /// It is made anew; the old one is spoiled.
    Reissue,
}

impl Stage {
    /// All stages in the order of a delivery.
    pub const ALL: [Self; 8] =
        [S::Chosen, S::Prepared, S::HandedToCarrier, S::InTransit, S::AtPoint, S::Returned, S::Lost, S::HandedOver];

    /// Name in rows, the journal and messages.
    pub fn name(self) -> &'static str {
        match self {
            S::Chosen => "chosen",
            S::Prepared => "prepared",
            S::HandedToCarrier => "handed_to_carrier",
            S::InTransit => "in_transit",
            S::AtPoint => "at_point",
            S::Returned => "returned",
            S::Lost => "lost",
            S::HandedOver => "handed_over",
        }
    }

    /// The item is on its way: only whoever carries it knows more.
    pub fn on_its_way(self) -> bool {
        matches!(self, S::HandedToCarrier | S::InTransit)
    }
}

impl Move {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        M::Choose,
        M::Prepare,
        M::Give,
        M::Ship,
        M::Transit,
        M::Arrive,
        M::Fetched,
        M::ComeBack,
        M::Miss,
        M::HandOver,
        M::Lapse,
        M::Reissue,
    ];

    /// Name in the diagram.
    pub fn name(self) -> &'static str {
        match self {
            M::Choose => "choose",
            M::Prepare => "prepare",
            M::Give => "give to carrier",
            M::Ship => "name shipment",
            M::Transit => "move",
            M::Arrive => "arrive",
            M::Fetched => "fetched",
            M::ComeBack => "come back",
            M::Miss => "miss",
            M::HandOver => "hand over",
            M::Lapse => "lapse",
            M::Reissue => "make anew",
        }
    }
}

/// Where a step leads from a stage; `None` where it cannot be taken.
pub fn leads(stage: Stage, step: Move) -> Option<Stage> {
    Some(match (step, stage) {
        (M::Choose, S::Chosen) => S::Chosen,
        // Re-sent, or fetched at the authority: the thing itself is there already.
        (M::Choose, S::Returned) => S::Prepared,
        (M::Prepare, S::Chosen) => S::Prepared,
        (M::Give, S::Prepared) => S::HandedToCarrier,
        (M::Ship, S::HandedToCarrier) => S::HandedToCarrier,
        (M::Transit, S::HandedToCarrier | S::InTransit) => S::InTransit,
        // A lost item that is found before it was made anew goes on.
        (M::Transit, S::Lost) => S::InTransit,
        (M::Arrive, S::Prepared | S::HandedToCarrier | S::InTransit | S::Lost) => S::AtPoint,
        // The carrier may have handed it over on the last day, and said so after it.
        (M::Fetched, S::HandedToCarrier | S::InTransit | S::AtPoint | S::Returned | S::Lost) => S::HandedOver,
        (M::ComeBack, S::HandedToCarrier | S::InTransit | S::AtPoint | S::Lost) => S::Returned,
        (M::Miss, S::HandedToCarrier | S::InTransit) => S::Lost,
        (M::HandOver, S::AtPoint | S::Returned) => S::HandedOver,
        (M::Lapse, S::AtPoint) => S::Returned,
        (M::Reissue, S::Lost | S::Prepared) => S::Prepared,
        _ => return None,
    })
}

/// The diagram in Mermaid; steps that leave the stage are left out.
pub fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> chosen: result ready".to_owned()];
    for from in Stage::ALL {
        for step in Move::ALL {
            if let Some(to) = leads(from, step).filter(|to| *to != from) {
                lines.push(format!("    {} --> {}: {}", from.name(), to.name(), step.name()));
            }
        }
    }
    lines.push("    handed_over --> [*]\n".to_owned());
    lines.join("\n")
}
