//! What the stand caught instead of delivering it.

use jiff::Timestamp;
use serde::Serialize;

/// Most messages kept; the oldest go first, so that a load run does not eat the memory.
const MOST: usize = 2_000;

/// How it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter.
    Mail,
    /// A text message.
    Sms,
}

/// One caught message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Number within this run, from 1.
    pub number: u64,
    /// How it was sent.
    pub channel: Channel,
    /// To whom.
    pub to: String,
    /// Subject of a letter.
    pub subject: String,
    /// Words.
    pub text: String,
    /// Message-ID of a letter, id of a text message.
    pub id: String,
    /// When.
    pub at: Timestamp,
}

/// All caught messages, oldest first.
#[derive(Debug, Default)]
pub struct Caught {
    messages: Vec<Message>,
    last: u64,
}

impl Caught {
    /// Keeps a message and gives it its number.
    pub fn keep(&mut self, mut message: Message) {
        self.last += 1;
        message.number = self.last;
        if self.messages.len() >= MOST {
            self.messages.drain(..MOST / 2);
        }
        self.messages.push(message);
    }

    /// All that are kept.
    pub fn all(&self) -> &[Message] {
        &self.messages
    }

    /// One by its number.
    pub fn get(&self, number: u64) -> Option<&Message> {
        self.messages.iter().find(|message| message.number == number)
    }

    /// Was this text message taken already?
    pub fn has(&self, channel: Channel, id: &str) -> bool {
        self.messages.iter().any(|message| message.channel == channel && message.id == id)
    }
}
