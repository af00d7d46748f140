//! Copies of notices by e-mail and SMS: who gets them, what goes into them, what a bounce does
//! (STATUS-03, 08, 09). The copy in the account is never touched by any of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::JobId;
use crate::job::{Job, Work};
use crate::notice::{Channel, CopyState, Notice, NoticeCopy, NoticeKind};
use crate::person::Person;

/// Soft bounces in a row after which a channel is switched off; a hard one does it at once.
pub const SOFT_BOUNCES: u32 = 3;

/// How an address of a person stands; a new address begins anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelState {
    /// Soft bounces in a row.
    pub soft: u32,
    /// Since when it is switched off; the person is asked in the account.
    pub disabled_at: Option<Timestamp>,
}

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The carrier took it.
    Sent,
    /// It arrived.
    Delivered,
    /// The address does not exist: it will never arrive.
    HardBounce,
    /// Full, busy, greylisted: it may arrive another time.
    SoftBounce,
}

/// The only things a copy may hold (STATUS-08): nothing about what was decided or why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Public number of the case.
    pub number: String,
    /// Title of the service.
    pub service_title: String,
    /// Kind of notice. Positive and negative read the same, so that who sees the screen of the
    /// phone does not learn the decision.
    pub kind: LetterKind,
    /// Path of the notice in the account.
    pub path: String,
}

/// What a copy may tell: that something is there to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// About intake: N2+ and N2-.
    Intake,
    /// About the decision: N4+ and N4-.
    Decision,
    /// About the course: N0.
    Progress,
    /// About an appointment: N1.
    Appointment,
}

/// What goes into the e-mail or SMS.
pub fn letter(notice: &Notice) -> Letter {
    Letter {
        number: notice.number.clone(),
        service_title: notice.service_title.clone(),
        kind: match notice.kind {
            NoticeKind::Registered | NoticeKind::NotAccepted => LetterKind::Intake,
            NoticeKind::Granted | NoticeKind::Refused => LetterKind::Decision,
            NoticeKind::Paid | NoticeKind::Progress | NoticeKind::Complaint | NoticeKind::Proposal => {
                LetterKind::Progress
            }
            NoticeKind::Appointment => LetterKind::Appointment,
        },
        path: format!("/account/notices/{}", notice.id),
    }
}

/// Queues copies by the channels the person chose and whose addresses still work; the jobs go
/// into the same batch as the notice. `switched_off` names channels not to use now.
pub fn copy(
    notice: &mut Notice,
    person: &Person,
    switched_off: &[Channel],
    ids: &(dyn Fn(i64) -> String + Send + Sync),
    now: Timestamp,
) -> Vec<Job> {
    let works = |channel: &Channel| {
        !switched_off.contains(channel) && person.channels.get(channel).is_none_or(ChannelState::works)
    };
    let chosen = [(Channel::Email, person.email.is_some()), (Channel::Sms, person.phone.is_some())];
    let mut jobs = Vec::new();
    for (channel, _) in chosen.into_iter().filter(|(channel, chosen)| *chosen && works(channel)) {
        notice.copies.push(NoticeCopy { channel, state: CopyState::Queued, at: now, tries: 0 });
        let work = match channel {
            Channel::Email => Work::Mail { notice: notice.id.clone() },
            Channel::Sms => Work::Sms { notice: notice.id.clone() },
        };
        let key = format!("{}:{}", work.name(), notice.id);
        jobs.push(Job { id: JobId(ids(notice.person.bucket())), work, due_at: now, key });
    }
    jobs
}

/// Takes in what became of a try: the copy and the channel follow.
pub fn delivered(copy: &mut NoticeCopy, channel: &mut ChannelState, outcome: Delivery, now: Timestamp) {
    copy.at = now;
    match outcome {
        Delivery::Sent => {
            copy.tries += 1;
            copy.state = CopyState::Sent;
        }
        Delivery::Delivered => {
            copy.state = CopyState::Delivered;
            channel.soft = 0;
        }
        Delivery::HardBounce => {
            copy.state = CopyState::Bounced;
            channel.disabled_at.get_or_insert(now);
        }
        Delivery::SoftBounce => {
            copy.tries += 1;
            channel.soft += 1;
            if channel.soft >= SOFT_BOUNCES {
                copy.state = CopyState::Bounced;
                channel.disabled_at.get_or_insert(now);
            } else {
                copy.state = CopyState::Queued;
            }
        }
    }
}

impl ChannelState {
    /// May something be sent by it?
    pub fn works(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Must the person be asked for another address at the next sign-in (STATUS-09)?
    pub fn asks_for_new_address(&self) -> bool {
        self.disabled_at.is_some()
    }
}
