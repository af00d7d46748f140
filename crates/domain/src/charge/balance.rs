//! What came in for a charge, what is missing, what is too much. Nothing here depends on the order
//! in which payments were learnt of: of what was said about one payment the greatest word by time
//! stands, and sums do not know an order.

use regulation::money::Money;

use super::model::{Charge, Proof};
use super::state::ChargeState as S;

impl Charge {
    /// Takes in what is said of payments; `false` when all of it was known.
    pub(super) fn learn(&mut self, proofs: &[Proof]) -> bool {
        let before = self.proofs.clone();
        for proof in proofs.iter().filter(|proof| proof.amount > Money::ZERO) {
            match self.proofs.iter_mut().find(|known| known.payment == proof.payment) {
                Some(known) if *known < *proof => *known = proof.clone(),
                Some(_) => {}
                None => self.proofs.push(proof.clone()),
            }
        }
        self.proofs.sort_by(|one, other| one.payment.cmp(&other.payment));
        self.proofs != before
    }

    /// Payments that stand.
    pub fn live(&self) -> impl Iterator<Item = &Proof> {
        self.proofs.iter().filter(|proof| !proof.revoked)
    }

    /// Everything that came in and stands.
    pub fn paid(&self) -> Money {
        sum(self.live().map(|proof| proof.amount))
    }

    /// What was given back.
    pub fn given_back(&self) -> Money {
        let granted = |refund: &&super::Refund| refund.settled.as_ref().is_some_and(|settled| settled.granted);
        sum(self.refunds.iter().filter(granted).map(|refund| refund.amount))
    }

    /// What came in and was not given back.
    pub fn held(&self) -> Money {
        less(self.paid(), self.given_back())
    }

    /// What is still to be paid.
    pub fn rest(&self) -> Money {
        less(self.amount, self.held())
    }

    /// What a payment document asks for: the rest while something is to be paid, the whole after.
    pub fn rest_or_amount(&self) -> Money {
        if self.state().payable() { self.rest() } else { self.amount }
    }

    /// What is too much: over the amount, or everything where nothing is due any more.
    pub fn excess(&self) -> Money {
        let held = self.held();
        let nothing_due = self.annulled.is_some() || self.unserved_at.is_some();
        // Less than the whole in a term that is over buys nothing.
        let lapsed = self.expired_at.is_some() && held < self.amount;
        if nothing_due || lapsed { held } else { less(held, self.amount) }
    }

    /// The whole was paid more than once: two payments that each would have done.
    pub fn doubled(&self) -> bool {
        self.live().filter(|proof| proof.amount >= self.amount).count() > 1
    }

    /// The whole is proved and not given back.
    pub fn is_paid(&self) -> bool {
        self.amount > Money::ZERO && self.held() >= self.amount
    }

    /// Where it stands, worked out from everything known.
    pub fn state(&self) -> S {
        if self.amount == Money::ZERO {
            return S::Exempt;
        }
        let last = self.refunds.last();
        let excess = self.excess();
        match last.map(|refund| (&refund.settled, refund.amount)) {
            Some((None, _)) => return S::RefundRequested,
            // A refusal answers what was asked; more that came since can be asked back again.
            Some((Some(settled), amount)) if !settled.granted && excess > Money::ZERO && excess <= amount => {
                return S::RefundRefused;
            }
            Some((Some(settled), _)) if settled.granted && excess == Money::ZERO => return S::Refunded,
            _ => {}
        }
        match (self.held(), excess) {
            (_, excess) if excess > Money::ZERO => S::RefundPossible,
            // That nobody wants it any more is the lesser news of a charge that was not paid in time.
            _ if self.annulled.is_some() && self.expired_at.is_none() => S::Annulled,
            (held, _) if held >= self.amount => S::PaidConfirmed,
            _ if self.expired_at.is_some() => S::Expired,
            (held, _) if held > Money::ZERO => S::Underpaid,
            _ if self.returned_at.is_some() && self.contact.silent_since.is_some() => S::ProofDelayed,
            _ if self.returned_at.is_some() => S::AwaitingProof,
            _ if self.started_at.is_some() => S::PaymentStarted,
            _ => S::ChargeIssued,
        }
    }
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::from_kopecks(amounts.fold(0_i64, |sum, amount| sum.saturating_add(amount.kopecks())))
}

fn less(amount: Money, taken: Money) -> Money {
    Money::from_kopecks(amount.kopecks().saturating_sub(taken.kopecks()).max(0))
}
