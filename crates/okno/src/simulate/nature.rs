//! What goes wrong on purpose: sources, the post, the worker.

use std::collections::BTreeSet;

use connect::exchange::{Play, Reply, Trouble};
use connect::mail::Outcome;
use connect::post::Behaviour;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde_json::Value as Raw;

use super::chance::Chance;
use super::kit::outside;
use super::kit::script::Script;
use super::report::Report;
use super::shape::Faults;

/// Days on which a source cannot be reached at all.
#[derive(Debug, Default, Clone)]
pub struct Nature {
    faults: Faults,
    down: BTreeSet<(Date, String)>,
}

impl Nature {
    /// Chooses the bad days of a run.
    pub fn new(faults: Faults, days: &[Date], sources: &[String], chance: &mut Chance) -> Self {
        let share = faults.source_down_days as usize * days.len() / 365;
        let pick = |chance: &mut Chance| Some((*chance.pick(days)?, chance.pick(sources)?.clone()));
        let down = (0..share).filter_map(|_| pick(chance)).collect();
        Self { faults, down }
    }

    /// What the sources do when questions of a script come to them; chosen once.
    pub fn plays(&self, script: &Script, chance: &mut Chance, report: &mut Report) -> (Vec<Play>, bool) {
        let mut trouble = false;
        let mut plays = outside::plays(script);
        for play in &mut plays {
            trouble |= self.spoil(play, chance, report);
        }
        (plays, trouble)
    }

    /// The same on a day on which some of the sources are down.
    pub fn today(&self, plays: &[Play], today: Date, report: &mut Report) -> Vec<Play> {
        let mut plays = plays.to_vec();
        for play in &mut plays {
            if self.down.contains(&(today, play.source.clone())) {
                play.trouble = Some(Trouble::Down(u32::MAX));
                report.fault("tries at a source that is down for the day");
            }
        }
        plays
    }

    fn spoil(&self, play: &mut Play, chance: &mut Chance, report: &mut Report) -> bool {
        let faults = self.faults;
        // Most registers answer at once, some think for minutes.
        play.after = match chance.below(10) {
            0..=6 => SignedDuration::ZERO,
            7 | 8 => chance.seconds(1, 20),
            _ => chance.seconds(20, 600),
        };
        if chance.happens(faults.source_slow) {
            play.after = chance.hours(1, 30);
            report.fault("source slow");
            return true;
        }
        if chance.happens(faults.source_silent) {
            play.reply = Reply::Silent;
            report.fault("source silent");
            return true;
        }
        if chance.happens(faults.source_fails) {
            play.reply = Reply::Failed("Реестр на обслуживании (моделирование).".to_owned());
            report.fault("source fails");
            return true;
        }
        if chance.happens(faults.source_wrong)
            && let Reply::Answered(fields) = &mut play.reply
            && let Some(Raw::Bool(answer)) = fields.values_mut().find(|value| value.is_boolean())
        {
            *answer = !*answer;
            report.fault("source wrong");
            return false;
        }
        let troubles = [
            (faults.source_unreachable, Trouble::Down(3), "source unreachable at first"),
            (faults.receipt_lost, Trouble::LostReceipt, "receipt lost"),
            (faults.answer_broken, Trouble::Broken, "answer broken"),
            (faults.stale, Trouble::Stale, "message too old"),
        ];
        for (share, kind, name) in troubles {
            if chance.happens(share) {
                play.trouble = Some(kind);
                report.fault(name);
                return kind == Trouble::Broken;
            }
        }
        false
    }

    /// What the post does with the next letter.
    pub fn post(&self, chance: &mut Chance, report: &mut Report) -> Behaviour {
        let faults = self.faults;
        let kinds = [
            (faults.mail_soft, Behaviour::Say(Outcome::SoftBounce), "mailbox full"),
            (faults.mail_hard, Behaviour::Say(Outcome::HardBounce), "no such address"),
            (faults.mail_later, Behaviour::Say(Outcome::Later), "mail server down"),
            (faults.worker_dies_after_sending, Behaviour::TakeAndHang, "worker died after sending"),
        ];
        for (share, behaviour, name) in kinds {
            if chance.happens(share) {
                report.fault(name);
                return behaviour;
            }
        }
        Behaviour::Take
    }

    /// Does the worker die before it does what it leased?
    pub fn worker_dies(&self, chance: &mut Chance, report: &mut Report) -> bool {
        let dies = chance.happens(self.faults.worker_dies_before);
        if dies {
            report.fault("worker died before the work");
        }
        dies
    }

    /// After how many commits of one job does the worker die, without hearing of the last? 0: it lives.
    pub fn commits_to_death(&self, chance: &mut Chance, report: &mut Report) -> u32 {
        if !chance.happens(self.faults.worker_dies_after_commit) {
            return 0;
        }
        report.fault("worker meant to die after a commit");
        1 + chance.below(3) as u32
    }
}
