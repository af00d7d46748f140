//! ГИС ГМП out of memory: takes charges in, knows payments, answers as the real one does. For tests,
//! simulation and the stand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::write::{imported, notice, payments, quittances};
use super::{Envelope, ImportedCharge, Message, Payment, Protocol, Unread, read};
use crate::xml::Element;

/// What is wrong with the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outage {
    /// Nothing.
    #[default]
    None,
    /// It cannot be reached.
    Down,
    /// It takes what is sent, and the receipt gets lost.
    LostReceipt,
    /// It takes questions and never answers them.
    Silent,
    /// It answers what cannot be understood.
    Wrong,
}

/// The system.
#[derive(Debug, Default)]
pub struct Played(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    outage: Outage,
    charges: BTreeMap<String, ImportedCharge>,
    payments: BTreeMap<String, Payment>,
    refused: Option<Protocol>,
    imports: usize,
    counted: u64,
    notices: VecDeque<(String, Element)>,
    taken: Vec<String>,
}

impl Played {
    /// What is wrong with it from now on.
    pub fn suffers(&self, outage: Outage) {
        self.inside().outage = outage;
    }

    /// What is wrong with it.
    pub fn outage(&self) -> Outage {
        self.inside().outage
    }

    /// Charges are refused so from now on; `None`: taken.
    pub fn refuses(&self, protocol: Option<Protocol>) {
        self.inside().refused = protocol;
    }

    /// Charges it knows, by УИН.
    pub fn charges(&self) -> BTreeMap<String, ImportedCharge> {
        self.inside().charges.clone()
    }

    /// How many charges it was sent, repetitions among them.
    pub fn imports(&self) -> usize {
        self.inside().imports
    }

    /// Somebody pays by a number; gives the id of the payment.
    pub fn pay(&self, uin: &str, kopecks: i64, now: Timestamp) -> String {
        let mut inside = self.inside();
        inside.counted += 1;
        // `1`, БИК of a bank, its branch, the day, a number: 32 characters.
        let id = format!("1010000002000000{:06}{:010}", now.as_second() / 86_400 % 1_000_000, inside.counted);
        let payment = Payment { id: id.clone(), uin: Some(uin.to_owned()), kopecks, paid_at: now, revoked: false };
        inside.payments.insert(id.clone(), payment);
        id
    }

    /// Payments it knows, those taken back among them.
    pub fn payments(&self) -> Vec<Payment> {
        self.inside().payments.values().cloned().collect()
    }

    /// A payment is taken back.
    pub fn revoke(&self, payment: &str) {
        if let Some(known) = self.inside().payments.get_mut(payment) {
            known.revoked = true;
        }
    }

    /// Tells of a payment by a notice, once more each time it is called.
    pub fn notify(&self, payment: &str, by_quittance: bool, to: &str, now: Timestamp) {
        let mut inside = self.inside();
        let Some(known) = inside.payments.get(payment).cloned() else { return };
        inside.counted += 1;
        let id = format!("notice-{}", inside.counted);
        let around = Envelope { id: format!("G_{id}"), answers: None, at: now };
        let element = notice(&around, to, "00701000", &known, by_quittance);
        inside.notices.push_back((id, element));
    }

    /// The next notice that was not taken.
    pub fn next_notice(&self) -> Option<(String, Element)> {
        self.inside().notices.front().cloned()
    }

    /// A notice was taken.
    pub fn notice_taken(&self, id: &str) {
        let mut inside = self.inside();
        inside.notices.retain(|(known, _)| known != id);
        inside.taken.push(id.to_owned());
    }

    /// Notices that were taken, in order.
    pub fn notices_taken(&self) -> Vec<String> {
        self.inside().taken.clone()
    }

    /// Answers a message of ours.
    pub fn answer(&self, message: &Element, now: Timestamp) -> Result<Element, Unread> {
        let told = read(message)?;
        let to = message.attribute("senderIdentifier").unwrap_or_default();
        let around = Envelope {
            id: format!("I_{}", told.envelope.id.trim_start_matches("G_")),
            answers: Some(told.envelope.id),
            at: now,
        };
        let mut inside = self.inside();
        match told.message {
            Message::Import(charges) => {
                let protocols: Vec<Protocol> = charges.into_iter().map(|charge| inside.take(charge)).collect();
                Ok(imported(&around, to, &protocols))
            }
            Message::PaymentsAsked(uins) => {
                let (charge, found) = inside.found(&uins);
                Ok(payments(&around, to, charge, &found))
            }
            Message::QuittancesAsked(uins) => {
                let (charge, found) = inside.found(&uins);
                Ok(quittances(&around, to, charge, &found))
            }
            _ => Err(Unread::Foreign(message.name.local.clone())),
        }
    }

    /// A panic elsewhere must not take the system with it.
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn take(&mut self, charge: ImportedCharge) -> Protocol {
        self.imports += 1;
        let said = |code: &str, words: &str| Protocol {
            entity: charge.id.clone(),
            code: code.to_owned(),
            words: words.to_owned(),
        };
        if let Some(refused) = &self.refused {
            return Protocol { entity: charge.id, ..refused.clone() };
        }
        match self.charges.get(&charge.uin) {
            Some(known) if *known == charge => return said("5", "Предоставленные данные уже присутствуют в системе"),
            Some(known) if charge.annulled.is_none() && known.id != charge.id => {
                return said("21", "УИН занят другим начислением");
            }
            _ => {}
        }
        let taken = said("0", "Успешно");
        self.charges.insert(charge.uin.clone(), charge);
        taken
    }

    fn found(&self, uins: &[String]) -> (Option<&ImportedCharge>, Vec<Payment>) {
        let asked = |payment: &&Payment| payment.uin.as_ref().is_some_and(|uin| uins.contains(uin));
        let charge = uins.first().and_then(|uin| self.charges.get(uin));
        (charge, self.payments.values().filter(asked).cloned().collect())
    }
}
