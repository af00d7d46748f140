//! Where a charge stands, and which wish leads where: the one table of SM-14.

use serde::{Deserialize, Serialize};

use super::wish::WishKind;
use ChargeState as S;
use WishKind as W;

/// Where a charge stands (SM-14). That nothing is due at all is no charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeState {
    /// A benefit frees from it.
    Exempt,
    /// Can be paid.
    ChargeIssued,
    /// The payer went to pay.
    PaymentStarted,
    /// The payer came back; the payments system is asked for proof.
    AwaitingProof,
    /// Proof is awaited and the payments system does not answer.
    ProofDelayed,
    /// Less than the whole came; the rest can be paid.
    Underpaid,
    /// The whole is proved.
    PaidConfirmed,
    /// More came than is due: over the amount, twice, or for what is not due any more.
    RefundPossible,
    /// A refund was asked for.
    RefundRequested,
    /// The money goes back.
    Refunded,
    /// The refund was refused.
    RefundRefused,
    /// Not paid in its term.
    Expired,
    /// Taken back.
    Annulled,
}

impl ChargeState {
    /// All states.
    pub const ALL: [Self; 13] = [
        S::Exempt,
        S::ChargeIssued,
        S::PaymentStarted,
        S::AwaitingProof,
        S::ProofDelayed,
        S::Underpaid,
        S::PaidConfirmed,
        S::RefundPossible,
        S::RefundRequested,
        S::Refunded,
        S::RefundRefused,
        S::Expired,
        S::Annulled,
    ];

    /// Name in rows, the journal and messages.
    pub fn name(self) -> &'static str {
        match self {
            S::Exempt => "exempt",
            S::ChargeIssued => "charge_issued",
            S::PaymentStarted => "payment_started",
            S::AwaitingProof => "awaiting_proof",
            S::ProofDelayed => "proof_delayed",
            S::Underpaid => "underpaid",
            S::PaidConfirmed => "paid_confirmed",
            S::RefundPossible => "refund_possible",
            S::RefundRequested => "refund_requested",
            S::Refunded => "refunded",
            S::RefundRefused => "refund_refused",
            S::Expired => "expired",
            S::Annulled => "annulled",
        }
    }

    /// Something can be paid now.
    pub fn payable(self) -> bool {
        matches!(self, S::ChargeIssued | S::PaymentStarted | S::AwaitingProof | S::ProofDelayed | S::Underpaid)
    }
}

/// May a wish be granted in a state at all? Proof is taken in every state but one: money that came
/// is money that came.
pub fn leads(state: ChargeState, wish: WishKind) -> bool {
    match wish {
        W::SaveDocument => true,
        W::Start | W::Return | W::Expire => state.payable(),
        W::Register | W::Reject | W::Prove | W::Silence | W::Unserve => state != S::Exempt,
        W::Annul => !matches!(state, S::Exempt | S::Annulled | S::RefundRequested),
        // Money that is being given back is no payment for what is due again.
        W::Restore => !state.payable() && !matches!(state, S::Exempt | S::RefundRequested),
        W::AskRefund => matches!(state, S::RefundPossible | S::RefundRefused),
        W::GrantRefund | W::RefuseRefund => state == S::RefundRequested,
    }
}

/// The wishes of each state as a table, for reviewers.
pub fn diagram() -> String {
    let mut lines = Vec::new();
    for state in ChargeState::ALL {
        let wishes: Vec<&str> =
            WishKind::ALL.into_iter().filter(|wish| leads(state, *wish)).map(WishKind::name).collect();
        lines.push(format!("{}: {}", state.name(), wishes.join(", ")));
    }
    lines.push(String::new());
    lines.join("\n")
}
