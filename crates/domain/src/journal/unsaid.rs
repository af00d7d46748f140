//! Parts of a case as the journal tells them: without what people said and without what follows
//! from the facts. [`said_again`] puts it back from the case.

use crate::case::{Contest, Obligation, Pause, Proactive, Prolonged, Questions};

/// Told parts, each with the words that the case has for it.
pub fn said_again<T>(told: Vec<T>, known: &[T], again: fn(&mut T, &T)) -> Vec<T> {
    let mut told = told;
    for (part, known) in told.iter_mut().zip(known) {
        again(part, known);
    }
    told
}

/// A pause without its words.
pub fn pause(pause: &Pause) -> Pause {
    Pause { reason: String::new(), looks_at: None, ..pause.clone() }
}

/// A pause with the words and the moment of looking again that are known.
pub fn pause_again(pause: &mut Pause, known: &Pause) {
    pause.reason.clone_from(&known.reason);
    pause.looks_at = known.looks_at;
}

/// Questions without the words beside them.
pub fn questions(questions: &Questions) -> Questions {
    Questions { words: String::new(), ..questions.clone() }
}

/// Questions with the words beside them.
pub fn questions_again(questions: &mut Questions, known: &Questions) {
    questions.words.clone_from(&known.words);
}

/// A prolongation without words.
pub fn prolonged(prolonged: &Prolonged) -> Prolonged {
    Prolonged { words: None, ..prolonged.clone() }
}

/// A prolongation with its words.
pub fn prolonged_again(prolonged: &mut Prolonged, known: &Prolonged) {
    prolonged.words.clone_from(&known.words);
}

/// A contest without words.
pub fn contest(contest: &Contest) -> Contest {
    Contest { words: String::new(), ..contest.clone() }
}

/// A contest with its words.
pub fn contest_again(contest: &mut Contest, known: &Contest) {
    contest.words.clone_from(&known.words);
}

/// An obligation without words and evidence.
pub fn obligation(obligation: &Obligation) -> Obligation {
    Obligation { words: None, evidence: Vec::new(), ..obligation.clone() }
}

/// An obligation with what was said and attached.
pub fn obligation_again(obligation: &mut Obligation, known: &Obligation) {
    obligation.words.clone_from(&known.words);
    obligation.evidence.clone_from(&known.evidence);
}

/// A start without an application, without the words of its undoing.
pub fn proactive(proactive: &Proactive) -> Proactive {
    Proactive { undone: None, ..proactive.clone() }
}
