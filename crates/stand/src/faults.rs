//! Faults on demand: what an outside system should do wrong, how often, for which of its parts.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Systems of the stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// ЕСИА; parts: `ac`, `te`, `rs`.
    Esia,
    /// Interagency facts; parts: ids of sources.
    Evidence,
    /// СМЭВ; parts: ids of sources.
    Smev,
    /// Mail; no parts.
    Mail,
    /// SMS; no parts.
    Sms,
    /// Systems of authorities that take results; parts: ids of authorities.
    Inbox,
    /// Departmental systems that serve cases; parts: their ids.
    Departmental,
    /// The federal pre-trial appeal system; parts: ids of authorities.
    Appeals,
    /// The national quality monitoring system; parts: ids of authorities.
    Quality,
    /// The feed of events of registers; no parts.
    Events,
    /// The provider of payments by card; no parts.
    Card,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing: takes faults of that system and part away.
    None,
    /// Answers after `ms` milliseconds.
    Slow,
    /// Does not answer: 503, or the connection is closed.
    Down,
    /// Answers something wrong; `what` says how.
    Wrong,
    /// A register knows nothing about what is asked.
    Absent,
    /// A register gives up on the request.
    Failed,
    /// A register takes the request and never answers.
    Silent,
    /// A register says the opposite of what it holds.
    Contradicting,
    /// The first acknowledgement gets lost: the answer comes again.
    LostAck,
    /// The answer comes again after it was acknowledged.
    Twice,
    /// The message id is said to be too old.
    Stale,
    /// The signature does not fit what is signed.
    BrokenSignature,
    /// СМЭВ refuses the message after it took it.
    Rejected,
    /// The address does not exist.
    Bounce,
    /// The address cannot take it now.
    SoftBounce,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which system.
    pub system: Where,
    /// Which part; every part without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What goes wrong.
    pub mode: Mode,
    /// For `slow`: how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// For `wrong`: what exactly; for ЕСИА an error code or a part of the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// How many times; for ever without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

impl Fault {
    /// A fault of a whole system, for ever.
    pub fn of(system: Where, mode: Mode) -> Self {
        Self { system, source: None, mode, ms: None, what: None, count: None }
    }

    /// Only for this part.
    pub fn at(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }

    /// What exactly is wrong.
    pub fn what(mut self, what: &str) -> Self {
        self.what = Some(what.to_owned());
        self
    }

    /// So many times only.
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// For `slow`: so long.
    pub fn lasting(mut self, ms: u64) -> Self {
        self.ms = Some(ms);
        self
    }

    /// Waits as long as a slow answer takes.
    pub(crate) async fn wait(&self) {
        if let Some(delay) = self.thinks() {
            tokio::time::sleep(delay.min(Duration::from_mins(10))).await;
        }
    }

    /// How long a slow register thinks that has taken the question: nobody holds a connection, so it
    /// may be days.
    pub(crate) fn thinks(&self) -> Option<Duration> {
        (self.mode == Mode::Slow).then(|| Duration::from_millis(self.ms.unwrap_or(3000).min(30 * 24 * 3_600_000)))
    }
}

/// All faults that are set.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Sets a fault in place of the one for the same system and part.
    pub fn set(&mut self, fault: Fault) {
        let same = |known: &Fault| known.system == fault.system && known.source == fault.source;
        if fault.mode == Mode::None && fault.source.is_none() {
            self.0.retain(|known| known.system != fault.system);
            return;
        }
        self.0.retain(|known| !same(known));
        if fault.mode != Mode::None && fault.count != Some(0) {
            self.0.push(fault);
        }
    }

    /// All that are set.
    pub fn all(&self) -> &[Fault] {
        &self.0
    }

    /// The fault for a call, counted down; one for the part goes before one for the whole.
    pub fn take(&mut self, system: Where, part: &str) -> Option<Fault> {
        let named = |fault: &Fault| fault.system == system && fault.source.as_deref() == Some(part);
        let whole = |fault: &Fault| fault.system == system && fault.source.is_none();
        let index = self.0.iter().position(named).or_else(|| self.0.iter().position(whole))?;
        let fault = self.0[index].clone();
        match self.0[index].count.as_mut() {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) => {
                self.0.remove(index);
            }
            None => {}
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_counted_down_and_one_for_a_part_goes_first() {
        let mut faults = Faults::default();
        faults.set(Fault::of(Where::Esia, Mode::Down));
        faults.set(Fault::of(Where::Esia, Mode::Wrong).at("te").times(2));
        let mode = |fault: Option<Fault>| fault.map(|fault| fault.mode);
        assert_eq!(mode(faults.take(Where::Esia, "te")), Some(Mode::Wrong));
        assert_eq!(mode(faults.take(Where::Esia, "ac")), Some(Mode::Down));
        assert_eq!(mode(faults.take(Where::Esia, "te")), Some(Mode::Wrong));
        assert_eq!(mode(faults.take(Where::Esia, "te")), Some(Mode::Down));
        assert_eq!(faults.take(Where::Mail, ""), None);
        faults.set(Fault::of(Where::Esia, Mode::None));
        assert!(faults.all().is_empty());
    }
}
